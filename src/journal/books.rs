//! All pages' logs, within the bounds of `storage.session`.

use super::{Head, Kept, Page, without_fragment};
use crate::exchange::Request;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// All logs together take no more, in bytes; browsers give 10 MiB.
const MAX_BYTES: u64 = 8 << 20;
/// No more pages are kept.
const MAX_PAGES: usize = 200;
/// No more pages of one tab are kept: those one can go back to.
const MAX_PAGES_OF_TAB: usize = 10;
/// No more requests and arrivals wait for what completes them.
const MAX_HELD: usize = 64;
/// No more hops of redirects and no more arrived pages are remembered.
const MAX_REMEMBERED: usize = 256;

/// What was seen but waits for another event. Kept in storage too: the background may die meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// What API requests sent, until they are answered.
    pub asked: VecDeque<Asked>,
    /// Exchanges that are a page's own address, until that page is there.
    pub arriving: VecDeque<Arriving>,
}

/// What an API request sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The browser's `requestId`.
    pub id: String,
    /// What was sent.
    pub request: Request,
}

/// An exchange that is a page's own address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arriving {
    /// The tab.
    pub tab: i32,
    /// The exchange.
    pub kept: Kept,
}

/// A page that came to be shown.
#[derive(Clone, Debug, PartialEq)]
struct Arrived {
    tab: i32,
    url: String,
    document: String,
    time: f64,
}

/// What must be written to storage, in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writes {
    /// Keys and texts.
    pub set: Vec<(String, String)>,
    /// Keys to remove before: what gives way.
    pub dropped: Vec<String>,
    /// Keys to remove afterwards: events that are in `set` now.
    pub done: Vec<String>,
}

/// All pages' logs.
#[derive(Debug)]
pub struct Books {
    pages: BTreeMap<String, Page>,
    held: Held,
    /// The first URL of requests that were sent on, by request.
    hops: VecDeque<(String, String)>,
    arrived: VecDeque<Arrived>,
    /// The bytes that may be taken; less after the browser refused a write.
    room: u64,
    index_changed: bool,
    held_changed: bool,
    removed: Vec<String>,
    done: Vec<String>,
}

impl Default for Books {
    fn default() -> Self {
        Books {
            pages: BTreeMap::new(),
            held: Held::default(),
            hops: VecDeque::new(),
            arrived: VecDeque::new(),
            room: MAX_BYTES,
            index_changed: false,
            held_changed: false,
            removed: Vec::new(),
            done: Vec::new(),
        }
    }
}

impl Books {
    /// The storage key of the list of all documents with a log.
    pub const INDEX: &'static str = "pages";
    /// The storage key of [`Held`].
    pub const HELD: &'static str = "held";

    /// The books from storage.
    pub fn stored(heads: impl IntoIterator<Item = Head>, held: Option<Held>) -> Self {
        let pages = heads.into_iter().map(|head| (head.document.clone(), Page::stored(head))).collect();
        Books { pages, held: held.unwrap_or_default(), ..Books::default() }
    }

