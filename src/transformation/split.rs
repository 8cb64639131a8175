//! Splitting: a chain into components, a component into parameters, a parameter into key and value.

use super::tables;
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
        let end = rest.iter().position(|&b| b == b'/').map_or(bytes.len(), |at| start + at);
        next = (end < bytes.len()).then_some(end + 1);
        Some(Span::new(chain.start + start, chain.start + end))
    })
}

/// The parameters of `component`, a span of `url`, in order. A doubled comma gives an empty parameter.
pub fn parameters(url: &str, component: Span) -> impl Iterator<Item = Parameter> + '_ {
    items(component.of(url))
        .map(move |(start, end)| parameter(url, Span::new(component.start + start, component.start + end)))
}

/// Key and value of the parameter that is `span` of `url`.
pub(super) fn parameter(url: &str, span: Span) -> Parameter {
    match span.of(url).bytes().position(|b| b == b'_') {
        Some(at) => Parameter {
            key: Span::new(span.start, span.start + at),
            value: Span::new(span.start + at + 1, span.end),
            span,
        },
        None => Parameter { key: span, value: Span::new(span.end, span.end), span },
    }
}

/// The byte ranges of the items of one component: between commas, and between `%2C` where that stands for a comma.
pub(super) fn items(component: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut next = Some(0);
    let mut encoded = None;
    std::iter::from_fn(move || {
        let start = next?;
        let (end, after) = separator(component, start, &mut encoded);
        next = after;
        Some((start, end))
    })
}

/// Where the item that begins at `start` ends, and where the next begins. `encoded` keeps whether the component writes
/// every comma as `%2C`.
fn separator(component: &str, start: usize, encoded: &mut Option<bool>) -> (usize, Option<usize>) {
    let bytes = component.as_bytes();
    let mut at = start;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| matches!(b, b',' | b'%'))) {
        at += found;
        if bytes.get(at) == Some(&b',') {
            return (at, Some(at + 1));
        }
        if matches!(bytes.get(at + 1..at + 3), Some([b'2', b'C' | b'c'])) {
            let item = component.get(start..at).unwrap_or_default();
            let rest = component.get(at + 3..).unwrap_or_default();
            let mut separates = || {
                begins_parameter(rest)
                    || (*encoded.get_or_insert_with(|| is_encoded(component)) && !item.contains("prompt_"))
            };
            if !is_text_layer(item) && separates() {
                return (at, Some(at + 3));
            }
        }
        at += 1;
    }
    (bytes.len(), None)
}

/// Whether `component` has no comma but encoded ones, and a parameter behind one of these.
fn is_encoded(component: &str) -> bool {
    !component.contains(',') && component.split("%2").skip(1).any(|rest| rest.get(1..).is_some_and(begins_parameter))
}

/// Whether `text` begins like a parameter: a known key and `_`, or a variable.
pub(super) fn begins_parameter(text: &str) -> bool {
    let key = text.bytes().take(tables::LONGEST_KEY + 1).position(|b| b == b'_').and_then(|at| text.get(..at));
    key.is_some_and(|key| tables::kind(key).is_some()) || text.starts_with('$')
}

/// Text of an overlay may hold an encoded comma, which then is no separator.
fn is_text_layer(item: &str) -> bool {
    matches!(item.as_bytes(), [b'l' | b'u', b'_', b't', b'e', b'x', b't', b':', ..])
}
