//! Slips in the value of one parameter, and in what stands around it: what is told first, which characters are marked,
//! and whether the first remedy gives the working URL back.

mod slips;

use slips::{Row, findings, hold};
use xcld::diagnosis::Severity;

/// Holds every row, its components in front of a public ID.
fn check(rows: &[Row]) {
    hold(rows, |chain| format!("https://res.cloudinary.com/demo/image/upload/{chain}/a/b.jpg"));
}

#[test]
fn what_came_along_with_a_value() {
    let code = "parameter-value-invalid";
    check(&[
        ("f_%22auto%22", "f_auto", code, "%22auto%22"),
        ("c_%27fill%27,w_90", "c_fill,w_90", code, "%27fill%27"),
        ("c_scale%3B,h_200", "c_scale,h_200", code, "scale%3B"),
        ("w_%2B300", "w_300", code, "%2B300"),
        ("c_c_lfill,w_90", "c_lfill,w_90", code, "c_lfill"),
        ("c_Crop.fill,w_90", "c_fill,w_90", code, "Crop.fill"),
        ("b_rgb:0xff0000,c_pad,w_90", "b_rgb:ff0000,c_pad,w_90", code, "0xff0000"),
    ]);
}

#[test]
fn digits_of_other_keyboards_and_in_groups() {
    let code = "parameter-value-invalid";
    check(&[
        ("w_%EF%BC%93%EF%BC%90%EF%BC%90", "w_300", code, "%EF%BC%93%EF%BC%90%EF%BC%90"),
        ("h_٢٠٠", "h_200", code, "٢٠٠"),
        ("w_%C2%AD300", "w_300", code, "%C2%AD300"),
        ("w_1,200", "w_1200", code, ","),
        ("w_1_000", "w_1000", code, "000"),
        ("w_1'000", "w_1000", code, "1'000"),
        ("c_fill,w_0,5", "c_fill,w_0.5", code, ","),
    ]);
}

#[test]
fn ratios_with_other_marks() {
    let code = "parameter-value-invalid";
    check(&[
        ("ar_16*9,c_fill,w_90", "ar_16:9,c_fill,w_90", code, "16*9"),
        ("ar_16%209,c_fill,w_90", "ar_16:9,c_fill,w_90", code, "16%209"),
        ("ar_16,9,c_fill,w_90", "ar_16:9,c_fill,w_90", code, ","),
        ("ar_800_600,c_fill,w_90", "ar_800:600,c_fill,w_90", code, "600"),
        ("ar_1,5,c_fill,w_90", "ar_1.5,c_fill,w_90", code, ","),
    ]);
}

#[test]
fn names_of_colours_profiles_and_operators() {
    let code = "parameter-value-invalid";
    check(&[
        ("b_rbg:ffcc00,c_pad,w_90", "b_rgb:ffcc00,c_pad,w_90", code, "rbg"),
        ("bo_3px_solid_bgr:aa0000", "bo_3px_solid_rgb:aa0000", code, "bgr:aa0000"),
        ("c_limitFit,w_90", "c_limit,w_90", code, "limitFit"),
        ("c_minimumPad,h_90,w_90", "c_mpad,h_90,w_90", code, "minimumPad"),
        ("$s_2/c_scale,w_iw_dvi_$s", "$s_2/c_scale,w_iw_div_$s", code, "dvi"),
        ("$s_2/c_scale,w_$s_times_100", "$s_2/c_scale,w_$s_mul_100", code, "times"),
        ("e_blur%20300", "e_blur:300", code, "blur%20300"),
        ("e_brightness(40", "e_brightness:40", code, "("),
        ("e_pixelate%3D20", "e_pixelate:20", code, "pixelate%3D20"),
    ]);
    let wrong = "https://res.cloudinary.com/demo/video/upload/sp_full_hhd/clip.m3u8";
    let right = "https://res.cloudinary.com/demo/video/upload/sp_full_hd/clip.m3u8";
    let told = findings(wrong);
    let first = told.first().unwrap();
    assert_eq!((first.code.as_str(), first.severity), (code, Severity::Warning), "{told:?}");
    assert_eq!(first.fixes.first().and_then(|fix| fix.url.as_deref()), Some(right));
    let own = "https://res.cloudinary.com/demo/video/upload/sp_full_hd_for_us/clip.m3u8";
    assert!(findings(own).is_empty());
}

