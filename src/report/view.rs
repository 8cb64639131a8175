//! A page's log as a person reads it: how much failed, and the failures grouped by cause, worst first.

use crate::diagnosis::{self, Code, Diagnosis, Severity, Surface};
use crate::exchange::Exchange;
use crate::journal::{Entry, Outcome, PageLog};
use crate::url::AssetType;
use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry as Slot};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// How a group is shown. The order is the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// The exchanges failed.
    Failure,
    /// They were delivered, but something deserves attention.
    Warning,
}

/// What was asked for, in a word that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// An image, also one in CSS or `srcset`.
    Image,
    /// A video or sound.
    Video,
    /// A raw file.
    File,
    /// A document in a frame.
    Frame,
    /// A call of the Upload API.
    Upload,
    /// Anything else.
    Request,
}

impl Noun {
    fn of(exchange: &Exchange, diagnosis: &Diagnosis) -> Self {
        match (diagnosis.surface, exchange.resource_type.as_deref()) {
            (Some(Surface::Upload), _) => Self::Upload,
            (Some(Surface::Admin), _) => Self::Request,
            (_, Some("image" | "imageset")) => Self::Image,
            (_, Some("media")) => Self::Video,
            (_, Some("sub_frame")) => Self::Frame,
            _ => match diagnosis.anatomy.and_then(|anatomy| anatomy.asset) {
                Some(AssetType::Image) => Self::Image,
                Some(AssetType::Video) => Self::Video,
                Some(AssetType::Raw) => Self::File,
                None => Self::Request,
            },
        }
    }

    /// “1 image”, “3 images”.
    pub fn count(self, number: usize) -> String {
        let word = match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::File => "file",
            Self::Frame => "frame",
            Self::Upload => "upload",
            Self::Request => "request",
        };
        plural(number, word)
    }
}

/// Why one exchange is in the list.
#[derive(Debug)]
pub struct Cause {
    /// What it shares with the other exchanges of its group.
    pub key: Key,
    /// One plain sentence that names the thing at fault.
    pub title: String,
    /// The server's words.
    pub message: Option<String>,
    /// What was asked for.
    pub noun: Noun,
}

impl Cause {
    /// What a group of exchanges with this cause is called.
    pub fn group_title(&self) -> String {
        shared_title(self.key.code).map_or_else(|| self.title.clone(), str::to_owned)
    }
}

/// What makes exchanges one group: the same code about the same culprit, answered with the same status.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// How the group is shown.
    pub tone: Tone,
    /// The HTTP status; `None` where nothing answered.
    pub status: Option<u16>,
    /// The first finding's code.
    pub code: Code,
    /// The first finding's title; empty where each asset has its own (see `shared_title`).
    pub culprit: String,
}

/// Exchanges with one cause.
#[derive(Debug)]
pub struct Group {
    /// What they have in common.
    pub key: Key,
    /// One plain sentence that names the thing at fault.
    pub title: String,
    /// How many of what: “3 images”.
    pub count: String,
    /// The exchanges, in the order in which they were seen.
    pub members: Vec<Member>,
}

/// An exchange of a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its place in [`PageLog::entries`].
    pub entry: usize,
    /// Why it is here.
    pub cause: Rc<Cause>,
}

/// What the popup shows of a page.
#[derive(Debug, Default)]
pub struct View {
    /// How many failed.
    pub failed: usize,
    /// How many were delivered with something to say about.
    pub warnings: usize,
    /// How many were delivered without.
    pub delivered: usize,
    /// How many are counted, but no longer kept.
    pub dropped: usize,
    /// The causes, worst first: failures before warnings, frequent before rare, early before late.
    pub groups: Vec<Group>,
}

impl View {
    /// How many Cloudinary requests there were.
    pub const fn total(&self) -> usize {
        self.failed + self.warnings + self.delivered
    }

    /// “48 Cloudinary requests since 14:02:11”, and what of them is no longer listed.
    pub fn summary(&self, since: &str) -> String {
        let requests = plural(self.total(), "Cloudinary request");
        match self.dropped {
            0 => format!("{requests} since {since}"),
            dropped => format!("{requests} since {since}; {} no longer kept", group_digits(dropped)),
        }
    }

    /// “6 failed”.
    pub fn failed_words(&self) -> String {
        format!("{} failed", group_digits(self.failed))
    }

    /// “1 warning”.
    pub fn warnings_words(&self) -> String {
        plural(self.warnings, "warning")
    }

    /// “41 delivered”.
    pub fn delivered_words(&self) -> String {
        format!("{} delivered", group_digits(self.delivered))
    }
}

/// Reads logs, and remembers what it diagnosed: a log is read anew whenever an exchange arrives.
///
/// To diagnose a failure takes some 0.1 ms, and a page may have thousands. So [`Self::learn`] diagnoses for as long as it
/// may, and [`Self::read`] says what is known by then.
#[derive(Default)]
pub struct Reader {
    /// By [`fingerprint`]; `None` where there is nothing to say.
    known: HashMap<u64, Option<Rc<Cause>>>,
}

