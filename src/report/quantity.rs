//! Bytes and milliseconds in words: one form wherever they are shown.

/// A number of bytes: “0 B”, “980 B”, “41 kB”, “3.1 MB”. A kB is 1,000 bytes, as in the browsers' network panels.
pub fn bytes(number: u64) -> String {
    const UNITS: [(f64, &str); 3] = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    // Exact up to 2^53, which is far more than is shown.
    #[allow(clippy::cast_precision_loss)]
    let size = number as f64;
    for (unit, name) in UNITS {
        // What would be rounded to 1,000 belongs to the next unit: 999,600 bytes are 1.0 MB.
        if size >= unit * 0.9995 {
            let share = size / unit;
            return if share < 9.95 { format!("{share:.1} {name}") } else { format!("{share:.0} {name}") };
        }
    }
    format!("{number} B")
}

/// A time in milliseconds: “0.4 ms”, “41 ms”, “1.2 s”, “3 min 5 s”.
pub fn milliseconds(time: f64) -> String {
    if !time.is_finite() {
        return "unknown".to_owned();
    }
    let time = time.max(0.0);
    if time < 0.95 && time > 0.0 {
        format!("{time:.1} ms")
    } else if time < 999.5 {
        format!("{time:.0} ms")
    } else if time < 59_950.0 {
        format!("{:.1} s", time / 1_000.0)
    } else {
        let seconds = (time / 1_000.0).round();
        format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), seconds % 60.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_two_figures_at_least() {
        for (number, words) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (9_940, "9.9 kB"),
            (9_960, "10 kB"),
            (41_234, "41 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (3_100_000, "3.1 MB"),
            (2_500_000_000, "2.5 GB"),
            (u64::MAX, "18446744074 GB"),
        ] {
            assert_eq!(bytes(number), words, "{number}");
        }
    }

    #[test]
    fn times_are_as_exact_as_they_are_read() {
        for (time, words) in [
            (0.0, "0 ms"),
            (-3.0, "0 ms"),
            (0.42, "0.4 ms"),
            (0.96, "1 ms"),
            (41.3, "41 ms"),
            (999.4, "999 ms"),
            (999.6, "1.0 s"),
            (1_234.0, "1.2 s"),
            (59_949.0, "59.9 s"),
            (59_960.0, "1 min 0 s"),
            (185_000.0, "3 min 5 s"),
            (f64::NAN, "unknown"),
        ] {
            assert_eq!(milliseconds(time), words, "{time}");
        }
    }
}
