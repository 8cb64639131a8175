//! Names and values in two columns, under a heading.

use crate::extension::view::dom::{self, Result, set_text};
use web_sys::Element;

/// A section with a heading, and in it the list to fill with [`pair`].
pub fn section(pane: &Element, heading: &str) -> Result<Element> {
    let section = dom::append(pane, "section", "part-of")?;
    set_text(&dom::append(&section, "h3", "")?, heading);
    dom::append(&section, "dl", "facts pairs")
}

/// A name and its value; the value's element, for what else belongs to it.
pub fn pair(list: &Element, name: &str, value: &str) -> Result<Element> {
    let (term, place) = (dom::append(list, "dt", "")?, dom::append(list, "dd", "")?);
    term.set_attribute("dir", "auto")?;
    set_text(&term, name);
    let text = dom::append(&place, "span", "value")?;
    text.set_attribute("dir", "auto")?;
    set_text(&text, value);
    Ok(place)
}

/// A sentence about the value in `place`.
pub fn note(place: &Element, words: &str) -> Result {
    if !words.is_empty() {
        set_text(&dom::append(place, "span", "note")?, words);
    }
    Ok(())
}

/// A sentence of its own.
pub fn say(pane: &Element, words: &str) -> Result {
    set_text(&dom::append(pane, "p", "why")?, words);
    Ok(())
}
