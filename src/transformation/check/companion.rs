//! Parameters without the companion that makes them do something. The server takes most of them all the same, so that
//! this is advice (cloudinary.com/documentation/transformation_reference, the qualifiers of each parameter).

use super::component::Component;
use super::report::{Fault, Report, shown};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::tables::Key;

/// Looks for what lacks a companion in `component`.
pub fn check(report: &mut Report, component: &Component) {
    // What a named transformation, a layer or a variable brings along is not seen here.
    if component.has_any(&[Key::T, Key::L, Key::U, Key::Variable]) || component.has_flag(report.url, "layer_apply") {
        return;
    }
    let crop = component.crop.map_or("", |crop| crop.value.of(report.url));
    let is_sized = component.has_any(&[Key::W, Key::H, Key::Ar]);
    if let Some(parameter) = component.crop.filter(|_| !is_sized) {
        let by_size =
            matches!(crop, "scale" | "fit" | "limit" | "mfit" | "fill" | "lfill" | "thumb" | "pad" | "lpad" | "mpad");
        if by_size || crop == "crop" && !component.has(Key::G) {
            tell(
                report,
                parameter.span,
                "neither a width nor a height",
                "Say how large the image becomes, as in w_400.",
            );
        }
    }
    if component.has(Key::Ar) && component.crop.is_none() && !component.has_any(&[Key::W, Key::H]) {
        tell_of(
            report,
            component,
            &["ar_"],
            "neither a width nor a height",
            "Say how large the image becomes, as in c_fill,w_400.",
        );
    }
    let is_placed = component.has_any(&[Key::G, Key::E, Key::Fl]) || crop == "crop";
    if component.has_any(&[Key::X, Key::Y]) && !is_placed {
        tell_of(
            report,
            component,
            &["x_", "y_"],
            "nothing to place",
            "A position goes with c_crop, a gravity, a layer, or an effect on a region.",
        );
    }
    if component.has(Key::Z) && !component.has(Key::G) {
        tell_of(
            report,
            component,
            &["z_"],
            "nothing to zoom in on",
            "Zoom goes with a gravity that finds something, as in c_thumb,g_face,z_0.7.",
        );
    }
}

/// Tells of the first item of `component` that begins with one of `keys`.
fn tell_of(report: &mut Report, component: &Component, keys: &[&str], lacks: &str, detail: &str) {
    if let Some(span) = component.first(report.url, |item| keys.iter().any(|key| item.starts_with(key))) {
        tell(report, span, lacks, detail);
    }
}

fn tell(report: &mut Report, span: Span, lacks: &str, detail: &str) {
    let text = span.of(report.url);
    let remove = report.remove(format!("Remove {}", shown(text)), span);
    report.push(Fault {
        code: Code::ParameterRequiresAnother,
        severity: Severity::Advice,
        certainty: Certainty::Possible,
        span,
        title: format!("“{}” has {lacks}", shown(text)),
        detail: detail.to_owned(),
        fixes: vec![Fix { title: "Add what it goes with".to_owned(), url: None }, remove],
    });
}
