//! Faults of structure, one each, put into the real URLs of the development corpus: the code, the span and the
//! repair that xcld must give. And the other side: none of the real URLs may be called wrong.

use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use xcld::diagnosis::{Finding, Severity, diagnose};
use xcld::exchange::Exchange;
use xcld::span::Span;
use xcld::url::{self, Anatomy, HostForm, Layout};

/// The working URLs of the development corpus.
fn working() -> Vec<String> {
    let text = std::fs::read_to_string("tests/corpus/urls.jsonl").expect("the corpus");
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a row"))
        .filter(|row| row["status"] == "valid")
        .filter_map(|row| row["url"].as_str().map(str::to_owned))
        .collect()
}

/// What the whole diagnosis of the URL alone finds, most likely cause first.
fn check(text: &str) -> Vec<Finding> {
    let exchange: Exchange = serde_json::from_value(serde_json::json!({ "url": text })).expect("an exchange");
    diagnose(&exchange).findings
}

/// A URL with one fault.
struct Fault {
    kind: &'static str,
    url: String,
    code: &'static str,
    span: Span,
    /// Whether the original can be told from what is left.
    is_mendable: bool,
}

/// Writes `text` over `span` of `url`; the fault is `text`.
fn over(kind: &'static str, code: &'static str, url: &str, span: Span, text: &str) -> Fault {
    let faulty = format!("{}{text}{}", &url[..span.start], &url[span.end..]);
    Fault { kind, code, url: faulty, span: Span::new(span.start, span.start + text.len()), is_mendable: true }
}

fn insert(kind: &'static str, code: &'static str, url: &str, at: usize, text: &str) -> Fault {
    over(kind, code, url, Span::new(at, at), text)
}

/// Takes `cut` out and puts `text` at `to`, counted in the original; the fault is `text` without slashes.
fn moved(kind: &'static str, code: &'static str, url: &str, cut: Span, to: usize, text: &str) -> Fault {
    let (faulty, start) = if to <= cut.start {
        (format!("{}{text}{}{}", &url[..to], &url[to..cut.start], &url[cut.end..]), to)
    } else {
        (format!("{}{}{text}{}", &url[..cut.start], &url[cut.end..to], &url[to..]), to - cut.len())
    };
    let lead = text.len() - text.trim_start_matches('/').len();
    let start = start + lead;
    Fault { kind, code, url: faulty, span: Span::new(start, start + text.trim_matches('/').len()), is_mendable: true }
}

/// Every fault of structure that can be put into `url`.
fn faults(url: &str) -> Vec<Fault> {
    let anatomy = url::read(url);
    let mut all = Vec::new();
    let regular = anatomy.layout == Layout::Types && anatomy.host_form == HostForm::Shared;
    if let (true, Some(cloud), Some(asset), Some(delivery)) =
        (regular, anatomy.cloud_name, anatomy.asset_type, anatomy.delivery_type)
    {
        front(url, &anatomy, cloud, asset, delivery, &mut all);
        if delivery.of(url) == "fetch" {
            remote(url, &anatomy, &mut all);
        } else {
            back(url, &anatomy, delivery, &mut all);
        }
    }
    all.retain(|fault| fault.url != url);
    all
}

