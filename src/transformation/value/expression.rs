//! Arithmetic: `iw_div_2`, `3_mul_$height`, `$width_add_10_to_i`.
//! (cloudinary.com/documentation/user_defined_variables)

use super::number::number;
use super::{Fit, Misfit, Why};
use crate::ascii::{contains, split_once};
use crate::transformation::tables::{self, CHARACTERISTICS, OPERATORS, Words};

/// The tokens of arithmetic and conditions: what stands between underscores, but `!…!` is one token.
pub fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let (mut end, mut quoted) = (start, false);
        for byte in text.bytes().skip(start) {
            match byte {
                b'!' => quoted = !quoted,
                b'_' if !quoted => break,
                _ => {}
            }
            end += 1;
        }
        next = (end < text.len()).then_some(end + 1);
        text.get(start..end).map(|token| (start, token))
    })
}

/// A number, a ratio, a variable, a string, or something that is asked of the asset.
pub fn is_operand(token: &str) -> bool {
    let first = token.bytes().next().unwrap_or_default();
    if (first == b'$' && !token.starts_with("${") && !token.starts_with("$$") && !token.starts_with("$%7B"))
        || (first == b'!' && token.len() > 1 && token.ends_with('!'))
        || number(token).is_some()
    {
        return true;
    }
    if let Some((left, right)) = split_once(token, b':') {
        return match left {
            "ctx" | "md" | "ref" => true,
            _ => number(left).is_some() && number(right).is_some(),
        };
    }
    tables::find(CHARACTERISTICS, token).is_some()
}

/// Whether `token` joins two operands.
pub fn is_operator(token: &str) -> bool {
    tables::find(OPERATORS, token).is_some()
}

/// The operator that `token` was meant as: `mlu`, `times`, `mul2`.
pub fn operator_meant(token: &str) -> Option<String> {
    let word = match token {
        "times" | "multiply" | "mult" | "x" | "X" | "by" | "*" | "%2A" => "mul",
        "plus" | "+" | "%2B" => "add",
        "minus" | "subtract" | "-" => "sub",
        "divide" | "divided" | "over" => "div",
        _ => {
            let name = token.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = token.get(name.len()..).unwrap_or_default();
            if !digits.is_empty() {
                return is_operator(name).then(|| format!("{name}_{digits}"));
            }
            let near =
                |word: &str| crate::near::distance(token.as_bytes(), word.as_bytes(), 1, |a, b| a == b).is_some();
            let is_word = (2..=4).contains(&token.len()) && !is_operand(token);
            OPERATORS.iter().find(|(word, _)| is_word && near(word))?.0
        }
    };
    Some(word.to_owned())
}

/// Whether arithmetic ends in its operator.
pub fn lacks_operand(value: &str) -> bool {
    value.rsplit_once('_').is_some_and(|(before, last)| before.starts_with('$') && is_operator(last))
}

/// Arithmetic. What is no arithmetic at all is of the wrong form; in what is, the token at fault is told.
pub fn expression(value: &str) -> Fit {
    let whole = || Misfit::whole(0, value, Why::Form);
    let mut tokens = tokens(value).peekable();
    let Some(&(_, first)) = tokens.peek() else {
        return Err(whole());
    };
    // The suites of the SDKs also begin with an operator: `h_add_200`.
    let mut wants_operand = !is_operator(first);
    if wants_operand && !is_operand(first) {
        return Err(whole());
    }
    // Only what has an operator, or begins with what no number begins with, was meant as arithmetic.
    let meant = !wants_operand || !first.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let mut count = 0;
    let mut last = (0, first);
    for (at, token) in tokens {
        last = (at, token);
        count += 1;
        if wants_operand && !is_operand(token) {
            return Err(Misfit::whole(at, token, Why::Word(Words::Lists(&[CHARACTERISTICS]))));
        }
        if !wants_operand && token == "to" {
            return Ok(());
        }
        if !wants_operand && !is_operator(token) {
            let why = if meant || count > 2 { Why::Word(Words::Lists(&[OPERATORS])) } else { Why::Form };
            return Err(Misfit::whole(at, token, why));
        }
        wants_operand = !wants_operand;
    }
    if wants_operand {
        return Err(Misfit::whole(last.0, last.1, Why::Form));
    }
    if count == 1 && number(value).is_none() && contains(value, b':') { Err(whole()) } else { Ok(()) }
}
