//! The journal from the outside: events as browsers give them, many pages, navigation, looking back.

use serde_json::{Value, json};
use xcld::journal::{
    Answer, Arriving, Books, Details, Head, Kept, Look, Outcome, Owner, Page, Seen, Writes, page_log, resources,
};

fn details(event: Value) -> Details {
    serde_json::from_value(event).unwrap()
}

fn image(request: &str, status: u16, url: &str) -> Value {
    json!({
        "requestId": request, "url": url, "method": "GET", "type": "image", "tabId": 3, "frameId": 0,
        "parentFrameId": -1, "documentId": "DOC", "statusCode": status, "timeStamp": 1000.0
    })
}

/// `event` with these headers.
fn with_headers(mut event: Value, headers: Value) -> Details {
    event["responseHeaders"] = headers;
    details(event)
}

fn exchange(event: Value, headers: Value) -> Kept {
    match with_headers(event, headers).answered() {
        Answer::Exchange(kept) => *kept,
        other => panic!("{other:?}"),
    }
}

const URL: &str = "https://res.cloudinary.com/demo/image/upload/x.jpg";

#[test]
fn what_counts_as_what() {
    let of = |status, list| exchange(image("1", status, URL), list).entry.outcome;
    assert_eq!(of(404, json!([])), Outcome::Failure);
    assert_eq!(of(423, json!([])), Outcome::Failure);
    assert_eq!(of(500, json!([])), Outcome::Failure);
    assert_eq!(of(200, json!([{"name": "X-Cld-Error", "value": "m"}])), Outcome::Warning);
    assert_eq!(of(200, json!([{"name": "server", "value": "Cloudinary"}])), Outcome::Delivered);
    assert_eq!(of(206, json!([])), Outcome::Delivered);
    assert_eq!(of(304, json!([])), Outcome::Delivered);
    let mut hop = with_headers(image("1", 302, URL), json!([{"name": "Location", "value": "/y"}]));
    assert_eq!(hop.answered(), Answer::Hop);
}

#[test]
fn headers_are_kept_as_text_where_something_is_wrong() {
    let kept = exchange(
        image("1", 404, URL),
        json!([{"name": "x-cld-error", "value": "Resource not found - cafÃ©"}, {"name": "a", "binaryValue": [99, 233]}]),
    );
    assert_eq!(kept.entry.exchange.header("X-Cld-Error"), Some("Resource not found - café"));
    assert_eq!(kept.entry.exchange.header("a"), Some("cé"));
    let kept = exchange(image("1", 200, URL), json!([{"name": "a", "value": "b"}]));
    assert!(kept.entry.exchange.headers.is_empty());
}

#[test]
fn errors_other_than_leaving_are_failures() {
    let failed = |error: &str| {
        let mut event = image("1", 0, URL);
        event["error"] = json!(error);
        details(event).failed()
    };
    for error in ["net::ERR_ABORTED", "NS_BINDING_ABORTED", "NS_ERROR_ABORT"] {
        assert_eq!(failed(error), None);
    }
    let kept = failed("net::ERR_NAME_NOT_RESOLVED").unwrap();
    assert_eq!(kept.entry.outcome, Outcome::Failure);
    assert_eq!(kept.entry.exchange.status, None);
    assert_eq!(kept.entry.exchange.network_error.as_deref(), Some("net::ERR_NAME_NOT_RESOLVED"));
}

#[test]
fn what_is_not_looked_at() {
    let mut preflight = image("1", 404, URL);
    preflight["method"] = json!("OPTIONS");
    assert!(!details(preflight).is_of_interest());
    let mut own = image("1", 404, URL);
    own["initiator"] = json!("chrome-extension://abc");
    assert!(!details(own).is_of_interest());
    assert!(!details(image("1", 404, "https://example.com/x.jpg")).is_of_interest());
    assert!(details(image("1", 404, URL)).is_of_interest());
    // A path that could be anybody's counts only where the answer is Cloudinary's.
    let theirs = |server: &str| {
        let event = image("1", 404, "https://example.com/image/text/x");
        with_headers(event, json!([{"name": "Server", "value": server}])).answered()
    };
    assert_eq!(theirs("nginx"), Answer::Unrelated);
    assert!(matches!(theirs("Cloudinary"), Answer::Exchange(_)));
}

