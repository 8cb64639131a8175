//! Any bytes as a log that somebody opens: a HAR or lines. What is read can be written, and is then read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xcld::har::{self, Secrets};
use xcld::log::Log;
use xcld::log::file::{self, Opened};

fuzz_target!(|bytes: &[u8]| {
    let log = match file::open(bytes.to_vec()) {
        Ok(Opened::Har(log)) => *log,
        Ok(Opened::Lines(mut lines)) => {
            let mut log = Log::of_lines();
            while !lines.read(&mut log, || false) {}
            log
        }
        Err(_) => return,
    };
    let pages: Vec<_> = log.pages().map(|page| har::Page { url: page.url.clone(), started: Some(page.time) }).collect();
    for secrets in [Secrets::Masked, Secrets::Shown] {
        let mut written = Vec::new();
        let rows = log.rows().map(|row| (row.page, &row.entry, &row.traffic));
        har::write(&mut written, None, &pages, rows, secrets).expect("memory takes everything");
        let again = har::read(&written, |_| true).expect("what is written is a HAR");
        assert_eq!(again.entries.len(), log.rows().len());
        if secrets == Secrets::Shown {
            let urls = log.rows().map(|row| &row.entry.exchange.url);
            assert!(again.entries.iter().map(|(_, entry)| &entry.exchange.url).eq(urls), "the URLs differ");
        }
    }
});
