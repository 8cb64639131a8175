//! The list: a grid of which only the rows in sight are in the page.
//!
//! All lines are of one height, so that the place of each is known without drawing it. The grid is one stop for the Tab
//! key; the arrow keys move what is active in it (`aria-activedescendant`), the heads of the columns included.

use super::super::view::dom::{self, Result};
use super::settings::Settings;
use crate::log::{Column, Item, Layout, Log, Row, State};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// The height of a line, in CSS pixels; panel.css says the same.
const LINE: i32 = 23;
/// The height of the heads of the columns.
const HEAD: i32 = 24;
/// The last column takes what is left, but no less than this unless it was made narrower.
const LAST: u32 = 140;
/// In a list that is narrower than its columns those that nobody made wider give way down to this, so that the cause, in
/// the last, stays in sight.
const NARROW: u32 = 80;
/// So many lines are drawn above and below what is in sight.
const SPARE: i32 = 8;

/// What the keyboard is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Active {
    /// The head of the column at this place.
    Head(usize),
    /// The line at this place of the layout.
    Line(usize),
}

/// The list.
pub struct Grid {
    root: HtmlElement,
    head: Element,
    body: HtmlElement,
    columns: Vec<Column>,
    layout: Layout,
    drawn: BTreeMap<usize, Line>,
    active: Option<Active>,
    selected: Option<u32>,
    /// Whether the list was at its end, where it stays as rows arrive.
    at_end: bool,
    /// Whether it is the list of a tab; that of a file stays where it is.
    is_live: bool,
}

/// A line in the page.
struct Line {
    element: HtmlElement,
    /// One for each column in a row, one alone in a page or a group.
    cells: Vec<Element>,
    texts: Vec<String>,
    is_row: bool,
    /// Whether it stands among the others where it belongs.
    is_placed: bool,
    /// What it was last filled with; none where that may have changed since.
    holds: Option<Holds>,
}

/// What decides how a row looks, as long as the layout is the same.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Holds {
    at: usize,
    id: u32,
    version: u32,
    is_selected: bool,
}

impl Grid {
    /// The list in `root`.
    pub fn new(root: Element, settings: &Settings) -> Result<Self> {
        let mut grid = Self {
            head: dom::part(&root, "head")?,
            body: dom::part(&root, "body")?.dyn_into()?,
            root: root.dyn_into()?,
            columns: Vec::new(),
            layout: Layout::default(),
            drawn: BTreeMap::new(),
            active: None,
            selected: None,
            at_end: true,
            is_live: true,
        };
        grid.set_columns(settings)?;
        Ok(grid)
    }

    /// Draws the heads of the columns anew, and with the next drawing all lines.
    pub fn set_columns(&mut self, settings: &Settings) -> Result {
        self.columns = settings.columns(self.room());
        self.root.set_attribute("aria-colcount", &self.columns.len().to_string())?;
        self.head.set_text_content(None);
        for (place, column) in self.columns.iter().enumerate() {
            let cell = dom::append(&self.head, "div", "")?;
            cell.set_attribute("role", "columnheader")?;
            cell.set_id(&format!("head-{place}"));
            cell.set_attribute("data-column", column.name())?;
            cell.set_attribute("data-action", "sort")?;
            cell.set_text_content(Some(column.title()));
            if let Some(sort) = settings.query.sort.filter(|sort| sort.column == *column) {
                cell.set_attribute("aria-sort", if sort.descending { "descending" } else { "ascending" })?;
            }
            dom::append(&cell, "span", "grip")?.set_attribute("data-grip", column.name())?;
        }
        for (_, line) in std::mem::take(&mut self.drawn) {
            line.element.remove();
        }
        self.set_widths(settings)
    }

    /// Takes columns in or out where the list became wider or narrower.
    pub fn fit(&mut self, settings: &Settings) -> Result {
        if self.columns == settings.columns(self.room()) { Ok(()) } else { self.set_columns(settings) }
    }

    /// The width of the list, in CSS pixels.
    fn room(&self) -> u32 {
        u32::try_from(self.root.client_width()).unwrap_or(0)
    }

