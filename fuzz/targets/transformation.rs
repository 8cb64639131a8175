//! Any string as the chain of transformations of a URL: it is split, described and checked without a panic,
//! and what it is split into stands inside it, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xcld::span::Span;
use xcld::{transformation, url};

fuzz_target!(|chain: &str| {
    for segment in chain.split('/') {
        transformation::likeness(segment);
    }
    let mut end = 0;
    for component in transformation::components(chain, Span::new(0, chain.len())) {
        assert!(end <= component.start && chain.get(component.start..component.end).is_some());
        end = component.end;
        for parameter in transformation::parameters(chain, component) {
            assert!(component.start <= parameter.span.start && parameter.span.end <= component.end);
            assert!(
                parameter.key.end <= parameter.value.start
                    && chain.get(parameter.value.start..parameter.value.end).is_some()
            );
            transformation::describe(chain, parameter);
        }
    }

    // The check as it is used: on a whole URL, whatever the reader then makes of the chain.
    let whole = format!("https://res.cloudinary.com/demo/image/upload/{chain}/sample.jpg");
    let anatomy = url::read(&whole);
    transformation::check(&whole, &anatomy, &mut Vec::new());
});
