//! Which exchanges are shown, and in which order.

use super::Log;
use super::column::{Column, Key};
use super::row::{Row, State};
use crate::report::view;
use crate::url::{self, Kind};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A request that takes so long is slow, in milliseconds.
pub const SLOW: f64 = 1000.0;

/// What to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Which exchanges.
    pub filter: Filter,
    /// In which order; `None`: that of time, page by page.
    pub sort: Option<Sort>,
    /// Whether exchanges with the same cause stand together.
    pub grouped: bool,
}

/// Which exchanges to show: those that everything here agrees to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that people press one by one")]
pub struct Filter {
    /// Words that must all be found in the URL, the server's message, the cause or its code, in any case; a word that
    /// begins with `-` must not be found.
    pub text: String,
    /// Those that failed; with [`Self::warnings`], those too.
    pub failed: bool,
    /// Those that were delivered with something to say about; with [`Self::failed`], those too.
    pub warnings: bool,
    /// Calls of the Upload API.
    pub uploads: bool,
    /// Those that took a second or more.
    pub slow: bool,
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// By this column.
    pub column: Column,
    /// The largest first.
    pub descending: bool,
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Here begins the page with this number.
    Page(u32),
    /// Here begins the group at this place in [`Layout::groups`].
    Group(usize),
    /// The exchange with this number.
    Row(u32),
}

/// Exchanges with one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// One plain sentence that names the thing at fault.
    pub title: String,
    /// The code of the cause; `None` for exchanges without one.
    pub code: Option<&'static str>,
    /// The status that they were answered with, where there was an answer.
    pub status: Option<u16>,
    /// How many they are.
    pub count: usize,
}

/// The lines of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// From top to bottom.
    pub items: Vec<Item>,
    /// The groups, where there are any.
    pub groups: Vec<Group>,
    /// How many exchanges are among the items.
    pub shown: usize,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Query {
    /// Whether what it shows can be another once causes are known that were not.
    pub fn asks_for_causes(&self) -> bool {
        let by_cause = self.sort.is_some_and(|sort| sort.column == Column::Cause);
        self.grouped || by_cause || self.filter.warnings || !self.filter.text.trim().is_empty()
    }
}

/// A row that is shown, beside what it is first ordered by: rows are large, and to reach for each of 50,000 once more is
/// most of what a layout takes.
#[derive(Clone, Copy)]
struct Found<'a> {
    page: u32,
    time: f64,
    id: u32,
    row: &'a Row,
}

impl Log {
    /// The lines to show for `query`. A group whose code is in `folded` shows its head alone.
    pub fn layout(&self, query: &Query, folded: &dyn Fn(&Group) -> bool) -> Layout {
        let words = Words::of(&query.filter.text);
        let mut rows: Vec<Found> = self
            .rows()
            .filter(|row| passes(row, &query.filter, &words))
            .map(|row| Found { page: row.page, time: row.time, id: row.id, row })
            .collect();
        // Nearly sorted already, for which the sort is made.
        rows.sort_by(|a, b| a.page.cmp(&b.page).then(a.time.total_cmp(&b.time)));
        if let Some(Sort { column, descending }) = query.sort {
            let mut keyed: Vec<(Key, Found)> = rows.iter().map(|found| (column.key(found.row), *found)).collect();
            // Rows without a value stand at the end either way.
            keyed.sort_by(|(a, _), (b, _)| a.compare(b, descending));
            rows = keyed.into_iter().map(|(_, found)| found).collect();
        }
        let shown = rows.len();
        let (items, groups) = match (query.grouped, query.sort) {
            (true, _) => grouped(&rows, folded),
            (false, Some(_)) => (rows.iter().map(|found| Item::Row(found.id)).collect(), Vec::new()),
            (false, None) => (self.paged(&rows, &query.filter), Vec::new()),
        };
        Layout { items, groups, shown }
    }

    /// The rows with a line where each page begins.
    fn paged(&self, rows: &[Found], filter: &Filter) -> Vec<Item> {
        let mut items = Vec::with_capacity(rows.len() + self.pages.len());
        let mut rest = rows;
        for page in &self.pages {
            let end = rest.iter().position(|row| row.page != page.number).unwrap_or(rest.len());
            let (own, others) = rest.split_at(end);
            rest = others;
            // A page without rows is worth its line only where nothing is filtered.
            if !own.is_empty() || filter.is_empty() {
                items.push(Item::Page(page.number));
            }
            items.extend(own.iter().map(|found| Item::Row(found.id)));
        }
        items
    }
}

