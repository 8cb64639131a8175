//! A diagnosis in words: one renderer per medium, and the masking of secrets in everything that leaves the browser.

pub mod json;
