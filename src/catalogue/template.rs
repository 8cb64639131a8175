//! Holds a message against a template.
//!
//! Our own matcher rather than a library of regular expressions: such a library alone would weigh more than all
//! of xcld's wasm, and a template needs only what stands here. Matching goes once through the text for each
//! literal, never back, and allocates nothing.
//!
//! A template is lower case; letters match without regard to ASCII case. In it
//!
//! | sign | matches |
//! | --- | --- |
//! | blank | blanks, line breaks or underscores; after punctuation and at the end also nothing |
//! | `:` | a colon or a dash with blanks around it or none; at the end also nothing |
//! | `'` | a straight or a curly apostrophe |
//! | `-` | a hyphen or a dash |
//! | `[a\|b]` | the first alternative that fits; `[a\|]` is optional |
//! | `{name}` | a hole: the least text up to what follows it, or the rest of the message |
//! | `$`, last | the end of the message, but for a full stop |

use std::ops::RangeInclusive;

/// The most holes that a template has.
const MOST_HOLES: usize = 4;

/// A message that fits a template.
#[derive(Clone, Copy, Debug)]
pub struct Match<'m> {
    holes: [(&'static str, &'m str); MOST_HOLES],
    /// How many letters of the template were matched literally: the more, the more specific.
    pub weight: usize,
    /// What the text goes on with behind what matched.
    pub rest: &'m str,
}

impl<'m> Match<'m> {
    /// What stood in the hole called `name`, without quotes around it; `None` where there is no such hole or
    /// nothing stood in it.
    pub fn get(&self, name: &str) -> Option<&'m str> {
        self.holes.iter().find(|(hole, text)| *hole == name && !text.is_empty()).map(|&(_, text)| text)
    }

    /// Whether all was matched, or what follows is another sentence or clause.
    pub fn is_whole(&self) -> bool {
        let rest = self.rest.trim_start();
        rest.chars().next().is_none_or(|next| matches!(next, '.' | '!' | ',' | ';')) || self.rest.starts_with('\n')
    }

    fn fill(&mut self, name: &'static str, text: &'m str) {
        if let Some(free) = self.holes.iter_mut().find(|(hole, _)| hole.is_empty()) {
            *free = (name, text);
        }
    }
}

/// Whether `text` begins with what `template` says, and what stands in its holes.
pub fn matches<'m>(template: &'static str, text: &'m str) -> Option<Match<'m>> {
    let (template, to_the_end) = match template.strip_suffix('$') {
        Some(template) => (template, true),
        None => (template, false),
    };
    let mut found = Match { holes: [("", ""); MOST_HOLES], weight: 0, rest: "" };
    let mut at = 0;
    let mut hole = None;
    let mut rest = template;
    loop {
        let (literal, next) = match split(rest, b'{') {
            Some((literal, after)) => (literal, split(after, b'}')),
            None => (rest, None),
        };
        let last = next.is_none();
        let ends_well = |end: usize| !(last && to_the_end) || is_end(text.get(end..).unwrap_or_default());
        match hole {
            None => {
                let (end, weight) = literal_at(literal, text, at)?;
                if !ends_well(end) {
                    return None;
                }
                at = end;
                found.weight += weight;
            }
            Some(name) => {
                if name == "remote" && !fits(name, text.get(at..)?, false) {
                    return None;
                }
                let (start, end, weight) = if literal.is_empty() {
                    (text.len(), text.len(), 0)
                } else {
                    find(literal, text, at..=text.len().min(at.saturating_add(longest(name))), ends_well)?
                };
                let value = clean(text.get(at..start)?);
                if !fits(name, value, literal.is_empty()) {
                    return None;
                }
                found.fill(name, if is_number(name) { leading_number(value) } else { value });
                at = end;
                found.weight += weight;
            }
        }
        let Some((name, after)) = next else {
            found.rest = text.get(at..).unwrap_or_default();
            return Some(found);
        };
        hole = Some(name);
        rest = after;
    }
}

/// Which pairs of neighbouring letters a text holds, as a set that may hold too many.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pairs([u64; 4]);

impl Pairs {
    /// The pairs of `text`.
    pub fn of(text: &str) -> Self {
        let mut pairs = Self::default();
        let mut before = 0;
        for byte in text.bytes() {
            let letter = byte.to_ascii_lowercase();
            pairs.add(before, letter);
            before = letter;
        }
        pairs
    }

    /// Whether these are all of `others`.
    pub fn hold(&self, others: &Self) -> bool {
        self.0.iter().zip(others.0).all(|(mine, other)| other & !mine == 0)
    }

