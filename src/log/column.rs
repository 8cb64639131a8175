//! The columns of the list: what stands in them, and how they sort.

use super::query::is_upload;
use super::row::{Row, State};
use crate::report::quantity;
use crate::server_timing::{Cache, server_timing};
use crate::transformation;
use crate::url::{self, Anatomy, Kind};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// The HTTP status.
    Status,
    /// Delivery, upload, or another call of the API.
    Kind,
    /// The public ID, or the API's action.
    Asset,
    /// The transformation, or the upload preset.
    Transformation,
    /// The format asked for and the one delivered.
    Format,
    /// The bytes that came over the network.
    Size,
    /// From request to the last byte.
    Time,
    /// Whether the CDN had it.
    Cache,
    /// Why it deserves attention.
    Cause,
}

/// What a column sorts by.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// No value: at the end, whatever the direction.
    None,
    /// A number.
    Number(f64),
    /// A text, in small letters.
    Text(String),
}

impl Key {
    /// The order of two rows.
    pub fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Self::None, Self::None) => return Ordering::Equal,
            (Self::None, _) => return Ordering::Greater,
            (_, Self::None) => return Ordering::Less,
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        };
        if descending { order.reverse() } else { order }
    }
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 9] = [
        Self::Status,
        Self::Kind,
        Self::Asset,
        Self::Transformation,
        Self::Format,
        Self::Size,
        Self::Time,
        Self::Cache,
        Self::Cause,
    ];

    /// Its name in the settings and in the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Kind => "kind",
            Self::Asset => "asset",
            Self::Transformation => "transformation",
            Self::Format => "format",
            Self::Size => "size",
            Self::Time => "time",
            Self::Cache => "cache",
            Self::Cause => "cause",
        }
    }

    /// The column of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// The words at its head.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Kind => "Kind",
            Self::Asset => "Asset",
            Self::Transformation => "Transformation",
            Self::Format => "Format",
            Self::Size => "Size",
            Self::Time => "Time",
            Self::Cache => "Cache",
            Self::Cause => "Cause",
        }
    }

    /// What stands in it for `row`; empty where nothing is known.
    pub fn text(self, row: &Row) -> String {
        let exchange = &row.entry.exchange;
        match self {
            Self::Status => status(row),
            Self::Kind => kind(row).to_owned(),
            Self::Asset => asset(&exchange.url),
            Self::Transformation => transformation(row),
            Self::Format => format(row),
            Self::Size => row.bytes().map(quantity::bytes).unwrap_or_default(),
            Self::Time => row.duration().map(quantity::milliseconds).unwrap_or_default(),
            Self::Cache => cache(row).to_owned(),
            Self::Cause => row.cause().map(|cause| cause.title.clone()).unwrap_or_default(),
        }
    }

    /// What `row` sorts by.
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
    pub fn key(self, row: &Row) -> Key {
        let number = |value: Option<f64>| value.map_or(Key::None, Key::Number);
        match self {
            Self::Status => match row.state {
                State::Done => Key::Number(f64::from(row.entry.exchange.answered().unwrap_or(0))),
                State::InFlight | State::Cancelled => Key::None,
            },
            Self::Size => number(row.bytes().map(|bytes| bytes as f64)),
            Self::Time => number(row.duration()),
            _ => match self.text(row) {
                text if text.is_empty() => Key::None,
                text => Key::Text(text.to_lowercase()),
            },
        }
    }
}

/// The status in a word.
fn status(row: &Row) -> String {
    match (row.state, row.entry.exchange.answered()) {
        (State::InFlight, _) => "…".to_owned(),
        (State::Cancelled, _) => "cancelled".to_owned(),
        (State::Done, Some(status)) => status.to_string(),
        (State::Done, None) if row.failed() => "failed".to_owned(),
        (State::Done, None) => String::new(),
    }
}

