//! The extension: whether it is one, and whether the asset type fits it.

use super::{Checker, Fault, docs};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::url::types::{self, Family};
use crate::url::{AssetType, near};

fn fault(code: Code, severity: Severity, certainty: Certainty, span: Span) -> Fault {
    Fault { code, severity, certainty, span, docs: docs::FORMAT }
}

impl Checker<'_> {
    pub(super) fn extension(&mut self) {
        if !self.is_stored {
            // Sprites, lists and social pictures have extensions of their own.
            return;
        }
        if self.anatomy.asset == Some(AssetType::Raw) && self.anatomy.seo_suffix.is_none() {
            self.raw();
            return;
        }
        let Some(span) = self.anatomy.extension else {
            self.trailing_dot();
            return;
        };
        if self.doubled_dot(span) {
            return;
        }
        let text = self.text(span);
        let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let text = text.get(..plain).unwrap_or_default();
        match types::family(text) {
            Some(family) => {
                self.doubled(span);
                self.fits(family, text);
            }
            None => self.unknown(Span::new(span.start, span.start + plain), text),
        }
    }

    /// The extension is none that is known.
    fn unknown(&mut self, span: Span, text: &str) {
        if text.eq_ignore_ascii_case("auto") {
            self.auto(span);
            return;
        }
        let wanted = meant(text, self.anatomy.asset);
        let (severity, certainty) = match wanted {
            // A short one may be a word after all: `dr.moe`, `mp.svd`.
            Some(wanted) if may_be_word(text, wanted) => (Severity::Warning, Certainty::Likely),
            Some(_) => (Severity::Error, Certainty::Likely),
            // A public ID may hold dots: `report.v2`.
            None => (Severity::Advice, Certainty::Possible),
        };
        let fault = fault(Code::ExtensionInvalid, severity, certainty, span);
        let with_dot = Span::new(span.start - 1, span.end);
        let remove = self.edit(format!("Remove “.{text}”"), &[(with_dot, "")]);
        let Some(wanted) = wanted else {
            let title = format!("“.{text}” is not a known format");
            let detail = "What stands behind the last dot is taken for the format. Where the dot belongs to the public ID, put the real extension behind it.";
            self.add(&fault, title, detail, vec![remove]);
            return;
        };
        let is_upper = text.bytes().all(|b| !b.is_ascii_lowercase());
        let wanted = if is_upper { wanted.to_ascii_uppercase() } else { wanted.to_owned() };
        let write = self.edit(format!("Write “.{wanted}”"), &[(span, &wanted)]);
        let title = format!("“.{text}” is not a format");
        let detail = "What stands behind the last dot chooses the format, and Cloudinary has no such format.";
        self.add(&fault, title, detail, vec![write, remove]);
    }

    /// `sample.jpg.`
    fn trailing_dot(&mut self) {
        let Some(id) = self.anatomy.public_id.filter(|id| self.bytes_of(Some(*id)).ends_with(b".")) else { return };
        let dots = self.text(id).len() - self.text(id).trim_end_matches('.').len();
        let span = Span::new(id.end - dots, id.end);
        let fault = fault(Code::ExtensionInvalid, Severity::Warning, Certainty::Likely, span);
        let fixes = vec![self.edit("Remove the dot", &[(span, "")])];
        let detail = "A dot stands between the public ID and its extension, and nothing follows this one.";
        self.add(&fault, "The URL ends in a dot".to_owned(), detail, fixes);
    }

    /// `sample..jpg`. Whether it is so.
    fn doubled_dot(&mut self, span: Span) -> bool {
        let Some(id) = self.anatomy.public_id.filter(|id| id.end + 1 == span.start) else { return false };
        if !self.bytes_of(Some(id)).ends_with(b".") || types::family(self.text(span)).is_none() {
            return false;
        }
        let kept = self.text(id).trim_end_matches('.').len();
        let extra = Span::new(id.start + kept, id.end);
        let fault =
            fault(Code::ExtensionInvalid, Severity::Warning, Certainty::Likely, Span::new(extra.start, span.start));
        let fixes = vec![self.edit("Leave one dot", &[(extra, "")])];
        let detail = "The first belongs to the public ID then, and the asset is looked for under that name.";
        self.add(&fault, "A dot stands doubled".to_owned(), detail, fixes);
        true
    }

    /// `.auto`: the automatic format is a parameter.
    fn auto(&mut self, span: Span) {
        let fault = fault(Code::ExtensionInvalid, Severity::Error, Certainty::Likely, span);
        let with_dot = Span::new(span.start - 1, span.end);
        let chain = self.part(self.anatomy.transformation);
        let has_format = chain.split([',', '/']).any(|item| item.starts_with("f_"));
        let fix = match self.component_place().filter(|_| !has_format) {
            Some(place) => {
                self.edit("Write “f_auto” as a transformation", &[(Span::new(place, place), "f_auto/"), (with_dot, "")])
            }
            None => self.edit("Remove “.auto”", &[(with_dot, "")]),
        };
        let detail =
            "The best format for each browser is asked for with “f_auto” in the transformation, and no extension.";
        self.add(&fault, "“.auto” is not a format".to_owned(), detail, vec![fix]);
    }

    /// `sample.jpg.jpg`.
    fn doubled(&mut self, span: Span) {
        let (Some(id), text) = (self.anatomy.public_id, self.text(span)) else { return };
        let id = self.text(id).as_bytes();
        let before = id.len().checked_sub(text.len()).and_then(|at| id.split_at_checked(at));
        let stands_twice = before
            .is_some_and(|(front, before)| front.last() == Some(&b'.') && before.eq_ignore_ascii_case(text.as_bytes()));
        if self.anatomy.seo_suffix.is_some() || !stands_twice {
            return;
        }
        let doubled = Span::new(span.start - 1, span.end);
        let fault = fault(Code::ExtensionInvalid, Severity::Warning, Certainty::Possible, doubled);
        let fixes = vec![self.edit(format!("Remove one “.{text}”"), &[(doubled, "")])];
        let title = format!("“.{text}” stands twice");
        let detail = "The first belongs to the public ID then. That is right only if the asset was uploaded under a name with the extension in it.";
        self.add(&fault, title, detail, fixes);
    }

    /// A file that belongs under another asset type.
    fn fits(&mut self, family: Family, text: &str) {
        let (Some(asset), Some(span)) = (self.anatomy.asset, self.anatomy.asset_type) else { return };
        let wanted = match (asset, family) {
            // A GIF is delivered as a video with a video's extension, so that this is a guess.
            (AssetType::Image, Family::Video | Family::Audio | Family::Manifest) => AssetType::Video,
            (AssetType::Image | AssetType::Video, Family::Raw | Family::Sidecar) => AssetType::Raw,
            (AssetType::Video, Family::Document) => AssetType::Image,
            (AssetType::Video, Family::Image) if matches!(text, "svg" | "ico" | "tif" | "tiff" | "bmp") => {
                AssetType::Image
            }
            _ => return,
        };
        let chain = self.part(self.anatomy.transformation);
        if family == Family::Sidecar && ["fl_getinfo", "fl_sprite", ":json"].iter().any(|word| chain.contains(word)) {
            return;
        }
        if asset == AssetType::Image && ["zoompan", "animated", "e_loop"].iter().any(|word| chain.contains(word)) {
            // An image is made to move.
            return;
        }
        let converts = asset == AssetType::Image && family == Family::Video && !self.has_video_parameter();
        // `node.js` may be a picture of it.
        let is_word = matches!(text, "js" | "mjs" | "md" | "key" | "pages" | "numbers" | "bin" | "cube" | "sql");
        let is_word = is_word || family == Family::Sidecar && asset == AssetType::Video;
        let certainty = if converts || is_word { Certainty::Possible } else { Certainty::Likely };
        self.mismatch(span, asset, wanted, certainty, Severity::Warning, text);
    }

    fn mismatch(
        &mut self,
        span: Span,
        asset: AssetType,
        wanted: AssetType,
        certainty: Certainty,
        severity: Severity,
        extension: &str,
    ) {
        let fault = fault(Code::AssetTypeMismatch, severity, certainty, span);
        let (name, wanted_name) = (types::asset_name(asset), types::asset_name(wanted));
        let title = format!("“.{extension}” is rather a file of type “{wanted_name}” than “{name}”");
        let detail = match wanted {
            AssetType::Video => {
                "Videos and sound are stored under “video”. An animated image can be delivered as a video as well."
            }
            AssetType::Raw => {
                "Files that are neither image nor video are stored under “raw”, with their extension in the public ID."
            }
            AssetType::Image => "Images and PDFs are stored under “image”, unless they were uploaded as another type.",
        };
        let written = self.text(span);
        let alias = match (types::alias(written.as_bytes()).is_some(), wanted) {
            (false, _) => wanted_name,
            (true, AssetType::Image) => "images",
            (true, AssetType::Video) => "videos",
            (true, AssetType::Raw) => "files",
        };
        let fixes = vec![self.edit(format!("Write “{alias}”"), &[(span, alias)])];
        self.add(&fault, title, detail, fixes);
    }

    /// A raw file: its extension is part of the public ID, and it takes no transformation.
    fn raw(&mut self) {
        let (Some(asset), Some(id)) = (self.anatomy.asset_type, self.anatomy.public_id) else { return };
        let name = self.text(id).rsplit('/').next().unwrap_or_default();
        let extension =
            name.rsplit_once('.').map(|(_, extension)| extension).filter(|text| types::is_extension(text.as_bytes()));
        let family = extension.and_then(types::family);
        let chain = self.anatomy.transformation.filter(|chain| !is_attachment(self.text(*chain)));
        let wanted = match family {
            Some(Family::Image) => Some(AssetType::Image),
            Some(Family::Document) if chain.is_some() => Some(AssetType::Image),
            Some(Family::Video | Family::Audio | Family::Manifest) => Some(AssetType::Video),
            _ => None,
        };
        if let Some(chain) = chain {
            self.raw_transformed(asset, chain, wanted, extension.is_some());
            return;
        }
        if let Some(wanted) = wanted {
            // Any file can be stored under raw.
            self.mismatch(
                asset,
                AssetType::Raw,
                wanted,
                Certainty::Possible,
                Severity::Advice,
                extension.unwrap_or_default(),
            );
        } else if extension.is_none() {
            let fault = fault(Code::ExtensionInvalid, Severity::Advice, Certainty::Possible, id);
            let fix = Fix { title: "Put the file's extension behind it".to_owned(), url: None };
            let detail = "The public ID of a raw file holds its extension, unless it was uploaded without one.";
            self.add(&fault, "The raw file has no extension".to_owned(), detail, vec![fix]);
        }
    }

    /// Raw files are delivered as they are; only `fl_attachment` applies to them
    /// (cloudinary.com/documentation/transformation_reference#fl_attachment).
    fn raw_transformed(&mut self, asset: Span, chain: Span, wanted: Option<AssetType>, has_extension: bool) {
        let cut = Span::new(chain.start, chain.end + 1);
        let remove = self.edit("Remove the transformation", &[(cut, "")]);
        let detail = "A raw file is delivered as it is. Transformations work on images and videos.";
        let title = format!("A raw file cannot be transformed with “{}”", super::short(self.text(chain)));
        let write = |wanted: AssetType| {
            let name = types::asset_name(wanted);
            self.edit(format!("Write “{name}” instead of “raw”"), &[(asset, name)])
        };
        let (code, span, fixes) = match wanted {
            Some(wanted) => (Code::AssetTypeMismatch, asset, vec![write(wanted), remove]),
            None if has_extension => (Code::ParameterWrongAssetType, chain, vec![remove]),
            // Without an extension it may be an image or a video after all.
            None => (Code::ParameterWrongAssetType, chain, vec![remove, write(self.likely_asset())]),
        };
        self.add(&fault(code, Severity::Warning, Certainty::Likely, span), title, detail, fixes);
    }
}

