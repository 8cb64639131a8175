//! Logs as files: a HAR, or exchanges as JSON, one a line.

use crate::exchange::Exchange;
use crate::har::{self, Archive, Entry, Secrets, Traffic};
use crate::report::redact;
use std::io;

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// The pages and exchanges.
    pub archive: Archive,
    /// How many lines were no exchange.
    pub unread: u32,
}

/// Why a file is no log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotALog {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is neither a HAR nor exchanges, one a line.
    #[error("{0}")]
    NotHar(#[from] har::Problem),
}

/// Reads a HAR or exchanges, one a line, whichever `bytes` are. `keep` says which exchanges are wanted.
///
/// # Errors
/// Where they are neither.
pub fn open(bytes: &[u8], mut keep: impl FnMut(&Exchange) -> bool) -> Result<Opened, NotALog> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    if bytes.is_empty() {
        return Err(NotALog::Empty);
    }
    let lines = || bytes.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    if lines().next().is_none_or(|line| Exchange::from_json(line).is_err()) {
        let archive = har::read(bytes, |entry| keep(&entry.exchange))?;
        return Ok(Opened { archive, unread: 0 });
    }
    let mut opened = Opened::default();
    for line in lines() {
        match Exchange::from_json(line) {
            Ok(exchange) if keep(&exchange) => {
                let entry = Entry { exchange, traffic: Traffic::default(), pageref: None };
                opened.archive.entries.push((None, entry));
            }
            Ok(_) => {}
            Err(_) => opened.unread += 1,
        }
    }
    Ok(opened)
}

/// Writes exchanges as JSON, one a line.
///
/// # Errors
/// Those of `out`.
pub fn write_lines<'a>(
    mut out: impl io::Write,
    exchanges: impl IntoIterator<Item = &'a Exchange>,
    secrets: Secrets,
) -> io::Result<()> {
    for exchange in exchanges {
        match secrets {
            Secrets::Masked => serde_json::to_writer(&mut out, &redact::exchange(exchange))?,
            Secrets::Shown => serde_json::to_writer(&mut out, exchange)?,
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{Log, State};

    fn exchange(url: &str) -> Exchange {
        Exchange { url: url.to_owned(), method: "GET".to_owned(), ..Exchange::default() }
    }

    fn urls(opened: &Opened) -> Vec<&str> {
        opened.archive.entries.iter().map(|(_, entry)| entry.exchange.url.as_str()).collect()
    }

    #[test]
    fn lines_are_read_as_they_were_written() {
        let all = ["https://a/?x=1", "https://b/?token=abc"].map(exchange);
        let (mut shown, mut masked) = (Vec::new(), Vec::new());
        write_lines(&mut shown, &all, Secrets::Shown).unwrap();
        write_lines(&mut masked, &all, Secrets::Masked).unwrap();
        let opened = open(&shown, |_| true).unwrap();
        assert_eq!(opened.archive.entries.into_iter().map(|(_, entry)| entry.exchange).collect::<Vec<_>>(), all);
        assert_eq!(urls(&open(&masked, |_| true).unwrap()), ["https://a/?x=1", "https://b/?token=***"]);
    }

    #[test]
    fn a_files_log_has_its_pages_and_only_what_is_cloudinarys() {
        let media = "https://res.cloudinary.com/demo/image/upload/a.jpg";
        let entry = |url: &str, page: &str| {
            format!(r#"{{"pageref":"{page}","request":{{"url":"{url}"}},"response":{{"status":404}}}}"#)
        };
        let har = format!(
            r#"{{"log":{{"pages":[{{"id":"x","title":"https://one/"}},{{"id":"y","title":"https://two/"}}],"entries":[{},{},{},{}]}}}}"#,
            entry(media, "y"),
            entry("https://elsewhere.example/a.jpg", "x"),
            entry(media, "x"),
            entry(media, "none"),
        );
        let log = Log::of_file(open(har.as_bytes(), Log::wants).unwrap().archive);
        assert_eq!(log.pages().map(|page| page.url.as_str()).collect::<Vec<_>>(), ["https://one/", "https://two/"]);
        assert_eq!(log.rows().map(|row| row.page).collect::<Vec<_>>(), [0, 1, 1]);
        // A line may hold a URL and nothing else.
        let lines = format!(r#"{{"url":"{media}"}}"#);
        let log = Log::of_file(open(lines.as_bytes(), Log::wants).unwrap().archive);
        assert_eq!(log.rows().map(|row| row.state).collect::<Vec<_>>(), [State::Done]);
        assert_eq!(log.pages().len(), 1);
    }

    #[test]
    fn tells_a_har_from_lines_and_counts_what_is_neither() {
        let har = r#"{"log":{"entries":[{"request":{"url":"u"}},{"request":{"url":"v"}}]}}"#;
        assert_eq!(urls(&open(har.as_bytes(), |exchange| exchange.url == "v").unwrap()), ["v"]);
        let lines = "\u{feff}{\"url\":\"u\"}\r\n\r\n{\"url\":1}\nx\n{\"url\":\"v\"}";
        let opened = open(lines.as_bytes(), |_| true).unwrap();
        assert_eq!((urls(&opened), opened.unread), (vec!["u", "v"], 2));
        for (text, why) in
            [("", "empty"), (" \n", "empty"), ("<html>", "no HAR"), ("{}", "log.entries"), ("[]", "no HAR")]
        {
            let problem = open(text.as_bytes(), |_| true).expect_err(text);
            assert!(problem.to_string().contains(why), "{problem}");
        }
    }
}
