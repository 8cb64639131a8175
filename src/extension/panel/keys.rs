//! The keys of the panel.

use super::super::view::dom::{self, Result, part};
use super::Panel;
use super::actions::{choose, fold, remember_share, show_keys, sort, widen};
use super::grid::Active;
use crate::log::Item;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

/// A key changes the width of a column by so much, in CSS pixels.
const STEP: i32 = 12;

/// Begins to listen.
pub fn listen(panel: &Rc<Panel>) -> Result {
    let document = dom::document()?;
    let heard = Rc::clone(panel);
    dom::on(&document, "keydown", move |event| heard.check(key(&heard, event)));
    let grid = part(&panel.body, "grid")?;
    let heard = Rc::clone(panel);
    let list = grid.clone();
    // Nobody comes into a list by the keyboard where nothing is active. Whoever presses on a row means that row: the
    // list must not move away under the pointer.
    dom::on(&grid, "focus", move |_| {
        if !list.matches(":focus-visible").unwrap_or(true) {
            return;
        }
        let mut grid = heard.grid.borrow_mut();
        if grid.active().is_none()
            && let Some(first) = grid.first_in_sight()
        {
            grid.activate(Some(Active::Line(first)));
            drop(grid);
            heard.draw_soon();
        }
    });
    Ok(())
}

fn key(panel: &Rc<Panel>, event: &Event) -> Result {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return Ok(()) };
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return Ok(());
    }
    let key = event.key();
    let in_field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let writes = in_field.as_ref().is_some_and(|field| field.type_() == "search");
    if let Some(dialog) = dom::target(event, "dialog") {
        if key == "Escape" {
            // Chromium's DevTools take the key for themselves unless it is used here.
            event.prevent_default();
            event.stop_propagation();
            dialog.dyn_into::<web_sys::HtmlDialogElement>()?.close();
        }
        return Ok(());
    }
    match key.as_str() {
        "/" if !writes => {
            event.prevent_default();
            let filter: HtmlInputElement = part(&panel.body, "filter")?.dyn_into()?;
            filter.focus()?;
            filter.select();
            Ok(())
        }
        "?" if !writes => {
            event.prevent_default();
            show_keys(panel)
        }
        "Escape" => escape(panel, event, in_field.filter(|_| writes)),
        "Enter" | "ArrowDown" if writes => {
            event.prevent_default();
            panel.focus_list()
        }
        _ if dom::target(event, "[data-part=grid]").is_some() => in_grid(panel, event, &key),
        _ if dom::target(event, "[data-part=divider]").is_some() => on_divider(panel, event, &key),
        _ => Ok(()),
    }
}

/// One step back: the filter is emptied, the detail is left, then closed.
fn escape(panel: &Rc<Panel>, event: &KeyboardEvent, filter: Option<HtmlInputElement>) -> Result {
    if let Some(filter) = filter {
        // DevTools would open their drawer.
        event.prevent_default();
        event.stop_propagation();
        if filter.value().is_empty() {
            return panel.focus_list();
        }
        filter.set_value("");
        let changed = web_sys::Event::new("input")?;
        filter.dispatch_event(&changed)?;
        return Ok(());
    }
    if panel.grid.borrow().selected().is_some() {
        event.prevent_default();
        event.stop_propagation();
        if dom::target(event, "[data-part=grid]").is_some() {
            panel.grid.borrow_mut().select(None);
            panel.draw_soon();
        }
        return panel.focus_list();
    }
    Ok(())
}

fn in_grid(panel: &Rc<Panel>, event: &KeyboardEvent, key: &str) -> Result {
    let (active, items, page, columns) = {
        let grid = panel.grid.borrow();
        (grid.active(), grid.layout().items.len(), grid.page_size(), grid.columns().to_vec())
    };
    let last = items.saturating_sub(1);
    let line = |at: usize| (items > 0).then_some(Active::Line(at.min(last)));
    let next = match (active, key) {
        (Some(Active::Head(place)), "ArrowLeft" | "ArrowRight") if event.shift_key() => {
            event.prevent_default();
            let by = if key == "ArrowLeft" { -STEP } else { STEP };
            return columns.get(place).map_or(Ok(()), |column| widen(panel, *column, by));
        }
        (Some(Active::Head(place)), "ArrowLeft") => Some(Active::Head(place.saturating_sub(1))),
        (Some(Active::Head(place)), "ArrowRight") => {
            Some(Active::Head((place + 1).min(columns.len().saturating_sub(1))))
        }
        (Some(Active::Head(place)), "Enter" | " ") => {
            event.prevent_default();
            return columns.get(place).map_or(Ok(()), |column| sort(panel, *column));
        }
        (Some(Active::Head(_)) | None, "ArrowDown") | (_, "Home") => line(0),
        (Some(Active::Line(0)) | None, "ArrowUp") => Some(Active::Head(0)),
        (Some(Active::Line(at)), "ArrowDown") => line(at + 1),
        (Some(Active::Line(at)), "ArrowUp") => line(at - 1),
        (Some(Active::Line(at)), "PageDown") => line(at + page),
        (Some(Active::Line(at)), "PageUp") => line(at.saturating_sub(page)),
        (_, "End") => line(last),
        (Some(Active::Line(_)), "ArrowLeft" | "ArrowRight") => {
            event.prevent_default();
            fold(panel, Some(key == "ArrowLeft"));
            return Ok(());
        }
        (Some(Active::Line(at)), "Enter" | " ") => {
            event.prevent_default();
            choose(panel, at);
            if key == "Enter" && panel.grid.borrow().selected().is_some() {
                panel.enter_detail()?;
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    event.prevent_default();
    panel.grid.borrow_mut().activate(next);
    // Whoever reads a detail wants that of the row they move to.
    let (item, is_reading) = {
        let grid = panel.grid.borrow();
        (grid.active_item(), grid.selected().is_some())
    };
    if let (Some(Item::Row(id)), true) = (item, is_reading) {
        panel.grid.borrow_mut().select(Some(id));
    }
    panel.draw_soon();
    Ok(())
}

fn on_divider(panel: &Rc<Panel>, event: &KeyboardEvent, key: &str) -> Result {
    let share = panel.settings.borrow().share;
    let share = match key {
        "ArrowLeft" | "ArrowUp" => share.saturating_sub(5).max(20),
        "ArrowRight" | "ArrowDown" => (share + 5).min(80),
        _ => return Ok(()),
    };
    event.prevent_default();
    remember_share(panel, share)
}
