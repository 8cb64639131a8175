//! Every message between the pages of the extension and its background.

use super::browser::{BrowserError, from_js, send_message, to_js, within};
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
    /// Add what a page's Resource Timing tells to the log of that page.
    LookBack(Looked),
}

/// What was found when somebody looked into a page.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Looked {
    /// The tab.
    pub tab: i32,
    /// The browser's `documentId` of the page.
    pub document: String,
    /// The page's URL.
    pub url: String,
    /// Whether the page is in a private window.
    pub incognito: bool,
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
