//! `xcld har`, with entries as each program exports them.

mod program;

use flate2::Compression;
use flate2::write::GzEncoder;
use program::{errors, lines, run, text};
use serde_json::{Value, json};
use std::io::Write;

const MISSING: &str = "https://res.cloudinary.com/demo/image/upload/docs/nope.jpg";
const UPLOAD: &str = "https://api.cloudinary.com/v1_1/demo/image/upload";

fn headers(headers: &[(&str, &str)]) -> Value {
    headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn har(entries: &[Value]) -> Vec<u8> {
    json!({ "log": { "version": "1.2", "creator": { "name": "test" }, "pages": [{ "id": "a" }], "entries": entries } })
        .to_string()
        .into_bytes()
}

fn diagnosed(entries: &[Value]) -> Vec<Value> {
    let output = run(&["har", "--jsonl", "-"], &har(entries));
    assert_eq!(errors(&output), "");
    lines(&output)
}

fn code(diagnosis: &Value) -> &str {
    diagnosis["findings"][0]["code"].as_str().unwrap_or_default()
}

/// Names in the order in which Chromium's panel writes them.
fn chromium(status: u16, error: &[(&str, &str)]) -> Value {
    json!({
        "_connectionId": "12", "_initiator": { "type": "parser", "url": "http://localhost/", "lineNumber": 9 },
        "_priority": "Low", "_resourceType": "image", "cache": {}, "connection": "443", "pageref": "page_1",
        "request": {
            "method": "GET", "url": MISSING, "httpVersion": "http/2.0",
            "headers": headers(&[(":authority", "res.cloudinary.com"), ("accept", "image/avif,*/*")]),
            "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0,
        },
        "response": {
            "status": status, "statusText": "", "httpVersion": "http/2.0", "headers": headers(error), "cookies": [],
            "content": { "size": 0, "mimeType": "image/gif" }, "redirectURL": "", "headersSize": -1, "bodySize": -1,
            "_transferSize": 620, "_error": null, "_fetchedViaServiceWorker": false,
        },
        "serverIPAddress": "127.0.0.1", "startedDateTime": "2026-11-02T10:00:00.123Z", "time": 81.5,
        "timings": { "blocked": 3.1, "dns": -1, "connect": -1, "send": 0.2, "wait": 70.0, "receive": 1.0 },
    })
}

fn uploaded(post_data: &Value, body: &Value) -> Value {
    json!({
        "startedDateTime": "2026-11-02T10:00:01.000+01:00",
        "request": { "method": "POST", "url": UPLOAD, "bodySize": 1200, "headers": headers(&[]), "postData": post_data },
        "response": { "status": 400, "headers": [], "content": body },
    })
}

#[test]
fn reads_an_entry_of_chromium() {
    let diagnoses = diagnosed(&[chromium(404, &[("x-cld-error", "Resource not found - docs/nope")])]);
    assert_eq!(diagnoses[0]["id"], 0);
    assert_eq!((code(&diagnoses[0]), diagnoses[0]["url"].as_str()), ("asset-not-found", Some(MISSING)));
    let mut blocked = chromium(0, &[]);
    blocked["response"]["_error"] = "net::ERR_BLOCKED_BY_CLIENT".into();
    assert_eq!(code(&diagnosed(&[blocked])[0]), "request-blocked");
}

/// What each browser's own exporter wrote; `har/record.mjs` records them again.
#[test]
fn reads_what_browsers_export() {
    for (browser, har) in
        [("Chromium", &include_bytes!("har/chromium.har")[..]), ("Firefox", include_bytes!("har/firefox.har"))]
    {
        let output = run(&["har", "--jsonl", "-"], har);
        assert_eq!((output.status.code(), errors(&output)), (Some(1), ""), "{browser}");
        let diagnoses = lines(&output);
        let told = |status: u64, end: &str| -> Vec<[&str; 3]> {
            let asked = diagnoses.iter().filter(|one| one["status"] == status);
            let mut told: Vec<[&str; 3]> = asked
                .filter(|one| one["url"].as_str().is_some_and(|url| url.ends_with(end)))
                .map(|one| {
                    [
                        code(one),
                        one["message"].as_str().unwrap_or_default(),
                        one["findings"][0]["field"].as_str().unwrap_or_default(),
                    ]
                })
                .collect();
            told.sort_unstable();
            told
        };
        assert_eq!(
            told(400, "shoes.jpg"),
            [["parameter-value-invalid", "Invalid crop in transformation: fil", ""]],
            "{browser}"
        );
        assert_eq!(
            told(404, "caf%C3%A9.jpg"),
            [["asset-not-found", "Resource not found - shop/café", ""]],
            "{browser}"
        );
        assert_eq!(told(302, "old.jpg"), [["", "", ""]], "{browser}");
        assert_eq!(told(404, "new.jpg"), [["asset-not-found", "Resource not found - new", ""]], "{browser}");
        assert_eq!(told(200, "shoes.png"), [["", "", ""]], "{browser}");
        assert_eq!(
            told(400, "upload"),
            [
                [
                    "request-stale",
                    "Stale request - reported time is 2023-11-14 22:13:20 +0000 which is more than 1 hour ago",
                    "timestamp"
                ],
                ["upload-file-invalid", "Unsupported source URL: [object Object]", "file"],
                ["upload-not-multipart", "Upload preset must be specified when using unsigned upload", ""],
                [
                    "upload-preset-not-unsigned",
                    "Upload preset must be whitelisted for unsigned uploads",
                    "upload_preset"
                ],
            ],
            "{browser}"
        );
        let markdown = run(&["har", "--markdown", "-"], har);
        assert!(text(&markdown).contains("file: größe.png"), "{browser}: the file's name");
        assert!(!text(&markdown).contains("123456789012345"), "{browser}: the API key");
    }
}

#[test]
fn reads_entries_of_other_programs() {
    // Firefox: names in another order, header values byte by byte; Safari: strings for missing things; Charles: more.
    let firefox = json!({
        "response": {
            "headers": headers(&[("X-Cld-Error", "Resource not found - cafÃ©")]), "status": 404,
            "content": { "mimeType": "image/gif", "size": 0, "text": "" },
        },
        "request": { "url": "https://res.cloudinary.com/demo/image/upload/caf%C3%A9.jpg", "method": "GET", "headers": [] },
        "pageref": "page_1", "time": 4,
    });
    let safari = json!({
        "startedDateTime": "2026-11-02T10:00:00.123Z", "_fetchType": "Network Load", "_priority": "medium",
        "request": { "method": "GET", "url": MISSING, "headers": [], "bodySize": null, "postData": null },
        "response": { "status": "404", "headers": null, "content": { "size": 0, "text": null } },
    });
    let charles = json!({
        "request": { "method": "GET", "url": MISSING, "headers": headers(&[("Host", "res.cloudinary.com")]) },
        "response": { "_charlesStatus": "COMPLETE", "status": 401, "headers": headers(&[("X-Cld-Error", "deny or ACL failure")]),
            "content": { "size": 4, "encoding": "base64", "text": "R0lGODk=" } },
    });
    let diagnoses = diagnosed(&[firefox, safari, charles]);
    let codes: Vec<&str> = diagnoses.iter().map(code).collect();
    assert_eq!(codes, ["asset-not-found", "asset-not-found", "access-denied"]);
    assert_eq!(diagnoses[0]["message"], "Resource not found - café");
}

#[test]
fn passes_over_what_is_not_cloudinarys() {
    let other =
        json!({ "request": { "method": "GET", "url": "https://example.com/a.png" }, "response": { "status": 404 } });
    let odd = [json!({}), json!({ "request": null }), json!({ "request": { "url": 7 }, "response": {} })];
    let fine = json!({ "request": { "url": MISSING, "method": "GET" }, "response": { "status": 200 } });
    let all: Vec<Value> = [other].into_iter().chain(odd).chain([fine]).collect();
    let output = run(&["har", "--jsonl", "-"], &har(&all));
    assert_eq!(output.status.code(), Some(0));
    let diagnoses = lines(&output);
    assert_eq!(diagnoses.len(), 1);
    assert_eq!((diagnoses[0]["id"].as_u64(), diagnoses[0]["verdict"].as_str()), (Some(4), Some("ok")));
}

#[test]
fn reads_the_fields_of_an_upload_however_they_are_kept() {
    let multipart = "------WebKitFormBoundaryabc\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
        Content-Type: image/png\r\n\r\n\r\n------WebKitFormBoundaryabc\r\nContent-Disposition: form-data; \
        name=\"upload_preset\"\r\n\r\nweb\r\n------WebKitFormBoundaryabc\r\nContent-Disposition: form-data; \
        name=\"eager\"\r\n\r\nw_200\r\n------WebKitFormBoundaryabc--\r\n";
    let kind = "multipart/form-data; boundary=----WebKitFormBoundaryabc";
    let message = "Eager parameter is not allowed when using unsigned upload. Only upload_preset,callback upload parameters are allowed.";
    let plain =
        json!({ "mimeType": "application/json", "text": json!({ "error": { "message": message } }).to_string() });
    let encoded = base64(plain["text"].as_str().unwrap().as_bytes());
    let zipped = base64(&gzip(plain["text"].as_str().unwrap().as_bytes()));
    let firefox = format!("Content-Type: {kind}\r\nContent-Length: 9\r\n\r\n{multipart}");
    for post_data in [
        json!({ "mimeType": kind, "text": multipart }),
        json!({ "mimeType": kind, "text": firefox, "params": [] }),
        json!({ "mimeType": kind, "text": base64(multipart.as_bytes()), "encoding": "base64" }),
        json!({ "mimeType": kind, "params": [
            { "name": "file", "fileName": "a.png", "contentType": "image/png" },
            { "name": "upload_preset", "value": "web" }, { "name": "eager", "value": "w_200" }] }),
        json!({ "mimeType": "application/x-www-form-urlencoded", "text": "file=https%3A%2F%2Fa.example%2Fb.png&upload_preset=web&eager=w_200" }),
    ] {
        for body in [
            plain.clone(),
            json!({ "mimeType": "application/json", "encoding": "base64", "text": encoded }),
            json!({ "mimeType": "application/json", "encoding": "base64", "text": zipped }),
        ] {
            let diagnosis = diagnosed(&[uploaded(&post_data, &body)]).remove(0);
            assert_eq!(diagnosis["message"], message, "{body}");
            assert_eq!(
                (code(&diagnosis), &diagnosis["findings"][0]["field"]),
                ("unsigned-parameter-not-allowed", &json!("eager")),
                "{post_data}"
            );
        }
        // Without a message the fields alone tell.
        let silent = diagnosed(&[uploaded(&post_data, &json!({ "size": 0 }))]).remove(0);
        assert_eq!(
            (code(&silent), &silent["findings"][0]["field"]),
            ("unsigned-parameter-not-allowed", &json!("eager")),
            "{post_data}"
        );
    }
}

#[test]
fn a_body_that_was_cut_accuses_no_field() {
    let file = "x\n".repeat(5 << 20);
    let multipart = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n{file}\r\n--b\r\n\
         Content-Disposition: form-data; name=\"upload_preset\"\r\n\r\nweb\r\n--b--\r\n"
    );
    let entry = uploaded(&json!({ "mimeType": "multipart/form-data; boundary=b", "text": multipart }), &json!({}));
    assert_ne!(code(&diagnosed(&[entry])[0]), "upload-preset-missing");
}

