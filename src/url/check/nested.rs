//! A public ID that holds a path of its own: a whole URL, or the types a second time.

use super::traits::has;
use super::{Checker, Fault, docs, short};
use crate::ascii;
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::is_component;
use crate::url::{Anatomy, HostForm, Kind, Layout, path, read, types};

impl Checker<'_> {
    /// Whether the public ID holds another URL or path.
    pub(super) fn nested(&mut self) -> bool {
        let Some(identity) = self.identity() else { return false };
        if self.traits & has::SLASH == 0 && self.traits & has::PERCENT == 0 {
            return false;
        }
        if matches!(self.anatomy.layout, Layout::Types | Layout::Alias)
            && (self.second_url(identity) || self.whole_url(identity))
        {
            return true;
        }
        if self.anatomy.layout == Layout::Types {
            self.doubled_delivery(identity);
        }
        self.traits & has::TYPE != 0 && self.doubled_types(identity)
    }

    /// `https://res.cloudinary.com/https://…`: the base of a URL in front of a whole one. Whether it is so.
    pub(super) fn doubled_base(&mut self) -> bool {
        let is_remote = |span: &Span| path::is_remote(self.bytes_of(Some(*span)));
        let at_root = self.anatomy.public_id.filter(|_| self.anatomy.layout == Layout::RootPath);
        let Some(inner) = self.anatomy.cloud_name.filter(is_remote).or(at_root.filter(is_remote)) else {
            return false;
        };
        let start = inner.start;
        let inner = self.url.get(start..).unwrap_or_default();
        if read(inner).kind != Kind::Delivery {
            return false;
        }
        let span = Span::new(0, start);
        let fault = Self::nested_fault(Severity::Error, span);
        let fix = self.edit("Use the inner URL as it is", &[(span, "")]);
        let title = format!("“{}” stands in front of a whole URL", short(self.text(span)));
        let detail = "What stands behind it is complete: take it as it is, or put only its public ID there.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// `a.jpg 1x, https://…`: another URL behind this one, as in a `srcset`.
    fn second_url(&mut self, identity: Span) -> bool {
        if self.traits & has::COLON == 0 {
            return false;
        }
        let text = self.text(identity);
        // Behind a slash or a colon it may be of the public ID; behind anything else it begins anew.
        let blank = |front: &str| !front.is_empty() && !front.ends_with(['/', ':', '=', '.']);
        let mut places = text.match_indices("http").map(|(at, _)| at);
        let is_next = |at: &usize| {
            let (front, next) = (text.get(..*at).unwrap_or_default(), text.get(*at..).unwrap_or_default());
            blank(front) && (next.starts_with("https://") || next.starts_with("http://"))
        };
        let Some(at) = places.find(is_next) else { return false };
        let mut kept = text.get(..at).unwrap_or_default();
        // The comma and the width behind the first are of the list as well.
        loop {
            let trimmed = kept.trim_end_matches([' ', ',', ';', '\n', '\t', '(', ']', '"', '\'']);
            let trimmed = trimmed.strip_suffix("%20").unwrap_or(trimmed);
            let word = trimmed.rsplit([' ', ',']).next().unwrap_or_default();
            let word = word.rsplit("%20").next().unwrap_or(word);
            let is_width = word.len() > 1
                && word.len() < trimmed.len()
                && word.ends_with(['x', 'w'])
                && word.bytes().rev().skip(1).all(|b| b.is_ascii_digit() || b == b'.');
            let trimmed =
                if is_width { trimmed.get(..trimmed.len() - word.len()).unwrap_or_default() } else { trimmed };
            if trimmed.len() == kept.len() {
                break;
            }
            kept = trimmed;
        }
        if kept.is_empty() {
            return false;
        }
        let span = Span::new(identity.start + kept.len(), self.url.len());
        let fault = Self::nested_fault(Severity::Error, span);
        let fix = self.edit("Keep the first", &[(span, "")]);
        let title = "Another URL follows behind this one".to_owned();
        let detail = "All of it was taken for one address. Each image needs a URL of its own.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// A URL in place of a public ID.
    fn whole_url(&mut self, identity: Span) -> bool {
        let text = self.text(identity);
        let Some(at) = url_start(text, self.traits & (has::COLON | has::PERCENT) != 0) else { return false };
        let start = identity.start + at;
        let inner = self.url.get(start..).unwrap_or_default();
        let anatomy = read(inner);
        let is_cloudinarys =
            matches!(anatomy.host_form, HostForm::Shared | HostForm::Private) && anatomy.kind == Kind::Delivery;
        if is_cloudinarys && let Some(rest) = rest_of(inner, &anatomy) {
            let rest = Span::new(start + rest, identity.end);
            let first = self.anatomy.version.filter(|_| at == 0).map_or(start, |version| version.start);
            let cut = Span::new(if anatomy.version.is_some() { first } else { start }, rest.start);
            let fault = Self::nested_fault(Severity::Error, Span::new(start, rest.start));
            let whole = Fix { title: "Use the inner URL as it is".to_owned(), url: Some(inner.to_owned()) };
            let fixes = vec![self.edit("Keep only its public ID", &[(cut, "")]), whole];
            let detail = "Cloudinary looks for an asset of that name. The public ID is what stands behind the delivery type, and behind transformation and version where it has them.";
            self.add(&fault, "A whole URL stands in place of the public ID".to_owned(), detail, fixes);
            return true;
        }
        if at > 0 || !path::is_remote(text.as_bytes()) {
            return false;
        }
        let Some(delivery) = self.anatomy.delivery_type.filter(|_| self.anatomy.layout == Layout::Types) else {
            return false;
        };
        let fault = Self::nested_fault(Severity::Warning, identity);
        let name = self.text(delivery);
        let fixes = vec![self.edit("Write “fetch” as the delivery type", &[(delivery, "fetch")])];
        let title = format!("“{name}” cannot deliver from another site");
        let detail = format!(
            "Behind “{name}” stands the public ID of an asset in your product environment. A remote file is delivered with “fetch”."
        );
        self.add(&fault, title, detail, fixes);
        true
    }

    /// `image/upload/v1/image/upload/…`.
    fn doubled_types(&mut self, identity: Span) -> bool {
        let text = self.text(identity);
        let Some(at) = types_start(text) else { return false };
        let types = text.get(at..).unwrap_or_default();
        let mut segments = types.split('/');
        let length = segments.next().map_or(0, str::len) + segments.next().map_or(0, str::len) + 2;
        let inner = segments.next().unwrap_or_default();
        let start = identity.start + at;
        let rest = start + length;
        // The cloud name may have been doubled with the types.
        let cloud = self.anatomy.cloud_name.map(|span| self.text(span));
        let before = text.get(..at).unwrap_or_default().strip_suffix('/');
        let doubled_cloud = before.is_some() && before == cloud;
        let first = if doubled_cloud { identity.start } else { start };
        if at > 0 && !doubled_cloud {
            // Folders in front of the types are folders.
            return false;
        }
        // SDKs put `v1` in front of a public ID with folders; of the doubled path they saw nothing else.
        let is_filler = self.anatomy.version.is_some_and(|span| self.text(span) == "v1");
        let cut_from = match self.anatomy.version {
            Some(version) if is_filler || !is_of_public_id(inner) => version.start,
            _ => first,
        };
        let span = Span::new(cut_from, rest);
        let fault = Self::nested_fault(Severity::Warning, span);
        let cut = self.text(span);
        let fixes = vec![self.edit(format!("Remove “{}”", short(cut)), &[(span, "")])];
        let title = format!("“{}” stands in the URL twice", short(cut.trim_end_matches('/')));
        let detail = "The public ID begins behind the delivery type. What stands in front of it in the URL does not belong to it.";
        self.add(&fault, title, detail, fixes);
        true
    }

    fn nested_fault(severity: Severity, span: Span) -> Fault {
        Fault { code: Code::PublicIdInvalid, severity, certainty: Certainty::Likely, span, docs: docs::UPLOAD }
    }
}

/// Whether `segment`, the first behind doubled types, is of the public ID.
fn is_of_public_id(segment: &str) -> bool {
    !path::is_version(segment.as_bytes()) && !is_component(segment)
}

/// Where a URL begins in `text`: at its start, with or without a scheme, or at a segment `https:`.
fn url_start(text: &str, has_scheme: bool) -> Option<usize> {
    if path::is_remote(text.as_bytes()) || text.starts_with("res.cloudinary.com/") {
        return Some(0);
    }
    if !has_scheme {
        return None;
    }
    let mut at = 0;
    for segment in text.split('/') {
        if path::is_remote(segment.as_bytes()) {
            return Some(at);
        }
        at += segment.len() + 1;
    }
    None
}

/// Where transformation, version and public ID begin in the inner URL.
fn rest_of(inner: &str, anatomy: &Anatomy) -> Option<usize> {
    let first = [anatomy.transformation, anatomy.version, anatomy.public_id].into_iter().flatten().next()?;
    inner.is_char_boundary(first.start).then_some(first.start)
}

/// Where `<asset type>/<delivery type>/` stands in `text`, a public ID.
fn types_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut asset: Option<usize> = None;
    while at < bytes.len() {
        let rest = bytes.get(at..)?;
        // The last segment is a name.
        let length = ascii::position(rest, [b'/'])?;
        let segment = rest.get(..length)?;
        if let Some(start) = asset
            && types::is_main_delivery(segment)
        {
            return Some(start);
        }
        asset = types::asset(segment).map(|_| at);
        at += length + 1;
    }
    None
}
