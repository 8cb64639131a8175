//! What a status alone says, where no message explains it.
//!
//! Source: <https://cloudinary.com/documentation/diagnosing_error_codes_tutorial>, the troubleshooting pages of
//! the official SDKs, and RFC 9110.

use super::docs::{
    ACCESS, ADMIN, CREDENTIALS, DEBUGGING, EAGER, ERRORS, STATUSES, SUPPORT, TROUBLE, UPLOAD_API, UPLOAD_TROUBLE,
};
use crate::diagnosis::{Code, Surface};
use std::ops::RangeInclusive;

/// What a status means.
#[derive(Debug)]
pub struct Row {
    /// The statuses.
    pub statuses: RangeInclusive<u16>,
    /// The services; `None` for all.
    pub surface: Option<Surface>,
    /// The code, where there is no message.
    pub code: Code,
    /// Whether the status says so by itself, so that the code holds for an unknown message too.
    pub decides: bool,
    /// Names the culprit.
    pub title: &'static str,
    /// Why.
    pub detail: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// The official page.
    pub docs: &'static str,
}

/// The row for `status`; every failure has one.
pub fn row(status: u16, surface: Option<Surface>) -> &'static Row {
    ROWS.iter()
        .find(|row| row.statuses.contains(&status) && (row.surface.is_none() || row.surface == surface))
        .unwrap_or(&OTHER)
}

const DELIVERY: Option<Surface> = Some(Surface::Delivery);
const UPLOAD: Option<Surface> = Some(Surface::Upload);

const OTHER: Row = Row {
    statuses: 0..=u16::MAX,
    surface: None,
    code: Code::ErrorUnrecognized,
    decides: false,
    title: "The server refused the request with status {status}",
    detail: "It gave no reason that xcld knows. A proxy between the browser and Cloudinary may have removed it.",
    remedy: "Look the status up, or send the request ID to Cloudinary's support",
    docs: STATUSES,
};

