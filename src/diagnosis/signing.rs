//! Why a signed request was refused: the text that the server signed, beside the fields that were sent, and the clock.
//!
//! Cloudinary signs all fields but four, sorted by name, and says which text it signed
//! (cloudinary.com/documentation/authentication_signatures). Only names are told here: values are the visitors'.

use crate::ascii;
use crate::date;
use crate::exchange::{Exchange, Request};
use std::collections::BTreeMap;

/// The fields that are not signed, beside the signature itself.
/// Source: cloudinary.com/documentation/authentication_signatures
const NOT_SIGNED: &[&str] = &["file", "cloud_name", "resource_type", "api_key"];

/// How the text that was signed and the fields that were sent differ. Each names fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// These are never signed, but stand in the text.
    MustNotBeSigned(Vec<String>),
    /// These were sent, but do not stand in the text.
    SentNotSigned(Vec<String>),
    /// These stand in the text, but were not sent.
    SignedNotSent(Vec<String>),
    /// The values of these are encoded in one place and plain in the other.
    Encoded(Vec<String>),
    /// Blanks or line breaks around the values of these are in one place only.
    Blanks(Vec<String>),
    /// These are lists, which are joined with commas and nothing else.
    List(Vec<String>),
    /// The values of these differ.
    Changed(Vec<String>),
    /// The text is not sorted by name.
    NotSorted,
    /// They agree: these are the fields, in the order in which they are signed.
    None(Vec<String>),
}

/// Holds `signed`, the text that the server says it signed, against the fields of `request`.
pub fn compare(signed: &str, request: &Request) -> Slip {
    let sent = sent(request);
    let signed = pairs(signed, &sent);
    let names = |wanted: &dyn Fn(&str, &str) -> bool| -> Vec<String> {
        signed.iter().filter(|(name, value)| wanted(name, value)).map(|(name, _)| (*name).to_owned()).collect()
    };
    let among = |name: &str| signed.iter().any(|(signed, _)| *signed == name);
    let kind = |wanted: Difference| {
        names(&|name, value| sent.get(name).is_some_and(|sent| difference(value, sent) == Some(wanted)))
    };
    let unsigned = sent.iter().filter(|(name, value)| !among(name) && !value.iter().all(|value| value.is_empty()));
    let found = [
        Slip::MustNotBeSigned(names(&|name, _| is_never_signed(name))),
        Slip::SentNotSigned(unsigned.map(|(name, _)| name.clone()).collect()),
        Slip::SignedNotSent(names(&|name, _| !sent.contains_key(name))),
        Slip::Encoded(kind(Difference::Encoding)),
        Slip::Blanks(kind(Difference::Blanks)),
        Slip::List(kind(Difference::List)),
        Slip::Changed(kind(Difference::Other)),
    ];
    let slip = found.into_iter().find(|slip| !slip.fields().is_empty());
    slip.unwrap_or_else(|| {
        if signed.is_sorted_by(|(one, _), (other, _)| one <= other) {
            Slip::None(signed.iter().map(|(name, _)| (*name).to_owned()).collect())
        } else {
            Slip::NotSorted
        }
    })
}

impl Slip {
    /// The fields that it names.
    pub fn fields(&self) -> &[String] {
        match self {
            Self::MustNotBeSigned(fields)
            | Self::SentNotSigned(fields)
            | Self::SignedNotSent(fields)
            | Self::Encoded(fields)
            | Self::Blanks(fields)
            | Self::List(fields)
            | Self::Changed(fields)
            | Self::None(fields) => fields,
            Self::NotSorted => &[],
        }
    }

