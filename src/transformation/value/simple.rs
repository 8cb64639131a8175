//! Values that are a word of a list, with what may follow it.

use super::number::number;
use super::{Fit, Misfit, Why};
use crate::ascii::{contains, head, pieces, split_once};
use crate::transformation::suggest::distance;
use crate::transformation::tables::{
    self, ANGLES, AUDIO_CODECS, AUDIO_FREQUENCIES, AUTO_QUALITIES, CODEC_PROFILES, COLOUR_SPACES, CROPS, FLAGS,
    FORMAT_KINDS, FORMATS, JPEGMINI, PROFILES, QUALITIES, SCREENS, VIDEO_CODECS, Word, Words,
};

/// What may follow a bitrate.
pub const CONSTANT: Words = Words::Lists(&[&[("constant", "")]]);

/// One of `words`, which is all there are.
fn one_of(words: &'static [Word], among: Words, offset: usize, text: &str) -> Fit {
    if tables::find(words, text).is_some() { Ok(()) } else { Err(Misfit::whole(offset, text, Why::Word(among))) }
}

/// A crop mode.
pub fn crop(value: &str) -> Fit {
    one_of(CROPS, Words::Lists(&[CROPS]), 0, value)
}

/// Flags joined by `.`, some with an argument.
pub fn flags(value: &str) -> Fit {
    let among = Words::Lists(&[FLAGS]);
    // A file name may hold dots, so that the rest belongs to it.
    for (at, flag) in pieces(value, b'.') {
        let (name, argument) = split_once(flag, b':')
            .map_or((flag, None), |(name, argument)| (name, Some((at + name.len() + 1, argument))));
        match (name, argument) {
            ("attachment" | "streaming_attachment" | "splice" | "alternate", Some((_, text))) if !text.is_empty() => {
                return Ok(());
            }
            (_, None) => {
                if tables::find(FLAGS, name).is_none() {
                    return Err(Misfit::whole(at, name, Why::NewWord(among)));
                }
            }
            ("progressive", Some((at, text))) => {
                let steps: Words = Words::Lists(&[&[("none", ""), ("semi", ""), ("steep", "")]]);
                if !matches!(text, "none" | "semi" | "steep") {
                    return Err(Misfit::whole(at, text, Why::Word(steps)));
                }
            }
            // `fl_animated:waveform`: the suites of the SDKs also join flags by a colon.
            (_, Some((second, text))) => {
                for (at, name) in [(at, name), (second, text)] {
                    if tables::find(FLAGS, name).is_none() {
                        return Err(Misfit::whole(at, name, Why::NewWord(among)));
                    }
                }
            }
        }
    }
    Ok(())
}

/// A format; `auto` may say of which kind.
pub fn format(value: &str) -> Fit {
    if value == "auto" {
        return Ok(());
    }
    match split_once(value, b':') {
        Some(("auto", kind)) => one_of(FORMAT_KINDS, Words::Lists(&[FORMAT_KINDS]), 5, kind),
        None if tables::find(FORMATS, value).is_some() => Ok(()),
        Some((name, _)) => Err(Misfit::whole(0, name, Why::NewWord(Words::Lists(&[FORMATS])))),
        None => Err(Misfit::whole(0, value, Why::NewWord(Words::Lists(&[FORMATS])))),
    }
}

/// `80`, `auto`, `auto:good`, `70:qmax_20`, `60:420`, `jpegmini:1`.
pub fn quality(value: &str) -> Fit {
    if value == "auto" {
        return Ok(());
    }
    let (level, rest) = split_once(value, b':').map_or((value, None), |(level, rest)| (level, Some(rest)));
    let after = level.len() + 1;
    let level_number = number(level);
    let known = level_number.is_some() || matches!(level, "auto" | "jpegmini");
    if let Some(rest) = rest.filter(|_| known) {
        for (at, piece) in pieces(rest, b':') {
            let (good, among) = match level {
                "auto" => (tables::find(AUTO_QUALITIES, piece).is_some(), Words::Lists(&[AUTO_QUALITIES])),
                "jpegmini" => (tables::find(JPEGMINI, piece).is_some(), Words::Lists(&[JPEGMINI])),
                _ => (false, Words::Lists(&[&[("qmax_20", ""), ("420", ""), ("444", "")]])),
            };
            let chroma = piece.len() == 3 && number(piece).is_some() && level != "jpegmini";
            let limit = piece.strip_prefix("qmax_").is_some_and(|limit| number(limit).is_some());
            if !(good || chroma || limit) {
                return Err(Misfit::whole(after + at, piece, Why::Word(among)));
            }
        }
    }
    match level_number {
        Some(n) if (1.0..=100.0).contains(&n) => Ok(()),
        Some(_) => Err(Misfit::whole(0, level, Why::Range(1.0, 100.0))),
        None if matches!(level, "auto" | "jpegmini") => Ok(()),
        None if rest.is_none() && super::expression::expression(value).is_ok() => Ok(()),
        None => Err(Misfit::whole(0, level, Why::Word(Words::Lists(&[QUALITIES])))),
    }
}

