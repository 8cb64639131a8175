//! What the answer says: the server's error text, where it stood, and the request ID.

use super::MessageFrom;
use crate::exchange::{self, Exchange};
use crate::server_timing::metrics;
use std::borrow::Cow;

/// The server's error text and where it was read: `x-cld-error`, then `Server-Timing`, then the body.
pub fn message(exchange: &Exchange) -> Option<(String, MessageFrom)> {
    None.or_else(|| header_message(exchange).map(|text| (text, MessageFrom::XCldError)))
        .or_else(|| timing(exchange, "cld-error").map(|text| (text, MessageFrom::ServerTiming)))
        .or_else(|| body_message(exchange.body.as_deref()?).map(|text| (text, MessageFrom::Body)))
}

/// The ID under which Cloudinary's support finds this request.
pub fn request_id(exchange: &Exchange) -> Option<String> {
    let header = exchange.values("x-request-id").map(str::trim).find(|id| !id.is_empty());
    header.map(str::to_owned).or_else(|| timing(exchange, "cld-id"))
}

/// Whether the answer came from Cloudinary, whatever the host is called.
pub fn is_cloudinarys(exchange: &Exchange) -> bool {
    exchange.values("x-cld-error").next().is_some()
        || exchange.values("server").any(|server| server.trim().eq_ignore_ascii_case("cloudinary"))
        || exchange.values("server-timing").flat_map(metrics).any(|metric| {
            ["cld-error", "cld-id", "cld-akam", "cld-fastly", "cld-cloudflare"].iter().any(|name| metric.is(name))
        })
}

/// Repeated headers are one list (RFC 9110, section 5.3); the same text twice is one error.
fn header_message(exchange: &Exchange) -> Option<String> {
    let mut texts: Vec<Cow<str>> = Vec::new();
    for value in exchange.values("x-cld-error") {
        let text = exchange::decoded(value.trim());
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then(|| texts.join(", "))
}

/// The description of the metric `name` of `Server-Timing`.
fn timing(exchange: &Exchange, name: &str) -> Option<String> {
    exchange.values("server-timing").flat_map(metrics).filter(|metric| metric.is(name)).find_map(|metric| {
        let text = metric.description()?;
        let text = exchange::decoded(text.trim()).trim().to_owned();
        (!text.is_empty()).then_some(text)
    })
}

/// `error.message` of a JSON body, as the APIs answer.
fn body_message(body: &str) -> Option<String> {
    let body = body.trim_start_matches('\u{feff}').trim();
    if !body.starts_with('{') {
        return None;
    }
    let json: serde_json::Value = serde_json::from_str(body).ok()?;
    let error = json.get("error")?;
    let text = error.get("message").unwrap_or(error).as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(headers: &[(&str, &str)]) -> Exchange {
        let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        Exchange { headers, ..Exchange::default() }
    }

    #[track_caller]
    fn timed(value: &str) -> Option<String> {
        let (text, from) = message(&with(&[("Server-Timing", value)]))?;
        assert_eq!(from, MessageFrom::ServerTiming);
        Some(text)
    }

    #[test]
    fn reads_the_header_before_anything_else() {
        let mut exchange =
            with(&[("server-timing", "cld-error;desc=\"second\""), ("X-CLD-Error", "  Resource not found - a ")]);
        exchange.body = Some(r#"{"error":{"message":"third"}}"#.to_owned());
        assert_eq!(message(&exchange).unwrap(), ("Resource not found - a".to_owned(), MessageFrom::XCldError));
        exchange.headers.pop();
        assert_eq!(message(&exchange).unwrap().0, "second");
        exchange.headers.pop();
        assert_eq!(message(&exchange).unwrap(), ("third".to_owned(), MessageFrom::Body));
        exchange.body = Some("{\"error\":".to_owned());
        assert_eq!(message(&exchange), None);
    }

    #[test]
    fn joins_repeated_headers_and_takes_the_same_text_once() {
        let exchange = with(&[("x-cld-error", "a"), ("x-cld-error", ""), ("X-Cld-Error", "a"), ("x-cld-error", "b")]);
        assert_eq!(message(&exchange).unwrap().0, "a, b");
    }

    #[test]
    fn scans_server_timing_as_the_edges_write_it() {
        for (value, text) in [
            // Fastly, March 2024; Cloudflare, September 2026.
            (
                "cld-fastly;dur=304;cpu=1;start=2024-03-30T18:57:44.158Z;desc=miss,rtt;dur=20,cloudinary;dur=193;\
                 start=2024-03-30T18:57:44.215Z,cld-id;desc=a202baae,cld-error;desc=\"Resource not found - a_9366\"",
                "Resource not found - a_9366",
            ),
            (
                "cld-cloudflare;dur=420;start=2026-09-26T21:05:12.838Z;desc=miss,rtt;dur=77;cloudinary;dur=96;\
                 start=2026-09-26T21:05:13.043Z,cld-id;desc=ec21,cld-error;desc=\"Resource not found - x\"",
                "Resource not found - x",
            ),
            (
                "content-info;desc=\"width=864,format=\"avif\",ef=(1,11);\";cloudinary;dur=459,cld-error;desc=\"a b\", rtt;dur=3",
                "a b",
            ),
            (
                "cld-error;desc=\"missing permissions (actions=[\"create\"])\",cld-id;desc=1",
                "missing permissions (actions=[\"create\"])",
            ),
            (
                "cld-error;desc=\"Metadata External IDs do not exist: [\\\"a\\\", \\\"b\\\"]\"",
                "Metadata External IDs do not exist: [\"a\", \"b\"]",
            ),
            ("CLD-Error; dur=0; DESC = \"x, y; z\"", "x, y; z"),
            ("cld-error;desc=plain,rtt;dur=1", "plain"),
            ("cld-error;desc=\"cut off", "cut off"),
        ] {
            assert_eq!(timed(value).as_deref(), Some(text), "{value}");
        }
        for value in
            ["cld-error", "cld-error;desc=\"\"", "cld-errors;desc=\"a\"", "x-cld-error;desc=\"a\"", "rtt;dur=1", ""]
        {
            assert_eq!(timed(value), None, "{value}");
        }
    }

    #[test]
    fn finds_the_request_id() {
        assert_eq!(request_id(&with(&[("X-Request-Id", " abc ")])).as_deref(), Some("abc"));
        assert_eq!(request_id(&with(&[("server-timing", "rtt;dur=1,cld-id;desc=e1,x")])).as_deref(), Some("e1"));
        assert_eq!(request_id(&with(&[])), None);
    }
}
