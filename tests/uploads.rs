//! Uploads that failed: what was sent and what came back, and the code and field that the diagnosis must name first.

use xcld::diagnosis::{Certainty, Diagnosis, Severity, Surface, diagnose};
use xcld::exchange::{Exchange, Request};

const UPLOAD: &str = "https://api.cloudinary.com/v1_1/demo/image/upload";
const FORM: &str = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW";
const KEY: &str = "123456789012345";
const SIGNATURE: &str = "839bcf1437a77e04c317eb48b973dbe50b2fa05c";

type Fields<'a> = &'a [(&'a str, &'a str)];

/// A form that a browser sent to the API, and the status and reason that it got.
fn sent(fields: Fields, status: u16, message: &str) -> Exchange {
    let mut request = Request { content_type: Some(FORM.to_owned()), ..Request::default() };
    for (name, value) in fields {
        request.fields.entry((*name).to_owned()).or_default().push((*value).to_owned());
    }
    let body = (!message.is_empty()).then(|| serde_json::json!({ "error": { "message": message } }).to_string());
    Exchange {
        url: UPLOAD.to_owned(),
        method: "POST".to_owned(),
        status: Some(status),
        request: Some(request),
        body,
        ..Exchange::default()
    }
}

const UNSIGNED: Fields = &[("file", "a.jpg"), ("upload_preset", "web")];
const SIGNED: Fields = &[("file", "a.jpg"), ("api_key", KEY), ("timestamp", "1790000000"), ("signature", SIGNATURE)];

fn with<'a>(fields: Fields<'a>, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().chain(more).copied().collect()
}

fn told(diagnosis: &Diagnosis) -> (&'static str, Option<&str>) {
    diagnosis.findings.first().map_or(("", None), |first| (first.code.as_str(), first.field.as_deref()))
}

/// What was sent, the status, the message, and the code and field of the first finding.
type Row<'a> = (Vec<(&'a str, &'a str)>, u16, &'a str, &'a str, Option<&'a str>);

