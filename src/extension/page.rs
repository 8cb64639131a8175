//! The page that the user looks at, as the extension's own pages (popup, panel) see it.

use super::browser::{self, BrowserError, Injection, current_frame, from_js, stored, to_js};
use super::message::{self, Message};
use crate::journal::{Head, Kept, Look, PageLog, page_log, resources};
use js_sys::{Function, Object};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Whether xcld may see a page's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// It may.
    Granted,
    /// The user withheld it; [`request_access`] asks for it.
    Withheld,
    /// The browser lets no extension look there: its own pages, the add-on stores, local files.
    Forbidden,
}

/// One page: the document that a tab shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The tab.
    pub tab_id: i32,
    /// The browser's `documentId`; `None` where the browser tells none.
    pub document_id: Option<String>,
    /// The page's URL; empty where the browser keeps it from us.
    pub url: String,
    /// Whether the page is in a private window.
    pub incognito: bool,
    /// Whether its requests may be seen.
    pub access: Access,
}

/// The hosts that the manifest asks for.
#[derive(Serialize)]
struct Origins<'a> {
    origins: &'a [&'a str],
}

const ALL_SITES: Origins<'static> = Origins { origins: &["*://*/*"] };

/// The active tab's page of the current window. `?tab=ID` in the asking page's own URL names another tab.
///
/// # Errors
/// [`BrowserError::NoTab`] where there is none.
pub async fn active() -> Result<Page, BrowserError> {
    let tab = match named_tab() {
        Some(id) => browser::tab(id).await?,
        None => browser::active_tab().await?,
    };
    of(tab).await
}

/// The page of the tab with this number.
///
/// # Errors
/// Where there is no such tab.
pub async fn of_tab(id: i32) -> Result<Page, BrowserError> {
    of(browser::tab(id).await?).await
}

async fn of(tab: browser::Tab) -> Result<Page, BrowserError> {
    let tab_id = tab.id.ok_or(BrowserError::NoTab)?;
    let access = access(tab.url.as_deref()).await?;
    let document_id = current_frame(tab_id).await.and_then(|frame| frame.document_id);
    Ok(Page { tab_id, document_id, url: tab.url.unwrap_or_default(), incognito: tab.incognito, access })
}

/// The log of `page`, straight from storage, without waiting for the background.
///
/// # Errors
/// Where storage cannot be read.
pub async fn log(page: &Page) -> Result<PageLog, BrowserError> {
    let Some(document) = &page.document_id else { return Ok(PageLog::default()) };
    let head = stored(&[Head::key(document)]).await?.pop().flatten();
    let Some(head) = head else { return Ok(PageLog::default()) };
    let head: Head = serde_json::from_str(&head)?;
    let keys: Vec<String> = head.segment_keys().collect();
    let mut kept: Vec<Kept> = Vec::new();
    for segment in stored(&keys).await?.into_iter().flatten() {
        kept.append(&mut serde_json::from_str(&segment)?);
    }
    Ok(page_log(&head, kept))
}

/// Adds to the log of `page` what its Resource Timing tells and the log lacks; resolves when that is written.
///
/// # Errors
/// [`BrowserError::Refused`] where the page may not be looked into, [`BrowserError::BackgroundSilent`].
pub async fn look_back(page: &Page) -> Result<(), BrowserError> {
    #[derive(Deserialize)]
    struct Ran {
        #[serde(default)]
        result: Option<Vec<Look>>,
    }
    let Some(document) = &page.document_id else { return Ok(()) };
    // Only into the page itself, which shows its frames of the same origin: Chromium 156 crashes as a whole when a
    // script is to run in a frame whose document is an error without a body, and does not tell which ones are.
    let script = Injection::new(page.tab_id, "look_back.js");
    let ran: Vec<Ran> = from_js(JsFuture::from(browser::execute_script(&to_js(&script)?)?).await?)?;
    let looks = ran.into_iter().filter_map(|ran| ran.result).flatten();
    tell(page.tab_id, document.clone(), page.url.clone(), looks).await
}

/// Adds to the log of a page what `extension/look_back.js` gave in it.
///
/// # Errors
/// Where that is not what the script gives; [`BrowserError::BackgroundSilent`].
pub async fn tell_looks(tab: i32, document: String, url: String, looks: JsValue) -> Result<(), BrowserError> {
    let looks: Vec<Look> = from_js(looks)?;
    tell(tab, document, url, looks).await
}

async fn tell(
    tab: i32,
    document: String,
    url: String,
    looks: impl IntoIterator<Item = Look>,
) -> Result<(), BrowserError> {
    let resources = looks.into_iter().flat_map(resources).collect();
    message::send(&Message::LookBack(message::Looked { tab, document, url, resources })).await
}

