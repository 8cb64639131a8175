//! What a request was for: webRequest and Chromium's network panel have different names for it.

/// webRequest's name and Chromium's. Where Chromium has one name for several, the first is what it is read as.
/// Sources: developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/webRequest/ResourceType, and the names in
/// front_end/core/common/ResourceType.ts of chromium.googlesource.com/devtools/devtools-frontend
const NAMES: &[(&str, &str)] = &[
    ("xmlhttprequest", "xhr"),
    ("xmlhttprequest", "fetch"),
    ("image", "image"),
    ("imageset", "image"),
    ("sub_frame", "document"),
    ("main_frame", "document"),
];

/// webRequest's name for Chromium's.
pub fn from_chromium(name: String) -> String {
    NAMES.iter().find(|(_, chromium)| *chromium == name).map_or(name, |(web_request, _)| (*web_request).to_owned())
}

/// Chromium's name for webRequest's.
pub fn to_chromium(name: &str) -> &str {
    NAMES.iter().find(|(web_request, _)| *web_request == name).map_or(name, |(_, chromium)| chromium)
}
