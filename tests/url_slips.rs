//! Slips in the structure of a URL that developers really make, one each: what is told first, which characters are
//! marked, and whether the first remedy gives the working URL back.

mod slips;

use slips::{Row, findings, hold};
use xcld::diagnosis::Severity;

/// Holds every row; URLs without a scheme stand behind the usual host.
fn check(rows: &[Row]) {
    hold(rows, |url| {
        if url.contains("//") || url.starts_with("http") {
            url.to_owned()
        } else {
            format!("https://res.cloudinary.com/{url}")
        }
    });
}

#[test]
fn parts_without_their_slash() {
    check(&[
        ("demo/image/uploadw_90/a.jpg", "demo/image/upload/w_90/a.jpg", "delivery-type-missing", "uploadw_90"),
        (
            "demo/image/uploadv1699999999/a.jpg",
            "demo/image/upload/v1699999999/a.jpg",
            "delivery-type-missing",
            "uploadv1699999999",
        ),
        ("demo/imageupload/w_90/a.jpg", "demo/image/upload/w_90/a.jpg", "asset-type-missing", "imageupload"),
        ("demo/image_upload/a.jpg", "demo/image/upload/a.jpg", "asset-type-missing", "image_upload"),
        ("demo/image%5Cupload/a.jpg", "demo/image/upload/a.jpg", "asset-type-missing", "image%5Cupload"),
        ("demoimage/upload/a.jpg", "demo/image/upload/a.jpg", "asset-type-missing", "demoimage"),
        (
            "demo/image/upload/q_autov1699999999/a.jpg",
            "demo/image/upload/q_auto/v1699999999/a.jpg",
            "transformation-malformed",
            "v1699999999",
        ),
        (
            "demo/image/upload/f_auto,q_auto,a.jpg",
            "demo/image/upload/f_auto,q_auto/a.jpg",
            "transformation-malformed",
            ",",
        ),
        (
            "demo/image/upload/s--Uqk1a-5W--w_90/a.jpg",
            "demo/image/upload/s--Uqk1a-5W--/w_90/a.jpg",
            "signature-invalid",
            "s--Uqk1a-5W--",
        ),
        (
            "demo/image/upload/s--Uqk1a-5W--a.jpg",
            "demo/image/upload/s--Uqk1a-5W--/a.jpg",
            "signature-invalid",
            "s--Uqk1a-5W--",
        ),
    ]);
}

#[test]
fn parts_that_stand_twice() {
    check(&[
        ("demo/image/image/upload/a.jpg", "demo/image/upload/a.jpg", "delivery-type-missing", "image/image"),
        ("demo/image/upload/upload/w_90/a.jpg", "demo/image/upload/w_90/a.jpg", "public-id-invalid", "upload/"),
        (
            "https://res.cloudinary.com/demo/https://res.cloudinary.com/demo/image/upload/a.jpg",
            "https://res.cloudinary.com/demo/image/upload/a.jpg",
            "public-id-invalid",
            "https://res.cloudinary.com/demo/",
        ),
    ]);
    // A folder may be called so.
    assert!(findings("https://res.cloudinary.com/demo/image/upload/upload/a.jpg").is_empty());
}

#[test]
fn the_format_in_place_of_the_type() {
    check(&[("demo/image/png/w_90/a", "demo/image/upload/w_90/a.png", "delivery-type-missing", "png")]);
}

#[test]
fn signatures_without_their_dashes() {
    let code = "signature-invalid";
    check(&[
        (
            "demo/image/upload/S--Ai4Znfl3--/w_90/a.jpg",
            "demo/image/upload/s--Ai4Znfl3--/w_90/a.jpg",
            code,
            "S--Ai4Znfl3--",
        ),
        (
            "demo/image/upload/--Ai4Znfl3--/w_90/a.jpg",
            "demo/image/upload/s--Ai4Znfl3--/w_90/a.jpg",
            code,
            "--Ai4Znfl3--",
        ),
        ("demo/image/upload/s—Ai4Znfl3—/w_90/a.jpg", "demo/image/upload/s--Ai4Znfl3--/w_90/a.jpg", code, "s—Ai4Znfl3—"),
        (
            "demo/image/authenticated/w_90/s--Ai4Znfl3--/a.jpg",
            "demo/image/authenticated/s--Ai4Znfl3--/w_90/a.jpg",
            code,
            "s--Ai4Znfl3--",
        ),
    ]);
    assert!(findings("https://res.cloudinary.com/demo/image/upload/--greeting--/a.jpg").is_empty());
}

