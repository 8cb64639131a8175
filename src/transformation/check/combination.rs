//! Parameters of one component that do not go together, or that lack a companion.

use super::component::Component;
use super::report::{Fault, Report, shown};
use crate::ascii::head;
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::split::Parameter;
use crate::transformation::tables::Key;
use crate::url::{AssetType, Family, family};

/// Image parameters of a URL that delivers a video. A frame of it is an image.
fn image_only(report: &mut Report, component: &Component) {
    let url = report.url;
    let family = report.anatomy.extension.and_then(|span| family(span.of(url)));
    let is_image = |item: &str| ["dn_", "pg_", "z_"].iter().any(|key| item.starts_with(key));
    let Some(span) = component.first(url, is_image).filter(|_| family == Some(Family::Video)) else {
        return;
    };
    let fixes = vec![remove(report, span)];
    report.push(Fault {
        code: Code::ParameterWrongAssetType,
        severity: Severity::Warning,
        certainty: Certainty::Possible,
        span,
        title: format!("“{}” is for images", shown(span.of(url))),
        detail: "This URL delivers a video, for which the parameter has no meaning.".to_owned(),
        fixes,
    });
}

/// Holds the parameters of `component` against each other.
pub fn check(report: &mut Report, component: &Component) {
    if component.gravity.is_some() {
        gravity(report, component);
    }
    if component.crop.is_some() {
        crop(report, component);
    }
    if component.effect.is_some() {
        effect(report, component);
    }
    if component.has(Key::Bl) {
        baseline(report, component);
    }
    if component.background.is_some() {
        background(report, component);
    }
    if report.anatomy.asset == Some(AssetType::Video) && component.has_any(&[Key::Dn, Key::Pg, Key::Z]) {
        image_only(report, component);
    }
    if report.anatomy.asset == Some(AssetType::Image)
        && component.has_any(&[
            Key::Ac,
            Key::Af,
            Key::Br,
            Key::Vc,
            Key::Ki,
            Key::Sp,
            Key::Dr,
            Key::So,
            Key::Eo,
            Key::Du,
            Key::L,
            Key::U,
        ])
    {
        asset_type(report, component);
    }
}

/// `g_auto` goes with the modes that crop
/// (cloudinary.com/documentation/ts_troubleshooting_image_transformation_errors).
fn gravity(report: &mut Report, component: &Component) {
    let url = report.url;
    let Some(gravity) = component.gravity else {
        return;
    };
    let value = gravity.value.of(url);
    let crop = component.crop.map_or("", |crop| crop.value.of(url));
    let is_auto = value == "auto" || value.starts_with("auto:");
    let special = component.layer.is_some()
        || component.has(Key::T)
        || component.has_flag(url, "layer_apply")
        || component.has_flag(url, "getinfo");
    if is_auto && !special {
        let refused = matches!(crop, "scale" | "fit" | "limit" | "mfit" | "pad" | "lpad" | "mpad");
        let bare = component.crop.is_none() && component.has_any(&[Key::W, Key::H, Key::Ar]);
        if refused || bare {
            let mut fixes = vec![remove(report, gravity.span)];
            if let Some(crop) = component.crop {
                fixes.push(report.replace("Use the crop mode fill", crop.value, "fill"));
            } else {
                let start = Span::new(component.span.start, component.span.start);
                fixes.insert(0, report.replace("Add the crop mode fill", start, "c_fill,"));
            }
            conflict(
                report,
                // Without any crop mode the reference is silent; the server takes it as scale.
                if refused { Severity::Error } else { Severity::Warning },
                gravity.span,
                if refused {
                    format!("“{}” does not go with c_{crop}", shown(gravity.span.of(url)))
                } else {
                    format!("“{}” has no crop mode beside it", shown(gravity.span.of(url)))
                },
                "Automatic gravity needs a mode that crops: crop, fill, lfill, fill_pad, thumb, auto or auto_pad.",
                fixes,
            );
        }
        return;
    }
    if value == "liquid" && !matches!(crop, "scale" | "") {
        let fixes = vec![remove(report, gravity.span)];
        conflict(
            report,
            Severity::Warning,
            gravity.span,
            format!("“g_liquid” does not go with c_{crop}"),
            "Liquid rescaling needs c_scale.",
            fixes,
        );
        return;
    }
    if matches!(crop, "fit" | "limit" | "mfit")
        && !special
        && value != "liquid"
        && !component.has_any(&[Key::E, Key::X, Key::Y])
    {
        let fixes = vec![remove(report, gravity.span)];
        conflict(
            report,
            Severity::Advice,
            gravity.span,
            format!("“{}” has no effect with c_{crop}", shown(gravity.span.of(url))),
            "This crop mode keeps the whole image, so that there is nothing to place.",
            fixes,
        );
    }
}

