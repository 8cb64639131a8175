//! Slips that developers really make, one each in a URL that works: what is told first, which characters are marked,
//! and whether the first remedy gives the working URL back.

mod slips;

use slips::{Row, findings, hold};
use xcld::diagnosis::Severity;

const BASE: &str = "https://res.cloudinary.com/";

/// Holds every row, its paths behind `base`.
fn check(base: &str, rows: &[Row]) {
    hold(rows, |path| format!("{base}{path}"));
}

#[test]
fn what_stands_for_a_comma() {
    let code = "transformation-malformed";
    check(
        BASE,
        &[
            ("demo/image/upload/c_fill%252Cw_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "%252C"),
            ("demo/image/upload/c_fill，w_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "，"),
            ("demo/image/upload/c_fill%EF%BC%8Cw_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "%EF%BC%8C"),
            ("demo/image/upload/c_fill%0Aw_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "%0A"),
            ("demo/image/upload/c_fill,%0Aw_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "%0A"),
            ("demo/image/upload/c_fill_w_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "_w_"),
            (
                "demo/image/upload/c_fill_w_200_h_90/a.jpg",
                "demo/image/upload/c_fill,w_200,h_90/a.jpg",
                code,
                "_w_200_h_",
            ),
            ("demo/image/upload/c=fill&w=200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "c=fill&w=200"),
            ("demo/image/upload/tr:c_fill,w_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "tr:c_fill"),
        ],
    );
}

#[test]
fn parameters_turned_round_called_or_halved() {
    let code = "parameter-unknown";
    check(
        BASE,
        &[
            ("demo/image/upload/c_fill,200_w/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "200_w"),
            ("demo/image/upload/crop_c,w_200/a.jpg", "demo/image/upload/c_crop,w_200/a.jpg", code, "crop_c"),
            (
                "demo/image/upload/co_red,colorize:50/a.jpg",
                "demo/image/upload/co_red,e_colorize:50/a.jpg",
                code,
                "colorize:50",
            ),
            ("demo/image/upload/fill,w_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "fill"),
            ("demo/image/upload/c_fill,width(200)/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "width(200)"),
            ("demo/image/upload/width(200)/f_auto/a.jpg", "demo/image/upload/w_200/f_auto/a.jpg", code, "width(200)"),
        ],
    );
}

#[test]
fn a_slip_between_two_components_is_no_folder() {
    check(
        BASE,
        &[
            (
                "demo/image/upload/w_200/fauto/q_auto/a.jpg",
                "demo/image/upload/w_200/f_auto/q_auto/a.jpg",
                "transformation-malformed",
                "fauto",
            ),
            (
                "demo/image/upload/%20w_200/q_auto/a.jpg",
                "demo/image/upload/w_200/q_auto/a.jpg",
                "transformation-malformed",
                "%20",
            ),
            (
                "demo/image/upload/format_auto/q_auto/a.jpg",
                "demo/image/upload/f_auto/q_auto/a.jpg",
                "parameter-unknown",
                "format",
            ),
            (
                "demo/image/upload/Pg_6/v1646417742/a.png",
                "demo/image/upload/pg_6/v1646417742/a.png",
                "parameter-unknown",
                "Pg",
            ),
        ],
    );
}

#[test]
fn values() {
    let code = "parameter-value-invalid";
    check(
        BASE,
        &[
            ("demo/image/upload/c_fill,w_2o0/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "2o0"),
            ("demo/image/upload/c_fill,w_20o/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "20o"),
            ("demo/image/upload/c_fill,w_%22200%22/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "%22200%22"),
            ("demo/image/upload/c_fill%zz,w_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", code, "fill%zz"),
            ("demo/image/upload/c_fill,ar_16%2F9/a.jpg", "demo/image/upload/c_fill,ar_16:9/a.jpg", code, "16%2F9"),
            ("demo/image/upload/c_fill,ar_16::9/a.jpg", "demo/image/upload/c_fill,ar_16:9/a.jpg", code, "16::9"),
            ("demo/image/upload/c_fill,ar_16by9/a.jpg", "demo/image/upload/c_fill,ar_16:9/a.jpg", code, "16by9"),
            ("demo/image/upload/pg_4-10;/a.jpg", "demo/image/upload/pg_4-10/a.jpg", code, "4-10;"),
            ("demo/image/upload/e_blur(300)/a.jpg", "demo/image/upload/e_blur:300/a.jpg", code, "blur(300)"),
            ("demo/image/upload/e_hue_-30/a.jpg", "demo/image/upload/e_hue:-30/a.jpg", code, "hue_-30"),
            (
                "demo/image/upload/bo_5px%20solid%20red/a.jpg",
                "demo/image/upload/bo_5px_solid_red/a.jpg",
                code,
                "5px%20solid%20red",
            ),
            (
                "demo/image/upload/bo_5px_solid_rgb:#ff0000/a.jpg",
                "demo/image/upload/bo_5px_solid_rgb:ff0000/a.jpg",
                code,
                "#ff0000",
            ),
            (
                "demo/image/upload/b_hex:ff0000,c_pad,w_9/a.jpg",
                "demo/image/upload/b_rgb:ff0000,c_pad,w_9/a.jpg",
                code,
                "hex",
            ),
            (
                "demo/image/upload/l_logo/fl_layer_apply,g_east_south/a.jpg",
                "demo/image/upload/l_logo/fl_layer_apply,g_south_east/a.jpg",
                code,
                "east_south",
            ),
            (
                "demo/image/upload/l_logo/fl_apply,g_north/a.jpg",
                "demo/image/upload/l_logo/fl_layer_apply,g_north/a.jpg",
                code,
                "apply",
            ),
            (
                "demo/image/upload/e_contrast:levrl_50;type_linear/a.jpg",
                "demo/image/upload/e_contrast:level_50;type_linear/a.jpg",
                code,
                "levrl_50;type_linear",
            ),
        ],
    );
    for url in ["w_${width},h_300/a.jpg", "c_fill,q_${q}/a.jpg", "c_fill,w_%24%7Bw%7D/a.jpg"] {
        let first = findings(&format!("{BASE}demo/image/upload/{url}")).into_iter().next().expect("a finding");
        assert_eq!((first.code.as_str(), first.severity), (code, Severity::Error), "{url}");
    }
}

#[test]
fn conditions() {
    let code = "condition-malformed";
    let end = "/c_fill,w_90/if_end/a.jpg";
    for (faulty, marked) in [
        ("if_w_>_300", ">"),
        ("if_w_greater_300", "greater"),
        ("if_width_gt_300", "width"),
        ("if_wgt_300", "wgt"),
        ("if_w>300", "w>300"),
    ] {
        let url = format!("{BASE}demo/image/upload/{faulty}{end}");
        let first = findings(&url).into_iter().next().expect("a finding");
        assert_eq!(first.code.as_str(), code, "{url}");
        assert_eq!(first.span.map(|span| span.of(&url)), Some(marked), "{url}");
        let wanted = format!("{BASE}demo/image/upload/if_w_gt_300{end}");
        assert_eq!(first.fixes.first().and_then(|fix| fix.url.clone()), Some(wanted), "{url}");
    }
    check(
        BASE,
        &[
            (
                "demo/image/upload/if_aspect_ratio_gt_1/c_fill,w_90/if_end/a.jpg",
                "demo/image/upload/if_ar_gt_1/c_fill,w_90/if_end/a.jpg",
                code,
                "aspect",
            ),
            (
                "demo/image/upload/if_w_gt_90/c_fill,w_90/if_endif/a.jpg",
                "demo/image/upload/if_w_gt_90/c_fill,w_90/if_end/a.jpg",
                code,
                "endif",
            ),
        ],
    );
}

#[test]
fn layers() {
    let code = "layer-malformed";
    check(
        BASE,
        &[
            ("demo/image/upload/l_txet:Arial_40:Hi/a.jpg", "demo/image/upload/l_text:Arial_40:Hi/a.jpg", code, "txet"),
            ("demo/image/upload/l_text_Arial_40:Hi/a.jpg", "demo/image/upload/l_text:Arial_40:Hi/a.jpg", code, "_"),
            (
                "demo/image/upload/l_text:40_Arial:Hi/a.jpg",
                "demo/image/upload/l_text:Arial_40:Hi/a.jpg",
                code,
                "40_Arial",
            ),
            (
                "demo/image/upload/l_text:Arial-40_bold:Hi/a.jpg",
                "demo/image/upload/l_text:Arial_40_bold:Hi/a.jpg",
                code,
                "-",
            ),
            (
                "demo/image/upload/l_text:Arial_40px:Hi/a.jpg",
                "demo/image/upload/l_text:Arial_40:Hi/a.jpg",
                code,
                "Arial_40px",
            ),
            (
                "demo/image/upload/l_aHR0cHM6Ly9lLmNvbS9h/a.jpg",
                "demo/image/upload/l_fetch:aHR0cHM6Ly9lLmNvbS9h/a.jpg",
                code,
                "aHR0cHM6Ly9lLmNvbS9h",
            ),
        ],
    );
    let first = findings(&format!("{BASE}demo/image/upload/l_undefined/a.jpg")).into_iter().next().expect("a finding");
    assert_eq!(first.code.as_str(), code);
    // Folders that look like a type of layer.
    for layer in ["test:logo", "videos:clip", "texts:logo", "text:my_image:words"] {
        let url = format!("{BASE}demo/image/upload/l_{layer}/fl_layer_apply/a.jpg");
        assert!(findings(&url).is_empty(), "{url}");
    }
}

#[test]
fn effects_without_their_arguments() {
    for (effect, asset) in [("shear", "image"), ("gen_replace", "image"), ("replace_color", "image")] {
        let url = format!("{BASE}demo/{asset}/upload/e_{effect}/a.jpg");
        let first = findings(&url).into_iter().next().expect("a finding");
        assert_eq!((first.code.as_str(), first.severity), ("parameter-value-invalid", Severity::Warning), "{url}");
    }
}

#[test]
fn effects_of_another_asset_type() {
    let code = "parameter-wrong-asset-type";
    check(
        BASE,
        &[
            ("demo/image/upload/w_90/e_reverse/a.jpg", "demo/image/upload/w_90/a.jpg", code, "e_reverse"),
            ("demo/video/upload/w_90/e_cartoonify/a.mp4", "demo/video/upload/w_90/a.mp4", code, "e_cartoonify"),
            ("demo/video/upload/w_90,dn_150/a.mp4", "demo/video/upload/w_90/a.mp4", code, "dn_150"),
            ("demo/image/upload/c_fill,w_90,so_2/a.jpg", "demo/image/upload/c_fill,w_90/a.jpg", code, "so_2"),
        ],
    );
    // A frame of a video is an image.
    assert!(findings(&format!("{BASE}demo/video/upload/e_cartoonify/a.jpg")).is_empty());
}

#[test]
fn letters_of_another_alphabet() {
    check(
        BASE,
        &[
            ("demo/image/upload/с_fill,w_200/a.jpg", "demo/image/upload/c_fill,w_200/a.jpg", "parameter-unknown", "с"),
            (
                "demo/image/upload/c_fill,w_２００/a.jpg",
                "demo/image/upload/c_fill,w_200/a.jpg",
                "parameter-value-invalid",
                "２００",
            ),
            (
                "demo/image/upload/c_сrop,w_200/a.jpg",
                "demo/image/upload/c_crop,w_200/a.jpg",
                "parameter-value-invalid",
                "сrop",
            ),
            (
                "demo/image/upload/e_hue:–30/a.jpg",
                "demo/image/upload/e_hue:-30/a.jpg",
                "parameter-value-invalid",
                "–30",
            ),
            (
                "demo/image/upload/e_hue:%E2%88%9230/a.jpg",
                "demo/image/upload/e_hue:-30/a.jpg",
                "parameter-value-invalid",
                "%E2%88%9230",
            ),
        ],
    );
}

#[test]
fn arguments_in_each_others_place() {
    check(
        BASE,
        &[(
            "demo/image/upload/e_300:blur/a.jpg",
            "demo/image/upload/e_blur:300/a.jpg",
            "parameter-value-invalid",
            "300",
        )],
    );
}

#[test]
fn backslashes_between_components() {
    check(
        BASE,
        &[(
            "demo/image/upload/c_fill,w_90%5Cf_auto/a.jpg",
            "demo/image/upload/c_fill,w_90/f_auto/a.jpg",
            "transformation-malformed",
            "%5C",
        )],
    );
}

#[test]
fn automatic_gravity_needs_a_mode_that_crops() {
    let first = findings(&format!("{BASE}demo/image/upload/ar_16:9,g_auto/a.jpg")).into_iter().next();
    assert_eq!(first.map(|first| first.code.as_str()), Some("parameters-conflict"));
}

#[test]
fn parameters_without_their_companion() {
    for (component, marked, severity) in [
        ("c_fill", "c_fill", Severity::Advice),
        ("c_crop,f_auto", "c_crop", Severity::Advice),
        ("ar_16:9,f_auto", "ar_16:9", Severity::Advice),
        ("w_90,x_10", "x_10", Severity::Advice),
        ("c_fill,w_90,z_0.5", "z_0.5", Severity::Advice),
        ("c_fill,fl_relative,w_0.5", "fl_relative", Severity::Warning),
        ("w_90/e_multiply", "e_multiply", Severity::Warning),
        ("b_blurred,c_fill,w_90", "b_blurred", Severity::Warning),
    ] {
        let url = format!("{BASE}demo/image/upload/{component}/a.jpg");
        let first = findings(&url).into_iter().next().expect("a finding");
        assert_eq!(first.code.as_str(), "parameter-requires-another", "{url}");
        assert_eq!((first.span.map(|span| span.of(&url)), first.severity), (Some(marked), severity), "{url}");
    }
    for component in [
        "c_fill,ar_16:9",
        "c_crop,g_face",
        "c_crop,w_90,x_10",
        "g_north,x_10,w_90,c_fill",
        "c_thumb,g_face,w_90,z_0.7",
        "l_logo/c_scale,fl_relative,w_0.5/fl_layer_apply,x_10",
        "l_logo,e_multiply",
        "l_logo/e_multiply/fl_layer_apply",
        "e_displace,x_10,l_map",
        "t_small,c_fill",
    ] {
        let url = format!("{BASE}demo/image/upload/{component}/a.jpg");
        assert!(findings(&url).is_empty(), "{url}: {:?}", findings(&url).first().map(|finding| &finding.title));
    }
}

#[test]
fn a_slip_of_else_comes_before_what_follows_from_it() {
    let url = format!("{BASE}demo/image/upload/if_ar_lt_0.7/c_fill,w_80/if_esle/c_fill,w_90/a.jpg");
    let first = findings(&url).into_iter().next().expect("a finding");
    assert_eq!(first.span.map(|span| span.of(&url)), Some("esle"));
}

#[test]
fn corners_may_be_given_in_percent() {
    let distorted = |corners| format!("https://res.cloudinary.com/demo/image/upload/e_distort:{corners}/sample.jpg");
    assert!(findings(&distorted("100p:0:200p:0:200p:100p:0:100p")).is_empty());
    assert!(!findings(&distorted("100q:0:200p:0:200p:100p:0:100p")).is_empty());
}
