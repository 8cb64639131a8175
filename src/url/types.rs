//! The closed vocabularies of a delivery URL: asset types, delivery types, aliases and extensions.
//!
//! Sources: cloudinary.com/documentation/transformation_reference, cloudinary.com/documentation/image_transformations,
//! and the URL builders of the official SDKs (cloudinary_npm `lib/utils`, js-url-gen `src`).

use super::AssetType;
use crate::ascii;

/// The asset type that `segment` names.
pub(super) fn asset(segment: &[u8]) -> Option<AssetType> {
    match segment {
        b"image" => Some(AssetType::Image),
        b"video" => Some(AssetType::Video),
        b"raw" => Some(AssetType::Raw),
        _ => None,
    }
}

/// How an asset type is written.
pub(super) const fn asset_name(asset: AssetType) -> &'static str {
    match asset {
        AssetType::Image => "image",
        AssetType::Video => "video",
        AssetType::Raw => "raw",
    }
}

/// The delivery types that stand for stored or fetched assets; they are common, and hardly a folder's name.
pub(super) const MAIN_DELIVERY_TYPES: [&str; 4] = ["upload", "fetch", "private", "authenticated"];

/// The other delivery types, some of them retired; `public` comes from the suites of the SDKs.
pub(super) const OTHER_DELIVERY_TYPES: [&str; 21] = [
    "list",
    "multi",
    "sprite",
    "text",
    "asset",
    "live",
    "facebook",
    "twitter",
    "twitter_name",
    "instagram",
    "instagram_name",
    "gravatar",
    "google_plus",
    "youtube",
    "hulu",
    "vimeo",
    "animoto",
    "worldstarhiphop",
    "dailymotion",
    "url2png",
    "public",
];

/// Whether `segment` is one of the four common delivery types.
pub(super) fn is_main_delivery(segment: &[u8]) -> bool {
    matches!(segment, b"upload" | b"fetch" | b"private" | b"authenticated")
}

/// Whether `segment` is a delivery type.
pub(super) fn is_delivery(segment: &[u8]) -> bool {
    is_main_delivery(segment) || OTHER_DELIVERY_TYPES.iter().any(|name| name.as_bytes() == segment)
}

/// What an alias stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alias {
    /// The asset type.
    pub asset: AssetType,
    /// The delivery type.
    pub delivery: &'static str,
    /// Whether the last segment of the path is an SEO suffix.
    pub has_suffix: bool,
}

/// The alias that `segment` is.
pub(super) fn alias(segment: &[u8]) -> Option<Alias> {
    let (asset, delivery, has_suffix) = match segment {
        b"iu" => (AssetType::Image, "upload", false),
        b"images" => (AssetType::Image, "upload", true),
        b"private_images" => (AssetType::Image, "private", true),
        b"authenticated_images" => (AssetType::Image, "authenticated", true),
        b"videos" => (AssetType::Video, "upload", true),
        b"files" => (AssetType::Raw, "upload", true),
        _ => return None,
    };
    Some(Alias { asset, delivery, has_suffix })
}

/// What a file of some extension is to Cloudinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Delivered as an image; of a video it is a frame.
    Image,
    /// An image or document that no video can be delivered as.
    Document,
    /// A video.
    Video,
    /// Sound; its asset type is `video`.
    Audio,
    /// A streaming manifest of a video.
    Manifest,
    /// A file that only `raw` delivers.
    Raw,
    /// Made by Cloudinary next to an asset: `.json`, `.css`, `.vtt`, …
    Sidecar,
}

