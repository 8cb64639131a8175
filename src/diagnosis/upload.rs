//! What the request itself tells about a failed upload: its method, its content type and its fields.

use super::{Certainty, Code, Evidence, Finding, Fix, Severity, signing};
use crate::catalogue::Recognised;
use crate::catalogue::docs::{PRESETS, UNSIGNED, UPLOAD_FILE};
use crate::catalogue::words::short;
use crate::exchange::{Exchange, Request};

/// The fields that an upload without a signature may carry.
/// Source: the answer that lists them (“Only … upload parameters are allowed”), as published in public issues, and
/// cloudinary.com/documentation/ts_unsupported_parameters_in_unsigned_uploads
const UNSIGNED_ALLOWED: &[&str] = &[
    "upload_preset",
    "callback",
    "public_id",
    "folder",
    "asset_folder",
    "tags",
    "context",
    "metadata",
    "face_coordinates",
    "custom_coordinates",
    "source",
    "filename_override",
    "manifest_transformation",
    "manifest_json",
    "template",
    "template_vars",
    "regions",
    "public_id_prefix",
];

/// Fields that are no parameters of the upload, and do no harm.
const NEUTRAL: &[&str] = &["file", "api_key", "timestamp", "cloud_name", "resource_type", "async", "display_name"];

/// Fields of signed uploads: no file stands under these names.
/// Source: cloudinary.com/documentation/image_upload_api_reference
const SIGNED_ONLY: &[&str] = &[
    "access_control",
    "access_mode",
    "allowed_formats",
    "auto_tagging",
    "background_removal",
    "backup",
    "categorization",
    "chunk_size",
    "cinemagraph_analysis",
    "colors",
    "detection",
    "discard_original_filename",
    "eager",
    "eager_async",
    "eager_notification_url",
    "eval",
    "exif",
    "faces",
    "format",
    "headers",
    "image_metadata",
    "invalidate",
    "media_metadata",
    "moderation",
    "notification_url",
    "ocr",
    "on_success",
    "overwrite",
    "phash",
    "proxy",
    "quality_analysis",
    "quality_override",
    "raw_convert",
    "responsive_breakpoints",
    "return_delete_token",
    "signature",
    "similarity_search",
    "transformation",
    "type",
    "unique_filename",
    "unique_display_name",
    "use_asset_folder_as_public_id_prefix",
    "use_filename",
    "use_filename_as_display_name",
    "visual_search",
    "accessibility_analysis",
    "auto_chaptering",
    "auto_transcription",
];

/// Adds to `finding`, which the server's `message` made, what only the request tells.
pub fn sharpen(exchange: &Exchange, one: &Recognised, message: &str, finding: &mut Finding) {
    match finding.code {
        Code::SignatureInvalid => {
            let slip =
                one.holes.get("string").zip(exchange.request.as_ref()).filter(|(_, sent)| !sent.fields.is_empty());
            if let Some((signed, request)) = slip {
                let (title, detail, remedy) = signing::compare(signed, request).words();
                finding.title = title;
                finding.detail = detail;
                finding.fixes = vec![Fix { title: remedy, url: None }];
            }
        }
        Code::RequestStale => {
            if let Some(skew) = signing::skew(exchange, one.holes.get("time")) {
                finding.detail = format!("{skew} {}", finding.detail);
            }
        }
        Code::UnsignedParameterNotAllowed => finding.detail = not_allowed(message),
        _ => {}
    }
}

/// Why an unsigned upload is refused for a field, with the fields that it may carry: those that the server's `message`
/// lists, or else those that are known.
fn not_allowed(message: &str) -> String {
    let lower = message.to_ascii_lowercase();
    let listed = lower.find("only ").and_then(|at| {
        let (list, _) = lower.get(at + "only ".len()..)?.split_once(" upload parameter")?;
        let names: Vec<&str> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        let are_names =
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
        (names.len() > 1 && are_names).then(|| names.join(", "))
    });
    format!(
        "Uploads without a signature may only carry a few parameters, so that a visitor cannot change how files are stored. All others are set in the upload preset. Allowed are {}.",
        listed.unwrap_or_else(|| UNSIGNED_ALLOWED.join(", "))
    )
}

