//! What was sent to an API host, as named fields: never the content of a file, and bounded in every way.
//!
//! Chromium gives a form with a file only as the raw head of its multipart body, Firefox gives its fields; both
//! give JSON as bytes.

use crate::exchange::Request;
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// No more of a body than this is read, in bytes.
const MAX_READ: usize = 1 << 20;
/// No more fields than this are kept.
const MAX_FIELDS: usize = 200;
/// No longer value than this is kept, in bytes.
const MAX_VALUE: usize = 4096;

type Fields = BTreeMap<String, Vec<String>>;

/// A form's fields, as the browser read them.
pub fn from_form(form: impl IntoIterator<Item = (String, Vec<String>)>) -> Request {
    let mut fields = Fields::new();
    for (name, values) in form {
        for value in values {
            keep(&mut fields, &name, &value);
        }
    }
    Request { content_type: None, fields, size: None }
}

/// The fields of a raw body; what it is, is told from the body itself.
///
/// `bytes` is what the browser gave of it, `size` the whole body's size in bytes, where it is known.
pub fn from_raw(bytes: &[u8], size: Option<u64>) -> Request {
    let head = bytes.get(..MAX_READ).unwrap_or(bytes);
    let mut fields = Fields::new();
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace());
    let content_type = match first {
        Some(b'-') if head.starts_with(b"--") => {
            multipart(head, &mut fields);
            // The body was made with a boundary: without it the type would say that the boundary is missing.
            let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
            Some(format!("multipart/form-data; boundary={}", lossy(line.get(2..).unwrap_or_default())))
        }
        Some(b'{') => {
            json(head, &mut fields);
            Some("application/json".to_owned())
        }
        Some(_) if head.contains(&b'=') && !head.iter().any(u8::is_ascii_control) => {
            urlencoded(head, &mut fields);
            Some("application/x-www-form-urlencoded".to_owned())
        }
        _ => None,
    };
    Request { content_type, fields, size }
}

/// Reads the text fields of a multipart body whose end may be missing. A file's value is its name.
fn multipart(body: &[u8], fields: &mut Fields) {
    let Some(end) = find(body, b"\r\n") else { return };
    let Some(boundary) = body.get(..end).filter(|boundary| boundary.len() > 2) else { return };
    let mut rest = body.get(end..).unwrap_or_default();
    // Each part: CRLF, header lines, an empty line, the value, CRLF and the boundary.
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let Some(blank) = find(part, b"\r\n\r\n") else { return };
        let (headers, value) = part.split_at(blank);
        let value = value.get(4..).unwrap_or_default();
        let mut delimiter = b"\r\n".to_vec();
        delimiter.extend_from_slice(boundary);
        let end = find(value, &delimiter);
        if let Some((name, file)) = disposition(&String::from_utf8_lossy(headers)) {
            match (file, end) {
                (Some(file), _) => keep(fields, &name, &file),
                (None, Some(end)) => keep(fields, &name, &lossy(value.get(..end).unwrap_or_default())),
                // A text that was cut off says less than it seems to.
                (None, None) => return,
            }
        }
        // Without its content a file's part is followed by the next boundary somewhere further on.
        let Some(end) = end else { return };
        rest = value.get(end + delimiter.len()..).unwrap_or_default();
    }
}

/// The `name` and `filename` of a part's `Content-Disposition`.
fn disposition(headers: &str) -> Option<(String, Option<String>)> {
    let line = headers.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    Some((quoted(line, "name")?, quoted(line, "filename")))
}