/// The rows by cause, the most frequent failures first, those without a cause last.
fn grouped(rows: &[Found], folded: &dyn Fn(&Group) -> bool) -> (Vec<Item>, Vec<Group>) {
    let mut places: HashMap<Option<&view::Key>, usize> = HashMap::new();
    let mut groups: Vec<(Group, Option<view::Tone>, Vec<u32>)> = Vec::new();
    for row in rows.iter().map(|found| found.row) {
        let key = row.cause().map(|cause| &cause.key);
        let place = *places.entry(key).or_insert(groups.len());
        if let Some((group, _, members)) = groups.get_mut(place) {
            group.count += 1;
            members.push(row.id);
            continue;
        }
        let group = Group {
            title: row.cause().map_or_else(|| "Nothing to say about these".to_owned(), view::Cause::group_title),
            code: key.map(|key| key.code.as_str()),
            status: key.and_then(|key| key.status),
            count: 1,
        };
        groups.push((group, key.map(|key| key.tone), vec![row.id]));
    }
    groups.sort_by_key(|(group, tone, _)| (tone.is_none(), *tone, std::cmp::Reverse(group.count)));
    let mut items = Vec::with_capacity(rows.len() + groups.len());
    let mut heads = Vec::with_capacity(groups.len());
    for (place, (group, _, members)) in groups.into_iter().enumerate() {
        items.push(Item::Group(place));
        if !folded(&group) {
            items.extend(members.into_iter().map(Item::Row));
        }
        heads.push(group);
    }
    (items, heads)
}

/// The words of a filter.
struct Words {
    wanted: Vec<Word>,
    unwanted: Vec<Word>,
}

/// A word of a filter.
struct Word {
    /// In small letters.
    text: String,
    /// The HTTP status that it may mean.
    status: Option<u16>,
}

impl Word {
    fn of(word: &str) -> Self {
        // “0404” and “+404” are numbers too, but no status.
        let status = word.parse().ok().filter(|status: &u16| status.to_string() == word);
        Self { text: word.to_lowercase(), status }
    }
}

impl Words {
    fn of(text: &str) -> Self {
        let (unwanted, wanted): (Vec<&str>, Vec<&str>) =
            text.split_whitespace().partition(|word| word.len() > 1 && word.starts_with('-'));
        let unwanted = unwanted.into_iter().filter_map(|word| word.strip_prefix('-'));
        Words { wanted: wanted.into_iter().map(Word::of).collect(), unwanted: unwanted.map(Word::of).collect() }
    }

    fn pass(&self, row: &Row) -> bool {
        self.wanted.iter().all(|word| found(row, word)) && !self.unwanted.iter().any(|word| found(row, word))
    }
}

fn passes(row: &Row, filter: &Filter, words: &Words) -> bool {
    let by_outcome =
        !(filter.failed || filter.warnings) || (filter.failed && row.failed()) || (filter.warnings && row.warned());
    by_outcome && (!filter.uploads || is_upload(row)) && (!filter.slow || is_slow(row)) && words.pass(row)
}

fn found(row: &Row, word: &Word) -> bool {
    let exchange = &row.entry.exchange;
    let (status, word) = (word.status, word.text.as_str());
    let message = row.cause().and_then(|cause| cause.message.as_deref());
    contains(&exchange.url, word)
        || (status.is_some() && status == exchange.status)
        // The cause has the header's words too, where there is one.
        || message.or_else(|| exchange.header("x-cld-error")).is_some_and(|message| contains(message, word))
        || row.cause().is_some_and(|cause| contains(&cause.title, word) || contains(cause.key.code.as_str(), word))
        || exchange.request.as_ref().is_some_and(|request| {
            request.fields.get("upload_preset").into_iter().flatten().any(|preset| contains(preset, word))
        })
}

/// Whether `text` contains `word`, which is in small letters. What is typed is held against 50,000 URLs: ASCII, which
/// they are as a rule, is compared in place.
fn contains(text: &str, word: &str) -> bool {
    let Some((&first, rest)) = word.as_bytes().split_first() else { return true };
    if !word.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    let upper = first.to_ascii_uppercase();
    let bytes = text.as_bytes();
    memchr::memchr2_iter(first, upper, bytes)
        .any(|at| bytes.get(at + 1..at + 1 + rest.len()).is_some_and(|there| there.eq_ignore_ascii_case(rest)))
}

/// Whether it calls the Upload API.
pub(super) fn is_upload(row: &Row) -> bool {
    row.entry.exchange.method.eq_ignore_ascii_case("POST") && url::read(&row.entry.exchange.url).kind == Kind::Api
}

/// Whether it took long, or takes long already.
pub(super) fn is_slow(row: &Row) -> bool {
    row.state == State::Done && row.duration().is_some_and(|duration| duration >= SLOW)
}
