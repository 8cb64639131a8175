//! What a URL picks up on its way from a page, a document or a program: what is told first, which characters are marked,
//! and whether the first remedy gives the working URL back.

mod slips;

use slips::{Row, findings, hold};

const BASE: &str = "https://res.cloudinary.com/";

fn check(rows: &[Row]) {
    hold(rows, |path| format!("{BASE}{path}"));
}

#[test]
fn what_cannot_be_seen() {
    let code = "public-id-invalid";
    check(&[
        ("demo/image/upload/docs/ca%E2%80%8Br.jpg", "demo/image/upload/docs/car.jpg", code, "%E2%80%8B"),
        ("demo/image/upload/do\u{ad}cs/car.jpg", "demo/image/upload/docs/car.jpg", code, "\u{ad}"),
        ("demo/image/upload/docs/%0D%0Acar.jpg", "demo/image/upload/docs/car.jpg", code, "%0D%0A"),
        ("demo/image/upload/car.jp%EF%BB%BFg", "demo/image/upload/car.jpg", code, "%EF%BB%BF"),
    ]);
    // Joiners belong to scripts and emoji.
    for id in ["👩\u{200d}🚀.jpg", "می\u{200c}خواهم.jpg", "%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80.jpg", "a%20b.jpg"]
    {
        let url = format!("{BASE}demo/image/upload/{id}");
        assert!(findings(&url).iter().all(|finding| !finding.title.contains("cannot be seen")), "{url}");
    }
}

#[test]
fn a_second_url_behind_the_name() {
    let code = "public-id-invalid";
    check(&[
        (
            "demo/image/upload/carhttps://res.cloudinary.com/demo/image/upload/car",
            "demo/image/upload/car",
            code,
            "https://res.cloudinary.com/demo/image/upload/car",
        ),
        (
            "demo/image/upload/w_90/car.png](https://res.cloudinary.com/demo/image/upload/w_90/car.png",
            "demo/image/upload/w_90/car.png",
            code,
            "](https://res.cloudinary.com/demo/image/upload/w_90/car.png",
        ),
    ]);
    let mapped = format!("{BASE}demo/image/upload/remote/https://example.com/a.jpg");
    assert!(findings(&mapped).iter().all(|finding| !finding.title.contains("Another URL")));
}

#[test]
fn values_that_were_never_set() {
    check(&[
        (
            "demo/image/upload/w_90/vundefined/car.jpg",
            "demo/image/upload/w_90/car.jpg",
            "version-invalid",
            "vundefined",
        ),
        (
            "demo/image/upload/undefined/w_90/car.jpg",
            "demo/image/upload/w_90/car.jpg",
            "public-id-invalid",
            "undefined",
        ),
    ]);
    let url = format!("{BASE}VITE_CLOUDINARY_CLOUD_NAME/image/upload/car.jpg");
    assert_eq!(findings(&url).first().map(|first| first.code.as_str()), Some("cloud-name-unknown"));
}

#[test]
fn behind_the_mark_of_the_fragment() {
    check(&[(
        "demo/image/upload/docs/car.jpg#c_limit,w_90",
        "demo/image/upload/c_limit,w_90/docs/car.jpg",
        "transformation-misplaced",
        "c_limit,w_90",
    )]);
    assert!(findings(&format!("{BASE}demo/video/upload/car.mp4#t=10")).is_empty());
}

#[test]
fn a_scheme_written_twice() {
    check(&[(
        "demo/image/fetch/w_90/https://https://example.com/a.jpg",
        "demo/image/fetch/w_90/https://example.com/a.jpg",
        "fetch-url-unescaped",
        "https://",
    )]);
    let url = format!("{BASE}demo/image/fetch/https://proxy.example.com/https://example.com/a.jpg");
    assert!(findings(&url).is_empty());
}

