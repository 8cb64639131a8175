//! The public JSON form of a diagnosis. Names never change; fields may be added.

use crate::diagnosis::{Diagnosis, Finding, MessageFrom, Surface, Verdict};
use crate::span::Span;
use crate::transformation;
use crate::url::Anatomy;
use serde::{Serialize, Serializer};
use std::io;

/// Writes `diagnosis` as one line of JSON, without the line break. Nothing is copied on the way.
///
/// # Errors
/// Those of `out`.
pub fn write(out: impl io::Write, diagnosis: &Diagnosis) -> io::Result<()> {
    serde_json::to_writer(out, &Public::of(diagnosis)).map_err(io::Error::from)
}

/// `diagnosis` as one line of JSON.
pub fn to_string(diagnosis: &Diagnosis) -> String {
    // Writing to memory cannot fail, and every key is a string.
    serde_json::to_string(&Public::of(diagnosis)).unwrap_or_default()
}

/// A diagnosis in the order and with the names of the contract.
#[derive(Serialize)]
struct Public<'a> {
    id: Option<&'a serde_json::Value>,
    url: &'a str,
    status: Option<u16>,
    verdict: Verdict,
    surface: Option<Surface>,
    message: Option<&'a str>,
    message_from: Option<MessageFrom>,
    request_id: Option<&'a str>,
    anatomy: Option<Parts<'a>>,
    findings: &'a [Finding],
}

impl<'a> Public<'a> {
    fn of(diagnosis: &'a Diagnosis) -> Self {
        let Diagnosis { id, url, status, verdict, surface, message, message_from, request_id, anatomy, findings } =
            diagnosis;
        Self {
            id: id.as_ref(),
            url,
            status: *status,
            verdict: *verdict,
            surface: *surface,
            message: message.as_deref(),
            message_from: *message_from,
            request_id: request_id.as_deref(),
            anatomy: anatomy.as_ref().map(|anatomy| Parts::of(url, anatomy)),
            findings,
        }
    }
}

/// The parts of the URL; a part that the URL lacks is `null`.
#[derive(Serialize)]
struct Parts<'a> {
    host: Option<Piece<'a>>,
    cloud_name: Option<Piece<'a>>,
    asset_type: Option<Piece<'a>>,
    delivery_type: Option<Piece<'a>>,
    signature: Option<Piece<'a>>,
    transformation: Option<Piece<'a>>,
    version: Option<Piece<'a>>,
    public_id: Option<Piece<'a>>,
    extension: Option<Piece<'a>>,
    seo_suffix: Option<Piece<'a>>,
    query: Option<Piece<'a>>,
    components: Components<'a>,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str, anatomy: &Anatomy) -> Self {
        let piece = |span: Option<Span>| span.map(|span| Piece::of(url, span));
        Self {
            host: piece(anatomy.host),
            cloud_name: piece(anatomy.cloud_name),
            asset_type: piece(anatomy.asset_type),
            delivery_type: piece(anatomy.delivery_type),
            signature: piece(anatomy.signature),
            transformation: piece(anatomy.transformation),
            version: piece(anatomy.version),
            public_id: piece(anatomy.public_id),
            extension: piece(anatomy.extension),
            seo_suffix: piece(anatomy.seo_suffix),
            query: piece(anatomy.query),
            components: Components { url, chain: anatomy.transformation },
        }
    }
}

/// A slice of the URL and where it stands, in bytes.
#[derive(Serialize)]
struct Piece<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Piece<'a> {
    fn of(url: &'a str, span: Span) -> Self {
        Self { text: span.of(url), start: span.start, end: span.end }
    }
}

/// The components of the transformation, read while they are written.
struct Components<'a> {
    url: &'a str,
    chain: Option<Span>,
}

impl Serialize for Components<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let components = self.chain.into_iter().flat_map(|chain| transformation::components(self.url, chain));
        serializer
            .collect_seq(components.map(|span| Component { span, parameters: Parameters { url: self.url, span } }))
    }
}

#[derive(Serialize)]
struct Component<'a> {
    span: Span,
    parameters: Parameters<'a>,
}

struct Parameters<'a> {
    url: &'a str,
    span: Span,
}

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(transformation::parameters(self.url, self.span).map(|parameter| Parameter {
            key: parameter.key.of(self.url),
            value: parameter.value.of(self.url),
            span: parameter.span,
        }))
    }
}

