//! Exchange in, diagnosis out: evidence (message, status, URL, request) becomes ranked findings with repairs.

mod api;
mod code;
mod evidence;
mod explain;
mod field;
mod fix;
mod hypothesis;
mod locate;
mod merge;
mod settle;
mod signing;
mod upload;

pub use code::Code;
pub(crate) use upload::is_file_part;

use crate::catalogue::network;
use crate::exchange::Exchange;
use crate::span::Span;
use crate::url::{self, Anatomy, HostForm, Kind};
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

/// What speaks for a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// The URL, or what an upload sent.
    Request,
    /// What the server answered, or the browser reports in its place.
    Answer,
    /// Both, and they agree.
    Both,
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
    /// What speaks for it.
    pub evidence: Evidence,
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
    let mut diagnosis = Diagnosis {
        id: exchange.id.clone(),
        url: exchange.url.clone(),
        status: exchange.status,
        verdict: Verdict::Unrelated,
        surface: None,
        message: None,
        message_from: None,
        request_id: None,
        anatomy: None,
        findings: Vec::new(),
    };
    let anatomy = url::read(&exchange.url);
    let Some(surface) = surface(exchange, &anatomy) else { return diagnosis };
    let outcome = Outcome::of(exchange);
    let message = evidence::message(exchange)
        // A file that is delivered may be JSON that speaks of errors: it is not the server's own text.
        .filter(|(_, from)| {
            *from != MessageFrom::Body || outcome != Outcome::Delivered || surface != Surface::Delivery
        });
    let (message, from) = message.unzip();
    let case = explain::Case { exchange, anatomy: &anatomy, surface, outcome, message: message.as_deref() };
    diagnosis.findings = explain::findings(&case);
    diagnosis.verdict = match outcome {
        Outcome::Failed => Verdict::Error,
        _ if diagnosis.findings.is_empty() => Verdict::Ok,
        Outcome::Unanswered if diagnosis.findings.iter().any(|finding| finding.severity == Severity::Error) => {
            Verdict::Error
        }
        Outcome::Delivered | Outcome::Unanswered => Verdict::Warning,
    };
    diagnosis.surface = Some(surface);
    diagnosis.message = message;
    diagnosis.message_from = from;
    diagnosis.request_id = evidence::request_id(exchange);
    diagnosis.anatomy = Some(anatomy);
    diagnosis
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// With a 4xx or 5xx answer, with an error text and no status, or without an answer.
    Failed,
    /// With an answer below 400.
    Delivered,
    /// Not at all, as far as is known, or by the page going away: only the URL can be judged.
    Unanswered,
}

impl Outcome {
    fn of(exchange: &Exchange) -> Self {
        let broke =
            exchange.network_error.as_deref().is_some_and(|error| !error.is_empty() && !network::is_leaving(error));
        match exchange.answered() {
            Some(400..) => Self::Failed,
            _ if broke => Self::Failed,
            Some(_) => Self::Delivered,
            None if evidence::message(exchange).is_some() => Self::Failed,
            None => Self::Unanswered,
        }
    }
}

/// The service that was asked; `None` where it is none of Cloudinary's.
fn surface(exchange: &Exchange, anatomy: &Anatomy) -> Option<Surface> {
    let sends = !["GET", "HEAD", "OPTIONS"].iter().any(|method| exchange.method.eq_ignore_ascii_case(method));
    let cloudinarys_host = matches!(anatomy.host_form, HostForm::Shared | HostForm::Private | HostForm::Api);
    match anatomy.kind {
        Kind::Api if anatomy.delivery_type.is_some() && !sends => Some(Surface::Delivery),
        Kind::Api => Some(api::Address::read(&exchange.url, anatomy).surface(&exchange.url, sends)),
        // A delivery address takes no uploads; on other hosts a path of this shape may be anybody's.
        Kind::Delivery if sends && cloudinarys_host => Some(Surface::Upload),
        Kind::Delivery if !sends => Some(Surface::Delivery),
        Kind::SignedSearch => Some(Surface::Delivery),
        Kind::Delivery | Kind::Other | Kind::Unrelated => {
            evidence::is_cloudinarys(exchange).then_some(Surface::Delivery)
        }
    }
}