const ROWS: &[Row] = &[
    Row {
        statuses: 400..=400,
        surface: DELIVERY,
        code: Code::ErrorUnrecognized,
        decides: false,
        title: "Cloudinary could not make sense of this URL, or could not make what it asks for",
        detail: "Status 400 means that a parameter, a combination of parameters or the file does not allow this version. The reason did not reach the browser.",
        remedy: "Leave out one part of the transformation at a time until it works",
        docs: TROUBLE,
    },
    Row {
        statuses: 400..=400,
        surface: None,
        code: Code::ErrorUnrecognized,
        decides: false,
        title: "The API did not accept the request",
        detail: "Status 400 means that a field is missing or has a value that is not accepted. The reason stands in the answer's body, which was not readable here.",
        remedy: "Look at the answer in the browser's network panel, and compare the fields with the reference",
        docs: UPLOAD_TROUBLE,
    },
    Row {
        statuses: 401..=401,
        surface: DELIVERY,
        code: Code::AccessDenied,
        decides: false,
        title: "The account does not deliver this to everyone",
        detail: "Status 401 means that the asset, its delivery type, its transformation or its file format needs a signature or is switched off in the account's security settings.",
        remedy: "Let a server sign the URL, or look at Settings, Security in the Console",
        docs: ACCESS,
    },
    Row {
        statuses: 401..=401,
        surface: None,
        code: Code::CredentialsInvalid,
        decides: false,
        title: "The API does not accept the credentials of this request",
        detail: "Cloud name, API key and signature must come from one product environment, and the signature must be less than an hour old.",
        remedy: "Copy cloud name and key together from the Console, and sign anew",
        docs: CREDENTIALS,
    },
    Row {
        statuses: 403..=403,
        surface: DELIVERY,
        code: Code::AccessDenied,
        decides: false,
        title: "The account's access rules refuse this request",
        detail: "Status 403 means that a rule on addresses, referring sites, tokens or dates, or a firewall, keeps the asset from being delivered here.",
        remedy: "Ask the owner of the account which rule applies",
        docs: ACCESS,
    },
    Row {
        statuses: 403..=403,
        surface: None,
        code: Code::PermissionMissing,
        decides: false,
        title: "The API key may not do this",
        detail: "Status 403 means that the key is known, but that its role does not include what was asked for.",
        remedy: "Give the key a role with this permission in Settings, API Keys",
        docs: CREDENTIALS,
    },
    Row {
        statuses: 404..=404,
        surface: DELIVERY,
        code: Code::AssetNotFound,
        decides: false,
        title: "No [{asset} “{id}”|such asset][ in cloud “{cloud}”]",
        detail: "No asset has this public ID, asset type and delivery type. Compare folder, spelling and case with the Media Library. Refusals are cached for a minute up to a day, so the same URL may fail for a while after it is mended.",
        remedy: "Copy the URL of the asset from the Media Library",
        docs: ERRORS,
    },
    Row {
        statuses: 404..=404,
        surface: UPLOAD,
        code: Code::UploadEndpointInvalid,
        decides: false,
        title: "The API has no such address",
        detail: "Uploads go to https://api.cloudinary.com/v1_1/CLOUD/image/upload, with video, raw or auto in place of image.",
        remedy: "Correct the address that the upload is sent to",
        docs: UPLOAD_API,
    },
    Row {
        statuses: 404..=404,
        surface: None,
        code: Code::AssetNotFound,
        decides: false,
        title: "The API has nothing at this address",
        detail: "Either the asset or item does not exist in this cloud, or the API has no such path.",
        remedy: "Compare the path with the reference, and the names with the Console",
        docs: ADMIN,
    },
    Row {
        statuses: 405..=405,
        surface: UPLOAD,
        code: Code::UploadNotMultipart,
        decides: true,
        title: "The API does not take this method",
        detail: "An upload is a POST of a form.",
        remedy: "Send the upload with the method POST",
        docs: UPLOAD_API,
    },
    Row {
        statuses: 409..=409,
        surface: None,
        code: Code::UploadParameterInvalid,
        decides: false,
        title: "Something with this name is there already",
        detail: "Status 409 means that the name is taken.",
        remedy: "Choose another name, or allow overwriting",
        docs: UPLOAD_API,
    },
    Row {
        statuses: 413..=413,
        surface: None,
        code: Code::FileTooLarge,
        decides: true,
        title: "The file is too large",
        detail: "The request is larger than the server takes.",
        remedy: "Send a smaller file, or upload it in chunks",
        docs: UPLOAD_TROUBLE,
    },
    Row {
        statuses: 414..=414,
        surface: None,
        code: Code::PublicIdInvalid,
        decides: true,
        title: "The URL is too long",
        detail: "The server does not read addresses of this length.",
        remedy: "Shorten the URL, for example with a named transformation",
        docs: ERRORS,
    },
    Row {
        statuses: 415..=415,
        surface: UPLOAD,
        code: Code::UploadNotMultipart,
        decides: true,
        title: "The body of the upload is not a form",
        detail: "An upload is a POST of a form (multipart/form-data).",
        remedy: "Send a FormData object and do not set Content-Type yourself",
        docs: UPLOAD_API,
    },
    Row {
        statuses: 420..=420,
        surface: None,
        code: Code::QuotaExceeded,
        decides: true,
        title: "The account has reached a limit",
        detail: "Status 420 means that a limit per hour or month is used up, or that an add-on is not subscribed to.",
        remedy: "Look at the usage and the add-ons in the Console, and try again later",
        docs: ADMIN,
    },
    Row {
        statuses: 423..=423,
        surface: None,
        code: Code::ProcessingPending,
        decides: true,
        title: "This version is still being made",
        detail: "Cloudinary is working on it, for the first time it is asked for. The same URL will answer in seconds to minutes.",
        remedy: "Load it again in a while, or make it in advance with an eager transformation",
        docs: EAGER,
    },
    Row {
        statuses: 429..=429,
        surface: None,
        code: Code::QuotaExceeded,
        decides: true,
        title: "Too many requests in a short time",
        detail: "Status 429 means that a limit is reached.",
        remedy: "Wait a while, and ask less often",
        docs: ADMIN,
    },
    Row {
        statuses: 408..=408,
        surface: None,
        code: Code::ServerError,
        decides: true,
        title: "The request took too long",
        detail: "The server stopped waiting for it.",
        remedy: "Try again; send a large file in chunks",
        docs: SUPPORT,
    },
    Row {
        statuses: 499..=599,
        surface: None,
        code: Code::ServerError,
        decides: true,
        title: "Cloudinary, or something on the way to it, failed with status {status}",
        detail: "Nothing in the request needs to be wrong.",
        remedy: "Try again in a while; if it stays, send the request ID to Cloudinary's support",
        docs: DEBUGGING,
    },
];
