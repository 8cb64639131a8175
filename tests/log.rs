//! The log of the DevTools panel: two sources, one row for each request, whatever the order in which they tell.

use proptest::prelude::*;
use xcld::exchange::Exchange;
use xcld::har::Traffic;
use xcld::journal::{Details, Entry, Kept, Outcome, Seen};
use xcld::log::{Column, Filter, Item, Log, MAX_ROWS, Query, Row, Sort, State};

const UPLOAD: &str = "https://api.cloudinary.com/v1_1/demo/image/upload";
const PAGE: &str = "https://shop.example/shoes";
const GOOD: &str = "https://res.cloudinary.com/demo/image/upload/f_auto/hero/banner.jpg";
const BAD: &str = "https://res.cloudinary.com/demo/image/upload/c_fil,w_300/docs/shoes.jpg";

fn exchange(url: &str, status: u16) -> Exchange {
    let headers = if status == 400 {
        vec![("x-cld-error".to_owned(), "Invalid crop mode in transformation: fil".to_owned())]
    } else {
        Vec::new()
    };
    Exchange { url: url.to_owned(), method: "GET".to_owned(), status: Some(status), headers, ..Exchange::default() }
}

/// What the background tells of a request.
fn kept(request: &str, url: &str, status: u16, time: f64) -> Kept {
    let outcome = if status >= 400 { Outcome::Failure } else { Outcome::Delivered };
    let entry =
        Entry { exchange: exchange(url, status), outcome, seen: Seen::Network, time, duration: None, frame_id: 0 };
    Kept { entry, request: Some(request.to_owned()), asked: None }
}

/// What DevTools tell of a request that began at `time` and took 40 ms.
fn traffic(time: f64) -> Traffic {
    Traffic { started: Some(time), time: Some(40.0), transferred: Some(1200), ..Traffic::default() }
}

fn sent(request: &str, url: &str, time: f64) -> Details {
    Details {
        request_id: request.to_owned(),
        url: url.to_owned(),
        method: "GET".to_owned(),
        resource_type: "image".to_owned(),
        tab_id: 1,
        time_stamp: time,
        ..Details::default()
    }
}

fn log() -> Log {
    let mut log = Log::default();
    log.navigate(PAGE, Some(1000.0), 1100.0);
    assert!(log.meet(PAGE, "doc-1"));
    log
}

fn shown(log: &Log, query: &Query) -> Vec<String> {
    let line = |item: &Item| match item {
        Item::Row(id) => Column::Asset.text(log.row(*id).unwrap()),
        Item::Page(number) => format!("-- {}", log.page(*number).unwrap().url),
        Item::Group(place) => format!("## {place}"),
    };
    log.layout(query, &|_| false).items.iter().map(line).collect()
}

#[test]
fn a_request_is_one_row_whoever_tells_of_it_first() {
    let orders: [&[u8]; 6] = [&[0, 1, 2], &[0, 2, 1], &[2, 0, 1], &[1, 0, 2], &[1, 2], &[2, 1]];
    for order in orders {
        let mut log = log();
        for step in order {
            match step {
                0 => log.start(&sent("7", BAD, 2000.0)),
                1 => log.put("doc-1", kept("7", BAD, 400, 2030.0)),
                _ => drop(log.finish(exchange(BAD, 400), traffic(2000.0))),
            }
        }
        assert_eq!(log.rows().len(), 1, "{order:?}");
        let row = log.rows().next().unwrap();
        assert!(row.told_by.background && row.told_by.devtools && row.failed(), "{order:?}");
        assert_eq!((row.state, row.duration(), row.bytes()), (State::Done, Some(40.0), Some(1200)), "{order:?}");
        assert!(row.entry.exchange.header("x-cld-error").is_some());
    }
}

#[test]
fn what_the_page_remembers_is_no_second_row() {
    let upload = "https://api.cloudinary.com/v1_1/demo/image/upload";
    let posted = || Exchange { method: "POST".to_owned(), ..exchange(upload, 400) };
    let mut remembered = kept("", upload, 0, 2040.0);
    remembered.entry.seen = Seen::Page;
    remembered.request = None;
    for page_first in [true, false] {
        let mut log = log();
        for step in [page_first, !page_first] {
            if step {
                log.put("doc-1", remembered.clone());
            } else {
                log.finish(posted(), traffic(2000.0));
            }
        }
        // Its segment is written again with every entry that follows it.
        log.put("doc-1", remembered.clone());
        let row = log.rows().next().unwrap();
        assert_eq!((log.rows().len(), row.entry.exchange.method.as_str()), (1, "POST"));
        assert!(row.failed());
    }
}

