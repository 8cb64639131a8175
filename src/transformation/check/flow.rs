//! What runs across components: layers, conditions, variables.

use super::component::Component;
use super::few::Few;
use super::report::{Fault, Report, shown};
use crate::ascii::{self, mark};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::meant::condition_word;
use crate::transformation::split::parameters;
use crate::transformation::suggest::distance;
use crate::transformation::tables::{self, Key};
use crate::transformation::value::variable::variable_name;
use std::collections::BTreeMap;

/// A layer that was declared.
#[derive(Clone, Copy)]
struct Layer {
    /// Its parameter.
    span: Span,
    /// Whether it has nothing beside it that would place or size it, so that it cannot be complete in one component.
    bare: bool,
}

/// What is open, and what is set, at some place of a chain.
pub struct Flow<'a> {
    layers: Few<Layer, 6>,
    /// How many layers complete in one component were closed all the same.
    closed_complete: usize,
    conditions: Few<Span, 4>,
    /// Whether any condition stood before.
    any_condition: bool,
    /// Whether a named transformation stood before, which may open and set anything.
    named: bool,
    /// Where each variable is set, and whether it was used.
    variables: BTreeMap<&'a str, (Span, bool)>,
    /// The end of the last component that does more than choose format and quality.
    last_work: usize,
}

impl<'a> Flow<'a> {
    /// The start of a chain.
    pub fn new() -> Self {
        Self {
            layers: Few::new(),
            closed_complete: 0,
            conditions: Few::new(),
            any_condition: false,
            named: false,
            variables: BTreeMap::new(),
            last_work: 0,
        }
    }

    /// Passes one component.
    pub fn pass(&mut self, report: &mut Report<'a>, component: &Component) {
        if report.marks & mark::DOLLAR != 0 {
            self.pass_variables(report, component);
        }
        if component.condition.is_some() {
            self.pass_condition(report, component);
        }
        if component.has(Key::T) || component.has(Key::Bl) {
            self.named = true;
        }
        let delivers = component.has_any(&[Key::F, Key::Q, Key::Dpr])
            && !component.has_any(&[Key::C, Key::W, Key::H, Key::E, Key::L, Key::U]);
        if !delivers {
            self.last_work = component.span.end;
        }
        if let Some(layer) = component.layer {
            let placed =
                component.has_any(&[Key::G, Key::X, Key::Y, Key::O, Key::E, Key::A, Key::So, Key::Eo, Key::Du, Key::T]);
            let sized =
                component.has_any(&[Key::C, Key::W, Key::H]) && !layer.value.of(report.url).starts_with("text:");
            self.layers.push(Layer { span: layer.span, bare: !placed && !sized });
        }
        if self.layers.is_empty() && component.layer.is_none() && !self.named && report.marks & mark::DOLLAR == 0 {
            lacks_layer(report, component);
        }
        // A slip in the flag is told with the flag: `fl_apply`, `fl_layer_apply+lossy`.
        let is_slip = |flags: &str| flags.contains("apply") && !self.layers.is_empty();
        if let Some(flags) = component.flags
            && (component.has_flag(report.url, "layer_apply") || is_slip(flags.value.of(report.url)))
        {
            match self.layers.pop() {
                Some(layer) => self.closed_complete += usize::from(!layer.bare),
                None => self.report_no_layer(report, component),
            }
        }
    }

    /// Tells of what was never closed.
    pub fn finish(&mut self, report: &mut Report<'a>, chain: Span) {
        let complete = self.closed_complete;
        for layer in self.layers.iter().filter(|layer| layer.bare).skip(complete) {
            if !report.is_full()
                && self.last_work
                    > report
                        .url
                        .get(layer.span.end..)
                        .map_or(usize::MAX, |rest| layer.span.end + ascii::head(rest, b'/').len())
            {
                self.report_open_layer(report, layer);
            }
        }
        if let Some(condition) = self.conditions.iter().next() {
            report_open_condition(report, condition, chain);
        }
        if !self.named {
            self.report_unused(report);
        }
    }

