//! The browser's events as plain data, and what each means.

use super::watched::{Watched, watched};
use super::{Entry, Kept, Outcome, Seen, header};
use crate::exchange::{self, Exchange};
use serde::Deserialize;

/// The details of a webRequest event, as far as both browsers give them and xcld reads them. `extension/background.js`
/// leaves out what is not named here.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Details {
    /// The same in all events of a request, its redirects included.
    pub request_id: String,
    /// The URL of this hop.
    pub url: String,
    /// The HTTP method.
    pub method: String,
    /// The resource type.
    #[serde(rename = "type")]
    pub resource_type: String,
    /// The tab; -1 where the request belongs to none.
    pub tab_id: i32,
    /// The frame; Firefox's numbers need more than 32 bits.
    pub frame_id: i64,
    /// The frame around it; -1 for a page itself.
    pub parent_frame_id: i64,
    /// The document that asks; none for a frame's own address, whose document is still to come.
    pub document_id: Option<String>,
    /// The document around that of the frame.
    pub parent_document_id: Option<String>,
    /// Chromium: the origin that asks.
    pub initiator: Option<String>,
    /// Firefox: the URL of what asks.
    pub origin_url: Option<String>,
    /// The HTTP status; in Firefox 0 where a service worker answers.
    pub status_code: u16,
    /// Firefox only.
    pub from_cache: Option<bool>,
    /// `net::ERR_…` or `NS_ERROR_…`.
    pub error: Option<String>,
    /// Whether it is in a private window. Firefox only; Chromium has a background of its own for those.
    pub incognito: Option<bool>,
    /// Milliseconds since the Unix epoch.
    pub time_stamp: f64,
    /// The answer's headers.
    pub response_headers: Vec<Header>,
}

/// A response header as webRequest gives it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Header {
    /// The name, in any case.
    pub name: String,
    /// The value, where it is text.
    pub value: Option<String>,
    /// The value, where it is not.
    pub binary_value: Option<Vec<u8>>,
}

impl Header {
    /// Name and value as text.
    pub fn into_text(self) -> (String, String) {
        let value = match (self.value, self.binary_value) {
            (Some(value), _) => exchange::decoded(&value).into_owned(),
            (None, Some(bytes)) => header::from_bytes(&bytes),
            (None, None) => String::new(),
        };
        (self.name, value)
    }
}

/// Whose log an exchange belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// This page.
    Page(String),
    /// The page around this document, at whatever depth.
    PageAround(String),
    /// The page that the tab is about to show: it is the page's own address.
    NextOf(i32),
    /// The page that the tab shows; nothing else is known.
    CurrentOf(i32),
    /// Every page of this origin: a service worker asked.
    Origin(String),
}

/// What an answer's headers turn out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// On the way to another URL.
    Hop,
    /// Somebody else's, on a host that could have been Cloudinary's.
    Unrelated,
    /// The answer.
    Exchange(Box<Kept>),
}

/// The longest list of headers that is kept, in bytes.
const MAX_HEADERS: usize = 32 * 1024;

impl Details {
    /// Whether the request is one that xcld looks at.
    pub fn is_of_interest(&self) -> bool {
        let ours = ["chrome-extension://", "moz-extension://"];
        let asker = self.initiator.as_deref().or(self.origin_url.as_deref()).unwrap_or_default();
        !self.method.eq_ignore_ascii_case("OPTIONS")
            && self.resource_type != "speculative"
            && !ours.iter().any(|scheme| asker.starts_with(scheme))
            && watched(&self.url) != Watched::No
    }

    /// Whose log the exchange belongs to; `None` where nobody's.
    pub fn owner(&self) -> Option<Owner> {
        if self.tab_id < 0 {
            let asker = self.initiator.as_deref().or(self.origin_url.as_deref())?;
            return origin(asker).map(|origin| Owner::Origin(origin.to_owned()));
        }
        if self.resource_type == "main_frame" {
            return Some(Owner::NextOf(self.tab_id));
        }
        // The page of a frame: `parentFrameId` is -1 for a page, also for one that is prerendered.
        Some(match (&self.document_id, &self.parent_document_id) {
            (Some(page), _) if self.parent_frame_id < 0 => Owner::Page(page.clone()),
            (_, Some(page)) if self.parent_frame_id == 0 => Owner::Page(page.clone()),
            (_, Some(parent)) => Owner::PageAround(parent.clone()),
            (Some(frame), None) => Owner::PageAround(frame.clone()),
            (None, None) => Owner::CurrentOf(self.tab_id),
        })
    }

