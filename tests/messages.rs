//! What servers say, held against the catalogue, and what is made of it with the URL and the request.
//!
//! `corpus/messages.jsonl`: one sighting a line, from Cloudinary's documentation and support articles, the
//! official SDKs' documentation and tests, and answers published in public issues and repositories. `code` is
//! null where the message has no code of its own; `verbatim` is false where a placeholder stands in it.

use proptest::prelude::*;
use serde::Deserialize;
use xcld::diagnosis::{Certainty, Diagnosis, Finding, MessageFrom, Severity, Surface, Verdict, diagnose};
use xcld::exchange::{Exchange, Request};
use xcld::report::json;

#[derive(Deserialize)]
struct Sighting {
    message: String,
    surface: String,
    status: Option<u16>,
    url: Option<String>,
    code: Option<String>,
}

const SAMPLE: &str = "https://res.cloudinary.com/demo/image/upload/v1/sample.jpg";
const UPLOAD: &str = "https://api.cloudinary.com/v1_1/demo/image/upload";
const ADMIN: &str = "https://api.cloudinary.com/v1_1/demo/resources/image";

fn sightings() -> Vec<Sighting> {
    include_str!("corpus/messages.jsonl").lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn delivery(path: &str) -> String {
    format!("https://res.cloudinary.com/demo/image/upload/{path}")
}

fn asked(url: &str, status: Option<u16>) -> Exchange {
    let method = if url.contains("api.cloudinary.com") { "POST" } else { "GET" };
    Exchange { url: url.to_owned(), method: method.to_owned(), status, ..Exchange::default() }
}

fn answered(url: &str, status: u16, message: &str) -> Exchange {
    Exchange { headers: vec![("X-Cld-Error".to_owned(), message.to_owned())], ..asked(url, Some(status)) }
}

fn uploaded(message: Option<&str>, fields: &[(&str, &str)]) -> Exchange {
    let fields = fields.iter().map(|&(name, value)| (name.to_owned(), vec![value.to_owned()])).collect();
    Exchange {
        request: Some(Request { fields, ..Request::default() }),
        ..message.map_or_else(|| asked(UPLOAD, Some(400)), |message| answered(UPLOAD, 400, message))
    }
}

fn first(exchange: &Exchange) -> Finding {
    diagnose(exchange).findings.into_iter().next().expect("a finding")
}

fn codes(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn marked<'u>(url: &'u str, finding: &Finding) -> Option<&'u str> {
    finding.span.map(|span| span.of(url))
}

