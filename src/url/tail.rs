//! The back of the path: signature, transformation, version, public ID, extension and SEO suffix.

use super::{Anatomy, AssetType, Layout, path, types};
use crate::ascii;
use crate::span::Span;
use crate::transformation::{Likeness, is_component, is_known, is_slip, likeness};

/// Reads what stands between `from`, the end of the segment in front, and `end`, the end of the path.
pub(super) fn read(url: &str, anatomy: &mut Anatomy, from: usize, end: usize) {
    let bytes = url.as_bytes();
    let mut tail = Tail { url, bytes, at: (from + 1).min(end), end };
    tail.read_signature(anatomy);
    tail.read_chain(anatomy);
    tail.read_public_id(anatomy);
}

struct Tail<'a> {
    url: &'a str,
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Tail<'a> {
    /// The segment that begins at `at`, without its slash, if a slash follows it.
    fn segment(&self, at: usize) -> Option<Span> {
        let rest = self.bytes.get(at..self.end)?;
        ascii::position(rest, [b'/']).map(|length| Span::new(at, at + length))
    }

    /// Whether the path goes on with `text` at `at`.
    fn begins<const LENGTH: usize>(&self, at: usize, text: &[u8; LENGTH]) -> bool {
        self.bytes.get(at..self.end).is_some_and(|rest| ascii::starts_with(rest, text))
    }

    fn text(&self, span: Span) -> &'a str {
        span.of(self.url)
    }

    /// The bytes of `span`: what needs no text is spared the look for the bounds of characters.
    fn bytes_of(&self, span: Span) -> &'a [u8] {
        self.bytes.get(span.start..span.end).unwrap_or_default()
    }

    /// The position behind the slashes at `at`.
    fn behind_slashes(&self, at: usize) -> usize {
        match self.bytes.get(at..self.end) {
            Some(rest @ [b'/', ..]) => at + rest.iter().take_while(|b| **b == b'/').count(),
            _ => at,
        }
    }

    fn read_signature(&mut self, anatomy: &mut Anatomy) {
        let start = self.behind_slashes(self.at);
        if self.begins(start, b"s--")
            && let Some(segment) = self.segment(start)
            && path::is_signature(self.bytes_of(segment))
        {
            anatomy.signature = Some(segment);
            self.at = segment.end + 1;
        }
    }

    /// Reads the chain of components and the version, which ends it.
    fn read_chain(&mut self, anatomy: &mut Anatomy) {
        let mut last = None;
        // A doubled slash between components belongs to neither.
        let mut start = self.behind_slashes(self.at);
        loop {
            if let Some(version) = self.version(start) {
                anatomy.version = Some(version);
                self.at = version.end + 1;
                return;
            }
            let Some((segment, is_single)) = self.plain_component(start).or_else(|| self.odd_component(start)) else {
                break;
            };
            let first = anatomy.transformation.map_or(segment.start, |chain| chain.start);
            anatomy.transformation = Some(Span::new(first, segment.end));
            last = Some(segment).filter(|_| is_single);
            self.at = segment.end + 1;
            start = self.behind_slashes(self.at);
        }
        anatomy.ambiguous = last;
    }

    /// The component at `at`, if a slash follows it and it is written as nearly all are: known parameters with commas
    /// between them, and no `%`. One look at its bytes tells. Also whether it is a single parameter.
    fn plain_component(&self, at: usize) -> Option<(Span, bool)> {
        let mut item = at;
        loop {
            let rest = self.bytes.get(item..self.end)?;
            if !is_known(rest) {
                return None;
            }
            // A lone `$` is no variable.
            let length = ascii::position(rest, [b'/', b',', b'%']).filter(|length| *length > 1)?;
            let end = item + length;
            match self.bytes.get(end) {
                Some(b'/') => return Some((Span::new(at, end), item == at)),
                Some(b',') => item = end + 1,
                _ => return None,
            }
        }
    }

    /// Like [`Self::plain_component`], for one that is encoded, or was meant as one.
    fn odd_component(&self, at: usize) -> Option<(Span, bool)> {
        let segment = self.segment(at)?;
        if path::is_remote(self.bytes_of(segment)) || !self.is_component(segment) {
            return None;
        }
        let text = self.text(segment);
        Some((segment, !ascii::contains(text, b',') && !text.contains("%2C")))
    }

    /// Whether `segment` is a component, or was meant as one.
    fn is_component(&self, segment: Span) -> bool {
        let text = self.text(segment);
        match likeness(text) {
            Likeness::Component | Likeness::Malformed => true,
            // An unknown key is a folder's name, unless a component or a version stands behind it.
            Likeness::No => self.is_inside_chain(segment) && (has_key(text.as_bytes()) || is_slip(text)),
        }
    }

    /// Whether what follows `segment` is a chain, or the second of an upload, with a public ID behind it.
    fn is_inside_chain(&self, segment: Span) -> bool {
        const SECOND: usize = "v123456789".len();
        let Some(mut next) = self.segment(segment.end + 1) else { return false };
        let is_time = path::is_version(self.bytes_of(next)) && next.len() >= SECOND;
        if !is_time && !is_component(self.bytes_of(next)) {
            return false;
        }
        // Components to the end of the path are a transformation behind the public ID.
        while let Some(behind) = self.segment(next.end + 1) {
            if !is_component(self.bytes_of(behind)) {
                return true;
            }
            next = behind;
        }
        let name = self.bytes.get(next.end + 1..self.end).unwrap_or_default();
        !name.is_empty() && !is_component(name)
    }

    /// The version at `at`, if a slash follows it.
    fn version(&self, at: usize) -> Option<Span> {
        if self.bytes.get(at) != Some(&b'v') {
            return None;
        }
        self.segment(at).filter(|segment| path::is_version(self.bytes_of(*segment)))
    }

    fn read_public_id(&mut self, anatomy: &mut Anatomy) {
        let start = self.behind_slashes(self.at);
        if start > self.at && self.bytes.get(start..self.end).is_some_and(path::is_remote) {
            // A doubled slash in front of a remote URL is not part of it.
            self.at = start;
        }
        let Some(rest) = self.bytes.get(self.at..self.end).filter(|rest| !rest.is_empty()) else {
            return;
        };
        if path::is_remote(rest) || anatomy.delivery_type.is_some_and(|span| ascii::is(self.bytes_of(span), b"fetch")) {
            anatomy.public_id = Some(Span::new(self.at, self.end));
            return;
        }
        let kept = rest.len() - rest.iter().rev().take_while(|b| **b == b'/').count();
        let mut end = self.at + kept;
        if kept == 0 {
            return;
        }
        let name = rest.get(..kept).and_then(|id| id.iter().rposition(|b| *b == b'/')).map(|slash| self.at + slash);
        let name_start = name.map_or(self.at, |slash| slash + 1);
        let alias = anatomy.asset_type.filter(|_| anatomy.layout == Layout::Alias);
        let has_suffix = alias.and_then(|span| types::alias(self.bytes_of(span))).is_some_and(|alias| alias.has_suffix);
        let suffix_slash = name.filter(|slash| has_suffix && *slash > self.at);
        let has_extension = anatomy.asset != Some(AssetType::Raw) || suffix_slash.is_some();
        if has_extension && let Some((dot, extension)) = self.extension(name_start, end) {
            anatomy.extension = Some(extension);
            end = dot;
        }
        match suffix_slash {
            Some(slash) => {
                anatomy.public_id = Some(Span::new(self.at, slash));
                anatomy.seo_suffix = Some(Span::new(slash + 1, end));
            }
            None => anatomy.public_id = Some(Span::new(self.at, end)),
        }
    }

    /// The dot and the extension of the name between `start` and `end`.
    fn extension(&self, start: usize, end: usize) -> Option<(usize, Span)> {
        let name = self.bytes.get(start..end)?;
        let dot = name.iter().rposition(|b| *b == b'.').filter(|dot| *dot > 0)?;
        let text = name.get(dot + 1..)?;
        let start = start + dot + 1;
        if types::is_extension(text) {
            return Some((start - 1, Span::new(start, end)));
        }
        // `sample.jpg"` copied with its quote: to the server, the quote belongs to the extension.
        let length = text.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let (known, junk) = text.split_at_checked(length)?;
        let known = std::str::from_utf8(known).ok().and_then(types::family);
        (known.is_some() && is_junk(junk)).then_some((start - 1, Span::new(start, end)))
    }
}

