//! The front of the path: cloud name, asset type, delivery type, and what may stand in their places.

use super::{Anatomy, AssetType, HostForm, Kind, Layout, host, meant, near, tail, types};
use crate::ascii;
use crate::span::Span;
use crate::transformation::is_component;

/// Reads `url` into its parts; see [`super::read`].
pub(super) fn read(url: &str) -> Anatomy {
    let authority = host::split(url);
    let bytes = url.as_bytes();
    let mut anatomy =
        Anatomy { scheme: authority.scheme, host: authority.host, host_form: authority.form, ..Anatomy::default() };
    let end = split_query(bytes, authority.path, &mut anatomy);
    if !is_web(bytes, &anatomy) {
        return anatomy;
    }
    let rest = regular(bytes, &mut anatomy, authority.path, end)
        .or_else(|| Front::of(url, authority.path, end).read(&mut anatomy));
    if let Some(rest) = rest {
        tail::read(url, &mut anatomy, rest, end);
    }
    anatomy
}

/// Where the path ends; sets query and fragment.
fn split_query(bytes: &[u8], path: usize, anatomy: &mut Anatomy) -> usize {
    let rest = bytes.get(path..).unwrap_or_default();
    let Some(at) = ascii::position(rest, [b'?', b'#']) else {
        return bytes.len();
    };
    let end = path + at;
    let behind = bytes.get(end..).unwrap_or_default();
    let fragment = behind.iter().position(|b| *b == b'#').map(|at| end + at);
    if behind.first() == Some(&b'?') {
        anatomy.query = Some(Span::new(end + 1, fragment.unwrap_or(bytes.len())));
    }
    anatomy.fragment = fragment.map(|at| Span::new(at + 1, bytes.len()));
    end
}

/// Whether the scheme is one that a delivery URL can have, or a slip of it on a host of Cloudinary's.
fn is_web(bytes: &[u8], anatomy: &Anatomy) -> bool {
    anatomy.scheme.is_none_or(|span| {
        let scheme = bytes.get(span.start..span.end).unwrap_or_default();
        host::is_scheme(scheme)
            || anatomy.host_form != HostForm::Custom
                && near::distance(scheme, b"https", 2).is_some_and(|_| scheme.len() > 3)
    })
}

/// Whether `segment` begins the address of a remote file, raw or encoded.
pub(super) fn is_remote(segment: &[u8]) -> bool {
    let Some((head, rest)) = segment.split_at_checked(4) else {
        return false;
    };
    // Nearly every segment is told by its first letter.
    if !matches!(head.first(), Some(b'h' | b'H')) || !head.eq_ignore_ascii_case(b"http") {
        return false;
    }
    let rest = rest.strip_prefix(b"s").or_else(|| rest.strip_prefix(b"S")).unwrap_or(rest);
    matches!(rest, [b':', ..] | [b'%', b'3', b'A' | b'a', ..] | [b'%', b'2', b'5', b'3', b'A' | b'a', ..])
}

