//! Any run of browser events, one JSON object a line, through a page's log: what is written is read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::collections::HashMap;
use xcld::journal::{Answer, Details, Head, Page, page_log};

fuzz_target!(|input: &str| {
    let mut page = Page::new("document", 1);
    for line in input.lines() {
        let Ok(mut details) = serde_json::from_str::<Details>(line) else { continue };
        // Whole milliseconds of this era: of longer numbers, serde_json may read the last digit back as another.
        details.time_stamp = details.time_stamp.trunc().clamp(0.0, 1e15);
        details.is_of_interest();
        details.owner();
        // What onErrorOccurred tells has an error, what onHeadersReceived tells has none.
        let kept = match details.error {
            Some(_) => details.failed(),
            None => match details.answered() {
                Answer::Exchange(kept) => Some(*kept),
                Answer::Hop | Answer::Unrelated => None,
            },
        };
        if let Some(kept) = kept {
            page.add(kept);
        }
    }

    let (mut set, mut remove) = (Vec::new(), Vec::new());
    page.writes(&mut set, &mut remove);
    let mut storage: HashMap<String, String> = set.into_iter().collect();
    let Some(text) = storage.remove(&Head::key("document")) else { return };
    let head: Head = serde_json::from_str(&text).expect("a head as it was written");
    assert_eq!(&head, page.head());
    let texts = head.segment_keys().map(|key| storage.remove(&key)).collect();
    let mut again = Page::stored(head);
    again.open(texts);
    assert!(page.entries().eq(again.entries()), "what was written is not what is read");
    assert_eq!(again.head(), page.head());
    page_log(again.head(), again.entries().cloned());
});
