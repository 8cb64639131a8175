//! Values that a comma or a slash parts, where another mark joins them: `e_blur,300`, `fl_progressive,lossy`,
//! `c_fill,g_auto/subject,w_200`.

use super::component::Component;
use super::report::{Fault, Report, shown};
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::meant::meant;
use crate::transformation::split::{begins_parameter, parameter};
use crate::transformation::tables::{self, Kind};
use crate::transformation::value::{Shape, fit};

/// How many pieces a value is parted into at most.
const MOST: usize = 6;

/// What joins the pieces of a value of `kind`; none where pieces tell nothing.
fn joint(kind: &Kind) -> Option<&'static str> {
    match kind.shape {
        Shape::Flags | Shape::Angle => Some("."),
        Shape::Condition | Shape::Border => Some("_"),
        Shape::Effect
        | Shape::Gravity
        | Shape::Quality
        | Shape::Format
        | Shape::Radius
        | Shape::Colour
        | Shape::Background
        | Shape::VideoCodec => Some(":"),
        // Two numbers with a comma are told as a number, or as a ratio.
        _ => None,
    }
}

/// Whether `item` is no parameter, and was not meant as one.
fn goes_on(item: &str) -> bool {
    let is_meant = || meant(item, |_| false).is_some_and(|meant| meant.fits);
    !item.is_empty() && !item.contains('$') && !begins_parameter(item) && !is_meant()
}

/// The item at `span` goes on with the value in front of it.
pub fn report(report: &mut Report, component: &mut Component, span: Span) -> bool {
    by_comma(report, component, span) || by_slash(report, component, span)
}

fn by_comma(report: &mut Report, component: &mut Component, span: Span) -> bool {
    let url = report.url;
    let Some((parameter, kind)) = component.last.filter(|(parameter, _)| parameter.span.end <= span.start) else {
        // What was told as part of the value before it.
        return component.last.is_some_and(|(parameter, _)| parameter.span.end >= span.end);
    };
    let Some(joint) = joint(kind).filter(|_| parameter.span.end + 1 == span.start) else {
        return false;
    };
    let rest = url.get(span.start..component.span.end).unwrap_or_default();
    let mut value = parameter.value.of(url).to_owned();
    let (mut end, mut commas, mut found) = (span.start, Vec::new(), None);
    for item in rest.split(',').take(MOST).take_while(|item| goes_on(item)) {
        commas.push((Span::new(end - 1, end), joint));
        value = format!("{value}{joint}{item}");
        end += item.len() + 1;
        if fit(kind.shape, &value).is_ok() {
            found = Some((end - 1, commas.len(), value.clone()));
        }
    }
    let Some((end, count, value)) = found else {
        return false;
    };
    commas.truncate(count);
    report.drop_said_of(parameter.span);
    let last = commas.last().map_or(span.start, |(comma, _)| comma.end);
    let fix = report.edit(format!("Write {}_{}", kind.text, shown(&value)), &commas);
    report.push(fault(Span::new(span.start - 1, last), ",", joint, fix));
    component.extend_last(end);
    true
}

/// `g_auto/subject,w_200`: the first item of a component goes on with the last value of the one before.
fn by_slash(report: &mut Report, component: &Component, span: Span) -> bool {
    let url = report.url;
    if span.start != component.span.start || span.end == component.span.end {
        return false;
    }
    let before = url.get(..span.start.saturating_sub(1)).unwrap_or_default();
    let start = before.rfind(['/', ',']).map_or(0, |at| at + 1);
    let last = parameter(before.get(start..).unwrap_or_default().as_bytes(), start);
    let kind = tables::kind(last.key.of(url)).filter(|kind| kind.shape != Shape::Condition);
    let Some((kind, joint)) = kind.and_then(|kind| Some((kind, joint(kind)?))) else {
        return false;
    };
    let joined = format!("{}{joint}{}", last.value.of(url), span.of(url));
    if !goes_on(span.of(url)) || fit(kind.shape, &joined).is_err() {
        return false;
    }
    let slash = Span::new(span.start - 1, span.start);
    let fix = report.replace(format!("Write “{joint}”"), slash, joint);
    report.drop_said_of(last.span);
    report.push(fault(slash, "/", joint, fix));
    true
}

fn fault(span: Span, mark: &str, joint: &str, fix: crate::diagnosis::Fix) -> Fault {
    let what = if mark == "," { "A comma ends a parameter" } else { "A slash ends a component" };
    Fault {
        code: Code::ParameterValueInvalid,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span,
        title: format!("“{mark}” parts a value"),
        detail: format!("{what}. The pieces of this value have “{joint}” between them."),
        fixes: vec![fix],
    }
}