/// Whether `segment` is `v` and digits.
pub(crate) fn is_version(segment: &[u8]) -> bool {
    matches!(segment, [b'v', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// Whether `segment` stands in a signature's place and has its dashes.
pub(super) fn is_signature(segment: &[u8]) -> bool {
    segment.len() > 5 && segment.starts_with(b"s--") && segment.ends_with(b"--")
}

/// The layout of nearly every URL: `/<cloud name>/<asset type>/<delivery type>/` on a shared host.
fn regular(bytes: &[u8], anatomy: &mut Anatomy, from: usize, end: usize) -> Option<usize> {
    if anatomy.host_form != HostForm::Shared {
        return None;
    }
    let segment = |from: usize| -> Option<Span> {
        let rest = bytes.get(from..end)?;
        let length = ascii::position(rest, [b'/']).unwrap_or(rest.len());
        (length > 0).then(|| Span::new(from, from + length))
    };
    let text = |span: Span| bytes.get(span.start..span.end).unwrap_or_default();
    let cloud = segment(from + 1)?;
    let (asset, asset_type, delivery_type) = if is_image_upload(bytes.get(cloud.end..end)?) {
        let (first, second) = (cloud.end + 1, cloud.end + 7);
        (AssetType::Image, Span::new(first, first + 5), Span::new(second, second + 6))
    } else {
        let asset_type = segment(cloud.end + 1)?;
        let asset = types::asset(text(asset_type))?;
        let delivery_type = segment(asset_type.end + 1).filter(|span| types::is_delivery(text(*span)))?;
        (asset, asset_type, delivery_type)
    };
    anatomy.kind = Kind::Delivery;
    anatomy.layout = Layout::Types;
    anatomy.cloud_name = Some(cloud);
    anatomy.asset = Some(asset);
    anatomy.asset_type = Some(asset_type);
    anatomy.delivery_type = Some(delivery_type);
    Some(delivery_type.end)
}

/// Whether `rest` begins with `/image/upload/`, as nearly every path does behind its cloud name.
fn is_image_upload(rest: &[u8]) -> bool {
    ascii::starts_with(rest, b"/image/upload/")
}

/// More segments than any layout needs, unless a long transformation stands in the wrong place.
const MOST: usize = 32;

/// The first segments of the path.
struct Front<'a> {
    url: &'a str,
    segments: [Span; MOST],
    count: usize,
}

impl<'a> Front<'a> {
    /// Takes the first segments between `from` and `end` that are not empty.
    fn of(url: &'a str, from: usize, end: usize) -> Self {
        let bytes = url.as_bytes();
        let mut front = Self { url, segments: [Span::new(end, end); MOST], count: 0 };
        let mut at = from;
        while at < end {
            let rest = bytes.get(at..end).unwrap_or_default();
            let length = ascii::position(rest, [b'/']).unwrap_or(rest.len());
            if length > 0 {
                let Some(slot) = front.segments.get_mut(front.count) else { break };
                *slot = Span::new(at, at + length);
                front.count += 1;
            }
            at += length + 1;
        }
        front
    }

    fn span(&self, at: usize) -> Option<Span> {
        if at < self.count { self.segments.get(at).copied() } else { None }
    }

    fn text(&self, at: usize) -> &'a str {
        self.span(at).map_or("", |span| span.of(self.url))
    }

    fn bytes(&self, at: usize) -> &'a [u8] {
        self.text(at).as_bytes()
    }

    fn asset(&self, at: usize) -> Option<AssetType> {
        types::asset(self.bytes(at))
    }

    fn delivery(&self, at: usize) -> bool {
        types::is_delivery(self.bytes(at))
    }

    /// Whether the segment belongs behind the delivery type: signature, component, version or remote URL.
    fn is_behind(&self, at: usize) -> bool {
        let text = self.text(at);
        let bytes = text.as_bytes();
        !text.is_empty() && (is_version(bytes) || is_signature(bytes) || is_remote(bytes) || is_component(text))
    }

    /// Where what `at` begins ends: the start of the rest of the path.
    fn end_of(&self, at: usize) -> usize {
        self.span(at).map_or(0, |span| span.end)
    }

    /// Sets kind, layout, cloud name and types, and gives where the rest of the path begins.
    fn read(&self, anatomy: &mut Anatomy) -> Option<usize> {
        match anatomy.host_form {
            HostForm::Shared => self.read_shared(anatomy),
            HostForm::Private => self.read_private(anatomy),
            HostForm::Absent => self.read_custom(anatomy, false),
            HostForm::Custom => {
                let name = anatomy.host.map(|span| host::without_port(span.of(self.url).as_bytes()));
                // Only a host whose path could be a delivery path is held against the real one.
                if (0..2).any(|at| self.asset(at).is_some() && self.delivery(at + 1))
                    && name.is_some_and(meant::is_near_host)
                {
                    anatomy.host_form = HostForm::Misspelt;
                }
                self.read_custom(anatomy, anatomy.host_form == HostForm::Misspelt)
            }
            // `v1_1/demo/image/upload` takes an upload; with more behind it, it was meant to deliver.
            HostForm::Api
                if is_api_version(self.bytes(0)) && self.count > 4 && self.asset(2).is_some() && self.delivery(3) =>
            {
                self.set_types(anatomy, Layout::Types, 2, 3);
                anatomy.cloud_name = self.span(1);
                Some(self.end_of(3))
            }
            HostForm::Api if is_api_version(self.bytes(0)) => {
                anatomy.kind = Kind::Api;
                anatomy.cloud_name = self.span(1);
                anatomy.asset = self.asset(2);
                anatomy.asset_type = anatomy.asset.and(self.span(2));
                None
            }
            HostForm::Api => {
                anatomy.kind = Kind::Api;
                self.read_custom(anatomy, true)
            }
            HostForm::Site | HostForm::Misspelt => {
                anatomy.kind = Kind::Other;
                self.read_custom(anatomy, true)
            }
        }
    }

    /// A host whose name does not tell how the path is laid out: only exact types count. On a host that is not
    /// `cloudinarys`, rare delivery types need more evidence: `/video/live/…` may be anybody's.
    fn read_custom(&self, anatomy: &mut Anatomy, cloudinarys: bool) -> Option<usize> {
        let at = (0..3).find(|at| {
            self.asset(*at).is_some()
                && self.delivery(at + 1)
                && (cloudinarys || types::is_main_delivery(self.bytes(at + 1)) || self.is_behind(at + 2))
        });
        if let Some(at) = at.filter(|at| *at < 2 || self.bytes(0) == b"res") {
            self.set_types(anatomy, Layout::Types, at, at + 1);
            anatomy.cloud_name = at.checked_sub(1).and_then(|at| self.span(at));
            return Some(self.end_of(at + 1));
        }
        if let Some(rest) = self.read_misspelt(anatomy) {
            return Some(rest);
        }
        // `/images/…` is everybody's; with a component or a signature behind it, it is Cloudinary's.
        let at = (0..2).find(|at| {
            types::alias(self.bytes(*at)).is_some()
                && (is_signature(self.bytes(at + 1))
                    || self.bytes(at + 1).contains(&b',') && is_component(self.text(at + 1)))
        })?;
        self.set_alias(anatomy, at);
        anatomy.cloud_name = at.checked_sub(1).and_then(|at| self.span(at));
        Some(self.end_of(at))
    }

    /// `/iamge/upload/w_200/…`, `/image/uplaod/v1/…` on a host that may be anybody's: one type has a slip in it, and
    /// what belongs behind the types follows.
    fn read_misspelt(&self, anatomy: &mut Anatomy) -> Option<usize> {
        let is_slip = |at: usize, words: &[&str]| {
            let text = self.text(at);
            !text.ends_with('s')
                && words.iter().any(|word| near::distance(text.as_bytes(), word.as_bytes(), 1).is_some())
        };
        let at = (0..2).find(|at| {
            let asset = self.asset(*at).is_some();
            let delivery = types::is_main_delivery(self.bytes(at + 1));
            (asset != delivery)
                && self.is_behind(at + 2)
                && self.count > at + 3
                && if asset { is_slip(at + 1, &["upload", "fetch"]) } else { is_slip(*at, &["image", "video"]) }
        })?;
        let layout = if self.asset(at).is_some() { Layout::DeliveryTypeUnknown } else { Layout::AssetTypeUnknown };
        self.set_types(anatomy, layout, at, at + 1);
        anatomy.asset = self.asset(at);
        anatomy.cloud_name = at.checked_sub(1).and_then(|at| self.span(at));
        Some(self.end_of(at + 1))
    }

    fn read_private(&self, anatomy: &mut Anatomy) -> Option<usize> {
        if self.count == 0 {
            anatomy.kind = Kind::Other;
            return None;
        }
        if self.is_search(0) {
            anatomy.kind = Kind::SignedSearch;
            return None;
        }
        if let Some(rest) = self.read_types(anatomy, 0) {
            return Some(rest);
        }
        if self.asset(1).is_some() && self.delivery(2) {
            // The host stands for the cloud name, and the path names one again.
            self.set_types(anatomy, Layout::Stray, 1, 2);
            anatomy.stray = self.span(0);
            return Some(self.end_of(2));
        }
        if let Some(rest) = self.read_irregular(anatomy, 0) {
            return Some(rest);
        }
        set_root(anatomy);
        self.span(0).map(|span| span.start.saturating_sub(1))
    }

    /// A shared host whose layout is not the regular one, or whose slashes are doubled.
    fn read_shared(&self, anatomy: &mut Anatomy) -> Option<usize> {
        if self.count == 0 {
            anatomy.kind = Kind::Other;
            return None;
        }
        if self.is_search(1) {
            anatomy.kind = Kind::SignedSearch;
            anatomy.cloud_name = self.span(0);
            return None;
        }
        if is_api_version(self.bytes(0)) && !self.delivery(3) {
            anatomy.kind = Kind::Api;
            anatomy.cloud_name = self.span(1);
            return None;
        }
        let is_regular = self.asset(1).is_some() && self.delivery(2);
        if !is_regular && let Some(rest) = self.read_cloudless(anatomy) {
            return Some(rest);
        }
        if let Some(rest) = self.read_types(anatomy, 1).or_else(|| self.read_irregular(anatomy, 1)) {
            anatomy.cloud_name = anatomy.cloud_name.or(self.span(0));
            return Some(rest);
        }
        if self.asset(2).is_some() && self.delivery(3) {
            // Something stands in front of the cloud name: the cloud name again, `res`, `v1_1`.
            self.set_types(anatomy, Layout::Stray, 2, 3);
            anatomy.stray = self.span(0);
            anatomy.cloud_name = self.span(1);
            return Some(self.end_of(3));
        }
        if self.count == 1 {
            return self.read_single(anatomy);
        }
        // A whole transformation stands in front of the cloud name.
        let cloud = (0..self.count).find(|at| !self.is_behind(*at)).filter(|at| *at > 1);
        if let Some(cloud) = cloud.filter(|at| self.asset(at + 1).is_some() && self.delivery(at + 2)) {
            self.set_types(anatomy, Layout::Stray, cloud + 1, cloud + 2);
            anatomy.stray = Some(Span::new(self.span(0)?.start, self.span(cloud - 1)?.end));
            anatomy.cloud_name = self.span(cloud);
            return Some(self.end_of(cloud + 2));
        }
        set_root(anatomy);
        anatomy.cloud_name = self.span(0);
        Some(self.end_of(0))
    }

    /// One segment only: the cloud name, or a public ID without one.
    fn read_single(&self, anatomy: &mut Anatomy) -> Option<usize> {
        let text = self.text(0);
        if matches!(text, "favicon.ico" | "robots.txt") {
            anatomy.kind = Kind::Other;
            return None;
        }
        let known = text.rsplit_once('.').is_some_and(|(_, extension)| types::family(extension).is_some());
        set_root(anatomy);
        if known {
            anatomy.layout = Layout::CloudNameMissing;
            return self.span(0).map(|span| span.start.saturating_sub(1));
        }
        anatomy.layout = Layout::Incomplete;
        anatomy.cloud_name = self.span(0);
        None
    }

    /// A shared host whose path begins with the types: the cloud name stands behind them, or nowhere.
    fn read_cloudless(&self, anatomy: &mut Anatomy) -> Option<usize> {
        if types::is_main_delivery(self.bytes(0)) && self.asset(1).is_none() && self.count > 1 && !self.delivery(1) {
            anatomy.kind = Kind::Delivery;
            anatomy.layout = Layout::CloudNameMissing;
            anatomy.delivery_type = self.span(0);
            return Some(self.end_of(0));
        }
        self.asset(0)?;
        if self.delivery(1) {
            let cloud_behind = self.is_cloud_behind(2);
            let layout = if cloud_behind { Layout::CloudNameMisplaced } else { Layout::CloudNameMissing };
            self.set_types(anatomy, layout, 0, 1);
            if cloud_behind {
                anatomy.cloud_name = self.span(2);
                return Some(self.end_of(2));
            }
            return Some(self.end_of(1));
        }
        if self.delivery(2) && !self.is_behind(1) {
            self.set_types(anatomy, Layout::CloudNameMisplaced, 0, 2);
            anatomy.cloud_name = self.span(1);
            return Some(self.end_of(2));
        }
        None
    }

    /// Whether the segment at `at`, behind the types of a URL without a cloud name in front, is the cloud name
    /// rather than the first folder of the public ID.
    fn is_cloud_behind(&self, at: usize) -> bool {
        let text = self.text(at);
        if self.count <= at + 1 || self.is_behind(at) || !is_cloud_name(text.as_bytes()) {
            return false;
        }
        self.is_behind(at + 1) || !meant::is_folder_word(text)
    }

    /// The types, an alias, or one of the types, at `at`.
    fn read_types(&self, anatomy: &mut Anatomy, at: usize) -> Option<usize> {
        if self.asset(at).is_some() && self.delivery(at + 1) {
            self.set_types(anatomy, Layout::Types, at, at + 1);
            return Some(self.end_of(at + 1));
        }
        if types::alias(self.bytes(at)).is_some() && !self.delivery(at + 1) && self.count > at + 1 {
            self.set_alias(anatomy, at);
            return Some(self.end_of(at));
        }
        None
    }

    /// What was meant as the types, at `at`.
    fn read_irregular(&self, anatomy: &mut Anatomy, at: usize) -> Option<usize> {
        if let Some(rest) = self.read_stray(anatomy, at) {
            return Some(rest);
        }
        if self.delivery(at) && self.asset(at + 1).is_some() {
            self.set_types(anatomy, Layout::TypesSwapped, at + 1, at);
            return Some(self.end_of(at + 1));
        }
        if types::is_main_delivery(self.bytes(at)) && self.count > at + 1 {
            anatomy.kind = Kind::Delivery;
            anatomy.layout = Layout::AssetTypeMissing;
            anatomy.delivery_type = self.span(at);
            return Some(self.end_of(at));
        }
        if self.asset(at).is_some() {
            return self.read_without_delivery(anatomy, at);
        }
        let near_delivery = || near::nearest(self.text(at + 1), types::MAIN_DELIVERY_TYPES).is_some();
        if self.count > at + 1
            && (types::is_main_delivery(self.bytes(at + 1))
                || meant::is_near_asset(self.text(at))
                    && (self.delivery(at + 1) || near_delivery() && self.count > at + 2))
        {
            self.set_types(anatomy, Layout::AssetTypeUnknown, at, at + 1);
            anatomy.asset = None;
            return Some(self.end_of(at + 1));
        }
        None
    }

    /// Something that belongs behind the types stands in front of them or between them.
    fn read_stray(&self, anatomy: &mut Anatomy, at: usize) -> Option<usize> {
        let asset = (at..self.count).find(|at| !self.is_behind(*at))?;
        self.asset(asset)?;
        let delivery = (asset + 1..self.count).find(|at| !self.is_behind(*at))?;
        if !self.delivery(delivery) {
            return None;
        }
        let (first, last) = if asset > at { (at, asset - 1) } else { (asset + 1, delivery.checked_sub(1)?) };
        self.set_types(anatomy, Layout::Stray, asset, delivery);
        anatomy.stray = Some(Span::new(self.span(first)?.start, self.span(last)?.end));
        Some(self.end_of(delivery))
    }

    /// An asset type at `at`, and no delivery type behind it.
    fn read_without_delivery(&self, anatomy: &mut Anatomy, at: usize) -> Option<usize> {
        anatomy.kind = Kind::Delivery;
        anatomy.asset = self.asset(at);
        anatomy.asset_type = self.span(at);
        let next = self.text(at + 1);
        if next.is_empty() {
            anatomy.layout = Layout::Incomplete;
            return None;
        }
        let has_more = self.count > at + 2;
        let in_its_place = has_more
            && !self.is_behind(at + 1)
            && (meant::is_near_delivery(next) || types::family(next).is_some() || self.is_behind(at + 2));
        if in_its_place {
            anatomy.layout = Layout::DeliveryTypeUnknown;
            anatomy.delivery_type = self.span(at + 1);
            return Some(self.end_of(at + 1));
        }
        anatomy.layout = Layout::DeliveryTypeMissing;
        Some(self.end_of(at))
    }

    /// Whether the segments from `at` on are those of a signed search URL.
    fn is_search(&self, at: usize) -> bool {
        let signature = self.bytes(at + 1);
        self.bytes(at) == b"search" && signature.len() == 64 && signature.iter().all(u8::is_ascii_hexdigit)
    }

    fn set_types(&self, anatomy: &mut Anatomy, layout: Layout, asset: usize, delivery: usize) {
        anatomy.kind = Kind::Delivery;
        anatomy.layout = layout;
        anatomy.asset = self.asset(asset);
        anatomy.asset_type = self.span(asset);
        anatomy.delivery_type = self.span(delivery);
    }

    fn set_alias(&self, anatomy: &mut Anatomy, at: usize) {
        anatomy.kind = Kind::Delivery;
        anatomy.layout = Layout::Alias;
        anatomy.asset = types::alias(self.bytes(at)).map(|alias| alias.asset);
        anatomy.asset_type = self.span(at);
        anatomy.delivery_type = self.span(at);
    }
}

fn set_root(anatomy: &mut Anatomy) {
    anatomy.kind = Kind::Delivery;
    anatomy.layout = Layout::RootPath;
    anatomy.asset = Some(AssetType::Image);
}

/// Whether `segment` is the version of an API path: `v1_1`, `v2`.
fn is_api_version(segment: &[u8]) -> bool {
    matches!(segment, [b'v', b'1', b'_', b'1'] | b"v2")
}

/// Whether `text` can be a cloud name.
pub(super) fn is_cloud_name(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'A'..=b'Z'))
}
