//! Reading and checking many URLs in one call, for pages and benchmarks that hold a list of them.
//!
//! Not part of the extension: only built with the feature `batch`.

use crate::ascii;
use crate::diagnosis::diagnose;
use crate::exchange::Exchange;
use crate::report::json;
use crate::span::Span;
use crate::{transformation, url};
use std::borrow::Cow;
use wasm_bindgen::prelude::wasm_bindgen;

/// How many numbers [`read_batch`] gives for each URL.
const RECORD: usize = 24;

/// Reads and checks each line of `urls`, which is UTF-8. For each line, in order, 24 numbers: start and end (bytes
/// from the line's start; both `0xFFFF_FFFF` where the URL has no such part) of host, cloud name, asset type, delivery
/// type, signature, transformation, version, public ID, extension, SEO suffix and query; then how many findings there
/// are, and the place of the first one's code in the list of codes plus one (0: none). [`diagnose_url`] tells the rest
/// of the few URLs with findings.
#[wasm_bindgen(js_name = readBatch)]
pub fn read_batch(urls: &[u8]) -> Vec<u32> {
    /// Most URLs are longer; where many are shorter, the list grows.
    const SHORT: usize = 64;
    /// The place of a part that a URL lacks.
    const ABSENT: Span = Span::new(usize::MAX, usize::MAX);
    let urls = std::str::from_utf8(urls).map_or_else(|_| String::from_utf8_lossy(urls), Cow::Borrowed);
    let mut numbers = Vec::with_capacity(RECORD * (1 + urls.len() / SHORT));
    let mut findings = Vec::new();
    for (_, line) in ascii::pieces(&urls, b'\n') {
        let anatomy = url::read(line);
        findings.clear();
        url::check(line, &anatomy, &mut findings);
        transformation::check(line, &anatomy, &mut findings);
        let parts = [
            anatomy.host,
            anatomy.cloud_name,
            anatomy.asset_type,
            anatomy.delivery_type,
            anatomy.signature,
            anatomy.transformation,
            anatomy.version,
            anatomy.public_id,
            anatomy.extension,
            anatomy.seo_suffix,
            anatomy.query,
        ];
        let places = parts.map(|part| {
            let Span { start, end } = part.unwrap_or(ABSENT);
            [number(start), number(end)]
        });
        numbers.extend_from_slice(places.as_flattened());
        numbers.extend([number(findings.len()), findings.first().map_or(0, |first| first.code as u32 + 1)]);
    }
    numbers
}

/// The whole diagnosis of one URL as JSON: its parts down to the parameters, and its findings with their corrected URLs.
#[wasm_bindgen(js_name = diagnoseUrl)]
pub fn diagnose_url(url: String) -> String {
    json::to_string(&diagnose(&Exchange { url, method: "GET".to_owned(), ..Exchange::default() }))
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