    /// What onHeadersReceived tells. The headers are taken out: most answers were delivered, and need none.
    pub fn answered(&mut self) -> Answer {
        let headers = std::mem::take(&mut self.response_headers).into_iter();
        let mut headers: Vec<(String, String)> = headers.map(Header::into_text).collect();
        let has = |name: &str| headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let is_hop = (300..400).contains(&self.status_code) && self.status_code != 304 && has("location");
        // Firefox shows a page's request that its service worker answers with status 0 first.
        if is_hop || self.status_code < 200 {
            return Answer::Hop;
        }
        if watched(&self.url) == Watched::Perhaps && !is_cloudinarys(&headers) {
            return Answer::Unrelated;
        }
        let outcome = match self.status_code {
            400.. => Outcome::Failure,
            _ if has("x-cld-error") => Outcome::Warning,
            _ => Outcome::Delivered,
        };
        if outcome == Outcome::Delivered {
            headers.clear();
        }
        let mut left = MAX_HEADERS;
        headers.retain(|(name, value)| {
            let size = name.len() + value.len();
            let fits = size <= left;
            left -= if fits { size } else { 0 };
            fits
        });
        let mut kept = self.kept(outcome);
        kept.entry.exchange.status = Some(self.status_code);
        kept.entry.exchange.headers = headers;
        Answer::Exchange(Box::new(kept))
    }

    /// What onErrorOccurred tells: an exchange without an answer, or `None` where the page was left or
    /// somebody took the request back.
    pub fn failed(&self) -> Option<Kept> {
        let error = self.error.as_deref().unwrap_or_default();
        if is_abort(error) || watched(&self.url) == Watched::Perhaps {
            return None;
        }
        let mut kept = self.kept(Outcome::Failure);
        kept.entry.exchange.network_error = Some(error.to_owned());
        Some(kept)
    }

    fn kept(&self, outcome: Outcome) -> Kept {
        let exchange = Exchange {
            url: self.url.clone(),
            method: self.method.clone(),
            resource_type: Some(self.resource_type.clone()),
            from_cache: self.from_cache,
            ..Exchange::default()
        };
        let seen = if self.tab_id < 0 { Seen::ServiceWorker } else { Seen::Network };
        let entry =
            Entry { exchange, outcome, seen, time: self.time_stamp, duration: None, frame_id: self.frame_id.max(0) };
        Kept { entry, request: Some(self.request_id.clone()), asked: None }
    }
}

/// Whether an error means that nobody waited for the answer any more, or that nobody asked the network: Chromium's
/// DevTools ask the cache alone for what a page loaded before they were open, with `net::ERR_CACHE_MISS` for an answer.
pub(crate) fn is_abort(error: &str) -> bool {
    const ABORTS: [&str; 5] =
        ["net::ERR_ABORTED", "net::ERR_CACHE_MISS", "NS_BINDING_ABORTED", "NS_ERROR_ABORT", "NS_BINDING_RETARGETED"];
    error.is_empty() || ABORTS.contains(&error)
}

/// Whether an error means that an answer broke off after its headers, so that what came cannot be shown.
///
/// Source: Chromium's net_error_list.h and Firefox's ErrorList.py.
pub fn broke_off(error: &str) -> bool {
    const BROKE_OFF: [&str; 17] = [
        "net::ERR_CONNECTION_CLOSED",
        "net::ERR_CONNECTION_RESET",
        "net::ERR_CONNECTION_ABORTED",
        "net::ERR_CONTENT_LENGTH_MISMATCH",
        "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
        "net::ERR_INVALID_CHUNKED_ENCODING",
        "net::ERR_CONTENT_DECODING_FAILED",
        "net::ERR_HTTP2_PROTOCOL_ERROR",
        "net::ERR_QUIC_PROTOCOL_ERROR",
        "net::ERR_NETWORK_CHANGED",
        "net::ERR_INTERNET_DISCONNECTED",
        "net::ERR_TIMED_OUT",
        "NS_ERROR_NET_RESET",
        "NS_ERROR_NET_INTERRUPT",
        "NS_ERROR_NET_TIMEOUT",
        "NS_ERROR_NET_PARTIAL_TRANSFER",
        "NS_ERROR_INVALID_CONTENT_ENCODING",
    ];
    BROKE_OFF.contains(&error)
}

/// Whether an answer's headers show that Cloudinary gave it.
pub(crate) fn is_cloudinarys(headers: &[(String, String)]) -> bool {
    headers.iter().any(|(name, value)| {
        name.eq_ignore_ascii_case("x-cld-error")
            || name.eq_ignore_ascii_case("server") && value.eq_ignore_ascii_case("cloudinary")
            || name.eq_ignore_ascii_case("server-timing") && value.contains("cld-")
    })
}

/// The origin of a URL: scheme, host and port.
pub fn origin(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url.get(start..)?.find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    url.get(..end)
}

/// A URL without its fragment.
pub fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or(url)
}
