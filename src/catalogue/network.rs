//! What the browser says where no server answered: `net::ERR_…` of Chromium, `NS_ERROR_…` of Firefox.
//!
//! Source: net/base/net_error_list.h of Chromium, xpcom/base/ErrorList.py of Firefox.

/// A kind of network error, in words.
#[derive(Debug)]
pub struct Row {
    /// Parts of the error's name; the first row with one that occurs is taken.
    pub names: &'static [&'static str],
    /// What happened.
    pub title: &'static str,
    /// Why.
    pub detail: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// The part of the URL that it is about.
    pub at: At,
}

/// A part of the URL that a network error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// None.
    Nowhere,
    /// The host.
    Host,
    /// The scheme.
    Scheme,
}

/// Whether the request ended because the page or the user went away, which is no failure.
pub fn is_leaving(error: &str) -> bool {
    [
        "ERR_ABORTED",
        "NS_BINDING_ABORTED",
        "NS_BINDING_CANCELLED_OLD_LOAD",
        "NS_BINDING_REDIRECTED",
        "NS_BINDING_RETARGETED",
        "NS_ERROR_ABORT",
    ]
    .iter()
    .any(|name| error.trim().trim_start_matches("net::").eq_ignore_ascii_case(name))
}

/// The row for `error`; every one has one.
pub fn row(error: &str) -> &'static Row {
    let upper = error.to_ascii_uppercase();
    ROWS.iter().find(|row| row.names.iter().any(|name| upper.contains(name))).unwrap_or(&OTHER)
}

const OTHER: Row = Row {
    names: &[],
    title: "The request got no answer",
    detail: "The browser ended it before a server answered ({error}).",
    remedy: "Try again, also in a private window without extensions",
    at: At::Nowhere,
};

