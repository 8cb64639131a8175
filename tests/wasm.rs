//! The library as WebAssembly, run by Node (`./build.sh test wasm`): what may differ from a native build is
//! the width of `usize` and the way across to JavaScript.
#![cfg(target_arch = "wasm32")]

use serde::{Deserialize, Serialize};
use wasm_bindgen_test::wasm_bindgen_test;
use xcld::diagnosis::{Severity, diagnose};
use xcld::exchange::Exchange;
use xcld::url;

/// Real URLs, one JSON object a line.
const CORPUS: &str = include_str!("corpus/urls.jsonl");

#[derive(Deserialize)]
struct Row {
    url: String,
    status: String,
}

fn corpus() -> Vec<Row> {
    CORPUS.lines().map(|line| serde_json::from_str(line).expect("a row of the corpus")).collect()
}

#[wasm_bindgen_test]
fn the_parts_of_every_url_give_it_back() {
    for row in corpus() {
        let parts = url::parts(&row.url, &url::read(&row.url));
        let joined: String = parts.iter().map(|part| part.span.of(&row.url)).collect();
        assert_eq!(joined, row.url);
    }
}

#[wasm_bindgen_test]
fn no_working_url_is_called_broken() {
    for row in corpus().into_iter().filter(|row| row.status == "valid") {
        let diagnosis = diagnose(&Exchange { url: row.url.clone(), status: Some(200), ..Exchange::default() });
        let error = diagnosis.findings.iter().find(|finding| finding.severity == Severity::Error);
        assert!(error.is_none(), "{}: {error:?}", row.url);
    }
}

/// An exchange made by JavaScript comes in, a diagnosis goes out, and JavaScript reads the same JSON as the
/// command line writes: no maps, no big integers, nothing that a message between pages would lose.
#[wasm_bindgen_test]
fn an_exchange_and_its_diagnosis_cross_to_javascript_and_back() {
    let made = js_sys::JSON::parse(
        r#"{"url":"https://res.cloudinary.com/demo/image/upload/c_fil,w_100/sample.jpg","id":7,"status":400,
            "headers":[["X-Cld-Error","Invalid crop in transformation: fil – “é”"]],
            "request":{"fields":{"upload_preset":["a","b"]},"size":9007199254740991},"from_cache":false}"#,
    )
    .expect("JSON");
    let exchange: Exchange = serde_wasm_bindgen::from_value(made).expect("an exchange");
    assert_eq!(exchange.status, Some(400));
    let request = exchange.request.as_ref().expect("a request");
    assert_eq!(request.fields["upload_preset"], ["a", "b"]);
    assert_eq!(request.size, Some(9_007_199_254_740_991));

    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let sent = exchange.serialize(&serializer).expect("a JavaScript value");
    let text = String::from(js_sys::JSON::stringify(&sent).expect("nothing that JSON lacks"));
    assert_eq!(serde_json::from_str::<Exchange>(&text).expect("an exchange"), exchange);
}
