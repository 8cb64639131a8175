//! Logs as files: what the panel shows is saved as a HAR or as exchanges a line, and files are opened to be looked at
//! in place of what the tab does, which goes on in the background meanwhile.

use super::super::view::dom::{self, Result, part, set_text};
use super::Panel;
use crate::date;
use crate::har::{self, Browser, Secrets};
use crate::log::file::{self, Lines};
use crate::log::{Log, Page, State};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use std::collections::HashMap;
use std::io;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// So many bytes are handed to the browser at a time.
const CHUNK: usize = 1 << 20;
/// Why a file that is a log is not opened.
const NOTHING: &str = "there are no requests to Cloudinary in it";

/// How long to read in one go, in milliseconds: nobody who scrolls or types feels it.
const READ: f64 = 10.0;
/// How often what was read is drawn, in milliseconds.
const DRAWN: f64 = 250.0;

/// A file in place of the tab's log.
pub struct Opened {
    /// Rises from file to file.
    number: u32,
    /// What it is called.
    name: String,
    /// How many of its lines could not be read.
    unread: u32,
    /// What is still to be read.
    rest: Option<Lines>,
    /// The tab's log, which goes on.
    pub live: Log,
}

/// A file was chosen or dropped, and is shown: its name and its bytes, unzipped.
#[wasm_bindgen(js_name = panelOpened)]
pub fn panel_opened(name: String, bytes: Vec<u8>) {
    super::with(|panel| {
        let number = panel.chosen.get() + 1;
        panel.chosen.set(number);
        match file::open(bytes) {
            Ok(file::Opened::Har(log)) if log.rows().len() == 0 => panel.check(refuse(panel, &name, NOTHING)),
            Ok(file::Opened::Har(log)) => panel.check(show(panel, number, name, *log, None)),
            Ok(file::Opened::Lines(lines)) => {
                let panel = Rc::clone(panel);
                spawn_local(async move {
                    let done = read(&panel, number, name, lines).await;
                    panel.check(done);
                });
            }
            Err(problem) => panel.check(refuse(panel, &name, &problem.to_string())),
        }
    });
}

/// Reads a file of lines bit by bit. It is shown as soon as there is something in it to show, and grows from then on.
async fn read(panel: &Rc<Panel>, number: u32, name: String, mut lines: Lines) -> Result {
    let mut log = Log::of_lines();
    loop {
        let deadline = dom::now() + READ;
        let done = lines.read(&mut log, || dom::now() < deadline);
        if log.rows().len() > 0 {
            break;
        }
        if done {
            return refuse(panel, &name, NOTHING);
        }
        TimeoutFuture::new(0).await;
    }
    show(panel, number, name, log, Some(lines))?;
    let mut drawn = dom::now();
    loop {
        TimeoutFuture::new(0).await;
        let deadline = dom::now() + READ;
        match read_on(panel, number, || dom::now() < deadline) {
            // Closed, or another file is shown by now.
            None => return Ok(()),
            Some(true) => break,
            Some(false) if dom::now() - drawn > DRAWN => {
                panel.draw_now();
                drawn = dom::now();
            }
            Some(false) => {}
        }
    }
    panel.draw_now();
    panel.draw_notice()
}

/// Reads on in the file that is shown, if it is that of `number`; `true` when all of it is read.
fn read_on(panel: &Panel, number: u32, time_left: impl FnMut() -> bool) -> Option<bool> {
    let mut opened = panel.opened.borrow_mut();
    let opened = opened.as_mut().filter(|opened| opened.number == number)?;
    let Some(lines) = &mut opened.rest else { return Some(true) };
    let done = lines.read(&mut panel.log.borrow_mut(), time_left);
    opened.unread = lines.unread();
    if done {
        opened.rest = None;
    }
    Some(done)
}

/// Whether there is more in the file that is shown than what was read of it.
pub fn is_reading(panel: &Panel) -> bool {
    panel.opened.borrow().as_ref().is_some_and(|opened| opened.rest.is_some())
}

/// A file could not be read.
#[wasm_bindgen(js_name = panelUnreadable)]
pub fn panel_unreadable(name: &str, reason: &str) {
    super::with(|panel| panel.check(refuse(panel, name, reason)));
}

/// Shows the file that was chosen as the one of `number`, unless a later one is shown.
fn show(panel: &Rc<Panel>, number: u32, name: String, log: Log, rest: Option<Lines>) -> Result {
    let mut opened = panel.opened.borrow_mut();
    if opened.as_ref().is_some_and(|opened| opened.number > number) {
        return Ok(());
    }
    let before = panel.log.replace(log);
    // A file after a file: the tab's log is the one that was put aside first.
    let live = opened.take().map_or(before, |opened| opened.live);
    let unread = rest.as_ref().map_or(0, Lines::unread);
    *opened = Some(Opened { number, name, unread, rest, live });
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
        // A file is read from its beginning; of the tab, the newest is of interest.
        grid.begin(panel.opened.borrow().is_none());
    }
    panel.draw_notice()?;
    panel.paused_once();
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
    let Some(Opened { name, unread, rest, .. }) = &*opened else { return Ok(()) };
    set_text_of(panel, "file-name", name)?;
    let unread = match unread {
        _ if rest.is_some() => "It is still being read.".to_owned(),
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
    // All of it, also of a file that is still being read.
    let number = panel.opened.borrow().as_ref().map(|opened| opened.number);
    number.and_then(|number| read_on(panel, number, || true));
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
