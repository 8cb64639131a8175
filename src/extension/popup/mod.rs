//! The popup of the toolbar button: what failed on this page, why, where in the URL, and what to do.
//!
//! `popup.html` is painted before any of this runs. Then comes the log as it is stored, then what the background
//! still held and what the page itself remembers, and from then on every change. Each is drawn into what is there.

mod actions;
mod list;

use super::browser::BrowserError;
use super::page::{self, Access, Page, Subscription};
use super::view::dom::{self, Result, part, set_text, show, tell};
use super::view::exchange_view::clock;
use super::view::notice;
use crate::journal::PageLog;
use crate::report::view::{Reader, View};
use gloo_timers::future::TimeoutFuture;
use list::{List, Progress};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// How long to gather changes before the log is read again, in milliseconds.
const GATHER: u32 = 120;

/// How long to diagnose before the first drawing, and between the next ones, in milliseconds: nobody sees the first,
/// and nobody who clicks or scrolls meanwhile feels the next.
const FIRST: f64 = 12.0;
const NEXT: f64 = 40.0;

/// Starts the popup in the page that is loaded.
///
/// # Errors
/// What the browser threw where the popup cannot work at all; popup.js shows it.
#[wasm_bindgen(js_name = openPopup)]
pub async fn open_popup() -> Result {
    let popup = Rc::new(Popup::new()?);
    actions::listen(&popup)?;
    popup.follow().await
}

/// The popup and what it shows.
struct Popup {
    body: Element,
    list: RefCell<List>,
    shown: RefCell<Shown>,
    reader: RefCell<Reader>,
    /// Counts the logs that were learnt, so that the learning of an older one ends when a newer one is there.
    learning: Cell<u32>,
    /// Counts what was drawn, so that an older drawing ends when a newer one begins.
    drawing: Cell<u32>,
    /// Whether a change is waiting to be read.
    stale: Cell<bool>,
    subscriptions: RefCell<Vec<Subscription>>,
}

/// The page, its log, and what the log comes to.
#[derive(Default)]
struct Shown {
    page: Option<Page>,
    log: PageLog,
    view: View,
    /// Whether everything that can be known now is known.
    complete: bool,
    /// Whether the background did not answer.
    silent: bool,
}

impl Popup {
    fn new() -> Result<Self> {
        let body = dom::document()?.body().ok_or_else(|| JsValue::from_str("The page has no body"))?;
        let list = List::new(part(&body, "groups")?)?;
        Ok(Self {
            body: body.into(),
            list: RefCell::new(list),
            shown: RefCell::default(),
            reader: RefCell::default(),
            learning: Cell::new(0),
            drawing: Cell::new(0),
            stale: Cell::new(false),
            subscriptions: RefCell::default(),
        })
    }

    /// Shows the page that the tab has now, and follows it.
    async fn follow(self: &Rc<Self>) -> Result {
        let page = page::active().await?;
        self.list.borrow_mut().clear();
        self.shown.replace(Shown { page: Some(page.clone()), ..Shown::default() });
        let forbidden = page.access == Access::Forbidden;
        set_text(&part(&self.body, "site")?, if forbidden { "" } else { site(&page.url) });
        show(&part(&self.body, "reload")?, !forbidden)?;
        let changed = {
            let popup = Rc::clone(self);
            page::on_change(&page, move || popup.gather())
        };
        let left = {
            let popup = Rc::clone(self);
            page::on_navigation(&page, move || popup.restart())
        };
        self.subscriptions.replace(vec![changed, left]);

        self.read(&page).await?;
        let mut answer = page::settle().await;
        if answer.is_ok() && !forbidden {
            // A page that may not be looked into has nothing to add.
            answer = page::look_back(&page).await;
        }
        {
            let mut shown = self.shown.borrow_mut();
            shown.complete = true;
            shown.silent = matches!(answer, Err(BrowserError::BackgroundSilent));
        }
        self.read(&page).await
    }

    /// Begins anew, with another page.
    fn restart(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        spawn_local(async move {
            let done = popup.follow().await;
            popup.check(done);
        });
    }

    /// Reads the log soon: one reading for all that changes until then.
    fn gather(self: &Rc<Self>) {
        if self.stale.replace(true) {
            return;
        }
        let popup = Rc::clone(self);
        spawn_local(async move {
            TimeoutFuture::new(GATHER).await;
            popup.stale.set(false);
            let page = popup.shown.borrow().page.clone();
            if let Some(page) = page {
                let done = popup.read(&page).await;
                popup.check(done);
            }
        });
    }

