//! Telling a component of a transformation from an ordinary path segment, by looking at the segment alone.

use super::split::items;
use super::tables;

/// How much a path segment looks like a component of a transformation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Every parameter has a known key (its value may be wrong).
    Component,
    /// It was meant as one, but is malformed: `W_200`, `w=200`, `width_400,crop_scale`, `w200`, `ab_cd,w_200`.
    Malformed,
    /// An ordinary path segment.
    No,
}

/// Tells whether `segment` (one path segment, without slashes) is a component of a transformation.
/// Allocates nothing and looks at the segment alone.
pub fn likeness(segment: &str) -> Likeness {
    if segment.is_empty() {
        return Likeness::No;
    }
    let (mut known, mut other) = (0_usize, 0_usize);
    for (start, end) in items(segment) {
        if segment.get(start..end).is_some_and(is_known) {
            known += 1;
        } else {
            other += 1;
        }
    }
    match (known, other) {
        (_, 0) => Likeness::Component,
        (0, _) if !is_meant(segment) => Likeness::No,
        _ => Likeness::Malformed,
    }
}

/// Whether `item` begins with a known key and `_`, or is a variable.
fn is_known(item: &str) -> bool {
    match item.bytes().take(tables::LONGEST_KEY + 1).position(|b| b == b'_') {
        Some(at) => item.get(..at).is_some_and(|key| tables::kind(key).is_some()),
        None => item.len() > 1 && item.starts_with('$'),
    }
}

/// Whether a segment without any known parameter was meant as a component.
fn is_meant(segment: &str) -> bool {
    items(segment).any(|(start, end)| segment.get(start..end).is_some_and(is_misspelt))
}

/// Whether `item` is a parameter whose key or separator is misspelt: `W_200`, `w=200`, `w:200`, `w-200`, `w200`.
fn is_misspelt(item: &str) -> bool {
    let Some(at) = item.bytes().take(tables::LONGEST_KEY + 1).position(|b| !b.is_ascii_alphabetic()) else {
        return false;
    };
    let (Some(key), Some(rest)) = (item.get(..at), item.get(at..)) else {
        return false;
    };
    let mut lower = [0; tables::LONGEST_KEY];
    let Some(lower) = lower.get_mut(..at) else {
        return false;
    };
    lower.copy_from_slice(key.as_bytes());
    lower.make_ascii_lowercase();
    let Some(known) = std::str::from_utf8(lower).ok().and_then(tables::kind) else {
        return false;
    };
    let value = rest.get(1..).unwrap_or_default();
    let is_number = |text: &str| text.len() > 1 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match rest.as_bytes() {
        [b'_', ..] => key != known.text && is_number(value),
        [b'=' | b':', _, ..] => true,
        [b'-', _, ..] => is_number(value),
        [b'0'..=b'9', ..] => matches!(known.text, "w" | "h") && is_number(rest),
        _ => false,
    }
}
