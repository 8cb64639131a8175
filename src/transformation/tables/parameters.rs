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
    ($($key:ident $text:literal $bytes:literal $name:literal $shape:ident $assets:ident $meaning:literal;)*) => {
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

        /// The parameter that is written `key`; case matters.
        pub fn kind(key: impl AsRef<[u8]>) -> Option<&'static Kind> {
            let at = match key.as_ref() {
                $($bytes => Key::$key as usize,)*
                [b'$', ..] => Key::Variable as usize,
                _ => return None,
            };
            KINDS.get(at)
        }
    };
}

kinds! {
    A "a" b"a" "angle" Angle Any "turns or mirrors";
    Ac "ac" b"ac" "audio codec" AudioCodec Video "sets how the sound is encoded";
    Af "af" b"af" "audio frequency" AudioFrequency Video "sets the sampling frequency of the sound";
    Ar "ar" b"ar" "aspect ratio" Ratio Any "sets the shape, width to height";
    B "b" b"b" "background" Background Any "fills what is transparent or padded";
    Bl "bl" b"bl" "baseline" Name Any "starts from a stored baseline transformation";
    Bo "bo" b"bo" "border" Border Any "draws a border";
    Br "br" b"br" "bitrate" Bitrate Video "sets the bits per second";
    C "c" b"c" "crop mode" Crop Any "says how to fit the given size";
    Co "co" b"co" "color" Colour Any "sets the color of an effect, a text or subtitles";
    Cs "cs" b"cs" "color space" ColourSpace Any "converts the color space";
    D "d" b"d" "default image" Free Image "is delivered where the image does not exist";
    Dl "dl" b"dl" "delay" Number Any "sets the time between frames";
    Dn "dn" b"dn" "density" Density Image "sets the dots per inch";
    Dpr "dpr" b"dpr" "device pixel ratio" Dpr Any "multiplies the size for dense screens";
    Dr "dr" b"dr" "dynamic range" DynamicRange Video "sets the dynamic range";
    Du "du" b"du" "duration" Time Video "keeps so much time";
    E "e" b"e" "effect" Effect Any "applies an effect";
    Eo "eo" b"eo" "end offset" Time Video "ends at this time";
    F "f" b"f" "format" Format Any "delivers in this format";
    Fl "fl" b"fl" "flag" Flags Any "changes how the rest works";
    Fn "fn" b"fn" "custom function" Free Any "runs a function of your own";
    Fps "fps" b"fps" "frames per second" Fps Any "limits the frame rate";
    G "g" b"g" "gravity" Gravity Any "says which part to keep or where to place";
    H "h" b"h" "height" Size Any "sets the height";
    If "if" b"if" "condition" Condition Any "applies what follows only where it holds";
    Ki "ki" b"ki" "keyframe interval" Positive Video "sets the time between key frames";
    L "l" b"l" "overlay" Layer Any "puts a layer on top";
    O "o" b"o" "opacity" Percent Any "sets the opacity";
    P "p" b"p" "prefix" Free Image "sets the prefix of the sprite's names";
    Pg "pg" b"pg" "page" Page Image "takes a page, or a layer of the file";
    Q "q" b"q" "quality" Quality Any "sets the quality";
    R "r" b"r" "rounding" Radius Any "rounds the corners";
    So "so" b"so" "start offset" Time Video "begins at this time";
    Sp "sp" b"sp" "streaming profile" Profile Video "streams with this profile";
    T "t" b"t" "named transformation" Name Any "applies a stored transformation";
    U "u" b"u" "underlay" Layer Any "puts a layer beneath";
    Vc "vc" b"vc" "video codec" VideoCodec Video "sets how the video is encoded";
    Vs "vs" b"vs" "video sampling" Sampling Video "takes frames of the video";
    W "w" b"w" "width" Size Any "sets the width";
    X "x" b"x" "horizontal position" Number Any "moves from the left, or sets the effect's offset";
    Y "y" b"y" "vertical position" Number Any "moves from the top, or sets the effect's offset";
    Z "z" b"z" "zoom" Positive Image "sets how near to crop";
    Variable "$" b"$" "variable" Variable Any "keeps a value under a name";
}
