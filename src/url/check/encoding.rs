//! Percent-encoding in the public ID: encoded twice, needlessly, or not at all.

use super::{Checker, Fault, docs};
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;

impl Checker<'_> {
    /// Looks at every `%` of the public ID.
    pub(super) fn encoding(&mut self, identity: Span) {
        let bytes = self.bytes().get(identity.start..identity.end).unwrap_or_default();
        let (mut twice, mut bare, mut slashes) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'%')) {
            at += found;
            let rest = bytes.get(at..).unwrap_or_default();
            let start = identity.start + at;
            let extra = encoded_again(rest);
            if extra > 0 {
                twice.push((Span::new(start + 1, start + 1 + extra), ""));
                at += extra;
            } else if byte(rest).is_none() {
                bare.push((Span::new(start, start + 1), "%25"));
            } else if matches!(byte(rest), Some(b'/' | b'\\')) {
                slashes.push((Span::new(start, start + 3), "/"));
            }
            at += 1;
        }
        if let Some(span) = reach(&twice) {
            // The code stands behind the `25` that was put in.
            let fault = Fault {
                code: Code::PublicIdDoubleEncoded,
                severity: Severity::Warning,
                certainty: Certainty::Likely,
                span: Span::new(span.start - 1, span.end + 2),
                docs: docs::UPLOAD,
            };
            let detail = "“%25” stands for a percent sign, so the name that is looked for holds one. Encode the public ID once only.";
            let title = "The public ID is encoded twice".to_owned();
            self.replace_all(&fault, &twice, title, detail, "Encode it once");
        }
        let fault = |severity, certainty, span| Fault {
            code: Code::PublicIdInvalid,
            severity,
            certainty,
            span,
            docs: docs::UPLOAD,
        };
        if let Some(span) = reach(&bare) {
            let detail = "In a URL “%” begins an encoded character. For the sign itself, write “%25”.";
            let title = "A “%” in the public ID is not encoded".to_owned();
            self.replace_all(&fault(Severity::Warning, Certainty::Likely, span), &bare, title, detail, "Write “%25”");
        }
        if let Some(span) = reach(&slashes) {
            let detail = "It is mostly understood, but breaks signatures and cached copies. Write “/” between folders.";
            let title = "A slash in the public ID is encoded".to_owned();
            self.replace_all(&fault(Severity::Advice, Certainty::Possible, span), &slashes, title, detail, "Write “/”");
        }
    }
}

/// From the first edit to the last.
fn reach(edits: &[(Span, &str)]) -> Option<Span> {
    Some(Span::new(edits.first()?.0.start, edits.last()?.0.end))
}

/// The byte that `%XX` at the start of `text` stands for.
fn byte(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else { return None };
    let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? * 16 + digit(low)?)
}

/// How many bytes behind the `%` are there because an encoded character was encoded again: two for `%2520` and `%2525`,
/// four for `%252520`. A percent sign that is followed by two digits of a name by chance is none.
fn encoded_again(text: &[u8]) -> usize {
    let mut extra = 0;
    while text.get(1 + extra..3 + extra) == Some(b"25") {
        extra += 2;
    }
    let code = |from: usize| -> Option<u8> {
        let pair = text.get(from..from + 2)?;
        byte(&[b'%', *pair.first()?, *pair.last()?])
    };
    let is_again = |extra: usize| match code(1 + extra) {
        // Letters, digits and `-._~` are never encoded.
        Some(plain @ 0x20..=0x7E) => !plain.is_ascii_alphanumeric() && !matches!(plain, b'-' | b'.' | b'_' | b'~'),
        // Of UTF-8, the first byte calls for another.
        Some(0xC2..=0xF4) => {
            text.get(3 + extra..6 + extra) == Some(b"%25") && matches!(code(6 + extra), Some(0x80..0xC0))
        }
        Some(0x80..0xC0) => true,
        _ => false,
    };
    match extra {
        0 => 0,
        _ if is_again(extra) => extra,
        // `%2525` and no code behind it: the percent sign itself was encoded again.
        2 => 0,
        _ => extra - 2,
    }
}
