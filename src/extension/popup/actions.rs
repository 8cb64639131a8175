//! What people do in the popup. One listener per kind of event for the whole page: elements come and go.

use super::Popup;
use crate::extension::page;
use crate::extension::view::dom::{self, Result};
use crate::extension::view::options::{self, Pressed};
use crate::extension::view::{copying, url_view};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event};

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
            let text = list.explained(&pressed).and_then(|(entry, diagnosis)| copying::text(action, entry, &diagnosis));
            text.map_or(Ok(()), |text| copying::copy(&pressed, &text))
        }
        None => Ok(()),
    }
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
    if options::of(event).is_some() {
        popup.list.borrow_mut().touched = true;
    }
    match options::key(event)? {
        Pressed::Chosen(option) => select(popup, &option),
        Pressed::Moved | Pressed::Other => Ok(()),
    }
}

fn describe(_: &Rc<Popup>, event: &Event) -> Result {
    url_view::describe(event)
}
