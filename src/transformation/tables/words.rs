//! The words of the other parameters: crop modes, flags, gravities, formats, codecs, qualities.

use super::Word;

/// The crop modes (`c_`).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const CROPS: &[Word] = &[
    ("scale", "resizes to the given size"),
    ("fit", "fits inside the size"),
    ("limit", "fits inside the size, never enlarging"),
    ("mfit", "fits inside the size, only enlarging"),
    ("fill", "fills the size, cropping what overlaps"),
    ("lfill", "fills the size, never enlarging"),
    ("fill_pad", "fills where it can, else pads"),
    ("crop", "cuts out a part"),
    ("thumb", "makes a thumbnail of the part"),
    ("auto", "crops to what matters"),
    ("auto_pad", "crops to what matters, else pads"),
    ("pad", "fits inside the size and pads"),
    ("lpad", "fits and pads, never enlarging"),
    ("mpad", "pads, only where smaller"),
    ("imagga_crop", "crops by the Imagga add-on"),
    ("imagga_scale", "scales by the Imagga add-on"),
];

/// The flags (`fl_`); `sprite` is used by the video player (github.com/cloudinary/cloudinary-video-player).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const FLAGS: &[Word] = &[
    ("alternate", "adds a sound track to choose"),
    ("animated", "keeps the animation"),
    ("any_format", "lets the server choose any format"),
    ("apng", "delivers an animated PNG"),
    ("attachment", "downloads instead of showing"),
    ("awebp", "delivers an animated WebP"),
    ("c2pa", "signs the content credentials"),
    ("clip", "clips to the embedded path"),
    ("clip_evenodd", "clips to the embedded path by the even-odd rule"),
    ("cutter", "cuts to the layer’s shape"),
    ("draco", "compresses the 3D model"),
    ("force_icc", "adds a color profile"),
    ("force_strip", "removes all metadata"),
    ("getinfo", "answers with data about the image"),
    ("group4", "compresses as group 4"),
    ("hlsv3", "streams as HLS version 3"),
    ("ignore_aspect_ratio", "lets the shape change"),
    ("ignore_mask_channels", "ignores the alpha channels"),
    ("immutable_cache", "lets browsers keep it for good"),
    ("keep_attribution", "keeps the copyright data"),
    ("keep_dar", "keeps the display aspect ratio"),
    ("keep_iptc", "keeps the metadata"),
    ("layer_apply", "closes the layer and places it"),
    ("lossy", "allows loss to save bytes"),
    ("mono", "mixes to one sound channel"),
    ("no_overflow", "keeps the layer inside"),
    ("no_stream", "waits for the whole video"),
    ("original", "delivers the original"),
    ("png24", "delivers PNG with 24 bits"),
    ("png32", "delivers PNG with 32 bits"),
    ("png8", "delivers PNG with 8 bits"),
    ("preserve_transparency", "keeps transparency"),
    ("progressive", "loads progressively"),
    ("rasterize", "turns a vector into pixels"),
    ("region_relative", "sizes relative to the detected region"),
    ("relative", "sizes relative to the image"),
    ("replace_image", "replaces the image"),
    ("sanitize", "removes scripts from SVG"),
    ("splice", "joins the layer at the end or start"),
    ("sprite", "makes a sprite of thumbnails"),
    ("streaming_attachment", "downloads the stream"),
    ("strip_profile", "removes metadata and profile"),
    ("text_disallow_overflow", "fails where the text does not fit"),
    ("text_no_trim", "keeps the space around the text"),
    ("tiff8_lzw", "compresses TIFF"),
    ("tiled", "repeats the layer"),
    ("truncate_ts", "cuts the stream exactly"),
    ("waveform", "draws the sound’s wave"),
];

/// Places (`g_`).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const COMPASS: &[Word] = &[
    ("center", "center"),
    ("east", "right"),
    ("north", "top"),
    ("north_east", "top right"),
    ("north_west", "top left"),
    ("south", "bottom"),
    ("south_east", "bottom right"),
    ("south_west", "bottom left"),
    ("west", "left"),
];

/// What gravity detects or is told.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const DETECTED: &[Word] = &[
    ("adv_eyes", "detected eyes"),
    ("adv_face", "the largest face, with an add-on"),
    ("adv_faces", "all faces, with an add-on"),
    ("auto", "the part that matters most"),
    ("body", "the body"),
    ("cld-decompose_tile", "the best tile"),
    ("custom", "your own coordinates"),
    ("face", "the largest face"),
    ("faces", "all faces"),
    ("liquid", "what matters is kept while the rest is squeezed"),
    ("ocr_text", "detected text"),
    ("track_person", "a person, followed through the video"),
    ("xy_center", "x and y are the center"),
];

