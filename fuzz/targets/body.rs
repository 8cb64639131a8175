//! Any bytes as the body of an upload: multipart, JSON, form or none of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xcld::journal::from_raw;

fuzz_target!(|bytes: &[u8]| {
    let request = from_raw(bytes, u64::try_from(bytes.len()).ok());
    let kept: usize = request.fields.values().flatten().map(String::len).sum();
    // A byte that is no UTF-8 becomes a character of three, and `1e9` is written out.
    let spelt = 24 * request.fields.values().flatten().count();
    assert!(kept <= 3 * bytes.len() + spelt, "{kept} bytes out of {}", bytes.len());
});
