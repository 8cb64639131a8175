//! What Cloudinary's `Server-Timing` header tells of a delivery: whether the edge had it, where the time went, and what
//! became of the original.
//!
//! Cloudinary announced the header in cloudinary.com/blog/inside_the_black_box_with_server_timing; what its metrics are
//! called today is read off public responses of its three delivery networks, 2022 to 2026.

mod content;
mod metric;

pub use content::{ContentInfo, Media};
pub use metric::{Metric, metrics};

use crate::exchange::Exchange;

/// What the header tells; everything may be missing. Times are in milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerTiming {
    /// Whether the edge had the answer already.
    pub cache: Option<Cache>,
    /// The delivery network.
    pub network: Option<&'static str>,
    /// How long the edge took, all behind it included.
    pub edge: Option<f64>,
    /// From the edge to the browser and back.
    pub round_trip: Option<f64>,
    /// How long Cloudinary took behind the edge.
    pub origin: Option<f64>,
    /// How long the transformation took; only where it was made for this answer.
    pub transformation: Option<f64>,
    /// What was delivered, and what it was made of.
    pub content: Option<ContentInfo>,
}

/// Whether the edge had the answer already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cache {
    /// It had.
    Hit,
    /// It asked Cloudinary.
    Miss,
}

impl Cache {
    /// “hit” or “miss”.
    pub const fn as_str(self) -> &'static str {
        match self {
            Cache::Hit => "hit",
            Cache::Miss => "miss",
        }
    }

    /// Where the edge says `hit` or `miss`, alone or among other words.
    fn read(description: &str) -> Option<Self> {
        description.split(|c: char| !c.is_ascii_alphabetic()).find_map(|word| {
            let is = |wanted: &str| word.eq_ignore_ascii_case(wanted);
            is("hit").then_some(Cache::Hit).or_else(|| is("miss").then_some(Cache::Miss))
        })
    }
}

/// The edges: the metric's name, and the network that it stands for.
const EDGES: &[(&str, &str)] = &[
    ("cld-akam", "Akamai"),
    ("cld-cloudflare", "Cloudflare"),
    ("cld-fastly", "Fastly"),
    // Until 2022.
    ("akam", "Akamai"),
];

/// What the other metrics mean.
const MEANINGS: &[(&str, &str)] = &[
    ("cld-error", "why Cloudinary refused; the same text as in x-cld-error"),
    ("cld-id", "the request ID, for a support ticket"),
    ("cloudinary", "the time that Cloudinary took behind the edge"),
    ("content-info", "what was delivered, and what it was made of"),
    ("rtt", "the time from the edge to the browser and back"),
    ("transformation", "the time that it took to make the transformation; only where it was made anew"),
];

/// Reads the `Server-Timing` headers of `exchange`.
pub fn server_timing(exchange: &Exchange) -> ServerTiming {
    let mut timing = ServerTiming::default();
    for metric in exchange.values("server-timing").flat_map(metrics) {
        if let Some(network) = network(&metric) {
            timing.network = Some(network);
            timing.edge = metric.duration();
            timing.cache = metric.description().as_deref().and_then(Cache::read);
            continue;
        }
        for (name, time) in [
            ("rtt", &mut timing.round_trip),
            ("cloudinary", &mut timing.origin),
            ("transformation", &mut timing.transformation),
        ] {
            if metric.is(name) {
                *time = metric.duration();
            }
        }
        if metric.is("content-info") {
            timing.content = metric.description().as_deref().and_then(ContentInfo::read);
        }
    }
    timing
}

/// What `metric` tells, in words; `None` for what is not Cloudinary's.
pub fn meaning(metric: &Metric) -> Option<String> {
    if let Some(network) = network(metric) {
        return Some(match metric.description().as_deref().and_then(Cache::read) {
            Some(Cache::Hit) => format!("{network}’s edge had this in its cache"),
            Some(Cache::Miss) => format!("{network}’s edge did not have this and asked Cloudinary"),
            None => format!("{network}’s edge, which answered"),
        });
    }
    if metric.is("content-info")
        && let Some(content) = metric.description().as_deref().and_then(ContentInfo::read)
    {
        return Some(content.to_string());
    }
    MEANINGS.iter().find(|(name, _)| metric.is(name)).map(|(_, meaning)| (*meaning).to_owned())
}

