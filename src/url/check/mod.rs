//! What is wrong with the structure of a URL.

use super::Anatomy;
use crate::diagnosis::Finding;

/// Appends what is wrong with the URL's structure: what stands in the wrong place, is missing or is misspelt.
pub fn check(url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
    let _ = (url, anatomy, findings);
}
