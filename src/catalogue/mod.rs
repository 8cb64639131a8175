//! What servers say: message templates, statuses and network errors, each with what it means, as tables.
//!
//! The wording of Cloudinary's messages is not contractual. So a template matches without regard to case and
//! spacing ([`template`]), prefixes are passed over, several errors in one message are told apart, and what no
//! template knows is explained by its status ([`status`]).

mod delivery;
pub mod docs;
pub mod network;
pub mod status;
pub mod template;
mod upload;
pub mod words;

use crate::diagnosis::{Certainty, Code, Surface};
use std::sync::LazyLock;
use template::{Match, Needs, Pairs};

/// One cause, and all the wordings by which servers tell it.
#[derive(Debug)]
pub struct Row {
    /// The wordings: see [`template`] for their signs.
    pub templates: &'static [&'static str],
    /// The services that say so. Rows of the exchange's own surface go before others that match as well.
    pub surfaces: &'static [Surface],
    /// The code of the finding. Its severity is that of the exchange: an error where it failed, a warning
    /// where something was delivered in spite of it.
    pub code: Code,
    /// How sure the explanation is.
    pub certainty: Certainty,
    /// What is at fault, so that it can be found in the URL or among the fields.
    pub culprit: Culprit,
    /// Names the culprit. May hold `{holes}` and `[alternatives|…]`: see [`words::fill`].
    pub title: &'static str,
    /// Why. May hold holes.
    pub detail: &'static str,
    /// What to do. May hold holes.
    pub remedy: &'static str,
    /// The official page.
    pub docs: &'static str,
    /// Where the wordings were found.
    pub source: &'static str,
}

/// What a message blames. The token that it names stands in the hole of the same name, if it names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Culprit {
    /// Nothing in the request.
    Nothing,
    /// The public ID (hole `public_id`).
    PublicId,
    /// The address inside a fetch URL (holes `url`, `remote`).
    Remote,
    /// The cloud name (hole `cloud`).
    CloudName,
    /// The delivery type.
    DeliveryType,
    /// The asset type.
    AssetType,
    /// The signature.
    Signature,
    /// The extension (hole `extension`).
    Extension,
    /// The whole transformation.
    Transformation,
    /// A parameter (hole `parameter`) with a value (hole `value`).
    Value,
    /// A parameter (hole `parameter`), whatever its value.
    Parameter,
    /// A piece of the transformation (hole `component`).
    Component,
    /// The parameter with this key.
    Key(&'static str),
    /// This flag.
    Flag(&'static str),
    /// What sets the size.
    Size,
    /// A layer (hole `layer`).
    Layer,
    /// A layer or a part of it (hole `value`).
    LayerValue,
    /// The font of a text layer (hole `font`).
    Font,
    /// A named transformation (hole `name`).
    Name,
    /// A variable (hole `variable`).
    Variable,
    /// A condition (hole `value`).
    Condition,
    /// The file: the field `file` of an upload, the public ID of a delivery.
    File,
    /// This field of the upload.
    Field(&'static str),
    /// The field of the upload that the hole `parameter` names.
    ParameterField,
    /// The field that holds a display name or a folder.
    NameField,
    /// The end of the API's path.
    Action,
}

/// A message, or one of several in it, that the catalogue knows.
#[derive(Clone, Copy, Debug)]
pub struct Recognised<'m> {
    /// What it means.
    pub row: &'static Row,
    /// What stood in its holes.
    pub holes: Match<'m>,
    /// Whether it concerns a transformation that is made in advance.
    pub eager: bool,
    /// The message, or its part that is this one.
    pub text: &'m str,
    /// Whether it begins and ends as the wording does, or shares a long stretch with it. Where a few words go on
    /// otherwise they may mean something else.
    pub whole: bool,
}

impl Recognised<'_> {
    /// How sure the explanation is.
    pub fn certainty(&self) -> Certainty {
        let most = if self.whole { Certainty::Certain } else { Certainty::Likely };
        self.row.certainty.min(most)
    }
}

