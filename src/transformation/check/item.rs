//! One parameter: its value, or what an unknown one was meant to be.

use super::component::Component;
use super::repair::{Guess, guesses};
use super::report::{Fault, Report, shown};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::meant::{Meant, Slip, is_free, meant};
use crate::transformation::split::{Parameter, begins_parameter};
use crate::transformation::suggest::Nearness;
use crate::transformation::tables::{self, COMPASS, DETECTED, FOCAL, Key, Kind};
use crate::transformation::value::variable::{Flaw, flaw};
use crate::transformation::value::{Misfit, Shape, Why, accepts, fit};

/// Holds the value of a known parameter against its shape.
pub fn check_value(report: &mut Report, component: &Component, kind: &'static Kind, parameter: Parameter) {
    let value = parameter.value.of(report.url);
    match kind.shape {
        Shape::Variable => {
            let name = parameter.key.of(report.url).get(1..).unwrap_or_default();
            let glued = value.bytes().any(|b| matches!(b, b' ' | b';' | b'&' | b'|' | b'+' | b'%'));
            if glued && report_glued(report, kind, parameter) {
                return;
            }
            if let Some(flaw) = flaw(name, value) {
                report_flaw(report, parameter, flaw);
            }
        }
        shape => {
            if let Err(misfit) = fit(shape, value) {
                report_misfit(report, component, kind, parameter, misfit);
            } else if may_be_glued(shape, value) {
                report_glued(report, kind, parameter);
            }
        }
    }
}

/// The code of a faulty value.
fn code(shape: Shape) -> Code {
    match shape {
        Shape::Condition => Code::ConditionMalformed,
        Shape::Layer => Code::LayerMalformed,
        Shape::Variable => Code::VariableInvalid,
        _ => Code::ParameterValueInvalid,
    }
}

#[cold]
fn report_misfit(
    report: &mut Report,
    component: &Component,
    kind: &'static Kind,
    parameter: Parameter,
    misfit: Misfit,
) {
    if report_glued(report, kind, parameter) || report_placeholder(report, kind, parameter) {
        return;
    }
    let url = report.url;
    let value = parameter.value.of(url);
    let bad = value.get(misfit.start..misfit.end).unwrap_or_default();
    let guesses = guesses(kind, value, misfit);
    if guesses.is_empty() && report_missing_comma(report, kind, parameter, true) {
        return;
    }
    let (severity, certainty) = level(kind, bad, misfit, guesses.first());
    let clear = guesses.first().is_some_and(|guess| guess.nearness <= Nearness::One)
        || matches!(kind.key, Key::W | Key::H)
        || (bad.starts_with(|c: char| c.is_ascii_digit()) && is_numeric(kind.shape))
        || matches!(misfit.why, Why::BareHex | Why::NotPositive);
    let (severity, certainty) = if component.may_be_folder && !clear {
        (Severity::Warning, Certainty::Possible)
    } else {
        (severity, certainty)
    };
    let span = if matches!(misfit.why, Why::Empty) {
        parameter.span
    } else if let Some(at) = guesses.first().and_then(|guess| wrong_mark(value, &guess.value)) {
        Span::new(parameter.value.start + at, parameter.value.start + at + 1)
    } else {
        Span::new(parameter.value.start + misfit.start, parameter.value.start + misfit.end)
    };
    let mut fixes: Vec<Fix> = guesses
        .iter()
        .map(|guess| {
            report.replace(format!("Write {}_{}", kind.text, shown(&guess.value)), parameter.value, &guess.value)
        })
        .collect();
    let removable = matches!(misfit.why, Why::NotPositive | Why::Empty) || fixes.is_empty();
    if severity == Severity::Error && removable {
        fixes.push(report.remove(format!("Remove {}", shown(parameter.span.of(url))), parameter.span));
    }
    report.push(Fault {
        code: if matches!(misfit.why, Why::Unescaped) && kind.shape != Shape::Layer {
            Code::TransformationMalformed
        } else {
            code(kind.shape)
        },
        severity,
        certainty,
        span,
        title: title(kind, parameter, url, bad, misfit),
        detail: detail(kind, misfit).to_owned(),
        fixes,
    });
}

/// Where the one punctuation mark stands that `right` has another for.
fn wrong_mark(value: &str, right: &str) -> Option<usize> {
    if value.len() != right.len() {
        return None;
    }
    let mut differing = value.bytes().zip(right.bytes()).enumerate().filter(|(_, (a, b))| a != b);
    let (at, (wrong, _)) = differing.next()?;
    (differing.next().is_none() && wrong.is_ascii_punctuation() && value.len() > 8).then_some(at)
}