fn kind(row: &Row) -> &'static str {
    let url = &row.entry.exchange.url;
    match url::read(url).kind {
        Kind::Api if is_upload(row) => "upload",
        Kind::Api => "API",
        _ => "delivery",
    }
}

/// The public ID, or what an API was asked to do.
fn asset(url: &str) -> String {
    let anatomy = url::read(url);
    let span = match anatomy.kind {
        Kind::Api => None,
        _ => anatomy.public_id,
    };
    let text = span.map_or_else(|| path(url), |span| span.of(url));
    text.to_owned()
}

/// The path of a URL; of an API, what stands behind the version and the cloud name.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest).split_once('/').map_or(rest, |(_, path)| path);
    let mut parts = path.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(version), Some(_), Some(action)) if version.starts_with("v1") => action,
        _ => path,
    }
}

fn transformation(row: &Row) -> String {
    let exchange = &row.entry.exchange;
    let anatomy = url::read(&exchange.url);
    if let Some(span) = anatomy.transformation {
        return span.of(&exchange.url).to_owned();
    }
    let preset = exchange.request.as_ref().and_then(|request| request.fields.get("upload_preset")?.first());
    preset.map(|preset| format!("preset {preset}")).unwrap_or_default()
}

/// “auto → avif”: what was asked for, and what came where it is something else.
fn format(row: &Row) -> String {
    let exchange = &row.entry.exchange;
    let anatomy = url::read(&exchange.url);
    if anatomy.kind == Kind::Api || row.state != State::Done {
        return String::new();
    }
    let asked = asked(&exchange.url, &anatomy);
    let delivered = delivered(row);
    match (asked, delivered) {
        (Some(asked), Some(delivered)) if !same_format(asked, &delivered) => format!("{asked} → {delivered}"),
        (_, Some(delivered)) => delivered,
        (Some(asked), None) => asked.to_owned(),
        (None, None) => String::new(),
    }
}

/// The format that a URL asks for: the last `f_`, or else its extension.
fn asked<'a>(url: &'a str, anatomy: &Anatomy) -> Option<&'a str> {
    let chain = anatomy.transformation.into_iter().flat_map(|chain| transformation::components(url, chain));
    let by_parameter = chain
        .flat_map(|component| transformation::parameters(url, component))
        .filter(|parameter| parameter.key.of(url) == "f")
        .map(|parameter| parameter.value.of(url))
        .filter(|value| !value.is_empty())
        .last();
    by_parameter.or_else(|| anatomy.extension.map(|extension| extension.of(url)))
}

/// The format of what came.
fn delivered(row: &Row) -> Option<String> {
    if row.failed() {
        return None;
    }
    let mime = row.traffic.mime_type.as_deref().or_else(|| row.entry.exchange.header("content-type"))?;
    let (_, subtype) = mime.split(';').next()?.trim().split_once('/')?;
    let name = match subtype.strip_prefix("x-").unwrap_or(subtype) {
        "jpeg" => "jpg",
        "svg+xml" => "svg",
        "quicktime" => "mov",
        "vnd.apple.mpegurl" | "mpegurl" => "m3u8",
        "dash+xml" => "mpd",
        "unknown" | "octet-stream" => return None,
        other => other,
    };
    Some(name.to_owned())
}

fn same_format(asked: &str, delivered: &str) -> bool {
    let canonical = |name: &str| match name.to_ascii_lowercase().as_str() {
        "jpeg" | "jfif" | "jpe" => "jpg".to_owned(),
        "tif" => "tiff".to_owned(),
        other => other.to_owned(),
    };
    canonical(asked) == canonical(delivered)
}

fn cache(row: &Row) -> &'static str {
    let nothing_came = row.traffic.transferred == Some(0) && row.state == State::Done && !row.failed();
    if row.entry.exchange.from_cache == Some(true) || nothing_came {
        return "browser";
    }
    server_timing(&row.entry.exchange).cache.map_or("", Cache::as_str)
}
