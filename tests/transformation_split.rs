//! Components and parameters of chains, and what is a component at all.

use xcld::span::Span;
use xcld::transformation::{Likeness, components, likeness, parameters};

fn split(chain: &str) -> Vec<Vec<(&str, &str)>> {
    components(chain, Span::new(0, chain.len()))
        .map(|component| parameters(chain, component).map(|p| (p.key.of(chain), p.value.of(chain))).collect())
        .collect()
}

#[test]
fn a_chain_is_split_at_slashes_commas_and_the_first_underscore() {
    assert_eq!(
        split("c_fill,w_200/e_gen_remove:prompt_a_b/if_else/$big_$small_pow_2,$x"),
        [
            vec![("c", "fill"), ("w", "200")],
            vec![("e", "gen_remove:prompt_a_b")],
            vec![("if", "else")],
            vec![("$big", "$small_pow_2"), ("$x", "")],
        ]
    );
}

#[test]
fn an_encoded_comma_separates_only_where_a_parameter_follows_and_never_inside_text() {
    assert_eq!(split("c_limit%2Cf_auto%2cw_880"), [[("c", "limit"), ("f", "auto"), ("w", "880")]]);
    assert_eq!(split("e_gen_remove:prompt_cat%2C%20dog"), [[("e", "gen_remove:prompt_cat%2C%20dog")]]);
    assert_eq!(split("l_text:Arial_20:a%252Cb%2Cw_1,w_2"), [[("l", "text:Arial_20:a%252Cb%2Cw_1"), ("w", "2")]]);
}

#[test]
fn an_encoded_dollar_begins_a_variable() {
    assert_eq!(
        split("%24th_12%2C%24tw_%24th_div_2/w_%24tw,%24x_!a!"),
        [vec![("%24th", "12"), ("%24tw", "%24th_div_2")], vec![("w", "%24tw"), ("%24x", "!a!")],]
    );
    assert_eq!(split("l_text%3AArial_20%3Aa%2Cw_1,w_2"), [[("l", "text%3AArial_20%3Aa%2Cw_1"), ("w", "2")]]);
}

#[test]
fn empty_components_and_parameters_are_kept() {
    assert_eq!(split("c_fill//w_2,,"), [vec![("c", "fill")], vec![("", "")], vec![("w", "2"), ("", ""), ("", "")]]);
}

#[test]
fn a_segment_is_a_component_by_its_keys() {
    for segment in [
        "w_200",
        "c_fil,zz",
        "e_books",
        "$name",
        "$name_1",
        "%24name_1",
        "if_else",
        "c_limit%2Cw_8",
        "l_text:Arial_2:a",
    ] {
        let expected = if segment == "c_fil,zz" { Likeness::Malformed } else { Likeness::Component };
        assert_eq!(likeness(segment), expected, "{segment}");
    }
    for segment in ["W_200", "w=200", "w:200", "w-200", "w200", "ab_cd,w_200", "c_fill,,w_200"] {
        assert_eq!(likeness(segment), Likeness::Malformed, "{segment}");
    }
    for segment in
        ["", "docs", "v123", "my_folder", "sample.jpg", "sam,ple", "x86", "e-books", "a1", "ab_cd", "$", "%2450_off"]
    {
        assert_eq!(likeness(segment), Likeness::No, "{segment}");
    }
}
