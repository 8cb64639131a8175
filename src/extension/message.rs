//! Every message between the pages of the extension and its background.

use super::browser::{BrowserError, Tab, from_js, own_url, send_message, to_js, within};
use super::page::Access;
use crate::journal::Resource;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long the background may take to answer: starting it takes some 50 ms, on a poor machine a second.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a page asks of the background. The answer is a [`Reply`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Message {
    /// Write to storage what is still held in memory.
    Settle,
    /// The page with failures that sends this is shown again (`extension/returned.js`).
    Returned,
    /// Add what a page's Resource Timing tells to the log of that page.
    LookBack(Looked),
}

/// What was found when somebody looked into a page.
#[derive(Debug, Serialize, Deserialize)]
pub struct Looked {
    /// The tab.
    pub tab: i32,
    /// The browser's `documentId` of the page.
    pub document: String,
    /// The page's URL.
    pub url: String,
    /// What the page loaded from Cloudinary.
    pub resources: Vec<Resource>,
}

/// The version of what panels and the background say to each other. A background tells a panel of another version, by
/// [`ToPanel::Outdated`], that it must be opened again: after an update the panels of the former version are still there.
pub const PROTOCOL: u32 = 1;

/// What a panel of DevTools says on its port, whose name is `panel/` and the tab's number.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FromPanel {
    /// Tell of the page that the tab shows now, of its log, and of what changes in it. Said again after each navigation.
    Watch {
        /// The panel's [`PROTOCOL`].
        protocol: u32,
        /// How often it has said so; the answer repeats it, so that one that comes late is known for it.
        turn: u32,
    },
}

/// What the background says on a panel's port.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ToPanel {
    /// The page that the tab shows; its log follows.
    Page {
        /// Which [`FromPanel::Watch`] this answers.
        turn: u32,
        /// The browser's `documentId`, where it tells one.
        document: Option<String>,
        /// The page's URL; empty where the browser keeps it from us.
        url: String,
        /// Whether its requests may be seen.
        access: Access,
    },
    /// What was written to storage of the page's log: keys and texts as in `storage.session`.
    Log {
        /// The page.
        document: String,
        /// The texts of changed segments (`journal::Kept` as JSON).
        segments: Vec<String>,
    },
    /// A request was sent: an event of webRequest as JSON (`journal::Details`).
    Started {
        /// The event.
        details: String,
    },
    /// A request ended without an answer: an event of webRequest as JSON (`journal::Details`).
    Ended {
        /// The event.
        details: String,
    },
    /// The panel is of another version than the background. This message never changes.
    Outdated,
}

/// Who sent a message, as the browser vouches for it.
#[derive(Debug, Deserialize)]
pub struct Sender {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    tab: Option<Tab>,
}

impl Sender {
    /// The tab that the sender is in.
    pub fn tab(&self) -> Option<i32> {
        self.tab.as_ref()?.id
    }

    /// Whether it is one of the extension's own pages, in a tab or not.
    pub fn is_own_page(&self) -> bool {
        self.url.as_deref().is_some_and(|url| url.starts_with(&own_url("")))
    }
}

/// The background's answer to a [`Message`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reply {
    /// Done, and written to storage.
    Done,
    /// It could not be done; why.
    Failed {
        /// The reason, as an error's own words.
        reason: String,
    },
}

/// Sends `message` to the background and waits until it is done.
///
/// # Errors
/// [`BrowserError::BackgroundSilent`] without an answer after two seconds.
pub async fn send(message: &Message) -> Result<(), BrowserError> {
    let promise = send_message(&to_js(message)?)?;
    // A rejection means that nobody listens: the background could not be started.
    let answer = within(PATIENCE, promise).await.ok().flatten().ok_or(BrowserError::BackgroundSilent)?;
    if answer.is_undefined() {
        return Err(BrowserError::BackgroundSilent);
    }
    match from_js(answer)? {
        Reply::Done => Ok(()),
        Reply::Failed { reason } => Err(BrowserError::Refused(reason)),
    }
}