    fn pass_condition(&mut self, report: &mut Report<'a>, component: &Component) {
        let Some(condition) = component.condition else {
            return;
        };
        match condition.value.of(report.url) {
            // What was written for it is told already.
            value if value == "end" || is_end_slip(value) => {
                if self.conditions.pop().is_none() {
                    report_no_condition(report, condition.span, self.any_condition);
                }
            }
            value if value == "else" || is_else_slip(value) => {
                if self.conditions.is_empty() && !self.any_condition {
                    report_no_condition(report, condition.span, false);
                }
            }
            _ => {
                self.any_condition = true;
                // With parameters beside it, it covers its own component only.
                if condition.span == component.span {
                    self.conditions.push(condition.span);
                }
            }
        }
    }

    fn pass_variables(&mut self, report: &mut Report<'a>, component: &Component) {
        let url = report.url;
        for parameter in parameters(url, component.span) {
            let key = parameter.key.of(url);
            if let Some(name) = variable_name(key).filter(|_| !parameter.value.is_empty()) {
                self.variables.entry(name).or_insert((parameter.span, false));
            }
        }
        for parameter in parameters(url, component.span) {
            let value = parameter.value.of(url);
            if !value.contains('$') || report.is_full() {
                continue;
            }
            let plain = !value.contains('!');
            for (at, _) in value.match_indices('$') {
                let rest = value.get(at + 1..).unwrap_or_default();
                let open = usize::from(rest.starts_with('('));
                let rest = rest.get(open..).unwrap_or_default();
                let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
                let Some(name) = rest.get(..len).filter(|name| !name.is_empty()) else {
                    continue;
                };
                match self.variables.get_mut(name) {
                    Some((_, used)) => *used = true,
                    // Whoever asks whether it is set may set it elsewhere.
                    None if asks_for_it(value, at) => {
                        self.variables.insert(name, (parameter.span, true));
                    }
                    // What is no `$name` or `$(name)` is text, or another program's.
                    None if self.named || !plain || !rest.get(len..).is_some_and(ends_name) => {}
                    None => {
                        let start = parameter.value.start + at;
                        self.report_unset(report, name, Span::new(start, start + 1 + open + len + open));
                    }
                }
            }
        }
    }

    #[cold]
    fn report_unset(&mut self, report: &mut Report<'a>, name: &'a str, span: Span) {
        let url = report.url;
        if self.report_run_together(report, name, span) {
            return;
        }
        let near =
            self.variables.iter_mut().filter_map(|(known, entry)| Some((distance(name, known, 2)?, *known, entry)));
        let near = near.min_by_key(|(cost, known, _)| (*cost, known.len()));
        let later = url.get(span.end..).is_some_and(|rest| {
            let set = format!("${name}_");
            rest.split(['/', ',']).skip(1).any(|item| item.starts_with(&set))
        });
        let mut fixes: Vec<Fix> = Vec::new();
        let mut sure = later;
        if let Some((cost, known, (_, used))) = near {
            *used = true;
            // Names of one letter are all near to each other.
            sure |= name.len() > 2 && cost < name.len();
            let parenthesis = span.of(url).contains('(');
            let text = if parenthesis { format!("$({known})") } else { format!("${known}") };
            fixes.push(report.replace(format!("Write {text}"), span, &text));
        }
        if later {
            fixes.clear();
        }
        report.push(Fault {
            code: Code::VariableInvalid,
            severity: if sure { Severity::Error } else { Severity::Warning },
            certainty: Certainty::Likely,
            span,
            title: format!(
                "The variable “${}” is {}",
                shown(name),
                if later { "used before it is set" } else { "not set" }
            ),
            detail: format!("Set it in a component before, as in ${}_100.", shown(name)),
            fixes,
        });
    }

