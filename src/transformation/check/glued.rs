//! Two parameters in one item, because something else than a comma, or nothing, stands between them.

use super::report::{Fault, Report, shown};
use crate::ascii::{self, mark};
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::meant::is_free;
use crate::transformation::split::{Parameter, begins_parameter};
use crate::transformation::tables::{self, Kind};
use crate::transformation::value::{Shape, accepts};

/// The length of what people write for the comma between parameters.
fn wrong_comma(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [b'&', b'a', b'm', b'p', b';', ..] | [b'%', b'2', b'5', b'2', b'C' | b'c', ..] => Some(5),
        // The commas of Chinese, Japanese and Arabic keyboards.
        [b'%', b'E', b'F', b'%', b'B', b'C', b'%', b'8', b'C', ..]
        | [b'%', b'E', b'3', b'%', b'8', b'0', b'%', b'8', b'1', ..]
        | [b'%', b'2', b'6', b'a', b'm', b'p', b'%', b'3', b'B' | b'b', ..] => Some(9),
        [b'%', b'D', b'8', b'%', b'8', b'C', ..] => Some(6),
        [0xD8, 0x8C, ..] => Some(2),
        [b'&', b'c', b'o', b'm', b'm', b'a', b';', ..] => Some(7),
        [b'<', b'b', b'r', b'>', ..] => Some(4),
        [0xEF, 0xBC, 0x8C, ..]
        | [0xE3, 0x80, 0x81, ..]
        | [b'%', b'0', b'9' | b'A' | b'D' | b'a' | b'd', ..]
        | [b'%', b'2', b'0' | b'6' | b'B' | b'b', ..]
        | [b'%', b'3', b'B' | b'b' | b'C' | b'c', ..]
        | [b'%', b'7', b'C' | b'c', ..] => Some(3),
        [b';' | b'&' | b'|' | b'.' | b'+' | b' ' | b'\t' | b'\r' | b'\n' | b':' | b'-' | b'~' | b'*' | b'<', ..] => {
            Some(1)
        }
        _ => None,
    }
}

/// Whether `byte` begins what [`wrong_comma`] knows, or is a parenthesis.
fn may_part(byte: u8) -> bool {
    let is_bracket = matches!(byte, b'(' | b')');
    is_bracket
        || matches!(byte, b';' | b'&' | b'|' | b'.' | b'+' | b' ' | b'\t' | b'\r' | b'\n' | b':' | b'-' | b'%')
        || matches!(byte, b'~' | b'*' | b'<' | 0xD8 | 0xE3 | 0xEF)
}

/// Whether a value that fits holds what may stand for the comma before another parameter.
/// `marks` are those of the transformation that it stands in.
pub fn may_be_glued(shape: Shape, value: &str, marks: u8) -> bool {
    // Nearly anything fits these, and a variable lets the rest through.
    let is_open = is_free(shape) || marks & mark::DOLLAR != 0 && ascii::contains(value, b'$');
    let telling = mark::COMMA_LIKE | mark::PERCENT | if is_open { mark::POINT } else { 0 };
    // Nearly no transformation holds any of these.
    if marks & telling == 0 {
        return false;
    }
    ascii::marks(value) & telling != 0 && !value.starts_with("text:") && shape != Shape::Condition
}

