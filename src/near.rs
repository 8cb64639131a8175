//! How far two short words are apart: for “did you mean”.

/// Longer words are not held against each other; no word of Cloudinary's is longer.
pub(crate) const LONGEST: usize = 40;

/// The number of insertions, deletions, substitutions and swaps of neighbours between `one` and `other` (optimal
/// string alignment), with letters compared by `same`; `None` where it is more than `most`, or a word is longer
/// than [`LONGEST`] bytes.
///
/// Our own because the crates that do this allocate, and this runs on every segment that looks a little odd.
pub(crate) fn distance(one: &[u8], other: &[u8], most: usize, same: impl Fn(u8, u8) -> bool) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most || one.len() > LONGEST || other.len() > LONGEST {
        return None;
    }
    // Three rows of the table: cell `j` of a row is the distance to the first `j` letters of `other`.
    // In single bytes, because a misspelt word is held against some hundred others.
    let mut above = [0_u8; LONGEST + 1];
    let mut last = [0; LONGEST + 1];
    for (cell, letters) in last.iter_mut().zip(0..) {
        *cell = letters;
    }
    let mut left_before = None;
    for (letters, &left) in (1..).zip(one) {
        let mut row = [letters; LONGEST + 1];
        let mut beside = letters;
        let mut lowest = beside;
        let mut right_before = None;
        // In step: the letter, the two cells above it, the cell from before a swap (none for the first letter, whose
        // swap no letter precedes), and the cell to fill.
        let swapped = std::iter::once(&0).chain(&above);
        let cells = other.iter().zip(last.windows(2)).zip(swapped).zip(row.iter_mut().skip(1));
        for (((&right, pair), &swapped), cell) in cells {
            let &[diagonal, up] = pair else { continue };
            let mut cost = (diagonal + u8::from(!same(left, right))).min(up + 1).min(beside + 1);
            if let (Some(left_before), Some(right_before)) = (left_before, right_before)
                && same(left, right_before)
                && same(left_before, right)
            {
                cost = cost.min(swapped + 1);
            }
            *cell = cost;
            beside = cost;
            lowest = lowest.min(cost);
            right_before = Some(right);
        }
        if usize::from(lowest) > most {
            return None;
        }
        left_before = Some(left);
        (above, last) = (last, row);
    }
    last.get(other.len()).map(|cost| usize::from(*cost)).filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, distance};
    use proptest::prelude::*;

    fn plain(one: &str, other: &str, most: usize) -> Option<usize> {
        distance(one.as_bytes(), other.as_bytes(), most, |a, b| a == b)
    }

    /// The definition, word by word.
    fn slow(one: &[u8], other: &[u8]) -> usize {
        let ([head @ .., left], [start @ .., right]) = (one, other) else { return one.len().max(other.len()) };
        let mut cost =
            (slow(head, start) + usize::from(left != right)).min(slow(head, other) + 1).min(slow(one, start) + 1);
        if let ([head @ .., before], [start @ .., earlier]) = (head, start)
            && left == earlier
            && before == right
        {
            cost = cost.min(slow(head, start) + 1);
        }
        cost
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(plain("uplaod", "upload", 2), Some(1));
        assert_eq!(plain("", "", 0), Some(0));
        assert_eq!(plain("ab", "ba", 1), Some(1));
        assert_eq!(plain("", "ab", 2), Some(2));
        assert_eq!(plain("Upload", "upload", 0), None);
        assert_eq!(plain("download", "upload", 2), None);
        assert_eq!(distance(b"UPLAOD", b"upload", 2, |a, b| a.eq_ignore_ascii_case(&b)), Some(1));
        assert_eq!(plain(&"a".repeat(LONGEST), &"a".repeat(LONGEST), 3), Some(0));
        assert_eq!(plain(&"a".repeat(LONGEST + 1), &"a".repeat(LONGEST + 1), 3), None);
    }

    proptest! {
        #[test]
        fn it_is_what_the_definition_says(one in "[abc]{0,6}", other in "[abc]{0,6}", most in 0_usize..7) {
            let wanted = Some(slow(one.as_bytes(), other.as_bytes())).filter(|cost| *cost <= most);
            prop_assert_eq!(plain(&one, &other, most), wanted);
        }
    }
}
