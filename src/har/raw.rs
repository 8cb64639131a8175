//! One entry of a HAR as an exchange, whichever program exported it.

use super::{Entry, Page, Timings, Traffic, WHOLE, resource};
use crate::date;
use crate::exchange::{self, Exchange, Request};
use crate::journal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::mem;
use std::net::IpAddr;

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
    started_date_time: Scalar,
    #[serde(default)]
    time: Scalar,
    #[serde(default)]
    timings: Option<RawTimings>,
    #[serde(default, rename = "serverIPAddress")]
    server_ip: Scalar,
    #[serde(default)]
    pageref: Scalar,
    /// Chromium.
    #[serde(default, rename = "_resourceType")]
    resource_type: Scalar,
    /// Chromium: `disk`, `memory`.
    #[serde(default, rename = "_fromCache")]
    from_cache: Scalar,
    /// Safari: `Network Load`, `Memory Cache`, `Disk Cache`.
    #[serde(default, rename = "_fetchType")]
    fetch_type: Scalar,
    #[serde(default, rename = "_error")]
    error: Scalar,
    /// Firefox: `secure`, `insecure`, …
    #[serde(default, rename = "_securityState")]
    security_state: Scalar,
    #[serde(default, rename = "_xcld")]
    xcld: Option<Ours>,
}

/// A page as it stands in the file.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RawPage {
    #[serde(default)]
    id: Scalar,
    #[serde(default)]
    title: Scalar,
    #[serde(default)]
    started_date_time: Scalar,
}

impl RawPage {
    pub fn page(self) -> (String, Page) {
        let started = self.started_date_time.text().and_then(|text| date::parse(&text));
        (self.id.any().unwrap_or_default(), Page { url: self.title.any().unwrap_or_default(), started })
    }
}

/// What xcld itself adds.
#[derive(serde::Deserialize)]
struct Ours {
    #[serde(default)]
    resource_type: Scalar,
}

