//! Uploads that failed: what was sent and what came back, and the code and field that the diagnosis must name first.

mod forms;

use forms::{SIGNED, UNSIGNED, check, sent, told, with};
use xcld::diagnosis::{Certainty, Severity, diagnose};

#[test]
fn presets() {
    let preset = Some("upload_preset");
    check(&[
        (
            vec![("file", "a.jpg")],
            400,
            "Upload preset must be specified when using unsigned upload",
            "upload-preset-missing",
            preset,
        ),
        (
            vec![("file", "a.jpg")],
            400,
            "upload preset must be specified when using unsigned upload.",
            "upload-preset-missing",
            preset,
        ),
        (
            vec![("file", "a.jpg"), ("upload_preset", "")],
            400,
            "Upload preset must be specified when using unsigned upload",
            "upload-preset-missing",
            preset,
        ),
        (
            vec![("file", "a.jpg"), ("uploadPreset", "web")],
            400,
            "Upload preset must be specified when using unsigned upload",
            "upload-preset-missing",
            preset,
        ),
        (vec![("file", "a.jpg")], 400, "Missing required parameter - api_key", "upload-preset-missing", preset),
        (vec![("file", "a.jpg")], 401, "", "upload-preset-missing", preset),
        (vec![("file", "a.jpg")], 400, "", "upload-preset-missing", preset),
        (UNSIGNED.to_vec(), 400, "Upload preset not found", "upload-preset-unknown", preset),
        (UNSIGNED.to_vec(), 404, "Upload preset 'web' not found", "upload-preset-unknown", preset),
        (
            vec![("file", "a.jpg"), ("upload_preset", "undefined")],
            400,
            "Upload preset not found",
            "upload-preset-unknown",
            preset,
        ),
        (vec![("file", "a.jpg"), ("upload_preset", "undefined")], 400, "", "upload-preset-unknown", preset),
        (
            UNSIGNED.to_vec(),
            400,
            "Upload preset must be whitelisted for unsigned uploads",
            "upload-preset-not-unsigned",
            preset,
        ),
        (
            UNSIGNED.to_vec(),
            400,
            "UPLOAD PRESET MUST BE WHITELISTED FOR UNSIGNED UPLOADS",
            "upload-preset-not-unsigned",
            preset,
        ),
        (
            UNSIGNED.to_vec(),
            400,
            "Upload preset web is not allowed for unsigned upload",
            "upload-preset-not-unsigned",
            preset,
        ),
    ]);
}

#[test]
fn fields_that_an_unsigned_upload_may_not_carry() {
    let all = "Only upload_preset,callback,public_id,folder,tags,context,face_coordinates,custom_coordinates upload parameters are allowed.";
    let says = |name: &str| format!("{name} parameter is not allowed when using unsigned upload. {all}");
    let rows = [
        ("Overwrite", "overwrite", "true"),
        ("Transformation", "transformation", "w_100"),
        ("Moderation", "moderation", "manual"),
        ("Return delete token", "return_delete_token", "1"),
        ("Access mode", "access_mode", "public"),
        ("Eager", "eager", "w_100"),
        ("Use filename", "use_filename", "true"),
        ("Notification url", "notification_url", "https://a.example/"),
        ("Quality analysis", "quality_analysis", "true"),
        ("Unique filename", "unique_filename", "false"),
    ];
    for (words, name, value) in rows {
        for message in [
            says(words),
            says(words).to_lowercase(),
            format!("{words} is not allowed for unsigned uploads"),
            String::new(),
        ] {
            let diagnosis = diagnose(&sent(&with(UNSIGNED, &[(name, value)]), 400, &message));
            assert_eq!(told(&diagnosis), ("unsigned-parameter-not-allowed", Some(name)), "{message}");
            assert_eq!(diagnosis.findings.iter().filter(|finding| finding.field.as_deref() == Some(name)).count(), 1);
        }
        // The whole list of what is allowed is told.
        let detail = &diagnose(&sent(&with(UNSIGNED, &[(name, value)]), 400, &says(words))).findings[0].detail;
        assert!(detail.contains("custom_coordinates") && detail.contains("upload_preset"), "{detail}");
    }
    // Joined messages, a field each.
    let joined = format!(
        "{}, {}, Upload preset must be specified when using unsigned upload",
        says("Overwrite"),
        says("Moderation")
    );
    let diagnosis =
        diagnose(&sent(&[("file", "a.jpg"), ("overwrite", "true"), ("moderation", "manual")], 400, &joined));
    let fields: Vec<_> = diagnosis.findings.iter().filter_map(|finding| finding.field.as_deref()).collect();
    assert_eq!(fields, ["overwrite", "moderation", "upload_preset"]);
}

