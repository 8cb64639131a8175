//! Any bytes as a log that somebody opens: a HAR or lines. What is read can be written, and is then read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xcld::har::{self, Secrets};
use xcld::journal::{Entry, Outcome, Seen};
use xcld::log::file;

fuzz_target!(|bytes: &[u8]| {
    let Ok(opened) = file::open(bytes, |_| true) else { return };
    let archive = opened.archive;
    let entries: Vec<_> = archive
        .entries
        .into_iter()
        .map(|(page, entry)| {
            let har::Entry { exchange, traffic, .. } = entry;
            let (outcome, seen) = (Outcome::Failure, Seen::Network);
            (page, Entry { exchange, outcome, seen, time: 0.0, duration: None, frame_id: 0 }, traffic)
        })
        .collect();
    for secrets in [Secrets::Masked, Secrets::Shown] {
        let mut written = Vec::new();
        let each = entries.iter().map(|(page, entry, traffic)| (page.unwrap_or_default(), entry, traffic));
        har::write(&mut written, None, &archive.pages, each, secrets).expect("memory takes everything");
        let again = har::read(&written, |_| true).expect("what is written is a HAR");
        let named: Vec<_> =
            entries.iter().map(|(_, entry, _)| &entry.exchange.url).filter(|url| !url.is_empty()).collect();
        assert_eq!(again.entries.len(), named.len());
        if secrets == Secrets::Shown {
            assert!(again.entries.iter().map(|(_, entry)| &entry.exchange.url).eq(named), "the URLs differ");
        }
    }
});
