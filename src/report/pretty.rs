//! JSON, laid out for reading.

use serde::de::IgnoredAny;

/// `text` with a line for each value, if it is JSON. Every value stays as it was written, and so does the order: only
/// the white space between them changes.
pub fn json(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                out.push('"');
                while let Some(inner) = chars.next() {
                    out.push(inner);
                    match inner {
                        '\\' => out.extend(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                out.push(c);
                while chars.next_if(char::is_ascii_whitespace).is_some() {}
                // What is empty stays on its line.
                if let Some(close) = chars.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    break_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(',');
                break_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    Some(out)
}

/// What is nested deeper than anybody reads is not set in further, so that the text grows with its length alone.
fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth.min(20)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lays_out_and_changes_nothing_else() {
        let text = r#" {"error":{"message":"a, \"b\": {c}"},"n":[1.50,1e3, {} ,[ ]],"é":null}"#;
        let laid = "{\n  \"error\": {\n    \"message\": \"a, \\\"b\\\": {c}\"\n  },\n  \"n\": [\n    1.50,\n    1e3,\n    {},\n    []\n  ],\n  \"é\": null\n}";
        assert_eq!(json(text).as_deref(), Some(laid));
        assert_eq!(json(laid).as_deref(), Some(laid));
        for text in ["", "plain", "\"text\"", "1", "{", "{\"a\":1} x", "<html>"] {
            assert_eq!(json(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC{0,40}|[\\[\\]{}\",:0-9\\\\ ]{0,30}") {
            if let (Some(laid), Ok(before)) = (json(&text), serde_json::from_str::<serde_json::Value>(text.trim())) {
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&laid).unwrap(), before);
            }
        }
    }
}