/// Whether every parameter of `chain` is `fl_attachment`.
fn is_attachment(chain: &str) -> bool {
    chain.split([',', '/']).all(|item| item.starts_with("fl_attachment"))
}

/// Whether `text` is too short for a slip to be sure: two letters, or three of which one stands for another.
fn may_be_word(text: &str, wanted: &str) -> bool {
    let differ = text.bytes().zip(wanted.bytes()).filter(|(a, b)| !a.eq_ignore_ascii_case(b)).count();
    text.len() < 3 || text.len() == 3 && wanted.len() == 3 && differ == 1
}

/// The format that an unknown extension was meant as; among equals, one of `asset`.
fn meant(text: &str, asset: Option<AssetType>) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let begins =
        |long: &[u8], short: &[u8]| long.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short));
    let fits = |name: &str| types::family(name).map(types::asset_of) == asset;
    let slip = types::COMMON_FORMATS
        .into_iter()
        // Of two letters only the lost end of a format is told: `jp`, `pn`.
        .filter(|name| bytes.len() > 2 || begins(name.as_bytes(), bytes))
        .filter(|name| near::distance(bytes, name.as_bytes(), 1).is_some())
        .min_by_key(|name| !fits(name));
    // `jpgsz280`: a format, and more behind it.
    let cut =
        || types::COMMON_FORMATS.into_iter().find(|name| bytes.len() > name.len() && begins(bytes, name.as_bytes()));
    slip.or_else(cut)
}
