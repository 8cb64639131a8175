//! The WebExtension API, as far as xcld uses it.
//!
//! `chrome` with promises is there in Chrome, Edge and Firefox (Manifest V3). Everything that crosses is
//! plain data, turned by serde.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use thiserror::Error;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why something could not be had from the browser.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BrowserError {
    /// The browser refused a call; its own words.
    #[error("The browser refused: {0}")]
    Refused(String),
    /// What the browser gave was not of the shape expected.
    #[error("The browser answered with something unexpected: {0}")]
    Unexpected(String),
    /// There is no active tab.
    #[error("There is no active tab")]
    NoTab,
    /// The background did not answer in time.
    #[error("The background did not answer")]
    BackgroundSilent,
}

impl From<JsValue> for BrowserError {
    fn from(value: JsValue) -> Self {
        let text =
            Reflect::get(&value, &"message".into()).ok().and_then(|m| m.as_string()).or_else(|| value.as_string());
        BrowserError::Refused(text.unwrap_or_else(|| "no reason given".to_owned()))
    }
}

impl From<BrowserError> for JsValue {
    fn from(error: BrowserError) -> Self {
        js_sys::Error::new(&error.to_string()).into()
    }
}

impl From<serde_wasm_bindgen::Error> for BrowserError {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        BrowserError::Unexpected(error.to_string())
    }
}

impl From<serde_json::Error> for BrowserError {
    fn from(error: serde_json::Error) -> Self {
        BrowserError::Unexpected(error.to_string())
    }
}

#[rustfmt::skip] // One call a line.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    pub async fn session_get(keys: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = getKeys)]
    async fn session_get_keys() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    pub async fn session_set(items: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = remove)]
    pub async fn session_remove(keys: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "onChanged"], js_name = addListener)]
    pub fn storage_on_changed_add(listener: &Function);
    #[wasm_bindgen(js_namespace = ["chrome", "storage", "onChanged"], js_name = removeListener)]
    pub fn storage_on_changed_remove(listener: &Function);

    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = query)]
    async fn tabs_query(info: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = get)]
    async fn tabs_get(tab: i32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = create)]
    pub async fn tabs_create(properties: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = reload)]
    pub async fn tabs_reload(tab: i32, properties: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs", "onRemoved"], js_name = addListener)]
    pub fn on_removed_add(listener: &Function);
    #[wasm_bindgen(js_namespace = ["chrome", "tabs", "onRemoved"], js_name = removeListener)]
    pub fn on_removed_remove(listener: &Function);

    #[wasm_bindgen(catch, js_namespace = ["chrome", "webNavigation"], js_name = getFrame)]
    async fn get_frame(details: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["chrome", "webNavigation", "onCommitted"], js_name = addListener)]
    pub fn on_committed_add(listener: &Function);
    #[wasm_bindgen(js_namespace = ["chrome", "webNavigation", "onCommitted"], js_name = removeListener)]
    pub fn on_committed_remove(listener: &Function);

    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeText)]
    pub async fn set_badge_text(details: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeBackgroundColor)]
    pub async fn set_badge_background(details: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "action"], js_name = setBadgeTextColor)]
    pub async fn set_badge_text_color(details: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = contains)]
    pub async fn permissions_contains(permissions: &JsValue) -> Result<JsValue, JsValue>;
    // Not async: the call itself must be made within the user's click.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "permissions"], js_name = request)]
    pub fn permissions_request(permissions: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "scripting"], js_name = executeScript)]
    pub fn execute_script(injection: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getURL)]
    pub fn own_url(path: &str) -> String;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    pub fn send_message(message: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = connect)]
    fn runtime_connect(info: &JsValue) -> Result<Port, JsValue>;

    /// One end of a `runtime.Port`.
    #[derive(Clone, PartialEq)]
    pub type Port;
    #[wasm_bindgen(method, getter)]
    pub fn name(this: &Port) -> String;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    pub fn post_message(this: &Port, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = onMessage)]
    pub fn on_message(this: &Port) -> PortEvent;
    #[wasm_bindgen(method, getter, js_name = onDisconnect)]
    pub fn on_disconnect(this: &Port) -> PortEvent;

    /// `Port.onMessage` or `Port.onDisconnect`.
    pub type PortEvent;
    #[wasm_bindgen(method, js_name = addListener)]
    pub fn add(this: &PortEvent, listener: &Function);
}

/// A port to the background, called `name`.
///
/// # Errors
/// Where the extension was updated or removed since this page was opened.
pub fn connect(name: &str) -> Result<Port, BrowserError> {
    #[derive(Serialize)]
    struct Info<'a> {
        name: &'a str,
    }
    Ok(runtime_connect(&to_js(&Info { name })?)?)
}

/// `value` as plain JavaScript data: maps become objects, `None` becomes null.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, BrowserError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// JavaScript data as a typed value.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, BrowserError> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

