//! The panel of DevTools: a live log of the tab's Cloudinary traffic, and beside it what each request's diagnosis says.
//!
//! Two sources tell of a request: the background ([`link`]) and DevTools themselves (`panel.js`). `crate::log` joins
//! them; what is drawn here is always the whole truth of the log as it is then.

mod actions;
mod attempt;
mod detail;
mod files;
mod grid;
mod keys;
mod link;
mod settings;

use super::browser::BrowserError;
use super::message::ToPanel;
use super::page::Access;
use super::view::dom::{self, Result, Template, part, set_text};
use crate::har;
use crate::journal::{Details, Kept};
use crate::log::{Counts, Log};
use crate::report::quantity;
use detail::Detail;
use gloo_timers::future::TimeoutFuture;
use grid::Grid;
use link::{Connection, Heard, Link};
use settings::Settings;
use std::cell::{Cell, RefCell, RefMut};
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

/// How long to gather what arrives before it is drawn, in milliseconds.
const GATHER: u32 = 80;
/// How long to diagnose in one go, in milliseconds: nobody who scrolls or types feels it.
const LEARN: f64 = 8.0;
/// How long to wait before what changed is said to a screen reader, in milliseconds.
const ANNOUNCE: u32 = 1_000;

#[rustfmt::skip] // One call a line.
#[wasm_bindgen]
extern "C" {
    /// What panel.js does for the panel: it holds the objects of DevTools.
    pub type Hooks;
    #[wasm_bindgen(method, js_name = giveBody)]
    fn give_body(this: &Hooks, row: u32);
    #[wasm_bindgen(method, catch, js_name = lookBack)]
    async fn look_back(this: &Hooks) -> std::result::Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    fn navigated(this: &Hooks, url: &str);
    #[wasm_bindgen(method)]
    fn reload(this: &Hooks);
    #[wasm_bindgen(method)]
    fn save(this: &Hooks, name: &str, kind: &str, parts: js_sys::Array);
}

thread_local! {
    static PANEL: RefCell<Option<Rc<Panel>>> = const { RefCell::new(None) };
}

/// Starts the panel for `tab`, which shows `url` since `time` (milliseconds since the Unix epoch).
///
/// # Errors
/// What the browser threw where the panel cannot work at all; panel.js shows it.
#[wasm_bindgen(js_name = openPanel)]
pub fn open_panel(tab: i32, url: &str, time: f64, hooks: Hooks) -> Result {
    let panel = Panel::new(tab, hooks)?;
    panel.log.borrow_mut().navigate(url, time);
    PANEL.set(Some(Rc::clone(&panel)));
    actions::listen(&panel)?;
    keys::listen(&panel)?;
    panel.link.watch();
    panel.draw_now();
    Ok(())
}

/// The tab shows another page, `url`: since when by its document's own account, if that can be asked, and when that was
/// heard of (milliseconds since the Unix epoch).
#[wasm_bindgen(js_name = panelNavigated)]
pub fn panel_navigated(url: &str, origin: Option<f64>, heard: f64) {
    with(|panel| {
        let mut log = panel.live();
        let time = log.beginning(origin, heard);
        log.navigate(url, time);
        drop(log);
        panel.link.watch();
        panel.gather();
    });
}

/// A request ended: a HAR entry as JSON. The number of its row; none where it is of no interest.
#[wasm_bindgen(js_name = panelAnswered)]
pub fn panel_answered(entry: &str) -> Option<u32> {
    with(|panel| {
        panel.link.wake();
        let entry = match har::entry(entry) {
            Ok(entry) => entry?,
            Err(problem) => {
                web_sys::console::error_1(&problem.to_string().into());
                return None;
            }
        };
        let row = panel.live().finish(entry.exchange, entry.traffic);
        panel.gather();
        row
    })
    .flatten()
}

/// Whether the diagnosis of a row needs its body: an API says there what is wrong.
#[wasm_bindgen(js_name = panelWanted)]
pub fn panel_wanted(row: u32) -> bool {
    with(|panel| panel.live().row(row).is_some_and(|row| row.failed() && row.entry.exchange.body.is_none()))
        .unwrap_or(false)
}

/// The body of a row's answer; none where DevTools do not have it any more.
#[wasm_bindgen(js_name = panelBody)]
pub fn panel_body(row: u32, body: Option<String>) {
    with(|panel| {
        match body {
            Some(body) => panel.live().set_body(row, body),
            None => panel.check(panel.detail.no_body(row)),
        }
        panel.gather();
    });
}

fn with<T>(f: impl FnOnce(&Rc<Panel>) -> T) -> Option<T> {
    PANEL.with_borrow(Clone::clone).map(|panel| f(&panel))
}

