//! The masking of secrets: signatures, API keys and secrets, tokens. Everything else stays as it is.
//!
//! Reports are pasted into public issue trackers, so a doubt is decided for masking.

use crate::exchange::{Exchange, Request};
use crate::span::Span;
use std::borrow::Cow;

/// What stands in place of a secret.
pub const MASK: &str = "***";

/// Names whose values are secrets, in lower case without `-` and `_`: Cloudinary's own, and those that the remote
/// address of a fetch URL may carry (signed storage URLs, API keys).
const SECRETS: &[&str] = &[
    "accesskey",
    "accesskeyid",
    "accesstoken",
    "apikey",
    "apisecret",
    "auth",
    "authkey",
    "authorization",
    "authtoken",
    "awsaccesskeyid",
    "bearer",
    "cldtoken",
    "clientsecret",
    "cookie",
    "credential",
    "csrftoken",
    "googleaccessid",
    "hmac",
    "idtoken",
    "jwt",
    "key",
    "keypairid",
    "oauthtoken",
    "passwd",
    "password",
    "policy",
    "proxyauthorization",
    "pwd",
    "refreshtoken",
    "secret",
    "secretkey",
    "sessionid",
    "sessiontoken",
    "setcookie",
    "sig",
    "sign",
    "signature",
    "token",
    "xaccesstoken",
    "xamzcredential",
    "xamzsecuritytoken",
    "xamzsignature",
    "xapikey",
    "xauthtoken",
    "xcsrftoken",
    "xgoogcredential",
    "xgoogsignature",
    "xsrftoken",
    "xxsrftoken",
];

/// Whether the value of the field or parameter `name` is a secret.
pub fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRETS.binary_search(&plain.as_str()).is_ok()
}

/// The value of the header, field or parameter `name`, masked where it is a secret or holds one.
pub fn value<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    if is_secret(name) && !value.is_empty() { MASK.into() } else { mask(value) }
}

/// `exchange` with every secret masked, wherever it stands.
pub fn exchange(exchange: &Exchange) -> Exchange {
    let Exchange { url, id, method, status, headers, resource_type, request, body, network_error, from_cache } =
        exchange;
    let request = request.as_ref().map(|request| Request {
        fields: request
            .fields
            .iter()
            .map(|(name, values)| (name.clone(), values.iter().map(|text| value(name, text).into_owned()).collect()))
            .collect(),
        ..request.clone()
    });
    Exchange {
        url: mask(url).into_owned(),
        id: id.clone(),
        method: method.clone(),
        status: *status,
        headers: headers.iter().map(|(name, text)| (name.clone(), value(name, text).into_owned())).collect(),
        resource_type: resource_type.clone(),
        request,
        body: body.as_deref().map(|body| mask(body).into_owned()),
        network_error: network_error.clone(),
        from_cache: *from_cache,
    }
}

/// `text` (a URL, a message, any text that holds them) with every secret masked.
pub fn mask(text: &str) -> Cow<'_, str> {
    mask_around(text, None).0
}

/// [`mask`], and where `span` of `text` stands in the masked text. A span that reaches into a secret takes in all of
/// the mask.
pub fn mask_around(text: &str, span: Option<Span>) -> (Cow<'_, str>, Option<Span>) {
    let letters = letters(text);
    let mut secrets: Vec<(usize, usize)> = Vec::new();
    named(&letters, &mut secrets);
    segments(&letters, &mut secrets);
    user_info(&letters, &mut secrets);
    let span = span.filter(|span| text.get(span.start..span.end).is_some());
    if secrets.is_empty() {
        return (Cow::Borrowed(text), span);
    }
    secrets.sort_unstable();
    let mut masked = String::with_capacity(text.len());
    let mut moved = span;
    let mut at = 0;
    for (start, end) in secrets {
        if start >= at {
            masked.push_str(text.get(at..start).unwrap_or_default());
            let mask = Span::new(masked.len(), masked.len() + MASK.len());
            masked.push_str(MASK);
            if let (Some(span), Some(moved)) = (span, &mut moved) {
                if (start..end).contains(&span.start) {
                    moved.start = mask.start;
                } else if span.start >= end {
                    moved.start = mask.end + (span.start - end);
                }
                if (start + 1..=end).contains(&span.end) {
                    moved.end = mask.end;
                } else if span.end > end {
                    moved.end = mask.end + (span.end - end);
                }
            }
        }
        at = at.max(end);
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    let moved = moved.filter(|moved| masked.get(moved.start..moved.end).is_some());
    (Cow::Owned(masked), moved)
}

/// A character of the text, seen through percent-encoding: `%3D` and `%253D` are `=`, encoded once and twice.
#[derive(Clone, Copy)]
struct Letter {
    /// What it is; characters outside ASCII as they stand.
    char: char,
    /// How often it was encoded.
    depth: usize,
    start: usize,
    end: usize,
}

fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let letter = encoded(text, at).unwrap_or(Letter { char, depth: 0, start: at, end: at + char.len_utf8() });
        at = letter.end;
        letters.push(letter);
    }
    letters
}

