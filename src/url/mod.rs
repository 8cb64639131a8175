//! A Cloudinary URL as spans: reading never fails and never copies.
//!
//! [`read`] takes any string whatever. The parts of the [`Anatomy`] are spans of that string, so that they
//! can be marked in it and give it back to the byte.

mod check;
mod host;
mod meant;
mod near;
mod parts;
mod path;
mod tail;
mod types;

pub use check::check;
pub(crate) use near::nearest;
pub use parts::parts;
pub(crate) use path::is_version;
pub(crate) use types::{Family, family};

use crate::ascii;
use crate::span::Span;

/// What kind of address a string is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Kind {
    /// A delivery URL, or one that was meant as such.
    Delivery,
    /// `api.cloudinary.com/v1_1/…`: upload or Admin API.
    Api,
    /// `…/search/<signature>/<ttl>/<query>`.
    SignedSearch,
    /// Scripts of the widgets, the console, and what else Cloudinary serves that is no media.
    Other,
    /// Nothing of Cloudinary's.
    #[default]
    Unrelated,
}

/// The asset type (`image`, `video`, `raw`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetType {
    /// Images, PDFs and everything that is delivered as an image.
    Image,
    /// Videos and audio.
    Video,
    /// Any other file.
    Raw,
}

/// Whose host it is, as far as the host's name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HostForm {
    /// There is no host: a relative path.
    #[default]
    Absent,
    /// `res.cloudinary.com`, its shards and its predecessors: the cloud name stands in the path.
    Shared,
    /// `<cloud name>-res.cloudinary.com`: no cloud name in the path.
    Private,
    /// Anybody's: the path alone can tell whether Cloudinary answers there.
    Custom,
    /// `api.cloudinary.com` and its regions.
    Api,
    /// Any other host of Cloudinary's: its site, console and widgets.
    Site,
    /// No delivery host, but close to one.
    Misspelt,
}

/// How the segments in front of the transformation are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Layout {
    /// No delivery path.
    #[default]
    None,
    /// Asset type and delivery type where they belong.
    Types,
    /// An alias for both types.
    Alias,
    /// Neither types nor alias: `/<cloud name>/<public ID>`, which stands for `image/upload`.
    RootPath,
    /// The path ends before a public ID can begin.
    Incomplete,
    /// No cloud name where the host needs one.
    CloudNameMissing,
    /// The cloud name behind the asset type or the delivery type.
    CloudNameMisplaced,
    /// A delivery type without an asset type.
    AssetTypeMissing,
    /// No asset type stands where one belongs, but something else: `img`, `vidoe`, `Image`.
    AssetTypeUnknown,
    /// An asset type without a delivery type.
    DeliveryTypeMissing,
    /// No delivery type stands where one belongs, but something else: `uplaod`, `png`.
    DeliveryTypeUnknown,
    /// The delivery type in front of the asset type.
    TypesSwapped,
    /// Something stands between the types or in front of them: [`Anatomy::stray`].
    Stray,
}

/// The parts of a URL; each is a span of it, or `None` where the URL has no such part.
///
/// An alias (`/iu/`, `/images/…`) sets `asset_type` and `delivery_type` to the alias's span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Anatomy {
    /// What kind of address this is.
    pub kind: Kind,
    /// Whose host it is.
    pub host_form: HostForm,
    /// How the front of the path is laid out.
    pub layout: Layout,
    /// The scheme without `:`.
    pub scheme: Option<Span>,
    /// The host with its port.
    pub host: Option<Span>,
    /// The cloud name in the path. On a private CDN the host stands for it, and this is `None`.
    pub cloud_name: Option<Span>,
    /// `image`, `video` or `raw`, or the alias that stands for it.
    pub asset_type: Option<Span>,
    /// What `asset_type` says or stands for.
    pub asset: Option<AssetType>,
    /// `upload`, `fetch`, …, or the alias that stands for it.
    pub delivery_type: Option<Span>,
    /// `s--…--`.
    pub signature: Option<Span>,
    /// The whole chain of components, without the slash behind it.
    pub transformation: Option<Span>,
    /// The last component of the chain where it could as well be a folder of the public ID: `w_100` in
    /// `upload/w_100/photo.jpg`. A version in front of the public ID would settle it.
    pub ambiguous: Option<Span>,
    /// `v` and digits.
    pub version: Option<Span>,
    /// Without the extension for image and video, with it for raw; the remote URL for fetch.
    pub public_id: Option<Span>,
    /// Without the dot.
    pub extension: Option<Span>,
    /// The SEO suffix of `/images/<public ID>/<suffix>.<extension>`.
    pub seo_suffix: Option<Span>,
    /// Without the `?`.
    pub query: Option<Span>,
    /// Without the `#`.
    pub fragment: Option<Span>,
    /// What [`Layout::Stray`] speaks of.
    pub stray: Option<Span>,
}

impl Anatomy {
    /// Whether the public ID is the address of a remote file: `fetch`, or a social type with a URL.
    pub fn is_remote(&self, url: &str) -> bool {
        let bytes = |span: Span| url.as_bytes().get(span.start..span.end).unwrap_or_default();
        self.public_id.is_some_and(|id| path::is_remote(bytes(id)))
            || self.delivery_type.is_some_and(|span| ascii::is(bytes(span), b"fetch"))
    }
}

/// What a stretch of the URL is, for drawing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Slashes, commas, dots and other text between parts.
    Separator,
    /// The scheme.
    Scheme,
    /// The host.
    Host,
    /// The cloud name.
    CloudName,
    /// The asset type, or an alias.
    AssetType,
    /// The delivery type.
    DeliveryType,
    /// The signature.
    Signature,
    /// One parameter of a transformation component, as `key_value`.
    Parameter,
    /// The version.
    Version,
    /// The public ID.
    PublicId,
    /// The SEO suffix.
    SeoSuffix,
    /// The extension.
    Extension,
    /// The query string.
    Query,
    /// The fragment.
    Fragment,
}

/// A stretch of the URL and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it stands.
    pub span: Span,
}

/// Reads `url` into its parts. Never fails: what could not be told is `None`.
pub fn read(url: &str) -> Anatomy {
    path::read(url)
}
