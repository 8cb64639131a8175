//! The APIs' addresses: what they ask for, and what is wrong with them.
//!
//! `https://api.cloudinary.com/v1_1/<cloud name>/<asset type>/<action>` is the Upload API, also without the
//! asset type; everything else behind the cloud name is the Admin API
//! (cloudinary.com/documentation/image_upload_api_reference, cloudinary.com/documentation/admin_api).

use super::{Certainty, Code, Evidence, Finding, Fix, Severity, Surface};
use crate::catalogue::docs::{CREDENTIALS, UPLOAD_API};
use crate::catalogue::words::short;
use crate::span::Span;
use crate::url::{Anatomy, HostForm};

/// The asset types of the Upload API's addresses.
const ASSET_TYPES: &[&str] = &["image", "video", "raw", "auto", "all"];

/// The methods of the Upload API.
/// Source: cloudinary.com/documentation/image_upload_api_reference, github.com/cloudinary/pycloudinary uploader.py
const ACTIONS: &[&str] = &[
    "upload",
    "upload_chunked",
    "destroy",
    "rename",
    "explicit",
    "explode",
    "metadata",
    "sprite",
    "multi",
    "tags",
    "context",
    "text",
    "generate_archive",
    "generate_sprite",
    "create_slideshow",
    "download",
    "download_backup",
    "download_tag.zip",
    "remove_all_tags",
    "update_metadata",
    "upload_large",
    "delete_by_token",
    "delete_token",
];

/// What stands where the asset type would stand in addresses of the Admin API.
/// Source: cloudinary.com/documentation/admin_api
const ADMIN: &[&str] = &[
    "resources",
    "resources_by_asset_folder",
    "folders",
    "usage",
    "transformations",
    "upload_presets",
    "upload_mappings",
    "metadata_fields",
    "metadata_rules",
    "streaming_profiles",
    "triggers",
    "ping",
    "config",
    "tags",
    "search",
    "derived_resources",
    "access_keys",
    "accounts",
    "analysis",
    "live_streams",
    "related_assets",
    "visual_search",
];

/// Text that stands for a cloud name in examples and unset variables.
const PLACEHOLDERS: &[&str] = &[
    "undefined",
    "null",
    "nan",
    "none",
    "root",
    "cloud_name",
    "cloudname",
    "cloud-name",
    "your_cloud_name",
    "your-cloud-name",
    "yourcloudname",
    "my_cloud_name",
    "my-cloud-name",
    "<cloud_name>",
    "{cloud_name}",
    ":cloud_name",
    "your_cloudinary_cloud_name",
    "cloudinary_cloud_name",
    "cloud",
    "<your_cloud_name>",
    "[object object]",
    "your_cloud",
];

/// The segments of an API's address.
pub struct Address {
    segments: Vec<Span>,
    /// How many segments stand before the cloud name: one for `v1_1`.
    versions: usize,
}

impl Address {
    /// Reads the path of `url`.
    pub fn read(url: &str, anatomy: &Anatomy) -> Self {
        let start = anatomy.host.map_or(0, |host| host.end);
        let end = anatomy.query.or(anatomy.fragment).map_or(url.len(), |part| part.start);
        let path = url.get(start..end).unwrap_or_default().trim_end_matches(['?', '#']);
        let mut segments = Vec::new();
        let mut at = start;
        for segment in path.split('/') {
            if !segment.is_empty() {
                segments.push(Span::new(at, at + segment.len()));
            }
            at += segment.len() + 1;
        }
        let versions = usize::from(segments.first().is_some_and(|first| is_version(first.of(url))));
        Self { segments, versions }
    }

    fn cloud(&self) -> Option<Span> {
        self.segments.get(self.versions).copied()
    }

    fn behind_cloud(&self) -> &[Span] {
        self.segments.get(self.versions + 1..).unwrap_or_default()
    }

    /// Which API the address is of. A request with a body goes to the Upload API unless the path says otherwise.
    pub fn surface(&self, url: &str, sends: bool) -> Surface {
        let cloud = self.cloud().map_or("", |span| span.of(url));
        let mut behind = self.behind_cloud().iter().map(|span| span.of(url));
        let (first, second) = (behind.next().unwrap_or_default(), behind.next());
        if cloud == "provisioning" || ADMIN.contains(&first) && second != Some("upload") {
            Surface::Admin
        } else if ASSET_TYPES.contains(&first) || ACTIONS.contains(&first) || sends {
            Surface::Upload
        } else {
            Surface::Admin
        }
    }

    /// The last segment: what is asked for.
    pub fn action(&self) -> Option<Span> {
        self.segments.last().copied()
    }