/// Whether the values of `shape` are numbers first of all.
fn is_numeric(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Angle
            | Shape::Border
            | Shape::Density
            | Shape::Dpr
            | Shape::Fps
            | Shape::Number
            | Shape::Percent
            | Shape::Positive
            | Shape::Quality
            | Shape::Radius
            | Shape::Ratio
            | Shape::Sampling
            | Shape::Size
            | Shape::Time
    )
}

/// How bad a misfit is, and how sure.
fn level(kind: &Kind, bad: &str, misfit: Misfit, guess: Option<&Guess>) -> (Severity, Certainty) {
    match misfit.why {
        Why::Range(..) | Why::Undocumented => (Severity::Warning, Certainty::Possible),
        Why::Unescaped => (Severity::Warning, Certainty::Likely),
        Why::NotPositive if bad.starts_with('-') => (Severity::Error, Certainty::Likely),
        Why::NewWord(_) => match guess {
            Some(Guess { nearness: Nearness::Same, .. }) => (Severity::Error, Certainty::Certain),
            // The names of formats are so short that a new one is always near another.
            Some(guess) if kind.key == Key::F && !is_common_format(&guess.value) => {
                (Severity::Warning, Certainty::Possible)
            }
            // Nor is the list of objects complete.
            Some(guess) if kind.key == Key::G && !is_core_gravity(&guess.value) => {
                (Severity::Warning, Certainty::Possible)
            }
            Some(_) => (Severity::Error, Certainty::Likely),
            None => (Severity::Warning, Certainty::Possible),
        },
        _ => (Severity::Error, Certainty::Certain),
    }
}

fn is_common_format(format: &str) -> bool {
    matches!(format, "auto" | "jpg" | "jpeg" | "png" | "webp" | "avif" | "gif" | "svg" | "pdf" | "mp4" | "webm")
}

/// Whether every part of `gravity` is more than an object that may be detected.
fn is_core_gravity(gravity: &str) -> bool {
    let core = |part: &str| [COMPASS, DETECTED, FOCAL].into_iter().any(|words| tables::find(words, part).is_some());
    gravity.split(':').all(core)
}

fn title(kind: &Kind, parameter: Parameter, url: &str, bad: &str, misfit: Misfit) -> String {
    let name = kind.name;
    match misfit.why {
        Why::Empty => format!("“{}” has no value", shown(parameter.span.of(url))),
        Why::Range(low, high) if low > f32::MIN => format!("“{}” is outside of {low} to {high}", shown(bad)),
        Why::Unescaped if bad == " " => "A space stands in the URL as it is".to_owned(),
        Why::Unescaped => format!("“{bad}” stands in the layer as it is"),
        Why::BareHex => format!("“{}” lacks rgb: before its digits", shown(bad)),
        Why::NoComparison => format!("“{}” compares nothing", shown(bad)),
        Why::NotPositive => format!("“{}” is no {name}: it must be more than zero", shown(bad)),
        _ if matches!(kind.key, Key::E) && misfit.start > 0 => format!("“{}” does not fit this effect", shown(bad)),
        _ if bad.is_empty() => format!("“{}” is not complete", shown(parameter.span.of(url))),
        _ => format!("“{}” is not {} {name}", shown(bad), article(name)),
    }
}

fn article(name: &str) -> &'static str {
    if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// What the value of `kind` looks like.
