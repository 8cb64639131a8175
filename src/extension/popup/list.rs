//! The list of causes. It is brought up to date in place: what stands there keeps its place, its focus and its fold.
//!
//! A page may have thousands of failures, and all of them are in the list. So what is drawn is bounded in time: a
//! [`List::step`] ends after some milliseconds, and the caller goes on when the browser has painted.

use crate::diagnosis::{Diagnosis, diagnose};
use crate::extension::view::dom::{self, Result, Template, part, set_text, show, tell};
use crate::extension::view::exchange_view::{self, seen};
use crate::journal::{Entry, PageLog};
use crate::report::view::{Group, Key, Member, Tone, View};
use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use web_sys::Element;

/// How long a step may take, in milliseconds: less than a frame.
const BUDGET: f64 = 8.0;

/// How many characters at the end of a URL are always shown in a row.
const TAIL: usize = 28;

/// The list of causes in the page.
pub struct List {
    root: Element,
    group: Template,
    row: Template,
    exchange: Template,
    other: Template,
    shown: HashMap<Key, Shown>,
    /// The group that was opened without being asked for.
    opened: Option<Element>,
    /// Whether somebody has used the list: from then on nothing folds or unfolds by itself.
    pub touched: bool,
}

/// A group in the page.
struct Shown {
    element: Element,
    /// Where its rows are.
    list: Element,
    /// What is written in its line: the title and the count.
    said: (String, String),
    /// The exchanges that have a row, each by what tells it from the others.
    rows: Vec<u64>,
    /// The exchange that is explained, and what tells it from the others.
    selected: Option<(u64, Entry)>,
}

impl Shown {
    /// Writes title and count of `group` into the group's line, unless they stand there.
    fn say(&mut self, group: &Group) -> Result {
        if self.said.0 != group.title {
            set_text(&part(&self.element, "title")?, &group.title);
            self.said.0.clone_from(&group.title);
        }
        if self.said.1 != group.count {
            set_text(&part(&self.element, "count")?, &group.count);
            self.said.1.clone_from(&group.count);
        }
        Ok(())
    }
}

/// How far the list has been drawn: its rows, and then what is in the folded groups.
#[derive(Default)]
pub struct Progress {
    group: usize,
    previous: Option<Element>,
    explained: usize,
}

impl List {
    /// The list in `root`.
    pub fn new(root: Element) -> Result<Self> {
        Ok(Self {
            root,
            group: Template::named("group")?,
            row: Template::named("row")?,
            exchange: Template::named("exchange")?,
            other: Template::named("other")?,
            shown: HashMap::new(),
            opened: None,
            touched: false,
        })
    }

    /// Empties the list, for another page.
    pub fn clear(&mut self) {
        self.root.set_text_content(None);
        self.shown.clear();
        self.opened = None;
        self.touched = false;
    }

    /// Takes away what `view` no longer has. The rest is the work of [`Self::step`].
    pub fn retain(&mut self, view: &View) {
        let keys: HashSet<&Key> = view.groups.iter().map(|group| &group.key).collect();
        self.shown.retain(|key, shown| {
            let stays = keys.contains(key);
            if !stays {
                shown.element.remove();
            }
            stays
        });
    }

    /// Draws what `view` has and the page lacks, for some milliseconds. `false` when all is done.
    pub fn step(&mut self, log: &PageLog, view: &View, progress: &mut Progress) -> Result<bool> {
        let deadline = dom::now() + BUDGET;
        // Nothing moves under the pointer, nor under the eyes of somebody who has scrolled.
        let settled = self.root.matches(":hover, :focus-within")? || dom::window()?.scroll_y()? > 0.0;
        while let Some(group) = view.groups.get(progress.group) {
            if dom::now() > deadline {
                return Ok(true);
            }
            let element = self.place(group, settled, progress.previous.as_ref())?;
            if progress.group == 0 && !settled {
                self.open(&element, log, group)?;
            }
            if !self.fill_rows(log, group, settled, deadline)? {
                return Ok(true);
            }
            progress.group += 1;
            progress.previous = Some(element);
        }
        // So that the browser's own search finds what is in a folded group, and unfolds it.
        while let Some(group) = view.groups.get(progress.explained) {
            if dom::now() > deadline {
                return Ok(true);
            }
            let folded = self.shown.get(&group.key).filter(|shown| shown.selected.is_none());
            if let Some(element) = folded.map(|shown| shown.element.clone()) {
                self.explain(&element, log, group, 0)?;
            }
            progress.explained += 1;
        }
        Ok(false)
    }

