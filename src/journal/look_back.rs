//! What a page's Resource Timing tells about exchanges that nobody saw in the network.
//!
//! Cloudinary answers with `Timing-Allow-Origin: *` and repeats its error in `Server-Timing`, so that a page
//! itself knows what happened to its media before xcld was there.

use super::{Entry, Kept, Outcome, Page, Seen, Watched, watched, without_fragment};
use crate::exchange::Exchange;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The event in the network and the entry in the page tell of the same moment this closely, in milliseconds.
const TOLERANCE: f64 = 2000.0;

/// What `extension/look_back.js` found in the page or in one of its frames. Times are in milliseconds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Look {
    /// Whether it is a frame.
    pub nested: bool,
    /// `performance.timeOrigin`.
    pub time_origin: f64,
    /// `performance.now()` at the time of looking.
    pub now: f64,
    /// `Date.now()` at the time of looking.
    pub wall: f64,
    /// The Resource Timing entries.
    pub resources: Vec<Timing>,
    /// The media elements' URLs, and whether they show nothing.
    pub media: Vec<(String, bool)>,
}

/// A Resource Timing entry. Times are in milliseconds from the time origin.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Timing {
    /// The URL asked for.
    pub name: String,
    /// `img`, `css`, `fetch`, …
    pub initiator_type: String,
    /// When it was asked for.
    pub start_time: f64,
    /// When the last byte came.
    pub response_end: f64,
    /// The bytes that came over the network; 0 from the cache.
    pub transfer_size: f64,
    /// The bytes of the body.
    pub decoded_body_size: f64,
    /// The HTTP status; 0 where the page may not know.
    pub response_status: u16,
    /// `Server-Timing` entries of Cloudinary's: name and description.
    #[serde(rename = "serverTiming")]
    pub server: Vec<(String, String)>,
}

/// One load that a page knows of. Times are in milliseconds since the Unix epoch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// The URL asked for.
    pub url: String,
    /// As webRequest would name the type.
    pub resource_type: String,
    /// When it was asked for.
    pub start: f64,
    /// When the last byte came.
    pub end: f64,
    /// How far the page's clock is behind, because the machine slept.
    pub skew: f64,
    /// The HTTP status, where the page may know it.
    pub status: Option<u16>,
    /// Whether it came from the cache, where the page may know it.
    pub from_cache: Option<bool>,
    /// Cloudinary's error text.
    pub message: Option<String>,
    /// Cloudinary's request ID.
    pub request_id: Option<String>,
    /// Whether there is a body.
    pub has_body: bool,
    /// Whether the page shows it; `None` where that cannot be told.
    pub shown: Option<bool>,
}

/// The loads of Cloudinary's among what was found.
pub fn resources(look: Look) -> Vec<Resource> {
    let mut shown: HashMap<&str, bool> = HashMap::new();
    for (url, broken) in &look.media {
        // One element that shows it is proof that it can be shown.
        *shown.entry(without_fragment(url)).or_default() |= !broken;
    }
    let skew = look.wall - (look.time_origin + look.now);
    let mut found = Vec::new();
    for timing in look.resources {
        let described = |name: &str| {
            let entry = timing.server.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
            entry.map(|(_, description)| description.clone()).filter(|description| !description.is_empty())
        };
        let is_ours = match watched(&timing.name) {
            Watched::Certainly => true,
            Watched::Perhaps => timing.server.iter().any(|(name, _)| name.starts_with("cld-")),
            Watched::No => false,
        };
        // A frame's own address is in its parent's list too.
        if !is_ours || (timing.initiator_type == "navigation" && look.nested) {
            continue;
        }
        found.push(Resource {
            resource_type: resource_type(&timing.initiator_type).to_owned(),
            start: look.time_origin + timing.start_time,
            end: look.time_origin + timing.response_end.max(timing.start_time),
            skew,
            status: Some(timing.response_status).filter(|status| *status > 0),
            // Sizes are 0 where the page may not know them.
            from_cache: (timing.decoded_body_size > 0.0).then_some(timing.transfer_size <= 0.0),
            message: described("cld-error"),
            request_id: described("cld-id"),
            has_body: timing.decoded_body_size > 0.0,
            shown: shown.get(without_fragment(&timing.name)).copied(),
            url: timing.name,
        });
    }
    found
}

/// The webRequest type for a Resource Timing `initiatorType`.
fn resource_type(initiator: &str) -> &'static str {
    match initiator {
        "img" | "image" | "css" | "input" | "icon" => "image",
        "video" | "audio" => "media",
        "iframe" | "frame" => "sub_frame",
        "navigation" => "main_frame",
        "fetch" | "xmlhttprequest" => "xmlhttprequest",
        "script" => "script",
        "embed" | "object" => "object",
        "beacon" => "ping",
        _ => "other",
    }
}

