//! The grammar of transformations as tables, and the reader that holds a component against them.
//!
//! A chain is components joined by `/`; a component is parameters joined by `,` (or `%2C`); a parameter is
//! a key, `_`, and a value.

use crate::diagnosis::Finding;
use crate::span::Span;
use crate::url::Anatomy;

/// One parameter of a component, as spans of the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The key: `w`, `fl`, `$width`, `if`, …
    pub key: Span,
    /// What stands after the first `_`; empty where nothing does.
    pub value: Span,
    /// Key and value together.
    pub span: Span,
}

/// How much a path segment looks like a component of a transformation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Every parameter has a known key (its value may be wrong).
    Component,
    /// It was meant as one, but is malformed: `W_200`, `w=200`, `width_400,crop_scale`, `w200`, `ab_cd,w_200`.
    Malformed,
    /// An ordinary path segment.
    No,
}

/// Tells whether `segment` (one path segment, without slashes) is a component of a transformation.
/// Allocates nothing and looks at the segment alone.
pub fn likeness(segment: &str) -> Likeness {
    let _ = segment;
    Likeness::No
}

/// The components of `chain`, a span of `url`, in order.
pub fn components(url: &str, chain: Span) -> impl Iterator<Item = Span> + '_ {
    let _ = url;
    std::iter::once(chain)
}

/// The parameters of `component`, a span of `url`, in order.
pub fn parameters(url: &str, component: Span) -> impl Iterator<Item = Parameter> + '_ {
    let _ = (url, component);
    std::iter::empty()
}

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
    let _ = (url, parameter);
    None
}

/// Appends what is wrong inside the transformation: unknown and misspelt parameters and values, conflicts,
/// layers and conditions that are not closed, variables that are not set.
pub fn check(url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
    let _ = (url, anatomy, findings);
}