#[track_caller]
fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (fields, status, message, code, field) in rows {
        let diagnosis = diagnose(&sent(fields, *status, message));
        assert_eq!(diagnosis.surface, Some(Surface::Upload));
        if told(&diagnosis) != (code, *field) {
            wrong.push(format!("{status} {message}\n   {:?}\n   wanted {:?}\n", told(&diagnosis), (code, field)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rows.len(), wrong.join(""));
}

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
        (but("a.mp4"), 400, "All parts except EOF-chunk must be larger than 5mb", "upload-chunk-too-small", None),
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
fn who_asks() {
    check(&[
        (SIGNED.to_vec(), 401, "Unknown API key 123456789012345", "api-key-unknown", Some("api_key")),
        (SIGNED.to_vec(), 401, "unknown api_key", "api-key-unknown", Some("api_key")),
        (SIGNED.to_vec(), 401, "Invalid api_key 123456789012345", "api-key-unknown", Some("api_key")),
        (SIGNED.to_vec(), 401, "cloud_name mismatch", "cloud-name-mismatch", None),
        (SIGNED.to_vec(), 401, "api_secret mismatch", "credentials-invalid", None),
        (SIGNED.to_vec(), 401, "Invalid cloud_name Root", "cloud-name-unknown", None),
        (SIGNED.to_vec(), 401, "cloud_name demo is disabled", "cloud-disabled", None),
        (
            SIGNED.to_vec(),
            403,
            "Request forbidden due to missing permissions (actions=[\"create\"])",
            "permission-missing",
            None,
        ),
        (
            SIGNED.to_vec(),
            403,
            "[prodenv:test] Request forbidden due to missing permissions (actions=[\"create\"])",
            "permission-missing",
            None,
        ),
        (SIGNED.to_vec(), 403, "", "permission-missing", None),
        (SIGNED.to_vec(), 401, "", "credentials-invalid", None),
        (
            SIGNED.to_vec(),
            401,
            "Invalid Signature 839bcf1437a77e04c317eb48b973dbe50b2fa05c. String to sign - 'timestamp=1790000000'.",
            "signature-invalid",
            Some("signature"),
        ),
        (
            SIGNED.to_vec(),
            400,
            "Stale request - reported time is 2026-09-21 14:13:20 +0000 which is more than 1 hour ago",
            "request-stale",
            Some("timestamp"),
        ),
        (
            vec![("file", "a.jpg"), ("api_key", KEY), ("signature", SIGNATURE)],
            400,
            "Missing required parameter - timestamp",
            "upload-parameter-missing",
            Some("timestamp"),
        ),
        (
            vec![("file", "a.jpg"), ("api_key", KEY), ("timestamp", "1790000000")],
            400,
            "Missing required parameter - signature",
            "upload-parameter-missing",
            Some("signature"),
        ),
        (
            vec![("file", "a.jpg"), ("timestamp", "1790000000"), ("signature", SIGNATURE)],
            400,
            "Missing required parameter - api_key",
            "upload-parameter-missing",
            Some("api_key"),
        ),
        (
            vec![("file", "a.jpg"), ("timestamp", "1790000000"), ("signature", SIGNATURE)],
            401,
            "Must supply api_key",
            "upload-parameter-missing",
            Some("api_key"),
        ),
        (SIGNED.to_vec(), 420, "Rate Limit Exceeded", "quota-exceeded", None),
        (SIGNED.to_vec(), 429, "", "quota-exceeded", None),
        (SIGNED.to_vec(), 420, "", "quota-exceeded", None),
        (SIGNED.to_vec(), 500, "", "server-error", None),
        (SIGNED.to_vec(), 502, "<html>Bad gateway</html>", "server-error", None),
        (SIGNED.to_vec(), 423, "", "processing-pending", None),
        (
            with(SIGNED, &[("categorization", "google_tagging")]),
            400,
            "You don't have an active subscription for Google Auto Tagging",
            "addon-not-enabled",
            Some("categorization"),
        ),
    ]);
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
fn bodies_that_are_no_form() {
    let missing = "Upload preset must be specified when using unsigned upload";
    for content_type in [
        "application/json",
        "multipart/form-data",
        "text/plain;charset=UTF-8",
        "image/png",
        "application/octet-stream",
        "multipart/form-data; charset=utf-8",
    ] {
        for (status, message) in [
            (400, missing),
            (400, "Missing required parameter - file"),
            (400, "Missing required parameter - api_key"),
            (400, ""),
        ] {
            let mut exchange = sent(&[], status, message);
            if let Some(request) = &mut exchange.request {
                request.content_type = Some(content_type.to_owned());
            }
            assert_eq!(told(&diagnose(&exchange)), ("upload-not-multipart", None), "{content_type} {message}");
        }
    }
    for method in ["GET", "PATCH", "DELETE", "OPTIONS"] {
        for status in [400, 404, 405] {
            let exchange = Exchange { method: method.to_owned(), request: None, ..sent(&[], status, "") };
            assert_eq!(told(&diagnose(&exchange)), ("upload-not-multipart", None), "{method} {status}");
        }
    }
}

#[test]
fn addresses() {
    for (url, status, code, marked) in [
        ("https://api.cloudinary.com/v1_1/demo/image/uplaod", 404, "upload-endpoint-invalid", "uplaod"),
        ("https://api.cloudinary.com/v1_1/demo/images/upload", 404, "upload-endpoint-invalid", "images"),
        ("https://api.cloudinary.com/v1_1/image/upload", 401, "upload-endpoint-invalid", "image"),
        ("https://api.cloudinary.com/v1_1/demo", 404, "upload-endpoint-invalid", "demo"),
        ("https://api.cloudinary.com/demo/image/upload", 404, "upload-endpoint-invalid", "demo"),
        ("https://api.cloudinary.com/v1_1/undefined/image/upload", 401, "cloud-name-unknown", "undefined"),
        ("https://api.cloudinary.com/v1_1/Root/image/upload", 401, "cloud-name-unknown", "Root"),
        (
            "https://api.cloudinary.com/v1_1/%24%7BcloudName%7D/image/upload",
            401,
            "cloud-name-unknown",
            "%24%7BcloudName%7D",
        ),
        ("https://api.cloudinary.com/v1_1/:cloud_name/image/upload", 401, "cloud-name-unknown", ":cloud_name"),
        ("https://api.cloudinary.com/v1_1//image/upload", 404, "upload-endpoint-invalid", "image"),
        ("https://res.cloudinary.com/demo/image/upload", 405, "upload-endpoint-invalid", "res.cloudinary.com"),
    ] {
        let exchange = Exchange { url: url.to_owned(), ..sent(UNSIGNED, status, "") };
        let diagnosis = diagnose(&exchange);
        let first = &diagnosis.findings[0];
        assert_eq!((first.code.as_str(), first.span.map(|span| span.of(url))), (code, Some(marked)), "{url}");
    }
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

/// The slips that the server's text to sign shows beside the fields, each with the signature for its field.
#[test]
fn signatures_are_compared_field_by_field() {
    let told = |fields: &[(&str, &str)], signed: &str| {
        let message = format!("Invalid Signature {SIGNATURE}. String to sign - '{signed}'.");
        let finding = diagnose(&sent(&with(SIGNED, fields), 401, &message)).findings.remove(0);
        assert_eq!((finding.code.as_str(), finding.field.as_deref()), ("signature-invalid", Some("signature")));
        finding
    };
    for (fields, signed, title) in [
        (&[("folder", "shop")][..], "timestamp=1790000000", "“folder” was sent, but was not signed"),
        (
            &[("folder", "shop"), ("tags", "a")],
            "timestamp=1790000000",
            "“folder” and “tags” were sent, but were not signed",
        ),
        (&[], "api_key=123456789012345&timestamp=1790000000", "“api_key” is signed, but must not be"),
        (
            &[],
            "file=a.jpg&resource_type=image&timestamp=1790000000",
            "“file” and “resource_type” are signed, but must not be",
        ),
        (&[], "folder=shop&timestamp=1790000000", "“folder” was signed, but is not among the fields that were sent"),
        (
            &[("public_id", "my shoe")],
            "public_id=my%20shoe&timestamp=1790000000",
            "The value of “public_id” is encoded in one place and plain in the other",
        ),
        (
            &[("tags[]", "a"), ("tags[]", "b")],
            "tags=[\"a\",\"b\"]&timestamp=1790000000",
            "The list in “tags” is not written in the same way where it is signed and sent",
        ),
        (&[("folder", "shop")], "timestamp=1790000000&folder=shop", "The signed fields are not in alphabetical order"),
        (&[], "timestamp=1790000001", "The value of “timestamp” changed between signing and sending"),
        (&[("folder", "shop")], "folder=shop&timestamp=1790000000", "The signature of the request does not match"),
    ] {
        assert_eq!(told(fields, signed).title, title);
    }
    let agree = told(&[("folder", "shop")], "folder=shop&timestamp=1790000000");
    assert!(agree.detail.contains("“folder” and “timestamp”, in this order") && agree.detail.contains("API secret"));
    // Without the request there is nothing to compare.
    let message = format!("Invalid Signature {SIGNATURE}. String to sign - 'timestamp=1'.");
    let alone = Exchange { request: None, ..sent(&[], 401, &message) };
    assert_eq!(diagnose(&alone).findings[0].title, "The signature of the request does not match");
}

#[test]
fn a_stale_request_tells_the_skew_of_the_clocks() {
    let message = "Stale request - reported time is 2026-09-21 14:13:20 +0000 which is more than 1 hour ago";
    let mut exchange = sent(SIGNED, 400, message);
    exchange.headers.push(("date".to_owned(), "Mon, 21 Sep 2026 17:25:20 GMT".to_owned()));
    let finding = diagnose(&exchange).findings.remove(0);
    assert!(
        finding.detail.starts_with("The timestamp lies 3 hours 12 minutes behind the server's clock."),
        "{}",
        finding.detail
    );
    exchange.request = None;
    assert!(diagnose(&exchange).findings[0].detail.contains("3 hours 12 minutes"));
}