#[test]
fn commas_of_other_scripts() {
    let code = "transformation-malformed";
    check(&[
        ("c_fill~w_90", "c_fill,w_90", code, "~"),
        ("f_auto*q_auto", "f_auto,q_auto", code, "*"),
        ("c_fill%E3%80%81w_90", "c_fill,w_90", code, "%E3%80%81"),
        ("c_fill%D8%8Cw_90", "c_fill,w_90", code, "%D8%8C"),
        ("c_fill<br>w_90", "c_fill,w_90", code, "<br>"),
        ("c_crop&comma;w_90", "c_crop,w_90", code, "&comma;"),
        // `w` and `h` are measures of arithmetic as well.
        ("e_sepia:50,%20f_auto", "e_sepia:50,f_auto", code, "%20"),
        ("e_sepia:w_90", "e_sepia,w_90", code, ":"),
        ("e_blur:300:h_90,c_fill", "e_blur:300,h_90,c_fill", code, ":"),
        ("e_blur:h_90,c_fill", "e_blur,h_90,c_fill", code, ":"),
    ]);
}

#[test]
fn parameters_that_stand_alone() {
    check(&[
        ("w~640", "w_640", "transformation-malformed", "~"),
        ("w*640/e_sepia", "w_640/e_sepia", "transformation-malformed", "*"),
        ("e%E2%80%93blur:300/f_auto", "e_blur:300/f_auto", "transformation-malformed", "%E2%80%93"),
        ("sepia_e/w_90", "e_sepia/w_90", "parameter-unknown", "sepia_e"),
        ("auto_f/q_auto", "f_auto/q_auto", "parameter-unknown", "auto_f"),
        ("blur:300", "e_blur:300", "parameter-unknown", "blur:300"),
        ("background_removal/w_90", "e_background_removal/w_90", "parameter-unknown", "background_removal"),
        ("_f_auto/w_90", "f_auto/w_90", "transformation-malformed", "_"),
        ("width(400)", "w_400", "parameter-unknown", "width(400)"),
        ("tr:w-400", "w_400", "transformation-malformed", "tr:w-400"),
        ("startOffset_2", "so_2", "parameter-unknown", "startOffset"),
        ("format_auto", "f_auto", "parameter-unknown", "format"),
        ("rotate_90", "a_90", "parameter-unknown", "rotate"),
        (
            "l_logo/c_scale,w_50/layer_apply/f_auto",
            "l_logo/c_scale,w_50/fl_layer_apply/f_auto",
            "parameter-unknown",
            "layer_apply",
        ),
    ]);
}

#[test]
fn folders_stay_folders() {
    for path in [
        "art/a.jpg",
        "a(1)/b.jpg",
        "x(2)/b.jpg",
        "format_cards/b.jpg",
        "color_red/b.jpg",
        "blur/b.jpg",
        "layer_1/b.jpg",
        "end/b.jpg",
        "rotate/b.jpg",
        "page_2/b.jpg",
    ] {
        let url = format!("https://res.cloudinary.com/demo/image/upload/{path}");
        let told = findings(&url);
        assert!(told.iter().all(|finding| finding.severity != Severity::Error), "{url} {told:?}");
    }
}

#[test]
fn words_of_conditions() {
    let code = "condition-malformed";
    check(&[
        ("if_w_gt_300/c_scale,w_300/endif/f_auto", "if_w_gt_300/c_scale,w_300/if_end/f_auto", code, "endif"),
        ("if_w_gt_300/c_scale,w_300/ifend", "if_w_gt_300/c_scale,w_300/if_end", code, "ifend"),
        ("if_w_gt_300/c_scale,w_300/if_en", "if_w_gt_300/c_scale,w_300/if_end", code, "en"),
        (
            "if_w_gt_300/c_scale,w_300/else/c_scale,w_90/if_end",
            "if_w_gt_300/c_scale,w_300/if_else/c_scale,w_90/if_end",
            code,
            "else",
        ),
        ("if_w_leq_300/c_scale,w_300/if_end", "if_w_lte_300/c_scale,w_300/if_end", code, "leq"),
    ]);
    check(&[("fi_w_gt_300/c_scale,w_300/if_end", "if_w_gt_300/c_scale,w_300/if_end", "parameter-unknown", "fi")]);
}