    /// The heads of all logs.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        self.pages.values().map(Page::head)
    }

    /// The log of a document, where there is one.
    pub fn get(&mut self, document: &str) -> Option<&mut Page> {
        self.pages.get_mut(document)
    }

    /// The log of a document; a new one where there is none. It must be open if it was in storage.
    pub fn page(&mut self, document: &str, tab: i32) -> &mut Page {
        if !self.pages.contains_key(document) {
            self.index_changed = true;
            self.make_room_in(tab);
        }
        self.pages.entry(document.to_owned()).or_insert_with(|| Page::new(document, tab))
    }

    /// Holds what an API request sent until it is answered.
    pub fn hold_request(&mut self, asked: Asked) {
        push(&mut self.held.asked, asked, MAX_HELD);
        self.held_changed = true;
    }

    /// What a request sent, now that it is answered.
    pub fn take_request(&mut self, id: &str) -> Option<Request> {
        let at = self.held.asked.iter().position(|asked| asked.id == id)?;
        self.held_changed = true;
        self.held.asked.remove(at).map(|asked| asked.request)
    }

    /// The event that is in storage under `key` is in the books.
    pub fn done(&mut self, key: String) {
        self.done.push(key);
    }

    /// A request was sent on from `url`.
    pub fn add_hop(&mut self, request: &str, url: &str) {
        if !self.hops.iter().any(|(known, _)| known == request) {
            push(&mut self.hops, (request.to_owned(), url.to_owned()), MAX_REMEMBERED);
        }
    }

    /// The URL that a request was first for, where it was sent on.
    pub fn take_hop(&mut self, request: &str) -> Option<String> {
        let at = self.hops.iter().position(|(known, _)| known == request)?;
        self.hops.remove(at).map(|(_, url)| url)
    }

    /// An exchange that is a page's own address. The page's document if it is there already, in which case the
    /// exchange comes back; else it is held.
    pub fn hold_arriving(&mut self, arriving: Arriving) -> Option<(String, Arriving)> {
        let url = without_fragment(&arriving.kept.entry.exchange.url);
        // Firefox may tell of the page before it tells of the request.
        let arrived = self.arrived.iter().rev().find(|arrived| {
            arrived.tab == arriving.tab && arrived.url == url && arrived.time >= arriving.kept.entry.time
        });
        if let Some(arrived) = arrived {
            return Some((arrived.document.clone(), arriving));
        }
        // A tab goes to one page at a time: what was on its way before does not arrive any more.
        self.held.arriving.retain(|held| held.tab != arriving.tab);
        push(&mut self.held.arriving, arriving, MAX_HELD);
        self.held_changed = true;
        None
    }

    /// A tab came to show `document` with `url`: the exchanges that were held for it.
    pub fn arrive(&mut self, tab: i32, url: &str, document: &str, time: f64) -> Vec<Arriving> {
        let url = without_fragment(url).to_owned();
        let is_it = |held: &Arriving| {
            held.tab == tab && without_fragment(&held.kept.entry.exchange.url) == url && held.kept.entry.time <= time
        };
        let (found, others) = std::mem::take(&mut self.held.arriving).into_iter().partition::<Vec<_>, _>(is_it);
        self.held.arriving = others.into();
        self.held_changed |= !found.is_empty();
        push(&mut self.arrived, Arrived { tab, url, document: document.to_owned(), time }, MAX_REMEMBERED);
        found
    }

    /// The tabs with exchanges that wait for their page.
    pub fn tabs_awaited(&self) -> Vec<i32> {
        self.held.arriving.iter().map(|arriving| arriving.tab).collect()
    }

    /// Forgets all tabs but these.
    pub fn retain_tabs(&mut self, tabs: &[i32]) {
        let documents: Vec<String> =
            self.heads().filter(|head| !tabs.contains(&head.tab)).map(|head| head.document.clone()).collect();
        for document in documents {
            self.remove(&document);
        }
        let held = self.held.arriving.len();
        self.held.arriving.retain(|arriving| tabs.contains(&arriving.tab));
        self.held_changed |= held != self.held.arriving.len();
    }

    /// Forgets a tab.
    pub fn remove_tab(&mut self, tab: i32) {
        let mut tabs: Vec<i32> = self.heads().map(|head| head.tab).collect();
        tabs.extend(self.tabs_awaited());
        tabs.retain(|other| *other != tab);
        self.retain_tabs(&tabs);
    }

    /// What must be written since the last time; `None` where nothing changed.
    pub fn writes(&mut self) -> Option<Writes> {
        let mut set = Vec::new();
        let mut remove = std::mem::take(&mut self.removed);
        for page in self.pages.values_mut() {
            page.writes(&mut set, &mut remove);
        }
        if self.bytes() > self.room {
            self.make_room();
            remove.append(&mut self.removed);
            for page in self.pages.values_mut() {
                page.writes(&mut set, &mut remove);
            }
        }
        if std::mem::take(&mut self.index_changed) {
            let documents: Vec<&String> = self.pages.keys().collect();
            set.extend(serde_json::to_string(&documents).ok().map(|text| (Self::INDEX.to_owned(), text)));
        }
        if std::mem::take(&mut self.held_changed) {
            set.extend(serde_json::to_string(&self.held).ok().map(|text| (Self::HELD.to_owned(), text)));
        }
        // What is removed was written earlier in the same go.
        let gone: std::collections::HashSet<&String> = remove.iter().collect();
        set.retain(|(key, _)| !gone.contains(key));
        // A head may be there twice: the later one counts.
        let latest: HashMap<String, usize> = set.iter().enumerate().map(|(at, (key, _))| (key.clone(), at)).collect();
        let mut at = 0;
        set.retain(|(key, _)| {
            at += 1;
            latest.get(key) == Some(&(at - 1))
        });
        let done = std::mem::take(&mut self.done);
        let any = !set.is_empty() || !remove.is_empty() || !done.is_empty();
        any.then_some(Writes { set, dropped: remove, done })
    }

    /// A write failed: all of it must be written again.
    pub fn unwritten(&mut self, writes: Writes) {
        for (key, _) in &writes.set {
            let document = key.split(':').nth(1).unwrap_or_default();
            if let Some(page) = self.pages.get_mut(document) {
                page.unwritten(key);
            }
            self.index_changed |= key == Self::INDEX;
            self.held_changed |= key == Self::HELD;
        }
        self.removed.extend(writes.dropped);
        self.done.extend(writes.done);
    }

    /// The browser has less room than it should: takes a quarter less. `false` where that is too little to go on.
    pub fn shrink(&mut self) -> bool {
        self.room = self.room.min(self.bytes()) / 4 * 3;
        self.room > 64 * 1024
    }

    fn bytes(&self) -> u64 {
        self.pages.values().map(Page::bytes).sum()
    }

    /// Drops deliveries first, then the pages that were not touched for the longest time, then the oldest troubles.
    fn make_room(&mut self) {
        let mut oldest_first: Vec<(f64, String)> =
            self.heads().map(|head| (head.touched, head.document.clone())).collect();
        oldest_first.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, document) in &oldest_first {
            while self.bytes() > self.room
                && self.pages.get_mut(document).is_some_and(|page| page.drop_oldest(false, true))
            {}
        }
        let newest = oldest_first.pop();
        for (_, document) in &oldest_first {
            if self.bytes() > self.room {
                self.remove(document);
            }
        }
        if let Some(page) = newest.and_then(|(_, document)| self.pages.get_mut(&document)) {
            while page.bytes() > self.room && page.drop_oldest(true, false) {}
        }
    }

    /// Makes room for one more page of `tab`.
    fn make_room_in(&mut self, tab: i32) {
        let oldest = |pages: &mut dyn Iterator<Item = &Head>| {
            pages.min_by(|a, b| a.touched.total_cmp(&b.touched)).map(|head| head.document.clone())
        };
        let of_tab = self.heads().filter(|head| head.tab == tab).count();
        let victim = if of_tab >= MAX_PAGES_OF_TAB {
            oldest(&mut self.heads().filter(|head| head.tab == tab))
        } else if self.pages.len() >= MAX_PAGES {
            oldest(&mut self.heads())
        } else {
            None
        };
        if let Some(document) = victim {
            self.remove(&document);
        }
    }

    fn remove(&mut self, document: &str) {
        if let Some(page) = self.pages.remove(document) {
            self.removed.push(Head::key(document));
            self.removed.extend(page.head().segment_keys());
            self.index_changed = true;
        }
    }
}

/// Appends to a queue of at most `limit`: the oldest gives way.
fn push<T>(queue: &mut VecDeque<T>, item: T, limit: usize) {
    if queue.len() >= limit {
        queue.pop_front();
    }
    queue.push_back(item);
}