    /// `ar_$ratioc_fill`: the comma behind the variable is missing.
    fn report_run_together(&mut self, report: &mut Report<'a>, name: &str, span: Span) -> bool {
        let is_value = report.url.get(span.end..).is_some_and(|rest| rest.starts_with('_'));
        let cut = |known: &str| {
            name.strip_prefix(known).is_some_and(|key| is_value && !key.is_empty() && tables::kind(key).is_some())
        };
        let Some((known, (_, used))) = self.variables.iter_mut().find(|(known, _)| cut(known)) else {
            return false;
        };
        *used = true;
        let place = span.start + 1 + known.len();
        let fix = report.replace("Write a comma between the parameters", Span::new(place, place), ",");
        report.push(Fault {
            code: Code::TransformationMalformed,
            severity: Severity::Error,
            certainty: Certainty::Likely,
            span: Span::new(place, span.end + 1),
            title: format!("Two parameters run together in “{}_”", shown(span.of(report.url))),
            detail: "Parameters of one component are separated by commas.".to_owned(),
            fixes: vec![fix],
        });
        true
    }

    fn report_unused(&self, report: &mut Report<'a>) {
        for (name, (span, used)) in &self.variables {
            // What has a flaw in its name is told already.
            if *used || report.is_full() || name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
                continue;
            }
            let fix = report.remove(format!("Remove {}", shown(span.of(report.url))), *span);
            report.push(Fault {
                code: Code::VariableInvalid,
                severity: Severity::Advice,
                certainty: Certainty::Likely,
                span: *span,
                title: format!("The variable “${}” is never used", shown(name)),
                detail: "It changes nothing. Use it, or remove it.".to_owned(),
                fixes: vec![fix],
            });
        }
    }

    #[cold]
    fn report_no_layer(&self, report: &mut Report<'a>, component: &Component) {
        let url = report.url;
        let Some(flags) = component.flags else {
            return;
        };
        let sized = component.has_any(&[Key::C, Key::W, Key::H, Key::E]);
        let fix = report.remove("Remove it", if sized { flags.span } else { component.span });
        let has_variables = report.marks & mark::DOLLAR != 0;
        let unsure = self.named || component.may_be_folder || has_variables;
        report.push(Fault {
            code: Code::LayerMalformed,
            severity: if unsure { Severity::Warning } else { Severity::Error },
            certainty: Certainty::Likely,
            span: flags.span,
            title: format!("“{}” closes no layer", shown(flags.span.of(url))),
            detail: "Every fl_layer_apply closes one l_ or u_ before it. Here none is open.".to_owned(),
            fixes: vec![fix],
        });
    }

    #[cold]
    fn report_open_layer(&self, report: &mut Report<'a>, layer: Layer) {
        let end = Span::new(self.last_work, self.last_work);
        let fix = report.replace("Close the layer with fl_layer_apply", end, "/fl_layer_apply");
        report.push(Fault {
            code: Code::LayerMalformed,
            // URLs of this form are in use: the layer may be placed all the same, before what follows.
            severity: Severity::Warning,
            certainty: if self.named { Certainty::Possible } else { Certainty::Likely },
            span: layer.span,
            title: format!("The layer “{}” is never closed", shown(layer.span.of(report.url))),
            detail: "What follows a layer applies to it until fl_layer_apply, which places it on the image.".to_owned(),
            fixes: vec![fix],
        });
    }
}

/// Whether `isdef_` or `isndef_` stands in front of the variable at `at` of `condition`.
fn asks_for_it(condition: &str, at: usize) -> bool {
    let before = condition.get(..at).unwrap_or_default();
    before.ends_with("isdef_") || before.ends_with("isndef_")
}

/// Whether a variable's name ends before `rest`.
fn ends_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['_', ':', ')', ';', ',', '/', '.', '%', '-'])
}

