//! The right side of the panel: one exchange, tab by tab.
//!
//! What is shown is drawn anew where the exchange changed, and only the open tab. One listener per kind of event on the
//! root: elements come and go.

mod diagnosis;
mod headers;
mod list;
mod request;
mod response;
mod timing;
mod url;

use super::attempt::{Attempt, Unanswered, attempt};
use crate::diagnosis::{Diagnosis, diagnose};
use crate::extension::view::dom::{self, Result, Template, part, set_text};
use crate::extension::view::exchange_view::corrected;
use crate::extension::view::{copying, options, url_view};
use crate::log::{Row, State};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, FocusEvent, KeyboardEvent, Node};

/// The attempts of no more rows are kept.
const MOST: usize = 500;

/// A view of the exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tab {
    /// What is wrong, and what to do.
    #[default]
    Diagnosis,
    /// The URL, taken apart.
    Url,
    /// Those of the answer.
    Headers,
    /// What was sent.
    Request,
    /// The body of the answer.
    Response,
    /// Where the time went.
    Timing,
}

impl Tab {
    const ALL: [Tab; 6] = [Tab::Diagnosis, Tab::Url, Tab::Headers, Tab::Request, Tab::Response, Tab::Timing];

    /// Its name in `data-tab`, and in its button's ID behind `tab-`.
    const fn name(self) -> &'static str {
        match self {
            Tab::Diagnosis => "diagnosis",
            Tab::Url => "url",
            Tab::Headers => "headers",
            Tab::Request => "request",
            Tab::Response => "response",
            Tab::Timing => "timing",
        }
    }

    fn of(button: &Element) -> Option<Self> {
        let name = button.get_attribute("data-tab")?;
        Self::ALL.into_iter().find(|tab| tab.name() == name)
    }
}

/// What became of a corrected URL that was tried.
#[derive(Clone, Debug)]
enum Tried {
    /// No answer came yet.
    Asking,
    /// This.
    Done(Box<Attempt>),
    /// Nothing answered.
    Failed(Unanswered),
}

/// What is known of a row's body beside the row itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Body {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// DevTools were asked.
    Asked,
    /// They do not have it.
    Gone,
}

/// The exchange that is shown.
struct Shown {
    row: Row,
    diagnosis: Diagnosis,
}

/// Where an exchange is shown.
pub struct Detail {
    root: Element,
    pane: Element,
    exchange: Template,
    other: Template,
    apart: Template,
    tried: Template,
    tab: Cell<Tab>,
    shown: RefCell<Option<Shown>>,
    attempts: RefCell<HashMap<u32, Tried>>,
    asked: RefCell<HashSet<u32>>,
    gone: RefCell<HashSet<u32>>,
    on_tab: Box<dyn Fn(Tab)>,
    on_body: Rc<dyn Fn(u32)>,
}

impl Detail {
    /// The detail in `root`, which holds parts/detail.html, with `tab` open. `on_tab` is called with the tab that
    /// somebody opens, `on_body` with a row's `id` whose body somebody wants to see; the row is then shown again with
    /// its body, or [`Self::no_body`] says that there is none.
    pub fn new(
        root: Element,
        tab: Tab,
        on_tab: impl Fn(Tab) + 'static,
        on_body: impl Fn(u32) + 'static,
    ) -> Result<Rc<Self>> {
        let detail = Rc::new(Self {
            pane: part(&root, "pane")?,
            root,
            exchange: Template::named("exchange")?,
            other: Template::named("other")?,
            apart: Template::named("apart")?,
            tried: Template::named("tried")?,
            tab: Cell::new(tab),
            shown: RefCell::default(),
            attempts: RefCell::default(),
            asked: RefCell::default(),
            gone: RefCell::default(),
            on_tab: Box::new(on_tab),
            on_body: Rc::new(on_body),
        });
        let on = |name, handler: fn(&Rc<Detail>, &Event) -> Result| {
            let detail = Rc::clone(&detail);
            dom::on(&detail.root.clone(), name, move |event| detail.check(handler(&detail, event)));
        };
        on("click", Self::click);
        on("keydown", Self::key);
        on("pointerover", Self::point);
        on("focusin", Self::point);
        on("pointerleave", Self::unpoint);
        on("focusout", Self::leave);
        detail.mark(tab)?;
        detail.draw()?;
        Ok(detail)
    }

