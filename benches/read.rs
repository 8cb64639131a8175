//! Reading and checking a URL against `url::Url::parse` on the same URLs, in one run.
//!
//! `cargo bench --bench read` prints the median over the corpus of each URL's own ratio (both sides timed in
//! turn, the best of many rounds each), and the time over the length of the input, to show that it is linear.
//! A ratio is printed rather than asserted: a machine's load is no bug.
//!
//! No benchmark library: they time one function at a time, and what counts here is the paired ratio.

use std::hint::black_box;
use std::time::{Duration, Instant};
use xcld::{transformation, url as cloudinary};

const ROUNDS: usize = 60;
const CALLS: u32 = 50;

fn read_and_check(url: &str) -> usize {
    let anatomy = cloudinary::read(url);
    let mut findings = Vec::new();
    cloudinary::check(url, &anatomy, &mut findings);
    transformation::check(url, &anatomy, &mut findings);
    findings.len()
}

fn time(mut call: impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..CALLS {
        call();
    }
    start.elapsed() / CALLS
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn corpus() -> Vec<String> {
    include_str!("../tests/corpus/urls.jsonl")
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|row| row["url"].as_str().map(str::to_owned))
        .filter(|address| url::Url::parse(address).is_ok())
        .collect()
}

fn main() {
    let urls = corpus();
    let (mut ratios, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for address in &urls {
        let (mut mine, mut floor) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            floor = floor.min(time(|| drop(black_box(url::Url::parse(black_box(address))))));
            mine = mine.min(time(|| {
                black_box(read_and_check(black_box(address)));
            }));
        }
        #[allow(clippy::cast_precision_loss)]
        {
            ours.push(mine.as_nanos() as f64);
            theirs.push(floor.as_nanos() as f64);
        }
        ratios.push(mine.as_secs_f64() / floor.as_secs_f64());
    }
    println!("{} URLs", urls.len());
    println!("url::Url::parse    median {:>7.0} ns", median(&mut theirs));
    println!("xcld read + check  median {:>7.0} ns", median(&mut ours));
    println!("ratio              median {:>7.2}", median(&mut ratios));

    println!("\nlength            ns/byte");
    for (name, unit) in [("components", "c_fill,w_200/"), ("one value", "x"), ("slashes", "/"), ("percent", "%2C")] {
        for length in [1_000, 10_000, 100_000, 1_000_000] {
            let address =
                format!("https://res.cloudinary.com/demo/image/upload/{}a.jpg", unit.repeat(length / unit.len()));
            let best = (0..3)
                .map(|_| {
                    let start = Instant::now();
                    black_box(read_and_check(black_box(&address)));
                    start.elapsed()
                })
                .min()
                .unwrap_or_default();
            #[allow(clippy::cast_precision_loss)]
            let per_byte = best.as_nanos() as f64 / address.len() as f64;
            println!("{name:<11}{:>9}  {per_byte:>6.2}", address.len());
        }
    }
}