/// Makes the background write what it still holds.
///
/// # Errors
/// [`BrowserError::BackgroundSilent`] where it does not answer.
pub async fn settle() -> Result<(), BrowserError> {
    message::send(&Message::Settle).await
}

/// Calls `f` whenever the log of `page` changes, until the subscription is dropped.
pub fn on_change(page: &Page, mut f: impl FnMut() + 'static) -> Subscription {
    let key = page.document_id.as_deref().map(Head::key);
    let listener = Closure::<Listener>::new(move |changes: JsValue, area: JsValue| {
        // The head changes with every entry, so that it alone need be watched.
        let concerned = |key: &str| Object::has_own(changes.unchecked_ref::<Object>(), &JsValue::from_str(key));
        if area == "session" && key.as_deref().is_some_and(concerned) {
            f();
        }
    });
    browser::storage_on_changed_add(listener.as_ref().unchecked_ref::<Function>());
    Subscription { listener, remove: browser::storage_on_changed_remove }
}

/// Calls `f` whenever the tab of `page` shows another document, until the subscription is dropped.
pub fn on_navigation(page: &Page, mut f: impl FnMut() + 'static) -> Subscription {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Committed {
        tab_id: i32,
        frame_id: i32,
    }
    let tab = page.tab_id;
    let listener = Closure::<Listener>::new(move |details: JsValue, _: JsValue| {
        if from_js::<Committed>(details).is_ok_and(|committed| committed.tab_id == tab && committed.frame_id == 0) {
            f();
        }
    });
    browser::on_committed_add(listener.as_ref().unchecked_ref::<Function>());
    Subscription { listener, remove: browser::on_committed_remove }
}

/// A listener of the browser's events, with as many arguments as any of them has.
type Listener = dyn FnMut(JsValue, JsValue);

/// Ends the calls of [`on_change`] or [`on_navigation`] when dropped.
#[must_use = "dropping it ends the subscription"]
pub struct Subscription {
    listener: Closure<Listener>,
    remove: fn(&Function),
}

impl Drop for Subscription {
    fn drop(&mut self) {
        (self.remove)(self.listener.as_ref().unchecked_ref::<Function>());
    }
}

/// Asks the user for access to all sites; `true` if it was granted. Call it within a click, before any await.
///
/// # Errors
/// Where the browser does not let us ask.
pub async fn request_access() -> Result<bool, BrowserError> {
    let promise = browser::permissions_request(&to_js(&ALL_SITES)?)?;
    Ok(JsFuture::from(promise).await?.is_truthy())
}

/// Reloads the page; with `bypass_cache`, everything is asked for anew.
///
/// # Errors
/// Where the tab is gone.
pub async fn reload(page: &Page, bypass_cache: bool) -> Result<(), BrowserError> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Properties {
        bypass_cache: bool,
    }
    browser::tabs_reload(page.tab_id, &to_js(&Properties { bypass_cache })?).await?;
    Ok(())
}

/// Opens `url` in a new tab.
///
/// # Errors
/// Where the browser refuses the URL.
pub async fn open_tab(url: &str) -> Result<(), BrowserError> {
    #[derive(Serialize)]
    struct Properties<'a> {
        url: &'a str,
    }
    browser::tabs_create(&to_js(&Properties { url })?).await?;
    Ok(())
}

/// The tab that `?tab=ID` in this page's own URL names.
fn named_tab() -> Option<i32> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get("tab")?.parse().ok()
}

async fn access(url: Option<&str>) -> Result<Access, BrowserError> {
    let everywhere = browser::permissions_contains(&to_js(&ALL_SITES)?).await?.is_truthy();
    let Some(url) = url else {
        // Without any right to the page its address is kept from us.
        return Ok(if everywhere { Access::Forbidden } else { Access::Withheld });
    };
    let Some((scheme, rest)) = url.split_once("://") else { return Ok(Access::Forbidden) };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if !matches!(scheme, "http" | "https") || STORES.iter().any(|store| rest.starts_with(store)) {
        return Ok(Access::Forbidden);
    }
    if everywhere {
        return Ok(Access::Granted);
    }
    // Match patterns know no port.
    let host = host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    let site = format!("{scheme}://{host}/*");
    let granted = browser::permissions_contains(&to_js(&Origins { origins: &[&site] })?).await?.is_truthy();
    Ok(if granted { Access::Granted } else { Access::Withheld })
}

/// Where browsers let no extension look although the pages are ordinary ones.
const STORES: [&str; 4] = [
    "chromewebstore.google.com/",
    "chrome.google.com/webstore",
    "addons.mozilla.org/",
    "microsoftedge.microsoft.com/addons",
];