    /// What it is, and what to do: title, detail and remedy.
    pub fn words(&self) -> (String, String, String) {
        let list = listed(self.fields());
        let many = self.fields().len() > 1;
        let (is, was, does) = if many { ("are", "were", "do") } else { ("is", "was", "does") };
        match self {
            Self::MustNotBeSigned(_) => (
                format!("{list} {is} signed, but must not be"),
                format!("{} are sent without being signed. The signature covers all other fields.", listed(NOT_SIGNED)),
                format!("Leave {list} out of the text that is signed"),
            ),
            Self::SentNotSigned(_) => (
                format!("{list} {was} sent, but {was} not signed"),
                format!("The server's text to sign lacks {list}, which the request holds. Every field that is sent must be signed, but for {}.", listed(NOT_SIGNED)),
                format!("Sign {list} as well, or do not send {}", if many { "them" } else { "it" }),
            ),
            Self::SignedNotSent(_) => (
                format!("{list} {was} signed, but {is} not among the fields that were sent"),
                "The signature covers a field that did not arrive under this name. It may have been renamed, or added to the address.".to_owned(),
                format!("Send {list} as signed, or leave {} out of both", if many { "them" } else { "it" }),
            ),
            Self::Encoded(_) => (
                format!("The value of {list} {is} encoded in one place and plain in the other"),
                "Values are signed as they are, before they are encoded for the request: a blank as a blank, not as %20 or +.".to_owned(),
                "Sign the plain values, and encode only when the request is made".to_owned(),
            ),
            Self::Blanks(_) => (
                format!("The value of {list} {does} not have the same blanks where it {is} signed and sent"),
                "A blank or line break at an end of a value changes the signature.".to_owned(),
                format!("Trim {list} before signing and sending"),
            ),
            Self::List(_) => (
                format!("The list in {list} {is} not written in the same way where it {is} signed and sent"),
                "Several values of one field are signed as one text, joined with commas, without brackets, quotes or blanks.".to_owned(),
                format!("Join the values of {list} with commas, in one order, before signing and sending"),
            ),
            Self::Changed(_) => (
                format!("The value of {list} changed between signing and sending"),
                "What arrived is not what was signed. A value that is made anew, such as a timestamp, must be made once and used for both.".to_owned(),
                format!("Sign last, and send {list} exactly as signed"),
            ),
            Self::NotSorted => (
                "The signed fields are not in alphabetical order".to_owned(),
                "The text to sign lists the fields sorted by name, as in folder=…&public_id=…&timestamp=….".to_owned(),
                "Sort the fields by name before signing".to_owned(),
            ),
            Self::None(_) => (
                "The signature of the request does not match".to_owned(),
                format!(
                    "The server signed exactly what was sent: {list}, in this order. So either your code signed another text, most often without one of these fields, or it used the API secret of another key."
                ),
                "Sign exactly these fields, with the API secret that belongs to this key, on a server".to_owned(),
            ),
        }
    }
}

fn is_never_signed(name: &str) -> bool {
    name == "signature" || NOT_SIGNED.contains(&name)
}

/// “a”, “b” and “c”.
fn listed(names: &[impl AsRef<str>]) -> String {
    let mut out = String::new();
    for (at, name) in names.iter().enumerate() {
        out.push_str(match at {
            0 => "",
            _ if at + 1 == names.len() => " and ",
            _ => ", ",
        });
        out.push('“');
        out.push_str(&crate::catalogue::words::short(name.as_ref()));
        out.push('”');
    }
    out
}

/// The fields that are signed, with their values. `tags[]` and `tags[0]` are the list `tags`.
fn sent(request: &Request) -> BTreeMap<String, Vec<&str>> {
    let mut sent: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, values) in &request.fields {
        let base = name.split_once('[').map_or(name.as_str(), |(base, _)| base);
        if !is_never_signed(base) {
            sent.entry(base.to_owned()).or_default().extend(values.iter().map(String::as_str));
        }
    }
    sent
}

/// The pairs of a text to sign, with or without quotes around it. An `&` may stand in a value: what follows one and
/// is no name and value belongs to the value before it.
fn pairs<'s>(signed: &'s str, sent: &BTreeMap<String, Vec<&str>>) -> Vec<(&'s str, &'s str)> {
    let signed = signed.trim().trim_end_matches('.').trim_matches(['\'', '"', '`', '‘', '’', '“', '”']);
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    let mut from = 0;
    for piece in signed.split('&') {
        let to = from + piece.len();
        let name = piece.split_once('=').map(|(name, _)| name).filter(|name| {
            let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_word && (sent.contains_key(*name) || name.bytes().all(|byte| byte != b' '))
        });
        match (name, pairs.last_mut()) {
            (Some(name), _) => pairs.push((name, piece.get(name.len() + 1..).unwrap_or_default())),
            (None, Some((_, value))) => {
                let start = from.saturating_sub(1 + value.len());
                *value = signed.get(start..to).unwrap_or(value);
            }
            (None, None) => {}
        }
        from = to + 1;
    }
    pairs
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Difference {
    Encoding,
    Blanks,
    List,
    Other,
}

/// How a value that was `signed` differs from the values that were `sent`, if it does.
fn difference(signed: &str, sent: &[&str]) -> Option<Difference> {
    let joined = sent.join(",");
    // A value that was too long to be kept whole cannot be compared.
    if signed == joined || joined.len() >= 4096 {
        return None;
    }
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let plain = |text: &str| decoded(text);
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .split([',', '|'])
            .map(|word| word.trim_matches(['[', ']', '"', '\'', ' ']).to_owned())
            .filter(|word| !word.is_empty())
            .collect();
        words.sort();
        words
    };
    Some(if signed.trim() == joined.trim() {
        Difference::Blanks
    } else if plain(signed) == plain(&joined) {
        Difference::Encoding
    } else if (sent.len() > 1 || joined.contains(',') || signed.contains(',') || joined.starts_with('['))
        && words(signed) == words(&joined)
    {
        Difference::List
    } else if bare(signed) == bare(&joined) {
        Difference::Blanks
    } else {
        Difference::Other
    })
}

