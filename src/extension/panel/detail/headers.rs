//! The tab “Headers”: Cloudinary's own first, with their meaning; then all others.

use super::Shown;
use super::list::{note, pair, say, section};
use crate::extension::view::dom::Result;
use crate::report::headers::cloudinarys;
use crate::report::quantity::milliseconds;
use crate::report::redact;
use crate::server_timing::{Metric, meaning, metrics};
use web_sys::Element;

/// Fills the pane.
pub fn fill(pane: &Element, shown: &Shown) -> Result {
    let exchange = &shown.row.entry.exchange;
    let (own, others): (Vec<_>, Vec<_>) = exchange.headers.iter().partition(|(name, _)| cloudinarys(name).is_some());
    let mut timings = Vec::new();
    let mut list = None;
    for (name, value) in own {
        if name.eq_ignore_ascii_case("server-timing") {
            timings.extend(metrics(value));
            continue;
        }
        let list = match &list {
            Some(list) => list,
            None => list.insert(section(pane, "From Cloudinary")?),
        };
        let place = pair(list, name, &redact::value(name, value))?;
        note(&place, cloudinarys(name).unwrap_or_default())?;
    }
    fill_timings(pane, &timings)?;
    fill_all(pane, "Response headers", others.into_iter())?;
    fill_all(pane, "Request headers", shown.row.traffic.request_headers.iter())?;
    if exchange.headers.is_empty() {
        say(
            pane,
            "No response headers are known of this request. They are for what is loaded while DevTools are open.",
        )?;
    }
    Ok(())
}

/// Each metric of `Server-Timing`, with its meaning.
fn fill_timings(pane: &Element, timings: &[Metric]) -> Result {
    if timings.is_empty() {
        return Ok(());
    }
    let list = section(pane, "Server-Timing")?;
    for metric in timings {
        let time = metric.duration().map(milliseconds);
        let description = metric.description().map(|text| redact::mask(&text).into_owned());
        let words: Vec<String> = [time, description].into_iter().flatten().collect();
        let place = pair(&list, metric.name, &words.join(" · "))?;
        note(&place, &meaning(metric).unwrap_or_default())?;
    }
    Ok(())
}

fn fill_all<'a>(pane: &Element, heading: &str, headers: impl Iterator<Item = &'a (String, String)>) -> Result {
    let mut headers = headers.peekable();
    if headers.peek().is_none() {
        return Ok(());
    }
    let list = section(pane, heading)?;
    for (name, value) in headers {
        pair(&list, name, &redact::value(name, value))?;
    }
    Ok(())
}
