//! The remote URL of a fetch URL: it stands inside another URL, so its own `?`, `#` and `%` must be encoded.

use super::traits::has;
use super::{Checker, Fault, docs, short};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::url::{near, path};

impl Checker<'_> {
    pub(super) fn fetch(&mut self) {
        let Some(id) = self.anatomy.public_id else {
            let Some(span) = self.anatomy.delivery_type else { return };
            let fault =
                Fault { code: Code::PublicIdInvalid, ..Self::fetch_fault(Severity::Warning, Certainty::Certain, span) };
            let fix = Fix { title: "Put the address of the remote file behind it".to_owned(), url: None };
            let detail = "There is nothing to fetch: the variable that holds the address may be empty.";
            self.add(&fault, "The URL ends without the address of a remote file".to_owned(), detail, vec![fix]);
            return;
        };
        self.doubled_slash(id);
        self.remote_scheme(id);
        self.remote_query(id);
        self.remote_fragment();
        self.remote_percent(id);
        if self.traits & has::SPACE != 0 {
            self.remote_space(id);
        }
    }

    fn remote_space(&mut self, id: Span) {
        let text = self.text(id);
        let edits: Vec<_> =
            text.match_indices(' ').map(|(at, _)| (Span::new(id.start + at, id.start + at + 1), "%20")).collect();
        let (Some((first, _)), Some((last, _))) = (edits.first(), edits.last()) else { return };
        let fault = Self::fetch_fault(Severity::Warning, Certainty::Likely, Span::new(first.start, last.end));
        let fix = self.edit("Write “%20”", &edits);
        let detail = "A URL has no spaces: it may be cut there. Write “%20”.";
        self.add(&fault, "A space stands in the remote URL".to_owned(), detail, vec![fix]);
    }

    fn fetch_fault(severity: Severity, certainty: Certainty, span: Span) -> Fault {
        Fault { code: Code::FetchUrlUnescaped, severity, certainty, span, docs: docs::FETCH }
    }

    /// The remote URL begins with `http://` or `https://`, raw or encoded.
    fn remote_scheme(&mut self, id: Span) {
        let text = self.text(id);
        let word = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (scheme, rest) = text.split_at_checked(word).unwrap_or_default();
        let is_encoded = |code: &str| rest.get(..code.len()).is_some_and(|start| start.eq_ignore_ascii_case(code));
        if path::is_remote(text.as_bytes()) {
            let marks = rest.len() - rest.trim_start_matches([':', '/']).len();
            if rest.starts_with("::") || marks == rest.len() {
                self.remote_marks(id, word, marks);
                return;
            }
            if let Some(second) = rest.strip_prefix("://").filter(|second| begins_again(second)) {
                let span = Span::new(id.start, id.end - second.len());
                let fault = Self::fetch_fault(Severity::Warning, Certainty::Likely, span);
                let fix = self.edit("Write it once", &[(span, "")]);
                let title = format!("“{}” stands twice", self.text(span));
                self.add(&fault, title, "The remote URL begins with “https://” or “http://”, once.", vec![fix]);
                return;
            }
            if is_encoded("%253A") {
                self.encoded_twice(id);
                return;
            }
            let (colon, slash) = if is_encoded("%3A") { (3, "%2F") } else { (1, "/") };
            let behind = rest.get(colon..).unwrap_or_default();
            let count = leading_slashes(behind);
            if count.0 == 2 {
                if colon == 1 && self.traits & has::PERCENT != 0 && text.contains("%253F") && !text.contains("%3F") {
                    self.encoded_twice(id);
                }
                return;
            }
            let span = Span::new(id.start, id.start + word + colon + count.1);
            let fault = Self::fetch_fault(Severity::Warning, Certainty::Likely, span);
            let place = Span::new(id.start + word + colon, span.end);
            // What is encoded as a whole stays so.
            let is_whole = colon == 3 && behind.contains("%2F");
            let fix = if colon == 1 || is_whole {
                self.edit("Write two slashes", &[(place, &slash.repeat(2))])
            } else {
                let scheme = scheme.to_ascii_lowercase();
                self.edit(format!("Write “{scheme}://”"), &[(span, &format!("{scheme}://"))])
            };
            let title = format!("“{}” has not two slashes", short(self.text(span)));
            let detail =
                "The remote URL needs “//” behind its scheme. Some proxies and path functions make one slash of two.";
            self.add(&fault, title, detail, vec![fix]);
            return;
        }
        if rest.starts_with("://") {
            // `ftp://`, `s3://` and `gs://` are allowed in places; a slip of `https` is not.
            let is_near = |name: &str| near::distance(scheme.as_bytes(), name.as_bytes(), 1).is_some();
            let is_https = word > 2 && is_near("https") || scheme.eq_ignore_ascii_case("htp");
            if is_https || word > 2 && is_near("http") {
                let span = Span::new(id.start, id.start + word);
                let fault = Self::fetch_fault(Severity::Error, Certainty::Likely, span);
                let name = if is_https { "https" } else { "http" };
                let fix = self.edit(format!("Write “{name}”"), &[(span, name)]);
                let title = format!("“{scheme}” is not a scheme");
                self.add(&fault, title, "The remote URL begins with “https://” or “http://”.", vec![fix]);
            }
            return;
        }
        self.without_scheme(id);
    }

    /// `https:://example.com`, and `https://` without a host: what stands behind the scheme of `word` bytes.
    fn remote_marks(&mut self, id: Span, word: usize, marks: usize) {
        let span = Span::new(id.start, id.start + word + marks);
        let fault = Self::fetch_fault(Severity::Warning, Certainty::Likely, span);
        let is_all = span.end == id.end;
        let scheme = self.text(Span::new(id.start, id.start + word)).to_ascii_lowercase();
        let (title, fix) = if is_all {
            let fix = Fix { title: "Write the whole address of the remote file".to_owned(), url: None };
            (format!("No host stands behind “{}”", self.text(span)), fix)
        } else {
            let fix = self.edit(format!("Write “{scheme}://”"), &[(span, &format!("{scheme}://"))]);
            (format!("“{}” is not how a URL begins", self.text(span)), fix)
        };
        self.add(&fault, title, "Behind “fetch” stands a whole URL, with “https://” and its host.", vec![fix]);
    }

    fn without_scheme(&mut self, id: Span) {
        let text = self.text(id);
        let slashes = text.bytes().take_while(|b| *b == b'/').count();
        let rest = text.get(slashes..).unwrap_or_default();
        let host = rest.split(['/', '%']).next().unwrap_or_default();
        let is_host =
            host.contains('.') && !host.starts_with('.') && (rest.len() > host.len() || host.starts_with("www."));
        let span = Span::new(id.start, id.start + slashes + host.len());
        let fault = Self::fetch_fault(Severity::Warning, Certainty::Likely, span);
        let fixes = if matches!(host, "http" | "https") && rest.len() > host.len() {
            let slashes = rest.get(host.len()..).map_or(0, |rest| rest.len() - rest.trim_start_matches('/').len());
            let scheme = Span::new(id.start, span.end + slashes);
            vec![self.edit(format!("Write “{host}://”"), &[(scheme, &format!("{host}://"))])]
        } else if is_host {
            vec![self.edit("Write “https://” in front", &[(Span::new(id.start, id.start + slashes), "https://")])]
        } else if let (false, Some(delivery)) = (host.contains(['{', '<', '[', '%', '$']), self.anatomy.delivery_type) {
            vec![
                self.edit("Write “upload”, if it is an asset of yours", &[(delivery, "upload")]),
                Fix { title: "Write the whole address of the remote file".to_owned(), url: None },
            ]
        } else {
            vec![Fix { title: "Write the whole address of the remote file".to_owned(), url: None }]
        };
        let title = format!("“{}” is not the address of a remote file", short(text));
        let detail = "Behind “fetch” stands a whole URL, with “https://” and its host. For an asset of yours, write “upload” instead of “fetch”.";
        self.add(&fault, title, detail, fixes);
    }

    fn encoded_twice(&mut self, id: Span) {
        let bytes = self.bytes().get(id.start..id.end).unwrap_or_default();
        let edits: Vec<_> = bytes
            .windows(3)
            .enumerate()
            .filter(|(_, three)| *three == b"%25")
            .map(|(at, _)| (Span::new(id.start + at + 1, id.start + at + 3), ""))
            .collect();
        let (Some((first, _)), Some((last, _))) = (edits.first(), edits.last()) else { return };
        let span = Span::new(first.start - 1, (last.end + 2).min(id.end));
        let fault = Fault {
            code: Code::PublicIdDoubleEncoded,
            ..Self::fetch_fault(Severity::Warning, Certainty::Likely, span)
        };
        let fix = self.edit("Encode it once", &edits);
        let detail = "The remote URL is decoded once, and then still holds codes for its own marks.";
        self.add(&fault, "The remote URL is encoded twice".to_owned(), detail, vec![fix]);
    }

    /// The outer query is dropped before the remote URL is asked for
    /// (support.cloudinary.com/hc/en-us/articles/202520432).
    fn remote_query(&mut self, id: Span) {
        let Some(query) = self.anatomy.query else { return };
        let text = self.text(query);
        if text.is_empty() || is_own_query(text) {
            return;
        }
        // What the SDKs append for analytics stays outside.
        let own = text
            .rmatch_indices(['&', '?'])
            .map(|(at, _)| at)
            .find(|at| is_analytics(text.get(at + 1..).unwrap_or_default()));
        let end = query.start + own.unwrap_or(text.len());
        let span = Span::new(query.start - 1, end);
        let fault = Self::fetch_fault(Severity::Warning, Certainty::Likely, span);
        let mut encoded = encode(self.text(span));
        if own.is_some() {
            encoded.push('?');
        }
        let replaced = Span::new(span.start, end + usize::from(own.is_some()));
        let fix = self.edit("Encode the query of the remote URL", &[(replaced, &encoded)]);
        let host = short(self.text(id));
        let title = format!("“{}” does not reach the remote URL", short(self.text(span)));
        let detail = format!(
            "The query belongs to the Cloudinary URL and is dropped, so that “{host}” is asked for. Write “%3F”, “%26” and “%3D” in the remote URL."
        );
        self.add(&fault, title, detail, vec![fix]);
    }

    fn remote_fragment(&mut self) {
        let Some(fragment) = self.anatomy.fragment.filter(|_| self.anatomy.query.is_none()) else { return };
        let span = Span::new(fragment.start - 1, fragment.end);
        let fault = Self::fetch_fault(Severity::Warning, Certainty::Possible, span);
        let encoded = encode(self.text(span));
        let fix = self.edit("Encode it", &[(span, &encoded)]);
        let title = format!("“{}” does not reach the remote URL", short(self.text(span)));
        let detail = "A browser keeps what follows “#” to itself. Where it belongs to the remote URL, write “%23”.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// A `%` that begins no encoded character.
    fn remote_percent(&mut self, id: Span) {
        let bytes = self.bytes().get(id.start..id.end).unwrap_or_default();
        let is_code = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let edits: Vec<_> = bytes
            .iter()
            .enumerate()
            .filter(|(at, b)| **b == b'%' && !is_code(*at))
            .map(|(at, _)| (Span::new(id.start + at, id.start + at + 1), "%25"))
            .collect();
        let (Some((first, _)), Some((last, _))) = (edits.first(), edits.last()) else { return };
        let fault = Self::fetch_fault(Severity::Warning, Certainty::Likely, Span::new(first.start, last.end));
        let fix = self.edit("Write “%25”", &edits);
        let detail = "In a URL “%” begins an encoded character. For the sign itself, write “%25”.";
        self.add(&fault, "A “%” in the remote URL is not encoded".to_owned(), detail, vec![fix]);
    }
}

/// How many slashes `text` begins with, raw or encoded, and how many bytes they take.
fn leading_slashes(text: &str) -> (usize, usize) {
    let (mut count, mut at) = (0, 0);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with('/') {
            at += 1;
        } else if rest.get(..3).is_some_and(|code| code.eq_ignore_ascii_case("%2F")) {
            at += 3;
        } else {
            return (count, at);
        }
        count += 1;
    }
}

/// Whether a query is Cloudinary's own: analytics of the SDKs, or a token.
fn is_own_query(text: &str) -> bool {
    is_analytics(text) || text.starts_with("__cld_token__=")
}

/// Whether `text`, what stands behind a scheme, is a whole URL.
fn begins_again(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn is_analytics(text: &str) -> bool {
    ["_a=", "_s=", "_i=", "_t="].iter().any(|key| text.starts_with(key)) && !text.contains('&')
}

/// `text` with the characters encoded that have a meaning in the outer URL.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '?' => encoded.push_str("%3F"),
            '&' => encoded.push_str("%26"),
            '=' => encoded.push_str("%3D"),
            '#' => encoded.push_str("%23"),
            '%' => encoded.push_str("%25"),
            ' ' => encoded.push_str("%20"),
            other => encoded.push(other),
        }
    }
    encoded
}