/// Whether `text` begins with what a file's name has no use for behind its extension: quotes, brackets,
/// punctuation and white space.
pub(super) fn is_junk(text: &[u8]) -> bool {
    match text {
        [b'%', rest @ ..] => rest.get(..2).is_some_and(|code| {
            matches!(
                code,
                [b'2', b'2' | b'7' | b'9'] | [b'3', b'C' | b'E' | b'c' | b'e'] | [b'5', b'C' | b'D' | b'c' | b'd']
            ) || matches!(code, [b'7', b'D' | b'd'] | [b'0', b'9' | b'A' | b'D' | b'a' | b'd'])
                || code == b"20" && rest.len() == 2
                || matches!(rest, b"C2%A0" | b"E2%80%8B" | [b'3', b'F' | b'f', ..])
                || code == b"20" && is_descriptor(rest.get(2..).unwrap_or_default())
        }),
        // Curly quotes of a text editor: ’ ” ».
        // And what cannot be seen: spaces of no width, and those that break no line.
        [0xE2, 0x80, 0x8B | 0x99 | 0x9D | 0xA6, ..] | [0xC2, 0xA0 | 0xBB, ..] => true,
        [first, ..] => b" \t\r\n\"'<>()[]{},;:&=@!|*\\`".contains(first),
        [] => false,
    }
}

/// Whether `segment` begins like a parameter: one to three small letters and `_`.
pub(super) fn has_key(segment: &[u8]) -> bool {
    let key = segment.iter().take_while(|b| b.is_ascii_lowercase()).count();
    (1..=3).contains(&key) && segment.get(key) == Some(&b'_')
}

/// `2x`, `300w`: how wide an image of a `srcset` is.
fn is_descriptor(text: &[u8]) -> bool {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    digits > 0 && matches!(text.get(digits..), Some([b'x' | b'w'] | [b'x' | b'w', b',']))
}
