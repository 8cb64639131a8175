//! One request, told of by two sources: the background, which knows the browser's `requestId`, and DevTools, which
//! does not. They are the same where the URL is the same and the times fit.

use super::row::{Known, Row, Sources, State};
use crate::exchange::Exchange;
use crate::har::Traffic;
use crate::journal::{Details, Entry, Kept, Outcome, Seen, Watched, is_abort, is_cloudinarys, watched};
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The clocks of the two sources differ by no more, in milliseconds.
pub(super) const TOLERANCE: f64 = 1000.0;

/// Of the rows for one URL, no more are looked at: the two sources tell of a request within moments.
const NEWEST: usize = 200;

/// The rows that only one source has told of, by URL.
#[derive(Default)]
pub(super) struct Lone(HashMap<u64, VecDeque<u32>>);

/// What DevTools tells of a request that ended.
pub(super) struct Answer {
    pub exchange: Exchange,
    pub traffic: Traffic,
    /// When it began, in milliseconds since the Unix epoch.
    pub time: f64,
    outcome: Outcome,
    cancelled: bool,
}

impl Lone {
    /// Remembers `row` until the other source tells of it.
    pub fn add(&mut self, row: &Row) {
        if !(row.told_by.background && row.told_by.devtools) {
            self.0.entry(hash(&row.entry.exchange.url)).or_default().push_back(row.id);
        }
    }

    /// Forgets `row`.
    pub fn remove(&mut self, row: &Row) {
        self.take(&row.entry.exchange.url, row.id);
    }

    /// The row that `kept` is about, if DevTools alone has told of it.
    pub fn for_background(&mut self, rows: &VecDeque<Row>, first: u32, kept: &Kept) -> Option<u32> {
        let entry = &kept.entry;
        self.find(rows, first, &entry.exchange.url, |row| {
            let begun = row.traffic.started.unwrap_or(row.time);
            let ended = begun + row.traffic.time.unwrap_or(0.0);
            row.request.is_none()
                && !row.told_by.background
                && (entry.seen == Seen::Page || row.entry.exchange.method == entry.exchange.method)
                && agree(row.entry.exchange.status, entry.exchange.status)
                && entry.time >= begun - TOLERANCE
                && entry.time <= ended + TOLERANCE
        })
    }

    /// The row of the request that was sent, if DevTools were faster to tell of its end than the background of its
    /// beginning.
    pub fn for_start(&mut self, rows: &VecDeque<Row>, first: u32, details: &Details) -> Option<u32> {
        self.find(rows, first, &details.url, |row| {
            let begun = row.traffic.started.unwrap_or(row.time);
            row.request.is_none()
                && row.told_by.devtools
                && row.entry.exchange.method == details.method
                && (details.time_stamp - begun).abs() <= TOLERANCE
        })
    }

    /// The row that `answer` is about, if the background alone has told of it.
    pub fn for_devtools(&mut self, rows: &VecDeque<Row>, first: u32, answer: &Answer) -> Option<u32> {
        let ended = answer.time + answer.traffic.time.unwrap_or(0.0);
        self.find(rows, first, &answer.exchange.url, |row| {
            !row.told_by.devtools
                && (row.entry.seen == Seen::Page || row.entry.exchange.method == answer.exchange.method)
                && (row.state == State::InFlight || agree(row.entry.exchange.status, answer.exchange.status))
                && row.entry.time >= answer.time - TOLERANCE
                && row.entry.time <= ended + TOLERANCE
        })
    }

    fn find(&mut self, rows: &VecDeque<Row>, first: u32, url: &str, fits: impl Fn(&Row) -> bool) -> Option<u32> {
        let row = |id: u32| rows.get(id.checked_sub(first)? as usize);
        let candidates = self.0.get(&hash(url))?;
        let id = candidates
            .iter()
            .skip(candidates.len().saturating_sub(NEWEST))
            .copied()
            .find(|&id| row(id).is_some_and(|row| row.entry.exchange.url == url && fits(row)))?;
        self.take(url, id);
        Some(id)
    }

    fn take(&mut self, url: &str, id: u32) {
        let hash = hash(url);
        if let Some(ids) = self.0.get_mut(&hash) {
            if let Ok(at) = ids.binary_search(&id) {
                ids.remove(at);
            }
            if ids.is_empty() {
                self.0.remove(&hash);
            }
        }
    }
}