/// The value of `key="…"` in a `Content-Disposition`; browsers write `"` and line breaks as %22, %0D and %0A.
fn quoted(line: &str, key: &str) -> Option<String> {
    let mut rest = line;
    while let Some(at) = rest.find(key) {
        let before = rest.get(..at).unwrap_or_default();
        let after = rest.get(at + key.len()..)?;
        if let Some(value) = after.strip_prefix("=\"").filter(|_| before.ends_with([';', ' '])) {
            let value = value.split('"').next()?;
            return Some(value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
        }
        rest = after;
    }
    None
}

/// Reads `application/x-www-form-urlencoded`.
fn urlencoded(body: &[u8], fields: &mut Fields) {
    for pair in body.split(|&byte| byte == b'&') {
        let at = find(pair, b"=").unwrap_or(pair.len());
        let (name, value) = pair.split_at(at);
        keep(fields, &form_text(name), &form_text(value.get(1..).unwrap_or_default()));
    }
}

/// A name or value of an urlencoded form as text.
fn form_text(encoded: &[u8]) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(&byte) = encoded.get(at) {
        at += 1;
        match (byte, digit(encoded.get(at)), digit(encoded.get(at + 1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 2;
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    lossy(&bytes)
}

/// Reads the members of a JSON object; of a text that is cut off, those before the cut.
fn json(body: &[u8], fields: &mut Fields) {
    let mut reader = serde_json::Deserializer::from_slice(body);
    // What was read before an error is kept; there is nothing else to do about one.
    let _ = (&mut reader).deserialize_map(Members { fields });
}

struct Members<'a> {
    fields: &'a mut Fields,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(Value { fields: self.fields, name: &name, nested: false })?;
        }
        Ok(())
    }
}

/// One member's value: scalars and lists of them; an object within is not looked into.
struct Value<'a> {
    fields: &'a mut Fields,
    name: &'a str,
    nested: bool,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        keep(self.fields, self.name, text);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        keep(self.fields, self.name, if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        keep(self.fields, self.name, &value.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        keep(self.fields, self.name, &value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        // As JSON writes it: Rust spells 1e300 out.
        keep(self.fields, self.name, &serde_json::Value::from(value).to_string());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        keep(self.fields, self.name, "");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.nested {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        while seq.next_element_seed(Value { fields: self.fields, name: self.name, nested: true })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        // That the field is there is worth knowing even so.
        keep(self.fields, self.name, "{…}");
        Ok(())
    }
}

/// Keeps one value, within the bounds. A `data:` URL is a file's content: only what it says of itself stays.
fn keep(fields: &mut Fields, name: &str, value: &str) {
    if fields.len() >= MAX_FIELDS && !fields.contains_key(name) {
        return;
    }
    let is_data = value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    let limit = if is_data { value.find(',').map_or(0, |comma| comma + 1).min(128) } else { MAX_VALUE };
    let mut kept = prefix(value, limit).to_owned();
    if kept.len() < value.len() {
        kept.push('…');
    }
    let values = fields.entry(prefix(name, MAX_VALUE).to_owned()).or_default();
    if values.len() < MAX_FIELDS {
        values.push(kept);
    }
}

/// The longest prefix of at most `limit` bytes.
fn prefix(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(request: &Request) -> Vec<(&str, &str)> {
        let all = request.fields.iter();
        all.flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str()))).collect()
    }

    #[test]
    fn the_head_of_a_multipart_body_gives_its_text_fields_and_the_file_name() {
        // As Chromium gives it: the file's content is left out, and the closing boundary follows at once.
        let body =
            b"------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"upload_preset\"\r\n\r\nnope\r\n\
            ------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"folder\"\r\n\r\ncaf\xc3\xa9 \"a\"\r\n\
            ------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"my %22x%22.png\"\r\n\
            Content-Type: image/png\r\n\r\n\r\n------WebKitFormBoundaryX--\r\n";
        let request = from_raw(body, None);
        assert_eq!(request.content_type.as_deref(), Some("multipart/form-data; boundary=----WebKitFormBoundaryX"));
        assert_eq!(fields(&request), [("file", "my \"x\".png"), ("folder", "café \"a\""), ("upload_preset", "nope")]);
    }

    #[test]
    fn fields_after_a_file_and_a_cut_are_told_apart() {
        let body = b"--b\r\nContent-Disposition: form-data; filename=\"x.png\"; name=\"file\"\r\n\r\n\r\n--b\r\n\
            content-disposition: form-data; name=\"tags\"\r\n\r\na,b\r\n--b\r\nContent-Disposition: form-data; name=\"cut\"\r\n\r\nval";
        assert_eq!(fields(&from_raw(body, None)), [("file", "x.png"), ("tags", "a,b")]);
    }

    #[test]
    fn json_gives_scalars_and_what_stands_before_a_cut() {
        let body = br#"{"upload_preset":"p","tags":["a","b"],"overwrite":true,"n":3,"context":{"k":"v"},"eager":null}"#;
        let request = from_raw(body, Some(90));
        assert_eq!(request.size, Some(90));
        assert_eq!(
            fields(&request),
            [
                ("context", "{…}"),
                ("eager", ""),
                ("n", "3"),
                ("overwrite", "true"),
                ("tags", "a"),
                ("tags", "b"),
                ("upload_preset", "p")
            ]
        );
        assert_eq!(
            fields(&from_raw(br#"{"upload_preset":"p","file":"data:image/png;base64,AAA"#, None)),
            [("upload_preset", "p")]
        );
    }

    #[test]
    fn an_urlencoded_body_is_decoded() {
        let request = from_raw(b"file=https%3A%2F%2Fx.test%2Fa+b.png&upload_preset=%zz&empty", None);
        assert_eq!(fields(&request), [("empty", ""), ("file", "https://x.test/a b.png"), ("upload_preset", "%zz")]);
    }

    #[test]
    fn the_content_of_a_data_url_is_not_kept() {
        let form = [("file".to_owned(), vec!["data:image/png;base64,iVBORw0KGgo=".to_owned()])];
        assert_eq!(fields(&from_form(form)), [("file", "data:image/png;base64,…")]);
        let form = [("file".to_owned(), vec![format!("data:{}", "x".repeat(10_000))])];
        assert_eq!(fields(&from_form(form)), [("file", "…")]);
    }

    proptest! {
        #[test]
        fn any_body_is_read_within_bounds(bytes in any::<Vec<u8>>(), start in "(--b\r\n|\\{\"a\":|a=)?") {
            let mut body = start.into_bytes();
            body.extend(bytes);
            let request = from_raw(&body, None);
            prop_assert!(request.fields.len() <= MAX_FIELDS);
            prop_assert!(request.fields.values().flatten().all(|value| value.len() <= MAX_VALUE + 3));
        }

        #[test]
        fn fields_of_any_form_come_back(values in prop::collection::vec("[^\r\n]{0,40}", 1..6)) {
            let mut body = Vec::new();
            for (at, value) in values.iter().enumerate() {
                body.extend(format!("--bound\r\nContent-Disposition: form-data; name=\"f{at}\"\r\n\r\n{value}\r\n").bytes());
            }
            body.extend(b"--bound--\r\n");
            let request = from_raw(&body, None);
            for (at, value) in values.iter().enumerate() {
                if !value.to_ascii_lowercase().starts_with("data:") {
                    prop_assert_eq!(&request.fields[&format!("f{at}")], &vec![value.clone()]);
                }
            }
        }
    }
}