    /// The element of `group`: the one in the page, brought up to date, or a new one.
    fn place(&mut self, group: &Group, settled: bool, previous: Option<&Element>) -> Result<Element> {
        if let Some(shown) = self.shown.get_mut(&group.key) {
            shown.say(group)?;
            let element = shown.element.clone();
            if !settled {
                self.put_behind(&element, previous)?;
            }
            return Ok(element);
        }
        let element = self.group.copy()?;
        let status = group.key.status.map(|status| status.to_string());
        element.set_attribute("data-code", group.key.code.as_str())?;
        element.set_attribute("data-status", status.as_deref().unwrap_or("0"))?;
        element.set_attribute("data-tone", if group.key.tone == Tone::Failure { "failure" } else { "warning" })?;
        set_text(&part(&element, "status")?, status.as_deref().unwrap_or("no answer"));
        let mut shown = Shown {
            list: part(&element, "rows")?,
            element: element.clone(),
            said: (String::new(), String::new()),
            rows: Vec::new(),
            selected: None,
        };
        shown.say(group)?;
        self.shown.insert(group.key.clone(), shown);
        if settled {
            self.root.append_child(&element)?;
        } else {
            self.put_behind(&element, previous)?;
        }
        Ok(element)
    }

    fn put_behind(&self, element: &Element, previous: Option<&Element>) -> Result {
        let next = match previous {
            Some(previous) => previous.next_element_sibling(),
            None => self.root.first_element_child(),
        };
        if next.as_ref() != Some(element) {
            self.root.insert_before(element, next.as_deref())?;
        }
        Ok(())
    }

    /// Opens the worst group, unless somebody has chosen another.
    fn open(&mut self, element: &Element, log: &PageLog, group: &Group) -> Result {
        if self.touched || self.opened.as_ref() == Some(element) {
            return Ok(());
        }
        if let Some(before) = self.opened.replace(element.clone()) {
            before.remove_attribute("open")?;
        }
        element.set_attribute("open", "")?;
        self.explain(element, log, group, 0)
    }

