//! The panel of DevTools: a live log of the tab's Cloudinary traffic, and beside it what each request's diagnosis says.
//!
//! Two sources tell of a request: the background ([`link`]) and DevTools themselves (`panel.js`). `crate::log` joins
//! them; what is drawn here is always the whole truth of the log as it is then.

mod actions;
mod attempt;
mod detail;
mod drawing;
mod files;
mod grid;
mod keys;
mod link;
mod settings;

use super::browser::BrowserError;
use super::message::ToPanel;
use super::page::Access;
use super::view::dom::{self, Result, part};
use super::view::notice;
use crate::har;
use crate::journal::{Details, Kept};
use crate::log::{Counts, Log};
use detail::Detail;
use grid::Grid;
use link::{Heard, Link};
use settings::Settings;
use std::cell::{Cell, RefCell, RefMut};
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

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

/// Starts the panel for `tab`, which shows `url`; `origin` is when its document began by its own account (milliseconds
/// since the Unix epoch), if that can be asked.
///
/// # Errors
/// What the browser threw where the panel cannot work at all; panel.js shows it.
#[wasm_bindgen(js_name = openPanel)]
pub fn open_panel(tab: i32, url: &str, origin: Option<f64>, hooks: Hooks) -> Result {
    let panel = Panel::new(tab, hooks)?;
    panel.log.borrow_mut().navigate(url, origin, js_sys::Date::now());
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
        panel.live().navigate(url, origin, heard);
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
    /// How many files were chosen so far; the number of the last one.
    chosen: Cell<u32>,
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
    /// Until when somebody types or scrolls, as far as can be told, in milliseconds since the page began to load.
    busy: Cell<f64>,
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
        let on_body = |row| {
            with(|panel| {
                // DevTools know nothing of what a file tells of.
                if panel.opened.borrow().is_some() {
                    panel.check(panel.detail.no_body(row));
                } else {
                    panel.hooks.give_body(row);
                }
            });
        };
        let on_tab = |tab| {
            with(|panel| {
                let mut settings = panel.settings.borrow_mut();
                settings.tab = tab;
                settings.save();
            });
        };
        let detail = Detail::new(part(&body, "detail")?, settings.tab, on_tab, on_body)?;
        let mut log = Log::default();
        log.preserve = settings.preserve;
        let panel = Rc::new(Self {
            body,
            log: RefCell::new(log),
            opened: RefCell::new(None),
            chosen: Cell::new(0),
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
            busy: Cell::new(0.0),
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

    /// Shows what went wrong in the panel itself: nothing fails in silence.
    fn check(&self, done: Result) {
        if let Err(problem) = done {
            notice::tell_failure(&self.body, problem);
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

fn event(details: &str) -> std::result::Result<Details, JsValue> {
    Ok(serde_json::from_str(details).map_err(BrowserError::from)?)
}