/// What may follow a gravity after `:`.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const FOCAL: &[Word] = &[
    ("adv_eyes", ""),
    ("adv_face", ""),
    ("adv_faces", ""),
    ("adv_ocr", ""),
    ("auto", ""),
    ("body", ""),
    ("center", ""),
    ("classic", ""),
    ("custom", ""),
    ("custom_no_override", ""),
    ("face", ""),
    ("faces", ""),
    ("no_faces", ""),
    ("none", ""),
    ("object", ""),
    ("ocr_text", ""),
    ("person", ""),
    ("subject", ""),
    ("thirds_0", ""),
];

/// Objects that gravity detects; the list is open.
/// Source: cloudinary.com/documentation/cloudinary_ai_content_analysis_addon.
pub const OBJECTS: &[Word] = &[
    ("accessory", ""),
    ("aeroplane", ""),
    ("animal", ""),
    ("apple", ""),
    ("appliance", ""),
    ("backpack", ""),
    ("banana", ""),
    ("baseballbat", ""),
    ("baseballglove", ""),
    ("bear", ""),
    ("bed", ""),
    ("bench", ""),
    ("bicycle", ""),
    ("bird", ""),
    ("boat", ""),
    ("book", ""),
    ("bottle", ""),
    ("bowl", ""),
    ("broccoli", ""),
    ("bus", ""),
    ("cake", ""),
    ("car", ""),
    ("carrot", ""),
    ("cat", ""),
    ("cellphone", ""),
    ("chair", ""),
    ("clock", ""),
    ("cow", ""),
    ("cup", ""),
    ("diningtable", ""),
    ("dog", ""),
    ("donut", ""),
    ("electronic", ""),
    ("elephant", ""),
    ("firehydrant", ""),
    ("food", ""),
    ("fork", ""),
    ("frisbee", ""),
    ("furniture", ""),
    ("giraffe", ""),
    ("hair_drier", ""),
    ("handbag", ""),
    ("horse", ""),
    ("hotdog", ""),
    ("indoor", ""),
    ("keyboard", ""),
    ("kitchen", ""),
    ("kite", ""),
    ("knife", ""),
    ("laptop", ""),
    ("microwave", ""),
    ("motorbike", ""),
    ("mouse", ""),
    ("orange", ""),
    ("outdoor", ""),
    ("oven", ""),
    ("parkingmeter", ""),
    ("person", ""),
    ("pizza", ""),
    ("pottedplant", ""),
    ("refrigerator", ""),
    ("remote", ""),
    ("sandwich", ""),
    ("scissors", ""),
    ("sheep", ""),
    ("sink", ""),
    ("skateboard", ""),
    ("skis", ""),
    ("snowboard", ""),
    ("sofa", ""),
    ("spoon", ""),
    ("sports", ""),
    ("sportsball", ""),
    ("stopsign", ""),
    ("suitcase", ""),
    ("surfboard", ""),
    ("teddy_bear", ""),
    ("tennisracket", ""),
    ("tie", ""),
    ("toaster", ""),
    ("toilet", ""),
    ("toothbrush", ""),
    ("traffic_light", ""),
    ("train", ""),
    ("truck", ""),
    ("tvmonitor", ""),
    ("umbrella", ""),
    ("vase", ""),
    ("vehicle", ""),
    ("wine_glass", ""),
    ("zebra", ""),
];