/// Appends what is wrong with the request of an upload that failed with `message`. `codes` are those that the message
/// named: what it did not complain of is not accused beside it.
pub fn check(exchange: &Exchange, codes: &[Code], message: &str, findings: &mut Vec<Finding>) {
    let says = |code: Code| codes.contains(&code);
    let silent = codes.is_empty();
    let lacks = says(Code::UploadParameterMissing) || says(Code::UploadPresetMissing) || says(Code::UploadFileInvalid);
    let unclear = silent || lacks || says(Code::UploadEndpointInvalid) || says(Code::UploadNotMultipart);
    if unclear && !exchange.method.eq_ignore_ascii_case("POST") && !exchange.method.eq_ignore_ascii_case("PUT") {
        findings.push(finding(
            Code::UploadNotMultipart,
            None,
            format!("The upload was sent with the method {}", short(&exchange.method)),
            "An upload is a POST of a form. A link, an image or a redirect asks with GET and sends no file.",
            "Send the upload with the method POST",
            UPLOAD_FILE,
        ));
        return;
    }
    let Some(request) = &exchange.request else { return };
    let broken = unclear.then(|| content_type(request)).flatten();
    let is_broken = broken.is_some();
    findings.extend(broken);
    if request.fields.is_empty() || is_broken {
        return;
    }
    if silent || lacks {
        findings.extend(file(request));
    }
    let signed = ["signature", "api_key", "timestamp"].iter().any(|name| first(request, name).is_some());
    let preset = first(request, "upload_preset");
    if (silent || lacks || says(Code::UploadPresetUnknown)) && !(signed && preset.is_none()) {
        findings.extend(missing_preset(preset));
    }
    if (silent || says(Code::UnsignedParameterNotAllowed)) && preset.is_some() && first(request, "signature").is_none()
    {
        for name in request.fields.keys().filter(|name| is_signed_only(name)) {
            findings.push(finding(
                Code::UnsignedParameterNotAllowed,
                Some(name),
                format!("An unsigned upload may not carry “{}”", short(name)),
                &not_allowed(message),
                "Remove it from the form and set it in the upload preset, or let a server sign the upload",
                UNSIGNED,
            ));
        }
    }
}

/// The field called `name`, or `name[]`, as the SDKs write lists.
pub fn first<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let values = request.fields.get(name)?;
    values.first().map(String::as_str).filter(|value| !value.is_empty())
}

fn is_signed_only(name: &str) -> bool {
    let name = name.split('[').next().unwrap_or_default();
    SIGNED_ONLY.contains(&name) && !UNSIGNED_ALLOWED.contains(&name)
}

pub fn is_known(name: &str) -> bool {
    let base = name.split('[').next().unwrap_or_default();
    UNSIGNED_ALLOWED.contains(&base) || NEUTRAL.contains(&base) || SIGNED_ONLY.contains(&base)
}

/// A body that the API cannot read as a form.
fn content_type(request: &Request) -> Option<Finding> {
    let content_type = request.content_type.as_deref()?.trim();
    let lower = content_type.to_ascii_lowercase();
    let (title, detail) = if lower.starts_with("multipart/form-data") {
        if lower.contains("boundary=") {
            return None;
        }
        (
            "The Content-Type of the upload lacks its boundary".to_owned(),
            "Without the boundary the server cannot tell the fields apart, so all of them seem to be missing. The browser adds it, unless Content-Type is set by hand.",
        )
    } else if lower.is_empty() || lower.starts_with("application/x-www-form-urlencoded") {
        return None;
    } else {
        (
            format!("The upload was sent as {}, not as a form", short(content_type)),
            "The API reads the file and the upload preset from the fields of a form (multipart/form-data). In a body of another type it finds neither.",
        )
    };
    let remedy = "Send a FormData object and do not set Content-Type yourself";
    Some(finding(Code::UploadNotMultipart, None, title, detail, remedy, UPLOAD_FILE))
}

/// A file that is not there, stands under another name, or is no file.
fn file(request: &Request) -> Option<Finding> {
    let Some(values) = request.fields.get("file") else {
        let other = request.fields.iter().find(|(name, values)| {
            !is_known(name) && (looks_like_file_field(name) || values.iter().any(|value| looks_like_file(value)))
        });
        return Some(match other {
            Some((name, _)) => finding(
                Code::UploadNotMultipart,
                Some(name),
                format!("The file is in the field “{}”, but belongs in “file”", short(name)),
                "The API looks for the file in the form field that is called exactly “file”, one file for each request.",
                "Append the file to the form under the name “file”",
                UPLOAD_FILE,
            ),
            None => finding(
                Code::UploadParameterMissing,
                Some("file"),
                "The upload has no field “file”".to_owned(),
                "The file is sent in a form field that is called exactly “file”. It may be a file, a data URI or an http address.",
                "Append the file to the form under the name “file”",
                UPLOAD_FILE,
            ),
        });
    };
    let value = values.first().map_or("", |value| value.trim());
    no_file(value).map(|what| {
        finding(
            Code::UploadFileInvalid,
            Some("file"),
            match value {
                "" => "The field “file” is empty".to_owned(),
                value => format!("“{}” is not a file", short(value)),
            },
            what,
            "Append the File object itself, or a data URI",
            UPLOAD_FILE,
        )
    })
}

