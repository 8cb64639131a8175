//! HAR 1.2, what a browser's network panel exports and what DevTools tells an extension of each request
//! (w3c.github.io/web-performance/specs/HAR/Overview.html).

mod post_data;
mod raw;
mod read;
mod resource;
mod write;

pub use read::items;
pub use write::{Browser, Secrets, write};

use crate::exchange::Exchange;
use raw::Raw;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A string of the file of fewer bytes than this is read whole. An error's body has some hundred bytes, a form's fields
/// some thousand; what is longer is a file.
pub const WHOLE: usize = 1 << 20;

/// One request of a HAR.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The exchange; its `id` is the entry's place in the list, from 0.
    pub exchange: Exchange,
    /// What stands beside it.
    pub traffic: Traffic,
    /// The `id` of the page that it belongs to.
    pub pageref: Option<String>,
}

/// A page that requests belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its title, which browsers make its address.
    pub url: String,
    /// When it began to load, in milliseconds since the Unix epoch.
    pub started: Option<f64>,
}

/// What is met while a HAR is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// One of `log.pages`.
    Page {
        /// Its `id`, which entries name.
        id: String,
        /// The page.
        page: Page,
    },
    /// One of `log.entries`.
    Entry(Box<Entry>),
}

/// A HAR that was read whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Archive {
    /// Its pages.
    pub pages: Vec<Page>,
    /// Its entries, each with its page's place in `pages`.
    pub entries: Vec<(Option<u32>, Entry)>,
}

/// Why a text is no HAR.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It is not JSON, ends too early, or an entry is not as the format has it.
    #[error("this is no HAR file, or it is damaged: {0}")]
    NotHar(#[source] serde_json::Error),
    /// It is JSON, but has no `log.entries`.
    #[error("this is JSON, but no HAR file: it has no list log.entries")]
    NoEntries,
}

/// Reads a whole HAR, of which `keep` says which entries are wanted.
///
/// # Errors
/// Where `json` is no HAR.
pub fn read(json: &[u8], mut keep: impl FnMut(&Entry) -> bool) -> Result<Archive, Problem> {
    // Charles and .NET write a byte order mark, which is no JSON.
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let mut archive = Archive::default();
    let mut ids: BTreeMap<String, u32> = BTreeMap::new();
    items(&mut serde_json::Deserializer::from_slice(json), |item| {
        match item {
            Item::Page { id, page } => {
                ids.insert(id, u32::try_from(archive.pages.len()).unwrap_or(u32::MAX));
                archive.pages.push(page);
            }
            Item::Entry(entry) if keep(&entry) => archive.entries.push((None, *entry)),
            Item::Entry(_) => {}
        }
        true
    })?;
    for (page, entry) in &mut archive.entries {
        *page = entry.pageref.as_ref().and_then(|id| ids.get(id).copied());
    }
    Ok(archive)
}

/// Reads one entry, as `devtools.network.onRequestFinished` gives it to an extension in Chromium and Firefox; `None`
/// where it has no URL. The exchange has no `id`.
///
/// # Errors
/// Where `json` is no entry of a HAR.
pub fn entry(json: &str) -> Result<Option<Entry>, Problem> {
    let raw: Raw = serde_json::from_str(json).map_err(Problem::NotHar)?;
    Ok(raw.entry(None))
}

/// What DevTools or a HAR tells of a request beside the exchange. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Traffic {
    /// When the request began, in milliseconds since the Unix epoch.
    pub started: Option<f64>,
    /// From its beginning to its end, in milliseconds.
    pub time: Option<f64>,
    /// Where the time went.
    pub timings: Timings,
    /// The bytes that came over the network, headers included.
    pub transferred: Option<u64>,
    /// The bytes of the body, decompressed.
    pub size: Option<u64>,
    /// The body's media type.
    pub mime_type: Option<String>,
    /// Request headers as `(name, value)`, in order.
    pub request_headers: Vec<(String, String)>,
    /// `h2`, `http/1.1`, …
    pub http_version: Option<String>,
    /// The address of the server.
    pub server_ip: Option<String>,
}

/// Where a request's time went, in milliseconds; `None` where it does not apply or is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timings {
    /// Waiting for a connection.
    pub blocked: Option<f64>,
    /// Finding the host's address.
    pub dns: Option<f64>,
    /// Connecting, TLS included.
    pub connect: Option<f64>,
    /// TLS.
    pub ssl: Option<f64>,
    /// Sending the request.
    pub send: Option<f64>,
    /// Waiting for the answer.
    pub wait: Option<f64>,
    /// Receiving the answer.
    pub receive: Option<f64>,
}

impl Timings {
    /// All that is known together. TLS is a part of connecting.
    pub fn sum(&self) -> f64 {
        [self.blocked, self.dns, self.connect, self.send, self.wait, self.receive].into_iter().flatten().sum()
    }
}