/// The formats (`f_`).
/// Source: cloudinary.com/documentation/image_format_support#supported_image_formats and the constants of Cloudinary’s SDKs.
pub const FORMATS: &[Word] = &[
    ("3g2", ""),
    ("3gp", ""),
    ("aac", ""),
    ("ai", ""),
    ("aiff", ""),
    ("amr", ""),
    ("arw", ""),
    ("auto", ""),
    ("avi", ""),
    ("avif", ""),
    ("bmp", ""),
    ("bpg", ""),
    ("cr2", ""),
    ("cr3", ""),
    ("djvu", ""),
    ("dng", ""),
    ("eps", ""),
    ("eps3", ""),
    ("ept", ""),
    ("fbx", ""),
    ("fbxz", ""),
    ("flac", ""),
    ("flif", ""),
    ("flv", ""),
    ("gif", ""),
    ("glb", ""),
    ("gltf", ""),
    ("gltz", ""),
    ("hdp", ""),
    ("heic", ""),
    ("heif", ""),
    ("hpx", ""),
    ("ico", ""),
    ("idml", ""),
    ("indd", ""),
    ("j2k", ""),
    ("jp2", ""),
    ("jpc", ""),
    ("jpe", ""),
    ("jpeg", ""),
    ("jpg", ""),
    ("jxl", ""),
    ("jxr", ""),
    ("m2ts", ""),
    ("m3u8", ""),
    ("m4a", ""),
    ("midi", ""),
    ("miff", ""),
    ("mkv", ""),
    ("mov", ""),
    ("mp3", ""),
    ("mp4", ""),
    ("mpd", ""),
    ("mpeg", ""),
    ("mts", ""),
    ("mxf", ""),
    ("obj", ""),
    ("objz", ""),
    ("ogg", ""),
    ("ogv", ""),
    ("opus", ""),
    ("pdf", ""),
    ("png", ""),
    ("ps", ""),
    ("psd", ""),
    ("raw", ""),
    ("svg", ""),
    ("tga", ""),
    ("tif", ""),
    ("tiff", ""),
    ("ts", ""),
    ("u3ma", ""),
    ("usdz", ""),
    ("wav", ""),
    ("wdp", ""),
    ("webm", ""),
    ("webp", ""),
    ("wmv", ""),
];

/// What may follow `f_auto:`.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const FORMAT_KINDS: &[Word] = &[("animated", ""), ("image", ""), ("video", "")];

/// The audio codecs (`ac_`).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const AUDIO_CODECS: &[Word] =
    &[("aac", ""), ("mp3", ""), ("none", ""), ("opus", ""), ("pcm24", ""), ("vorbis", "")];

/// The audio frequencies (`af_`), in Hz.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const AUDIO_FREQUENCIES: &[Word] = &[
    ("0", ""),
    ("11025", ""),
    ("12000", ""),
    ("16000", ""),
    ("176400", ""),
    ("192000", ""),
    ("22050", ""),
    ("24000", ""),
    ("32000", ""),
    ("37800", ""),
    ("44056", ""),
    ("44100", ""),
    ("47250", ""),
    ("48000", ""),
    ("64000", ""),
    ("7350", ""),
    ("8000", ""),
    ("88200", ""),
    ("96000", ""),
    ("iaf", ""),
];

/// The color spaces (`cs_`).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const COLOUR_SPACES: &[Word] =
    &[("cmyk", ""), ("copy", ""), ("keep_cmyk", ""), ("no_cmyk", ""), ("srgb", ""), ("tinysrgb", "")];

/// The video codecs (`vc_`).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const VIDEO_CODECS: &[Word] = &[
    ("auto", "chosen for the format"),
    ("av1", ""),
    ("h264", ""),
    ("h265", ""),
    ("none", "no video"),
    ("prores", ""),
    ("theora", ""),
    ("vp8", ""),
    ("vp9", ""),
];

/// The profiles of a video codec; `basic` comes from the suites of Cloudinary’s SDKs.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const CODEC_PROFILES: &[Word] =
    &[("auto", ""), ("baseline", ""), ("basic", ""), ("high", ""), ("high444", ""), ("main", "")];

/// The words of quality (`q_`).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const QUALITIES: &[Word] = &[("auto", "chosen for the image"), ("jpegmini", "the JPEGmini add-on")];

/// What may follow `q_auto:`.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const AUTO_QUALITIES: &[Word] = &[
    ("best", "fewest artifacts"),
    ("eco", "smaller file"),
    ("good", "good"),
    ("low", "smallest file"),
    ("sensitive", "careful"),
];

/// What may follow `q_jpegmini:`.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const JPEGMINI: &[Word] = &[("0", ""), ("1", ""), ("2", ""), ("best", ""), ("high", ""), ("medium", "")];

/// The words of angle (`a_`); `auto` and `exif` come from older SDKs.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const ANGLES: &[Word] = &[
    ("auto", "by the shape"),
    ("auto_left", "left, where the shape asks for it"),
    ("auto_right", "right, where the shape asks for it"),
    ("exif", "by the metadata"),
    ("hflip", "mirrored left to right"),
    ("ignore", "not turned by the metadata"),
    ("vflip", "mirrored top to bottom"),
];

