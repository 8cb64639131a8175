//! Writing HAR 1.2, such that the network panels of Chromium and Firefox open it.
//!
//! Both ask for more than the format does: Firefox's importer for a page that each entry belongs to, a number for each
//! of the seven timings, and `bodySize` as what came over the network (devtools/client/netmonitor/src/har/
//! har-importer.js); Chromium's for a number wherever the format has one (front_end/models/har/HARFormat.ts), and for
//! the text of what was posted, from which it takes the fields apart.

use super::{Page, Timings, Traffic, post_data, resource};
use crate::date;
use crate::diagnosis::diagnose;
use crate::exchange::{Exchange, Request};
use crate::journal::{Entry, Outcome};
use crate::report::redact;
use serde::Serialize;
use std::borrow::Cow;
use std::io;

/// Whether secrets (signatures, keys, tokens, cookies) go into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// A mask stands in their place.
    Masked,
    /// They stand in it as they were seen.
    Shown,
}

impl Secrets {
    /// `text`, of which this much may be seen.
    pub fn text(self, text: &str) -> Cow<'_, str> {
        if self == Self::Masked { redact::mask(text) } else { text.into() }
    }

    /// The value of the header or field `name`, of which this much may be seen.
    pub fn value<'v>(self, name: &str, value: &'v str) -> Cow<'v, str> {
        if self == Self::Masked { redact::value(name, value) } else { value.into() }
    }
}

/// The browser that was looked into.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Browser<'a> {
    /// `Firefox`.
    pub name: &'a str,
    /// `153.0`.
    pub version: &'a str,
}

/// Writes `entries`, each with its page's place in `pages`, as a HAR.
///
/// # Errors
/// Those of `out`.
pub fn write<'a>(
    mut out: impl io::Write,
    browser: Option<Browser>,
    pages: &[Page],
    entries: impl IntoIterator<Item = (u32, &'a Entry, &'a Traffic)>,
    secrets: Secrets,
) -> io::Result<()> {
    let mut entries = entries.into_iter().peekable();
    let creator = Browser { name: "xcld", version: env!("CARGO_PKG_VERSION") };
    out.write_all(br#"{"log":{"version":"1.2","creator":"#)?;
    serde_json::to_writer(&mut out, &creator)?;
    if let Some(browser) = browser {
        out.write_all(br#","browser":"#)?;
        serde_json::to_writer(&mut out, &browser)?;
    }
    out.write_all(br#","pages":["#)?;
    let first = entries.peek().map(|(_, entry, traffic)| started(entry, traffic));
    let unknown = [Page { url: String::new(), started: first }];
    let pages = if pages.is_empty() { &unknown } else { pages };
    for (place, page) in pages.iter().enumerate() {
        separate(&mut out, place)?;
        let timings = WrittenPageTimings { on_content_load: -1, on_load: -1 };
        let page = WrittenPage {
            started_date_time: date::format(page.started.or(first).unwrap_or_default()),
            id: Id(place),
            title: secrets.text(&page.url),
            page_timings: timings,
        };
        serde_json::to_writer(&mut out, &page)?;
    }
    out.write_all(br#"],"entries":["#)?;
    let last = pages.len().saturating_sub(1);
    for (place, (page, entry, traffic)) in entries.enumerate() {
        separate(&mut out, place)?;
        let page = usize::try_from(page).unwrap_or(last).min(last);
        serde_json::to_writer(&mut out, &Written::of(page, entry, traffic, secrets))?;
    }
    out.write_all(b"]}}\n")
}

/// Each on a line of its own: so can be looked into by eye and with a pager.
fn separate(out: &mut impl io::Write, place: usize) -> io::Result<()> {
    out.write_all(if place == 0 { b"\n" } else { b",\n" })
}

/// When the request began, as well as it is known.
fn started(entry: &Entry, traffic: &Traffic) -> f64 {
    traffic.started.unwrap_or_else(|| entry.time - entry.duration.unwrap_or_default())
}

/// The `id` of the page at a place in the list.
struct Id(usize);

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("page_{}", self.0 + 1))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenPage<'a> {
    started_date_time: String,
    id: Id,
    title: Cow<'a, str>,
    page_timings: WrittenPageTimings,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenPageTimings {
    on_content_load: i8,
    on_load: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    pageref: Id,
    started_date_time: String,
    time: f64,
    request: WrittenRequest<'a>,
    response: WrittenResponse<'a>,
    cache: Nothing,
    timings: WrittenTimings,
    #[serde(rename = "serverIPAddress", skip_serializing_if = "Option::is_none")]
    server_ip: Option<&'a str>,
    #[serde(rename = "_fromCache", skip_serializing_if = "Option::is_none")]
    from_cache: Option<&'a str>,
    #[serde(rename = "_resourceType", skip_serializing_if = "Option::is_none")]
    resource_type: Option<&'a str>,
    #[serde(rename = "_xcld")]
    xcld: Ours<'a>,
}

/// `{}`.
#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct WrittenTimings {
    blocked: f64,
    dns: f64,
    connect: f64,
    ssl: f64,
    send: f64,
    wait: f64,
    receive: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenRequest<'a> {
    method: &'a str,
    url: Cow<'a, str>,
    http_version: &'a str,
    cookies: [(); 0],
    headers: Vec<Pair<'a>>,
    query_string: Vec<Pair<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData<'a>>,
    headers_size: i64,
    body_size: i64,
}

#[derive(Serialize)]
struct Pair<'a> {
    name: Cow<'a, str>,
    value: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData<'a> {
    mime_type: &'a str,
    params: Vec<Pair<'a>>,
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenResponse<'a> {
    status: u16,
    status_text: &'a str,
    http_version: &'a str,
    cookies: [(); 0],
    headers: Vec<Pair<'a>>,
    content: Content<'a>,
    #[serde(rename = "redirectURL")]
    redirect_url: Cow<'a, str>,
    headers_size: i64,
    body_size: i64,
    #[serde(rename = "_transferSize", skip_serializing_if = "Option::is_none")]
    transfer_size: Option<u64>,
    #[serde(rename = "_error", skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content<'a> {
    size: i64,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
}

/// What xcld adds of its own.
#[derive(Serialize)]
struct Ours<'a> {
    /// webRequest's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_type: Option<&'a str>,
    /// The code of the likeliest cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

impl<'a> Written<'a> {
    fn of(page: usize, entry: &'a Entry, traffic: &'a Traffic, secrets: Secrets) -> Self {
        let exchange = &entry.exchange;
        let version = traffic.http_version.as_deref().unwrap_or_default();
        Self {
            pageref: Id(page),
            started_date_time: date::format(started(entry, traffic)),
            time: traffic.time.or(entry.duration).unwrap_or_else(|| traffic.timings.sum()),
            request: WrittenRequest::of(exchange, traffic, version, secrets),
            response: WrittenResponse::of(exchange, traffic, version, secrets),
            cache: Nothing {},
            timings: WrittenTimings::of(traffic.timings),
            server_ip: traffic.server_ip.as_deref(),
            // The memory cache gives no events, so that this one is on the disk.
            from_cache: exchange.from_cache.filter(|&cached| cached).map(|_| "disk"),
            resource_type: exchange.resource_type.as_deref().map(resource::to_chromium),
            xcld: Ours::of(entry, secrets),
        }
    }
}

impl WrittenTimings {
    fn of(timings: Timings) -> Self {
        let Timings { blocked, dns, connect, ssl, send, wait, receive } = timings;
        let known = |time: Option<f64>| time.filter(|time| time.is_finite()).unwrap_or(-1.0);
        Self {
            blocked: known(blocked),
            dns: known(dns),
            connect: known(connect),
            ssl: known(ssl),
            send: known(send),
            wait: known(wait),
            receive: known(receive),
        }
    }
}

impl<'a> WrittenRequest<'a> {
    fn of(exchange: &'a Exchange, traffic: &'a Traffic, version: &'a str, secrets: Secrets) -> Self {
        let url = secrets.text(&exchange.url);
        Self {
            query_string: query(&url),
            method: &exchange.method,
            url,
            http_version: version,
            cookies: [],
            headers: pairs(&traffic.request_headers, secrets),
            post_data: exchange.request.as_ref().map(|request| PostData::of(request, secrets)),
            headers_size: -1,
            body_size: size(exchange.request.as_ref().and_then(|request| request.size)),
        }
    }
}

impl<'a> PostData<'a> {
    fn of(request: &'a Request, secrets: Secrets) -> Self {
        let kind = request.content_type.as_deref().unwrap_or_default();
        let fields: Vec<Pair> = request
            .fields
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (name, value)))
            .map(|(name, value)| Pair { name: name.into(), value: secrets.value(name, value) })
            .collect();
        let text = post_data::text(kind, fields.iter().map(|pair| (&*pair.name, &*pair.value)));
        Self { mime_type: kind, text, params: fields }
    }
}

