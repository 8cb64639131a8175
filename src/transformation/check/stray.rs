//! Items that are no known parameter, and commas and slashes too many.

use super::component::Component;
use super::repair::guesses;
use super::report::{Fault, Report, shown};
use super::spelling::{is_common_ratio, is_thousands, plain_letters};
use super::{flow, parted};
use crate::ascii;
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::meant::{
    Meant, Slip, behind_prefix, called, condition_word, is_bare_flag, is_free, meant, reversed,
};
use crate::transformation::split::begins_parameter;
use crate::transformation::tables::{self, Key};
use crate::transformation::value::{Misfit, Shape, Why, fit};
use crate::url::is_version;

/// Tells of an item that is no known parameter.
#[cold]
pub fn unknown(report: &mut Report, component: &mut Component, span: Span) {
    let url = report.url;
    let text = span.of(url);
    if text.is_empty() {
        empty_item(report, component, span);
        return;
    }
    if report_text_comma(report, component, span)
        || report_version(report, component, span)
        || parted::report(report, component, span)
        || report_decimal_comma(report, component, span)
    {
        return;
    }
    // What stands too much before a parameter: ` w_200`, `;w_200`.
    let trimmed =
        ascii::without_blanks(text).trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '$' && c != '%');
    if trimmed.len() < text.len() && begins_parameter(trimmed) {
        let extra = Span::new(span.start, span.end - trimmed.len());
        let fix = report.replace("Remove it", extra, "");
        let shown = extra.of(url).replace("%20", " ");
        report.push(Fault {
            code: Code::TransformationMalformed,
            severity: Severity::Error,
            certainty: Certainty::Certain,
            span: extra,
            title: if shown == " " {
                "A space stands before a parameter".to_owned()
            } else {
                format!("“{shown}” stands before a parameter")
            },
            detail: "Nothing stands between a comma and the next parameter.".to_owned(),
            fixes: vec![fix],
        });
        return;
    }
    if report_condition_word(report, span) || report_cut_layer(report, component, span) {
        return;
    }
    if report_query(report, component, span) || report_look_alike(report, component, span) {
        return;
    }
    let meant = meant(text, |key| component.has(key));
    // `crop_c` is rather one that was turned round.
    let is_half = meant.is_none_or(|meant| !meant.fits) || called(text).is_some();
    if is_half && report_half(report, component, span) {
        return;
    }
    if let Some(meant) = meant {
        component.mark(meant.kind.key);
        report_meant(report, component, span, meant);
        return;
    }
    let remove = report.remove(format!("Remove {}", shown(text)), span);
    let key = text.split('_').next().unwrap_or(text);
    let has_value = key.len() < text.len();
    report.push(Fault {
        code: Code::ParameterUnknown,
        severity: Severity::Error,
        certainty: if has_value { Certainty::Certain } else { Certainty::Likely },
        span: if has_value { Span::new(span.start, span.start + key.len()) } else { span },
        title: format!("“{}” is not a parameter", shown(key)),
        detail: "No transformation parameter is called so. Check its spelling, or remove it.".to_owned(),
        fixes: vec![remove],
    });
}

/// `width=400&height=300`, as in the query of other services; `tr:w_400`, as in the path of one.
fn report_query(report: &mut Report, component: &mut Component, span: Span) -> bool {
    let text = span.of(report.url);
    let one = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        let long = || tables::LONG_NAMES.iter().find(|(long, _)| *long == name).and_then(|(_, key)| tables::kind(key));
        let kind = tables::kind(name).or_else(long).filter(|kind| !is_free(kind.shape))?;
        fit(kind.shape, value).is_ok().then(|| (kind.key, format!("{}_{value}", kind.text)))
    };
    let (wrong, pairs) = if let Some(rest) = behind_prefix(text) {
        ("tr:", vec![(Key::Variable, plain_parameter(rest))])
    } else {
        let pairs: Option<Vec<_>> = text.split('&').take(16).map(one).collect();
        ("=", pairs.filter(|pairs| pairs.len() > 1).unwrap_or_default())
    };
    if pairs.is_empty() {
        return false;
    }
    for (key, _) in &pairs {
        component.mark(*key);
    }
    let texts: Vec<String> = pairs.into_iter().map(|(_, text)| text).collect();
    let right = texts.join(report.comma_of(span));
    let fix = report.replace(format!("Write {}", shown(&right)), span, &right);
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: Severity::Error,
        certainty: Certainty::Certain,
        span,
        title: format!("“{wrong}” is not how parameters are written"),
        detail: "A parameter is its key, an underscore and its value; commas part them, as in w_400,h_300.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// `f_auto,v1699999999/sample.jpg`: a comma for the slash in front of the version.