/// Modes that need a gravity.
fn crop(report: &mut Report, component: &Component) {
    let url = report.url;
    let Some(crop) = component.crop else {
        return;
    };
    let mode = crop.value.of(url);
    let needs_auto = matches!(mode, "fill_pad" | "auto_pad");
    if !needs_auto && mode != "auto" || component.has(Key::T) {
        return;
    }
    let gravity = component.gravity.map(|gravity| gravity.value.of(url));
    let (title, fix) = match (gravity, component.gravity) {
        (Some(value), Some(gravity)) if needs_auto && !value.starts_with("auto") && !value.starts_with('$') => {
            ("needs automatic gravity", report.replace("Write g_auto", gravity.value, "auto"))
        }
        (None, _) => {
            let after = Span::new(crop.span.end, crop.span.end);
            ("needs a gravity", report.replace("Add g_auto", after, ",g_auto"))
        }
        _ => return,
    };
    // The exact answer is documented for fill_pad alone.
    report.push(Fault {
        code: Code::ParameterRequiresAnother,
        severity: if mode == "fill_pad" { Severity::Error } else { Severity::Warning },
        certainty: Certainty::Likely,
        span: crop.span,
        title: format!("“c_{mode}” {title}"),
        detail: "This mode looks for what matters in the image, and works with g_auto only.".to_owned(),
        fixes: vec![fix],
    });
}

/// Effects that need a companion, or cannot work with a remote image.
fn effect(report: &mut Report, component: &Component) {
    let url = report.url;
    let Some(effect) = component.effect else {
        return;
    };
    let value = effect.value.of(url);
    let name = head(value, b':');
    match name {
        "displace" if !component.has_any(&[Key::X, Key::Y]) => {
            let certain = component.has_flag(url, "layer_apply");
            report.push(Fault {
                code: Code::ParameterRequiresAnother,
                severity: if certain { Severity::Error } else { Severity::Warning },
                certainty: Certainty::Likely,
                span: effect.span,
                title: "“e_displace” needs x or y".to_owned(),
                detail: "Say by how many pixels to displace at most, as in x_50.".to_owned(),
                fixes: vec![Fix { title: "Add x_ or y_ with a number of pixels".to_owned(), url: None }],
            });
        }
        "gen_remove" if value == name => report.push(Fault {
            code: Code::ParameterRequiresAnother,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span: effect.span,
            title: "“e_gen_remove” does not say what to remove".to_owned(),
            detail: "Name it with prompt_ or region_, as in e_gen_remove:prompt_cat.".to_owned(),
            fixes: vec![Fix { title: "Add a prompt or a region".to_owned(), url: None }],
        }),
        "zoompan" => {
            let mode = value.contains("mode_") || value.contains("maxzoom_");
            if mode && (value.contains("from_(") || value.contains("to_(")) {
                conflict(
                    report,
                    Severity::Error,
                    effect.span,
                    "A mode of “e_zoompan” does not go with from_ or to_".to_owned(),
                    "Write either mode_ and maxzoom_, or from_ and to_.",
                    Vec::new(),
                );
            }
        }
        "background_removal" | "enhance" | "auto_enhance" | "extract" | "upscale" | "dropshadow" => {
            not_fetched(report, effect);
        }
        "accelerate" | "boomerang" | "deshake" | "preview" | "progressbar" | "reverse" | "volume" => {
            wrong_asset(report, effect, AssetType::Image);
        }
        "adv_redeye" | "art" | "cartoonify" | "improve" | "oil_paint" | "redeye" | "vectorize" | "viesus_correct" => {
            wrong_asset(report, effect, AssetType::Video);
        }
        _ => {}
    }
    if name.starts_with("gen_") {
        wrong_asset(report, effect, AssetType::Video);
        not_fetched(report, effect);
    }
}

/// An effect that `asset`, an image or a video by the extension as well, does not have
/// (cloudinary.com/documentation/transformation_reference#e_effect). A frame of a video is an image, and an animated
/// image goes for a video.
fn wrong_asset(report: &mut Report, effect: Parameter, asset: AssetType) {
    let family = report.anatomy.extension.and_then(|span| family(span.of(report.url)));
    let wanted = match asset {
        AssetType::Image => {
            family == Some(Family::Image)
                && report
                    .anatomy
                    .extension
                    .is_some_and(|span| !matches!(span.of(report.url), "gif" | "webp" | "avif" | "png"))
        }
        _ => family == Some(Family::Video),
    };
    if report.anatomy.asset != Some(asset) || !wanted {
        return;
    }
    let (has, lacks) = if asset == AssetType::Image { ("videos", "an image") } else { ("images", "a video") };
    let text = effect.span.of(report.url);
    let fault = Fault {
        code: Code::ParameterWrongAssetType,
        severity: Severity::Warning,
        certainty: Certainty::Possible,
        span: effect.span,
        title: format!("“{}” is for {has}", shown(text)),
        detail: format!("This URL delivers {lacks}, and the reference names the effect for {has} only."),
        fixes: vec![remove(report, effect.span)],
    };
    report.push(fault);
}

