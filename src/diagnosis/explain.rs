//! All evidence of an exchange as findings: the server's message, the status, the network error, the URL and
//! the request.

use super::{
    Certainty, Code, Evidence, Finding, Fix, Outcome, Severity, Surface, api, field, hypothesis, locate, merge, settle,
    upload,
};
use crate::catalogue::docs::{DEBUGGING, LAYERS, REFERENCE};
use crate::catalogue::{self, Culprit, Recognised, network, status, words};
use crate::exchange::Exchange;
use crate::span::Span;
use crate::url::{Anatomy, AssetType};
use std::borrow::Cow;

/// An exchange with what was read of it.
pub struct Case<'a> {
    /// The exchange.
    pub exchange: &'a Exchange,
    /// Its URL's parts.
    pub anatomy: &'a Anatomy,
    /// The service.
    pub surface: Surface,
    /// How it ended.
    pub outcome: Outcome,
    /// The server's error text.
    pub message: Option<&'a str>,
}

/// Everything there is to say about `case`, the most likely cause first.
pub fn findings(case: &Case) -> Vec<Finding> {
    let mut seen = case.url_findings();
    let errors = settle::count_errors(&seen);
    settle::settle(&mut seen, case.anatomy, errors);
    if case.outcome == Outcome::Delivered {
        // The server read the URL without complaint, and so has refuted what was only possible; and nobody asked how
        // what works could be better.
        let matters = |finding: &Finding| {
            finding.certainty != Certainty::Possible && finding.severity != Severity::Advice || case.message.is_some()
        };
        seen.retain(matters);
        // It works: what looks wrong in the URL is at most odd.
        for finding in &mut seen {
            finding.severity = finding.severity.min(Severity::Warning);
        }
    }
    let mut said = case.said();
    // What the server says need not be an error of the URL.
    settle::settle(&mut said, case.anatomy, errors + 1);
    // Where no server answered, and where a server failed, the request is not what was refused.
    let refused = case.message.is_some() || matches!(case.exchange.answered(), Some(400..500));
    if refused && case.outcome == Outcome::Failed && case.surface == Surface::Upload && case.is_upload() {
        let codes: Vec<Code> = match case.message {
            Some(_) => said.iter().map(|finding| finding.code).collect(),
            None => Vec::new(),
        };
        upload::check(case.exchange, &codes, case.message.unwrap_or_default(), &mut seen);
    }
    merge::merge(seen, said, case.message.is_some())
}

