//! The log of the DevTools panel: exchanges of one tab, page after page, joined from what the background saw and what
//! DevTools tells; filtered, sorted and grouped. Plain data: `extension::panel` draws it.

mod column;
pub mod file;
mod join;
mod query;
mod row;

pub use column::{Column, Key};
pub use query::{Filter, Group, Item, Layout, Query, Sort};
pub use row::{Known, Row, Sources, State};

use crate::exchange::Exchange;
use crate::har::{Archive, Traffic};
use crate::journal::{Details, Kept};
use crate::report::view::Reader;
use join::Lone;
use std::collections::{HashMap, VecDeque};

/// No more exchanges are kept; the oldest give way.
pub const MAX_ROWS: usize = 50_000;
/// They take no more memory, about, in bytes.
pub const MAX_BYTES: usize = 192 << 20;

/// A page that the tab has shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Rising from page to page.
    pub number: u32,
    /// Its URL; empty where it is not known.
    pub url: String,
    /// When the navigation to it began, in milliseconds since the Unix epoch.
    pub time: f64,
    /// When its document began, where it tells: before `time` if somebody went back to it.
    pub origin: Option<f64>,
    /// The browser's `documentId`, where it is known.
    pub document: Option<String>,
}

/// How many of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All exchanges that are kept.
    pub all: usize,
    /// Those that failed.
    pub failed: usize,
    /// Those that were delivered with something to say about.
    pub warnings: usize,
    /// Calls of the Upload API.
    pub uploads: usize,
    /// Those that took long.
    pub slow: usize,
    /// Those that wait for an answer.
    pub in_flight: usize,
    /// The bytes that came over the network, as far as they are known.
    pub bytes: u64,
    /// How many exchanges are no longer kept.
    pub dropped: u32,
}

impl Counts {
    /// Counts `row` in.
    fn put(&mut self, row: &Row) {
        for (count, is) in self.tally(row) {
            *count += usize::from(is);
        }
        self.bytes = self.bytes.saturating_add(row.traffic.transferred.unwrap_or(0));
    }

    /// Counts `row`, which was counted in as it is now, out again.
    fn take(&mut self, row: &Row) {
        for (count, is) in self.tally(row) {
            *count = count.saturating_sub(usize::from(is));
        }
        self.bytes = self.bytes.saturating_sub(row.traffic.transferred.unwrap_or(0));
    }

    /// Each count, and whether `row` is among what it counts.
    fn tally(&mut self, row: &Row) -> [(&mut usize, bool); 5] {
        [
            (&mut self.failed, row.failed()),
            (&mut self.warnings, row.warned()),
            (&mut self.uploads, query::is_upload(row)),
            (&mut self.slow, query::is_slow(row)),
            (&mut self.in_flight, row.state == State::InFlight),
        ]
    }
}

/// The exchanges of a tab.
#[derive(Default)]
pub struct Log {
    pages: VecDeque<Page>,
    next_page: u32,
    rows: VecDeque<Row>,
    /// The id of the first row; the others follow without a gap.
    first: u32,
    requests: HashMap<String, u32>,
    lone: Lone,
    /// Rows whose cause is not known.
    unknown: VecDeque<u32>,
    reader: Reader,
    weight: usize,
    /// Of all rows, kept up to date row by row; how many they are and how many were dropped is not in it.
    counts: Counts,
    dropped: u32,
    /// What came before somebody cleared the log is not taken again, in milliseconds since the Unix epoch.
    cleared: f64,
    /// Whether the exchanges of pages that were left are kept.
    pub preserve: bool,
}

