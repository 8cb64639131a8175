//! A diagnosis as Markdown, for an issue or a support ticket. Secrets are masked.

use crate::diagnosis::{Diagnosis, MessageFrom};
use crate::exchange::Exchange;
use crate::report::because::because;
use crate::report::redact;
use crate::report::view::unexplained;
use crate::span::Span;

/// The report on `exchange`. `context` is added to its facts as `(name, value)`: when it was, how it was seen.
pub fn report(exchange: &Exchange, diagnosis: &Diagnosis, context: &[(&str, String)]) -> String {
    let first = diagnosis.findings.first();
    let title = first.map_or_else(|| unexplained(diagnosis.status), |finding| finding.title.clone());
    let mut blocks = vec![
        format!("## {}", escape(&title)),
        facts(exchange, diagnosis, context).join("\n"),
        fenced(&pointed(&diagnosis.url, first.and_then(|finding| finding.span))),
    ];
    let fields = fields(exchange);
    if !fields.is_empty() {
        blocks.push("Fields:".to_owned());
        blocks.push(fenced(&fields.join("\n")));
    }
    for (place, finding) in diagnosis.findings.iter().enumerate() {
        if place > 0 {
            blocks.push(format!("**{}**", escape(&finding.title)));
        }
        blocks.push(escape(&finding.detail));
        blocks.push(escape(&because(exchange, diagnosis, finding)));
        for fix in &finding.fixes {
            match &fix.url {
                Some(url) => {
                    blocks.push(format!("{}:", escape(&fix.title)));
                    blocks.push(fenced(&redact::mask(url)));
                }
                None => blocks.push(format!("- {}", escape(&fix.title))),
            }
        }
        if !finding.docs.is_empty() {
            blocks.push(format!("<{}>", finding.docs));
        }
    }
    blocks.join("\n\n") + "\n"
}

fn facts(exchange: &Exchange, diagnosis: &Diagnosis, context: &[(&str, String)]) -> Vec<String> {
    let status = match diagnosis.status {
        None | Some(0) => "no answer".to_owned(),
        Some(status) => status.to_string(),
    };
    let kind = exchange.resource_type.as_deref().map_or(String::new(), |kind| format!(" ({kind})"));
    let mut facts = vec![format!("- Status: {status}")];
    if let Some(error) = &exchange.network_error {
        facts.push(format!("- Network: {}", code(error)));
    }
    if let Some(message) = &diagnosis.message {
        facts.push(format!("- Message ({}): {}", source(diagnosis.message_from), code(message)));
    }
    if let Some(id) = &diagnosis.request_id {
        facts.push(format!("- Request ID: {}", code(id)));
    }
    if let Some(timing) = exchange.header("server-timing") {
        facts.push(format!("- Server-Timing: {}", code(timing)));
    }
    if let Some(finding) = diagnosis.findings.first() {
        facts.push(format!("- Cause: {}", code(finding.code.as_str())));
    }
    facts.push(format!("- Request: {}", escape(&format!("{}{kind}", exchange.method))));
    facts.extend(context.iter().map(|(name, value)| format!("- {name}: {}", escape(value))));
    facts
}

/// What was sent, a field a line.
fn fields(exchange: &Exchange) -> Vec<String> {
    let fields = exchange.request.iter().flat_map(|request| &request.fields);
    fields
        .map(|(name, values)| {
            let values = values.join(", ");
            let value = if redact::is_secret(name) { redact::MASK.into() } else { redact::mask(&values) };
            format!("{name}: {value}")
        })
        .collect()
}

/// What the header, or the place in the body, is called that the message was read from.
pub const fn source(from: Option<MessageFrom>) -> &'static str {
    match from {
        Some(MessageFrom::XCldError) | None => "x-cld-error",
        Some(MessageFrom::ServerTiming) => "Server-Timing",
        Some(MessageFrom::Body) => "body",
    }
}

/// The URL, and a second line that points at the fault.
fn pointed(url: &str, fault: Option<Span>) -> String {
    let (shown, fault) = redact::mask_around(url, fault);
    let Some((head, culprit)) =
        fault.and_then(|span| Some((shown.get(..span.start)?, shown.get(span.start..span.end)?)))
    else {
        return shown.into_owned();
    };
    if culprit.is_empty() {
        return shown.into_owned();
    }
    format!("{shown}\n{}{}", " ".repeat(head.chars().count()), "^".repeat(culprit.chars().count()))
}

/// A block of text, with a fence that the text cannot close.
fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}

/// Text in monospace inside a line, whatever backticks it holds. Secrets are masked.
fn code(text: &str) -> String {
    let masked = redact::mask(text);
    let text = one_line(&masked);
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|char| char != '`').map(str::len).max().unwrap_or_default()
}

