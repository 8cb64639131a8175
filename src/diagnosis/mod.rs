//! Exchange in, diagnosis out: evidence (message, status, URL, request) becomes ranked findings with repairs.

mod code;
mod fix;

pub use code::Code;

use crate::exchange::Exchange;
use crate::span::Span;
use crate::url::{self, Anatomy};
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It works, but could be better.
    Advice,
    /// It is delivered, but not as asked, or only by luck.
    Warning,
    /// It cannot work.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// One of several explanations.
    Possible,
    /// The best explanation of the evidence.
    Likely,
    /// The grammar or the server says so.
    Certain,
}

/// One cause, where it stands, and what to do about it. JSON names are public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The stable code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub certainty: Certainty,
    /// One plain sentence that names the thing at fault. No full stop.
    pub title: String,
    /// Why, and what to do: one or two plain sentences.
    pub detail: String,
    /// The characters of the URL at fault.
    pub span: Option<Span>,
    /// The upload field at fault.
    pub field: Option<String>,
    /// Remedies, best first.
    pub fixes: Vec<Fix>,
    /// The address of the official page that explains it.
    pub docs: &'static str,
}

/// One remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, as an instruction: “Write c_fill”.
    pub title: String,
    /// The whole corrected URL; `None` where the remedy is not in the URL.
    pub url: Option<String>,
}

/// The outcome for an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It failed, or the URL alone cannot work.
    Error,
    /// Delivered, but something deserves attention.
    Warning,
    /// Nothing to say.
    Ok,
    /// Not a Cloudinary exchange.
    Unrelated,
}

/// Which of Cloudinary's services answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// Media delivery.
    Delivery,
    /// The Upload API.
    Upload,
    /// The Admin API.
    Admin,
}

/// Where the server's error text was read, in order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageFrom {
    /// The `x-cld-error` response header.
    XCldError,
    /// The `cld-error` entry of `Server-Timing`.
    ServerTiming,
    /// `error.message` of the JSON body.
    Body,
}

/// What xcld has to say about an exchange. `report::json` gives it its public JSON form.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// Echoed from the exchange.
    pub id: Option<serde_json::Value>,
    /// Echoed from the exchange.
    pub url: String,
    /// Echoed from the exchange.
    pub status: Option<u16>,
    /// The outcome.
    pub verdict: Verdict,
    /// The service, where it is Cloudinary's.
    pub surface: Option<Surface>,
    /// The server's error text: decoded, trimmed, otherwise verbatim.
    pub message: Option<String>,
    /// Where the message was read.
    pub message_from: Option<MessageFrom>,
    /// For a support ticket.
    pub request_id: Option<String>,
    /// The URL's parts; `None` for an unrelated exchange.
    pub anatomy: Option<Anatomy>,
    /// Most likely cause first; empty where the verdict is `Ok`.
    pub findings: Vec<Finding>,
}

/// Explains one exchange. Pure: the same exchange gives the same diagnosis everywhere.
pub fn diagnose(exchange: &Exchange) -> Diagnosis {
    let anatomy = url::read(&exchange.url);
    Diagnosis {
        id: exchange.id.clone(),
        url: exchange.url.clone(),
        status: exchange.status,
        verdict: Verdict::Ok,
        surface: None,
        message: None,
        message_from: None,
        request_id: None,
        anatomy: Some(anatomy),
        findings: Vec::new(),
    }
}