#[cold]
/// `endif`, `End`, `ned`: meant to close a condition.
fn is_end_slip(value: &str) -> bool {
    value.len() < 6
        && (value.eq_ignore_ascii_case("endif") || crate::transformation::suggest::distance(value, "end", 1).is_some())
}

/// `els`, `Else`: meant as what holds otherwise.
fn is_else_slip(value: &str) -> bool {
    matches!(value.len(), 3..=6)
        && crate::transformation::suggest::distance(&value.to_ascii_lowercase(), "else", 1).is_some()
}

fn report_no_condition(report: &mut Report, span: Span, any: bool) {
    let fix = report.remove(format!("Remove {}", span.of(report.url)), span);
    report.push(Fault {
        code: Code::ConditionMalformed,
        severity: if any { Severity::Warning } else { Severity::Error },
        certainty: Certainty::Likely,
        span,
        title: format!("“{}” belongs to no condition", span.of(report.url)),
        detail: "It follows a component such as if_w_gt_300. Here none is open.".to_owned(),
        fixes: vec![fix],
    });
}

/// Tells of a word that stands for `right` of a condition.
pub fn report_word(report: &mut Report, span: Span, right: &str, severity: Severity, detail: &str) {
    let text = span.of(report.url);
    let fix = report.replace(format!("Write {right}"), span, right);
    report.push(Fault {
        code: Code::ConditionMalformed,
        severity,
        certainty: Certainty::Likely,
        span,
        title: format!("“{text}” is written {right}"),
        detail: detail.to_owned(),
        fixes: vec![fix],
    });
}

#[cold]
fn report_open_condition(report: &mut Report, condition: Span, chain: Span) {
    let end = Span::new(chain.end, chain.end);
    let behind = report.url.get(chain.end + 1..).map_or("", |rest| ascii::head(rest, b'/'));
    let is_path = report.anatomy.public_id.is_some_and(|id| id.end > chain.end + 1 + behind.len());
    if is_path && (behind.eq_ignore_ascii_case("end") || condition_word(behind) == Some("if_end")) {
        // `…/endif/sample.jpg`
        let word = Span::new(chain.end + 1, chain.end + 1 + behind.len());
        let detail = "As it stands, it is taken for a folder, and the condition is never closed.";
        report_word(report, word, "if_end", Severity::Warning, detail);
        return;
    }
    let fix = report.replace("Close the condition with if_end", end, "/if_end");
    report.push(Fault {
        code: Code::ConditionMalformed,
        severity: Severity::Warning,
        certainty: Certainty::Likely,
        span: condition,
        title: format!("The condition “{}” is never closed", shown(condition.of(report.url))),
        detail: "It runs to the end of the transformation. Close it with if_end.".to_owned(),
        fixes: vec![fix],
    });
}

/// Flags and effects that are about a layer, where none is open
/// (cloudinary.com/documentation/transformation_reference#fl_flag).
fn lacks_layer(report: &mut Report, component: &Component) {
    const FLAGS: [&str; 5] = ["relative", "region_relative", "no_overflow", "tiled", "replace_image"];
    let url = report.url;
    let flag = component.flags.filter(|_| FLAGS.iter().any(|flag| component.has_flag(url, flag)));
    let of_layers =
        |name: &str| matches!(name, "mask" | "multiply" | "screen" | "overlay" | "anti_removal" | "cut_out");
    let effect = component.effect.filter(|effect| of_layers(ascii::head(effect.value.of(url), b':')));
    let Some(parameter) = flag.or(effect) else {
        return;
    };
    let text = parameter.span.of(url);
    let fix = report.remove(format!("Remove {}", shown(text)), parameter.span);
    report.push(Fault {
        code: Code::ParameterRequiresAnother,
        severity: Severity::Warning,
        certainty: Certainty::Possible,
        span: parameter.span,
        title: format!("“{}” is about a layer, and none is open", shown(text)),
        detail: "It goes into the component of l_ or u_, or between it and fl_layer_apply.".to_owned(),
        fixes: vec![fix],
    });
}
