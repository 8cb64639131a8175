//! Holds corrected URLs to their promise: a URL that is offered reads without an error.
//!
//! Each check mends its own fault and leaves the rest of the URL alone. Where other errors are left, they are mended as
//! well, and the title says so; where one of them has no remedy in the URL, no corrected URL is offered.

use super::fix::AGAIN;
use super::{Finding, Fix, Severity, api};
use crate::transformation;
use crate::url::{self, Anatomy, Kind};

/// How many bytes of corrected URLs are read for one diagnosis: a URL that needs more is no longer one that a person
/// looks at.
const MOST_BYTES: usize = 1 << 18;

/// How many other errors a corrected URL may mend.
const MOST_OTHERS: usize = 24;

/// What is wrong with `url`, whose parts are `anatomy`, as far as the URL alone can tell.
pub fn check(url: &str, anatomy: &Anatomy) -> Vec<Finding> {
    let mut findings = Vec::new();
    if anatomy.kind == Kind::Api && anatomy.delivery_type.is_none() {
        api::Address::read(url, anatomy).check(url, anatomy, &mut findings);
    } else {
        url::check(url, anatomy, &mut findings);
        transformation::check(url, anatomy, &mut findings);
    }
    findings
}

/// Completes the corrected URLs of `findings`, which are about a URL with the parts `anatomy` and as many `errors`,
/// and takes back those that cannot be made to read without an error.
pub fn settle(findings: &mut [Finding], anatomy: &Anatomy, errors: usize) {
    let mut reader = Reader { bytes_left: MOST_BYTES };
    for finding in findings {
        let is_inside = finding.span.zip(anatomy.transformation).is_some_and(|(span, chain)| chain.start <= span.start);
        // A corrected transformation has fewer errors: to remove a parameter may leave another without its companion.
        let allowed = if is_inside && finding.severity == Severity::Error { errors.saturating_sub(1) } else { errors };
        let fixes = std::mem::take(&mut finding.fixes);
        finding.fixes = fixes.into_iter().filter_map(|fix| reader.settle(fix, allowed)).collect();
    }
}

fn errors_of(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}

/// How many errors `findings` holds.
pub fn count_errors(findings: &[Finding]) -> usize {
    errors_of(findings).count()
}

struct Reader {
    bytes_left: usize,
}

impl Reader {
    /// What is wrong with `url`; `None` where too much was read already.
    fn read(&mut self, url: &str) -> Option<Vec<Finding>> {
        self.bytes_left = self.bytes_left.checked_sub(url.len())?;
        Some(check(url, &url::read(url)))
    }

    /// `fix` with a URL that reads without an error, or without a URL; `None` where it mends nothing.
    fn settle(&mut self, fix: Fix, allowed: usize) -> Option<Fix> {
        let Fix { title, url: Some(url) } = fix else { return Some(fix) };
        let Some(left) = self.read(&url) else { return Some(Fix { title, url: None }) };
        match count_errors(&left) {
            0 => Some(Fix { title, url: Some(url) }),
            count if count > allowed => None,
            _ => {
                let mut titles = vec![title];
                let url = self.complete(left, &mut titles);
                titles.truncate(if url.is_some() { usize::MAX } else { 1 });
                Some(Fix { title: joined(&titles), url })
            }
        }
    }

    /// The URL that `findings` are about with all its errors mended, each by its first remedy.
    fn complete(&mut self, mut findings: Vec<Finding>, titles: &mut Vec<String>) -> Option<String> {
        for _ in 0..MOST_OTHERS {
            let mends = |finding: &Finding| finding.fixes.iter().find(|fix| fix.url.is_some()).cloned();
            let Fix { title, url } = errors_of(&findings).find_map(mends)?;
            let url = url?;
            titles.push(title);
            findings = self.read(&url)?;
            if count_errors(&findings) == 0 {
                return Some(url);
            }
        }
        None
    }
}

/// `titles` as one instruction.
fn joined(titles: &[String]) -> String {
    const SHOWN: usize = 3;
    let plain = |title: &str| title.strip_suffix(AGAIN).unwrap_or(title).to_owned();
    let mut text = String::new();
    for title in titles.iter().take(SHOWN) {
        let title = plain(title);
        if text.is_empty() {
            text = title;
        } else {
            let mut letters = title.chars();
            text.push_str(", and ");
            text.extend(letters.next().into_iter().flat_map(char::to_lowercase));
            text.push_str(letters.as_str());
        }
    }
    match titles.len().saturating_sub(SHOWN) {
        0 => {}
        1 => text.push_str(", and mend one more fault"),
        more => text.extend([", and mend ", &more.to_string(), " more faults"]),
    }
    if titles.iter().any(|title| title.ends_with(AGAIN)) {
        text.push_str(AGAIN);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{AGAIN, joined};

    #[test]
    fn a_title_names_what_else_is_mended() {
        let titles = |texts: &[&str]| joined(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(titles(&["Write c_fill"]), "Write c_fill");
        assert_eq!(titles(&["Write c_fill", "Remove w_0"]), "Write c_fill, and remove w_0");
        let signed = |text: &str| format!("{text}{AGAIN}");
        assert_eq!(titles(&[&signed("Write c_fill"), &signed("Remove w_0")]), signed("Write c_fill, and remove w_0"));
        assert_eq!(titles(&["A", "B", "C", "D"]), "A, and b, and c, and mend one more fault");
        assert_eq!(titles(&["A", "B", "C", "D", "E"]), "A, and b, and c, and mend 2 more faults");
    }
}
