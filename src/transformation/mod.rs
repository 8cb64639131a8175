//! The grammar of transformations as tables, and the reader that holds a component against them.
//!
//! A chain is components joined by `/`; a component is parameters joined by `,` (or `%2C`); a parameter is
//! a key, `_`, and a value.

mod check;
mod describe;
mod likeness;
mod meant;
mod split;
mod suggest;
mod tables;
mod value;

pub use check::check;
pub use describe::{Description, describe};
pub use likeness::{Likeness, is_component, likeness};
pub(crate) use likeness::{is_known, is_slip};
pub use split::{Parameter, components, parameters};
