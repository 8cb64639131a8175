//! A diagnosis for people at a terminal: the URL underlined as a compiler does. Secrets are masked.
//!
//! The drawing is annotate-snippets'.

use crate::diagnosis::{Diagnosis, Finding, Severity, Verdict};
use crate::exchange::Exchange;
use crate::report::markdown;
use crate::report::redact;
use crate::report::view::unexplained;
use annotate_snippets::{AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet};

/// How wide a line may be where no terminal is: long enough that no usual URL is cut.
const WIDE: usize = 2000;

/// How it is drawn.
#[derive(Clone, Debug)]
pub struct Human {
    renderer: Renderer,
}

impl Default for Human {
    /// For a file or a pipe.
    fn default() -> Self {
        Self::wide(WIDE)
    }
}

impl Human {
    /// As wide as the terminal: of a longer URL, the part around the mark is shown.
    pub fn on_terminal() -> Self {
        terminal_size::terminal_size().map_or_else(Self::default, |(width, _)| Self::wide(width.0.max(40).into()))
    }

    /// With lines of `width` columns. Colours are always there; the stream takes them away.
    fn wide(width: usize) -> Self {
        Self { renderer: Renderer::styled().term_width(width) }
    }

    /// What there is to say of `exchange`, without a line break at the end.
    pub fn one(&self, exchange: &Exchange, diagnosis: &Diagnosis) -> String {
        if diagnosis.findings.is_empty() {
            let level = Level::INFO;
            let (level, title) = match diagnosis.verdict {
                Verdict::Unrelated => {
                    (level.with_name("unrelated"), "This is not an address of Cloudinary’s".to_owned())
                }
                Verdict::Error => (Level::ERROR, unexplained(diagnosis.status)),
                Verdict::Ok | Verdict::Warning => {
                    (level.with_name("fine"), "Nothing is wrong with this URL".to_owned())
                }
            };
            let group = level.primary_title(title).element(Origin::path(plain(&diagnosis.url)));
            return self.renderer.render(&[group]);
        }
        let findings = diagnosis.findings.iter().enumerate();
        let blocks =
            findings.map(|(place, finding)| self.renderer.render(&[group(exchange, diagnosis, finding, place == 0)]));
        blocks.collect::<Vec<_>>().join("\n\n")
    }
}

/// `diagnosis` for a pipe, without colours: what tests and other programs read.
pub fn render(exchange: &Exchange, diagnosis: &Diagnosis) -> String {
    let renderer = Renderer::plain().term_width(WIDE);
    Human { renderer }.one(exchange, diagnosis)
}

fn group<'a>(exchange: &Exchange, diagnosis: &'a Diagnosis, finding: &'a Finding, is_first: bool) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name("advice"),
    };
    let mut group = Group::with_title(level.primary_title(plain(&finding.title)).id(finding.code.as_str()));
    let (url, span) = redact::mask_around(&diagnosis.url, finding.span);
    let mut snippet = Snippet::source(url).line_numbering(false).fold(false);
    if let Some(span) = span {
        snippet = snippet.annotation(AnnotationKind::Primary.span(span.start..span.end));
    }
    group = group.element(snippet).element(note("why", plain(&finding.detail)));
    if is_first {
        let status = diagnosis.status.filter(|status| *status != 0).map(|status| format!("answered {status}"));
        let said = diagnosis
            .message
            .as_deref()
            .map(|message| format!("said “{}” ({})", plain(message), markdown::source(diagnosis.message_from)));
        let answer: Vec<String> = status.into_iter().chain(said).collect();
        if !answer.is_empty() {
            group = group.element(note("server", answer.join(" and ")));
        }
        if let Some(error) = &exchange.network_error {
            group = group.element(note("browser", plain(error)));
        }
        if let Some(id) = &diagnosis.request_id {
            group = group.element(note("request ID", plain(id)));
        }
    }
    if let Some(field) = &finding.field {
        group = group.element(note("field", plain(field)));
    }
    for fix in &finding.fixes {
        let text = match &fix.url {
            Some(url) => format!("{}:\n{}", plain(&fix.title), plain(url)),
            None => plain(&fix.title),
        };
        group = group.element(Level::HELP.message(text));
    }
    group.element(note("docs", finding.docs.to_owned()))
}

fn note(name: &'static str, text: String) -> Message<'static> {
    Level::NOTE.with_name(name).message(text)
}

/// `text` without secrets, and with what could steer the terminal made visible: annotate-snippets does so with titles
/// and the URL, but takes messages as they are.
fn plain(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    redact::mask(text).chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}
