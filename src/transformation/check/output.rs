//! Flags and parameters that go with some formats only: what a chain asks for against what the URL delivers.
//! (cloudinary.com/documentation/transformation_reference#fl_flag, and the parameters named below)

use super::component::Component;
use super::report::{Fault, Report, shown};
use crate::ascii::{head, pieces};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::split::{Parameter, components, parameters};
use crate::transformation::tables::{self, Key};
use crate::url::HostForm;

/// The flags that are looked at, each with the formats that it goes with; none where another rule holds.
const FLAGS: [(&str, &[&str]); 12] = [
    ("progressive", &["jpg", "jpeg", "jpe", "png", "auto"]),
    ("lossy", &["png", "gif", "auto", "webp", "awebp"]),
    ("png8", &["png", "auto"]),
    ("png24", &["png", "auto"]),
    ("png32", &["png", "auto"]),
    ("apng", &["png", "apng", "auto"]),
    ("awebp", &["webp", "auto"]),
    ("tiff8_lzw", &["tif", "tiff", "auto"]),
    ("preserve_transparency", &[]),
    ("any_format", &[]),
    ("hlsv3", &[]),
    ("getinfo", &[]),
];

/// Which of the parameters stand in a chain that this is about.
#[derive(Clone, Copy, Default)]
pub struct Output {
    /// Whether anything stands in it that this is about.
    has_any: bool,
    /// Whether a named transformation, a variable or a condition may decide what is delivered.
    is_open: bool,
}

impl Output {
    /// Passes one component.
    pub fn pass(&mut self, report: &Report, component: &Component) {
        self.is_open |= component.has_any(&[Key::T, Key::Bl, Key::If, Key::Variable]);
        let is_cut_twice = component.has(Key::So) && component.has(Key::Eo) && component.has(Key::Du);
        let has_flag = || component.flags.is_some_and(|flags| flags_of(flags.value.of(report.url)).next().is_some());
        self.has_any |= is_cut_twice || component.has(Key::Sp) || has_flag();
    }

    /// Tells what has no effect on what is delivered.
    pub fn finish(self, report: &mut Report, chain: Span) {
        if self.has_any && !self.is_open && !report.is_full() {
            examine(report, chain);
        }
    }
}

/// The flags of `value` that are looked at: where each stands in `value`, and its row.
fn flags_of(value: &str) -> impl Iterator<Item = (Span, &'static str, &'static [&'static str])> {
    pieces(value, b'.').filter_map(|(start, flag)| {
        let span = Span::new(start, start + flag.len());
        let name = head(flag, b':');
        FLAGS.iter().find(|(known, _)| *known == name).map(|(known, formats)| (span, *known, *formats))
    })
}

/// What a chain delivers.
struct Delivered<'a> {
    /// `f_` decides, without it the extension; empty where neither tells.
    format: &'a str,
    /// Whether a streaming profile stands in the chain.
    streams: bool,
    /// Whether `q_auto` does.
    is_auto: bool,
}

#[cold]
fn examine(report: &mut Report, chain: Span) {
    let url = report.url;
    let kind = |parameter: &Parameter| tables::kind(parameter.key.of(url)).map(|kind| kind.key);
    let mut format = report.anatomy.extension;
    let (mut streams, mut is_auto) = (false, false);
    for parameter in components(url, chain).flat_map(|component| parameters(url, component)) {
        match kind(&parameter) {
            Some(Key::F) => format = Some(parameter.value),
            Some(Key::Sp) => streams = true,
            Some(Key::Q) => is_auto |= parameter.value.of(url).starts_with("auto"),
            _ => {}
        }
    }
    let format = format.map_or(String::new(), |span| span.of(url).to_ascii_lowercase());
    let format = format.split(':').next().unwrap_or_default();
    let delivered = Delivered { format, streams, is_auto };
    for component in components(url, chain) {
        let (mut start, mut end, mut duration) = (false, false, None);
        for parameter in parameters(url, component) {
            if report.is_full() {
                return;
            }
            match kind(&parameter) {
                Some(Key::Fl) => flags(report, parameter, &delivered),
                Some(Key::Sp) => profile(report, parameter, format),
                Some(Key::So) => start = true,
                Some(Key::Eo) => end = true,
                Some(Key::Du) => duration = Some(parameter),
                _ => {}
            }
        }
        if let Some(duration) = duration.filter(|_| start && end) {
            let fix = report.remove(format!("Remove {}", shown(duration.span.of(url))), duration.span);
            no_effect(report, duration.span, "Start and end of the cut, so_ and eo_, say how long it is.", fix);
        }
    }
}

