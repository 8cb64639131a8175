//! The grammar as data. Every row comes from the transformation reference
//! (cloudinary.com/documentation/transformation_reference) unless its comment names another source.

mod colours;
mod effects;
mod parameters;
mod sdk;
mod synonyms;
mod words;

pub(super) use colours::COLOURS;
pub(super) use effects::{Arg, Args, EFFECTS, Effect};
pub(super) use parameters::{KINDS, Key, Kind, LONGEST_KEY, kind};
pub(super) use sdk::LONG_NAMES;
pub(super) use synonyms::SYNONYMS;
pub(super) use words::*;

use std::cmp::Ordering;

/// A word of the grammar, and what it means; empty where the word says it.
pub type Word = (&'static str, &'static str);

/// Lists longer than this are sorted, so that they can be searched by halving.
const SHORT: usize = 20;

/// Finds `text` in `words`.
pub(super) fn find(words: &'static [Word], text: &str) -> Option<&'static Word> {
    if words.len() > SHORT {
        words.binary_search_by(|(word, _)| compare(word, text)).ok().and_then(|at| words.get(at))
    } else {
        words.iter().find(|(word, _)| word.bytes().next() == text.bytes().next() && *word == text)
    }
}

/// The order of two words. Most are told by their first letter, without a call.
fn compare(word: &str, text: &str) -> Ordering {
    word.bytes().next().cmp(&text.bytes().next()).then_with(|| word.cmp(text))
}

/// Finds the effect called `name`.
pub(super) fn effect(name: &str) -> Option<&'static Effect> {
    EFFECTS.binary_search_by(|effect| compare(effect.name, name)).ok().and_then(|at| EFFECTS.get(at))
}

/// The words that are legal at some place of a value.
#[derive(Clone, Copy)]
pub(super) enum Words {
    /// This list.
    List(&'static [Word]),
    /// All of these lists; what stands earlier is the better guess.
    Lists(&'static [&'static [Word]]),
    /// The names of the effects.
    Effects,
    /// The keys of an effect's named arguments.
    Arguments(&'static [(&'static str, Arg)]),
}

impl Words {
    /// Every word.
    pub fn all(self) -> impl Iterator<Item = &'static str> {
        type Parts = (&'static [Word], &'static [&'static [Word]], &'static [Effect], &'static [(&'static str, Arg)]);
        let (list, lists, effects, arguments): Parts = match self {
            Self::List(list) => (list, &[], &[], &[]),
            Self::Lists(lists) => (&[], lists, &[], &[]),
            Self::Effects => (&[], &[], EFFECTS, &[]),
            Self::Arguments(arguments) => (&[], &[], &[], arguments),
        };
        let words = list.iter().chain(lists.iter().copied().flatten()).map(|(word, _)| *word);
        words.chain(effects.iter().map(|effect| effect.name)).chain(arguments.iter().map(|(name, _)| *name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_by_halving_is_sorted() {
        for list in [COLOURS, FLAGS, OBJECTS, FORMATS, CHARACTERISTICS, TEXT_STYLES] {
            assert!(list.len() <= SHORT || list.is_sorted_by(|a, b| a.0 < b.0), "{:?}", list.first());
        }
        assert!(EFFECTS.is_sorted_by(|a, b| a.name < b.name));
        for effect in EFFECTS {
            assert!(super::effect(effect.name).is_some());
        }
        for kind in KINDS {
            assert_eq!(super::kind(kind.text).map(|found| found.key), Some(kind.key));
        }
    }
}