/// Prose with everything escaped that Markdown or HTML would read as markup. Secrets are masked.
fn escape(text: &str) -> String {
    let masked = redact::mask(text);
    let mut out = String::with_capacity(masked.len());
    for char in one_line(&masked).chars() {
        if matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '@') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// `text` without line breaks and other control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Certainty, Code, Evidence, Finding, Fix, Severity, Surface, Verdict};

    fn exchange() -> Exchange {
        Exchange {
            url: "https://res.cloudinary.com/demo/image/upload/s--abcdefgh--/c_fil,w_300/shoes.jpg".to_owned(),
            method: "GET".to_owned(),
            status: Some(400),
            headers: vec![("Server-Timing".to_owned(), "cld-fastly;dur=12;desc=miss".to_owned())],
            resource_type: Some("image".to_owned()),
            ..Exchange::default()
        }
    }

    fn diagnosis(url: &str) -> Diagnosis {
        let start = url.find("c_fil").unwrap_or_default();
        Diagnosis {
            id: None,
            url: url.to_owned(),
            status: Some(400),
            verdict: Verdict::Error,
            surface: Some(Surface::Delivery),
            message: Some("Invalid crop in transformation: fil `<b>`".to_owned()),
            message_from: Some(MessageFrom::XCldError),
            request_id: Some("a202baae695ac1c12eb1194d95fa02fb".to_owned()),
            anatomy: None,
            findings: vec![Finding {
                code: Code::ParameterValueInvalid,
                severity: Severity::Error,
                certainty: Certainty::Certain,
                evidence: Evidence::Both,
                title: "“fil” is not a crop mode".to_owned(),
                detail: "Cloudinary rejects the whole transformation.".to_owned(),
                span: Some(Span::new(start, start + 5)),
                field: None,
                fixes: vec![Fix { title: "Write c_fill".to_owned(), url: Some(url.replace("c_fil", "c_fill")) }],
                docs: "https://cloudinary.com/documentation/transformation_reference#c_crop_resize",
            }],
        }
    }

    #[test]
    fn says_what_happened_where_and_what_to_do() {
        let exchange = exchange();
        let report = report(&exchange, &diagnosis(&exchange.url), &[("How", "in the page".to_owned())]);
        let pointer = " ".repeat("https://res.cloudinary.com/demo/image/upload/s--***--/".len()) + "^^^^^";
        let expected = [
            "## “fil” is not a crop mode",
            "",
            "- Status: 400",
            "- Message (x-cld-error): `` Invalid crop in transformation: fil `<b>` ``",
            "- Request ID: `a202baae695ac1c12eb1194d95fa02fb`",
            "- Server-Timing: `cld-fastly;dur=12;desc=miss`",
            "- Cause: `parameter-value-invalid`",
            "- Request: GET (image)",
            "- How: in the page",
            "",
            "```text",
            "https://res.cloudinary.com/demo/image/upload/s--***--/c_fil,w_300/shoes.jpg",
            &pointer,
            "```",
            "",
            "Cloudinary rejects the whole transformation.",
            "",
            "Because the message says “Invalid crop in transformation: fil \\`\\<b\\>\\`”, and the URL has “c\\_fil”.",
            "",
            "Write c\\_fill:",
            "",
            "```text",
            "https://res.cloudinary.com/demo/image/upload/s--***--/c_fill,w_300/shoes.jpg",
            "```",
            "",
            "<https://cloudinary.com/documentation/transformation_reference#c_crop_resize>",
            "",
        ];
        assert_eq!(report, expected.join("\n"));
    }

    #[test]
    fn text_from_the_network_stays_text() {
        let mut exchange = exchange();
        exchange.url = "https://res.cloudinary.com/demo/image/upload/```\n# x".to_owned();
        let mut diagnosis = diagnosis(&exchange.url);
        diagnosis.message = Some("![x](https://a.example/?token=1234567) <script>\r\n## heading ```".to_owned());
        if let Some(finding) = diagnosis.findings.first_mut() {
            finding.title = "<img src=x> *bold*".to_owned();
        }
        let report = report(&exchange, &diagnosis, &[]);
        assert!(report.starts_with("## \\<img src=x\\> \\*bold\\*\n"), "{report}");
        assert!(report.contains("````text\nhttps://res.cloudinary.com/demo/image/upload/```\n"), "{report}");
        assert!(!report.contains("\n## heading"), "{report}");
        assert!(!report.contains("1234567"), "{report}");
    }

    #[test]
    fn the_fields_of_an_upload_are_listed_without_its_secrets() {
        let mut exchange = exchange();
        let fields = [("upload_preset", "web"), ("signature", "abc"), ("api_key", "1"), ("file", "cat.png")];
        exchange.request = Some(crate::exchange::Request {
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect(),
            ..crate::exchange::Request::default()
        });
        let report = report(&exchange, &diagnosis(&exchange.url), &[]);
        assert!(report.contains("api_key: ***\nfile: cat.png\nsignature: ***\nupload_preset: web\n"), "{report}");
    }
}
