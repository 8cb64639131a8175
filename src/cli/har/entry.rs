//! One entry of a HAR as an exchange, whichever program exported it.

use super::shorten::WHOLE;
use crate::exchange::{Exchange, Request};
use crate::journal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::Read;

/// An exchange of a HAR.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The exchange; its `id` is the entry's place in the list, from 0.
    pub exchange: Exchange,
    /// When the request began, as the HAR has it.
    pub started: Option<String>,
}

impl Entry {
    /// What a report says beside the diagnosis.
    pub fn context(&self) -> Vec<(&'static str, String)> {
        self.started.iter().map(|started| ("Time", started.clone())).collect()
    }
}

/// An entry as it stands in the file. Everything may be missing: exporters leave out what they do not know. Names that
/// begin with `_` are the exporters' own.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Raw {
    #[serde(default)]
    request: Option<RawRequest>,
    #[serde(default)]
    response: Option<RawResponse>,
    #[serde(default)]
    started_date_time: Text,
    /// Chromium.
    #[serde(default, rename = "_resourceType")]
    resource_type: Text,
    /// Chromium: `disk`, `memory`.
    #[serde(default, rename = "_fromCache")]
    from_cache: Text,
    /// Safari: `Network Load`, `Memory Cache`, `Disk Cache`.
    #[serde(default, rename = "_fetchType")]
    fetch_type: Text,
    #[serde(default, rename = "_error")]
    error: Text,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRequest {
    #[serde(default)]
    method: Text,
    #[serde(default)]
    url: Text,
    #[serde(default)]
    headers: Option<Vec<Pair>>,
    #[serde(default)]
    post_data: Option<PostData>,
    #[serde(default)]
    body_size: Text,
}

#[derive(Default, serde::Deserialize)]
struct RawResponse {
    #[serde(default)]
    status: Text,
    #[serde(default)]
    headers: Option<Vec<Pair>>,
    #[serde(default)]
    content: Option<Content>,
    /// Chromium: `net::ERR_…`.
    #[serde(default, rename = "_error")]
    error: Text,
}

/// A header, or a field of a form.
#[derive(serde::Deserialize)]
struct Pair {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    value: Text,
    #[serde(default, rename = "fileName")]
    file_name: Text,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    #[serde(default)]
    mime_type: Text,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    encoding: Text,
    #[serde(default)]
    params: Option<Vec<Pair>>,
}

#[derive(Default, serde::Deserialize)]
struct Content {
    #[serde(default)]
    text: Text,
    #[serde(default)]
    encoding: Text,
}

impl Raw {
    /// The exchange, with `number` for its id; `None` where the entry has no URL.
    pub fn entry(self, number: u64) -> Option<Entry> {
        let request = self.request.unwrap_or_default();
        let response = self.response.unwrap_or_default();
        let status = response.status.0.and_then(|status| status.parse().ok()).filter(|status| *status != 0);
        let error = response.error.0.or(self.error.0).filter(|error| !error.is_empty());
        let cached = self.from_cache.0.or(self.fetch_type.0.filter(|kind| kind.ends_with("Cache")));
        let sent = sent(request.post_data, request.headers.as_deref().unwrap_or_default(), request.body_size.0);
        let exchange = Exchange {
            url: request.url.0.filter(|url| !url.is_empty())?,
            id: Some(number.into()),
            method: request.method.0.filter(|method| !method.is_empty()).unwrap_or_else(|| "GET".to_owned()),
            status,
            headers: pairs(response.headers).collect(),
            resource_type: self.resource_type.0,
            request: sent,
            // Only what an error says is read of a body.
            body: response.content.filter(|_| status.is_none_or(|status| status >= 400)).and_then(body),
            network_error: error.filter(|_| status.is_none()),
            from_cache: cached.map(|_| true),
        };
        Some(Entry { exchange, started: self.started_date_time.0 })
    }
}

fn pairs(pairs: Option<Vec<Pair>>) -> impl Iterator<Item = (String, String)> {
    pairs.into_iter().flatten().filter_map(|pair| Some((pair.name.0?, pair.value.0.unwrap_or_default())))
}

/// What was sent. Browsers give the fields, the raw body, or both; of a file, its name.
fn sent(data: Option<PostData>, headers: &[Pair], size: Option<String>) -> Option<Request> {
    let header = headers.iter().find_map(|pair| {
        pair.name.0.as_deref().filter(|name| name.eq_ignore_ascii_case("content-type")).and(pair.value.0.clone())
    });
    let PostData { mime_type, text, encoding, params } = data?;
    let content_type = header.or(mime_type.0).filter(|kind| !kind.is_empty());
    let size = size.and_then(|size| size.parse().ok()).filter(|size| *size > 0);
    let text = text.0.unwrap_or_default();
    let bytes = decoded(text, encoding.0.as_deref());
    let mut request = journal::from_raw(without_headers(&bytes), size);
    if request.fields.is_empty() {
        let fields = params.into_iter().flatten().filter_map(|param| {
            // Chromium writes “(binary)” for the content of a file.
            let name = param.name.0?;
            let value = param.file_name.0.filter(|name| !name.is_empty()).or(param.value.0).unwrap_or_default();
            Some((name, vec![value]))
        });
        request = Request { size, ..journal::from_form(fields) };
    }
    // Of a body that was cut, the fields behind the cut are not known.
    if bytes.len() >= WHOLE {
        request.fields.clear();
    }
    // What the body begins with is its boundary, whatever an exporter made of the header.
    let from_body = request.content_type.take().filter(|kind| kind.starts_with("multipart/"));
    request.content_type = if content_type.is_some() { content_type } else { from_body };
    Some(request)
}

/// A raw body without the headers that Firefox keeps in front of it.
fn without_headers(bytes: &[u8]) -> &[u8] {
    let has_headers = bytes.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").filter(|_| has_headers);
    end.and_then(|end| bytes.get(end + 4..)).unwrap_or(bytes)
}

/// The text of a body, where it is text.
fn body(content: Content) -> Option<String> {
    let text = content.text.0.filter(|text| !text.is_empty())?;
    if content.encoding.0.is_none() {
        return Some(text);
    }
    let bytes = decoded(text, content.encoding.0.as_deref());
    if !bytes.starts_with(b"\x1f\x8b") {
        return String::from_utf8(bytes).ok();
    }
    // Proxies keep a body as it was sent.
    let mut text = String::new();
    let limit = u64::try_from(WHOLE).unwrap_or(u64::MAX);
    GzDecoder::new(bytes.as_slice()).take(limit).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The bytes of a text that may be encoded as base64.
fn decoded(text: String, encoding: Option<&str>) -> Vec<u8> {
    if !encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64")) {
        return text.into_bytes();
    }
    let plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(plain).unwrap_or_else(|_| text.into_bytes())
}

/// A text, or what can stand for one: exporters differ on numbers and null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Text(Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyText;

        impl<'de> Visitor<'de> for AnyText {
            type Value = Option<String>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("text")
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Some(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
                Ok(Some(text))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Some(number.to_string()))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Some(number.to_string()))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Some(number.to_string()))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Some(value.to_string()))
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(None)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(None)
            }
        }

        deserializer.deserialize_any(AnyText).map(Self)
    }
}
