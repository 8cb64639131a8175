//! What one component holds.

use super::report::{Fault, Report};
use crate::ascii::{head, pieces};
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::split::{Parameter, parameters};
use crate::transformation::tables::{Key, Kind};

/// The parameters of one component, as far as they matter to each other.
pub struct Component {
    /// Where it stands.
    pub span: Span,
    /// How many components stand before it.
    pub index: usize,
    /// Whether it could be a folder.
    pub may_be_folder: bool,
    /// Which keys it has, a bit each.
    keys: u64,
    /// The crop mode.
    pub crop: Option<Parameter>,
    /// The gravity.
    pub gravity: Option<Parameter>,
    /// The effect; the last, where there are several.
    pub effect: Option<Parameter>,
    /// The flags; the last, where there are several.
    pub flags: Option<Parameter>,
    /// Whether it has several parameters of flags.
    several_flags: bool,
    /// The background.
    pub background: Option<Parameter>,
    /// The layer.
    pub layer: Option<Parameter>,
    /// The condition.
    pub condition: Option<Parameter>,
    /// The last parameter and its kind.
    pub last: Option<(Parameter, &'static Kind)>,
}

impl Component {
    /// A component without parameters yet.
    pub fn new(span: Span, index: usize, may_be_folder: bool) -> Self {
        Self {
            span,
            index,
            may_be_folder,
            keys: 0,
            crop: None,
            gravity: None,
            effect: None,
            flags: None,
            several_flags: false,
            background: None,
            layer: None,
            condition: None,
            last: None,
        }
    }

    /// Whether it has `key`.
    pub fn has(&self, key: Key) -> bool {
        self.keys & (1 << key as u64) != 0
    }

    /// Whether it has any of `keys`.
    #[inline]
    pub fn has_any(&self, keys: &[Key]) -> bool {
        // The compiler makes one number of them.
        let wanted = keys.iter().fold(0_u64, |wanted, key| wanted | 1 << *key as u64);
        self.keys & wanted != 0
    }

    /// Where the first parameter stands that `is_wanted`.
    pub fn first(&self, url: &str, is_wanted: impl Fn(&str) -> bool) -> Option<Span> {
        parameters(url, self.span).map(|parameter| parameter.span).find(|span| is_wanted(span.of(url)))
    }

    /// Takes in one parameter. A key that was there already is told.
    pub fn add(&mut self, report: &mut Report, kind: &'static Kind, parameter: Parameter) {
        let twice = self.has(kind.key) && !matches!(kind.key, Key::Variable | Key::Fl);
        if twice {
            Self::report_twice(report, kind, parameter);
        }
        self.keys |= 1 << kind.key as u64;
        match kind.key {
            Key::C => self.crop = Some(parameter),
            Key::G => self.gravity = Some(parameter),
            Key::E => self.effect = Some(parameter),
            Key::Fl => {
                self.several_flags |= self.flags.is_some();
                self.flags = Some(parameter);
            }
            Key::B => self.background = Some(parameter),
            Key::L | Key::U => self.layer = Some(parameter),
            Key::If => self.condition = Some(parameter),
            _ => {}
        }
        self.last = Some((parameter, kind));
    }

    /// Counts `key` as present, though it is misspelt.
    pub fn mark(&mut self, key: Key) {
        self.keys |= 1 << key as u64;
    }

    /// Lets the last parameter reach to `end`.
    pub fn extend_last(&mut self, end: usize) {
        if let Some((parameter, _)) = &mut self.last {
            parameter.value.end = end;
            parameter.span.end = end;
        }
    }

    /// Whether the flags hold `flag`.
    pub fn has_flag(&self, url: &str, flag: &str) -> bool {
        let holds = |flags: &str| {
            pieces(flags, b'.')
                .any(|(_, one)| one.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
        };
        match self.flags {
            None => false,
            Some(flags) if !self.several_flags => holds(flags.value.of(url)),
            Some(_) => self.span.of(url).split("fl_").skip(1).any(|rest| holds(head(rest, b','))),
        }
    }

    #[cold]
    fn report_twice(report: &mut Report, kind: &Kind, parameter: Parameter) {
        let text = kind.text;
        let effect = kind.key == Key::E;
        let before = report.url.get(..parameter.span.start).unwrap_or_default();
        let mut earlier = before.rsplit('/').next().unwrap_or_default().split(',');
        // The same again changes nothing: `q_auto,f_auto,q_auto,f_auto` is in use.
        let same = !effect && earlier.any(|item| item == parameter.span.of(report.url));
        report.push(Fault {
            code: Code::ParametersConflict,
            severity: if same { Severity::Advice } else { Severity::Warning },
            certainty: Certainty::Likely,
            span: parameter.span,
            title: if effect { "Two effects stand in one component".to_owned() } else { format!("“{text}_” stands twice in one component") },
            detail: if effect {
                "Only the last effect of a component is applied. Put each into a component of its own, with a slash between them.".to_owned()
            } else {
                format!("Only one {} of a component is applied. Remove one, or put them into components of their own.", kind.name)
            },
            fixes: if effect {
                let comma = Span::new(parameter.span.start.saturating_sub(1), parameter.span.start);
                vec![report.replace("Put the effect into a component of its own", comma, "/")]
            } else {
                vec![report.remove(format!("Remove “{}”", super::report::shown(parameter.span.of(report.url))), parameter.span)]
            },
        });
    }
}