/// The delivery network whose edge `metric` is.
fn network(metric: &Metric) -> Option<&'static str> {
    EDGES.iter().find(|(name, _)| metric.is(name)).map(|(_, network)| *network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> ServerTiming {
        let headers = vec![("Server-Timing".to_owned(), value.to_owned())];
        server_timing(&Exchange { headers, ..Exchange::default() })
    }

    #[test]
    fn reads_what_each_network_writes() {
        let fastly = read(
            "cld-fastly;dur=304;cpu=1;start=2024-03-30T18:57:44.158Z;desc=miss,rtt;dur=20,cloudinary;dur=193;\
             start=2024-03-30T18:57:44.215Z,cld-id;desc=a202baae,cld-error;desc=\"Resource not found - a_9366\"",
        );
        assert_eq!(
            fastly,
            ServerTiming {
                cache: Some(Cache::Miss),
                network: Some("Fastly"),
                edge: Some(304.0),
                round_trip: Some(20.0),
                origin: Some(193.0),
                ..ServerTiming::default()
            }
        );
        let cloudflare = read(
            "cld-cloudflare;dur=728;start=2026-09-26T21:05:12.841Z;desc=miss,rtt;dur=77,content-info;desc=\"width=864,\
             height=576,bytes=43278,format=\"avif\",owidth=864,oheight=576,obytes=109669,oformat=\"jpg\",crt=1790456713,\
             ocrt=1610625835,ef=(1,11,13,17,97);\";cloudinary;dur=459;start=2026-09-26T21:05:12.990Z,cld-id;desc=5a7d,\
             transformation;dur=314",
        );
        assert_eq!((cloudflare.origin, cloudflare.transformation), (Some(459.0), Some(314.0)));
        let content = cloudflare.content.expect("it is there");
        assert_eq!(content.to_string(), "864 × 576 JPEG 110 kB → 864 × 576 AVIF 43 kB");
        let akamai = read(
            "cld-akam;dur=46;start=2026-09-26T20:59:51.826Z;desc=hit,rtt;dur=69,content-info;desc=\"width=854,height=480,\
             abps=59435,fps=29.97,du=13.419,vc=\\\"h264\\\",bytes=797559,format=\\\"mp4\\\",crt=1790436060,owidth=854,\
             oheight=480,oabps=678005,ofps=29.97,odu=13.413,ovc=\\\"h264\\\",obytes=9094354,oformat=\\\"mp4\\\",\
             ocrt=1426536413,ef=(18,41,99)\",cloudinary;dur=86;start=2026-09-26T18:04:07.722Z",
        );
        assert_eq!((akamai.cache, akamai.network), (Some(Cache::Hit), Some("Akamai")));
        let content = akamai.content.expect("it is there");
        assert_eq!(content.delivered.duration, Some(13.419));
        assert_eq!(content.original.codec.as_deref(), Some("h264"));
        let old = read("cloudinary;dur=105;start=1522250525.545;total=105, akam;dur=18;desc=\"~(cache~'miss~rtt~6)\"");
        assert_eq!((old.cache, old.edge, old.origin), (Some(Cache::Miss), Some(18.0), Some(105.0)));
        assert_eq!(read("cfRequestDuration;dur=12"), ServerTiming::default());
    }

    #[test]
    fn says_what_each_metric_means() {
        let value =
            "cld-akam;desc=hit,cld-fastly;desc=error,rtt;dur=1,content-info;desc=\"backfill_id=\"x\"\",app;dur=2";
        let meanings: Vec<_> = metrics(value).map(|metric| meaning(&metric)).collect();
        let meanings: Vec<_> = meanings.iter().map(Option::as_deref).collect();
        assert_eq!(
            meanings,
            [
                Some("Akamai’s edge had this in its cache"),
                Some("Fastly’s edge, which answered"),
                Some("the time from the edge to the browser and back"),
                Some("what was delivered, and what it was made of"),
                None,
            ]
        );
    }
}