impl Reader {
    /// Diagnoses what is not known of `log` yet, failures first, while `time_left` says so. `true` when all is known.
    pub fn learn(&mut self, log: &PageLog, mut time_left: impl FnMut() -> bool) -> bool {
        for trouble in [true, false] {
            for entry in log.entries.iter().filter(|entry| entry.outcome.is_trouble() == trouble) {
                if let Slot::Vacant(slot) = self.known.entry(fingerprint(entry)) {
                    if !time_left() {
                        return false;
                    }
                    slot.insert(cause(entry).map(Rc::new));
                }
            }
        }
        true
    }

    /// Why `entry` deserves attention; `None` where there is nothing to say. An equal exchange is not diagnosed again.
    pub fn cause_of(&mut self, entry: &Entry) -> Option<Rc<Cause>> {
        self.known.entry(fingerprint(entry)).or_insert_with(|| cause(entry).map(Rc::new)).clone()
    }

    /// What `log` comes to, as far as it is known. The counts of the log are complete in any case.
    pub fn read(&self, log: &PageLog) -> View {
        let mut places: HashMap<Key, usize> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        let mut unexpected = 0;
        for (entry, seen) in log.entries.iter().enumerate() {
            let Some(Some(cause)) = self.known.get(&fingerprint(seen)) else { continue };
            if seen.outcome == Outcome::Delivered {
                unexpected += 1;
            }
            let place = *places.entry(cause.key.clone()).or_insert(groups.len());
            let member = Member { entry, cause: Rc::clone(cause) };
            match groups.get_mut(place) {
                Some(group) => group.members.push(member),
                None => groups.push(Group {
                    key: cause.key.clone(),
                    title: cause.title.clone(),
                    count: String::new(),
                    members: vec![member],
                }),
            }
        }
        for group in &mut groups {
            name(group);
        }
        // Stable: groups of one size stay in the order in which they were seen.
        groups.sort_by_key(|group| (group.key.tone, std::cmp::Reverse(group.members.len())));
        View {
            failed: log.failures as usize,
            warnings: log.warnings as usize + unexpected,
            delivered: (log.delivered as usize).saturating_sub(unexpected),
            dropped: log.dropped as usize,
            groups,
        }
    }
}

/// Equal for entries that have the same cause.
fn fingerprint(entry: &Entry) -> u64 {
    let mut hasher = DefaultHasher::new();
    let exchange = &entry.exchange;
    (entry.outcome as u8, &exchange.url, &exchange.method, exchange.status, &exchange.headers).hash(&mut hasher);
    (&exchange.resource_type, &exchange.body, &exchange.network_error).hash(&mut hasher);
    if let Some(request) = &exchange.request {
        (&request.content_type, &request.fields, request.size).hash(&mut hasher);
    }
    hasher.finish()
}

/// Why `entry` belongs in the list; `None` where it was delivered and there is nothing to say.
fn cause(entry: &Entry) -> Option<Cause> {
    let diagnosis = diagnosis::diagnose(&entry.exchange);
    let first = diagnosis.findings.first();
    let tone = match entry.outcome {
        Outcome::Failure => Tone::Failure,
        Outcome::Warning => Tone::Warning,
        Outcome::Delivered if first.is_some_and(|finding| finding.severity >= Severity::Warning) => Tone::Warning,
        Outcome::Delivered => return None,
    };
    let code = first.map_or(Code::ErrorUnrecognized, |finding| finding.code);
    let title = first.map_or_else(|| unexplained(diagnosis.status), |finding| finding.title.clone());
    let culprit = if shared_title(code).is_some() { String::new() } else { title.clone() };
    let status = diagnosis.status.filter(|status| *status != 0);
    let noun = Noun::of(&entry.exchange, &diagnosis);
    Some(Cause { key: Key { tone, status, code, culprit }, title, message: diagnosis.message, noun })
}

/// What to say of an exchange that failed without a finding.
pub fn unexplained(status: Option<u16>) -> String {
    match status {
        None | Some(0) => "Nothing answered".to_owned(),
        Some(status) => format!("The server answered {status}"),
    }
}

/// For causes that lie in each asset and not in how it was asked for: forty missing assets are one group, and this is
/// what the group is called when its members have titles of their own.
const fn shared_title(code: Code) -> Option<&'static str> {
    match code {
        Code::AssetNotFound => Some("Nothing is stored under these public IDs"),
        Code::FetchSourceFailed => Some("These remote files could not be loaded"),
        Code::FetchSourceNotMedia => Some("These remote addresses gave no media"),
        Code::SourceFileInvalid => Some("These files cannot be read as media"),
        Code::FileTooLarge => Some("These files are too large"),
        Code::ImageTooLarge => Some("These images have too many pixels"),
        Code::ProcessingPending => Some("These assets are still being made"),
        _ => None,
    }
}

