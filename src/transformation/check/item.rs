//! One parameter: its value, or what an unknown one was meant to be.

use super::component::Component;
use super::glued::{may_be_glued, report_glued, report_missing_comma};
use super::repair::{Guess, guesses};
use super::report::{Fault, Report, shown};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::meant::is_free;
use crate::transformation::split::{Parameter, begins_parameter};
use crate::transformation::suggest::{Nearness, distance};
use crate::transformation::tables::{self, COMPASS, DETECTED, FOCAL, Key, Kind};
use crate::transformation::value::expression::operator_meant;
use crate::transformation::value::variable::{Flaw, flaw, variable_name};
use crate::transformation::value::{Misfit, Shape, Why, fit};
use crate::url::is_version;

/// Holds `value`, that of a known parameter, against its shape.
pub fn check_value(report: &mut Report, component: &Component, kind: &'static Kind, parameter: Parameter, value: &str) {
    match kind.shape {
        Shape::Variable => {
            let name = variable_name(parameter.key.of(report.url)).unwrap_or_default();
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
            } else if may_be_glued(shape, value, report.marks) {
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
    let url = report.url;
    let value = parameter.value.of(url);
    let bad = value.get(misfit.start..misfit.end).unwrap_or_default();
    // `w_iw_mulx_2` lacks no comma; in `e_sepia:w_300` the width of the original is none.
    let is_operator = misfit.is_operator() && operator_meant(bad).is_some();
    if !is_operator && report_glued(report, kind, parameter)
        || report_placeholder(report, kind, parameter)
        || report_missing_slash(report, kind, parameter)
        || report_backslash(report, kind, parameter)
    {
        return;
    }
    let guesses = guesses(kind, value, misfit);
    if guesses.is_empty() && report_missing_comma(report, kind, parameter, true) {
        return;
    }
    let is_unlike = matches!(misfit.why, Why::Form | Why::Word(_) | Why::NewWord(_))
        && guesses.first().is_none_or(|guess| guess.nearness == Nearness::Far);
    let other = is_unlike.then(|| other_key(kind, value)).flatten();
    let (severity, certainty) = match other {
        Some(_) => (Severity::Error, Certainty::Likely),
        None => level(kind, bad, misfit, guesses.first()),
    };
    let clear = guesses.first().is_some_and(|guess| guess.nearness <= Nearness::One)
        || matches!(kind.key, Key::W | Key::H)
        || (bad.starts_with(|c: char| c.is_ascii_digit()) && is_numeric(kind.shape))
        || matches!(misfit.why, Why::BareHex | Why::NotPositive);
    let (severity, certainty) = if component.may_be_folder && !clear {
        (Severity::Warning, Certainty::Possible)
    } else {
        (severity, certainty)
    };
    let span = if matches!(misfit.why, Why::Empty) || other.is_some() {
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
    if let Some(other) = other {
        let right = format!("{}_{value}", other.text);
        fixes.insert(0, report.replace(format!("Write {}", shown(&right)), parameter.span, &right));
    }
    let removable = matches!(misfit.why, Why::NotPositive) || fixes.is_empty();
    if matches!(misfit.why, Why::Empty) || severity == Severity::Error && removable {
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

/// The parameter that `value` fits, whose key is one letter longer or shorter, `a_16:9` for `ar_16:9`, or that alone
/// takes it: `q_face` for `g_face`.
fn other_key(kind: &Kind, value: &str) -> Option<&'static Kind> {
    // A number fits many.
    if !value.bytes().any(|b| b.is_ascii_alphabetic() || b == b':') || value.len() > 64 {
        return None;
    }
    let is_near = |other: &&'static Kind| {
        other.text.len().abs_diff(kind.text.len()) == 1 && distance(other.text, kind.text, 1).is_some()
    };
    let takes = |other: &&'static Kind| {
        !is_free(other.shape)
            && !matches!(other.shape, Shape::Condition | Shape::Variable)
            && fit(other.shape, value).is_ok()
    };
    let alone = || {
        let mut taking = tables::KINDS.iter().filter(takes);
        taking.next().filter(|_| taking.next().is_none())
    };
    tables::KINDS.iter().filter(is_near).find(takes).or_else(alone)
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
        // `l_etxt:Arial_40:Hello`: what it was meant as is plain.
        Why::Undocumented if kind.shape == Shape::Layer && guess.is_some() => (Severity::Warning, Certainty::Likely),
        Why::Range(..) | Why::Undocumented => (Severity::Warning, Certainty::Possible),
        Why::NoArguments | Why::Unescaped => (Severity::Warning, Certainty::Likely),
        // URLs with `l_,l_text:…` and with `r_` are in use.
        Why::Empty if matches!(kind.shape, Shape::Layer | Shape::Radius) => (Severity::Warning, Certainty::Likely),
        // Not documented, but in use: `co_ffffff` is delivered.
        Why::BareHex if bad.bytes().all(|b| b.is_ascii_hexdigit()) => (Severity::Warning, Certainty::Likely),
        Why::NotPositive if bad.starts_with('-') => (Severity::Error, Certainty::Likely),
        Why::NewWord(_) => match guess {
            Some(Guess { nearness: Nearness::Same, .. }) => (Severity::Error, Certainty::Certain),
            // What can be asked of an asset grows.
            Some(guess)
                if kind.key == Key::If
                    && guess.nearness > Nearness::Synonym
                    && !matches!(guess.value.as_str(), "else" | "end") =>
            {
                (Severity::Warning, Certainty::Possible)
            }
            // The names of formats are so short that a new one is always near another.
            Some(guess) if kind.key == Key::F && !is_common_format(&guess.value) => {
                (Severity::Warning, Certainty::Possible)
            }
            // Nor is the list of objects complete.
            Some(guess) if kind.key == Key::G && !is_core_gravity(&guess.value) => {
                (Severity::Warning, Certainty::Possible)
            }
            // Profiles of your own are called as you like.
            Some(_) if kind.key == Key::Sp && bad.contains('_') => (Severity::Warning, Certainty::Likely),
            // Nor is what can be asked of an asset; names so short are always near another.
            Some(_) if kind.key == Key::If && bad.len() < 4 => (Severity::Warning, Certainty::Possible),
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
        Why::NoArguments => format!("“{}” lacks its arguments", shown(parameter.span.of(url))),
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
        Why::NoArguments => {
            return "This effect must be told what to do: its arguments stand behind a colon. The transformation reference lists them.";
        }
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

/// `q_autov1699999999/sample.jpg`: the slash in front of the version is missing.
fn report_missing_slash(report: &mut Report, kind: &Kind, parameter: Parameter) -> bool {
    let anatomy = report.anatomy;
    let is_last = anatomy.transformation.is_some_and(|chain| chain.end == parameter.span.end);
    let value = parameter.value.of(report.url);
    let digits = value.len() - value.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let Some(at) = value.len().checked_sub(digits + 1).filter(|_| digits > 0 && is_last && anatomy.version.is_none())
    else {
        return false;
    };
    let (head, tail) = (value.get(..at).unwrap_or_default(), value.get(at..).unwrap_or_default());
    // `q_auto_v1699999999`
    let whole = head;
    let head = head.trim_end_matches("%20").trim_end_matches(['_', '-', '.', ' ']);
    if !tail.starts_with('v') || head.is_empty() || fit(kind.shape, head).is_err() {
        return false;
    }
    let start = parameter.value.start + at;
    let gap = Span::new(start - (whole.len() - head.len()), start);
    let start = gap.start;
    let fix = report.replace(format!("Write a slash in front of {tail}"), gap, "/");
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span: Span::new(start, parameter.value.end),
        title: format!("No slash stands in front of the version “{tail}”"),
        detail: "The version is a segment of its own, behind the transformation.".to_owned(),
        fixes: vec![fix],
    });
    true
}

/// `w_200%5Cf_auto`: components parted as folders are on Windows.
fn report_backslash(report: &mut Report, kind: &Kind, parameter: Parameter) -> bool {
    let value = parameter.value.of(report.url);
    let mark = ["%5C", "%5c", "\\"].into_iter().find_map(|mark| Some((value.find(mark)?, mark.len())));
    let Some((at, length)) = mark else {
        return false;
    };
    let (head, tail) = (value.get(..at).unwrap_or_default(), value.get(at + length..).unwrap_or_default());
    if fit(kind.shape, head).is_err() || !(is_version(tail.as_bytes()) || begins_parameter(tail)) {
        return false;
    }
    let span = Span::new(parameter.value.start + at, parameter.value.start + at + length);
    let fix = report.replace("Write a slash", span, "/");
    report.push(Fault {
        code: Code::TransformationMalformed,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        span,
        title: format!("“{}” stands between two components", span.of(report.url)),
        detail: "Components are parted by “/”.".to_owned(),
        fixes: vec![fix],
    });
    true
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

#[cold]
fn report_flaw(report: &mut Report, parameter: Parameter, flaw: Flaw) {
    let url = report.url;
    let (name, value) = (parameter.key.of(url), parameter.value.of(url));
    if name.starts_with("${") {
        let fix = report.remove(format!("Remove {}", shown(parameter.span.of(url))), parameter.span);
        report.push(Fault {
            code: Code::ParameterUnknown,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span: parameter.span,
            title: format!("“{}” was not filled in", shown(parameter.span.of(url))),
            detail: "It is a template's place for a transformation. Fill it in, or leave it out.".to_owned(),
            fixes: vec![fix],
        });
        return;
    }
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
            {
                let plain = value.trim_matches(['\'', '"']).trim_start_matches("%22").trim_end_matches("%22");
                let plain = plain.trim_start_matches("%27").trim_end_matches("%27");
                Some(report.replace(format!("Write !{}!", shown(plain)), parameter.value, &format!("!{plain}!")))
            },
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
