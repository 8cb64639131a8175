//! Values that a faulty one may have been meant as: guesses, held against the grammar.

use super::spelling::{self, plain_letters};
use crate::transformation::suggest::{Nearness, distance, nearest};
use crate::transformation::tables::{self, Arg, Args, Key, Kind, SYNONYMS, Word, Words};
use crate::transformation::value::expression::operator_meant;
use crate::transformation::value::layer;
use crate::transformation::value::number::number;
use crate::transformation::value::{Misfit, Shape, Why, fit};

/// A value that fits, and how sure it is to be the one that was meant.
pub struct Guess {
    /// The whole value.
    pub value: String,
    /// How near it is.
    pub nearness: Nearness,
    /// Whether it fits without reserve.
    fits: bool,
}

/// What other forms of a word end in: `cropped`, `padding`.
const ENDINGS: [&str; 9] = ["ed", "ing", "ped", "ping", "ded", "ding", "ted", "red", "er"];

/// Values longer than this are not guessed at.
const LONGEST: usize = 512;

/// The values that `value` may have been meant as, best first, three at most.
pub fn guesses(kind: &Kind, value: &str, misfit: Misfit) -> Vec<Guess> {
    let mut guesses = Guesses { kind, value, tolerated: misfit.is_tolerated(), found: Vec::new() };
    if value.is_empty() || value.len() > LONGEST {
        return guesses.found;
    }
    if let Some(plain) = plain_letters(value) {
        guesses.take(plain, Nearness::Same);
    }
    guesses.plainer();
    if kind.shape == Shape::Effect {
        guesses.argument_names();
        // `50:blur`.
        if let Some((one, other)) = value.split_once(':') {
            guesses.take(format!("{other}:{one}"), Nearness::Same);
        }
    }
    // In the text of a layer, other punctuation is other text.
    let is_text = kind.shape == Shape::Layer && value.starts_with("text:");
    let bad = value.get(misfit.start..misfit.end).unwrap_or_default();
    let around = |text: &str| {
        let before = value.get(..misfit.start).unwrap_or_default();
        format!("{before}{text}{}", value.get(misfit.end..).unwrap_or_default())
    };
    if !matches!(misfit.why, Why::Range(..) | Why::Undocumented) {
        guesses.take(around(&bad.to_ascii_lowercase()), Nearness::Same);
        guesses.take(value.to_ascii_lowercase(), Nearness::Same);
    }
    if misfit.is_operator()
        && let Some(operator) = operator_meant(bad)
    {
        guesses.take(around(&operator), Nearness::One);
        return guesses.found;
    }
    match misfit.why {
        Why::Word(words) | Why::NewWord(words) => {
            if !is_text {
                guesses.separators(words);
            }
            guesses.words(bad, words, &around);
        }
        Why::BareHex => {
            let bare = bad.trim_start_matches("%23").trim_start_matches('#');
            guesses.take(around(&format!("rgb:{bare}")), Nearness::Same);
        }
        Why::Unescaped => {
            let raw = value.replace(' ', "%20").replace('+', "-");
            guesses.take(raw, Nearness::Same);
        }
        Why::NotPositive => guesses.take(value.trim_start_matches('-').to_owned(), Nearness::One),
        Why::Range(low, high) => {
            if low >= 0.0
                && let Some(positive) = bad.strip_prefix('-')
            {
                guesses.take(around(positive), Nearness::One);
            }
            let clamped = if bad.starts_with('-') { low } else { high };
            guesses.take(around(&format!("{clamped}")), Nearness::Far);
        }
        _ => {}
    }
    if kind.shape == Shape::Border {
        guesses.border();
    }
    if kind.shape == Shape::Gravity {
        // `east_south`, `south:east`.
        let mut parts = value.split(['_', ':', '-', ' ']);
        if let (Some(one), Some(other), None) = (parts.next(), parts.next(), parts.next()) {
            guesses.take(format!("{one}_{other}"), Nearness::Same);
            guesses.take(format!("{other}_{one}"), Nearness::Same);
        }
    }
    if kind.shape == Shape::Flags {
        let point = |mark: &str| value.replace(mark, ".");
        guesses.take(value.replace('.', "_"), Nearness::Same);
        for mark in ["%20", " ", "+", ";", "|", "&"] {
            guesses.take(point(mark), Nearness::Same);
        }
    }
    if kind.shape == Shape::Layer {
        guesses.layer();
    }
    if kind.shape == Shape::Condition {
        guesses.condition(bad, &around);
    }
    if matches!(kind.shape, Shape::Colour | Shape::Background | Shape::Border) {
        guesses.take(
            value.replace("%23", "#").replace("rgb:#", "rgb:").replace("rgb_", "rgb:").replace("0x", "rgb:"),
            Nearness::Same,
        );
        guesses.take(value.replace("%23", "#").replace('#', "rgb:"), Nearness::Same);
        guesses.take(value.replace("rgb", "rgb:"), Nearness::Same);
        guesses.take(value.replace("rgba:", "rgb:").replace("hex:", "rgb:"), Nearness::Same);
        guesses.take(value.replace("rgb:0x", "rgb:"), Nearness::Same);
        if let Some(rgb) = spelling::rgb(value) {
            guesses.take(rgb, Nearness::One);
        }
    }
    if !is_text {
        guesses.take(value.trim_start_matches('_').to_owned(), Nearness::Same);
        guesses.take(value.replace("by", ":"), Nearness::Same);
        guesses.take(value.replace("%2F", ":").replace("%2f", ":"), Nearness::Same);
        guesses.take(value.replace("::", ":"), Nearness::Same);
        guesses.instead_of_numbers();
        guesses.numbers(bad, &around);
        guesses.punctuation();
    }
    // A value out of its range, but in the words that were written, is nearer than one that was made to fit.
    guesses.found.sort_by_key(|guess| !guess.fits && guess.nearness > Nearness::Same);
    guesses.found.truncate(3);
    guesses.found
}