    /// Appends what is wrong with the address of an upload, whatever the server said of it.
    pub fn check(&self, url: &str, anatomy: &Anatomy, findings: &mut Vec<Finding>) {
        if anatomy.host_form != HostForm::Api {
            let fix = anatomy.host.map(|host| {
                let edits = [(host, "api.cloudinary.com")];
                Fix::edit("Send it to api.cloudinary.com", url, anatomy, &edits)
            });
            let fix = fix.filter(|_| self.versions == 1);
            findings.push(finding(
                Code::UploadEndpointInvalid,
                "An upload cannot be sent to a delivery address",
                "This host only delivers. Uploads go to https://api.cloudinary.com/v1_1/CLOUD/image/upload.",
                anatomy.host,
                fix,
            ));
            return;
        }
        let Some(cloud) = self.cloud() else {
            findings.push(incomplete(anatomy.host));
            return;
        };
        let name = cloud.of(url);
        if self.versions == 0 {
            let at = Span::new(cloud.start, cloud.start);
            let fix = Fix::edit("Put v1_1 in front of the cloud name", url, anatomy, &[(at, "v1_1/")]);
            findings.push(finding(
                Code::UploadEndpointInvalid,
                "The address lacks the API's version",
                "An address of the API begins with /v1_1/ and the cloud name.",
                Some(cloud),
                Some(fix),
            ));
        }
        if ASSET_TYPES.contains(&name)
            && self.behind_cloud().first().is_some_and(|next| ACTIONS.contains(&next.of(url)))
        {
            findings.push(finding(
                Code::UploadEndpointInvalid,
                "The address lacks the cloud name",
                "The cloud name stands between /v1_1/ and the asset type. Often the variable that holds it was empty.",
                Some(cloud),
                None,
            ));
            return;
        }
        if is_placeholder(name) {
            findings.push(finding(
                Code::CloudNameUnknown,
                &format!("“{}” is not a cloud name", short(name)),
                "It looks like a variable that was not set, a text to be replaced, or a label of the Console. The cloud name is shown in the Console.",
                Some(cloud),
                None,
            ));
        }
        match self.behind_cloud() {
            [] => findings.push(incomplete(Some(cloud))),
            [only] => check_word(url, anatomy, *only, ACTIONS, findings),
            [asset_type, action, ..] if !ADMIN.contains(&asset_type.of(url)) => {
                if ACTIONS.contains(&asset_type.of(url)) {
                    return;
                }
                check_word(url, anatomy, *asset_type, ASSET_TYPES, findings);
                check_word(url, anatomy, *action, ACTIONS, findings);
            }
            _ => {}
        }
    }
}

/// Says so where `segment` is none of `legal`, but close to one.
fn check_word(url: &str, anatomy: &Anatomy, segment: Span, legal: &[&str], findings: &mut Vec<Finding>) {
    let word = segment.of(url);
    if legal.contains(&word) || ASSET_TYPES.contains(&word) {
        return;
    }
    let Some(meant) = crate::url::nearest(word, legal.iter().copied()) else { return };
    findings.push(finding(
        Code::UploadEndpointInvalid,
        &format!("The API has no address “{}”", short(word)),
        "Behind the cloud name stand the asset type (image, video, raw or auto) and the action, most often upload.",
        Some(segment),
        Some(Fix::edit(format!("Write {meant}"), url, anatomy, &[(segment, meant)])),
    ));
}

fn incomplete(span: Option<Span>) -> Finding {
    finding(
        Code::UploadEndpointInvalid,
        "The address of the API is not complete",
        "An upload goes to https://api.cloudinary.com/v1_1/CLOUD/image/upload, with video, raw or auto in place of image.",
        span,
        None,
    )
}

fn finding(code: Code, title: &str, detail: &str, span: Option<Span>, fix: Option<Fix>) -> Finding {
    let docs = if code == Code::CloudNameUnknown { CREDENTIALS } else { UPLOAD_API };
    let otherwise = || Fix { title: "Copy the cloud name from the Cloudinary Console".to_owned(), url: None };
    let address =
        || Fix { title: "Send uploads to https://api.cloudinary.com/v1_1/CLOUD/image/upload".to_owned(), url: None };
    let fixes = vec![fix.unwrap_or_else(if code == Code::CloudNameUnknown { otherwise } else { address })];
    Finding {
        code,
        severity: Severity::Error,
        certainty: Certainty::Certain,
        evidence: Evidence::Request,
        title: title.to_owned(),
        detail: detail.to_owned(),
        span,
        field: None,
        fixes,
        docs,
    }
}

/// Whether `name` is no cloud name but what stands for one.
fn is_placeholder(name: &str) -> bool {
    let name = name.replace("%3C", "<").replace("%3E", ">").replace("%7B", "{").replace("%7D", "}").replace("%20", " ");
    PLACEHOLDERS.iter().any(|placeholder| name.eq_ignore_ascii_case(placeholder))
        || name.contains(['<', '>', '{', '}', '$', ' '])
        || name.contains("process.env")
}

/// `v1_1`, `v2`.
fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '_')
    })
}
