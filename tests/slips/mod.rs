//! Rows of slips, each in a URL that works: what is told first, and whether the first remedy gives that URL back.

use xcld::diagnosis::{Finding, Severity, diagnose};
use xcld::exchange::Exchange;

/// The faulty URL, the working one, the code, and the characters at fault.
pub type Row = (&'static str, &'static str, &'static str, &'static str);

/// What is said of `url` alone.
pub fn findings(url: &str) -> Vec<Finding> {
    diagnose(&Exchange { url: url.to_owned(), method: "GET".to_owned(), ..Exchange::default() }).findings
}

/// Holds every row, its URLs made by `whole`, against the first finding and its first remedy.
pub fn hold(rows: &[Row], whole: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for (faulty, working, code, marked) in rows {
        let (url, wanted) = (whole(faulty), whole(working));
        let told = findings(&url).first().map(|first| {
            let span = first.span.map(|span| span.of(&url).to_owned()).unwrap_or_default();
            let fix = first.fixes.first().and_then(|fix| fix.url.clone()).unwrap_or_default();
            (first.code.as_str(), span, fix)
        });
        if told != Some((*code, (*marked).to_owned(), wanted.clone())) {
            wrong.push(format!("{url}\n  {told:?}"));
        }
        if findings(&wanted).iter().any(|finding| finding.severity == Severity::Error) {
            wrong.push(format!("{wanted} is called wrong"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