    /// Adds the rows that `group` lacks. `false` if the time ran out.
    fn fill_rows(&mut self, log: &PageLog, group: &Group, settled: bool, deadline: f64) -> Result<bool> {
        let Some(shown) = self.shown.get_mut(&group.key) else { return Ok(true) };
        let mut wanted = members(log, group);
        // Exchanges are added at the end as a rule; where it was otherwise, the rows begin anew.
        if !wanted.by_ref().take(shown.rows.len()).map(|(identity, ..)| identity).eq(shown.rows.iter().copied()) {
            shown.list.set_text_content(None);
            shown.rows.clear();
            wanted = members(log, group);
        }
        if group.members.len() > 1 {
            // The box does not grow while somebody points below it.
            if !settled {
                shown.list.remove_attribute("style")?;
                show(&shown.list, true)?;
            } else if shown.list.client_height() > 0 && !shown.list.has_attribute("style") {
                shown.list.set_attribute("style", &format!("max-height: {}px", shown.list.client_height() + 2))?;
            }
        }
        let common = group.members.first().and_then(|member| member.cause.message.as_deref());
        let selected = shown.selected.as_ref().map(|(identity, _)| *identity);
        for (identity, entry, member) in wanted {
            let row = self.row.copy()?;
            fill_row(&row, entry, member, common)?;
            row.set_attribute("data-entry", &identity.to_string())?;
            let chosen = if selected.is_some() { selected == Some(identity) } else { shown.rows.is_empty() };
            choose(&row, chosen)?;
            shown.list.append_child(&row)?;
            shown.rows.push(identity);
            if dom::now() > deadline {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Explains the first exchange of the group in `element`, unless one is explained already.
    pub fn unfold(&mut self, element: &Element, log: &PageLog, view: &View) -> Result {
        let Some(group) = self.group_of(element, view) else { return Ok(()) };
        if self.shown.get(&group.key).is_some_and(|shown| shown.selected.is_some()) {
            // What is folded has no size.
            return exchange_view::settle(&part(element, "selected")?);
        }
        self.explain(element, log, group, 0)
    }

    /// Explains the exchange of `row`.
    pub fn select(&mut self, row: &Element, log: &PageLog, view: &View) -> Result {
        let Some(element) = row.closest(".group")? else { return Ok(()) };
        let Some(group) = self.group_of(&element, view) else { return Ok(()) };
        let wanted = row.get_attribute("data-entry");
        let Some(chosen) = members(log, group).position(|(identity, ..)| Some(identity.to_string()) == wanted) else {
            return Ok(());
        };
        let rows = part(&element, "rows")?;
        if let Some(before) = rows.query_selector("[aria-selected=true]")? {
            choose(&before, false)?;
        }
        if let Some(before) = rows.query_selector("[tabindex='0']")? {
            before.set_attribute("tabindex", "-1")?;
        }
        choose(row, true)?;
        self.explain(&element, log, group, chosen)?;
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        part(&element, "selected")?.scroll_into_view_with_scroll_into_view_options(&options);
        Ok(())
    }

    /// Explains the exchange at `place` in `group`.
    fn explain(&mut self, element: &Element, log: &PageLog, group: &Group, place: usize) -> Result {
        let member = members(log, group).nth(place);
        let (Some((identity, entry, _)), Some(shown)) = (member, self.shown.get_mut(&group.key)) else {
            return Ok(());
        };
        let article = self.exchange.copy()?;
        exchange_view::fill(&article, entry, &diagnose(&entry.exchange), &group.title, &self.other)?;
        let place = part(element, "selected")?;
        place.set_text_content(None);
        place.append_child(&article)?;
        shown.selected = Some((identity, entry.clone()));
        exchange_view::settle(&article)
    }

    /// The exchange that is explained in the group around `inside`, and what there is to say about it.
    pub fn explained(&self, inside: &Element) -> Option<(&Entry, Diagnosis)> {
        let element = inside.closest(".group").ok()??;
        let shown = self.shown.values().find(|shown| shown.element == element)?;
        let (_, entry) = shown.selected.as_ref()?;
        Some((entry, diagnose(&entry.exchange)))
    }

    fn group_of<'v>(&self, element: &Element, view: &'v View) -> Option<&'v Group> {
        let (key, _) = self.shown.iter().find(|(_, shown)| shown.element == *element)?;
        view.groups.iter().find(|group| group.key == *key)
    }
}

fn fill_row(row: &Element, entry: &Entry, member: &Member, common: Option<&str>) -> Result {
    let url = &entry.exchange.url;
    row.set_attribute("data-url", url)?;
    row.set_attribute("title", url)?;
    let (head, tail) = shortened(url);
    part(row, "head")?.set_text_content(Some(head));
    part(row, "tail")?.set_text_content(Some(tail));
    if let Some(words) = seen(entry.seen) {
        tell(row, "seen", Some(words))?;
    }
    let message = member.cause.message.as_deref();
    if message != common {
        tell(row, "said", message)?;
    }
    Ok(())
}

fn choose(row: &Element, chosen: bool) -> Result {
    row.set_attribute("aria-selected", if chosen { "true" } else { "false" })?;
    row.set_attribute("tabindex", if chosen { "0" } else { "-1" })
}

/// `url` without scheme and host, cut in two: the second piece tells it from its like.
fn shortened(url: &str) -> (&str, &str) {
    let path = url.find("://").and_then(|at| url.get(at + 3..)?.find('/').map(|slash| at + 3 + slash));
    let shown = path.and_then(|at| url.get(at..)).unwrap_or(url);
    let cut = shown.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    shown.split_at_checked(cut).unwrap_or(("", shown))
}

/// The exchanges of `group`, each with what tells it from the others.
fn members<'a>(log: &'a PageLog, group: &'a Group) -> impl Iterator<Item = (u64, &'a Entry, &'a Member)> {
    let mut twins: HashMap<u64, u64> = HashMap::new();
    group.members.iter().filter_map(move |member| {
        let entry = log.entries.get(member.entry)?;
        let mut hasher = DefaultHasher::new();
        (&entry.exchange.url, entry.time.to_bits(), entry.exchange.status, entry.frame_id).hash(&mut hasher);
        let identity = hasher.finish();
        // The same URL twice in one millisecond.
        let twin = twins.entry(identity).and_modify(|twin| *twin += 1).or_default();
        Some((identity.wrapping_add(*twin), entry, member))
    })
}