fn front(url: &str, anatomy: &Anatomy, cloud: Span, asset: Span, delivery: Span, all: &mut Vec<Fault>) {
    let name = cloud.of(url);
    let cut = Span::new(cloud.start, cloud.end + 1);
    let folders = anatomy.public_id.is_some_and(|id| id.of(url).contains('/'))
        && anatomy.transformation.is_none()
        && anatomy.version.is_none();
    if !folders {
        all.push(moved("cloud behind types", "cloud-name-misplaced", url, cut, delivery.end + 1, &format!("{name}/")));
        let mut missing = over("cloud missing", "cloud-name-missing", url, cut, "");
        missing.is_mendable = false;
        if anatomy.transformation.is_some() || anatomy.version.is_some() {
            all.push(missing);
        }
    }
    all.push(moved("cloud between types", "cloud-name-misplaced", url, cut, asset.end + 1, &format!("{name}/")));
    all.push(over("asset missing", "asset-type-missing", url, Span::new(asset.start, asset.end + 1), ""));
    all.push(over("delivery missing", "delivery-type-missing", url, Span::new(delivery.start, delivery.end + 1), ""));
    let slips: &[&str] = match asset.of(url) {
        "image" => &["img", "images", "Image", "imgae", "imag"],
        "video" => &["vidoe", "Video", "videos", "vidio"],
        _ => &["Raw", "rwa"],
    };
    all.extend(slips.iter().map(|slip| over("asset misspelt", "asset-type-missing", url, asset, slip)));
    let slips: &[&str] = match delivery.of(url) {
        "upload" => &["uplaod", "Upload", "uploads", "uplod", "png"],
        "fetch" => &["fecth", "Fetch", "fetched"],
        "private" => &["privat", "Private"],
        "authenticated" => &["autenticated", "authenticate"],
        _ => &[],
    };
    all.extend(slips.iter().map(|slip| over("delivery misspelt", "delivery-type-missing", url, delivery, slip)));
    let swapped = format!("{}/{}", delivery.of(url), asset.of(url));
    all.push(over("types swapped", "asset-type-missing", url, Span::new(asset.start, delivery.end), &swapped));
    for host in
        ["res.cloudinary.co", "res.cloudnary.com", "rse.cloudinary.com", "www.res.cloudinary.com", "cloudinary.com"]
    {
        all.extend(
            anatomy
                .host
                .filter(|host| host.of(url) == "res.cloudinary.com")
                .map(|span| over("host", "host-invalid", url, span, host)),
        );
    }
    all.extend(
        anatomy
            .host
            .filter(|host| host.of(url) == "res.cloudinary.com")
            .map(|span| over("api host", "upload-endpoint-invalid", url, span, "api.cloudinary.com")),
    );
    if url.starts_with("https://") {
        all.push(over("scheme", "host-invalid", url, Span::new(0, 8), "https:/"));
        all.push(over("scheme", "host-invalid", url, Span::new(0, 8), "https//"));
        all.push(over("scheme", "host-invalid", url, Span::new(0, 8), "htps://"));
    }
    for unset in ["undefined", "null", "Root", "<cloud_name>", "${cloudName}", "%3Ccloud_name%3E", "YOUR_CLOUD_NAME"] {
        let mut fault = over("cloud unset", "cloud-name-unknown", url, cloud, unset);
        fault.is_mendable = false;
        all.push(fault);
    }
    if let Some(version) = anatomy.version {
        let cut = Span::new(version.start, version.end + 1);
        let text = format!("{}/", version.of(url));
        all.push(moved("version before types", "version-misplaced", url, cut, asset.start, &text));
        if let Some(chain) = anatomy.transformation {
            all.push(moved("version before chain", "version-misplaced", url, cut, chain.start, &text));
        }
    }
    if let Some(signature) = anatomy.signature {
        let mut fault = over("signature", "signature-invalid", url, signature, "s--signature--");
        fault.is_mendable = false;
        all.push(fault);
        if delivery.of(url) == "authenticated" {
            let mut fault =
                over("signature missing", "signature-required", url, Span::new(signature.start, signature.end + 1), "");
            fault.is_mendable = false;
            all.push(fault);
        }
    } else {
        all.push(insert("signature", "signature-invalid", url, delivery.end + 1, "s--signature--/"));
    }
}