#[test]
fn every_sighting_has_its_code() {
    let mut wrong = Vec::new();
    for sighting in sightings() {
        let url = sighting.url.as_deref().unwrap_or(match sighting.surface.as_str() {
            "upload" => UPLOAD,
            "admin" => ADMIN,
            _ => SAMPLE,
        });
        let diagnosis = diagnose(&answered(url, sighting.status.unwrap_or(400), &sighting.message));
        assert_eq!(diagnosis.verdict, Verdict::Error, "{}", sighting.message);
        assert_eq!(diagnosis.message_from, Some(MessageFrom::XCldError));
        assert_eq!(diagnosis.message.as_deref(), Some(sighting.message.trim()));
        let codes = codes(&diagnosis);
        let Some(code) = sighting.code else {
            assert!(!codes.is_empty(), "{}", sighting.message);
            continue;
        };
        // Where the URL shows the reason, that comes first.
        let at = codes.iter().position(|one| *one == code);
        if at.is_none() || at > Some(usize::from(sighting.url.is_some())) {
            wrong.push(format!("{}: {code}, not {codes:?}", sighting.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each sighting in another spelling: other case, other blanks, a prefix, a full stop.
#[test]
fn the_wording_may_vary() {
    for sighting in sightings().iter().filter(|sighting| sighting.url.is_none()) {
        let plain = diagnose(&answered(UPLOAD, 400, &sighting.message));
        let message = &sighting.message;
        for varied in [
            message.to_uppercase(),
            message.replace(": ", ":"),
            message.replace(' ', "  "),
            format!("[prodenv:shop] {message}"),
            format!("Eager {message}"),
            format!("Error: {message}"),
        ] {
            let told = diagnose(&answered(UPLOAD, 400, &varied));
            assert_eq!(codes(&told), codes(&plain), "{varied}");
        }
    }
}

#[test]
fn other_messages_of_the_same_kind_are_understood() {
    for (code, surface, message) in [
        ("parameter-value-invalid", SAMPLE, "Invalid crop in transformation: fil"),
        ("parameter-value-invalid", SAMPLE, "Invalid gravity in transformation: nort"),
        ("parameter-value-invalid", SAMPLE, "Invalid aspect ratio in transformation: 16-9"),
        ("parameter-value-invalid", SAMPLE, "Invalid fetch_format in transformation: jpgg"),
        ("parameter-value-invalid", SAMPLE, "Invalid value for angle: x"),
        ("parameter-value-invalid", SAMPLE, "Invalid quality - 500"),
        ("parameter-value-invalid", SAMPLE, "Unsupported effect blurr"),
        ("parameter-value-invalid", UPLOAD, "Invalid crop mode in transformation: fil"),
        ("parameter-value-invalid", SAMPLE, "dpr must be between 0.1 and 10"),
        ("extension-invalid", SAMPLE, "Invalid extension in transformation: heix"),
        ("extension-invalid", SAMPLE, "Unsupported extension: xyz"),
        ("variable-invalid", SAMPLE, "Invalid assignment to $title: !hello"),
        ("variable-invalid", SAMPLE, "Undefined variable $w"),
        ("condition-malformed", SAMPLE, "Invalid condition in transformation: w_gtt_300"),
        ("layer-malformed", SAMPLE, "Invalid overlay in transformation: text"),
        ("layer-not-found", SAMPLE, "Unknown or invalid referenced video intro of type private"),
        ("font-unsupported", SAMPLE, "Unsupported font family: Comic Neue"),
        ("page-out-of-range", SAMPLE, "Page 12 does not exist"),
        ("parameters-conflict", SAMPLE, "gravity cannot be used with crop scale"),
        ("parameter-requires-another", SAMPLE, "Must supply width or height"),
        ("delivery-type-restricted", SAMPLE, "Videos of type fetch are restricted in this account"),
        ("strict-transformations", SAMPLE, "Transformation w_1 is not allowed"),
        ("cloud-disabled", SAMPLE, "Customer acme is disabled"),
        ("cloud-name-unknown", SAMPLE, "Unknown customer acme"),
        ("fetch-source-failed", SAMPLE, "Error in loading https://example.com/a.png - 404 Not Found"),
        ("fetch-source-not-media", SAMPLE, "Resource not found - Error in loading https://a.b/c - HTML response"),
        ("image-too-large", SAMPLE, "Maximum image size is 50 Megapixels. Requested 61.2 Megapixels"),
        ("sprite-empty", SAMPLE, "No images found with tag logo"),
        ("addon-not-enabled", SAMPLE, "You don't have an active subscription for Adobe Photoshop Lightroom"),
        ("upload-preset-unknown", UPLOAD, "Upload preset web_unsignd not found"),
        ("upload-preset-unknown", UPLOAD, "Unknown upload preset: web"),
        ("unsigned-parameter-not-allowed", UPLOAD, "Eager parameter is not allowed when using unsigned upload"),
        ("upload-parameter-missing", UPLOAD, "Missing required parameter - timestamp"),
        ("upload-parameter-missing", UPLOAD, "Must supply timestamp"),
        ("upload-parameter-invalid", UPLOAD, "Invalid value 7 for parameter backup"),
        ("upload-parameter-invalid", UPLOAD, "Ocr is invalid"),
        ("upload-parameter-invalid", UPLOAD, "Detection item cats is not valid"),
        ("upload-parameter-invalid", ADMIN, "to_public_id docs/a already exists"),
        ("upload-format-not-allowed", UPLOAD, "Video file format avi not allowed"),
        ("upload-format-not-allowed", UPLOAD, "An unknown file format not allowed"),
        ("source-file-invalid", UPLOAD, "Invalid video file"),
        ("source-file-invalid", UPLOAD, "Unsupported image format or file"),
        ("upload-file-invalid", UPLOAD, "Unsupported source URL: blob:http://localhost/1"),
        ("api-key-unknown", UPLOAD, "Invalid api_key 1234"),
        ("signature-invalid", UPLOAD, "Invalid Signature 00. String to sign - 'a=1&b=2'."),
        ("permission-missing", ADMIN, "Request forbidden due to missing permissions (actions=[\"read\",\"list\"])"),
        (
            "quota-exceeded",
            ADMIN,
            "Rate Limit Exceeded. Limit of 2000 api operations reached. Try again on 2026-01-01 10:00:00 UTC",
        ),
        ("server-error", UPLOAD, "Internal server error"),
        ("error-unrecognized", SAMPLE, "The moon is in the wrong house"),
    ] {
        let finding = first(&answered(surface, 400, message));
        assert_eq!(finding.code.as_str(), code, "{message}: {}", finding.title);
    }
}

#[test]
fn titles_name_the_culprit_and_spans_mark_it() {
    for (path, message, title, mark) in [
        ("c_fil,w_300/a.jpg", "Invalid crop in transformation: fil", "“fil” is not a crop mode", "c_fil"),
        (
            "ab_cd,w_200/a.jpg",
            "Invalid transformation component - ab_cd",
            "“ab_cd” is not a transformation parameter",
            "ab_cd",
        ),
        (
            "t_nope/a.jpg",
            "Unknown transformation nope",
            "There is no named transformation “nope” in cloud “demo”",
            "t_nope",
        ),
        (
            "w_300,h_$tall/a.jpg",
            "Variable $tall is used before being assigned",
            "The variable “$tall” is used before it has a value",
            "$tall",
        ),
        ("docs/nope.jpg", "Resource not found - docs/nope", "No image “docs/nope” in cloud “demo”", "docs/nope"),
        (
            "docs/no%20pe.jpg",
            "Resource not found - docs/no pe",
            "No image “docs/no pe” in cloud “demo”",
            "docs/no%20pe",
        ),
        (
            "l_brand:logo/fl_layer_apply/a.jpg",
            "Resource not found - brand/logo",
            "The layer “brand/logo” does not exist in this cloud",
            "l_brand:logo",
        ),
        (
            "l_logo/a.jpg",
            "Unknown or invalid referenced image logo of type upload",
            "The layer “logo” does not exist in cloud “demo”",
            "l_logo",
        ),
        ("l_text:Inter_40:Hi/a.jpg", "Unsupported font family Inter", "The font “Inter” is not available", "Inter"),
        (
            "l_text:Open%20Sanz_40:Hi/a.jpg",
            "Unsupported font family Open Sanz",
            "The font “Open Sanz” is not available",
            "Open%20Sanz",
        ),
        (
            "c_scale,w_9000/a.jpg",
            "Maximum image size is 25 Megapixels. Requested 33.6 Megapixels",
            "The image has too many pixels: 33.6 of 25 megapixels",
            "w_9000",
        ),
        ("pg_99/a.pdf", "Page 99 does not exist", "The file has no page “99”", "pg_99"),
        (
            "c_fill,w_1/a.jpg",
            "Transformation c_fill,w_1/ is not allowed",
            "This transformation is not on the list that the account allows",
            "c_fill,w_1",
        ),
        ("a.jpg", "cloud_name demo is disabled", "The cloud “demo” is disabled", "demo"),
    ] {
        let url = delivery(path);
        let diagnosis = diagnose(&answered(&url, 400, message));
        // The URL's own finding may stand in its place, with the same mark or a closer one.
        let told = diagnosis.findings.first().expect(message);
        let span = marked(&url, told).unwrap_or_else(|| panic!("no span: {message}: {told:?}"));
        assert!(mark.contains(span) || span.contains(mark), "{message}: {span}");
        let alone = diagnose(&asked(&url, None));
        let seen = alone.findings.iter().any(|finding| finding.title == told.title);
        assert!(told.title == title || seen, "{message}: {}", told.title);
        assert_eq!(told.certainty, Certainty::Certain, "{message}");
        assert_eq!(told.severity, Severity::Error, "{message}");
    }
}

#[test]
fn a_dot_in_the_name_of_an_attachment_is_told_and_mended() {
    let url = delivery("fl_attachment:report.pdf/docs/a.pdf");
    let finding = first(&answered(&url, 400, "Invalid flag in transformation: pdf"));
    assert!(marked(&url, &finding).is_some_and(|mark| mark.contains("report.pdf") || mark == ".pdf"), "{finding:?}");
    assert!(!finding.fixes.is_empty());
}

#[test]
fn a_fault_of_the_url_that_explains_a_vague_message_goes_first() {
    let misplaced = "https://res.cloudinary.com/image/upload/demo/sample.jpg";
    let diagnosis = diagnose(&answered(misplaced, 404, "Resource not found - sample"));
    let codes = codes(&diagnosis);
    assert!(codes.contains(&"asset-not-found"), "{codes:?}");
    let alone = diagnose(&asked(misplaced, None));
    if let Some(seen) = alone.findings.first() {
        assert_eq!(codes.first(), Some(&seen.code.as_str()));
    }
}

#[test]
fn without_a_message_the_status_speaks() {
    for (url, status, code) in [
        (SAMPLE, 404, "asset-not-found"),
        (SAMPLE, 401, "access-denied"),
        (SAMPLE, 403, "access-denied"),
        (SAMPLE, 400, "error-unrecognized"),
        (SAMPLE, 420, "quota-exceeded"),
        (SAMPLE, 423, "processing-pending"),
        (SAMPLE, 429, "quota-exceeded"),
        (SAMPLE, 500, "server-error"),
        (SAMPLE, 504, "server-error"),
        (SAMPLE, 418, "error-unrecognized"),
        (UPLOAD, 401, "credentials-invalid"),
        (UPLOAD, 403, "permission-missing"),
        (UPLOAD, 404, "upload-endpoint-invalid"),
        (UPLOAD, 413, "file-too-large"),
        (ADMIN, 404, "asset-not-found"),
        (ADMIN, 429, "quota-exceeded"),
    ] {
        let diagnosis = diagnose(&asked(url, Some(status)));
        assert_eq!(codes(&diagnosis).first(), Some(&code), "{url} {status}");
        assert_eq!((diagnosis.verdict, diagnosis.message), (Verdict::Error, None));
    }
}

#[test]
fn an_unknown_message_is_shown_and_explained_by_its_status() {
    let finding = first(&answered(SAMPLE, 401, "Moon in the wrong house"));
    assert_eq!(finding.code.as_str(), "error-unrecognized");
    assert!(finding.title.contains("“Moon in the wrong house”") && finding.detail.contains("401"));
    assert_eq!(first(&answered(SAMPLE, 423, "Moon")).code.as_str(), "processing-pending");
    assert_eq!(first(&answered(SAMPLE, 502, "Moon")).code.as_str(), "server-error");
}

#[test]
fn what_was_delivered_is_at_most_a_warning() {
    let diagnosis = diagnose(&answered(SAMPLE, 200, "Resource not found - sample"));
    assert_eq!(diagnosis.verdict, Verdict::Warning);
    assert_eq!(codes(&diagnosis), ["asset-not-found"]);
    for path in ["c_fil,w_300/sample.jpg", "v1/w_200/sample.jpg", "w_0/sample.jpg", "w_200px/%2520.jpg"] {
        for status in [200, 206, 301, 304] {
            let diagnosis = diagnose(&asked(&delivery(path), Some(status)));
            assert!(diagnosis.findings.iter().all(|finding| finding.severity < Severity::Error), "{path}");
            assert_ne!(diagnosis.verdict, Verdict::Error, "{path}");
        }
    }
    let fine = diagnose(&asked(SAMPLE, Some(200)));
    assert_eq!((fine.verdict, fine.findings.len()), (Verdict::Ok, 0));
}

#[test]
fn network_errors_are_told_apart_and_leaving_is_none() {
    let with = |error: &str, status: Option<u16>| {
        diagnose(&Exchange { network_error: Some(error.to_owned()), ..asked(SAMPLE, status) })
    };
    for error in
        ["net::ERR_BLOCKED_BY_CLIENT", "NS_ERROR_UNKNOWN_HOST", "net::ERR_CERT_DATE_INVALID", "net::ERR_FAILED"]
    {
        for status in [None, Some(0)] {
            let diagnosis = with(error, status);
            assert_eq!((diagnosis.verdict, codes(&diagnosis)), (Verdict::Error, vec!["request-blocked"]), "{error}");
            assert!(diagnosis.findings[0].detail.contains(error));
        }
    }
    for error in ["net::ERR_ABORTED", "NS_BINDING_ABORTED"] {
        assert_eq!(with(error, None).verdict, Verdict::Ok, "{error}");
        assert_eq!(with(error, Some(200)).verdict, Verdict::Ok, "{error}");
        assert_eq!(codes(&with(error, Some(404))), ["asset-not-found"], "{error}");
    }
    assert_eq!(with("net::ERR_CONNECTION_RESET", Some(200)).verdict, Verdict::Error);
}

#[test]
fn only_cloudinarys_exchanges_are_judged() {
    let other = diagnose(&answered_by("https://example.com/a.jpg", 404, &[("server", "nginx")]));
    assert_eq!((other.verdict, other.surface, other.anatomy.is_none()), (Verdict::Unrelated, None, true));
    assert!(other.message.is_none() && other.findings.is_empty());
    for headers in [
        &[("Server", "Cloudinary")][..],
        &[("x-cld-error", "Resource not found - a")],
        &[("server-timing", "cld-fastly;dur=3;desc=miss,cld-error;desc=\"Resource not found - a\"")],
    ] {
        let ours = diagnose(&answered_by("https://media.example.com/a.jpg", 404, headers));
        assert_eq!((ours.verdict, ours.surface), (Verdict::Error, Some(Surface::Delivery)), "{headers:?}");
    }
    let custom = diagnose(&asked("https://media.example.com/demo/image/upload/v1/a.jpg", Some(404)));
    assert_eq!(custom.surface, Some(Surface::Delivery));
    let own_api =
        Exchange { method: "POST".to_owned(), ..asked("https://example.com/demo/image/upload/v1/a", Some(500)) };
    assert_eq!(diagnose(&own_api).verdict, Verdict::Unrelated);
}

fn answered_by(url: &str, status: u16, headers: &[(&str, &str)]) -> Exchange {
    let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    Exchange { headers, ..asked(url, Some(status)) }
}

#[test]
fn the_request_of_a_failed_upload_is_looked_at() {
    for (message, fields, code, field) in [
        (
            Some("Missing required parameter - file"),
            &[("upload_preset", "web")][..],
            "upload-parameter-missing",
            Some("file"),
        ),
        (
            Some("Missing required parameter - file"),
            &[("image", "a.jpg"), ("upload_preset", "web")],
            "upload-not-multipart",
            Some("image"),
        ),
        (
            Some("Missing required parameter - api_key"),
            &[("file", "a.jpg")],
            "upload-preset-missing",
            Some("upload_preset"),
        ),
        (
            Some("Missing required parameter - api_key"),
            &[("file", "a.jpg"), ("signature", "0"), ("timestamp", "1")],
            "upload-parameter-missing",
            Some("api_key"),
        ),
        (
            Some("Upload preset must be specified when using unsigned upload"),
            &[("file", "a.jpg")],
            "upload-preset-missing",
            Some("upload_preset"),
        ),
        (
            Some("Upload preset not found"),
            &[("file", "a.jpg"), ("upload_preset", "web_unsignd")],
            "upload-preset-unknown",
            Some("upload_preset"),
        ),
        (
            Some("Unsupported source URL: [object Object]"),
            &[("file", "[object Object]"), ("upload_preset", "web")],
            "upload-file-invalid",
            Some("file"),
        ),
        (None, &[("file", "[object Object]"), ("upload_preset", "web")], "upload-file-invalid", Some("file")),
        (
            None,
            &[("file", "a.jpg"), ("upload_preset", "web"), ("eager", "w_100")],
            "unsigned-parameter-not-allowed",
            Some("eager"),
        ),
        (
            Some(
                "Eager parameter is not allowed when using unsigned upload. Only upload_preset upload parameters are allowed.",
            ),
            &[("file", "a.jpg"), ("upload_preset", "web"), ("eager", "w_100")],
            "unsigned-parameter-not-allowed",
            Some("eager"),
        ),
        (
            Some("Invalid transformation component - {width=512"),
            &[("file", "a.jpg"), ("transformation", "{width=512, crop=fill}")],
            "parameter-unknown",
            Some("transformation"),
        ),
        (
            Some("Type image/jpeg is not a valid type directive"),
            &[("file", "a.jpg"), ("type", "image/jpeg")],
            "upload-parameter-invalid",
            Some("type"),
        ),
    ] {
        let diagnosis = diagnose(&uploaded(message, fields));
        let told = diagnosis.findings.first().expect("a finding");
        assert_eq!(
            (told.code.as_str(), told.field.as_deref()),
            (code, field),
            "{message:?} {fields:?} {:?}",
            codes(&diagnosis)
        );
        let again =
            diagnosis.findings.iter().filter(|finding| (finding.code, &finding.field) == (told.code, &told.field));
        assert_eq!(again.count(), 1, "{message:?} {:?}", codes(&diagnosis));
    }
    let preset =
        first(&uploaded(Some("Upload preset not found"), &[("file", "a.jpg"), ("upload_preset", "web_unsignd")]));
    assert_eq!(preset.title, "Upload preset “web_unsignd” does not exist in cloud “demo”");
}

#[test]
fn a_body_that_is_no_form_explains_what_seems_to_be_missing() {
    for content_type in ["application/json", "multipart/form-data", "image/jpeg"] {
        let mut exchange = uploaded(Some("Upload preset must be specified when using unsigned upload"), &[]);
        exchange.request = Some(Request { content_type: Some(content_type.to_owned()), ..Request::default() });
        let diagnosis = diagnose(&exchange);
        assert_eq!(codes(&diagnosis), ["upload-not-multipart", "upload-preset-missing"], "{content_type}");
    }
    let link = Exchange { method: "GET".to_owned(), ..asked(UPLOAD, Some(404)) };
    assert_eq!(first(&link).code.as_str(), "upload-not-multipart");
}

#[test]
fn a_request_that_no_one_refused_is_not_accused() {
    let wrong = [("image", "a.jpg")];
    let blocked =
        Exchange { status: None, network_error: Some("net::ERR_FAILED".to_owned()), ..uploaded(None, &wrong) };
    assert_eq!(codes(&diagnose(&blocked)), ["request-blocked"]);
    let broken = Exchange { status: Some(502), ..uploaded(None, &wrong) };
    assert_eq!(codes(&diagnose(&broken)), ["server-error"]);
}

#[test]
fn an_upload_that_succeeded_is_never_accused() {
    for fields in [&[][..], &[("image", "a.jpg")], &[("file", "[object Object]"), ("eager", "x")]] {
        for url in [
            UPLOAD,
            "https://api.cloudinary.com/v1_1/demo/upload",
            "https://api-eu.cloudinary.com/v1_1/demo/auto/upload",
        ] {
            let exchange = Exchange { url: url.to_owned(), status: Some(200), ..uploaded(None, fields) };
            let diagnosis = diagnose(&exchange);
            assert_eq!((diagnosis.verdict, diagnosis.surface), (Verdict::Ok, Some(Surface::Upload)), "{url}");
        }
    }
}

#[test]
fn wrong_addresses_of_the_api_are_told_and_mended() {
    for (url, code, mark, fix) in [
        ("https://api.cloudinary.com/v1_1/demo/image/uplaod", "upload-endpoint-invalid", "uplaod", Some(UPLOAD)),
        ("https://api.cloudinary.com/v1_1/demo/imgae/upload", "upload-endpoint-invalid", "imgae", Some(UPLOAD)),
        ("https://api.cloudinary.com/v1_1/image/upload", "upload-endpoint-invalid", "image", None),
        ("https://api.cloudinary.com/demo/image/upload", "upload-endpoint-invalid", "demo", Some(UPLOAD)),
        ("https://api.cloudinary.com/v1_1/undefined/image/upload", "cloud-name-unknown", "undefined", None),
        ("https://api.cloudinary.com/v1_1/Root/image/upload", "cloud-name-unknown", "Root", None),
        (
            "https://api.cloudinary.com/v1_1/%3Ccloud_name%3E/image/upload",
            "cloud-name-unknown",
            "%3Ccloud_name%3E",
            None,
        ),
        ("https://api.cloudinary.com/v1_1/your_cloud_name/upload", "cloud-name-unknown", "your_cloud_name", None),
        ("https://api.cloudinary.com/v1_1/demo", "upload-endpoint-invalid", "demo", None),
        ("https://res.cloudinary.com/demo/image/upload", "upload-endpoint-invalid", "res.cloudinary.com", None),
    ] {
        let exchange = Exchange { method: "POST".to_owned(), ..asked(url, Some(404)) };
        let diagnosis = diagnose(&exchange);
        assert_eq!(diagnosis.surface, Some(Surface::Upload), "{url}");
        let told = diagnosis.findings.first().expect(url);
        assert_eq!((told.code.as_str(), marked(url, told)), (code, Some(mark)), "{url}");
        assert_eq!(told.fixes.iter().find_map(|fix| fix.url.as_deref()), fix, "{url}");
        if let Some(fix) = fix {
            let mended = diagnose(&Exchange { url: fix.to_owned(), status: None, ..exchange });
            assert_eq!(mended.verdict, Verdict::Ok, "{fix}");
        }
    }
}

#[test]
fn the_surface_follows_from_the_address() {
    for (url, surface) in [
        (SAMPLE, Surface::Delivery),
        (UPLOAD, Surface::Upload),
        ("https://api.cloudinary.com/v1_1/demo/upload", Surface::Upload),
        ("https://api.cloudinary.com/v1_1/demo/image/destroy", Surface::Upload),
        ("https://api-ap.cloudinary.com/v1_1/demo/video/explicit", Surface::Upload),
        (ADMIN, Surface::Admin),
        ("https://api.cloudinary.com/v1_1/demo/resources/search", Surface::Admin),
        ("https://api.cloudinary.com/v1_1/demo/usage", Surface::Admin),
        ("https://api.cloudinary.com/v1_1/demo/upload_presets/web", Surface::Admin),
        ("https://api.cloudinary.com/v1_1/provisioning/accounts/1/users", Surface::Admin),
    ] {
        assert_eq!(diagnose(&asked(url, Some(200))).surface, Some(surface), "{url}");
    }
}

fn any_exchange() -> impl Strategy<Value = Exchange> {
    let url = prop_oneof![
        any::<String>(),
        "https://res\\.cloudinary\\.com/[a-z<>%$]{0,8}/(image|video|raw|imgae)?/(upload|fetch|list)?/.{0,60}",
        "https://api\\.cloudinary\\.com/(v1_1/)?.{0,40}",
    ];
    let message = prop_oneof![
        any::<String>(),
        proptest::sample::select(sightings().into_iter().map(|sighting| sighting.message).collect::<Vec<_>>()),
        "(Eager |\\[.{0,4}\\] )?(Invalid|Unknown|Resource not found -|Missing).{0,40}(, .{0,40})?",
    ];
    let name = proptest::sample::select(vec!["x-cld-error", "Server-Timing", "server", "x-request-id"]);
    let timing = "(cld-error;|cld-id;|rtt;)?(dur=1;)?(desc=)?\"?.{0,30}\"?(,cld-error;desc=.{0,9})?";
    let headers = proptest::collection::vec((name, prop_oneof![message, timing]), 0..4);
    let fields = proptest::collection::btree_map(
        "(file|upload_preset|eager|image|signature|.{0,9})",
        proptest::collection::vec(".{0,20}", 0..3),
        0..4,
    );
    let request = proptest::option::of((proptest::option::of(".{0,40}"), fields));
    let status = proptest::option::of(prop_oneof![Just(0), Just(200), 400..=599_u16, any::<u16>()]);
    let error = proptest::option::of("(net::ERR_|NS_)?[A-Z_]{0,20}");
    (url, status, headers, request, proptest::option::of(any::<String>()), error, "(GET|POST|.{0,6})").prop_map(
        |(url, status, headers, request, body, network_error, method)| Exchange {
            url,
            status,
            headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            request: request.map(|(content_type, fields)| Request { content_type, fields, size: None }),
            body,
            network_error,
            method,
            ..Exchange::default()
        },
    )
}

proptest! {
    #[test]
    fn any_exchange_has_a_sound_diagnosis(exchange in any_exchange()) {
        let diagnosis = diagnose(&exchange);
        prop_assert_eq!(&diagnosis, &diagnose(&exchange), "the same exchange, the same diagnosis");
        prop_assert_eq!(&diagnosis.url, &exchange.url);
        let spans = diagnosis.findings.iter().filter_map(|finding| finding.span);
        for span in spans {
            prop_assert!(exchange.url.get(span.start..span.end).is_some(), "{span:?} in {}", exchange.url);
        }
        for finding in &diagnosis.findings {
            prop_assert!(!finding.title.is_empty() && !finding.detail.is_empty());
            let quoted = exchange.url.contains('“') || diagnosis.message.as_deref().is_some_and(|text| text.contains('“'));
            prop_assert!(quoted || !finding.title.contains("“”"), "{}", finding.title);
            prop_assert!(finding.docs.starts_with("https://"));
        }
        match diagnosis.verdict {
            Verdict::Unrelated => prop_assert!(diagnosis.surface.is_none() && diagnosis.findings.is_empty()),
            Verdict::Ok => prop_assert!(diagnosis.findings.is_empty()),
            Verdict::Warning => prop_assert!(diagnosis.findings.iter().all(|one| one.severity < Severity::Error)),
            Verdict::Error => prop_assert!(!diagnosis.findings.is_empty()),
        }
        let public: serde_json::Value = serde_json::from_str(&json::to_string(&diagnosis)).expect("JSON");
        prop_assert_eq!(public["verdict"].as_str().is_some(), true);
    }
}