/// Why the text `value` cannot be a file; `None` where it may be one, as the value of a real file is its name.
fn no_file(value: &str) -> Option<&'static str> {
    let lower = value.to_ascii_lowercase();
    if lower.starts_with("[object ") {
        Some(
            "An object was turned into text on its way into the form. Append the File object itself, not an object or list that holds it.",
        )
    } else if matches!(lower.as_str(), "undefined" | "null" | "nan" | "true" | "false" | "") {
        Some("The variable that should hold the file had no value when the form was made.")
    } else if lower.starts_with("blob:") {
        Some("A blob: address is valid only in the page that made it. Fetch it there and append the Blob.")
    } else if ["file:", "content:", "ph:", "assets-library:", "c:\\"].iter().any(|scheme| lower.starts_with(scheme)) {
        Some("This is the address of a file on the visitor's device, which Cloudinary cannot reach.")
    } else if lower.starts_with("data:") && !lower.contains(',') {
        Some("A data URI holds its data behind a comma: data:image/png;base64,…")
    } else if lower.starts_with("data:") && holds_no_base64(value) {
        Some(
            "The data URI holds signs that base64 does not have. Often a + became a blank on its way: encode the value, or send a FormData object.",
        )
    } else if is_bare_base64(value) {
        Some("This looks like the data of a file alone. A data URI begins with its type: data:image/png;base64,…")
    } else if lower.starts_with("http://localhost") || lower.starts_with("http://127.0.0.1") {
        Some("This address leads to the visitor's own computer, which Cloudinary cannot reach.")
    } else if lower.len() < 12 && lower.bytes().all(|byte| byte.is_ascii_digit()) {
        Some("A number is no file. In React Native a required asset is a number, not its content.")
    } else {
        None
    }
}

/// Whether what a data URI says is base64 is not.
fn holds_no_base64(value: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_\r\n%".contains(&byte);
    value.split_once(',').is_some_and(|(head, data)| head.trim_end().ends_with("base64") && !data.bytes().all(is_sign))
}

/// Whether `value` is the content of a file as base64, told by how files of common formats begin.
fn is_bare_base64(value: &str) -> bool {
    let starts = [
        "iVBORw0KGgo",
        "/9j/",
        "R0lGOD",
        "UklGR",
        "JVBERi0",
        "PHN2Zy",
        "PD94bWwg",
        "AAAAIGZ0eX",
        "AAAAHGZ0eX",
        "SUkq",
        "TU0AK",
    ];
    value.len() >= 40
        && starts.iter().any(|start| value.starts_with(start))
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_ \r\n".contains(&byte))
}

fn looks_like_file_field(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["file", "image", "photo", "picture", "video", "media", "upload", "avatar", "img", "blob", "document", "attachment"]
        .iter()
        .any(|word| name.trim_end_matches("[]").trim_end_matches('s') == *word || name.starts_with("file"))
}

/// Whether `value` under `name` is the name of a file that was sent, not a text.
pub fn is_file_part(name: &str, value: &str) -> bool {
    let is_address = value.contains("://") || value.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    !is_address && if name == "file" { no_file(value).is_none() } else { !is_known(name) && looks_like_file(value) }
}

/// The name of a file with an extension of two to five letters or digits, not a number.
fn looks_like_file(value: &str) -> bool {
    value.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !stem.contains("://")
    }) || value.starts_with("data:")
}

fn missing_preset(preset: Option<&str>) -> Option<Finding> {
    match preset {
        None => Some(finding(
            Code::UploadPresetMissing,
            Some("upload_preset"),
            "The upload has neither an upload preset nor a signature".to_owned(),
            "An upload from a browser needs the field “upload_preset” with the name of an unsigned preset; without it Cloudinary asks for key and signature.",
            "Append upload_preset to the form, with the name of an unsigned preset",
            PRESETS,
        )),
        Some(name) if matches!(name, "undefined" | "null" | "[object Object]") => Some(finding(
            Code::UploadPresetUnknown,
            Some("upload_preset"),
            format!("“{name}” is not an upload preset"),
            "The variable that should hold the preset's name had no value when the form was made.",
            "Set the variable to the name of an unsigned preset",
            PRESETS,
        )),
        Some(_) => None,
    }
}

fn finding(code: Code, field: Option<&str>, title: String, detail: &str, remedy: &str, docs: &'static str) -> Finding {
    Finding {
        code,
        severity: Severity::Error,
        certainty: Certainty::Likely,
        evidence: Evidence::Request,
        title,
        detail: detail.to_owned(),
        span: None,
        field: field.map(str::to_owned),
        fixes: vec![Fix { title: remedy.to_owned(), url: None }],
        docs,
    }
}
