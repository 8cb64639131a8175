//! Finds what a message blames in the URL.
//!
//! A message names a piece of text as Cloudinary saw it after it had split the URL and undone its escapes. So
//! tokens are compared with the URL's text decoded, and where the whole is not found, a piece of it is.

use crate::ascii;
use crate::catalogue::template::Match;
use crate::catalogue::{Culprit, words};
use crate::span::Span;
use crate::transformation::{self, Parameter};
use crate::url::Anatomy;

/// Where the culprit stands in `url`; `None` where it is not there or cannot be told.
pub fn culprit(url: &str, anatomy: &Anatomy, culprit: Culprit, holes: &Match) -> Option<Span> {
    let place = Place { url, anatomy };
    match culprit {
        Culprit::Nothing | Culprit::Field(_) | Culprit::ParameterField | Culprit::NameField | Culprit::Action => None,
        Culprit::PublicId | Culprit::File => place.public_id(holes.get("public_id")),
        Culprit::Remote if anatomy.is_remote(url) => anatomy.public_id,
        Culprit::Remote => place.only_layer(|value| value.starts_with("fetch:")),
        Culprit::CloudName => anatomy.cloud_name,
        Culprit::DeliveryType => anatomy.delivery_type,
        Culprit::AssetType => anatomy.asset_type,
        Culprit::Signature => anatomy.signature,
        Culprit::Extension => place.extension(holes.get("extension")),
        Culprit::Transformation => anatomy.transformation,
        Culprit::Value => place.value(holes.get("parameter"), holes.get("value")?),
        Culprit::Parameter => place.by_word(holes.get("parameter")?),
        Culprit::Component => place.component(holes.get("component")?),
        Culprit::Key("g") => place.find(|p, value| (p == "g").then(|| 1 + u8::from(value.starts_with("auto")))),
        Culprit::Key(key) => place.find(|p, _| (p == key).then_some(1)),
        Culprit::Flag(flag) => {
            place.find(|p, value| (p == "fl" && value.split('.').any(|one| one == flag)).then_some(1))
        }
        Culprit::Size => place.size(),
        Culprit::Layer => match holes.get("layer") {
            Some(layer) => place.layer(layer),
            None => place.only_layer(|_| true),
        },
        Culprit::LayerValue => match holes.get("value") {
            Some(value) => place.layer(value).or_else(|| place.only_layer(|_| true)),
            None => place.only_layer(|_| true),
        },
        Culprit::Font => place.font(holes.get("font")),
        Culprit::Name => {
            let name = holes.get("name")?;
            place.find(|p, value| (p == "t").then(|| alike(value, name)).flatten())
        }
        Culprit::Variable => place.variable(holes.get("variable")?),
        Culprit::Condition => match holes.get("value") {
            Some(value) => place.find(|p, text| (p == "if").then(|| alike(text, value)).flatten()),
            None => place.find(|p, _| (p == "if").then_some(1)),
        },
    }
}

/// The layer that `public_id` names, if the URL has one: a message about a missing asset may mean it.
pub fn layer(url: &str, anatomy: &Anatomy, public_id: &str) -> Option<Span> {
    Place { url, anatomy }.layer(public_id)
}

/// Whether `token` is the public ID of `anatomy`, with or without its extension.
pub fn is_public_id(url: &str, anatomy: &Anatomy, token: &str) -> bool {
    let Some(id) = anatomy.public_id else { return false };
    let whole = Span::new(id.start, anatomy.extension.map_or(id.end, |extension| extension.end));
    same(id.of(url), token) || same(whole.of(url), token)
}

/// The parameter's flag, where Cloudinary took the part of an attachment's name behind a dot for a flag.
/// Gives the span of the parameter and of the dot with what follows it.
pub fn attachment_dot(url: &str, anatomy: &Anatomy, token: &str) -> Option<(Span, Span)> {
    Place { url, anatomy }.parameters().find_map(|parameter| {
        let value = parameter.value.of(url);
        let name = value.strip_prefix("attachment:").filter(|_| parameter.key.of(url) == "fl")?;
        let dot = name.find('.')?;
        let named = name.get(dot + 1..)?.split('.').any(|piece| same(piece, token));
        let start = parameter.value.start + "attachment:".len() + dot;
        named.then_some((parameter.span, Span::new(start, parameter.value.end)))
    })
}

