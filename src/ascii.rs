//! Looking for an ASCII character in a short text, and comparing with one.
//!
//! `str::find` and `str::split` with a `char` are made for long text. Segments and values are a few bytes long, and
//! nearly all that reading a URL does is looking for the next separator: there a search without preparations takes a
//! third of the time, most of all as WebAssembly.

/// What tells that a rule has work: a bit each.
pub(crate) mod mark {
    pub const PERCENT: u8 = 1;
    /// A variable.
    pub const DOLLAR: u8 = 2;
    /// What people write for the comma between parameters, and what hardly any value holds: `&`, `|`, a space.
    pub const COMMA_LIKE: u8 = 4;
    /// What people write for the comma, and what many values hold: `;`, `.`, `+`.
    pub const POINT: u8 = 8;
    /// `%2C`.
    pub const ENCODED_COMMA: u8 = 16;
}

/// The marks of each byte. A table, because a `match` becomes a jump for every byte in WebAssembly.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const MARKS: [u8; 256] = {
    let mut table = [0; 256];
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

/// The marks of `text`.
pub(crate) fn marks(text: &str) -> u8 {
    let mark = |byte| MARKS.get(usize::from(byte)).copied().unwrap_or_default();
    let marks = text.bytes().fold(0, |marks, byte| marks | mark(byte));
    let is_comma = |three: &[u8]| matches!(three, b"%2C" | b"%2c");
    if marks & mark::PERCENT != 0 && text.as_bytes().windows(3).any(is_comma) {
        marks | mark::ENCODED_COMMA
    } else {
        marks
    }
}

/// So many bytes are looked at together: a machine word, in WebAssembly too.
const WORD: usize = size_of::<u64>();

/// `byte` in every byte of a word.
const fn everywhere(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; WORD])
}

/// Which bytes of `word` are `byte`: the lowest bit that is set belongs to the first of them. (Bits above it may be
/// wrong, for the subtraction borrows; “Bit Twiddling Hacks”, Determine if a word has a zero byte.)
const fn hits(word: u64, byte: u8) -> u64 {
    let odd = word ^ everywhere(byte);
    odd.wrapping_sub(everywhere(1)) & !odd & everywhere(0x80)
}

/// The first place in `word` of any of `bytes`.
#[inline]
fn first<const COUNT: usize>(word: u64, bytes: [u8; COUNT]) -> Option<usize> {
    let found = bytes.iter().fold(0, |found, byte| found | hits(word, *byte));
    (found != 0).then(|| (found.trailing_zeros() / u8::BITS) as usize)
}

/// The first place in `text` of any of `bytes`. Most that is looked for stands within the first word, which takes no loop:
/// where a loop ends is what a processor guesses wrong, once for each text.
#[inline]
pub(crate) fn position<const COUNT: usize>(text: &[u8], bytes: [u8; COUNT]) -> Option<usize> {
    const HALF: usize = WORD / 2;
    let (words, rest) = text.as_chunks::<WORD>();
    for (index, word) in words.iter().enumerate() {
        if let Some(at) = first(u64::from_le_bytes(*word), bytes) {
            return Some(index * WORD + at);
        }
    }
    // What is left is the end of the last word; of its start it is known that it holds none.
    if let Some(last) = text.last_chunk::<WORD>() {
        return first(u64::from_le_bytes(*last), bytes).map(|at| text.len() - WORD + at);
    }
    // Two halves of a word that overlap.
    if let (Some(start), Some(end)) = (text.first_chunk::<HALF>(), text.last_chunk::<HALF>()) {
        let word = u64::from(u32::from_le_bytes(*start)) | u64::from(u32::from_le_bytes(*end)) << u32::BITS;
        return first(word, bytes).map(|at| if at < HALF { at } else { text.len() + at - WORD });
    }
    rest.iter().position(|byte| bytes.contains(byte))
}

/// Whether `text` begins with `start`, of which the length is known to the compiler: a word at a time. In WebAssembly the
/// standard library's comparison takes a byte at a time, and a call.
#[inline]
pub(crate) fn starts_with<const LENGTH: usize>(text: &[u8], start: &[u8; LENGTH]) -> bool {
    let Some(text) = text.first_chunk::<LENGTH>() else { return false };
    let is_same = |(word, wanted): (&[u8; WORD], &[u8; WORD])| u64::from_le_bytes(*word) == u64::from_le_bytes(*wanted);
    match (text.last_chunk::<WORD>(), start.last_chunk::<WORD>()) {
        // The last word may overlap the one in front of it.
        (Some(last), Some(wanted)) => {
            is_same((last, wanted)) && text.as_chunks().0.iter().zip(start.as_chunks().0).all(is_same)
        }
        _ => text.iter().zip(start).all(|(byte, wanted)| byte == wanted),
    }
}

/// Whether `text` is `wanted`; as [`starts_with`].
#[inline]
pub(crate) fn is<const LENGTH: usize>(text: &[u8], wanted: &[u8; LENGTH]) -> bool {
    text.len() == LENGTH && starts_with(text, wanted)
}

/// The first place of `byte`, which is ASCII, in `text`.
pub(crate) fn find(text: &str, byte: u8) -> Option<usize> {
    position(text.as_bytes(), [byte])
}

/// Whether `text` holds `byte`.
pub(crate) fn contains(text: &str, byte: u8) -> bool {
    find(text, byte).is_some()
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

/// `text` with the percent escapes undone of those bytes that are wanted.
pub(crate) fn unescaped(text: &str, is_wanted: impl Fn(u8) -> bool) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = match (first, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        let escape = escape.filter(|byte| is_wanted(*byte));
        bytes.push(escape.unwrap_or(first));
        rest = if escape.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes
}

/// `text` without white space at its start, raw or encoded.
pub(crate) fn without_blanks(text: &str) -> &str {
    const ENCODED: [&str; 7] = ["%20", "%0A", "%0a", "%0D", "%0d", "%09", "%C2%A0"];
    let mut text = text.trim_start();
    while let Some(rest) = ENCODED.iter().find_map(|blank| text.strip_prefix(blank)) {
        text = rest.trim_start();
    }
    text
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

    #[test]
    fn places_are_those_of_the_standard_library() {
        // Neighbours of the byte, and bytes that borrow, in every place of the first words.
        let fillers = [0x00, 0x01, b'.', b'0', 0x7F, 0x80, 0xAF, 0xFF];
        for (filler, length) in fillers.into_iter().flat_map(|filler| (0..20).map(move |length| (filler, length))) {
            let mut text = vec![filler; length];
            assert_eq!(position(&text, [b'/']), None, "{text:?}");
            for at in (0..length).rev() {
                text[at] = if at % 3 == 0 { b',' } else { b'/' };
                assert_eq!(position(&text, [b'/']), text.iter().position(|b| *b == b'/'), "{text:?}");
                assert_eq!(position(&text, [b'/', b',']), Some(at), "{text:?}");
            }
        }
    }

    #[test]
    fn starts_are_those_of_the_standard_library() {
        let wanted = b"res.cloudinary.com/";
        for length in 0..=wanted.len() + 9 {
            let mut text: Vec<u8> = wanted.iter().chain(b"demo/image").copied().take(length).collect();
            assert_eq!(starts_with(&text, wanted), text.starts_with(wanted), "{length}");
            assert_eq!(is(&text, wanted), text == wanted, "{length}");
            if let Some(last) = text.get_mut(..wanted.len()).and_then(<[u8]>::last_mut) {
                *last = b'.';
                assert!(!starts_with(&text, wanted), "{length}");
            }
        }
    }
}