#[test]
fn text_layers() {
    let code = "layer-malformed";
    check(&[
        ("l_text::Arial_60:Hello", "l_text:Arial_60:Hello", code, "::"),
        ("l_textArial_60:Hello", "l_text:Arial_60:Hello", code, "textArial_60"),
        ("l_textA:Arial_60:Hello", "l_text:Arial_60:Hello", code, "textA"),
        ("l_txt:Arial_60:Hello", "l_text:Arial_60:Hello", code, "txt"),
        ("l_text:Arial_bold_60:Hello", "l_text:Arial_60_bold:Hello", code, "Arial_bold_60"),
        ("u_bg/wood,w_500", "u_bg:wood,w_500", code, "/"),
    ]);
}

#[test]
fn a_key_with_a_letter_too_few_is_another_key() {
    let code = "parameter-value-invalid";
    check(&[
        ("c_fill,a_16:9,w_90", "c_fill,ar_16:9,w_90", code, "a_16:9"),
        ("b_5px_solid_red,w_90", "bo_5px_solid_red,w_90", code, "b_5px_solid_red"),
        ("e_colorize,c_rgb:ff0000", "e_colorize,co_rgb:ff0000", code, "c_rgb:ff0000"),
    ]);
}

#[test]
fn variables_in_braces_and_halves() {
    check(&[
        ("$w_300/c_scale,w_{$w}", "$w_300/c_scale,w_$w", "parameter-value-invalid", "{$w}"),
        ("$w_300/c_scale,w_$$w", "$w_300/c_scale,w_$w", "parameter-value-invalid", "$$w"),
        ("$w_300/c_scale,w_$w_mlu_2", "$w_300/c_scale,w_$w_mul_2", "parameter-value-invalid", "mlu"),
        ("$t_%22Hi%22/l_text:Arial_40:$(t)", "$t_!Hi!/l_text:Arial_40:$(t)", "variable-invalid", "%22Hi%22"),
    ]);
    let url = "https://res.cloudinary.com/demo/image/upload/$w_300/c_scale,w_$w_mul/a.jpg";
    assert_eq!(findings(url).first().map(|first| first.code.as_str()), Some("parameter-value-invalid"));
}

#[test]
fn layers_of_videos_on_images() {
    let told = findings("https://res.cloudinary.com/demo/image/upload/l_subtitles:en.srt/a.jpg");
    assert_eq!(told.first().map(|first| first.code.as_str()), Some("parameter-wrong-asset-type"));
    assert!(findings("https://res.cloudinary.com/demo/video/upload/l_subtitles:en.srt/a.mp4").is_empty());
}

#[test]
fn values_parted_by_commas_and_slashes() {
    let code = "parameter-value-invalid";
    check(&[
        ("fl_progressive,lossy", "fl_progressive.lossy", code, ","),
        ("c_thumb,g_face,center,w_90", "c_thumb,g_face:center,w_90", code, ","),
        ("r_20,20,0,0", "r_20:20:0:0", code, ",20,0,"),
        ("a_auto_right,hflip", "a_auto_right.hflip", code, ","),
        ("e_blur,300", "e_blur:300", code, ","),
        ("if_w,gt,300/c_scale,w_90/if_end", "if_w_gt_300/c_scale,w_90/if_end", code, ",gt,"),
        ("c_fill,g_auto/subject,w_90", "c_fill,g_auto:subject,w_90", code, "/"),
    ]);
    check(&[("f_auto<w_90", "f_auto,w_90", "transformation-malformed", "<")]);
}

#[test]
fn values_of_other_parameters_and_other_forms_of_words() {
    let code = "parameter-value-invalid";
    check(&[
        ("c_thumb,q_face,w_90", "c_thumb,g_face,w_90", code, "q_face"),
        ("c_cropped,h_90,w_90", "c_crop,h_90,w_90", code, "cropped"),
        ("e_paint_oil:20,w_90", "e_oil_paint:20,w_90", code, "paint_oil"),
        ("c_padding,h_90,w_90", "c_pad,h_90,w_90", code, "padding"),
    ]);
}
