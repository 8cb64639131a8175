//! Header values as text, whatever bytes the server sent.

/// Bytes as text: UTF-8 where they are, else Latin-1, which takes any byte.
pub fn from_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_that_are_no_utf_8_are_latin_1() {
        assert_eq!(from_bytes(b"caf\xe9"), "café");
        assert_eq!(from_bytes("café".as_bytes()), "café");
    }

    proptest! {
        #[test]
        fn any_bytes_give_text(bytes in any::<Vec<u8>>()) {
            prop_assert!(from_bytes(&bytes).chars().count() <= bytes.len());
        }
    }
}