impl<'a> Case<'a> {
    fn url(&self) -> &'a str {
        &self.exchange.url
    }

    /// What can be told from the URL alone.
    fn url_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        match self.surface {
            Surface::Delivery => findings = settle::check(self.url(), self.anatomy),
            Surface::Upload => {
                api::Address::read(self.url(), self.anatomy).check(self.url(), self.anatomy, &mut findings);
            }
            Surface::Admin => {}
        }
        findings
    }

    /// Whether the request is an upload, not one of the Upload API's other methods.
    fn is_upload(&self) -> bool {
        let action = api::Address::read(self.url(), self.anatomy).action();
        action.is_none_or(|action| {
            matches!(action.of(self.url()), "upload" | "upload_chunked" | "auto" | "image" | "video" | "raw")
        })
    }

    /// What the answer says, or the browser in its place.
    fn said(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(message) = self.message {
            for one in catalogue::recognise(message, Some(self.surface)) {
                let finding = self.recognised(&one);
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
            if findings.is_empty() {
                findings.push(self.unknown(message));
            }
        } else if let (Outcome::Failed, Some(status @ 400..)) = (self.outcome, self.exchange.answered()) {
            let is_refusal = self.surface == Surface::Delivery && matches!(status, 401 | 403);
            if is_refusal {
                findings.extend(hypothesis::refused(self.url(), self.anatomy));
            }
            // What the status says in general is the less likely the better the URL explains it.
            findings.push(self.status_alone(status));
            if is_refusal && status == 401 {
                findings.extend(hypothesis::strict(self.anatomy));
            }
        } else if let (Outcome::Failed, Some(error)) = (self.outcome, &self.exchange.network_error) {
            findings.push(self.unanswered(error));
        }
        findings
    }

    fn severity(&self) -> Severity {
        if self.outcome == Outcome::Delivered { Severity::Warning } else { Severity::Error }
    }

    /// The value of a hole that the message does not fill.
    fn context(&self, name: &str) -> Option<Cow<'a, str>> {
        let part =
            |span: Option<Span>| span.map(|span| Cow::Borrowed(span.of(self.url()))).filter(|text| !text.is_empty());
        match name {
            "cloud" => part(self.anatomy.cloud_name),
            "id" => part(self.anatomy.public_id),
            "type" => part(self.anatomy.delivery_type).filter(|_| self.surface == Surface::Delivery),
            "asset" => Some(Cow::Borrowed(match self.anatomy.asset? {
                AssetType::Image => "image",
                AssetType::Video => "video",
                AssetType::Raw => "raw file",
            })),
            "an_asset" => Some(Cow::Borrowed(match self.anatomy.asset? {
                AssetType::Image => "an image",
                AssetType::Video => "a video",
                AssetType::Raw => "a raw file",
            })),
            "preset" => self
                .exchange
                .request
                .as_ref()
                .and_then(|request| upload::first(request, "upload_preset"))
                .map(Cow::Borrowed),
            "status" => self.exchange.answered().map(|status| Cow::Owned(status.to_string())),
            _ => None,
        }
    }

    fn recognised(&self, one: &Recognised<'a>) -> Finding {
        let holes = &one.holes;
        let size = |hole: &str| holes.get(hole).and_then(readable).map(Cow::Owned);
        let value = |name: &str| match name {
            "got_size" => size("got"),
            "max_size" => size("max"),
            "field" => holes.get("parameter").map(|words| Cow::Owned(field::name(words))),
            // The key is a secret; its end is enough to know it again.
            "key" => holes.get("key").and_then(end_of_key).map(Cow::Owned),
            "a_parameter" => holes.get("parameter").and_then(words::parameter).map(|&(_, _, noun)| Cow::Borrowed(noun)),
            name => holes.get(name).map(Cow::Borrowed).or_else(|| self.context(name)),
        };
        let mut finding = Finding {
            code: one.row.code,
            severity: self.severity(),
            certainty: self.certainty(one),
            evidence: Evidence::Answer,
            title: words::fill(one.row.title, &value),
            detail: words::fill(one.row.detail, &value),
            span: self.span(one),
            field: if self.surface == Surface::Delivery {
                None
            } else {
                field::field(one, self.exchange.request.as_ref())
            },
            fixes: vec![Fix { title: words::fill(one.row.remedy, &value), url: None }],
            docs: one.row.docs,
        };
        self.sharpen(one, &mut finding);
        if self.outcome == Outcome::Delivered {
            finding.detail.push_str(" Something was delivered in spite of it, such as a default image.");
        }
        finding
    }

    /// How sure a message is: one that names what nobody knows is less so than its wording.
    fn certainty(&self, one: &Recognised) -> Certainty {
        let is_known = |words: &str| {
            words::parameter(words).is_some()
                || field::is_field(words)
                || upload::is_known(&field::name(words))
                || self
                    .exchange
                    .request
                    .as_ref()
                    .is_some_and(|request| request.fields.contains_key(&field::name(words)))
        };
        let names = matches!(one.row.culprit, Culprit::Parameter | Culprit::Value | Culprit::ParameterField);
        let all = !names || ["parameter", "other"].iter().all(|hole| one.holes.get(hole).is_none_or(is_known));
        let most = if all { Certainty::Certain } else { Certainty::Likely };
        one.certainty().min(most)
    }

    fn span(&self, one: &Recognised) -> Option<Span> {
        match (self.surface, one.row.culprit) {
            (Surface::Delivery, culprit) => locate::culprit(self.url(), self.anatomy, culprit, &one.holes),
            (_, Culprit::CloudName) => self.anatomy.cloud_name,
            (Surface::Upload, Culprit::Action) => api::Address::read(self.url(), self.anatomy).action(),
            _ => None,
        }
    }

    /// What the message alone does not tell, but the URL does.
    fn sharpen(&self, one: &Recognised, finding: &mut Finding) {
        if self.surface != Surface::Delivery {
            upload::sharpen(self.exchange, one, self.message.unwrap_or_default(), finding);
            return;
        }
        let url = self.url();
        if finding.code == Code::AssetNotFound
            && let Some(token) = one.holes.get("public_id")
            && !locate::is_public_id(url, self.anatomy, token)
            && let Some(layer) = locate::layer(url, self.anatomy, token)
        {
            finding.code = Code::LayerNotFound;
            finding.title = format!("The layer “{}” does not exist in this cloud", words::short(token));
            finding.detail = String::from(
                "What is missing is not the image itself but an overlay or underlay on it. Folders in it are written with colons: l_folder:name.",
            );
            finding.span = Some(layer);
            finding.fixes =
                vec![Fix { title: "Upload the layer's file, or correct its public ID".to_owned(), url: None }];
            finding.docs = LAYERS;
        }
        if finding.code == Code::ParameterValueInvalid
            && let Some(token) = one.holes.get("value")
            && let Some((parameter, dot)) = locate::attachment_dot(url, self.anatomy, token)
        {
            finding.title = format!("The name in “{}” may not hold a dot", words::short(parameter.of(url)));
            finding.detail = String::from(
                "A dot separates flags, so what follows it is read as another flag. The extension of the download is that of the delivered file.",
            );
            finding.span = Some(parameter);
            finding.fixes = vec![Fix::edit("Leave the dot and what follows it out", url, self.anatomy, &[(dot, "")])];
            finding.docs = REFERENCE;
        }
    }

    /// A message that no template knows: shown as it is, explained by its status.
    fn unknown(&self, message: &str) -> Finding {
        let status = self.exchange.answered();
        let row = status::row(status.unwrap_or_default(), Some(self.surface));
        let value = |name: &str| self.context(name);
        let (detail, certainty) = match self.outcome {
            Outcome::Delivered => (
                "Cloudinary delivered something, such as a default image, but not what was asked for.".to_owned(),
                Certainty::Likely,
            ),
            _ if status.is_none() => {
                ("xcld does not know this message. It is the server's own reason.".to_owned(), Certainty::Possible)
            }
            _ => (words::fill(row.detail, &value), if row.decides { Certainty::Certain } else { Certainty::Likely }),
        };
        Finding {
            code: if row.decides && self.outcome == Outcome::Failed { row.code } else { Code::ErrorUnrecognized },
            severity: self.severity(),
            certainty,
            evidence: Evidence::Answer,
            title: format!("The server says “{}”", words::short(message)),
            detail,
            span: None,
            field: None,
            fixes: vec![Fix { title: words::fill(row.remedy, &value), url: None }],
            docs: row.docs,
        }
    }

    fn status_alone(&self, status: u16) -> Finding {
        let row = status::row(status, Some(self.surface));
        let value = |name: &str| self.context(name);
        let certainty = match row.code {
            _ if row.decides => Certainty::Certain,
            Code::AssetNotFound => Certainty::Likely,
            _ => Certainty::Possible,
        };
        Finding {
            code: row.code,
            severity: Severity::Error,
            certainty,
            evidence: Evidence::Answer,
            title: words::fill(row.title, &value),
            detail: words::fill(row.detail, &value),
            span: if row.code == Code::AssetNotFound { self.anatomy.public_id } else { None },
            field: (row.code == Code::FileTooLarge && self.surface == Surface::Upload).then(|| "file".to_owned()),
            fixes: vec![Fix { title: words::fill(row.remedy, &value), url: None }],
            docs: row.docs,
        }
    }

    /// No server answered.
    fn unanswered(&self, error: &str) -> Finding {
        let row = network::row(error);
        let value = |name: &str| (name == "error").then(|| Cow::Owned(words::short(error.trim())));
        let mut finding = Finding {
            code: Code::RequestBlocked,
            severity: Severity::Error,
            certainty: Certainty::Certain,
            evidence: Evidence::Answer,
            title: row.title.to_owned(),
            detail: words::fill(row.detail, &value),
            span: None,
            field: None,
            fixes: vec![Fix { title: row.remedy.to_owned(), url: None }],
            docs: DEBUGGING,
        };
        match row.at {
            network::At::Host => finding.span = self.anatomy.host,
            network::At::Scheme => {
                finding.span = self.anatomy.scheme;
                let plain = self.anatomy.scheme.filter(|span| span.of(self.url()).eq_ignore_ascii_case("http"));
                if let Some(scheme) = plain {
                    finding.fixes = vec![Fix::edit(row.remedy, self.url(), self.anatomy, &[(scheme, "https")])];
                }
            }
            network::At::Nowhere => {}
        }
        finding
    }
}

