//! `xcld diagnose --jsonl` on a million exchanges, half of them failing, beside a program that only reads and writes the
//! same lines with serde_json, and beside `jq -c .`; then `xcld har` on a gigabyte. Prints times and peak memory.
//!
//! `cargo bench --bench lines`, or with a number for another count of exchanges: `cargo bench --bench lines -- 100000`.

use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Set for the run of this program that is the floor.
const FLOOR: &str = "XCLD_BENCH_FLOOR";

fn main() -> io::Result<()> {
    match std::env::var(FLOOR).as_deref() {
        Ok("value") => return floor(|line, out| serde_json::to_writer(out, &serde_json::from_slice::<Value>(line)?)),
        Ok(_) => {
            return floor(|line, out| {
                serde_json::to_writer(out, &serde_json::from_slice::<xcld::exchange::Exchange>(line)?)
            });
        }
        Err(_) => {}
    }
    let count = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lines = folder.join("exchanges.jsonl");
    write_lines(&lines, count)?;
    println!("{count} exchanges, half of them failing, {} MB", lines.metadata()?.len() / 1_000_000);

    let me = std::env::current_exe()?;
    let xcld = Path::new(env!("CARGO_BIN_EXE_xcld"));
    let (mine, _) = measure("xcld diagnose --jsonl", Command::new(xcld).args(["diagnose", "--jsonl"]), &lines)?;
    let (value, _) = measure("serde_json, lines as Value", Command::new(&me).env(FLOOR, "value"), &lines)?;
    let (typed, _) = measure("serde_json, lines as Exchange", Command::new(&me).env(FLOOR, "exchange"), &lines)?;
    println!("  {:.2} times the floor of Value, {:.2} times that of Exchange", ratio(mine, value), ratio(mine, typed));
    if Command::new("jq").arg("--version").stdout(Stdio::null()).status().is_ok() {
        let (jq, _) = measure("jq -c .", Command::new("jq").args(["-c", "."]), &lines)?;
        println!("  {:.2} times as fast as jq", ratio(jq, mine));
    } else {
        println!("  jq is not installed: apt-get install jq");
    }
    // Memory must not grow with the length.
    let tenth = folder.join("tenth.jsonl");
    write_lines(&tenth, count / 10)?;
    measure("xcld diagnose --jsonl, a tenth", Command::new(xcld).args(["diagnose", "--jsonl"]), &tenth)?;

    let har = folder.join("page.har");
    write_har(&har, count)?;
    println!("a HAR of {} MB", har.metadata()?.len() / 1_000_000);
    measure("xcld har --jsonl", Command::new(xcld).args(["har", "--jsonl", "-"]), &har)?;
    for file in [lines, tenth, har] {
        std::fs::remove_file(file)?;
    }
    Ok(())
}

/// Reads lines and writes them again.
fn floor(pass: impl Fn(&[u8], &mut dyn Write) -> serde_json::Result<()>) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        pass(&line, &mut output)?;
        output.write_all(b"\n")?;
        line.clear();
    }
    output.flush()
}

/// Runs `command` on `input` and prints how long it took and how much memory it had at its highest.
fn measure(name: &str, command: &mut Command, input: &Path) -> io::Result<(Duration, u64)> {
    let mut best = Duration::MAX;
    let mut highest = 0;
    // The first run also warms the file cache.
    for _ in 0..3 {
        let begin = Instant::now();
        let mut child = command.stdin(File::open(input)?).stdout(Stdio::null()).spawn()?;
        while child.try_wait()?.is_none() {
            highest = highest.max(peak(child.id()));
            std::thread::sleep(Duration::from_millis(5));
        }
        best = best.min(begin.elapsed());
    }
    let memory = if highest > 0 { format!("{:.1} MB", as_f64(highest) / 1024.0) } else { "unknown".to_owned() };
    println!("  {name:32} {:7.2} s, peak memory {memory}", best.as_secs_f64());
    Ok((best, highest))
}