#[derive(Default, serde::Deserialize)]
struct RawTimings {
    #[serde(default)]
    blocked: Scalar,
    #[serde(default)]
    dns: Scalar,
    #[serde(default)]
    connect: Scalar,
    #[serde(default)]
    ssl: Scalar,
    #[serde(default)]
    send: Scalar,
    #[serde(default)]
    wait: Scalar,
    #[serde(default)]
    receive: Scalar,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawRequest {
    #[serde(default)]
    method: Scalar,
    #[serde(default)]
    url: Scalar,
    #[serde(default)]
    headers: Option<Vec<Pair>>,
    #[serde(default)]
    post_data: Option<PostData>,
    #[serde(default)]
    body_size: Scalar,
    #[serde(default)]
    http_version: Scalar,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawResponse {
    #[serde(default)]
    status: Scalar,
    #[serde(default)]
    headers: Option<Vec<Pair>>,
    #[serde(default)]
    content: Option<Content>,
    #[serde(default)]
    http_version: Scalar,
    #[serde(default)]
    headers_size: Scalar,
    #[serde(default)]
    body_size: Scalar,
    /// Chromium: the bytes that came over the network.
    #[serde(default, rename = "_transferSize")]
    transfer_size: Scalar,
    /// Chromium: `net::ERR_…`.
    #[serde(default, rename = "_error")]
    error: Scalar,
}

/// A header, or a field of a form.
#[derive(serde::Deserialize)]
struct Pair {
    #[serde(default)]
    name: Scalar,
    #[serde(default)]
    value: Scalar,
    #[serde(default, rename = "fileName")]
    file_name: Scalar,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    #[serde(default)]
    mime_type: Scalar,
    #[serde(default)]
    text: Scalar,
    #[serde(default)]
    encoding: Scalar,
    #[serde(default)]
    params: Option<Vec<Pair>>,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    #[serde(default)]
    size: Scalar,
    #[serde(default)]
    mime_type: Scalar,
    #[serde(default)]
    text: Scalar,
    #[serde(default)]
    encoding: Scalar,
}

impl Raw {
    /// The entry, with `number` for the exchange's id; `None` where it has no URL.
    pub fn entry(self, number: Option<u64>) -> Option<Entry> {
        let request = self.request.unwrap_or_default();
        let response = self.response.unwrap_or_default();
        let content = response.content.unwrap_or_default();
        let status =
            response.status.natural().and_then(|status| u16::try_from(status).ok()).filter(|&status| status != 0);
        let error = response.error.text().or(self.error.text());
        let cached = self.from_cache.text().or(self.fetch_type.text().filter(|kind| kind.ends_with("Cache")));
        let request_headers: Vec<_> = pairs(request.headers).collect();
        let timings = self.timings.unwrap_or_default().read();
        let size = response.body_size.natural();
        let transferred = match self.security_state.text() {
            // Firefox writes there what came over the network.
            Some(_) => size,
            None => size.map(|size| size.saturating_add(response.headers_size.natural().unwrap_or_default())),
        };
        let resource_type = self.xcld.and_then(|ours| ours.resource_type.text());
        let traffic = Traffic {
            started: self.started_date_time.text().and_then(|text| date::parse(&text)),
            // A sum of nothing.
            time: self.time.duration().filter(|&time| time > 0.0 || timings != Timings::default()),
            timings,
            transferred: response.transfer_size.natural().or(transferred),
            size: content.size.natural(),
            mime_type: content.mime_type.text().filter(|kind| kind != "x-unknown"),
            http_version: version(request.http_version).or_else(|| version(response.http_version)),
            server_ip: self.server_ip.text().and_then(|text| address(&text)),
            request_headers,
        };
        let exchange = Exchange {
            url: request.url.text()?,
            id: number.map(Into::into),
            method: request.method.text().unwrap_or_else(|| "GET".to_owned()),
            status,
            headers: pairs(response.headers).collect(),
            resource_type: resource_type.or_else(|| Some(resource::from_chromium(self.resource_type.text()?))),
            request: sent(request.post_data, &traffic.request_headers, request.body_size.natural()),
            body: body(content.text, content.encoding, is_telling(status, traffic.mime_type.as_deref())),
            network_error: error.filter(|_| status.is_none()),
            from_cache: cached.map(|_| true),
        };
        Some(Entry { exchange, traffic, pageref: self.pageref.text() })
    }
}

/// Whether a body says what happened: that of an error, and the answer of an API. All others are media.
fn is_telling(status: Option<u16>, kind: Option<&str>) -> bool {
    status.is_none_or(|status| status >= 400)
        || kind.is_some_and(|kind| kind.contains("json") || kind.starts_with("text/plain"))
}

impl RawTimings {
    fn read(self) -> Timings {
        Timings {
            blocked: self.blocked.duration(),
            dns: self.dns.duration(),
            connect: self.connect.duration(),
            ssl: self.ssl.duration(),
            send: self.send.duration(),
            wait: self.wait.duration(),
            receive: self.receive.duration(),
        }
    }
}

/// `h2` for Chromium's `http/2.0`.
fn version(version: Scalar) -> Option<String> {
    let version = version.text()?.to_ascii_lowercase();
    match version.as_str() {
        "unknown" => None,
        "http/2" | "http/2.0" => Some("h2".to_owned()),
        "http/3" | "http/3.0" => Some("h3".to_owned()),
        _ => Some(version),
    }
}

/// An address without the brackets that some write around those of IPv6.
fn address(text: &str) -> Option<String> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse::<IpAddr>().is_ok().then(|| bare.to_owned())
}

fn pairs(pairs: Option<Vec<Pair>>) -> impl Iterator<Item = (String, String)> {
    pairs.into_iter().flatten().filter_map(|pair| Some((pair.name.any()?, pair.value.any().unwrap_or_default())))
}

/// What was sent. Browsers give the fields, the raw body, or both; of a file, its name.
fn sent(data: Option<PostData>, headers: &[(String, String)], size: Option<u64>) -> Option<Request> {
    let header = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value);
    let PostData { mime_type, text, encoding, params } = data?;
    let content_type = header.filter(|kind| !kind.is_empty()).cloned().or(mime_type.text());
    let size = size.filter(|&size| size > 0);
    let bytes = decoded(text.text().unwrap_or_default(), encoding.text().as_deref());
    let mut request = journal::from_raw(without_headers(&bytes), size);
    if request.fields.is_empty() {
        let fields = params.into_iter().flatten().filter_map(|param| {
            // Chromium writes “(binary)” for the content of a file.
            Some((param.name.any()?, vec![param.file_name.text().or(param.value.any()).unwrap_or_default()]))
        });
        request = Request { size, ..journal::from_form(fields) };
    }
    // Of a body that was cut, the fields behind the cut are not known.
    if bytes.len() >= WHOLE {
        request.fields.clear();
    }
    // Firefox writes a body byte by byte.
    request.fields = mem::take(&mut request.fields)
        .into_iter()
        .map(|(name, values)| {
            let text = |text: &str| exchange::decoded(text).into_owned();
            (text(&name), values.iter().map(|value| text(value)).collect())
        })
        .collect();
    // What the body begins with is its boundary, whatever an exporter made of the header.
    let from_body = request.content_type.take().filter(|kind| kind.starts_with("multipart/"));
    request.content_type = content_type.or(from_body);
    Some(request)
}

