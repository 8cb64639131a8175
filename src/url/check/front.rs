//! Scheme, host and cloud name.

use super::{Checker, Fault, docs, short};
use crate::ascii;
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::url::{HostForm, Layout, host, path};

impl Checker<'_> {
    /// A path with `\\` for `/`, as in a file's name. Whether it is one.
    pub(super) fn backslashes(&mut self) -> bool {
        let start = self.path_start();
        if self.bytes().get(start) != Some(&b'\\') {
            return false;
        }
        let path = self.bytes().iter().enumerate().take(self.path_end());
        // `\/` is how JSON may write a slash.
        let slash = |at: usize| if self.bytes().get(at + 1) == Some(&b'/') { "" } else { "/" };
        let edits: Vec<_> =
            path.filter(|(_, b)| **b == b'\\').map(|(at, _)| (Span::new(at, at + 1), slash(at))).collect();
        let end = edits.last().map_or(start, |(span, _)| span.end);
        let fault = Fault {
            code: Code::HostInvalid,
            severity: Severity::Error,
            certainty: Certainty::Likely,
            span: Span::new(edits.first().map_or(start, |(span, _)| span.start), end),
            docs: docs::HOST,
        };
        let fix = self.edit("Write “/” for “\\”", &edits);
        let detail = "Host and folders are parted by “/” in a URL.";
        self.add(&fault, "The URL is written with “\\”".to_owned(), detail, vec![fix]);
        true
    }

    pub(super) fn front(&mut self) {
        self.scheme();
        match self.anatomy.host_form {
            HostForm::Shared | HostForm::Private => self.port(),
            HostForm::Custom | HostForm::Absent => {}
            HostForm::Api | HostForm::Site | HostForm::Misspelt => self.host(),
        }
        self.cloud_name();
    }

    /// What stands in front of the host is `https://`, `http://` or `//`.
    fn scheme(&mut self) {
        let Some(host) = self.anatomy.host else { return };
        if host.start == 8 && ascii::starts_with(self.bytes(), b"https://") {
            return;
        }
        let front = self.url.get(..host.start).unwrap_or_default();
        if matches!(front, "http://" | "//") || self.anatomy.host_form == HostForm::Custom {
            return;
        }
        let fault = |severity, span| Fault {
            code: Code::HostInvalid,
            severity,
            certainty: Certainty::Likely,
            span,
            docs: docs::HOST,
        };
        let junk = host::leading_junk(front.as_bytes());
        let written = front.get(junk..).unwrap_or_default();
        if junk > 0 {
            let span = Span::new(0, junk);
            let closing = closing(front.get(..junk).unwrap_or_default(), self.url);
            let tail = Span::new(self.url.len() - closing, self.url.len());
            let fixes = vec![self.edit("Remove it", &[(span, ""), (tail, "")])];
            let detail = "It was copied along with the URL and belongs to the text around it. Remove it.";
            self.add(&fault(Severity::Warning, span), "Something stands in front of the URL".to_owned(), detail, fixes);
        }
        // `https%3A%2F%2Fres.cloudinary.com/…`: encoded as a whole, and decoded in part.
        let host_text = self.text(host);
        let coded = ["https%3A%2F%2F", "http%3A%2F%2F", "https%3A//", "http%3A//"];
        if let Some(coded) = coded.iter().find(|coded| host_text.starts_with(**coded)) {
            let span = Span::new(host.start, host.start + coded.len());
            let wanted = if coded.starts_with("https") { "https://" } else { "http://" };
            let fixes = vec![self.edit(format!("Write “{wanted}”"), &[(span, wanted)])];
            let title = format!("“{coded}” is not how a URL begins");
            let detail = "It was encoded as if it were part of another URL.";
            self.add(&fault(Severity::Error, span), title, detail.to_owned(), fixes);
            return;
        }
        if written.is_empty() {
            let span = Span::new(host.start, host.end);
            let fixes = vec![self.edit("Put “https://” in front", &[(Span::new(host.start, host.start), "https://")])];
            let title = "The URL has no “https://”".to_owned();
            let detail = "Without it, a browser takes the host for a folder of the page's own site.";
            self.add(&fault(Severity::Warning, span), title, detail, fixes);
            return;
        }
        // Case is free, and so is user information.
        let scheme = self.part(self.anatomy.scheme);
        let rest = written.get(scheme.len()..).unwrap_or_default();
        let known = scheme.is_empty() || host::is_scheme(scheme.as_bytes());
        let separator = rest.strip_prefix(':').unwrap_or(if scheme.is_empty() { rest } else { "" });
        if known && separator.starts_with("//") && !separator.starts_with("///") && !separator.contains("http") {
            return;
        }
        let wanted = if scheme.eq_ignore_ascii_case("http") { "http://" } else { "https://" };
        let span = Span::new(junk, host.start);
        let fixes = vec![self.edit(format!("Write “{wanted}”"), &[(span, wanted)])];
        let title = format!("“{}” is not how a URL begins", short(written));
        let detail = format!("A browser needs “{wanted}” in front of the host to know where to ask.");
        self.add(&fault(Severity::Error, span), title, detail, fixes);
    }

    /// `res.cloudinary.com:3000`: Cloudinary answers at the ports of the web only.
    fn port(&mut self) {
        let Some(host) =
            self.anatomy.host.filter(|host| self.bytes_of(Some(*host)).last().is_some_and(u8::is_ascii_digit))
        else {
            return;
        };
        let Some((name, port)) = self.text(host).rsplit_once(':') else { return };
        if matches!(port, "80" | "443") {
            return;
        }
        let span = Span::new(host.start + name.len(), host.end);
        let fault = Fault {
            code: Code::HostInvalid,
            severity: Severity::Error,
            certainty: Certainty::Likely,
            span,
            docs: docs::HOST,
        };
        let fix = self.edit("Leave the port out", &[(span, "")]);
        let title = format!("Nothing is delivered at port {}", short(port));
        self.add(&fault, title, "Media comes over https:// without a port.", vec![fix]);
    }

    /// The host is none that delivers.
    fn host(&mut self) {
        let Some(host) = self.anatomy.host else { return };
        let text = self.text(host);
        let lower = text.to_ascii_lowercase();
        let private =
            lower.find("-res.").and_then(|at| text.get(..at)).filter(|_| self.anatomy.host_form == HostForm::Misspelt);
        let wanted =
            private.map_or_else(|| "res.cloudinary.com".to_owned(), |cloud| format!("{cloud}-res.cloudinary.com"));
        let is_api = self.anatomy.host_form == HostForm::Api;
        // The version of the API goes with its host.
        let versioned = self.anatomy.cloud_name.filter(|_| is_api).is_some_and(|cloud| cloud.start > host.end + 1);
        let host = match self.anatomy.cloud_name {
            Some(cloud) if versioned => Span::new(host.start, cloud.start - 1),
            _ => host,
        };
        // Nobody knows every host of Cloudinary's; these are known to deliver nothing.
        let label = lower.strip_suffix("cloudinary.com").unwrap_or_default();
        let delivers_nothing = self.anatomy.host_form == HostForm::Misspelt
            || matches!(label, "" | "www." | "www.res." | "console." | "widget." | "upload-widget." | "media-library.")
            || crate::url::near::distance(label.as_bytes(), b"res.", 1).is_some();
        let fault = Fault {
            code: if is_api { Code::UploadEndpointInvalid } else { Code::HostInvalid },
            severity: if is_api || delivers_nothing { Severity::Error } else { Severity::Warning },
            certainty: if is_api { Certainty::Certain } else { Certainty::Likely },
            span: host,
            docs: docs::HOST,
        };
        let mut fixes = Vec::new();
        let cloud = label.strip_suffix('.').filter(|_| self.anatomy.cloud_name.is_none() && !delivers_nothing);
        if let Some(cloud) = cloud {
            let cloud = cloud.strip_suffix(".res").unwrap_or(cloud);
            let replaced = format!("res.cloudinary.com/{cloud}");
            fixes.push(self.edit(format!("Write “{replaced}”"), &[(host, &replaced)]));
        } else {
            fixes.push(self.edit(format!("Write “{wanted}”"), &[(host, &wanted)]));
        }
        let (title, detail) = if is_api {
            let title = format!("“{}” takes uploads; it delivers nothing", short(text));
            (title, "Media comes from res.cloudinary.com. Write that host, and keep the rest of the path.")
        } else {
            let title = format!("“{}” is not a host that delivers media", short(text));
            (title, "Media comes from res.cloudinary.com, or from a host of your own that Cloudinary has set up.")
        };
        self.add(&fault, title, detail, fixes);
    }

    fn cloud_name(&mut self) {
        let Some(span) = self.anatomy.cloud_name else { return };
        let text = self.text(span);
        let on_own_host = self.anatomy.host_form == HostForm::Custom;
        let (certainty, severity, because) = match Unset::of(text) {
            None => return,
            Some(_) if on_own_host => return,
            Some(Unset::Variable) => (
                Certainty::Certain,
                Severity::Error,
                "A variable or setting was empty when the URL was built. Set the cloud name that the dashboard of your product environment shows.",
            ),
            Some(Unset::Label) => (
                Certainty::Likely,
                Severity::Error,
                "That is the name of a folder in the console. The cloud name stands on the dashboard of your product environment.",
            ),
            Some(Unset::Template) => (
                Certainty::Certain,
                Severity::Error,
                "A template was not filled in. Put the cloud name that the dashboard of your product environment shows there.",
            ),
            Some(Unset::Placeholder) => (
                if text.as_bytes().first().is_some_and(|b| b.eq_ignore_ascii_case(&b'y')) {
                    Certainty::Likely
                } else {
                    Certainty::Possible
                },
                Severity::Warning,
                "It looks like an example's. Put the cloud name that the dashboard of your product environment shows there.",
            ),
            Some(Unset::Padded) => (
                Certainty::Likely,
                Severity::Error,
                "White space was copied into it. A cloud name holds letters, digits, “-” and “_”.",
            ),
            Some(Unset::Odd) => (
                Certainty::Possible,
                Severity::Warning,
                "A cloud name holds letters, digits, “-” and “_”. Compare it with the dashboard of your product environment.",
            ),
        };
        let fault = Fault { code: Code::CloudNameUnknown, severity, certainty, span, docs: docs::URL };
        let trimmed = trim_space(text);
        // `@demo`, `demo.`: a mark that came along.
        let trimmed = trimmed.trim_matches(|c: char| matches!(c, '@' | '.' | ',' | ';' | ':' | '"' | '\''));
        let fix = if path::is_cloud_name(trimmed.as_bytes()) && trimmed != text {
            self.edit(format!("Write “{trimmed}”"), &[(span, trimmed)])
        } else {
            Fix { title: "Put your cloud name in its place".to_owned(), url: None }
        };
        self.add(&fault, format!("“{}” is not a cloud name", short(text)), because, vec![fix]);
    }
}

