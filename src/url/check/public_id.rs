//! The public ID: whether it is there, its slashes, and characters that came along by accident.

use super::traits::{self, has};
use super::{Checker, Fault, docs, front, short};
use crate::ascii;
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::is_component;
use crate::url::{Layout, tail, types};

/// The longest public ID (cloudinary.com/documentation/upload_parameters#public_id).
const LONGEST: usize = 255;

fn fault(severity: Severity, certainty: Certainty, span: Span) -> Fault {
    Fault { code: Code::PublicIdInvalid, severity, certainty, span, docs: docs::UPLOAD }
}

impl Checker<'_> {
    pub(super) fn public_id(&mut self) {
        let Some(identity) = self.identity() else {
            self.absent();
            return;
        };
        if front::is_regular(self.anatomy.layout) {
            self.doubled_slash(identity);
            self.trailing_slash(identity);
        }
        let found = self.traits;
        let is_misplaced = |code| matches!(code, Code::TransformationMisplaced | Code::VersionMisplaced);
        if identity.len() > LONGEST && !self.findings.iter().any(|finding| is_misplaced(finding.code)) {
            self.too_long(identity);
        }
        if found & (has::WORD | has::BRACE | has::PERCENT) != 0 {
            self.unset(identity);
        }
        if found & traits::ODD == 0 {
            return;
        }
        let end = self.junk(identity);
        let identity = Span::new(identity.start, end);
        if found & (has::PERCENT | has::MARK | has::SPACE) != 0 && self.invisible(identity) {
            return;
        }
        if found & has::PERCENT != 0 {
            if self.encoded_analytics(identity) {
                return;
            }
            self.encoding(identity);
        }
        if found & (has::SPACE | has::PERCENT) != 0 && self.leading_space(identity) {
            return;
        }
        if found & has::SPACE != 0 {
            let title = "A space stands in the public ID".to_owned();
            let detail = "A URL has no spaces: it may be cut there. Write “%20”.";
            self.replace(identity, |b| b == b' ', "%20", Severity::Warning, title, detail);
        }
        if found & has::BACKSLASH != 0 {
            let title = "A “\\” stands in the public ID".to_owned();
            let detail = "Folders are parted by “/” in a URL.";
            self.replace(identity, |b| b == b'\\', "/", Severity::Warning, title, detail);
        }
        let is_told = self.findings.iter().any(|finding| is_misplaced(finding.code));
        if found & has::COMMA == 0 && found & has::MARK != 0 && self.comma_for_dot(identity) {
            return;
        }
        if found & has::COMMA != 0 && !is_told {
            if self.comma_for_slash(identity) || self.comma_for_dot(identity) {
                return;
            }
            let title = "A comma stands in the public ID".to_owned();
            let detail = "Commas part the parameters of a transformation. Write “%2C” in a public ID, so that it cannot be taken for one.";
            self.replace(identity, |b| b == b',', "%2C", Severity::Advice, title, detail);
        }
    }

    /// Line breaks and characters of no width inside the name, which text copied from a page may hold.
    fn invisible(&mut self, identity: Span) -> bool {
        let text = self.text(identity);
        let mut edits = Vec::new();
        let mut at = 0;
        while let Some(next) = text.get(at..).and_then(|rest| rest.bytes().position(may_be_invisible)) {
            at += next;
            let length = text.get(at..).map_or(0, invisible_length);
            if length > 0 {
                edits.push((Span::new(identity.start + at, identity.start + at + length), ""));
            }
            at += length.max(1);
        }
        let (Some((first, _)), Some((last, _))) = (edits.first(), edits.last()) else { return false };
        let fault = fault(Severity::Warning, Certainty::Likely, Span::new(first.start, last.end));
        let fix = self.edit("Remove it", &edits);
        let title = "A character that cannot be seen stands in the public ID".to_owned();
        let detail = "To Cloudinary it is part of the name. It may have been copied along with the URL.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// `sample%3F_a=BAVA`: what an SDK appends for analytics, taken for part of the public ID.
    fn encoded_analytics(&mut self, identity: Span) -> bool {
        let text = self.text(identity);
        let Some(at) = text.find("%3F_a=").or_else(|| text.find("%3F_a%3D")) else { return false };
        let span = Span::new(identity.start + at, identity.end);
        let fault = fault(Severity::Warning, Certainty::Likely, span);
        let plain = self.text(span).replace("%3F", "?").replace("%3D", "=");
        let fixes = vec![self.edit("Remove it", &[(span, "")]), self.edit("Write it as the query", &[(span, &plain)])];
        let title = format!("“{}” is no part of the public ID", short(self.text(span)));
        let detail = "The SDKs append it as a query, for analytics. An address that they made was used as a public ID.";
        self.add(&fault, title, detail, fixes);
        true
    }

    /// White space in front of the name, which came from what was put together.
    fn leading_space(&mut self, identity: Span) -> bool {
        let text = self.text(identity);
        let rest = ascii::without_blanks(text);
        // `sample. jpg`: or behind the last dot.
        let behind_dot = || {
            let at = text.rfind('.')? + 1;
            let name = text.get(at..)?;
            let extension = ascii::without_blanks(name);
            let is_one = extension.len() < name.len() && types::family(extension).is_some();
            is_one.then(|| Span::new(identity.start + at, identity.end - extension.len()))
        };
        let span = if rest.len() < text.len() && !rest.is_empty() {
            Span::new(identity.start, identity.end - rest.len())
        } else if let Some(span) = behind_dot() {
            span
        } else {
            return false;
        };
        let fault = fault(Severity::Warning, Certainty::Likely, span);
        let fixes = vec![self.edit("Remove it", &[(span, "")])];
        let detail = "Neither a public ID nor an extension begins with a space.";
        let place = if span.start == identity.start { "public ID" } else { "extension" };
        self.add(&fault, format!("A space stands in front of the {place}"), detail, fixes);
        true
    }

    /// `f_auto,q_auto,sample.jpg`: a comma behind the transformation.
    fn comma_for_slash(&mut self, identity: Span) -> bool {
        let text = self.text(identity);
        let segment = text.split('/').next().unwrap_or_default();
        let Some(at) = segment.rfind(',') else { return false };
        let (chain, name) = (segment.get(..at).unwrap_or_default(), segment.get(at + 1..).unwrap_or_default());
        // `c_fill,w_`: a parameter without its value is no name.
        if name.is_empty() || tail::has_key(name.as_bytes()) || !is_component(chain) {
            return false;
        }
        let comma = Span::new(identity.start + at, identity.start + at + 1);
        let fault = Fault { code: Code::TransformationMalformed, ..fault(Severity::Warning, Certainty::Likely, comma) };
        let fixes = vec![self.edit("Write “/”", &[(comma, "/")])];
        let title = format!("A comma stands between “{}” and “{}”", short(chain), short(name));
        let detail = "The transformation ends with a slash. Without it, all of it is taken for the public ID.";
        self.add(&fault, title, detail, fixes);
        true
    }

    /// `sample,jpg`.
    fn comma_for_dot(&mut self, identity: Span) -> bool {
        let text = self.text(identity);
        let Some(at) = text.rfind([',', ';']).filter(|_| self.anatomy.extension.is_none()) else { return false };
        if types::family(text.get(at + 1..).unwrap_or_default()).is_none() {
            return false;
        }
        let mark = Span::new(identity.start + at, identity.start + at + 1);
        let fault = Fault {
            code: Code::ExtensionInvalid,
            docs: docs::FORMAT,
            ..fault(Severity::Warning, Certainty::Likely, mark)
        };
        let fixes = vec![self.edit("Write a dot", &[(mark, ".")])];
        let title = format!("“{}” stands in front of the extension", self.text(mark));
        self.add(&fault, title, "A dot stands between the public ID and its extension.", fixes);
        true
    }

    fn absent(&mut self) {
        let anatomy = self.anatomy;
        let parts = [anatomy.version, anatomy.transformation, anatomy.signature, anatomy.delivery_type];
        let last = parts.into_iter().flatten().next().or(anatomy.asset_type).or(anatomy.cloud_name);
        let Some(last) = last else { return };
        let fault = fault(Severity::Warning, Certainty::Certain, self.with_slash_after(last));
        let title = format!("The URL ends behind “{}”, without a public ID", short(self.text(last)));
        let fix = Fix { title: "Put the public ID of the asset behind it".to_owned(), url: None };
        let detail =
            "There is nothing to deliver. The public ID names the asset; the variable that holds it may be empty.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// Slashes that stand between two parts, or two folders, beyond the one that parts them.
    pub(super) fn doubled_slash(&mut self, identity: Span) {
        if self.traits & has::DOUBLED == 0 && self.is_tight() {
            return;
        }
        let anatomy = self.anatomy;
        let alias = anatomy.layout == Layout::Alias;
        let parts = [
            anatomy.cloud_name,
            anatomy.asset_type,
            anatomy.delivery_type.filter(|_| !alias),
            anatomy.signature,
            anatomy.transformation,
            anatomy.version,
            anatomy.public_id,
        ];
        let mut edits = Vec::new();
        let mut end = anatomy.host.map(|host| host.end);
        for part in parts.into_iter().flatten() {
            if let Some(end) = end
                && part.start > end + 1
                && self.text(Span::new(end, part.start)).bytes().all(|b| b == b'/')
            {
                edits.push((Span::new(end + 1, part.start), ""));
            }
            end = Some(part.end);
        }
        if self.traits & has::DOUBLED != 0 && !anatomy.is_remote(self.url) {
            self.doubled_within(identity, &mut edits);
        }
        let Some((first, _)) = edits.first().copied() else { return };
        // Both slashes are marked: nobody can tell which of them is the second.
        let span = Span::new(first.start.saturating_sub(1), first.end);
        // A public ID that was written with a slash in front is delivered by some: `v1//sample.jpg`.
        let by_version = anatomy.version.is_some_and(|version| version.end + 1 == first.start);
        let certainty = if by_version { Certainty::Possible } else { Certainty::Likely };
        let fault = fault(Severity::Warning, certainty, span);
        let fixes = vec![self.edit("Leave one slash", &edits)];
        let title = "A slash stands doubled".to_owned();
        let detail = "Between two slashes stands an empty name, and the asset is looked for under it. A variable in between may have been empty.";
        self.add(&fault, title, detail, fixes);
    }

    /// Whether each part up to the public ID has one slash in front of it: then their lengths add up.
    fn is_tight(&self) -> bool {
        let anatomy = self.anatomy;
        let (Some(host), Some(id)) = (anatomy.host, anatomy.public_id) else { return false };
        let length = |part: Option<Span>| part.map_or(0, |span| 1 + span.len());
        let types = match anatomy.layout {
            Layout::Alias => length(anatomy.asset_type),
            _ => length(anatomy.asset_type) + length(anatomy.delivery_type),
        };
        let front = length(anatomy.cloud_name) + types;
        let back = length(anatomy.signature) + length(anatomy.transformation) + length(anatomy.version);
        host.end + front + back + 1 == id.start
    }

    /// The slashes within the public ID that follow another.
    fn doubled_within(&self, identity: Span, edits: &mut Vec<(Span, &str)>) {
        let text = self.text(identity);
        let bytes = text.trim_end_matches('/').as_bytes();
        // The slash that parts the public ID from what stands in front of it counts for the first.
        let mut before = b'/';
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'/' && before == b'/' {
                let at = identity.start + at;
                match edits.last_mut() {
                    Some((last, _)) if last.end == at => last.end = at + 1,
                    _ => edits.push((Span::new(at, at + 1), "")),
                }
            }
            before = *byte;
        }
    }

    fn trailing_slash(&mut self, identity: Span) {
        if !self.bytes_of(Some(identity)).ends_with(b"/") {
            return;
        }
        let text = self.text(identity);
        let kept = text.trim_end_matches('/').len();
        if kept == text.len() || kept == 0 {
            return;
        }
        let span = Span::new(identity.start + kept, identity.end);
        let fault = fault(Severity::Warning, Certainty::Likely, span);
        let fixes = vec![self.edit("Remove it", &[(span, "")])];
        let detail = "A public ID does not end in a slash: the asset is looked for under an empty name.";
        self.add(&fault, "A slash stands at the end of the URL".to_owned(), detail, fixes);
    }

    fn too_long(&mut self, identity: Span) {
        // Three characters stand for one byte where they are encoded.
        let text = self.text(identity);
        if text.chars().count().saturating_sub(2 * text.matches('%').count()) <= LONGEST {
            return;
        }
        let fault = fault(Severity::Warning, Certainty::Likely, identity);
        let title = "The public ID is too long".to_owned();
        let detail = "A public ID has at most 255 characters, with its folders.";
        self.add(&fault, title, detail, Vec::new());
    }

    /// What a program writes for a value that it does not have.
    fn unset(&mut self, identity: Span) {
        let text = self.text(identity);
        let name = text.rsplit('/').next().unwrap_or_default();
        if name.strip_prefix('.').is_some_and(|extension| types::family(extension).is_some()) {
            let span = Span::new(identity.end - name.len(), identity.end);
            let title = format!("No name stands in front of “{name}”");
            let detail = "A variable was empty when the URL was built. Put the public ID of the asset there.";
            self.leftover(span, title, detail);
            return;
        }
        let mut at = identity.start;
        for segment in text.split('/') {
            let stem = segment.split('.').next().unwrap_or_default();
            if matches!(stem, "undefined" | "null" | "NaN" | "None" | "nil") {
                let span = Span::new(at, at + stem.len());
                let title = format!("“{stem}” stands in the public ID");
                let detail = "A variable was empty when the URL was built. Put the public ID of the asset there.";
                self.leftover(span, title, detail);
                return;
            }
            at += segment.len() + 1;
        }
        if self.traits & (has::BRACE | has::PERCENT) == 0 {
            return;
        }
        let marks = ["{", "<", "${", "[object", "%7B", "%3C", "%24%7B", "%5Bobject"];
        let ends = ["}", "%7D", ">", "%3E", "]", "%5D"];
        let begins = |at: &usize| text.get(*at..).is_some_and(|rest| marks.iter().any(|mark| rest.starts_with(mark)));
        let mut places = text.bytes().enumerate().filter(|(_, b)| b"{<$[%".contains(b)).map(|(at, _)| at);
        let Some(start) = places.find(begins) else { return };
        let rest = text.get(start..).unwrap_or_default();
        let end = ends.iter().filter_map(|mark| rest.rfind(mark).map(|at| at + mark.len())).max();
        let Some(end) = end else { return };
        let span = Span::new(identity.start + start, identity.start + start + end);
        let title = format!("“{}” was not filled in", short(self.text(span)));
        let is_extension = text.get(..start).is_some_and(|front| front.ends_with('.') && front.len() > 1);
        if is_extension && span.end == identity.end {
            let fault = Fault {
                code: Code::ExtensionInvalid,
                severity: Severity::Warning,
                certainty: Certainty::Likely,
                span,
                docs: docs::FORMAT,
            };
            let fix = self.edit("Leave the extension out", &[(Span::new(span.start - 1, span.end), "")]);
            let detail = "It is a template's place for the extension. Write one, such as jpg, or leave it out.";
            self.add(&fault, title, detail, vec![fix]);
            return;
        }
        let detail =
            "It is a template's place for a value, or an object written as text. Put the public ID of the asset there.";
        self.leftover(span, title, detail);
    }

    fn leftover(&mut self, span: Span, title: String, detail: &str) {
        let fault = fault(Severity::Warning, Certainty::Likely, span);
        let fix = Fix { title: "Put the public ID of the asset in its place".to_owned(), url: None };
        // With a name behind it, it may have been the place of a transformation or a folder.
        let behind = self.with_slash_after(span);
        let is_segment = self.bytes().get(span.start.wrapping_sub(1)) == Some(&b'/') && behind.end > span.end;
        let fixes = if is_segment { vec![self.edit("Leave it out", &[(behind, "")]), fix] } else { vec![fix] };
        self.add(&fault, title, detail, fixes);
    }

    /// Quotes, brackets and white space at the end; gives where the public ID ends without them.
    fn junk(&mut self, identity: Span) -> usize {
        let extension = self.anatomy.extension.map(|span| {
            let plain = self.text(span).bytes().take_while(u8::is_ascii_alphanumeric).count();
            Span::new(span.start + plain, span.end)
        });
        let span = match extension {
            Some(span) if !span.is_empty() => span,
            Some(_) => return identity.end,
            None => {
                let text = self.text(identity);
                let kept = trim_junk(text).len();
                if kept == text.len() || kept == 0 {
                    return identity.end;
                }
                Span::new(identity.start + kept, identity.end)
            }
        };
        let text = self.text(span);
        if !tail::is_junk(text.as_bytes()) {
            return identity.end;
        }
        if self.transformation_behind_name(span) {
            return span.start;
        }
        // `.jpg&w=200` and `.jpg:large` are meant for another server; a quote is nobody's.
        let is_meant = matches!(text.as_bytes().first(), Some(b'&' | b'=' | b'@' | b':' | b'!' | b'*' | b'|'));
        let mut fault = fault(Severity::Warning, Certainty::Likely, span);
        if is_meant {
            fault.code = Code::ExtensionInvalid;
        }
        let fixes = vec![self.edit("Remove it", &[(span, "")])];
        let title = format!("“{}” stands behind the file's name", short(text));
        let detail = "To Cloudinary it is part of the name. It may have been copied along with the URL.";
        self.add(&fault, title, detail, fixes);
        span.start
    }

    /// `sample.jpg,c_fill,w_200`: the transformation was put behind the name.
    fn transformation_behind_name(&mut self, span: Span) -> bool {
        let rest = Span::new(span.start + 1, span.end);
        let is_mark = self.text(span).starts_with([',', ':', ';', '&', '=']);
        if !is_mark || !is_component(self.text(rest)) || !self.is_sound(rest) {
            return false;
        }
        let Some(place) = self.component_place() else { return false };
        let fault = Fault { code: Code::TransformationMisplaced, ..fault(Severity::Warning, Certainty::Likely, rest) };
        let fix = self.moved("Move it in front of the public ID", rest, span, place, "/");
        let title = format!("“{}” stands behind the public ID", short(self.text(rest)));
        let detail = "There it is taken for part of the name. The transformation stands behind the delivery type.";
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// One finding for all the bytes that `is_wrong` tells.
    fn replace(
        &mut self,
        identity: Span,
        is_wrong: impl Fn(u8) -> bool,
        with: &str,
        severity: Severity,
        title: String,
        detail: &str,
    ) {
        let bytes = self.bytes().get(identity.start..identity.end).unwrap_or_default();
        let edits: Vec<_> = bytes
            .iter()
            .enumerate()
            .filter(|(_, b)| is_wrong(**b))
            .map(|(at, _)| (Span::new(identity.start + at, identity.start + at + 1), with))
            .collect();
        let certainty = if severity == Severity::Advice { Certainty::Possible } else { Certainty::Likely };
        if let (Some((first, _)), Some((last, _))) = (edits.first(), edits.last()) {
            let fault = fault(severity, certainty, Span::new(first.start, last.end));
            let fixes = vec![self.edit(format!("Write “{with}”"), &edits)];
            self.add(&fault, title, detail, fixes);
        }
    }

    pub(super) fn replace_all(
        &mut self,
        fault: &Fault,
        edits: &[(Span, &str)],
        title: String,
        detail: &str,
        remedy: &str,
    ) {
        let fixes = vec![self.edit(remedy, edits)];
        self.add(fault, title, detail, fixes);
    }
}

/// `text` without quotes, angle brackets and white space at its end.
fn trim_junk(text: &str) -> &str {
    let opened = BRACKETS.map(|(open, _)| text.contains(open));
    let mut text = text;
    loop {
        let trimmed = text.trim_end_matches(['"', '`', '|', '>', '<', ' ', '\t', '\r', '\n', '\\']);
        let trimmed = trimmed.strip_suffix("'").filter(|_| trimmed.len() < text.len()).unwrap_or(trimmed);
        // A bracket that was never opened, and what cannot be seen.
        let trimmed = trimmed.strip_suffix(is_invisible).unwrap_or(trimmed);
        let unopened = BRACKETS.iter().zip(opened).find(|((_, close), opened)| !opened && trimmed.ends_with(*close));
        let trimmed = unopened.and_then(|((_, close), _)| trimmed.strip_suffix(*close)).unwrap_or(trimmed);
        let trimmed = CODE_ENDS.iter().find_map(|end| trimmed.strip_suffix(end)).unwrap_or(trimmed);
        let trimmed = CODED_JUNK.iter().find_map(|code| trimmed.strip_suffix(code)).unwrap_or(trimmed);
        if trimmed.len() == text.len() {
            return text;
        }
        text = trimmed;
    }
}

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('“', '”')];