/// All rows.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    delivery::ROWS.iter().chain(upload::ROWS)
}

/// The part of a message that is read. Real ones have one to three lines; what follows is still shown.
const READ: usize = 2048;
/// At most so many commas are tried as borders between joined messages.
const MOST_BORDERS: usize = 64;
/// What it counts, in letters, that a row is of the exchange's own surface. A template that begins with a hole is
/// so general that it counts for its own surfaces only.
const HOME: usize = 10;
/// A wording of so many letters means what it says, whatever follows it.
const LONG: usize = 18;
/// A template that is found inside a message, not at its beginning, must match at least so many letters.
const WEIGHTY: usize = 12;

/// Reads `message`: each known error in it, in order. Empty where none is known.
pub fn recognise(message: &str, surface: Option<Surface>) -> Vec<Recognised<'_>> {
    let mut rest = head(message, READ);
    let pairs = Pairs::of(rest);
    let mut found: Vec<Recognised> = Vec::new();
    loop {
        let border = rest.match_indices(", ").take(MOST_BORDERS).map(|(at, _)| at).find(|at| {
            rest.get(at + 2..).and_then(|next| at_start(next, &pairs, surface)).is_some_and(|next| {
                // “…, file is invalid” may be the tail of a list in one message.
                let weight = next.holes.weight;
                weight >= WEIGHTY && (weight >= 2 * WEIGHTY || next.row.certainty == Certainty::Certain)
            })
        });
        let one = border.and_then(|at| rest.get(..at)).unwrap_or(rest);
        found.extend(at_start(one, &pairs, surface).or_else(|| anywhere(one, &pairs, surface)));
        match border.and_then(|at| rest.get(at + 2..)) {
            Some(next) => rest = next,
            None => return found,
        }
    }
}

/// The longest beginning of `text` of at most `length` bytes.
fn head(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// What may stand in front of a message.
const PREFIXES: &[&str] = &["eager ", "incoming ", "error:", "error -", "upload failed:", "cloudinary:"];

/// `text` without the first prefix that it begins with, “`[prodenv:NAME]` ” or one of [`PREFIXES`].
fn without_prefix(text: &str) -> Option<(&str, bool)> {
    if let Some((_, after)) = text.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        return Some((after.trim_start(), false));
    }
    let starts = |prefix: &&&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let prefix = PREFIXES.iter().find(starts)?;
    Some((text.get(prefix.len()..)?.trim_start(), *prefix == "eager "))
}

/// The row that says most about the beginning of `text`, with its prefixes or without: “Eager ” is one in
/// “Eager Invalid flag …”, but a parameter in “Eager parameter is not allowed …”.
fn at_start<'m>(text: &'m str, pairs: &Pairs, surface: Option<Surface>) -> Option<Recognised<'m>> {
    let mut rest = text.trim_start();
    let mut eager = false;
    let mut found: Option<Recognised> = None;
    loop {
        if let Some((row, holes)) = best(rest, pairs, surface, |_| true)
            && found.as_ref().is_none_or(|found| holes.weight > found.holes.weight)
        {
            found = Some(Recognised { row, holes, eager, text: rest, whole: holes.is_whole() || holes.weight >= LONG });
        }
        match without_prefix(rest) {
            Some((after, is_eager)) => {
                rest = after;
                eager |= is_eager;
            }
            None => return found,
        }
    }
}

/// The row that says most about a later part of `text`.
fn anywhere<'m>(text: &'m str, pairs: &Pairs, surface: Option<Surface>) -> Option<Recognised<'m>> {
    let starts = head(text, READ / 4).match_indices(' ').map(|(at, _)| at + 1);
    let found = starts.filter_map(|at| best(text.get(at..)?, pairs, surface, |template| !template.starts_with('{')));
    found
        .reduce(|one, other| if other.1.weight > one.1.weight { other } else { one })
        .filter(|(_, holes)| holes.weight >= WEIGHTY)
        .map(|(row, holes)| Recognised { row, holes, eager: false, text, whole: holes.weight >= LONG })
}

