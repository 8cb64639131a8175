//! What there is to say of a whole page, in a place of its own.

use super::dom::{Result, Template, part, set_text};
use crate::extension::browser::BrowserError;
use wasm_bindgen::JsValue;
use web_sys::Element;

/// Puts the notice for `state`, a copy of the template of this name, into `place` beside what else is there, and takes
/// another one away. The one that is there already stays.
pub fn put(place: &Element, state: Option<&str>) -> Result {
    let now = place.query_selector(":scope > .notice")?;
    if now.as_ref().and_then(|notice| notice.get_attribute("data-state")).as_deref() == state {
        return Ok(());
    }
    if let Some(now) = now {
        now.remove();
    }
    if let Some(state) = state {
        place.append_child(&Template::named(state)?.copy()?.into())?;
    }
    Ok(())
}

/// Says in the part `notice` of `page` what went wrong in xcld itself: nothing fails in silence.
pub fn tell_failure(page: &Element, problem: JsValue) {
    let told = part(page, "notice").and_then(|place| {
        put(&place, Some("broken"))?;
        set_text(&part(&place, "reason")?, &BrowserError::from(problem).to_string());
        Ok(())
    });
    if let Err(worse) = told {
        web_sys::console::error_1(&worse);
    }
}
