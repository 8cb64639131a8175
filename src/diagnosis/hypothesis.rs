//! What a refusal without a reason most likely means, by what the URL asks for.

use super::{Certainty, Code, Evidence, Finding, Fix, Severity};
use crate::catalogue::docs::{ACCESS, SIGNATURES};
use crate::span::Span;
use crate::url::Anatomy;

/// The causes of a 401 or 403 of a delivery for which the URL speaks, the most likely first.
pub fn refused(url: &str, anatomy: &Anatomy) -> Vec<Finding> {
    let text = |span: Option<Span>| span.map_or("", |span| span.of(url));
    let mut findings = Vec::new();
    if text(anatomy.query).contains("__cld_token__=") {
        findings.push(finding(
            Code::AccessDenied,
            Certainty::Likely,
            "The access token of this URL is not valid, or no longer",
            "A token allows certain addresses for a certain time. It may have expired, or be for another path.",
            "Make a new token, and look at its end and at the path that it is for",
            ACCESS,
            anatomy.query,
        ));
    } else if anatomy.signature.is_some() {
        findings.push(finding(
            Code::SignatureInvalid,
            Certainty::Likely,
            "The signature of this URL does not match",
            "A signature covers the transformation and the public ID. Where one of them was changed after signing, or another secret was used, the URL is refused.",
            "Sign the URL again, as it is now, on a server",
            SIGNATURES,
            anatomy.signature,
        ));
    } else {
        findings.extend(unsigned(url, anatomy));
    }
    findings
}

fn unsigned(url: &str, anatomy: &Anatomy) -> Option<Finding> {
    let text = |span: Option<Span>| span.map_or("", |span| span.of(url)).to_ascii_lowercase();
    let (delivery_type, extension) = (text(anatomy.delivery_type), text(anatomy.extension));
    Some(match (delivery_type.as_str(), extension.as_str()) {
        (
            "list" | "fetch" | "facebook" | "twitter" | "twitter_name" | "gravatar" | "youtube" | "vimeo"
            | "dailymotion",
            _,
        ) => finding(
            Code::DeliveryTypeRestricted,
            Certainty::Likely,
            &format!("The account probably restricts the delivery type “{delivery_type}”"),
            "Accounts can restrict this type in their security settings; it is then delivered to signed URLs only. New accounts restrict lists.",
            "Allow it in Settings, Security, Restricted media types, or sign the URL on a server",
            ACCESS,
            anatomy.delivery_type,
        ),
        ("private" | "private_images", _) if anatomy.transformation.is_none() => finding(
            Code::AssetPrivate,
            Certainty::Likely,
            "The original of a private asset is only given to signed URLs",
            "Versions of a private asset may be public, the file as it was uploaded is not.",
            "Sign the URL on a server, or ask for a transformed version",
            ACCESS,
            anatomy.delivery_type,
        ),
        (_, "pdf" | "zip") => finding(
            Code::AccessDenied,
            Certainty::Likely,
            &format!("The account probably does not deliver {} files", extension.to_ascii_uppercase()),
            "New free accounts do not deliver PDF and ZIP files until that is switched on.",
            "Switch on “Allow delivery of PDF and ZIP files” in Settings, Security",
            ACCESS,
            anatomy.extension,
        ),
        _ => return None,
    })
}

/// What else a 401 may mean where the URL asks for a transformation: the account allows only some.
pub fn strict(anatomy: &Anatomy) -> Option<Finding> {
    let transformation = anatomy.transformation.filter(|_| anatomy.signature.is_none())?;
    Some(finding(
        Code::StrictTransformations,
        Certainty::Possible,
        "The account may not allow this transformation",
        "With Strict Transformations a new version is only made from a signed URL, or if it was allowed or made before.",
        "Sign the URL on a server, or allow the transformation in the Console",
        ACCESS,
        Some(transformation),
    ))
}

fn finding(
    code: Code,
    certainty: Certainty,
    title: &str,
    detail: &str,
    remedy: &str,
    docs: &'static str,
    span: Option<Span>,
) -> Finding {
    Finding {
        code,
        severity: Severity::Error,
        certainty,
        evidence: Evidence::Answer,
        title: title.to_owned(),
        detail: detail.to_owned(),
        span,
        field: None,
        fixes: vec![Fix { title: remedy.to_owned(), url: None }],
        docs,
    }
}
