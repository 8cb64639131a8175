//! What people do in the popup. One listener per kind of event for the whole page: elements come and go.

use super::Popup;
use super::dom::{self, Result};
use super::exchange_view::{corrected, seen};
use crate::diagnosis::Diagnosis;
use crate::extension::page;
use crate::journal::Entry;
use crate::report::{curl, markdown};
use gloo_timers::future::TimeoutFuture;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, KeyboardEvent};

/// How long a button says that it has copied, in milliseconds.
const SAID: u32 = 1_500;

/// Begins to listen.
pub fn listen(popup: &Rc<Popup>) -> Result {
    let document = dom::document()?;
    let on = |name, handler: fn(&Rc<Popup>, &Event) -> Result| {
        let popup = Rc::clone(popup);
        dom::on(&document, name, move |event| popup.check(handler(&popup, event)));
    };
    on("click", click);
    on("keydown", key);
    on("toggle", toggle);
    on("pointerover", describe);
    on("focusin", describe);
    on("pointerleave", left);
    Ok(())
}

fn click(popup: &Rc<Popup>, event: &Event) -> Result {
    if dom::target(event, ".groups").is_some() {
        popup.list.borrow_mut().touched = true;
    }
    let Some(pressed) = dom::target(event, "[data-action]") else { return Ok(()) };
    match pressed.get_attribute("data-action").as_deref() {
        Some("select") => select(popup, &pressed),
        Some("reload") => {
            reload(popup);
            Ok(())
        }
        Some("grant") => {
            grant(popup);
            Ok(())
        }
        Some("retry") => dom::window()?.location().reload(),
        Some(action) => {
            let list = popup.list.borrow();
            let text = list.explained(&pressed).and_then(|(entry, diagnosis)| text(action, entry, &diagnosis));
            text.map_or(Ok(()), |text| copy(&pressed, &text))
        }
        None => Ok(()),
    }
}

/// What the button `action` copies.
fn text(action: &str, entry: &Entry, diagnosis: &Diagnosis) -> Option<String> {
    match action {
        "copy-corrected" => corrected(diagnosis).map(|(_, _, url)| url.to_owned()),
        "copy-url" => Some(diagnosis.url.clone()),
        "copy-message" => diagnosis.message.clone(),
        "copy-request-id" => diagnosis.request_id.clone(),
        "copy-curl" => Some(curl(&entry.exchange)),
        "copy-report" => Some(report(entry, diagnosis)),
        _ => None,
    }
}

fn report(entry: &Entry, diagnosis: &Diagnosis) -> String {
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

/// Copies `text`, and lets `button` say so for a moment.
fn copy(button: &Element, text: &str) -> Result {
    // Asked for within the click: browsers let a page copy only then.
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

fn reload(popup: &Rc<Popup>) {
    let popup = Rc::clone(popup);
    let page = popup.shown.borrow().page.clone();
    spawn_local(async move {
        if let Some(page) = page {
            popup.check(page::reload(&page, true).await.map_err(JsValue::from));
        }
    });
}

fn grant(popup: &Rc<Popup>) {
    let popup = Rc::clone(popup);
    spawn_local(async move {
        match page::request_access().await {
            Ok(true) => popup.restart(),
            Ok(false) => {}
            Err(error) => popup.check(Err(error.into())),
        }
    });
}

fn select(popup: &Rc<Popup>, row: &Element) -> Result {
    let shown = popup.shown.borrow();
    popup.list.borrow_mut().select(row, &shown.log, &shown.view)
}

/// What was held still under the pointer may move again.
fn left(popup: &Rc<Popup>, event: &Event) -> Result {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    match target {
        Some(element) if element.class_name() == "groups" => popup.draw(),
        _ => Ok(()),
    }
}

/// A group was folded or unfolded.
fn toggle(popup: &Rc<Popup>, event: &Event) -> Result {
    match dom::target(event, ".group[open]") {
        Some(group) => {
            let shown = popup.shown.borrow();
            popup.list.borrow_mut().unfold(&group, &shown.log, &shown.view)
        }
        None => Ok(()),
    }
}

/// Moves between the options of a list box, and chooses a row.
fn key(popup: &Rc<Popup>, event: &Event) -> Result {
    let (Some(option), Some(event)) = (dom::target(event, "[role=option]"), event.dyn_ref::<KeyboardEvent>()) else {
        return Ok(());
    };
    let Some(list) = option.closest("[role=listbox]")? else { return Ok(()) };
    popup.list.borrow_mut().touched = true;
    let is_option = |element: &Element| element.get_attribute("role").as_deref() == Some("option");
    let walk = |first: Option<Element>, step: fn(&Element) -> Option<Element>| {
        std::iter::successors(first, step).find(is_option)
    };
    let (next, previous) = (Element::next_element_sibling, Element::previous_element_sibling);
    let wanted = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => walk(option.next_element_sibling(), next),
        "ArrowLeft" | "ArrowUp" => walk(option.previous_element_sibling(), previous),
        "Home" => walk(list.first_element_child(), next),
        "End" => walk(list.last_element_child(), previous),
        "Enter" | " " if option.has_attribute("data-action") => {
            event.prevent_default();
            return select(popup, &option);
        }
        _ => return Ok(()),
    };
    event.prevent_default();
    let Some(wanted) = wanted else { return Ok(()) };
    option.set_attribute("tabindex", "-1")?;
    wanted.set_attribute("tabindex", "0")?;
    dom::focus(&wanted)
}

/// Says what the part of the URL is that somebody points at or has moved to.
fn describe(_: &Rc<Popup>, event: &Event) -> Result {
    let Some(part) = dom::target(event, "[data-meaning]") else { return Ok(()) };
    let Some(exchange) = part.closest(".exchange")? else { return Ok(()) };
    let about = dom::part(&exchange, "about")?;
    about.set_text_content(None);
    let name = dom::append(&about, "b", "")?;
    dom::set_text(&name, &part.get_attribute("data-name").unwrap_or_default());
    dom::append_text(&about, &format!(": {}", part.get_attribute("data-meaning").unwrap_or_default()))?;
    if event.type_() == "focusin" {
        if let Some(before) = exchange.query_selector(".part[aria-selected=true]")? {
            before.set_attribute("aria-selected", "false")?;
        }
        part.set_attribute("aria-selected", "true")?;
    }
    Ok(())
}
