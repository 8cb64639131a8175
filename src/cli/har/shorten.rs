//! JSON with its long strings cut short, on the way to the parser.

use crate::har::WHOLE;
use memchr::{memchr, memchr2};
use std::io::{self, BufRead, Read};

/// So much of a string is let through, in bytes as the file spells them, where a character may take six (`\u0000`).
const LONGEST: usize = 6 * WHOLE;

/// Passes JSON on, but of each string only the first [`LONGEST`] bytes. It is cut before a character that is not
/// written as an escape, so that what comes out is JSON where what went in was.
pub struct Shorten<R> {
    input: R,
    cutter: Cutter,
}

impl<R: BufRead> Shorten<R> {
    pub const fn new(input: R) -> Self {
        Self { input, cutter: Cutter { place: Place::Outside, longest: LONGEST } }
    }
}

impl<R: BufRead> Read for Shorten<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            let from = self.input.fill_buf()?;
            if from.is_empty() || to.is_empty() {
                return Ok(0);
            }
            let (read, written) = self.cutter.pass(from, to);
            self.input.consume(read);
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

struct Cutter {
    place: Place,
    longest: usize,
}

/// Where the next byte stands. In a string: how many of its bytes have passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between strings.
    Outside,
    /// In a string.
    Inside(usize),
    /// Behind a backslash in a string.
    Escaped(usize),
    /// Among the digits of `\u12ab`, of which so many are to come.
    Digits(usize, u8),
    /// In the rest of a string, which is left out.
    Skipping,
    /// Behind a backslash in there.
    SkippingEscaped,
}

impl Cutter {
    /// Passes bytes of `from` on to `to`, until one of them ends. How many were read, and how many written.
    fn pass(&mut self, from: &[u8], to: &mut [u8]) -> (usize, usize) {
        let (mut read, mut written) = (0, 0);
        while let (Some(&byte), Some(room)) = (from.get(read), to.get_mut(written..).filter(|room| !room.is_empty())) {
            let rest = from.get(read..).unwrap_or_default();
            let (length, keep, next) = self.stretch(byte, rest.get(..room.len()).unwrap_or(rest));
            if keep {
                for (to, from) in room.iter_mut().zip(rest.iter().take(length)) {
                    *to = *from;
                }
                written += length;
            }
            read += length;
            self.place = next;
        }
        (read, written)
    }

    /// The bytes at the start of `rest`, the first of which is `byte`, that share a fate: how many, whether they pass,
    /// and the place behind them.
    fn stretch(&self, byte: u8, rest: &[u8]) -> (usize, bool, Place) {
        let until = |at: Option<usize>| at.unwrap_or(rest.len());
        match self.place {
            Place::Outside => match memchr(b'"', rest) {
                Some(at) => (at + 1, true, Place::Inside(0)),
                None => (rest.len(), true, Place::Outside),
            },
            Place::Inside(passed) => match byte {
                b'"' => (1, true, Place::Outside),
                b'\\' => (1, true, Place::Escaped(passed + 1)),
                // Not inside a character of several bytes.
                _ if passed >= self.longest && !(0x80..0xc0).contains(&byte) => (1, false, Place::Skipping),
                _ => {
                    let rest = rest.get(..self.longest.saturating_sub(passed).max(1)).unwrap_or(rest);
                    let length = memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
                    (length, true, Place::Inside(passed + length))
                }
            },
            Place::Escaped(passed) if byte == b'u' => (1, true, Place::Digits(passed + 1, 4)),
            Place::Escaped(passed) | Place::Digits(passed, 1) => (1, true, Place::Inside(passed + 1)),
            Place::Digits(passed, left) => (1, true, Place::Digits(passed + 1, left.saturating_sub(1))),
            Place::Skipping => match byte {
                b'"' => (1, true, Place::Outside),
                b'\\' => (1, false, Place::SkippingEscaped),
                _ => (until(memchr2(b'"', b'\\', rest)), false, Place::Skipping),
            },
            Place::SkippingEscaped => (1, false, Place::Skipping),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// `json` with strings of at most `longest` bytes, handed over in pieces of `piece` bytes.
    fn shortened(json: &str, longest: usize, piece: usize) -> String {
        let mut cutter = Cutter { place: Place::Outside, longest };
        let mut out = Vec::new();
        let mut to = vec![0; piece.max(2) - 1];
        for mut from in json.as_bytes().chunks(piece) {
            while !from.is_empty() {
                let (read, written) = cutter.pass(from, &mut to);
                out.extend_from_slice(&to[..written]);
                from = &from[read..];
            }
        }
        String::from_utf8(out).expect("whole characters")
    }

    #[test]
    fn cuts_strings_between_characters() {
        for (json, short) in [
            (r#"{"a":"bcd","efghi":[1.25,"\"\\x"]}"#, r#"{"a":"bcd","efg":[1.25,"\"\\"]}"#),
            (r#""ééé""#, r#""éé""#),
            (r#""ab\u00e9x""#, r#""ab\u00e9""#),
            (r#""\ud83d\ude00\ud83d\ude00xy","z""#, r#""\ud83d\ude00\ud83d\ude00","z""#),
            (r#""abcd\"ef" "#, r#""abc" "#),
        ] {
            for piece in 1..9 {
                assert_eq!(shortened(json, 3, piece), short, "{piece}");
            }
        }
    }

    proptest! {
        #[test]
        fn short_strings_pass_untouched(text in "\\PC{0,40}", piece in 1usize..50) {
            let json = serde_json::json!({ "a": [text, "\u{1}\n"], "b": 1 }).to_string();
            prop_assert_eq!(shortened(&json, 1000, piece), json);
        }

        #[test]
        fn what_comes_out_is_json(text in any::<String>(), longest in 0usize..40, piece in 1usize..50) {
            let json = serde_json::json!([text]).to_string();
            let short: Value = serde_json::from_str(&shortened(&json, longest, piece)).expect("JSON");
            prop_assert!(text.starts_with(short[0].as_str().expect("text")));
        }
    }
}