fn detail(kind: &Kind, misfit: Misfit) -> &'static str {
    match misfit.why {
        Why::Range(..) => return "The documentation names a smaller range. It may work all the same.",
        Why::Undocumented => return "The documentation does not name this form. It may work all the same.",
        Why::NewWord(_) => {
            return "The documentation does not name it. Check its spelling; if it is new, it may work all the same.";
        }
        Why::Unescaped => return "Some programs cut the URL here. Encode the character.",
        Why::NoComparison => return "A condition compares two things, as in if_w_gt_300.",
        _ => {}
    }
    match kind.shape {
        Shape::Size => "Write a whole number of pixels, a share of the original such as 0.5, or auto, without a unit.",
        Shape::Ratio => "Write width and height with a colon between them, as in 16:9, or a decimal number.",
        Shape::Colour | Shape::Background => {
            "Write the name of a color, or rgb: and hexadecimal digits, as in rgb:ff0000."
        }
        Shape::Border => "Write the width, the style and the color, as in 5px_solid_black.",
        Shape::Crop => "Write one of the crop modes, such as fill, fit, limit, scale, pad, crop, thumb or auto.",
        Shape::Quality => "Write a number from 1 to 100, auto, or auto: and a level such as good.",
        Shape::Time => "Write seconds, or percent with p, as in 35p.",
        Shape::Condition => "Write a condition such as w_gt_300, or else, or end.",
        Shape::Radius => "Write up to four numbers of pixels with colons between them, or max.",
        Shape::Layer => "Check the layer’s public ID, with a colon for every slash.",
        Shape::Number | Shape::Positive | Shape::Percent | Shape::Density | Shape::Dpr | Shape::Fps => {
            "Write a number without a unit."
        }
        _ => "Check its spelling against the transformation reference.",
    }
}

/// Words that stand for a value that was never set.
fn is_placeholder(value: &str) -> bool {
    const UNSET: [&str; 6] = ["nan", "undefined", "null", "infinity", "-infinity", "[object object]"];
    let plain = value.replace("%20", " ").replace("%5B", "[").replace("%5D", "]").to_ascii_lowercase();
    UNSET.contains(&plain.as_str())
}

/// Tells of a value that was never set.
fn report_placeholder(report: &mut Report, kind: &Kind, parameter: Parameter) -> bool {
    let value = parameter.value.of(report.url);
    if value.len() > 32 || !is_placeholder(value) {
        return false;
    }
    let fix = report.remove(format!("Remove {}", parameter.span.of(report.url)), parameter.span);
    report.push(Fault {
        code: code(kind.shape),
        severity: Severity::Error,
        certainty: Certainty::Certain,
        span: parameter.value,
        title: format!("“{value}” is not {} {}", article(kind.name), kind.name),
        detail: "The program that made this URL had no value here. Set it, or leave the parameter out.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// The length of what people write for the comma between parameters.
fn wrong_comma(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [b'&', b'a', b'm', b'p', b';', ..] => Some(5),
        [b';' | b'&' | b'|' | b'.' | b'+' | b' ' | b':' | b'-', ..] => Some(1),
        [b'%', b'2', b'0' | b'6' | b'B' | b'b', ..] | [b'%', b'3', b'B' | b'b', ..] | [b'%', b'7', b'C' | b'c', ..] => {
            Some(3)
        }
        _ => None,
    }
}

/// Whether a value that fits holds what may stand for the comma before another parameter.
fn may_be_glued(shape: Shape, value: &str) -> bool {
    // Nearly anything fits these, and a variable lets the rest through.
    let open = is_free(shape) || value.contains('$');
    let suspicious = value.bytes().any(|b| match b {
        b'&' | b'|' | b' ' | b'%' => true,
        b';' | b'.' | b'+' => open,
        _ => false,
    });
    suspicious && !value.starts_with("text:") && shape != Shape::Condition
}

/// Tells of a value that has swallowed the next parameter, because something else than a comma, or nothing, stands
/// between them: `c_fill;w_200`, `c_fillw_200`.
fn report_glued(report: &mut Report, kind: &'static Kind, parameter: Parameter) -> bool {
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
            at += rest.chars().next().map_or(usize::MAX / 2, char::len_utf8);
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
            at += 1;
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
fn report_missing_comma(report: &mut Report, kind: &'static Kind, parameter: Parameter, any: bool) -> bool {
    let value = parameter.value.of(report.url);
    if is_free(kind.shape) || value.len() > 64 {
        return false;
    }
    let found = value.char_indices().skip(1).find(|(at, _)| {
        let (head, tail) = (value.get(..*at).unwrap_or_default(), value.get(*at..).unwrap_or_default());
        let key_len = tail.bytes().position(|b| b == b'_').unwrap_or_default();
        let next = tail.get(..key_len).filter(|key| !key.starts_with('$')).and_then(tables::kind);
        let tail_value = tail.get(key_len + 1..).unwrap_or_default();
        next.is_some_and(|next| {
            (any || !is_free(next.shape) || next.shape == Shape::Layer) && accepts(next.shape, tail_value)
        }) && accepts(kind.shape, head)
    });
    let Some((at, _)) = found else {
        return false;
    };
    let place = parameter.value.start + at;
    let comma = report.comma_of(parameter.span);
    let fix = report.replace("Write a comma between the parameters", Span::new(place, place), comma);
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span: Span::new(place, place + value.get(at..).and_then(|tail| tail.find('_')).unwrap_or_default() + 1),
        title: format!("Two parameters run together in “{}”", shown(parameter.span.of(report.url))),
        detail: "Parameters of one component are separated by commas.".to_owned(),
        fixes: vec![fix],
    });
    true
}

#[cold]
fn report_flaw(report: &mut Report, parameter: Parameter, flaw: Flaw) {
    let url = report.url;
    let (name, value) = (parameter.key.of(url), parameter.value.of(url));
    let (span, title, detail, fix) = match flaw {
        Flaw::Name => {
            let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '$').collect();
            let plain = plain.trim_start_matches(|c: char| c.is_ascii_digit());
            (
                parameter.key,
                format!("“{}” is not a name for a variable", shown(name)),
                "A variable’s name begins with a letter and holds letters and digits only.",
                (plain.len() > 1).then(|| report.replace(format!("Call it {plain}"), parameter.key, plain)),
            )
        }
        Flaw::Underscore => {
            let word = value.split('_').next().unwrap_or_default();
            let (old, new) = (format!("{name}_{word}"), format!("{name}{word}"));
            // The name changes wherever it stands.
            let edits: Vec<(Span, &str)> = url
                .match_indices(old.as_str())
                .filter(|(at, _)| *at >= parameter.span.start)
                .map(|(at, _)| (Span::new(at, at + old.len()), new.as_str()))
                .collect();
            (
                Span::new(parameter.key.start, parameter.value.start + word.len()),
                format!("The underscore cuts the variable’s name to “{name}”"),
                "A variable’s name holds letters and digits only; what follows the first underscore is its value.",
                Some(report.edit(format!("Call it {new}"), &edits)),
            )
        }
        Flaw::BareWord => (
            parameter.value,
            format!("“{}” is not a value for a variable", shown(value)),
            "Text stands between exclamation marks, as in !blue!.",
            Some(report.replace(format!("Write !{}!", shown(value)), parameter.value, &format!("!{value}!"))),
        ),
        Flaw::OpenString => {
            let closed = if value.starts_with('!') { format!("{value}!") } else { format!("!{value}") };
            (
                parameter.value,
                format!("The text “{}” is not closed", shown(value)),
                "Text stands between two exclamation marks, as in !blue!.",
                Some(report.replace(format!("Write {}", shown(&closed)), parameter.value, &closed)),
            )
        }
    };
    report.push(Fault {
        code: Code::VariableInvalid,
        severity: Severity::Warning,
        certainty: Certainty::Likely,
        span,
        title,
        detail: detail.to_owned(),
        fixes: fix.into_iter().collect(),
    });
}

