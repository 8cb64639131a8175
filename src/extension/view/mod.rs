//! What the popup and the DevTools panel share: an exchange explained, its URL drawn, and what can be done with both.

pub mod copying;
pub mod dom;
pub mod exchange_view;
pub mod notice;
pub mod options;
pub mod url_view;
