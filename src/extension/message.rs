//! Every message between the pages of the extension and its background.

use super::browser::{BrowserError, Tab, from_js, own_url, send_message, to_js, within};
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
