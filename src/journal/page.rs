//! The log of one page in memory: what is added to it, and what must be written.

use super::event::broke_off;
use super::{Entry, Head, Kept, Outcome, Seen, Segment};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// So many entries make a segment full.
const SEGMENT_ENTRIES: u32 = 64;
/// So many bytes make a segment full.
const SEGMENT_BYTES: u32 = 256 * 1024;
/// A page keeps no more failures and warnings.
const MAX_TROUBLES: u32 = 4000;
/// A page keeps no more deliveries.
const MAX_DELIVERIES: u32 = 2000;
/// A page takes no more of the storage, in bytes.
const MAX_BYTES: u64 = 6 << 20;
/// The page's own request and that of its service worker are no further apart, in milliseconds.
const TWINS_APART: f64 = 10_000.0;

/// The log of one page. Entries are there once it was opened; adding to it and counting needs that.
#[derive(Debug, Default)]
pub struct Page {
    head: Head,
    /// The entries by segment number, while the page is open.
    entries: BTreeMap<u32, Vec<Kept>>,
    open: bool,
    /// The requests that are in the log.
    requests: HashSet<String>,
    /// Whether some entry was asked for by a service worker.
    by_worker: bool,
    /// Requests whose other half, the page's or the service worker's, was seen too.
    twinned: HashSet<String>,
    changed: BTreeSet<u32>,
    head_changed: bool,
    gone: Vec<u32>,
}

impl Page {
    /// The empty log of a new page.
    pub fn new(document: &str, tab: i32) -> Self {
        let head = Head { document: document.to_owned(), tab, ..Head::default() };
        Page { head, open: true, ..Page::default() }
    }

    /// A log that is in storage, without its entries.
    pub fn stored(head: Head) -> Self {
        Page { head, ..Page::default() }
    }

    /// The counts and what else is known without the entries.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Whether the entries are there.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes in the entries from storage: for each segment of the head its text, `None` where it is lost.
    pub fn open(&mut self, texts: Vec<Option<String>>) {
        if self.open {
            return;
        }
        self.open = true;
        let segments = self.head.segments.clone();
        for (segment, text) in segments.iter().zip(texts) {
            let kept: Option<Vec<Kept>> = text.and_then(|text| serde_json::from_str(&text).ok());
            match kept {
                Some(kept) => {
                    self.requests.extend(kept.iter().filter_map(|kept| kept.request.clone()));
                    self.by_worker |= kept.iter().any(|kept| kept.entry.seen == Seen::ServiceWorker);
                    self.entries.insert(segment.number, kept);
                }
                None => self.drop_segment(segment.number),
            }
        }
    }

    /// All entries, oldest segment first.
    pub fn entries(&self) -> impl Iterator<Item = &Kept> {
        self.entries.values().flatten()
    }

    /// Whether the request is in the log.
    pub fn knows(&self, request: &str) -> bool {
        self.requests.contains(request)
    }

    /// Adds an exchange. One request is one exchange: a second answer takes the place of the first, and an error
    /// after the answer counts only where the answer broke off (Firefox ends failed images with an error of its own).
    pub fn add(&mut self, mut kept: Kept) {
        if let Some(request) = kept.request.clone().filter(|request| self.knows(request)) {
            let error = kept.entry.exchange.network_error.take();
            if error.as_deref().is_some_and(|error| !broke_off(error)) {
                return;
            }
            let Some(earlier) = self.take(&request) else { return };
            if error.is_some() {
                kept = earlier;
                kept.entry.outcome = Outcome::Failure;
                kept.entry.exchange.network_error = error;
            }
        }
        if self.has_twin(&kept) {
            return;
        }
        let entry = &kept.entry;
        self.by_worker |= entry.seen == Seen::ServiceWorker;
        if self.head.since == 0.0 || entry.time < self.head.since {
            self.head.since = entry.time;
        }
        self.head.touched = self.head.touched.max(entry.time);
        *self.count(entry.outcome) += 1;
        let estimate = estimate(entry);
        if let Some(request) = &kept.request {
            self.requests.insert(request.clone());
        }
        let troubles = entry.outcome.is_trouble();
        let number = self.segment_with_room(troubles);
        if let Some(segment) = self.head.segments.iter_mut().find(|segment| segment.number == number) {
            segment.entries += 1;
            segment.bytes = segment.bytes.saturating_add(estimate);
        }
        self.entries.entry(number).or_default().push(kept);
        self.changed.insert(number);
        self.head_changed = true;
    }

