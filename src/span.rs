//! A stretch of the one URL string.

use serde::{Deserialize, Serialize};

/// A half-open range of **bytes** in the URL of an exchange. Both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text of this span in `url`; empty where the span does not fit `url`.
    pub fn of(self, url: &str) -> &str {
        url.get(self.start..self.end).unwrap_or_default()
    }

    /// The length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }
}
