//! Splitting: a chain into components, a component into parameters, a parameter into key and value.

use super::tables;
use crate::ascii;
use crate::span::Span;

/// One parameter of a component, as spans of the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The key: `w`, `fl`, `$width`, `if`, …
    pub key: Span,
    /// What stands after the first `_`; empty where nothing does.
    pub value: Span,
    /// Key and value together.
    pub span: Span,
}

/// The components of `chain`, a span of `url`, in order. A doubled slash gives an empty component.
pub fn components(url: &str, chain: Span) -> impl Iterator<Item = Span> + '_ {
    let bytes = chain.of(url).as_bytes();
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = bytes.get(start..)?;
        let end = ascii::position(rest, [b'/']).map_or(bytes.len(), |at| start + at);
        next = (end < bytes.len()).then_some(end + 1);
        Some(Span::new(chain.start + start, chain.start + end))
    })
}

/// The parameters of `component`, a span of `url`, in order. A doubled comma gives an empty parameter.
pub fn parameters(url: &str, component: Span) -> impl Iterator<Item = Parameter> + '_ {
    let text = component.of(url).as_bytes();
    items(text).filter_map(move |(start, end)| Some(parameter(text.get(start..end)?, component.start + start)))
}

/// Key and value of the parameter `text`, which begins at `start` of the URL.
pub(super) fn parameter(text: &[u8], start: usize) -> Parameter {
    let span = Span::new(start, start + text.len());
    // It stands within the first bytes, or nowhere.
    match text.iter().position(|b| *b == b'_') {
        Some(at) => Parameter { key: Span::new(start, start + at), value: Span::new(start + at + 1, span.end), span },
        None => Parameter { key: span, value: Span::new(span.end, span.end), span },
    }
}

/// The byte ranges of the items of one component: between commas, and between `%2C` where that stands for a comma.
pub(super) fn items<T: AsRef<[u8]> + ?Sized>(component: &T) -> impl Iterator<Item = (usize, usize)> {
    items_of(component.as_ref(), true)
}

/// Like [`items`], where it is known whether the component may hold a `%2C`.
pub(super) fn items_of(component: &[u8], has_encoded: bool) -> impl Iterator<Item = (usize, usize)> {
    let mut next = Some(0);
    let mut encoded = None;
    std::iter::from_fn(move || {
        let start = next?;
        let (end, after) = separator(component, start, has_encoded, &mut encoded);
        next = after;
        Some((start, end))
    })
}

/// Where the item that begins at `start` ends, and where the next begins. `encoded` keeps whether the component writes
/// every comma as `%2C`.
#[inline]
fn separator(component: &[u8], start: usize, has_encoded: bool, encoded: &mut Option<bool>) -> (usize, Option<usize>) {
    if has_encoded {
        return encoded_separator(component, start, encoded);
    }
    match component.get(start..).and_then(|rest| ascii::position(rest, [b','])) {
        Some(length) => (start + length, Some(start + length + 1)),
        None => (component.len(), None),
    }
}

/// Like [`separator`], where the component may hold a `%2C`.
fn encoded_separator(component: &[u8], start: usize, encoded: &mut Option<bool>) -> (usize, Option<usize>) {
    let mut at = start;
    while let Some(found) = component.get(at..).and_then(|rest| ascii::position(rest, [b',', b'%'])) {
        at += found;
        if component.get(at) == Some(&b',') {
            return (at, Some(at + 1));
        }
        if is_separator(component, start, at, encoded) {
            return (at, Some(at + 3));
        }
        at += 1;
    }
    (component.len(), None)
}

/// Whether the `%` at `at` begins a comma that ends the item from `start` on.
fn is_separator(component: &[u8], start: usize, at: usize, encoded: &mut Option<bool>) -> bool {
    let item = component.get(start..at).unwrap_or_default();
    if !matches!(component.get(at + 1..at + 3), Some([b'2', b'C' | b'c'])) || is_text_layer(item) {
        return false;
    }
    begins_parameter(component.get(at + 3..).unwrap_or_default())
        || (*encoded.get_or_insert_with(|| is_encoded(component)) && !item.windows(7).any(|seven| seven == b"prompt_"))
}

/// Whether `component` has no comma but encoded ones, and a parameter behind one of these.
fn is_encoded(component: &[u8]) -> bool {
    let behind = |at: usize| component.get(at + 3..).is_some_and(begins_parameter);
    !component.contains(&b',') && component.windows(2).enumerate().any(|(at, two)| two == b"%2" && behind(at))
}

/// Whether `text` begins like a parameter: a known key and `_`, or a variable.
pub(super) fn begins_parameter(text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    let key = text.iter().take(tables::LONGEST_KEY + 1).position(|b| *b == b'_').and_then(|at| text.get(..at));
    key.is_some_and(|key| tables::kind(key).is_some()) || text.first() == Some(&b'$') || text.starts_with(b"%24")
}

/// Text of an overlay may hold an encoded comma, which then is no separator.
fn is_text_layer(item: &[u8]) -> bool {
    matches!(item, [b'l' | b'u', b'_', b't', b'e', b'x', b't', b':' | b'%', ..])
}