/// Tells of a value that has swallowed the next parameter, because something else than a comma, or nothing, stands
/// between them: `c_fill;w_200`, `c_fillw_200`.
pub fn report_glued(report: &mut Report, kind: &'static Kind, parameter: Parameter) -> bool {
    let value = parameter.value.of(report.url);
    if value.len() > 2048 {
        return false;
    }
    let mut separators: Vec<Span> = Vec::new();
    let (mut kind, mut from, mut at, mut depth) = (kind, 0, 0, 0_usize);
    while let Some(rest) = value.get(at..) {
        match rest.bytes().next() {
            Some(b'(') => depth += 1,
            Some(b')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some(len) = wrong_comma(rest).filter(|_| depth == 0) else {
            let next = rest.bytes().skip(1).position(may_part);
            at += next.map_or(usize::MAX / 2, |next| next + 1);
            continue;
        };
        let next = rest.get(len..).unwrap_or_default();
        let next = next.strip_prefix("%20").or_else(|| next.strip_prefix(' ')).unwrap_or(next);
        let len = rest.len() - next.len();
        let fits = |kind: &Kind, text: &str| text.is_empty() || accepts(kind.shape, text);
        if begins_parameter(next)
            && !next.starts_with('$')
            && value.get(from..at).is_some_and(|piece| fits(kind, piece))
        {
            let key_len = next.bytes().position(|b| b == b'_').unwrap_or_default();
            let Some(next_kind) = next.get(..key_len).and_then(tables::kind) else {
                break;
            };
            separators.push(Span::new(parameter.value.start + at, parameter.value.start + at + len));
            kind = next_kind;
            from = at + len + key_len + 1;
            at = from;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    // The last piece must fit as well, or it was no parameter.
    let last_fits = value.get(from..).is_some_and(|piece| accepts(kind.shape, piece));
    let (Some(first), Some(last)) = (separators.first(), separators.last()) else {
        // A value that fits lacks no comma.
        return !accepts(kind.shape, value) && report_missing_comma(report, kind, parameter, false);
    };
    // A colon, a hyphen or a point is at home in values.
    let doubtful = separators.iter().any(|span| matches!(span.of(report.url), ":" | "-" | "."));
    if !last_fits && (doubtful || is_free(kind.shape)) {
        return false;
    }
    let comma = report.comma_of(parameter.span);
    let edits: Vec<(Span, &str)> = separators.iter().map(|span| (*span, comma)).collect();
    let wrong = first.of(report.url).replace("%20", " ");
    let fix = report.edit("Write a comma between the parameters", &edits);
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: Severity::Error,
        certainty: Certainty::Certain,
        span: Span::new(first.start, last.end),
        title: if wrong == " " {
            "A space separates two parameters".to_owned()
        } else {
            format!("“{wrong}” separates two parameters")
        },
        detail: "Parameters of one component are separated by commas.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// `c_fillw_200`.
pub fn report_missing_comma(report: &mut Report, kind: &'static Kind, parameter: Parameter, any: bool) -> bool {
    let value = parameter.value.of(report.url);
    if is_free(kind.shape) || value.len() > 64 {
        return false;
    }
    let mut gaps = Vec::new();
    if !find_gaps(kind, value, parameter.value.start, any, &mut gaps) {
        return false;
    }
    let (Some(first), Some(last)) = (gaps.first(), gaps.last()) else {
        return false;
    };
    // Up to the end of the key that runs into the value in front of it.
    let key_end = report.url.get(last.end..).and_then(|tail| tail.find('_')).map_or(last.end, |at| last.end + at + 1);
    let span = Span::new(first.start, key_end);
    let comma = report.comma_of(parameter.span);
    let edits: Vec<(Span, &str)> = gaps.iter().map(|gap| (*gap, comma)).collect();
    let fix = report.edit("Write a comma between the parameters", &edits);
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span,
        title: format!("Two parameters run together in “{}”", shown(parameter.span.of(report.url))),
        detail: "Parameters of one component are separated by commas.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// Finds where commas lack in `value`, which begins at `start` of the URL: between `c_fill` and `w_200` of
/// `fillw_200`, or where the underscore of `fill_w_200` stands. Whether all of the value makes sense so.
fn find_gaps(kind: &Kind, value: &str, start: usize, any: bool, gaps: &mut Vec<Span>) -> bool {
    let places = value.char_indices().skip(1).flat_map(|(at, character)| {
        let underscore = (character == '_').then_some((at, at + 1));
        [Some((at, at)), underscore].into_iter().flatten()
    });
    for (at, behind) in places {
        let (head, tail) = (value.get(..at).unwrap_or_default(), value.get(behind..).unwrap_or_default());
        let key_len = tail.bytes().position(|b| b == b'_').unwrap_or_default();
        let next = tail.get(..key_len).filter(|key| !key.starts_with('$')).and_then(tables::kind);
        let rest = key_len + 1;
        let tail_value = tail.get(rest..).unwrap_or_default();
        let Some(next) = next.filter(|next| any || !is_free(next.shape) || next.shape == Shape::Layer) else {
            continue;
        };
        if !accepts(kind.shape, head) {
            continue;
        }
        gaps.push(Span::new(start + at, start + behind));
        if accepts(next.shape, tail_value)
            || !is_free(next.shape) && find_gaps(next, tail_value, start + behind + rest, any, gaps)
        {
            return true;
        }
        gaps.pop();
    }
    false
}
