//! What each part of a URL is, in plain words, so that a person learns the URL by looking at it.

use crate::transformation::{self, Description};
use crate::url::{Part, PartKind};

/// Names `part` of `url` and says what it means; `None` for the separators between parts.
///
/// Delivery types: cloudinary.com/documentation/image_transformations (“Transformation URL structure”).
pub fn about(url: &str, part: Part) -> Option<Description> {
    let text = part.span.of(url);
    let (name, meaning) = match part.kind {
        PartKind::Separator => return None,
        PartKind::Parameter => return Some(parameter(url, part)),
        PartKind::Scheme => ("scheme", "how the browser connects"),
        PartKind::Host => ("host", host(text)),
        PartKind::CloudName => ("cloud name", "the product environment that stores the asset"),
        PartKind::AssetType => ("asset type", asset_type(text)),
        PartKind::DeliveryType => ("delivery type", delivery_type(text)),
        PartKind::Signature => ("signature", "shows that the owner of the API secret made this URL"),
        PartKind::Version => ("version", "asks for this version of the asset, past older copies in caches"),
        PartKind::PublicId if is_remote(text) => ("remote address", "the file that Cloudinary loads and delivers"),
        PartKind::PublicId => ("public ID", "the asset’s name in its product environment, folders included"),
        PartKind::SeoSuffix => ("SEO suffix", "words for people and search engines; they do not choose the asset"),
        PartKind::Extension => ("extension", "the format to deliver"),
        PartKind::Query if text.contains("__cld_token__=") => ("access token", "allows this delivery for a time"),
        PartKind::Query => ("query", "not part of the asset’s address"),
        PartKind::Fragment => ("fragment", "stays in the browser and never reaches the server"),
    };
    Some(Description { name, meaning: meaning.to_owned() })
}

fn parameter(url: &str, part: Part) -> Description {
    transformation::parameters(url, part.span)
        .find(|parameter| parameter.span == part.span)
        .and_then(|parameter| transformation::describe(url, parameter))
        .unwrap_or_else(|| Description { name: "parameter", meaning: "not one that Cloudinary documents".to_owned() })
}

fn host(text: &str) -> &'static str {
    let name = text.rsplit_once(':').map_or(text, |(name, _)| name);
    match name {
        "res.cloudinary.com" => "Cloudinary’s shared delivery network",
        "api.cloudinary.com" => "Cloudinary’s API",
        _ if name.starts_with("api-") && name.ends_with(".cloudinary.com") => "Cloudinary’s API of one region",
        _ if name.starts_with("res-") && name.ends_with(".cloudinary.com") => "Cloudinary’s shared delivery network",
        _ if name.ends_with("-res.cloudinary.com") => "a private delivery host; its first word is the cloud name",
        _ => "a domain that delivers for Cloudinary",
    }
}

fn asset_type(text: &str) -> &'static str {
    match text {
        "image" => "images, and documents drawn as images",
        "video" => "videos and sound",
        "raw" => "any other file, delivered as it is",
        "auto" => "to be told from the file",
        "iu" | "images" => "short for image/upload",
        "private_images" => "short for image/private",
        "authenticated_images" => "short for image/authenticated",
        "videos" => "short for video/upload",
        "files" => "short for raw/upload",
        _ => "the kind of asset",
    }
}

fn delivery_type(text: &str) -> &'static str {
    match text {
        "upload" => "an asset stored in Cloudinary",
        "fetch" => "a file from another server, loaded when it is first asked for",
        "private" => "a stored asset whose original is not public",
        "authenticated" => "a stored asset that only signed URLs may show",
        "list" => "the list of assets that carry a tag",
        "multi" => "one animation made of all images that carry a tag",
        "sprite" => "one sheet made of all images that carry a tag",
        "text" => "an image made of text",
        "asset" => "an asset of Cloudinary’s own",
        "live" => "a live stream",
        "iu" | "images" | "private_images" | "authenticated_images" | "videos" | "files" => asset_type(text),
        _ => "a picture from a profile or a video on another site",
    }
}

/// Whether a public ID is the address of a remote file, plain or percent-encoded.
fn is_remote(text: &str) -> bool {
    let head = text.get(..9).unwrap_or(text).to_ascii_lowercase();
    ["http:", "https:", "http%3a", "https%3a"].iter().any(|start| head.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use crate::url::{parts, read};

    #[test]
    fn every_part_but_the_separators_has_a_name() {
        let url = "https://res.cloudinary.com/demo/image/upload/s--abcdefgh--/c_fill,w_300/v12/docs/shoes.jpg?_a=B#x";
        for part in parts(url, &read(url)) {
            assert_eq!(about(url, part).is_none(), part.kind == PartKind::Separator, "{:?}", part.span.of(url));
        }
    }

    #[test]
    fn tells_a_remote_address_from_a_public_id() {
        let name = |text: &str| {
            about(text, Part { kind: PartKind::PublicId, span: Span::new(0, text.len()) }).map(|about| about.name)
        };
        assert_eq!(name("https://a.example/b.png"), Some("remote address"));
        assert_eq!(name("https%3A%2F%2Fa.example%2Fb.png"), Some("remote address"));
        assert_eq!(name("httpbin/é"), Some("public ID"));
    }
}
