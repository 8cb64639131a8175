//! What every renderer must do: say the same sentence, and show no secret.

mod examples;

use examples::example;
use proptest::prelude::*;
use xcld::cli::{pages, render};
use xcld::diagnosis::diagnose;
use xcld::exchange::{Exchange, Request};
use xcld::report::{curl, json, markdown, redact};

/// A report without the backslashes that keep Markdown from being read.
fn unescaped(report: &str) -> String {
    report.replace('\\', "")
}

#[test]
fn every_renderer_says_the_same_sentences() {
    for (code, page) in pages() {
        let exchange = example(page, "Fails");
        let diagnosis = diagnose(&exchange);
        let first = diagnosis.findings.first().expect("a finding");
        let value: serde_json::Value = serde_json::from_str(&json::to_string(&diagnosis)).expect("JSON");
        assert_eq!(value["findings"][0]["title"], first.title.as_str());
        assert_eq!(value["findings"][0]["detail"], first.detail.as_str());
        let human = render(&exchange, &diagnosis);
        let report = unescaped(&markdown::report(&exchange, &diagnosis, &[]));
        for finding in &diagnosis.findings {
            for sentence in
                [&finding.title, &finding.detail].into_iter().chain(finding.fixes.iter().map(|fix| &fix.title))
            {
                assert!(human.contains(sentence.as_str()), "{code}: {sentence}\n{human}");
                assert!(report.contains(&sentence.replace('\\', "")), "{code}: {sentence}\n{report}");
            }
            assert!(human.contains(finding.docs) && report.contains(finding.docs), "{code}");
        }
    }
}

/// A secret that no other text here could hold by chance.
fn secret() -> impl Strategy<Value = String> {
    "Z[0-9][a-zA-Z0-9]{18,38}"
}

/// Where Cloudinary's URLs and messages hold secrets.
fn places(secret: &str, number: &str) -> Vec<(String, String)> {
    let fine = "https://res.cloudinary.com/demo/image/upload/docs/a.jpg".to_owned();
    let upload = "https://api.cloudinary.com/v1_1/demo/image/upload".to_owned();
    vec![
        (
            format!("https://res.cloudinary.com/demo/image/upload/s--{secret}--/c_fil,w_2/docs/a.jpg"),
            "Invalid crop in transformation: fil".to_owned(),
        ),
        (format!("{fine}?__cld_token__=exp=1~hmac={secret}"), "deny or ACL failure".to_owned()),
        (
            format!("https://res.cloudinary.com/demo/image/fetch/https://b.example/a.png%3Ftoken%3D{secret}"),
            format!("Error in loading https://b.example/a.png?token={secret} - 403 Forbidden"),
        ),
        (
            upload.clone(),
            format!(
                "Invalid Signature {secret}. String to sign - 'notification_url=https://c.example/?token={secret}&timestamp=17'."
            ),
        ),
        (upload.clone(), format!("Unknown API key {number}")),
        (
            upload.clone(),
            "Stale request - reported time is 2026-09-21 14:13:20 +0000 which is more than 1 hour ago".to_owned(),
        ),
        (format!("{upload}?api_key={number}&signature={secret}"), "Missing required parameter - file".to_owned()),
        (upload, String::new()),
    ]
}

/// An exchange that holds `secret` and `number` wherever one can be.
fn exchange(url: &str, message: &str, secret: &str, number: &str, status: u16) -> Exchange {
    let mut request =
        Request { content_type: Some("multipart/form-data; boundary=x".to_owned()), ..Request::default() };
    for (name, value) in [
        ("file", "a.jpg"),
        ("api_key", number),
        ("api_secret", secret),
        ("signature", secret),
        ("token", secret),
        ("timestamp", "17"),
    ] {
        request.fields.insert(name.to_owned(), vec![value.to_owned()]);
    }
    let is_upload = url.contains("api.cloudinary.com");
    Exchange {
        url: url.to_owned(),
        method: if is_upload { "POST" } else { "GET" }.to_owned(),
        status: Some(status),
        headers: vec![
            ("set-cookie".to_owned(), format!("session={secret}")),
            ("authorization".to_owned(), format!("Basic {secret}")),
            ("x-cld-error".to_owned(), message.to_owned()),
        ],
        request: is_upload.then_some(request),
        body: Some(format!("{{\"token\":\"{secret}\"}}")),
        ..Exchange::default()
    }
}