/// What works on uploaded images only.
fn not_fetched(report: &mut Report, parameter: Parameter) {
    let url = report.url;
    if report.anatomy.delivery_type.is_none_or(|delivery| delivery.of(url) != "fetch") {
        return;
    }
    let text = parameter.span.of(url);
    let name = text.split(':').next().unwrap_or(text);
    let fixes = vec![remove(report, parameter.span)];
    conflict(
        report,
        Severity::Error,
        parameter.span,
        format!("“{}” does not work on fetched images", shown(name)),
        "Upload the image, and use its public ID.",
        fixes,
    );
}

/// A baseline stands first and alone, and not on fetched images.
fn baseline(report: &mut Report, component: &Component) {
    let url = report.url;
    let Some((parameter, kind)) = component.last else {
        return;
    };
    let alone = kind.key == Key::Bl && parameter.span == component.span;
    let is_fetch = report.anatomy.delivery_type.is_some_and(|delivery| delivery.of(url) == "fetch");
    if alone && component.index == 0 && !is_fetch {
        return;
    }
    let (title, detail) = if is_fetch {
        ("A baseline does not work on fetched images", "Remove the baseline.")
    } else if alone {
        ("The baseline does not stand first", "A baseline is the first component of a transformation.")
    } else {
        (
            "The baseline does not stand alone",
            "A baseline is a component of its own, with no other parameter beside it.",
        )
    };
    let span = component.first(url, |item| item.starts_with("bl_")).unwrap_or(component.span);
    conflict(report, Severity::Error, span, title.to_owned(), detail, Vec::new());
}

/// `b_auto` and `b_gen_fill` fill what a padding mode adds.
fn background(report: &mut Report, component: &Component) {
    let url = report.url;
    let Some(background) = component.background else {
        return;
    };
    let value = background.value.of(url);
    if !["auto", "gen_fill", "blurred"].iter().any(|word| value.starts_with(word)) {
        return;
    }
    if value.starts_with("gen_fill") {
        not_fetched(report, background);
    }
    let crop = component.crop.map_or("", |crop| crop.value.of(url));
    if crop.contains("pad") || crop.starts_with('$') || component.has(Key::T) {
        return;
    }
    report.push(Fault {
        code: Code::ParameterRequiresAnother,
        severity: Severity::Warning,
        certainty: Certainty::Possible,
        span: background.span,
        title: format!("“{}” needs a mode that pads", shown(background.span.of(url))),
        detail: "It fills what pad, lpad, mpad, fill_pad or auto_pad add around the image.".to_owned(),
        fixes: Vec::new(),
    });
}

/// Video parameters under `/image/`: they do nothing there, unless the image is animated.
fn asset_type(report: &mut Report, component: &Component) {
    let url = report.url;
    let is_video =
        |item: &str| ["ac_", "af_", "br_", "vc_", "ki_", "sp_", "dr_"].iter().any(|key| item.starts_with(key));
    // An animated image has a beginning and an end as well.
    let is_still = report.anatomy.extension.is_some_and(|span| matches!(span.of(url), "jpg" | "jpeg" | "png"));
    let is_time = |item: &str| is_still && ["so_", "eo_", "du_"].iter().any(|key| item.starts_with(key));
    let of_video = |layer: Parameter| {
        let value = layer.value.of(url);
        value.starts_with("subtitles:") || value.starts_with("audio:")
    };
    let span = match component.layer {
        Some(layer) if of_video(layer) => layer.span,
        Some(_) => return,
        None => match component.first(url, |item| is_video(item) || is_time(item)) {
            Some(span) => span,
            None => return,
        },
    };
    let asset = report.anatomy.asset_type.filter(|asset| asset.of(url) == "image");
    let mut fixes: Vec<Fix> =
        asset.map(|asset| report.replace("Deliver the video: write /video/", asset, "video")).into_iter().collect();
    // The extension of an image says that one is wanted.
    let wanted = report.anatomy.extension.and_then(|span| family(span.of(url)));
    let place = if wanted == Some(Family::Image) { 0 } else { fixes.len() };
    fixes.insert(place, remove(report, span));
    report.push(Fault {
        code: Code::ParameterWrongAssetType,
        severity: Severity::Warning,
        certainty: Certainty::Possible,
        span,
        title: format!("“{}” is for videos", shown(span.of(url))),
        detail: "This URL delivers an image, for which the parameter has no meaning.".to_owned(),
        fixes,
    });
}

fn remove(report: &Report, span: Span) -> Fix {
    report.remove(format!("Remove {}", shown(span.of(report.url))), span)
}

fn conflict(report: &mut Report, severity: Severity, span: Span, title: String, detail: &str, fixes: Vec<Fix>) {
    let certainty = if severity == Severity::Error { Certainty::Certain } else { Certainty::Likely };
    report.push(Fault {
        code: Code::ParametersConflict,
        severity,
        certainty,
        span,
        title,
        detail: detail.to_owned(),
        fixes,
    });
}
