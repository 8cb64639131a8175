//! What is wrong inside a transformation. Nothing is allocated where nothing is.

mod addon;
mod combination;
mod companion;
mod component;
mod few;
mod flow;
mod glued;
mod item;
mod output;
mod outside;
mod parted;
mod repair;
mod report;
mod spelling;
mod stray;

use super::split::{items_of, parameter};
use super::tables::{self, Key};
use crate::ascii::{self, mark};
use crate::diagnosis::Finding;
use crate::span::Span;
use crate::url::Anatomy;
use component::Component;
use flow::Flow;
use output::Output;
use report::Report;

/// Appends what is wrong inside the transformation: unknown and misspelt parameters and values, conflicts,
/// layers and conditions that are not closed, variables that are not set.
pub fn check(url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
    let mut report = Report::new(url, anatomy, findings);
    outside::hash_colour(&mut report);
    let Some(chain) = anatomy.transformation else {
        return;
    };
    let text = chain.of(url);
    report.marks = ascii::marks(text);
    let mut flow = Flow::new();
    let mut output = Output::default();
    let mut may_be_cut = false;
    let (mut start, mut index) = (chain.start, 0);
    while let Some(rest) = text.as_bytes().get(start - chain.start..) {
        if report.is_full() {
            return;
        }
        let span = Span::new(start, ascii::position(rest, [b'/']).map_or(chain.end, |length| start + length));
        may_be_cut |= check_component(&mut report, &mut flow, &mut output, chain, span, index);
        (start, index) = (span.end + 1, index + 1);
    }
    flow.finish(&mut report, chain);
    output.finish(&mut report, chain);
    if may_be_cut {
        outside::cut_by_slash(&mut report, chain);
    }
}

/// Holds one component against the grammar, and tells whether a slash may have cut a value of it.
fn check_component<'a>(
    report: &mut Report<'a>,
    flow: &mut Flow<'a>,
    output: &mut Output,
    chain: Span,
    span: Span,
    index: usize,
) -> bool {
    let url = report.url;
    if span.is_empty() {
        stray::empty_component(report, chain, span);
        return false;
    }
    let bytes = span.of(url).as_bytes();
    let has_encoded = report.marks & mark::ENCODED_COMMA != 0;
    let items = || items_of(bytes, has_encoded);
    let is_single = || items().next().is_some_and(|(_, end)| end == bytes.len());
    let mut component = Component::new(span, index, report.may_be_folder(chain, span) && is_single());
    for (start, end) in items() {
        if report.is_full() {
            return false;
        }
        let item = bytes.get(start..end).unwrap_or_default();
        let parameter = parameter(item, span.start + start);
        let key = item.get(..parameter.key.len()).unwrap_or_default();
        let is_whole = item.len() > key.len() || key.first() == Some(&b'$');
        match tables::kind(key) {
            Some(kind) if is_whole => {
                component.add(report, kind, parameter);
                item::check_value(report, &component, kind, parameter, parameter.value.of(url));
            }
            _ => stray::unknown(report, &mut component, parameter.span),
        }
    }
    combination::check(report, &component);
    if component.has_any(&[Key::C, Key::Ar, Key::X, Key::Y, Key::Z]) {
        companion::check(report, &component);
    }
    if component.has_any(&[Key::C, Key::E, Key::G]) {
        addon::check(report, &component);
    }
    if component.has(Key::Fn) {
        addon::remote_function(report, &component);
    }
    flow.pass(report, &component);
    output.pass(report, &component);
    component.has_any(&[Key::Ar, Key::L, Key::U])
}
