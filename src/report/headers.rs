//! The headers that Cloudinary itself writes, in words.

/// The header's name in lower case, and what it means. Sources: cloudinary.com/documentation/diagnosing_error_codes_tutorial
/// (x-cld-error), cloudinary.com/documentation/admin_api#usage_limits (the rate limits), and public responses.
const HEADERS: &[(&str, &str)] = &[
    ("server-timing", "where the time went, and what was delivered"),
    ("x-cld-error", "why Cloudinary refused, or did not deliver what was asked"),
    ("x-featureratelimit-limit", "how many calls the Admin API allows in an hour"),
    ("x-featureratelimit-remaining", "how many of them are left"),
    ("x-featureratelimit-reset", "when they are counted anew"),
    ("x-request-id", "under this ID Cloudinary’s support finds the request"),
    ("x-tag", "the asset’s tags"),
];

/// What the response header `name` means, if it is one of Cloudinary's own; empty for one that is not documented.
pub fn cloudinarys(name: &str) -> Option<&'static str> {
    let known = HEADERS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, meaning)| *meaning);
    let own = || name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("x-cld-")).then_some("");
    known.or_else(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_cloudinarys_headers_from_all_others() {
        assert!(cloudinarys("X-Cld-Error").is_some_and(|meaning| !meaning.is_empty()));
        assert_eq!(cloudinarys("x-cld-later"), Some(""));
        assert_eq!(cloudinarys("x-cache"), None);
        assert_eq!(cloudinarys("é"), None);
    }
}