/// Tells of an item that is no known parameter.
#[cold]
pub fn unknown(report: &mut Report, component: &mut Component, span: Span) {
    let url = report.url;
    let text = span.of(url);
    if text.is_empty() {
        empty_item(report, component, span);
        return;
    }
    if report_text_comma(report, component, span) || report_decimal_comma(report, component, span) {
        return;
    }
    // What stands too much before a parameter: ` w_200`, `;w_200`.
    let trimmed =
        text.trim_start_matches("%20").trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '$' && c != '%');
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
    if let Some(meant) = meant(text, |key| component.has(key)) {
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

/// Tells of a comma too many.
fn empty_item(report: &mut Report, component: &Component, span: Span) {
    let url = report.url;
    let whole = report.with_separator(span);
    let comma = if whole.end > span.end { Span::new(span.end, whole.end) } else { Span::new(whole.start, span.start) };
    // At the end it does no harm that is known of.
    let last = span.end == component.span.end;
    let fix = report.replace("Remove the comma", comma, "");
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: if last { Severity::Warning } else { Severity::Error },
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
        severity: Severity::Error,
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
    // Words may look like `w200`, but hardly like `fltext_no_trim`.
    let is_slip = meant(text, |_| false)
        .is_some_and(|meant| meant.fits && (meant.slip != Slip::NoSeparator || text.len() > meant.value_start + 3));
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
    let fix = report.replace("Write a point", comma, ".");
    report.push(Fault {
        code: Code::ParameterValueInvalid,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span: comma,
        title: "A comma stands for the decimal point".to_owned(),
        detail: "A comma ends a parameter. Decimal numbers are written with a point.".to_owned(),
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
