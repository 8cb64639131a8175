//! A line of input as the command line gets it: whatever is an exchange is diagnosed, without a panic, and
//! the diagnosis and the report can be written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xcld::diagnosis::diagnose;
use xcld::exchange::Exchange;
use xcld::report;

fuzz_target!(|line: &[u8]| {
    let Ok(exchange) = serde_json::from_slice::<Exchange>(line) else { return };
    let diagnosis = diagnose(&exchange);
    for finding in &diagnosis.findings {
        if let Some(span) = finding.span {
            assert!(exchange.url.get(span.start..span.end).is_some(), "{span:?} cuts a character or leaves the URL");
        }
    }
    let written = report::json::to_string(&diagnosis);
    assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok(), "no JSON: {written}");
});
