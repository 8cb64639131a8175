//! What was posted, as the body that a form with these fields has: the browsers' panels take the fields from there.

use serde_json::{Map, Value};

/// A body of the media type `kind` with `fields`; a file is there by its name alone.
pub fn text<'a>(kind: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("multipart/form-data") {
        return multipart(boundary(kind).unwrap_or("xcld"), fields);
    }
    let is_json = essence.to_ascii_lowercase().ends_with("json");
    if is_json { json(fields) } else { urlencoded(fields) }
}

fn boundary(kind: &str) -> Option<&str> {
    let boundary = kind.split(';').find_map(|parameter| parameter.trim().strip_prefix("boundary="))?.trim();
    Some(boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

fn multipart<'a>(boundary: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        body.extend([
            "--",
            boundary,
            "\r\nContent-Disposition: form-data; name=\"",
            &name,
            "\"\r\n\r\n",
            value,
            "\r\n",
        ]);
    }
    body.extend(["--", boundary, "--\r\n"]);
    body
}

/// Several values of a name are a list.
fn json<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut object = Map::new();
    for (name, value) in fields {
        let value = Value::from(value);
        match object.get_mut(name) {
            None => {
                object.insert(name.to_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(object).to_string()
}

fn urlencoded<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        if !body.is_empty() {
            body.push('&');
        }
        form_text(&mut body, name);
        body.push('=');
        form_text(&mut body, value);
    }
    body
}

/// Text as an urlencoded form writes it (url.spec.whatwg.org/#application-x-www-form-urlencoded).
fn form_text(body: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in text.as_bytes() {
        match byte {
            b' ' => body.push('+'),
            b'*' | b'-' | b'.' | b'_' => body.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => body.push(char::from(byte)),
            _ => {
                let digit = |half: u8| DIGITS.get(usize::from(half)).copied().map_or('0', char::from);
                body.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
}
