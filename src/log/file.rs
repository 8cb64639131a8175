//! Logs as files: a HAR, or exchanges as JSON, one a line.

use super::Log;
use crate::exchange::Exchange;
use crate::har::{self, Secrets};
use crate::report::redact;
use std::io;

/// So many lines are read before somebody is asked whether there is time for more.
const LINES: usize = 32;

/// What a file holds.
pub enum Opened {
    /// A HAR: one document, which can only be read whole.
    Har(Box<Log>),
    /// Exchanges, one a line, of which none is read yet.
    Lines(Lines),
}

/// A file of exchanges, one a line, that is read bit by bit.
pub struct Lines {
    bytes: Vec<u8>,
    /// Where the first line that was not read begins.
    at: usize,
    unread: u32,
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

/// Opens a HAR or exchanges, one a line, whichever `bytes` are.
///
/// # Errors
/// Where they are neither.
pub fn open(bytes: Vec<u8>) -> Result<Opened, NotALog> {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut lines = Lines { bytes, at: mark, unread: 0 };
    let begin = lines.at;
    let Some(first) = lines.next() else { return Err(NotALog::Empty) };
    if Exchange::from_json(first).is_err() {
        let whole = lines.bytes.get(begin..).unwrap_or_default();
        let archive = har::read(whole, |entry| Log::wants(&entry.exchange))?;
        return Ok(Opened::Har(Box::new(Log::of_file(archive))));
    }
    lines.at = begin;
    Ok(Opened::Lines(lines))
}

impl Lines {
    /// Reads on into `log` while `time_left` says so; `true` when all is read.
    pub fn read(&mut self, log: &mut Log, mut time_left: impl FnMut() -> bool) -> bool {
        loop {
            for _ in 0..LINES {
                let Some(line) = self.next() else { return true };
                match Exchange::from_json(line) {
                    Ok(exchange) => log.add(exchange),
                    Err(_) => self.unread += 1,
                }
            }
            if !time_left() {
                return false;
            }
        }
    }

    /// How many of the lines that were read are no exchange.
    pub const fn unread(&self) -> u32 {
        self.unread
    }

    /// The next line that is not blank.
    fn next(&mut self) -> Option<&[u8]> {
        let (start, end) = loop {
            let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let start = self.at;
            self.at += length + 1;
            if rest.get(..length).is_some_and(|line| !line.trim_ascii().is_empty()) {
                break (start, start + length);
            }
        };
        self.bytes.get(start..end).map(<[u8]>::trim_ascii)
    }
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
    use crate::log::State;

    const MEDIA: &str = "https://res.cloudinary.com/demo/image/upload/";

    /// The log that `text` holds, and how many of its lines are no exchange.
    fn read(text: &str) -> Result<(Log, u32), NotALog> {
        match open(text.as_bytes().to_vec())? {
            Opened::Har(log) => Ok((*log, 0)),
            Opened::Lines(mut lines) => {
                let mut log = Log::of_lines();
                assert!(lines.read(&mut log, || true));
                Ok((log, lines.unread()))
            }
        }
    }

    fn urls(log: &Log) -> Vec<&str> {
        log.rows().map(|row| row.entry.exchange.url.strip_prefix(MEDIA).unwrap_or_default()).collect()
    }

    #[test]
    fn lines_are_read_as_they_were_written() {
        let all = ["a.png?x=1", "b.png?token=abc"].map(|path| Exchange {
            url: format!("{MEDIA}{path}"),
            method: "GET".to_owned(),
            ..Exchange::default()
        });
        let (mut shown, mut masked) = (Vec::new(), Vec::new());
        write_lines(&mut shown, &all, Secrets::Shown).unwrap();
        write_lines(&mut masked, &all, Secrets::Masked).unwrap();
        let [shown, masked] = [shown, masked].map(|bytes| read(&String::from_utf8(bytes).unwrap()).unwrap().0);
        assert_eq!(shown.rows().map(|row| &row.entry.exchange).collect::<Vec<_>>(), all.iter().collect::<Vec<_>>());
        assert_eq!(urls(&masked), ["a.png?x=1", "b.png?token=***"]);
    }

    #[test]
    fn lines_are_read_bit_by_bit_and_none_twice() {
        let count = 10 * LINES + 7;
        let text: Vec<String> = (0..count).map(|n| format!("{{\"url\":\"{MEDIA}{n}.png\"}}\n{n}")).collect();
        let Ok(Opened::Lines(mut lines)) = open(text.join("\n").into_bytes()) else { panic!("these are lines") };
        let mut log = Log::of_lines();
        let mut pieces = 1;
        while !lines.read(&mut log, || false) {
            pieces += 1;
            assert!(log.rows().len() + lines.unread() as usize <= pieces * LINES);
        }
        assert!(pieces > 10);
        assert_eq!(urls(&log), (0..count).map(|n| format!("{n}.png")).collect::<Vec<_>>());
        assert_eq!(lines.unread() as usize, count);
        assert!(lines.read(&mut log, || true));
        assert_eq!(log.rows().len(), count);
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
        let (log, _) = read(&har).unwrap();
        assert_eq!(log.pages().map(|page| page.url.as_str()).collect::<Vec<_>>(), ["https://one/", "https://two/"]);
        assert_eq!(log.rows().map(|row| row.page).collect::<Vec<_>>(), [0, 1, 1]);
        // A line may hold a URL and nothing else.
        let (log, _) = read(&format!(r#"{{"url":"{media}"}}"#)).unwrap();
        assert_eq!(log.rows().map(|row| row.state).collect::<Vec<_>>(), [State::Done]);
        assert_eq!(log.pages().len(), 1);
    }

    #[test]
    fn tells_a_har_from_lines_and_counts_what_is_neither() {
        let har =
            format!(r#"{{"log":{{"entries":[{{"request":{{"url":"u"}}}},{{"request":{{"url":"{MEDIA}v"}}}}]}}}}"#);
        for text in [har.clone(), format!("\u{feff} \n{har}")] {
            assert_eq!(urls(&read(&text).unwrap().0), ["v"]);
        }
        let lines = format!("\u{feff}\n{{\"url\":\"{MEDIA}u\"}}\r\n\r\n{{\"url\":1}}\nx\n{{\"url\":\"{MEDIA}v\"}}");
        let (log, unread) = read(&lines).unwrap();
        assert_eq!((urls(&log), unread), (vec!["u", "v"], 2));
        for (text, why) in
            [("", "empty"), (" \n", "empty"), ("<html>", "no HAR"), ("{}", "log.entries"), ("[]", "no HAR")]
        {
            let problem = read(text).err().unwrap_or_else(|| panic!("{text:?} is no log"));
            assert!(problem.to_string().contains(why), "{problem}");
        }
    }
}
