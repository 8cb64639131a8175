//! Whatever a page says of itself (its Resource Timing) goes into its log, once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xcld::journal::{Look, Page, resources};

fuzz_target!(|text: &str| {
    let Ok(look) = serde_json::from_str::<Look>(text) else { return };
    let found = resources(look);
    let mut page = Page::new("document", 1);
    page.look_back(found.clone());
    let entries = page.entries().count();
    page.look_back(found);
    assert_eq!(page.entries().count(), entries, "the same loads are added twice");
});
