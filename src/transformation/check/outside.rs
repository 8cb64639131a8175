//! Faults that end the transformation before its end: a `#` that begins the fragment, a slash in a ratio.

use super::report::{Fault, Report};
use crate::ascii;
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::meant::meant;
use crate::transformation::split::{begins_parameter, items};
use crate::transformation::tables::{self, Key};
use crate::transformation::value::number::number;
use std::cell::LazyCell;

/// `b_#ff0000`: the `#` begins the fragment, and the rest of the URL never reaches the server.
pub fn hash_colour(report: &mut Report) {
    let Some(fragment) = report.anatomy.fragment else {
        return;
    };
    let url = report.url;
    let text = fragment.of(url);
    let digits = text.bytes().take_while(u8::is_ascii_hexdigit).count();
    let ends = text.get(digits..).is_none_or(|rest| rest.is_empty() || rest.starts_with([',', '/', ':', '%']));
    if !matches!(digits, 3 | 4 | 6 | 8) || !ends || fragment.start == 0 {
        return;
    }
    let hash = Span::new(fragment.start - 1, fragment.start);
    let before = url.get(..hash.start).unwrap_or_default();
    let item = before.rsplit(['/', ',']).next().unwrap_or_default();
    let item = item.rsplit("%2C").next().unwrap_or(item);
    let key = item.split('_').next().and_then(tables::kind).map(|kind| kind.key);
    let place = match key {
        Some(Key::B | Key::Co) if item.ends_with('_') => "rgb:",
        Some(Key::B | Key::Co | Key::Bo) if item.ends_with("_rgb:") => "",
        Some(Key::Bo) if item.ends_with("_solid_") => "rgb:",
        Some(Key::E) if item.contains(':') && item.ends_with([':', '_']) => "",
        _ => return,
    };
    let colour = Span::new(hash.start, fragment.start + digits);
    let shown = colour.of(url);
    let fix = report.replace(format!("Write {place}{}", shown.trim_start_matches('#')), hash, place);
    report.push(Fault {
        code: Code::ParameterValueInvalid,
        severity: Severity::Error,
        certainty: Certainty::Certain,
        span: colour,
        title: format!("“{shown}” begins the fragment of the URL"),
        detail:
            "A browser sends nothing from # on, so that the rest of the URL is lost. Colors are written rgb:ff0000."
                .to_owned(),
        fixes: vec![fix],
    });
    report.prefer_last();
}

/// A slash that ends the component though it was meant as part of a value: `ar_16/9`, `l_text:Arial_40:24/7`,
/// `l_fetch:aHR0…/…`. What is left of the value stands in the next segment.
pub fn cut_by_slash(report: &mut Report, chain: Span) {
    let url = report.url;
    let end = report.anatomy.query.or(report.anatomy.fragment).map_or(url.len(), |part| part.start.saturating_sub(1));
    let path = url.get(..end).unwrap_or_default();
    // Where the last layer is closed; few URLs come so far as to ask.
    let ends_layer = |at: &usize| match path.as_bytes().get(*at..) {
        Some([b'/' | b',', flag @ ..]) => ascii::starts_with(flag, b"fl_layer_apply"),
        _ => false,
    };
    let closed = LazyCell::new(|| (chain.start..path.len()).rev().find(ends_layer));
    // Every place where a slash may cut: between components, and behind the last.
    let mut start = chain.start;
    while start <= chain.end {
        let rest = url.get(start..chain.end).unwrap_or_default();
        let end = start + ascii::head(rest, b'/').len();
        if url.get(end..).is_some_and(|rest| rest.starts_with('/')) {
            cut_here(report, Span::new(start, end), path, || *closed);
        }
        start = end + 1;
    }
}

/// Looks at the slash behind `component`.
fn cut_here(report: &mut Report, component: Span, path: &str, closed: impl Fn() -> Option<usize>) {
    let url = report.url;
    let text = component.of(url);
    let Some(last) = items(text).last().and_then(|(start, end)| text.get(start..end)) else {
        return;
    };
    let width = last.strip_prefix("ar_");
    let is_text = last.starts_with("l_text:") || last.starts_with("u_text:");
    // What ends in `=` is complete. A remote URL that is not in base64 is told with the structure of the URL.
    let address = last.strip_prefix("l_fetch:").or_else(|| last.strip_prefix("u_fetch:"));
    let is_fetch = address.is_some_and(|text| !text.ends_with(['=', '$']) && !text.starts_with("http"));
    if width.is_none() && !is_text && !is_fetch {
        return;
    }
    let slash = Span::new(component.end, component.end + 1);
    let rest = path.get(slash.end..).unwrap_or_default();
    let next = rest.split('/').next().unwrap_or_default();
    let head = next.split([',', '%']).next().unwrap_or_default();
    let has_more = rest.len() > next.len();
    if let Some(width) = width {
        let whole = |text: &str| number(text).is_some_and(|n| n > 0.0);
        if has_more && whole(width) && whole(head) {
            let value = Span::new(slash.start - width.len(), slash.end + head.len());
            let fix = report.replace(format!("Write {width}:{head}"), slash, ":");
            report.push(Fault {
                code: Code::ParameterValueInvalid,
                severity: Severity::Error,
                certainty: Certainty::Likely,
                span: value,
                title: format!("“{}” has a slash for a colon", value.of(url)),
                detail: "A slash ends the component. An aspect ratio is written with a colon, as in 16:9.".to_owned(),
                fixes: vec![fix],
            });
            report.prefer_last_to(Span::new(slash.start, slash.end + head.len()));
        }
        return;
    }
    let first = next.split(',').next().unwrap_or_default();
    if first.is_empty() || begins_parameter(first) {
        return;
    }
    // The cut is told by the layer that is closed behind it, or by parameters that follow the rest of the value.
    let is_closed = closed().is_some_and(|at| at >= slash.start);
    let continues = next.contains(',');
    if !(is_closed || continues) || meant(first, |_| false).is_some_and(|meant| meant.fits) {
        return;
    }
    let (coded, title, detail) = if is_text {
        (
            "%252F",
            "A slash cuts the text of the layer",
            "A slash ends the component. Inside the text of a layer it is written %252F.",
        )
    } else {
        (
            "_",
            "A slash cuts the address of the layer",
            "The base64 of a layer’s address is written with _ for / and - for +.",
        )
    };
    let fix = report.replace(format!("Write {coded} for the slash"), slash, coded);
    report.push(Fault {
        code: Code::LayerMalformed,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span: slash,
        title: title.to_owned(),
        detail: detail.to_owned(),
        fixes: vec![fix],
    });
    report.prefer_last_to(Span::new(slash.start, slash.end + next.len()));
}
