//! Conditions: `w_gt_300_and_!sale!_in_tags`.
//! (cloudinary.com/documentation/conditional_transformations)

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
    for (at, token) in tokens(value) {
        if wants_operand {
            if !is_operand(token) {
                let why = Why::Word(Words::Lists(&[CHARACTERISTICS, &[("else", ""), ("end", "")]]));
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
