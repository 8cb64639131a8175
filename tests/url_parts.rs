//! Reading: the parts of real URLs, and the promise that joined parts give back any string.

use proptest::prelude::*;
use serde_json::Value;
use xcld::span::Span;
use xcld::transformation;
use xcld::url::{self, Anatomy, Kind};

/// The rows of the development corpus: real URLs with their parts.
fn corpus() -> Vec<Value> {
    let text = std::fs::read_to_string("tests/corpus/urls.jsonl").expect("the corpus");
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

/// The public ID as the corpus gives it: with the extension and the SEO suffix.
fn whole_id<'a>(url: &'a str, anatomy: &Anatomy) -> Option<&'a str> {
    let id = anatomy.public_id?;
    let end = [anatomy.extension, anatomy.seo_suffix].into_iter().flatten().map(|span| span.end).max();
    url.get(id.start..end.unwrap_or(id.end))
}

/// What differs between the row and the reading.
fn differences(row: &Value) -> Vec<String> {
    let text = row["url"].as_str().expect("a URL");
    let parsed = &row["parsed"];
    let anatomy = url::read(text);
    let piece = |span: Option<Span>| span.map(|span| span.of(text).to_owned());
    let alias = parsed["alias"].as_str();
    let expected = |name: &str| parsed[name].as_str().map(str::to_owned);
    let types = |name: &str| match alias {
        Some("root path") => None,
        Some(alias) => Some(alias.to_owned()),
        None => expected(name),
    };
    let chain: Vec<String> = anatomy.transformation.map_or(Vec::new(), |chain| {
        transformation::components(text, chain).map(|span| span.of(text).to_owned()).collect()
    });
    let wanted: Vec<String> = parsed["transformations"]
        .as_array()
        .map_or(Vec::new(), |list| list.iter().map(|item| item.as_str().unwrap_or_default().to_owned()).collect());
    let pairs = [
        ("host", piece(anatomy.host), expected("host")),
        ("cloud name", piece(anatomy.cloud_name), expected("cloud")),
        ("asset type", piece(anatomy.asset_type), types("asset_type")),
        ("delivery type", piece(anatomy.delivery_type), types("delivery_type")),
        ("version", piece(anatomy.version), expected("version")),
        ("public ID", whole_id(text, &anatomy).map(str::to_owned), expected("public_id")),
        ("components", Some(chain.join(" / ")), Some(wanted.join(" / "))),
    ];
    let mut found: Vec<String> = pairs
        .into_iter()
        .filter(|(_, got, wanted)| got != wanted)
        .map(|(name, got, wanted)| format!("{text}: {name} is {got:?}, not {wanted:?}"))
        .collect();
    let signature = expected("signature");
    if signature.is_some() && piece(anatomy.signature) != signature {
        found.push(format!("{text}: signature is {:?}", piece(anatomy.signature)));
    }
    found
}

