//! One ranked list out of what was seen in the URL and the request, and what the server said.

use super::{Certainty, Code, Evidence, Finding, Severity};
use crate::span::Span;

/// Joins what was `seen` in the URL and the request with what the server `said`: the cause that both name comes
/// once, a cause that explains what was said comes before it, and what was said comes before all else that was
/// seen. `worded` tells whether the server gave a reason or only a status.
pub fn merge(seen: Vec<Finding>, said: Vec<Finding>, worded: bool) -> Vec<Finding> {
    let mut seen: Vec<Option<Finding>> = seen.into_iter().map(Some).collect();
    let mut first = Vec::new();
    let mut then = Vec::new();
    for mut told in said {
        let same = best(&seen, |finding| is_same(finding, &told));
        if let Some(finding) = same.and_then(|at| seen.get_mut(at)?.take()) {
            then.push(join(finding, told));
            continue;
        }
        let mut explained = false;
        for slot in &mut seen {
            if let Some(mut finding) = slot.take_if(|finding| explains(finding, &told)) {
                finding.certainty = finding.certainty.max(Certainty::Likely);
                finding.severity = finding.severity.max(told.severity);
                finding.evidence = Evidence::Both;
                explained = true;
                first.push(finding);
            }
        }
        // A status without a reason says nothing once the URL has said it all.
        let is_vague = !worded && told.code == Code::ErrorUnrecognized;
        if explained {
            told.certainty = told.certainty.min(Certainty::Likely);
        }
        if !(explained && is_vague) {
            then.push(told);
        }
    }
    first.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), std::cmp::Reverse(finding.certainty)));
    let mut rest: Vec<Finding> = seen.into_iter().flatten().collect();
    rest.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), std::cmp::Reverse(finding.certainty)));
    first.append(&mut then);
    first.append(&mut rest);
    first
}

/// The place of the surest finding that `is_it`.
fn best(seen: &[Option<Finding>], is_it: impl Fn(&Finding) -> bool) -> Option<usize> {
    let candidates = seen.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.as_ref()?)));
    // `max_by_key` takes the last of equals; the first in the URL is wanted.
    candidates
        .filter(|(_, finding)| is_it(finding))
        .rev()
        .max_by_key(|(_, finding)| finding.certainty)
        .map(|(at, _)| at)
}

/// Whether both name the same cause: the same code at the same place, or the same characters of a transformation.
fn is_same(seen: &Finding, told: &Finding) -> bool {
    let fields = seen.field.is_none() || told.field.is_none() || seen.field == told.field;
    let places = match (seen.span, told.span) {
        (Some(one), Some(other)) => overlap(one, other),
        _ => true,
    };
    if seen.code == told.code {
        return fields && places;
    }
    let both = seen.span.zip(told.span).is_some_and(|(one, other)| overlap(one, other) && is_narrow(other));
    // “Invalid encoding” blames the whole transformation: what is wrong at one place in it is a reason, not the same.
    let at_one_place = told.code != Code::TransformationMalformed;
    both && at_one_place && is_about_transformation(seen.code) && is_about_transformation(told.code)
}

/// The finding of the URL knows the place and the remedy, the server is sure of what it is.
fn join(mut seen: Finding, told: Finding) -> Finding {
    if seen.certainty == Certainty::Possible && told.certainty == Certainty::Certain {
        // What was a guess is one no longer.
        (seen.title, seen.detail) = (told.title, told.detail);
    }
    seen.code = told.code;
    seen.evidence = Evidence::Both;
    seen.certainty = told.certainty.max(seen.certainty);
    seen.severity = told.severity;
    seen.span = seen.span.or(told.span);
    seen.field = seen.field.or(told.field);
    if seen.fixes.is_empty() {
        seen.fixes = told.fixes;
    }
    seen
}

/// Whether what was seen in the URL or request is the reason for what the server said more vaguely.
fn explains(seen: &Finding, told: &Finding) -> bool {
    let certain = seen.severity == Severity::Error;
    match told.code {
        Code::AssetNotFound | Code::PublicIdInvalid => {
            certain
                || seen.severity == Severity::Warning && is_about_structure(seen.code)
                // A folder may be called like a transformation; but nothing is there.
                || matches!(seen.code, Code::VersionMisplaced | Code::TransformationMisplaced)
                // What is written as no version is a folder; one that only lies in the future is read.
                || seen.code == Code::VersionInvalid && seen.certainty >= Certainty::Likely
        }
        Code::CloudNameUnknown | Code::CloudDisabled => matches!(
            seen.code,
            Code::CloudNameMisplaced | Code::CloudNameMissing | Code::UploadEndpointInvalid | Code::CloudNameUnknown
        ),
        Code::FetchSourceFailed | Code::FetchSourceNotMedia => {
            certain || matches!(seen.code, Code::FetchUrlUnescaped | Code::PublicIdDoubleEncoded)
        }
        Code::ErrorUnrecognized | Code::TransformationMalformed => certain,
        // The text of a layer was cut, and its rest was read as a parameter.
        Code::ParameterUnknown if seen.code == Code::LayerMalformed => certain,
        // Where the named piece is not in the URL, it was split out of something that is.
        code if is_about_transformation(code) => certain && told.span.is_none() && is_about_transformation(seen.code),
        Code::UploadParameterMissing | Code::UploadFileInvalid | Code::UploadPresetMissing => {
            seen.code == Code::UploadNotMultipart
                || seen.code == Code::UploadPresetMissing && told.field.as_deref().is_some_and(is_of_signature)
                || seen.code == Code::UploadEndpointInvalid
        }
        Code::UploadPresetUnknown => seen.code == Code::CloudNameUnknown,
        Code::UploadEndpointInvalid | Code::UploadNotMultipart | Code::CredentialsInvalid => certain,
        // A host that is misspelt cannot be found.
        Code::RequestBlocked => certain && seen.span.zip(told.span).is_some_and(|(one, other)| overlap(one, other)),
        Code::AccessDenied | Code::AssetPrivate => {
            seen.severity >= Severity::Warning && matches!(seen.code, Code::SignatureRequired | Code::SignatureInvalid)
        }
        _ => false,
    }
}

/// The fields that only a signed upload carries.
fn is_of_signature(field: &str) -> bool {
    matches!(field, "api_key" | "signature" | "timestamp")
}

fn is_about_structure(code: Code) -> bool {
    matches!(
        code,
        Code::CloudNameMisplaced
            | Code::CloudNameMissing
            | Code::CloudNameUnknown
            | Code::AssetTypeMissing
            | Code::AssetTypeMismatch
            | Code::DeliveryTypeMissing
            | Code::TransformationMisplaced
            | Code::VersionMisplaced
            | Code::PublicIdDoubleEncoded
            | Code::PublicIdInvalid
            | Code::FetchUrlUnescaped
            | Code::ExtensionInvalid
            | Code::LayerMalformed
    )
}

fn is_about_transformation(code: Code) -> bool {
    matches!(
        code,
        Code::ParameterValueInvalid
            | Code::ParameterUnknown
            | Code::TransformationMalformed
            | Code::ParametersConflict
            | Code::ParameterRequiresAnother
            | Code::ParameterWrongAssetType
            | Code::LayerMalformed
            | Code::VariableInvalid
            | Code::ConditionMalformed
            | Code::ExtensionInvalid
    )
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end.max(other.start + 1) && other.start < one.end.max(one.start + 1)
}

/// Whether a span is that of one parameter or less, not of a whole transformation.
fn is_narrow(span: Span) -> bool {
    span.len() <= 120
}
