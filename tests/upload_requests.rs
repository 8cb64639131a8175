//! What the request of an upload tells: its method, its address, its body and its fields.

mod exchanges;
mod forms;

use exchanges::{UPLOAD, asked, codes, first, marked, uploaded};
use forms::{UNSIGNED, sent, told};
use xcld::diagnosis::{Surface, Verdict, diagnose};
use xcld::exchange::{Exchange, Request};

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
