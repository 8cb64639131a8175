//! Where a request's time went, one phase after the other.

use crate::har::Timings;

/// A stretch of the time that a request took, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// What the browser did: “Connecting”.
    pub name: &'static str,
    /// When it began, since the request did.
    pub from: f64,
    /// How long it took.
    pub time: f64,
}

/// The phases of a request that are known, in their order.
pub fn phases(timings: &Timings) -> Vec<Phase> {
    let known = |time: Option<f64>| time.filter(|time| time.is_finite() && *time >= 0.0);
    // HAR counts TLS as a part of connecting.
    let tls = known(timings.ssl);
    let connect = known(timings.connect).map(|connect| (connect - tls.unwrap_or(0.0)).max(0.0));
    let mut at = 0.0;
    [
        ("Waiting for a connection", known(timings.blocked)),
        ("Finding the host", known(timings.dns)),
        ("Connecting", connect),
        ("Securing (TLS)", tls),
        ("Sending", known(timings.send)),
        ("Waiting for the answer", known(timings.wait)),
        ("Receiving", known(timings.receive)),
    ]
    .into_iter()
    .filter_map(|(name, time)| {
        let phase = Phase { name, from: at, time: time? };
        at += phase.time;
        Some(phase)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_follow_each_other() {
        let timings = Timings {
            blocked: Some(2.0),
            dns: None,
            connect: Some(30.0),
            ssl: Some(20.0),
            send: Some(0.0),
            wait: Some(40.0),
            receive: Some(f64::NAN),
        };
        let phases = phases(&timings);
        let seen: Vec<_> = phases.iter().map(|phase| (phase.name, phase.from, phase.time)).collect();
        assert_eq!(
            seen,
            [
                ("Waiting for a connection", 0.0, 2.0),
                ("Connecting", 2.0, 10.0),
                ("Securing (TLS)", 12.0, 20.0),
                ("Sending", 32.0, 0.0),
                ("Waiting for the answer", 32.0, 40.0),
            ]
        );
        assert_eq!(super::phases(&Timings::default()), []);
    }
}
