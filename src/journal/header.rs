//! Header values as text, whatever bytes the server sent.

use std::borrow::Cow;

/// Bytes as text: UTF-8 where they are, else Latin-1, which takes any byte.
pub fn from_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// Text in which each char may stand for one byte, as Firefox gives header values, decoded where those bytes
/// are UTF-8 (`cafÃ©` becomes `café`). Chromium gives decoded text, which is left as it is.
pub fn from_text(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    // A char above U+00FF is no byte: the text is decoded already.
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    match bytes.map(String::from_utf8) {
        Some(Ok(decoded)) => Cow::Owned(decoded),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn latin_1_text_that_is_utf_8_is_decoded() {
        assert_eq!(from_text("Resource not found - cafÃ©"), "Resource not found - café");
        assert_eq!(from_text("café"), "café");
        assert_eq!(from_text("ð\u{9f}\u{98}\u{80}"), "😀");
        assert_eq!(from_text("日本"), "日本");
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_latin_1() {
        assert_eq!(from_bytes(b"caf\xe9"), "café");
        assert_eq!(from_bytes("café".as_bytes()), "café");
    }

    proptest! {
        #[test]
        fn what_firefox_gives_is_what_was_sent(sent in any::<String>()) {
            let as_firefox: String = sent.bytes().map(char::from).collect();
            prop_assert_eq!(from_text(&as_firefox), sent);
        }

        #[test]
        fn any_bytes_give_text(bytes in any::<Vec<u8>>()) {
            prop_assert!(from_bytes(&bytes).chars().count() <= bytes.len());
        }
    }
}
