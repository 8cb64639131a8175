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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The patterns in `extension/filters.js`, read as that file builds them.
    fn patterns() -> Vec<String> {
        let script = include_str!("../../extension/filters.js");
        let strings = |from: &str, to: &str| -> Vec<String> {
            let start = script.find(from).expect(from);
            let part = &script[start..start + script[start..].find(to).expect(to)];
            part.split('"').skip(1).step_by(2).map(str::to_owned).collect()
        };
        let mut patterns = strings("const API", ";");
        patterns.extend(strings("const HOSTS", ".map").iter().map(|name| format!("*://{name}.cloudinary.com/*")));
        patterns.push("*://cloudinary-a.akamaihd.net/*".to_owned());
        patterns.extend(strings("const ROOTS", "]").iter().map(|root| format!("*://*.cloudinary.com/{root}/*")));
        let table = &script[script.find("const DELIVERY").unwrap()..script.find("const PATHS").unwrap()];
        for row in table.lines().filter(|line| line.contains('[')) {
            let delivery_type = row.split(':').next().unwrap().trim();
            for asset_type in row.split('"').skip(1).step_by(2) {
                patterns.push(format!("*://*/{asset_type}/{delivery_type}/*"));
                patterns.push(format!("*://*/*/{asset_type}/{delivery_type}/*"));
            }
        }
        patterns
    }

    /// Whether a match pattern matches a URL, as browsers do it.
    fn matches(pattern: &str, url: &str) -> bool {
        let (_, pattern) = pattern.split_once("://").unwrap();
        let (scheme, rest) = url.split_once("://").unwrap();
        let (host_pattern, path_pattern) = pattern.split_once('/').unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        let host = host.split(':').next().unwrap();
        let host_fits = match host_pattern.strip_prefix('*') {
            Some("") => true,
            Some(suffix) => host.ends_with(suffix) || host == &suffix[1..],
            None => host == host_pattern,
        };
        matches!(scheme, "http" | "https") && host_fits && glob(path_pattern, path)
    }

    fn glob(pattern: &str, text: &str) -> bool {
        match pattern.split_once('*') {
            None => pattern == text,
            Some((before, after)) => text
                .strip_prefix(before)
                .is_some_and(|rest| (0..=rest.len()).any(|at| rest.is_char_boundary(at) && glob(after, &rest[at..]))),
        }
    }

    fn heard(url: &str) -> bool {
        patterns().iter().any(|pattern| matches(pattern, url))
    }

    #[test]
    fn cloudinarys_urls_are_heard_and_known() {
        for url in [
            "https://res.cloudinary.com/demo/image/upload/w_100/sample.jpg",
            "https://res.cloudinary.com/demo/w_100/image/upload/sample.jpg",
            "http://res-3.cloudinary.com/demo/raw/upload/x.zip",
            "https://res.cloudinary.com:8443/demo/sample.jpg",
            "https://shop-res.cloudinary.com/image/upload/x.jpg",
            "https://shop-res.cloudinary.com/image/uplaod/x.jpg",
            "https://shop-res.cloudinary.com/images/w_1/x/name.jpg",
            "https://shop-res-2.cloudinary.com/iu/x.jpg",
            "https://cloudinary-a.akamaihd.net/demo/image/upload/x.jpg",
            "https://api.cloudinary.com/v1_1/demo/image/upload",
            "https://api-eu.cloudinary.com/v2/demo/x",
            "https://api.cloudinary.com/demo/image/upload/x.jpg",
            "https://media.example.com/image/upload/x.jpg",
            "https://cdn.example.com/res/example/video/upload/v1/x.mp4?a=1#b",
            "https://example.com/a/b/c/image/fetch/https://example.com/x.jpg",
        ] {
            assert_eq!(watched(url), Watched::Certainly, "{url}");
            assert!(heard(url), "{url}");
        }
        for url in ["https://example.com/image/text/x", "https://example.com/video/live/x.m3u8"] {
            assert_eq!(watched(url), Watched::Perhaps, "{url}");
            assert!(heard(url), "{url}");
        }
    }

    #[test]
    fn other_urls_are_not() {
        for url in [
            "https://example.com/images/x.jpg",
            "https://example.com/image/x.jpg",
            "https://example.com/videos/upload/x.mp4",
            "https://example.com/image/upload",
            "https://example.com/search?from=/image/upload/x.jpg",
            "https://console.cloudinary.com/image/upload/x",
            "https://cloudinary.com/video/x",
            "https://res.cloudinary.com/favicon.ico",
            "https://res.cloudinary.com/",
            "https://evilcloudinary.com/demo/x.jpg",
            "data:image/png;base64,/image/upload/",
            "ftp://res.cloudinary.com/demo/image/upload/x.jpg",
            "",
        ] {
            assert_eq!(watched(url), Watched::No, "{url}");
        }
        assert!(!heard("https://example.com/images/x.jpg"));
        assert!(!heard("https://example.com/assets/image/x.jpg"));
    }

    proptest! {
        #[test]
        fn what_is_known_is_heard(
            host in "(res|res-[1-6]|[a-z]{1,5}-res|api|api-eu|www|[a-z]{1,4})\\.(cloudinary\\.com|example\\.com)",
            path in prop::collection::vec("(image|video|raw|images|iu|upload|fetch|text|live|v1_1|v2|x|)", 0..6),
            query in "(\\?image/upload/|)",
        ) {
            let url = format!("https://{host}/{}{query}", path.join("/"));
            prop_assert!(watched(&url) == Watched::No || heard(&url), "{}", url);
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            watched(&text);
        }
    }
}
