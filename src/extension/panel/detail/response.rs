//! The tab “Response”: the status, what was delivered, and the body.

use super::list::{pair, say, section};
use super::{Body, Shown};
use crate::extension::view::dom::{self, Result, set_text};
use crate::log::{Row, State};
use crate::report::quantity::bytes;
use crate::report::view::unexplained;
use crate::report::{pretty, redact};
use crate::server_timing::server_timing;
use web_sys::Element;

/// No more characters of a body are shown: a page with more is slow, and nobody reads them.
const MOST: usize = 100_000;

/// Fills the pane.
pub fn fill(pane: &Element, shown: &Shown, body: Body) -> Result {
    let (row, exchange) = (&shown.row, &shown.row.entry.exchange);
    if row.state == State::InFlight {
        return say(pane, "No answer came yet.");
    }
    let list = section(pane, "Response")?;
    let status = exchange.answered().map_or_else(|| unexplained(None), |status| status.to_string());
    pair(&list, "Status", &status)?;
    let timing = server_timing(exchange);
    for (name, value) in [
        ("Network", exchange.network_error.clone()),
        ("Message", shown.diagnosis.message.as_deref().map(|text| redact::mask(text).into_owned())),
        ("Type", media_type(row).map(str::to_owned)),
        ("Size", row.traffic.size.map(bytes)),
        ("Transferred", row.traffic.transferred.map(bytes)),
        ("Delivered", timing.content.map(|content| content.to_string())),
        ("Cache", exchange.from_cache.filter(|from| *from).map(|_| "from the browser’s own cache".to_owned())),
    ] {
        if let Some(value) = value {
            pair(&list, name, &value)?;
        }
    }
    fill_body(pane, shown, body)
}

fn fill_body(pane: &Element, shown: &Shown, body: Body) -> Result {
    let row = &shown.row;
    let text = match (&row.entry.exchange.body, body) {
        (Some(text), _) if text.trim().is_empty() => return say(pane, "The body is empty."),
        (Some(text), _) => text,
        (None, Body::Asked) => return say(pane, "Asking DevTools for the body…"),
        (None, Body::Gone) => return say(pane, "DevTools do not have the body, or not any more."),
        (None, Body::NotAsked) if row.entry.exchange.answered().is_none() => return Ok(()),
        (None, Body::NotAsked) => return say(pane, "The body is media, which is not shown here."),
    };
    let masked = redact::mask(text);
    let laid = pretty::json(&masked);
    let all = laid.as_deref().unwrap_or(&masked);
    let cut = all.char_indices().nth(MOST).map(|(at, _)| at);
    let section = dom::append(pane, "section", "part-of")?;
    set_text(&dom::append(&section, "h3", "")?, if laid.is_some() { "Body, JSON" } else { "Body" });
    let place = dom::append(&section, "pre", "body mono")?;
    // It may be wider than the pane: the keyboard must reach it.
    place.set_attribute("tabindex", "0")?;
    place.set_attribute("role", "region")?;
    place.set_attribute("aria-label", "Body")?;
    set_text(&place, cut.and_then(|cut| all.get(..cut)).unwrap_or(all));
    if cut.is_some() {
        say(pane, "The body is longer; only its beginning is shown.")?;
    }
    Ok(())
}

/// Whether the row's body is text that is not there yet and that DevTools may have.
pub fn wants_body(row: &Row) -> bool {
    let exchange = &row.entry.exchange;
    if exchange.body.is_some() || exchange.answered().is_none() {
        return false;
    }
    match media_type(row) {
        Some(kind) => {
            let kind = kind.to_ascii_lowercase();
            kind.starts_with("text/") || ["json", "xml", "javascript", "mpegurl"].iter().any(|word| kind.contains(word))
        }
        None => row.entry.outcome.is_trouble(),
    }
}

fn media_type(row: &Row) -> Option<&str> {
    let header = row.entry.exchange.header("content-type");
    row.traffic.mime_type.as_deref().or(header).map(|kind| kind.split(';').next().unwrap_or(kind).trim())
}