/// The panel and what it shows.
pub struct Panel {
    body: Element,
    /// What is shown: the tab's log, or that of a file.
    log: RefCell<Log>,
    /// The file in its place.
    opened: RefCell<Option<files::Opened>>,
    /// Why a file was not opened, in words.
    refused: RefCell<Option<String>>,
    grid: RefCell<Grid>,
    settings: RefCell<Settings>,
    link: Rc<Link>,
    hooks: Hooks,
    access: Cell<Access>,
    counts: Cell<Counts>,
    /// Whether the list stands still; what arrives is shown when it goes on.
    paused: Cell<bool>,
    /// The groups that are folded, by title.
    folded: RefCell<HashSet<String>>,
    /// Whether the lines must be laid out anew.
    stale: Cell<bool>,
    gathering: Cell<bool>,
    framing: Cell<bool>,
    learning: Cell<bool>,
    announcing: Cell<bool>,
    looked_back: Cell<bool>,
    /// The row and the version of it that the detail shows.
    detailed: Cell<Option<(u32, u32)>>,
    detail: Rc<Detail>,
    frame: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl Panel {
    fn new(tab: i32, hooks: Hooks) -> Result<Rc<Self>> {
        let body: Element = dom::document()?.body().ok_or_else(|| JsValue::from_str("The page has no body"))?.into();
        let settings = Settings::load();
        let grid = Grid::new(part(&body, "grid")?, &settings)?;
        let link = Link::new(tab, |heard| {
            with(|panel| panel.check(panel.hear(heard)));
        });
        let detail = Detail::new(part(&body, "detail")?, |row| {
            with(|panel| {
                // DevTools know nothing of what a file tells of.
                if panel.opened.borrow().is_some() {
                    panel.check(panel.detail.no_body(row));
                } else {
                    panel.hooks.give_body(row);
                }
            });
        })?;
        let mut log = Log::default();
        log.preserve = settings.preserve;
        let panel = Rc::new(Self {
            body,
            log: RefCell::new(log),
            opened: RefCell::new(None),
            refused: RefCell::new(None),
            grid: RefCell::new(grid),
            settings: RefCell::new(settings),
            link,
            hooks,
            access: Cell::new(Access::Granted),
            counts: Cell::default(),
            paused: Cell::new(false),
            folded: RefCell::default(),
            stale: Cell::new(true),
            gathering: Cell::new(false),
            framing: Cell::new(false),
            learning: Cell::new(false),
            announcing: Cell::new(false),
            looked_back: Cell::new(false),
            detailed: Cell::new(None),
            detail,
            frame: RefCell::new(None),
        });
        let weak = Rc::downgrade(&panel);
        panel.frame.replace(Some(Closure::new(move || {
            if let Some(panel) = weak.upgrade() {
                panel.framing.set(false);
                panel.check(panel.draw());
            }
        })));
        Ok(panel)
    }

    /// The tab's own log, which goes on while a file is shown.
    fn live(&self) -> RefMut<'_, Log> {
        let opened = RefMut::filter_map(self.opened.borrow_mut(), |opened| opened.as_mut().map(|file| &mut file.live));
        opened.unwrap_or_else(|_| self.log.borrow_mut())
    }

    /// Takes in what the background says.
    fn hear(self: &Rc<Self>, heard: Heard) -> Result {
        match heard {
            Heard::Changed => return self.draw_notice(),
            Heard::Message(ToPanel::Page { document, url, access, .. }) => {
                self.access.set(access);
                if let Some(document) = document {
                    if !self.live().meet(&url, &document) {
                        self.hooks.navigated(&url);
                    }
                    self.look_back(document, url);
                }
                self.draw_notice()?;
            }
            Heard::Message(ToPanel::Log { document, segments }) => {
                let mut kept: Vec<Kept> = Vec::new();
                for segment in segments {
                    kept.append(&mut serde_json::from_str(&segment).map_err(BrowserError::from)?);
                }
                kept.sort_by(|a, b| a.entry.time.total_cmp(&b.entry.time));
                let mut log = self.live();
                for kept in kept {
                    log.put(&document, kept);
                }
            }
            Heard::Message(ToPanel::Started { details }) => self.live().start(&event(&details)?),
            Heard::Message(ToPanel::Ended { details }) => self.live().end(&event(&details)?),
            Heard::Message(ToPanel::Outdated) => {}
        }
        self.gather();
        Ok(())
    }

    /// Asks the page, once, what it remembers from before DevTools were open; the background adds it to its log.
    fn look_back(self: &Rc<Self>, document: String, url: String) {
        if self.looked_back.replace(true) {
            return;
        }
        let panel = Rc::clone(self);
        spawn_local(async move {
            // A page that cannot be asked has nothing to tell.
            if let Ok(looks) = panel.hooks.look_back().await {
                let tab = panel.link.tab();
                match super::page::tell_looks(tab, document, url, looks).await {
                    // It is busy, or was ended: what it sees is told on the port, and the foot says how that is.
                    Ok(()) | Err(BrowserError::BackgroundSilent) => {}
                    Err(problem) => panel.check(Err(problem.into())),
                }
            }
        });
    }

