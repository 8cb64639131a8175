//! The values of user-defined variables.
//! (cloudinary.com/documentation/user_defined_variables)

use super::expression::{expression, is_operand};
use super::number::number;

/// What is wrong with a variable's assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The name is empty, or does not begin with a letter, or holds something else than letters and digits.
    Name,
    /// The name was cut at an underscore: `$my_width_300`.
    Underscore,
    /// A bare word, which a string between `!` was meant to be.
    BareWord,
    /// A string that is not closed.
    OpenString,
}

/// The name of the variable that is written `key`: what stands behind the `$`, raw or encoded.
pub fn variable_name(key: &str) -> Option<&str> {
    key.strip_prefix('$').or_else(|| key.strip_prefix("%24"))
}

/// Looks for flaws in `$name_value`; an empty value is only a mention of the variable.
pub fn flaw(name: &str, value: &str) -> Option<Flaw> {
    let good_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    if !good_name {
        return (!name.is_empty() && !name.starts_with('(')).then_some(Flaw::Name);
    }
    if value.is_empty() {
        return None;
    }
    if value.bytes().filter(|b| *b == b'!').count() % 2 == 1 {
        return Some(Flaw::OpenString);
    }
    // `%22red%22`: text in the quotes of a program.
    if ["%22", "%27"].iter().any(|quote| value.len() > 6 && value.starts_with(quote) && value.ends_with(quote)) {
        return Some(Flaw::BareWord);
    }
    let plain = |text: &str| number(text).is_some() || expression(text).is_ok();
    if plain(value) || value.contains(['!', '$', ':', '%']) {
        return None;
    }
    let amount = value.trim_end_matches(['p', '%']);
    if number(amount).is_some() {
        return None;
    }
    let value = value.strip_suffix("_to_i").or_else(|| value.strip_suffix("_to_f")).unwrap_or(value);
    match value.split_once('_') {
        Some((word, rest))
            if word.bytes().all(|b| b.is_ascii_alphabetic())
                && !is_operand(word)
                && (plain(rest) || is_operand(rest)) =>
        {
            Some(Flaw::Underscore)
        }
        _ => Some(Flaw::BareWord),
    }
}