/// White space, quotes and angle brackets, encoded; the last two cannot be seen.
const CODED_JUNK: [&str; 13] =
    ["%22", "%3E", "%3e", "%20", "%09", "%0A", "%0a", "%0D", "%0d", "%5C", "%5c", "%C2%A0", "%E2%80%8B"];

/// A hard space and the space of no width that text copied from a page may hold, and the marks of text editors.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{200b}' | '\u{feff}' | '…' | '”' | '’' | '»')
}

/// Whether a character that [`invisible_length`] knows may begin with `byte`.
fn may_be_invisible(byte: u8) -> bool {
    matches!(byte, b'%' | b'\t' | b'\r' | b'\n' | 0xC2 | 0xE2 | 0xEF)
}

/// The length of the character at the start of `text`, if it is a line break, a tab, a soft hyphen or of no width.
/// Joiners are not among them: scripts and emoji need those.
fn invisible_length(text: &str) -> usize {
    const RAW: [&str; 9] = ["\t", "\r", "\n", "\u{ad}", "\u{200b}", "\u{200e}", "\u{200f}", "\u{2060}", "\u{feff}"];
    const CODED: [&str; 9] =
        ["%09", "%0D", "%0A", "%C2%AD", "%E2%80%8B", "%E2%80%8E", "%E2%80%8F", "%E2%81%A0", "%EF%BB%BF"];
    let raw = RAW.iter().find(|raw| text.starts_with(**raw)).map(|raw| raw.len());
    let coded = || CODED.iter().find(|code| text.get(..code.len()).is_some_and(|text| text.eq_ignore_ascii_case(code)));
    raw.or_else(|| coded().map(|code| code.len())).unwrap_or_default()
}

/// How a string with the URL ends in a program.
const CODE_ENDS: [&str; 6] = ["\");", "');", "\")", "')", "\",", "',"];