#[test]
fn dots_and_spaces_around_the_extension() {
    let code = "extension-invalid";
    check(&[
        ("demo/image/upload/a..jpg", "demo/image/upload/a.jpg", code, ".."),
        ("demo/image/upload/a.jpg.", "demo/image/upload/a.jpg", code, "."),
        ("demo/image/upload/a,jpg", "demo/image/upload/a.jpg", code, ","),
        ("demo/image/upload/a;png", "demo/image/upload/a.png", code, ";"),
        ("demo/image/upload/a.%20jpg", "demo/image/upload/a.jpg", "public-id-invalid", "%20"),
        ("demo/image/upload/%20a.jpg", "demo/image/upload/a.jpg", "public-id-invalid", "%20"),
        ("demo/image/upload/w_90/ a.jpg", "demo/image/upload/w_90/a.jpg", "public-id-invalid", " "),
    ]);
}

#[test]
fn the_transformation_in_the_query() {
    check(&[
        (
            "demo/image/upload/a.jpg?c_fill,w_90",
            "demo/image/upload/c_fill,w_90/a.jpg",
            "transformation-misplaced",
            "c_fill,w_90",
        ),
        (
            "demo/image/upload/v1/b/a?w_90/f_auto",
            "demo/image/upload/w_90/f_auto/v1/b/a",
            "transformation-misplaced",
            "w_90/f_auto",
        ),
    ]);
    assert!(findings("https://res.cloudinary.com/demo/image/upload/a.jpg?_a=BAVAZGGf0").is_empty());
}

#[test]
fn text_around_the_url() {
    let url = "https://res.cloudinary.com/demo/image/upload/w_90/a.jpg";
    for (before, after) in [
        ("\"", "\""),
        ("“", "”"),
        ("[", "]"),
        ("url(\"", "\")"),
        ("[img](", ")"),
        ("<img src=\"", "\">"),
        ("&quot;", "&quot;"),
        ("src=", ""),
        ("@", ""),
    ] {
        let faulty = format!("{before}{url}{after}");
        let first = findings(&faulty).into_iter().next().expect("a finding");
        assert_eq!(first.code.as_str(), "host-invalid", "{faulty}");
        assert_eq!(first.span.map(|span| span.of(&faulty).to_owned()).as_deref(), Some(before), "{faulty}");
        assert_eq!(first.fixes.first().and_then(|fix| fix.url.as_deref()), Some(url), "{faulty}");
    }
    for junk in ["}", ")", "]", "`", "%C2%A0", "%E2%80%8B", "\u{a0}"] {
        let faulty = format!("https://res.cloudinary.com/demo/image/upload/w_90/sample{junk}");
        let first = findings(&faulty).into_iter().next().expect("a finding");
        let fixed = first.fixes.first().and_then(|fix| fix.url.clone());
        assert_eq!(fixed.as_deref(), Some("https://res.cloudinary.com/demo/image/upload/w_90/sample"), "{faulty}");
    }
    assert!(findings("https://res.cloudinary.com/demo/image/upload/w_90/sample(1)").is_empty());
}

#[test]
fn scheme_and_host() {
    let working = "https://res.cloudinary.com/demo/image/upload/a.jpg";
    check(&[
        ("https;//res.cloudinary.com/demo/image/upload/a.jpg", working, "host-invalid", "https;//"),
        ("https:///res.cloudinary.com/demo/image/upload/a.jpg", working, "host-invalid", "https:///"),
        ("https%3A//res.cloudinary.com/demo/image/upload/a.jpg", working, "host-invalid", "https%3A//"),
        ("https://res.cloudinary/demo/image/upload/a.jpg", working, "host-invalid", "res.cloudinary"),
    ]);
    let first = findings("https%3A%2F%2Fres.cloudinary.com/demo/image/upload/a.jpg").into_iter().next();
    assert_eq!(first.and_then(|first| first.fixes.into_iter().next()?.url).as_deref(), Some(working));
}

