//! Real URLs and transformations of Cloudinary's documentation and SDK suites: what works raises no error.

use serde::Deserialize;
use xcld::diagnosis::{Finding, Severity};
use xcld::transformation::check;
use xcld::url::read;

#[derive(Deserialize)]
struct Row {
    url: String,
    status: String,
}

#[derive(Deserialize)]
struct Chain {
    transformation: String,
    /// Why the suites hold it though it cannot work, where it cannot.
    fault: Option<String>,
}

fn findings(url: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    check(url, &read(url), &mut findings);
    findings
}

fn errors(url: &str) -> Vec<String> {
    let errors = findings(url).into_iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| format!("{} {}", finding.code, finding.title)).collect()
}

#[test]
fn working_urls_raise_no_error() {
    let rows = include_str!("corpus/urls.jsonl").lines();
    let rows = rows.map(|line| serde_json::from_str::<Row>(line).expect("a row of the corpus"));
    let mut count = 0;
    let mut wrong = Vec::new();
    for row in rows.filter(|row| !matches!(row.status.as_str(), "invalid" | "not_delivery")) {
        count += 1;
        let errors = errors(&row.url);
        if !errors.is_empty() {
            wrong.push(format!("{} {errors:?}", row.url));
        }
    }
    assert!(count > 700);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn transformations_of_the_suites_raise_no_error() {
    let mut wrong = Vec::new();
    for line in include_str!("corpus/transformations.jsonl").lines() {
        let chain: Chain = serde_json::from_str(line).expect("a row of the corpus");
        let asset = if chain.transformation.contains("l_video") { "video" } else { "image" };
        let url = format!("https://res.cloudinary.com/demo/{asset}/upload/{}/v1/sample", chain.transformation);
        let errors = errors(&url);
        let is_told = findings(&url).iter().any(|finding| finding.severity >= Severity::Warning);
        if chain.fault.as_ref().map_or(!errors.is_empty(), |_| !is_told) {
            wrong.push(format!("{} {:?} {errors:?}", chain.transformation, chain.fault));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
