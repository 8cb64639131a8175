//! The URL as a row of named stretches, for drawing it.

use super::{Anatomy, Layout, Part, PartKind};
use crate::span::Span;
use crate::transformation;

/// All of `url` in order, without gaps: joined, the parts give back the URL to the byte.
pub fn parts(url: &str, anatomy: &Anatomy) -> Vec<Part> {
    let is_alias = anatomy.layout == Layout::Alias;
    let mut named: Vec<Part> = [
        (PartKind::Scheme, anatomy.scheme),
        (PartKind::Host, anatomy.host),
        (PartKind::CloudName, anatomy.cloud_name),
        (PartKind::AssetType, anatomy.asset_type),
        (PartKind::DeliveryType, anatomy.delivery_type.filter(|_| !is_alias)),
        (PartKind::Signature, anatomy.signature),
        (PartKind::Version, anatomy.version),
        (PartKind::PublicId, anatomy.public_id),
        (PartKind::SeoSuffix, anatomy.seo_suffix),
        (PartKind::Extension, anatomy.extension),
        (PartKind::Query, anatomy.query),
        (PartKind::Fragment, anatomy.fragment),
    ]
    .into_iter()
    .filter_map(|(kind, span)| span.map(|span| Part { kind, span }))
    .collect();
    if let Some(chain) = anatomy.transformation {
        for component in transformation::components(url, chain) {
            let parameters = transformation::parameters(url, component);
            named.extend(parameters.map(|parameter| Part { kind: PartKind::Parameter, span: parameter.span }));
        }
    }
    named.sort_by_key(|part| part.span);
    let mut row = Vec::with_capacity(named.len() * 2 + 1);
    let mut at = 0;
    for part in named {
        let Span { start, end } = part.span;
        // A span that does not fit this URL, or reaches into the one before it, is left out.
        if start < at || start >= end || url.get(start..end).is_none() {
            continue;
        }
        separate(&mut row, at, start);
        row.push(part);
        at = end;
    }
    separate(&mut row, at, url.len());
    row
}

fn separate(row: &mut Vec<Part>, start: usize, end: usize) {
    if start < end {
        row.push(Part { kind: PartKind::Separator, span: Span::new(start, end) });
    }
}
