//! xcld explains why Cloudinary media fails, and how to mend it.
//!
//! One pure function stands in the middle: [`diagnosis::diagnose`] takes an
//! [`exchange::Exchange`] and gives a [`diagnosis::Diagnosis`]. The browser extension
//! (`extension`, wasm32 only) and the command line (`cli`, native only) are shells around it.
#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

mod ascii;
pub mod catalogue;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
mod date;
pub mod diagnosis;
pub mod exchange;
#[cfg(target_arch = "wasm32")]
pub mod extension;
pub mod har;
pub mod journal;
pub mod log;
mod near;
pub mod report;
pub mod server_timing;
pub mod span;
pub mod transformation;
pub mod url;
