//! What people do in the panel with a pointer, and in its fields.

use super::super::view::dom::{self, Result, part, set_text};
use super::grid::{self, Active};
use super::{Panel, files};
use crate::log::{Column, Item, Sort};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, PointerEvent};

/// No column is narrower, in CSS pixels.
const NARROWEST: u32 = 36;

/// Begins to listen.
pub fn listen(panel: &Rc<Panel>) -> Result {
    let document = dom::document()?;
    let on = |name, handler: fn(&Rc<Panel>, &Event) -> Result| {
        let panel = Rc::clone(panel);
        dom::on(&document, name, move |event| panel.check(handler(&panel, event)));
    };
    on("click", click);
    on("input", input);
    on("pointerdown", drag);
    on("pointerover", |_, event| {
        dom::target(event, ".grid .body [role=gridcell]").map_or(Ok(()), |cell| grid::name_cut(&cell))
    });
    let scrolled = Rc::clone(panel);
    dom::on(&document, "scroll", move |_| {
        scrolled.give_way();
        scrolled.draw_soon();
    });
    let window = dom::window()?;
    let resized = Rc::clone(panel);
    dom::on(&window, "resize", move |_| resized.draw_soon());
    let back = Rc::clone(panel);
    dom::on(&window, "focus", move |_| back.link.wake());
    restore(panel)
}

/// Puts what was remembered into the fields.
fn restore(panel: &Rc<Panel>) -> Result {
    let settings = panel.settings.borrow();
    field(panel, "filter")?.set_value(&settings.query.filter.text);
    field(panel, "preserve")?.set_checked(settings.preserve);
    field(panel, "grouped")?.set_checked(settings.query.grouped);
    let menu = part(&panel.body, "columns")?;
    for column in Column::ALL {
        let label = dom::append(&menu, "label", "")?;
        let check: HtmlInputElement = dom::append(&label, "input", "")?.dyn_into()?;
        check.set_type("checkbox");
        check.set_attribute("data-show", column.name())?;
        check.set_checked(!settings.hidden.contains(&column));
        dom::append_text(&label, &format!(" {}", column.title()))?;
    }
    set_share(panel, settings.share)
}

fn field(panel: &Panel, name: &str) -> Result<HtmlInputElement> {
    Ok(part(&panel.body, name)?.dyn_into()?)
}

fn click(panel: &Rc<Panel>, event: &Event) -> Result {
    let Some(pressed) = dom::target(event, "[data-action]") else { return Ok(()) };
    match pressed.get_attribute("data-action").as_deref() {
        Some("select" | "fold") => {
            if let Some(place) = grid::place_of(&pressed) {
                choose(panel, place);
            }
            Ok(())
        }
        Some("sort") => {
            if dom::target(event, "[data-grip]").is_some() {
                return Ok(());
            }
            let column = pressed.get_attribute("data-column").and_then(|name| Column::named(&name));
            column.map_or(Ok(()), |column| sort(panel, column))
        }
        Some("pause") => {
            let paused = !panel.paused.get();
            panel.paused.set(paused);
            set_text(&pressed, if paused { "Go on" } else { "Pause" });
            pressed.set_attribute("aria-pressed", if paused { "true" } else { "false" })?;
            panel.draw_soon();
            Ok(())
        }
        Some("clear") if panel.opened.borrow().is_some() => files::leave(panel),
        Some("clear") => {
            panel.log.borrow_mut().clear(js_sys::Date::now());
            panel.grid.borrow_mut().select(None);
            panel.paused_once();
            panel.draw_now();
            Ok(())
        }
        Some("only") => {
            let which = pressed.get_attribute("data-only").unwrap_or_default();
            {
                let filter = &mut panel.settings.borrow_mut().query.filter;
                let switch = match which.as_str() {
                    "failed" => &mut filter.failed,
                    "warnings" => &mut filter.warnings,
                    "uploads" => &mut filter.uploads,
                    _ => &mut filter.slow,
                };
                *switch = !*switch;
            }
            changed(panel);
            Ok(())
        }
        Some("unfilter") => {
            panel.settings.borrow_mut().query.filter = crate::log::Filter::default();
            field(panel, "filter")?.set_value("");
            changed(panel);
            panel.focus_list()
        }
        Some("reload") => {
            panel.hooks.reload();
            Ok(())
        }
        Some("keys") => show_keys(panel),
        Some("save") => {
            part(&panel.body, "save-menu")?.remove_attribute("open")?;
            files::save(panel, &pressed.get_attribute("data-as").unwrap_or_default())
        }
        Some("open") => {
            field(panel, "file")?.click();
            Ok(())
        }
        Some("leave") => files::leave(panel),
        Some("dismiss") => files::dismiss(panel),
        _ => Ok(()),
    }
}

/// Opens the list of keys.
pub fn show_keys(panel: &Panel) -> Result {
    part(&panel.body, "keys")?.dyn_into::<web_sys::HtmlDialogElement>()?.show_modal()
}

/// Selects the exchange at `place`, or folds the group there.
pub fn choose(panel: &Rc<Panel>, place: usize) {
    let item = panel.grid.borrow().layout().items.get(place).copied();
    panel.grid.borrow_mut().activate(Some(Active::Line(place)));
    match item {
        Some(Item::Row(id)) => panel.grid.borrow_mut().select(Some(id)),
        Some(Item::Group(_)) => {
            fold(panel, None);
        }
        Some(Item::Page(_)) | None => {}
    }
    panel.draw_soon();
}

