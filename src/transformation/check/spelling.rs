//! Other spellings of one value: without marks that came along, with plain letters and digits, with separators where
//! they belong. Each is a guess that its caller holds against the grammar.

use crate::ascii;
use crate::transformation::suggest::distance;
use crate::transformation::tables::{Key, Kind};

/// The value without its key, which stands in front of it once more: `c_c_fill`.
pub fn without_key<'a>(kind: &Kind, value: &'a str) -> Option<&'a str> {
    value.strip_prefix(kind.text)?.strip_prefix('_')
}

/// `value` without quotes, brackets, stops and blanks at its ends, raw or encoded: `'fill'`, `scale;`, `%22auto%22`.
/// Percent signs and what follows a sign of minus belong to numbers.
pub fn trimmed(value: &str) -> &str {
    let is_opened = value.contains('(') || value.contains("%28");
    let strings = value.matches('!').count() > 1 || value.contains("%21");
    let is_extra = |c: char| match c {
        '%' | '_' | '#' | '$' => false,
        '!' => !strings,
        ')' => !is_opened,
        _ => c.is_ascii_punctuation() || c.is_ascii_whitespace(),
    };
    let coded = |code: &str| {
        let digits = code.strip_prefix('%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        digits.is_some_and(|byte| byte.is_ascii() && byte != b'-' && is_extra(char::from(byte)))
    };
    let mut text = value;
    loop {
        let tail = text.len().checked_sub(3).and_then(|at| text.get(at..)).filter(|tail| coded(tail));
        let head = text.get(..3).filter(|head| coded(head) || *head == "%2B");
        let cut = tail
            .and_then(|tail| text.strip_suffix(tail))
            .or_else(|| head.and_then(|head| text.strip_prefix(head)))
            .unwrap_or(text)
            .trim_end_matches(is_extra)
            .trim_start_matches(|c| c != '-' && is_extra(c));
        if cut.len() == text.len() {
            return text;
        }
        text = cut;
    }
}

/// `1_000`, `1'000`, `1%20000`: groups of three digits, as numbers are written for people.
pub fn without_groups(value: &str) -> Option<String> {
    let plain = value.replace("%20", " ").replace("%27", "'");
    let mut groups = plain.split(['_', '\'', ' ']);
    let is_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().filter(|group| (1..=3).contains(&group.len()) && is_digits(group))?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = !rest.is_empty() && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    is_grouped.then(|| format!("{first}{}", rest.concat()))
}

/// Whether two whole numbers are those of an aspect ratio in use.
pub fn is_common_ratio(width: &str, height: &str) -> bool {
    const COMMON: [(&str, &str); 12] = [
        ("1", "1"),
        ("2", "1"),
        ("3", "2"),
        ("4", "3"),
        ("5", "4"),
        ("7", "5"),
        ("16", "9"),
        ("16", "10"),
        ("21", "9"),
        ("18", "9"),
        ("3", "1"),
        ("9", "5"),
    ];
    COMMON.iter().any(|pair| *pair == (width, height) || *pair == (height, width))
}

/// `16*9`, `16%209`: another mark for the colon of a ratio.
pub fn ratio(value: &str) -> Option<String> {
    ["%20", " ", "*", "+", "%2A", "%2B", "~", "%2C"].into_iter().find_map(|mark| {
        let (width, height) = value.split_once(mark)?;
        Some(format!("{width}:{height}"))
    })
}

/// The number that a comma parts into groups: `1` and `200` of `w_1,200`. Sizes have thousands; other numbers have a
/// point there.
pub fn is_thousands(kind: &Kind, first: &str, second: &str) -> bool {
    matches!(kind.key, Key::W | Key::H | Key::X | Key::Y)
        && (1..=2).contains(&first.len())
        && !first.starts_with('0')
        && second.len() == 3
}

/// The letters of `rgb` in another order, or one more or less, before hexadecimal digits: `rbg:ff0000`.
pub fn rgb(value: &str) -> Option<String> {
    let (front, digits) = value.rsplit_once(':')?;
    let word = front.rsplit('_').next().unwrap_or(front);
    let mut sorted = word.to_ascii_lowercase().into_bytes();
    sorted.sort_unstable();
    let is_near = (2..=4).contains(&word.len()) && (sorted == b"bgr" || distance(word, "rgb", 1).is_some());
    let before = front.get(..front.len() - word.len())?;
    (is_near && word != "rgb").then(|| format!("{before}rgb:{digits}"))
}

/// `text` with letters, digits and dashes that only look like those of ASCII replaced by them; `None` where it has none.
/// Keyboards for Russian, Arabic and Chinese, and text editors, write them.
pub fn plain_letters(text: &str) -> Option<String> {
    const CODED: [&str; 5] = ["%E2%8", "%EF%B", "%C2%A", "%D9%A", "%DB%B"];
    let is_coded = CODED.iter().any(|code| text.contains(code));
    if text.is_ascii() && !is_coded {
        return None;
    }
    // As it is where the escapes are no UTF-8.
    let decoded = is_coded.then(|| String::from_utf8(ascii::unescaped(text, |byte| !byte.is_ascii())).ok()).flatten();
    let text = decoded.as_deref().unwrap_or(text);
    let digit = |character: char, zero: char| char::from_digit(u32::from(character) - u32::from(zero), 10);
    let plain = |character: char| match character {
        '０'..='９' => digit(character, '０').unwrap_or(character),
        '٠'..='٩' => digit(character, '٠').unwrap_or(character),
        '۰'..='۹' => digit(character, '۰').unwrap_or(character),
        '–' | '—' | '−' | '‑' => '-',
        '：' => ':',
        '＿' => '_',
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'і' => 'i',
        other => other,
    };
    Some(text.chars().filter(|character| !is_invisible(*character)).map(plain).collect())
}

/// A character of no width, or a soft hyphen.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
