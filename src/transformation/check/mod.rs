//! What is wrong inside a transformation. Nothing is allocated where nothing is.

mod addon;
mod combination;
mod component;
mod few;
mod flow;
mod glued;
mod item;
mod output;
mod outside;
mod repair;
mod report;
mod stray;

use super::split::{components, items, parameter};
use super::tables::{self, Key};
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
    let mut flow = Flow::new(chain.of(url));
    let mut output = Output::default();
    let mut may_be_cut = false;
    for (index, span) in components(url, chain).enumerate() {
        if report.is_full() {
            return;
        }
        may_be_cut |= check_component(&mut report, &mut flow, &mut output, chain, span, index);
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
    let text = span.of(url);
    let mut component = Component::new(span, index, report.may_be_folder(chain, span));
    for (start, end) in items(text) {
        if report.is_full() {
            return false;
        }
        let parameter = parameter(url, Span::new(span.start + start, span.start + end));
        let key = parameter.key.of(url);
        let is_whole = parameter.span.len() > key.len() || key.starts_with('$');
        match tables::kind(key) {
            Some(kind) if is_whole => {
                component.add(report, kind, parameter);
                item::check_value(report, &component, kind, parameter);
            }
            _ => stray::unknown(report, &mut component, parameter.span),
        }
    }
    combination::check(report, &component);
    if component.has_any(&[Key::C, Key::E, Key::G]) {
        addon::check(report, &component);
    }
    flow.pass(report, &component);
    output.pass(report, &component);
    component.has_any(&[Key::Ar, Key::L, Key::U])
}
