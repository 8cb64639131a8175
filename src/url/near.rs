//! How far two short words are apart: for “did you mean”.

/// Longer words are not held against each other.
const LONGEST: usize = 40;

/// The number of insertions, deletions, substitutions and swaps of neighbours between `one` and `other`, regardless
/// of case; `None` where it is more than `most`, or a word is too long to be a slip.
pub(super) fn distance(one: &[u8], other: &[u8], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most || one.len() > LONGEST || other.len() > LONGEST {
        return None;
    }
    let (mut before, mut last, mut row) = ([0; LONGEST + 1], [0; LONGEST + 1], [0; LONGEST + 1]);
    for (at, cell) in last.iter_mut().enumerate() {
        *cell = at;
    }
    let same = |a: Option<&u8>, b: Option<&u8>| match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => false,
    };
    for i in 1..=one.len() {
        row[0] = i;
        for j in 1..=other.len() {
            let differs = usize::from(!same(one.get(i - 1), other.get(j - 1)));
            let mut cost = (last[j - 1] + differs).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && same(one.get(i - 1), other.get(j - 2)) && same(one.get(i - 2), other.get(j - 1)) {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
        }
        before = last;
        last = row;
    }
    let cost = last[other.len()];
    (cost <= most).then_some(cost)
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