/// Whether two sources can mean the same answer: one of them may not know the status (0: a service worker, or a page
/// that may not know), and a 304 is a 200 to whoever looks behind the cache.
fn agree(one: Option<u16>, other: Option<u16>) -> bool {
    let known = |status: Option<u16>| {
        status.filter(|status| *status != 0).map(|status| if status == 304 { 200 } else { status })
    };
    match (known(one), known(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Whether an exchange is Cloudinary's, and not only a step on the way.
pub(super) fn is_wanted(exchange: &Exchange) -> bool {
    let is_hop = exchange.status.is_some_and(|status| (300..400).contains(&status) && status != 304)
        && exchange.header("location").is_some();
    let is_ours = match watched(&exchange.url) {
        Watched::Certainly => true,
        Watched::Perhaps => is_cloudinarys(&exchange.headers),
        Watched::No => false,
    };
    is_ours && !is_hop && !exchange.method.eq_ignore_ascii_case("OPTIONS")
}

/// What DevTools tells, unless it is none of Cloudinary's or only a step on the way.
pub(super) fn answer(exchange: Exchange, traffic: Traffic) -> Option<Answer> {
    if !is_wanted(&exchange) {
        return None;
    }
    let error = exchange.network_error.as_deref();
    let answered = exchange.answered();
    let cancelled = answered.is_none() && error.is_none_or(is_abort);
    let outcome = match answered {
        Some(400..) => Outcome::Failure,
        None if !cancelled => Outcome::Failure,
        _ if exchange.header("x-cld-error").is_some() => Outcome::Warning,
        _ => Outcome::Delivered,
    };
    let time = traffic.started.unwrap_or(0.0);
    Some(Answer { exchange, traffic, time, outcome, cancelled })
}

/// A row of what the background tells.
pub(super) fn from_background(page: u32, kept: Kept) -> Row {
    let Kept { entry, request, .. } = kept;
    let time = entry.time - entry.duration.unwrap_or(0.0);
    let told_by = Sources { background: true, devtools: false };
    row(page, entry, request, Traffic::default(), State::Done, time, told_by)
}

/// A row of what DevTools tells.
pub(super) fn from_devtools(page: u32, answer: Answer) -> Row {
    let Answer { exchange, traffic, time, outcome, cancelled } = answer;
    let state = if cancelled { State::Cancelled } else { State::Done };
    let ended = time + traffic.time.unwrap_or(0.0);
    let told_by = Sources { background: false, devtools: true };
    row(page, entry(exchange, outcome, ended), None, traffic, state, time, told_by)
}

/// A row of a file. A line of exchanges may hold no more than a URL, which is judged as it is.
pub(super) fn from_file(page: u32, exchange: Exchange, traffic: Traffic) -> Option<Row> {
    let says_nothing = exchange.answered().is_none() && exchange.network_error.is_none();
    let mut row = from_devtools(page, answer(exchange, traffic)?);
    if says_nothing {
        row.state = State::Done;
    }
    Some(row)
}

/// A row of a request that was just sent.
pub(super) fn in_flight(page: u32, details: &Details) -> Row {
    let exchange = Exchange {
        url: details.url.clone(),
        method: details.method.clone(),
        resource_type: Some(details.resource_type.clone()),
        ..Exchange::default()
    };
    let entry = entry(exchange, Outcome::Delivered, details.time_stamp);
    let request = Some(details.request_id.clone());
    row(page, entry, request, Traffic::default(), State::InFlight, details.time_stamp, Sources::default())
}

/// What stands for the `requestId` of an entry that the page remembers.
pub(super) fn remembered(entry: &Entry) -> String {
    format!("{} {}", entry.time, entry.exchange.url)
}

/// Adds to `row` what the background tells. Of what was delivered it keeps no headers, and it sees no body.
pub(super) fn tell_background(row: &mut Row, kept: Kept) {
    let Kept { entry: mut told, request, .. } = kept;
    row.told_by.background = true;
    if told.seen == Seen::Page && row.told_by.devtools {
        // The page knows less: neither the method nor, as a rule, the status.
        row.request = request;
        return;
    }
    let known = &mut row.entry.exchange;
    if told.exchange.headers.is_empty() {
        told.exchange.headers = std::mem::take(&mut known.headers);
    }
    told.exchange.body = told.exchange.body.or(known.body.take());
    told.exchange.request = told.exchange.request.or(known.request.take());
    told.exchange.status = told.exchange.status.or(known.status);
    told.duration = told.duration.or(row.entry.duration);
    row.entry = told;
    row.request = request.or(row.request.take());
    row.state = State::Done;
}

/// Adds to `row` what DevTools tells.
pub(super) fn tell_devtools(row: &mut Row, answer: Answer) {
    let Answer { exchange, traffic, outcome, cancelled, .. } = answer;
    if row.entry.seen == Seen::Page {
        row.entry = entry(exchange, outcome, row.entry.time);
        row.traffic = traffic;
        row.told_by.devtools = true;
        return;
    }
    let known = &mut row.entry.exchange;
    if row.state != State::Done {
        row.state = if cancelled { State::Cancelled } else { State::Done };
        row.entry.outcome = outcome;
        row.entry.time = traffic.started.unwrap_or(row.entry.time) + traffic.time.unwrap_or(0.0);
    }
    if known.headers.is_empty() {
        known.headers = exchange.headers;
    }
    known.status = known.answered().or(exchange.status);
    known.body = known.body.take().or(exchange.body);
    known.request = known.request.take().or(exchange.request);
    known.network_error = known.network_error.take().or(exchange.network_error);
    known.from_cache = known.from_cache.or(exchange.from_cache);
    row.traffic = traffic;
    row.told_by.devtools = true;
}

fn entry(exchange: Exchange, outcome: Outcome, time: f64) -> Entry {
    Entry { exchange, outcome, seen: Seen::Network, time, duration: None, frame_id: 0 }
}

fn row(
    page: u32,
    entry: Entry,
    request: Option<String>,
    traffic: Traffic,
    state: State,
    time: f64,
    told_by: Sources,
) -> Row {
    Row { id: 0, page, entry, request, traffic, state, time, told_by, cause: Known::NotYet, version: 0 }
}

fn hash(url: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.hash(&mut hasher);
    hasher.finish()
}
