//! An exchange as a `curl` command, for whoever wants to see the answer again. Secrets are masked.
//!
//! The command is for a POSIX shell. Whatever the URL and the fields hold, neither the shell nor the terminal that it
//! is pasted into reads anything of it as its own.

use crate::diagnosis::is_file_part;
use crate::exchange::{Exchange, Request};
use crate::report::redact;
use crate::url;
use std::borrow::Cow;

/// The command that sends the request of `exchange` again; one with fields has a line for each.
///
/// Of media only the headers are shown, where Cloudinary's reason stands; of all else the whole answer. Of a file
/// only its name is known, so that the file is expected where the command is run. Masked secrets stand as `***`.
pub fn curl(exchange: &Exchange) -> String {
    let target = redact::mask(&exchange.url);
    let options = body(exchange.request.as_ref());
    let mut command = "curl -sS".to_owned();
    match exchange.method.as_str() {
        "HEAD" => command.push_str(" -I"),
        "GET" if options.is_empty() => {
            let is_media = url::read(&exchange.url).kind != url::Kind::Api;
            command.push_str(if is_media { " -D - -o /dev/null" } else { " -i" });
        }
        // curl sends fields with POST by itself.
        "POST" if !options.is_empty() => command.push_str(" -i"),
        method => command.extend([" -i -X ", quoted(method).as_str()]),
    }
    // curl asks for each of `{a,b}` and `[1-3]`, and shortens paths with dots, unless it is told not to.
    if target.contains(['[', ']', '{', '}']) {
        command.push_str(" -g");
    }
    if target.split(['/', '?', '#']).any(|segment| matches!(segment, "." | "..")) {
        command.push_str(" --path-as-is");
    }
    command.push_str(if target.starts_with('-') { " --url " } else { " " });
    command.push_str(&quoted(&target));
    for (option, value) in options {
        command.extend([" \\\n  ", option, " ", quoted(&value).as_str()]);
    }
    command
}

/// The options that send what was sent, with their values.
fn body(request: Option<&Request>) -> Vec<(&'static str, String)> {
    let Some(request) = request else { return Vec::new() };
    let content_type = request.content_type.as_deref().unwrap_or_default();
    let is = |kind: &str| content_type.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    if request.fields.is_empty() {
        let header = (!content_type.is_empty()).then(|| ("-H", format!("Content-Type: {content_type}")));
        return header.into_iter().collect();
    }
    if is("application/json") {
        return vec![("-H", format!("Content-Type: {content_type}")), ("-d", json(request))];
    }
    let option = if is("application/x-www-form-urlencoded") { urlencoded } else { multipart };
    let fields = request.fields.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    fields.map(|(name, value)| option(name, value)).collect()
}

/// The fields as a JSON object. Numbers and flags were kept as text, which Cloudinary takes for the same.
fn json(request: &Request) -> String {
    let member = |(name, values): (&String, &Vec<String>)| {
        let mut values = values.iter().map(|value| serde_json::Value::from(masked(name, value)));
        let first = if values.len() == 1 { values.next() } else { None };
        (redact::mask(name).into_owned(), first.unwrap_or_else(|| values.collect()))
    };
    serde_json::Value::Object(request.fields.iter().map(member).collect()).to_string()
}

fn urlencoded(name: &str, value: &str) -> (&'static str, String) {
    ("--data-urlencode", format!("{}={}", redact::mask(name), masked(name, value)))
}

fn multipart(name: &str, value: &str) -> (&'static str, String) {
    let shown = masked(name, value);
    let name_shown = redact::mask(name);
    if is_file_part(name, value) {
        let file = if shown.contains([',', ';', '"', '\\']) || shown.trim() != shown {
            format!("\"{}\"", shown.replace('\\', "\\\\").replace('"', "\\\""))
        } else {
            shown.into_owned()
        };
        return ("-F", format!("{name_shown}=@{file}"));
    }
    // What -F would read as more than text: a file to read, quotes, blanks to drop, what a part is.
    let is_plain =
        !name.is_empty() && !shown.starts_with(['@', '<', '"', '(']) && !shown.contains(';') && shown.trim() == shown;
    (if is_plain { "-F" } else { "--form-string" }, format!("{name_shown}={shown}"))
}

fn masked<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    if redact::is_secret(name) { Cow::Borrowed(redact::MASK) } else { redact::mask(value) }
}

/// `text` as one word of a POSIX shell.
///
/// Control characters are spelt out: a terminal that the command is pasted into would obey them. No argument of a
/// program can hold NUL, so U+FFFD stands for it.
fn quoted(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    let mut word = "'".to_owned();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\'' => word.push_str("'\\''"),
            '\0' => word.push(char::REPLACEMENT_CHARACTER),
            '\n' => word.push('\n'),
            char if char.is_control() => {
                word.push_str("'\"$(printf '");
                octal(char, &mut word);
                while let Some(next) = chars.next_if(|next| next.is_control() && !matches!(next, '\0' | '\n')) {
                    octal(next, &mut word);
                }
                word.push_str("')\"'");
            }
            char => word.push(char),
        }
    }
    word.push('\'');
    word
}