/// A tab, as far as the browser tells.
#[derive(Clone, Debug, Deserialize)]
pub struct Tab {
    /// Its number.
    pub id: Option<i32>,
    /// The address of its page, where we may know it.
    #[serde(default)]
    pub url: Option<String>,
    /// Whether it is in a private window.
    #[serde(default)]
    pub incognito: bool,
}

/// A frame, as far as the browser tells.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// The document it shows.
    #[serde(default)]
    pub document_id: Option<String>,
    /// The document around it; none for a page itself.
    #[serde(default)]
    pub parent_document_id: Option<String>,
    /// Its address.
    #[serde(default)]
    pub url: String,
    /// Whether the browser shows a page of its own there for an error.
    #[serde(default)]
    pub error_occurred: bool,
}

/// A script that is to run in a page, its frames not included.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Injection<'a> {
    target: Target<'a>,
    files: [&'static str; 1],
    inject_immediately: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target<'a> {
    tab_id: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_ids: Option<[&'a str; 1]>,
}

impl<'a> Injection<'a> {
    /// The script at `file` in the extension, for the page that the tab shows, loaded or not.
    pub fn new(tab_id: i32, file: &'static str) -> Self {
        Injection { target: Target { tab_id, document_ids: None }, files: [file], inject_immediately: true }
    }

    /// The script at `file` in the extension, for a document that the tab does not show yet. Chromium only.
    pub fn into_document(tab_id: i32, document: &'a str, file: &'static str) -> Self {
        Injection { target: Target { tab_id, document_ids: Some([document]) }, files: [file], inject_immediately: true }
    }
}

/// The tab with this number.
pub async fn tab(id: i32) -> Result<Tab, BrowserError> {
    from_js(tabs_get(id).await?)
}

/// The active tab of the current window.
pub async fn active_tab() -> Result<Tab, BrowserError> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Query {
        active: bool,
        current_window: bool,
    }
    let tabs: Vec<Tab> = from_js(tabs_query(&to_js(&Query { active: true, current_window: true })?).await?)?;
    tabs.into_iter().next().ok_or(BrowserError::NoTab)
}

/// All tabs, or those that show a page of `origin`.
pub async fn tabs(origin: Option<&str>) -> Result<Vec<Tab>, BrowserError> {
    let mut tabs: Vec<Tab> = from_js(tabs_query(&Object::new()).await?)?;
    if let Some(wanted) = origin {
        tabs.retain(|tab| tab.url.as_deref().and_then(crate::journal::origin) == Some(wanted));
    }
    Ok(tabs)
}

/// What the tab shows; `None` where it is gone.
pub async fn current_frame(tab: i32) -> Option<Frame> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Details {
        tab_id: i32,
        frame_id: i32,
    }
    frame(&to_js(&Details { tab_id: tab, frame_id: 0 }).ok()?).await
}

/// The frame that shows a document; `None` where it is gone.
pub async fn document_frame(document: &str) -> Option<Frame> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Details<'a> {
        document_id: &'a str,
    }
    frame(&to_js(&Details { document_id: document }).ok()?).await
}

async fn frame(details: &JsValue) -> Option<Frame> {
    from_js::<Option<Frame>>(get_frame(details).await.ok()?).ok()?
}

/// All keys in `storage.session`.
pub async fn session_keys() -> Result<Array, JsValue> {
    match session_get_keys().await {
        Ok(keys) => Ok(keys.unchecked_into()),
        // Chrome before 130 has no getKeys.
        Err(_) => Ok(Object::keys(session_get(&JsValue::NULL).await?.unchecked_ref::<Object>()).unchecked_into()),
    }
}

/// The texts stored under `keys` in `storage.session`, in their order; `None` where there is none.
pub async fn stored(keys: &[String]) -> Result<Vec<Option<String>>, BrowserError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let list: Array = keys.iter().map(|key| JsValue::from_str(key)).collect();
    let items = session_get(&list).await?;
    keys.iter().map(|key| Ok(Reflect::get(&items, &key.as_str().into())?.as_string())).collect()
}

/// Waits for `promise`; `None` if `limit` passes first.
pub async fn within(limit: Duration, promise: Promise) -> Result<Option<JsValue>, JsValue> {
    let late = JsValue::symbol(None);
    let millis = u32::try_from(limit.as_millis()).unwrap_or(u32::MAX);
    let mut timeout = None;
    let timer = Promise::new(&mut |resolve, _| {
        let late = late.clone();
        timeout = Some(Timeout::new(millis, move || {
            // Calling a promise's resolve function cannot fail.
            let _ = resolve.call1(&JsValue::UNDEFINED, &late);
        }));
    });
    let first = JsFuture::from(Promise::race(&Array::of2(&promise, &timer))).await?;
    Ok((first != late).then_some(first))
}
