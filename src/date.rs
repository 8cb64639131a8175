//! Points in time as text: what HTTP headers, Cloudinary's messages and HARs write.

const DAY: i64 = 86_400;

/// The days from 1970-01-01 to a date of the Gregorian calendar; `None` where it is none, or not of the years 1970 to
/// 9999.
pub fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1970..10_000).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // The year begins in March, so that the leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

/// The year, month and day that lie `days` after 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (year * 365 + year / 4 - year / 100);
    let month = (day * 5 + 2) / 153;
    let day = day - (month * 153 + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    (era * 400 + year, month, day)
}

/// The milliseconds since the Unix epoch of a time as RFC 3339 writes it (`2026-11-02T10:00:00.123+01:00`), of which
/// seconds, their fraction and the offset may be missing: without an offset it is UTC.
pub fn parse(text: &str) -> Option<f64> {
    let (day, time) = text.trim().split_once(['T', 't', ' '])?;
    let mut day = day.splitn(3, '-').map(number);
    let days = days(day.next()??, day.next()??, day.next()??)?;
    let end = time.find(['Z', 'z', '+', '-', ' ']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(end)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.splitn(3, ':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    if hour > 23 || minute > 59 || second > 60 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = days * DAY + hour * 3600 + minute * 60 + second - offset(zone)?;
    let milliseconds = number(format!("{fraction:0<3}").get(..3)?)?;
    // Whole milliseconds up to the year 9999 are exact.
    #[expect(clippy::cast_precision_loss)]
    Some((seconds * 1000 + milliseconds) as f64)
}

/// The seconds by which a time zone is ahead of UTC: `Z`, `+01:00`, `+0100`, or nothing.
fn offset(zone: &str) -> Option<i64> {
    if zone.is_empty() {
        return Some(0);
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        ("Z" | "z", "") => return Some(0),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { number(minutes)? };
    Some(sign * (number(hours)? * 3600 + minutes * 60))
}

fn number(digits: &str) -> Option<i64> {
    let is_short = !digits.is_empty() && digits.len() < 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_short)
}

/// `milliseconds` since the Unix epoch as RFC 3339 writes them in UTC: `2026-11-02T10:00:00.123Z`. What lies before the
/// epoch or behind the year 9999 becomes the nearest of both.
pub fn format(milliseconds: f64) -> String {
    // Far below what an i64 holds; NaN becomes 0.
    #[expect(clippy::cast_possible_truncation)]
    let whole = milliseconds.clamp(0.0, 253_402_300_799_999.0).round() as i64;
    let (seconds, fraction) = (whole / 1000, whole % 1000);
    let (year, month, day) = date(seconds / DAY);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_exporters_write() {
        for (text, milliseconds) in [
            ("1970-01-01T00:00:00.000Z", 0.0),
            ("2026-09-21T14:13:20Z", 1_790_000_000_000.0),
            ("2026-09-21T14:13:20.5Z", 1_790_000_000_500.0),
            ("2026-09-21T14:13:20.123456789Z", 1_790_000_000_123.0),
            ("2026-09-21T16:13:20.000+02:00", 1_790_000_000_000.0),
            ("2026-09-21T08:43:20.000-0530", 1_790_000_000_000.0),
            ("2024-02-29T00:00Z", 1_709_164_800_000.0),
            ("2024-02-29 00:00:00", 1_709_164_800_000.0),
        ] {
            assert_eq!(parse(text), Some(milliseconds), "{text}");
        }
        for none in
            ["", "soon", "2026-13-01T00:00:00Z", "2026-09-21", "2026-09-21T25:00:00Z", "2026-09-21T10:00:00 CET"]
        {
            assert_eq!(parse(none), None, "{none}");
        }
    }

    #[test]
    fn writes_what_no_clock_shows_as_the_nearest_that_one_does() {
        assert_eq!(format(-5.0), "1970-01-01T00:00:00.000Z");
        assert_eq!(format(f64::NAN), "1970-01-01T00:00:00.000Z");
        assert_eq!(format(f64::INFINITY), "9999-12-31T23:59:59.999Z");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(milliseconds in 0u64..253_402_300_800_000) {
            #[expect(clippy::cast_precision_loss)]
            let time = milliseconds as f64;
            prop_assert_eq!(parse(&format(time)), Some(time));
        }

        #[test]
        fn no_text_is_too_much(text in "\\PC{0,40}|[0-9TZ:.+ -]{0,40}") {
            parse(&text);
        }
    }
}