#[test]
fn cloud_names_with_a_mark_that_came_along() {
    for faulty in ["@demo", "demo.", "demo%20", "demo,"] {
        let url = format!("https://res.cloudinary.com/{faulty}/image/upload/a.jpg");
        let first = findings(&url).into_iter().next().expect("a finding");
        let fixed = first.fixes.first().and_then(|fix| fix.url.as_deref());
        assert_eq!(first.code.as_str(), "cloud-name-unknown", "{url}");
        assert_eq!(fixed, Some("https://res.cloudinary.com/demo/image/upload/a.jpg"), "{url}");
    }
}

#[test]
fn fetched_or_stored() {
    let code = "fetch-url-unescaped";
    check(&[
        ("demo/image/fetch/w_90/sample", "demo/image/upload/w_90/sample", code, "sample"),
        (
            "demo/image/fetch/https/e.com/a.jpg",
            "https://res.cloudinary.com/demo/image/fetch/https://e.com/a.jpg",
            code,
            "https",
        ),
        (
            "demo/image/fetch/https%3A/e.com/a.jpg",
            "https://res.cloudinary.com/demo/image/fetch/https://e.com/a.jpg",
            code,
            "https%3A/",
        ),
    ]);
    let url = "https://res.cloudinary.com/demo/image/fetch/https://e.com/a%253Fb%253Dc";
    let first = findings(url).into_iter().next().expect("a finding");
    assert_eq!(first.code.as_str(), "public-id-double-encoded");
    let wanted = "https://res.cloudinary.com/demo/image/fetch/https://e.com/a%3Fb%3Dc";
    assert_eq!(first.fixes.first().and_then(|fix| fix.url.as_deref()), Some(wanted));
}

#[test]
fn places_that_were_not_filled_in() {
    for place in ["{transformations}", "%3Ctransformation%3E", "${transformation}"] {
        let url = format!("https://res.cloudinary.com/demo/image/upload/{place}/folder/a.jpg");
        let first = findings(&url).into_iter().next().expect("a finding");
        assert_eq!(first.span.map(|span| span.of(&url).to_owned()).as_deref(), Some(place), "{url}");
        let fixed = first.fixes.first().and_then(|fix| fix.url.as_deref());
        assert_eq!(fixed, Some("https://res.cloudinary.com/demo/image/upload/folder/a.jpg"), "{url}");
    }
}

#[test]
fn slashes_as_json_writes_them() {
    check(&[(
        "https:\\/\\/res.cloudinary.com\\/demo\\/image\\/upload\\/a.jpg",
        "https://res.cloudinary.com/demo/image/upload/a.jpg",
        "host-invalid",
        "\\/\\/res.cloudinary.com\\/demo\\/image\\/upload\\",
    )]);
}

#[test]
fn what_came_along_behind_the_name() {
    let code = "public-id-invalid";
    check(&[
        ("demo/image/upload/a.jpg%20300w", "demo/image/upload/a.jpg", code, "%20300w"),
        ("demo/image/upload/a.jpg%202x,", "demo/image/upload/a.jpg", code, "%202x,"),
        ("demo/image/upload/a.jpg%3Fw=200", "demo/image/upload/a.jpg", code, "%3Fw=200"),
        ("demo/image/upload/sample');", "demo/image/upload/sample", code, "');"),
        ("demo/image/upload/sample%3F_a=BAVAZGGf0", "demo/image/upload/sample", code, "%3F_a=BAVAZGGf0"),
        ("demo/image/upload/w_90/%0D%0Aa.jpg", "demo/image/upload/w_90/a.jpg", code, "%0D%0A"),
    ]);
}