/// `text` with its escapes undone, and `+` for a blank.
fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&ascii::unescaped(&text.replace('+', " "), |_| true)).into_owned()
}

/// How far the timestamp of a request that is too old lies from the server's clock, in words. `reported` is the time
/// in the message, if it names one.
pub fn skew(exchange: &Exchange, reported: Option<&str>) -> Option<String> {
    let request = exchange.request.as_ref();
    let sent = request.and_then(|request| request.fields.get("timestamp")?.first()).map(|value| value.trim());
    if sent.is_some_and(|sent| sent.len() == 13 && sent.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some("The timestamp counts milliseconds, but must count seconds.".to_owned());
    }
    let then: i64 = sent.and_then(|sent| sent.parse().ok()).or_else(|| reported.and_then(seconds))?;
    let now = exchange.header("date").and_then(seconds)?;
    let apart = now.saturating_sub(then);
    let words = duration(apart.unsigned_abs());
    Some(match apart {
        0 => return None,
        // Time zones lie whole or half hours apart, and the request itself takes some seconds.
        1.. if apart % 1800 < 120 && apart <= 14 * 3600 => format!(
            "The timestamp lies {words} behind the server's clock, nearly a whole number of half hours: it may be local time where UTC is asked for."
        ),
        1.. => format!("The timestamp lies {words} behind the server's clock."),
        _ => format!("The timestamp lies {words} ahead of the server's clock."),
    })
}

