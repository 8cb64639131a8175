//! What is made of an exchange without a reason: of its status, of a network error, of an address; and of any exchange at all.

mod exchanges;

use exchanges::{ADMIN, SAMPLE, UPLOAD, answered, answered_by, asked, codes, delivery, sightings};
use proptest::prelude::*;
use xcld::diagnosis::{Severity, Surface, Verdict, diagnose};
use xcld::exchange::{Exchange, Request};
use xcld::report::json;

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
fn a_misspelt_host_is_why_nobody_answered() {
    let url = "https://res.cloudinay.com/demo/image/upload/sample.jpg";
    let with = |error: &str| diagnose(&Exchange { network_error: Some(error.to_owned()), ..asked(url, None) });
    // Behind a proxy it is the proxy that does not find the host.
    for error in ["net::ERR_NAME_NOT_RESOLVED", "NS_ERROR_UNKNOWN_HOST", "net::ERR_TUNNEL_CONNECTION_FAILED"] {
        assert_eq!(codes(&with(error)), ["host-invalid", "request-blocked"], "{error}");
    }
    assert_eq!(codes(&with("net::ERR_BLOCKED_BY_CLIENT"))[0], "request-blocked");
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
