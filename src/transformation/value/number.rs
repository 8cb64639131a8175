//! Numbers, ratios, times and what else begins with a digit.

use super::expression::expression;
use super::{Fit, Misfit, Why};
use crate::ascii::{contains, pieces, split_once};

/// A decimal number: its value, if `text` is one.
pub fn number(text: &str) -> Option<f64> {
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let (mut value, mut scale, mut point, mut seen) = (0.0, 1.0, false, false);
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                value = value * 10.0 + f64::from(byte - b'0');
                if point {
                    scale *= 10.0;
                }
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    seen.then_some(if is_negative { -value / scale } else { value / scale })
}

/// A number, or arithmetic.
pub fn any(value: &str) -> Fit {
    if number(value).is_some() { Ok(()) } else { expression(value) }
}

/// A number above zero, or arithmetic.
pub fn positive(value: &str) -> Fit {
    match number(value) {
        Some(n) if n > 0.0 => Ok(()),
        Some(_) => Err(Misfit::whole(0, value, Why::NotPositive)),
        None => expression(value),
    }
}

/// A number from 0 to 100, or arithmetic.
pub fn percent(value: &str) -> Fit {
    match number(value) {
        Some(n) if (0.0..=100.0).contains(&n) => Ok(()),
        Some(_) => Err(Misfit::whole(0, value, Why::Range(0.0, 100.0))),
        None => expression(value),
    }
}

/// Width or height: a size, `auto` with its steps, or arithmetic.
pub fn size(value: &str) -> Fit {
    match value.strip_prefix("auto") {
        Some("") => return Ok(()),
        Some(rest) if rest.starts_with(':') => return automatic(rest),
        _ => {}
    }
    if matches!(value, "iw" | "ih" | "ow" | "oh") { Ok(()) } else { positive(value) }
}

/// What follows `w_auto`: `:20:350`, `:breakpoints_200_1920_30_15:350:json`.
/// (cloudinary.com/documentation/responsive_server_side_client_hints)
fn automatic(rest: &str) -> Fit {
    for (at, piece) in pieces(rest, b':').skip(1) {
        let limits = piece.strip_prefix("breakpoints").map(|limits| limits.strip_prefix('_').unwrap_or(limits));
        let is_list = |limits: &str| limits.is_empty() || limits.split('_').all(|n| number(n).is_some());
        if !(limits.is_some_and(is_list) || number(piece).is_some() || piece == "json") {
            return Err(Misfit::whole(4 + at, piece, Why::Form));
        }
    }
    Ok(())
}

/// `16:9`, `1.5`, or arithmetic.
pub fn ratio(value: &str) -> Fit {
    let good = match split_once(value, b':') {
        Some((width, height)) => number(width).zip(number(height)).is_some_and(|(w, h)| w > 0.0 && h > 0.0),
        None => match number(value) {
            Some(n) => n > 0.0,
            None => return expression(value),
        },
    };
    if good { Ok(()) } else { Err(Misfit::whole(0, value, Why::Form)) }
}

/// A number above zero, `auto`, or `2:3` as the suites of the SDKs have it.
pub fn dpr(value: &str) -> Fit {
    if value == "auto" || (contains(value, b':') && ratio(value).is_ok()) { Ok(()) } else { positive(value) }
}

/// A number, or the original density.
pub fn density(value: &str) -> Fit {
    if value == "idn" { Ok(()) } else { positive(value) }
}

/// Seconds, or percent with `p` or `%`; `auto`.
pub fn time(value: &str) -> Fit {
    let amount = value.strip_suffix(['p', 'P', '%']).or_else(|| value.strip_suffix("%25")).unwrap_or(value);
    if number(amount).is_some() || value == "auto" {
        return Ok(());
    }
    expression(value).map_err(|misfit| {
        let is_seconds = value.strip_suffix(['s', 'S']).is_some_and(|amount| number(amount).is_some());
        // `so_0s` is in use.
        if is_seconds { Misfit::whole(0, value, Why::Undocumented) } else { misfit }
    })
}

/// `24`, `24-30`, `24-`, `-24`.
pub fn fps(value: &str) -> Fit {
    let good = match split_once(value, b'-') {
        Some((low, high)) => {
            (!low.is_empty() || !high.is_empty()) && [low, high].iter().all(|n| n.is_empty() || number(n).is_some())
        }
        None => number(value).is_some_and(|n| n > 0.0),
    };
    if good { Ok(()) } else { expression(value) }
}

/// Up to four corners, or `max`.
pub fn radius(value: &str) -> Fit {
    if value == "max" {
        return Ok(());
    }
    for (index, (at, corner)) in pieces(value, b':').enumerate() {
        match number(corner) {
            Some(n) if n >= 0.0 && index < 4 => {}
            Some(_) => return Err(Misfit::whole(at, corner, Why::Form)),
            None if corner == "max" || corner.starts_with('$') && !corner.starts_with("${") => {}
            None if corner.is_empty() => return Err(Misfit::whole(0, value, Why::Form)),
            None => expression(corner).map_err(|misfit| misfit.shifted(at))?,
        }
    }
    Ok(())
}

/// Frames, or seconds with `s`.
pub fn sampling(value: &str) -> Fit {
    positive(value.strip_suffix('s').unwrap_or(value)).map_err(|misfit| Misfit { end: value.len(), ..misfit })
}

/// `500k`, `2m:constant`, `av:video_(value_2m);audio_(value_128k)`.
pub fn bitrate(value: &str) -> Fit {
    if value.starts_with("av:") {
        return Ok(());
    }
    let (amount, mode) = split_once(value, b':').unwrap_or((value, "constant"));
    let digits = amount.strip_suffix(['k', 'K', 'm', 'M']).unwrap_or(amount);
    if number(digits).is_none_or(|n| n <= 0.0) {
        return Err(Misfit::whole(0, amount, Why::Form));
    }
    if mode == "constant" {
        Ok(())
    } else {
        Err(Misfit::whole(amount.len() + 1, mode, Why::Word(super::simple::CONSTANT)))
    }
}
