//! When the panel is drawn, and everything in it but the lines and the detail.

use super::super::page::Access;
use super::super::view::dom::{self, Result, part, set_text};
use super::super::view::notice;
use super::link::Connection;
use super::{Panel, files};
use crate::log::Counts;
use crate::report::quantity;
use gloo_timers::future::TimeoutFuture;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// How long to gather what arrives before it is drawn, in milliseconds.
const GATHER: u32 = 80;
/// How long to diagnose in one go, in milliseconds: nobody who scrolls or types feels it.
const LEARN: f64 = 8.0;
/// How often what was diagnosed is drawn, in milliseconds.
const LEARNT: f64 = 250.0;
/// How long after a key or a scroll nothing is diagnosed but what is in sight, in milliseconds.
const BUSY: f64 = 120.0;
/// How long to wait before what changed is said to a screen reader, in milliseconds.
const ANNOUNCE: u32 = 1_000;

impl Panel {
    /// Something arrived: it is drawn soon, together with what arrives until then.
    pub(super) fn gather(self: &Rc<Self>) {
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
    pub(super) fn draw_now(self: &Rc<Self>) {
        self.stale.set(true);
        self.draw_soon();
    }

    /// Draws with the next frame.
    pub(super) fn draw_soon(self: &Rc<Self>) {
        if self.framing.replace(true) {
            return;
        }
        let asked = dom::window().and_then(|window| match &*self.frame.borrow() {
            Some(frame) => window.request_animation_frame(frame.as_ref().unchecked_ref()).map(|_| ()),
            None => Ok(()),
        });
        self.check(asked);
    }

    pub(super) fn draw(self: &Rc<Self>) -> Result {
        let counts = self.log.borrow().counts();
        // While the list stands still, what somebody asks for is stale until it goes on; the buttons say it all the same.
        if self.counts.replace(counts) != counts || self.stale.get() {
            self.draw_chips()?;
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
    pub(super) fn lay_out(self: &Rc<Self>) -> Result {
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
        notice::put(&list, state)?;
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
        let reading = files::is_reading(self);
        let unfiltered = self.settings.borrow().query.filter.is_empty();
        // What was just read, or has just arrived, is laid out a little later.
        let is_late = reading || self.stale.get() && !self.paused.get();
        let shown = if is_late && unfiltered { counts.all } else { self.grid.borrow().layout().shown };
        let waiting = if self.paused.get() { counts.all.saturating_sub(shown) } else { 0 };
        let words = counts_words(&counts, shown, reading, self.paused.get().then_some(waiting));
        set_text(&part(&self.body, "counts")?, &words);
        set_text(&part(&self.body, "state")?, self.link.state().words());
        Ok(())
    }

    pub(super) fn draw_notice(&self) -> Result {
        let of_files = files::notice(self);
        let state = match (of_files, self.link.state(), self.access.get()) {
            (Some(state), ..) => Some(state),
            (_, Connection::Outdated, _) => Some("outdated"),
            (_, _, Access::Withheld) => Some("withheld"),
            _ => None,
        };
        notice::put(&part(&self.body, "notice")?, state)?;
        if of_files.is_some() {
            files::fill_notice(self)?;
        }
        self.draw_foot()
    }

    /// The detail of the selected exchange, if it is not there already as it is now.
    pub(super) fn draw_detail(self: &Rc<Self>) -> Result {
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

    /// Somebody types or scrolls: what nobody looks at can wait.
    pub(super) fn give_way(&self) {
        self.busy.set(dom::now() + BUSY);
    }

    /// Diagnoses what is not known yet, a little at a time, and draws what that changed. A file is read first.
    fn learn(self: &Rc<Self>) {
        if files::is_reading(self) || self.learning.replace(true) {
            return;
        }
        let panel = Rc::clone(self);
        spawn_local(async move {
            let mut last = dom::now();
            loop {
                TimeoutFuture::new(0).await;
                if files::is_reading(&panel) {
                    break;
                }
                let now = dom::now();
                if now < panel.busy.get() {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no more than BUSY")]
                    TimeoutFuture::new((panel.busy.get() - now).ceil() as u32).await;
                    continue;
                }
                let (before, done) = {
                    let mut log = panel.log.borrow_mut();
                    (log.unlearnt(), log.learn(|| dom::now() < now + LEARN))
                };
                if before > 0 && (done || dom::now() - last > LEARNT) {
                    last = dom::now();
                    if panel.settings.borrow().query.asks_for_causes() {
                        panel.draw_now();
                    } else {
                        panel.draw_soon();
                    }
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
}

/// “8 requests · 4 failed · 1 in flight · 319 kB”; `reading`: of a file, of which there may be more.
fn counts_words(counts: &Counts, shown: usize, reading: bool, paused: Option<usize>) -> String {
    let so_far = if reading { " so far" } else { "" };
    let mut words = vec![if shown == counts.all || paused.is_some() {
        format!("{} request{}{so_far}", counts.all, if counts.all == 1 { "" } else { "s" })
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