    /// Changes entries in place: `change` says of each whether it did.
    pub fn amend(&mut self, mut change: impl FnMut(&mut Entry, Option<&str>) -> bool) {
        for (number, entries) in &mut self.entries {
            let mut changed = false;
            for kept in entries.iter_mut() {
                changed |= change(&mut kept.entry, kept.asked.as_deref());
            }
            if changed {
                self.changed.insert(*number);
                self.head_changed = true;
            }
        }
    }

    /// Learns the page's address.
    pub fn set_url(&mut self, url: &str) {
        if self.head.url.as_deref() != Some(url) {
            self.head.url = Some(url.to_owned());
            self.head_changed = true;
        }
    }

    /// The page will tell when it is shown again.
    pub fn set_attended(&mut self) {
        self.head_changed |= !self.head.attended;
        self.head.attended = true;
    }

    /// The bytes that the page takes in storage.
    pub fn bytes(&self) -> u64 {
        self.head.segments.iter().map(|segment| u64::from(segment.bytes)).sum()
    }

    /// Drops the oldest segment of troubles or of deliveries; the newest one only with `last`.
    pub fn drop_oldest(&mut self, troubles: bool, last: bool) -> bool {
        let mut of_kind = self.head.segments.iter().filter(|segment| segment.troubles == troubles);
        match (of_kind.next().map(|segment| segment.number), of_kind.next().is_some() || last) {
            (Some(number), true) => {
                self.drop_segment(number);
                true
            }
            _ => false,
        }
    }

    /// What must be written: the changed segments and the head under their keys, and the keys to remove.
    pub fn writes(&mut self, set: &mut Vec<(String, String)>, remove: &mut Vec<String>) {
        let changed = std::mem::take(&mut self.changed);
        let mut texts = BTreeMap::new();
        for number in changed {
            // Plain data: it cannot fail to serialise.
            let Some(text) = self.entries.get(&number).and_then(|kept| serde_json::to_string(kept).ok()) else {
                continue;
            };
            if let Some(segment) = self.head.segments.iter_mut().find(|segment| segment.number == number) {
                segment.bytes = size(&text);
                texts.insert(number, text);
            }
        }
        self.keep_bounds();
        for number in std::mem::take(&mut self.gone) {
            texts.remove(&number);
            remove.push(Head::segment_key(&self.head.document, number));
        }
        set.extend(texts.into_iter().map(|(number, text)| (Head::segment_key(&self.head.document, number), text)));
        if std::mem::take(&mut self.head_changed)
            && let Ok(text) = serde_json::to_string(&self.head)
        {
            set.push((Head::key(&self.head.document), text));
        }
    }

    /// The write of `key` failed: it must be written again.
    pub fn unwritten(&mut self, key: &str) {
        self.head_changed = true;
        let number = key.rsplit_once(':').and_then(|(_, number)| number.parse().ok());
        self.changed.extend(number.filter(|number| self.entries.contains_key(number)));
    }

    fn keep_bounds(&mut self) {
        for (troubles, limit) in [(true, MAX_TROUBLES), (false, MAX_DELIVERIES)] {
            while self.entries_of(troubles) > limit && self.drop_oldest(troubles, false) {}
        }
        while self.bytes() > MAX_BYTES && (self.drop_oldest(false, true) || self.drop_oldest(true, false)) {}
    }

    fn entries_of(&self, troubles: bool) -> u32 {
        self.head.segments.iter().filter(|segment| segment.troubles == troubles).map(|segment| segment.entries).sum()
    }

