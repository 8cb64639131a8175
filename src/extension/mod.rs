//! The browser extension. The only module that knows `JsValue`, the DOM and the WebExtension API.

#[cfg(feature = "batch")]
mod batch;
mod browser;
mod message;
pub mod page;

pub use browser::BrowserError;
