//! Did you mean: the legal words nearest to a misspelt one.

use super::tables::{Key, SYNONYMS, Words};

/// [`crate::near::distance`] of `a` and `b`, byte by byte.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    crate::near::distance(a.as_bytes(), b.as_bytes(), limit, |a, b| a == b)
}

/// How near a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// The same but for case and separators.
    Same,
    /// Another word for the same.
    Synonym,
    /// One slip of the finger.
    One,
    /// Two or more.
    Far,
}

/// The words of `among` nearest to `text`, best first, three at most.
pub fn nearest(key: Option<Key>, text: &str, among: Words) -> Vec<(Nearness, &'static str)> {
    let plain = plain(text);
    let mut found: Vec<(Nearness, usize, &'static str)> = Vec::new();
    for (of, synonym, words) in SYNONYMS {
        if key == Some(*of) && *synonym == plain {
            found.extend(words.iter().map(|word| (Nearness::Synonym, 0, *word)));
        }
    }
    let lower = text.to_ascii_lowercase();
    // A short word has too many neighbours.
    let limit = match lower.len() {
        0..=2 => usize::from(matches!(among, Words::List(_))),
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    for word in among.all() {
        let same =
            word == lower || (plain.len() > 2 && word.len().abs_diff(plain.len()) < 3 && self::plain(word) == plain);
        if same {
            found.push((Nearness::Same, 0, word));
        } else if let Some(cost) = distance(&lower, word, limit) {
            // A word of other digits is another word.
            let letters = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
            if letters(&lower) == letters(word)
                && lower.ends_with(|c: char| c.is_ascii_digit())
                && !is_anagram(&lower, word)
            {
                continue;
            }
            let nearness = if cost <= 1 { Nearness::One } else { Nearness::Far };
            // Two letters swapped are likelier than a letter too few or too many, and that than another letter.
            let slip = if is_anagram(&lower, word) {
                0
            } else {
                1 + usize::from(lower.len() == word.len()) + 2 * usize::from(lower.get(..1) != word.get(..1))
            };
            found.push((nearness, cost * 4 + slip, word));
        }
    }
    found.sort_by_key(|(nearness, cost, _)| (*nearness, *cost));
    found.dedup_by_key(|(_, _, word)| *word);
    found.truncate(3);
    found.into_iter().map(|(nearness, _, word)| (nearness, word)).collect()
}

/// Whether `a` has the letters of `b`.
fn is_anagram(a: &str, b: &str) -> bool {
    let sorted = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    sorted(a) == sorted(b)
}

/// `text` in lower case, without separators.
fn plain(text: &str) -> String {
    let text = text.replace("%20", "");
    text.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '+')).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transformation::tables::CROPS;

    #[test]
    fn a_slip_of_the_finger_costs_one() {
        for (a, b) in [("fil", "fill"), ("fiill", "fill"), ("fkll", "fill"), ("flil", "fill")] {
            assert_eq!(distance(a, b, 2), Some(1), "{a}");
        }
        assert_eq!(distance("scale", "fill", 2), None);
        assert_eq!(distance("", "", 0), Some(0));
    }

    #[test]
    fn the_nearest_word_comes_first() {
        for (text, word) in
            [("fil", "fill"), ("Fill", "fill"), ("cover", "fill"), ("scael", "scale"), ("fill-pad", "fill_pad")]
        {
            assert_eq!(
                nearest(Some(Key::C), text, Words::List(CROPS)).first().map(|(_, word)| *word),
                Some(word),
                "{text}"
            );
        }
        assert!(nearest(Some(Key::C), "jackie", Words::List(CROPS)).is_empty());
    }
}
