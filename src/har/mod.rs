//! HAR 1.2, what a browser's network panel exports and what DevTools tells an extension of each request
//! (w3c.github.io/web-performance/specs/HAR/Overview.html).

use serde::{Deserialize, Serialize};

/// What DevTools or a HAR tells of a request beside the exchange. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Traffic {
    /// When the request began, in milliseconds since the Unix epoch.
    pub started: Option<f64>,
    /// From its beginning to its end, in milliseconds.
    pub time: Option<f64>,
    /// Where the time went.
    pub timings: Timings,
    /// The bytes that came over the network, headers included.
    pub transferred: Option<u64>,
    /// The bytes of the body, decompressed.
    pub size: Option<u64>,
    /// The body's media type.
    pub mime_type: Option<String>,
    /// Request headers as `(name, value)`, in order.
    pub request_headers: Vec<(String, String)>,
    /// `h2`, `http/1.1`, …
    pub http_version: Option<String>,
    /// The address of the server.
    pub server_ip: Option<String>,
}

/// Where a request's time went, in milliseconds; `None` where it does not apply or is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timings {
    /// Waiting for a connection.
    pub blocked: Option<f64>,
    /// Finding the host's address.
    pub dns: Option<f64>,
    /// Connecting, TLS included.
    pub connect: Option<f64>,
    /// TLS.
    pub ssl: Option<f64>,
    /// Sending the request.
    pub send: Option<f64>,
    /// Waiting for the answer.
    pub wait: Option<f64>,
    /// Receiving the answer.
    pub receive: Option<f64>,
}
