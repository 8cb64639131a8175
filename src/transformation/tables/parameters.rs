//! The 44 parameters.

use super::super::value::Shape;

/// Which assets a parameter has a meaning for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assets {
    /// Images and videos.
    Any,
    /// Images, and videos that are delivered as an image.
    Image,
    /// Videos and audio, and here and there animated images.
    Video,
}

/// One parameter of the grammar.
#[derive(Debug)]
#[allow(dead_code, reason = "read by the checks")]
pub struct Kind {
    /// Which parameter it is.
    pub key: Key,
    /// As it is written before the `_`.
    pub text: &'static str,
    /// Its name in words.
    pub name: &'static str,
    /// What it does, in words.
    pub meaning: &'static str,
    /// What its values look like.
    pub shape: Shape,
    /// Which assets it has a meaning for.
    pub assets: Assets,
}

/// The length of the longest key in bytes.
pub const LONGEST_KEY: usize = 3;

macro_rules! kinds {
    ($($key:ident $text:literal $name:literal $shape:ident $assets:ident $meaning:literal;)*) => {
        /// The keys of the grammar.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key {
            $(#[doc = $name] $key,)*
        }

        /// Every parameter, by key.
        pub static KINDS: &[Kind] = &[$(Kind {
            key: Key::$key,
            text: $text,
            name: $name,
            meaning: $meaning,
            shape: Shape::$shape,
            assets: Assets::$assets,
        },)*];
    };
}

/// The parameter that is written `key`; case matters.
pub fn kind(key: impl AsRef<[u8]>) -> Option<&'static Kind> {
    let at = match key.as_ref() {
        [b'$', ..] => Key::Variable as usize,
        [one] => place(*one, b'`')?,
        [one, two @ b'a'..=b'z'] => place(*one, *two)?,
        // Few are so long, and few folders look like them.
        three if three.len() == LONGEST_KEY => KINDS.iter().position(|kind| kind.text.as_bytes() == three)?,
        // Some programs encode the `$`.
        [b'%', b'2', b'4', b'a'..=b'z' | b'A'..=b'Z', ..] => Key::Variable as usize,
        _ => return None,
    };
    KINDS.get(at)
}

/// The place in [`KINDS`] of the key with these letters; `second` is a backtick where there is only one.
fn place(first: u8, second: u8) -> Option<usize> {
    let (row, column) = (first.checked_sub(b'a')?, second.checked_sub(b'`')?);
    let at = PLACES.get(usize::from(row) * LETTERS + usize::from(column))?;
    Some(usize::from(at.checked_sub(1)?))
}

/// The letters of the alphabet, and none.
const LETTERS: usize = 27;

/// For each key of one or two letters its place in [`KINDS`], counted from 1. Each URL asks for some keys twice, and a
/// `match` over so many is a row of jumps.
#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "evaluated by the compiler")]
static PLACES: [u8; 26 * LETTERS] = {
    let mut places = [0; 26 * LETTERS];
    let mut at = 0;
    while at < KINDS.len() {
        let text = KINDS[at].text.as_bytes();
        if text.len() < LONGEST_KEY && text[0] != b'$' {
            let second = if text.len() == 1 { 0 } else { (text[1] - b'`') as usize };
            places[(text[0] - b'a') as usize * LETTERS + second] = at as u8 + 1;
        }
        at += 1;
    }
    places
};

kinds! {
    A "a" "angle" Angle Any "turns or mirrors";
    Ac "ac" "audio codec" AudioCodec Video "sets how the sound is encoded";
    Af "af" "audio frequency" AudioFrequency Video "sets the sampling frequency of the sound";
    Ar "ar" "aspect ratio" Ratio Any "sets the shape, width to height";
    B "b" "background" Background Any "fills what is transparent or padded";
    Bl "bl" "baseline" Name Any "starts from a stored baseline transformation";
    Bo "bo" "border" Border Any "draws a border";
    Br "br" "bitrate" Bitrate Video "sets the bits per second";
    C "c" "crop mode" Crop Any "says how to fit the given size";
    Co "co" "color" Colour Any "sets the color of an effect, a text or subtitles";
    Cs "cs" "color space" ColourSpace Any "converts the color space";
    D "d" "default image" Free Image "is delivered where the image does not exist";
    Dl "dl" "delay" Number Any "sets the time between frames";
    Dn "dn" "density" Density Image "sets the dots per inch";
    Dpr "dpr" "device pixel ratio" Dpr Any "multiplies the size for dense screens";
    Dr "dr" "dynamic range" DynamicRange Video "sets the dynamic range";
    Du "du" "duration" Time Video "keeps so much time";
    E "e" "effect" Effect Any "applies an effect";
    Eo "eo" "end offset" Time Video "ends at this time";
    F "f" "format" Format Any "delivers in this format";
    Fl "fl" "flag" Flags Any "changes how the rest works";
    Fn "fn" "custom function" Free Any "runs a function of your own";
    Fps "fps" "frames per second" Fps Any "limits the frame rate";
    G "g" "gravity" Gravity Any "says which part to keep or where to place";
    H "h" "height" Size Any "sets the height";
    If "if" "condition" Condition Any "applies what follows only where it holds";
    Ki "ki" "keyframe interval" Positive Video "sets the time between key frames";
    L "l" "overlay" Layer Any "puts a layer on top";
    O "o" "opacity" Percent Any "sets the opacity";
    P "p" "prefix" Free Image "sets the prefix of the sprite's names";
    Pg "pg" "page" Page Image "takes a page, or a layer of the file";
    Q "q" "quality" Quality Any "sets the quality";
    R "r" "rounding" Radius Any "rounds the corners";
    So "so" "start offset" Time Video "begins at this time";
    Sp "sp" "streaming profile" Profile Video "streams with this profile";
    T "t" "named transformation" Name Any "applies a stored transformation";
    U "u" "underlay" Layer Any "puts a layer beneath";
    Vc "vc" "video codec" VideoCodec Video "sets how the video is encoded";
    Vs "vs" "video sampling" Sampling Video "takes frames of the video";
    W "w" "width" Size Any "sets the width";
    X "x" "horizontal position" Number Any "moves from the left, or sets the effect's offset";
    Y "y" "vertical position" Number Any "moves from the top, or sets the effect's offset";
    Z "z" "zoom" Positive Image "sets how near to crop";
    Variable "$" "variable" Variable Any "keeps a value under a name";
}
