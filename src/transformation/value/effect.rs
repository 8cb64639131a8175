//! Effects and their arguments.

use super::number::number;
use super::{Fit, Misfit, Why, colour};
use crate::ascii::{contains, head, split_once};
use crate::transformation::tables::{self, Arg, Args, Words};

type Argument = (&'static str, Arg);

/// `name`, or `name:arguments`.
pub fn effect(value: &str) -> Fit {
    let (name, arguments) = split_once(value, b':').map_or((value, None), |(name, rest)| (name, Some(rest)));
    let Some(known) = tables::effect(name) else {
        // `e_w_mul_2` and other arithmetic occurs in the suites of the SDKs.
        if arguments.is_none() && contains(name, b'_') && super::expression::expression(value).is_ok() {
            return Ok(());
        }
        return Err(Misfit::whole(0, name, Why::NewWord(Words::Effects)));
    };
    let Some(arguments) = arguments else {
        return if needs_arguments(known.name) { Err(Misfit::whole(0, name, Why::NoArguments)) } else { Ok(()) };
    };
    let at = name.len() + 1;
    let result = match known.args {
        Args::None => Err(Misfit::whole(0, arguments, Why::Undocumented)),
        Args::Free => Ok(()),
        Args::Ordered(list) => ordered(arguments, list.iter().copied()),
        Args::Named(list) => named(arguments, list),
        Args::NamedColon(list) => named_colon(arguments, list),
        Args::NamedOrOrdered(list) if is_named(arguments, list) => named(arguments, list),
        Args::NamedColonOrOrdered(list) if is_named(arguments, list) => named_colon(arguments, list),
        Args::NamedOrOrdered(list) | Args::NamedColonOrOrdered(list) => {
            ordered(arguments, list.iter().map(|(_, arg)| *arg))
        }
        Args::Pairs(list) => pairs(arguments, list),
        Args::Tint => tint(arguments),
    };
    result.map_err(|misfit| misfit.shifted(at))
}

/// Whether the reference calls an argument of the effect required
/// (cloudinary.com/documentation/transformation_reference#e_effect).
fn needs_arguments(name: &str) -> bool {
    matches!(name, "distort" | "extract" | "gen_recolor" | "gen_replace" | "recolor" | "replace_color" | "shear")
}

/// The arguments between `:`; `rgb:ff0000` is one.
fn colons(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let from = if rest.starts_with("rgb:") { 4 } else { 0 };
        let len = rest.bytes().skip(from).position(|b| b == b':').map_or(rest.len(), |at| at + from);
        next = (len < rest.len()).then_some(start + len + 1);
        rest.get(..len).map(|piece| (start, piece))
    })
}

/// The arguments between `;` (or `%3B`) outside of parentheses.
fn semicolons(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let (mut end, mut depth) = (start, 0_usize);
        next = None;
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b';' if depth == 0 => {
                    next = Some(end + 1);
                    break;
                }
                b'%' if depth == 0 && matches!(bytes.get(end + 1..end + 3), Some([b'3', b'B' | b'b'])) => {
                    next = Some(end + 3);
                    break;
                }
                _ => {}
            }
            end += 1;
        }
        text.get(start..end).map(|piece| (start, piece))
    })
}

/// Holds each piece against the next argument that it fits; those before it were left out.
fn ordered(text: &str, mut args: impl Iterator<Item = Arg>) -> Fit {
    for (at, piece) in colons(text) {
        let mut first = None;
        loop {
            let Some(arg) = args.next() else {
                let misfit = first.unwrap_or(Misfit::whole(0, piece, Why::Undocumented));
                return Err(misfit.shifted(at));
            };
            match argument(piece, arg) {
                Ok(()) => break,
                Err(misfit) if matches!(misfit.why, Why::Range(..)) => return Err(misfit.shifted(at)),
                Err(misfit) => first = first.or(Some(misfit)),
            }
        }
    }
    Ok(())
}

/// The named argument that `piece` begins with, and the offset of its value.
fn find(piece: &str, list: &'static [Argument]) -> Option<(usize, Arg)> {
    list.iter().find_map(|(name, arg)| {
        piece.strip_prefix(name)?.strip_prefix('_')?;
        Some((name.len() + 1, *arg))
    })
}

fn is_named(text: &str, list: &'static [Argument]) -> bool {
    find(text, list).is_some()
}

fn named(text: &str, list: &'static [Argument]) -> Fit {
    for (at, piece) in semicolons(text) {
        one_named(piece, list).map_err(|misfit| misfit.shifted(at))?;
    }
    Ok(())
}

