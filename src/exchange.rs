//! What was seen on the wire: plain data, as it was captured.

use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
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
    #[serde(default = "get", deserialize_with = "method")]
    pub method: String,
    /// The HTTP status; `None` or 0 where there was no HTTP response.
    #[serde(default)]
    pub status: Option<u16>,
    /// Response headers as `(name, value)`: any case, repeats kept.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Vec::is_empty")]
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
    #[serde(default, deserialize_with = "or_default")]
    pub fields: BTreeMap<String, Vec<String>>,
    /// The size of the body in bytes, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

fn get() -> String {
    "GET".to_owned()
}

/// Takes `null` for an absent method.
fn method<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(get))
}

/// Takes `null` for an absent value.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Text of which each char may stand for one byte, as Firefox gives headers and bodies, decoded where those bytes are
/// UTF-8: `cafÃ©` becomes `café`. Other text is left alone; a lone `é` is no UTF-8.
pub fn decoded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    // A char above U+00FF is no byte: the text is decoded already.
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    match bytes.map(String::from_utf8) {
        Some(Ok(decoded)) => Cow::Owned(decoded),
        _ => Cow::Borrowed(text),
    }
}

/// Why a text is no exchange.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotAnExchange {
    /// No JSON object stands there.
    #[error("an exchange is a JSON object on one line")]
    NotAnObject,
    /// It is no JSON, lacks `url`, or a field is of another type.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// `id` is an object or an array.
    #[error("`id` must be a string, a number, true, false or null")]
    IdNotScalar,
}

impl Exchange {
    /// Reads the JSON form of an exchange.
    ///
    /// # Errors
    /// Where `json` is no JSON object, lacks `url`, or holds a value of another type than the contract's.
    pub fn from_json(json: &[u8]) -> Result<Self, NotAnExchange> {
        // Serde would read an array as the fields in their order.
        if json.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err(NotAnExchange::NotAnObject);
        }
        let exchange: Self = serde_json::from_slice(json)?;
        match &exchange.id {
            Some(id) if id.is_object() || id.is_array() => Err(NotAnExchange::IdNotScalar),
            _ => Ok(exchange),
        }
    }

    /// The value of the first response header called `name` (compared without case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The values of all response headers called `name` (compared without case), in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The status of the HTTP response; `None` where there was none.
    pub fn answered(&self) -> Option<u16> {
        self.status.filter(|&status| status != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(json: &str) -> Result<Exchange, String> {
        Exchange::from_json(json.as_bytes()).map_err(|problem| problem.to_string())
    }

    #[test]
    fn only_the_url_is_required() {
        let exchange = read(r#"{"url":"https://x/"}"#).unwrap();
        assert_eq!((exchange.method.as_str(), exchange.status, exchange.id), ("GET", None, None));
        let null = r#"{"url":"u","id":null,"method":null,"status":null,"headers":null,"request":{"fields":null},
            "resource_type":null,"body":null,"network_error":null,"from_cache":null,"later":{"x":1}}"#;
        assert_eq!(
            read(null).unwrap(),
            Exchange { request: Some(Request::default()), ..read(r#"{"url":"u"}"#).unwrap() }
        );
    }

    #[test]
    fn keeps_repeated_headers_in_order() {
        let exchange = read(r#"{"url":"u","headers":[["A","1"],["b","2"],["a","3"]]}"#).unwrap();
        assert_eq!(exchange.header("a"), Some("1"));
        assert_eq!(exchange.values("A").collect::<Vec<_>>(), ["1", "3"]);
    }

    #[test]
    fn says_why_a_text_is_no_exchange() {
        for (json, why) in [
            ("", "JSON object"),
            ("[\"u\"]", "JSON object"),
            ("{}", "url"),
            ("{\"url\":1}", "string"),
            ("{\"url\":\"u\"", "EOF"),
            ("{\"url\":\"u\",\"id\":[]}", "id"),
            ("{\"url\":\"u\",\"status\":\"404\"}", "u16"),
            ("{\"url\":\"u\"} x", "trailing"),
        ] {
            let problem = read(json).unwrap_err();
            assert!(problem.contains(why), "{json}: {problem}");
        }
    }

    #[test]
    fn bytes_that_are_utf_8_are_decoded() {
        assert_eq!(decoded("Resource not found - cafÃ©"), "Resource not found - café");
        assert_eq!(decoded("café"), "café");
        assert_eq!(decoded("ð\u{9f}\u{98}\u{80}"), "😀");
        assert_eq!(decoded("图片 Ã©"), "图片 Ã©");
    }

    proptest! {
        #[test]
        fn what_firefox_gives_is_what_was_sent(sent in any::<String>()) {
            let as_firefox: String = sent.bytes().map(char::from).collect();
            prop_assert_eq!(decoded(&as_firefox), sent);
        }
    }
}
