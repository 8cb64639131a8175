//! The tab “URL”: every part of the URL, down to each parameter, with its meaning.

use super::Shown;
use crate::extension::view::dom::{self, Result, Template, part, set_text};
use crate::extension::view::{exchange_view, url_view};
use crate::report::words;
use crate::span::Span;
use crate::url::parts;
use web_sys::Element;

/// Fills the pane.
pub fn fill(pane: &Element, shown: &Shown, template: &Template) -> Result {
    let diagnosis = &shown.diagnosis;
    let url = diagnosis.url.as_str();
    let anatomy = diagnosis.anatomy.unwrap_or_else(|| crate::url::read(url));
    let spans: Vec<Span> = diagnosis.findings.iter().filter_map(|finding| finding.span).collect();
    let article = template.copy()?;
    url_view::fill(&part(&article, "url")?, url, &anatomy, &spans, true)?;
    let list = part(&article, "parts")?;
    for (at, piece) in parts(url, &anatomy).into_iter().enumerate() {
        let Some(about) = words::about(url, piece) else { continue };
        let fault = diagnosis.findings.iter().find(|finding| finding.span.is_some_and(|span| meets(span, piece.span)));
        let row = dom::append(&list, "li", if fault.is_some() { "faulty" } else { "" })?;
        row.set_attribute("role", "option")?;
        row.set_attribute("aria-selected", "false")?;
        row.set_attribute("tabindex", if list.child_element_count() == 1 { "0" } else { "-1" })?;
        row.set_attribute("data-at", &at.to_string())?;
        let code = dom::append(&row, "code", "")?;
        let code = if fault.is_some() { dom::append(&code, "mark", "")? } else { code };
        set_text(&code, piece.span.of(url));
        set_text(&dom::append(&row, "span", "name")?, about.name);
        let meaning = fault.map_or(about.meaning.as_str(), |finding| finding.title.as_str());
        set_text(&dom::append(&row, "span", "meaning")?, meaning);
    }
    if list.child_element_count() == 0 {
        list.remove();
    }
    exchange_view::fill_correction(&article, diagnosis)?;
    pane.append_child(&article)?;
    exchange_view::settle(&article)
}

/// Whether the two share a character, or the empty one stands in the other.
fn meets(fault: Span, piece: Span) -> bool {
    if fault.is_empty() {
        return piece.start < fault.start && fault.start < piece.end;
    }
    fault.start < piece.end && piece.start < fault.end
}

/// Shows where the part of `row` stands in the URL, and of no other.
pub fn point(pane: &Element, row: Option<&Element>) -> Result {
    if let Some(before) = pane.query_selector(".pointed")? {
        before.class_list().remove_1("pointed")?;
    }
    let Some(row) = row else { return Ok(()) };
    let Some(at) = row.get_attribute("data-at").and_then(|at| at.parse::<u32>().ok()) else { return Ok(()) };
    let Some(piece) = pane.query_selector("[data-part=url]")?.and_then(|url| url.children().item(at)) else {
        return Ok(());
    };
    piece.class_list().add_1("pointed")?;
    Ok(())
}
