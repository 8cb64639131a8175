//! HARs: what xcld writes is read back as it was, masked unless asked otherwise; and what DevTools tells of a request.

use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use xcld::exchange::{Exchange, Request};
use xcld::har::{self, Browser, Page, Secrets, Timings, Traffic};
use xcld::journal::{Entry, Outcome, Seen};

type Kept = (u32, Entry, Traffic);

fn written(pages: &[Page], kept: &[Kept], secrets: Secrets) -> String {
    let mut out = Vec::new();
    let entries = kept.iter().map(|(page, entry, traffic)| (*page, entry, traffic));
    let browser = Some(Browser { name: "Firefox", version: "153.0" });
    har::write(&mut out, browser, pages, entries, secrets).expect("memory takes everything");
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn headers(names: &'static str) -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((names, "[ -~é]{0,20}"), 0..4)
}

fn milliseconds() -> impl Strategy<Value = f64> {
    (1u32..100_000_000).prop_map(|thousandths| f64::from(thousandths) / 1000.0)
}

prop_compose! {
    fn timings()(steps in prop::collection::vec(prop::option::of(milliseconds()), 7)) -> Timings {
        let step = |at: usize| steps[at];
        Timings {
            blocked: step(0), dns: step(1), connect: step(2), ssl: step(3), send: step(4), wait: step(5), receive: step(6),
        }
    }
}

prop_compose! {
    fn traffic()(
        started in 0u64..253_402_300_799_999,
        time in prop::option::of(milliseconds()),
        timings in timings(),
        (transferred, size) in (prop::option::of(0u64..1 << 50), prop::option::of(0u64..1 << 50)),
        mime_type in prop::option::of("(image|application)/(png|json)"),
        request_headers in headers("[a-b:]{1,4}"),
        http_version in prop::option::of(prop::sample::select(vec!["h2", "h3", "http/1.1"])),
        server_ip in prop::option::of(prop::sample::select(vec!["127.0.0.1", "2001:db8::1"])),
    ) -> Traffic {
        #[expect(clippy::cast_precision_loss)]
        let started = Some(started as f64);
        // A HAR has the sum of the steps where the whole is not known.
        let time = time.or((timings != Timings::default()).then_some(1.5));
        Traffic {
            started, time, timings, transferred, size, mime_type, request_headers,
            http_version: http_version.map(str::to_owned), server_ip: server_ip.map(str::to_owned),
        }
    }
}

fn request() -> impl Strategy<Value = Request> {
    let kinds = vec![
        "multipart/form-data; boundary=----WebKitFormBoundaryabc",
        "application/json",
        "application/x-www-form-urlencoded; charset=UTF-8",
    ];
    let fields = prop::collection::btree_map("[a-z_]{1,9}", prop::collection::vec("[ -~é]{0,20}", 1..3), 0..4);
    (prop::sample::select(kinds), fields, prop::option::of(1u64..1 << 40)).prop_map(|(kind, fields, size)| Request {
        content_type: Some(kind.to_owned()),
        // A file's content is not kept of a `data:` URL, here as elsewhere.
        fields: fields.into_iter().filter(|(_, values)| !values.iter().any(|v| v.starts_with("data:"))).collect(),
        size,
    })
}

prop_compose! {
    fn exchange()(
        path in "[ -~é]{0,30}",
        method in prop::sample::select(vec!["GET", "POST", "OPTIONS"]),
        status in prop::option::of(400u16..600),
        headers in headers("[a-z-]{1,4}"),
        kind in prop::option::of(prop::sample::select(vec!["image", "imageset", "xmlhttprequest", "main_frame", "other"])),
        request in prop::option::of(request()),
        body in prop::option::of("\\PC{1,40}"),
        error in prop::option::of("net::ERR_[A-Z]{1,5}"),
        cached in any::<bool>(),
    ) -> Exchange {
        Exchange {
            url: format!("https://res.cloudinary.com/demo/image/upload/{path}"),
            id: None,
            method: method.to_owned(),
            status,
            headers,
            resource_type: kind.map(str::to_owned),
            request,
            body,
            network_error: error.filter(|_| status.is_none()),
            from_cache: cached.then_some(true),
        }
    }
}

fn kept() -> impl Strategy<Value = Kept> {
    (0u32..2, exchange(), traffic()).prop_map(|(page, exchange, traffic)| {
        let entry =
            Entry { exchange, outcome: Outcome::Failure, seen: Seen::Network, time: 0.0, duration: None, frame_id: 0 };
        (page, entry, traffic)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(kept in prop::collection::vec(kept(), 0..5)) {
        let pages = [("https://a.example/", 1e12), ("https://b.example/?x=1", 1.5e12)]
            .map(|(url, started)| Page { url: url.to_owned(), started: Some(started) });
        let read = har::read(written(&pages, &kept, Secrets::Shown).as_bytes(), |_| true).expect("a HAR");
        prop_assert_eq!(&read.pages, &pages);
        prop_assert_eq!(read.entries.len(), kept.len());
        for (place, ((page, entry, traffic), (read_page, read))) in kept.iter().zip(&read.entries).enumerate() {
            prop_assert_eq!(Some(*page), *read_page);
            prop_assert_eq!(&Exchange { id: Some(place.into()), ..entry.exchange.clone() }, &read.exchange);
            prop_assert_eq!(traffic, &read.traffic);
        }
    }

    #[test]
    fn masked_is_what_is_masked_everywhere(mut kept in kept(), secret in "Z[0-9][a-zA-Z0-9]{20}") {
        let exchange = &mut kept.1.exchange;
        exchange.url = format!("https://res.cloudinary.com/demo/image/upload/s--{secret}--/a.jpg?token={secret}");
        exchange.body = Some(format!(r#"{{"signature":"{secret}"}}"#));
        exchange.headers = vec![
            ("Set-Cookie".to_owned(), format!("a={secret}; Path=/")),
            ("Location".to_owned(), format!("https://a.example/?api_key={secret}")),
            ("x-cld-error".to_owned(), format!("Invalid Signature {secret}")),
        ];
        exchange.request = Some(Request {
            content_type: exchange.request.clone().and_then(|request| request.content_type),
            fields: BTreeMap::from([
                ("api_key".to_owned(), vec![secret.clone()]),
                ("notification_url".to_owned(), vec![format!("https://a.example/?token={secret}")]),
            ]),
            size: None,
        });
        kept.2.request_headers = [("Cookie", "a=1; b="), ("authorization", "Digest x, y="), ("x-api-key", "")]
            .map(|(name, value)| (name.to_owned(), format!("{value}{secret}"))).to_vec();
        let pages = [Page { url: format!("https://a.example/?access_token={secret}"), started: None }];
        let masked = written(&pages, &[kept.clone()], Secrets::Masked);
        prop_assert!(!masked.contains(&secret), "{}", masked);
        prop_assert!(written(&pages, &[kept.clone()], Secrets::Shown).contains(&secret));
        let line = serde_json::to_string(&xcld::report::redact::exchange(&kept.1.exchange)).expect("JSON");
        prop_assert!(!line.contains(&secret), "{}", line);
    }

    #[test]
    fn no_text_is_too_much(text in "\\PC{0,60}") {
        har::read(text.as_bytes(), |_| true).ok();
        har::entry(&text).ok();
    }
}

#[test]
fn has_all_that_importers_ask_for() {
    let entry = Entry {
        exchange: Exchange {
            url: "https://res.cloudinary.com/demo/image/upload/c_fil/a.jpg?a=1&b".to_owned(),
            status: Some(400),
            headers: vec![
                ("x-cld-error".to_owned(), "Invalid crop in transformation: fil".to_owned()),
                ("Content-Type".to_owned(), "image/gif; x=y".to_owned()),
            ],
            ..Exchange::default()
        },
        outcome: Outcome::Failure,
        seen: Seen::Network,
        time: 1_790_000_000_500.0,
        duration: Some(500.0),
        frame_id: 0,
    };
    // Without pages, and of a page that is not among them.
    let har: Value =
        serde_json::from_str(&written(&[], &[(3, entry, Traffic::default())], Secrets::Masked)).expect("JSON");
    let log = &har["log"];
    assert_eq!((&log["version"], &log["creator"]["name"]), (&json!("1.2"), &json!("xcld")));
    assert_eq!(log["browser"], json!({ "name": "Firefox", "version": "153.0" }));
    let began = "2026-09-21T14:13:20.000Z";
    let timings = json!({ "onContentLoad": -1, "onLoad": -1 });
    assert_eq!(
        log["pages"],
        json!([{ "startedDateTime": began, "id": "page_1", "title": "", "pageTimings": timings }])
    );
    let url = "https://res.cloudinary.com/demo/image/upload/c_fil/a.jpg?a=1&b";
    assert_eq!(
        log["entries"],
        json!([{
            "pageref": "page_1", "startedDateTime": began, "time": 500.0, "cache": {},
            "request": {
                "method": "", "url": url, "httpVersion": "", "cookies": [], "headers": [], "headersSize": -1, "bodySize": -1,
                "queryString": [{ "name": "a", "value": "1" }, { "name": "b", "value": "" }],
            },
            "response": {
                "status": 400, "statusText": "", "httpVersion": "", "cookies": [], "redirectURL": "",
                "headers": [
                    { "name": "x-cld-error", "value": "Invalid crop in transformation: fil" },
                    { "name": "Content-Type", "value": "image/gif; x=y" },
                ],
                "content": { "size": -1, "mimeType": "image/gif" }, "headersSize": -1, "bodySize": -1,
            },
            "timings": {
                "blocked": -1.0, "dns": -1.0, "connect": -1.0, "ssl": -1.0, "send": -1.0, "wait": -1.0, "receive": -1.0,
            },
            "_xcld": { "cause": "parameter-value-invalid", "title": "“fil” is not a crop mode" },
        }])
    );
}

/// As Chromium gives a request to an extension: a HAR entry without its content.
#[test]
fn reads_what_chromiums_devtools_tell() {
    let entry = har::entry(
        &json!({
            "_connectionId": "12", "_initiator": { "type": "parser" }, "_priority": "Low", "_resourceType": "fetch",
            "cache": {}, "connection": "443", "pageref": "page_1",
            "request": {
                "method": "POST", "url": "https://api.cloudinary.com/v1_1/demo/image/upload", "httpVersion": "http/2.0",
                "headers": [{ "name": "content-type", "value": "application/x-www-form-urlencoded" }],
                "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 18,
                "postData": { "mimeType": "application/x-www-form-urlencoded", "text": "upload_preset=nope",
                    "params": [{ "name": "upload_preset", "value": "nope" }] },
            },
            "response": {
                "status": 400, "statusText": "", "httpVersion": "http/2.0", "cookies": [],
                "headers": [{ "name": "content-type", "value": "application/json" }],
                "content": { "size": 53, "mimeType": "application/json" }, "redirectURL": "", "headersSize": -1,
                "bodySize": -1, "_transferSize": 620, "_error": null,
            },
            "serverIPAddress": "[2001:db8::1]", "startedDateTime": "2026-09-21T14:13:20.123Z", "time": 81.5,
            "timings": { "blocked": 3.1, "dns": -1, "ssl": -1, "connect": -1, "send": 0.2, "wait": 70, "receive": 1,
                "_blocked_queueing": 2.4, "_workerStart": -1 },
        })
        .to_string(),
    );
    let entry = entry.expect("an entry").expect("with a URL");
    let request = entry.exchange.request.expect("fields");
    assert_eq!(request.fields, BTreeMap::from([("upload_preset".to_owned(), vec!["nope".to_owned()])]));
    assert_eq!((entry.exchange.id, entry.exchange.status), (None, Some(400)));
    assert_eq!(entry.exchange.resource_type.as_deref(), Some("xmlhttprequest"));
    let timings =
        Timings { blocked: Some(3.1), send: Some(0.2), wait: Some(70.0), receive: Some(1.0), ..Timings::default() };
    assert_eq!(
        entry.traffic,
        Traffic {
            started: Some(1_790_000_000_123.0),
            time: Some(81.5),
            timings,
            transferred: Some(620),
            size: Some(53),
            mime_type: Some("application/json".to_owned()),
            request_headers: vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
            http_version: Some("h2".to_owned()),
            server_ip: Some("2001:db8::1".to_owned()),
        }
    );
}

/// Firefox has no `_transferSize`: its `bodySize` is what came over the network, headers included.
#[test]
fn reads_what_firefoxs_devtools_tell() {
    let entry = har::entry(
        &json!({
            "startedDateTime": "2026-09-21T16:13:20.123+02:00",
            "request": { "bodySize": 0, "method": "GET", "url": "https://res.cloudinary.com/demo/image/upload/a.jpg",
                "httpVersion": "HTTP/2", "headers": [], "cookies": [], "queryString": [], "headersSize": 300 },
            "response": { "status": 404, "statusText": "", "httpVersion": "HTTP/2", "headers": [], "cookies": [],
                "content": { "mimeType": "image/gif", "size": 0 }, "redirectURL": "", "headersSize": 420, "bodySize": 420 },
            "cache": {}, "timings": { "blocked": 0, "dns": 0, "connect": 0, "ssl": 0, "send": 0, "wait": 12, "receive": 0 },
            "time": 12, "_securityState": "secure", "serverIPAddress": "127.0.0.1", "connection": "443", "pageref": "page_1",
        })
        .to_string(),
    );
    let traffic = entry.expect("an entry").expect("with a URL").traffic;
    assert_eq!((traffic.transferred, traffic.started), (Some(420), Some(1_790_000_000_123.0)));
    assert_eq!((traffic.http_version.as_deref(), traffic.time), (Some("h2"), Some(12.0)));
}

#[test]
fn says_why_a_text_is_no_har() {
    for (text, why) in [("", "damaged"), ("{}", "no list"), ("[]", "damaged"), (r#"{"log":{"entries":{}}}"#, "damaged")]
    {
        let problem = har::read(text.as_bytes(), |_| true).expect_err(text);
        assert!(problem.to_string().contains(why), "{text}: {problem}");
    }
    assert!(har::entry("{}").expect("an object").is_none());
    let nothing = r#"{"log":{"pages":null,"entries":[{}]}}"#;
    assert_eq!(har::read(nothing.as_bytes(), |_| true).expect("a HAR"), har::Archive::default());
}