    /// Something arrived: it is drawn soon, together with what arrives until then.
    fn gather(self: &Rc<Self>) {
        self.stale.set(true);
        if self.gathering.replace(true) {
            return;
        }
        let panel = Rc::clone(self);
        spawn_local(async move {
            TimeoutFuture::new(GATHER).await;
            panel.gathering.set(false);
            panel.draw_soon();
        });
    }

    /// Somebody did something: what it changed is drawn with the next frame.
    fn draw_now(self: &Rc<Self>) {
        self.stale.set(true);
        self.draw_soon();
    }

    /// Draws with the next frame.
    fn draw_soon(self: &Rc<Self>) {
        if self.framing.replace(true) {
            return;
        }
        let asked = dom::window().and_then(|window| match &*self.frame.borrow() {
            Some(frame) => window.request_animation_frame(frame.as_ref().unchecked_ref()).map(|_| ()),
            None => Ok(()),
        });
        self.check(asked);
    }

    fn draw(self: &Rc<Self>) -> Result {
        if self.stale.get() {
            // All rows are looked at: not while somebody scrolls.
            self.counts.set(self.log.borrow().counts());
        }
        if self.stale.get() && !self.paused.get() {
            self.stale.set(false);
            self.lay_out()?;
        }
        self.draw_detail()?;
        self.grid.borrow_mut().fit(&self.settings.borrow())?;
        self.grid.borrow_mut().draw(&mut self.log.borrow_mut())?;
        self.draw_foot()?;
        self.learn();
        Ok(())
    }

    /// Decides which lines there are.
    fn lay_out(self: &Rc<Self>) -> Result {
        let layout = {
            let (log, settings, folded) = (self.log.borrow(), self.settings.borrow(), self.folded.borrow());
            log.layout(&settings.query, &|group| folded.contains(&group.title))
        };
        let (shown, any) = (layout.shown, self.log.borrow().rows().len() > 0);
        self.grid.borrow_mut().set_layout(layout)?;
        let state = match (any, shown) {
            (false, _) => Some("empty"),
            (true, 0) => Some("filtered"),
            _ => None,
        };
        let list = part(&self.body, "list")?;
        place_notice(&list, state)?;
        self.draw_chips()?;
        self.announce();
        Ok(())
    }

    /// The numbers in the buttons that filter.
    fn draw_chips(&self) -> Result {
        let counts = self.counts.get();
        let filter = self.settings.borrow().query.filter.clone();
        for (name, words, count, pressed) in [
            ("failed", "failed", counts.failed, filter.failed),
            ("warnings", if counts.warnings == 1 { "warning" } else { "warnings" }, counts.warnings, filter.warnings),
            ("uploads", if counts.uploads == 1 { "upload" } else { "uploads" }, counts.uploads, filter.uploads),
            ("slow", "slow", counts.slow, filter.slow),
        ] {
            let Some(chip) = self.body.query_selector(&format!("[data-only={name}]"))? else { continue };
            set_text(&chip, &format!("{count} {words}"));
            chip.set_attribute("aria-pressed", if pressed { "true" } else { "false" })?;
            chip.class_list().toggle_with_force("any", count > 0)?;
        }
        Ok(())
    }

    /// The line at the foot, which always tells the truth.
    fn draw_foot(&self) -> Result {
        let counts = self.counts.get();
        let shown = self.grid.borrow().layout().shown;
        let waiting = if self.paused.get() { counts.all.saturating_sub(shown) } else { 0 };
        set_text(&part(&self.body, "counts")?, &counts_words(&counts, shown, self.paused.get().then_some(waiting)));
        set_text(&part(&self.body, "state")?, self.link.state().words());
        Ok(())
    }

    fn draw_notice(&self) -> Result {
        let of_files = files::notice(self);
        let state = match (of_files, self.link.state(), self.access.get()) {
            (Some(state), ..) => Some(state),
            (_, Connection::Outdated, _) => Some("outdated"),
            (_, _, Access::Withheld) => Some("withheld"),
            _ => None,
        };
        place_notice(&part(&self.body, "notice")?, state)?;
        if of_files.is_some() {
            files::fill_notice(self)?;
        }
        self.draw_foot()
    }