/// More particular names stand before those that they contain.
const ROWS: &[Row] = &[
    Row {
        names: &["BLOCKED_BY_CLIENT", "NS_ERROR_BLOCKED_BY_POLICY", "TRACKING_URI", "BLOCKED_URI"],
        title: "An extension or the browser's own protection blocked the request",
        detail: "It never left the browser ({error}). Content blockers and tracking protection do this.",
        remedy: "Allow the address in the content blocker, or try a private window without extensions",
        at: At::Nowhere,
    },
    Row {
        names: &["BLOCKED_BY_ADMINISTRATOR", "BLOCKED_ENROLLMENT", "BLOCKED_BY_FINGERPRINTING"],
        title: "A policy of this computer's administrator blocked the request",
        detail: "It never left the browser ({error}).",
        remedy: "Ask the administrator to allow the address",
        at: At::Nowhere,
    },
    Row {
        names: &["BLOCKED_BY_CSP", "ERROR_CSP", "CSP_"],
        title: "The page's content security policy does not allow this address",
        detail: "The policy lists where images, media and requests may go ({error}).",
        remedy: "Add the host to img-src, media-src or connect-src of the page's Content-Security-Policy",
        at: At::Nowhere,
    },
    Row {
        names: &["MIXED_CONTENT", "BLOCKED_INSECURE", "INSECURE_"],
        title: "The page is https, but this address is http",
        detail: "Browsers do not load insecure media into a secure page ({error}).",
        remedy: "Write https in the URL",
        at: At::Scheme,
    },
    Row {
        names: &["BLOCKED_BY_ORB", "BLOCKED_BY_RESPONSE", "CORP", "COEP"],
        title: "The browser did not hand the answer to the page",
        detail: "A header of the answer or of the page forbids it, or the answer is no media ({error}).",
        remedy: "Open the address itself to see the answer, and look at Cross-Origin-Embedder-Policy of the page",
        at: At::Nowhere,
    },
    Row {
        names: &["DOM_BAD_URI", "CORS"],
        title: "The browser refused the request, most often for missing CORS permission",
        detail: "The server's answer does not allow this page to read it, or the address is not one that the page may ask ({error}).",
        remedy: "Send no headers of your own such as Authorization or X-Requested-With, and check the address",
        at: At::Nowhere,
    },
    Row {
        names: &["NAME_NOT_RESOLVED", "NAME_RESOLUTION", "UNKNOWN_HOST", "DNS_"],
        title: "The host name could not be found",
        detail: "There is no server of this name, or the network's name service does not answer ({error}).",
        remedy: "Check the spelling of the host, and the network",
        at: At::Host,
    },
    Row {
        names: &["INTERNET_DISCONNECTED", "NS_ERROR_OFFLINE", "NETWORK_CHANGED"],
        title: "The computer was offline",
        detail: "There was no network at this moment ({error}).",
        remedy: "Load the page again once the network is back",
        at: At::Nowhere,
    },
    Row {
        names: &["CERT", "SSL", "TLS", "MOZILLA_PKIX", "SEC_ERROR", "NS_ERROR_NET_INADEQUATE_SECURITY", "SECURITY"],
        title: "No secure connection could be made",
        detail: "The certificate does not fit the host, or something on the way interferes ({error}).",
        remedy: "Check the host; for a domain of your own, its certificate at the CDN",
        at: At::Host,
    },
    Row {
        names: &["PROXY", "TUNNEL"],
        title: "The proxy did not let the request through",
        detail: "The connection runs over a proxy that failed, refused, or did not find the host ({error}).",
        remedy: "Check the host and the proxy's settings",
        at: At::Host,
    },
    Row {
        names: &["TIMED_OUT", "TIMEOUT"],
        title: "The server did not answer in time",
        detail: "The connection was too slow, or something on the way swallows it ({error}).",
        remedy: "Try again; send large files in chunks",
        at: At::Nowhere,
    },
    Row {
        names: &["CONNECTION_REFUSED"],
        title: "The server refused the connection",
        detail: "Nothing listens at this address and port ({error}).",
        remedy: "Check host and port",
        at: At::Host,
    },
    Row {
        names: &[
            "RESET",
            "CONNECTION",
            "INTERRUPT",
            "EMPTY_RESPONSE",
            "PARTIAL_TRANSFER",
            "INCOMPLETE",
            "CONTENT_LENGTH_MISMATCH",
            "HTTP2",
            "QUIC",
            "ADDRESS_UNREACHABLE",
        ],
        title: "The connection broke off",
        detail: "It ended before the answer was complete ({error}).",
        remedy: "Try again; if it stays, try another network",
        at: At::Nowhere,
    },
    Row {
        names: &["TOO_MANY_REDIRECTS", "REDIRECT_LOOP"],
        title: "The address redirects in a circle",
        detail: "The browser gave up following the redirects ({error}).",
        remedy: "Check the redirects of the domain",
        at: At::Nowhere,
    },
    Row {
        names: &["CACHE_MISS", "NOT_IN_CACHE"],
        title: "The answer was wanted from the cache only, where it is not",
        detail: "The page asked the browser not to use the network ({error}).",
        remedy: "Load the page again",
        at: At::Nowhere,
    },
    Row {
        names: &["FILE_NOT_FOUND", "ACCESS_DENIED", "UPLOAD_FILE_CHANGED"],
        title: "The file to send could not be read",
        detail: "It was changed, moved or removed after it was chosen ({error}).",
        remedy: "Choose the file again",
        at: At::Nowhere,
    },
    Row {
        names: &[
            "MALFORMED_URI",
            "INVALID_URL",
            "UNKNOWN_URL_SCHEME",
            "UNKNOWN_PROTOCOL",
            "UNSAFE_PORT",
            "PORT_ACCESS_NOT_ALLOWED",
        ],
        title: "The browser cannot ask this address",
        detail: "Its scheme, port or form is not one that a browser loads ({error}).",
        remedy: "Write an address that begins with https://",
        at: At::Scheme,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_kinds_apart() {
        for (error, word) in [
            ("net::ERR_BLOCKED_BY_CLIENT", "extension"),
            ("net::ERR_BLOCKED_BY_CSP", "content security policy"),
            ("NS_ERROR_UNKNOWN_HOST", "host name"),
            ("net::ERR_NAME_NOT_RESOLVED", "host name"),
            ("net::ERR_CERT_COMMON_NAME_INVALID", "secure connection"),
            ("SSL_ERROR_BAD_CERT_DOMAIN", "secure connection"),
            ("net::ERR_INTERNET_DISCONNECTED", "offline"),
            ("net::ERR_CONNECTION_REFUSED", "refused"),
            ("NS_ERROR_CONNECTION_REFUSED", "refused"),
            ("NS_ERROR_NET_RESET", "broke off"),
            ("net::ERR_CONNECTION_TIMED_OUT", "in time"),
            ("NS_ERROR_NET_TIMEOUT", "in time"),
            ("NS_ERROR_DOM_BAD_URI", "CORS"),
            ("net::ERR_FAILED", "no answer"),
            ("", "no answer"),
        ] {
            assert!(row(error).title.contains(word), "{error}: {}", row(error).title);
        }
        assert!(is_leaving("net::ERR_ABORTED") && is_leaving("NS_BINDING_ABORTED"));
        assert!(!is_leaving("net::ERR_CONNECTION_ABORTED") && !is_leaving("net::ERR_FAILED"));
    }
}