#[test]
fn files() {
    let file = Some("file");
    let but = |value: &'static str| vec![("file", value), ("upload_preset", "web")];
    check(&[
        (vec![("upload_preset", "web")], 400, "Missing required parameter - file", "upload-parameter-missing", file),
        (vec![("upload_preset", "web")], 400, "Missing required parameter: file", "upload-parameter-missing", file),
        (vec![("upload_preset", "web")], 400, "", "upload-parameter-missing", file),
        (
            vec![("image", "a.jpg"), ("upload_preset", "web")],
            400,
            "Missing required parameter - file",
            "upload-not-multipart",
            Some("image"),
        ),
        (
            vec![("files[]", "a.jpg"), ("upload_preset", "web")],
            400,
            "Missing required parameter - file",
            "upload-not-multipart",
            Some("files[]"),
        ),
        (vec![("File", "a.jpg"), ("upload_preset", "web")], 400, "", "upload-not-multipart", Some("File")),
        (but("[object Object]"), 400, "Unsupported source URL: [object Object]", "upload-file-invalid", file),
        (but("[object FileList]"), 400, "Invalid file parameter", "upload-file-invalid", file),
        (but("[object File]"), 400, "", "upload-file-invalid", file),
        (but("undefined"), 400, "Unsupported source URL: undefined", "upload-file-invalid", file),
        (but("null"), 400, "", "upload-file-invalid", file),
        (but(""), 400, "Missing required parameter - file", "upload-parameter-missing", file),
        (but("3"), 400, "Unsupported source URL: 3", "upload-file-invalid", file),
        (
            but("blob:https://shop.example/3f2d"),
            400,
            "Unsupported source URL: blob:https://shop.example/3f2d",
            "upload-file-invalid",
            file,
        ),
        (
            but("file:///storage/emulated/0/a.jpg"),
            400,
            "Unsupported source URL: file:///storage/emulated/0/a.jpg",
            "upload-file-invalid",
            file,
        ),
        (but("C:\\fakepath\\a.jpg"), 400, "Unsupported source URL: C:\\fakepath\\a.jpg", "upload-file-invalid", file),
        (but("data:image/png;base64"), 400, "Invalid data URI", "upload-file-invalid", file),
        (but("data:image/svg+xml,%3Csvg/%3E"), 400, "", "error-unrecognized", None),
        (but("data:image/png;base64,iVBO Rw0@Ggo="), 400, "", "upload-file-invalid", file),
        (but("iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4"), 400, "", "upload-file-invalid", file),
        (
            but("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8U"),
            400,
            "Unsupported source URL: /9j/4AAQSkZJRgABAQAAAQABAAD",
            "upload-file-invalid",
            file,
        ),
        (
            but("http://localhost:3000/a.jpg"),
            400,
            "Error in loading http://localhost:3000/a.jpg - ERR_DNS_FAIL 0",
            "fetch-source-failed",
            file,
        ),
        (
            but("https://a.example/b.jpg"),
            400,
            "Error in loading https://a.example/b.jpg - 403 Forbidden",
            "fetch-source-failed",
            file,
        ),
        (
            but("https://a.example/b"),
            400,
            "Resource not found - Error in loading https://a.example/b - HTML response",
            "fetch-source-not-media",
            file,
        ),
        (
            but("https://a.example/b.jpg"),
            404,
            "Resource not found - https://a.example/b.jpg",
            "fetch-source-failed",
            file,
        ),
        (but("a.jpg"), 400, "Empty file", "upload-file-empty", file),
        (but("a.jpg"), 400, "Invalid image file", "source-file-invalid", file),
        (but("a.mp4"), 400, "Unsupported video format or file", "source-file-invalid", file),
        (but("a.jpg"), 400, "File size too large. Got 28078738. Maximum is 10485760.", "file-too-large", file),
        (but("a.jpg"), 413, "", "file-too-large", file),
        (but("a.mov"), 400, "Image file format mov not allowed", "upload-format-not-allowed", file),
        (but("a.txt"), 400, "Raw file format txt not allowed", "upload-format-not-allowed", file),
        (but("a.exe"), 400, "File type not allowed", "upload-format-not-allowed", file),
        (but("a.jpg"), 400, "Maximum image size is 25 Megapixels. Requested 61.2 Megapixels", "image-too-large", file),
        (
            but("a.gif"),
            400,
            "Maximum total number of pixels in all frames/pages is 50 Megapixels. Requested 88.0 Megapixels",
            "image-too-large",
            file,
        ),
        (
            but("a.mp4"),
            400,
            "Video is too large to process synchronously, please use an eager transformation with eager_async=true to resolve",
            "video-too-large-sync",
            file,
        ),
        (but("a.mp4"), 400, "All parts except EOF-chunk must be larger than 5mb", "upload-chunk-too-small", file),
    ]);
}

