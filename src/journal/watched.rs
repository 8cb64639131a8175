//! Which URLs are Cloudinary's: the filters of the extension's listeners, and the same rule in Rust.
//!
//! A browser can only register listeners synchronously, before any wasm is there, so the patterns themselves
//! stand in `extension/filters.js`; a test holds that list against the rule here.

/// The delivery types that stand in a path, with the asset types they go with.
///
/// Source: cloudinary.com/documentation/transformation_reference and the SDKs' URL builders.
const DELIVERY_TYPES: [(&str, &[&str]); 23] = [
    ("upload", &["image", "video", "raw"]),
    ("private", &["image", "video", "raw"]),
    ("authenticated", &["image", "video", "raw"]),
    ("fetch", &["image", "video", "raw"]),
    ("list", &["image", "video", "raw"]),
    ("multi", &["image"]),
    ("sprite", &["image"]),
    ("text", &["image"]),
    ("asset", &["image"]),
    ("live", &["video"]),
    ("facebook", &["image"]),
    ("twitter", &["image"]),
    ("twitter_name", &["image"]),
    ("instagram", &["image"]),
    ("instagram_name", &["image"]),
    ("gravatar", &["image"]),
    ("google_plus", &["image"]),
    ("youtube", &["image"]),
    ("hulu", &["image"]),
    ("vimeo", &["image"]),
    ("animoto", &["image"]),
    ("worldstarhiphop", &["image"]),
    ("dailymotion", &["image"]),
];

/// What the first segment of a path may be on a private CDN host: asset types and their aliases.
const PRIVATE_CDN_ROOTS: [&str; 9] =
    ["image", "video", "raw", "images", "videos", "files", "iu", "private_images", "authenticated_images"];

/// The subdomains of cloudinary.com that are sites of people, not media of their own.
const SITES: [&str; 8] =
    ["", "www.", "console.", "support.", "community.", "widget.", "upload-widget.", "media-library."];

/// How sure it is that a URL is Cloudinary's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// Its host or its path says so.
    Certainly,
    /// Its path could be anybody's (`/image/text/…` on another host): the answer must tell.
    Perhaps,
    /// It is not.
    No,
}

/// Whether `url` is one of Cloudinary's: a superset of no listener filter, and a subset of their union.
pub fn watched(url: &str) -> Watched {
    let Some((scheme, rest)) = url.split_once("://") else { return Watched::No };
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return Watched::No;
    }
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.get(..end).unwrap_or(rest).split_once('/').unwrap_or((rest, ""));
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = authority.split_once(':').map_or(authority, |(host, _)| host).to_ascii_lowercase();
    if path == "favicon.ico" || path.is_empty() {
        return Watched::No;
    }
    if host == "cloudinary-a.akamaihd.net" {
        return Watched::Certainly;
    }
    if let Some(subdomain) = host.strip_suffix("cloudinary.com") {
        return if on_cloudinary(subdomain, path) { Watched::Certainly } else { Watched::No };
    }
    delivery_path(path)
}

/// Whether a path on `<subdomain>cloudinary.com` is one of media or of the API.
fn on_cloudinary(subdomain: &str, path: &str) -> bool {
    let root = path.split('/').next().unwrap_or_default();
    match subdomain {
        "res." | "res-1." | "res-2." | "res-3." | "res-4." | "res-5." => true,
        "api." | "api-eu." | "api-ap." if matches!(root, "v1_1" | "v2") => true,
        _ if SITES.contains(&subdomain) => false,
        _ if subdomain.ends_with('.') => {
            PRIVATE_CDN_ROOTS.contains(&root) && path.len() > root.len() || delivery_path(path) == Watched::Certainly
        }
        // Another domain that ends in the same letters.
        _ => delivery_path(path) == Watched::Certainly,
    }
}

/// The rule for hosts that say nothing: `<asset type>/<delivery type>/` at any depth.
fn delivery_path(path: &str) -> Watched {
    let mut found = Watched::No;
    let mut segments = path.split('/').peekable();
    while let (Some(asset_type), Some(delivery_type)) = (segments.next(), segments.peek()) {
        let known = DELIVERY_TYPES
            .iter()
            .find(|(name, asset_types)| name == delivery_type && asset_types.contains(&asset_type));
        match known {
            Some(("upload" | "private" | "authenticated" | "fetch", _)) if !ends_with(path, delivery_type) => {
                return Watched::Certainly;
            }
            Some((name, _)) if !ends_with(path, name) => found = Watched::Perhaps,
            _ => {}
        }
    }
    found
}

/// Whether nothing follows `segment`, not even a slash.
fn ends_with(path: &str, segment: &str) -> bool {
    path.strip_suffix(segment).is_some_and(|before| before.ends_with('/'))
}