/// Why a cloud name is none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unset {
    /// What a language writes for a variable without a value.
    Variable,
    /// A word of the console.
    Label,
    /// A placeholder with characters that no cloud name has.
    Template,
    /// A placeholder that could be a cloud name.
    Placeholder,
    /// A cloud name with white space around it.
    Padded,
    /// Characters that a cloud name does not have.
    Odd,
}

impl Unset {
    fn of(text: &str) -> Option<Self> {
        if path::is_cloud_name(text.as_bytes()) {
            return match text.as_bytes() {
                b"undefined" | b"null" | b"NaN" | b"None" | b"nil" | b"NULL" | b"Undefined" | b"false" => {
                    Some(Self::Variable)
                }
                b"Root" => Some(Self::Label),
                _ if is_placeholder(text.as_bytes()) => Some(Self::Placeholder),
                _ => None,
            };
        }
        let has = |part: &str| text.contains(part);
        if has("%5Bobject") || has("[object") {
            return Some(Self::Variable);
        }
        let is_template = |b: char| matches!(b, '<' | '>' | '{' | '}' | '$' | '[' | ']');
        let is_coded = |code: &str| text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(code));
        if text.contains(is_template) || is_coded("%3C") || is_coded("%7B") || is_coded("%24") || is_coded("%5B") {
            return Some(Self::Template);
        }
        let trimmed = trim_space(text);
        if path::is_cloud_name(trimmed.as_bytes()) { Some(Self::Padded) } else { Some(Self::Odd) }
    }
}