#[test]
fn takes_a_byte_order_mark_and_gzip() {
    let plain = har(&[chromium(404, &[])]);
    let marked = [b"\xef\xbb\xbf".as_slice(), &plain].concat();
    for input in [plain.clone(), marked.clone(), gzip(&plain), gzip(&marked)] {
        let output = run(&["har", "--jsonl", "-"], &input);
        assert_eq!((output.status.code(), lines(&output).len()), (Some(1), 1), "{}", errors(&output));
    }
    let folder = std::env::temp_dir().join(format!("xcld-har-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("page.har.gz");
    std::fs::write(&file, gzip(&plain)).unwrap();
    let output = run(&["har", file.to_str().expect("UTF-8")], b"");
    assert!(text(&output).starts_with("error[asset-not-found]"));
    assert!(text(&output).ends_with("The one request to Cloudinary failed.\n"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn says_what_is_wrong_with_a_file() {
    for (input, why) in [
        (&b"{\"log\":{\"version\":\"1.2\"}}"[..], "no list log.entries"),
        (b"{}", "no list log.entries"),
        (b"", "EOF"),
        (b"<html>", "no HAR"),
        (b"{\"log\":{\"entries\":[{]}}", "no HAR"),
        (b"\x1f\x8b\x08\x00", "xcld: -:"),
        (b"{\"log\":{\"entries\":[]}} x", "trailing"),
    ] {
        let output = run(&["har", "-"], input);
        assert_eq!(output.status.code(), Some(2), "{why}");
        assert!(errors(&output).contains(why), "{}", errors(&output));
    }
    let nowhere = run(&["har", "/nowhere/a.har"], b"");
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(errors(&nowhere).contains("/nowhere/a.har"));
}

/// A file that ends too early still tells what it held.
#[test]
fn what_stands_before_a_fault_is_diagnosed() {
    let mut input = har(&[chromium(404, &[]), chromium(401, &[])]);
    input.truncate(input.len() * 3 / 4);
    let output = run(&["har", "--jsonl", "-"], &input);
    assert_eq!((output.status.code(), lines(&output).len()), (Some(2), 1));
    assert!(errors(&output).contains("damaged"));
}

#[test]
fn every_form_of_output() {
    let input = har(&[chromium(404, &[]), chromium(200, &[]), chromium(404, &[])]);
    let human = run(&["har", "-"], &input);
    assert!(text(&human).ends_with("2 of 3 requests to Cloudinary failed.\n"), "{}", text(&human));
    let markdown = run(&["har", "--markdown", "-"], &input);
    assert_eq!(text(&markdown).matches("- Status: 404").count(), 2);
    assert!(text(&markdown).contains("- Time: 2026-11-02T10:00:00.123Z"));
    let curl = run(&["har", "--curl", "-"], &input);
    assert_eq!(text(&curl).lines().filter(|line| line.starts_with("curl -sS -D - -o /dev/null 'https://")).count(), 2);
    let all: Vec<Value> = serde_json::from_slice(&run(&["har", "--json", "-"], &input).stdout).expect("an array");
    assert_eq!(all.len(), 3);
    let none = har(&[]);
    assert_eq!(text(&run(&["har", "-"], &none)), "There are no requests to Cloudinary in it.\n");
    assert_eq!(text(&run(&["har", "--json", "-"], &none)), "[]\n");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
