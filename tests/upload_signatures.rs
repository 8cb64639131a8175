//! Uploads that failed for who asked: keys, signatures, clocks and permissions.

mod forms;

use forms::{KEY, SIGNATURE, SIGNED, check, sent, with};
use xcld::diagnosis::diagnose;
use xcld::exchange::Exchange;

#[test]
fn who_asks() {
    check(&[
        (SIGNED.to_vec(), 401, "Unknown API key 123456789012345", "api-key-unknown", Some("api_key")),
        (SIGNED.to_vec(), 401, "unknown api_key", "api-key-unknown", Some("api_key")),
        (SIGNED.to_vec(), 401, "Invalid api_key 123456789012345", "api-key-unknown", Some("api_key")),
        (SIGNED.to_vec(), 401, "cloud_name mismatch", "cloud-name-mismatch", None),
        (SIGNED.to_vec(), 401, "api_secret mismatch", "credentials-invalid", None),
        (SIGNED.to_vec(), 401, "Invalid cloud_name Root", "cloud-name-unknown", None),
        (SIGNED.to_vec(), 401, "cloud_name demo is disabled", "cloud-disabled", None),
        (
            SIGNED.to_vec(),
            403,
            "Request forbidden due to missing permissions (actions=[\"create\"])",
            "permission-missing",
            None,
        ),
        (
            SIGNED.to_vec(),
            403,
            "[prodenv:test] Request forbidden due to missing permissions (actions=[\"create\"])",
            "permission-missing",
            None,
        ),
        (SIGNED.to_vec(), 403, "", "permission-missing", None),
        (SIGNED.to_vec(), 401, "", "credentials-invalid", None),
        (
            SIGNED.to_vec(),
            401,
            "Invalid Signature 839bcf1437a77e04c317eb48b973dbe50b2fa05c. String to sign - 'timestamp=1790000000'.",
            "signature-invalid",
            Some("signature"),
        ),
        (
            SIGNED.to_vec(),
            400,
            "Stale request - reported time is 2026-09-21 14:13:20 +0000 which is more than 1 hour ago",
            "request-stale",
            Some("timestamp"),
        ),
        (
            vec![("file", "a.jpg"), ("api_key", KEY), ("signature", SIGNATURE)],
            400,
            "Missing required parameter - timestamp",
            "upload-parameter-missing",
            Some("timestamp"),
        ),
        (
            vec![("file", "a.jpg"), ("api_key", KEY), ("timestamp", "1790000000")],
            400,
            "Missing required parameter - signature",
            "upload-parameter-missing",
            Some("signature"),
        ),
        (
            vec![("file", "a.jpg"), ("timestamp", "1790000000"), ("signature", SIGNATURE)],
            400,
            "Missing required parameter - api_key",
            "upload-parameter-missing",
            Some("api_key"),
        ),
        (
            vec![("file", "a.jpg"), ("timestamp", "1790000000"), ("signature", SIGNATURE)],
            401,
            "Must supply api_key",
            "upload-parameter-missing",
            Some("api_key"),
        ),
        (SIGNED.to_vec(), 420, "Rate Limit Exceeded", "quota-exceeded", None),
        (SIGNED.to_vec(), 429, "", "quota-exceeded", None),
        (SIGNED.to_vec(), 420, "", "quota-exceeded", None),
        (SIGNED.to_vec(), 500, "", "server-error", None),
        (SIGNED.to_vec(), 502, "<html>Bad gateway</html>", "server-error", None),
        (SIGNED.to_vec(), 423, "", "processing-pending", None),
        (
            with(SIGNED, &[("categorization", "google_tagging")]),
            400,
            "You don't have an active subscription for Google Auto Tagging",
            "addon-not-enabled",
            Some("categorization"),
        ),
    ]);
}

/// The slips that the server's text to sign shows beside the fields, each with the signature for its field.
#[test]
fn signatures_are_compared_field_by_field() {
    let told = |fields: &[(&str, &str)], signed: &str| {
        let message = format!("Invalid Signature {SIGNATURE}. String to sign - '{signed}'.");
        let finding = diagnose(&sent(&with(SIGNED, fields), 401, &message)).findings.remove(0);
        assert_eq!((finding.code.as_str(), finding.field.as_deref()), ("signature-invalid", Some("signature")));
        finding
    };
    for (fields, signed, title) in [
        (&[("folder", "shop")][..], "timestamp=1790000000", "“folder” was sent, but was not signed"),
        (
            &[("folder", "shop"), ("tags", "a")],
            "timestamp=1790000000",
            "“folder” and “tags” were sent, but were not signed",
        ),
        (&[], "api_key=123456789012345&timestamp=1790000000", "“api_key” is signed, but must not be"),
        (
            &[],
            "file=a.jpg&resource_type=image&timestamp=1790000000",
            "“file” and “resource_type” are signed, but must not be",
        ),
        (&[], "folder=shop&timestamp=1790000000", "“folder” was signed, but is not among the fields that were sent"),
        (
            &[("public_id", "my shoe")],
            "public_id=my%20shoe&timestamp=1790000000",
            "The value of “public_id” is encoded in one place and plain in the other",
        ),
        (
            &[("tags[]", "a"), ("tags[]", "b")],
            "tags=[\"a\",\"b\"]&timestamp=1790000000",
            "The list in “tags” is not written in the same way where it is signed and sent",
        ),
        (&[("folder", "shop")], "timestamp=1790000000&folder=shop", "The signed fields are not in alphabetical order"),
        (&[], "timestamp=1790000001", "The value of “timestamp” changed between signing and sending"),
        (&[("folder", "shop")], "folder=shop&timestamp=1790000000", "The signature of the request does not match"),
    ] {
        assert_eq!(told(fields, signed).title, title);
    }
    let agree = told(&[("folder", "shop")], "folder=shop&timestamp=1790000000");
    assert!(agree.detail.contains("“folder” and “timestamp”, in this order") && agree.detail.contains("API secret"));
    // Without the request there is nothing to compare.
    let message = format!("Invalid Signature {SIGNATURE}. String to sign - 'timestamp=1'.");
    let alone = Exchange { request: None, ..sent(&[], 401, &message) };
    assert_eq!(diagnose(&alone).findings[0].title, "The signature of the request does not match");
}

#[test]
fn a_stale_request_tells_the_skew_of_the_clocks() {
    let message = "Stale request - reported time is 2026-09-21 14:13:20 +0000 which is more than 1 hour ago";
    let mut exchange = sent(SIGNED, 400, message);
    exchange.headers.push(("date".to_owned(), "Mon, 21 Sep 2026 17:25:20 GMT".to_owned()));
    let finding = diagnose(&exchange).findings.remove(0);
    assert!(
        finding.detail.starts_with("The timestamp lies 3 hours 12 minutes behind the server's clock."),
        "{}",
        finding.detail
    );
    exchange.request = None;
    assert!(diagnose(&exchange).findings[0].detail.contains("3 hours 12 minutes"));
}
