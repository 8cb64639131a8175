//! The tab “Request”: what was sent, with the field at fault marked.

use super::Shown;
use super::list::{note, pair, say, section};
use crate::extension::view::dom::Result;
use crate::extension::view::exchange_view::{clock, seen};
use crate::report::quantity::bytes;
use crate::report::redact;
use web_sys::Element;

/// Fills the pane.
pub fn fill(pane: &Element, shown: &Shown) -> Result {
    let (row, exchange) = (&shown.row, &shown.row.entry.exchange);
    let list = section(pane, "Request")?;
    pair(&list, "Method", &exchange.method)?;
    pair(&list, "URL", &redact::mask(&exchange.url))?;
    let sent = exchange.request.as_ref();
    let time = row.traffic.started.unwrap_or(row.entry.time);
    for (name, value) in [
        ("Asked for as", exchange.resource_type.clone()),
        ("Content type", sent.and_then(|sent| sent.content_type.clone())),
        ("Size", sent.and_then(|sent| sent.size).map(bytes)),
        ("Protocol", row.traffic.http_version.clone()),
        ("Server", row.traffic.server_ip.clone()),
        ("Time", (time > 0.0).then(|| clock(time))),
        ("Frame", (row.entry.frame_id > 0).then(|| "in a frame of the page".to_owned())),
        ("Seen", seen(row.entry.seen).map(str::to_owned)),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            pair(&list, name, &value)?;
        }
    }
    fill_fields(pane, shown)
}

/// The fields of an upload; a field that is missing stands there as well.
fn fill_fields(pane: &Element, shown: &Shown) -> Result {
    let at_fault: Vec<&str> = shown.diagnosis.findings.iter().filter_map(|finding| finding.field.as_deref()).collect();
    let fields = shown.row.entry.exchange.request.as_ref().map(|sent| &sent.fields);
    let missing: Vec<&str> =
        at_fault.iter().copied().filter(|name| fields.is_none_or(|fields| !fields.contains_key(*name))).collect();
    let sent = fields.into_iter().flatten();
    if fields.is_none_or(std::collections::BTreeMap::is_empty) && missing.is_empty() {
        let delivers = shown.row.entry.exchange.method.eq_ignore_ascii_case("GET");
        return say(
            pane,
            if delivers { "Nothing was sent but the URL." } else { "No fields are known of what was sent." },
        );
    }
    let list = section(pane, "Fields")?;
    for (name, values) in sent {
        let masked: Vec<_> = values.iter().map(|value| redact::value(name, value)).collect();
        let place = pair(&list, name, &masked.join(", "))?;
        if at_fault.contains(&name.as_str()) {
            mark(&place, shown, name)?;
        }
    }
    for name in missing {
        let place = pair(&list, name, "not sent")?;
        mark(&place, shown, name)?;
    }
    Ok(())
}

/// Marks the field in `place`, and says what is wrong with it.
fn mark(place: &Element, shown: &Shown, field: &str) -> Result {
    place.set_attribute("class", "faulty")?;
    if let Some(term) = place.previous_element_sibling() {
        term.set_attribute("class", "faulty")?;
    }
    let finding = shown.diagnosis.findings.iter().find(|finding| finding.field.as_deref() == Some(field));
    note(place, finding.map_or("", |finding| finding.title.as_str()))
}