fn flags(report: &mut Report, parameter: Parameter, delivered: &Delivered) {
    for (place, name, formats) in flags_of(parameter.value.of(report.url)) {
        if let Some(because) = without_effect(report, name, formats, delivered) {
            flag(report, parameter, place, because);
        }
    }
}

/// Why the flag `name`, which goes with `formats`, has no effect; `None` where it has one, or nothing tells.
fn without_effect(report: &Report, name: &str, formats: &[&str], delivered: &Delivered) -> Option<&'static str> {
    let format = delivered.format;
    Some(match name {
        "preserve_transparency" if format != "auto" => "It keeps the transparency that f_auto might lose.",
        "any_format" if !delivered.is_auto => "It lets q_auto choose the format as well.",
        "hlsv3" if !delivered.streams => "It belongs to a streaming profile, sp_.",
        "hlsv3" if report.anatomy.host_form == HostForm::Shared => "It works on a private CDN only.",
        "getinfo" if matches!(format, "gif" | "pdf" | "glb" | "gltf" | "fbx" | "obj" | "usdz") => {
            "It tells nothing about GIF, PDF and 3D models."
        }
        _ if formats.is_empty() || format.is_empty() || formats.contains(&format) => return None,
        "progressive" => "Only JPEG and PNG load progressively.",
        "lossy" => "It is for PNG and animated GIF; of other formats q_ sets the loss.",
        "tiff8_lzw" => "It is for TIFF.",
        "awebp" => "It is for WebP.",
        _ => "It is for PNG.",
    })
}

/// Tells of the flag at `place` of the value of `parameter`.
fn flag(report: &mut Report, parameter: Parameter, place: Span, because: &str) {
    let url = report.url;
    let value = parameter.value.of(url);
    let at = parameter.value.start;
    let span = Span::new(at + place.start, at + place.end);
    let title = format!("Remove {}", shown(span.of(url)));
    let fix = if place.len() == value.len() {
        report.remove(title, parameter.span)
    } else if place.start == 0 {
        report.replace(title, Span::new(span.start, span.end + 1), "")
    } else {
        report.replace(title, Span::new(span.start - 1, span.end), "")
    };
    no_effect(report, span, because, fix);
}

/// A streaming profile makes a manifest (cloudinary.com/documentation/adaptive_bitrate_streaming).
fn profile(report: &mut Report, parameter: Parameter, format: &str) {
    let Some(extension) = report.anatomy.extension else { return };
    if !matches!(format, "mp4" | "webm" | "mov" | "ogv" | "avi" | "mkv" | "m4v") {
        return;
    }
    let url = report.url;
    let fixes = ["m3u8", "mpd"].map(|format| report.replace(format!("Write .{format}"), extension, format));
    let title = format!("“{}” makes a stream, and “.{}” is none", shown(parameter.span.of(url)), extension.of(url));
    report.push(Fault {
        code: Code::ParametersConflict,
        severity: Severity::Warning,
        certainty: Certainty::Likely,
        span: extension,
        title,
        detail: "A streaming profile is delivered as a manifest: .m3u8 for HLS, .mpd for MPEG-DASH.".to_owned(),
        fixes: fixes.into(),
    });
}

fn no_effect(report: &mut Report, span: Span, because: &str, fix: Fix) {
    report.push(Fault {
        code: Code::ParametersConflict,
        severity: Severity::Advice,
        certainty: Certainty::Possible,
        span,
        title: format!("“{}” has no effect here", shown(span.of(report.url))),
        detail: because.to_owned(),
        fixes: vec![fix],
    });
}
