//! What a public ID holds beyond plain characters: one pass over its bytes tells which rules have work.

/// The traits, as bits.
pub(super) mod has {
    pub const PERCENT: u16 = 1;
    pub const SPACE: u16 = 2;
    pub const COMMA: u16 = 4;
    /// Quotes, brackets and the like.
    pub const MARK: u16 = 8;
    pub const BACKSLASH: u16 = 16;
    pub const BRACE: u16 = 32;
    pub const COLON: u16 = 64;
    pub const SLASH: u16 = 128;
    /// A slash in front, or behind another.
    pub const DOUBLED: u16 = 256;
    /// A segment that begins like `undefined`, `null`, `NaN` or `.jpg`.
    pub const WORD: u16 = 512;
    /// What every parameter holds.
    pub const UNDERSCORE: u16 = 1024;
    pub const DOLLAR: u16 = 2048;
    /// A segment that begins like a version or a signature.
    pub const VERSION: u16 = 4096;
    /// A segment that begins like an asset type.
    pub const TYPE: u16 = 8192;
}

/// The traits that call for a look at single characters.
pub(super) const ODD: u16 = has::PERCENT | has::SPACE | has::COMMA | has::MARK | has::BACKSLASH | has::BRACE;

/// What a byte tells only where a slash stands in front of it.
const BEHIND_SLASH: u16 = has::DOUBLED | has::WORD | has::VERSION | has::TYPE;

const fn class(byte: u8) -> u16 {
    match byte {
        b'%' => has::PERCENT,
        0..=b' ' | 0x7F => has::SPACE,
        b',' => has::COMMA,
        b':' => has::COLON | has::MARK,
        b'"' | b'\'' | b')' | b']' | b';' | b'&' | b'=' | b'@' | b'!' | b'|' | b'*' | b'`' | 0x80.. => has::MARK,
        b'\\' => has::BACKSLASH,
        b'{' | b'}' | b'<' | b'>' | b'[' => has::BRACE | has::MARK,
        b'/' => has::SLASH | has::DOUBLED,
        b'u' | b'n' | b'N' | b'.' => has::WORD,
        b's' => has::VERSION,
        b'v' => has::VERSION | has::TYPE,
        b'i' | b'r' => has::TYPE,
        b'_' => has::UNDERSCORE,
        b'$' => has::DOLLAR,
        _ => 0,
    }
}

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const CLASS: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = class(byte);
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

/// The traits of `id`. No byte makes it branch: which are slashes nobody can guess.
pub(super) fn of(id: &[u8]) -> u16 {
    // The slash in front of the public ID is the first.
    let (mut found, mut telling) = (0, u16::MAX);
    for byte in id {
        found |= CLASS.get(usize::from(*byte)).copied().unwrap_or_default() & telling;
        telling = if *byte == b'/' { u16::MAX } else { !BEHIND_SLASH };
    }
    found
}
