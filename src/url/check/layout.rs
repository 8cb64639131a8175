//! Cloud name, asset type and delivery type: which of them is missing, misspelt, or in another's place.

use super::{Checker, Fault, docs, front, short};
use crate::diagnosis::{Certainty, Code, Fix, Severity};
use crate::span::Span;
use crate::transformation::is_component;
use crate::url::{AssetType, HostForm, Layout, meant, near, path, types};

fn fault(code: Code, certainty: Certainty, span: Span) -> Fault {
    Fault { code, severity: Severity::Error, certainty, span, docs: docs::URL }
}

impl Checker<'_> {
    pub(super) fn layout(&mut self) {
        match self.anatomy.layout {
            Layout::RootPath => self.glued_types(),
            layout if front::is_regular(layout) => {}
            Layout::CloudNameMissing => self.cloud_name_missing(),
            Layout::CloudNameMisplaced => self.cloud_name_misplaced(),
            Layout::AssetTypeMissing => self.asset_type_missing(),
            Layout::AssetTypeUnknown => self.asset_type_unknown(),
            Layout::DeliveryTypeMissing => self.delivery_type_missing(),
            Layout::DeliveryTypeUnknown => self.delivery_type_unknown(),
            Layout::TypesSwapped => self.types_swapped(),
            Layout::Stray => self.stray(),
            _ => {}
        }
    }

    /// `span` with the slash in front of it: something is missing there.
    fn with_slash_before(&self, span: Span) -> Span {
        let slash = span.start.checked_sub(1).filter(|at| self.bytes().get(*at) == Some(&b'/'));
        Span::new(slash.unwrap_or(span.start), span.end)
    }

    /// Where the first segment of the path begins.
    fn first_segment(&self) -> usize {
        let start = self.path_start();
        let rest = self.bytes().get(start..).unwrap_or_default();
        start + rest.iter().take_while(|b| **b == b'/').count()
    }

    fn cloud_name_missing(&mut self) {
        let anatomy = self.anatomy;
        let Some(first) = anatomy.asset_type.or(anatomy.delivery_type).or(anatomy.public_id) else { return };
        let fault = fault(Code::CloudNameMissing, Certainty::Certain, self.with_slash_before(first));
        let text = short(self.text(first));
        let title = format!("No cloud name in front of “{text}”");
        let detail =
            "On this host the path begins with your cloud name. The dashboard of your product environment shows it.";
        let fix = Fix { title: format!("Put your cloud name and a slash in front of “{text}”"), url: None };
        self.add(&fault, title, detail, vec![fix]);
    }

    fn cloud_name_misplaced(&mut self) {
        let (Some(cloud), Some(asset)) = (self.anatomy.cloud_name, self.anatomy.asset_type) else { return };
        let fault = fault(Code::CloudNameMisplaced, Certainty::Certain, cloud);
        let (text, asset) = (self.text(cloud), self.text(asset));
        let cut = Span::new(cloud.start, cloud.end + 1);
        let fix = self.moved(format!("Move “{text}” in front of “{asset}”"), cloud, cut, self.first_segment(), "/");
        let title = format!("The cloud name “{}” stands behind “{asset}”", short(text));
        let detail = "The cloud name is the first part of the path, in front of the asset type.";
        self.add(&fault, title, detail, vec![fix]);
    }

    fn asset_type_missing(&mut self) {
        let Some(delivery) = self.anatomy.delivery_type else { return };
        if self.glued_cloud_name(delivery) {
            return;
        }
        let fault = fault(Code::AssetTypeMissing, Certainty::Certain, self.with_slash_before(delivery));
        let text = self.text(delivery);
        let fixes = self.ranked_assets().into_iter().map(|asset| {
            let name = types::asset_name(asset);
            self.edit(
                format!("Put “{name}” in front of “{text}”"),
                &[(Span::new(delivery.start, delivery.start), &format!("{name}/"))],
            )
        });
        let title = format!("No asset type in front of “{text}”");
        let detail = "The path needs “image”, “video” or “raw” in front of the delivery type.";
        let fixes = fixes.collect();
        self.add(&fault, title, detail, fixes);
    }

    /// The asset types, the one that the rest of the URL speaks for first. Raw files take no transformation.
    fn ranked_assets(&self) -> Vec<AssetType> {
        let likely = self.likely_asset();
        let mut ranked = vec![likely];
        ranked.extend([AssetType::Image, AssetType::Video].into_iter().filter(|asset| *asset != likely));
        if self.anatomy.transformation.is_none() && likely != AssetType::Raw {
            ranked.push(AssetType::Raw);
        }
        ranked
    }

    fn asset_type_unknown(&mut self) {
        let Some(asset) = self.anatomy.asset_type else { return };
        let text = self.text(asset);
        let meant = meant::asset_meant(text);
        // `/images/…` is an alias, and a folder may be called anything: only a slip is an error.
        let is_slip = meant.is_some() && types::alias(text.as_bytes()).is_none();
        let mut fault = fault(Code::AssetTypeMissing, Certainty::Likely, asset);
        if !is_slip {
            fault.severity = Severity::Warning;
        } else if near::nearest(text, ["image", "video", "raw"]).is_some() {
            fault.certainty = Certainty::Certain;
        }
        let mut names = self.ranked_assets();
        if let Some(meant) = meant {
            names.retain(|asset| *asset != meant);
            names.insert(0, meant);
        }
        let fixes = names
            .iter()
            .map(|name| types::asset_name(*name))
            .map(|name| self.edit(format!("Write “{name}”"), &[(asset, name)]))
            .collect();
        let title = format!("“{}” is not an asset type", short(text));
        let detail = "The asset type is “image”, “video” or “raw”, in small letters.";
        self.add(&fault, title, detail, fixes);
    }

    /// What the delivery type must be for what follows.
    fn likely_delivery(&self) -> &'static str {
        let id = self.part(self.anatomy.public_id);
        if path::is_remote(id.as_bytes()) {
            "fetch"
        } else if self.part(self.anatomy.query).starts_with("__cld_token__=") {
            "authenticated"
        } else {
            "upload"
        }
    }

    fn delivery_type_missing(&mut self) {
        let Some(asset) = self.anatomy.asset_type else { return };
        let span = self.with_slash_after(asset);
        if self.glued_delivery(span.end) || self.doubled_asset(asset, span) {
            return;
        }
        let fault = fault(Code::DeliveryTypeMissing, Certainty::Likely, span);
        let (text, name) = (self.text(asset), self.likely_delivery());
        let fix =
            self.edit(format!("Put “{name}” behind “{text}”"), &[(Span::new(span.end, span.end), &format!("{name}/"))]);
        let title = format!("No delivery type behind “{text}”");
        let detail = "The path needs a delivery type there: “upload” for what you uploaded, “fetch” for a remote file.";
        self.add(&fault, title, detail, vec![fix]);
    }

    fn delivery_type_unknown(&mut self) {
        let Some(delivery) = self.anatomy.delivery_type else { return };
        let text = self.text(delivery);
        if self.glued_delivery(delivery.start) {
            return;
        }
        let is_near = || near::nearest(text, types::MAIN_DELIVERY_TYPES).is_some();
        if types::asset(text.as_bytes()).is_some() || meant::is_folder_word(text) && !is_near() {
            // A folder called `video` is not a slip of `vimeo`, nor `assets` one of `asset`.
            self.delivery_type_missing();
            return;
        }
        let meant = near::nearest(text, types::MAIN_DELIVERY_TYPES).or_else(|| {
            let is_word = text.len() < 4 || types::family(text).is_some() || meant::is_folder_word(text);
            // `auth` and `priv` are cut short.
            let cut = types::MAIN_DELIVERY_TYPES.into_iter().find(|name| text.len() > 3 && name.starts_with(text));
            cut.or_else(|| near::nearest(text, types::OTHER_DELIVERY_TYPES).filter(|_| !is_word))
        });
        let name = meant.unwrap_or(self.likely_delivery());
        let certainty = if meant.is_some() { Certainty::Certain } else { Certainty::Likely };
        let fault = fault(Code::DeliveryTypeMissing, certainty, delivery);
        let mut fixes = vec![self.edit(format!("Write “{name}”"), &[(delivery, name)])];
        // `image/png/…/sample`: the format was taken for the type.
        let format = types::family(text).filter(|_| meant.is_none() && self.anatomy.extension.is_none());
        if let (Some(_), Some(id)) = (format, self.anatomy.public_id) {
            let extension = format!(".{text}");
            let title = format!("Write “{name}”, and “{extension}” behind the public ID");
            fixes.insert(0, self.edit(title, &[(delivery, name), (Span::new(id.end, id.end), &extension)]));
        }
        let title = format!("“{}” is not a delivery type", short(text));
        let detail = if format.is_some() {
            "The delivery type stands there, mostly “upload”. The format belongs behind the public ID, as its extension."
        } else {
            "The delivery type stands there: “upload” for what you uploaded, “fetch” for a remote file, “private” or “authenticated”."
        };
        self.add(&fault, title, detail, fixes);
    }

    fn types_swapped(&mut self) {
        let (Some(asset), Some(delivery)) = (self.anatomy.asset_type, self.anatomy.delivery_type) else { return };
        let fault = fault(Code::AssetTypeMissing, Certainty::Certain, Span::new(delivery.start, asset.end));
        let (asset_text, delivery_text) = (self.text(asset), self.text(delivery));
        let fix = self
            .edit(format!("Write “{asset_text}/{delivery_text}”"), &[(delivery, asset_text), (asset, delivery_text)]);
        let title = format!("“{delivery_text}” and “{asset_text}” have changed places");
        let detail = "The asset type comes first, the delivery type behind it.";
        self.add(&fault, title, detail, vec![fix]);
    }

    fn stray(&mut self) {
        let (Some(stray), Some(delivery)) = (self.anatomy.stray, self.anatomy.delivery_type) else { return };
        let text = self.text(stray);
        let cut = self.with_slash_after(stray);
        let first = text.split('/').next().unwrap_or_default();
        let behind = |place: usize, title: String| self.moved(title, stray, cut, place, "/");
        let place = self.with_slash_after(delivery).end;
        let title = |name: &str| format!("{name} “{}” stands in front of “{}”", short(text), self.text(delivery));
        if path::is_version(first.as_bytes()) {
            let place = self.component_place().unwrap_or(place);
            let fault = fault(Code::VersionMisplaced, Certainty::Certain, stray);
            let fix = behind(place, "Move it in front of the public ID".to_owned());
            let detail = "The version stands directly in front of the public ID.";
            self.add(&fault, title("The version"), detail, vec![fix]);
        } else if path::is_signature(first.as_bytes()) {
            let fault = fault(Code::SignatureInvalid, Certainty::Certain, stray);
            let fix = behind(place, "Move it behind the delivery type".to_owned());
            self.add(
                &fault,
                title("The signature"),
                "The signature stands directly behind the delivery type.",
                vec![fix],
            );
        } else if is_component(first) {
            let place = self.component_place().unwrap_or(place);
            let fault = fault(Code::TransformationMisplaced, Certainty::Certain, stray);
            let fix = behind(place, "Move it behind the delivery type".to_owned());
            let detail = "The transformation stands behind the delivery type, in front of version and public ID.";
            self.add(&fault, title("The transformation"), detail, vec![fix]);
        } else {
            let mut fault = fault(Code::CloudNameMisplaced, Certainty::Likely, stray);
            fault.severity = Severity::Warning;
            let fix = self.edit(format!("Remove “{}”", short(text)), &[(cut, "")]);
            let detail = if self.anatomy.host_form == HostForm::Private {
                "The host names the cloud already, so the path begins with the asset type."
            } else {
                "The path begins with the cloud name, and the asset type follows it."
            };
            self.add(&fault, format!("“{}” does not belong into the path", short(text)), detail, vec![fix]);
        }
    }
}
