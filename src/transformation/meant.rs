//! What an item without a known key was meant to be: `W_200`, `w=200`, `w200`, `width_400`, `ww_200`.

use super::split::begins_parameter;
use super::suggest::distance;
use super::tables::{self, KINDS, Key, Kind, LONG_NAMES, LONGEST_KEY};
use super::value::{Shape, accepts};

/// How the key or the separator went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// `W_200`.
    Case,
    /// `width_400`.
    LongName,
    /// `w=200`.
    Separator,
    /// `w200`.
    NoSeparator,
    /// `ww_200`.
    Misspelt,
}

/// A parameter that an item was meant to be.
#[derive(Clone, Copy, Debug)]
pub struct Meant {
    /// The parameter.
    pub kind: &'static Kind,
    /// What went wrong first.
    pub slip: Slip,
    /// Where the key as written ends, in bytes of the item.
    pub key_end: usize,
    /// Where the value begins.
    pub value_start: usize,
    /// Whether the value fits as it is, but for its case.
    pub fits: bool,
}

/// Shapes that take nearly anything, so that a value tells nothing about its key.
pub fn is_free(shape: Shape) -> bool {
    matches!(shape, Shape::Free | Shape::Name | Shape::Layer | Shape::Profile | Shape::Variable)
}

/// Whether `value` fits `kind`, but for its case.
pub fn fits(kind: &Kind, value: &str) -> bool {
    !value.is_empty()
        && (accepts(kind.shape, value)
            || (value.len() < 64
                && value.bytes().any(|b| b.is_ascii_uppercase())
                && accepts(kind.shape, &value.to_ascii_lowercase())))
}

/// The separators that people write for `_`, and their length in bytes.
fn separator(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [b'_' | b'=' | b':' | b'-' | b'.' | b' ' | b'+' | b'~' | b'*', ..] => Some(1),
        [b'%', b'E', b'2', b'%', b'8', b'0', b'%', b'9', b'3' | b'4', ..] => Some(9),
        // The first is a dash of text editors.
        [0xE2, 0x80, 0x93 | 0x94, ..]
        | [b'%', b'2', b'0', ..]
        | [b'%', b'3', b'A' | b'a' | b'D' | b'd', ..]
        | [b'%', b'5', b'F' | b'f', ..] => Some(3),
        _ => None,
    }
}

/// What `item` was meant to be; `taken` tells which keys its component has already.
pub fn meant(item: &str, taken: impl Fn(Key) -> bool) -> Option<Meant> {
    let letters = item.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(item.len());
    if letters == 0 || item.len() > 4096 {
        return None;
    }
    // `w200` has a number behind its key; `ww_200` has not.
    let number = item.as_bytes().get(letters).is_some_and(u8::is_ascii_digit);
    long_name(item)
        .or_else(|| short(item, letters))
        .or_else(|| glued(item, letters).filter(|_| number))
        .or_else(|| misspelt(item, taken))
        .or_else(|| glued(item, letters))
}

/// The parameter and the value of `width(400)`, as functions of CSS and of SDKs are called.
pub fn called(item: &str) -> Option<(&'static Kind, &str)> {
    let (name, value) = item.strip_suffix(')')?.split_once('(')?;
    let long = || LONG_NAMES.iter().find(|(long, _)| long.eq_ignore_ascii_case(name)).and_then(|(_, key)| kind_of(key));
    let kind = kind_of(name).or_else(long).filter(|kind| !is_free(kind.shape))?;
    accepts(kind.shape, value).then_some((kind, value))
}

/// The parameter and the value of `sepia_e` and `200_w`, which stand in each other's place.
pub fn reversed(item: &str) -> Option<(&'static Kind, &str)> {
    let (value, key) = item.rsplit_once('_')?;
    let kind = kind_of(key).filter(|kind| !is_free(kind.shape) && !key.starts_with('$'))?;
    Some((kind, value))
}

/// The parameters behind the `tr:` with which another service begins them.
pub fn behind_prefix(item: &str) -> Option<&str> {
    let rest = item.strip_prefix("tr:").or_else(|| item.strip_prefix("tr="))?;
    (begins_parameter(rest) || meant(rest, |_| false).is_some_and(|meant| meant.fits)).then_some(rest)
}

/// An effect with its argument or of several words, that lacks its key: `blur:300`, `gradient_fade`.
pub fn is_bare_effect(item: &str) -> bool {
    let word = item.split(':').next().unwrap_or(item);
    (word.len() < item.len() || word.contains('_'))
        && tables::effect(word).is_some()
        && tables::kind("e").is_some_and(|kind| accepts(kind.shape, item))
}

/// A flag of several words that lacks its key: `layer_apply`.
pub fn is_bare_flag(item: &str) -> bool {
    item.contains('_') && tables::find(tables::FLAGS, item).is_some()
}

/// What ends a condition, or says what holds otherwise, without its `if_` or with it at the wrong end.
pub fn condition_word(item: &str) -> Option<&'static str> {
    match item {
        "endif" | "ifend" | "end_if" | "endIf" | "END_IF" | "fi_end" => Some("if_end"),
        "else" | "elseif" | "ifelse" | "else_if" | "elif" => Some("if_else"),
        _ => None,
    }
}

/// The parameter with this key, which is one of the grammar.
fn kind_of(key: &str) -> Option<&'static Kind> {
    tables::kind(key)
}

