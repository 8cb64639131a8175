//! Uploads as tests write them down: a form, and the status and reason that it got.
#![allow(dead_code, reason = "each file of tests needs some of it")]

use xcld::diagnosis::{Diagnosis, Surface, diagnose};
use xcld::exchange::{Exchange, Request};

pub const UPLOAD: &str = "https://api.cloudinary.com/v1_1/demo/image/upload";
pub const FORM: &str = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW";
pub const KEY: &str = "123456789012345";
pub const SIGNATURE: &str = "839bcf1437a77e04c317eb48b973dbe50b2fa05c";

pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// A form that a browser sent to the API, and the status and reason that it got.
pub fn sent(fields: Fields, status: u16, message: &str) -> Exchange {
    let mut request = Request { content_type: Some(FORM.to_owned()), ..Request::default() };
    for (name, value) in fields {
        request.fields.entry((*name).to_owned()).or_default().push((*value).to_owned());
    }
    let body = (!message.is_empty()).then(|| serde_json::json!({ "error": { "message": message } }).to_string());
    Exchange {
        url: UPLOAD.to_owned(),
        method: "POST".to_owned(),
        status: Some(status),
        request: Some(request),
        body,
        ..Exchange::default()
    }
}

pub const UNSIGNED: Fields = &[("file", "a.jpg"), ("upload_preset", "web")];
pub const SIGNED: Fields =
    &[("file", "a.jpg"), ("api_key", KEY), ("timestamp", "1790000000"), ("signature", SIGNATURE)];

pub fn with<'a>(fields: Fields<'a>, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().chain(more).copied().collect()
}

pub fn told(diagnosis: &Diagnosis) -> (&'static str, Option<&str>) {
    diagnosis.findings.first().map_or(("", None), |first| (first.code.as_str(), first.field.as_deref()))
}

/// What was sent, the status, the message, and the code and field of the first finding.
pub type Row<'a> = (Vec<(&'a str, &'a str)>, u16, &'a str, &'a str, Option<&'a str>);

#[track_caller]
pub fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (fields, status, message, code, field) in rows {
        let diagnosis = diagnose(&sent(fields, *status, message));
        assert_eq!(diagnosis.surface, Some(Surface::Upload));
        if told(&diagnosis) != (code, *field) {
            wrong.push(format!("{status} {message}\n   {:?}\n   wanted {:?}\n", told(&diagnosis), (code, field)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), rows.len(), wrong.join(""));
}