    fn join(&mut self, others: &Self) {
        for (mine, other) in self.0.iter_mut().zip(others.0) {
            *mine |= other;
        }
    }

    fn add(&mut self, one: u8, other: u8) {
        if one.is_ascii_lowercase() && other.is_ascii_lowercase() {
            let place = usize::from(one).wrapping_mul(31).wrapping_add(usize::from(other)) % 256;
            if let Some(word) = self.0.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
    }
}

/// The pairs that a text must hold to match a template: all of its literals, and those of one alternative in each
/// place. That tells nearly all templates apart without a look at them.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    all: Pairs,
    one_of: Vec<Vec<Pairs>>,
}

impl Needs {
    /// What `template` needs.
    pub fn of(template: &str) -> Self {
        let mut needs = Self::default();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '[']) {
            needs.all.join(&Pairs::of(rest.get(..at).unwrap_or_default()));
            let is_hole = rest.get(at..).is_some_and(|sign| sign.starts_with('{'));
            let inner = rest.get(at + 1..).unwrap_or_default();
            let (inner, after) = inner.split_once(if is_hole { '}' } else { ']' }).unwrap_or((inner, ""));
            if !is_hole {
                needs.one_of.push(inner.split('|').map(Pairs::of).collect());
            }
            rest = after;
        }
        needs.all.join(&Pairs::of(rest));
        needs
    }

    /// Whether `pairs` are enough.
    pub fn are_in(&self, pairs: &Pairs) -> bool {
        pairs.hold(&self.all) && self.one_of.iter().all(|place| place.iter().any(|one| pairs.hold(one)))
    }
}

/// Whether a text that begins with `first` may match `template`: tells most of them apart at one glance.
pub fn may_begin(template: &str, first: u8) -> bool {
    let first = first.to_ascii_lowercase();
    let mut bytes = template.bytes();
    match bytes.next() {
        // A hole takes anything.
        Some(b'{') | None => true,
        Some(b'[') => {
            let mut begins = true;
            for byte in bytes {
                if begins && (byte == first || matches!(byte, b'|' | b']')) {
                    return true;
                }
                if byte == b']' {
                    return false;
                }
                begins = byte == b'|';
            }
            true
        }
        Some(byte) => byte == first,
    }
}

