//! The front of a URL up to its path: scheme, host, and whose host it is.

use super::HostForm;
use crate::ascii;
use crate::span::Span;

/// Scheme and host as far as they could be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Authority {
    /// Without the colon.
    pub scheme: Option<Span>,
    /// With the port, without user information.
    pub host: Option<Span>,
    /// Whose host it is.
    pub form: HostForm,
    /// Where the path begins: at its slash, or at the end of the host.
    pub path: usize,
}

/// The host's end: the first character that cannot be of it.
fn host_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|b| matches!(b, b'/' | b'?' | b'#' | b'\\')).unwrap_or(rest.len())
}

/// Leaves out `user:password@`.
fn without_user(bytes: &[u8], from: usize, end: usize) -> usize {
    let host = bytes.get(from..end).unwrap_or_default();
    host.iter().rposition(|b| *b == b'@').map_or(from, |at| from + at + 1)
}

/// How many bytes at the front are no part of the URL: white space, quotes and brackets copied along.
pub(super) fn leading_junk(bytes: &[u8]) -> usize {
    let marks = bytes
        .iter()
        .take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b'<' | b'(' | b'`'))
        .count();
    marks.max(quoted(bytes))
}

/// How many bytes stand in front of `http://` or `https://` that have a mark of some text around the URL:
/// `[img](https://…`, `<img src="https://…`, `&quot;https://…`, `“https://…`.
fn quoted(bytes: &[u8]) -> usize {
    const MOST: usize = 32;
    if matches!(bytes, [b'h' | b'H' | b'/', ..]) {
        return 0;
    }
    let head = bytes.get(..bytes.len().min(MOST + 8)).unwrap_or_default();
    let Some(at) = [&b"https://"[..], b"http://"]
        .into_iter()
        .find_map(|scheme| head.windows(scheme.len()).position(|window| window.eq_ignore_ascii_case(scheme)))
    else {
        return 0;
    };
    let front = bytes.get(..at).unwrap_or_default();
    // A URL may hold another; then it has a path or a query of its own.
    let is_path = front.iter().any(|b| matches!(b, b'/' | b'?' | b'#' | b'\\'));
    let is_text = front.ends_with(b";")
        || front.ends_with(b"%20")
        || front.ends_with(b"%22")
        || front.last().is_some_and(|b| !b.is_ascii_alphanumeric() && !matches!(b, b':' | b'.' | b'-' | b'+'));
    if is_path || !is_text { 0 } else { at }
}

/// The front of nearly every URL.
fn usual(bytes: &[u8]) -> Option<Authority> {
    let from = if ascii::starts_with(bytes, b"https://") {
        8
    } else if ascii::starts_with(bytes, b"http://") {
        7
    } else {
        return None;
    };
    ascii::starts_with(bytes.get(from..)?, b"res.cloudinary.com/").then(|| Authority {
        scheme: Some(Span::new(0, from - 3)),
        host: Some(Span::new(from, from + 18)),
        form: HostForm::Shared,
        path: from + 18,
    })
}

