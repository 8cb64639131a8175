//! Making findings.

use crate::diagnosis::{Certainty, Code, Evidence, Finding, Fix, Severity};
use crate::span::Span;
use crate::url::Anatomy;

/// The page that tells every parameter.
pub const REFERENCE: &str = "https://cloudinary.com/documentation/transformation_reference";
/// The page on layers.
pub const LAYERS: &str = "https://cloudinary.com/documentation/layers";
/// The page on conditions.
pub const CONDITIONS: &str = "https://cloudinary.com/documentation/conditional_transformations";
/// The page on variables.
pub const VARIABLES: &str = "https://cloudinary.com/documentation/user_defined_variables";

/// Where findings go, and what they are about.
pub struct Report<'a> {
    /// The URL as captured.
    pub url: &'a str,
    /// Its parts.
    pub anatomy: &'a Anatomy,
    /// What the transformation holds, of [`crate::ascii::mark`]: tells which rules have work.
    pub marks: u8,
    findings: &'a mut Vec<Finding>,
}

/// What a finding says.
pub struct Fault {
    /// The code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub certainty: Certainty,
    /// The characters at fault.
    pub span: Span,
    /// One sentence that names the culprit.
    pub title: String,
    /// Why, and what to do.
    pub detail: String,
    /// Remedies, best first.
    pub fixes: Vec<Fix>,
}

impl<'a> Report<'a> {
    /// A report on `url` into `findings`.
    pub fn new(url: &'a str, anatomy: &'a Anatomy, findings: &'a mut Vec<Finding>) -> Self {
        Self { url, anatomy, marks: 0, findings }
    }

    /// Whether so much is wrong that more findings would help nobody: each holds whole corrected URLs.
    pub fn is_full(&self) -> bool {
        const MANY: usize = 40;
        self.findings.len() >= MANY
    }

    /// Drops what was said of `span`, because more is known now.
    pub fn drop_said_of(&mut self, span: Span) {
        let said = |finding: &Finding| finding.span.is_some_and(|of| span.start <= of.start && of.end <= span.end);
        self.findings.retain(|finding| !said(finding));
    }

    /// Adds a finding.
    pub fn push(&mut self, fault: Fault) {
        let Fault { code, severity, certainty, span, title, detail, fixes } = fault;
        let docs = match code {
            Code::LayerMalformed => LAYERS,
            Code::ConditionMalformed => CONDITIONS,
            Code::VariableInvalid => VARIABLES,
            _ => REFERENCE,
        };
        self.findings.push(Finding {
            code,
            severity,
            certainty,
            evidence: Evidence::Request,
            title,
            detail,
            span: Some(span),
            field: None,
            fixes,
            docs,
        });
    }

    /// Puts the finding made last first: it explains the others.
    pub fn prefer_last(&mut self) {
        if let Some(last) = self.findings.pop() {
            self.findings.clear();
            self.findings.push(last);
        }
    }

    /// Puts the finding made last first, and drops those that it explains: what is said of `rest`, which belongs to
    /// its value, and of parameters that were taken for the public ID.
    pub fn prefer_last_to(&mut self, rest: Span) {
        let Some(last) = self.findings.pop() else {
            return;
        };
        self.findings.retain(|finding| match finding.code {
            Code::TransformationMisplaced | Code::VersionMisplaced => false,
            _ => finding.span.is_none_or(|other| other.start < rest.start || other.start >= rest.end),
        });
        self.findings.insert(0, last);
    }

    /// The remedy that replaces `span`.
    pub fn replace(&self, title: impl Into<String>, span: Span, text: &str) -> Fix {
        Fix::edit(title, self.url, self.anatomy, &[(span, text)])
    }

    /// The remedy with several edits.
    pub fn edit(&self, title: impl Into<String>, edits: &[(Span, &str)]) -> Fix {
        Fix::edit(title, self.url, self.anatomy, edits)
    }

    /// The remedy that removes the parameter `span`, with its comma, or with its slash where it stands alone.
    pub fn remove(&self, title: impl Into<String>, span: Span) -> Fix {
        self.replace(title, self.with_separator(span), "")
    }

    /// The comma as the component around `parameter` writes it.
    pub fn comma_of(&self, parameter: Span) -> &'static str {
        let before = self.url.get(..parameter.start).unwrap_or_default();
        let after = self.url.get(parameter.end..).unwrap_or_default();
        if before.ends_with("%2C") || after.starts_with("%2C") { "%2C" } else { "," }
    }

    /// `span` with the separator that goes when it goes.
    pub fn with_separator(&self, span: Span) -> Span {
        let before = self.url.get(..span.start).unwrap_or_default();
        let after = self.url.get(span.end..).unwrap_or_default();
        let comma = |text: &str| text.starts_with("%2C") || text.starts_with("%2c");
        if after.starts_with(',') {
            return Span::new(span.start, span.end + 1);
        }
        if comma(after) {
            return Span::new(span.start, span.end + 3);
        }
        if before.ends_with(',') {
            return Span::new(span.start - 1, span.end);
        }
        if before.ends_with("%2C") || before.ends_with("%2c") {
            return Span::new(span.start - 3, span.end);
        }
        if after.starts_with('/') { Span::new(span.start, span.end + 1) } else { span }
    }

    /// Whether the component `span`, which holds one parameter, could as well be the first folder of the public ID: it
    /// stands last in the chain, and no version follows that would settle it.
    pub fn may_be_folder(&self, chain: Span, span: Span) -> bool {
        span.end == chain.end && self.anatomy.version.is_none()
    }
}

/// `text` as it is shown: never longer than a line.
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(48) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