/// A wording of a row, with what tells quickly that it cannot match.
struct Wording {
    row: &'static Row,
    template: &'static str,
    needs: Needs,
}

/// All wordings by the letter that a message begins with, the last list for other signs. Made ready when the first
/// message is read.
static WORDINGS: LazyLock<Vec<Vec<Wording>>> = LazyLock::new(|| {
    let beginning = |first: u8| {
        let wordings = rows().flat_map(|row| row.templates.iter().map(move |&template| (row, template)));
        let fitting = wordings.filter(|(_, template)| template::may_begin(template, first));
        fitting.map(|(row, template)| Wording { row, template, needs: Needs::of(template) }).collect()
    };
    (b'a'..=b'z').chain([b'0']).map(beginning).collect()
});

/// The wordings for a message that begins with `first`.
fn wordings(first: u8) -> impl Iterator<Item = &'static Wording> {
    let place = first.to_ascii_lowercase().checked_sub(b'a').filter(|place| *place < 26).unwrap_or(26);
    WORDINGS.get(usize::from(place)).into_iter().flatten()
}

fn best<'m>(
    text: &'m str,
    pairs: &Pairs,
    surface: Option<Surface>,
    takes: impl Fn(&str) -> bool,
) -> Option<(&'static Row, Match<'m>)> {
    let mut found: Option<(&'static Row, Match<'m>)> = None;
    let fits = |row: &Row| surface.is_none_or(|surface| row.surfaces.contains(&surface));
    let rank = |row: &Row, holes: &Match| holes.weight + if fits(row) { HOME } else { 0 };
    let first = text.bytes().next()?;
    for &Wording { row, template, .. } in wordings(first).filter(|one| one.needs.are_in(pairs)) {
        if takes(template)
            && (!template.starts_with('{') || fits(row))
            && let Some(holes) = template::matches(template, text)
            && found.as_ref().is_none_or(|(best, best_holes)| rank(row, &holes) > rank(best, best_holes))
        {
            found = Some((row, holes));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[test]
    fn templates_are_well_formed() {
        for row in rows() {
            for template in row.templates {
                let mut depth = 0;
                for c in template.chars() {
                    match c {
                        '[' => depth += 1,
                        ']' => depth -= 1,
                        '{' => assert_eq!(depth, 0, "a hole in an alternative: {template}"),
                        _ => {}
                    }
                    assert!(matches!(depth, 0 | 1), "{template}");
                }
                assert_eq!(depth, 0, "{template}");
                assert!(!template.contains("}{"), "two holes side by side: {template}");
                assert_eq!(*template, template.to_ascii_lowercase());
                assert!(template.matches('{').count() <= 4, "{template}");
            }
            for words in [row.title, row.detail, row.remedy] {
                assert!(!words.is_empty() && !words.contains('!') || words.contains("!text!"), "{words}");
            }
            assert!(
                !row.title.ends_with('.') && row.detail.ends_with('.') && !row.remedy.ends_with('.'),
                "{}",
                row.title
            );
            assert!(row.docs.starts_with("https://") && !row.source.is_empty());
        }
    }

    /// A template of which a part can never match would be dead: each one matches what it spells out.
    #[test]
    fn each_template_is_found_by_its_own_row() {
        for row in rows() {
            for template in row.templates {
                let text = spelled(template);
                let found = at_start(&text, &Pairs::of(&text), row.surfaces.first().copied())
                    .unwrap_or_else(|| panic!("{template} does not match {text}"))
                    .row;
                assert!(
                    found.code == row.code || template.starts_with('{') || template.contains("{value}"),
                    "{text} is taken for {} by {:?}",
                    found.code,
                    found.templates.first()
                );
            }
        }
    }

    /// A hole may be empty where it is the last of a template, and a template may lack it.
    #[test]
    fn sentences_read_well_without_their_holes() {
        for row in rows() {
            for template in row.templates {
                let text = spelled(template);
                let spelled_out = template::matches(template, &text).unwrap_or_else(|| panic!("{template}: {text}"));
                let last = template.strip_suffix('}').and_then(|rest| rest.rsplit('{').next()).unwrap_or_default();
                for words in [row.title, row.detail, row.remedy] {
                    for drops in [true, false] {
                        let value = |name: &str| match name {
                            "field" => spelled_out
                                .get("parameter")
                                .filter(|_| !drops || last != "parameter")
                                .map(Cow::Borrowed),
                            name => spelled_out.get(name).filter(|_| !drops || last != name).map(Cow::Borrowed),
                        };
                        let sentence = words::fill(words, &value);
                        assert!(!sentence.contains("“”") && !sentence.contains("  "), "{template}: {sentence}");
                        assert!(!sentence.ends_with(' ') && !sentence.contains(" ,"), "{template}: {sentence}");
                    }
                }
            }
        }
    }

    /// The template with its first alternatives and something in its holes.
    fn spelled(template: &str) -> String {
        let mut out = String::new();
        let mut rest = template.trim_end_matches('$');
        while let Some(at) = rest.find(['[', '{', ':']) {
            out.push_str(&rest[..at]);
            let sign = &rest[at..=at];
            rest = &rest[at + 1..];
            match sign {
                ":" => out.push_str(": "),
                "[" => {
                    let (alternatives, after) = rest.split_once(']').unwrap();
                    out.push_str(alternatives.split('|').next().unwrap());
                    rest = after;
                }
                _ => {
                    let (name, after) = rest.split_once('}').unwrap();
                    out.push_str(match name {
                        "number" | "max" | "got" | "limit" => "12",
                        "remote" => "https://a.b/c",
                        "variable" => "$thing",
                        _ => "thing",
                    });
                    rest = after;
                }
            }
        }
        out + rest
    }

    fn codes(message: &str, surface: Surface) -> Vec<&'static str> {
        recognise(message, Some(surface)).iter().map(|one| one.row.code.as_str()).collect()
    }

    #[test]
    fn passes_over_prefixes_and_parts_joined_messages() {
        use Surface::{Delivery, Upload};
        assert_eq!(codes("Eager Invalid flag in transformation: faststart", Upload), ["parameter-value-invalid"]);
        assert!(recognise("Eager Invalid flag in transformation: x", None)[0].eager);
        assert_eq!(codes("[prodenv:a b] missing permissions (actions=[\"create\"])", Upload), ["permission-missing"]);
        let two = "Overwrite parameter is not allowed when using unsigned upload. Only upload_preset, callback, tags \
            upload parameters are allowed., Moderation parameter is not allowed when using unsigned upload. Only \
            upload_preset, callback upload parameters are allowed., Upload preset must be specified when using unsigned upload";
        assert_eq!(
            codes(two, Upload),
            ["unsigned-parameter-not-allowed", "unsigned-parameter-not-allowed", "upload-preset-missing"]
        );
        assert_eq!(codes("Resource not found - a, b, c", Delivery), ["asset-not-found"]);
        assert_eq!(
            codes("Resource not found - Error in loading https://a/b - HTML response", Delivery),
            ["fetch-source-not-media"]
        );
        assert_eq!(codes("The upload went wrong: Upload preset not found", Upload), ["upload-preset-unknown"]);
        assert!(codes("Something nobody has seen", Delivery).is_empty());
        assert!(codes("", Delivery).is_empty());
    }

    /// Only the beginning is read, so that a hostile message costs no more than a long one.
    #[test]
    fn what_stands_far_behind_is_not_read() {
        let far = format!("{}Upload preset not found", "a, ".repeat(400_000));
        assert!(recognise(&far, None).is_empty());
        let near = format!("{}Upload preset not found", "a, ".repeat(10));
        assert_eq!(codes(&near, Surface::Upload), ["upload-preset-unknown"]);
    }
}
