//! The exchanges of each tab: bounded, serialisable, aware of navigation.
//!
//! Plain data and pure functions: the browser's events come in through `extension`, and what the popup shows
//! is a [`PageLog`].

mod body;
mod books;
mod event;
mod header;
mod kept;
mod look_back;
mod page;
mod watched;

pub use body::{from_form, from_raw};
pub use books::{Arriving, Asked, Books, Held, Writes};
pub use event::{Answer, Details, Header, Owner, origin, without_fragment};
pub(crate) use event::{is_abort, is_cloudinarys};
pub use kept::{Head, Kept, Segment, page_log};
pub use look_back::{Look, Resource, resources};
pub use page::Page;
pub use watched::{Watched, watched};

use crate::exchange::Exchange;
use serde::{Deserialize, Serialize};

/// How an exchange came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// In the browser's network events.
    Network,
    /// In the page's Resource Timing entries, when somebody looked.
    Page,
    /// In the network events, asked for by the page's service worker.
    ServiceWorker,
}

/// How an exchange counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A 4xx or 5xx answer, or no answer for another reason than leaving the page.
    Failure,
    /// Delivered with an `x-cld-error` header.
    Warning,
    /// Delivered.
    Delivered,
}

/// One exchange of a page, with what the browser knows beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What was seen on the wire.
    pub exchange: Exchange,
    /// How it counts.
    pub outcome: Outcome,
    /// How it came to be known.
    pub seen: Seen,
    /// When the answer (or its failure) was seen, in milliseconds since the Unix epoch.
    pub time: f64,
    /// From request to answer, in milliseconds, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
    /// The frame within the tab; 0 is the page itself.
    #[serde(default)]
    pub frame_id: i64,
}

/// All that is known of one page (one top-level document of a tab).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageLog {
    /// When the first exchange was seen, in milliseconds since the Unix epoch; 0 where there is none.
    pub since: f64,
    /// The exchanges that are kept, in the order in which they were seen.
    pub entries: Vec<Entry>,
    /// How many failed, those that are no longer kept included.
    pub failures: u32,
    /// How many were delivered with a warning, those that are no longer kept included.
    pub warnings: u32,
    /// How many were delivered, those that are no longer kept included.
    pub delivered: u32,
    /// How many are counted above but no longer kept.
    pub dropped: u32,
}