#[test]
fn the_same_segment_told_again_adds_nothing_and_what_was_cleared_stays_away() {
    let mut log = log();
    let mut remembered = Kept { request: None, ..kept("", BAD, 0, 1999.0) };
    remembered.entry.seen = Seen::Page;
    for _ in 0..3 {
        log.put("doc-1", remembered.clone());
        log.put("doc-1", kept("1", GOOD, 200, 2000.0));
        log.put("doc-1", kept("2", GOOD, 200, 2001.0));
    }
    assert_eq!(log.rows().len(), 3);
    log.clear(3000.0);
    log.put("doc-1", kept("1", GOOD, 200, 2000.0));
    log.put("doc-1", kept("3", GOOD, 200, 3001.0));
    assert_eq!(log.rows().len(), 1);
}

#[test]
fn two_requests_for_one_url_are_two_rows() {
    let mut log = log();
    log.finish(exchange(GOOD, 200), traffic(2000.0));
    log.finish(exchange(GOOD, 200), traffic(2010.0));
    log.put("doc-1", kept("1", GOOD, 200, 2030.0));
    log.put("doc-1", kept("2", GOOD, 200, 2040.0));
    assert_eq!(log.rows().len(), 2);
    // Long after, it is another request.
    log.put("doc-1", kept("3", GOOD, 200, 60_000.0));
    assert_eq!(log.rows().len(), 3);
}

#[test]
fn what_is_of_no_interest_makes_no_row() {
    let mut log = log();
    let hop = Exchange { headers: vec![("Location".to_owned(), GOOD.to_owned())], ..exchange(GOOD, 302) };
    for exchange in [
        exchange("https://shop.example/logo.png", 200),
        exchange("https://shop.example/image/text/logo.png", 200),
        Exchange { method: "OPTIONS".to_owned(), ..exchange("https://api.cloudinary.com/v1_1/demo/image/upload", 200) },
        hop,
    ] {
        let url = exchange.url.clone();
        assert_eq!(log.finish(exchange, traffic(2000.0)), None, "{url}");
    }
    assert_eq!(log.rows().len(), 0);
}

#[test]
fn a_request_that_nobody_waits_for_is_cancelled_and_no_failure() {
    let mut log = log();
    log.start(&sent("1", GOOD, 2000.0));
    assert_eq!(log.counts().in_flight, 1);
    log.end(&Details { error: Some("net::ERR_ABORTED".to_owned()), ..sent("1", GOOD, 2100.0) });
    let counts = log.counts();
    assert_eq!((counts.in_flight, counts.failed, counts.all), (0, 0, 1));
    assert_eq!(Column::Status.text(log.rows().next().unwrap()), "cancelled");
}

#[test]
fn a_navigation_takes_the_rows_along_unless_they_are_preserved() {
    for preserve in [false, true] {
        let mut log = log();
        log.preserve = preserve;
        log.put("doc-1", kept("1", GOOD, 200, 2000.0));
        // The new page's first request is told before its navigation, and the old page's last answer after it.
        log.start(&sent("2", BAD, 5010.0));
        assert!(!log.meet(PAGE, "doc-2"), "the background is faster than DevTools");
        for heard in [5100.0, 5200.0] {
            log.navigate(PAGE, Some(5000.0), heard);
        }
        assert!(log.meet(PAGE, "doc-2"));
        log.put("doc-2", kept("2", BAD, 400, 5050.0));
        log.put("doc-1", kept("1", GOOD, 200, 2000.0));
        let page = format!("-- {PAGE}");
        let lines = shown(&log, &Query::default());
        if preserve {
            assert_eq!(lines, [page.as_str(), "hero/banner", page.as_str(), "docs/shoes"]);
            log.keep_current_only();
        }
        assert_eq!(shown(&log, &Query::default()), [page.as_str(), "docs/shoes"]);
    }
}

