//! Remedies that are corrected URLs.

use super::Fix;
use crate::span::Span;
use crate::url::Anatomy;

/// How the title of a remedy ends that invalidates the signature.
pub(super) const AGAIN: &str = ", and sign the URL again";

impl Fix {
    /// The remedy that writes each of `edits` over its span of `url` and leaves everything else as it is.
    ///
    /// The edits stand in the order of their spans and do not overlap; an empty span inserts. Where the
    /// URL is signed and its signed part changes, the title says that it must be signed again.
    pub fn edit(title: impl Into<String>, url: &str, anatomy: &Anatomy, edits: &[(Span, &str)]) -> Self {
        let mut title = title.into();
        let mut corrected = String::with_capacity(url.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
        let mut from = 0;
        for (span, text) in edits {
            corrected.push_str(url.get(from..span.start).unwrap_or_default());
            corrected.push_str(text);
            from = span.end;
        }
        corrected.push_str(url.get(from..).unwrap_or_default());
        if edits.iter().any(|(span, _)| is_signed(anatomy, *span)) {
            title.push_str(AGAIN);
        }
        Self { title, url: Some(corrected) }
    }
}

/// Whether the signature of `anatomy` covers `span`: the transformation and the public ID with its extension, but
/// neither the version nor the query
/// (cloudinary.com/documentation/delivery_url_signatures).
fn is_signed(anatomy: &Anatomy, span: Span) -> bool {
    let Some(signature) = anatomy.signature else {
        return false;
    };
    let outside = |part: Option<Span>| part.is_some_and(|part| part.start <= span.start && span.end <= part.end);
    let end = anatomy.query.or(anatomy.fragment).map_or(usize::MAX, |part| part.start);
    signature.end <= span.start && span.start < end && !outside(anatomy.version)
}
