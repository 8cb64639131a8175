//! What is wrong inside a transformation. Nothing is allocated where nothing is.

mod combination;
mod component;
mod few;
mod flow;
mod glued;
mod item;
mod outside;
mod repair;
mod report;
mod stray;

use super::split::{components, items, parameter};
use super::tables;
use crate::diagnosis::{Finding, Severity};
use crate::span::Span;
use crate::url::Anatomy;
use component::Component;
use flow::Flow;
use report::Report;

/// Appends what is wrong inside the transformation: unknown and misspelt parameters and values, conflicts,
/// layers and conditions that are not closed, variables that are not set.
pub fn check(url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
    let before = findings.len();
    run(url, anatomy, findings);
    if findings.len() > before {
        drop_useless_fixes(url, anatomy, findings);
    }
}

fn run(url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
    let mut report = Report::new(url, anatomy, findings);
    outside::hash_colour(&mut report);
    let Some(chain) = anatomy.transformation else {
        return;
    };
    let mut flow = Flow::new(chain.of(url));
    for (index, span) in components(url, chain).enumerate() {
        if report.is_full() {
            return;
        }
        check_component(&mut report, &mut flow, chain, span, index);
    }
    flow.finish(&mut report, chain);
    outside::cut_by_slash(&mut report, chain);
}

/// Drops the corrected URLs that have as many faults as the URL: removing a parameter may leave another without its
/// companion. Where there are so many findings that this takes long, they are left as they are.
#[cold]
fn drop_useless_fixes(url: &str, anatomy: &Anatomy, findings: &mut [Finding]) {
    const MANY: usize = 12;
    const LONG: usize = 8192;
    if findings.len() > MANY || url.len() > LONG {
        return;
    }
    let errors = |url: &str, anatomy: &Anatomy| {
        let mut found = Vec::new();
        run(url, anatomy, &mut found);
        found.iter().filter(|finding| finding.severity == Severity::Error).count()
    };
    let count = errors(url, anatomy);
    for finding in findings {
        let allowed = if finding.severity == Severity::Error { count.saturating_sub(1) } else { count };
        let is_useful = |fixed: &str| errors(fixed, &crate::url::read(fixed)) <= allowed;
        finding.fixes.retain(|fix| fix.url.as_deref().is_none_or(is_useful));
    }
}

/// Holds one component against the grammar.
fn check_component<'a>(report: &mut Report<'a>, flow: &mut Flow<'a>, chain: Span, span: Span, index: usize) {
    let url = report.url;
    if span.is_empty() {
        stray::empty_component(report, chain, span);
        return;
    }
    let text = span.of(url);
    let mut component = Component::new(span, index, report.may_be_folder(chain, span));
    for (start, end) in items(text) {
        if report.is_full() {
            return;
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
    flow.pass(report, &component);
}
