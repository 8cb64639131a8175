//! What is wrong with the structure of a URL: what stands in the wrong place, is missing, or is misspelt.
//!
//! Every rule looks for its own fault and tells the first one of its kind with a remedy for all of them, so that the
//! work stays linear in the length of the URL. A rule that a working URL could meet is no error: a folder may be
//! called anything.

mod encoding;
mod extension;
mod fetch;
mod front;
mod glued;
mod layer;
mod layout;
mod misplaced;
mod nested;
mod outside;
mod public_id;
mod signature;
mod traits;

use super::{Anatomy, AssetType, Kind, Layout, types};
use crate::ascii;
use crate::diagnosis::{Certainty, Code, Evidence, Finding, Fix, Severity};
use crate::span::Span;

/// The official pages that explain the rules.
mod docs {
    pub(super) const URL: &str = "https://cloudinary.com/documentation/image_transformations#transformation_url_syntax";
    pub(super) const HOST: &str = "https://cloudinary.com/documentation/advanced_url_delivery_options";
    pub(super) const FETCH: &str = "https://cloudinary.com/documentation/fetch_remote_images";
    pub(super) const SIGNATURE: &str = "https://cloudinary.com/documentation/delivery_url_signatures";
    pub(super) const ACCESS: &str = "https://cloudinary.com/documentation/control_access_to_media";
    pub(super) const FORMAT: &str = "https://cloudinary.com/documentation/image_format_support#supported_image_formats";
    pub(super) const UPLOAD: &str = "https://cloudinary.com/documentation/upload_parameters#public_id";
}

/// Appends what is wrong with the URL's structure: what stands in the wrong place, is missing or is misspelt.
/// Allocates nothing where nothing is wrong.
pub fn check(url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
    if anatomy.kind != Kind::Delivery {
        return;
    }
    let mut checker = Checker { url, anatomy, findings, traits: 0, delivery: "", is_stored: false };
    if checker.backslashes() || checker.doubled_base() {
        return;
    }
    checker.delivery = checker.delivery();
    checker.is_stored = matches!(checker.delivery, "upload" | "private" | "authenticated" | "");
    checker.front();
    checker.layout();
    if checker.signature() || checker.outside() {
        // The public ID is not what it seems.
        return;
    }
    checker.traits = traits::of(checker.bytes_of(checker.identity()));
    if checker.cut_layer() {
        return;
    }
    if !checker.is_stored && anatomy.is_remote(url) {
        let before = checker.findings.len();
        checker.misplaced();
        if checker.findings.len() > before {
            return;
        }
        checker.fetch();
        return;
    }
    if checker.nested() {
        return;
    }
    checker.misplaced();
    checker.public_id();
    checker.extension();
}

/// One URL under examination.
struct Checker<'a> {
    url: &'a str,
    anatomy: &'a Anatomy,
    findings: &'a mut Vec<Finding>,
    /// What the public ID holds, of [`traits::has`].
    traits: u16,
    /// The delivery type, or the one that the alias stands for.
    delivery: &'a str,
    /// Whether the delivery type is one of those whose public ID names a stored asset.
    is_stored: bool,
}

/// What every finding needs.
struct Fault {
    code: Code,
    severity: Severity,
    certainty: Certainty,
    span: Span,
    docs: &'static str,
}