#[test]
fn a_page_that_somebody_goes_back_to_begins_when_that_is_heard_of_and_its_rows_stay() {
    let mut log = log();
    log.preserve = true;
    log.put("doc-1", kept("1", GOOD, 200, 2000.0));
    log.navigate("https://other.test/", Some(5000.0), 5100.0);
    assert!(log.meet("https://other.test/", "doc-2"));
    log.put("doc-2", kept("2", BAD, 400, 6000.0));
    // Told of twice, by the background and by DevTools.
    for heard in [9000.0, 9100.0] {
        log.navigate(PAGE, Some(1000.0), heard);
        assert!(log.meet(PAGE, "doc-1"));
        log.put("doc-1", kept("1", GOOD, 200, 2000.0));
    }
    log.put("doc-1", kept("3", BAD, 400, 9500.0));
    let page = format!("-- {PAGE}");
    let expected = [page.as_str(), "hero/banner", "-- https://other.test/", "docs/shoes", page.as_str(), "docs/shoes"];
    assert_eq!(shown(&log, &Query::default()), expected);
    // Whoever keeps no log sees what the document had.
    log.keep_current_only();
    assert_eq!(shown(&log, &Query::default()), [page.as_str(), "docs/shoes"]);
    log.put("doc-1", kept("1", GOOD, 200, 2000.0));
    assert_eq!(log.rows().len(), 2);
}

#[test]
fn what_the_document_before_a_reload_had_is_not_of_the_page_after_it() {
    let mut log = log();
    log.navigate(PAGE, Some(5000.0), 5100.0);
    // The background had not heard of the reload.
    assert!(log.meet(PAGE, "doc-1"));
    log.put("doc-1", kept("1", GOOD, 200, 2000.0));
    assert!(!log.meet(PAGE, "doc-2"));
    log.navigate(PAGE, Some(5000.0), 5200.0);
    assert!(log.meet(PAGE, "doc-2"));
    log.put("doc-2", kept("2", BAD, 400, 5010.0));
    assert_eq!(shown(&log, &Query::default()), [format!("-- {PAGE}").as_str(), "docs/shoes"]);
}

#[test]
fn a_page_that_is_told_of_twice_takes_the_document_that_is_told_last() {
    let mut log = log();
    log.put("doc-1", kept("1", GOOD, 200, 2000.0));
    assert!(!log.meet(PAGE, "doc-2"));
    log.navigate(PAGE, Some(1000.0), 5000.0);
    assert!(log.meet(PAGE, "doc-2"), "it would be asked for again and again");
    assert_eq!((log.pages().len(), log.rows().len()), (1, 1));
}

#[test]
fn filters_sorts_and_groups() {
    let mut log = log();
    log.put("doc-1", kept("1", GOOD, 200, 2000.0));
    log.put("doc-1", kept("2", BAD, 400, 2001.0));
    log.put("doc-1", kept("3", "https://res.cloudinary.com/other/image/upload/a.png", 404, 2002.0));
    log.finish(exchange(GOOD, 200), traffic(1990.0));
    assert!(log.learn(|| true));
    let with = |text: &str| {
        let filter = Filter { text: text.to_owned(), ..Filter::default() };
        shown(&log, &Query { filter, ..Query::default() }).split_off(1)
    };
    assert_eq!(with("BANNER"), ["hero/banner"]);
    assert_eq!(with("crop mode"), ["docs/shoes"]);
    assert_eq!(with("other png"), ["a"]);
    assert_eq!(with("-other upload"), ["hero/banner", "docs/shoes"]);
    assert_eq!(with("404"), ["a"]);
    let failed = Query { filter: Filter { failed: true, ..Filter::default() }, ..Query::default() };
    assert_eq!(shown(&log, &failed).len(), 3);
    let sort = |column, descending| shown(&log, &Query { sort: Some(Sort { column, descending }), ..Query::default() });
    assert_eq!(sort(Column::Asset, false), ["a", "docs/shoes", "hero/banner"]);
    assert_eq!(sort(Column::Status, true), ["a", "docs/shoes", "hero/banner"]);
    // Without a value at the end, whatever the direction.
    assert_eq!(sort(Column::Size, true).first().unwrap(), "hero/banner");
    assert_eq!(sort(Column::Size, false).first().unwrap(), "hero/banner");
    let grouped = shown(&log, &Query { grouped: true, ..Query::default() });
    assert_eq!(grouped.iter().filter(|line| line.starts_with("##")).count(), 3);
    assert_eq!(grouped.last().unwrap(), "hero/banner");
}