/// Degrees and mirrorings, joined by `.`.
pub fn angle(value: &str) -> Fit {
    if number(value).is_some() {
        return Ok(());
    }
    for (at, piece) in pieces(value, b'.') {
        if number(piece).is_none() && tables::find(ANGLES, piece).is_none() {
            if let Ok(()) = super::expression::expression(value) {
                return Ok(());
            }
            return Err(Misfit::whole(at, piece, Why::Word(Words::Lists(&[ANGLES]))));
        }
    }
    Ok(())
}

/// An audio codec. The suites of the SDKs hold `acc` for `aac`, and `ogg`.
pub fn audio_codec(value: &str) -> Fit {
    let among = Words::Lists(&[AUDIO_CODECS]);
    if matches!(value, "acc" | "ogg") {
        return Err(Misfit::whole(0, value, Why::Undocumented));
    }
    one_of(AUDIO_CODECS, among, 0, value)
}

/// An audio frequency in Hz.
pub fn audio_frequency(value: &str) -> Fit {
    let known = tables::find(AUDIO_FREQUENCIES, value).is_some();
    if !known && number(value).is_some() {
        return Err(Misfit::whole(0, value, Why::Range(0.0, 192_000.0)));
    }
    one_of(AUDIO_FREQUENCIES, Words::Lists(&[AUDIO_FREQUENCIES]), 0, value)
}

/// A color space, or the public ID of a profile.
pub fn colour_space(value: &str) -> Fit {
    match split_once(value, b':') {
        Some(("icc", id)) if !id.is_empty() => Ok(()),
        Some(("srgb", "truecolor")) => Ok(()),
        // The reference prints sRGB, but writes srgb.
        None if value == "sRGB" => Ok(()),
        _ => one_of(COLOUR_SPACES, Words::Lists(&[COLOUR_SPACES]), 0, value),
    }
}

/// The dynamic range.
pub fn dynamic_range(value: &str) -> Fit {
    if value == "high" { Ok(()) } else { Err(Misfit::whole(0, value, Why::NewWord(Words::Lists(&[&[("high", "")]])))) }
}

/// Pages: `3`, `2-5;7`, `embedded:2`, `name:logo;path`.
pub fn page(value: &str) -> Fit {
    let layers = value.strip_prefix("embedded:").unwrap_or(value);
    if layers.strip_prefix("name:").is_some_and(|name| !name.is_empty()) {
        return Ok(());
    }
    let is_range = |range: &str| {
        let (first, last) = split_once(range, b'-').unwrap_or((range, ""));
        number(first).is_some_and(|n| n >= 0.0) && (last.is_empty() || number(last).is_some())
    };
    if layers.split(';').all(is_range) { Ok(()) } else { super::expression::expression(value) }
}

/// A streaming profile: built in, or one of your own.
pub fn profile(value: &str) -> Fit {
    let (name, rest) = split_once(value, b':').unwrap_or((value, ""));
    if name == "auto" {
        let screen = rest.split(';').next().and_then(|rest| rest.strip_prefix("maxres_"));
        if let Some(screen) = screen {
            let screen = head(screen, b':');
            return one_of(SCREENS, Words::Lists(&[SCREENS]), 12, screen);
        }
        return Ok(());
    }
    // Your own are called as you like, but hardly with a slip in the name of one that is built in.
    let is_near = || {
        let is_letters = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        is_letters && name.len() > 4 && PROFILES.iter().any(|(word, _)| distance(name, word, 1).is_some())
    };
    let is_own = || contains(name, b'_') || contains(name, b'-');
    let known = tables::find(PROFILES, name).is_some() || is_own() && !is_near();
    if known { Ok(()) } else { Err(Misfit::whole(0, name, Why::NewWord(Words::Lists(&[PROFILES])))) }
}

/// A video codec with its profile and level.
pub fn video_codec(value: &str) -> Fit {
    for (index, (at, piece)) in pieces(value, b':').enumerate() {
        match index {
            0 => one_of(VIDEO_CODECS, Words::Lists(&[VIDEO_CODECS]), at, piece)?,
            1 => {
                if number(piece).is_none() {
                    one_of(CODEC_PROFILES, Words::Lists(&[CODEC_PROFILES]), at, piece)?;
                }
            }
            2 if number(piece).is_some() || piece == "auto" => {}
            _ => {
                if piece != "bframes_no" {
                    return Err(Misfit::whole(
                        at,
                        piece,
                        Why::Word(Words::Lists(&[&[("bframes_no", ""), ("auto", "")]])),
                    ));
                }
            }
        }
    }
    Ok(())
}
