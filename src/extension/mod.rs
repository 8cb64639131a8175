//! The browser extension. The only module that knows `JsValue`, the DOM and the WebExtension API.