/// Appends `char` as `printf` reads it in every locale: each byte in octal.
fn octal(char: char, word: &mut String) {
    for byte in char.encode_utf8(&mut [0; 4]).bytes() {
        word.push('\\');
        word.extend([6, 3, 0].map(|shift| char::from(b'0' + (byte >> shift & 7))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(content_type: &str, fields: &[(&str, &str)]) -> String {
        let mut request = Request { content_type: Some(content_type.to_owned()), ..Request::default() };
        for (name, value) in fields {
            request.fields.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        curl(&Exchange {
            url: "https://api.cloudinary.com/v1_1/demo/image/upload".to_owned(),
            method: "POST".to_owned(),
            request: Some(request),
            ..Exchange::default()
        })
    }

    fn get(method: &str, url: &str) -> String {
        curl(&Exchange { url: url.to_owned(), method: method.to_owned(), ..Exchange::default() })
    }

    #[test]
    fn media_show_their_headers() {
        let url = "https://res.cloudinary.com/demo/image/upload/s--AbCdEf12--/c_fil/it's.jpg";
        let shown = r"'https://res.cloudinary.com/demo/image/upload/s--***--/c_fil/it'\''s.jpg'";
        assert_eq!(get("GET", url), format!("curl -sS -D - -o /dev/null {shown}"));
        assert_eq!(get("HEAD", url), format!("curl -sS -I {shown}"));
    }

    #[test]
    fn what_curl_would_read_in_a_url_is_switched_off() {
        assert_eq!(get("GET", "https://a.example/{a}/b"), "curl -sS -D - -o /dev/null -g 'https://a.example/{a}/b'");
        assert_eq!(
            get("GET", "https://a.example/./b"),
            "curl -sS -D - -o /dev/null --path-as-is 'https://a.example/./b'"
        );
        assert_eq!(get("GET", "-o/etc/x"), "curl -sS -D - -o /dev/null --url '-o/etc/x'");
    }

    #[test]
    fn an_api_shows_its_answer() {
        let url = "https://api.cloudinary.com/v1_1/demo/resources/image";
        assert_eq!(get("GET", url), format!("curl -sS -i '{url}'"));
        assert_eq!(get("DELETE", url), format!("curl -sS -i -X DELETE '{url}'"));
        assert_eq!(get("POST", url), format!("curl -sS -i -X POST '{url}'"));
    }

    #[test]
    fn an_upload_has_a_line_for_each_field() {
        let form = "multipart/form-data; boundary=x";
        let fields = [
            ("file", "my cat;1.png"),
            ("context", "alt=a;b"),
            ("api_key", "123456789012345"),
            ("signature", "abcdef"),
            ("tags[]", "a"),
            ("tags[]", "@b"),
        ];
        let expected = [
            "curl -sS -i 'https://api.cloudinary.com/v1_1/demo/image/upload'",
            "-F 'api_key=***'",
            "--form-string 'context=alt=a;b'",
            "-F 'file=@\"my cat;1.png\"'",
            "-F 'signature=***'",
            "-F 'tags[]=a'",
            "--form-string 'tags[]=@b'",
        ];
        assert_eq!(upload(form, &fields), expected.join(" \\\n  "));
    }

    #[test]
    fn a_file_part_is_told_from_text() {
        for (name, value, shown) in [
            ("file", "cat.png", "-F 'file=@cat.png'"),
            ("file", "blob", "-F 'file=@blob'"),
            ("file", "https://b.example/a.png?token=t0k", "-F 'file=https://b.example/a.png?token=***'"),
            ("file", "data:image/png;base64,…", "--form-string 'file=data:image/png;base64,…'"),
            ("file", "[object Object]", "-F 'file=[object Object]'"),
            ("file", "", "-F 'file='"),
            ("photo", "cat.png", "-F 'photo=@cat.png'"),
            ("public_id", "cat.png", "-F 'public_id=cat.png'"),
        ] {
            let command = upload("multipart/form-data; boundary=x", &[(name, value)]);
            assert!(command.ends_with(shown), "{command}");
        }
    }

    #[test]
    fn other_bodies_are_sent_as_they_were() {
        let form = upload("application/x-www-form-urlencoded", &[("public_id", "a&b"), ("api_secret", "x")]);
        assert!(
            form.ends_with("\n  --data-urlencode 'api_secret=***' \\\n  --data-urlencode 'public_id=a&b'"),
            "{form}"
        );
        let json = upload("application/json", &[("tags", "a"), ("tags", "b"), ("token", "x")]);
        let body = r#"-H 'Content-Type: application/json' \
  -d '{"tags":["a","b"],"token":"***"}'"#;
        assert!(json.ends_with(body), "{json}");
        assert!(upload("text/plain", &[]).ends_with("upload' \\\n  -H 'Content-Type: text/plain'"));
    }

    #[test]
    fn a_terminal_gets_no_control_characters() {
        assert_eq!(
            quoted("a\u{1b}[201~\r\nb\u{9b}"),
            "'a'\"$(printf '\\033')\"'[201~'\"$(printf '\\015')\"'\nb'\"$(printf '\\302\\233')\"''"
        );
        assert_eq!(quoted("a\0"), "'a\u{fffd}'");
        assert_eq!(quoted(""), "''");
    }
}
