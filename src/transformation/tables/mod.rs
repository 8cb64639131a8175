//! The grammar as data. Every row comes from the transformation reference
//! (cloudinary.com/documentation/transformation_reference) unless its comment names another source.

mod parameters;

pub(super) use parameters::{LONGEST_KEY, kind};
