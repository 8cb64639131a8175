//! Parameters in words, so that a person learns the URL by looking at it.
#![allow(clippy::unnecessary_wraps, reason = "one form for every reader keeps the choice between them a table")]

use super::split::Parameter;
use super::tables::{
    self, ANGLES, AUTO_QUALITIES, CHARACTERISTICS, COMPARISONS, COMPASS, CROPS, DETECTED, FLAGS, Key, Kind, OPERATORS,
    QUALITIES, Word,
};
use super::value::expression::tokens;
use super::value::number::number;

/// What a parameter is, in words, so that a person learns the URL by looking at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The parameter's name: “crop mode”, “width”.
    pub name: &'static str,
    /// What this value means, in one short sentence: “fills the given size, cropping if need be”, “300 pixels”.
    pub meaning: String,
}

/// Says what `parameter` means; `None` where the key is unknown.
pub fn describe(url: &str, parameter: Parameter) -> Option<Description> {
    let kind = tables::kind(parameter.key.of(url))?;
    let value = parameter.value.of(url);
    let meaning = meaning(kind, value).unwrap_or_else(|| kind.meaning.to_owned());
    Some(Description { name: kind.name, meaning })
}

/// What `value` says, where it is one of the common forms.
fn meaning(kind: &Kind, value: &str) -> Option<String> {
    match kind.key {
        Key::C => word(CROPS, value),
        Key::E => effect(value),
        Key::Fl => flags(value),
        Key::G => gravity(value),
        Key::Q => quality(value),
        Key::W | Key::H => size(kind, value),
        Key::X | Key::Y => offset(value),
        Key::A => angle(value),
        Key::Ar => ratio(value),
        Key::F => format(value),
        Key::B | Key::Co => colour(kind, value),
        Key::Bo => border(value),
        Key::R => radius(value),
        Key::O => number(value).map(|_| format!("{value} percent opaque")),
        Key::Dpr if value == "auto" => Some("as dense as the screen".to_owned()),
        Key::Dpr => number(value).map(|_| format!("{value} times the size")),
        Key::So | Key::Eo | Key::Du => time(kind, value),
        Key::L | Key::U => layer(kind, value),
        Key::T => Some(format!("applies the stored transformation “{value}”")),
        Key::If => condition(value),
        Key::Variable if value.is_empty() => Some("a variable".to_owned()),
        Key::Variable => Some(format!("keeps {} under a name", in_words(value))),
        Key::Z => number(value).map(|_| format!("zooms to {value} times")),
        Key::Pg => number(value).map(|_| format!("page {value}")),
        Key::Dl => number(value).map(|_| format!("{value} milliseconds")),
        Key::Dn => number(value).map(|_| format!("{value} dots per inch")),
        Key::Af => number(value).map(|_| format!("{value} Hz")),
        Key::Fps => number(value).map(|_| format!("{value} frames a second")),
        Key::Vc if value == "auto" => Some("the codec that suits the format".to_owned()),
        Key::Vc | Key::Ac if value == "none" => Some("none: it is left out".to_owned()),
        Key::Vc | Key::Ac => Some(value.replace(':', " ")),
        Key::Sp if value == "auto" => Some("streams at the quality that suits the connection".to_owned()),
        Key::D => Some(format!("delivers “{}” where the image does not exist", value.replace(':', "/"))),
        _ => None,
    }
}

fn word(words: &'static [Word], text: &str) -> Option<String> {
    tables::find(words, text).map(|(_, meaning)| *meaning).filter(|meaning| !meaning.is_empty()).map(str::to_owned)
}

fn effect(value: &str) -> Option<String> {
    let (name, arguments) = value.split_once(':').unwrap_or((value, ""));
    let meaning = tables::effect(name)?.meaning;
    Some(if arguments.is_empty() {
        meaning.to_owned()
    } else {
        format!("{meaning} ({})", arguments.replace([';', ':'], ", ").replace("%20", " "))
    })
}

fn flags(value: &str) -> Option<String> {
    let names = value.split('.').map(|flag| flag.split(':').next().unwrap_or(flag));
    let meanings: Option<Vec<String>> = names.map(|name| word(FLAGS, name)).collect();
    Some(meanings?.join("; "))
}

fn gravity(value: &str) -> Option<String> {
    let (first, rest) = value.split_once(':').unwrap_or((value, ""));
    let first = word(COMPASS, first).or_else(|| word(DETECTED, first)).unwrap_or_else(|| first.replace('_', " "));
    Some(if rest.is_empty() { first } else { format!("{first} ({})", rest.replace([':', '_'], " ")) })
}

fn quality(value: &str) -> Option<String> {
    let (level, rest) = value.split_once(':').unwrap_or((value, ""));
    if number(level).is_some() {
        return Some(format!("{level} of 100"));
    }
    let level = word(QUALITIES, level)?;
    Some(match word(AUTO_QUALITIES, rest) {
        Some(rest) => format!("{level}, {rest}"),
        None => level,
    })
}

