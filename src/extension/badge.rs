//! The number on the toolbar's button: how many exchanges of the tab's page failed.
//!
//! Browsers clear a tab's badge when it goes to another page, and say nothing when it comes back to one that
//! was kept (the back/forward cache). Listening to all navigations would wake the background for each, and a
//! listener for certain addresses would be written to the user's disk with them. So a page with failures is
//! asked to tell when it is shown again (`extension/returned.js`).

use super::browser::{self, BrowserError, Injection, current_frame, document_frame, to_js};
use super::storage::{save, with_books};
use crate::journal::{Page, without_fragment};
use gloo_timers::future::sleep;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    static TABS: RefCell<Tabs> = const { RefCell::new(Tabs { stale: BTreeSet::new(), busy: false }) };
}

/// The tabs whose badge must be set.
struct Tabs {
    stale: BTreeSet<i32>,
    busy: bool,
}

/// Changes are gathered for so long before they are shown.
const GATHER: Duration = Duration::from_millis(100);

/// What a page with failures runs.
const RETURNED: &str = "returned.js";

/// Failures: white on this.
const RED: &str = "#c5221f";
/// Warnings: black on this.
const AMBER: &str = "#f2a600";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text<'a> {
    tab_id: i32,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Color<'a> {
    tab_id: i32,
    color: &'a str,
}

/// What a badge shows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Badge {
    count: u32,
    failures: bool,
}

/// Sets the badges of these tabs anew, soon.
pub fn refresh(tabs: impl IntoIterator<Item = i32>) {
    let is_first = TABS.with_borrow_mut(|state| {
        state.stale.extend(tabs);
        !state.stale.is_empty() && !std::mem::replace(&mut state.busy, true)
    });
    if is_first {
        spawn_local(async {
            loop {
                sleep(GATHER).await;
                let stale = TABS.with_borrow_mut(|state| {
                    state.busy = !state.stale.is_empty();
                    std::mem::take(&mut state.stale)
                });
                if stale.is_empty() {
                    return;
                }
                for tab in stale {
                    // A tab that is gone needs no badge.
                    let _ = show(tab).await;
                }
            }
        });
    }
}

async fn show(tab: i32) -> Result<(), BrowserError> {
    let Some(frame) = current_frame(tab).await else { return Ok(()) };
    attend_in_advance(tab, frame.document_id.as_deref()).await;
    let found = with_books(|books| {
        let page = books.get(frame.document_id.as_deref()?)?;
        page.set_url(without_fragment(&frame.url));
        let head = page.head();
        let failures = head.failures > 0;
        let badge = Badge { count: if failures { head.failures } else { head.warnings }, failures };
        let attended = head.attended;
        if badge.count > 0 {
            page.set_attended();
        }
        Some((badge, attended))
    });
    let Some((badge, attended)) = found.filter(|(badge, _)| badge.count > 0) else { return Ok(()) };
    save();
    if !attended && !frame.error_occurred {
        // Before the number: a page may be left as soon as it shows. Where the page refuses scripts, the number
        // stays all the same.
        let _ = attend(&Injection::new(tab, RETURNED)).await;
    }
    let text = if badge.count > 99 { "99+".to_owned() } else { badge.count.to_string() };
    let (background, foreground) = if badge.failures { (RED, "#ffffff") } else { (AMBER, "#000000") };
    browser::set_badge_background(&to_js(&Color { tab_id: tab, color: background })?).await?;
    browser::set_badge_text_color(&to_js(&Color { tab_id: tab, color: foreground })?).await?;
    browser::set_badge_text(&to_js(&Text { tab_id: tab, text: &text })?).await?;
    Ok(())
}

/// Asks the pages of `tab` that Chromium renders in advance to tell when they are shown.
async fn attend_in_advance(tab: i32, current: Option<&str>) {
    let unseen: Vec<String> = with_books(|books| {
        let heads = books.heads().filter(|head| head.tab == tab && head.failures + head.warnings > 0 && !head.attended);
        heads.map(|head| head.document.clone()).filter(|document| Some(document.as_str()) != current).collect()
    });
    for document in unseen {
        // A page that was left meanwhile is asked when it is there again.
        let frame = document_frame(&document).await;
        if frame.is_some_and(|frame| !frame.error_occurred)
            && attend(&Injection::into_document(tab, &document, RETURNED)).await.is_ok()
        {
            with_books(|books| books.get(&document).map(Page::set_attended));
            save();
        }
    }
}

/// Asks a page to tell when it is shown again.
async fn attend(script: &Injection<'_>) -> Result<(), BrowserError> {
    JsFuture::from(browser::execute_script(&to_js(script)?)?).await?;
    Ok(())
}