fn back(url: &str, anatomy: &Anatomy, delivery: Span, all: &mut Vec<Fault>) {
    let Some(id) = anatomy.public_id else { return };
    let text = id.of(url);
    let end = anatomy.extension.map_or(id.end, |span| span.end);
    let is_upload = delivery.of(url) == "upload";
    if let Some(version) = anatomy.version
        && let Some(slash) = text.find('/')
    {
        let cut = Span::new(version.start, version.end + 1);
        let text = format!("{}/", version.of(url));
        all.push(moved("version in the public ID", "version-misplaced", url, cut, id.start + slash + 1, &text));
    }
    if let Some(chain) = anatomy.transformation {
        let cut = Span::new(chain.start, chain.end + 1);
        let component = chain.of(url);
        if let Some(slash) = text.find('/') {
            let place = id.start + slash + 1;
            all.push(moved(
                "chain in the public ID",
                "transformation-misplaced",
                url,
                cut,
                place,
                &format!("{component}/"),
            ));
        }
        if anatomy.extension.is_some() {
            all.push(moved(
                "chain behind the public ID",
                "transformation-misplaced",
                url,
                cut,
                end,
                &format!("/{component}"),
            ));
        }
        all.push(moved(
            "chain before types",
            "transformation-misplaced",
            url,
            cut,
            delivery.start,
            &format!("{component}/"),
        ));
    }
    if let (Some(extension), true) = (anatomy.extension, is_upload) {
        let text = extension.of(url);
        let dot = Span::new(extension.start - 1, extension.end);
        let mut auto = over("auto", "extension-invalid", url, extension, "auto");
        auto.is_mendable = false;
        all.push(auto);
        let slip = match text {
            "jpg" => "jpgg",
            "jpeg" => "jepg",
            "png" => "pgn",
            "webp" => "wepb",
            "mp4" => "mp44",
            "webm" => "wbem",
            "gif" => "giff",
            _ => "",
        };
        if !slip.is_empty() {
            all.push(over("extension misspelt", "extension-invalid", url, extension, slip));
            all.push(insert("extension with a tail", "extension-invalid", url, extension.end, "sz280"));
        }
        all.push(insert("extension doubled", "extension-invalid", url, dot.end, &format!(".{text}")));
        all.push(insert("quote copied", "public-id-invalid", url, dot.end, "%22"));
        all.push(insert("quote copied", "public-id-invalid", url, dot.end, "\""));
        all.push(insert("query without its mark", "extension-invalid", url, dot.end, "&w=200"));
        if text == "mp4" && anatomy.asset == Some(url::AssetType::Video) {
            let asset = anatomy.asset_type.expect("an asset type");
            all.push(over("video under image", "asset-type-mismatch", url, asset, "image"));
        }
    }
    all.push(insert("slash doubled", "public-id-invalid", url, id.start, "/"));
    all.push(insert("slash at the end", "public-id-invalid", url, end, "/"));
    if let Some(slash) = text.find('/') {
        all.push(insert("slash doubled", "public-id-invalid", url, id.start + slash, "/"));
        let at = id.start + slash;
        all.push(over("slash encoded", "public-id-invalid", url, Span::new(at, at + 1), "%2F"));
        all.push(over("backslash", "public-id-invalid", url, Span::new(at, at + 1), "\\"));
    }
    if let Some(at) = text.find("%20").or_else(|| text.find("%2C")).or_else(|| text.find("%3F")) {
        let at = id.start + at;
        let mut fault = insert("encoded twice", "public-id-double-encoded", url, at + 1, "25");
        fault.span = Span::new(at, at + 5);
        all.push(fault);
    }
    if let Some(at) = text.find("%20") {
        let at = id.start + at;
        all.push(over("raw space", "public-id-invalid", url, Span::new(at, at + 3), " "));
    }
    for unset in ["undefined", "[object%20Object]", "${publicId}", "%7B%7Bid%7D%7D"] {
        let mut fault = over("public ID unset", "public-id-invalid", url, id, unset);
        fault.is_mendable = false;
        all.push(fault);
    }
    let mut empty = over("public ID empty", "public-id-invalid", url, Span::new(id.start, end), "");
    empty.is_mendable = false;
    empty.span = Span::new(id.start - 1, id.start);
    if anatomy.transformation.is_none() && anatomy.query.is_none() && is_upload {
        all.push(empty);
    }
    if is_upload {
        let types = &url[anatomy.asset_type.map_or(0, |span| span.start)..=delivery.end];
        let at = anatomy.version.map_or(id.start, |span| span.start);
        all.push(insert("types doubled", "public-id-invalid", url, at, types));
        let front = &url[..=delivery.end];
        if !url.starts_with("//") {
            all.push(insert("whole URL as public ID", "public-id-invalid", url, at, front));
        }
    }
}

