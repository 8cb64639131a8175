//! What servers say, held against the catalogue, and what is made of it with the URL.

mod exchanges;

use exchanges::{ADMIN, SAMPLE, UPLOAD, answered, asked, codes, delivery, first, marked, sightings, uploaded};
use xcld::diagnosis::{Certainty, MessageFrom, Severity, Verdict, diagnose};
use xcld::exchange::Exchange;

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
            "ab_cd/a.jpg",
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
fn a_misspelt_version_is_why_nothing_is_found() {
    let path = "V1699999999/docs/a";
    let diagnosis =
        diagnose(&answered(&delivery(&format!("{path}.jpg")), 404, &format!("Resource not found - {path}")));
    assert_eq!(codes(&diagnosis), ["version-invalid", "asset-not-found"]);
    // The server reads one that only lies in the future.
    let late = diagnose(&answered(&delivery("v99999999999/docs/a.jpg"), 404, "Resource not found - docs/a"));
    assert_eq!(codes(&late), ["asset-not-found", "version-invalid"]);
}

#[test]
fn an_unknown_message_is_shown_and_explained_by_its_status() {
    let finding = first(&answered(SAMPLE, 401, "Moon in the wrong house"));
    assert_eq!(finding.code.as_str(), "error-unrecognized");
    assert!(finding.title.contains("“Moon in the wrong house”") && finding.detail.contains("401"));
    assert_eq!(first(&answered(SAMPLE, 423, "Moon")).code.as_str(), "processing-pending");
    assert_eq!(first(&answered(SAMPLE, 502, "Moon")).code.as_str(), "server-error");
}

/// Invented texts, some of which begin or end as known ones do.
#[test]
fn what_nobody_has_heard_of_is_never_explained_for_certain() {
    for message in [
        "Too many layers requested (64)",
        "Missing the moon",
        "Forbidden by rule 1187",
        "Cannot compute gravity without faces database",
        "Resource is not an image: it is a poem",
        "Invalid something entirely new: blue",
        "Unexpected tenant region eu-west",
        "Delivery paused by administrator",
        "Maximum orbit exceeded",
        "Unsupported wizardry level 9",
        "File is haunted",
    ] {
        for status in [400, 401, 403, 404] {
            for exchange in [
                answered(SAMPLE, status, message),
                Exchange {
                    status: Some(status),
                    ..uploaded(Some(message), &[("file", "a.jpg"), ("upload_preset", "web")])
                },
            ] {
                let finding = first(&exchange);
                assert!(finding.certainty < Certainty::Certain, "{message}: {}", finding.title);
            }
        }
    }
}
