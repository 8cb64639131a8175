//! The effects (`e_`) and their arguments.

use super::Word;

/// One effect.
pub struct Effect {
    /// As it is written.
    pub name: &'static str,
    /// What it does, in words.
    pub meaning: &'static str,
    /// What follows its name.
    pub args: Args,
}

/// How the arguments of an effect are written; every one may be left out.
#[derive(Clone, Copy)]
pub enum Args {
    /// No arguments.
    None,
    /// `e_name:a:b`. An argument that was left out lets the next move up.
    Ordered(&'static [Arg]),
    /// `e_name:key_value;key_value`.
    Named(&'static [(&'static str, Arg)]),
    /// As `Named`, or the values alone in this order.
    NamedOrOrdered(&'static [(&'static str, Arg)]),
    /// `e_name:key_value:key_value`.
    NamedColon(&'static [(&'static str, Arg)]),
    /// As `NamedColon`, or the values alone in this order.
    NamedColonOrOrdered(&'static [(&'static str, Arg)]),
    /// `e_name:key:value:key:value`, or the values alone in this order.
    Pairs(&'static [(&'static str, Arg)]),
    /// `e_tint[:equalize]:amount:color[:position]:…`.
    Tint,
    /// Not told by the reference.
    Free,
}

/// One argument of an effect.
#[derive(Clone, Copy)]
pub enum Arg {
    /// A number; the documented range.
    Number(f32, f32),
    /// A number, or one of these words.
    NumberOr(f32, f32, &'static [Word]),
    /// One of these words.
    Word(&'static [Word]),
    /// A color, with or without `rgb:`.
    Colour,
    /// Free text, a group in parentheses, or the name of a variable.
    Text,
}

/// A number of any size.
const ANY: Arg = Arg::Number(f32::MIN, f32::MAX);

/// Every effect, sorted by name.
/// Sources: cloudinary.com/documentation/transformation_reference; `grayscale:tint`, `background_removal:hints` and
/// `ai` from the suites of Cloudinary's SDKs.
pub static EFFECTS: &[Effect] = &[
    Effect {
        name: "accelerate",
        meaning: "changes the speed of the video",
        args: Args::Ordered(&[Arg::Number(-50.0, 100.0)]),
    },
    Effect { name: "adv_redeye", meaning: "removes red eyes, with an add-on", args: Args::None },
    Effect { name: "ai", meaning: "applies an AI model", args: Args::Free },
    Effect {
        name: "anti_removal",
        meaning: "makes the overlay harder to remove",
        args: Args::Ordered(&[Arg::Number(1.0, 100.0)]),
    },
    Effect { name: "art", meaning: "applies an artistic filter", args: Args::Ordered(&[Arg::Word(ART_FILTER)]) },
    Effect {
        name: "assist_colorblind",
        meaning: "helps color-blind people tell colors apart",
        args: Args::Ordered(&[Arg::NumberOr(1.0, 100.0, ASSIST_COLORBLIND_TYPE)]),
    },
    Effect {
        name: "auto_brightness",
        meaning: "corrects the brightness",
        args: Args::Ordered(&[Arg::Number(0.0, 100.0)]),
    },
    Effect { name: "auto_color", meaning: "corrects the colors", args: Args::Ordered(&[Arg::Number(0.0, 100.0)]) },
    Effect { name: "auto_contrast", meaning: "corrects the contrast", args: Args::Ordered(&[Arg::Number(0.0, 100.0)]) },
    Effect {
        name: "auto_enhance",
        meaning: "enhances the image",
        args: Args::Named(&[("enhance-colors", Arg::Word(BOOL))]),
    },
    Effect {
        name: "background_removal",
        meaning: "removes the background",
        args: Args::Named(&[("fineedges", Arg::Word(BACKGROUND_REMOVAL_FINEEDGES)), ("hints", Arg::Text)]),
    },
    Effect {
        name: "bgremoval",
        meaning: "makes a background of one color transparent",
        args: Args::Ordered(&[Arg::Word(BGREMOVAL), Arg::Colour]),
    },
    Effect {
        name: "blackwhite",
        meaning: "turns into black and white",
        args: Args::Ordered(&[Arg::Number(0.0, 100.0)]),
    },
    Effect { name: "blue", meaning: "changes the share of blue", args: Args::Ordered(&[Arg::Number(-100.0, 100.0)]) },
    Effect { name: "blur", meaning: "blurs", args: Args::Ordered(&[Arg::Number(1.0, 2000.0)]) },
    Effect { name: "blur_faces", meaning: "blurs faces", args: Args::Ordered(&[Arg::Number(1.0, 2000.0)]) },
    Effect { name: "blur_region", meaning: "blurs a region", args: Args::Ordered(&[Arg::Number(1.0, 2000.0)]) },
    Effect { name: "boomerang", meaning: "plays forwards and backwards", args: Args::None },
    Effect { name: "brightness", meaning: "changes the brightness", args: Args::Ordered(&[Arg::Number(-99.0, 100.0)]) },
    Effect {
        name: "brightness_hsb",
        meaning: "changes the brightness, keeping the hue",
        args: Args::Ordered(&[Arg::Number(-99.0, 100.0)]),
    },
    Effect {
        name: "camera",
        meaning: "sets the camera of a 3D model",
        args: Args::Named(&[
            ("up", Arg::Number(-360.0, 360.0)),
            ("right", Arg::Number(-360.0, 360.0)),
            ("zoom", Arg::Number(0.2, 5.0)),
            ("env", Arg::Word(CAMERA_ENV)),
            ("exposure", Arg::Number(0.0, 2.0)),
            ("frames", Arg::Number(2.0, 36.0)),
        ]),
    },
    Effect {
        name: "cartoonify",
        meaning: "draws as a cartoon",
        args: Args::Ordered(&[Arg::Number(0.0, 100.0), Arg::NumberOr(0.0, 100.0, CARTOONIFY)]),
    },
    Effect { name: "colorize", meaning: "tints with a color", args: Args::Ordered(&[Arg::Number(0.0, 100.0)]) },
    Effect {
        name: "contrast",
        meaning: "changes the contrast",
        args: Args::NamedOrOrdered(&[("level", Arg::Number(-100.0, 200.0)), ("type", Arg::Word(CONTRAST_TYPE))]),
    },
    Effect { name: "cut_out", meaning: "cuts the shape of the layer out", args: Args::None },
    Effect { name: "deshake", meaning: "steadies the video", args: Args::Ordered(&[Arg::Number(16.0, 64.0)]) },
    Effect { name: "displace", meaning: "moves pixels by the layer’s colors", args: Args::None },
    Effect {
        name: "distort",
        meaning: "distorts the shape",
        args: Args::Ordered(&[Arg::NumberOr(f32::MIN, f32::MAX, DISTORT), ANY, ANY, ANY, ANY, ANY, ANY, ANY]),
    },
    Effect {
        name: "dropshadow",
        meaning: "adds a realistic shadow",
        args: Args::Named(&[
            ("azimuth", Arg::Number(0.0, 360.0)),
            ("elevation", Arg::Number(0.0, 90.0)),
            ("spread", Arg::Number(0.0, 100.0)),
        ]),
    },
    Effect {
        name: "embed_clipping_path",
        meaning: "embeds a clipping path",
        args: Args::Named(&[("mask", Arg::Text)]),
    },
    Effect { name: "enhance", meaning: "enhances by AI", args: Args::None },
    Effect {
        name: "extract",
        meaning: "extracts what the prompt names",
        args: Args::Named(&[
            ("prompt", Arg::Text),
            ("multiple", Arg::Word(BOOL)),
            ("mode", Arg::Word(EXTRACT_MODE)),
            ("invert", Arg::Word(BOOL)),
            ("preserve-alpha", Arg::Word(BOOL)),
        ]),
    },
    Effect { name: "fade", meaning: "fades in or out", args: Args::Ordered(&[Arg::Number(f32::MIN, f32::MAX)]) },
    Effect {
        name: "fill_light",
        meaning: "lightens dark parts",
        args: Args::Ordered(&[Arg::Number(0.0, 100.0), Arg::Number(-100.0, 100.0)]),
    },
    Effect { name: "gamma", meaning: "changes the gamma", args: Args::Ordered(&[Arg::Number(-50.0, 150.0)]) },
    Effect {
        name: "gen_background_replace",
        meaning: "makes a new background by AI",
        args: Args::Named(&[("prompt", Arg::Text), ("seed", Arg::Number(f32::MIN, f32::MAX))]),
    },
    Effect {
        name: "gen_recolor",
        meaning: "recolors by AI",
        args: Args::Named(&[
            ("prompt", Arg::Text),
            ("to-color", Arg::Colour),
            ("apply-to-tier", Arg::Text),
            ("multiple", Arg::Word(BOOL)),
        ]),
    },
    Effect {
        name: "gen_remove",
        meaning: "removes by AI",
        args: Args::Named(&[
            ("prompt", Arg::Text),
            ("multiple", Arg::Word(BOOL)),
            ("remove-shadow", Arg::Word(BOOL)),
            ("region", Arg::Text),
        ]),
    },
    Effect {
        name: "gen_replace",
        meaning: "replaces by AI",
        args: Args::Named(&[
            ("from", Arg::Text),
            ("to", Arg::Text),
            ("preserve-geometry", Arg::Word(BOOL)),
            ("multiple", Arg::Word(BOOL)),
        ]),
    },
    Effect { name: "gen_restore", meaning: "restores by AI", args: Args::None },
    Effect {
        name: "gradient_fade",
        meaning: "fades at the edges",
        args: Args::Ordered(&[Arg::Word(GRADIENT_FADE_TYPE), Arg::Number(0.0, 100.0)]),
    },
    Effect {
        name: "grayscale",
        meaning: "turns to gray",
        args: Args::Ordered(&[Arg::Word(GRAYSCALE), Arg::Number(0.0, 100.0)]),
    },
    Effect { name: "green", meaning: "changes the share of green", args: Args::Ordered(&[Arg::Number(-100.0, 100.0)]) },
    Effect { name: "hue", meaning: "changes the hue", args: Args::Ordered(&[Arg::Number(-100.0, 100.0)]) },
    Effect {
        name: "improve",
        meaning: "improves colors, contrast and light",
        args: Args::Ordered(&[Arg::Word(IMPROVE_MODE), Arg::Number(0.0, 100.0)]),
    },
    Effect {
        name: "light",
        meaning: "sets the light of a 3D model",
        args: Args::Named(&[("shadowintensity", Arg::Number(0.0, 100.0))]),
    },
    Effect { name: "lightroom", meaning: "applies a Lightroom preset, with an add-on", args: Args::Free },
    Effect { name: "loop", meaning: "plays again", args: Args::Ordered(&[Arg::Number(1.0, 5.0)]) },
    Effect {
        name: "make_transparent",
        meaning: "makes a color transparent",
        args: Args::Ordered(&[Arg::Number(0.0, 100.0)]),
    },
    Effect { name: "mask", meaning: "cuts to the shape of the layer", args: Args::None },
    Effect {
        name: "morphology",
        meaning: "grows or shrinks shapes",
        args: Args::NamedOrOrdered(&[
            ("method", Arg::Word(MORPHOLOGY_METHOD)),
            ("iterations", Arg::Number(1.0, 5.0)),
            ("kernel", Arg::Word(MORPHOLOGY_KERNEL)),
            ("radius", Arg::Number(f32::MIN, f32::MAX)),
        ]),
    },
    Effect { name: "multiply", meaning: "multiplies with the layer", args: Args::None },
    Effect { name: "negate", meaning: "inverts the colors", args: Args::None },
    Effect { name: "noise", meaning: "adds noise", args: Args::Ordered(&[Arg::Number(0.0, 100.0)]) },
    Effect { name: "oil_paint", meaning: "paints in oil", args: Args::Ordered(&[Arg::Number(0.0, 100.0)]) },
    Effect {
        name: "opacity_threshold",
        meaning: "makes half-transparent parts opaque or clear",
        args: Args::Ordered(&[Arg::Number(1.0, 100.0)]),
    },
    Effect { name: "ordered_dither", meaning: "dithers", args: Args::Ordered(&[Arg::Number(0.0, 18.0)]) },
    Effect {
        name: "outline",
        meaning: "draws an outline",
        args: Args::Ordered(&[Arg::Word(OUTLINE_MODE), Arg::Number(1.0, 100.0), Arg::Number(1.0, 200.0)]),
    },
    Effect { name: "overlay", meaning: "blends with the layer", args: Args::None },
    Effect { name: "pixelate", meaning: "pixelates", args: Args::Ordered(&[Arg::Number(1.0, 200.0)]) },
    Effect { name: "pixelate_faces", meaning: "pixelates faces", args: Args::Ordered(&[Arg::Number(1.0, 200.0)]) },
    Effect { name: "pixelate_region", meaning: "pixelates a region", args: Args::Ordered(&[Arg::Number(1.0, 200.0)]) },
    Effect {
        name: "preview",
        meaning: "makes a short preview",
        args: Args::NamedColon(&[
            ("duration", Arg::Number(f32::MIN, f32::MAX)),
            ("max_seg", Arg::Number(f32::MIN, f32::MAX)),
            ("min_seg_dur", Arg::Number(f32::MIN, f32::MAX)),
        ]),
    },
    Effect {
        name: "progressbar",
        meaning: "shows a progress bar",
        args: Args::NamedColonOrOrdered(&[
            ("type", Arg::Word(PROGRESSBAR_TYPE)),
            ("color", Arg::Colour),
            ("width", Arg::Number(f32::MIN, f32::MAX)),
        ]),
    },
    Effect { name: "recolor", meaning: "multiplies the colors by a matrix", args: Args::Ordered(&[ANY; 16]) },
    Effect { name: "red", meaning: "changes the share of red", args: Args::Ordered(&[Arg::Number(-100.0, 100.0)]) },
    Effect { name: "redeye", meaning: "removes red eyes", args: Args::None },
    Effect {
        name: "replace_color",
        meaning: "replaces a color",
        args: Args::Ordered(&[Arg::Colour, Arg::Number(0.0, 100.0), Arg::Colour]),
    },
    Effect { name: "reverse", meaning: "plays backwards", args: Args::None },
    Effect {
        name: "saturation",
        meaning: "changes the saturation",
        args: Args::Ordered(&[Arg::Number(-100.0, 100.0)]),
    },
    Effect { name: "screen", meaning: "screens with the layer", args: Args::None },
    Effect { name: "sepia", meaning: "tints in sepia", args: Args::Ordered(&[Arg::Number(1.0, 100.0)]) },
    Effect { name: "shadow", meaning: "adds a shadow", args: Args::Ordered(&[Arg::Number(0.0, 100.0)]) },
    Effect { name: "sharpen", meaning: "sharpens", args: Args::Ordered(&[Arg::Number(1.0, 2000.0)]) },
    Effect {
        name: "shear",
        meaning: "slants",
        args: Args::Ordered(&[Arg::Number(-359.0, 359.0), Arg::Number(-359.0, 359.0)]),
    },
    Effect {
        name: "simulate_colorblind",
        meaning: "shows what color-blind people see",
        args: Args::Ordered(&[Arg::Word(SIMULATE_COLORBLIND_CONDITION)]),
    },
    Effect {
        name: "style_transfer",
        meaning: "takes on the layer’s style",
        args: Args::Ordered(&[Arg::NumberOr(0.0, 100.0, STYLE_TRANSFER), Arg::Number(0.0, 100.0)]),
    },
    Effect {
        name: "swap_image",
        meaning: "swaps a texture of a 3D model",
        args: Args::NamedOrOrdered(&[("image", Arg::Text), ("index", Arg::Number(f32::MIN, f32::MAX))]),
    },
    Effect {
        name: "theme",
        meaning: "changes a screenshot’s theme",
        args: Args::NamedColonOrOrdered(&[("color", Arg::Colour), ("photosensitivity", Arg::Number(0.0, 200.0))]),
    },
    Effect { name: "tilt_shift", meaning: "blurs all but a band", args: Args::Ordered(&[Arg::Number(1.0, 100.0)]) },
    Effect { name: "tint", meaning: "tints with colors", args: Args::Tint },
    Effect { name: "transition", meaning: "uses the layer as a transition", args: Args::None },
    Effect { name: "trim", meaning: "trims even edges", args: Args::Ordered(&[Arg::Number(0.0, 100.0), Arg::Colour]) },
    Effect { name: "unsharp_mask", meaning: "sharpens edges", args: Args::Ordered(&[Arg::Number(1.0, 2000.0)]) },
    Effect { name: "upscale", meaning: "enlarges by AI", args: Args::None },
    Effect {
        name: "vectorize",
        meaning: "turns into a vector drawing",
        args: Args::Pairs(&[
            ("colors", Arg::Number(2.0, 30.0)),
            ("detail", Arg::Number(0.0, 1000.0)),
            ("despeckle", Arg::Number(0.0, 100.0)),
            ("paths", Arg::Number(0.0, 100.0)),
            ("corners", Arg::Number(0.0, 100.0)),
        ]),
    },
    Effect { name: "vibrance", meaning: "strengthens pale colors", args: Args::Ordered(&[Arg::Number(-100.0, 100.0)]) },
    Effect { name: "viesus_correct", meaning: "corrects, with an add-on", args: Args::Free },
    Effect { name: "vignette", meaning: "darkens the edges", args: Args::Ordered(&[Arg::Number(0.0, 100.0)]) },
    Effect {
        name: "volume",
        meaning: "changes the volume",
        args: Args::Ordered(&[Arg::NumberOr(-100.0, 400.0, VOLUME)]),
    },
    Effect {
        name: "zoompan",
        meaning: "zooms and pans",
        args: Args::Named(&[
            ("mode", Arg::Word(ZOOMPAN_MODE)),
            ("maxzoom", Arg::Number(1.1, 8.0)),
            ("du", Arg::Number(1.0, 30.0)),
            ("fps", Arg::Number(5.0, 60.0)),
            ("from", Arg::Text),
            ("to", Arg::Text),
        ]),
    },
];

const ART_FILTER: &[Word] = &[
    ("al_dente", ""),
    ("athena", ""),
    ("audrey", ""),
    ("aurora", ""),
    ("daguerre", ""),
    ("eucalyptus", ""),
    ("fes", ""),
    ("frost", ""),
    ("hairspray", ""),
    ("hokusai", ""),
    ("incognito", ""),
    ("linen", ""),
    ("peacock", ""),
    ("primavera", ""),
    ("quartz", ""),
    ("red_rock", ""),
    ("refresh", ""),
    ("sizzle", ""),
    ("sonnet", ""),
    ("ukulele", ""),
    ("zorro", ""),
];
const ASSIST_COLORBLIND_TYPE: &[Word] = &[("xray", "")];
const BACKGROUND_REMOVAL_FINEEDGES: &[Word] = &[("n", ""), ("y", "")];
const BGREMOVAL: &[Word] = &[("screen", "")];
const CAMERA_ENV: &[Word] = &[
    ("aircraft_workshop", ""),
    ("music_hall", ""),
    ("neutral", ""),
    ("none", ""),
    ("pillars", ""),
    ("spruit_sunrise", ""),
    ("whipple_creek", ""),
];
const CARTOONIFY: &[Word] = &[("bw", "")];
const CONTRAST_TYPE: &[Word] = &[("linear", ""), ("sigmoidal", "")];
const DISTORT: &[Word] = &[("arc", "")];
const EXTRACT_MODE: &[Word] = &[("content", ""), ("mask", "")];
const GRADIENT_FADE_TYPE: &[Word] = &[("symmetric", ""), ("symmetric_pad", "")];
const GRAYSCALE: &[Word] = &[("tint", "")];
const IMPROVE_MODE: &[Word] = &[("indoor", ""), ("outdoor", "")];
const MORPHOLOGY_KERNEL: &[Word] =
    &[("cross", ""), ("diamond", ""), ("disk", ""), ("octagon", ""), ("plus", ""), ("ring", ""), ("square", "")];
const MORPHOLOGY_METHOD: &[Word] = &[("convolve", ""), ("dilate", ""), ("erode", "")];
const OUTLINE_MODE: &[Word] = &[("fill", ""), ("inner", ""), ("inner_fill", ""), ("outer", "")];
const PROGRESSBAR_TYPE: &[Word] = &[("bar", ""), ("frame", "")];
const SIMULATE_COLORBLIND_CONDITION: &[Word] = &[
    ("cone_monochromacy", ""),
    ("deuteranomaly", ""),
    ("deuteranopia", ""),
    ("protanopia", ""),
    ("rod_monochromacy", ""),
    ("tritanomaly", ""),
    ("tritanopia", ""),
];
const STYLE_TRANSFER: &[Word] = &[("preserve_color", "")];
const VOLUME: &[Word] = &[("auto", ""), ("mute", "")];
const ZOOMPAN_MODE: &[Word] =
    &[("ofc", ""), ("ofl", ""), ("ofr", ""), ("plr", ""), ("prl", ""), ("ztc", ""), ("ztl", ""), ("ztr", "")];
const BOOL: &[Word] = &[("false", ""), ("true", "")];
