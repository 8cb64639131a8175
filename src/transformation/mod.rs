//! The grammar of transformations as tables, and the reader that holds a component against them.
//!
//! A chain is components joined by `/`; a component is parameters joined by `,` (or `%2C`); a parameter is
//! a key, `_`, and a value.

mod check;
mod likeness;
mod meant;
mod split;
mod suggest;
mod tables;
mod value;

pub use check::check;
pub use likeness::{Likeness, likeness};
pub use split::{Parameter, components, parameters};

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
