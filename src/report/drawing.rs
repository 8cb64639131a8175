//! A URL as it is drawn: its parts in order, cut into runs where a mark begins or a line may break.

use crate::span::Span;
use crate::url::{Anatomy, Part, PartKind, parts};

/// The longest stretch without a place to break, in characters, that still fits the narrowest popup.
const LONGEST_UNBROKEN: usize = 32;

/// A part of the URL and the runs that make it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// What it is and where it stands.
    pub part: Part,
    /// Its text, without gaps.
    pub runs: Vec<Run>,
}

/// Text that is drawn in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it stands.
    pub span: Span,
    /// Which of the marks it belongs to: its place in the list of marks.
    pub mark: Option<usize>,
    /// Whether a line may break anywhere in it, because it is too long for a line.
    pub loose: bool,
    /// Whether a line may break behind it.
    pub breaks: bool,
}

/// Draws `url`. Of overlapping `marks` the first wins. The runs joined are the URL to the byte.
pub fn draw(url: &str, anatomy: &Anatomy, marks: &[Span]) -> Vec<Drawn> {
    let chunks = chunks(url);
    parts(url, anatomy)
        .into_iter()
        .map(|part| {
            let mut cuts: Vec<usize> = marks
                .iter()
                .flat_map(|mark| [mark.start, mark.end])
                .filter(|cut| *cut > part.span.start && *cut < part.span.end && url.is_char_boundary(*cut))
                .collect();
            let first = chunks.partition_point(|chunk| chunk.span.end <= part.span.start);
            let here = chunks.get(first..).unwrap_or_default();
            cuts.extend(here.iter().map(|chunk| chunk.span.end).take_while(|end| *end < part.span.end));
            cuts.push(part.span.end);
            cuts.sort_unstable();
            cuts.dedup();
            let mut start = part.span.start;
            let mut chunk = here.iter().peekable();
            let runs = cuts
                .into_iter()
                .map(|end| {
                    while chunk.next_if(|chunk| chunk.span.end <= start).is_some() {}
                    let run = Run {
                        span: Span::new(start, end),
                        mark: marks.iter().position(|mark| mark.start <= start && end <= mark.end),
                        loose: chunk.peek().is_some_and(|chunk| chunk.loose),
                        breaks: end < url.len() && chunk.peek().is_some_and(|chunk| chunk.span.end == end),
                    };
                    start = end;
                    run
                })
                .collect();
            Drawn { part, runs }
        })
        .collect()
}

/// A stretch that ends where a line may break.
struct Chunk {
    span: Span,
    loose: bool,
}

/// Lines break behind `/` and `,` (a run of slashes is one place), and behind the encoded forms of both.
fn chunks(url: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut push = |end: usize| {
        if end > start {
            let loose = Span::new(start, end).of(url).chars().count() > LONGEST_UNBROKEN;
            chunks.push(Chunk { span: Span::new(start, end), loose });
            start = end;
        }
    };
    let bytes = url.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let encoded = || bytes.get(at..at + 3).is_some_and(|three| matches!(three, b"%2C" | b"%2c" | b"%2F" | b"%2f"));
        match byte {
            b'/' if bytes.get(at + 1) != Some(&b'/') => push(at + 1),
            b',' => push(at + 1),
            b'%' if encoded() => push(at + 3),
            _ => {}
        }
    }
    push(url.len());
    chunks
}