#[test]
fn sizes_and_limits_are_told_in_numbers() {
    for (message, numbers) in [
        ("File size too large. Got 28078738. Maximum is 10485760.", ["26.7 MB", "10 MB"]),
        (
            "File size too large. Got 11926513. Maximum is 10485760. Upgrade your plan to enjoy higher limits https://www.cloudinary.com/pricing/upgrades/file-limit",
            ["11.3 MB", "10 MB"],
        ),
        ("Maximum image size is 25 Megapixels. Requested 61.2 Megapixels", ["61.2", "25"]),
        ("All parts except EOF-chunk must be larger than 5mb", ["5 MB", "6 MB"]),
        (
            "Rate Limit Exceeded. Limit of 50 Rekognition AI Moderation operations reached. Try again on the next monthly billing usage date.",
            ["50 Rekognition AI Moderation", "monthly billing usage date"],
        ),
    ] {
        let finding = &diagnose(&sent(UNSIGNED, 400, message)).findings[0];
        let said = format!("{} {} {}", finding.title, finding.detail, finding.fixes[0].title);
        assert!(numbers.iter().all(|number| said.contains(number)), "{said}");
    }
}

#[test]
fn values() {
    let more = |name: &'static str, value: &'static str| with(SIGNED, &[(name, value)]);
    check(&[
        (
            more("eager", "w_100,fl_faststart"),
            400,
            "Eager Invalid flag in transformation: faststart",
            "parameter-value-invalid",
            Some("eager"),
        ),
        (
            more("eager", "c_fil,w_100"),
            400,
            "Eager Invalid crop in transformation: fil",
            "parameter-value-invalid",
            Some("eager"),
        ),
        (
            more("transformation", "c_fil,w_100"),
            400,
            "Invalid crop in transformation: fil",
            "parameter-value-invalid",
            Some("transformation"),
        ),
        (
            more("transformation", "{width=512, crop=fill}"),
            400,
            "Invalid transformation component - {width=512",
            "parameter-unknown",
            Some("transformation"),
        ),
        (
            more("transformation", "t_nope"),
            400,
            "Unknown transformation nope",
            "named-transformation-unknown",
            Some("transformation"),
        ),
        (
            more("eager", "t_nope"),
            400,
            "Eager Unknown transformation nope",
            "named-transformation-unknown",
            Some("eager"),
        ),
        (
            more("format", "jpgsz280"),
            400,
            "Invalid extension in transformation: jpgsz280",
            "extension-invalid",
            Some("format"),
        ),
        (
            more("type", "image/jpeg"),
            400,
            "Type image/jpeg is not a valid type directive",
            "upload-parameter-invalid",
            Some("type"),
        ),
        (more("raw_convert", "aspos"), 400, "Raw convert is invalid", "upload-parameter-invalid", Some("raw_convert")),
        (
            more("categorization", "illegal"),
            400,
            "Categorization item illegal is not valid",
            "upload-parameter-invalid",
            Some("categorization"),
        ),
        (
            more("moderation", "manul"),
            400,
            "Moderation manul moderation is not valid",
            "upload-parameter-invalid",
            Some("moderation"),
        ),
        (more("public_id", "a?b"), 400, "public_id (a?b) is invalid", "public-id-invalid", Some("public_id")),
        (more("public_id", "/a"), 400, "Invalid public_id", "public-id-invalid", Some("public_id")),
        (
            more("display_name", "a/b"),
            400,
            "Display name cannot contain slashes",
            "upload-parameter-invalid",
            Some("display_name"),
        ),
        (
            more("public_id", "docs/a/b"),
            400,
            "Display name cannot contain slashes",
            "upload-parameter-invalid",
            Some("public_id"),
        ),
        (
            more("metadata", "colour=red"),
            400,
            "Metadata External IDs do not exist: [\"colour\"]",
            "metadata-field-unknown",
            Some("metadata"),
        ),
        (more("tags", "a"), 400, "Invalid value 7 for parameter tags", "upload-parameter-invalid", Some("tags")),
        (more("detection", "cats"), 400, "Detection is invalid", "upload-parameter-invalid", Some("detection")),
        (
            more("background_removal", "x"),
            400,
            "Background removal is invalid",
            "upload-parameter-invalid",
            Some("background_removal"),
        ),
        (
            more("allowed_formats", "jpeg2"),
            400,
            "Invalid allowed_formats",
            "upload-parameter-invalid",
            Some("allowed_formats"),
        ),
        (more("timestamp", "now"), 400, "Invalid timestamp", "upload-parameter-invalid", Some("timestamp")),
        (
            more("eager_async", "yes"),
            400,
            "Invalid value yes for parameter eager_async",
            "upload-parameter-invalid",
            Some("eager_async"),
        ),
        (more("on_success", "x"), 400, "on_success is invalid", "upload-parameter-invalid", Some("on_success")),
        (
            more("notification_url", "x"),
            400,
            "Invalid notification_url",
            "upload-parameter-invalid",
            Some("notification_url"),
        ),
        (more("context", "a"), 400, "Invalid context", "upload-parameter-invalid", Some("context")),
        (more("folder", "a"), 400, "General Error", "error-unrecognized", None),
    ]);
}

#[test]
fn an_unknown_message_is_never_explained_for_certain() {
    for message in [
        "Kaboom",
        "The frobnicator is unhappy with field x",
        "E1234",
        "Something about a file that nobody has seen",
        "We could not do it",
    ] {
        for status in [400, 401, 403, 404, 409, 422] {
            let diagnosis = diagnose(&sent(UNSIGNED, status, message));
            let certain = diagnosis.findings.iter().any(|finding| finding.certainty == Certainty::Certain);
            assert!(
                !certain && told(&diagnosis).0 == "error-unrecognized",
                "{status} {message} {:?}",
                told(&diagnosis)
            );
            assert_eq!(diagnosis.findings[0].severity, Severity::Error);
        }
    }
}
