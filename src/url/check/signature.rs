//! The signature: whether it can be one, and whether one is needed.

use super::{Checker, Fault, docs, short};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::url::path;

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
        let fixes = if matches!(self.delivery, "private" | "authenticated") && !has_token {
            vec![sign]
        } else {
            vec![self.edit("Leave the signature out", &[(Span::new(span.start, span.end + 1), "")]), sign]
        };
        self.add(&fault, title, detail, fixes);
    }

    /// `s--abcdefgh/`, `s-abcdefgh--/`: a signature that lacks a dash, so that it is taken for a folder.
    fn signature_dashes(&mut self) -> bool {
        let Some(delivery) = self.anatomy.delivery_type else { return false };
        let start = delivery.end + 1;
        // Nearly nothing begins so.
        let is_wide = match self.bytes().get(start..).unwrap_or_default() {
            [b's' | b'S' | b'-', b'-', ..] => false,
            [b's' | b'S', 0xE2, ..] => true,
            _ => return false,
        };
        let rest = self.url.get(start..self.path_end()).unwrap_or_default();
        if is_wide {
            return self.signature_wide(start, rest);
        }
        if self.signature_glued(start, rest) {
            return true;
        }
        let Some((segment, _)) = rest.split_once('/') else { return false };
        if segment == "s----" {
            let span = Span::new(start, start + segment.len());
            self.signature_form(span);
            return true;
        }
        let is_bare = segment.starts_with('-');
        let front = usize::from(!is_bare);
        let core = segment.get(front..).unwrap_or_default().trim_matches('-');
        let dashes = segment.len() - front - core.len();
        let is_plain = core.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let is_mixed = || core.bytes().any(|b| b.is_ascii_uppercase()) && core.bytes().any(|b| b.is_ascii_lowercase());
        let counts = if is_bare || segment.starts_with('S') { 4..=4 } else { 2..=3 };
        if !matches!(core.len(), 8 | 32) || !is_plain || !counts.contains(&dashes) || segment.contains("---") {
            return false;
        }
        if is_bare && !is_mixed() {
            return false;
        }
        self.report_dashes(Span::new(start, start + segment.len()), core);
        true
    }

    /// `s—abcdefgh—/`: a text editor made one long dash of two.
    fn signature_wide(&mut self, start: usize, rest: &str) -> bool {
        let Some(behind) = rest.strip_prefix(['s', 'S']).filter(|behind| behind.starts_with(['—', '–'])) else {
            return false;
        };
        let segment = behind.split('/').next().unwrap_or_default();
        let core = segment.trim_matches(['—', '–', '-']);
        if !matches!(core.len(), 8 | 32) {
            return false;
        }
        self.report_dashes(Span::new(start, start + 1 + segment.len()), core);
        true
    }

    /// `s--abcdefgh--w_200/`, `s--abcdefgh--sample.jpg`: the slash behind the signature is missing.
    fn signature_glued(&mut self, start: usize, rest: &str) -> bool {
        let Some(inner) = rest.strip_prefix("s--") else { return false };
        let ends = |length: usize| inner.get(length..).is_some_and(|end| end.starts_with("--"));
        let Some(length) = [8, 32].into_iter().find(|length| ends(*length)) else { return false };
        let next = inner.get(length + 2..).unwrap_or_default();
        if next.is_empty() || next.starts_with(['/', '-']) {
            return false;
        }
        let end = start + 3 + length + 2;
        let fault = Fault {
            code: Code::SignatureInvalid,
            severity: Severity::Error,
            certainty: Certainty::Certain,
            span: Span::new(start, end),
            docs: docs::SIGNATURE,
        };
        let fix = self.edit("Write a slash behind it", &[(Span::new(end, end), "/")]);
        let title = format!("No slash stands behind the signature “{}”", self.text(fault.span));
        let detail = "The signature is a segment of its own, directly behind the delivery type.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    fn report_dashes(&mut self, span: Span, core: &str) {
        let fault = Fault {
            code: Code::SignatureInvalid,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span,
            docs: docs::SIGNATURE,
        };
        let wanted = format!("s--{core}--");
        let fix = self.edit(format!("Write “{wanted}”"), &[(span, &wanted)]);
        let title = format!("“{}” lacks a dash of a signature", self.text(span));
        let detail = "A signature is a small “s” with two dashes, its letters, and two dashes. As it stands, it is taken for a folder of the public ID.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// `authenticated` needs a signature, a token or a cookie; an original that is `private` needs a signature.
    fn signature_required(&mut self) {
        let Some(span) = self.anatomy.delivery_type else { return };
        let (severity, certainty) = match self.delivery {
            "authenticated" => (Severity::Warning, Certainty::Likely),
            "private" if self.anatomy.transformation.is_none() => (Severity::Advice, Certainty::Possible),
            _ => return,
        };
        if self.anatomy.public_id.is_none() || self.part(self.anatomy.query).contains("__cld_token__=") {
            return;
        }
        // One that stands in the wrong place is told there.
        let first = self.part(self.anatomy.public_id).split('/').next().unwrap_or_default();
        if path::is_signature(first.as_bytes()) {
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
