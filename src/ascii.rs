//! Looking for one ASCII character in a short text.
//!
//! `str::find` and `str::split` with a `char` are made for long text. Values of parameters are a few bytes long, and
//! nearly all that reading a URL does is looking for the next separator: there a plain loop takes a third of the time,
//! most of all as WebAssembly.

/// What separates the parts of a path and of a transformation, or tells that a rule has work: a bit each.
pub(crate) mod mark {
    pub const SLASH: u8 = 1;
    pub const COMMA: u8 = 2;
    pub const PERCENT: u8 = 4;
    /// A variable.
    pub const DOLLAR: u8 = 8;
    /// What people write for the comma between parameters, and what hardly any value holds: `&`, `|`, a space.
    pub const COMMA_LIKE: u8 = 16;
    /// What people write for the comma, and what many values hold: `;`, `.`, `+`.
    pub const POINT: u8 = 32;
}

/// The marks of each byte. A table, because a `match` becomes a jump for every byte in WebAssembly.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const MARKS: [u8; 256] = {
    let mut table = [0; 256];
    table[b'/' as usize] = mark::SLASH;
    table[b',' as usize] = mark::COMMA;
    table[b'%' as usize] = mark::PERCENT;
    table[b'$' as usize] = mark::DOLLAR;
    table[b'&' as usize] = mark::COMMA_LIKE;
    table[b'|' as usize] = mark::COMMA_LIKE;
    table[b' ' as usize] = mark::COMMA_LIKE;
    table[b';' as usize] = mark::POINT;
    table[b'.' as usize] = mark::POINT;
    table[b'+' as usize] = mark::POINT;
    table
};

/// The [`mark`] of `byte`; 0 where it has none.
pub(crate) fn mark_of(byte: u8) -> u8 {
    MARKS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The marks of `text`.
pub(crate) fn marks(text: &str) -> u8 {
    text.bytes().fold(0, |marks, byte| marks | mark_of(byte))
}

/// The first place of `byte`, which is ASCII, in `text`.
pub(crate) fn find(text: &str, byte: u8) -> Option<usize> {
    text.bytes().position(|b| b == byte)
}

/// Whether `text` holds `byte`.
pub(crate) fn contains(text: &str, byte: u8) -> bool {
    text.bytes().any(|b| b == byte)
}

/// What stands in front of the first `byte` of `text`, and behind it.
pub(crate) fn split_once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = find(text, byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// What stands in front of the first `byte` of `text`; all of it where there is none.
pub(crate) fn head(text: &str, byte: u8) -> &str {
    find(text, byte).and_then(|at| text.get(..at)).unwrap_or(text)
}

/// The pieces of `text` between each `byte`, with the offset of each; one, where there is none.
pub(crate) fn pieces(text: &str, byte: u8) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let length = find(rest, byte);
        next = length.map(|length| start + length + 1);
        Some((start, length.map_or(Some(rest), |length| rest.get(..length))?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_the_standard_library() {
        for text in ["", ":", "a", "a:b", ":a:", "a::b", "é:ü", "::"] {
            assert!(pieces(text, b':').map(|(_, piece)| piece).eq(text.split(':')), "{text:?}");
            assert!(pieces(text, b':').all(|(at, piece)| text[at..].starts_with(piece)), "{text:?}");
            assert_eq!(split_once(text, b':'), text.split_once(':'), "{text:?}");
            assert_eq!(Some(head(text, b':')), text.split(':').next(), "{text:?}");
            assert_eq!((find(text, b':'), contains(text, b':')), (text.find(':'), text.contains(':')), "{text:?}");
        }
    }
}
