//! What speaks for a finding, in words.

use crate::catalogue::words::short;
use crate::diagnosis::{Diagnosis, Evidence, Finding};
use crate::exchange::Exchange;

/// One sentence: “Because the message says “…”, and the URL has “w_200”.”
pub fn because(exchange: &Exchange, diagnosis: &Diagnosis, finding: &Finding) -> String {
    match finding.evidence {
        Evidence::Request => format!("Because {}.", request(exchange, finding)),
        Evidence::Answer => format!("Because {}.", answer(diagnosis, exchange)),
        Evidence::Both => format!("Because {}, and {}.", answer(diagnosis, exchange), request(exchange, finding)),
    }
}

/// What the server said, or the browser in its place.
fn answer(diagnosis: &Diagnosis, exchange: &Exchange) -> String {
    match (&diagnosis.message, diagnosis.status, &exchange.network_error) {
        (Some(message), ..) => format!("the message says “{}”", short(message)),
        (None, Some(status @ 1..), _) => format!("the answer is a {status} that gives no reason"),
        (None, _, Some(error)) => format!("the browser reports {}", short(error)),
        (None, ..) => "no answer came".to_owned(),
    }
}

/// What the URL holds or an upload sent.
fn request(exchange: &Exchange, finding: &Finding) -> String {
    if let Some(field) = &finding.field {
        let sent = exchange.request.as_ref().is_some_and(|request| request.fields.contains_key(field));
        let verb = if sent { "sends" } else { "does not send" };
        return format!("the request {verb} “{}”", short(field));
    }
    match finding.span.map(|span| span.of(&exchange.url)) {
        Some("") => "something is missing in the URL".to_owned(),
        Some(text) => format!("the URL has “{}”", short(text)),
        None => "the request is made that way".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::diagnose;
    use crate::exchange::Request;

    fn sentences(exchange: &Exchange) -> Vec<String> {
        let diagnosis = diagnose(exchange);
        diagnosis.findings.iter().map(|finding| because(exchange, &diagnosis, finding)).collect()
    }

    fn delivery(path: &str, status: u16, message: Option<&str>) -> Exchange {
        Exchange {
            url: format!("https://res.cloudinary.com/demo/image/upload/{path}"),
            method: "GET".to_owned(),
            status: Some(status),
            headers: message.map(|text| ("x-cld-error".to_owned(), text.to_owned())).into_iter().collect(),
            ..Exchange::default()
        }
    }

    #[test]
    fn names_what_agrees() {
        let said = sentences(&delivery("c_fil,w_300/x.jpg", 400, Some("Invalid crop in transformation: fil")));
        assert_eq!(
            said.first().map(String::as_str),
            Some("Because the message says “Invalid crop in transformation: fil”, and the URL has “fil”.")
        );
        let said = sentences(&delivery("x.jpg", 404, None));
        assert_eq!(said.first().map(String::as_str), Some("Because the answer is a 404 that gives no reason."));
    }

    #[test]
    fn names_what_was_sent_and_what_was_not() {
        let fields = [("upload_preset", "web"), ("overwrite", "true")];
        let mut upload = Exchange {
            url: "https://api.cloudinary.com/v1_1/demo/image/upload".to_owned(),
            method: "POST".to_owned(),
            status: Some(400),
            ..delivery("", 400, Some("overwrite parameter is not allowed when using unsigned upload"))
        };
        upload.request = Some(Request {
            content_type: Some("multipart/form-data; boundary=x".to_owned()),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect(),
            ..Request::default()
        });
        let said = sentences(&upload).join("\n");
        assert!(said.contains("the request sends “overwrite”"), "{said}");
        upload.headers = vec![("x-cld-error".to_owned(), "Missing required parameter - file".to_owned())];
        let said = sentences(&upload).join("\n");
        assert!(said.contains("the request does not send “file”"), "{said}");
    }
}
