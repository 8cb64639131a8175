//! Version, transformation and signature in the public ID, where each is taken for a folder.

use super::traits::has;
use super::{Checker, Fault, docs, short};
use crate::ascii;
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::{self, is_component};
use crate::url::{Anatomy, path, tail, types};

/// How much a run of components in a public ID looks like a transformation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// A folder may well be called so: `t_shirts`, `e_books`.
    Weak,
    /// Known parameters with good values.
    Strong,
}

impl Checker<'_> {
    pub(super) fn misplaced(&mut self) {
        let Some(id) = self.anatomy.public_id else { return };
        if let Some(span) = self.anatomy.version {
            self.version_late(span);
        }
        if self.anatomy.version.is_none() && self.version_runs_on(id) {
            return;
        }
        self.unknown_parameter(id);
        if self.traits & has::SLASH == 0 {
            if self.traits & has::COMMA != 0 && is_component(self.text(id)) {
                self.only_transformation(id);
            }
            return;
        }
        if self.anatomy.version.is_none() && self.version_misspelt(id) {
            return;
        }
        if self.traits & (has::VERSION | has::UNDERSCORE | has::DOLLAR) == 0 {
            return;
        }
        // A template's place in front of all the rest is told with the public ID, but for `[slug]`, which may be a folder.
        let head = ascii::head(self.text(id), b'/');
        if self.is_stored && is_template(head.as_bytes()) && (!head.starts_with('[') || head.starts_with("[object")) {
            return;
        }
        let names = [self.anatomy.seo_suffix, self.anatomy.extension];
        let end = names.into_iter().flatten().map(|span| span.end).fold(id.end, usize::max);
        let bytes = self.bytes().get(id.start..end).unwrap_or_default();
        let (mut version, mut signature, mut run) = (None, None, None::<Span>);
        let mut start = 0;
        let mut before: &[u8] = &[];
        while start < bytes.len() {
            let rest = bytes.get(start..).unwrap_or_default();
            let length = ascii::position(rest, [b'/']).unwrap_or(rest.len());
            let segment = rest.get(..length).unwrap_or_default();
            let span = Span::new(id.start + start, id.start + start + length);
            let is_last = length == rest.len();
            if path::is_remote(segment) {
                break;
            }
            if segment.first() == Some(&b'v') && path::is_version(segment) {
                let in_front = start == 0 && self.anatomy.version.is_none();
                if version.is_none() && !in_front && !is_template(before) && (!is_last || has_extension(before)) {
                    version = Some(span);
                }
            } else if segment.starts_with(b"s--") && matches!(segment.len(), 13 | 37) && path::is_signature(segment) {
                signature = signature.or(Some(span));
            } else if may_be_component(segment)
                && run.is_none_or(|run| run.end + 1 == span.start)
                && (!is_last || start > 0)
                && is_component(segment)
            {
                run = Some(Span::new(run.map_or(span.start, |run| run.start), span.end));
            }
            before = segment;
            start += length + 1;
        }
        if let Some(span) = signature {
            self.signature_misplaced(span);
        }
        if let Some((run, strength)) = run.and_then(|run| Some((run, self.strength(run)?))) {
            self.transformation_misplaced(id, run, end, strength);
        }
        if let Some(span) = version {
            self.version_misplaced(id, span, end);
        }
    }

    /// `ab_cd/sample.jpg`: a first folder that begins like a parameter may be taken for one, unless a version stands in
    /// front of it (that is why the SDKs write `v1`).
    fn unknown_parameter(&mut self, id: Span) {
        if self.anatomy.version.is_some() || self.traits & has::UNDERSCORE == 0 || !self.is_stored {
            return;
        }
        let text = self.text(id);
        let Some((folder, _)) = ascii::split_once(text, b'/').filter(|(folder, _)| tail::has_key(folder.as_bytes()))
        else {
            return;
        };
        if is_component(folder) {
            return;
        }
        let in_chain = self.anatomy.transformation.is_some();
        let span = Span::new(id.start, id.start + folder.len());
        let fault = Fault {
            code: Code::ParameterUnknown,
            severity: if in_chain { Severity::Warning } else { Severity::Advice },
            certainty: Certainty::Possible,
            span,
            docs: docs::URL,
        };
        let remove = self.edit(format!("Remove “{}”", short(folder)), &[(self.with_slash_after(span), "")]);
        let settle = self.edit("Put “v1” in front, if it is a folder", &[(Span::new(id.start, id.start), "v1/")]);
        let title = format!("“{}” may be taken for a parameter", short(folder));
        let detail = "A segment that begins with up to three letters and an underscore is read as a transformation, and none is called so. With a version in front of it, it is a folder.";
        self.add(&fault, title, detail, vec![remove, settle]);
    }

    /// Whether the run holds good parameters; `None` where it has errors and so is a folder.
    fn strength(&self, run: Span) -> Option<Strength> {
        let anatomy = Anatomy { transformation: Some(run), ..*self.anatomy };
        let mut findings = Vec::new();
        transformation::check(self.url, &anatomy, &mut findings);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return None;
        }
        let text = self.text(run);
        // `a_b.jpg` is the name of a file.
        if !findings.is_empty() && has_extension(text.rsplit('/').next().unwrap_or(text).as_bytes()) {
            return None;
        }
        let is_free = |key: &str| matches!(key, "t" | "l" | "u" | "d" | "fn" | "p" | "e" | "co" | "b" | "f" | "c");
        let key = text.split('_').next().unwrap_or_default();
        let is_single = !text.contains([',', '/']) && !text.contains("%2C");
        let is_weak =
            is_single && is_free(key) && (!findings.is_empty() || matches!(key, "t" | "l" | "u" | "d" | "fn" | "p"));
        Some(if is_weak { Strength::Weak } else { Strength::Strong })
    }

    /// Whether `run`, wherever it stands, is a transformation beyond doubt.
    pub(super) fn is_sound(&self, run: Span) -> bool {
        self.strength(run) == Some(Strength::Strong)
    }

    /// A segment of the public ID with one of its slashes.
    fn cut(span: Span, end: usize) -> Span {
        if span.end < end {
            Span::new(span.start, span.end + 1)
        } else {
            Span::new(span.start.saturating_sub(1), span.end)
        }
    }

    fn transformation_misplaced(&mut self, id: Span, run: Span, end: usize, strength: Strength) {
        let (severity, certainty) = match strength {
            Strength::Weak => (Severity::Advice, Certainty::Possible),
            Strength::Strong => (Severity::Warning, Certainty::Likely),
        };
        let text = short(self.text(run));
        let is_single = !self.text(run).contains([',', '/']);
        // `v1` in front of it is the documented way to say that `w_100` is a folder.
        let is_settled = is_single && self.anatomy.version.is_some_and(|version| self.text(version) == "v1");
        let (severity, certainty) =
            if is_settled { (Severity::Advice, Certainty::Possible) } else { (severity, certainty) };
        if let Some(version) = self.anatomy.version.filter(|_| run.start == id.start && run.end < end) {
            let fault = Fault { code: Code::VersionMisplaced, severity, certainty, span: version, docs: docs::URL };
            let name = self.text(version);
            let cut = Span::new(version.start, run.start);
            let place = run.end + 1;
            let fix = self.moved(format!("Move “{name}” behind “{text}”"), version, cut, place, "/");
            let title = format!("The version “{name}” stands in front of “{text}”");
            let detail = "Behind the version everything is the public ID, so the transformation is taken for a folder. The version stands directly in front of the public ID.";
            self.add(&fault, title, detail, vec![fix]);
            return;
        }
        let Some(place) = self.component_place() else { return };
        let fault = Fault { code: Code::TransformationMisplaced, severity, certainty, span: run, docs: docs::URL };
        let fix = self.moved(format!("Move “{text}” in front of the public ID"), run, Self::cut(run, end), place, "/");
        let title = format!("“{text}” stands in the public ID");
        let detail = "There it is taken for a folder or a name. A transformation stands behind the delivery type, in front of version and public ID.";
        self.add(&fault, title, detail, vec![fix]);
    }

    fn version_misplaced(&mut self, id: Span, span: Span, end: usize) {
        // Folders are called `v1` or `v2`; hardly any is called like the second of an upload.
        let is_time = span.len() > 9;
        let (severity, certainty) =
            if is_time { (Severity::Warning, Certainty::Likely) } else { (Severity::Advice, Certainty::Possible) };
        let text = self.text(span);
        if self.anatomy.version.is_some() && !is_time {
            return;
        }
        let fault = Fault { code: Code::VersionMisplaced, severity, certainty, span, docs: docs::URL };
        let cut = Self::cut(span, end);
        let fix = match self.anatomy.version {
            Some(version) => self.edit(format!("Write “{text}” as the version"), &[(version, text), (cut, "")]),
            None => self.moved(format!("Move “{text}” in front of the public ID"), span, cut, id.start, "/"),
        };
        let title = format!("The version “{text}” stands in the public ID");
        let detail = "There it is taken for a folder. The version stands directly in front of the public ID, with all its folders behind it.";
        self.add(&fault, title, detail, vec![fix]);
    }

    fn signature_misplaced(&mut self, span: Span) {
        let after = self.anatomy.delivery_type.map(|span| span.end + 1);
        let (Some(place), None) = (after, self.anatomy.signature) else { return };
        let fault = Fault {
            code: Code::SignatureInvalid,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span,
            docs: docs::SIGNATURE,
        };
        let text = self.text(span);
        let cut = Span::new(span.start, span.end + 1);
        let fix = self.moved("Move it behind the delivery type", span, cut, place, "/");
        let title = format!("The signature “{text}” stands in the public ID");
        let detail = "There it is taken for a folder. The signature stands directly behind the delivery type.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// `V1699999999/`, `v_1699999999/`, `version1699999999/`: the second of an upload, written as no version is.
    fn version_misspelt(&mut self, id: Span) -> bool {
        let text = self.text(id);
        if !text.starts_with(['v', 'V', '1']) {
            return false;
        }
        let Some((whole, _)) = text.split_once('/') else { return false };
        if whole.len() == 10 && whole.bytes().all(|b| b.is_ascii_digit()) {
            self.version_bare(Span::new(id.start, id.start + whole.len()));
            return false;
        }
        if matches!(whole, "vundefined" | "vnull" | "vNaN" | "vNone" | "vnil" | "vfalse") {
            self.version_unset(Span::new(id.start, id.start + whole.len()));
            return true;
        }
        let glued = whole.strip_prefix('v').unwrap_or_default();
        let name = glued.trim_start_matches(|c: char| c.is_ascii_digit());
        if glued.len() - name.len() == 10 && name.len() > 2 && name.bytes().all(|b| b.is_ascii_lowercase()) {
            self.version_glued(Span::new(id.start, id.start + whole.len()), whole.len() - name.len());
            return true;
        }
        let segment = whole.trim_end_matches("%20").trim_end_matches([' ', ',', ';', '.']);
        let digits = segment.trim_start_matches(|b: char| !b.is_ascii_digit());
        // `v%201699999999`.
        let digits = digits.strip_prefix("20").filter(|_| segment.contains("%20")).unwrap_or(digits);
        let word = segment.get(..segment.len() - digits.len()).unwrap_or_default();
        let word = word.trim_end_matches("%20").trim_end_matches(['_', '-', ':', '=', '.', ' ', '+', '#']);
        // `v157_9816141`, `v1579%20816141`: a mark among the digits.
        let plain = digits.replace("%20", "").replace(['.', '_', '-', ' ', ','], "");
        let digits = if segment.len() < 16 { plain.as_str() } else { digits };
        let is_word = ["v", "vv", "ver"].iter().any(|known| word.eq_ignore_ascii_case(known))
            || word.eq_ignore_ascii_case("version");
        if !is_word || !(9..=10).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        let (span, segment) = (Span::new(id.start, id.start + whole.len()), whole);
        let fault = version_fault(Severity::Warning, Certainty::Likely, span);
        let wanted = format!("v{digits}");
        let fix = self.edit(format!("Write “{wanted}”"), &[(span, &wanted)]);
        let title = format!("“{segment}” is not how a version is written");
        let detail = "A version is a small “v” and digits. As it stands, it is taken for a folder of the public ID.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// `v1699999999,sample.jpg`, `v1699999999-docs/sample.jpg`: another mark for the slash behind the version.
    fn version_runs_on(&mut self, id: Span) -> bool {
        let text = self.text(id);
        let Some(rest) = text.strip_prefix('v') else { return false };
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if rest.len() - behind.len() != 10 || behind.len() < 2 || !behind.starts_with([',', '_', '-', '.', ':', ';']) {
            return false;
        }
        if behind.get(1..).is_some_and(|rest| rest.starts_with('/')) {
            return false;
        }
        let mark = Span::new(id.end - behind.len(), id.end - behind.len() + 1);
        let fault = version_fault(Severity::Warning, Certainty::Likely, Span::new(id.start, mark.end));
        let title = format!("“{}” stands behind the version", self.text(mark));
        let fix = self.edit("Write a slash behind the version", &[(mark, "/")]);
        let detail = "As it stands, the version is taken for part of the public ID.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// `v1699999999docs/sample.jpg`: the slash behind the version, of `length` bytes, is missing.
    fn version_glued(&mut self, span: Span, length: usize) {
        let fault = version_fault(Severity::Warning, Certainty::Likely, span);
        let gap = Span::new(span.start + length, span.start + length);
        let title = format!("No slash stands behind the version in “{}”", short(self.text(span)));
        let fix = self.edit("Write a slash behind the version", &[(gap, "/")]);
        let detail = "As it stands, it is taken for a folder of the public ID.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// `vundefined/sample.jpg`: the program that made the URL had no version.
    fn version_unset(&mut self, span: Span) {
        let fault = version_fault(Severity::Warning, Certainty::Likely, span);
        let title = format!("“{}” is no version", self.text(span));
        let fix = self.edit("Leave the version out", &[(self.with_slash_after(span), "")]);
        let detail = "A variable was empty when the URL was built. As it stands, it is taken for a folder. A URL works without a version.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// `1699999999/sample.jpg`: a version without its `v`, or a folder named after a second.
    fn version_bare(&mut self, span: Span) {
        let fault = version_fault(Severity::Advice, Certainty::Possible, span);
        let text = self.text(span);
        let fix =
            self.edit(format!("Write “v{text}”, if it is the version"), &[(Span::new(span.start, span.start), "v")]);
        let title = format!("“{text}” looks like a version without its “v”");
        let detail = "As it stands, it is taken for a folder of the public ID. If there is such a folder, all is well.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// Versions are seconds since 1970: one of eleven digits lies centuries ahead. Some uploaders write milliseconds.
    fn version_late(&mut self, span: Span) {
        let digits = span.len().saturating_sub(1);
        if digits <= 10 || digits == 13 {
            return;
        }
        let fault = version_fault(Severity::Warning, Certainty::Possible, span);
        let text = self.text(span);
        let fix = self.edit("Leave the version out", &[(Span::new(span.start, span.end + 1), "")]);
        let title = format!("The version “{}” lies in the future", short(text));
        let detail = "A version is the second of the upload. With a later one a stale copy may be delivered. Use the version that the upload answered with.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// `image/upload/c_fill,w_200`: the path ends in its transformation.
    fn only_transformation(&mut self, id: Span) {
        let fault = Fault {
            code: Code::PublicIdInvalid,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span: id,
            docs: docs::URL,
        };
        let title = format!("The URL ends in its transformation “{}”", short(self.text(id)));
        let fix = crate::diagnosis::Fix { title: "Put the public ID behind it".to_owned(), url: None };
        self.add(&fault, title, "The public ID of the asset is missing behind it.", vec![fix]);
    }
}

/// Whether `segment` begins like a parameter; cheap, because it is asked of every folder.
fn may_be_component(segment: &[u8]) -> bool {
    segment.first() == Some(&b'$') || segment.iter().take(4).skip(1).any(|b| *b == b'_')
}

/// Whether `segment` ends in a known extension, and so is a name rather than a folder.
fn has_extension(segment: &[u8]) -> bool {
    let text = std::str::from_utf8(segment).unwrap_or_default();
    text.rsplit_once('.').is_some_and(|(_, extension)| types::family(extension).is_some())
}

fn version_fault(severity: Severity, certainty: Certainty, span: Span) -> Fault {
    Fault { code: Code::VersionInvalid, severity, certainty, span, docs: docs::HOST }
}

/// Whether `segment` is a template's place for a value.
fn is_template(segment: &[u8]) -> bool {
    matches!(segment, b"undefined" | b"null" | b"NaN" | b"None")
        || matches!(
            segment,
            [b'{' | b'<' | b'[', ..] | [b'$', b'{', ..] | [b'%', b'7', b'B' | b'b', ..] | [b'%', b'3', b'C' | b'c', ..]
        )
}
