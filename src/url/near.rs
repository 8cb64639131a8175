//! Did you mean: words of the URL's front that were misspelt.

/// [`crate::near::distance`], regardless of case.
pub(super) fn distance(one: &[u8], other: &[u8], most: usize) -> Option<usize> {
    crate::near::distance(one, other, most, |a, b| a.eq_ignore_ascii_case(&b))
}

/// The word of `legal` that `word` was most likely meant as: the nearest, and among equals the first.
pub(crate) fn nearest<'a>(word: &str, legal: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A third of a word may be wrong, two characters at most.
    let most = (word.len() / 3).clamp(1, 2);
    legal
        .into_iter()
        .filter_map(|name| Some((distance(word.as_bytes(), name.as_bytes(), most)?, name)))
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn a_swap_of_neighbours_is_one_slip() {
        assert_eq!(distance(b"uplaod", b"upload", 2), Some(1));
        assert_eq!(distance(b"Upload", b"upload", 2), Some(0));
        assert_eq!(distance(b"uplo", b"upload", 2), Some(2));
        assert_eq!(distance(b"download", b"upload", 2), None);
    }

    #[test]
    fn the_nearest_word_wins() {
        assert_eq!(nearest("vidoe", ["image", "video", "raw"]), Some("video"));
        assert_eq!(nearest("docs", ["image", "video", "raw"]), None);
    }
}
