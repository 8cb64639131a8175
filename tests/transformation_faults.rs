//! One fault a time, put into the transformations of real URLs: is it told, where, and does the first remedy give the
//! URL back? `cargo test --test transformation_faults -- --nocapture` prints the rates, and with `FAULTS=<kind>` the
//! misses of a kind.

use serde::Deserialize;
use std::collections::BTreeMap;
use xcld::diagnosis::{Diagnosis, Severity, diagnose};
use xcld::exchange::Exchange;
use xcld::span::Span;
use xcld::transformation::{components, parameters};
use xcld::url::read;

#[derive(Deserialize)]
struct Row {
    url: String,
    status: String,
}

/// A fault: the URL with it, where it is, and the codes that name it.
struct Fault {
    kind: &'static str,
    url: String,
    span: Span,
    codes: &'static [&'static str],
    /// Whether the original can be told from the fault.
    repairable: bool,
}

const UNKNOWN: &[&str] = &["parameter-unknown"];
const VALUE: &[&str] = &["parameter-value-invalid"];
const MALFORMED: &[&str] = &["transformation-malformed"];
const KEY_OR_FORM: &[&str] = &["parameter-unknown", "transformation-malformed"];

fn diagnosis(url: &str) -> Diagnosis {
    diagnose(&Exchange { url: url.to_owned(), method: "GET".to_owned(), ..Exchange::default() })
}

/// A small generator, so that a fault does not always hit the same letter.
struct Dice(u64);