/// `text` before and behind the first `sign`, which is ASCII. For such short texts faster than the library's.
fn split(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The first place in `range` where `literal` fits `text`: its start, its end and its weight.
fn find(
    literal: &str,
    text: &str,
    mut range: RangeInclusive<usize>,
    good: impl Fn(usize) -> bool,
) -> Option<(usize, usize, usize)> {
    // Most literals behind a hole begin with a blank: the places without one need no closer look.
    let begins_blank = literal.starts_with(' ');
    range.find_map(|at| {
        let byte = text.as_bytes().get(at);
        if begins_blank && byte.is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        let (end, weight) = literal_at(literal, text, at)?;
        good(end).then_some((at, end, weight))
    })
}

/// Where `literal` ends if it begins at `at` in `text`, and how many of its letters were matched.
fn literal_at(literal: &str, text: &str, mut at: usize) -> Option<(usize, usize)> {
    if !text.is_char_boundary(at) {
        return None;
    }
    let mut weight = 0;
    let mut pattern = literal;
    while let Some(sign) = pattern.chars().next() {
        pattern = pattern.get(sign.len_utf8()..)?;
        match sign {
            ' ' => {
                let end = skip(text, at, is_blank);
                if end == at && at != text.len() && !follows_punctuation(text, at) {
                    return None;
                }
                at = end;
            }
            ':' => {
                let sign = skip(text, at, is_blank);
                at = match text.get(sign..)?.chars().next() {
                    None => sign,
                    Some(c) if is_dash(c) || c == ':' => skip(text, sign + c.len_utf8(), is_blank),
                    Some(_) => return None,
                };
            }
            '[' => {
                let (alternatives, after) = split(pattern, b']')?;
                let (end, more) = alternatives.split('|').find_map(|one| literal_at(one, text, at))?;
                at = end;
                weight += more;
                pattern = after;
            }
            _ => {
                let c = text.get(at..)?.chars().next()?;
                let same = match sign {
                    '\'' => c == '\'' || c == '’',
                    '-' => is_dash(c),
                    sign => c.eq_ignore_ascii_case(&sign),
                };
                if !same {
                    return None;
                }
                at += c.len_utf8();
                weight += 1;
            }
        }
    }
    Some((at, weight))
}

fn skip(text: &str, at: usize, what: impl Fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start_matches(what).len()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '_'
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

fn follows_punctuation(text: &str, at: usize) -> bool {
    text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|c| ":;,.([-–—".contains(c))
}

fn is_end(rest: &str) -> bool {
    rest.chars().all(|c| c.is_whitespace() || c == '.' || c == '!')
}

/// The value without blanks and one pair of quotes around it.
fn clean(value: &str) -> &str {
    let value = value.trim();
    for (open, close) in [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”')] {
        if let Some(inner) = value.strip_prefix(open).and_then(|value| value.strip_suffix(close)) {
            return inner;
        }
    }
    value
}

/// Whether a hole of this name takes a number.
fn is_number(name: &str) -> bool {
    matches!(name, "number" | "max" | "got" | "limit")
}

/// The number at the start of `value`, without a full stop behind it.
fn leading_number(value: &str) -> &str {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(value.len());
    value.get(..end).unwrap_or(value).trim_end_matches(['.', ','])
}

/// The longest text that a hole of this name takes, in bytes: what follows it is looked for no further.
fn longest(name: &str) -> usize {
    match name {
        "parameter" => 48,
        name if is_number(name) => 48,
        "addon" => 96,
        _ => usize::MAX,
    }
}

/// Whether `value` is of the kind that a hole of this name takes. Only the last hole may be empty, unless it is
/// called `value`: what a message says in general of a value tells nothing without one.
fn fits(name: &str, value: &str, last: bool) -> bool {
    if value.is_empty() {
        return last && name != "remote" && name != "value";
    }
    match name {
        // The name of a parameter, or of two or three words that stand for one.
        "parameter" => {
            value.chars().all(|c| c.is_ascii_alphanumeric() || " _-[]$/".contains(c))
                && value.split_whitespace().count() <= 4
        }
        name if is_number(name) => value.starts_with(|c: char| c.is_ascii_digit()),
        "word" | "type" | "variable" => !value.contains(char::is_whitespace),
        // An address on another server, as a fetch URL holds it.
        "remote" => ["http://", "https://", "ftp://", "s3://", "gs://", "//", "http:/", "https:/"]
            .iter()
            .any(|scheme| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holes(template: &'static str, text: &'static str) -> Option<Vec<&'static str>> {
        let found = matches(template, text)?;
        Some(found.holes.iter().filter(|(name, _)| !name.is_empty()).map(|&(_, text)| text).collect())
    }

    #[test]
    fn finds_what_stands_in_the_holes() {
        let width = "invalid {parameter} in transformation:{value}";
        assert_eq!(holes(width, "Invalid width in transformation: abc"), Some(vec!["width", "abc"]));
        assert_eq!(holes(width, "INVALID WIDTH IN TRANSFORMATION:abc"), Some(vec!["WIDTH", "abc"]));
        assert_eq!(holes(width, "Invalid width in\n transformation - 'é b'"), Some(vec!["width", "é b"]));
        assert_eq!(holes(width, "Invalid width in transformation"), None);
        assert_eq!(holes(width, "Invalid width in transformations: abc"), None);
        assert_eq!(holes("not found:{public_id}", "Not found"), Some(vec![""]));
        assert_eq!(holes(width, "Invalid in transformation: abc"), None);
        assert_eq!(holes("cloud name {cloud} is disabled", "cloud_name dx-1 is disabled"), Some(vec!["dx-1"]));
        assert_eq!(holes("{parameter} is invalid$", "Raw convert is invalid."), Some(vec!["Raw convert"]));
        assert_eq!(holes("{parameter} is invalid$", "Raw convert is invalid here"), None);
    }

    #[test]
    fn takes_alternatives_and_what_may_be_absent() {
        let row = "[can't|cannot] find [the |]folder";
        for text in ["Can't find folder", "can’t find the folder", "Cannot find folder x"] {
            assert!(matches(row, text).is_some(), "{text}");
        }
        assert!(matches(row, "Can find folder").is_none());
    }

    #[test]
    fn the_first_letter_rules_out_most() {
        assert!(may_begin("invalid {x}", b'I') && !may_begin("invalid {x}", b'u'));
        assert!(may_begin("[can't|unable to] find", b'U') && !may_begin("[can't|unable to] find", b'n'));
        assert!(may_begin("[the |]file", b'f') && may_begin("{x} is invalid", b'9'));
    }

    #[test]
    fn a_hole_takes_only_its_kind() {
        assert!(matches("size is {max} mb", "size is many mb").is_none());
        assert_eq!(holes("size is {max} mb", "Size is 10.5 MB"), Some(vec!["10.5"]));
        assert_eq!(holes("not found:{remote}", "not found - https://a/b"), Some(vec!["https://a/b"]));
        assert!(matches("not found:{remote}", "not found - a/b").is_none());
    }
}
