//! URLs that work, though they look odd: none may have a finding of severity `error`, and once they are delivered
//! none may have one that was only possible.

use xcld::diagnosis::{Certainty, Severity, diagnose};
use xcld::exchange::Exchange;

const PATHS: &[&str] = &[
    "q1/report.jpg",
    "a4/print.pdf",
    "w3/logo.png",
    "h264/clip.jpg",
    "t_shirts/red.jpg",
    "my_folder/pic.jpg",
    "en_US/hero.jpg",
    "c_fill,w_200/my_folder/pic.jpg",
    "c_fill,w_200/products/2024-01/a_b.jpg",
    "f_auto/v1/site/img-1280x720.final.jpg",
    "v1700000000/w_100/photo.jpg",
    "folder/v2/x.jpg",
    "e_brand_new_effect:30/x.jpg",
    "fl_newflag/x.jpg",
    "c_fill,g_unicorn,w_100,h_100/x.jpg",
    "$new_ref:!docs:raindrops!/e_swap_image:image_$new;index_0/f_gif/x",
    "c_thumb,w_100,h_100/x.jpg",
    "if_isndef_$small/$small_300/if_end/c_scale,w_$small/x.jpg",
    "if_isdef_$big_and_w_gt_20/c_scale,w_$big/if_end/x.jpg",
    "if_!Shadow!_in_pgnames/c_scale,w_20/if_else/c_scale,w_30/if_end/x.jpg",
    "if_ccc_gt_1_or_rc_gt_0/c_scale,w_20/if_end/x.jpg",
    "if_unicorns_gt_1/c_scale,w_20/if_end/x.jpg",
    "if_%21sale%21_in_tags/c_scale,w_20/if_end/x.jpg",
    "%24small_20/c_scale,w_$small/x.jpg",
    "%24small_20/c_scale,w_%24small/x.jpg",
    "c_scale,w_20//e_sepia/x.jpg",
    "e_gen_recolor:prompt_(sweater;dog);to-color_SaddleBrown/x.jpg",
    "l_,l_text:montserrat_35_bold:Bonded%20Leather,co_rgb:ffffff/x.jpg",
    "w_200/50%25-off.jpg",
    "v1/undefined-behaviour/x.jpg",
    "upload/sample.jpg",
];

#[test]
fn what_works_is_no_error() {
    for path in PATHS {
        let url = format!("https://res.cloudinary.com/demo/image/upload/{path}");
        let alone = diagnose(&Exchange { url: url.clone(), method: "GET".into(), ..Exchange::default() });
        let errors: Vec<_> = alone.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{url}: {errors:?}");

        let delivered =
            diagnose(&Exchange { url: url.clone(), method: "GET".into(), status: Some(200), ..Exchange::default() });
        let guesses: Vec<_> = delivered.findings.iter().filter(|f| f.certainty == Certainty::Possible).collect();
        assert!(guesses.is_empty(), "{url}: {guesses:?}");
    }
}

/// URLs that were found in use, in public repositories, and nowhere in the suites: shops, newspapers, loaders of
/// frameworks.
#[test]
fn what_is_in_use_is_no_error() {
    for url in include_str!("corpus/in_use.txt").lines() {
        let alone = diagnose(&Exchange { url: url.to_owned(), method: "GET".into(), ..Exchange::default() });
        assert!(alone.anatomy.is_some(), "{url}");
        let errors: Vec<_> = alone.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{url}: {errors:?}");
    }
}
