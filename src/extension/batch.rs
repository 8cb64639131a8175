//! Reading and checking many URLs in one call, for pages and benchmarks that hold a list of them.
//!
//! Not part of the extension: only built with the feature `batch`.

use crate::span::Span;
use crate::{transformation, url};
use wasm_bindgen::prelude::wasm_bindgen;

/// How many numbers [`read_batch`] gives for each URL.
const RECORD: usize = 24;

/// Reads and checks each line of `urls`. For each line, in order, 24 numbers: start and end (bytes from the line's
/// start; both `0xFFFF_FFFF` where the URL has no such part) of host, cloud name, asset type, delivery type,
/// signature, transformation, version, public ID, extension, SEO suffix and query; then how many findings there
/// are, and the place of the first one's code in the list of codes plus one (0: none).
#[wasm_bindgen(js_name = readBatch)]
pub fn read_batch(urls: &str) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(RECORD * (1 + urls.bytes().filter(|&byte| byte == b'\n').count()));
    let mut findings = Vec::new();
    for line in urls.lines() {
        let anatomy = url::read(line);
        findings.clear();
        url::check(line, &anatomy, &mut findings);
        transformation::check(line, &anatomy, &mut findings);
        for part in [
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
        ] {
            let Span { start, end } = part.unwrap_or(Span::new(usize::MAX, usize::MAX));
            numbers.extend([number(start), number(end)]);
        }
        numbers.push(number(findings.len()));
        numbers.push(findings.first().map_or(0, |finding| finding.code as u32 + 1));
    }
    numbers
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