/// Folds or unfolds the group that is active; `wanted` says which, or it is turned.
pub fn fold(panel: &Rc<Panel>, wanted: Option<bool>) {
    let Some(Item::Group(place)) = panel.grid.borrow().active_item() else { return };
    let Some(title) = panel.grid.borrow().layout().groups.get(place).map(|group| group.title.clone()) else { return };
    {
        let mut folded = panel.folded.borrow_mut();
        let now = folded.contains(&title);
        if wanted.unwrap_or(!now) {
            folded.insert(title);
        } else {
            folded.remove(&title);
        }
    }
    panel.draw_now();
}

/// Sorts by `column`; the same column again turns the order, a third time ends it.
pub fn sort(panel: &Rc<Panel>, column: Column) -> Result {
    {
        let mut settings = panel.settings.borrow_mut();
        let before = settings.query.sort;
        settings.query.sort = match before {
            Some(sort) if sort.column == column && sort.descending => None,
            Some(sort) if sort.column == column => Some(Sort { descending: true, ..sort }),
            _ => Some(Sort { column, descending: false }),
        };
    }
    panel.grid.borrow_mut().set_columns(&panel.settings.borrow())?;
    changed(panel);
    Ok(())
}

/// Remembers the settings and shows what they ask for.
fn changed(panel: &Rc<Panel>) {
    panel.settings.borrow().save();
    panel.give_way();
    panel.paused_once();
    panel.draw_now();
}

fn input(panel: &Rc<Panel>, event: &Event) -> Result {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return Ok(());
    };
    match target.get_attribute("data-part").as_deref() {
        Some("filter") => panel.settings.borrow_mut().query.filter.text = target.value(),
        Some("grouped") => panel.settings.borrow_mut().query.grouped = target.checked(),
        Some("preserve") => {
            panel.settings.borrow_mut().preserve = target.checked();
            let mut log = panel.live();
            log.preserve = target.checked();
            if !target.checked() {
                log.keep_current_only();
            }
        }
        _ => {
            let Some(column) = target.get_attribute("data-show").and_then(|name| Column::named(&name)) else {
                return Ok(());
            };
            {
                let hidden = &mut panel.settings.borrow_mut().hidden;
                // One column stays.
                if target.checked() {
                    hidden.remove(&column);
                } else if hidden.len() + 1 < Column::ALL.len() {
                    hidden.insert(column);
                } else {
                    target.set_checked(true);
                }
            }
            panel.grid.borrow_mut().set_columns(&panel.settings.borrow())?;
        }
    }
    changed(panel);
    Ok(())
}

/// Widens a column by `by` CSS pixels.
pub fn widen(panel: &Rc<Panel>, column: Column, by: i32) -> Result {
    {
        let mut settings = panel.settings.borrow_mut();
        let width = settings.width(column).saturating_add_signed(by).max(NARROWEST);
        settings.widths.insert(column, width);
        settings.save();
    }
    panel.grid.borrow().set_widths(&panel.settings.borrow())
}

/// Gives the list a share of the panel, in per cent.
pub fn set_share(panel: &Panel, share: u32) -> Result {
    let split = panel.element("split")?;
    split.style().set_property("--share", &share.to_string())?;
    part(&panel.body, "divider")?.set_attribute("aria-valuenow", &share.to_string())
}

/// Takes hold of the edge of a column, or of the divider.
fn drag(panel: &Rc<Panel>, event: &Event) -> Result {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return Ok(()) };
    if let Some(grip) = dom::target(event, "[data-grip]") {
        let Some(column) = grip.get_attribute("data-grip").and_then(|name| Column::named(&name)) else {
            return Ok(());
        };
        let last = Rc::new(Cell::new(event.client_x()));
        let panel = Rc::clone(panel);
        return follow(&grip, event, move |event| {
            let by = event.client_x() - last.replace(event.client_x());
            widen(&panel, column, by)
        });
    }
    if let Some(divider) = dom::target(event, "[data-part=divider]") {
        let panel = Rc::clone(panel);
        return follow(&divider, event, move |event| {
            let area = panel.element("split")?.get_bounding_client_rect();
            let is_beside =
                part(&panel.body, "divider")?.client_height() > part(&panel.body, "divider")?.client_width();
            let share = if is_beside {
                (f64::from(event.client_x()) - area.left()) / area.width()
            } else {
                (f64::from(event.client_y()) - area.top()) / area.height()
            };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 20 and 80")]
            let share = (share * 100.0).clamp(20.0, 80.0) as u32;
            remember_share(&panel, share)
        });
    }
    Ok(())
}

/// Gives the list a share of the panel and remembers it.
pub fn remember_share(panel: &Rc<Panel>, share: u32) -> Result {
    panel.settings.borrow_mut().share = share;
    panel.settings.borrow().save();
    set_share(panel, share)?;
    panel.draw_soon();
    Ok(())
}

/// Calls `moved` as long as the pointer that went down on `held` is held.
fn follow(held: &Element, down: &PointerEvent, moved: impl Fn(&PointerEvent) -> Result + 'static) -> Result {
    down.prevent_default();
    held.set_pointer_capture(down.pointer_id())?;
    let pointer = down.pointer_id();
    let held_by = held.clone();
    let listener = gloo_events::EventListener::new(held, "pointermove", move |event| {
        if let Some(event) = event.dyn_ref::<PointerEvent>().filter(|event| event.pointer_id() == pointer)
            && held_by.has_pointer_capture(pointer)
            && let Err(problem) = moved(event)
        {
            web_sys::console::error_1(&problem);
        }
    });
    let listener = Cell::new(Some(listener));
    gloo_events::EventListener::once(held, "lostpointercapture", move |_| drop(listener.take())).forget();
    Ok(())
}

impl Panel {
    /// Lays the lines out anew although the list stands still: somebody asked for it.
    pub(super) fn paused_once(self: &Rc<Self>) {
        if self.paused.get() {
            self.check(self.lay_out());
        }
    }
}
