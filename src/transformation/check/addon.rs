//! What needs an add-on: such a URL must be signed, unless the product environment allows it unsigned.
//! (cloudinary.com/documentation/cloudinary_add_ons, cloudinary.com/documentation/transformation_reference)

use super::component::Component;
use super::report::{Fault, Report, shown};
use crate::ascii::{head, pieces};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::split::Parameter;

/// Effects of add-ons.
const EFFECTS: [&str; 4] = ["adv_redeye", "lightroom", "style_transfer", "viesus_correct"];

/// Gravities of add-ons.
const GRAVITIES: [&str; 5] = ["adv_eyes", "adv_face", "adv_faces", "adv_ocr", "ocr_text"];

/// Tells of a parameter that asks for an add-on in a URL without a signature.
pub fn check(report: &mut Report, component: &Component) {
    if report.anatomy.signature.is_some() {
        return;
    }
    let url = report.url;
    let holds = |parameter: Option<Parameter>, is_addons: fn(&str) -> bool| {
        parameter.filter(|parameter| is_addons(parameter.value.of(url)))
    };
    let found = holds(component.crop, |mode| mode.starts_with("imagga_"))
        .or_else(|| holds(component.effect, |effect| EFFECTS.contains(&head(effect, b':'))))
        .or_else(|| {
            holds(component.gravity, |gravity| pieces(gravity, b':').any(|(_, part)| GRAVITIES.contains(&part)))
        });
    if let Some(parameter) = found {
        let detail = "Add-ons work with signed URLs, unless the settings of the product environment allow them unsigned. Sign the URL on your server.";
        tell(report, parameter.span, "is made by an add-on", detail);
    }
}

/// Tells of a function on a server of your own, which only a signed URL may call
/// (cloudinary.com/documentation/custom_functions).
pub fn remote_function(report: &mut Report, component: &Component) {
    if report.anatomy.signature.is_some() {
        return;
    }
    let is_remote = |item: &str| item.starts_with("fn_remote:") || item.starts_with("fn_pre:remote:");
    if let Some(span) = component.first(report.url, is_remote) {
        let detail = "Remote functions work with signed URLs. Sign the URL on your server.";
        tell(report, span, "calls a function of yours", detail);
    }
}

/// Tells that what stands at `span` needs a signature: it `does` something that only a signed URL may.
#[cold]
fn tell(report: &mut Report, span: Span, does: &str, detail: &str) {
    report.push(Fault {
        code: Code::SignatureRequired,
        severity: Severity::Warning,
        certainty: Certainty::Possible,
        span,
        title: format!("“{}” {does}, and the URL is not signed", shown(span.of(report.url))),
        detail: detail.to_owned(),
        fixes: vec![Fix { title: "Sign the URL on your server".to_owned(), url: None }],
    });
}