fn remote(url: &str, anatomy: &Anatomy, all: &mut Vec<Fault>) {
    let Some(id) = anatomy.public_id else { return };
    let text = id.of(url);
    if text.starts_with("https://") || text.starts_with("http://") {
        let colon = id.start + text.find(':').unwrap_or_default();
        let mut fault = over("remote slashes", "fetch-url-unescaped", url, Span::new(colon + 1, colon + 2), "");
        fault.span = Span::new(id.start, colon + 2);
        all.push(fault);
    }
    if let Some(at) = text.find("%3F") {
        let start = id.start + at;
        let raw = text[at..].replace("%3F", "?").replace("%3D", "=").replace("%26", "&");
        all.push(over("remote query", "fetch-url-unescaped", url, Span::new(start, id.end), &raw));
    }
}

/// Whether `found` covers the fault and little else.
fn covers(found: Span, fault: Span) -> bool {
    let slack = 2 + fault.len().max(13);
    found.start <= fault.start.max(fault.end.saturating_sub(1))
        && found.end >= fault.end.min(fault.start + 1)
        && found.len() <= fault.len() + slack
}

#[derive(Default)]
struct Rate {
    all: usize,
    code: usize,
    span: usize,
    mendable: usize,
    mended: usize,
}

/// Prints the rates and examples of what is missed; run with `--nocapture` to see them. Every third URL takes part;
/// with `XCLD_ALL=1` all do.
#[test]
fn single_faults_are_found_and_mended() {
    let mut rates: BTreeMap<&str, Rate> = BTreeMap::new();
    let mut missed = String::new();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let step = if std::env::var_os("XCLD_ALL").is_some() { 1 } else { 3 };
    for original in working().into_iter().step_by(step) {
        for fault in faults(&original) {
            let rate = rates.entry(fault.kind).or_default();
            let findings = check(&fault.url);
            let first = findings.first();
            let code = first.is_some_and(|finding| finding.code.as_str() == fault.code);
            let span = first.and_then(|finding| finding.span).is_some_and(|span| covers(span, fault.span));
            let mended = first.and_then(|finding| finding.fixes.first()).and_then(|fix| fix.url.as_deref())
                == Some(original.as_str());
            rate.all += 1;
            rate.code += usize::from(code);
            rate.span += usize::from(span);
            rate.mendable += usize::from(fault.is_mendable);
            rate.mended += usize::from(fault.is_mendable && mended);
            let count = shown.entry(fault.kind).or_default();
            if (!code || !span || fault.is_mendable && !mended) && *count < 4 {
                *count += 1;
                let _ = writeln!(
                    missed,
                    "{}: {}\n    of {original}\n    {} {:?} {:?}\n    {:?}",
                    fault.kind,
                    fault.url,
                    first.map_or("nothing", |finding| finding.code.as_str()),
                    first.and_then(|finding| finding.span).map(|span| span.of(&fault.url)),
                    fault.span.of(&fault.url),
                    first.and_then(|finding| finding.fixes.first()),
                );
            }
        }
    }
    let mut total = Rate::default();
    println!("{:28} {:>6} {:>7} {:>7} {:>7}", "fault", "count", "code", "span", "mended");
    #[allow(clippy::cast_precision_loss)]
    let percent = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
    for (kind, rate) in &rates {
        println!(
            "{kind:28} {:6} {:6.1}% {:6.1}% {:6.1}%",
            rate.all,
            percent(rate.code, rate.all),
            percent(rate.span, rate.all),
            percent(rate.mended, rate.mendable)
        );
        total.all += rate.all;
        total.code += rate.code;
        total.span += rate.span;
        total.mendable += rate.mendable;
        total.mended += rate.mended;
    }
    println!(
        "{:28} {:6} {:6.1}% {:6.1}% {:6.1}%",
        "all",
        total.all,
        percent(total.code, total.all),
        percent(total.span, total.all),
        percent(total.mended, total.mendable)
    );
    println!("{missed}");
    assert!(percent(total.code, total.all) >= 97.0);
    assert!(percent(total.span, total.all) >= 97.0);
    assert!(percent(total.mended, total.mendable) >= 95.0);
}

#[test]
fn working_urls_raise_no_alarm() {
    let mut alarms = String::new();
    for text in working() {
        for finding in check(&text) {
            if finding.severity == Severity::Error {
                let _ = writeln!(alarms, "{text}: {}", finding.title);
            }
            if finding.severity == Severity::Warning {
                println!("warning {text}: {}", finding.title);
            }
        }
    }
    assert!(alarms.is_empty(), "{alarms}");
}

