//! A stack that allocates only when it grows beyond what real transformations hold.

/// The first `N` items stand in place; what is more spills over.
pub struct Few<T, const N: usize> {
    first: [Option<T>; N],
    len: usize,
    rest: Vec<T>,
}

impl<T: Copy, const N: usize> Few<T, N> {
    /// An empty stack.
    pub fn new() -> Self {
        Self { first: [None; N], len: 0, rest: Vec::new() }
    }

    /// Puts `item` on top.
    pub fn push(&mut self, item: T) {
        match self.first.get_mut(self.len) {
            Some(place) => *place = Some(item),
            None => self.rest.push(item),
        }
        self.len += 1;
    }

    /// Takes the top item.
    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        match self.first.get_mut(self.len) {
            Some(place) => place.take(),
            None => self.rest.pop(),
        }
    }

    /// All items, the lowest first.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.first.iter().take(self.len).flatten().chain(&self.rest).copied()
    }

    /// Whether nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}