#[test]
fn every_request_has_its_page() {
    let owner = |change: Value| {
        let mut event = image("1", 404, URL);
        event.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        details(event).owner()
    };
    assert_eq!(owner(json!({})), Some(Owner::Page("DOC".to_owned())));
    let frame = json!({"frameId": 17_179_869_185_i64, "parentFrameId": 0, "parentDocumentId": "TOP"});
    assert_eq!(owner(frame), Some(Owner::Page("TOP".to_owned())));
    let deep = json!({"frameId": 8, "parentFrameId": 6, "parentDocumentId": "MIDDLE"});
    assert_eq!(owner(deep), Some(Owner::PageAround("MIDDLE".to_owned())));
    let own_address =
        json!({"type": "sub_frame", "frameId": 8, "parentFrameId": 0, "documentId": null, "parentDocumentId": "TOP"});
    assert_eq!(owner(own_address), Some(Owner::Page("TOP".to_owned())));
    assert_eq!(owner(json!({"type": "main_frame", "documentId": null})), Some(Owner::NextOf(3)));
    assert_eq!(owner(json!({"documentId": null})), Some(Owner::CurrentOf(3)));
    let worker = json!({"tabId": -1, "documentId": null, "originUrl": "https://shop.example:8443/sw.js?x"});
    assert_eq!(owner(worker), Some(Owner::Origin("https://shop.example:8443".to_owned())));
    assert_eq!(owner(json!({"tabId": -1})), None);
}

fn failure(request: &str, time: f64) -> Kept {
    let mut kept = exchange(image(request, 404, URL), json!([]));
    kept.entry.time = time;
    kept
}

#[test]
fn a_pages_own_address_waits_for_its_page_in_either_order() {
    let mut books = Books::default();
    let arriving = |time| Arriving { tab: 3, kept: failure("1", time) };
    // Chromium: request, then page. A page that was there before is not it.
    assert!(books.arrive(3, URL, "OLD", 500.0).is_empty());
    assert_eq!(books.hold_arriving(arriving(1000.0)), None);
    assert!(books.arrive(4, URL, "OTHER TAB", 1100.0).is_empty());
    let found = books.arrive(3, &format!("{URL}#fragment"), "NEW", 1100.0);
    assert_eq!(found.len(), 1);
    assert!(books.tabs_awaited().is_empty());
    // Firefox: page, then request.
    assert!(books.arrive(3, URL, "NEWER", 2100.0).is_empty());
    let (document, _) = books.hold_arriving(arriving(2000.0)).unwrap();
    assert_eq!(document, "NEWER");
}

fn apply(storage: &mut std::collections::BTreeMap<String, String>, writes: Writes) {
    writes.dropped.iter().for_each(|key| drop(storage.remove(key)));
    storage.extend(writes.set);
    writes.done.iter().for_each(|key| drop(storage.remove(key)));
}