/// A raw body without the headers that Firefox keeps in front of it.
fn without_headers(bytes: &[u8]) -> &[u8] {
    let has_headers = bytes.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").filter(|_| has_headers);
    end.and_then(|end| bytes.get(end + 4..)).unwrap_or(bytes)
}

/// The text of a body, where it is text that is `telling`.
fn body(text: Scalar, encoding: Scalar, telling: bool) -> Option<String> {
    let text = text.text().filter(|_| telling)?;
    let Some(encoding) = encoding.text() else { return Some(text) };
    let bytes = decoded(text, Some(&encoding));
    // Proxies keep a body as it was sent.
    if bytes.starts_with(b"\x1f\x8b") { unzipped(&bytes) } else { String::from_utf8(bytes).ok() }
}

#[cfg(not(target_arch = "wasm32"))]
fn unzipped(bytes: &[u8]) -> Option<String> {
    use std::io::Read;
    let mut text = String::new();
    let limit = u64::try_from(WHOLE).unwrap_or(u64::MAX);
    flate2::read::GzDecoder::new(bytes).take(limit).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The extension carries no decompressor for the few proxies that keep bodies so.
#[cfg(target_arch = "wasm32")]
const fn unzipped(_bytes: &[u8]) -> Option<String> {
    None
}

/// The bytes of a text that may be encoded as base64.
fn decoded(text: String, encoding: Option<&str>) -> Vec<u8> {
    if !encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64")) {
        return text.into_bytes();
    }
    let plain: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(plain).unwrap_or_else(|_| text.into_bytes())
}

/// A text or a number, or what can stand for one: exporters differ on numbers, text and null.
#[derive(Clone, Debug, Default, PartialEq)]
enum Scalar {
    #[default]
    Nothing,
    Text(String),
    Number(f64),
}

impl Scalar {
    /// The text, be it empty.
    fn any(self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number.to_string()),
        }
    }

    /// The text, where there is any.
    fn text(self) -> Option<String> {
        self.any().filter(|text| !text.is_empty())
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => text.trim().parse().ok(),
            Self::Number(number) => Some(*number),
        }
        .filter(|number| number.is_finite())
    }

    /// A size or a status; -1 stands for one that is not known.
    fn natural(&self) -> Option<u64> {
        // Whole from here on, and below what a u64 holds.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        self.number().filter(|number| (0.0..9e15).contains(number)).map(|number| number as u64)
    }

    /// Milliseconds; -1 stands for a step that there was none of.
    fn duration(&self) -> Option<f64> {
        self.number().filter(|&number| number >= 0.0)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("text")
            }
            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
                Ok(Scalar::Text(text))
            }
            // A number that a double does not hold to the last digit is somebody's ID.
            fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
                Ok(u32::try_from(number)
                    .map_or_else(|_| Scalar::Text(number.to_string()), |n| Scalar::Number(n.into())))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
                Ok(i32::try_from(number)
                    .map_or_else(|_| Scalar::Text(number.to_string()), |n| Scalar::Number(n.into())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Text(value.to_string()))
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Nothing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
        }

        deserializer.deserialize_any(Any)
    }
}
