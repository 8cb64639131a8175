//! One line of the log.

use crate::har::Traffic;
use crate::journal::Entry;

/// One exchange in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Unique in the log, rising in the order in which requests came to be known.
    pub id: u32,
    /// Which of the log's pages it belongs to, as its place in `Log::pages`.
    pub page: u32,
    /// The exchange, and what the background knows beside it.
    pub entry: Entry,
    /// The browser's `requestId`, where the background saw the request.
    pub request: Option<String>,
    /// What DevTools tells beside it.
    pub traffic: Traffic,
    /// How far the request is.
    pub state: State,
}

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was sent; no answer was seen.
    InFlight,
    /// It was answered, or failed.
    Done,
}
