//! Parts of the front without the slash between them, or with something else in its place, and parts that stand twice.

use super::{Checker, Fault, docs, short};
use crate::diagnosis::{Certainty, Code, Severity};
use crate::span::Span;
use crate::transformation::is_component;
use crate::url::{meant, path, types};

const ASSET_TYPES: [&str; 3] = ["image", "video", "raw"];
/// What people write for the slash, or a path function of Windows does.
const SEPARATORS: [&str; 12] = ["%5C", "%5c", "%2F", "%2f", "\\", "-", "_", ".", "+", ",", ":", "%20"];

fn fault(code: Code, span: Span) -> Fault {
    Fault { code, severity: Severity::Error, certainty: Certainty::Certain, span, docs: docs::URL }
}

impl Checker<'_> {
    /// `imageupload/`, `image_upload/`, `image%5Cupload/` where the public ID would begin.
    pub(super) fn glued_types(&mut self) {
        let Some(identity) = self.identity() else { return };
        let Some((segment, _)) = self.text(identity).split_once('/') else { return };
        let Some((asset, rest)) = ASSET_TYPES.iter().find_map(|asset| Some((*asset, segment.strip_prefix(asset)?)))
        else {
            return;
        };
        let delivery = SEPARATORS.iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest);
        if !types::is_main_delivery(delivery.as_bytes()) {
            return;
        }
        let start = identity.start + asset.len();
        let gap = Span::new(start, start + rest.len() - delivery.len());
        let span = Span::new(identity.start, identity.start + segment.len());
        self.report_gap(Code::AssetTypeMissing, span, gap);
    }

    /// `demoimage/upload/`: the cloud name runs into the asset type. Whether it does.
    pub(super) fn glued_cloud_name(&mut self, delivery: Span) -> bool {
        let Some(cloud) = self.anatomy.cloud_name.filter(|cloud| cloud.end + 1 == delivery.start) else { return false };
        let text = self.text(cloud);
        let Some(front) = ASSET_TYPES.iter().find_map(|asset| text.strip_suffix(asset)) else { return false };
        let name = SEPARATORS.iter().find_map(|mark| front.strip_suffix(mark)).unwrap_or(front);
        // A cloud may be called `image`, and hardly `myimage`.
        if name.len() < 3 || !path::is_cloud_name(name.as_bytes()) {
            return false;
        }
        let gap = Span::new(cloud.start + name.len(), cloud.start + front.len());
        self.report_gap(Code::AssetTypeMissing, cloud, gap);
        true
    }

    /// `image/uploadw_200/`, `image/uploadv1699999999/`: the delivery type runs into what follows. Whether it does.
    pub(super) fn glued_delivery(&mut self, start: usize) -> bool {
        let rest = self.url.get(start..self.path_end()).unwrap_or_default();
        let segment = rest.split('/').next().unwrap_or_default();
        let mut words = types::MAIN_DELIVERY_TYPES.iter();
        let Some((word, next)) = words.find_map(|word| Some((*word, segment.strip_prefix(word)?))) else {
            return false;
        };
        let behind = SEPARATORS.iter().find_map(|mark| next.strip_prefix(mark)).unwrap_or(next);
        let is_known =
            path::is_version(behind.as_bytes()) || path::is_signature(behind.as_bytes()) || is_component(behind);
        // `uploadsample.jpg`, and not `uploads`, `uploaded` or `upload2`.
        let is_name = behind.len() > 2 && !meant::is_near_delivery(segment);
        if !is_known && !is_name {
            return false;
        }
        let end = start + word.len();
        let gap = Span::new(end, end + next.len() - behind.len());
        self.report_gap(Code::DeliveryTypeMissing, Span::new(start, start + segment.len()), gap);
        true
    }

    /// A slash belongs where `gap` is.
    fn report_gap(&mut self, code: Code, span: Span, gap: Span) {
        let text = self.text(span);
        let (front, back) = (self.text(Span::new(span.start, gap.start)), self.text(Span::new(gap.end, span.end)));
        let title = format!("No slash stands between “{}” and “{}”", short(front), short(back));
        let fix = self.edit(format!("Write “{}”", short(&format!("{front}/{back}"))), &[(gap, "/")]);
        let detail = format!(
            "As it stands, “{}” is one segment of the path. The parts of a URL have a slash between them.",
            short(text)
        );
        self.add(&fault(code, span), title, detail, vec![fix]);
    }

    /// `image/image/upload/`. Whether it is so.
    pub(super) fn doubled_asset(&mut self, asset: Span, with_slash: Span) -> bool {
        let text = self.text(asset);
        let rest = self.url.get(with_slash.end..self.path_end()).unwrap_or_default();
        let mut segments = rest.split('/');
        if segments.next() != Some(text) || !segments.next().is_some_and(|next| types::is_delivery(next.as_bytes())) {
            return false;
        }
        let again = Span::new(with_slash.end, with_slash.end + text.len() + 1);
        let fix = self.edit(format!("Remove one “{text}”"), &[(again, "")]);
        let title = format!("“{text}” stands twice");
        let detail = "The delivery type follows the asset type. Write the asset type once.";
        let span = Span::new(asset.start, again.end - 1);
        self.add(&fault(Code::DeliveryTypeMissing, span), title, detail, vec![fix]);
        true
    }

    /// `image/upload/upload/…`. A folder may be called so, unless what belongs in front of the public ID follows it.
    pub(super) fn doubled_delivery(&mut self, identity: Span) {
        let Some(delivery) = self.anatomy.delivery_type.filter(|span| span.end + 1 == identity.start) else { return };
        let text = self.text(delivery);
        // Nearly no public ID begins so.
        if !self.bytes_of(Some(identity)).starts_with(text.as_bytes()) {
            return;
        }
        let mut segments = self.text(identity).splitn(3, '/');
        let (first, second) = (segments.next(), segments.next().unwrap_or_default());
        if first != Some(text) || segments.next().is_none() {
            return;
        }
        if !path::is_version(second.as_bytes()) && !is_component(second) {
            return;
        }
        let again = Span::new(identity.start, identity.start + text.len() + 1);
        let fault =
            Fault { severity: Severity::Warning, certainty: Certainty::Likely, ..fault(Code::PublicIdInvalid, again) };
        let fix = self.edit(format!("Remove one “{text}”"), &[(again, "")]);
        let title = format!("“{text}” stands twice");
        let detail = "The second is taken for a folder of the public ID, with all that follows it.";
        self.add(&fault, title, detail, vec![fix]);
    }
}
