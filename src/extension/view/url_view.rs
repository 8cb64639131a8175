//! A URL drawn in its parts, so that a person sees what is what and where the fault is.
//!
//! The parts are the options of one list box: one stop for the Tab key, and the arrow keys move between them.

use super::dom::{self, Result};
use crate::report::drawing::{Drawn, chosen, draw};
use crate::report::words;
use crate::span::Span;
use crate::url::Anatomy;
use web_sys::{Element, Event};

/// Draws `url` into `place`, with the stretches `marks` marked. With `named`, its parts tell what they are.
pub fn fill(place: &Element, url: &str, anatomy: &Anatomy, marks: &[Span], named: bool) -> Result {
    place.set_text_content(None);
    let drawn = draw(url, anatomy, marks);
    // The Tab key stops at the fault; without one, at the first part.
    let about: Vec<_> = drawn.iter().map(|drawn| words::about(url, drawn.part).filter(|_| named)).collect();
    let faulty =
        drawn.iter().zip(&about).position(|(d, about)| about.is_some() && d.runs.iter().any(|r| r.mark.is_some()));
    let stop = faulty.or_else(|| about.iter().position(Option::is_some));
    for (index, (drawn, about)) in drawn.iter().zip(&about).enumerate() {
        let element = dom::append(place, "span", if chosen(drawn.part.kind) { "part chosen" } else { "part" })?;
        if let Some(about) = about {
            let text = drawn.part.span.of(url);
            element.set_attribute("role", "option")?;
            element.set_attribute("aria-selected", "false")?;
            element.set_attribute("aria-label", &format!("{text}: {}, {}", about.name, about.meaning))?;
            element.set_attribute("data-name", about.name)?;
            element.set_attribute("data-meaning", &about.meaning)?;
            element.set_attribute("tabindex", if stop == Some(index) { "0" } else { "-1" })?;
        }
        fill_part(&element, url, drawn)?;
    }
    if stop.is_none() {
        // A list box without options would be a trap for screen readers.
        place.remove_attribute("role")?;
        place.remove_attribute("aria-label")?;
        place.remove_attribute("aria-orientation")?;
    }
    Ok(())
}

fn fill_part(element: &Element, url: &str, drawn: &Drawn) -> Result {
    let mut marked: Option<(usize, Element)> = None;
    for run in &drawn.runs {
        // Runs of one mark that follow each other share one <mark>.
        let parent = match (run.mark, marked.take()) {
            (None, _) => element.clone(),
            (Some(mark), Some((open, same))) if open == mark => marked.insert((mark, same)).1.clone(),
            (Some(mark), _) => {
                let class = if mark == 0 { "" } else { "later" };
                marked.insert((mark, dom::append(element, "mark", class)?)).1.clone()
            }
        };
        dom::append(&parent, "span", if run.loose { "loose" } else { "tight" })?
            .set_text_content(Some(run.span.of(url)));
        if run.breaks {
            dom::append(&parent, "wbr", "")?;
        }
    }
    Ok(())
}

/// Says in the exchange's line below the URL what the part is that somebody points at or has moved to.
pub fn describe(event: &Event) -> Result {
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