    /// The detail of the selected exchange, if it is not there already as it is now.
    fn draw_detail(self: &Rc<Self>) -> Result {
        let selected = self.grid.borrow().selected();
        let mut log = self.log.borrow_mut();
        if let Some(id) = selected {
            log.learn_row(id);
        }
        let row = selected.and_then(|id| log.row(id));
        let wanted = row.map(|row| (row.id, row.version));
        if self.detailed.replace(wanted) == wanted && wanted.is_some() {
            return Ok(());
        }
        part(&self.body, "split")?.class_list().toggle_with_force("alone", row.is_none())?;
        self.detail.show(row)
    }

    /// Diagnoses what is not known yet, a little at a time, and draws what that changed.
    fn learn(self: &Rc<Self>) {
        if self.learning.replace(true) {
            return;
        }
        let panel = Rc::clone(self);
        spawn_local(async move {
            let mut last = dom::now();
            loop {
                TimeoutFuture::new(0).await;
                let deadline = dom::now() + LEARN;
                let (before, done) = {
                    let mut log = panel.log.borrow_mut();
                    let before = log.unlearnt();
                    (before, log.learn(|| dom::now() < deadline))
                };
                if before > 0 && (done || dom::now() - last > 250.0) {
                    last = dom::now();
                    panel.draw_now();
                }
                if done {
                    break;
                }
            }
            panel.learning.set(false);
        });
    }

    /// Says the counts to a screen reader, once things are quiet.
    fn announce(self: &Rc<Self>) {
        if self.announcing.replace(true) {
            return;
        }
        let panel = Rc::clone(self);
        spawn_local(async move {
            TimeoutFuture::new(ANNOUNCE).await;
            panel.announcing.set(false);
            let counts = panel.counts.get();
            let shown = panel.grid.borrow().layout().shown;
            let words = format!("{shown} of {} requests shown, {} failed", counts.all, counts.failed);
            panel.check(part(&panel.body, "announced").map(|place| set_text(&place, &words)));
        });
    }

    /// Shows what went wrong in the panel itself: nothing fails in silence.
    fn check(&self, done: Result) {
        let Err(problem) = done else { return };
        let told = Template::named("broken").and_then(|template| {
            let notice = template.copy()?;
            set_text(&part(&notice, "reason")?, &BrowserError::from(problem).to_string());
            let place = part(&self.body, "notice")?;
            place.set_text_content(None);
            place.append_child(&notice)?;
            Ok(())
        });
        if let Err(worse) = told {
            web_sys::console::error_1(&worse);
        }
    }

    /// Moves the keyboard into the list. The list hears of it at once, so that nobody may hold it meanwhile.
    fn focus_list(&self) -> Result {
        dom::focus(&part(&self.body, "grid")?)
    }

    /// Moves the keyboard into the detail.
    fn enter_detail(self: &Rc<Self>) -> Result {
        self.draw_detail()?;
        self.detail.focus()
    }

    /// The part of the panel called `name`, as an element that can be focused and styled.
    fn element(&self, name: &str) -> Result<HtmlElement> {
        Ok(part(&self.body, name)?.dyn_into()?)
    }
}

/// Puts the notice for `state` into `place`, or takes what is there away.
fn place_notice(place: &Element, state: Option<&str>) -> Result {
    let now = place.query_selector(":scope > .notice")?;
    if now.as_ref().and_then(|notice| notice.get_attribute("data-state")).as_deref() == state {
        return Ok(());
    }
    if let Some(now) = now {
        now.remove();
    }
    if let Some(state) = state {
        let notice = Template::named(state)?.copy()?;
        place.append_child(&notice)?;
    }
    Ok(())
}

/// “8 requests · 4 failed · 1 in flight · 319 kB”.
fn counts_words(counts: &Counts, shown: usize, paused: Option<usize>) -> String {
    let mut words = vec![if shown == counts.all || paused.is_some() {
        format!("{} request{}", counts.all, if counts.all == 1 { "" } else { "s" })
    } else {
        format!("{shown} of {} requests", counts.all)
    }];
    if counts.failed > 0 {
        words.push(format!("{} failed", counts.failed));
    }
    if counts.warnings > 0 {
        words.push(format!("{} warning{}", counts.warnings, if counts.warnings == 1 { "" } else { "s" }));
    }
    if counts.in_flight > 0 {
        words.push(format!("{} in flight", counts.in_flight));
    }
    if counts.bytes > 0 {
        words.push(quantity::bytes(counts.bytes));
    }
    if counts.dropped > 0 {
        words.push(format!("the oldest {} no longer kept", counts.dropped));
    }
    if let Some(waiting) = paused {
        words.push(if waiting > 0 { format!("paused, {waiting} new") } else { "paused".to_owned() });
    }
    words.join(" · ")
}

fn event(details: &str) -> std::result::Result<Details, JsValue> {
    Ok(serde_json::from_str(details).map_err(BrowserError::from)?)
}