/// Splits scheme and host from the path; never fails.
pub(super) fn split(url: &str) -> Authority {
    let bytes = url.as_bytes();
    if let Some(authority) = usual(bytes) {
        return authority;
    }
    let start = leading_junk(bytes);
    let rest = bytes.get(start..).unwrap_or_default();
    let word = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
    let behind = rest.get(word..).unwrap_or_default();
    let scheme = (word > 0).then(|| Span::new(start, start + word));
    let at = start + word;
    let with_host = |scheme: Option<Span>, from: usize| {
        // `https://https://host`: a scheme was put in front of a whole URL.
        let rest = bytes.get(from..).unwrap_or_default();
        let again = [&b"https://"[..], b"http://"].into_iter().find(|again| rest.starts_with(again));
        let from = from + again.map_or(0, <[u8]>::len);
        let end = host_end(bytes, from);
        let from = without_user(bytes, from, end);
        let host = (from < end).then(|| Span::new(from, end));
        let form = host.map_or(HostForm::Absent, |host| form(host.of(url)));
        Authority { scheme, host, form, path: end }
    };
    if let (Some(_), [b':', b'/', b'/', ..]) = (scheme, behind) {
        // `https:///host`: a slash too many.
        let extra = usize::from(behind.get(3) == Some(&b'/') && is_scheme(rest.get(..word).unwrap_or_default()));
        return with_host(scheme, at + 3 + extra);
    }
    if let (Some(_), [b'%', b'3', b'A' | b'a', b'/', b'/', ..]) = (scheme, behind) {
        return with_host(scheme, at + 5);
    }
    match behind {
        [b'/', b'/', ..] if word == 0 => with_host(None, at + 2),
        [b'/' | b'\\', ..] if word == 0 => Authority { scheme: None, host: None, form: HostForm::Absent, path: start },
        // `https:/host`, `https:host`, `https:\\host`, `https//host`: meant as a scheme.
        [b':', ..] | [b';', b'/', b'/', ..] if is_scheme(rest.get(..word).unwrap_or_default()) => {
            let slashes = behind.iter().skip(1).take_while(|b| matches!(b, b'/' | b'\\')).count();
            with_host(scheme, at + 1 + slashes)
        }
        [b'/', b'/', ..] if is_scheme(rest.get(..word).unwrap_or_default()) => with_host(scheme, at + 2),
        _ => {
            let end = host_end(bytes, start);
            let first = bytes.get(start..end).unwrap_or_default();
            // Without a scheme only a dot tells a host from the first segment of a relative path.
            if first.contains(&b'.') && end < bytes.len() {
                with_host(None, start)
            } else {
                Authority { scheme: None, host: None, form: HostForm::Absent, path: start }
            }
        }
    }
}

/// Whether `word` is `http` or `https`, in any case.
pub(super) fn is_scheme(word: &[u8]) -> bool {
    matches!(word, b"https" | b"http") || word.eq_ignore_ascii_case(b"https") || word.eq_ignore_ascii_case(b"http")
}

/// Whose host `host` (with its port) is.
fn form(host: &str) -> HostForm {
    let bytes = host.as_bytes();
    if bytes.eq_ignore_ascii_case(b"res.cloudinary.com") {
        return HostForm::Shared;
    }
    let name = without_port(bytes);
    if name.eq_ignore_ascii_case(b"cloudinary-a.akamaihd.net")
        || name.eq_ignore_ascii_case(b"d3jpl91pxevbkh.cloudfront.net")
    {
        return HostForm::Shared;
    }
    let Some(label) = strip_suffix(name, b"cloudinary.com") else {
        return HostForm::Custom;
    };
    let label = match label {
        [] => return HostForm::Site,
        [label @ .., b'.'] => label,
        // `mycloudinary.com` is somebody else's.
        _ => return HostForm::Custom,
    };
    if is_res(label) {
        return HostForm::Shared;
    }
    if starts_with(label, b"api") && matches!(label.get(3), None | Some(b'-')) {
        return HostForm::Api;
    }
    match find_res(label) {
        Some(_) => HostForm::Private,
        None => HostForm::Site,
    }
}

/// Where `-res` begins in the label of a private CDN host: `demo-res`, `demo-res-2`.
fn find_res(label: &[u8]) -> Option<usize> {
    let at = label.windows(4).rposition(|four| four.eq_ignore_ascii_case(b"-res"))?;
    (at > 0 && is_res(label.get(at + 1..)?)).then_some(at)
}

/// Whether `label` is `res` or `res-2`.
fn is_res(label: &[u8]) -> bool {
    starts_with(label, b"res")
        && match label.get(3..) {
            Some([]) => true,
            Some([b'-', shard @ ..]) => !shard.is_empty() && shard.iter().all(u8::is_ascii_alphanumeric),
            _ => false,
        }
}

fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn strip_suffix<'a>(text: &'a [u8], suffix: &[u8]) -> Option<&'a [u8]> {
    let at = text.len().checked_sub(suffix.len())?;
    let (front, back) = text.split_at(at);
    back.eq_ignore_ascii_case(suffix).then_some(front)
}

/// The host's name: without `:443` and without the dot that may end a full name.
pub(super) fn without_port(host: &[u8]) -> &[u8] {
    let name = match host.iter().rposition(|b| *b == b':') {
        Some(at) if host.get(at + 1..).is_some_and(|port| port.iter().all(u8::is_ascii_digit)) => {
            host.get(..at).unwrap_or_default()
        }
        _ => host,
    };
    name.strip_suffix(b".").unwrap_or(name)
}
