//! Exchanges as tests write them down, and what is asked of their diagnoses.
//!
//! `corpus/messages.jsonl`: one sighting a line, from Cloudinary's documentation and support articles, the
//! official SDKs' documentation and tests, and answers published in public issues and repositories. `code` is
//! null where the message has no code of its own; `verbatim` is false where a placeholder stands in it.
#![allow(dead_code, reason = "each file of tests needs some of it")]

use serde::Deserialize;
use xcld::diagnosis::{Diagnosis, Finding, diagnose};
use xcld::exchange::{Exchange, Request};

pub const SAMPLE: &str = "https://res.cloudinary.com/demo/image/upload/v1/sample.jpg";
pub const UPLOAD: &str = "https://api.cloudinary.com/v1_1/demo/image/upload";
pub const ADMIN: &str = "https://api.cloudinary.com/v1_1/demo/resources/image";

#[derive(Deserialize)]
pub struct Sighting {
    pub message: String,
    pub surface: String,
    pub status: Option<u16>,
    pub url: Option<String>,
    pub code: Option<String>,
}

pub fn sightings() -> Vec<Sighting> {
    include_str!("../corpus/messages.jsonl").lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

pub fn delivery(path: &str) -> String {
    format!("https://res.cloudinary.com/demo/image/upload/{path}")
}

pub fn asked(url: &str, status: Option<u16>) -> Exchange {
    let method = if url.contains("api.cloudinary.com") { "POST" } else { "GET" };
    Exchange { url: url.to_owned(), method: method.to_owned(), status, ..Exchange::default() }
}

pub fn answered(url: &str, status: u16, message: &str) -> Exchange {
    Exchange { headers: vec![("X-Cld-Error".to_owned(), message.to_owned())], ..asked(url, Some(status)) }
}

pub fn uploaded(message: Option<&str>, fields: &[(&str, &str)]) -> Exchange {
    let fields = fields.iter().map(|&(name, value)| (name.to_owned(), vec![value.to_owned()])).collect();
    Exchange {
        request: Some(Request { fields, ..Request::default() }),
        ..message.map_or_else(|| asked(UPLOAD, Some(400)), |message| answered(UPLOAD, 400, message))
    }
}

pub fn first(exchange: &Exchange) -> Finding {
    diagnose(exchange).findings.into_iter().next().expect("a finding")
}

pub fn codes(diagnosis: &Diagnosis) -> Vec<&'static str> {
    diagnosis.findings.iter().map(|finding| finding.code.as_str()).collect()
}

pub fn marked<'u>(url: &'u str, finding: &Finding) -> Option<&'u str> {
    finding.span.map(|span| span.of(url))
}

pub fn answered_by(url: &str, status: u16, headers: &[(&str, &str)]) -> Exchange {
    let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    Exchange { headers, ..asked(url, Some(status)) }
}