#[test]
fn the_oldest_give_way_and_are_counted() {
    let mut log = log();
    for n in 0..u32::try_from(MAX_ROWS).unwrap() + 10 {
        log.finish(exchange(GOOD, 200), traffic(2000.0 + 5000.0 * f64::from(n)));
    }
    let counts = log.counts();
    assert_eq!((counts.all, counts.dropped), (MAX_ROWS, 10));
    assert!(log.row(9).is_none() && log.row(10).is_some());
}

proptest! {
    /// Whatever is told, in whatever order: the counts are those of the rows, each row is found under its number, and
    /// each is shown once.
    #[test]
    fn the_counts_stay_true(steps in prop::collection::vec((0..10u8, 0..4u8, 0..3u8), 0..80)) {
        let mut log = log();
        let mut document = 1;
        for (step, request, url) in steps {
            let id = request.to_string();
            let url = [GOOD, BAD, "https://res.cloudinary.com/demo/image/upload/a.png"][usize::from(url)];
            let time = 2000.0 + f64::from(request) * 400.0 + f64::from(document) * 10_000.0;
            let doc = format!("doc-{document}");
            match step {
                0 => log.start(&sent(&id, url, time)),
                1 => log.put(&doc, kept(&id, url, if request == 0 { 404 } else { 200 }, time + 30.0)),
                2 => drop(log.finish(exchange(url, 200), traffic(time))),
                3 => log.end(&sent(&id, url, time)),
                4 => {
                    document += 1;
                    let origin = 2000.0 + f64::from(document) * 10_000.0;
                    log.navigate(PAGE, Some(origin), origin + 50.0);
                    let known = log.meet(PAGE, &format!("doc-{document}"));
                    prop_assert!(known);
                }
                5 => log.preserve = request % 2 == 0,
                6 => {
                    let posted = Exchange { method: "POST".to_owned(), ..exchange(UPLOAD, 400) };
                    log.finish(posted, Traffic { time: Some(f64::from(request) * 600.0), ..traffic(time) });
                }
                7 => drop(log.learn(|| false)),
                8 => log.set_body(u32::from(request), r#"{"error":{"message":"Upload preset not found"}}"#.to_owned()),
                _ => log.clear(time),
            }
        }
        prop_assert!(log.learn(|| true));
        let counts = log.counts();
        let recount = |is: &dyn Fn(&Row) -> bool| log.rows().filter(|row| is(row)).count();
        prop_assert_eq!(counts.all, log.rows().len());
        prop_assert_eq!(counts.failed, recount(&Row::failed));
        prop_assert_eq!(counts.warnings, recount(&Row::warned));
        prop_assert_eq!(counts.in_flight, recount(&|row| row.state == State::InFlight));
        prop_assert_eq!(counts.bytes, log.rows().filter_map(|row| row.traffic.transferred).sum::<u64>());
        let shown = |filter| log.layout(&Query { filter, ..Query::default() }, &|_| false).shown;
        prop_assert_eq!(counts.failed, shown(Filter { failed: true, ..Filter::default() }));
        prop_assert_eq!(counts.uploads, shown(Filter { uploads: true, ..Filter::default() }));
        prop_assert_eq!(counts.slow, shown(Filter { slow: true, ..Filter::default() }));
        for row in log.rows() {
            prop_assert_eq!(log.row(row.id).map(|found| found.id), Some(row.id));
        }
        for grouped in [false, true] {
            let layout = log.layout(&Query { grouped, ..Query::default() }, &|_| false);
            let mut ids: Vec<u32> = layout.items.iter().filter_map(|item| match item { Item::Row(id) => Some(*id), _ => None }).collect();
            ids.sort_unstable();
            prop_assert_eq!(ids, log.rows().map(|row| row.id).collect::<Vec<_>>());
        }
    }
}
