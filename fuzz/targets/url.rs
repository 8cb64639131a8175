//! Any string read as a URL: nothing panics, the parts give it back, and every finding stands inside it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xcld::{transformation, url};

fuzz_target!(|text: &str| {
    let anatomy = url::read(text);
    let joined: String = url::parts(text, &anatomy).iter().map(|part| part.span.of(text)).collect();
    assert_eq!(joined, text);

    let mut findings = Vec::new();
    url::check(text, &anatomy, &mut findings);
    transformation::check(text, &anatomy, &mut findings);
    for finding in findings {
        if let Some(span) = finding.span {
            assert!(text.get(span.start..span.end).is_some(), "{span:?} cuts a character or leaves the URL");
        }
    }
});