    /// Gives the columns their widths.
    pub fn set_widths(&self, settings: &Settings) -> Result {
        let last = self.columns.last().copied();
        let widths = self.columns.iter().map(|column| match settings.width(*column) {
            width if Some(*column) == last => format!("minmax({}px, 1fr)", width.min(LAST)),
            width if settings.widths.contains_key(column) => format!("{width}px"),
            width => format!("minmax({}px, {width}px)", width.min(NARROW)),
        });
        let widths: Vec<String> = widths.collect();
        self.root.style().set_property("--columns", &widths.join(" "))
    }

    /// Begins with another log: that of a tab at its end, that of a file at its beginning.
    pub fn begin(&mut self, is_live: bool) {
        self.is_live = is_live;
        self.at_end = is_live;
        self.layout = Layout::default();
        if !is_live {
            self.root.set_scroll_top(0);
        }
    }

    /// Shows other lines. What is active and selected stays so.
    pub fn set_layout(&mut self, layout: Layout) -> Result {
        let before = self.active_item();
        self.at_end = self.is_live && self.is_at_end();
        self.layout = layout;
        for line in self.drawn.values_mut() {
            line.holds = None;
        }
        if let (Some(Active::Line(_)), Some(item)) = (self.active, before) {
            self.active = self.layout.items.iter().position(|other| *other == item).map(Active::Line);
        }
        let height = self.height();
        self.body.style().set_property("height", &format!("{height}px"))?;
        // The heads are a row too.
        self.root.set_attribute("aria-rowcount", &(self.layout.items.len() + 1).to_string())?;
        if self.at_end {
            self.root.set_scroll_top(height + HEAD);
        }
        Ok(())
    }

    /// What is shown.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The columns that are shown.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The exchange that is selected.
    pub fn selected(&self) -> Option<u32> {
        self.selected
    }

    /// Selects an exchange, or none.
    pub fn select(&mut self, id: Option<u32>) {
        self.selected = id;
    }

    /// What the keyboard is at.
    pub fn active(&self) -> Option<Active> {
        self.active
    }

    /// The line that the keyboard is at.
    pub fn active_item(&self) -> Option<Item> {
        match self.active {
            Some(Active::Line(at)) => self.layout.items.get(at).copied(),
            _ => None,
        }
    }

    /// Moves what is active, and what is in sight with it.
    pub fn activate(&mut self, active: Option<Active>) {
        self.active = active;
        if let Some(Active::Line(at)) = active {
            let top = i32::try_from(at).unwrap_or(i32::MAX / LINE) * LINE;
            let (above, room) = (self.root.scroll_top(), self.root.client_height() - HEAD);
            if top < above {
                self.root.set_scroll_top(top);
            } else if top + LINE > above + room {
                self.root.set_scroll_top(top + LINE - room);
            }
        }
    }

    /// The place of the first row in sight; that of the first line where there is no row.
    pub fn first_in_sight(&self) -> Option<usize> {
        let above = usize::try_from((self.root.scroll_top() + LINE - 1) / LINE).unwrap_or(0);
        let mut lines = self.layout.items.iter().enumerate().skip(above);
        let row = lines.find(|(_, item)| matches!(item, Item::Row(_))).map(|(at, _)| at);
        row.or_else(|| (!self.layout.items.is_empty()).then_some(0))
    }

    /// How many lines fit.
    pub fn page_size(&self) -> usize {
        usize::try_from((self.root.client_height() - HEAD) / LINE).unwrap_or(1).max(1)
    }

    /// Draws the lines in sight.
    pub fn draw(&mut self, log: &mut Log) -> Result {
        let wanted = self.wanted();
        // Lines that nobody sees are drawn anew as others.
        let mut free: Vec<Line> = Vec::new();
        let out: Vec<usize> = self.drawn.keys().copied().filter(|at| !wanted.contains(at)).collect();
        for at in out {
            free.extend(self.drawn.remove(&at));
        }
        for &at in &wanted {
            let Some(item) = self.layout.items.get(at).copied() else { continue };
            let is_row = matches!(item, Item::Row(_));
            let line = match self.drawn.remove(&at) {
                Some(line) if line.is_row == is_row => line,
                other => {
                    free.extend(other);
                    let mut line = match free.iter().position(|line| line.is_row == is_row) {
                        Some(place) => free.swap_remove(place),
                        None => self.new_line(is_row)?,
                    };
                    line.is_placed = false;
                    line
                }
            };
            self.drawn.insert(at, line);
            self.fill(at, item, log)?;
        }
        for line in free {
            line.element.remove();
        }
        self.put_in_order()?;
        self.mark_active()
    }

