//! One line of the log.

use crate::har::Traffic;
use crate::journal::{Entry, Outcome};
use crate::report::view::Cause;
use std::rc::Rc;

/// One exchange in the log.
#[derive(Clone, Debug)]
pub struct Row {
    /// Unique in the log, rising in the order in which requests came to be known.
    pub id: u32,
    /// The number of the page that it belongs to.
    pub page: u32,
    /// The exchange, and what the background knows beside it.
    pub entry: Entry,
    /// The browser's `requestId` where the background saw the request, or what stands for it: by this it is known again.
    pub request: Option<String>,
    /// What DevTools tells beside it.
    pub traffic: Traffic,
    /// How far the request is.
    pub state: State,
    /// When it came to be known, in milliseconds since the Unix epoch; the order of the log. It never changes, so that
    /// no row moves while somebody points at it.
    pub time: f64,
    /// Which of the two sources have told of it.
    pub told_by: Sources,
    /// Why it deserves attention.
    pub cause: Known,
    /// Rises with every change.
    pub version: u32,
}

/// Which sources have told of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The background: webRequest, or what the page itself remembers.
    pub background: bool,
    /// `devtools.network`, or a file that was opened.
    pub devtools: bool,
}

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was sent; no answer was seen.
    InFlight,
    /// It was answered, or failed.
    Done,
    /// Nobody waits for the answer any more.
    Cancelled,
}

/// The cause of a row, as far as it was diagnosed.
#[derive(Clone, Debug, Default)]
pub enum Known {
    /// Not diagnosed yet.
    #[default]
    NotYet,
    /// There is nothing to say about it.
    Nothing,
    /// This.
    Cause(Rc<Cause>),
}

impl Row {
    /// The cause, where one is known.
    pub fn cause(&self) -> Option<&Cause> {
        match &self.cause {
            Known::Cause(cause) => Some(cause),
            Known::NotYet | Known::Nothing => None,
        }
    }

    /// Whether it failed.
    pub fn failed(&self) -> bool {
        self.state == State::Done && self.entry.outcome == Outcome::Failure
    }

    /// Whether it was delivered with something to say about it.
    pub fn warned(&self) -> bool {
        self.state == State::Done
            && !self.failed()
            && (self.entry.outcome == Outcome::Warning || self.cause().is_some())
    }

    /// From request to the last byte, in milliseconds, where it is known.
    pub fn duration(&self) -> Option<f64> {
        self.traffic.time.or(self.entry.duration)
    }

    /// The bytes that came over the network, or else those of the body, where they are known.
    pub fn bytes(&self) -> Option<u64> {
        let length = || self.entry.exchange.header("content-length")?.trim().parse().ok();
        self.traffic.transferred.or(self.traffic.size).or_else(length)
    }

    /// About the memory that it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        let pairs = |pairs: &[(String, String)]| pairs.iter().map(|(n, v)| n.len() + v.len() + 48).sum::<usize>();
        let exchange = &self.entry.exchange;
        let sent = exchange.request.as_ref().map_or(0, |request| {
            request
                .fields
                .iter()
                .map(|(name, values)| name.len() + 48 + values.iter().map(String::len).sum::<usize>())
                .sum()
        });
        size_of::<Self>()
            + exchange.url.len()
            + pairs(&exchange.headers)
            + pairs(&self.traffic.request_headers)
            + exchange.body.as_ref().map_or(0, String::len)
            + sent
    }
}
