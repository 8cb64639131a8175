//! Gravity: a place, something detected, an object, or `auto`.

use super::number::number;
use super::{Fit, Misfit, Why};
use crate::ascii::pieces;
use crate::transformation::tables::{self, COMPASS, DETECTED, FOCAL, OBJECTS, Words};

const FIRST: Words = Words::Lists(&[COMPASS, DETECTED, OBJECTS]);
const LATER: Words = Words::Lists(&[FOCAL, OBJECTS]);

/// `north_west`, `face`, `cat:dog`, `auto:face_avoid:aoi_1_2_3_4`, `region_!shoes!`, `track_person:obj_hat`.
pub fn gravity(value: &str) -> Fit {
    if tables::find(COMPASS, value).is_some() || tables::find(DETECTED, value).is_some() {
        return Ok(());
    }
    if value.starts_with("region_!") || value.starts_with("clipping_path_!") {
        let closed = value.ends_with('!') && value.bytes().filter(|b| *b == b'!').count() == 2;
        return if closed { Ok(()) } else { Err(Misfit::whole(0, value, Why::Form)) };
    }
    if value == "clipping_path" {
        return Ok(());
    }
    if let Some(rest) = value.strip_prefix("track_person:") {
        let known = |piece: &str| {
            ["obj_", "position_"].iter().any(|key| piece.starts_with(key))
                || piece.strip_prefix("adaptivesize_").is_some_and(|size| number(size).is_some())
        };
        return match pieces(rest, b';').find(|(_, piece)| !known(piece)) {
            Some((at, piece)) => Err(Misfit::whole(13 + at, piece, Why::Form)),
            None => Ok(()),
        };
    }
    for (at, piece) in pieces(value, b':') {
        let known = if at == 0 {
            tables::find(COMPASS, piece)
                .or_else(|| tables::find(DETECTED, piece))
                .or_else(|| tables::find(OBJECTS, piece))
        } else {
            tables::find(FOCAL, piece).or_else(|| tables::find(OBJECTS, piece))
        };
        if known.is_none() && !(at > 0 && is_weighted(piece)) {
            let why = Why::NewWord(if at == 0 { FIRST } else { LATER });
            return Err(Misfit::whole(at, piece, why));
        }
    }
    Ok(())
}

/// `cat_avoid`, `person_100`, `aoi_1_2_3_4`, or a number.
fn is_weighted(piece: &str) -> bool {
    if number(piece).is_some() || piece.starts_with("aoi_") || piece.starts_with("thirds_") {
        return true;
    }
    piece.rsplit_once('_').is_some_and(|(name, weight)| {
        (weight == "avoid" || number(weight).is_some())
            && (tables::find(FOCAL, name).is_some() || tables::find(OBJECTS, name).is_some())
    })
}
