//! One exchange, explained: why it failed, where in the URL, what to do, and everything raw in small.

use super::dom::{self, Result, Template, part, set_text, show, tell};
use super::url_view;
use crate::diagnosis::{Diagnosis, Finding, Surface};
use crate::journal::{Entry, Seen};
use crate::report::because::because;
use crate::report::drawing::changed;
use crate::report::markdown::source;
use crate::span::Span;
use crate::url::{self, Anatomy};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Fills `article`, a copy of the template `exchange`. `heading` is the title of the group it stands in.
pub fn fill(article: &Element, entry: &Entry, diagnosis: &Diagnosis, heading: &str, other: &Template) -> Result {
    let first = diagnosis.findings.first();
    let anatomy = diagnosis.anatomy.unwrap_or_default();
    let spans: Vec<Span> = diagnosis.findings.iter().filter_map(|finding| finding.span).collect();

    tell(article, "cause", first.map(|finding| finding.title.as_str()).filter(|title| *title != heading))?;
    tell(article, "why", first.map(|finding| finding.detail.as_str()))?;
    let evidence = first.map(|finding| because(&entry.exchange, diagnosis, finding));
    tell(article, "because", evidence.as_deref())?;
    fill_remedies(article, first)?;
    url_view::fill(&part(article, "url")?, &diagnosis.url, &anatomy, &spans, true)?;
    fill_fields(article, entry, first)?;
    fill_correction(article, diagnosis)?;
    fill_actions(article, entry, diagnosis, &anatomy)?;
    fill_facts(article, entry, diagnosis)?;

    let others = part(article, "others")?;
    for finding in diagnosis.findings.iter().skip(1) {
        let element = other.copy()?;
        set_text(&part(&element, "title")?, &finding.title);
        set_text(&part(&element, "why")?, &finding.detail);
        set_text(&part(&element, "because")?, &because(&entry.exchange, diagnosis, finding));
        others.append_child(&element)?;
        show(&others, true)?;
    }
    Ok(())
}

/// Makes what does not fit its place reachable: by keyboard, and with the fault in sight. `article` is in the page.
pub fn settle(article: &Element) -> Result {
    let places = article.query_selector_all(".url, .tall")?;
    for place in (0..places.length()).filter_map(|at| places.get(at)?.dyn_into::<Element>().ok()) {
        if place.scroll_height() <= place.client_height() {
            continue;
        }
        // The parts of the URL itself can be reached already.
        if place.get_attribute("role").as_deref() != Some("listbox") {
            place.set_attribute("tabindex", "0")?;
        }
        let mark = place.query_selector("mark")?.and_then(|mark| mark.dyn_into::<HtmlElement>().ok());
        if let Some(mark) = mark {
            place.set_scroll_top(mark.offset_top() - place.client_height() / 3);
        }
    }
    Ok(())
}

/// The corrected URL to offer: that of the best remedy which is in the URL.
pub fn corrected(diagnosis: &Diagnosis) -> Option<(&Finding, &str, &str)> {
    let first = diagnosis.findings.first()?;
    let fix = first.fixes.iter().find(|fix| fix.url.is_some())?;
    Some((first, fix.title.as_str(), fix.url.as_deref()?))
}

/// The remedies that are not in the URL, as a list of things to do.
fn fill_remedies(article: &Element, first: Option<&Finding>) -> Result {
    let list = part(article, "remedies")?;
    for fix in first.iter().flat_map(|finding| &finding.fixes).filter(|fix| fix.url.is_none()) {
        set_text(&dom::append(&list, "li", "")?, &fix.title);
        show(&list, true)?;
    }
    Ok(())
}

/// What an upload sent, with the field at fault marked.
fn fill_fields(article: &Element, entry: &Entry, first: Option<&Finding>) -> Result {
    let at_fault = first.and_then(|finding| finding.field.as_deref());
    let sent = entry.exchange.request.as_ref().map(|request| &request.fields).filter(|fields| !fields.is_empty());
    let Some(sent) = sent else { return Ok(()) };
    let list = part(article, "field-list")?;
    for (name, values) in sent {
        let (term, value) = (dom::append(&list, "dt", "")?, dom::append(&list, "dd", "tall")?);
        let faulty = at_fault == Some(name.as_str());
        for (place, text) in [(&term, name.as_str()), (&value, values.join(", ").as_str())] {
            place.set_attribute("dir", "auto")?;
            let place = if faulty { dom::append(place, "mark", "")? } else { place.clone() };
            set_text(&place, text);
        }
    }
    show(&part(article, "fields")?, true)
}

