//! The explanations in docs/codes, held against the codes and against the diagnosis itself.

mod examples;

use examples::example;
use std::collections::BTreeSet;
use xcld::cli::{page, pages};
use xcld::diagnosis::{Code, Diagnosis, Severity, Verdict, diagnose};

#[test]
fn every_code_has_its_page_and_every_page_its_code() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/codes");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    let wanted: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    assert_eq!(files, wanted);
    for code in Code::ALL {
        let file = std::fs::read_to_string(format!("{folder}/{code}.md")).expect("a page");
        assert_eq!(page(*code), file, "another page is embedded for {code}");
    }
}

#[test]
fn pages_are_of_one_form() {
    let mut titles = BTreeSet::new();
    for (code, page) in pages() {
        let title = page.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a title");
        assert!(!title.ends_with('.') && titles.insert(title), "{code}: {title}");
        let heads: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(heads, ["How it comes about", "How to mend it", "Example", "Read more"], "{code}");
        let prose = page.split("```").step_by(2).collect::<String>();
        assert!(!prose.contains("! ") && !prose.contains("!\n") && !page.contains("Error:"), "{code}");
        let links: Vec<&str> = page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        let official = ["https://cloudinary.com/documentation/", "https://support.cloudinary.com/"];
        assert!(!links.is_empty(), "{code}");
        assert!(links.iter().all(|link| official.iter().any(|start| link.starts_with(start))), "{code}: {links:?}");
    }
}

fn said(diagnosis: &Diagnosis) -> Vec<(&'static str, Severity, &str)> {
    let findings = diagnosis.findings.iter();
    findings.map(|finding| (finding.code.as_str(), finding.severity, finding.title.as_str())).collect()
}

#[test]
fn the_example_that_fails_has_this_code_first() {
    for (code, page) in pages() {
        let exchange = example(page, "Fails");
        let diagnosis = diagnose(&exchange);
        assert_ne!(diagnosis.verdict, Verdict::Unrelated, "{code}");
        let first = diagnosis.findings.first().map(|finding| finding.code);
        assert_eq!(first, Some(code), "{}: {:?}", exchange.url, said(&diagnosis));
    }
}

#[test]
fn the_example_that_works_is_not_accused() {
    for (code, page) in pages() {
        let mut exchange = example(page, "Works");
        let alone = diagnose(&exchange);
        assert!(alone.findings.iter().all(|finding| finding.severity != Severity::Error), "{code}: {:?}", said(&alone));
        assert_ne!(alone.verdict, Verdict::Unrelated, "{code}");
        // Nor is the request of an upload, where another one failed for no known reason.
        if exchange.request.is_some() {
            exchange.status = Some(400);
            let failed = diagnose(&exchange);
            let codes: Vec<Code> = failed.findings.iter().map(|finding| finding.code).collect();
            assert_eq!(codes, [Code::ErrorUnrecognized], "{code}: {:?}", said(&failed));
        }
    }
}