impl Log {
    /// All exchanges, in the order in which they came to be known.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Row> {
        self.rows.iter()
    }

    /// The log of a file of exchanges, one a line, of which none is read; see [`Log::add`].
    pub fn of_lines() -> Self {
        Self::of_file(Archive::default())
    }

    /// Adds an exchange of a file that tells nothing else, if it has a place in a log.
    pub fn add(&mut self, exchange: Exchange) {
        let page = self.pages.back().map_or(0, |page| page.number);
        if let Some(row) = join::from_file(page, exchange, Traffic::default()) {
            self.append(row);
        }
    }

    /// The log that a file holds; see [`Log::wants`].
    pub fn of_file(archive: Archive) -> Self {
        let mut log = Self { preserve: true, ..Self::default() };
        for page in archive.pages {
            log.begin_page(&page.url, page.started.unwrap_or_default(), None);
        }
        if log.pages.is_empty() {
            log.begin_page("", 0.0, None);
        }
        let last = log.next_page.saturating_sub(1);
        let mut entries = archive.entries;
        // Each page's requests stand together; exporters write them as they ended, or page by page.
        entries.sort_by_key(|(page, _)| page.unwrap_or(last));
        for (page, entry) in entries {
            if let Some(row) = join::from_file(page.unwrap_or(last), entry.exchange, entry.traffic) {
                log.append(row);
            }
        }
        log
    }

    /// Whether `exchange` has a place in a log: one with Cloudinary, and no mere step on the way to one.
    pub fn wants(exchange: &Exchange) -> bool {
        join::is_wanted(exchange)
    }

    /// The exchange with this number, if it is still kept.
    pub fn row(&self, id: u32) -> Option<&Row> {
        self.rows.get(id.checked_sub(self.first)? as usize)
    }

    /// The pages with exchanges in the log, and the one that the tab shows.
    pub fn pages(&self) -> impl ExactSizeIterator<Item = &Page> {
        self.pages.iter()
    }

    /// The page with this number.
    pub fn page(&self, number: u32) -> Option<&Page> {
        self.pages.iter().find(|page| page.number == number)
    }

    /// The tab shows `url`, as was `heard` at that time. `origin` is when its document began by its own account, if that
    /// can be asked: one that is the current page's is that page, told of twice, and one from before the current page is
    /// that of a page that somebody went back to. Both in milliseconds since the Unix epoch.
    pub fn navigate(&mut self, url: &str, origin: Option<f64>, heard: f64) {
        let mut began = origin;
        if let Some(current) = self.pages.back_mut() {
            if origin.is_some() && current.origin.map(f64::to_bits) == origin.map(f64::to_bits) {
                url.clone_into(&mut current.url);
                // The background is asked for it anew, and its answer holds.
                current.document = None;
                return;
            }
            began = origin.filter(|origin| *origin >= current.time);
        }
        self.begin_page(url, began.unwrap_or(heard), origin);
    }

    fn begin_page(&mut self, url: &str, time: f64, origin: Option<f64>) {
        let number = self.next_page;
        self.next_page += 1;
        // Its first requests may have come before the news of it.
        for row in self.rows.iter_mut().filter(|row| row.time >= time && !row.told_by.background) {
            row.page = number;
        }
        for row in self.rows.iter_mut().filter(|row| row.page != number && row.state == State::InFlight) {
            self.counts.take(row);
            row.state = State::Cancelled;
            row.version += 1;
            self.counts.put(row);
        }
        self.pages.push_back(Page { number, url: url.to_owned(), time, origin, document: None });
        if !self.preserve {
            self.drop_pages_before(number);
        }
    }

    /// The background tells which document the tab shows. `false` where it is none that the log knows of: DevTools are
    /// still to tell of the navigation to it.
    pub fn meet(&mut self, url: &str, document: &str) -> bool {
        let Some(current) = self.pages.back_mut() else { return false };
        let is_new = match &current.document {
            Some(known) => known != document,
            None => !same_page(&current.url, url),
        };
        if !is_new {
            url.clone_into(&mut current.url);
            current.document = Some(document.to_owned());
        }
        !is_new
    }

    /// Takes the preserved pages out.
    pub fn keep_current_only(&mut self) {
        if let Some(current) = self.pages.back().map(|page| page.number) {
            self.drop_pages_before(current);
        }
    }

    /// Forgets all exchanges until `now`, in milliseconds since the Unix epoch. What is still in flight comes again with
    /// its answer; what the background tells once more does not.
    pub fn clear(&mut self, now: f64) {
        self.cleared = now;
        self.first += u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.clear();
        self.requests.clear();
        self.lone = Lone::default();
        self.unknown.clear();
        self.weight = 0;
        self.counts = Counts::default();
        self.dropped = 0;
        while self.pages.len() > 1 {
            self.pages.pop_front();
        }
    }

    /// What the background tells of a document: an exchange of its log.
    pub fn put(&mut self, document: &str, mut kept: Kept) {
        let Some(page) = self.pages.iter().rev().find(|page| page.document.as_deref() == Some(document)) else {
            return;
        };
        // Where a page was loaded anew, the document before may still be told of as if it were this page's.
        if page.origin.is_some_and(|origin| kept.entry.time < origin - join::TOLERANCE) {
            return;
        }
        let page = page.number;
        // What the page remembers has no `requestId`, and is told again and again too.
        let request = kept.request.get_or_insert_with(|| join::remembered(&kept.entry));
        let known = self.requests.get(request).copied();
        let id = known.or_else(|| self.lone.for_background(&self.rows, self.first, &kept));
        match id {
            Some(id) => {
                // A document that somebody went back to is told of anew: its rows stay where they were.
                let is_there =
                    |row: &Row| self.page(row.page).is_some_and(|own| own.document.as_deref() == Some(document));
                let page = self.row(id).filter(|row| is_there(row)).map_or(page, |row| row.page);
                self.change(id, |row| {
                    row.page = page;
                    join::tell_background(row, kept);
                });
            }
            None if kept.entry.time <= self.cleared => {}
            None => self.push(join::from_background(page, kept)),
        }
    }

    /// What DevTools tells of a request that ended; the row that it became, if it is of interest.
    pub fn finish(&mut self, exchange: Exchange, traffic: Traffic) -> Option<u32> {
        let answer = join::answer(exchange, traffic)?;
        if let Some(id) = self.lone.for_devtools(&self.rows, self.first, &answer) {
            self.change(id, |row| join::tell_devtools(row, answer));
            return Some(id);
        }
        let page = self.page_at(answer.time)?;
        self.push(join::from_devtools(page, answer));
        Some(self.last())
    }

    /// A request was sent, or sent on to another URL.
    pub fn start(&mut self, details: &Details) {
        if !details.is_of_interest() {
            return;
        }
        if let Some(&id) = self.requests.get(&details.request_id) {
            self.change(id, |row| row.entry.exchange.url.clone_from(&details.url));
        } else if let Some(id) = self.lone.for_start(&self.rows, self.first, details) {
            self.change(id, |row| {
                row.request = Some(details.request_id.clone());
                // DevTools tell whole milliseconds, in which many begin.
                row.time = details.time_stamp;
            });
        } else if let Some(page) = self.page_at(details.time_stamp) {
            self.push(join::in_flight(page, details));
        }
    }

    /// A request ended without an answer. The background tells of failures; what is left is what nobody waits for.
    pub fn end(&mut self, details: &Details) {
        if let Some(&id) = self.requests.get(&details.request_id)
            && self.row(id).is_some_and(|row| row.state == State::InFlight)
        {
            self.change(id, |row| row.state = State::Cancelled);
        }
    }

    /// The body of an answer.
    pub fn set_body(&mut self, id: u32, body: String) {
        self.change(id, |row| row.entry.exchange.body = Some(body));
    }

    /// Diagnoses what is not known yet while `time_left` says so; `true` when all is known.
    pub fn learn(&mut self, mut time_left: impl FnMut() -> bool) -> bool {
        while let Some(id) = self.unknown.pop_front() {
            self.learn_row(id);
            if !time_left() {
                break;
            }
        }
        self.unknown.is_empty()
    }

    /// How many exchanges are not diagnosed yet.
    pub fn unlearnt(&self) -> usize {
        self.unknown.len()
    }

    /// Diagnoses one exchange, which somebody looks at, if that is still to be done.
    pub fn learn_row(&mut self, id: u32) {
        let Some(at) = id.checked_sub(self.first) else { return };
        let Some(row) = self.rows.get_mut(at as usize) else { return };
        if matches!(row.cause, Known::NotYet) && row.state == State::Done {
            self.counts.take(row);
            row.cause = self.reader.cause_of(&row.entry).map_or(Known::Nothing, Known::Cause);
            row.version += 1;
            self.counts.put(row);
        }
    }

    /// How many of what there are.
    pub fn counts(&self) -> Counts {
        Counts { all: self.rows.len(), dropped: self.dropped, ..self.counts }
    }

    fn last(&self) -> u32 {
        self.next_id().saturating_sub(1)
    }

    fn next_id(&self) -> u32 {
        self.first + u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The page that the tab showed at `time`; `None` where that page is no longer in the log.
    fn page_at(&mut self, time: f64) -> Option<u32> {
        if self.pages.is_empty() {
            self.begin_page("", time, None);
        }
        let there = self.pages.iter().rev().find(|page| page.time <= time);
        there.or(self.pages.front().filter(|page| page.number == 0)).map(|page| page.number)
    }

    /// Adds a row, of which another source may tell later.
    fn push(&mut self, mut row: Row) {
        row.id = self.next_id();
        if let Some(request) = &row.request {
            self.requests.insert(request.clone(), row.id);
        }
        self.lone.add(&row);
        self.append(row);
    }

    /// Adds a row.
    fn append(&mut self, mut row: Row) {
        row.id = self.next_id();
        self.weight += row.weight();
        self.counts.put(&row);
        self.unknown.push_back(row.id);
        self.rows.push_back(row);
        while self.rows.len() > MAX_ROWS || (self.weight > MAX_BYTES && self.rows.len() > 1) {
            self.pop_front();
            self.dropped += 1;
        }
    }

    fn change(&mut self, id: u32, change: impl FnOnce(&mut Row)) {
        let Some(row) = id.checked_sub(self.first).and_then(|at| self.rows.get_mut(at as usize)) else { return };
        self.weight -= row.weight();
        self.counts.take(row);
        change(row);
        row.cause = Known::NotYet;
        row.version += 1;
        self.weight += row.weight();
        self.counts.put(row);
        if let Some(request) = &row.request {
            self.requests.insert(request.clone(), id);
        }
        self.unknown.push_back(id);
    }

    fn pop_front(&mut self) {
        let Some(row) = self.rows.pop_front() else { return };
        self.first += 1;
        self.weight -= row.weight();
        self.counts.take(&row);
        self.lone.remove(&row);
        if let Some(request) = &row.request
            && self.requests.get(request) == Some(&row.id)
        {
            self.requests.remove(request);
        }
    }

    fn drop_pages_before(&mut self, number: u32) {
        self.pages.retain(|page| page.number >= number);
        let next = self.first + u32::try_from(self.rows.len()).unwrap_or(0);
        let kept: Vec<Row> = self.rows.drain(..).filter(|row| row.page >= number).collect();
        *self = Log {
            pages: std::mem::take(&mut self.pages),
            next_page: self.next_page,
            // Numbers are not given twice, so that nobody's selection becomes another row.
            first: next,
            reader: std::mem::take(&mut self.reader),
            preserve: self.preserve,
            cleared: self.cleared,
            ..Log::default()
        };
        for row in kept {
            self.push(row);
        }
    }
}

fn same_page(one: &str, other: &str) -> bool {
    use crate::journal::without_fragment;
    one.is_empty() || other.is_empty() || without_fragment(one) == without_fragment(other)
}
