//! The browser extension. The only module that knows `JsValue`, the DOM and the WebExtension API.

mod background;
mod badge;
#[cfg(feature = "batch")]
mod batch;
mod browser;
mod message;
pub mod page;
pub mod panel;
mod panels;
pub mod popup;
mod storage;
mod view;

pub use browser::BrowserError;