/// The built-in streaming profiles (`sp_`).
/// Source: cloudinary.com/documentation/transformation_reference.
pub const PROFILES: &[Word] = &[
    ("4k", ""),
    ("auto", ""),
    ("full_hd", ""),
    ("full_hd_lean", ""),
    ("full_hd_wifi", ""),
    ("hd", ""),
    ("hd_lean", ""),
    ("sd", ""),
];

/// The words of background (`b_`) that are no color.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const BACKGROUNDS: &[Word] = &[("auto", ""), ("blurred", ""), ("gen_fill", ""), ("none", ""), ("transparent", "")];

/// What may follow `b_auto:`.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const AUTO_BACKGROUNDS: &[Word] = &[
    ("border", ""),
    ("border_contrast", ""),
    ("border_gradient", ""),
    ("border_gradient_contrast", ""),
    ("diagonal_asc", ""),
    ("diagonal_desc", ""),
    ("horizontal", ""),
    ("predominant", ""),
    ("predominant_contrast", ""),
    ("predominant_gradient", ""),
    ("predominant_gradient_contrast", ""),
    ("vertical", ""),
];

/// The largest sizes of `sp_auto:maxres_`.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const SCREENS: &[Word] = &[("1080p", ""), ("1440p", ""), ("2160p", ""), ("360p", ""), ("540p", ""), ("720p", "")];

/// The words of a text style, after font and size.
/// Source: cloudinary.com/documentation/transformation_reference.
pub const TEXT_STYLES: &[Word] = &[
    ("antialias", ""),
    ("best", ""),
    ("black", ""),
    ("bo", ""),
    ("bold", ""),
    ("book", ""),
    ("center", ""),
    ("demibold", ""),
    ("end", ""),
    ("extrabold", ""),
    ("extralight", ""),
    ("fast", ""),
    ("full", ""),
    ("good", ""),
    ("gray", ""),
    ("heavy", ""),
    ("hinting", ""),
    ("italic", ""),
    ("justify", ""),
    ("left", ""),
    ("letter", ""),
    ("light", ""),
    ("line", ""),
    ("medium", ""),
    ("none", ""),
    ("normal", ""),
    ("right", ""),
    ("semibold", ""),
    ("slight", ""),
    ("solid", ""),
    ("spacing", ""),
    ("start", ""),
    ("strikethrough", ""),
    ("stroke", ""),
    ("subpixel", ""),
    ("thin", ""),
    ("ultrabold", ""),
    ("underline", ""),
];

/// What conditions and arithmetic may ask of an asset.
/// Source: cloudinary.com/documentation/conditional_transformations; cloudinary.com/documentation/user_defined_variables.
pub const CHARACTERISTICS: &[Word] = &[
    ("ar", "aspect ratio"),
    ("ccc", "number of custom coordinates"),
    ("cp", "current page"),
    ("ctx", ""),
    ("current", "the image so far"),
    ("du", "duration"),
    ("fc", "number of faces"),
    ("h", "height"),
    ("iar", "original aspect ratio"),
    ("idn", "original density"),
    ("idu", "original duration"),
    ("ih", "original height"),
    ("ils", "likelihood of an illustration"),
    ("iw", "original width"),
    ("md", ""),
    ("oh", ""),
    ("ow", ""),
    ("pc", "number of pages"),
    ("pgnames", "names of the layers"),
    ("px", "x of the page"),
    ("py", "y of the page"),
    ("rc", "number of regions"),
    ("rn", "names of the regions"),
    ("tags", "tags"),
    ("tar", "trimmed aspect ratio"),
    ("w", "width"),
];

/// The comparisons of conditions.
/// Source: cloudinary.com/documentation/conditional_transformations.
pub const COMPARISONS: &[Word] = &[
    ("eq", "is"),
    ("gt", "is greater than"),
    ("gte", "is at least"),
    ("in", "is in"),
    ("lt", "is less than"),
    ("lte", "is at most"),
    ("ne", "is not"),
    ("nin", "is not in"),
];

/// The operators of arithmetic.
/// Source: cloudinary.com/documentation/user_defined_variables.
pub const OPERATORS: &[Word] = &[
    ("add", "plus"),
    ("div", "divided by"),
    ("mod", "modulo"),
    ("mul", "times"),
    ("pow", "to the power of"),
    ("sub", "minus"),
];