/// Where `corrected` differs from `url`, as a span of `corrected`, or `None` where something was only taken away.
///
/// `fault` is what was at fault in `url`: where the repair kept to it, the span is what stands in its place now, so
/// that “c_fil” corresponds to “c_fill” and not to the one letter that was missing.
pub fn changed(url: &str, corrected: &str, fault: Option<Span>) -> Option<Span> {
    if let Some(fault) = fault
        && let (Some(head), Some(tail)) = (url.get(..fault.start), url.get(fault.end..))
        && let Some(rest) = corrected.strip_prefix(head)
        && let Some(now) = rest.strip_suffix(tail)
    {
        return (!now.is_empty()).then(|| Span::new(head.len(), head.len() + now.len()));
    }
    let head: usize = url.chars().zip(corrected.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (rest, now) = (url.get(head..)?, corrected.get(head..)?);
    let tail: usize =
        rest.chars().rev().zip(now.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let end = corrected.len() - tail;
    (end > head).then(|| Span::new(head, end))
}

/// Whether the author of the URL chose this part, and did not get it with every URL.
pub const fn chosen(kind: PartKind) -> bool {
    matches!(
        kind,
        PartKind::CloudName | PartKind::Parameter | PartKind::PublicId | PartKind::SeoSuffix | PartKind::Extension
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url::read;
    use proptest::prelude::*;

    const URL: &str = "https://res.cloudinary.com/demo/image/upload/c_fil,g_auto/docs/shoes.jpg";

    fn marked(url: &str, mark: Span) -> String {
        draw(url, &read(url), &[mark])
            .iter()
            .flat_map(|drawn| &drawn.runs)
            .filter(|run| run.mark.is_some())
            .map(|run| run.span.of(url))
            .collect()
    }

    #[test]
    fn marks_exactly_the_fault() {
        let start = URL.find("c_fil").expect("it is there");
        assert_eq!(marked(URL, Span::new(start, start + 5)), "c_fil");
        assert_eq!(marked(URL, Span::new(start + 2, start + 5)), "fil");
        assert_eq!(marked(URL, Span::new(start, start + 12)), "c_fil,g_auto");
    }

    #[test]
    fn lines_break_behind_slashes_and_commas() {
        let broken: Vec<String> = draw(URL, &read(URL), &[]).iter().flat_map(|drawn| &drawn.runs).fold(
            vec![String::new()],
            |mut lines, run| {
                if let Some(line) = lines.last_mut() {
                    line.push_str(run.span.of(URL));
                }
                if run.breaks {
                    lines.push(String::new());
                }
                lines
            },
        );
        let expected = [
            "https://",
            "res.cloudinary.com/",
            "demo/",
            "image/",
            "upload/",
            "c_fil,",
            "g_auto/",
            "docs/",
            "shoes.jpg",
        ];
        assert_eq!(broken, expected);
    }

    #[test]
    fn a_long_name_may_break_anywhere() {
        let url = format!("https://res.cloudinary.com/demo/image/upload/{}.jpg", "x".repeat(300));
        let drawn = draw(&url, &read(&url), &[]);
        let loose: usize = drawn.iter().flat_map(|d| &d.runs).filter(|run| run.loose).map(|run| run.span.len()).sum();
        assert_eq!(loose, 304);
    }

    #[test]
    fn the_change_is_what_stands_in_place_of_the_fault() {
        let corrected = URL.replace("c_fil,", "c_fill,");
        let fault = URL.find("c_fil").map(|start| Span::new(start, start + 5));
        let of = |span: Option<Span>| span.map(|span| span.of(&corrected).to_owned());
        assert_eq!(of(changed(URL, &corrected, fault)).as_deref(), Some("c_fill"));
        assert_eq!(of(changed(URL, &corrected, None)).as_deref(), Some("l"));
        assert_eq!(changed(URL, &URL.replace(",g_auto", ""), None), None);
        assert_eq!(changed(URL, URL, None), None);
    }

    proptest! {
        #[test]
        fn the_runs_are_the_url(url in "(https://res\\.cloudinary\\.com/)?\\PC{0,80}", start in 0usize..90, len in 0usize..40) {
            let drawn = draw(&url, &read(&url), &[Span::new(start, start + len)]);
            let joined: String = drawn.iter().flat_map(|d| &d.runs).map(|run| run.span.of(&url)).collect();
            prop_assert_eq!(joined, url);
        }

        #[test]
        fn the_change_explains_the_difference(url in "\\PC{0,40}", corrected in "\\PC{0,40}", start in 0usize..40, len in 0usize..10) {
            match changed(&url, &corrected, Some(Span::new(start, start + len))) {
                Some(span) => prop_assert!(corrected.get(span.start..span.end).is_some_and(|text| !text.is_empty())),
                None => prop_assert!(corrected.len() <= url.len()),
            }
        }
    }
}
