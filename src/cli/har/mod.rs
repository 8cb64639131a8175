//! HAR files: what a browser's network panel exports (w3c.github.io/web-performance/specs/HAR/Overview.html).
//!
//! They can be of gigabytes, with every file of the page inside. So they are read entry by entry, and of a long string
//! only its beginning reaches the parser ([`shorten`]): memory stays the same, whatever the file holds.

mod entry;
mod shorten;

pub use entry::Entry;

use entry::Raw;
use flate2::bufread::MultiGzDecoder;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use shorten::Shorten;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

/// Why a file is no HAR.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It could not be opened or read.
    #[error("{0}")]
    Unreadable(#[source] io::Error),
    /// It is not JSON, ends too early, or an entry is not as the format has it.
    #[error("this is no HAR file, or it is damaged: {0}")]
    NotHar(#[source] serde_json::Error),
    /// It is JSON, but has no `log.entries`.
    #[error("this is JSON, but no HAR file: it has no list log.entries")]
    NoEntries,
}

/// Reads a HAR, gzipped or not, and gives its entries to `each`, in order, until that says to stop.
///
/// # Errors
/// Where `input` cannot be read or is no HAR. Entries before the fault were given to `each`.
pub fn read(input: impl Read, each: impl FnMut(Entry) -> bool) -> Result<(), Problem> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    if starts_with(&mut input, b"\x1f\x8b").map_err(Problem::Unreadable)? {
        parse(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(input)), each)
    } else {
        parse(input, each)
    }
}

fn parse(mut input: impl BufRead, mut each: impl FnMut(Entry) -> bool) -> Result<(), Problem> {
    // Charles and .NET write a byte order mark, which is no JSON.
    if starts_with(&mut input, b"\xef\xbb\xbf").map_err(Problem::Unreadable)? {
        input.consume(3);
    }
    let mut found = Found::default();
    let mut reader = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, Shorten::new(input)));
    let read = Archive { each: &mut each, found: &mut found }.deserialize(&mut reader).and_then(|()| reader.end());
    match read {
        _ if found.stopped => Ok(()),
        Ok(()) if found.entries => Ok(()),
        Ok(()) => Err(Problem::NoEntries),
        Err(problem) if problem.is_io() => Err(Problem::Unreadable(problem.into())),
        Err(problem) => Err(Problem::NotHar(problem)),
    }
}

/// Whether `input` begins with `magic`, of which a pipe may give less at first.
fn starts_with(input: &mut impl BufRead, magic: &[u8]) -> io::Result<bool> {
    loop {
        match input.fill_buf() {
            Ok(start) => return Ok(start.starts_with(magic)),
            Err(problem) if problem.kind() == io::ErrorKind::Interrupted => {}
            Err(problem) => return Err(problem),
        }
    }
}

/// What was met on the way.
#[derive(Default)]
struct Found {
    entries: bool,
    number: u64,
    stopped: bool,
}

/// The file: `{"log": {…}}`.
struct Archive<'a, F> {
    each: &'a mut F,
    found: &'a mut Found,
}

/// `log`: `{"entries": […], …}`.
struct Log<'a, F>(Archive<'a, F>);

/// `entries`.
struct Entries<'a, F>(Archive<'a, F>);

impl<'de, F: FnMut(Entry) -> bool> DeserializeSeed<'de> for Archive<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Entry) -> bool> Visitor<'de> for Archive<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a HAR, an object with “log”")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key>()? {
            if key == Key::Log {
                map.next_value_seed(Log(Archive { each: self.each, found: self.found }))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de, F: FnMut(Entry) -> bool> DeserializeSeed<'de> for Log<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Entry) -> bool> Visitor<'de> for Log<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("the log, an object with “entries”")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key>()? {
            if key == Key::Entries {
                self.0.found.entries = true;
                map.next_value_seed(Entries(Archive { each: self.0.each, found: self.0.found }))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de, F: FnMut(Entry) -> bool> DeserializeSeed<'de> for Entries<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Entry) -> bool> Visitor<'de> for Entries<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Archive { each, found } = self.0;
        while let Some(raw) = seq.next_element::<Raw>()? {
            let number = found.number;
            found.number += 1;
            if let Some(entry) = raw.entry(number)
                && !each(entry)
            {
                found.stopped = true;
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// The names on the way to the entries; all else is passed over.
#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Key {
    Log,
    Entries,
    #[serde(other)]
    Other,
}