/// The ASCII character that `%…` at `start` stands for.
fn encoded(text: &str, start: usize) -> Option<Letter> {
    let mut rest = text.get(start..)?.strip_prefix('%')?;
    let mut depth = 1;
    while let Some(deeper) = rest.strip_prefix("25").filter(|deeper| hex(deeper).is_some()) {
        rest = deeper;
        depth += 1;
    }
    let char = char::from(hex(rest).filter(u8::is_ascii)?);
    Some(Letter { char, depth, start, end: text.len() - rest.len() + 2 })
}

/// The byte that the first two characters of `text` are in hexadecimal.
fn hex(text: &str) -> Option<u8> {
    let digits = text.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

const fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-')
}

/// The bytes from letter `from` up to letter `to`, if there are any.
fn stretch(letters: &[Letter], from: usize, to: usize) -> Option<(usize, usize)> {
    let (first, last) = (letters.get(from)?, letters.get(to.checked_sub(1)?)?);
    (last.end > first.start).then_some((first.start, last.end))
}

/// `name=value`, `"name": "value"` and, as messages put it, `name value` where the value looks like a key.
fn named(letters: &[Letter], secrets: &mut Vec<(usize, usize)>) {
    let mut at = 0;
    while let Some(first) = letters.get(at) {
        if !is_name(first.char) {
            at += 1;
            continue;
        }
        let length = letters.iter().skip(at).take_while(|letter| is_name(letter.char)).count();
        let name: String = letters.iter().skip(at).take(length).map(|letter| letter.char).collect();
        let end = at + length;
        let two_words = name.eq_ignore_ascii_case("api") && follows(letters, end, &["key", "secret"]);
        let secret = is_secret(&name);
        at = end;
        if !secret && !two_words {
            continue;
        }
        if two_words {
            at += 1 + letters.iter().skip(end + 1).take_while(|letter| is_name(letter.char)).count();
        }
        if let Some((from, to)) = value_behind(letters, at) {
            secrets.extend(stretch(letters, from, to));
            at = to.max(at);
        }
    }
}