/// “…2345” of an API key, where it is long enough to keep the rest to itself.
fn end_of_key(key: &str) -> Option<String> {
    let digits = key.trim_matches(|c: char| !c.is_ascii_digit());
    digits.get(digits.len().checked_sub(4)?..).filter(|_| digits.len() >= 12).map(|end| format!("…{end}"))
}

/// A number of bytes in words: `10485760` is “10 MB”, as Cloudinary counts.
fn readable(bytes: &str) -> Option<String> {
    let bytes: u64 = bytes.trim_matches(['.', ',', ' ']).parse().ok()?;
    let (unit, name) = match bytes {
        0..1024 => return Some(format!("{bytes} bytes")),
        1024..1_048_576 => (1024, "KB"),
        1_048_576..1_073_741_824 => (1_048_576, "MB"),
        _ => (1_073_741_824, "GB"),
    };
    let tenths = bytes.saturating_mul(10) / unit;
    Some(if tenths.is_multiple_of(10) {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_sizes_for_people() {
        assert_eq!(readable("10485760.").as_deref(), Some("10 MB"));
        assert_eq!(readable("11926513").as_deref(), Some("11.3 MB"));
        assert_eq!(readable("512").as_deref(), Some("512 bytes"));
        assert_eq!(readable("many"), None);
    }
}
