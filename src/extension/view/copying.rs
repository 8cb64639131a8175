//! What an exchange's buttons copy, and how they say that they did.

use super::dom::{self, Result};
use super::exchange_view::{corrected, seen};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::exchange::Exchange;
use crate::journal::Entry;
use crate::report::{curl, json, markdown, pretty, redact};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

/// How long a button says that it has copied, in milliseconds.
const SAID: u32 = 1_500;

/// What the button with this `data-action` copies; `None` where it is no such button, or there is nothing to copy.
pub fn text(action: &str, entry: &Entry, diagnosis: &Diagnosis) -> Option<String> {
    match action {
        "copy-corrected" => corrected(diagnosis).map(|(_, _, url)| url.to_owned()),
        "copy-url" => Some(diagnosis.url.clone()),
        "copy-message" => diagnosis.message.clone(),
        "copy-request-id" => diagnosis.request_id.clone(),
        "copy-curl" => Some(curl(&entry.exchange)),
        "copy-json" => public(&entry.exchange),
        "copy-report" => Some(report(entry, diagnosis)),
        _ => None,
    }
}

/// The diagnosis in its public form, laid out for reading. What is masked in the exchange is masked in all that is said
/// about it.
fn public(exchange: &Exchange) -> Option<String> {
    pretty::json(&json::to_string(&diagnose(&redact::exchange(exchange))))
}

/// The Markdown report on `entry`: with the time, and with how it came to be known.
pub fn report(entry: &Entry, diagnosis: &Diagnosis) -> String {
    let mut context = Vec::new();
    if entry.time > 0.0 {
        let date = js_sys::Date::new(&entry.time.into());
        context.push(("Time", String::from(date.to_iso_string())));
    }
    if let Some(seen) = seen(entry.seen) {
        context.push(("How", seen.to_owned()));
    }
    markdown::report(&entry.exchange, diagnosis, &context)
}

/// Copies `text`, and lets `button` say so for a moment. To be called within the click: browsers let a page copy only
/// then.
pub fn copy(button: &Element, text: &str) -> Result {
    let copied = dom::window()?.navigator().clipboard().write_text(text);
    let button = button.clone();
    spawn_local(async move {
        let said = if JsFuture::from(copied).await.is_ok() { "Copied" } else { "Could not copy" };
        // These two cannot fail: the name of the attribute is a good one.
        let _ = button.set_attribute("data-said", said);
        TimeoutFuture::new(SAID).await;
        let _ = button.remove_attribute("data-said");
    });
    Ok(())
}