/// Gives `group` its title and its count, now that its members are known.
fn name(group: &mut Group) {
    let Some((first, others)) = group.members.split_first() else { return };
    if let Some(shared) = shared_title(group.key.code)
        && others.iter().any(|member| member.cause.title != first.cause.title)
    {
        shared.clone_into(&mut group.title);
    }
    let noun = first.cause.noun;
    let noun = if others.iter().all(|member| member.cause.noun == noun) { noun } else { Noun::Request };
    group.count = noun.count(group.members.len());
}

/// “1 image”, “2,000 images”.
fn plural(number: usize, word: &str) -> String {
    format!("{} {word}{}", group_digits(number), if number == 1 { "" } else { "s" })
}

/// `2000` → `2,000`.
fn group_digits(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Seen;

    fn entry(url: &str, status: u16, message: Option<&str>) -> Entry {
        Entry {
            exchange: Exchange {
                url: url.to_owned(),
                method: "GET".to_owned(),
                status: Some(status),
                headers: message.map(|text| ("x-cld-error".to_owned(), text.to_owned())).into_iter().collect(),
                resource_type: Some("image".to_owned()),
                ..Exchange::default()
            },
            outcome: if status >= 400 { Outcome::Failure } else { Outcome::Delivered },
            seen: Seen::Network,
            time: 0.0,
            duration: None,
            frame_id: 0,
        }
    }

    fn log(entries: Vec<Entry>) -> PageLog {
        let count = |outcome: Outcome| {
            u32::try_from(entries.iter().filter(|entry| entry.outcome == outcome).count()).unwrap_or(u32::MAX)
        };
        PageLog {
            since: 1.0,
            failures: count(Outcome::Failure),
            warnings: count(Outcome::Warning),
            delivered: count(Outcome::Delivered),
            dropped: 0,
            entries,
        }
    }

    /// All there is to know of `log`.
    fn read(log: &PageLog) -> View {
        let mut reader = Reader::default();
        assert!(reader.learn(log, || true));
        reader.read(log)
    }

    const GOOD: &str = "https://res.cloudinary.com/demo/image/upload/w_300/shoes.jpg";

    #[test]
    fn every_failure_is_in_exactly_one_group() {
        let mut entries = Vec::new();
        for n in 0..500u16 {
            let url = format!("https://res.cloudinary.com/demo/image/upload/w_300/shoes{n}.jpg");
            entries.push(entry(&url, 400 + n % 7, Some(&format!("strange {}", n % 5))));
            entries.push(entry(GOOD, 200, None));
        }
        let log = log(entries);
        let view = read(&log);
        let mut listed: Vec<usize> = view.groups.iter().flat_map(|g| &g.members).map(|member| member.entry).collect();
        listed.sort_unstable();
        let failed: Vec<usize> = (0..log.entries.len()).filter(|place| place % 2 == 0).collect();
        assert_eq!(listed, failed);
        assert_eq!((view.failed, view.delivered), (500, 500));
        assert!(view.groups.iter().all(|group| group.members.iter().all(|member| member.cause.key == group.key)));
    }

    #[test]
    fn failures_come_before_warnings_and_frequent_ones_first() {
        let mut warned = entry(GOOD, 200, Some("strange"));
        warned.outcome = Outcome::Warning;
        let twice = entry(GOOD, 500, None);
        let log = log(vec![warned.clone(), warned.clone(), warned, entry(GOOD, 404, None), twice.clone(), twice]);
        let view = read(&log);
        let order: Vec<_> = view.groups.iter().map(|group| (group.key.status, group.count.as_str())).collect();
        assert_eq!(order, [(Some(500), "2 images"), (Some(404), "1 image"), (Some(200), "3 images")]);
        assert_eq!((view.failed_words(), view.warnings_words()), ("3 failed".to_owned(), "3 warnings".to_owned()));
    }

    #[test]
    fn what_is_not_known_yet_comes_later() {
        let entries =
            (0..10).map(|n| entry(&format!("{GOOD}{n}"), 404, None)).chain([entry(GOOD, 200, None)]).collect();
        let log = log(entries);
        let mut reader = Reader::default();
        let mut rounds = 0;
        let mut listed = Vec::new();
        loop {
            // Three exchanges a round.
            let mut left = 3;
            let done = reader.learn(&log, || {
                left -= 1;
                left >= 0
            });
            let view = reader.read(&log);
            assert_eq!(view.failed, 10);
            listed.push(view.groups.iter().map(|group| group.members.len()).sum::<usize>());
            rounds += 1;
            if done {
                break;
            }
        }
        assert_eq!((rounds, listed), (4, vec![3, 6, 9, 10]));
        assert_eq!(format!("{:?}", reader.read(&log)), format!("{:?}", read(&log)));
    }

    #[test]
    fn what_is_no_longer_kept_is_said() {
        let view = View { failed: 1, delivered: 1_999, dropped: 1_200, ..View::default() };
        assert_eq!(view.summary("14:02:11"), "2,000 Cloudinary requests since 14:02:11; 1,200 no longer kept");
        assert_eq!(View { failed: 1, ..View::default() }.summary("14:02:11"), "1 Cloudinary request since 14:02:11");
    }
}
