//! The tab “Diagnosis”: what the popup says, and the corrected URL to try.

use super::{Shown, Tried};
use crate::diagnosis::{Diagnosis, Surface, Verdict};
use crate::extension::view::dom::{self, Result, Template, part, set_text};
use crate::extension::view::exchange_view::{self, corrected};
use crate::log::State;
use crate::report::quantity::milliseconds;
use crate::report::view::unexplained;
use crate::server_timing::server_timing;
use web_sys::Element;

/// Fills the pane.
pub fn fill(pane: &Element, shown: &Shown, exchange: &Template, other: &Template) -> Result {
    let (row, diagnosis) = (&shown.row, &shown.diagnosis);
    if diagnosis.verdict == Verdict::Warning {
        pane.set_attribute("data-tone", "warning")?;
    }
    if diagnosis.findings.is_empty() {
        let words = match (row.state, diagnosis.status) {
            (State::InFlight, _) => "Waiting for the answer".to_owned(),
            (_, Some(200..400)) => "Delivered as it was asked for".to_owned(),
            (_, status) => unexplained(status),
        };
        set_text(&dom::append(pane, "h2", "headline")?, &words);
    }
    if let Some(content) = server_timing(&row.entry.exchange).content {
        set_text(&dom::append(pane, "p", "content")?, &content.to_string());
    }
    let article = exchange.copy()?;
    exchange_view::fill(&article, &row.entry, diagnosis, "", other)?;
    let delivery = diagnosis.surface == Some(Surface::Delivery);
    if corrected(diagnosis).is_some() && delivery && row.entry.exchange.method.eq_ignore_ascii_case("GET") {
        let mend = part(&article, "mend")?;
        let button = dom::append(&mend, "button", "")?;
        button.set_attribute("type", "button")?;
        button.set_attribute("data-action", "try")?;
        set_text(&button, "Try the corrected URL");
        // There before anything is said in it, so that screen readers say it.
        let place = dom::document()?.create_element("div")?;
        place.set_class_name("tried");
        place.set_attribute("role", "status")?;
        place.set_attribute("data-part", "attempt")?;
        article.insert_before(&place, mend.next_sibling().as_ref())?;
    }
    pane.append_child(&article)?;
    exchange_view::settle(&article)
}

/// Says what became of the corrected URL.
pub fn fill_attempt(pane: &Element, shown: &Shown, tried: &Tried, template: &Template) -> Result {
    let Some(place) = pane.query_selector("[data-part=attempt]")? else { return Ok(()) };
    let button = pane.query_selector("[data-action=try]")?;
    place.set_text_content(None);
    let attempt = match tried {
        Tried::Asking => {
            button.map_or(Ok(()), |button| button.set_attribute("disabled", ""))?;
            set_text(&dom::append(&place, "p", "asking")?, "Asking for the corrected URL…");
            return Ok(());
        }
        Tried::Failed(problem) => {
            button.map_or(Ok(()), |button| button.remove_attribute("disabled"))?;
            let words = format!("The corrected URL could not be tried. {problem}.");
            set_text(&dom::append(&place, "p", "why")?, &words);
            return Ok(());
        }
        Tried::Done(attempt) => attempt,
    };
    if let Some(button) = button {
        button.remove_attribute("disabled")?;
        set_text(&button, "Try again");
    }
    let told = template.copy()?;
    let (verdict, repaired, note) = verdict(&shown.diagnosis, &attempt.diagnosis);
    place.set_attribute("data-repaired", if repaired { "true" } else { "false" })?;
    set_text(&part(&told, "verdict")?, &format!("{verdict} · {}", milliseconds(attempt.time)));
    set_text(&part(&told, "note")?, &note);
    for (status, message, diagnosis) in
        [("old-status", "old-message", &shown.diagnosis), ("new-status", "new-message", &attempt.diagnosis)]
    {
        let answered = diagnosis.status.filter(|status| *status != 0);
        set_text(&part(&told, status)?, &answered.map_or_else(|| "none".to_owned(), |status| status.to_string()));
        set_text(&part(&told, message)?, diagnosis.message.as_deref().unwrap_or("none"));
    }
    place.append_child(&told)?;
    Ok(())
}

/// What to say of an attempt, whether it is good news, and what to know about it.
fn verdict(before: &Diagnosis, after: &Diagnosis) -> (&'static str, bool, String) {
    const KEPT: &str = "Cloudinary’s delivery network keeps a refusal for one minute up to a day";
    let code = |diagnosis: &Diagnosis| diagnosis.findings.first().map(|finding| finding.code);
    match after.status {
        Some(423) => ("Not ready yet", false, "Cloudinary still makes this. Try again in a moment.".to_owned()),
        Some(200..400) if after.message.is_none() => (
            "Repaired",
            true,
            format!("{KEPT}, so the URL as it was may go on failing even after the asset is mended."),
        ),
        Some(200..400) => ("Delivered, but not as asked", false, format!("{KEPT}, so this may be an older answer.")),
        _ => {
            let words = match (code(before), code(after)) {
                (Some(old), Some(new)) if old != new => "Not repaired, it now fails for another reason",
                _ => "Not repaired",
            };
            let title = after.findings.first().map(|finding| format!("{}. ", finding.title)).unwrap_or_default();
            (words, false, format!("{title}{KEPT}, so this may be an older answer."))
        }
    }
}
