//! The keys of list boxes: one stop for the Tab key each, and the arrow keys move between the options.

use super::dom::{self, Result};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// The option that `event` happened to.
pub fn of(event: &Event) -> Option<Element> {
    dom::target(event, "[role=option]")
}

/// Where a key pressed on an option leads.
pub enum Pressed {
    /// Nowhere: it is none of a list box's keys.
    Other,
    /// To another option, or it would have, had there been one. That is done.
    Moved,
    /// The option is to be chosen.
    Chosen(Element),
}

/// Moves between the options of a list box. Those that can be chosen have a `data-action`.
pub fn key(event: &Event) -> Result<Pressed> {
    let (Some(option), Some(event)) = (of(event), event.dyn_ref::<KeyboardEvent>()) else {
        return Ok(Pressed::Other);
    };
    let Some(list) = option.closest("[role=listbox]")? else { return Ok(Pressed::Other) };
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
            return Ok(Pressed::Chosen(option));
        }
        _ => return Ok(Pressed::Other),
    };
    event.prevent_default();
    if let Some(wanted) = wanted {
        option.set_attribute("tabindex", "-1")?;
        wanted.set_attribute("tabindex", "0")?;
        dom::focus(&wanted)?;
    }
    Ok(Pressed::Moved)
}
