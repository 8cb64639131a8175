//! Logs as files: what the panel shows is saved as a HAR or as exchanges a line, and files are opened to be looked at
//! in place of what the tab does, which goes on in the background meanwhile.

use super::super::view::dom::{self, Result, part, set_text};
use super::Panel;
use crate::date;
use crate::har::{self, Browser, Secrets};
use crate::log::{Log, Page, State, file};
use js_sys::{Array, Uint8Array};
use std::collections::HashMap;
use std::io;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::HtmlInputElement;

/// So many bytes are handed to the browser at a time.
const CHUNK: usize = 1 << 20;

/// A file in place of the tab's log.
pub struct Opened {
    /// What it is called.
    name: String,
    /// How many of its lines could not be read.
    unread: u32,
    /// The tab's log, which goes on.
    pub live: Log,
}

/// A file was chosen or dropped, and is shown: its name and its bytes, unzipped.
#[wasm_bindgen(js_name = panelOpened)]
pub fn panel_opened(name: &str, bytes: &[u8]) {
    super::with(|panel| {
        let opened = match file::open(bytes, Log::wants) {
            Ok(opened) => opened,
            Err(problem) => return panel.check(refuse(panel, name, &problem.to_string())),
        };
        let log = Log::of_file(opened.archive);
        if log.rows().len() == 0 {
            return panel.check(refuse(panel, name, "there are no requests to Cloudinary in it"));
        }
        panel.check(show(panel, name, opened.unread, log));
    });
}

/// A file could not be read.
#[wasm_bindgen(js_name = panelUnreadable)]
pub fn panel_unreadable(name: &str, reason: &str) {
    super::with(|panel| panel.check(refuse(panel, name, reason)));
}

fn show(panel: &Rc<Panel>, name: &str, unread: u32, log: Log) -> Result {
    let before = panel.log.replace(log);
    let mut opened = panel.opened.borrow_mut();
    // A file after a file: the tab's log is the one that was put aside first.
    let live = opened.take().map_or(before, |opened| opened.live);
    *opened = Some(Opened { name: name.to_owned(), unread, live });
    drop(opened);
    panel.refused.replace(None);
    changed(panel)
}

fn refuse(panel: &Rc<Panel>, name: &str, reason: &str) -> Result {
    panel.refused.replace(Some(format!("“{name}” was not opened: {reason}")));
    panel.draw_notice()
}

/// Shows what the tab does again.
pub fn leave(panel: &Rc<Panel>) -> Result {
    if let Some(opened) = panel.opened.take() {
        panel.log.replace(opened.live);
    }
    changed(panel)
}

/// Takes the words about a file that was not opened away.
pub fn dismiss(panel: &Rc<Panel>) -> Result {
    panel.refused.replace(None);
    panel.draw_notice()
}

/// The list is another: nothing of the one before is selected in it.
fn changed(panel: &Rc<Panel>) -> Result {
    {
        let mut grid = panel.grid.borrow_mut();
        grid.select(None);
        grid.activate(None);
    }
    panel.draw_notice()?;
    panel.lay_out()?;
    panel.draw_now();
    Ok(())
}

/// The notice that files ask for.
pub fn notice(panel: &Panel) -> Option<&'static str> {
    if panel.refused.borrow().is_some() { Some("refused") } else { panel.opened.borrow().as_ref().map(|_| "opened") }
}

/// Fills in what the notice says.
pub fn fill_notice(panel: &Panel) -> Result {
    if let Some(words) = &*panel.refused.borrow() {
        return set_text_of(panel, "refusal", words);
    }
    let opened = panel.opened.borrow();
    let Some(Opened { name, unread, .. }) = &*opened else { return Ok(()) };
    set_text_of(panel, "file-name", name)?;
    let unread = match unread {
        0 => String::new(),
        1 => "One line of it is no exchange and was left out.".to_owned(),
        _ => format!("{unread} lines of it are no exchanges and were left out."),
    };
    set_text_of(panel, "unread", &unread)
}

fn set_text_of(panel: &Panel, name: &str, text: &str) -> Result {
    set_text(&part(&part(&panel.body, "notice")?, name)?, text);
    Ok(())
}

/// Saves what is shown, `form` being `har` or `jsonl`.
pub fn save(panel: &Panel, form: &str) -> Result {
    let field: HtmlInputElement = part(&panel.body, "secrets")?.dyn_into()?;
    let secrets = if field.checked() { Secrets::Shown } else { Secrets::Masked };
    let log = panel.log.borrow();
    let done = |row: &&crate::log::Row| row.state != State::InFlight;
    let mut parts = Parts { whole: Array::new(), rest: Vec::with_capacity(CHUNK) };
    let kind = if form == "har" {
        let pages: Vec<har::Page> =
            log.pages().map(|page| har::Page { url: page.url.clone(), started: Some(page.time) }).collect();
        let places: HashMap<u32, u32> = log.pages().map(|page| page.number).zip(0..).collect();
        let place = |page: u32| places.get(&page).copied().unwrap_or_default();
        let agent = dom::window()?.navigator().user_agent()?;
        let entries = log.rows().filter(done).map(|row| (place(row.page), &row.entry, &row.traffic));
        har::write(&mut parts, browser(&agent), &pages, entries, secrets)
    } else {
        let exchanges = log.rows().filter(done).map(|row| &row.entry.exchange);
        file::write_lines(&mut parts, exchanges, secrets)
    };
    kind.map_err(|problem| JsValue::from_str(&problem.to_string()))?;
    let name = name(log.pages().last(), form);
    panel.hooks.save(&name, if form == "har" { "application/json" } else { "application/x-ndjson" }, parts.end());
    Ok(())
}

/// The browser that a `User-Agent` header tells of.
fn browser(agent: &str) -> Option<Browser<'_>> {
    let version = |name: &str| agent.split_once(name)?.1.split(' ').next();
    ["Edg/", "Firefox/", "Chrome/"].into_iter().find_map(|token| {
        let name = token.trim_end_matches('/');
        Some(Browser { name: if name == "Edg" { "Edge" } else { name }, version: version(token)? })
    })
}

/// `xcld-shop.example-2026-11-02T10-00-00.har`.
fn name(page: Option<&Page>, form: &str) -> String {
    let url = page.map(|page| page.url.as_str()).unwrap_or_default();
    let host =
        url.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#', ':']).next().unwrap_or_default();
    let time = date::format(js_sys::Date::now()).replace(':', "-");
    let time = time.split('.').next().unwrap_or_default();
    let dash = if host.is_empty() { "" } else { "-" };
    format!("xcld{dash}{host}-{time}.{form}")
}

/// A file's bytes, handed over to the browser in pieces: 50,000 exchanges are more than should be here twice.
struct Parts {
    whole: Array,
    rest: Vec<u8>,
}

impl Parts {
    fn end(mut self) -> Array {
        self.hand_over();
        self.whole
    }

    fn hand_over(&mut self) {
        if !self.rest.is_empty() {
            self.whole.push(&Uint8Array::from(self.rest.as_slice()));
            self.rest.clear();
        }
    }
}

impl io::Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        if self.rest.len() >= CHUNK {
            self.hand_over();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