/// “3 hours 12 minutes”.
fn duration(seconds: u64) -> String {
    let count = |number: u64, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => count(seconds, "second"),
        (0, 0, minutes) => count(minutes, "minute"),
        (0, hours, 0) => count(hours, "hour"),
        (0, hours, minutes) => format!("{} {}", count(hours, "hour"), count(minutes, "minute")),
        (days, 0, _) => count(days, "day"),
        (days, hours, _) => format!("{} {}", count(days, "day"), count(hours, "hour")),
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The seconds since 1970 of `2026-09-21 14:13:20 +0000` or `Mon, 21 Sep 2026 14:13:20 GMT`, which are all in UTC.
fn seconds(text: &str) -> Option<i64> {
    let mut words = text.split([' ', ',', 'T', 'Z']).filter(|word| !word.is_empty());
    let first = words.next()?;
    let (year, month, day): (i64, i64, i64) = if first.contains('-') {
        let mut date = first.split('-');
        (date.next()?.parse().ok()?, date.next()?.parse().ok()?, date.next()?.parse().ok()?)
    } else {
        let day = words.next()?.parse().ok()?;
        let name = words.next()?.to_ascii_lowercase();
        let month = MONTHS.iter().zip(1..).find(|(known, _)| **known == name)?.1;
        (words.next()?.parse().ok()?, month, day)
    };
    let mut time = words.next()?.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    let days = date::days(year, month, day).filter(|_| is_time)?;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(fields: &[(&str, &str)]) -> Request {
        let mut request = Request::default();
        for (name, value) in fields {
            request.fields.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        request
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn names_the_usual_slips() {
        let base = [("file", "a.jpg"), ("api_key", "1"), ("timestamp", "17"), ("signature", "ab")];
        let slip = |signed: &str, more: &[(&str, &str)]| {
            let fields: Vec<_> = base.iter().chain(more).copied().collect();
            compare(signed, &request(&fields))
        };
        assert_eq!(slip("timestamp=17", &[("folder", "a")]), Slip::SentNotSigned(names(&["folder"])));
        assert_eq!(slip("'api_key=1&timestamp=17'.", &[]), Slip::MustNotBeSigned(names(&["api_key"])));
        assert_eq!(slip("folder=a&timestamp=17", &[]), Slip::SignedNotSent(names(&["folder"])));
        assert_eq!(slip("public_id=a%20b&timestamp=17", &[("public_id", "a b")]), Slip::Encoded(names(&["public_id"])));
        assert_eq!(slip("public_id=a+b&timestamp=17", &[("public_id", "a b")]), Slip::Encoded(names(&["public_id"])));
        assert_eq!(slip("folder=a &timestamp=17", &[("folder", "a")]), Slip::Blanks(names(&["folder"])));
        assert_eq!(
            slip("tags=[\"a\", \"b\"]&timestamp=17", &[("tags[]", "a"), ("tags[]", "b")]),
            Slip::List(names(&["tags"]))
        );
        assert_eq!(slip("tags=b,a&timestamp=17", &[("tags", "a,b")]), Slip::List(names(&["tags"])));
        assert_eq!(slip("timestamp=16", &[]), Slip::Changed(names(&["timestamp"])));
        assert_eq!(slip("timestamp=17&folder=a", &[("folder", "a")]), Slip::NotSorted);
        assert_eq!(
            slip("folder=a&timestamp=17", &[("folder", "a"), ("tags", "")]),
            Slip::None(names(&["folder", "timestamp"]))
        );
        assert_eq!(
            slip("context=a=b&c d&timestamp=17", &[("context", "a=b&c d")]),
            Slip::None(names(&["context", "timestamp"]))
        );
        assert_eq!(
            slip("tags=a,b&timestamp=17", &[("tags[]", "a"), ("tags[]", "b")]),
            Slip::None(names(&["tags", "timestamp"]))
        );
    }

    #[test]
    fn tells_no_values() {
        let fields = request(&[("notification_url", "https://a.example/?token=s3cret"), ("timestamp", "17")]);
        for signed in [
            "timestamp=17",
            "notification_url=x&timestamp=17",
            "notification_url=https://a.example/?token=s3cret&timestamp=17",
        ] {
            let (title, detail, remedy) = compare(signed, &fields).words();
            assert!(!format!("{title}{detail}{remedy}").contains("s3cret"), "{title}");
        }
    }

    #[test]
    fn reads_the_servers_times() {
        assert_eq!(seconds("1970-01-01 00:00:00 +0000"), Some(0));
        assert_eq!(seconds("2026-09-21 14:13:20 +0000"), Some(1_790_000_000));
        assert_eq!(seconds("Mon, 21 Sep 2026 14:13:20 GMT"), Some(1_790_000_000));
        assert_eq!(seconds("Thu, 29 Feb 2024 00:00:00 GMT"), Some(1_709_164_800));
        for none in ["", "today", "2026-13-01 00:00:00", "2026-09-21", "Mon, 21 Sep"] {
            assert_eq!(seconds(none), None, "{none}");
        }
    }

    #[test]
    fn computes_how_far_the_clocks_are_apart() {
        let stale = |timestamp: &str, date: &str| {
            let exchange = Exchange {
                headers: vec![("Date".to_owned(), date.to_owned())],
                request: Some(request(&[("timestamp", timestamp)])),
                ..Exchange::default()
            };
            skew(&exchange, None).unwrap_or_default()
        };
        let date = "Mon, 21 Sep 2026 14:13:20 GMT";
        assert!(stale("1789988480", date).contains("3 hours 12 minutes behind"));
        assert!(stale("1789992795", date).contains("local time"));
        assert!(stale("1790007200", date).contains("2 hours ahead"));
        assert!(stale("1690000000", date).contains("1157 days 9 hours behind"));
        assert!(stale("1790000000000", date).contains("milliseconds"));
        assert_eq!(stale("soon", date), "");
        assert_eq!(stale("1790000000", ""), "");
        let reported = Exchange { headers: vec![("date".to_owned(), date.to_owned())], ..Exchange::default() };
        assert!(
            skew(&reported, Some("2026-09-21 12:03:20 +0000"))
                .is_some_and(|words| words.contains("2 hours 10 minutes"))
        );
    }
}