/// Whether one of `words` stands behind one space at letter `at`.
fn follows(letters: &[Letter], at: usize, words: &[&str]) -> bool {
    let word: String = letters.iter().skip(at + 1).take_while(|l| is_name(l.char)).map(|letter| letter.char).collect();
    letters.get(at).is_some_and(|letter| letter.char == ' ') && words.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// The letters of the value that belongs to the name which ends at letter `at`.
fn value_behind(letters: &[Letter], at: usize) -> Option<(usize, usize)> {
    // JSON within JSON has a backslash before each quote.
    let quote = |letter: &&Letter| matches!(letter.char, '"' | '\'' | '“' | '‘' | '`' | '\\');
    let space = |letter: &&Letter| letter.char == ' ' && letter.depth == 0;
    let count = |from: usize, is: &dyn Fn(&&Letter) -> bool| letters.iter().skip(from).take_while(|l| is(l)).count();

    let behind_name = at + count(at, &|letter| quote(letter) || space(letter));
    let assigned = letters.get(behind_name).filter(|letter| matches!(letter.char, '=' | ':'));
    let Some(assignment) = assigned else {
        // “Invalid Signature 0a1b…”, “unknown API key 123456”: only what looks like a key, for “signature is wrong”.
        let gap = count(at, &|letter| quote(letter) || space(letter) || matches!(letter.char, '(' | '['));
        let length = count(at + gap, &|letter| is_name(letter.char));
        let word = letters.get(at + gap..at + gap + length)?;
        let like_key = length >= 6 && word.iter().any(|letter| letter.char.is_ascii_digit());
        return (gap > 0 && like_key).then_some((at + gap, at + gap + length));
    };
    let spaces = count(behind_name + 1, &space);
    let mut from = behind_name + 1 + spaces;
    // “Authorization: Basic …”
    let scheme = ["basic ", "bearer "].into_iter().find(|scheme| {
        letters.iter().skip(from).take(scheme.len()).map(|l| l.char.to_ascii_lowercase()).eq(scheme.chars())
    });
    from += scheme.map_or(0, str::len);
    let opening = count(from, &|letter| letter.char == '\\');
    let quoted = letters.get(from + opening).filter(|letter| quote(letter) && letter.char != '\\');
    if let Some(quoted) = quoted {
        from += opening + 1;
        if let Some(length) = quoted_length(letters.get(from..)?, quoted, opening) {
            return (length > 0).then_some((from, from + length));
        }
    }
    // A number in JSON; a value that was encoded less deeply than a delimiter holds the delimiter.
    let json = assignment.char == ':' && letters.get(at).is_some_and(|letter| quote(&letter));
    let depth = assignment.depth;
    let length = count(from, &|letter| {
        letter.depth > depth
            || !(matches!(letter.char, '&' | '#' | '"' | '\'' | '<' | '>' | '”' | '’' | '`')
                || json && matches!(letter.char, ',' | '}' | ']')
                || letter.char.is_whitespace())
    });
    // “signature: please check”: a word behind a colon and a space is prose unless it looks like a key, and so is
    // `"token":null`.
    let prose = assignment.char == ':'
        && (spaces > 0 || json)
        && quoted.is_none()
        && scheme.is_none()
        && letters.get(from..from + length)?.iter().all(|letter| letter.char.is_alphabetic() || letter.char == '.');
    (length > 0 && !prose).then_some((from, from + length))
}

/// How many of `letters`, which begin behind the quote `opened`, stand before the quote that closes it; there are
/// `slashes` backslashes before each of both. `None` where it is not closed on its line.
fn quoted_length(letters: &[Letter], opened: &Letter, slashes: usize) -> Option<usize> {
    let closing = match opened.char {
        '“' => '”',
        '‘' => '’',
        same => same,
    };
    let mut before = 0;
    for (at, letter) in letters.iter().enumerate() {
        match letter.char {
            '\n' | '\r' => return None,
            '\\' => before += 1,
            char if char == closing && letter.depth == opened.depth && before == slashes => return Some(at - slashes),
            _ => before = 0,
        }
    }
    None
}

/// The path segments `s--…--` (delivery signature) and `search/<64 hexadecimal digits>` (signed search).
fn segments(letters: &[Letter], secrets: &mut Vec<(usize, usize)>) {
    let mut search = false;
    let mut from = 0;
    while from <= letters.len() {
        let ends = |letter: &&Letter| {
            matches!(letter.char, '/' | '?' | '#' | '&' | '"' | '\'' | '<' | '>' | '“' | '”')
                || letter.char.is_whitespace()
        };
        let length = letters.iter().skip(from).take_while(|letter| !ends(letter)).count();
        let segment = letters.get(from..from + length).unwrap_or_default();
        let text: String = segment.iter().map(|letter| letter.char).collect();
        if search && length == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            secrets.extend(stretch(letters, from, from + length));
        }
        if let Some(inner) = signature(&text) {
            secrets.extend(stretch(letters, from + 3, from + 3 + inner));
        }
        search = text == "search";
        from += length + 1;
    }
}