impl Resource {
    fn outcome(&self) -> Option<Outcome> {
        let has_message = self.message.is_some();
        match (self.status, self.shown) {
            (Some(400..), _) => Some(Outcome::Failure),
            (Some(_), _) | (None, Some(true)) if has_message => Some(Outcome::Warning),
            (Some(_), _) | (None, Some(true)) => Some(Outcome::Delivered),
            // Cloudinary's errors are empty, and its placeholders are not.
            (None, _) if has_message => Some(if self.has_body { Outcome::Warning } else { Outcome::Failure }),
            (None, _) if self.has_body => Some(Outcome::Delivered),
            (None, Some(false)) => Some(Outcome::Failure),
            // Nothing tells what became of it.
            (None, None) => None,
        }
    }

    fn entry(&self, outcome: Outcome) -> Entry {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let timing = [("cld-id", &self.request_id), ("cld-error", &self.message)];
        let timing: Vec<String> = timing
            .iter()
            .filter_map(|(name, text)| Some(format!("{name};desc=\"{}\"", quoted(text.as_deref()?))))
            .collect();
        let headers = if timing.is_empty() || outcome == Outcome::Delivered {
            Vec::new()
        } else {
            vec![("server-timing".to_owned(), timing.join(", "))]
        };
        let exchange = Exchange {
            url: self.url.clone(),
            method: "GET".to_owned(),
            status: self.status,
            headers,
            resource_type: Some(self.resource_type.clone()),
            from_cache: self.from_cache,
            ..Exchange::default()
        };
        let duration = Some(self.end - self.start);
        Entry { exchange, outcome, seen: Seen::Page, time: self.end, duration, frame_id: 0 }
    }

    /// When it was asked for at the earliest.
    fn earliest(&self) -> f64 {
        self.start.min(self.start + self.skew)
    }

    /// How far an entry of this URL at `time` is from this load, in milliseconds; `None` where it is too far to
    /// tell of it.
    fn distance(&self, time: f64) -> Option<f64> {
        // The page's clock stands still while the machine sleeps: what came before is right as it is.
        let distance = |skew: f64| (self.start + skew - time).max(time - self.end - skew).max(0.0);
        Some(distance(0.0).min(distance(self.skew))).filter(|distance| *distance <= TOLERANCE)
    }
}

impl Page {
    /// Until when exchanges of this outcome were seen that are no longer kept: a load from before may be one of them,
    /// and is not counted again.
    fn dropped_until(&self, outcome: Outcome) -> f64 {
        let head = self.head();
        if outcome.is_trouble() { head.troubles_dropped_until } else { head.deliveries_dropped_until }
    }

    /// Adds the loads that the log lacks, and completes the entries of the others. The same loads may be given
    /// again: they are found then.
    pub fn look_back(&mut self, mut resources: Vec<Resource>) {
        resources.sort_by(|a, b| a.start.total_cmp(&b.start));
        let mut by_url: BTreeMap<String, Vec<Option<Resource>>> = BTreeMap::new();
        for resource in resources {
            let url = without_fragment(&resource.url).to_owned();
            by_url.entry(url).or_default().push(Some(resource));
        }
        // Each entry takes the nearest load that it can tell of. The page's log and its loads are of one document: an
        // entry that is too far from every load (a busy browser asks long before it is answered, and Firefox does not
        // tell when a load failed) still stands for one of them.
        let mut spare: HashMap<String, usize> = HashMap::new();
        self.amend(|entry, asked| {
            let url = without_fragment(asked.unwrap_or(&entry.exchange.url));
            let Some(loads) = by_url.get_mut(url) else { return false };
            let near = loads.iter_mut().filter_map(|load| Some((load.as_ref()?.distance(entry.time)?, load)));
            let nearest = near.min_by(|(a, _), (b, _)| a.total_cmp(b));
            let Some(load) = nearest.and_then(|(_, load)| load.take()) else {
                *spare.entry(url.to_owned()).or_default() += 1;
                return false;
            };
            let (duration, from_cache) = (entry.duration, entry.exchange.from_cache);
            entry.duration = duration.or(Some(load.end - load.start));
            entry.exchange.from_cache = from_cache.or(load.from_cache);
            (duration, from_cache) != (entry.duration, entry.exchange.from_cache)
        });
        for (url, loads) in by_url {
            let mut unseen: Vec<Resource> = loads.into_iter().flatten().collect();
            // The log began after the page did: what it has seen are the later ones.
            unseen.truncate(unseen.len().saturating_sub(spare.get(&url).copied().unwrap_or_default()));
            for load in unseen {
                if let Some(outcome) = load.outcome()
                    && load.earliest() > self.dropped_until(outcome)
                {
                    self.add(Kept { entry: load.entry(outcome), request: None, asked: None });
                }
            }
        }
    }
}