struct Place<'a> {
    url: &'a str,
    anatomy: &'a Anatomy,
}

impl<'a> Place<'a> {
    fn parameters(&self) -> impl Iterator<Item = Parameter> + 'a {
        let url = self.url;
        let chain = self.anatomy.transformation.into_iter();
        chain
            .flat_map(|chain| transformation::components(url, chain))
            .flat_map(|one| transformation::parameters(url, one))
    }

    /// The parameter that `fits` (key, value) best; the first among equals.
    fn find(&self, fits: impl Fn(&str, &str) -> Option<u8>) -> Option<Span> {
        let mut best: Option<(u8, Span)> = None;
        for parameter in self.parameters() {
            let fit = fits(parameter.key.of(self.url), parameter.value.of(self.url));
            if let Some(fit) = fit
                && best.is_none_or(|(best, _)| fit > best)
            {
                best = Some((fit, parameter.span));
            }
        }
        best.map(|(_, span)| span)
    }

    fn by_word(&self, word: &str) -> Option<Span> {
        let (_, keys, _) = words::parameter(word)?;
        self.find(|key, _| keys.contains(&key).then_some(1))
    }

    /// The value that is `token`, or the parameter that holds it, among those that `word` stands for if it is known.
    fn value(&self, word: Option<&str>, token: &str) -> Option<Span> {
        let span = self.holder(word, token)?;
        let value = span.of(self.url).find('_').map(|at| Span::new(span.start + at + 1, span.end));
        Some(value.filter(|value| same(value.of(self.url), token)).unwrap_or(span))
    }

    fn holder(&self, word: Option<&str>, token: &str) -> Option<Span> {
        let keys = word.and_then(words::parameter).map(|(_, keys, _)| *keys);
        let among = |key: &str| keys.is_none_or(|keys| keys.contains(&key));
        self.find(|key, value| among(key).then(|| alike(value, token)).flatten())
            .or_else(|| self.find(|key, value| alike(value, token).filter(|fit| *fit >= EQUAL && !among(key))))
            .or_else(|| {
                self.piece(|piece| piece.split_once('_').is_some_and(|(key, value)| among(key) && same(value, token)))
            })
            .or_else(|| keys.and_then(|keys| self.find(|key, _| (keys.contains(&key)).then_some(1))))
    }

    /// The component, parameter or piece of the path that is `token`.
    fn component(&self, token: &str) -> Option<Span> {
        let components =
            || self.anatomy.transformation.into_iter().flat_map(|chain| transformation::components(self.url, chain));
        components()
            .find(|component| same(component.of(self.url), token))
            .or_else(|| self.parameters().map(|parameter| parameter.span).find(|span| same(span.of(self.url), token)))
            .or_else(|| self.piece(|piece| same(piece, token)))
            .or_else(|| self.find(|_, value| alike(value, token)))
    }

    /// A piece between slashes and commas of the path behind the delivery type.
    fn piece(&self, is_it: impl Fn(&str) -> bool) -> Option<Span> {
        let start = self.anatomy.delivery_type.or(self.anatomy.host)?.end;
        let end = self.anatomy.query.or(self.anatomy.fragment).map_or(self.url.len(), |part| part.start);
        let mut at = start;
        for piece in self.url.get(start..end)?.split(['/', ',', '?']) {
            if !piece.is_empty() && is_it(piece) {
                return Some(Span::new(at, at + piece.len()));
            }
            at += piece.len() + 1;
        }
        None
    }

    fn public_id(&self, token: Option<&str>) -> Option<Span> {
        let whole = self.anatomy.public_id;
        match token {
            Some(token) if !is_public_id(self.url, self.anatomy, token) => self.layer(token).or(whole),
            _ => whole,
        }
    }

    fn extension(&self, token: Option<&str>) -> Option<Span> {
        let extension = self.anatomy.extension;
        let Some(token) = token else { return extension };
        let token = token.trim_start_matches('.');
        if let Some(span) = extension.filter(|span| same(span.of(self.url), token)) {
            return Some(span);
        }
        let after_dot = self.anatomy.public_id.and_then(|id| {
            let text = id.of(self.url);
            let dot = text.rfind('.')?;
            same(text.get(dot + 1..)?, token).then(|| Span::new(id.start + dot + 1, id.end))
        });
        after_dot.or_else(|| self.find(|key, value| (key == "f").then(|| alike(value, token)).flatten())).or(extension)
    }

    /// The size that is far beyond what a page shows, if there is one.
    fn size(&self) -> Option<Span> {
        self.find(|key, value| {
            let pixels: f64 = value.parse().ok()?;
            (matches!(key, "w" | "h") && pixels >= 3000.0 || key == "dpr" && pixels > 3.0).then_some(1)
        })
    }

    fn layers(&self) -> impl Iterator<Item = Parameter> + 'a {
        let url = self.url;
        self.parameters().filter(move |parameter| matches!(parameter.key.of(url), "l" | "u"))
    }

    /// The layer that is `token`, with colons for slashes and behind its type.
    fn layer(&self, token: &str) -> Option<Span> {
        let wanted = token.replace('/', ":");
        let is_it = |value: &str| {
            let stem = wanted.rsplit_once('.').map_or(wanted.as_str(), |(stem, _)| stem);
            [wanted.as_str(), stem].iter().any(|wanted| {
                same(value, wanted)
                    || value.strip_suffix(wanted).is_some_and(|front| !wanted.is_empty() && front.ends_with(':'))
            })
        };
        let found = self.layers().find(|parameter| is_it(parameter.value.of(self.url)));
        found
            .or_else(|| self.layers().find(|parameter| alike(parameter.value.of(self.url), token).is_some()))
            .map(|parameter| parameter.span)
    }

    /// The first layer that `is_it`.
    fn only_layer(&self, is_it: impl Fn(&str) -> bool) -> Option<Span> {
        self.layers().find(|parameter| is_it(parameter.value.of(self.url))).map(|parameter| parameter.span)
    }

    /// The name of the font in a text layer: `l_text:<font>_<size>…`.
    fn font(&self, token: Option<&str>) -> Option<Span> {
        let fonts = self.layers().filter_map(|parameter| {
            let value = parameter.value.of(self.url);
            let at = value.find("text:")? + "text:".len();
            let style = value.get(at..)?.split(':').next()?;
            let font = style.split('_').next()?;
            let start = parameter.value.start + at;
            Some(Span::new(start, start + font.len()))
        });
        let mut all = fonts.filter(|span| !span.is_empty());
        match token {
            Some(token) => all.find(|span| alike(span.of(self.url), token).is_some()),
            None => all.next(),
        }
    }

    /// The variable where it is used, or where it is set.
    fn variable(&self, token: &str) -> Option<Span> {
        let name = token.trim_start_matches('$');
        let used = self.parameters().find_map(|parameter| {
            let value = parameter.value.of(self.url);
            value.match_indices('$').find_map(|(at, _)| {
                let rest = value.get(at + 1..)?;
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let start = parameter.value.start + at;
                (rest.get(..end)? == name).then(|| Span::new(start, start + 1 + end))
            })
        });
        let set = || self.find(|key, _| (key.strip_prefix('$')? == name).then_some(1));
        used.or_else(set)
    }
}

/// The least fit of a value that is a token as a whole.
const EQUAL: u8 = 4;

/// How well `value` fits `token`: the whole, a piece between separators, or somewhere inside.
fn alike(value: &str, token: &str) -> Option<u8> {
    if token.is_empty() {
        None
    } else if value == token {
        Some(EQUAL + 1)
    } else if same(value, token) {
        Some(EQUAL)
    } else if value.split([':', '.', ';']).any(|piece| same(piece, token)) {
        Some(3)
    } else if token.len() > 2 && (value.contains(token) || decoded(value).contains(token)) {
        Some(2)
    } else {
        None
    }
}

/// Whether `raw` is `token` as it stands, or with its escapes undone once or twice.
fn same(raw: &str, token: &str) -> bool {
    raw == token || (raw.contains('%') && (decoded(raw) == token || decoded(&decoded(raw)) == token))
}

/// `raw` with its percent escapes undone; what is no UTF-8 then is replaced.
fn decoded(raw: &str) -> String {
    String::from_utf8_lossy(&ascii::unescaped(raw, |_| true)).into_owned()
}