fn size(kind: &Kind, value: &str) -> Option<String> {
    if value == "auto" || value.starts_with("auto:") {
        return Some("as wide as the page asks for".to_owned());
    }
    match number(value) {
        Some(n) if value.contains('.') => Some(format!("{} percent of the original {}", percent(n), kind.name)),
        Some(_) => Some(format!("{value} pixels")),
        None => Some(in_words(value)),
    }
}

fn percent(share: f64) -> String {
    let percent = (share * 1000.0).round() / 10.0;
    format!("{percent}")
}

fn offset(value: &str) -> Option<String> {
    match number(value) {
        Some(n) if value.contains('.') => Some(format!("{} percent", percent(n))),
        Some(_) => Some(format!("{value} pixels")),
        None => Some(in_words(value)),
    }
}

fn angle(value: &str) -> Option<String> {
    let meanings: Option<Vec<String>> = value
        .split('.')
        .map(|piece| number(piece).map(|_| format!("{piece} degrees")).or_else(|| word(ANGLES, piece)))
        .collect();
    Some(meanings?.join(", then "))
}

fn ratio(value: &str) -> Option<String> {
    match value.split_once(':') {
        Some((width, height)) => Some(format!("{width} to {height}")),
        None => number(value).map(|_| format!("{value} times as wide as high")),
    }
}

fn format(value: &str) -> Option<String> {
    Some(match value.split_once(':') {
        Some(("auto", kind)) => format!("the best format for the browser ({kind})"),
        _ if value == "auto" => "the best format for the browser".to_owned(),
        _ => value.to_ascii_uppercase(),
    })
}

fn colour(kind: &Kind, value: &str) -> Option<String> {
    Some(match value.split_once(':') {
        Some(("rgb", hex)) => format!("#{hex}"),
        Some(("auto", how)) => format!("a color of the image ({})", how.replace([':', '_'], " ")),
        Some(("blurred", _)) => "the video itself, blurred".to_owned(),
        Some(("gen_fill", prompt)) => format!("made by AI ({})", prompt.replace("%20", " ")),
        _ => match value {
            "auto" => "a color of the image".to_owned(),
            "blurred" => "the video itself, blurred".to_owned(),
            "gen_fill" => "made by AI".to_owned(),
            "" => return Some(kind.meaning.to_owned()),
            name => name.to_owned(),
        },
    })
}

fn border(value: &str) -> Option<String> {
    let (width, rest) = value.split_once("px_")?;
    let (style, ink) = rest.split_once('_')?;
    Some(format!("{width} pixels, {style}, {}", ink.replace("rgb:", "#")))
}

fn radius(value: &str) -> Option<String> {
    Some(match value {
        "max" => "as round as can be".to_owned(),
        _ if value.contains(':') => format!("corners of {} pixels", value.replace(':', ", ")),
        _ => format!("corners of {} pixels", in_words(value)),
    })
}

fn time(kind: &Kind, value: &str) -> Option<String> {
    if value == "auto" {
        return Some("the best moment".to_owned());
    }
    let share = value.strip_suffix(['p', 'P', '%']).or_else(|| value.strip_suffix("%25"));
    match (share, number(value)) {
        (Some(share), _) => Some(format!("{share} percent of the video")),
        (None, Some(_)) if kind.key == Key::Du => Some(format!("{value} seconds")),
        (None, Some(_)) => Some(format!("at {value} seconds")),
        _ => Some(in_words(value)),
    }
}

fn layer(kind: &Kind, value: &str) -> Option<String> {
    let place = if kind.key == Key::L { "on top" } else { "beneath" };
    let (prefix, rest) = value.split_once(':').unwrap_or(("", value));
    let id = rest.replace(':', "/");
    Some(match prefix {
        "text" => {
            let words = rest.split_once(':').map_or(rest, |(_, words)| words);
            format!("the text “{}” {place}", words.replace("%20", " ").replace("%252C", ",").replace("%252F", "/"))
        }
        "subtitles" => format!("subtitles {place}"),
        "fetch" => format!("a remote image {place}"),
        "video" => format!("the video “{id}” {place}"),
        "audio" => format!("the sound “{id}”"),
        "lut" => format!("the color table “{id}”"),
        _ => format!("the image “{}” {place}", value.replace(':', "/")),
    })
}

fn condition(value: &str) -> Option<String> {
    Some(match value {
        "end" => "the condition ends here".to_owned(),
        "else" => "otherwise".to_owned(),
        _ => format!("only where {}", in_words(value)),
    })
}

/// Arithmetic or a condition in words.
fn in_words(value: &str) -> String {
    let mut text = String::new();
    for (_, token) in tokens(value) {
        if !text.is_empty() {
            text.push(' ');
        }
        let known = [CHARACTERISTICS, OPERATORS, COMPARISONS].into_iter().find_map(|words| word(words, token));
        text.push_str(&known.unwrap_or_else(|| token.replace('!', "")));
    }
    text
}