#[test]
fn functions_of_ones_own_are_signed() {
    let url = format!("{BASE}demo/image/upload/fn_remote:aHR0cHM6Ly9leGFtcGxlLmNvbS9mbg==/car.jpg");
    assert_eq!(findings(&url).first().map(|first| first.code.as_str()), Some("signature-required"));
    let url = format!("{BASE}demo/image/upload/s--AbCdEf12--/fn_remote:aHR0cHM6Ly9leGFtcGxlLmNvbS9mbg==/car.jpg");
    assert!(findings(&url).is_empty());
}

#[test]
fn versions_with_marks_and_without_their_slash() {
    let code = "version-invalid";
    check(&[
        ("demo/image/upload/v169_9999999/car.jpg", "demo/image/upload/v1699999999/car.jpg", code, "v169_9999999"),
        (
            "demo/image/upload/v1699999999docs/car.jpg",
            "demo/image/upload/v1699999999/docs/car.jpg",
            code,
            "v1699999999docs",
        ),
    ]);
}

#[test]
fn types_on_a_host_of_ones_own() {
    hold(
        &[
            ("iamge/upload/w_90/docs/car.jpg", "image/upload/w_90/docs/car.jpg", "asset-type-missing", "iamge"),
            ("image/uplaod/w_90/docs/car.jpg", "image/upload/w_90/docs/car.jpg", "delivery-type-missing", "uplaod"),
        ],
        |path| format!("https://media.example.com/{path}"),
    );
    for path in ["images/upload/w_90/a/b.jpg", "image/uploads/v1/a/b.jpg", "imge/upload/docs/a.jpg"] {
        assert!(findings(&format!("https://www.example.com/{path}")).is_empty(), "{path}");
    }
}

#[test]
fn the_scheme_of_a_remote_url() {
    let code = "fetch-url-unescaped";
    check(&[
        ("demo/image/fetch/htttp://example.com/a.jpg", "demo/image/fetch/http://example.com/a.jpg", code, "htttp"),
        (
            "demo/image/fetch/https:://example.com/a.jpg",
            "demo/image/fetch/https://example.com/a.jpg",
            code,
            "https:://",
        ),
    ]);
    let told = findings(&format!("{BASE}demo/image/fetch/w_90/https://"));
    assert_eq!(told.first().map(|first| first.code.as_str()), Some(code));
}

#[test]
fn the_name_runs_into_the_delivery_type() {
    check(&[(
        "demo/image/uploaddocs/car.jpg",
        "demo/image/upload/docs/car.jpg",
        "delivery-type-missing",
        "uploaddocs",
    )]);
}

#[test]
fn an_extension_that_was_not_filled_in() {
    let told = findings(&format!("{BASE}demo/image/upload/docs/car.{{{{format}}}}"));
    assert_eq!(told.first().map(|first| first.code.as_str()), Some("extension-invalid"), "{told:?}");
}

#[test]
fn other_marks_beside_the_version() {
    check(&[
        (
            "demo/image/upload/f_auto,v1699999999/docs/a.jpg",
            "demo/image/upload/f_auto/v1699999999/docs/a.jpg",
            "transformation-malformed",
            ",v1699999999",
        ),
        (
            "demo/image/upload/q_auto_v1699999999/docs/a.jpg",
            "demo/image/upload/q_auto/v1699999999/docs/a.jpg",
            "transformation-malformed",
            "_v1699999999",
        ),
        (
            "demo/image/upload/v1699999999,a.jpg",
            "demo/image/upload/v1699999999/a.jpg",
            "version-invalid",
            "v1699999999,",
        ),
    ]);
}

#[test]
fn a_port_of_a_server_for_development() {
    hold(
        &[(
            "res.cloudinary.com:3000/demo/image/upload/a.jpg",
            "res.cloudinary.com/demo/image/upload/a.jpg",
            "host-invalid",
            ":3000",
        )],
        |path| format!("https://{path}"),
    );
    assert!(findings("https://res.cloudinary.com:443/demo/image/upload/a.jpg").is_empty());
}