/// Extensions by family. Formats that a slip of the finger should be held against stand first.
const EXTENSIONS: &[(Family, &[&str])] = &[
    (
        Family::Image,
        &[
            "jpg", "jpeg", "png", "webp", "gif", "avif", "svg", "bmp", "tif", "tiff", "ico", "heic", "heif", "jxl",
            "jp2", "jfif", "jpe", "jpc", "j2k", "jxr", "hdp", "wdp", "wbmp", "apng", "awebp", "bw", "dib", "ecw",
            "exr", "hdr", "flif", "fli", "flc", "dng", "cr2", "cr3", "arw", "nef", "raf", "orf", "rw2", "srw", "pef",
            "raw", "tga", "ppm", "pgm", "pbm", "pnm", "pcx", "pict", "svgz", "sgi", "xcf", "jng", "mng", "miff",
        ],
    ),
    (
        Family::Document,
        &[
            "pdf", "psd", "psb", "ai", "eps", "ept", "eps3", "ps", "djvu", "indd", "idml", "cdr", "emf", "wmf", "glb",
            "gltf", "usdz", "usd", "obj", "fbx", "stl", "ply", "u3ma", "gltz", "dae", "3ds", "x3d", "wrl",
        ],
    ),
    (
        Family::Video,
        &[
            "mp4", "webm", "mov", "ogv", "avi", "mkv", "m4v", "flv", "mpg", "mpeg", "wmv", "3gp", "3g2", "mts", "m2ts",
            "ts", "mxf", "qt", "asf", "vob", "m2v", "mp2", "divx", "rm", "rmvb", "f4v",
        ],
    ),
    (
        Family::Audio,
        &["mp3", "wav", "aac", "m4a", "ogg", "flac", "aiff", "aif", "aifc", "amr", "opus", "oga", "mpga", "wma", "mid"],
    ),
    (Family::Manifest, &["m3u8", "mpd", "ism"]),
    (
        Family::Raw,
        &[
            "docx", "doc", "xlsx", "xls", "pptx", "ppt", "zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "srt", "ttf",
            "otf", "woff", "woff2", "eot", "odt", "ods", "odp", "rtf", "pages", "numbers", "key", "epub", "mobi",
            "apk", "exe", "dmg", "msi", "iso", "jar", "wasm", "cube", "3dl", "js", "mjs", "csv", "tsv", "xml", "yaml",
            "yml", "md", "sql", "bin", "ics", "vcf", "p7m",
        ],
    ),
    (Family::Sidecar, &["json", "css", "vtt", "txt", "html", "transcript"]),
];

/// The formats whose misspelling is told: the ones people write by hand.
pub(super) const COMMON_FORMATS: [&str; 17] = [
    "jpg", "jpeg", "png", "webp", "gif", "avif", "svg", "tiff", "heic", "pdf", "mp4", "webm", "mov", "m3u8", "mp3",
    "wav", "ogv",
];

/// The longest extension that is looked at.
const LONGEST: usize = 10;

/// What `extension` (any case, without the dot) is; `None` where it is not known.
pub(crate) fn family(extension: &str) -> Option<Family> {
    // Nearly every URL ends in one of these, and in small letters.
    let is = |common: &[u8; 4]| ascii::is(extension.as_bytes(), common);
    match extension.as_bytes() {
        [b'j', b'p', b'g'] | [b'p', b'n', b'g'] | [b'g', b'i', b'f'] | [b's', b'v', b'g'] => {
            return Some(Family::Image);
        }
        [b'm', b'p', b'4'] => return Some(Family::Video),
        _ if is(b"webp") || is(b"jpeg") => return Some(Family::Image),
        _ => {}
    }
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..extension.len())?;
    lower.copy_from_slice(extension.as_bytes());
    lower.make_ascii_lowercase();
    let lower = std::str::from_utf8(lower).ok()?;
    EXTENSIONS.iter().find(|(_, names)| names.contains(&lower)).map(|(family, _)| *family)
}

/// The asset type under which a file of this family is stored.
pub(super) const fn asset_of(family: Family) -> AssetType {
    match family {
        Family::Image | Family::Document | Family::Sidecar => AssetType::Image,
        Family::Video | Family::Audio | Family::Manifest => AssetType::Video,
        Family::Raw => AssetType::Raw,
    }
}

/// Whether `text` has the shape of an extension: short, ASCII letters and digits, at least one letter.
pub(super) fn is_extension(text: &[u8]) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && text.iter().all(u8::is_ascii_alphanumeric)
        && text.iter().any(u8::is_ascii_alphabetic)
}