struct Guesses<'a> {
    kind: &'a Kind,
    value: &'a str,
    /// Whether the value itself may be taken all the same.
    tolerated: bool,
    found: Vec<Guess>,
}

impl Guesses<'_> {
    /// Keeps `value` if it fits and is new.
    fn take(&mut self, value: String, nearness: Nearness) {
        let new = value != self.value && self.found.iter().all(|guess| guess.value != value);
        // What the server may take all the same is good enough, unless it is what was told already.
        if !new || value.is_empty() {
            return;
        }
        match fit(self.kind.shape, &value) {
            Ok(()) => self.found.push(Guess { value, nearness, fits: true }),
            Err(misfit) if !self.tolerated && misfit.is_tolerated() => {
                self.found.push(Guess { value, nearness, fits: false });
            }
            Err(_) => {}
        }
    }

    /// The value without what came along with it, and with its digits and separators in the usual form.
    fn plainer(&mut self) {
        let value = self.value;
        if let Some(value) = spelling::without_key(self.kind, value) {
            self.take(value.to_owned(), Nearness::Same);
        }
        // In the text of a layer, other punctuation is other text.
        if self.kind.shape == Shape::Layer {
            return;
        }
        self.take(spelling::trimmed(value).to_owned(), Nearness::Same);
        // `{$width}`, `$$width`.
        if value.contains('$') && !value.contains("${") {
            self.take(
                value.replace(['{', '}'], "").replace("$$", "$").trim_end_matches('$').to_owned(),
                Nearness::Same,
            );
        }
        // `Crop.fill`, as constants of programs are printed.
        if let Some((class, name)) = value.split_once('.')
            && class.starts_with(char::is_uppercase)
            && name.starts_with(char::is_alphabetic)
            && class.bytes().all(|b| b.is_ascii_alphanumeric())
        {
            self.take(name.to_ascii_lowercase(), Nearness::Same);
        }
        let other =
            if self.kind.shape == Shape::Ratio { spelling::ratio(value) } else { spelling::without_groups(value) };
        if let Some(other) = other {
            self.take(other, Nearness::Same);
        }
    }

    /// The nearest words in the place of the bad one.
    fn words(&mut self, bad: &str, words: Words, around: &dyn Fn(&str) -> String) {
        let key = Some(self.kind.key);
        // `e_blur(300)`, as in CSS.
        if let Some((head, tail)) = bad.strip_suffix(')').and_then(|text| text.split_once('(')) {
            self.take(around(&format!("{head}:{tail}")), Nearness::Same);
        }
        // A word with its argument behind the wrong separator: `e_sepia_50`, `q_auto_good`; or behind none: `e_sepia50`.
        let cuts = || bad.char_indices().filter(|(_, c)| matches!(c, '_' | '-' | '=' | '.')).map(|(at, _)| at);
        for (head, tail) in cuts().rev().filter_map(|at| Some((bad.get(..at)?, bad.get(at + 1..)?))) {
            if words.all().any(|word| word == head) {
                self.take(around(&format!("{head}:{tail}")), Nearness::Same);
            }
        }
        for (head, tail) in ["%20", "%3D", "%3d", "%28", " ", "+", ";", "(", "~", "*", ","]
            .into_iter()
            .filter_map(|mark| bad.split_once(mark))
        {
            if words.all().any(|word| word == head) {
                self.take(around(&format!("{head}:{}", tail.trim_end_matches("%29"))), Nearness::Same);
            }
        }
        let head = bad.trim_end_matches(|c: char| c.is_ascii_digit());
        let tail = bad.get(head.len()..).unwrap_or_default();
        if !tail.is_empty() && words.all().any(|word| word == head) {
            self.take(around(&format!("{head}:{tail}")), Nearness::One);
        }
        for (nearness, word) in nearest(key, bad, words) {
            self.take(around(word), nearness);
        }
        // `paint_oil`: the words of the name in another order.
        let sorted = |text: &str| {
            let mut pieces: Vec<String> = text.split(['_', '-']).map(str::to_owned).collect();
            pieces.sort_unstable();
            pieces
        };
        if bad.contains(['_', '-']) {
            let pieces = sorted(bad);
            if let Some(word) = words.all().find(|word| word.len() == bad.len() && sorted(word) == pieces) {
                self.take(around(word), Nearness::Same);
            }
        }
        let is_form =
            |word: &&str| word.len() > 2 && bad.strip_prefix(*word).is_some_and(|ending| ENDINGS.contains(&ending));
        if let Some(word) = words.all().find(is_form) {
            self.take(around(word), Nearness::One);
        }
        for (head, tail) in cuts().filter_map(|at| Some((bad.get(..at)?, bad.get(at + 1..)?))) {
            for (nearness, word) in nearest(key, head, words).into_iter().take(1) {
                self.take(around(&format!("{word}:{tail}")), nearness.max(Nearness::One));
            }
        }
    }

    /// The words that a number may be replaced by.
    fn instead_of_numbers(&mut self) {
        let words: &[Word] = match self.kind.shape {
            Shape::Size => &[("auto", ""), ("iw", ""), ("ih", "")],
            Shape::Dpr | Shape::Time => &[("auto", "")],
            Shape::Radius => &[("max", "")],
            Shape::Density => &[("idn", "")],
            _ => return,
        };
        let head = self.value.split(':').next().unwrap_or_default();
        let rest = self.value.get(head.len()..).unwrap_or_default();
        for (word, _) in words {
            let same = head.eq_ignore_ascii_case(word);
            if let Some(cost) = distance(&head.to_ascii_lowercase(), word, usize::from(word.len() > 2)) {
                let nearness = if same {
                    Nearness::Same
                } else if cost < 2 {
                    Nearness::One
                } else {
                    Nearness::Far
                };
                self.take(format!("{word}{rest}"), nearness);
            }
        }
        for (_, synonym, words) in SYNONYMS.iter().filter(|(key, _, _)| *key == self.kind.key) {
            if head.eq_ignore_ascii_case(synonym) {
                words.iter().for_each(|word| self.take((*word).to_owned(), Nearness::Synonym));
            }
        }
    }

    /// `:` for another separator, at one place or at all.
    fn separators(&mut self, words: Words) {
        if matches!(words, Words::Effects) || self.kind.shape == Shape::Profile {
            return;
        }
        for separator in ['_', '-', '=', ';', '|', '/'] {
            if self.value.contains(separator) {
                self.take(self.value.replacen(separator, ":", 1), Nearness::Same);
            }
        }
    }

    /// A number with a unit, a letter, or a sign too many.
    fn numbers(&mut self, bad: &str, around: &dyn Fn(&str) -> String) {
        // A number as it should be has none of these.
        let is_plain = number(bad).is_some() && !bad.starts_with(['-', '+', '.']) && !bad.ends_with('.');
        if is_plain || !bad.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let plain = bad.replace("%25", "%").replace("%20", "").replace("%22", "\"").replace("%27", "'");
        if let Some(percent) = plain.strip_suffix('%') {
            self.percent(percent, around);
        }
        // `1o`: only the letters that look like digits.
        if plain.bytes().all(|b| b.is_ascii_digit() || b"oOlI.".contains(&b)) {
            self.take(around(&look_alikes(&plain)), Nearness::Same);
        }
        let digits = plain.trim_end_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '%' | ' '));
        self.take(around(digits), Nearness::Same);
        self.take(around(&look_alikes(&plain)), Nearness::One);
        self.take(around(&plain.replace(',', ".")), Nearness::Same);
        self.take(around(&plain.replace('x', ":")), Nearness::Same);
        // The one number in it, with its sign; two numbers never become one.
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let from = plain.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
        let tail = plain.get(from..).unwrap_or_default();
        let number = tail.get(..tail.find(|c| !is_part(c)).unwrap_or(tail.len())).unwrap_or_default();
        let number = number.trim_end_matches('.');
        let others =
            plain.bytes().filter(u8::is_ascii_digit).count() - number.bytes().filter(u8::is_ascii_digit).count();
        if others == 0 && number.len() + 3 > plain.len() {
            let sign = if plain.starts_with('-') { "-" } else { "" };
            let before = self.found.len();
            self.take(around(&format!("{sign}{number}")), Nearness::One);
            if self.found.len() == before {
                self.take(around(number), Nearness::One);
            }
        }
        // Two points: `1.5.0`, `0..5`.
        self.take(around(&plain.replace("..", ".")), Nearness::One);
    }

    /// `50%` of the original is `0.5`; a percentage above 100 was hardly meant as one.
    fn percent(&mut self, digits: &str, around: &dyn Fn(&str) -> String) {
        let Ok(percent) = digits.parse::<f32>() else {
            return;
        };
        if matches!(self.kind.key, Key::W | Key::H | Key::X | Key::Y) && percent > 0.0 && percent <= 100.0 {
            let share = percent / 100.0;
            let text = if share.fract() == 0.0 { format!("{share:.1}") } else { format!("{share}") };
            self.take(around(&text), Nearness::Same);
        }
    }

    /// `5_solid_red`, `5px-solid-red`, `5px_red`.
    fn border(&mut self) {
        let value = self.value.replace("%20", " ");
        let parts: Vec<&str> =
            value.split(['_', '-', ' ', ':', '+']).filter(|part| !part.is_empty() && *part != "solid").collect();
        let Some((width, colour)) = parts.split_first() else {
            return;
        };
        let colour = colour.join(":");
        let width = width.trim_end_matches("px");
        self.take(format!("{width}px_solid_{colour}"), Nearness::Same);
        let bare = colour.trim_start_matches('#').trim_start_matches("%23");
        self.take(format!("{width}px_solid_rgb:{bare}"), Nearness::Same);
    }

    /// `theme:colro_black`: the name of an argument with a slip in it.
    fn argument_names(&mut self) {
        let value = self.value;
        let Some((effect, arguments)) = value.split_once(':') else { return };
        let names: &[(&str, Arg)] = match tables::effect(effect).map(|effect| effect.args) {
            Some(
                Args::Named(list)
                | Args::NamedOrOrdered(list)
                | Args::NamedColon(list)
                | Args::NamedColonOrOrdered(list),
            ) => list,
            _ => return,
        };
        let mut at = effect.len() + 1;
        for piece in arguments.split([':', ';']).take(16) {
            let name = piece.split('_').next().unwrap_or_default();
            if name.len() > 3 && name.len() < piece.len() && names.iter().all(|(known, _)| *known != name) {
                let near = names.iter().find(|(known, _)| distance(name, known, 1).is_some());
                if let Some((near, _)) = near {
                    let (before, after) = (value.get(..at).unwrap_or_default(), value.get(at + name.len()..));
                    self.take(format!("{before}{near}{}", after.unwrap_or_default()), Nearness::One);
                }
            }
            at += piece.len() + 1;
        }
    }

    /// `txet:Arial_40:Hello`, `text:40_Arial:Hello`, `text:Arial_40px:Hello`, base64 without `fetch:`.
    fn layer(&mut self) {
        if !self.tolerated {
            // Something else is wrong with it.
            return;
        }
        let value = self.value;
        if layer::is_coded_url(value) {
            self.take(format!("fetch:{value}"), Nearness::Same);
        }
        if let Some(rest) = value.strip_prefix("text::") {
            self.take(format!("text:{rest}"), Nearness::Same);
        }
        let Some((kind, rest)) = value.split_once(':') else { return };
        if let Some(meant) = layer::kind_meant(kind, rest) {
            let style = kind.strip_prefix("text").map(|style| style.trim_start_matches('_'));
            let style = style
                // `textArial_60`, and not `textt`.
                .filter(|style| style.contains('_') && meant == "text")
                .map(|style| format!("{style}:"))
                .unwrap_or_default();
            self.take(format!("{meant}:{style}{rest}"), Nearness::One);
        }
        let Some((style, text)) = rest.split_once(':').filter(|_| kind == "text") else { return };
        let plain = style.split('_').map(|piece| match piece.strip_suffix("px") {
            Some(size) if size.bytes().all(|b| b.is_ascii_digit()) => size,
            _ => piece,
        });
        self.take(format!("text:{}:{text}", plain.collect::<Vec<_>>().join("_")), Nearness::Same);
        self.take(format!("text:{}:{text}", style.replacen('-', "_", 1)), Nearness::Same);
        // `Arial_bold_40`.
        let all: Vec<&str> = style.split('_').collect();
        if let Some(at) = all.iter().skip(1).position(|piece| piece.bytes().all(|b| b.is_ascii_digit())) {
            let size = all.get(at + 1).copied().unwrap_or_default();
            let (font, before) = all.split_first().unwrap_or((&"", &[]));
            let before = before.get(..at).unwrap_or_default().iter().map(|piece| format!("_{piece}"));
            let after = all.get(at + 2..).unwrap_or_default().iter().map(|piece| format!("_{piece}"));
            let styles: String = before.chain(after).collect();
            self.take(format!("text:{font}_{size}{styles}:{text}"), Nearness::Same);
        }
        let mut pieces = style.splitn(3, '_');
        if let (Some(size), Some(font)) = (pieces.next(), pieces.next()) {
            let more = pieces.next().map(|more| format!("_{more}")).unwrap_or_default();
            self.take(format!("text:{font}_{size}{more}:{text}"), Nearness::Same);
        }
    }

    /// `aspect_ratio_gt_1`, `wgt_300`: a name of the SDKs, or two tokens without the underscore between them.
    fn condition(&mut self, bad: &str, around: &dyn Fn(&str) -> String) {
        const NAMES: [(&str, &str); 7] = [
            ("aspect_ratio", "ar"),
            ("face_count", "fc"),
            ("page_count", "pc"),
            ("current_page", "cp"),
            ("initial_width", "iw"),
            ("initial_height", "ih"),
            ("illustration_score", "ils"),
        ];
        for (name, short) in NAMES.iter().filter(|(name, _)| self.value.contains(name)) {
            self.take(self.value.replace(name, short), Nearness::Same);
        }
        for (word, length) in [("end", 2..=4), ("else", 3..=5)] {
            if length.contains(&self.value.len()) && distance(self.value, word, 1).is_some() {
                self.take(word.to_owned(), Nearness::One);
            }
        }
        // Longer than any token, so that a slip in it is one.
        for (name, short) in [("width", "w"), ("height", "h"), ("duration", "du")] {
            if bad.len() > 3 && distance(&bad.to_ascii_lowercase(), name, 1).is_some() {
                self.take(around(short), Nearness::One);
            }
        }
        for (at, _) in bad.char_indices().skip(1).take(8) {
            let (head, tail) = (bad.get(..at).unwrap_or_default(), bad.get(at..).unwrap_or_default());
            self.take(around(&format!("{head}_{tail}")), Nearness::Same);
        }
        let at = bad.find(['<', '>', '=', '!']).unwrap_or_default();
        let symbol: String =
            bad.get(at..).unwrap_or_default().chars().take_while(|c| matches!(c, '<' | '>' | '=' | '!')).collect();
        let word = match symbol.as_str() {
            "<" => "lt",
            ">" => "gt",
            "<=" => "lte",
            ">=" => "gte",
            "=" | "==" => "eq",
            "!=" => "ne",
            _ => return,
        };
        self.take(around(&bad.replacen(&symbol, word, 1)), Nearness::Same);
        self.take(around(&bad.replacen(&symbol, &format!("_{word}_"), 1)), Nearness::Same);
    }

    /// A character too many at an end, or `:` miswritten.
    fn punctuation(&mut self) {
        let value = self.value;
        self.take(value.trim_matches(|c: char| c.is_ascii_punctuation() && c != '!').to_owned(), Nearness::Same);
        // `fill%zz`: an escape that is none.
        if let Some(at) = value.rfind('%').filter(|at| !is_escape(value.get(at + 1..).unwrap_or_default())) {
            self.take(value.get(..at).unwrap_or_default().to_owned(), Nearness::Same);
        }
        for separator in ['x', '-', '_', '/', '.', ';', '=', '|'] {
            if value.contains(separator) {
                self.take(value.replace(separator, ":"), Nearness::Same);
            }
        }
        self.take(value.replace("__", "_"), Nearness::Same);
        self.take(value.replace("%20", "").replace([' ', '+'], ""), Nearness::Same);
    }
}

/// `text` with the letters that look like digits replaced by those.
fn look_alikes(text: &str) -> String {
    text.replace(['o', 'O'], "0").replace(['l', 'I'], "1")
}

/// Whether `text`, what stands behind a `%`, begins with two hexadecimal digits.
fn is_escape(text: &str) -> bool {
    text.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2
}
