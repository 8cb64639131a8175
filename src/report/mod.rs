//! A diagnosis in words: one renderer per medium, and the masking of secrets in everything that leaves the browser.

pub mod because;
mod curl;
pub mod drawing;
pub mod headers;
pub mod json;
pub mod markdown;
pub mod phases;
pub mod pretty;
pub mod quantity;
pub mod redact;
pub mod view;
pub mod words;

pub use curl::curl;