    fn count(&mut self, outcome: Outcome) -> &mut u32 {
        match outcome {
            Outcome::Failure => &mut self.head.failures,
            Outcome::Warning => &mut self.head.warnings,
            Outcome::Delivered => &mut self.head.delivered,
        }
    }

    /// The number of the segment that takes the next entry.
    fn segment_with_room(&mut self, troubles: bool) -> u32 {
        let last = self.head.segments.iter().rev().find(|segment| segment.troubles == troubles);
        if let Some(segment) = last
            && segment.entries < SEGMENT_ENTRIES
            && segment.bytes < SEGMENT_BYTES
        {
            return segment.number;
        }
        let number = self.head.next;
        self.head.next += 1;
        self.head.segments.push(Segment { number, troubles, ..Segment::default() });
        number
    }

    fn drop_segment(&mut self, number: u32) {
        let Some(at) = self.head.segments.iter().position(|segment| segment.number == number) else { return };
        let segment = self.head.segments.remove(at);
        self.head.dropped += segment.entries;
        self.head_changed = true;
        let newest = match self.entries.remove(&number) {
            Some(kept) => kept.iter().map(|kept| kept.entry.time).fold(0.0, f64::max),
            None => self.head.touched,
        };
        let until = if segment.troubles {
            &mut self.head.troubles_dropped_until
        } else {
            &mut self.head.deliveries_dropped_until
        };
        *until = until.max(newest);
        self.changed.remove(&number);
        self.gone.push(number);
    }

    /// Takes a request's entry out of the log, uncounted.
    fn take(&mut self, request: &str) -> Option<Kept> {
        let is_it = |kept: &Kept| kept.request.as_deref() == Some(request);
        let (number, at) =
            self.entries.iter().rev().find_map(|(number, kept)| Some((*number, kept.iter().rposition(is_it)?)))?;
        let kept = self.entries.get_mut(&number)?.remove(at);
        *self.count(kept.entry.outcome) -= 1;
        self.requests.remove(request);
        if let Some(segment) = self.head.segments.iter_mut().find(|segment| segment.number == number) {
            segment.entries -= 1;
        }
        self.changed.insert(number);
        self.head_changed = true;
        Some(kept)
    }

    /// Whether the same request was seen already from its other side: Firefox shows a page's request and then
    /// that of the service worker that answers it.
    fn has_twin(&mut self, kept: &Kept) -> bool {
        let other = match kept.entry.seen {
            Seen::ServiceWorker => Seen::Network,
            Seen::Network if self.by_worker => Seen::ServiceWorker,
            _ => return false,
        };
        let twin = self.entries().find_map(|candidate| {
            let entry = &candidate.entry;
            let request = candidate.request.as_deref()?;
            let fits = entry.seen == other
                && entry.exchange.url == kept.entry.exchange.url
                && (entry.time - kept.entry.time).abs() < TWINS_APART
                && !self.twinned.contains(request);
            fits.then(|| request.to_owned())
        });
        twin.is_some_and(|request| self.twinned.insert(request))
    }
}

/// About the size of an entry in storage, in bytes.
fn estimate(entry: &Entry) -> u32 {
    let headers: usize = entry.exchange.headers.iter().map(|(name, value)| name.len() + value.len() + 8).sum();
    u32::try_from(2 * (entry.exchange.url.len() + headers + 200)).unwrap_or(u32::MAX)
}

