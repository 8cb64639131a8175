//! What stands behind a `?` or `#` that was meant as text: a browser ends the path there.

use super::{Checker, Fault, docs, short};
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::is_component;
use crate::url::types;

impl Checker<'_> {
    /// Whether the path ends too early; then its last segment is not what it seems.
    pub(super) fn outside(&mut self) -> bool {
        if let Some(fragment) = self.anatomy.fragment {
            let hash = Span::new(fragment.start.saturating_sub(1), fragment.start);
            if self.colour(hash, fragment) || self.layer_text(hash, fragment, b'#') || self.file_name(hash, fragment) {
                return true;
            }
            self.transformation_behind(hash, fragment);
        }
        let Some(query) = self.anatomy.query else { return false };
        let mark = Span::new(query.start.saturating_sub(1), query.start);
        let behind = Span::new(query.start, self.url.len());
        if self.layer_text(mark, behind, b'?') || self.file_name(mark, query) {
            return true;
        }
        self.transformation_behind(mark, query);
        false
    }

    /// `sample.jpg?w_200,c_fill`: the server does not look at the query.
    fn transformation_behind(&mut self, mark: Span, query: Span) {
        // What has these is a query as it should be.
        let text = self.text(query);
        if text.bytes().any(|b| matches!(b, b'=' | b'&')) || !text.split('/').all(is_component) {
            return;
        }
        let Some(place) = self.component_place().filter(|_| self.is_sound(query)) else { return };
        let fault = Fault {
            code: Code::TransformationMisplaced,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span: query,
            docs: docs::URL,
        };
        let cut = Span::new(mark.start, query.end);
        let fix = self.moved("Move it behind the delivery type", query, cut, place, "/");
        let place = if self.bytes().get(mark.start) == Some(&b'#') { "fragment" } else { "query" };
        let title = format!("The transformation “{}” stands in the {place}", short(text));
        let detail = "The server does not look at it there. The transformation stands behind the delivery type, in front of version and public ID.";
        self.add(&fault, title, detail, vec![fix]);
    }

    /// `b_#ff0000`: a colour written as in CSS. The transformation's own check tells it.
    fn colour(&self, hash: Span, fragment: Span) -> bool {
        let before = self.url.get(..hash.start).unwrap_or_default();
        let digits = self.text(fragment).bytes().take_while(u8::is_ascii_hexdigit).count();
        let next = self.bytes().get(fragment.start + digits);
        before.ends_with(['_', ':'])
            && matches!(digits, 3 | 4 | 6 | 8)
            && matches!(next, None | Some(b'/' | b',' | b':' | b'%' | b';'))
    }

    /// A mark in the text of an overlay: `l_text:Arial_40:What?/sample.jpg`.
    fn layer_text(&mut self, mark: Span, behind: Span, byte: u8) -> bool {
        let Some(slash) = self.text(behind).bytes().rposition(|b| b == b'/') else { return false };
        let before = self.url.get(..mark.start).unwrap_or_default();
        let segment = before.rsplit('/').next().unwrap_or_default();
        let is_text = ["l_text:", "u_text:"].iter().any(|start| {
            segment.find(start).is_some_and(|at| at == 0 || segment.as_bytes().get(at - 1) == Some(&b','))
        });
        if !is_text {
            return false;
        }
        let (name, coded) = if byte == b'?' { ("?", "%3F") } else { ("#", "%23") };
        let fault = Fault {
            code: Code::LayerMalformed,
            severity: Severity::Error,
            certainty: Certainty::Certain,
            span: mark,
            docs: "https://cloudinary.com/documentation/transformation_reference#l_text",
        };
        let marks = self.bytes().iter().enumerate().take(behind.start + slash).skip(mark.start);
        let edits: Vec<_> = marks.filter(|(_, b)| **b == byte).map(|(at, _)| (Span::new(at, at + 1), coded)).collect();
        let fix = self.edit(format!("Write “{coded}”"), &edits);
        let title = format!("A “{name}” in the text ends the URL there");
        let detail = format!("A browser cuts the path at “{name}”. Write “{coded}” in the text of a layer.");
        self.add(&fault, title, detail, vec![fix]);
        true
    }

    /// A mark in the name of a file: `who?.jpg`, `image#1.jpg`.
    fn file_name(&mut self, mark: Span, behind: Span) -> bool {
        let Some(id) = self.anatomy.public_id.filter(|_| self.anatomy.extension.is_none()) else { return false };
        let text = self.text(behind);
        // What has these is no name's end, but a query as it should be: nearly every one.
        if text.bytes().any(|b| matches!(b, b'=' | b'&' | b'/')) {
            return false;
        }
        let known = text.rsplit_once('.').is_some_and(|(_, extension)| types::family(extension).is_some());
        if !known || self.anatomy.is_remote(self.url) {
            return false;
        }
        let is_query = self.text(mark) == "?";
        let coded = if is_query { "%3F" } else { "%23" };
        let fault = Fault {
            code: Code::PublicIdInvalid,
            severity: Severity::Warning,
            certainty: Certainty::Likely,
            span: mark,
            docs: docs::UPLOAD,
        };
        let fix = self.edit(format!("Write “{coded}”"), &[(mark, coded)]);
        let title = format!("“{}” ends the public ID “{}”", self.text(mark), short(self.text(id)));
        let detail =
            format!("What follows never reaches the public ID. Where the mark belongs to the name, write “{coded}”.");
        self.add(&fault, title, detail, vec![fix]);
        true
    }
}
