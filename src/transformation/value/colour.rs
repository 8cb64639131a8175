//! Colors, and what is made of them.

use super::number::number;
use super::{Fit, Misfit, Why};
use crate::ascii::{pieces, split_once};
use crate::transformation::tables::{self, AUTO_BACKGROUNDS, BACKGROUNDS, COLOURS, Words};

/// Whether `text` is a color in hexadecimal digits: 3, 4, 6 or 8 of them.
pub fn is_hex(text: &str) -> bool {
    matches!(text.len(), 3 | 4 | 6 | 8) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A named color; the names of X11 have a digit behind those of CSS: `green1`.
fn is_named(text: &str) -> bool {
    tables::find(COLOURS, text).is_some()
        || tables::find(COLOURS, text.trim_end_matches(|c: char| c.is_ascii_digit())).is_some()
}

/// `red`, `rgb:ff0000`, `rgb:f00c`.
pub fn colour(value: &str) -> Fit {
    if is_named(value) {
        return Ok(());
    }
    match value.strip_prefix("rgb:") {
        Some(hex) if is_hex(hex) => Ok(()),
        Some(hex) => Err(Misfit::whole(4, hex, Why::Form)),
        None => {
            let bare = value.strip_prefix('#').or_else(|| value.strip_prefix("%23")).unwrap_or(value);
            let why = if is_hex(bare) { Why::BareHex } else { Why::NewWord(Words::Lists(&[COLOURS])) };
            Err(Misfit::whole(0, value, why))
        }
    }
}

/// A color inside the arguments of an effect, where `rgb:` may be left out, and names are written in any case.
/// (cloudinary.com/documentation/transformation_reference, of `e_gen_recolor`)
pub fn argument(text: &str) -> Fit {
    if is_hex(text) || text.starts_with('$') {
        return Ok(());
    }
    colour(text).or_else(|misfit| if is_named(&text.to_ascii_lowercase()) { Ok(()) } else { Err(misfit) })
}

/// A color, or what `b_auto`, `b_blurred` and `b_gen_fill` ask for.
pub fn background(value: &str) -> Fit {
    let (word, rest) = split_once(value, b':').unwrap_or((value, ""));
    match word {
        "none" | "transparent" | "auto" | "blurred" | "gen_fill" if rest.is_empty() => {
            if word.len() == value.len() {
                Ok(())
            } else {
                Err(Misfit::whole(0, value, Why::Form))
            }
        }
        "auto" => {
            for (at, piece) in pieces(rest, b':') {
                let known = tables::find(AUTO_BACKGROUNDS, piece).is_some();
                if !known && !piece.starts_with("palette_") && number(piece).is_none() {
                    return Err(Misfit::whole(5 + at, piece, Why::Word(Words::Lists(&[AUTO_BACKGROUNDS]))));
                }
            }
            Ok(())
        }
        "blurred" => match pieces(rest, b':').find(|(_, piece)| number(piece).is_none()) {
            Some((at, piece)) => Err(Misfit::whole(8 + at, piece, Why::Form)),
            None => Ok(()),
        },
        "gen_fill" => super::effect::gen_fill(rest).map_err(|misfit| misfit.shifted(9)),
        _ if !rest.is_empty() && word != "rgb" => {
            Err(Misfit::whole(0, word, Why::NewWord(Words::Lists(&[BACKGROUNDS, COLOURS]))))
        }
        _ => colour(value).map_err(|misfit| match misfit.why {
            Why::NewWord(_) => Misfit { why: Why::NewWord(Words::Lists(&[BACKGROUNDS, COLOURS])), ..misfit },
            _ => misfit,
        }),
    }
}

/// `5px_solid_red`: here `px` is part of the form.
pub fn border(value: &str) -> Fit {
    let Some((width, rest)) = value.split_once("px_") else {
        return Err(Misfit::whole(0, value, Why::Form));
    };
    if number(width).is_none_or(|n| n < 0.0) {
        super::expression::expression(width)?;
    }
    let after = width.len() + 3;
    let Some((style, ink)) = split_once(rest, b'_') else {
        return Err(Misfit::whole(after, rest, Why::Form));
    };
    if style != "solid" {
        return Err(Misfit::whole(after, style, Why::Word(Words::Lists(&[&[("solid", "")]]))));
    }
    colour(ink).map_err(|misfit| misfit.shifted(after + 6))
}
