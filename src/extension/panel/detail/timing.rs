//! The tab “Timing”: where the time went, in the browser and behind it.

use super::Shown;
use super::list::say;
use crate::extension::view::dom::{self, Result, set_text};
use crate::report::phases::phases;
use crate::report::quantity::milliseconds;
use crate::server_timing::{Cache, ServerTiming, server_timing};
use web_sys::Element;

/// Fills the pane.
pub fn fill(pane: &Element, shown: &Shown) -> Result {
    let row = &shown.row;
    let phases = phases(&row.traffic.timings);
    let timing = server_timing(&row.entry.exchange);
    let total = row.traffic.time.or(row.entry.duration);
    let end = phases.iter().map(|phase| phase.from + phase.time).fold(total.unwrap_or(0.0), f64::max);
    if !phases.is_empty() {
        let list = bars(pane, "In the browser")?;
        for phase in &phases {
            bar(&list, phase.name, phase.from, phase.time, end, "")?;
        }
    }
    if let Some(total) = total {
        say(pane, &format!("{} in all.", milliseconds(total)))?;
    } else if phases.is_empty() {
        say(pane, "How long it took is not known.")?;
    }
    fill_server(pane, &timing)
}

/// What Cloudinary says of its own side.
fn fill_server(pane: &Element, timing: &ServerTiming) -> Result {
    let times = [timing.edge, timing.origin, timing.transformation, timing.round_trip];
    let longest = times.into_iter().flatten().fold(0.0, f64::max);
    if timing.network.is_none() && longest <= 0.0 {
        return Ok(());
    }
    let list = bars(pane, "At Cloudinary")?;
    let network = timing.network.unwrap_or("network");
    for (name, time) in [
        (format!("Edge ({network})"), timing.edge),
        ("Cloudinary, behind the edge".to_owned(), timing.origin),
        ("Making the transformation".to_owned(), timing.transformation),
        ("To the edge and back".to_owned(), timing.round_trip),
    ] {
        if let Some(time) = time {
            bar(&list, &name, 0.0, time, longest, "server")?;
        }
    }
    let words = match (timing.cache, timing.transformation) {
        (Some(Cache::Hit), _) => "Cache hit: the edge had it already.",
        (Some(Cache::Miss), Some(_)) => "Cache miss: the edge asked Cloudinary, and the transformation was made anew.",
        (Some(Cache::Miss), None) => "Cache miss: the edge asked Cloudinary.",
        (None, _) => "Whether the edge had it already is not said.",
    };
    say(pane, words)?;
    // An edge cannot be faster than what it waits for.
    if timing.origin.zip(timing.edge).is_some_and(|(origin, edge)| origin > edge) {
        say(pane, "Cloudinary’s own times are those of an earlier request, for which this was made.")?;
    }
    Ok(())
}

fn bars(pane: &Element, heading: &str) -> Result<Element> {
    let section = dom::append(pane, "section", "part-of")?;
    set_text(&dom::append(&section, "h3", "")?, heading);
    dom::append(&section, "dl", "bars")
}

/// A stretch of `end` milliseconds, drawn to scale.
fn bar(list: &Element, name: &str, from: f64, time: f64, end: f64, class: &str) -> Result {
    set_text(&dom::append(list, "dt", "")?, name);
    let place = dom::append(list, "dd", "")?;
    let track = dom::append(&place, "span", "track")?;
    track.set_attribute("aria-hidden", "true")?;
    let share = |part: f64| if end > 0.0 { (part / end * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    let drawn = dom::append(&track, "span", class)?;
    drawn.set_attribute("style", &format!("margin-left:{:.2}%;width:{:.2}%", share(from), share(time)))?;
    set_text(&dom::append(&place, "span", "time")?, &milliseconds(time));
    Ok(())
}