/// The most memory that a process has had, in KiB, where the system tells (Linux).
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn as_f64(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// What fails, and what the server says of it: a path behind `/image/upload/`, a status, a message.
const FAILURES: &[(&str, u16, &str)] = &[
    ("c_fil,w_200/docs/shoes.jpg", 400, "Invalid crop in transformation: fil"),
    (
        "w_300,h_200,c_fill,g_auto/v1699999999/shop/summer/shoes-nope.jpg",
        404,
        "Resource not found - shop/summer/shoes-nope",
    ),
    ("v1699999999/c_fill,w_200/docs/shoes.jpg", 404, "Resource not found - c_fill,w_200/docs/shoes"),
    ("ab_cd,w_200/sample.jpg", 400, "Invalid transformation component - ab_cd"),
    ("t_card/f_auto,q_auto/sample.jpg", 400, "Unknown transformation card"),
    ("docs/price_list.pdf", 401, "deny or ACL failure"),
    ("c_fill,h_201,w_301/sample.jpg", 401, "Transformation c_fill,h_201,w_301 is not allowed"),
    (
        "l_brand:logo/fl_layer_apply,g_south_east/sample.jpg",
        400,
        "Unknown or invalid referenced image brand/logo of type upload",
    ),
    ("tour/No%2520smoking.jpg", 404, "Resource not found - tour/No%20smoking"),
    ("e_background_removal/w_500/sample.png", 423, "Processing continued in the background"),
];

/// What is delivered.
const FINE: &[&str] = &[
    "c_fill,w_200,h_200,g_auto/f_auto/q_auto/v1699999999/docs/shoes.jpg",
    "sample.jpg",
    "w_400,c_scale/f_webp/v1612345678/shop/summer/a-long-name-of-a-product-2026.webp",
    "c_limit,w_1280/q_auto:good/dpr_2.0/banners/home.png",
];

fn exchange(number: usize) -> Value {
    let pick = number / 2;
    let server = "cld-fastly;dur=304;cpu=1;start=2026-03-30T18:57:44.158Z;desc=miss,rtt;dur=20,cloudinary;dur=193";
    let (path, status, message) = if number.is_multiple_of(2) {
        (FINE[pick % FINE.len()], 200, None)
    } else {
        let (path, status, message) = FAILURES[pick % FAILURES.len()];
        (path, status, Some(message))
    };
    let mut headers = vec![
        json!(["content-type", if message.is_some() { "image/gif" } else { "image/webp" }]),
        json!(["server", "Cloudinary"]),
        json!(["x-request-id", format!("{number:032x}")]),
        json!(["server-timing", server]),
        json!(["cache-control", "private, no-transform, max-age=0, no-cache"]),
    ];
    headers.extend(message.map(|message| json!(["x-cld-error", message])));
    json!({
        "id": number, "url": format!("https://res.cloudinary.com/demo{}/image/upload/{path}", number % 97),
        "method": "GET", "status": status, "resource_type": "image", "headers": headers, "from_cache": false,
    })
}

fn write_lines(file: &Path, count: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    for number in 0..count {
        serde_json::to_writer(&mut out, &exchange(number))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// A HAR of about a kilobyte for each of `count`: some hundred entries, most of them large files of other servers.
fn write_har(file: &Path, count: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    out.write_all(b"{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"bench\"},\"entries\":[")?;
    let large = "iVBORw0KGgoAAAANSUhEUgAA".repeat(count / 24 * 10);
    for number in 0..800 {
        let is_ours = number % 8 != 0;
        let exchange = exchange(number);
        let headers: Vec<Value> = exchange["headers"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|pair| json!({ "name": pair[0], "value": pair[1] }))
            .collect();
        let url = if is_ours { exchange["url"].clone() } else { json!(format!("https://cdn.example/{number}.png")) };
        let text = if is_ours { "" } else { &large };
        let entry = json!({
            "request": { "method": "GET", "url": url, "headers": [] },
            "response": {
                "status": exchange["status"], "headers": headers,
                "content": { "size": text.len(), "mimeType": "image/png", "encoding": "base64", "text": text },
            },
        });
        if number > 0 {
            out.write_all(b",")?;
        }
        serde_json::to_writer(&mut out, &entry)?;
    }
    out.write_all(b"]}}")?;
    out.flush()
}