/// The most that a text takes in storage, in bytes: Firefox keeps what comes from wasm with two bytes a UTF-16 unit,
/// plain ASCII too (measured: `storage.session.getBytesInUse`, Firefox 153).
fn size(text: &str) -> u32 {
    u32::try_from(2 * text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Exchange;
    use crate::journal::page_log;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn kept(request: &str, outcome: Outcome, time: f64) -> Kept {
        let exchange = Exchange { url: format!("https://res.cloudinary.com/d/{request}"), ..Exchange::default() };
        let entry = Entry { exchange, outcome, seen: Seen::Network, time, duration: None, frame_id: 0 };
        Kept { entry, request: Some(request.to_owned()), asked: None }
    }

    /// What `storage.session` holds, and a page read from it again.
    #[derive(Default)]
    struct Storage(HashMap<String, String>);

    impl Storage {
        fn write(&mut self, page: &mut Page) -> usize {
            let (mut set, mut remove) = (Vec::new(), Vec::new());
            page.writes(&mut set, &mut remove);
            let written = set.len();
            for key in &remove {
                self.0.remove(key);
            }
            self.0.extend(set);
            written
        }

        fn read(&self, document: &str) -> Page {
            let mut page = Page::stored(serde_json::from_str(&self.0[&Head::key(document)]).unwrap());
            let texts = page.head().segment_keys().map(|key| self.0.get(&key).cloned()).collect();
            page.open(texts);
            page
        }
    }

    #[test]
    fn a_page_comes_back_from_storage_as_it_was() {
        let mut page = Page::new("doc", 7);
        let mut storage = Storage::default();
        for at in 0..200_u32 {
            let outcome = if at % 3 == 0 { Outcome::Delivered } else { Outcome::Failure };
            page.add(kept(&at.to_string(), outcome, f64::from(at)));
        }
        storage.write(&mut page);
        let read = storage.read("doc");
        assert_eq!(read.head(), page.head());
        let (a, b) = (page_log(page.head(), page.entries().cloned()), page_log(read.head(), read.entries().cloned()));
        assert_eq!(a, b);
        assert_eq!((a.failures, a.delivered, a.entries.len()), (133, 67, 200));
        assert!(a.entries.windows(2).all(|pair| pair[0].time <= pair[1].time));
        assert!(read.knows("199"));
    }

    #[test]
    fn a_write_touches_only_what_changed() {
        let mut page = Page::new("doc", 7);
        let mut storage = Storage::default();
        for at in 0..2000 {
            page.add(kept(&at.to_string(), Outcome::Failure, f64::from(at)));
        }
        assert_eq!(storage.write(&mut page), 2000_usize.div_ceil(64) + 1);
        page.add(kept("late", Outcome::Failure, 2000.0));
        assert_eq!(storage.write(&mut page), 2, "the last segment and the head");
        assert_eq!(storage.write(&mut page), 0);
    }

    #[test]
    fn one_request_is_one_exchange() {
        let mut page = Page::new("doc", 7);
        page.add(kept("1", Outcome::Failure, 1.0));
        page.add(kept("1", Outcome::Failure, 1.0));
        let mut error = kept("1", Outcome::Failure, 2.0);
        error.entry.exchange.network_error = Some("NS_BINDING_ABORTED".to_owned());
        page.add(error);
        assert_eq!((page.head().failures, page.entries().count()), (1, 1));
        assert_eq!(page.entries().next().unwrap().entry.exchange.network_error, None);
        // A second answer, after a login.
        page.add(kept("1", Outcome::Delivered, 3.0));
        assert_eq!((page.head().failures, page.head().delivered, page.entries().count()), (0, 1, 1));
    }

    #[test]
    fn an_answer_that_broke_off_is_a_failure() {
        let mut page = Page::new("doc", 7);
        page.add(kept("1", Outcome::Delivered, 1.0));
        let mut error = kept("1", Outcome::Failure, 2.0);
        error.entry.exchange.network_error = Some("net::ERR_CONTENT_LENGTH_MISMATCH".to_owned());
        page.add(error);
        assert_eq!((page.head().failures, page.head().delivered, page.entries().count()), (1, 0, 1));
    }

    #[test]
    fn the_two_sides_of_a_service_workers_request_are_one() {
        let mut page = Page::new("doc", 7);
        let worker = |request: &str, time| {
            let mut kept = kept("x", Outcome::Failure, time);
            kept.request = Some(request.to_owned());
            kept.entry.seen = Seen::ServiceWorker;
            kept
        };
        page.add(kept("x", Outcome::Failure, 1.0));
        page.add(worker("w1", 5.0));
        assert_eq!(page.head().failures, 1);
        // The worker asked once more, of its own accord.
        page.add(worker("w2", 6.0));
        assert_eq!(page.head().failures, 2);
        // And the page, whose request the worker answered.
        let mut again = kept("x", Outcome::Failure, 7.0);
        again.request = Some("y".to_owned());
        page.add(again);
        assert_eq!(page.head().failures, 2);
    }

    #[test]
    fn failures_outlive_deliveries_and_what_is_dropped_is_counted() {
        let mut page = Page::new("doc", 7);
        let mut storage = Storage::default();
        for at in 0..10_000 {
            page.add(kept(&format!("ok{at}"), Outcome::Delivered, f64::from(at)));
            if at % 3 == 0 {
                page.add(kept(&format!("bad{at}"), Outcome::Failure, f64::from(at)));
            }
        }
        storage.write(&mut page);
        let read = storage.read("doc");
        let log = page_log(read.head(), read.entries().cloned());
        assert_eq!((log.failures, log.delivered), (3334, 10_000));
        assert_eq!(log.entries.iter().filter(|entry| entry.outcome == Outcome::Failure).count(), 3334);
        assert_eq!(log.entries.len() + log.dropped as usize, 13_334);
        assert!(
            log.entries.iter().filter(|entry| entry.outcome == Outcome::Delivered).all(|entry| entry.time > 7900.0)
        );
    }

    #[test]
    fn bytes_are_bounded_and_the_newest_failures_stay() {
        let mut page = Page::new("doc", 7);
        let mut storage = Storage::default();
        for at in 0..3000 {
            let mut large = kept(&at.to_string(), Outcome::Failure, f64::from(at));
            large.entry.exchange.headers = vec![("x-large".to_owned(), "é".repeat(2000))];
            page.add(large);
        }
        storage.write(&mut page);
        assert!(page.bytes() <= MAX_BYTES, "{}", page.bytes());
        let stored: usize = storage.0.values().map(String::len).sum();
        assert!(stored < 6 << 20);
        assert!(storage.read("doc").knows("2999"));
        assert_eq!(page.head().failures, 3000);
    }

    #[test]
    fn a_segment_that_is_lost_is_counted_as_dropped() {
        let mut page = Page::new("doc", 7);
        let mut storage = Storage::default();
        for at in 0..100 {
            page.add(kept(&at.to_string(), Outcome::Failure, f64::from(at)));
        }
        storage.write(&mut page);
        storage.0.remove(&Head::segment_key("doc", 0));
        storage.0.insert(Head::segment_key("doc", 1), "no JSON".to_owned());
        let read = storage.read("doc");
        assert_eq!((read.head().failures, read.head().dropped, read.entries().count()), (100, 100, 0));
    }

    proptest! {
        // Each case writes and reads the whole log many times.
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn counts_and_entries_agree(events in prop::collection::vec((0..40_u8, 0..3_u8, any::<bool>()), 0..100)) {
            let mut page = Page::new("doc", 7);
            let mut storage = Storage::default();
            for (at, (request, outcome, write)) in events.into_iter().enumerate() {
                let outcome = [Outcome::Failure, Outcome::Warning, Outcome::Delivered][usize::from(outcome)];
                page.add(kept(&request.to_string(), outcome, f64::from(u32::try_from(at).unwrap())));
                if write {
                    // The background ends and starts again.
                    storage.write(&mut page);
                    page = storage.read("doc");
                }
            }
            let head = page.head();
            let count = |outcome| page.entries().filter(|kept| kept.entry.outcome == outcome).count();
            prop_assert_eq!(head.failures as usize, count(Outcome::Failure));
            prop_assert_eq!(head.warnings as usize, count(Outcome::Warning));
            prop_assert_eq!(head.delivered as usize, count(Outcome::Delivered));
            let listed: u32 = head.segments.iter().map(|segment| segment.entries).sum();
            prop_assert_eq!(listed as usize, page.entries().count());
        }
    }
}
