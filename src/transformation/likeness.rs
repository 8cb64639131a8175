//! Telling a component of a transformation from an ordinary path segment, by looking at the segment alone.

use super::meant::{
    Meant, Slip, behind_prefix, called, condition_word, is_bare_effect, is_bare_flag, is_free, meant, reversed,
};
use super::split::items;
use super::tables::{self, Key};
use super::value::{Shape, accepts};

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
    if is_component(segment) {
        return Likeness::Component;
    }
    let is_any_known = items(segment).any(|(start, end)| segment.as_bytes().get(start..end).is_some_and(is_known));
    if is_any_known || is_meant(segment) { Likeness::Malformed } else { Likeness::No }
}

/// Whether `segment` is [`Likeness::Component`]: cheaper than asking how much it looks like one.
pub fn is_component(segment: impl AsRef<[u8]>) -> bool {
    let segment = segment.as_ref();
    // Nearly every folder is told by its first bytes.
    is_known(segment) && items(segment).all(|(start, end)| segment.get(start..end).is_some_and(is_known))
}

/// Whether `item` begins with a known key and `_`, or is a variable.
pub(crate) fn is_known(item: &[u8]) -> bool {
    let is_key = |key: &[u8]| tables::kind(key).is_some();
    match item {
        [b'$', rest @ ..] => !rest.is_empty(),
        [a, b'_', ..] => is_key(&[*a]),
        [a, b, b'_', ..] => is_key(&[*a, *b]),
        [a, b, c, b'_', ..] => is_key(&[*a, *b, *c]),
        [b'%', ..] => is_key(item),
        _ => false,
    }
}

/// Whether a segment without any known parameter was meant as a component: of several items any, of one item only
/// what no folder is called.
fn is_meant(segment: &str) -> bool {
    // What has none of these is an ordinary name, as nearly every segment is.
    let tells = |b| matches!(b, b'_' | b'=' | b':' | b'-' | b'%' | b'+' | b' ' | b'(' | b'0'..=b'9');
    if segment.len() > 4096 || !segment.bytes().any(tells) {
        return false;
    }
    let behind_blank = segment.strip_prefix("%20").or_else(|| segment.strip_prefix(' '));
    if behind_blank.is_some_and(is_component) {
        return true;
    }
    let alone = items(segment).nth(1).is_none();
    items(segment).filter_map(|(start, end)| segment.get(start..end)).any(|item| {
        let first = item.bytes().next().unwrap_or_default();
        first.is_ascii_alphabetic()
            && (meant(item, |_| false).is_some_and(|meant| is_telling(item, meant, alone)) || is_foreign(item))
    })
}

/// Whether `item` has a form that no folder has: `width(400)`, `sepia:80`, `tr:w-400`.
fn is_foreign(item: &str) -> bool {
    let name = item.split('(').next().unwrap_or(item);
    let is_word = |value: &str| value.len() > 3 && value.starts_with(|c: char| c.is_ascii_alphabetic());
    (name.len() < item.len() && called(item).is_some_and(|(_, value)| name.len() > 2 || is_word(value)))
        || behind_prefix(item).is_some()
        || item.contains(':') && is_bare_effect(item)
}

/// Whether `segment`, which looks like a folder by itself, makes sense as a component with a slip in it: ` f_auto`,
/// `fauto`, `width(400)`. For where what follows it speaks for one.
pub(crate) fn is_slip(segment: &str) -> bool {
    let text = segment.trim_start_matches("%20").trim_start_matches([' ', '_', '-', '.']);
    if text.is_empty() || text.len() > 4096 {
        return false;
    }
    items(text).filter_map(|(start, end)| text.get(start..end)).all(|item| {
        text.len() < segment.len() && is_known(item.as_bytes())
            || called(item).is_some()
            || reversed(item).is_some_and(|(kind, value)| accepts(kind.shape, value))
            || is_bare_effect(item)
            || is_bare_flag(item)
            || behind_prefix(item).is_some()
            || condition_word(item).is_some()
            || tables::find(tables::VIDEO_CODECS, item).is_none()
                && meant(item, |_| false).is_some_and(|meant| meant.fits && !is_free(meant.kind.shape))
    })
}

/// Whether `item` can hardly be a folder.
fn is_telling(item: &str, meant: Meant, alone: bool) -> bool {
    let value = item.get(meant.value_start..).unwrap_or_default();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_number = digits > 0 && value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let free = is_free(meant.kind.shape);
    let is_size = matches!(meant.kind.key, Key::W | Key::H | Key::Q | Key::Ar | Key::Dpr);
    let shaped = meant.fits && !free && if is_number { digits > 1 } else { value.len() > 2 };
    let separator = item.as_bytes().get(meant.key_end).copied().unwrap_or_default();
    match meant.slip {
        Slip::Case => shaped && (!is_number || is_size || !alone || meant.key_end > 1),
        Slip::LongName if separator == b'_' => {
            let name = item.get(..meant.key_end).unwrap_or_default();
            let common = matches!(
                name,
                "border"
                    | "color"
                    | "colour"
                    | "delay"
                    | "duration"
                    | "flag"
                    | "flags"
                    | "format"
                    | "page"
                    | "prefix"
                    | "round"
                    | "transformation"
            );
            let is_phrase = meant.fits && !free && name.bytes().any(|b| b == b'_' || b.is_ascii_uppercase());
            let is_certain = is_phrase || name == "format" && value == "auto";
            is_certain
                || (shaped || (free && !common) || (meant.fits && is_size))
                    && !(alone && common && !value.contains(':'))
        }
        Slip::LongName => true,
        Slip::Separator if matches!(separator, b'=' | b':') => !free || !alone,
        Slip::Separator => {
            let colour = matches!(meant.kind.shape, Shape::Colour | Shape::Background);
            shaped && !colour && (!is_number || is_size || meant.key_end > 1)
        }
        Slip::NoSeparator => {
            // `h264` is a codec, and so what a folder of videos is called.
            let codec = tables::find(tables::VIDEO_CODECS, item).is_some();
            let size = matches!(meant.kind.key, Key::W | Key::H) && is_number && digits > 1 && !codec;
            size || (value.contains(':') && shaped)
        }
        Slip::Misspelt => {
            let doubled = item.len() > 2 && item.as_bytes().first() == item.as_bytes().get(1);
            shaped && if is_number { doubled && is_size } else { value.len() > 3 }
        }
    }
}
