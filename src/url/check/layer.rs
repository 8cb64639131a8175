//! A layer that a slash cuts in two: its text, its public ID or its encoded URL goes on in the next segment.

use super::{Checker, Fault, short};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::is_component;
use crate::url::path;

const DOCS: &str = "https://cloudinary.com/documentation/transformation_reference#l_layer";

impl Checker<'_> {
    /// Whether the last component of the chain is a layer that the public ID continues.
    pub(super) fn cut_layer(&mut self) -> bool {
        let (Some(chain), Some(id), None) = (self.anatomy.transformation, self.anatomy.public_id, self.anatomy.version)
        else {
            return false;
        };
        let Some(value) = layer_value(self.text(chain)) else { return false };
        let rest = Span::new(chain.end + 1, id.end);
        let after = self.text(rest);
        if let Some(remote) = value.strip_prefix("fetch:") {
            return path::is_remote(remote.as_bytes()) && self.raw_remote(chain.end - remote.len(), remote, rest)
                || self.cut_base64(chain.end, remote, after);
        }
        // A component behind the next segments closes the layer, or goes on with it.
        let Some(goes_on) = behind_component(after) else { return false };
        if value.starts_with("text:") {
            // The transformation's own check tells it.
            return true;
        }
        let component = self.text(chain).rsplit('/').next().unwrap_or_default();
        let slash = Span::new(chain.end, chain.end + 1);
        let inner = after.get(..goes_on).unwrap_or_default().match_indices('/');
        let slashes = inner.map(|(at, _)| Span::new(rest.start + at, rest.start + at + 1));
        let edits: Vec<_> = [slash].into_iter().chain(slashes).map(|span| (span, ":")).collect();
        let span = Span::new(slash.start, rest.start + goes_on);
        let fault = Self::layer_fault(Certainty::Likely, span);
        let fix = self.edit("Write “:”", &edits);
        let title = format!("A slash cuts the layer “{}” in two", short(component));
        let detail = "A slash ends the component. In the public ID of a layer, write “:” between folders.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    fn layer_fault(certainty: Certainty, span: Span) -> Fault {
        Fault { code: Code::LayerMalformed, severity: Severity::Error, certainty, span, docs: DOCS }
    }

    /// `l_fetch:https://example.com/logo.png/…`: the remote URL of a layer is written in base64.
    fn raw_remote(&mut self, start: usize, remote: &str, rest: Span) -> bool {
        let after = self.text(rest);
        // Up to the segment that ends like a file, if others stand behind it.
        let name =
            |segment: &str| segment.rsplit_once('.').is_some_and(|(_, text)| crate::url::types::family(text).is_some());
        let mut at = 0;
        let mut end = None;
        for segment in after.split('/') {
            at += segment.len();
            if name(segment) && at < after.len() {
                end = Some(rest.start + at);
                break;
            }
            at += 1;
        }
        let span = Span::new(start, end.unwrap_or(start + remote.len()));
        let fault = Self::layer_fault(Certainty::Certain, span);
        let fixes = match end {
            Some(_) => {
                let encoded = base64url(self.text(span).as_bytes());
                vec![self.edit("Write the remote URL in base64", &[(span, &encoded)])]
            }
            None => vec![Fix { title: "Write the remote URL in base64".to_owned(), url: None }],
        };
        let title = format!("The remote URL “{}” of the layer is not encoded", short(self.text(span)));
        let detail = "Its slashes end the component. Behind “fetch:” stands the remote URL in base64, with “-” and “_” for “+” and “/”.";
        self.add(&fault, title, detail, fixes);
        true
    }

    /// A `/` of ordinary base64 ends the component; base64 for URLs has `_` there.
    fn cut_base64(&mut self, end: usize, head: &str, after: &str) -> bool {
        let next = after.split('/').next().unwrap_or_default();
        let is_coded = |text: &str| {
            text.len() > 3 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'_' | b'='))
        };
        let is_cut = is_coded(head) && is_coded(next) && !head.ends_with('=') && !head.len().is_multiple_of(4);
        if !is_cut || !(head.len() + 1 + next.len()).is_multiple_of(4) && !next.ends_with('=') {
            return false;
        }
        if behind_component(after).is_some() {
            // The transformation's own check tells it.
            return true;
        }
        let slash = Span::new(end, end + 1);
        let fault = Self::layer_fault(Certainty::Likely, slash);
        let fix = self.edit("Write “_”", &[(slash, "_")]);
        let detail = "It ends the component. Base64 in a URL has “_” for “/” and “-” for “+”.";
        self.add(&fault, "A slash stands in the base64 of the layer".to_owned(), detail, vec![fix]);
        true
    }
}

/// What stands behind `l_` or `u_` in the last parameter of `chain`.
fn layer_value(chain: &str) -> Option<&str> {
    let start = chain.bytes().rposition(|b| matches!(b, b'/' | b',')).map_or(0, |at| at + 1);
    let last = chain.get(start..)?;
    last.strip_prefix("l_").or_else(|| last.strip_prefix("u_"))
}

/// Where the segments in front of the first component of `text` end; `None` where the first segment is one already, or
/// none is, or too many stand in front of it.
fn behind_component(text: &str) -> Option<usize> {
    let mut at = 0;
    for (count, segment) in text.split('/').enumerate() {
        if is_component(segment) {
            return (count > 0).then(|| at - 1);
        }
        if count == 3 {
            return None;
        }
        at += segment.len() + 1;
    }
    None
}

/// `bytes` in base64 for URLs, without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=three.len() {
            let index = (bits >> (18 - 6 * place)) & 0x3F;
            text.push(ALPHABET.get(index as usize).copied().map_or('A', char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64url;

    #[test]
    fn base64_for_urls() {
        assert_eq!(base64url(b""), "");
        assert_eq!(base64url(b"f"), "Zg");
        assert_eq!(base64url(b"fo"), "Zm8");
        assert_eq!(base64url(b"foo"), "Zm9v");
        assert_eq!(base64url(b"https://e.com/?>"), "aHR0cHM6Ly9lLmNvbS8_Pg");
    }
}