#[derive(Serialize)]
struct Parameter<'a> {
    key: &'a str,
    value: &'a str,
    span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::{Certainty, Code, Evidence, Fix, Severity};

    fn sample() -> Diagnosis {
        let url = "https://res.cloudinary.com/demo/image/upload/docs/shoes.jpg";
        let span = |text: &str| url.find(text).map(|start| Span::new(start, start + text.len()));
        Diagnosis {
            id: Some(serde_json::json!(7)),
            url: url.to_owned(),
            status: Some(404),
            verdict: Verdict::Error,
            surface: Some(Surface::Delivery),
            message: Some("Resource not found - docs/shoes".to_owned()),
            message_from: Some(MessageFrom::ServerTiming),
            request_id: None,
            anatomy: Some(Anatomy {
                host: span("res.cloudinary.com"),
                cloud_name: span("demo"),
                public_id: span("docs/shoes"),
                ..Anatomy::default()
            }),
            findings: vec![Finding {
                code: Code::AssetNotFound,
                severity: Severity::Error,
                certainty: Certainty::Certain,
                evidence: Evidence::Both,
                title: "There is no “docs/shoes”".to_owned(),
                detail: "Check the public ID.".to_owned(),
                span: span("docs/shoes"),
                field: None,
                fixes: vec![Fix { title: "Upload it".to_owned(), url: None }],
                docs: "https://cloudinary.com/documentation",
            }],
        }
    }

    #[test]
    fn has_the_names_and_the_order_of_the_contract() {
        assert_eq!(
            to_string(&sample()),
            concat!(
                r#"{"id":7,"url":"https://res.cloudinary.com/demo/image/upload/docs/shoes.jpg","status":404,"#,
                r#""verdict":"error","surface":"delivery","message":"Resource not found - docs/shoes","#,
                r#""message_from":"server-timing","request_id":null,"#,
                r#""anatomy":{"host":{"text":"res.cloudinary.com","start":8,"end":26},"#,
                r#""cloud_name":{"text":"demo","start":27,"end":31},"asset_type":null,"delivery_type":null,"#,
                r#""signature":null,"transformation":null,"version":null,"#,
                r#""public_id":{"text":"docs/shoes","start":45,"end":55},"extension":null,"seo_suffix":null,"#,
                r#""query":null,"components":[]},"#,
                r#""findings":[{"code":"asset-not-found","severity":"error","certainty":"certain","#,
                r#""title":"There is no “docs/shoes”","detail":"Check the public ID.","#,
                r#""span":{"start":45,"end":55},"field":null,"#,
                r#""fixes":[{"title":"Upload it","url":null}],"docs":"https://cloudinary.com/documentation","#,
                r#""evidence":"both"}]}"#,
            )
        );
    }

    #[test]
    fn lists_each_component_with_its_parameters() {
        let url = "https://res.cloudinary.com/demo/image/upload/c_fill,w_300/e_sepia/shoes.jpg";
        let chain = url.find("c_fill").map(|start| Span::new(start, start + "c_fill,w_300/e_sepia".len()));
        let chain = chain.expect("the chain stands in the URL");
        let written = serde_json::to_value(Components { url, chain: Some(chain) }).expect("plain data");
        let texts: Vec<Vec<String>> = transformation::components(url, chain)
            .map(|component| transformation::parameters(url, component).map(|p| p.span.of(url).to_owned()).collect())
            .collect();
        let components = written.as_array().expect("a list");
        assert_eq!(components.len(), texts.len());
        for (component, texts) in components.iter().zip(texts) {
            let parameters = component["parameters"].as_array().expect("a list");
            let joined: Vec<String> = parameters
                .iter()
                .map(|p| format!("{}_{}", p["key"].as_str().expect("text"), p["value"].as_str().expect("text")))
                .collect();
            assert_eq!(joined, texts);
        }
    }

    #[test]
    fn an_exchange_without_anything_known_is_all_nulls() {
        let nothing = Diagnosis {
            id: None,
            url: String::new(),
            status: None,
            verdict: Verdict::Unrelated,
            surface: None,
            message: None,
            message_from: None,
            request_id: None,
            anatomy: None,
            findings: Vec::new(),
        };
        let mut line = Vec::new();
        write(&mut line, &nothing).expect("memory takes everything");
        assert_eq!(
            String::from_utf8(line).expect("JSON is UTF-8"),
            concat!(
                r#"{"id":null,"url":"","status":null,"verdict":"unrelated","surface":null,"message":null,"#,
                r#""message_from":null,"request_id":null,"anatomy":null,"findings":[]}"#
            )
        );
    }
}