    /// Reads the log of `page` and shows it, unless another page is shown by then.
    async fn read(self: &Rc<Self>, page: &Page) -> Result {
        let log = page::log(page).await?;
        {
            let mut shown = self.shown.borrow_mut();
            if shown.page.as_ref() != Some(page) {
                return Ok(());
            }
            shown.log = log;
        }
        self.learn()
    }

    /// Diagnoses what is new in the log and draws it: what a frame allows at once, the rest bit by bit.
    fn learn(self: &Rc<Self>) -> Result {
        let learning = self.learning.get().wrapping_add(1);
        self.learning.set(learning);
        if self.learn_for(FIRST)? {
            return Ok(());
        }
        let popup = Rc::clone(self);
        spawn_local(async move {
            let mut done = Ok(false);
            while matches!(done, Ok(false)) {
                TimeoutFuture::new(0).await;
                if popup.learning.get() != learning {
                    return;
                }
                done = popup.learn_for(NEXT);
            }
            popup.check(done.map(|_| ()));
        });
        Ok(())
    }

    /// Diagnoses for some milliseconds and draws what is known then. `true` when all is known.
    fn learn_for(self: &Rc<Self>, time: f64) -> Result<bool> {
        let deadline = dom::now() + time;
        let done = {
            let mut reader = self.reader.borrow_mut();
            let mut shown = self.shown.borrow_mut();
            let done = reader.learn(&shown.log, || dom::now() < deadline);
            shown.view = reader.read(&shown.log);
            done
        };
        self.draw()?;
        Ok(done)
    }

    /// Draws what is known: the head at once, the list as far as a frame allows, and the rest of it in the frames to come.
    fn draw(self: &Rc<Self>) -> Result {
        let drawing = self.drawing.get().wrapping_add(1);
        self.drawing.set(drawing);
        {
            let shown = self.shown.borrow();
            self.draw_head(&shown)?;
            self.draw_notice(&shown)?;
            self.list.borrow_mut().retain(&shown.view);
        }
        let mut progress = Progress::default();
        if self.step(&mut progress)? {
            let popup = Rc::clone(self);
            spawn_local(async move {
                let mut more = Ok(true);
                while matches!(more, Ok(true)) {
                    TimeoutFuture::new(0).await;
                    if popup.drawing.get() != drawing {
                        return;
                    }
                    more = popup.step(&mut progress);
                }
                popup.check(more.map(|_| ()));
            });
        }
        Ok(())
    }

    fn step(&self, progress: &mut Progress) -> Result<bool> {
        let shown = self.shown.borrow();
        self.list.borrow_mut().step(&shown.log, &shown.view, progress)
    }

    fn draw_head(&self, shown: &Shown) -> Result {
        let view = &shown.view;
        let any = view.total() > 0;
        for (name, words, count, class) in [
            ("failed", view.failed_words(), view.failed, "pill failed"),
            ("warnings", view.warnings_words(), view.warnings, "pill warned"),
            ("delivered", view.delivered_words(), view.delivered, "pill"),
        ] {
            let pill = part(&self.body, name)?;
            set_text(&pill, &words);
            pill.set_class_name(if count > 0 { class } else { "pill" });
            show(&pill, any && (count > 0 || name != "warnings"))?;
        }
        let summary = view.summary(&clock(shown.log.since));
        tell(&self.body, "summary", any.then_some(summary.as_str()))?;
        show(&part(&self.body, "tally")?, any || !shown.complete)?;
        show(&part(&self.body, "foot")?, any)
    }

    /// Says what there is to say of the whole page.
    fn draw_notice(&self, shown: &Shown) -> Result {
        let any = shown.view.total() > 0;
        let access = shown.page.as_ref().map_or(Access::Granted, |page| page.access);
        let state = match access {
            Access::Forbidden if !any => Some("forbidden"),
            Access::Withheld => Some("withheld"),
            _ if shown.silent => Some("silent"),
            _ if !any => shown.complete.then_some("empty"),
            _ if shown.view.groups.is_empty() && shown.view.failed == 0 => Some("fine"),
            _ => None,
        };
        show(&part(&self.body, "waiting")?, !any && !shown.complete && state.is_none())?;
        notice::put(&part(&self.body, "notice")?, state)
    }

    /// Shows what went wrong in the popup itself: nothing fails in silence.
    fn check(&self, done: Result) {
        if let Err(problem) = done {
            notice::tell_failure(&self.body, problem);
        }
    }
}

/// The host that `url` names, for the head of the popup.
fn site(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
