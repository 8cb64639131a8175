//! Two or three faults at once, put into the real URLs of the development corpus: whatever corrected URL is offered
//! must read without an error, and applying it must be the end of it.

use proptest::prelude::*;
use serde_json::Value;
use xcld::diagnosis::{Diagnosis, Severity, diagnose};
use xcld::exchange::Exchange;
use xcld::span::Span;
use xcld::transformation::{components, parameters};
use xcld::url::{self, Layout};

fn working() -> Vec<String> {
    let text = std::fs::read_to_string("tests/corpus/urls.jsonl").expect("the corpus");
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a row"))
        .filter(|row| row["status"] == "valid")
        .filter_map(|row| row["url"].as_str().map(str::to_owned))
        .collect()
}

fn diagnosis(url: &str) -> Diagnosis {
    diagnose(&Exchange { url: url.to_owned(), method: "GET".to_owned(), ..Exchange::default() })
}

fn has_error(diagnosis: &Diagnosis) -> bool {
    diagnosis.findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Faults that can be put into `url`: what is written over which characters, and whether the URL tells what was there.
fn faults(url: &str) -> Vec<(Span, String, bool)> {
    let anatomy = url::read(url);
    let mut all = Vec::new();
    if anatomy.layout != Layout::Types {
        return all;
    }
    let mut over = |span: Option<Span>, from: &str, to: &str, tells: bool| {
        if let Some(span) = span.filter(|span| span.of(url) == from) {
            all.push((span, to.to_owned(), tells));
        }
    };
    over(anatomy.host, "res.cloudinary.com", "res.cloudnary.com", true);
    over(anatomy.host, "res.cloudinary.com", "api.cloudinary.com", false);
    over(anatomy.asset_type, "image", "imgae", true);
    over(anatomy.asset_type, "video", "vidoe", true);
    over(anatomy.delivery_type, "upload", "uplaod", true);
    over(anatomy.delivery_type, "fetch", "fecth", true);
    over(anatomy.extension, "webp", "wepb", true);
    over(anatomy.extension, "jpg", "auto", false);
    over(anatomy.cloud_name, anatomy.cloud_name.map_or("", |span| span.of(url)), "undefined", false);
    over(anatomy.signature, anatomy.signature.map_or("", |span| span.of(url)), "s--signature--", false);
    let chain = anatomy.transformation.into_iter().flat_map(|chain| components(url, chain));
    for parameter in chain.flat_map(|component| parameters(url, component)) {
        let (key, value) = (parameter.key.of(url), parameter.value.of(url));
        let separator = Span::new(parameter.key.end, parameter.value.start);
        let is_number = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
        let mut add = |span: Span, text: &str, tells| all.push((span, text.to_owned(), tells));
        match key {
            "w" | "h" if is_number => {
                add(parameter.span, &format!("{key}_{value}px"), true);
                add(parameter.span, &format!("{}_{value}", key.to_ascii_uppercase()), true);
                add(separator, "=", true);
                add(parameter.value, "0", false);
            }
            "c" if value == "fill" => add(parameter.value, "fil", true),
            "c" if value == "scale" => add(parameter.span, "crop_scale", true),
            "q" if value == "auto" => add(parameter.value, "aut", true),
            "fl" if value == "layer_apply" => add(parameter.value, "layer_aply", true),
            "if" if value == "end" => add(parameter.value, "edn", true),
            "l" => add(separator, "-", false),
            _ => {}
        }
    }
    all
}

/// `url` with the faults `picked`, of which those that overlap one before are left out; and how many are left in.
fn with(url: &str, picked: &[(Span, String, bool)]) -> (String, usize, bool) {
    let mut chosen: Vec<&(Span, String, bool)> = Vec::new();
    for fault in picked {
        // A component is one thing: what is wrong at two of its places may be told at once.
        if chosen.iter().all(|other| other.0.end < fault.0.start || fault.0.end < other.0.start) {
            chosen.push(fault);
        }
    }
    chosen.sort_by_key(|fault| std::cmp::Reverse(fault.0));
    let mut broken = url.to_owned();
    for (span, text, _) in &chosen {
        broken.replace_range(span.start..span.end, text);
    }
    (broken, chosen.len(), chosen.iter().all(|fault| fault.2))
}

fn holds(broken: &str) -> Result<(), TestCaseError> {
    let found = diagnosis(broken);
    for finding in &found.findings {
        for fix in finding.fixes.iter().filter_map(|fix| fix.url.as_deref()) {
            let after = diagnosis(fix);
            let error = after.findings.iter().find(|finding| finding.severity == Severity::Error);
            prop_assert!(error.is_none(), "{broken}\n  {fix}\n  {error:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_corrected_url_holds_an_error(
        url in proptest::sample::select(working()),
        picks in proptest::collection::vec(any::<prop::sample::Index>(), 2..4),
    ) {
        let faults = faults(&url);
        if !faults.is_empty() {
            let picked: Vec<_> = picks.iter().map(|pick| faults[pick.index(faults.len())].clone()).collect();
            holds(&with(&url, &picked).0)?;
        }
    }
}

/// Where each of two faults tells what was there, the first remedy mends both and gives the URL back.
#[test]
fn two_faults_are_mended_at_once() {
    let (mut pairs, mut mended) = (0_usize, 0_usize);
    for url in working() {
        let all = faults(&url);
        for (at, one) in all.iter().enumerate() {
            for other in all.iter().skip(at + 1).step_by(3) {
                let (broken, count, tells) = with(&url, &[one.clone(), other.clone()]);
                if count < 2 || !tells {
                    continue;
                }
                pairs += 1;
                let found = diagnosis(&broken);
                let first = found.findings.first().and_then(|finding| finding.fixes.first());
                if first.and_then(|fix| fix.url.as_deref()) == Some(&url) {
                    mended += 1;
                } else if std::env::var_os("MISSES").is_some() {
                    println!("{broken}\n  {first:?}");
                }
            }
        }
    }
    println!("{mended} of {pairs} pairs of faults are mended by the first remedy");
    assert!(pairs > 500);
    assert!(mended * 100 >= pairs * 95, "{mended} of {pairs}");
}

#[test]
fn an_error_without_a_remedy_takes_the_corrected_url_back() {
    let found = diagnosis("https://res.cloudinary.com/undefined/image/upload/c_fil,w_200/sample.jpg");
    assert!(has_error(&found));
    assert!(found.findings.iter().all(|finding| finding.fixes.iter().all(|fix| fix.url.is_none())));
    assert!(found.findings.iter().all(|finding| !finding.fixes.is_empty()), "what to do is still said");
}

#[test]
fn the_title_names_what_else_is_mended() {
    let found = diagnosis("https://res.cloudinary.com/demo/image/uplaod/c_fil,w_200/sample.jpg");
    let fix = found.findings.first().and_then(|finding| finding.fixes.first()).expect("a remedy");
    assert_eq!(fix.url.as_deref(), Some("https://res.cloudinary.com/demo/image/upload/c_fill,w_200/sample.jpg"));
    assert!(fix.title.contains("“upload”") && fix.title.contains("c_fill"), "{}", fix.title);
}
