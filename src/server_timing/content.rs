//! `content-info`: what was delivered, and what it was made of.

use crate::report::quantity::bytes;
use std::fmt;

/// What `content-info` tells. What is not there is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContentInfo {
    /// What came.
    pub delivered: Media,
    /// What is stored.
    pub original: Media,
}

/// An image, a video or a sound.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Media {
    /// In pixels.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
    /// Its size.
    pub bytes: Option<u64>,
    /// Its format, as Cloudinary names it: `jpg`, `avif`, `mp4`.
    pub format: Option<String>,
    /// In seconds.
    pub duration: Option<f64>,
    /// A video's codec.
    pub codec: Option<String>,
}

impl ContentInfo {
    /// Reads the description of `content-info`; `None` where it tells nothing of the media.
    ///
    /// It is a list of `name=value`. What speaks of the original begins with `o`; `crt` and `ef` are Cloudinary's own
    /// and not documented.
    pub fn read(description: &str) -> Option<Self> {
        let mut content = Self::default();
        for (name, value) in pairs(description) {
            match name.strip_prefix('o') {
                Some(name) => content.original.set(name, value),
                None => content.delivered.set(name, value),
            }
        }
        (content != Self::default()).then_some(content)
    }
}

/// The `name=value` pairs of `text`. Commas inside quotes or parentheses belong to the value.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once('=')?;
        let close = match after.chars().next() {
            Some('"') => after.get(1..)?.find('"').map(|at| at + 2),
            Some('(') => after.find(')').map(|at| at + 1),
            _ => Some(after.find([',', ';']).unwrap_or(after.len())),
        };
        let (value, next) = after.split_at_checked(close.unwrap_or(after.len()))?;
        rest = next;
        let name = name.trim_matches(|c: char| c == ',' || c == ';' || c.is_ascii_whitespace());
        Some((name, value.trim_matches(['"', ' '])))
    })
}

impl Media {
    fn set(&mut self, name: &str, value: &str) {
        let text = || Some(value.to_owned()).filter(|text| !text.is_empty());
        match name {
            "width" => self.width = value.parse().ok(),
            "height" => self.height = value.parse().ok(),
            "bytes" => self.bytes = value.parse().ok(),
            "format" => self.format = text(),
            "du" => self.duration = value.parse().ok().filter(|time: &f64| time.is_finite()),
            "vc" => self.codec = text(),
            _ => {}
        }
    }
}

impl fmt::Display for ContentInfo {
    /// “4000 × 3000 JPEG 3.1 MB → 800 × 600 AVIF 41 kB”
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.original != Media::default() {
            write!(f, "{} → ", self.original)?;
        }
        self.delivered.fmt(f)
    }
}

impl fmt::Display for Media {
    /// “800 × 600 AVIF 41 kB”; for video the seconds as well.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = match (self.width, self.height) {
            (Some(width), Some(height)) => Some(format!("{width} × {height}")),
            (Some(width), None) => Some(format!("{width} wide")),
            (None, Some(height)) => Some(format!("{height} high")),
            (None, None) => None,
        };
        let words = [
            size,
            self.format.as_deref().map(format_name),
            self.duration.filter(|time| *time > 0.0).map(|time| format!("{time:.1} s")),
            self.bytes.map(bytes),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        f.write_str(if words.is_empty() { "unknown" } else { "" })?;
        f.write_str(&words.join(" "))
    }
}

/// A format as people write it: “JPEG”, “WebP”, “AVIF”.
pub fn format_name(format: &str) -> String {
    match format.to_ascii_lowercase().as_str() {
        "jpg" => "JPEG".to_owned(),
        "webp" => "WebP".to_owned(),
        "webm" => "WebM".to_owned(),
        other => other.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_became_of_what() {
        let words = |text: &str| ContentInfo::read(text).map(|content| content.to_string());
        for (text, expected) in [
            (
                "width=800,height=600,bytes=41000,format=\"avif\",owidth=4000,oheight=3000,obytes=3100000,oformat=\"jpg\"",
                Some("4000 × 3000 JPEG 3.1 MB → 800 × 600 AVIF 41 kB"),
            ),
            // As browsers cut it at the first bare quote.
            ("width=864,height=576,bytes=43278,format=", Some("864 × 576 43 kB")),
            ("du=13.419,format=\"mp4\",ef=(1,2,width)", Some("MP4 13.4 s")),
            ("owidth=2,ef=(18,41", Some("2 wide → unknown")),
            ("backfill_id=\"a,width=3\"", None),
            ("width=x,bytes=-1,format=\"\"", None),
            ("", None),
        ] {
            assert_eq!(words(text).as_deref(), expected, "{text}");
        }
    }
}
