//! The log of the DevTools panel: exchanges of one tab, page after page, joined from what the background saw and what
//! DevTools tells; filtered, sorted and grouped. Plain data: `extension::panel` draws it.

pub mod file;
mod row;

pub use row::{Row, State};