#[test]
fn versions_that_are_written_wrong() {
    let code = "version-invalid";
    check(&[
        ("demo/image/upload/ver1646417742/a.png", "demo/image/upload/v1646417742/a.png", code, "ver1646417742"),
        ("demo/image/upload/v.1646417742/a.png", "demo/image/upload/v1646417742/a.png", code, "v.1646417742"),
        ("demo/image/upload/v1646417742%20/a.png", "demo/image/upload/v1646417742/a.png", code, "v1646417742%20"),
        ("demo/image/upload/1646417742/a.png", "demo/image/upload/v1646417742/a.png", code, "1646417742"),
    ]);
    // A folder may be called so.
    let found = findings("https://res.cloudinary.com/demo/image/upload/1646417742/a.png");
    assert!(found.iter().all(|finding| finding.severity == Severity::Advice));
}

#[test]
fn a_folder_is_no_slip_of_a_rare_type() {
    let first = findings("https://res.cloudinary.com/demo/image/assets/a.png").into_iter().next().expect("a finding");
    let wanted = "https://res.cloudinary.com/demo/image/upload/assets/a.png";
    assert_eq!(first.fixes.first().and_then(|fix| fix.url.as_deref()), Some(wanted));
}

#[test]
fn another_url_behind_the_first() {
    let working = "https://res.cloudinary.com/demo/image/upload/w_90/a.jpg";
    for between in [" ", "%20", ",", ", ", " 1x, ", "%20300w, "] {
        let faulty = format!("{working}{between}{working}");
        let first = findings(&faulty).into_iter().next().expect("a finding");
        assert_eq!(first.code.as_str(), "public-id-invalid", "{faulty}");
        assert_eq!(first.fixes.first().and_then(|fix| fix.url.as_deref()), Some(working), "{faulty}");
    }
}

#[test]
fn a_whole_transformation_in_front_of_the_cloud_name() {
    check(&[(
        "c_fill,w_90/f_auto/demo/image/upload/v1699999999/a.jpg",
        "demo/image/upload/c_fill,w_90/f_auto/v1699999999/a.jpg",
        "transformation-misplaced",
        "c_fill,w_90/f_auto",
    )]);
}

#[test]
fn a_place_in_front_of_the_version_was_not_filled_in() {
    for place in ["undefined", "%7Btransformation%7D"] {
        let url = format!("https://res.cloudinary.com/demo/image/upload/{place}/v1699999999/a.jpg");
        let first = findings(&url).into_iter().next().expect("a finding");
        let fixed = first.fixes.first().and_then(|fix| fix.url.as_deref());
        assert_eq!(fixed, Some("https://res.cloudinary.com/demo/image/upload/v1699999999/a.jpg"), "{url}");
    }
}

#[test]
fn the_transformation_behind_the_name() {
    let code = "transformation-misplaced";
    check(&[
        ("demo/image/upload/a.jpg,c_fill,w_90", "demo/image/upload/c_fill,w_90/a.jpg", code, "c_fill,w_90"),
        ("demo/image/upload/v1699999999/a.jpg:w_90", "demo/image/upload/w_90/v1699999999/a.jpg", code, "w_90"),
    ]);
}

#[test]
fn the_endpoint_of_uploads() {
    check(&[(
        "https://api.cloudinary.com/v1_1/demo/image/upload/w_90/a.jpg",
        "https://res.cloudinary.com/demo/image/upload/w_90/a.jpg",
        "upload-endpoint-invalid",
        "api.cloudinary.com/v1_1",
    )]);
    assert!(findings("https://api.cloudinary.com/v1_1/demo/image/upload").is_empty());
}

#[test]
fn a_parameter_without_its_value_is_no_public_id() {
    let url = "https://res.cloudinary.com/demo/image/upload/c_fill,w_";
    let told = findings(url);
    assert!(told.iter().all(|finding| finding.code.as_str() != "transformation-malformed"), "{told:?}");
    assert_eq!(told.first().map(|first| first.code.as_str()), Some("public-id-invalid"));
}
