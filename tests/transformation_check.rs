//! What is said of faulty transformations: code, exact characters, first remedy.

use std::fmt::Write as _;
use xcld::diagnosis::{Finding, Severity};
use xcld::transformation::{check, components, describe, parameters};
use xcld::url::read;

const BEFORE: &str = "https://res.cloudinary.com/demo/image/upload/";
const AFTER: &str = "/v1/sample.jpg";

fn of(url: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    check(url, &read(url), &mut findings);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn url(chain: &str) -> String {
    format!("{BEFORE}{chain}{AFTER}")
}

/// The chain, the code, the characters at fault, and the chain that the first remedy gives (empty: no URL).
const ERRORS: &[(&str, &str, &str, &str)] = &[
    ("W_200,c_fill", "parameter-unknown", "W", "w_200,c_fill"),
    ("C_Fill,w_200", "parameter-unknown", "C_Fill", "c_fill,w_200"),
    ("F_AUTO", "parameter-unknown", "F_AUTO", "f_auto"),
    ("w-200", "transformation-malformed", "-", "w_200"),
    ("w=200", "transformation-malformed", "=", "w_200"),
    ("w:200", "transformation-malformed", ":", "w_200"),
    ("c_fill,w200", "transformation-malformed", "w200", "c_fill,w_200"),
    ("width_400,crop_scale", "parameter-unknown", "width", "w_400,crop_scale"),
    ("c_fill,ab_cd,w_200", "parameter-unknown", "ab", "c_fill,w_200"),
    ("c_fill,hieght_200", "parameter-unknown", "hieght", "c_fill,h_200"),
    ("c_fill;w_200;h_100", "transformation-malformed", ";w_200;", "c_fill,w_200,h_100"),
    ("c_fill&w_200", "transformation-malformed", "&", "c_fill,w_200"),
    ("c_fill w_200", "transformation-malformed", " ", "c_fill,w_200"),
    ("c_fill,%20w_200", "transformation-malformed", "%20", "c_fill,w_200"),
    ("c_fillw_200", "transformation-malformed", "w_", "c_fill,w_200"),
    ("c_fil,w_200", "parameter-value-invalid", "fil", "c_fill,w_200"),
    ("c_cover,w_200", "parameter-value-invalid", "cover", "c_fill,w_200"),
    ("w_200px", "parameter-value-invalid", "200px", "w_200"),
    ("w_50%,c_scale", "parameter-value-invalid", "50%", "w_0.5,c_scale"),
    ("c_fill,w_0", "parameter-value-invalid", "0", "c_fill"),
    ("c_fill,w_-20", "parameter-value-invalid", "-20", "c_fill,w_20"),
    ("c_fill,w_NaN", "parameter-value-invalid", "NaN", "c_fill"),
    ("c_fill,h_undefined,w_2", "parameter-value-invalid", "undefined", "c_fill,w_2"),
    ("c_fill,w_abc", "parameter-value-invalid", "abc", "c_fill"),
    ("c_fill,w_", "parameter-value-invalid", "w_", "c_fill"),
    ("w_0,5,c_scale", "parameter-value-invalid", ",", "w_0.5,c_scale"),
    ("ar_16/9,c_fill", "parameter-value-invalid", "16/9", "ar_16:9,c_fill"),
    ("ar_16x9,c_fill", "parameter-value-invalid", "16x9", "ar_16:9,c_fill"),
    ("b_%23ff0000,c_pad,w_2", "parameter-value-invalid", "%23ff0000", "b_rgb:ff0000,c_pad,w_2"),
    ("bo_5px_solid_#f00/w_2", "parameter-value-invalid", "#f00", "bo_5px_solid_rgb:f00/w_2"),
    ("bo_5_solid_red,w_2", "parameter-value-invalid", "5_solid_red", "bo_5px_solid_red,w_2"),
    ("e_sepa:50,w_2", "parameter-value-invalid", "sepa", "e_sepia:50,w_2"),
    ("e_sepia_50,w_2", "parameter-value-invalid", "sepia_50", "e_sepia:50,w_2"),
    ("e_art:incogneto,w_2", "parameter-value-invalid", "incogneto", "e_art:incognito,w_2"),
    ("e_gen_replace:form_cat;to_dog,w_2", "parameter-value-invalid", "form", "e_gen_replace:from_cat;to_dog,w_2"),
    ("l_logo,w_2/fl_layer_aply", "parameter-value-invalid", "layer_aply", "l_logo,w_2/fl_layer_apply"),
    ("c_crop,g_nort_west,w_2", "parameter-value-invalid", "nort_west", "c_crop,g_north_west,w_2"),
    ("c_crop,g_top_left,w_2", "parameter-value-invalid", "top_left", "c_crop,g_north_west,w_2"),
    ("c_fill,g_auto_face,w_2", "parameter-value-invalid", "_", "c_fill,g_auto:face,w_2"),
    ("f_atuo,w_2", "parameter-value-invalid", "atuo", "f_auto,w_2"),
    ("q_auto:god,w_2", "parameter-value-invalid", "god", "q_auto:good,w_2"),
    ("q_80%,w_2", "parameter-value-invalid", "80%", "q_80,w_2"),
    ("dpr_2x,w_2", "parameter-value-invalid", "2x", "dpr_2,w_2"),
    ("r_20px,w_2", "parameter-value-invalid", "20px", "r_20,w_2"),
    ("r_mx,w_2", "parameter-value-invalid", "mx", "r_max,w_2"),
    ("vc_h256,w_2", "parameter-value-invalid", "h256", "vc_h265,w_2"),
    ("w_iw_dvi_2,c_scale", "parameter-value-invalid", "dvi", "w_iw_div_2,c_scale"),
    ("c_scale,g_auto,w_200", "parameters-conflict", "g_auto", "c_scale,w_200"),
    ("c_fill_pad,h_100,w_200", "parameter-requires-another", "c_fill_pad", "c_fill_pad,g_auto,h_100,w_200"),
    ("c_scale,w_9/fl_layer_apply,g_west", "layer-malformed", "fl_layer_apply", "c_scale,w_9"),
    (
        "l_text:Arial_40:Hello, World,co_red/fl_layer_apply",
        "layer-malformed",
        ",",
        "l_text:Arial_40:Hello%252C%20World,co_red/fl_layer_apply",
    ),
    (
        "l_text:Arial_40:24/7,co_red/fl_layer_apply",
        "layer-malformed",
        "/",
        "l_text:Arial_40:24%252F7,co_red/fl_layer_apply",
    ),
    ("l_fetch:aHR0c/c2l6ZT0=/fl_layer_apply", "layer-malformed", "/", "l_fetch:aHR0c_c2l6ZT0=/fl_layer_apply"),
    ("if_width_gt_300,c_scale,w_9", "condition-malformed", "width", "if_w_gt_300,c_scale,w_9"),
    ("if_isdef_w,c_scale,w_9", "condition-malformed", "isdef_w", ""),
    ("w_${width},c_scale", "parameter-value-invalid", "${width}", "c_scale"),
    ("if_w_gtt_300,c_scale,w_9", "condition-malformed", "gtt", "if_w_gt_300,c_scale,w_9"),
    ("c_scale,w_9/if_else/e_sepia", "condition-malformed", "if_else", "c_scale,w_9/e_sepia"),
    ("$size_300/w_$sise,c_scale", "variable-invalid", "$sise", "$size_300/w_$size,c_scale"),
    ("w_$size,c_scale/$size_3", "variable-invalid", "$size", ""),
];

/// The same for what is no error.
const WARNINGS: &[(&str, &str, &str, &str)] = &[
    ("c_fill,w_200,", "transformation-malformed", ",", "c_fill,w_200"),
    ("c_fill//w_200", "transformation-malformed", "/", "c_fill/w_200"),
    ("c_fill,,w_200", "transformation-malformed", ",", "c_fill,w_200"),
    (",c_fill,w_200", "transformation-malformed", ",", "c_fill,w_200"),
    ("c_fill,r_,w_2", "parameter-value-invalid", "r_", "c_fill,w_2"),
    ("du_2.5s,so_1", "parameter-value-invalid", "2.5s", "du_2.5,so_1"),
    ("b_ff0000,c_pad,w_2", "parameter-value-invalid", "ff0000", "b_rgb:ff0000,c_pad,w_2"),
    ("l_logo/c_scale,w_100/e_sepia", "layer-malformed", "l_logo", "l_logo/c_scale,w_100/e_sepia/fl_layer_apply"),
    ("co_fffffe,e_outline:35", "parameter-value-invalid", "fffffe", "co_rgb:fffffe,e_outline:35"),
    ("l_text:Lato_40_style_light:Hello,co_red", "layer-malformed", "style", ""),
    ("fl_tiff8_lzw,w_9", "parameters-conflict", "tiff8_lzw", "w_9"),
    ("fl_lossy.tiff8_lzw,f_png,w_9", "parameters-conflict", "tiff8_lzw", "fl_lossy,f_png,w_9"),
    ("fl_preserve_transparency,w_9", "parameters-conflict", "preserve_transparency", "w_9"),
    ("c_thumb,g_adv_face,w_9", "signature-required", "g_adv_face", ""),
    ("e_sepia,e_blur:100", "parameters-conflict", "e_blur:100", "e_sepia/e_blur:100"),
    ("c_fill,w_2,w_3", "parameters-conflict", "w_3", "c_fill,w_2"),
    ("$my_width_300/w_$my_width,c_scale", "variable-invalid", "$my_width", "$mywidth_300/w_$mywidth,c_scale"),
    ("$color_blue/b_$color,c_pad,w_2", "variable-invalid", "blue", "$color_!blue!/b_$color,c_pad,w_2"),
    ("$color_!blue/b_$color,c_pad,w_2", "variable-invalid", "!blue", "$color_!blue!/b_$color,c_pad,w_2"),
    ("$size_300/w_20,c_scale", "variable-invalid", "$size_300", "w_20,c_scale"),
    ("if_wdth_gt_300,c_scale,w_9", "condition-malformed", "wdth", ""),
    ("if_w_gt_300/c_scale,w_300", "condition-malformed", "if_w_gt_300", "if_w_gt_300/c_scale,w_300/if_end"),
    (
        "l_text:Arial_40:Hello World/fl_layer_apply",
        "layer-malformed",
        " ",
        "l_text:Arial_40:Hello%20World/fl_layer_apply",
    ),
    ("vc_h264,w_9", "parameter-wrong-asset-type", "vc_h264", ""),
    ("e_sepia:500,w_9", "parameter-value-invalid", "500", "e_sepia:100,w_9"),
    ("e_brandnewthing,w_9", "parameter-value-invalid", "brandnewthing", ""),
];

fn hold(cases: &[(&str, &str, &str, &str)], is_error: bool) {
    let mut wrong = Vec::new();
    for (chain, code, span, fixed) in cases {
        let url = url(chain);
        let findings = of(&url);
        let Some(first) = findings.first() else {
            wrong.push(format!("{chain}: nothing is said"));
            continue;
        };
        let text = first.span.map_or("", |span| span.of(&url));
        let fix = first.fixes.first().and_then(|fix| fix.url.as_deref()).unwrap_or_default();
        let fix = fix.strip_prefix(BEFORE).and_then(|fix| fix.strip_suffix(AFTER)).unwrap_or_default();
        let severity = (first.severity == Severity::Error) == is_error;
        if first.code.as_str() != *code || text != *span || (fix != *fixed && !fixed.is_empty()) || !severity {
            wrong.push(format!("{chain}: {} “{text}” {fix} {:?} {}", first.code, first.severity, first.title));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors_are_told_with_their_characters_and_their_remedy() {
    hold(ERRORS, true);
}

#[test]
fn what_may_work_is_no_error() {
    hold(WARNINGS, false);
}

#[test]
fn the_same_parameter_again_is_advice_and_another_value_a_warning() {
    for (chain, severity) in [("q_auto,f_auto,q_auto", Severity::Advice), ("q_auto,f_auto,q_80", Severity::Warning)] {
        let url = url(chain);
        let findings = of(&url);
        assert!(findings.iter().any(|finding| finding.severity == severity), "{chain}: {findings:?}");
        assert!(findings.iter().all(|finding| finding.severity <= severity), "{chain}: {findings:?}");
    }
}

#[test]
fn a_segment_that_could_be_a_folder_is_no_error() {
    for folder in ["e_books", "t_shirts", "a_b", "c_2020", "d_images", "p_1", "l_x", "x_files", "my_folder", "b_roll"] {
        let url = format!("{BEFORE}{folder}/photo.jpg");
        assert!(of(&url).iter().all(|finding| finding.severity < Severity::Error), "{folder}: {:?}", of(&url));
    }
    let url = format!("{BEFORE}w_abc/photo.jpg");
    assert_eq!(of(&url).first().map(|finding| finding.severity), Some(Severity::Error));
}

#[test]
fn a_signed_url_must_be_signed_again() {
    let url = "https://res.cloudinary.com/demo/image/upload/s--2hbrSMPO--/c_fil,w_2/v1/sample.jpg";
    let title = of(url).first().and_then(|finding| finding.fixes.first()).map(|fix| fix.title.clone());
    assert_eq!(title.as_deref(), Some("Write c_fill, and sign the URL again"));
}

#[test]
fn a_remedy_reads_clean_and_is_its_own_end() {
    for (chain, ..) in ERRORS {
        for finding in of(&url(chain)).into_iter().filter(|finding| finding.severity == Severity::Error) {
            for fixed in finding.fixes.iter().filter_map(|fix| fix.url.as_deref()) {
                let left = of(fixed).into_iter().filter(|finding| finding.severity == Severity::Error).count();
                let before = of(&url(chain)).into_iter().filter(|finding| finding.severity == Severity::Error).count();
                assert!(left < before.max(1), "{chain}: {fixed}");
            }
        }
    }
}

#[test]
fn every_parameter_is_named_and_common_values_are_explained() {
    let chain =
        "c_fill,e_blur:300,fl_progressive,g_north_west,w_0.5,q_auto:good,ar_16:9,if_w_gt_300,l_text:Arial_20:Hi%20you";
    let url = url(chain);
    let component = components(&url, read(&url).transformation.expect("a transformation")).next().expect("a component");
    let said: Vec<String> = parameters(&url, component)
        .map(|parameter| {
            describe(&url, parameter).map(|said| format!("{}: {}", said.name, said.meaning)).unwrap_or_default()
        })
        .collect();
    assert_eq!(
        said,
        [
            "crop mode: fills the size, cropping what overlaps",
            "effect: blurs (300)",
            "flag: loads progressively",
            "gravity: top left",
            "width: 50 percent of the original width",
            "quality: chosen for the image, good",
            "aspect ratio: 16 to 9",
            "condition: only where width is greater than 300",
            "overlay: the text “Hi you” on top",
        ]
    );
}

/// A name, and what makes a chain of so many parts.
type Shape = (&'static str, fn(usize) -> String);

/// There is no clock here (`cargo bench` prints the curve): a rule that looks at everything once for every component
/// would take longer than anybody waits.
#[test]
fn fifty_thousand_components_are_no_denial_of_service() {
    let shapes: [Shape; 8] = [
        ("components", |n| "c_fill,w_200/".repeat(n)),
        ("faulty components", |n| "c_fil,W_200,ab_cd/".repeat(n)),
        ("layers", |n| "l_logo/c_scale/".repeat(n)),
        ("variables", |n| {
            (0..n).fold(String::new(), |mut text, i| {
                let _ = write!(text, "$v{i}_1,w_$v{i}/");
                text
            })
        }),
        ("unset variables", |n| {
            (0..n).fold(String::new(), |mut text, i| {
                let _ = write!(text, "w_$v{i}/");
                text
            })
        }),
        ("commas", |n| ",".repeat(n * 8)),
        ("encoded commas", |n| format!("e_{}", "a%2Cx".repeat(n * 2))),
        ("one value", |n| format!("e_blur:{}", "1a;".repeat(n * 8))),
    ];
    for (name, make) in shapes {
        let url = url(make(50_000).trim_end_matches('/'));
        let fits = |finding: &Finding| finding.span.is_some_and(|span| span.end <= url.len());
        assert!(of(&url).iter().all(fits), "{name}");
    }
}