/// How many characters of the segment behind `s--` are the signature. One that lost its closing dashes is still one.
fn signature(segment: &str) -> Option<usize> {
    let rest = segment.strip_prefix("s--")?;
    let inner = rest.strip_suffix("--").or_else(|| {
        let inner = rest.strip_suffix('-').unwrap_or(rest);
        matches!(inner.len(), 8 | 32).then_some(inner)
    })?;
    (!inner.is_empty() && inner.chars().all(|char| is_name(char) || char == '=')).then_some(inner.len())
}

/// `scheme://name:password@host`, as in `cloudinary://<API key>:<API secret>@<cloud name>`.
fn user_info(letters: &[Letter], secrets: &mut Vec<(usize, usize)>) {
    for (at, _) in letters.windows(3).enumerate().filter(|(_, w)| w.iter().map(|letter| letter.char).eq("://".chars()))
    {
        let from = at + 3;
        let ends = |letter: &&Letter| {
            matches!(letter.char, '/' | '?' | '#' | '"' | '<' | '>' | '\'') || letter.char.is_whitespace()
        };
        let length = letters.iter().skip(from).take_while(|letter| !ends(letter)).count();
        let authority = letters.get(from..from + length).unwrap_or_default();
        if let Some(sign) = authority.iter().rposition(|letter| letter.char == '@') {
            secrets.extend(stretch(letters, from, from + sign));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(SECRETS.is_sorted());
    }

    #[test]
    fn masks_what_cloudinary_calls_secret() {
        for (text, masked) in [
            ("https://res.cloudinary.com/demo/image/upload/s--Ab3_-x9z--/w_300/a.jpg", "s--***--/w_300/a.jpg"),
            ("https://res.cloudinary.com/demo/image/upload/s--Ab3dex9z/a.jpg", "upload/s--***/a.jpg"),
            (
                "https://res.cloudinary.com/d/v.mp4?__cld_token__=st=1~exp=2~acl=/a/*~hmac=00ff&x=1",
                "?__cld_token__=***&x=1",
            ),
            ("https://a.example/?__cld_token__=st%3D1%26hmac%3D00ff#top", "?__cld_token__=***#top"),
            (
                "https://api.cloudinary.com/v1_1/demo/image/destroy?api_key=123456&timestamp=9&signature=abc",
                "?api_key=***&timestamp=9&signature=***",
            ),
            ("cloudinary://123456:s3cr3t@demo", "cloudinary://***@demo"),
            ("/image/fetch/https%3A%2F%2Fb.example%2Fa.png%3Ftoken%3Dt0k%26w%3D1", "%3Ftoken%3D***%26w%3D1"),
            (
                "/image/fetch/https%253A%252F%252Fu%253Ap%2540b.example%252Fa.png",
                "%252F%252F***%2540b.example%252Fa.png",
            ),
            (
                "Invalid Signature 0123456789abcdef0123456789abcdef01234567. String to sign - 'timestamp=1'",
                "Invalid Signature ***. String to sign - 'timestamp=1'",
            ),
            ("Unknown API key 123456789012345", "Unknown API key ***"),
            ("unknown api_key '123456789012345'", "unknown api_key '***'"),
            (r#"{"api_key": "123456", "public_id": "a"}"#, r#"{"api_key": "***", "public_id": "a"}"#),
            (r#"{"api_key":123456,"public_id":"a"}"#, r#"{"api_key":***,"public_id":"a"}"#),
            (r#"{"token":"a b&c\"d'","public_id":"a"}"#, r#"{"token":"***","public_id":"a"}"#),
            (r#"{"body":"{\"api_key\":\"12 34\",\"b\":1}"}"#, r#"{"body":"{\"api_key\":\"***\",\"b\":1}"}"#),
            ("secret: 'two words', folder: 'a'", "secret: '***', folder: 'a'"),
            ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***"),
        ] {
            let got = mask(text);
            assert!(got.ends_with(masked), "{text}\n{got}");
        }
        let search = format!("https://res.cloudinary.com/demo/search/{}/3600/eyJ9", "0f".repeat(32));
        assert_eq!(mask(&search), "https://res.cloudinary.com/demo/search/***/3600/eyJ9");
    }

    #[test]
    fn leaves_everything_else() {
        for text in [
            "https://res.cloudinary.com/demo/image/upload/c_fill,w_300/v1699999999/docs/my-signature/key.jpg?_a=BAVAcNE40",
            "https://res.cloudinary.com/demo/image/upload/s--holiday.jpg",
            "https://res.cloudinary.com/demo/image/upload/user@example.com/token.png",
            "Upload preset must be whitelisted for unsigned uploads",
            "Missing required parameter - api_key",
            "Invalid Signature",
            "Request ID a202baae695ac1c12eb1194d95fa02fb",
            "d = 5, sha1 0123456789abcdef0123456789abcdef01234567.png",
            "100% of %zz",
            r#"{"next_cursor":"a","token":null,"key":""}"#,
            "",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn a_mark_moves_with_its_text() {
        let text = "https://a.example/?token=abcdef&w=fil&sig=1&x";
        for (marked, shown) in
            [("fil", "fil"), ("abcdef", "***"), ("cdef&w", "***&w"), ("https", "https"), ("=1&x", "=***&x")]
        {
            let start = text.find(marked).unwrap();
            let (masked, span) = mask_around(text, Some(Span::new(start, start + marked.len())));
            assert_eq!(span.unwrap().of(&masked), shown, "{masked}");
        }
        assert_eq!(mask_around("a", Some(Span::new(0, 9))).1, None);
    }

    /// A secret no other text here could hold by chance.
    fn secret() -> impl Strategy<Value = String> {
        "Z[0-9][a-zA-Z0-9]{10,30}".prop_filter("as long as no signature", |s| s.len() > 8)
    }

    proptest! {
        #[test]
        fn no_secret_survives_and_all_else_stays(
            secret in secret(),
            folder in "[a-y]{1,8}",
            name in prop::sample::select(SECRETS),
            place in 0usize..9,
            depth in 0usize..3,
        ) {
            let with = |secret: &str| match place {
                0 => format!("https://res.cloudinary.com/demo/image/upload/s--{secret}--/c_fill/{folder}/a.jpg"),
                1 => format!("https://{folder}.example/a.jpg?w=1&{name}={secret}&h=2"),
                2 => format!("https://{folder}.example/a.jpg?{name}={secret}"),
                3 => format!("https://me:{secret}@{folder}.example/a.jpg").replace("me:***", "***"),
                4 => format!("{{\"{name}\": \"{secret}\", \"public_id\": \"{folder}\"}}"),
                5 => format!("Invalid {name} {secret}. Ask {folder}"),
                6 => format!("{name}={secret} {folder}"),
                7 => format!("https://x.example/?{}={secret}&{folder}", name.to_uppercase()),
                _ => format!("https://{folder}.example/?__cld_token__=exp=1~acl=/{secret}/*~hmac={secret}").replace("exp=1~acl=/***/*~hmac=***", "***"),
            };
            let escape = |text: String| (0..depth).fold(text, |text, _| {
                text.replace('%', "%25").replace(':', "%3A").replace('/', "%2F").replace('?', "%3F").replace('=', "%3D").replace('&', "%26")
            });
            // Messages are not percent-encoded.
            let wrap = |text: String| if matches!(place, 4..=6) { text } else {
                format!("https://res.cloudinary.com/demo/image/fetch/{}", escape(text))
            };
            let masked = mask(&wrap(with(&secret))).into_owned();
            prop_assert!(!masked.contains(&secret), "{}", masked);
            prop_assert_eq!(masked, wrap(with(MASK)));
        }

        #[test]
        fn masking_twice_changes_nothing(text in "\\PC{0,60}|[a-z%=&/:@ -]{0,60}|(key|token|s--|://|=|%3D|@|/|-|[a-z0-9]){0,20}") {
            let once = mask(&text).into_owned();
            prop_assert_eq!(mask(&once), once.as_str());
        }

        #[test]
        fn text_without_names_stays(text in "[b-dB-D./,_ -]{0,80}") {
            prop_assert_eq!(mask(&text), text.as_str());
        }
    }
}
