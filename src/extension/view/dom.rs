//! The little of the DOM that xcld's pages need: templates, parts, text, events.
//!
//! Text goes in as text nodes only; no string is ever read as markup.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement, Node, Window};

/// What the browser throws where a page is not as the code expects it.
pub type Result<T = ()> = std::result::Result<T, JsValue>;

/// The window that this page is shown in.
pub fn window() -> Result<Window> {
    web_sys::window().ok_or_else(|| JsValue::from_str("There is no window"))
}

/// The page itself.
pub fn document() -> Result<Document> {
    window()?.document().ok_or_else(|| JsValue::from_str("There is no document"))
}

/// Milliseconds since the page began to load.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// A `<template>` of the page, found once and cloned often.
pub struct Template(Node);

impl Template {
    /// The template called `name` in its `data-template`.
    pub fn named(name: &str) -> Result<Self> {
        let found = document()?.query_selector(&format!("template[data-template={name}]"))?;
        let content = found
            .and_then(|element| element.dyn_into::<HtmlTemplateElement>().ok())
            .and_then(|template| template.content().first_element_child())
            .ok_or_else(|| JsValue::from_str(&format!("This page has no template {name}")))?;
        Ok(Self(content.into()))
    }

    /// A new copy of its element.
    pub fn copy(&self) -> Result<Element> {
        self.0.clone_node_with_deep(true)?.dyn_into::<Element>().map_err(JsValue::from)
    }
}

/// The element inside `within` that is called `name` in its `data-part`.
pub fn part(within: &Element, name: &str) -> Result<Element> {
    within
        .query_selector(&format!("[data-part={name}]"))?
        .ok_or_else(|| JsValue::from_str(&format!("This page has no part {name}")))
}

/// Makes `text` the only content of `element`. What is right already stays, and with it what is selected in it.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Shows or hides `element`.
pub fn show(element: &Element, shown: bool) -> Result {
    if shown { element.remove_attribute("hidden") } else { element.set_attribute("hidden", "") }
}

/// Fills the part `name` of `within` with `text`, and shows it; without a text the part is hidden.
pub fn tell(within: &Element, name: &str, text: Option<&str>) -> Result {
    let element = part(within, name)?;
    set_text(&element, text.unwrap_or_default());
    show(&element, text.is_some())
}

/// Appends a new element to `parent`.
pub fn append(parent: &Node, tag: &str, class: &str) -> Result<Element> {
    let element = document()?.create_element(tag)?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    parent.append_child(&element)?;
    Ok(element)
}

/// Appends `text` to `parent`.
pub fn append_text(parent: &Node, text: &str) -> Result {
    parent.append_child(&document()?.create_text_node(text))?;
    Ok(())
}

/// Moves the keyboard to `element`.
pub fn focus(element: &Element) -> Result {
    element.dyn_ref::<HtmlElement>().map_or(Ok(()), HtmlElement::focus)
}

/// The element that `event` happened to, or the nearest one around it, that `selector` describes.
pub fn target(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// Calls `f` for every event called `name` in `target`, as long as the page lives. Events that do not bubble come too.
pub fn on(target: &EventTarget, name: &'static str, mut f: impl FnMut(&Event) + 'static) {
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    EventListener::new_with_options(target, name, options, move |event| f(event)).forget();
}