#[test]
fn parts_of_real_urls() {
    let rows: Vec<Value> =
        corpus().into_iter().filter(|row| row["parsed"].is_object() && row["status"] != "invalid").collect();
    let wrong: Vec<String> = rows.iter().flat_map(differences).collect();
    assert!(rows.len() > 700);
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn what_is_no_delivery_url() {
    for (text, kind) in [
        ("https://api.cloudinary.com/v1_1/demo/image/upload", Kind::Api),
        ("https://api-eu.cloudinary.com/v1_1/demo/resources/image", Kind::Api),
        ("https://console.cloudinary.com/pm/c-123/media-explorer", Kind::Other),
        ("https://upload-widget.cloudinary.com/global/all.js", Kind::Other),
        ("https://cloudinary.com/documentation/image_transformations", Kind::Other),
        ("https://res.cloudinary.com/", Kind::Other),
        ("https://example.com/images/photo.jpg", Kind::Unrelated),
        ("https://example.com/image/upload.php", Kind::Unrelated),
        ("https://mycloudinary.com/", Kind::Unrelated),
        ("data:image/png;base64,iVBORw0KGgo=", Kind::Unrelated),
        ("blob:https://res.cloudinary.com/2f1b", Kind::Unrelated),
        ("custom://res.cloudinary.com.example.org/test123", Kind::Unrelated),
        ("", Kind::Unrelated),
        (
            "https://res.cloudinary.com/demo/search/e9ba1a4e5d1ddb9e1e6d4d4ba1b6d2f5a8c6d3e1f2a4b5c6d7e8f9a0b1c2d3e4/300/eyJleHByZXNzaW9uIjoidGFncyJ9",
            Kind::SignedSearch,
        ),
    ] {
        assert_eq!(url::read(text).kind, kind, "{text}");
    }
}

/// One line for a reading: the parts that are there, in order.
fn drawn(text: &str) -> String {
    let anatomy = url::read(text);
    [
        ("cloud", anatomy.cloud_name),
        ("asset", anatomy.asset_type),
        ("delivery", anatomy.delivery_type),
        ("signature", anatomy.signature),
        ("chain", anatomy.transformation),
        ("version", anatomy.version),
        ("id", anatomy.public_id),
        ("suffix", anatomy.seo_suffix),
        ("extension", anatomy.extension),
        ("query", anatomy.query),
    ]
    .into_iter()
    .filter_map(|(name, span)| span.map(|span| format!("{name}={}", span.of(text))))
    .collect::<Vec<_>>()
    .join(" ")
}

#[test]
fn every_host_form() {
    let plain = "cloud=demo asset=image delivery=upload id=sample extension=jpg";
    for text in [
        "https://res.cloudinary.com/demo/image/upload/sample.jpg",
        "http://res-2.cloudinary.com/demo/image/upload/sample.jpg",
        "HTTPS://RES.Cloudinary.COM/demo/image/upload/sample.jpg",
        "https://res.cloudinary.com:443/demo/image/upload/sample.jpg",
        "https://user:pass@res.cloudinary.com/demo/image/upload/sample.jpg",
        "//res.cloudinary.com/demo/image/upload/sample.jpg",
        "res.cloudinary.com/demo/image/upload/sample.jpg",
        "/res/demo/image/upload/sample.jpg",
        "https://cdn.example.com/res/demo/image/upload/sample.jpg",
        "https://media.example.com/demo/image/upload/sample.jpg",
        "http://cloudinary-a.akamaihd.net/demo/image/upload/sample.jpg",
        "http://d3jpl91pxevbkh.cloudfront.net/demo/image/upload/sample.jpg",
    ] {
        assert_eq!(drawn(text), plain, "{text}");
    }
    let cloudless = "asset=image delivery=upload id=sample extension=jpg";
    for text in [
        "https://demo-res.cloudinary.com/image/upload/sample.jpg",
        "https://demo-res-3.cloudinary.com/image/upload/sample.jpg",
        "https://my-demo-res.cloudinary.com/image/upload/sample.jpg",
        "https://media.example.com/image/upload/sample.jpg",
    ] {
        assert_eq!(drawn(text), cloudless, "{text}");
    }
}

#[test]
fn every_path_form() {
    for (path, wanted) in [
        ("iu/c_fill,w_20/sample.jpg", "asset=iu delivery=iu chain=c_fill,w_20 id=sample extension=jpg"),
        ("images/sample/my-suffix.jpg", "asset=images delivery=images id=sample suffix=my-suffix extension=jpg"),
        ("images/sample.jpg", "asset=images delivery=images id=sample extension=jpg"),
        (
            "videos/w_9/v12/a/b/seo.mp4",
            "asset=videos delivery=videos chain=w_9 version=v12 id=a/b suffix=seo extension=mp4",
        ),
        ("files/report/q3.docx", "asset=files delivery=files id=report suffix=q3 extension=docx"),
        ("raw/upload/v1/report.v2.docx", "asset=raw delivery=upload version=v1 id=report.v2.docx"),
        ("image/upload/v1/w_100/photo.jpg", "asset=image delivery=upload version=v1 id=w_100/photo extension=jpg"),
        ("image/upload/RS134993_8.1_v7gpvg", "asset=image delivery=upload id=RS134993_8.1_v7gpvg"),
        ("image/upload/v12", "asset=image delivery=upload id=v12"),
        ("image/upload/v1/v2/x.png", "asset=image delivery=upload version=v1 id=v2/x extension=png"),
        (
            "image/fetch/w_5/https://e.com/a//b.jpg?_a=x",
            "asset=image delivery=fetch chain=w_5 id=https://e.com/a//b.jpg query=_a=x",
        ),
        ("image/fetch/https%3A%2F%2Fe.com%2Fa.jpg", "asset=image delivery=fetch id=https%3A%2F%2Fe.com%2Fa.jpg"),
        // An unknown key in front of a component is one; alone it is a folder.
        ("image/upload/ab_cd/f_auto/a.jpg", "asset=image delivery=upload chain=ab_cd/f_auto id=a extension=jpg"),
        ("image/upload/ab_cd/f_auto", "asset=image delivery=upload id=ab_cd/f_auto"),
        ("image/upload/ab_cd/a.jpg", "asset=image delivery=upload id=ab_cd/a extension=jpg"),
        ("video/live/abc.m3u8", "asset=video delivery=live id=abc extension=m3u8"),
        ("image/list/tag.json", "asset=image delivery=list id=tag extension=json"),
        (
            "image/upload/s--abcdefghijklmnopqrstuvwxyzABCDEF--/a_0/x",
            "asset=image delivery=upload signature=s--abcdefghijklmnopqrstuvwxyzABCDEF-- chain=a_0 id=x",
        ),
    ] {
        let text = format!("https://res.cloudinary.com/demo/{path}");
        assert_eq!(drawn(&text), format!("cloud=demo {wanted}"), "{text}");
    }
}

#[test]
fn a_component_that_may_be_a_folder_is_told() {
    let read = |text: &str| url::read(text).ambiguous.map(|span| span.of(text).to_owned());
    assert_eq!(read("https://res.cloudinary.com/demo/image/upload/w_100/photo.jpg").as_deref(), Some("w_100"));
    assert_eq!(read("https://res.cloudinary.com/demo/image/upload/w_100/v1/photo.jpg"), None);
    assert_eq!(read("https://res.cloudinary.com/demo/image/upload/c_fill,w_100/photo.jpg"), None);
}

/// Real URLs with a piece cut out, doubled or replaced by junk.
fn mutated() -> impl Strategy<Value = String> {
    let urls: Vec<String> = corpus().iter().filter_map(|row| row["url"].as_str().map(str::to_owned)).collect();
    (
        proptest::sample::select(urls),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        "[/:._,%?#@\\\\ é€-]{0,4}",
    )
        .prop_map(|(url, one, other, junk)| {
            let ends: Vec<usize> = url.char_indices().map(|(at, _)| at).chain([url.len()]).collect();
            let (one, other) = (ends[one.index(ends.len())], ends[other.index(ends.len())]);
            let (start, end) = (one.min(other), one.max(other));
            format!("{}{junk}{}", &url[..start], &url[end..])
        })
}

fn joins_to_the_byte(text: &str) -> Result<(), TestCaseError> {
    let anatomy = url::read(text);
    let mut at = 0;
    for part in url::parts(text, &anatomy) {
        prop_assert_eq!(part.span.start, at);
        prop_assert!(part.span.end > at, "an empty part at {}", at);
        prop_assert!(text.get(part.span.start..part.span.end).is_some());
        at = part.span.end;
    }
    prop_assert_eq!(at, text.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_join_for_any_string(text in any::<String>()) {
        joins_to_the_byte(&text)?;
    }

    #[test]
    fn parts_join_for_anything_like_a_url(text in "(https?:)?/{0,3}[a-z.-]{0,20}(cloudinary\\.com)?(/[a-zé0-9_,.:$%v-]{0,9}){0,9}([?#]\\PC{0,6})?") {
        joins_to_the_byte(&text)?;
    }

    #[test]
    fn parts_join_for_mutated_urls(text in mutated()) {
        joins_to_the_byte(&text)?;
    }
}
