//! The one request that xcld makes of its own: a corrected URL, tried because somebody pressed the button that says so.

use crate::diagnosis::{Diagnosis, diagnose};
use crate::exchange::Exchange;
use crate::extension::browser::BrowserError;
use crate::extension::view::dom;
use js_sys::{Array, Iterator};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, Response};

/// How long an answer may take, in milliseconds: what Cloudinary makes anew can take long.
const PATIENCE: u32 = 60_000;

/// What became of the attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// What there is to say about the answer.
    pub diagnosis: Diagnosis,
    /// From request to answer, in milliseconds.
    pub time: f64,
}

/// Why there was no answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Unanswered {
    /// It is no address of the web.
    #[error("This is no address of the web")]
    NotAnAddress,
    /// It took too long.
    #[error("No answer came within a minute")]
    TooLate,
    /// The browser did not get one; its own words.
    #[error("{0}")]
    Browser(#[from] BrowserError),
}

/// Requests `url` as the page requested that of `before`: past the browser's cache, without cookies, and without
/// reading the body.
pub async fn attempt(url: &str, before: &Exchange) -> Result<Attempt, Unanswered> {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return Err(Unanswered::NotAnAddress);
    }
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    // What `f_auto` delivers depends on it.
    if matches!(before.resource_type.as_deref(), Some("image" | "imageset")) {
        let headers = Headers::new().map_err(BrowserError::from)?;
        headers.set("accept", "image/avif,image/webp,image/*,*/*;q=0.8").map_err(BrowserError::from)?;
        init.set_headers(&headers);
    }
    let start = dom::now();
    let window = dom::window().map_err(BrowserError::from)?;
    let response = match JsFuture::from(window.fetch_with_str_and_init(url, &init)).await {
        Ok(response) => response.unchecked_into::<Response>(),
        Err(problem) => {
            let late = problem.dyn_ref::<web_sys::DomException>().is_some_and(|e| e.name() == "TimeoutError");
            return Err(if late { Unanswered::TooLate } else { BrowserError::from(problem).into() });
        }
    };
    let time = dom::now() - start;
    if let Some(body) = response.body() {
        // Only the headers are of interest. A body that is not wanted cannot fail.
        let _ = body.cancel();
    }
    let exchange = Exchange {
        url: url.to_owned(),
        method: "GET".to_owned(),
        status: Some(response.status()),
        headers: headers(&response.headers()),
        resource_type: before.resource_type.clone(),
        ..Exchange::default()
    };
    Ok(Attempt { diagnosis: diagnose(&exchange), time })
}

fn headers(headers: &Headers) -> Vec<(String, String)> {
    let entries: Iterator = headers.entries().unchecked_into();
    let pair = |entry: JsValue| {
        let entry: Array = entry.dyn_into().ok()?;
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    entries.into_iter().filter_map(Result::ok).filter_map(pair).collect()
}
