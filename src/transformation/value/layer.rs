//! Layers: the public ID of an asset, text, subtitles, a remote image.
//! (cloudinary.com/documentation/layers)

use super::number::number;
use super::{Fit, Misfit, Why};
use crate::ascii::{contains, head, pieces, split_once};
use crate::transformation::tables::{self, TEXT_STYLES, Words};

/// `logo`, `docs:logo`, `text:Arial_40:Hello`, `fetch:<base64>`, `video:clip`, `$variable`.
pub fn layer(value: &str) -> Fit {
    let Some((kind, rest)) = split_once(value, b':') else {
        return match value {
            "undefined" | "null" | "NaN" => Err(Misfit::whole(0, value, Why::Form)),
            _ if is_coded_url(value) => Err(Misfit::whole(0, value, Why::Undocumented)),
            _ => unescaped(value, 0),
        };
    };
    let at = kind.len() + 1;
    match kind {
        // `text::Arial_40:Hello`.
        "text" if rest.starts_with(':') => Err(Misfit::whole(4, "::", Why::Undocumented)),
        "text" if rest.is_empty() => Err(Misfit::whole(0, value, Why::Empty)),
        "text" => text(rest).map_err(|misfit| misfit.shifted(at)),
        "fetch" | "subtitles" | "video" | "audio" | "lut" | "raw" if rest.is_empty() => {
            Err(Misfit::whole(0, value, Why::Empty))
        }
        "fetch" => fetch(rest).map_err(|misfit| misfit.shifted(at)),
        "video" | "audio" | "subtitles" | "lut" | "raw" => unescaped(value, 0),
        _ if kind_meant(kind, rest).is_some() => Err(Misfit::whole(0, kind, Why::Undocumented)),
        _ => unescaped(value, 0),
    }
}

/// Whether `text` begins like the base64 of `https://` or `http://`.
pub fn is_coded_url(text: &str) -> bool {
    text.starts_with("aHR0cHM6Ly") || text.starts_with("aHR0cDovL")
}

/// The type of layer that `kind`, a folder to all appearance, was meant as: `txet:Arial_40:Hello`,
/// `text_Arial_40:Hello`. Only where what follows can hardly be a public ID.
pub fn kind_meant(kind: &str, rest: &str) -> Option<&'static str> {
    // `text_Arial_40:Hello`, `textArial_40:Hello`.
    let is_style = |style: &str| style.starts_with(|c: char| c.is_ascii_uppercase()) && style.contains('_');
    let glued = kind.strip_prefix("text").filter(|style| is_style(style));
    if glued.is_some() || kind.starts_with("text_") {
        return pieces(kind, b'_')
            .skip(if glued.is_some() { 1 } else { 2 })
            .any(|(_, piece)| number(piece).is_some())
            .then_some("text");
    }
    if !(3..=10).contains(&kind.len()) {
        return None;
    }
    let is_near = |word: &str| {
        // `videos` is a folder.
        kind != word
            && kind.strip_suffix('s') != Some(word)
            && crate::near::distance(kind.as_bytes(), word.as_bytes(), 1, |a, b| a.eq_ignore_ascii_case(&b)).is_some()
    };
    let is_styled = || {
        let style = split_once(rest, b':').map(|(style, _)| style);
        style.is_some_and(|style| pieces(style, b'_').skip(1).any(|(_, piece)| number(piece).is_some()))
    };
    if is_near("text") && is_styled() {
        return Some("text");
    }
    if is_near("fetch") && is_coded_url(rest) {
        return Some("fetch");
    }
    ["video", "audio", "subtitles"].into_iter().find(|word| is_near(word))
}

/// The base64 of a URL; `+` and `/` are `-` and `_` there.
fn fetch(value: &str) -> Fit {
    if value.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("http%3") || start.eq_ignore_ascii_case("https%"))
    {
        return Err(Misfit::whole(0, value, Why::Undocumented));
    }
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
        // `40_Arial`, `Arial_40px`, `Arial-40`.
        let first = head(style, b'_');
        let has_unit = || pieces().any(|(_, piece)| piece.strip_suffix("px").is_some_and(|n| number(n).is_some()));
        let is_joined = || {
            let name = first.trim_end_matches(|c: char| c.is_ascii_digit());
            name.len() < first.len() && name.ends_with('-')
        };
        if size.is_none() && (number(first).is_some() && first.len() < style.len() || has_unit() || is_joined()) {
            return Err(Misfit::whole(0, style, Why::Undocumented));
        }
        if size.is_some() && value.len() == style.len() + 1 {
            return Err(Misfit::whole(0, value, Why::Empty));
        }
        // `Arial_bold_40`: what follows the size stands in front of it.
        let is_style = |piece: &str| tables::find(TEXT_STYLES, piece).is_some();
        if size.is_some_and(|size| pieces().skip(1).take(size).any(|(_, piece)| is_style(piece))) {
            return Err(Misfit::whole(0, style, Why::Undocumented));
        }
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
