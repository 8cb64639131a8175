//! How a page's log is kept in `storage.session`.
//!
//! A log is split, so that a write touches only what changed: a [`Head`] with the counts, and [`Segment`]s of
//! entries. Troubles (failures and warnings) and deliveries are in segments of their own, so that the oldest
//! deliveries can be dropped without touching what matters.

use super::{Entry, Outcome, PageLog};
use serde::{Deserialize, Serialize};

/// The log of one page (one top-level document) without its entries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The browser's `documentId` of the page.
    pub document: String,
    /// The tab that the page belongs to.
    pub tab: i32,
    /// The page's URL without its fragment, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When the first exchange was seen, in milliseconds since the Unix epoch.
    pub since: f64,
    /// When something was last seen, in milliseconds since the Unix epoch.
    pub touched: f64,
    /// How many failed, those that are no longer kept included.
    pub failures: u32,
    /// How many were delivered with a warning, those that are no longer kept included.
    pub warnings: u32,
    /// How many were delivered, those that are no longer kept included.
    pub delivered: u32,
    /// How many are counted above but no longer kept.
    pub dropped: u32,
    /// When the newest failure or warning that is no longer kept was seen, in milliseconds since the Unix epoch.
    #[serde(default)]
    pub troubles_dropped_until: f64,
    /// When the newest delivery that is no longer kept was seen, in milliseconds since the Unix epoch.
    #[serde(default)]
    pub deliveries_dropped_until: f64,
    /// Whether the page was asked to tell when it is shown again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attended: bool,
    /// The number that the next segment gets.
    pub next: u32,
    /// The segments that are kept, oldest first.
    pub segments: Vec<Segment>,
}

/// What a [`Head`] knows of a segment of its entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its number within the page; never used twice.
    pub number: u32,
    /// Whether it holds failures and warnings, or deliveries.
    pub troubles: bool,
    /// How many entries it holds.
    pub entries: u32,
    /// Its size in storage, in bytes.
    pub bytes: u32,
}

/// An entry with what is needed to tell it from others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The entry.
    #[serde(rename = "e")]
    pub entry: Entry,
    /// The browser's `requestId`, where the entry was seen in the network.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// The URL that the page asked for, where redirects led from it to the entry's.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
}

impl Head {
    /// The storage key of the head of `document`.
    pub fn key(document: &str) -> String {
        format!("page:{document}")
    }

    /// The storage key of a segment of `document`.
    pub fn segment_key(document: &str, number: u32) -> String {
        format!("log:{document}:{number}")
    }

    /// The storage keys of all of this page's segments.
    pub fn segment_keys(&self) -> impl Iterator<Item = String> + '_ {
        self.segments.iter().map(|segment| Self::segment_key(&self.document, segment.number))
    }
}

/// A page's log from its head and the entries of all its segments, in any order.
pub fn page_log(head: &Head, kept: impl IntoIterator<Item = Kept>) -> PageLog {
    let mut entries: Vec<Entry> = kept.into_iter().map(|kept| kept.entry).collect();
    entries.sort_by(|a, b| a.time.total_cmp(&b.time));
    PageLog {
        since: head.since,
        entries,
        failures: head.failures,
        warnings: head.warnings,
        delivered: head.delivered,
        dropped: head.dropped,
    }
}

impl Outcome {
    /// Whether somebody should look at it.
    pub fn is_trouble(self) -> bool {
        self != Outcome::Delivered
    }
}