/// What follows `b_gen_fill:`.
pub fn gen_fill(text: &str) -> Fit {
    const YES_NO: &[tables::Word] = &[("false", ""), ("true", "")];
    named(
        text,
        &[("prompt", Arg::Text), ("seed", Arg::Number(0.0, f32::MAX)), ("ignore-foreground", Arg::Word(YES_NO))],
    )
}

fn named_colon(text: &str, list: &'static [Argument]) -> Fit {
    for (at, piece) in colons(text) {
        one_named(piece, list).map_err(|misfit| misfit.shifted(at))?;
    }
    Ok(())
}

fn one_named(piece: &str, list: &'static [Argument]) -> Fit {
    let Some((at, arg)) = find(piece, list) else {
        let key = piece.split(['_', ':', '=']).next().unwrap_or(piece);
        return Err(Misfit::whole(0, key, Why::NewWord(Words::Arguments(list))));
    };
    let value = piece.get(at..).unwrap_or_default();
    // The suites of the SDKs also join arguments by a colon: `fineedges_y:hints_(car;bus)`.
    let first = head(value, b':');
    if value.len() > first.len() && value.get(first.len() + 1..).is_some_and(|rest| is_named(rest, list)) {
        argument(first, arg).map_err(|misfit| misfit.shifted(at))?;
        let after = at + first.len() + 1;
        return one_named(piece.get(after..).unwrap_or_default(), list).map_err(|misfit| misfit.shifted(after));
    }
    argument(value, arg).map_err(|misfit| misfit.shifted(at))
}

/// `colors:15:detail:200`, or the numbers alone.
fn pairs(text: &str, list: &'static [Argument]) -> Fit {
    if number(head(text, b':')).is_some() {
        return ordered(text, list.iter().map(|(_, arg)| *arg));
    }
    let mut wanted: Option<Arg> = None;
    for (at, piece) in colons(text) {
        match wanted.take() {
            Some(arg) => argument(piece, arg).map_err(|misfit| misfit.shifted(at))?,
            None => match list.iter().find(|(name, _)| *name == piece) {
                Some((_, arg)) => wanted = Some(*arg),
                None => return Err(Misfit::whole(at, piece, Why::NewWord(Words::Arguments(list)))),
            },
        }
    }
    Ok(())
}

/// `equalize:80:red:50p:blue`.
fn tint(text: &str) -> Fit {
    for (at, piece) in colons(text) {
        let position = piece.strip_suffix('p').unwrap_or(piece);
        if piece != "equalize" && number(position).is_none() {
            colour::argument(piece).map_err(|misfit| misfit.shifted(at))?;
        }
    }
    Ok(())
}

/// Holds one argument against its type.
fn argument(text: &str, arg: Arg) -> Fit {
    if text.starts_with('$') {
        return Ok(());
    }
    // What has no range is a place, in pixels or in percent: `e_distort:100p:0:…` is in use.
    let text = match arg {
        Arg::Number(low, _) | Arg::NumberOr(low, ..) if low <= f32::MIN => text.strip_suffix('p').unwrap_or(text),
        _ => text,
    };
    match arg {
        Arg::Text => {
            if text.is_empty() {
                Err(Misfit::whole(0, text, Why::Empty))
            } else {
                Ok(())
            }
        }
        Arg::Colour => colour::argument(text),
        Arg::Word(words) => word(text, words),
        Arg::Number(low, high) => in_range(text, low, high),
        Arg::NumberOr(low, high, words) => {
            if tables::find(words, text).is_some() {
                return Ok(());
            }
            in_range(text, low, high).or_else(|misfit| match misfit.why {
                Why::Form => word(text, words),
                _ => Err(misfit),
            })
        }
    }
}

fn word(text: &str, words: &'static [tables::Word]) -> Fit {
    if tables::find(words, text).is_some() {
        Ok(())
    } else {
        Err(Misfit::whole(0, text, Why::NewWord(Words::List(words))))
    }
}

/// A number in the documented range; a unit behind it (`5db`) is left to the server.
fn in_range(text: &str, low: f32, high: f32) -> Fit {
    let Some(n) = number(text) else {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = text.get(digits.len()..).unwrap_or_default();
        return match number(digits) {
            Some(_) if matches!(unit, "s" | "p" | "db" | "dB" | "DB") => {
                if unit.len() == 2 {
                    Ok(())
                } else {
                    Err(Misfit::whole(0, text, Why::Undocumented))
                }
            }
            _ => super::expression::expression(text),
        };
    };
    if n >= f64::from(low) && n <= f64::from(high) {
        Ok(())
    } else {
        Err(Misfit::whole(0, text, Why::Range(low, high)))
    }
}
