//! Conditions: `w_gt_300_and_!sale!_in_tags`, `isndef_$width`.
//! (cloudinary.com/documentation/conditional_transformations, cloudinary.com/documentation/user_defined_variables)

use super::expression::{is_operand, is_operator, tokens};
use super::{Fit, Misfit, Why};
use crate::transformation::tables::{self, CHARACTERISTICS, COMPARISONS, OPERATORS, Words};

const JOINING: Words = Words::Lists(&[COMPARISONS, OPERATORS, &[("and", ""), ("or", "")]]);

/// What stands after `if_`.
pub fn condition(value: &str) -> Fit {
    if matches!(value, "end" | "else") {
        return Ok(());
    }
    let (mut wants_operand, mut compared, mut clause) = (true, false, 0);
    let mut tokens = tokens(value);
    while let Some((at, token)) = tokens.next() {
        if wants_operand {
            if matches!(token, "isdef" | "isndef") {
                if !tokens.next().is_some_and(|(_, name)| name.starts_with('$')) {
                    return Err(Misfit::whole(0, value, Why::Form));
                }
                (wants_operand, compared) = (false, true);
                continue;
            }
            if !is_operand(token) {
                const WORDS: Words = Words::Lists(&[CHARACTERISTICS, &[("else", ""), ("end", "")]]);
                // What can be asked of an asset grows.
                let may_be_new = token.bytes().all(|b| b.is_ascii_lowercase()) && !token.is_empty();
                let why = if may_be_new { Why::NewWord(WORDS) } else { Why::Word(WORDS) };
                return Err(Misfit::whole(at, token, why));
            }
        } else if matches!(token, "and" | "or") {
            if !compared {
                return Err(Misfit { start: clause, end: at.saturating_sub(1), why: Why::NoComparison });
            }
            (compared, clause) = (false, at + token.len() + 1);
        } else if tables::find(COMPARISONS, token).is_some() {
            if compared {
                return Err(Misfit::whole(at, token, Why::Form));
            }
            compared = true;
        } else if !is_operator(token) {
            return Err(Misfit::whole(at, token, Why::Word(JOINING)));
        }
        wants_operand = !wants_operand;
    }
    if wants_operand {
        return Err(Misfit::whole(0, value, Why::Form));
    }
    if compared || value.starts_with('$') {
        Ok(())
    } else {
        Err(Misfit { start: clause, end: value.len(), why: Why::NoComparison })
    }
}
