//! The panels of DevTools that listen to the background: each follows the log of the page that its tab shows.
//!
//! The background writes to each panel what it writes to `storage.session`, so that the panel holds the same log. It
//! keeps nothing of the panels but their ports: when it is ended and woken they connect anew and are told all.

use super::browser::{BrowserError, Port, from_js, stored, to_js};
use super::message::{FromPanel, PROTOCOL, ToPanel};
use super::page;
use super::storage::saved;
use crate::journal::{Head, Writes};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static PANELS: RefCell<Vec<Panel>> = const { RefCell::new(Vec::new()) };
}

/// A panel, and the document whose log it is told.
struct Panel {
    port: Port,
    document: Option<String>,
}

/// Takes what a panel said on its port.
pub async fn hear(port: Port, message: JsValue) -> Result<(), BrowserError> {
    let Some(tab) = tab_of(&port) else {
        return Err(BrowserError::Unexpected(format!("a port called {}", port.name())));
    };
    let message: Result<FromPanel, _> = from_js(message);
    let Ok(FromPanel::Watch { protocol: PROTOCOL, turn }) = message else {
        port.post_message(&to_js(&ToPanel::Outdated)?)?;
        return Ok(());
    };
    let page = page::of_tab(tab).await?;
    let document = page.document_id.clone();
    // From here on what is written is told, so that nothing falls between the log as it is stored and what follows.
    PANELS.with_borrow_mut(|panels| {
        panels.retain(|panel| panel.port != port);
        panels.push(Panel { port: port.clone(), document: document.clone() });
    });
    port.post_message(&to_js(&ToPanel::Page {
        turn,
        document: document.clone(),
        url: page.url,
        access: page.access,
    })?)?;
    saved().await?;
    let Some(document) = document else { return Ok(()) };
    let Some(head) = stored(&[Head::key(&document)]).await?.pop().flatten() else { return Ok(()) };
    let head: Head = serde_json::from_str(&head)?;
    let keys: Vec<String> = head.segment_keys().collect();
    let segments = stored(&keys).await?.into_iter().flatten().collect();
    port.post_message(&to_js(&ToPanel::Log { document, segments })?)?;
    Ok(())
}

/// Forgets a panel that is closed.
pub fn forget(port: &Port) {
    PANELS.with_borrow_mut(|panels| panels.retain(|panel| panel.port != *port));
}

/// Tells each panel what of its page's log is written.
pub fn tell(writes: &Writes) {
    PANELS.with_borrow_mut(|panels| {
        panels.retain(|panel| match panel.told(writes) {
            Ok(()) => true,
            // The port is closed: DevTools are.
            Err(_) => false,
        });
    });
}

impl Panel {
    fn told(&self, writes: &Writes) -> Result<(), JsValue> {
        let Some(document) = &self.document else { return Ok(()) };
        let prefix = Head::segment_key(document, 0);
        let prefix = prefix.trim_end_matches('0');
        let of_page = writes.set.iter().filter(|(key, _)| key.starts_with(prefix));
        let segments: Vec<String> = of_page.map(|(_, text)| text.clone()).collect();
        if segments.is_empty() {
            return Ok(());
        }
        let message = ToPanel::Log { document: document.clone(), segments };
        self.port.post_message(&to_js(&message).map_err(JsValue::from)?)
    }
}

/// The tab that a panel's port names.
fn tab_of(port: &Port) -> Option<i32> {
    port.name().strip_prefix("panel/")?.parse().ok()
}