/// `width_400`, `Width=400`.
fn long_name(item: &str) -> Option<Meant> {
    let first = item.as_bytes().first().map(u8::to_ascii_lowercase);
    let begins = |name: &str| {
        name.as_bytes().first().copied() == first
            && item.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && item.get(name.len()..).is_some_and(|rest| separator(rest).is_some())
    };
    let (name, key) = LONG_NAMES.iter().filter(|(name, _)| begins(name)).max_by_key(|(name, _)| name.len())?;
    let kind = kind_of(key)?;
    let value_start = name.len() + separator(item.get(name.len()..)?)?;
    let fits = fits(kind, item.get(value_start..)?);
    Some(Meant { kind, slip: Slip::LongName, key_end: name.len(), value_start, fits })
}

/// `W_200`, `w=200`, `w-200`: the right letters with the wrong case or separator.
fn short(item: &str, letters: usize) -> Option<Meant> {
    let kind = lower_kind(item.get(..letters)?)?;
    let rest = item.get(letters..)?;
    let value_start = letters + separator(rest)?;
    let slip = if rest.starts_with('_') { Slip::Case } else { Slip::Separator };
    let fits = fits(kind, item.get(value_start..)?);
    Some(Meant { kind, slip, key_end: letters, value_start, fits })
}

/// The parameter whose key is `key` in any case.
fn lower_kind(key: &str) -> Option<&'static Kind> {
    let mut lower = [0; LONGEST_KEY];
    let lower = lower.get_mut(..key.len())?;
    lower.copy_from_slice(key.as_bytes());
    lower.make_ascii_lowercase();
    kind_of(std::str::from_utf8(lower).ok()?)
}

/// `w200`, `cfill`, `eblur:300`: no separator at all.
fn glued(item: &str, letters: usize) -> Option<Meant> {
    (1..=letters.min(LONGEST_KEY)).rev().find_map(|key_end| {
        let kind = kind_of(item.get(..key_end)?)?;
        let value = item.get(key_end..)?;
        let tells = !is_free(kind.shape) && kind.shape != Shape::Condition && !value.starts_with('_');
        (tells && accepts(kind.shape, value)).then_some(Meant {
            kind,
            slip: Slip::NoSeparator,
            key_end,
            value_start: key_end,
            fits: true,
        })
    })
}

/// How often a key is meant, where the value tells nothing: the smaller the likelier.
const OFTEN: [Key; 12] =
    [Key::W, Key::H, Key::X, Key::Y, Key::R, Key::Q, Key::O, Key::A, Key::Z, Key::So, Key::Du, Key::Dpr];

/// `ww_200`, `hieght_100`: a key that is one slip away from a known one, with a value that fits that.
fn misspelt(item: &str, taken: impl Fn(Key) -> bool) -> Option<Meant> {
    let key_end = item.bytes().position(|b| b == b'_')?;
    let (key, value) = (item.get(..key_end)?, item.get(key_end + 1..)?);
    // `fi_w_gt_300`: what compares is a condition.
    let compares = || value.split('_').any(|word| tables::find(tables::COMPARISONS, word).is_some());
    if (2..=3).contains(&key.len()) && distance(key, "if", 1).is_some() && compares() {
        let kind = kind_of("if")?;
        return Some(Meant { kind, slip: Slip::Misspelt, key_end, value_start: key_end + 1, fits: fits(kind, value) });
    }
    let rank = |kind: &Kind, cost: usize| {
        let often = OFTEN.iter().position(|key| *key == kind.key).unwrap_or(OFTEN.len());
        // A key too long by one letter is likelier than one with another letter.
        (taken(kind.key), is_free(kind.shape), cost, !kind.text.starts_with(key.get(..1).unwrap_or_default()), often)
    };
    let short = (key.len() <= LONGEST_KEY + 1).then(|| {
        let near = KINDS.iter().filter(|kind| kind.key != Key::Variable && kind.key != Key::If);
        let near = near.filter_map(|kind| {
            let swapped = key.len() == kind.text.len() && key.bytes().rev().eq(kind.text.bytes());
            // A letter too many is likelier than one too few, and that than another letter.
            let cost = match distance(key, kind.text, 1)? {
                _ if swapped => 0,
                0 => 0,
                _ if key.len() > kind.text.len() => 1,
                _ if key.len() < kind.text.len() => 2,
                _ => 3,
            };
            // Last, because it costs most.
            fits(kind, value).then(|| (rank(kind, cost), kind))
        });
        near.min_by_key(|(rank, _)| *rank).map(|(_, kind)| kind)
    });
    let found = short.flatten().map(|kind| (kind, key_end)).or_else(|| misspelt_name(item));
    let (kind, key_end) = found?;
    let fits = fits(kind, item.get(key_end + 1..)?);
    Some(Meant { kind, slip: Slip::Misspelt, key_end, value_start: key_end + 1, fits })
}

/// `hieght_100`, `aspect_ration_1:1`: a name of the SDKs with a slip in it.
fn misspelt_name(item: &str) -> Option<(&'static Kind, usize)> {
    let ends = item.bytes().enumerate().filter(|(_, b)| *b == b'_').take(3).map(|(at, _)| at);
    let near = ends.filter(|end| *end > LONGEST_KEY).filter_map(|end| {
        let name = item.get(..end)?;
        let of = |long: &str| distance(name, long, if long.len() > 6 { 2 } else { 1 });
        let (cost, key) = LONG_NAMES.iter().filter_map(|(long, key)| of(long).map(|cost| (cost, *key))).min()?;
        Some((cost, end, key))
    });
    let (_, end, key) = near.min()?;
    Some((kind_of(key)?, end))
}
