//! What was meant by a word that is not of the vocabulary.

use super::{AssetType, near, types};

/// Words that name folders rather than clouds.
pub(super) fn is_folder_word(text: &str) -> bool {
    const WORDS: [&str; 44] = [
        "app", "article", "articles", "assets", "audio", "avatar", "avatars", "banner", "banners", "blog", "book",
        "brand", "category", "content", "docs", "doc", "files", "folder", "gallery", "icon", "icons", "image",
        "images", "img", "imgs", "logo", "logos", "media", "photo", "photos", "post", "posts", "product", "products",
        "profile", "public", "sample", "samples", "static", "test", "uploads", "user", "users", "videos",
    ];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Words that people write for an asset type, and what they mean.
pub(super) fn asset_meant(text: &str) -> Option<AssetType> {
    const WORDS: [(&str, AssetType); 22] = [
        ("img", AssetType::Image),
        ("imgs", AssetType::Image),
        ("images", AssetType::Image),
        ("pic", AssetType::Image),
        ("pics", AssetType::Image),
        ("picture", AssetType::Image),
        ("pictures", AssetType::Image),
        ("photo", AssetType::Image),
        ("photos", AssetType::Image),
        ("pdf", AssetType::Image),
        ("vid", AssetType::Video),
        ("vids", AssetType::Video),
        ("videos", AssetType::Video),
        ("movie", AssetType::Video),
        ("movies", AssetType::Video),
        ("audio", AssetType::Video),
        ("mp4", AssetType::Video),
        ("file", AssetType::Raw),
        ("files", AssetType::Raw),
        ("doc", AssetType::Raw),
        ("document", AssetType::Raw),
        ("documents", AssetType::Raw),
    ];
    WORDS
        .iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word))
        .map(|(_, asset)| *asset)
        .or_else(|| near::nearest(text, ["image", "video", "raw"]).and_then(|name| types::asset(name.as_bytes())))
}

/// Whether `text` was meant as an asset type.
pub(super) fn is_near_asset(text: &str) -> bool {
    asset_meant(text).is_some()
}

/// Whether `text` was meant as a delivery type.
pub(super) fn is_near_delivery(text: &str) -> bool {
    near::nearest(text, types::MAIN_DELIVERY_TYPES).is_some()
        || matches!(text, "uploaded" | "download" | "downloads" | "uploading" | "fetched" | "remote")
        || types::OTHER_DELIVERY_TYPES
            .iter()
            .any(|name| near::distance(text.as_bytes(), name.as_bytes(), usize::from(name.len() > 4)).is_some())
}

/// Whether `name` was meant as a delivery host.
pub(super) fn is_near_host(name: &[u8]) -> bool {
    let tail = name.windows(5).position(|five| five.eq_ignore_ascii_case(b"-res.")).map(|at| at + 5);
    near::distance(name, b"res.cloudinary.com", 3).is_some()
        || name.eq_ignore_ascii_case(b"res.cloudinary")
        || near::distance(name, b"cloudinary.com", 2).is_some()
        || name.get(..15).is_some_and(|front| front.eq_ignore_ascii_case(b"res.cloudinary."))
        || tail.and_then(|at| name.get(at..)).is_some_and(|tail| near::distance(tail, b"cloudinary.com", 2).is_some())
}
