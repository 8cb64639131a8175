//! The metrics of a `Server-Timing` header, as Cloudinary's edges write them.
//!
//! A scan, not a parser of structured fields (RFC 9651): Cloudflare's edge does not escape the quotes inside its
//! descriptions and puts `;` where a `,` belongs, so that such a parser loses all that follows.

/// One metric: `cld-fastly;dur=304;desc=miss`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric<'v> {
    /// Its name, as it stands.
    pub name: &'v str,
    /// Its parameters, as they stand, from the first `;` on.
    parameters: &'v str,
}

/// The metrics in the header's `value`, in order. Never fails: what is no metric is passed over.
pub fn metrics(value: &str) -> impl Iterator<Item = Metric<'_>> {
    let mut rest = value;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',' || c == ';');
            let first = rest.chars().next()?;
            let (name, behind) = token(rest);
            if name.is_empty() {
                rest = rest.get(first.len_utf8()..)?;
                continue;
            }
            let mut end = behind;
            while let Some((_, _, next)) = parameter(end) {
                end = next;
            }
            let parameters = behind.get(..behind.len() - end.len())?;
            rest = end;
            return Some(Metric { name, parameters });
        }
    })
}

impl Metric<'_> {
    /// Whether it is called `name` (compared without case).
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// `dur`: how long it took, in milliseconds.
    pub fn duration(&self) -> Option<f64> {
        let text = self.value("dur")?;
        text.trim_matches('"').parse().ok().filter(|time: &f64| time.is_finite() && *time >= 0.0)
    }

    /// `desc`, without its quotes and escapes.
    pub fn description(&self) -> Option<String> {
        let value = self.value("desc")?;
        Some(match value.strip_prefix('"') {
            Some(quoted) => unescaped(quoted.get(..closing(quoted)).unwrap_or(quoted)),
            None => value.to_owned(),
        })
    }

    /// The first parameter called `name`, as it stands.
    fn value(&self, name: &str) -> Option<&str> {
        let mut rest = self.parameters;
        while let Some((key, value, next)) = parameter(rest) {
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = next;
        }
        None
    }
}

/// The parameter that begins `text` with its `;`, as name, value and what follows. A name without `=` is none: it is
/// the next metric, behind a `;` that should have been a `,`.
fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (name, behind) = token(text.trim_start().strip_prefix(';')?.trim_start());
    let after = behind.trim_start().strip_prefix('=').filter(|_| !name.is_empty())?.trim_start();
    let length = match after.strip_prefix('"') {
        // Both quotes; the closing one is missing where the value was cut off.
        Some(quoted) => (closing(quoted) + 2).min(after.len()),
        None => after.find([',', ';']).unwrap_or(after.len()),
    };
    let (value, rest) = after.split_at_checked(length)?;
    Some((name, value.trim_end(), rest))
}

/// The name that begins `text`, and what follows it.
fn token(text: &str) -> (&str, &str) {
    let length = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.!#$%&'*+^`|~".contains(c)));
    text.split_at_checked(length.unwrap_or(text.len())).unwrap_or((text, ""))
}

/// How long the quoted string is whose opening quote is gone. A quote ends it only where a metric or a parameter could
/// follow: those inside the text are often not escaped.
fn closing(quoted: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in quoted.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' if may_end(quoted.get(at + 1..).unwrap_or_default()) => return at,
            _ => {}
        }
    }
    quoted.len()
}

/// Whether what stands behind a quote can follow a quoted string: nothing, the next metric, or a parameter.
fn may_end(rest: &str) -> bool {
    let rest = rest.trim_start();
    let (separator, next) = match rest.chars().next() {
        None => return true,
        Some(separator @ (',' | ';')) => (separator, rest.get(1..).unwrap_or_default().trim_start()),
        Some(_) => return false,
    };
    let (name, behind) = token(next);
    let behind = behind.trim_start();
    let assigned = separator == ';' && behind.starts_with('=');
    next.is_empty() || !name.is_empty() && (behind.is_empty() || behind.starts_with([';', ',']) || assigned)
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next()),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(value: &str) -> Vec<(&str, Option<f64>, Option<String>)> {
        metrics(value).map(|metric| (metric.name, metric.duration(), metric.description())).collect()
    }

    #[test]
    fn reads_what_the_specification_allows() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("miss, db;dur=53, app;dur=47.2"),
            [("miss", None, None), ("db", Some(53.0), None), ("app", Some(47.2), None)]
        );
        assert_eq!(
            read("cache; desc = \"Cache \\\"Read\\\"\" ; DUR=23.2"),
            [("cache", Some(23.2), text("Cache \"Read\""))]
        );
        assert_eq!(
            read("a;desc=plain;dur=\"3\",b;dur=-1,c;dur=x,d;dur=inf"),
            [("a", Some(3.0), text("plain")), ("b", None, None), ("c", None, None), ("d", None, None)]
        );
        assert_eq!(read(""), []);
        assert_eq!(read(" , ;;= \"x\" "), [("x", None, None)]);
    }

    #[test]
    fn reads_what_cloudflare_writes() {
        let value = "cld-cloudflare;dur=728;desc=miss,rtt;dur=77,content-info;desc=\"width=864,bytes=43278,\
                     format=\"avif\",owidth=864,oformat=\"jpg\",ef=(1,11,13);\";cloudinary;dur=459;start=x,cld-id;desc=5a";
        let names: Vec<&str> = metrics(value).map(|metric| metric.name).collect();
        assert_eq!(names, ["cld-cloudflare", "rtt", "content-info", "cloudinary", "cld-id"]);
        let content = metrics(value).find(|metric| metric.is("Content-Info")).and_then(|metric| metric.description());
        assert_eq!(
            content.as_deref(),
            Some("width=864,bytes=43278,format=\"avif\",owidth=864,oformat=\"jpg\",ef=(1,11,13);")
        );
        assert_eq!(read("rtt;dur=77;cloudinary;dur=96"), [("rtt", Some(77.0), None), ("cloudinary", Some(96.0), None)]);
    }

    #[test]
    fn what_is_cut_off_is_read_as_far_as_it_goes() {
        for (value, description) in [
            ("a;desc=\"cut", Some("cut")),
            ("a;desc=\"cut\\", Some("cut")),
            ("a;desc=\"", Some("")),
            ("a;desc=", Some("")),
            ("a;desc", None),
            ("a;desc=\"é\"", Some("é")),
        ] {
            let read = metrics(value).next().and_then(|metric| metric.description());
            assert_eq!(read.as_deref(), description, "{value}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(value in "\\PC{0,60}|([a-c]|[;,=\"\\\\ ]|desc=|dur=|é){0,30}") {
            for metric in metrics(&value) {
                prop_assert!(!metric.name.is_empty() && value.contains(metric.name));
                let _ = (metric.duration(), metric.description());
            }
        }

        #[test]
        fn a_description_that_is_quoted_well_comes_back(text in "\\PC{0,40}", other in "[a-z]{1,5}") {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
            let value = format!("one;desc=\"{quoted}\";dur=2,{other};dur=3");
            let read = read(&value);
            prop_assert_eq!(read, vec![("one", Some(2.0), Some(text)), (other.as_str(), Some(3.0), None)]);
        }
    }
}
