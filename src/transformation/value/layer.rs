//! Layers: the public ID of an asset, text, subtitles, a remote image.
//! (cloudinary.com/documentation/layers)

use super::number::number;
use super::{Fit, Misfit, Why};
use crate::ascii::{contains, pieces, split_once};
use crate::transformation::tables::{self, TEXT_STYLES, Words};

/// `logo`, `docs:logo`, `text:Arial_40:Hello`, `fetch:<base64>`, `video:clip`, `$variable`.
pub fn layer(value: &str) -> Fit {
    let Some((kind, rest)) = split_once(value, b':') else {
        return unescaped(value, 0);
    };
    let at = kind.len() + 1;
    match kind {
        "text" => text(rest).map_err(|misfit| misfit.shifted(at)),
        "fetch" | "subtitles" | "video" | "audio" | "lut" | "raw" if rest.is_empty() => {
            Err(Misfit::whole(0, value, Why::Empty))
        }
        "fetch" => fetch(rest).map_err(|misfit| misfit.shifted(at)),
        _ => unescaped(value, 0),
    }
}

/// The base64 of a URL; `+` and `/` are `-` and `_` there.
fn fetch(value: &str) -> Fit {
    match value.bytes().position(|b| b == b'+') {
        Some(at) => Err(Misfit { start: at, end: at + 1, why: Why::Unescaped }),
        None => Ok(()),
    }
}

/// `style:text`, or the public ID of a text image.
fn text(value: &str) -> Fit {
    let Some((style, _)) = split_once(value, b':') else {
        return unescaped(value, 0);
    };
    if !contains(style, b'$') {
        let pieces = || pieces(style, b'_');
        // What stands before the size is the font; without a size it is the public ID of a text image.
        let size = pieces().skip(1).position(|(_, piece)| number(piece).is_some());
        if let Some(size) = size {
            for (at, piece) in pieces().skip(size + 2) {
                let known = number(piece).is_some() || tables::find(TEXT_STYLES, piece).is_some();
                // The stroke may be a border with its color.
                if !known && !style.contains("_bo_") {
                    return Err(Misfit::whole(at, piece, Why::NewWord(Words::Lists(&[TEXT_STYLES]))));
                }
            }
        }
    }
    unescaped(value, 0)
}

/// A raw space cannot stand in a URL.
fn unescaped(text: &str, offset: usize) -> Fit {
    match text.bytes().position(|b| b == b' ') {
        Some(at) => Err(Misfit { start: offset + at, end: offset + at + 1, why: Why::Unescaped }),
        None => Ok(()),
    }
}