    /// Shows `row`, in the tab that is open; `None` where nothing is selected.
    pub fn show(&self, row: Option<&Row>) -> Result {
        let same = match (&*self.shown.borrow(), row) {
            (Some(shown), Some(row)) if shown.row.id == row.id => {
                if shown.row.entry == row.entry && shown.row.traffic == row.traffic && shown.row.state == row.state {
                    return Ok(());
                }
                true
            }
            _ => false,
        };
        let held = if same { self.held()? } else { None };
        let scrolled = self.pane.scroll_top();
        self.shown.replace(row.map(|row| Shown { row: row.clone(), diagnosis: diagnose(&row.entry.exchange) }));
        self.draw()?;
        self.pane.set_scroll_top(if same { scrolled } else { 0 });
        if let Some(held) = held {
            // What had the keyboard may be gone.
            dom::focus(&self.pane.query_selector(&held)?.unwrap_or_else(|| self.pane.clone()))?;
        }
        Ok(())
    }

    /// DevTools do not have the body of the row `id`.
    pub fn no_body(&self, id: u32) -> Result {
        self.gone.borrow_mut().insert(id);
        if self.shows(id) && self.tab.get() == Tab::Response { self.draw() } else { Ok(()) }
    }

    /// Moves the keyboard to the open tab.
    pub fn focus(&self) -> Result {
        dom::focus(&self.button(self.tab.get())?)
    }

    /// What tells the element in the pane that has the keyboard from the others, as a selector.
    fn held(&self) -> Result<Option<String>> {
        let Some(active) = dom::document()?.active_element().filter(|active| self.pane.contains(Some(active))) else {
            return Ok(None);
        };
        let named = |name: &str| active.get_attribute(name).map(|value| format!("[{name}=\"{value}\"]"));
        Ok(Some(named("data-action").or_else(|| named("data-at")).unwrap_or_else(|| ":scope > none".to_owned())))
    }

    fn shows(&self, id: u32) -> bool {
        self.shown.borrow().as_ref().is_some_and(|shown| shown.row.id == id)
    }

    fn button(&self, tab: Tab) -> Result<Element> {
        let found = self.root.query_selector(&format!("[data-tab={}]", tab.name()))?;
        found.ok_or_else(|| JsValue::from_str("This page lacks a tab"))
    }

    fn draw(&self) -> Result {
        let pane = &self.pane;
        pane.set_text_content(None);
        pane.remove_attribute("data-tone")?;
        let shown = self.shown.borrow();
        dom::show(&part(&self.root, "copy-as")?, shown.is_some())?;
        let Some(shown) = &*shown else {
            set_text(&dom::append(pane, "p", "nothing")?, "Choose a request to see what happened to it.");
            return Ok(());
        };
        match self.tab.get() {
            Tab::Diagnosis => {
                diagnosis::fill(pane, shown, &self.exchange, &self.other)?;
                self.draw_attempt(shown)
            }
            Tab::Url => url::fill(pane, shown, &self.apart),
            Tab::Headers => headers::fill(pane, shown),
            Tab::Request => request::fill(pane, shown),
            Tab::Response => {
                let body = self.ask_body(shown);
                response::fill(pane, shown, body)
            }
            Tab::Timing => timing::fill(pane, shown),
        }
    }

    /// Asks for the body of what is shown, if it is of use and was not asked for yet.
    fn ask_body(&self, shown: &Shown) -> Body {
        let id = shown.row.id;
        if self.gone.borrow().contains(&id) {
            return Body::Gone;
        }
        if shown.row.state == State::InFlight || !response::wants_body(&shown.row) {
            return Body::NotAsked;
        }
        if self.asked.borrow_mut().insert(id) {
            let ask = Rc::clone(&self.on_body);
            // Once this drawing is done: the answer may come at once.
            spawn_local(async move { ask(id) });
        }
        Body::Asked
    }

    /// Shows that `tab` is the open one.
    fn mark(&self, tab: Tab) -> Result {
        for other in Tab::ALL {
            let button = self.button(other)?;
            button.set_attribute("aria-selected", if other == tab { "true" } else { "false" })?;
            button.set_attribute("tabindex", if other == tab { "0" } else { "-1" })?;
        }
        self.pane.set_attribute("aria-labelledby", &format!("tab-{}", tab.name()))
    }

    /// Opens `tab` and moves the keyboard to its button.
    fn open(&self, tab: Tab) -> Result {
        self.mark(tab)?;
        if self.tab.replace(tab) != tab {
            self.draw()?;
            self.pane.set_scroll_top(0);
            (self.on_tab)(tab);
        }
        dom::focus(&self.button(tab)?)
    }