proptest! {
    #[test]
    fn no_secret_is_shown(secret in secret(), number in "[1-9][0-9]{14}", place in 0usize..8, status in prop::sample::select(vec![200u16, 400, 401, 403, 404, 420, 500])) {
        let (url, message) = places(&secret, &number).remove(place);
        let exchange = exchange(&url, &message, &secret, &number, status);
        let diagnosis = diagnose(&exchange);
        // JSON echoes the URL and the message as they were, and corrected URLs; nothing else of it holds a secret.
        let mut echoed = diagnosis.clone();
        echoed.url = String::new();
        echoed.message = None;
        echoed.anatomy = None;
        for finding in &mut echoed.findings {
            finding.fixes.iter_mut().for_each(|fix| fix.url = None);
        }
        let mut shown = vec![
            ("human", render(&exchange, &diagnosis)),
            ("Markdown", markdown::report(&exchange, &diagnosis, &[])),
            ("cURL", curl(&exchange)),
        ];
        // A finding may quote what the URL or the message says.
        if !url.contains(&secret) && !message.contains("token=") {
            shown.push(("JSON", json::to_string(&echoed)));
        }
        for (what, text) in shown {
            prop_assert!(!text.contains(&secret), "{} {}", what, text);
            prop_assert!(!text.contains(&number), "{} {}", what, text);
        }
    }
}

/// The arguments that a POSIX shell gives `curl` for `command`.
#[cfg(unix)]
fn arguments(command: &str) -> Vec<String> {
    // The shell's own printf in place of curl: an argument cannot hold NUL, so it ends each.
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("a shell");
    assert!(output.status.success() && output.stderr.is_empty(), "{command}\n{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_terminator('\0').map(str::to_owned).collect()
}

/// Text with everything that a shell, a terminal or curl reads as its own.
fn hostile() -> impl Strategy<Value = String> {
    "([ -~]|['\"\\\\`$!;&|<>@(){}*?%\n\r\t\u{1b}\u{7f}\u{9b}é😀]|\\$\\(id\\)|\\PC){0,40}"
}

#[cfg(unix)]
proptest! {
    #[test]
    fn a_shell_gives_curl_what_was_sent(path in hostile(), name in "[a-f_]{1,8}(\\[\\])?", values in prop::collection::vec(hostile(), 0..4)) {
        let url = format!("https://api.cloudinary.com/v1_1/demo/image/upload?x={path}");
        let mut request = Request { content_type: Some("multipart/form-data; boundary=x".to_owned()), ..Request::default() };
        request.fields.insert(name.clone(), values.clone());
        let exchange = Exchange { url: url.clone(), method: "POST".to_owned(), request: Some(request), ..Exchange::default() };
        let arguments = arguments(&curl(&exchange));
        prop_assert!(arguments.contains(&redact::mask(&url).into_owned()), "{:?}", arguments);
        let sent: Vec<&str> = arguments.windows(2).filter(|pair| matches!(pair[0].as_str(), "-F" | "--form-string")).map(|pair| pair[1].as_str()).collect();
        let expected: Vec<String> = values.iter().map(|value| format!("{name}={}", redact::mask(value))).collect();
        prop_assert_eq!(sent.len(), expected.len());
        for (sent, expected) in sent.into_iter().zip(expected) {
            // What looks like the name of a file is sent as one.
            let file = sent.strip_prefix(&name).and_then(|rest| rest.strip_prefix("=@"));
            prop_assert!(sent == expected || file.is_some(), "{} {}", sent, expected);
        }
    }
}