/// Whether a well-formed name is an example's: `your-cloud-name`, `YOUR_CLOUD_NAME`, `my_cloud_name`.
fn is_placeholder(text: &[u8]) -> bool {
    // `VITE_CLOUDINARY_CLOUD_NAME`: the name of a variable in place of its value.
    if text.len() > 10 && text.ends_with(b"_CLOUD_NAME") {
        return true;
    }
    // Only these begin so; nearly every cloud name is told by its first letter.
    if !matches!(text.first(), Some(b'y' | b'Y' | b'm' | b'M' | b'c' | b'C')) || text.len() > 28 {
        return false;
    }
    let mut plain = [0; 28];
    let mut length = 0;
    for b in text.iter().filter(|b| b.is_ascii_alphanumeric()) {
        if let Some(slot) = plain.get_mut(length) {
            *slot = b.to_ascii_lowercase();
            length += 1;
        }
    }
    let plain = plain.get(..length).unwrap_or_default();
    matches!(plain, b"yourcloudname" | b"yourcloud" | b"mycloudname" | b"cloudname" | b"yourcloudinaryname")
        || matches!(plain, b"yourcloudinarycloudname" | b"yourcloudnamehere" | b"cloudnamehere")
}

/// `text` without white space at its ends, raw or encoded.
fn trim_space(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = text.strip_prefix("%20").or_else(|| text.strip_suffix("%20")) {
        text = rest;
    }
    text
}

/// Whether the layout is one that a working URL has.
pub(super) const fn is_regular(layout: Layout) -> bool {
    matches!(layout, Layout::Types | Layout::Alias | Layout::RootPath)
}

/// How many bytes at the end of `url` close what `front`, the text in front of it, has opened.
fn closing(front: &str, url: &str) -> usize {
    const QUOTES: [&str; 2] = ["&quot;", "%22"];
    let mut rest = url;
    let mut opened = front;
    if let Some(quote) = QUOTES.iter().find(|quote| front.ends_with(**quote)) {
        rest = rest.strip_suffix(quote).unwrap_or(rest);
        opened = front.strip_suffix(quote).unwrap_or(front);
    }
    // What was opened first is closed last.
    for mark in opened.chars() {
        let close = match mark {
            '"' | '\'' | '`' => mark,
            '(' => ')',
            '<' => '>',
            '[' => ']',
            '{' => '}',
            '“' => '”',
            '‘' => '’',
            '«' => '»',
            _ => continue,
        };
        rest = rest.strip_suffix(close).unwrap_or(rest);
    }
    url.len() - rest.len()
}