    fn click(self: &Rc<Self>, event: &Event) -> Result {
        if let Some(tab) = dom::target(event, "[data-tab]").as_ref().and_then(Tab::of) {
            return self.open(tab);
        }
        let Some(pressed) = dom::target(event, "[data-action]") else { return Ok(()) };
        let action = pressed.get_attribute("data-action").unwrap_or_default();
        if action == "try" {
            return self.attempt(&pressed);
        }
        let shown = self.shown.borrow();
        let Some(text) = shown.as_ref().and_then(|shown| copying::text(&action, &shown.row.entry, &shown.diagnosis))
        else {
            return Ok(());
        };
        match pressed.closest(".menu")? {
            // The menu closes, so its name says that it is done.
            Some(menu) => {
                menu.remove_attribute("open")?;
                let Some(summary) = menu.query_selector("summary")? else { return Ok(()) };
                dom::focus(&summary)?;
                copying::copy(&summary, &text)
            }
            None => copying::copy(&pressed, &text),
        }
    }

    /// Tries the corrected URL once.
    fn attempt(self: &Rc<Self>, button: &Element) -> Result {
        let shown = self.shown.borrow();
        let Some(shown) = &*shown else { return Ok(()) };
        let Some((_, _, url)) = corrected(&shown.diagnosis) else { return Ok(()) };
        let (id, url, before) = (shown.row.id, url.to_owned(), shown.row.entry.exchange.clone());
        button.set_attribute("disabled", "")?;
        self.keep(id, Tried::Asking);
        self.draw_attempt(shown)?;
        let detail = Rc::clone(self);
        spawn_local(async move {
            let tried = match attempt(&url, &before).await {
                Ok(attempt) => Tried::Done(Box::new(attempt)),
                Err(problem) => Tried::Failed(problem),
            };
            detail.check(detail.tried(id, tried));
        });
        Ok(())
    }

    fn keep(&self, id: u32, tried: Tried) {
        let mut attempts = self.attempts.borrow_mut();
        if attempts.len() >= MOST {
            attempts.clear();
        }
        attempts.insert(id, tried);
    }

    /// Remembers what became of the attempt for the row `id`, and shows it if that row is shown.
    fn tried(&self, id: u32, tried: Tried) -> Result {
        self.keep(id, tried);
        match &*self.shown.borrow() {
            Some(shown) if shown.row.id == id && self.tab.get() == Tab::Diagnosis => self.draw_attempt(shown),
            _ => Ok(()),
        }
    }

    fn draw_attempt(&self, shown: &Shown) -> Result {
        match self.attempts.borrow().get(&shown.row.id) {
            Some(tried) => diagnosis::fill_attempt(&self.pane, shown, tried, &self.tried),
            None => Ok(()),
        }
    }

    /// The keys of the tabs, of the menu, and of the list boxes.
    fn key(self: &Rc<Self>, event: &Event) -> Result {
        let Some(pressed) = event.dyn_ref::<KeyboardEvent>() else { return Ok(()) };
        if let Some(menu) = dom::target(event, ".menu[open]").filter(|_| pressed.key() == "Escape") {
            pressed.prevent_default();
            pressed.stop_propagation();
            menu.remove_attribute("open")?;
            return menu.query_selector("summary")?.map_or(Ok(()), |summary| dom::focus(&summary));
        }
        if dom::target(event, "[role=tab]").is_none() {
            return options::key(event).map(|_| ());
        }
        let count = Tab::ALL.len();
        let place = Tab::ALL.iter().position(|tab| *tab == self.tab.get()).unwrap_or_default();
        let wanted = match pressed.key().as_str() {
            "ArrowRight" => (place + 1) % count,
            "ArrowLeft" => (place + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return Ok(()),
        };
        pressed.prevent_default();
        Tab::ALL.get(wanted).map_or(Ok(()), |tab| self.open(*tab))
    }

    /// Says what somebody points at, and shows where it stands.
    fn point(self: &Rc<Self>, event: &Event) -> Result {
        url_view::describe(event)?;
        match dom::target(event, "[data-at]") {
            Some(row) => url::point(&self.pane, Some(&row)),
            None if event.type_() == "pointerover" => url::point(&self.pane, None),
            None => Ok(()),
        }
    }

    fn unpoint(self: &Rc<Self>, event: &Event) -> Result {
        let left = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if left.as_ref() == Some(&self.root) { url::point(&self.pane, None) } else { Ok(()) }
    }

    /// The menu closes when the keyboard or the pointer goes elsewhere.
    fn leave(_: &Rc<Self>, event: &Event) -> Result {
        let Some(menu) = dom::target(event, ".menu[open]") else { return Ok(()) };
        let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
        let inside = to.and_then(|to| to.dyn_into::<Node>().ok()).is_some_and(|to| menu.contains(Some(&to)));
        if inside { Ok(()) } else { menu.remove_attribute("open") }
    }

    /// What goes wrong here says so in the pane.
    fn check(&self, done: Result) {
        let Err(problem) = done else { return };
        web_sys::console::error_1(&problem);
        let words = crate::extension::BrowserError::from(problem).to_string();
        if let Ok(place) = dom::append(&self.pane, "p", "nothing") {
            set_text(&place, &words);
        }
    }
}
