//! The signature: whether it can be one, and whether one is needed.

use super::{Checker, Fault, docs, short};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;

impl Checker<'_> {
    /// Whether a signature without its dashes stands in the public ID, which then is not what it seems.
    pub(super) fn signature(&mut self) -> bool {
        if let Some(span) = self.anatomy.signature {
            self.signature_form(span);
            return false;
        }
        let is_told = self.signature_dashes();
        if !is_told {
            self.signature_required();
        }
        is_told
    }

    /// Eight characters, or 32 where the product environment has long signatures
    /// (cloudinary.com/documentation/delivery_url_signatures).
    fn signature_form(&mut self, span: Span) {
        let text = self.text(span);
        let inner = text.strip_prefix("s--").and_then(|text| text.strip_suffix("--")).unwrap_or_default();
        let is_long_enough = matches!(inner.len(), 8 | 32);
        let is_plain = inner.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let is_one_letter = inner.bytes().all(|b| Some(&b) == inner.as_bytes().first());
        if is_long_enough && is_plain && !is_one_letter {
            return;
        }
        let certainty = if is_long_enough && is_plain { Certainty::Likely } else { Certainty::Certain };
        let fault =
            Fault { code: Code::SignatureInvalid, severity: Severity::Error, certainty, span, docs: docs::SIGNATURE };
        let title = format!("“{}” is not a signature", short(text));
        let detail = "A signature is “s--”, 8 or 32 letters, digits, “-” or “_”, and “--”. Your server makes it from the URL and the API secret.";
        let sign = Fix { title: "Sign the URL on your server".to_owned(), url: None };
        // What was uploaded as `upload`, what is fetched and what has a token needs no signature.
        let has_token = self.part(self.anatomy.query).contains("__cld_token__=");
        let fixes = if matches!(self.delivery(), "private" | "authenticated") && !has_token {
            vec![sign]
        } else {
            vec![self.edit("Leave the signature out", &[(Span::new(span.start, span.end + 1), "")]), sign]
        };
        self.add(&fault, title, detail, fixes);
    }

    /// `s--abcdefgh/`, `s-abcdefgh--/`: a signature that lacks a dash, so that it is taken for a folder.
    fn signature_dashes(&mut self) -> bool {
        let Some(id) = self.anatomy.public_id.filter(|_| self.anatomy.delivery_type.is_some()) else { return false };
        let text = self.text(id);
        if !text.starts_with("s-") {
            return false;
        }
        let Some((segment, _)) = text.split_once('/') else { return false };
        let core = segment.get(1..).unwrap_or_default().trim_matches('-');
        let dashes = segment.len() - 1 - core.len();
        let is_plain = core.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if !matches!(core.len(), 8 | 32) || !is_plain || !matches!(dashes, 2 | 3) || segment.contains("---") {
            return false;
        }
        let span = Span::new(id.start, id.start + segment.len());
        let fault = Fault {
            code: Code::SignatureInvalid,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span,
            docs: docs::SIGNATURE,
        };
        let wanted = format!("s--{core}--");
        let fix = self.edit(format!("Write “{wanted}”"), &[(span, &wanted)]);
        let title = format!("“{segment}” lacks a dash of a signature");
        let detail =
            "A signature has two dashes on both sides. Without them it is taken for a folder of the public ID.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// `authenticated` needs a signature, a token or a cookie; an original that is `private` needs a signature.
    fn signature_required(&mut self) {
        let Some(span) = self.anatomy.delivery_type else { return };
        let (severity, certainty) = match self.delivery() {
            "authenticated" => (Severity::Warning, Certainty::Likely),
            "private" if self.anatomy.transformation.is_none() => (Severity::Advice, Certainty::Possible),
            _ => return,
        };
        if self.anatomy.public_id.is_none() || self.part(self.anatomy.query).contains("__cld_token__=") {
            return;
        }
        let fault = Fault {
            code: Code::SignatureRequired,
            severity,
            certainty,
            span: self.with_slash_after(span),
            docs: docs::ACCESS,
        };
        let title = format!("No signature behind “{}”", self.text(span));
        let detail = "Media of this type is delivered with a signature, or to a browser that has a token or a cookie for it. Sign the URL on your server.";
        let fix = Fix { title: "Sign the URL on your server".to_owned(), url: None };
        self.add(&fault, title, detail, vec![fix]);
    }
}