#[test]
fn a_repair_reads_clean_and_stays() {
    // Every ninth URL will do: the repairs differ by fault, not by URL.
    for original in working().into_iter().step_by(9) {
        for fault in faults(&original) {
            let findings = check(&fault.url);
            let Some(first) = findings.first() else { continue };
            for fix in first.fixes.iter().filter_map(|fix| fix.url.as_deref()) {
                let left = check(fix);
                let error = left.iter().find(|finding| finding.severity == Severity::Error);
                assert!(error.is_none(), "{}\n  {fix}\n  {error:?}", fault.url);
            }
            // The first repair leaves nothing of the same kind to repair.
            if let Some(fix) = first.fixes.first().and_then(|fix| fix.url.as_deref()) {
                let again = check(fix)
                    .into_iter()
                    .find(|finding| finding.code == first.code && finding.severity >= first.severity);
                let known = check(&original).iter().any(|finding| finding.code == first.code);
                assert!(again.is_none() || known, "{}\n  {fix}\n  {again:?}", fault.url);
            }
        }
    }
}

/// Real URLs with one fault, or with a piece cut out or replaced by junk.
fn mutated() -> impl Strategy<Value = String> {
    let urls: Vec<String> = working();
    let junk = "[/:._,%?#@\\\\ é€{}\"'0-9a-z-]{0,4}";
    (proptest::sample::select(urls), any::<prop::sample::Index>(), 0_usize..12, junk).prop_map(
        |(url, at, length, junk)| {
            let ends: Vec<usize> = url.char_indices().map(|(at, _)| at).chain([url.len()]).collect();
            let start = at.index(ends.len());
            let end = (start + length).min(ends.len() - 1);
            format!("{}{junk}{}", &url[..ends[start]], &url[ends[end]..])
        },
    )
}

fn findings_fit(text: &str) -> Result<(), TestCaseError> {
    let mut findings = Vec::new();
    url::check(text, &url::read(text), &mut findings);
    for finding in findings {
        let span = finding.span.expect("a place");
        prop_assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{:?}", finding);
        prop_assert!(!finding.title.is_empty() && !finding.title.ends_with('.'));
        for fix in finding.fixes {
            prop_assert!(fix.url.as_deref() != Some(text), "a remedy that changes nothing: {}", fix.title);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_fit_any_string(text in any::<String>()) {
        findings_fit(&text)?;
    }

    #[test]
    fn findings_fit_anything_like_a_url(text in "(https?:)?/{0,3}[a-z.-]{0,8}(res\\.cloudinary\\.com)?(/(demo|image|video|raw|upload|fetch|v12|w_1|s--abcdefgh--|[a-zé0-9_,.:$%{}v -]{0,9})){0,9}([?#]\\PC{0,6})?") {
        findings_fit(&text)?;
    }

    #[test]
    fn findings_fit_mutated_urls(text in mutated()) {
        findings_fit(&text)?;
    }
}

const MEGABYTE: usize = 1 << 20;

/// A megabyte of anything is read and checked. There is no clock here (`cargo bench` prints the curve): a rule that looks
/// at everything once for every piece would take longer than anybody waits.
#[test]
fn a_megabyte_is_no_denial_of_service() {
    let pieces = [
        "/",
        "//a",
        "w_1/",
        "a/",
        "v1/",
        "%2520",
        "%",
        "image/upload/",
        "s--abcdefgh--/",
        "?",
        "a.jpg/",
        " ",
        "\\",
        "${",
        "%2F",
        ",",
        "undefined/",
        "https:/",
        "$a_1/",
        "e_x,",
    ];
    let fronts = ["demo/image/upload/v1/x/", "demo/image/fetch/https://e.com/", ""];
    for piece in pieces {
        for front in fronts {
            let text = format!("https://res.cloudinary.com/{front}{}x.jpg", piece.repeat(MEGABYTE / piece.len()));
            let mut findings = Vec::new();
            url::check(&text, &url::read(&text), &mut findings);
            assert!(findings.len() < 20, "{} findings for {front}{piece}…", findings.len());
        }
    }
}