/// Shows the corrected URL, if there is one, and what can be done with it.
pub fn fill_correction(article: &Element, diagnosis: &Diagnosis) -> Result {
    let Some((finding, title, url)) = corrected(diagnosis) else { return Ok(()) };
    set_text(&part(article, "fix")?, &format!("· {title}"));
    let change: Vec<Span> = changed(&diagnosis.url, url, finding.span).into_iter().collect();
    url_view::fill(&part(article, "corrected")?, url, &url::read(url), &change, false)?;
    link(article, "open-corrected", url)?;
    show(&part(article, "correction")?, true)?;
    show(&part(article, "mend")?, true)
}

fn fill_actions(article: &Element, entry: &Entry, diagnosis: &Diagnosis, anatomy: &Anatomy) -> Result {
    show(&part(article, "copy-message")?, diagnosis.message.is_some())?;
    // What was posted to the API cannot be opened.
    let api = matches!(diagnosis.surface, Some(Surface::Upload | Surface::Admin)) || anatomy.kind == url::Kind::Api;
    if entry.exchange.method.eq_ignore_ascii_case("GET") && !api {
        link(article, "open-url", &diagnosis.url)?;
    }
    let learn = part(article, "learn")?;
    match diagnosis.findings.first() {
        Some(first) => {
            learn.set_attribute("href", &format!("codes/{}.html", first.code.as_str()))?;
            set_text(&part(article, "docs")?, first.docs.trim_start_matches("https://"));
            link(article, "docs", first.docs)?;
            show(&part(article, "docs-name")?, true)?;
            show(&part(article, "docs-place")?, true)?;
        }
        None => learn.remove(),
    }
    Ok(())
}

fn fill_facts(article: &Element, entry: &Entry, diagnosis: &Diagnosis) -> Result {
    let message = diagnosis.message.as_deref().or(entry.exchange.network_error.as_deref());
    let name = if diagnosis.message.is_some() { source(diagnosis.message_from) } else { "Network" };
    tell(article, "source", message.map(|_| name))?;
    tell(article, "message", message)?;
    tell(article, "request-id", diagnosis.request_id.as_deref())?;
    show(&part(article, "id-name")?, diagnosis.request_id.is_some())?;
    show(&part(article, "id")?, diagnosis.request_id.is_some())?;
    set_text(&part(article, "request")?, &request(entry));
    Ok(())
}

/// “GET image · 14:02:11 · 84 ms · seen in the page”.
fn request(entry: &Entry) -> String {
    let exchange = &entry.exchange;
    let mut words = vec![match &exchange.resource_type {
        Some(kind) => format!("{} {kind}", exchange.method),
        None => exchange.method.clone(),
    }];
    if entry.time > 0.0 {
        words.push(clock(entry.time));
    }
    if let Some(duration) = entry.duration {
        words.push(format!("{duration:.0} ms"));
    }
    words.extend(seen(entry.seen).map(str::to_owned));
    words.join(" · ")
}

/// How an exchange came to be known, where that is worth saying.
pub const fn seen(seen: Seen) -> Option<&'static str> {
    match seen {
        Seen::Network => None,
        Seen::Page => Some("seen in the page"),
        Seen::ServiceWorker => Some("through a service worker"),
    }
}

/// The time of day where the reader is: “14:02:11”.
pub fn clock(time: f64) -> String {
    let date = js_sys::Date::new(&time.into());
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}

/// Makes the link called `name` lead to `address`, if that is an address of the web.
fn link(article: &Element, name: &str, address: &str) -> Result {
    if !(address.starts_with("https://") || address.starts_with("http://")) {
        return Ok(());
    }
    let link = part(article, name)?;
    link.set_attribute("href", address)?;
    show(&link, true)
}