impl<'a> WrittenResponse<'a> {
    fn of(exchange: &'a Exchange, traffic: &'a Traffic, version: &'a str, secrets: Secrets) -> Self {
        let kind = exchange.header("content-type").and_then(|kind| kind.split(';').next()).map(str::trim);
        Self {
            status: exchange.answered().unwrap_or_default(),
            status_text: "",
            http_version: version,
            cookies: [],
            headers: pairs(&exchange.headers, secrets),
            content: Content {
                size: size(traffic.size),
                mime_type: traffic.mime_type.as_deref().or(kind).unwrap_or("x-unknown"),
                text: exchange.body.as_deref().map(|body| secrets.text(body)),
            },
            redirect_url: exchange.header("location").map(|url| secrets.text(url)).unwrap_or_default(),
            headers_size: -1,
            body_size: size(traffic.transferred),
            transfer_size: traffic.transferred,
            error: exchange.network_error.as_deref(),
        }
    }
}

impl<'a> Ours<'a> {
    fn of(entry: &'a Entry, secrets: Secrets) -> Self {
        let diagnosis = (entry.outcome != Outcome::Delivered).then(|| diagnose(&entry.exchange));
        let first = diagnosis.and_then(|diagnosis| diagnosis.findings.into_iter().next());
        Self {
            resource_type: entry.exchange.resource_type.as_deref(),
            cause: first.as_ref().map(|finding| finding.code.as_str()),
            title: first.map(|finding| secrets.text(&finding.title).into_owned()),
        }
    }
}

/// A size in bytes, -1 where it is not known.
fn size(size: Option<u64>) -> i64 {
    size.and_then(|size| i64::try_from(size).ok()).unwrap_or(-1)
}

fn pairs(pairs: &[(String, String)], secrets: Secrets) -> Vec<Pair<'_>> {
    pairs.iter().map(|(name, value)| Pair { name: name.into(), value: secrets.value(name, value) }).collect()
}

/// The parameters of the query of `url`, as they stand there.
fn query(url: &str) -> Vec<Pair<'static>> {
    let query = url.split('#').next().and_then(|url| url.split_once('?')).map(|(_, query)| query);
    let pairs = query.into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| Pair { name: name.to_owned().into(), value: value.to_owned().into() })
        .collect()
}
