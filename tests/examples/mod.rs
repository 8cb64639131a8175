//! Reads the examples of docs/codes.

use xcld::exchange::{Exchange, Request};

/// The example behind the line `head`: the request, `name: value` of its fields, and behind an arrow the answer.
pub fn example(page: &str, head: &str) -> Exchange {
    let (_, rest) = page.split_once(&format!("\n{head}:\n\n```text\n")).expect(head);
    let (block, _) = rest.split_once("\n```").expect("the end of the block");
    let mut exchange = Exchange { method: "GET".to_owned(), ..Exchange::default() };
    let mut request = Request::default();
    for line in block.lines() {
        if let Some(answer) = line.strip_prefix("→ ") {
            let (status, message) = answer.split_once(' ').unwrap_or((answer, ""));
            match status.parse() {
                Ok(status) => exchange.status = Some(status),
                Err(_) => exchange.network_error = Some(answer.to_owned()),
            }
            if !message.is_empty() {
                exchange.headers.push(("x-cld-error".to_owned(), message.to_owned()));
            }
        } else if let Some(field) = line.strip_prefix("  ") {
            let (name, value) = field.split_once(": ").expect("a field");
            match name {
                "Content-Type" => request.content_type = Some(value.to_owned()),
                _ => drop(request.fields.insert(name.to_owned(), vec![value.to_owned()])),
            }
            exchange.request = Some(request.clone());
        } else if let Some((method, url)) = line.split_once(' ') {
            (exchange.method, exchange.url) = (method.to_owned(), url.to_owned());
        } else {
            line.clone_into(&mut exchange.url);
        }
    }
    exchange
}
