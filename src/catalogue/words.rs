//! Sentences with holes, and the words for Cloudinary's parameters.

use std::borrow::Cow;

/// The longest value that is put into a sentence, in characters. The whole of it stands in the message.
const LONGEST_VALUE: usize = 80;

/// Writes `pattern` with its `{holes}` filled by `value`. Of `[one|another]` the first alternative is written
/// whose holes are all filled; none where no alternative is.
pub fn fill<'a>(pattern: &str, value: &impl Fn(&str) -> Option<Cow<'a, str>>) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('[') {
        fill_holes(before, value, &mut out);
        let Some((alternatives, after)) = after.split_once(']') else {
            rest = after;
            continue;
        };
        for alternative in alternatives.split('|') {
            let length = out.len();
            if fill_holes(alternative, value, &mut out) {
                break;
            }
            out.truncate(length);
        }
        rest = after;
    }
    fill_holes(rest, value, &mut out);
    out
}

/// Appends `pattern` with its holes filled; false where a hole had no value.
fn fill_holes<'a>(pattern: &str, value: &impl Fn(&str) -> Option<Cow<'a, str>>, out: &mut String) -> bool {
    let mut all = true;
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match value(name) {
            Some(value) => push_short(&value, out),
            None => all = false,
        }
        rest = after;
    }
    out.push_str(rest);
    all
}

/// Appends `value` on one line and not too long to read.
fn push_short(value: &str, out: &mut String) {
    let mut characters = value.chars();
    for c in characters.by_ref().take(LONGEST_VALUE) {
        out.push(if c.is_control() { ' ' } else { c });
    }
    if characters.next().is_some() {
        out.push('…');
    }
}

/// `value` on one line and not too long to read.
pub fn short(value: &str) -> String {
    let mut out = String::new();
    push_short(value, &mut out);
    out
}

/// What a word in a message means in a URL: `(word, keys, a noun with its article)`.
///
/// Words are those of the SDKs' options and of the transformation reference, without blanks and underscores.
/// Source: <https://cloudinary.com/documentation/transformation_reference>
pub const PARAMETERS: &[(&str, &[&str], &str)] = &[
    ("width", &["w"], "a width"),
    ("height", &["h"], "a height"),
    ("crop", &["c"], "a crop mode"),
    ("cropmode", &["c"], "a crop mode"),
    ("gravity", &["g"], "a known gravity"),
    ("flag", &["fl"], "a known flag"),
    ("flags", &["fl"], "a known flag"),
    ("effect", &["e"], "a known effect"),
    ("quality", &["q"], "a quality setting"),
    ("angle", &["a"], "an angle"),
    ("rotation", &["a"], "an angle"),
    ("aspectratio", &["ar"], "an aspect ratio"),
    ("radius", &["r"], "a radius"),
    ("roundcorners", &["r"], "a radius"),
    ("opacity", &["o"], "an opacity"),
    ("border", &["bo"], "a border"),
    ("background", &["b"], "a background"),
    ("backgroundcolor", &["b"], "a background colour"),
    ("color", &["co", "b", "bo", "e"], "a colour"),
    ("colour", &["co", "b", "bo", "e"], "a colour"),
    ("colorspace", &["cs"], "a colour space"),
    ("x", &["x"], "an x offset"),
    ("y", &["y"], "a y offset"),
    ("zoom", &["z"], "a zoom"),
    ("dpr", &["dpr"], "a device pixel ratio"),
    ("density", &["dn"], "a density"),
    ("page", &["pg"], "a page"),
    ("pages", &["pg"], "a page"),
    ("delay", &["dl"], "a delay"),
    ("defaultimage", &["d"], "a default image"),
    ("overlay", &["l"], "a layer"),
    ("underlay", &["u"], "a layer"),
    ("layer", &["l", "u"], "a layer"),
    ("fetchformat", &["f"], "a format"),
    ("format", &["f"], "a format"),
    ("namedtransformation", &["t"], "a named transformation"),
    ("prefix", &["p"], "a prefix"),
    ("audiocodec", &["ac"], "an audio codec"),
    ("audiofrequency", &["af"], "an audio frequency"),
    ("bitrate", &["br"], "a bit rate"),
    ("duration", &["du"], "a duration"),
    ("startoffset", &["so"], "a start offset"),
    ("endoffset", &["eo"], "an end offset"),
    ("offset", &["so", "eo", "du"], "an offset"),
    ("fps", &["fps"], "a frame rate"),
    ("keyframeinterval", &["ki"], "a keyframe interval"),
    ("streamingprofile", &["sp"], "a streaming profile"),
    ("videocodec", &["vc"], "a video codec"),
    ("codec", &["vc", "ac"], "a codec"),
    ("videosampling", &["vs"], "a video sampling"),
    ("dynamicrange", &["dr"], "a dynamic range"),
    ("customfunction", &["fn"], "a custom function"),
    ("condition", &["if"], "a condition"),
    ("if", &["if"], "a condition"),
    ("style", &["l", "u"], "a text style"),
    ("font", &["l", "u"], "a font"),
    ("fontfamily", &["l", "u"], "a font"),
    ("fontsize", &["l", "u"], "a font size"),
];

/// The row of [`PARAMETERS`] for `word`, compared without case, blanks, underscores and hyphens.
pub fn parameter(word: &str) -> Option<&'static (&'static str, &'static [&'static str], &'static str)> {
    let letters = || word.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).map(|c| c.to_ascii_lowercase());
    let known = PARAMETERS.iter().find(|(name, _, _)| letters().eq(name.chars()));
    // A message may also name the key itself, or say “value for crop”, “crop mode”, “width value”.
    known.or_else(|| {
        word.rsplit(' ').chain(word.split(' ')).find_map(|one| {
            PARAMETERS.iter().find(|(name, keys, _)| {
                one.eq_ignore_ascii_case(name) || (keys.len() == 1 && keys.first().is_some_and(|key| one == *key))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_what_has_no_value() {
        let value = |name: &str| (name == "id").then_some(Cow::Borrowed("docs/a"));
        assert_eq!(fill("No asset “{id}”[ in cloud “{cloud}”]", &value), "No asset “docs/a”");
        assert_eq!(fill("[In “{cloud}”|For “{id}”|Nothing] it is", &value), "For “docs/a” it is");
        assert_eq!(fill("[“{cloud}”|That] fails", &value), "That fails");
    }

    #[test]
    fn keeps_sentences_short_and_on_one_line() {
        let long = "é\n".repeat(500);
        let text = fill("{x}", &|_| Some(Cow::Borrowed(&long)));
        assert_eq!(text.chars().count(), LONGEST_VALUE + 1);
        assert!(!text.contains('\n'));
    }

    #[test]
    fn knows_words_for_parameters() {
        for (word, key) in [
            ("crop", "c"),
            ("Crop mode", "c"),
            ("aspect_ratio", "ar"),
            ("Fetch Format", "f"),
            ("dpr", "dpr"),
            ("ar", "ar"),
        ] {
            assert_eq!(parameter(word).unwrap().1[0], key, "{word}");
        }
        assert!(parameter("categorization").is_none());
    }
}