    /// The places to draw: what is in sight, and what is active, which screen readers are told of.
    fn wanted(&self) -> Vec<usize> {
        let above = self.root.scroll_top() / LINE - SPARE;
        let below = (self.root.scroll_top() + self.root.client_height()) / LINE + SPARE;
        let all = i32::try_from(self.layout.items.len()).unwrap_or(i32::MAX);
        let range = above.clamp(0, all)..below.clamp(0, all);
        let mut wanted: Vec<usize> = range.filter_map(|at| usize::try_from(at).ok()).collect();
        if let Some(Active::Line(at)) = self.active
            && at < self.layout.items.len()
            && !wanted.contains(&at)
        {
            wanted.push(at);
            wanted.sort_unstable();
        }
        wanted
    }

    fn new_line(&self, is_row: bool) -> Result<Line> {
        let element = dom::append(&self.body, "div", "row")?;
        element.set_attribute("role", "row")?;
        if is_row {
            element.set_attribute("data-action", "select")?;
        }
        let mut cells = Vec::new();
        let columns: &[Column] = if is_row { &self.columns } else { &[] };
        for column in columns {
            let cell = dom::append(&element, "div", "")?;
            cell.set_attribute("role", "gridcell")?;
            cell.set_attribute("data-column", column.name())?;
            if *column == Column::Status {
                cell.set_class_name("status-cell");
                cells.push(dom::append(&cell, "span", "status")?);
            } else {
                cells.push(cell);
            }
        }
        if !is_row {
            let cell = dom::append(&element, "div", "")?;
            cell.set_attribute("role", "gridcell")?;
            cell.set_attribute("aria-colspan", &self.columns.len().max(1).to_string())?;
            cells.push(cell);
        }
        let texts = vec![String::new(); cells.len()];
        Ok(Line { element: element.dyn_into()?, cells, texts, is_row, is_placed: false, holds: None })
    }

    /// Writes into the line at `at` what stands there.
    fn fill(&mut self, at: usize, item: Item, log: &mut Log) -> Result {
        let Some(line) = self.drawn.get_mut(&at) else { return Ok(()) };
        match item {
            Item::Row(id) => {
                log.learn_row(id);
                let Some(row) = log.row(id) else { return Ok(()) };
                let is_selected = self.selected == Some(id);
                let holds = Holds { at, id, version: row.version, is_selected };
                if line.holds.replace(holds) == Some(holds) {
                    return Ok(());
                }
                let element = &line.element;
                place_at(element, at)?;
                element.set_attribute("data-row", &id.to_string())?;
                element.set_attribute("data-url", &row.entry.exchange.url)?;
                attribute(element, "data-tone", tone(row))?;
                attribute(element, "data-code", row.cause().map_or("", |cause| cause.key.code.as_str()))?;
                attribute(element, "aria-selected", if is_selected { "true" } else { "false" })?;
                for (place, column) in self.columns.iter().enumerate() {
                    line.say(place, column.text(row))?;
                }
                Ok(())
            }
            Item::Page(number) => {
                let element = &line.element;
                place_at(element, at)?;
                let Some(page) = log.page(number) else { return Ok(()) };
                attribute(element, "class", "row page")?;
                element.remove_attribute("aria-expanded")?;
                element.remove_attribute("data-action")?;
                let url = page.url.split_once("://").map_or(page.url.as_str(), |(_, rest)| rest);
                let url = if url.is_empty() { "This page" } else { url };
                line.say(0, format!("{url} · {}", super::super::view::exchange_view::clock(page.time)))
            }
            Item::Group(place) => {
                let Some(group) = self.layout.groups.get(place) else { return Ok(()) };
                let next = self.layout.items.get(at + 1);
                let element = &line.element;
                place_at(element, at)?;
                attribute(element, "class", "row group")?;
                attribute(element, "data-action", "fold")?;
                attribute(element, "aria-expanded", if matches!(next, Some(Item::Row(_))) { "true" } else { "false" })?;
                let status = group.status.map(|status| format!("{status} ")).unwrap_or_default();
                line.say(0, format!("{status}{} · {}", group.title, group.count))
            }
        }
    }

