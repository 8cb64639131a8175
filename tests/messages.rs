//! What servers are known to say, held against the catalogue.
//!
//! `corpus/messages.jsonl`: one sighting a line, from Cloudinary's documentation and support articles, the
//! official SDKs' documentation and tests, and answers published in public issues and repositories. `code` is
//! null where the message has no code of its own; `verbatim` is false where a placeholder stands in it.

use serde::Deserialize;
use xcld::diagnosis::{Diagnosis, MessageFrom, Verdict, diagnose};
use xcld::exchange::Exchange;

#[derive(Deserialize)]
struct Sighting {
    message: String,
    surface: String,
    status: Option<u16>,
    url: Option<String>,
    code: Option<String>,
}

const SAMPLE: &str = "https://res.cloudinary.com/demo/image/upload/v1/sample.jpg";
const UPLOAD: &str = "https://api.cloudinary.com/v1_1/demo/image/upload";
const ADMIN: &str = "https://api.cloudinary.com/v1_1/demo/resources/image";

fn sightings() -> Vec<Sighting> {
    include_str!("corpus/messages.jsonl").lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn answered(url: &str, status: impl Into<Option<u16>>, message: &str) -> Exchange {
    let method = if url.contains("api.cloudinary.com") { "POST" } else { "GET" };
    Exchange {
        url: url.to_owned(),
        method: method.to_owned(),
        status: status.into(),
        headers: vec![("X-Cld-Error".to_owned(), message.to_owned())],
        ..Exchange::default()
    }
}

fn read(sighting: &Sighting) -> Diagnosis {
    let url = sighting.url.as_deref().unwrap_or(match sighting.surface.as_str() {
        "upload" => UPLOAD,
        "admin" => ADMIN,
        _ => SAMPLE,
    });
    diagnose(&answered(url, sighting.status.or(Some(400)), &sighting.message))
}

#[test]
fn every_sighting_has_its_code() {
    let mut wrong = Vec::new();
    for sighting in sightings() {
        let diagnosis = read(&sighting);
        assert_eq!(diagnosis.verdict, Verdict::Error, "{}", sighting.message);
        assert_eq!(diagnosis.message_from, Some(MessageFrom::XCldError));
        assert_eq!(diagnosis.message.as_deref(), Some(sighting.message.trim()));
        let codes: Vec<&str> = diagnosis.findings.iter().map(|finding| finding.code.as_str()).collect();
        let Some(code) = sighting.code else {
            assert!(!codes.is_empty(), "{}", sighting.message);
            continue;
        };
        // Where the URL shows the reason, that comes first.
        let at = codes.iter().position(|one| *one == code);
        if at.is_none() || at > Some(usize::from(sighting.url.is_some())) {
            wrong.push(format!("{}: {code}, not {codes:?}", sighting.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
