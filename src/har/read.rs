//! Reading a HAR as it streams by: its pages and entries are handed over one at a time, all else is passed over.

use super::raw::{Raw, RawPage};
use super::{Item, Problem};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Gives the pages and entries of the HAR that `reader` reads to `each`, in order, until that says to stop. The `id` of
/// an exchange is the place of its entry, from 0.
///
/// # Errors
/// Where it is no HAR. What stands before the fault was given to `each`.
pub fn items<'de, R: serde_json::de::Read<'de>>(
    reader: &mut serde_json::Deserializer<R>,
    each: impl FnMut(Item) -> bool,
) -> Result<(), Problem> {
    let mut found = Found { each, entries: false, number: 0, stopped: false };
    let read = Object { found: &mut found, place: Place::File }.deserialize(&mut *reader).and_then(|()| reader.end());
    match read {
        _ if found.stopped => Ok(()),
        Ok(()) if found.entries => Ok(()),
        Ok(()) => Err(Problem::NoEntries),
        Err(problem) => Err(Problem::NotHar(problem)),
    }
}

/// What was met on the way, and whom to tell.
struct Found<F> {
    each: F,
    entries: bool,
    number: u64,
    stopped: bool,
}

impl<F: FnMut(Item) -> bool> Found<F> {
    fn tell<E: serde::de::Error>(&mut self, item: Item) -> Result<(), E> {
        self.stopped = !(self.each)(item);
        if self.stopped { Err(E::custom("stopped")) } else { Ok(()) }
    }
}

/// Where an object stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The file: `{"log": {…}}`.
    File,
    /// `log`: `{"pages": […], "entries": […], …}`.
    Log,
}

struct Object<'a, F> {
    found: &'a mut Found<F>,
    place: Place,
}

impl<'de, F: FnMut(Item) -> bool> DeserializeSeed<'de> for Object<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Item) -> bool> Visitor<'de> for Object<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(match self.place {
            Place::File => "a HAR, an object with “log”",
            Place::Log => "the log, an object with “entries”",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key>()? {
            match (self.place, key) {
                (Place::File, Key::Log) => map.next_value_seed(Object { found: self.found, place: Place::Log })?,
                (Place::Log, Key::Pages) => map.next_value_seed(List { found: self.found, of: Key::Pages })?,
                (Place::Log, Key::Entries) => {
                    self.found.entries = true;
                    map.next_value_seed(List { found: self.found, of: Key::Entries })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// `pages` or `entries`.
struct List<'a, F> {
    found: &'a mut Found<F>,
    of: Key,
}

impl<'de, F: FnMut(Item) -> bool> DeserializeSeed<'de> for List<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // Some write null where there are no pages.
        if self.of == Key::Pages { deserializer.deserialize_any(self) } else { deserializer.deserialize_seq(self) }
    }
}

impl<'de, F: FnMut(Item) -> bool> Visitor<'de> for List<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(if self.of == Key::Pages { "a list of pages" } else { "a list of entries" })
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.of == Key::Pages {
            while let Some(page) = seq.next_element::<RawPage>()? {
                let (id, page) = page.page();
                self.found.tell::<A::Error>(Item::Page { id, page })?;
            }
            return Ok(());
        }
        while let Some(raw) = seq.next_element::<Raw>()? {
            let number = self.found.number;
            self.found.number += 1;
            if let Some(entry) = raw.entry(Some(number)) {
                self.found.tell::<A::Error>(Item::Entry(Box::new(entry)))?;
            }
        }
        Ok(())
    }
}

/// The names on the way to the entries.
#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Key {
    Log,
    Pages,
    Entries,
    #[serde(other)]
    Other,
}