    /// Screen readers read the lines in the order in which they are in the page. Those that stay are not moved: browsers
    /// make no click of a press on an element that was taken out meanwhile.
    fn put_in_order(&mut self) -> Result {
        let mut next: Option<&HtmlElement> = None;
        for line in self.drawn.values_mut().rev() {
            if !line.is_placed {
                self.body.insert_before(&line.element, next.map(AsRef::as_ref))?;
                line.is_placed = true;
            }
            next = Some(&line.element);
        }
        Ok(())
    }

    fn mark_active(&self) -> Result {
        let active = match self.active {
            Some(Active::Head(place)) => format!("head-{place}"),
            Some(Active::Line(at)) if self.drawn.contains_key(&at) => format!("line-{at}"),
            _ => String::new(),
        };
        if self.root.get_attribute("aria-activedescendant").unwrap_or_default() == active
            && (active.is_empty() || self.root.query_selector(&format!("#{active}.active"))?.is_some())
        {
            return Ok(());
        }
        while let Some(before) = self.root.query_selector(".active")? {
            before.class_list().remove_1("active")?;
        }
        if active.is_empty() {
            return self.root.remove_attribute("aria-activedescendant");
        }
        if let Some(element) = self.root.query_selector(&format!("#{active}"))? {
            element.class_list().add_1("active")?;
        }
        self.root.set_attribute("aria-activedescendant", &active)
    }

    fn height(&self) -> i32 {
        i32::try_from(self.layout.items.len()).unwrap_or(i32::MAX / LINE) * LINE
    }

    fn is_at_end(&self) -> bool {
        self.root.scroll_top() + self.root.client_height() >= self.height() + HEAD - LINE
    }
}

impl Line {
    /// Makes `text` that of the cell at `place`; what is right already is not touched.
    fn say(&mut self, place: usize, text: String) -> Result {
        let (Some(cell), Some(said)) = (self.cells.get(place), self.texts.get_mut(place)) else { return Ok(()) };
        if *said != text {
            cell.set_text_content(Some(&text));
            // That of what stood here before.
            cell.remove_attribute("title")?;
            *said = text;
        }
        Ok(())
    }
}

/// Moves a line to its place in the list.
fn place_at(element: &HtmlElement, at: usize) -> Result {
    let top = i32::try_from(at).unwrap_or(i32::MAX / LINE) * LINE;
    element.set_attribute("data-line", &at.to_string())?;
    element.set_id(&format!("line-{at}"));
    element.set_attribute("aria-rowindex", &(at + 2).to_string())?;
    element.style().set_property("transform", &format!("translateY({top}px)"))
}

/// Gives the cell that is pointed at its whole text as a title, if it is cut short; nobody waits for those of all others.
pub fn name_cut(cell: &Element) -> Result {
    if cell.scroll_width() > cell.client_width() {
        cell.set_attribute("title", &cell.text_content().unwrap_or_default())
    } else {
        cell.remove_attribute("title")
    }
}

/// The place of the line that `element` is in.
pub fn place_of(element: &Element) -> Option<usize> {
    element.closest("[data-line]").ok()??.get_attribute("data-line")?.parse().ok()
}

fn tone(row: &Row) -> &'static str {
    match row.state {
        State::InFlight | State::Cancelled => "waiting",
        State::Done if row.failed() => "failure",
        State::Done if row.warned() => "warning",
        State::Done => "good",
    }
}

/// Sets an attribute that is not right already.
fn attribute(element: &Element, name: &str, value: &str) -> std::result::Result<(), JsValue> {
    if element.get_attribute(name).as_deref() == Some(value) { Ok(()) } else { element.set_attribute(name, value) }
}