fn report_version(report: &mut Report, component: &Component, span: Span) -> bool {
    let is_last = report.anatomy.transformation.is_some_and(|chain| chain.end == span.end);
    if !is_version(span.of(report.url).as_bytes())
        || !is_last
        || span.start == component.span.start
        || report.anatomy.version.is_some()
    {
        return false;
    }
    let comma = Span::new(span.start - 1, span.start);
    let fix = report.replace("Write a slash", comma, "/");
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span: Span::new(comma.start, span.end),
        title: format!("A comma stands in front of the version “{}”", span.of(report.url)),
        detail: "The version is a segment of its own, behind the transformation.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// `item`, or the parameter that it was meant as.
fn plain_parameter(item: &str) -> String {
    let meant = meant(item, |_| false).filter(|meant| meant.fits && !begins_parameter(item));
    meant.map_or_else(
        || item.to_owned(),
        |meant| format!("{}_{}", meant.kind.text, item.get(meant.value_start..).unwrap_or_default()),
    )
}

/// `endif`, `else`: the words of other languages.
fn report_condition_word(report: &mut Report, span: Span) -> bool {
    let text = span.of(report.url);
    let Some(right) = condition_word(text) else {
        return false;
    };
    let detail = "A condition is closed by if_end; if_else says what holds otherwise.";
    flow::report_word(report, span, right, Severity::Error, detail);
    true
}

/// `l_logos/brand,w_50`: a folder of a layer's asset, cut off by a slash.
fn report_cut_layer(report: &mut Report, component: &Component, span: Span) -> bool {
    let url = report.url;
    if span.start != component.span.start || span.end == component.span.end {
        return false;
    }
    let before = url.get(..span.start.saturating_sub(1)).unwrap_or_default();
    let last = before.rsplit(['/', ',']).next().unwrap_or_default();
    let id = last.strip_prefix("l_").or_else(|| last.strip_prefix("u_")).unwrap_or_default();
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_name(id) || !is_name(span.of(url)) || meant(span.of(url), |_| false).is_some_and(|meant| meant.fits) {
        return false;
    }
    let slash = Span::new(span.start - 1, span.start);
    let fix = report.replace("Write a colon", slash, ":");
    report.push(Fault {
        code: Code::LayerMalformed,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span: slash,
        title: format!("A slash cuts the layer “{}”", shown(id)),
        detail: "A slash ends the component. In the public ID of a layer, folders are parted by colons.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// `с_fill` with the `с` of another alphabet.
fn report_look_alike(report: &mut Report, component: &mut Component, span: Span) -> bool {
    let text = span.of(report.url);
    let Some(right) = plain_letters(text).filter(|right| begins_parameter(right)) else {
        return false;
    };
    let key = text.split('_').next().unwrap_or(text);
    let kind = right.split('_').next().and_then(tables::kind);
    if let Some(kind) = kind {
        component.mark(kind.key);
    }
    let fix = report.replace(format!("Write {}", shown(&right)), span, &right);
    report.push(Fault {
        code: Code::ParameterUnknown,
        severity: Severity::Error,
        certainty: Certainty::Certain,
        span: Span::new(span.start, span.start + key.len()),
        title: format!("“{}” is not a parameter", shown(key)),
        detail: "It is written with letters of another alphabet that look the same.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// `200_w`, key and value in each other's place; `sepia:20` and `fill`, a value without its key.
fn report_half(report: &mut Report, component: &mut Component, span: Span) -> bool {
    let text = span.of(report.url);
    let keyless = || {
        let word = text.split(':').next().unwrap_or(text);
        // These belong to several parameters.
        let kind = match word {
            "auto" | "none" => return None,
            _ if tables::effect(word).is_some() => tables::kind("e"),
            _ if tables::find(tables::CROPS, word).is_some() => tables::kind("c"),
            _ if is_bare_flag(text) => tables::kind("fl"),
            _ => None,
        };
        Some((kind?, text))
    };
    let found =
        called(text).or_else(|| reversed(text)).or_else(keyless).filter(|(kind, value)| fit(kind.shape, value).is_ok());
    let Some((kind, value)) = found.filter(|(kind, _)| !component.has(kind.key)) else {
        return false;
    };
    component.mark(kind.key);
    let right = format!("{}_{value}", kind.text);
    let fixes = vec![
        report.replace(format!("Write {}", shown(&right)), span, &right),
        report.remove(format!("Remove {}", shown(text)), span),
    ];
    report.push(Fault {
        code: Code::ParameterUnknown,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span,
        title: format!("“{}” is not a parameter", shown(text)),
        detail: format!(
            "The parameter for {} is written {}_ and its value, as in {}.",
            kind.name,
            kind.text,
            shown(&right)
        ),
        fixes,
    });
    true
}

/// Tells of a comma too many.
fn empty_item(report: &mut Report, component: &Component, span: Span) {
    let url = report.url;
    let whole = report.with_separator(span);
    let comma = if whole.end > span.end { Span::new(span.end, whole.end) } else { Span::new(whole.start, span.start) };
    let last = span.end == component.span.end;
    let fix = report.replace("Remove the comma", comma, "");
    report.push(Fault {
        code: Code::TransformationMalformed,
        // URLs of this form are in use.
        severity: Severity::Warning,
        certainty: Certainty::Likely,
        span: comma,
        title: format!("Nothing stands {} a comma", if last { "after" } else { "before" }),
        detail: "Two parameters are separated by one comma; none stands at the start or the end of a component."
            .to_owned(),
        fixes: if comma.of(url).is_empty() { Vec::new() } else { vec![fix] },
    });
}

/// Tells of a slash too many inside the chain.
#[cold]
pub fn empty_component(report: &mut Report, chain: Span, span: Span) {
    let slash = if span.start > chain.start {
        Span::new(span.start - 1, span.start)
    } else {
        Span::new(span.start, span.start + 1)
    };
    let fix = report.replace("Remove the slash", slash, "");
    report.push(Fault {
        code: Code::TransformationMalformed,
        // URLs of this form are in use.
        severity: Severity::Warning,
        certainty: Certainty::Likely,
        span: slash,
        title: "Two slashes stand in a row".to_owned(),
        detail: "Components are separated by one slash.".to_owned(),
        fixes: vec![fix],
    });
}

/// A comma in the text of a layer ends the parameter.
fn report_text_comma(report: &mut Report, component: &mut Component, span: Span) -> bool {
    let url = report.url;
    let Some((parameter, _)) = component.last.filter(|(_, kind)| kind.shape == Shape::Layer) else {
        return false;
    };
    let value = parameter.value.of(url);
    // `text:style:words`; what was read as a slip of a parameter (`W_200`) is one.
    if !value.starts_with("text:") {
        return false;
    }
    let text = span.of(url);
    // Words may look like `x2`, but hardly like `w200` or `fltext_no_trim`.
    let is_slip = meant(text, |_| false).is_some_and(|meant| {
        let is_size = matches!(meant.kind.key, Key::W | Key::H) && text.len() > meant.value_start + 1;
        meant.fits && (meant.slip != Slip::NoSeparator || is_size || text.len() > meant.value_start + 3)
    });
    let is_named = text.bytes().take(5).position(|b| b == b'_').is_some_and(|at| at > 0);
    if (is_slip || is_named) && !text.contains([' ', '%']) {
        return false;
    }
    let comma = Span::new(span.start - 1, span.start);
    let rest = span.of(url).replace(' ', "%20");
    let fix = report.edit("Encode the comma twice", &[(comma, "%252C"), (span, &rest)]);
    report.push(Fault {
        code: Code::LayerMalformed,
        severity: Severity::Error,
        certainty: Certainty::Certain,
        span: comma,
        title: "A comma cuts the text of the layer".to_owned(),
        detail: "A comma ends a parameter. Inside the text of a layer it is written %252C.".to_owned(),
        fixes: vec![fix],
    });
    // What follows belongs to the text as well.
    component.extend_last(span.end);
    true
}

/// `w_0,5` was meant as `w_0.5`.
fn report_decimal_comma(report: &mut Report, component: &Component, span: Span) -> bool {
    let url = report.url;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((parameter, kind)) = component.last.filter(|(parameter, _)| parameter.span.end + 1 == span.start) else {
        return false;
    };
    if !is_digits(span.of(url)) || !is_digits(parameter.value.of(url)) || is_free(kind.shape) {
        return false;
    }
    report.drop_said_of(parameter.span);
    let comma = Span::new(span.start - 1, span.start);
    let (first, second) = (parameter.value.of(url), span.of(url));
    let (title, detail, fix) = if kind.shape == Shape::Ratio && is_common_ratio(first, second) {
        let fix = report.replace("Write a colon", comma, ":");
        ("A comma stands for the colon", "A comma ends a parameter. An aspect ratio is written with a colon.", fix)
    } else if is_thousands(kind, first, second) {
        let fix = report.replace("Remove the comma", comma, "");
        ("A comma parts the digits of a number", "A comma ends a parameter. Numbers are written without one.", fix)
    } else {
        let fix = report.replace("Write a point", comma, ".");
        let detail = "A comma ends a parameter. Decimal numbers are written with a point.";
        ("A comma stands for the decimal point", detail, fix)
    };
    report.push(Fault {
        code: Code::ParameterValueInvalid,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span: comma,
        title: title.to_owned(),
        detail: detail.to_owned(),
        fixes: vec![fix],
    });
    true
}

/// Tells of an item whose key or separator went wrong.
fn report_meant(report: &mut Report, component: &Component, span: Span, meant: Meant) {
    let url = report.url;
    let text = span.of(url);
    let Meant { kind, slip, key_end, value_start, .. } = meant;
    let written = text.get(value_start..).unwrap_or_default();
    let value = match fit(kind.shape, written) {
        // What may work as it is stays: the key alone is at fault.
        Ok(()) | Err(Misfit { why: Why::Range(..) | Why::Undocumented, .. }) => written.to_owned(),
        Err(misfit) => {
            guesses(kind, written, misfit).into_iter().next().map_or_else(|| written.to_owned(), |guess| guess.value)
        }
    };
    let key = text.get(..key_end).unwrap_or_default();
    let right = format!("{}_{value}", kind.text);
    let at = |from: usize, to: usize| Span::new(span.start + from, span.start + to);
    let wrong_separator = text.get(key_end..value_start).unwrap_or_default();
    let (code, place) = match slip {
        Slip::Separator if key == kind.text => (Code::TransformationMalformed, at(key_end, value_start)),
        Slip::Separator => (Code::TransformationMalformed, at(0, value_start)),
        Slip::NoSeparator => (Code::TransformationMalformed, span),
        _ if value == written => (Code::ParameterUnknown, at(0, key_end)),
        _ => (Code::ParameterUnknown, span),
    };
    let title = match slip {
        Slip::Case => format!("“{key}” is written in lower case: {}", kind.text),
        Slip::LongName => format!("“{key}” is the SDK’s name for {}", kind.text),
        Slip::Separator => format!("“{wrong_separator}” stands where an underscore must"),
        Slip::NoSeparator => format!("“{}” lacks the underscore", shown(text)),
        Slip::Misspelt => format!("“{}” is not a parameter", shown(key)),
    };
    let certain = !matches!(slip, Slip::Misspelt | Slip::NoSeparator) && !component.may_be_folder;
    let mut fixes = vec![report.replace(format!("Write {}", shown(&right)), span, &right)];
    if slip == Slip::Misspelt {
        fixes.push(report.remove(format!("Remove {}", shown(text)), span));
    }
    report.push(Fault {
        code,
        severity: Severity::Error,
        certainty: if certain { Certainty::Certain } else { Certainty::Likely },
        span: place,
        title,
        detail: format!(
            "The parameter for {} is written {}_ and its value, as in {}.",
            kind.name,
            kind.text,
            shown(&right)
        ),
        fixes,
    });
}