impl<'a> Checker<'a> {
    fn text(&self, span: Span) -> &'a str {
        span.of(self.url)
    }

    fn bytes(&self) -> &'a [u8] {
        self.url.as_bytes()
    }

    /// The bytes of a part; none where the URL lacks it.
    fn bytes_of(&self, part: Option<Span>) -> &'a [u8] {
        part.and_then(|span| self.bytes().get(span.start..span.end)).unwrap_or_default()
    }

    /// The text of a part; empty where the URL lacks it.
    fn part(&self, part: Option<Span>) -> &'a str {
        part.map_or("", |span| span.of(self.url))
    }

    fn add(&mut self, fault: &Fault, title: String, detail: impl Into<String>, fixes: Vec<Fix>) {
        self.findings.push(Finding {
            code: fault.code,
            severity: fault.severity,
            certainty: fault.certainty,
            evidence: Evidence::Request,
            title,
            detail: detail.into(),
            span: Some(fault.span),
            field: None,
            fixes,
            docs: fault.docs,
        });
    }

    /// The remedy that writes `edits`.
    fn edit(&self, title: impl Into<String>, edits: &[(Span, &str)]) -> Fix {
        Fix::edit(title, self.url, self.anatomy, edits)
    }

    /// The remedy that takes `span` out and puts its text, with `around` behind it, at `to`.
    fn moved(&self, title: impl Into<String>, span: Span, cut: Span, to: usize, around: &str) -> Fix {
        let text = format!("{}{around}", self.text(span));
        let insert = (Span::new(to, to), text.as_str());
        if to <= cut.start { self.edit(title, &[insert, (cut, "")]) } else { self.edit(title, &[(cut, ""), insert]) }
    }

    /// `span` with the slash behind it.
    fn with_slash_after(&self, span: Span) -> Span {
        let slash = self.bytes().get(span.end) == Some(&b'/');
        Span::new(span.start, span.end + usize::from(slash))
    }

    /// Where the path ends.
    fn path_end(&self) -> usize {
        self.anatomy.query.or(self.anatomy.fragment).map_or(self.url.len(), |span| span.start.saturating_sub(1))
    }

    /// Where the path begins.
    fn path_start(&self) -> usize {
        self.anatomy.host.map_or(0, |host| host.end)
    }

    /// All of the path from the public ID on: with suffix, extension and what trails behind.
    fn identity(&self) -> Option<Span> {
        let start = self.anatomy.public_id?.start;
        Some(Span::new(start, self.path_end().max(start)))
    }

    /// Where a component goes: behind the chain, the signature or the delivery type.
    fn component_place(&self) -> Option<usize> {
        let anatomy = self.anatomy;
        let before = anatomy.transformation.or(anatomy.signature).or(anatomy.delivery_type);
        let before = before.map(|span| span.end).or_else(|| {
            let root = anatomy.layout == Layout::RootPath;
            root.then(|| anatomy.cloud_name.map_or(self.path_start(), |span| span.end))
        })?;
        (self.bytes().get(before) == Some(&b'/')).then_some(before + 1)
    }

    /// The delivery type, or the one that the alias stands for.
    fn delivery(&self) -> &'a str {
        if ascii::is(self.bytes_of(self.anatomy.delivery_type), b"upload") {
            return "upload";
        }
        let text = self.part(self.anatomy.delivery_type);
        if self.anatomy.layout == Layout::Alias {
            return types::alias(text.as_bytes()).map_or(text, |alias| alias.delivery);
        }
        text
    }

    /// The asset type that the rest of the URL speaks for.
    fn likely_asset(&self) -> AssetType {
        let extension = self.part(self.anatomy.extension);
        let extension = if extension.is_empty() {
            self.part(self.anatomy.public_id).rsplit_once('.').map_or("", |(_, extension)| extension)
        } else {
            extension
        };
        let family = types::family(extension);
        match family.map(types::asset_of) {
            Some(AssetType::Image) | None if self.has_video_parameter() => AssetType::Video,
            Some(asset) => asset,
            None => AssetType::Image,
        }
    }

    /// Whether the transformation holds a parameter that only videos have
    /// (cloudinary.com/documentation/transformation_reference).
    fn has_video_parameter(&self) -> bool {
        let chain = self.part(self.anatomy.transformation);
        let is_video = |item: &str| {
            ["vc_", "ac_", "af_", "br_", "fps_", "ki_", "sp_", "vs_", "so_", "eo_"]
                .iter()
                .any(|key| item.starts_with(key))
                || item.starts_with("e_accelerate")
                || item.starts_with("e_volume")
                || item.starts_with("e_preview")
                || item.starts_with("e_reverse")
                || item.starts_with("e_boomerang")
                || item.starts_with("f_auto:video")
                || item.starts_with("l_video")
                || item.starts_with("l_audio")
                || item.starts_with("l_subtitles")
        };
        chain.split([',', '/']).any(is_video)
    }
}

/// `text` short enough for a title; a long one loses its middle.
fn short(text: &str) -> String {
    const MOST: usize = 48;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let head: String = text.chars().take(MOST / 2).collect();
    let tail: Vec<char> = text.chars().rev().take(MOST / 2 - 1).collect();
    format!("{head}…{}", tail.iter().rev().collect::<String>())
}