impl Dice {
    fn of(text: &str) -> Self {
        Self(
            text.bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
        )
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

/// One slip of the finger in `word`.
fn slip(word: &str, dice: &mut Dice) -> String {
    let at = 1 + dice.roll(word.len() - 1);
    let (head, tail) = word.split_at(at);
    match dice.roll(4) {
        0 => format!("{head}{}", &tail[1..]),
        1 => format!("{head}{}{tail}", &tail[..1]),
        2 => {
            let other = if tail.starts_with('k') { 'm' } else { 'k' };
            format!("{head}{other}{}", &tail[1..])
        }
        _ => {
            let (before, last) = head.split_at(at - 1);
            format!("{before}{}{last}{}", &tail[..1], &tail[1..])
        }
    }
}

const LONG: [(&str, &str); 14] = [
    ("w", "width"),
    ("h", "height"),
    ("c", "crop"),
    ("g", "gravity"),
    ("q", "quality"),
    ("f", "fetch_format"),
    ("e", "effect"),
    ("r", "radius"),
    ("a", "angle"),
    ("b", "background"),
    ("ar", "aspect_ratio"),
    ("o", "opacity"),
    ("so", "start_offset"),
    ("l", "overlay"),
];

/// Every fault that `url` can hold.
fn faults(url: &str) -> Vec<Fault> {
    let mut dice = Dice::of(url);
    let mut faults: Vec<Fault> = Vec::new();
    let Some(chain) = read(url).transformation else {
        return faults;
    };
    let mut put = |kind: &'static str, span: Span, text: &str, codes: &'static [&'static str], repairable: bool| {
        let mut broken = url.to_owned();
        broken.replace_range(span.start..span.end, text);
        if broken != url {
            let span = Span::new(span.start, span.start + text.len());
            faults.push(Fault { kind, url: broken, span, codes, repairable });
        }
    };
    for component in components(url, chain) {
        let all: Vec<_> = parameters(url, component).collect();
        let is_text = component.of(url).contains("l_text:");
        for (index, parameter) in all.iter().enumerate() {
            let (key, value) = (parameter.key.of(url), parameter.value.of(url));
            if key.starts_with('$') || key == "if" || value.is_empty() {
                continue;
            }
            let underscore = Span::new(parameter.key.end, parameter.value.start);
            let is_number = value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let is_size = matches!(key, "w" | "h");
            let is_free = matches!(key, "l" | "u" | "t" | "d" | "fn" | "bl" | "p" | "sp");
            let alone = all.len() == 1;
            if !is_free && (!alone || is_size || value.len() > 3) {
                put("key in upper case", parameter.key, &key.to_ascii_uppercase(), UNKNOWN, true);
                put("separator", underscore, dice.pick(&["=", ":", "-"]), MALFORMED, true);
                if let Some((_, long)) = LONG.iter().find(|(short, _)| *short == key) {
                    put("name of the SDK", parameter.key, long, UNKNOWN, true);
                }
            }
            if !is_free && (!alone || is_size) {
                put("no separator", parameter.span, &format!("{key}{value}"), KEY_OR_FORM, true);
                let doubled = format!("{key}{}", &key[key.len() - 1..]);
                put("key misspelt", parameter.key, &doubled, UNKNOWN, true);
            }
            if !alone && index > 0 {
                let comma = Span::new(all[index - 1].span.end, parameter.span.start);
                if !is_text {
                    put("comma", comma, dice.pick(&[";", "&", "|", "%20", "+", " ", "."]), MALFORMED, true);
                    put("no comma", comma, "", MALFORMED, true);
                }
                put("double comma", comma, ",,", MALFORMED, true);
                put("space after comma", comma, ",%20", MALFORMED, true);
                put("unknown parameter", comma, ",ab_cd,", UNKNOWN, true);
            }
            if index == 0 && component.start > chain.start {
                put("double slash", Span::new(component.start - 1, component.start), "//", MALFORMED, true);
            }
            if is_number && !is_free {
                put("px", parameter.value, &format!("{value}px"), VALUE, true);
                put("not a number", parameter.value, dice.pick(&["NaN", "undefined", "null"]), VALUE, false);
                if is_size {
                    put("zero", parameter.value, "0", VALUE, false);
                    put("word for number", parameter.value, "abc", VALUE, false);
                    put("minus", parameter.value, &format!("-{value}"), VALUE, true);
                    if value.contains('.') {
                        let percent = value.parse::<f32>().unwrap_or(0.0) * 100.0;
                        if percent <= 100.0 {
                            put("percent", parameter.value, &format!("{percent}%"), VALUE, true);
                        }
                    }
                }
            }
            let name = Span::new(
                parameter.value.start,
                parameter.value.start + value.split(':').next().unwrap_or_default().len(),
            );
            let word = name.of(url);
            let is_word = word.len() > 3 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if is_word
                && matches!(key, "c" | "e" | "g" | "fl" | "q" | "f" | "b" | "co" | "vc" | "cs" | "a" | "w" | "dpr")
            {
                let kind = match key {
                    "c" => "crop mode misspelt",
                    "e" => "effect misspelt",
                    "g" => "gravity misspelt",
                    "fl" => "flag misspelt",
                    _ => "word misspelt",
                };
                put(kind, name, &slip(word, &mut dice), VALUE, true);
                put("value in upper case", name, &word.to_ascii_uppercase(), VALUE, true);
                if word.contains('_') {
                    put("hyphen in a word", name, &word.replace('_', "-"), VALUE, true);
                }
                if value.len() > word.len() && !value.contains(';') {
                    let colon = Span::new(name.end, name.end + 1);
                    put("colon", colon, dice.pick(&["_", "-"]), VALUE, true);
                }
            }
            if key == "ar" && value.contains(':') {
                put(
                    "ratio with a slash",
                    parameter.value,
                    &value.replace(':', "/"),
                    &["parameter-value-invalid", "transformation-malformed"],
                    true,
                );
                put("ratio with an x", parameter.value, &value.replace(':', "x"), VALUE, true);
            }
            if let Some(hex) = value.strip_prefix("rgb:").filter(|_| matches!(key, "b" | "co")) {
                put("bare hex", parameter.value, hex, VALUE, true);
                put("hash", parameter.value, &format!("#{hex}"), VALUE, true);
                put("encoded hash", parameter.value, &format!("%23{hex}"), VALUE, true);
            }
            if key == "l" && value.starts_with("text:") {
                if let Some(at) = value.find("%20") {
                    let space = Span::new(parameter.value.start + at, parameter.value.start + at + 3);
                    put("comma in text", space, ",%20", &["layer-malformed"], false);
                    put("raw space in text", space, " ", &["layer-malformed", "transformation-malformed"], true);
                }
                if let Some(at) = value.find("%252C") {
                    let comma = Span::new(parameter.value.start + at, parameter.value.start + at + 5);
                    put("comma in text", comma, ",", &["layer-malformed"], true);
                    let slash = chain.of(url).contains("fl_layer_apply");
                    if slash {
                        put("slash in text", comma, "/", &["layer-malformed"], false);
                    }
                }
            }
        }
        if component.of(url) == "if_end" {
            let end = Span::new(component.start - 1, component.end);
            put("no if_end", end, "", &["condition-malformed"], component.end == chain.end);
        }
        if component.of(url) == "fl_layer_apply" && component.start > chain.start {
            let before = url[..component.start - 1].rsplit('/').next().unwrap_or_default();
            if !before.starts_with("l_") {
                put(
                    "no fl_layer_apply",
                    Span::new(component.start - 1, component.end),
                    "",
                    &["layer-malformed"],
                    component.end == chain.end,
                );
            }
        }
        if let Some(crop) = all.iter().find(|parameter| parameter.key.of(url) == "c") {
            let auto = all
                .iter()
                .find(|parameter| parameter.key.of(url) == "g" && parameter.value.of(url).starts_with("auto"));
            if let Some(gravity) = auto.filter(|gravity| gravity.span.start > crop.span.start) {
                let both = Span::new(crop.value.start, gravity.span.end);
                let between = Span::new(crop.value.end, gravity.span.end);
                put("g_auto with scale", both, &format!("scale{}", between.of(url)), &["parameters-conflict"], false);
            }
        }
    }
    faults
}

#[derive(Default)]
struct Rate {
    count: usize,
    code: usize,
    span: usize,
    repairable: usize,
    repaired: usize,
    clean: usize,
    error: usize,
}

#[test]
fn faults_are_told_and_mended() {
    let rows = include_str!("corpus/urls.jsonl").lines();
    let rows = rows.map(|line| serde_json::from_str::<Row>(line).expect("a row of the corpus"));
    let shown = std::env::var("FAULTS").unwrap_or_default();
    let mut rates: BTreeMap<&str, Rate> = BTreeMap::new();
    for row in rows.filter(|row| row.status == "valid") {
        // What the documentation and the suites hold twice counts once, and long chains count no more than others.
        for (index, fault) in faults(&row.url).into_iter().enumerate() {
            if index > 60 {
                break;
            }
            let rate = rates.entry(fault.kind).or_default();
            rate.count += 1;
            rate.repairable += usize::from(fault.repairable);
            let diagnosis = diagnosis(&fault.url);
            let first = diagnosis.findings.first();
            let code = first.is_some_and(|finding| fault.codes.contains(&finding.code.as_str()));
            let span = first.and_then(|finding| finding.span).is_some_and(|span| {
                let covers = span.start <= fault.span.start && span.end >= fault.span.end;
                let touches = span.start <= fault.span.end && span.end >= fault.span.start;
                (covers || touches) && span.len() <= fault.span.len() + 24
            });
            let fix = first.and_then(|finding| finding.fixes.first()).and_then(|fix| fix.url.as_deref());
            let repaired = fix == Some(row.url.as_str());
            let clean = fix.is_none_or(|fix| {
                self::diagnosis(fix).findings.iter().all(|finding| finding.severity < Severity::Error)
            });
            rate.code += usize::from(code);
            rate.span += usize::from(span);
            rate.repaired += usize::from(fault.repairable && repaired);
            rate.clean += usize::from(clean);
            rate.error += usize::from(first.is_some_and(|finding| finding.severity == Severity::Error));
            if shown == fault.kind && !(code && span && clean && (repaired || !fault.repairable)) {
                let found = first.map(|finding| {
                    (finding.code.as_str(), finding.title.as_str(), finding.span.map(|s| s.of(&fault.url)))
                });
                println!("{}\n    {found:?} fix {fix:?} code {code} span {span} clean {clean}", fault.url);
            }
        }
    }
    println!("{:24} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7}", "fault", "count", "code", "span", "repair", "clean", "error");
    let mut total = Rate::default();
    #[allow(clippy::cast_precision_loss)]
    let percent = |part: usize, whole: usize| if whole == 0 { 100.0 } else { part as f64 * 100.0 / whole as f64 };
    let print = |kind: &str, rate: &Rate| {
        println!(
            "{kind:24} {:>6} {:>7.1} {:>7.1} {:>7.1} {:>7.1} {:>7.1}",
            rate.count,
            percent(rate.code, rate.count),
            percent(rate.span, rate.count),
            percent(rate.repaired, rate.repairable),
            percent(rate.clean, rate.count),
            percent(rate.error, rate.count)
        );
    };
    for (kind, rate) in &rates {
        print(kind, rate);
        total.count += rate.count;
        total.code += rate.code;
        total.span += rate.span;
        total.repairable += rate.repairable;
        total.repaired += rate.repaired;
        total.clean += rate.clean;
        total.error += rate.error;
    }
    print("all", &total);
    assert!(total.count > 3000);
    assert!(percent(total.code, total.count) > 97.0);
    assert!(percent(total.span, total.count) > 97.0);
    assert!(percent(total.repaired, total.repairable) > 95.0);
    assert!(percent(total.clean, total.count) > 99.0);
}
