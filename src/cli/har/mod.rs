//! HAR files: what a browser's network panel exports (w3c.github.io/web-performance/specs/HAR/Overview.html).
//!
//! They can be of gigabytes, with every file of the page inside. So they are read entry by entry, and of a long string
//! only its beginning reaches the parser ([`shorten`]): memory stays the same, whatever the file holds.

mod shorten;

pub use crate::har::Entry;

use crate::date;
use crate::har::{self, Item};
use flate2::bufread::MultiGzDecoder;
use shorten::Shorten;
use std::io::{self, BufRead, BufReader, Read};

/// Why a file is no HAR.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It could not be opened or read.
    #[error("{0}")]
    Unreadable(#[source] io::Error),
    /// What was read is none.
    #[error(transparent)]
    NotHar(har::Problem),
}

impl From<har::Problem> for Problem {
    fn from(problem: har::Problem) -> Self {
        match problem {
            har::Problem::NotHar(problem) if problem.is_io() => Self::Unreadable(problem.into()),
            problem => Self::NotHar(problem),
        }
    }
}

/// What a report on `entry` says beside the diagnosis.
pub fn context(entry: &Entry) -> Vec<(&'static str, String)> {
    entry.traffic.started.iter().map(|started| ("Time", date::format(*started))).collect()
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
    let mut reader = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, Shorten::new(input)));
    Ok(har::items(&mut reader, |item| match item {
        Item::Page { .. } => true,
        Item::Entry(entry) => each(*entry),
    })?)
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
