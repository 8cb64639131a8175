//! Holding a value against what its parameter allows. Allocates nothing where the value fits.

mod colour;
pub(super) mod condition;
mod effect;
pub(super) mod expression;
mod gravity;
pub(super) mod layer;
pub(super) mod number;
mod simple;
pub(super) mod variable;

use super::tables::Words;
use crate::ascii;

/// What the values of a parameter look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the parameter or the type of value that it reads")]
pub enum Shape {
    Angle,
    AudioCodec,
    AudioFrequency,
    Background,
    Bitrate,
    Border,
    Colour,
    ColourSpace,
    Condition,
    Crop,
    Density,
    Dpr,
    DynamicRange,
    Effect,
    Flags,
    Format,
    Fps,
    Free,
    Gravity,
    Layer,
    Name,
    Number,
    Page,
    Percent,
    Positive,
    Profile,
    Quality,
    Radius,
    Ratio,
    Sampling,
    Size,
    Time,
    Variable,
    VideoCodec,
}

/// Why a value does not fit.
#[derive(Clone, Copy)]
pub(super) enum Why {
    /// Nothing stands where a value must.
    Empty,
    /// Of the wrong form.
    Form,
    /// Zero or less where a size must be.
    NotPositive,
    /// A number outside the documented range; the server may take it all the same.
    Range(f32, f32),
    /// None of these words.
    Word(Words),
    /// None of these words, but new ones appear.
    NewWord(Words),
    /// Known from the wild, but not documented, or a misspelling that Cloudinary's own suites hold.
    Undocumented,
    /// A color without `rgb:`.
    BareHex,
    /// A character that must be encoded.
    Unescaped,
    /// A condition that compares nothing.
    NoComparison,
    /// An effect without the arguments that it cannot do without.
    NoArguments,
}

/// Where, in bytes of the value, and why it does not fit.
#[derive(Clone, Copy)]
pub(super) struct Misfit {
    /// The first byte at fault.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The reason.
    pub why: Why,
}

impl Misfit {
    /// The whole of `text`, which begins `offset` bytes into the value.
    fn whole(offset: usize, text: &str, why: Why) -> Self {
        Self { start: offset, end: offset + text.len(), why }
    }

    /// Whether the server may take it all the same.
    pub fn is_tolerated(self) -> bool {
        matches!(self.why, Why::Range(..) | Why::Undocumented | Why::NoArguments)
    }

    /// Whether it is a word where an operator of arithmetic stands.
    pub fn is_operator(self) -> bool {
        let holds = |words: Words, wanted: &str| words.all().any(|word| word == wanted);
        matches!(self.why, Why::Word(words) if holds(words, "mul") && !holds(words, "and"))
    }

    /// The same, seen from `offset` bytes further left.
    fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset, why: self.why }
    }
}

/// Whether a value fits.
pub(super) type Fit = Result<(), Misfit>;

/// Holds `value` against `shape`.
pub(super) fn fit(shape: Shape, value: &str) -> Fit {
    let result = read(shape, value);
    if result.is_ok() || matches!(shape, Shape::Layer | Shape::Variable) {
        return result;
    }
    // A variable may stand for any part of a value; `${…}` is another program's, left unfilled.
    let has_variable = |text: &str| {
        shape != Shape::Condition && ascii::contains(text, b'$') && !text.contains("${") && !text.contains("$%7B")
    };
    if has_variable(value) {
        if value.contains("{$") || value.contains("$$") || value.ends_with('$') {
            return Err(Misfit::whole(0, value, Why::Form));
        }
        // All but a slip in an operator between two operands: `iw_dvi_$share`.
        return match result {
            Err(misfit) if misfit.is_operator() && misfit.end < value.len() => {
                let slip = value.get(misfit.start..misfit.end).and_then(expression::operator_meant);
                slip.map_or(Ok(()), |_| result)
            }
            // `$width_mul`
            Err(misfit) if expression::lacks_operand(value) => Err(misfit),
            _ => Ok(()),
        };
    }
    // `ar_16%3A9` is as good as `ar_16:9`.
    if let Some(decoded) = decoded(value) {
        return match read(shape, &decoded) {
            Err(misfit) if !has_variable(&decoded) => Err(Misfit::whole(0, value, misfit.why)),
            _ => Ok(()),
        };
    }
    result
}

/// Whether the server takes `value`, or may take it all the same.
pub(super) fn accepts(shape: Shape, value: &str) -> bool {
    match fit(shape, value) {
        Ok(()) => true,
        Err(misfit) => misfit.is_tolerated(),
    }
}

fn read(shape: Shape, value: &str) -> Fit {
    if value.is_empty() && shape != Shape::Variable {
        return Err(Misfit::whole(0, value, Why::Empty));
    }
    match shape {
        Shape::Size => number::size(value),
        Shape::Crop => simple::crop(value),
        Shape::Effect => effect::effect(value),
        Shape::Flags => simple::flags(value),
        Shape::Format => simple::format(value),
        Shape::Quality => simple::quality(value),
        Shape::Gravity => gravity::gravity(value),
        Shape::Layer => layer::layer(value),
        Shape::Condition => condition::condition(value),

        Shape::Angle => simple::angle(value),
        Shape::AudioCodec => simple::audio_codec(value),
        Shape::AudioFrequency => simple::audio_frequency(value),
        Shape::Background => colour::background(value),
        Shape::Bitrate => number::bitrate(value),
        Shape::Border => colour::border(value),
        Shape::Colour => colour::colour(value),
        Shape::ColourSpace => simple::colour_space(value),
        Shape::Density => number::density(value),
        Shape::Dpr => number::dpr(value),
        Shape::DynamicRange => simple::dynamic_range(value),
        Shape::Fps => number::fps(value),
        Shape::Variable | Shape::Free | Shape::Name => Ok(()),
        Shape::Number => number::any(value),
        Shape::Page => simple::page(value),
        Shape::Percent => number::percent(value),
        Shape::Positive => number::positive(value),
        Shape::Profile => simple::profile(value),
        Shape::Radius => number::radius(value),
        Shape::Ratio => number::ratio(value),
        Shape::Sampling => number::sampling(value),
        Shape::Time => number::time(value),
        Shape::VideoCodec => simple::video_codec(value),
    }
}

/// `value` with its punctuation decoded: `$`, `:`, `;`, `(`, `)`, `!`, `-`, `_`, `.`; `None` where it has none encoded.
fn decoded(value: &str) -> Option<String> {
    if value.len() > 4096 || !ascii::contains(value, b'%') {
        return None;
    }
    let (mut text, mut rest) = (String::new(), value);
    while let Some((before, behind)) = ascii::split_once(rest, b'%') {
        let (character, length) = match behind.as_bytes() {
            [b'2', b'4', ..] => ('$', 2),
            [b'3', b'A' | b'a', ..] => (':', 2),
            [b'3', b'B' | b'b', ..] => (';', 2),
            [b'2', b'8', ..] => ('(', 2),
            [b'2', b'9', ..] => (')', 2),
            [b'2', b'1', ..] => ('!', 2),
            [b'2', b'D' | b'd', ..] => ('-', 2),
            [b'5', b'F' | b'f', ..] => ('_', 2),
            [b'2', b'E' | b'e', ..] => ('.', 2),
            _ => ('%', 0),
        };
        text.push_str(before);
        text.push(character);
        rest = behind.get(length..)?;
    }
    text.push_str(rest);
    (text.len() < value.len()).then_some(text)
}