#[test]
fn closed_tabs_are_forgotten_and_old_pages_of_a_tab_give_way() {
    let mut books = Books::default();
    let mut storage = std::collections::BTreeMap::new();
    for at in 0..15 {
        books.page(&format!("doc{at}"), 3).add(failure("1", f64::from(at)));
    }
    books.page("other", 4).add(failure("2", 1.0));
    apply(&mut storage, books.writes().unwrap());
    assert_eq!(books.heads().filter(|head| head.tab == 3).count(), 10);
    assert!(books.get("doc14").is_some() && books.get("doc4").is_none());
    assert_eq!(books.writes(), None);
    books.remove_tab(3);
    apply(&mut storage, books.writes().unwrap());
    let keys: Vec<&str> = storage.keys().map(String::as_str).collect();
    assert_eq!(keys, ["log:other:0", "page:other", "pages"]);
    assert_eq!(storage["pages"], r#"["other"]"#);
}

#[test]
fn all_pages_together_are_bounded_and_the_newest_stays_whole() {
    let mut books = Books::default();
    let mut storage = std::collections::BTreeMap::new();
    for page in 0..12 {
        for at in 0..1000 {
            let mut kept = failure(&format!("{page}-{at}"), f64::from(page * 1000 + at));
            kept.entry.exchange.headers = vec![("x".to_owned(), "v".repeat(900))];
            books.page(&format!("doc{page}"), page).add(kept);
        }
        apply(&mut storage, books.writes().unwrap());
        let bytes: usize = storage.iter().map(|(key, text)| key.len() + text.len()).sum();
        assert!(bytes < 9 << 20, "{bytes}");
    }
    assert_eq!(books.get("doc11").unwrap().entries().count(), 1000);
    assert!(books.get("doc0").is_none());
    // What storage holds is what the index lists, and no more.
    let index: Vec<String> = serde_json::from_str(&storage["pages"]).unwrap();
    let heads = index.iter().map(|document| serde_json::from_str::<Head>(&storage[&Head::key(document)]).unwrap());
    let listed: usize = heads.map(|head| head.segments.len() + 1).sum();
    assert_eq!(listed + 1, storage.len());
}

#[test]
fn a_refused_write_is_written_again_with_less() {
    let mut books = Books::default();
    for at in 0..3000 {
        books.page("old", 1).add(failure(&format!("a{at}"), f64::from(at)));
    }
    for at in 0..200 {
        books.page("new", 2).add(failure(&format!("b{at}"), 10_000.0 + f64::from(at)));
    }
    books.done("seen:x".to_owned());
    let refused = books.writes().unwrap();
    books.unwritten(refused);
    assert!(books.shrink());
    let mut storage = std::collections::BTreeMap::from([("seen:x".to_owned(), String::new())]);
    apply(&mut storage, books.writes().unwrap());
    assert!(books.get("old").is_none(), "the page that was not touched for longest gives way");
    assert_eq!(books.get("new").unwrap().entries().count(), 200);
    assert!(
        storage.contains_key("page:new") && !storage.keys().any(|key| key.contains("old") || key.starts_with("seen"))
    );
}

fn look(resources: &Value, media: &Value) -> Look {
    serde_json::from_value(json!({
        "timeOrigin": 100_000.0, "now": 5000.0, "wall": 105_000.0, "resources": resources, "media": media
    }))
    .unwrap()
}

fn timing(url: &str, start: f64, message: Option<&str>) -> Value {
    let server: Vec<(&str, &str)> =
        message.map(|text| vec![("cld-id", "ab12"), ("cld-error", text)]).unwrap_or_default();
    let body = if message.is_some() { 0.0 } else { 900.0 };
    json!({
        "name": url, "initiatorType": "img", "startTime": start, "responseEnd": start + 50.0,
        "transferSize": body, "decodedBodySize": body, "responseStatus": 0, "serverTiming": server
    })
}

#[test]
fn looking_back_adds_what_nobody_saw_once() {
    let mut page = Page::new("DOC", 3);
    let seen = || {
        look(
            &json!([
                timing(URL, 0.0, Some("Resource not found - \"x\"")),
                timing(&format!("{URL}?ok"), 10.0, None),
                timing("https://example.com/a.png", 20.0, None)
            ]),
            &json!([]),
        )
    };
    for _ in 0..3 {
        page.look_back(resources(seen()));
    }
    let log = page_log(page.head(), page.entries().cloned());
    assert_eq!((log.failures, log.delivered, log.entries.len()), (1, 1, 2));
    let failed = log.entries.iter().find(|entry| entry.outcome == Outcome::Failure).unwrap();
    assert_eq!(failed.seen, Seen::Page);
    assert_eq!(failed.duration, Some(50.0));
    let diagnosis = xcld::diagnosis::diagnose(&failed.exchange);
    assert_eq!(diagnosis.message.as_deref(), Some("Resource not found - \"x\""));
    assert_eq!(diagnosis.request_id.as_deref(), Some("ab12"));
}

#[test]
fn looking_back_completes_what_was_seen_and_tells_the_same_url_apart_by_time() {
    let mut page = Page::new("DOC", 3);
    // Seen in the network: the second of two loads of the same URL, four seconds after the first.
    page.add(failure("1", 104_030.0));
    let seen = || look(&json!([timing(URL, 0.0, Some("m")), timing(URL, 4000.0, Some("m"))]), &json!([]));
    page.look_back(resources(seen()));
    page.look_back(resources(seen()));
    let log = page_log(page.head(), page.entries().cloned());
    assert_eq!((log.failures, log.entries.len()), (2, 2));
    assert_eq!((log.entries[0].seen, log.entries[1].seen), (Seen::Page, Seen::Network));
    assert_eq!(log.entries[1].duration, Some(50.0));
}

#[test]
fn what_nobody_can_tell_is_not_claimed() {
    // As Firefox tells of a failed image: nothing, but the element shows nothing.
    let bare = |url: &str| json!({"name": url, "initiatorType": "img", "startTime": 1.0, "responseEnd": 2.0});
    let mut page = Page::new("DOC", 3);
    let unknown = format!("{URL}?unknown");
    page.look_back(resources(look(&json!([bare(URL), bare(&unknown)]), &json!([[URL, true]]))));
    assert_eq!((page.head().failures, page.entries().count()), (1, 1));
    // A clock that stood still while the machine slept makes no second exchange.
    let mut slept = look(&json!([bare(URL)]), &json!([[URL, true]]));
    slept.wall += 3_600_000.0;
    let mut page = Page::new("DOC", 3);
    page.add(failure("1", 100_002.0 + 3_600_000.0));
    page.look_back(resources(slept));
    assert_eq!(page.entries().count(), 1);
}

#[test]
fn a_redirected_load_is_found_by_the_url_that_was_asked_for() {
    let mut page = Page::new("DOC", 3);
    let mut kept = failure("1", 100_030.0);
    kept.asked = Some("https://res.cloudinary.com/demo/image/upload/old.jpg".to_owned());
    page.add(kept);
    let first = timing("https://res.cloudinary.com/demo/image/upload/old.jpg", 0.0, Some("m"));
    page.look_back(resources(look(&json!([first]), &json!([]))));
    assert_eq!(page.entries().count(), 1);
}

#[test]
fn a_load_that_waited_long_is_not_counted_again() {
    let mut page = Page::new("DOC", 3);
    // Asked for at 100 s; the answer was seen 20 s later, and the page does not know when the load ended.
    page.add(failure("1", 120_000.0));
    let load = json!({"name": URL, "initiatorType": "img", "startTime": 1.0, "responseEnd": 0.0});
    page.look_back(resources(look(&json!([load]), &json!([[URL, true]]))));
    let log = page_log(page.head(), page.entries().cloned());
    assert_eq!((log.failures, log.entries.len()), (1, 1));
}

#[test]
fn what_was_dropped_is_not_counted_again() {
    let mut page = Page::new("DOC", 3);
    let url = |at: u32| format!("{URL}?{at}");
    let loads: Vec<Value> = (0..250).map(|at| timing(&url(at), f64::from(at), Some("m"))).collect();
    for at in 0..4600 {
        let mut kept = failure(&at.to_string(), 100_020.0 + f64::from(at));
        kept.entry.exchange.url = url(at);
        page.add(kept);
    }
    page.writes(&mut Vec::new(), &mut Vec::new());
    assert!(page.entries().count() < 4350, "the first ones gave way");
    // Seen by nobody, after those that gave way.
    let late = timing(&format!("{URL}?late"), 4000.0, Some("m"));
    page.look_back(resources(look(&json!([loads.as_slice(), &[late]].concat()), &json!([]))));
    assert_eq!(page.head().failures, 4601);
}
