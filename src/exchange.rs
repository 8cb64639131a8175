//! What was seen on the wire: plain data, as it was captured.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One request and what answered it. The JSON form is public and its names do not change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// The request URL as captured, never re-encoded.
    pub url: String,
    /// Any JSON scalar; a diagnosis echoes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<serde_json::Value>,
    /// The HTTP method.
    #[serde(default = "get")]
    pub method: String,
    /// The HTTP status; `None` or 0 where there was no HTTP response.
    #[serde(default)]
    pub status: Option<u16>,
    /// Response headers as `(name, value)`: any case, repeats kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// As webRequest names it: `image`, `media`, `xmlhttprequest`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// What was sent, for the API hosts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// The response body's text, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// `net::ERR_…` or `NS_ERROR_…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_error: Option<String>,
    /// Whether the response came from the browser's cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_cache: Option<bool>,
}

/// The fields of an upload or API request; never the content of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The request's `Content-Type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Field name to values; the value of a file part is its file name.
    #[serde(default)]
    pub fields: BTreeMap<String, Vec<String>>,
    /// The size of the body in bytes, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

fn get() -> String {
    "GET".to_owned()
}

impl Exchange {
    /// The value of the first response header called `name` (compared without case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}
