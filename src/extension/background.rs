//! The background: takes the browser's events and the pages' messages, one after the other, into the books.

use super::badge;
use super::browser::{self, BrowserError, Frame, Port, current_frame, document_frame, from_js, tabs, to_js};
use super::message::{Looked, Message, Reply, Sender};
use super::panels;
use super::storage::{left_over, load, open, save, saved, with_books};
use crate::journal::{Answer, Arriving, Asked, Details, Kept, Owner, from_form, from_raw, without_fragment};
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Something to be done, in its turn.
enum Job {
    /// Events as `extension/background.js` queued them.
    Events(Array),
    /// A page's message, from whom, and whom to answer.
    Message(JsValue, JsValue, Function),
    /// What a panel of DevTools said on its port.
    Panel(Port, JsValue),
    /// A tab was closed.
    Removed(i32),
}

thread_local! {
    static JOBS: RefCell<VecDeque<Job>> = const { RefCell::new(VecDeque::new()) };
    static BUSY: RefCell<bool> = const { RefCell::new(false) };
    /// The page around a frame's document.
    static AROUND: RefCell<HashMap<String, String>> = RefCell::default();
    static ON_REMOVED: Closure<dyn Fn(i32)> = Closure::new(|tab| put(Job::Removed(tab)));
}

/// No more of a body is copied, in bytes.
const MAX_BODY: usize = 1 << 20;
/// No more frames' pages are remembered.
const MAX_AROUND: usize = 1000;

/// Takes events of the browser: an array of `[kind, details, key, body]`, where kind is `request`, `headers`, `error` or
/// `shown`, details are the JSON of what webRequest and webNavigation give, key is where the event is in storage until
/// it is in a log, if it is, and body is what a request sends.
#[wasm_bindgen]
pub fn background_drain(events: Array) {
    put(Job::Events(events));
}

/// Takes a message of one of the extension's pages; resolves with the answer.
#[wasm_bindgen]
pub async fn background_message(message: JsValue, sender: JsValue) -> JsValue {
    let answer = Promise::new(&mut |resolve, _| put(Job::Message(message.clone(), sender.clone(), resolve)));
    // It is only ever resolved.
    JsFuture::from(answer).await.unwrap_or_default()
}

/// Takes what a panel of DevTools said on its port.
#[wasm_bindgen]
pub fn background_panel(port: Port, message: JsValue) {
    put(Job::Panel(port, message));
}

/// Forgets a panel of DevTools that is closed.
#[wasm_bindgen]
pub fn background_panel_closed(port: &Port) {
    panels::forget(port);
}

fn put(job: Job) {
    JOBS.with_borrow_mut(|jobs| jobs.push_back(job));
    if !BUSY.replace(true) {
        spawn_local(async {
            while let Some(job) = next() {
                work(job).await;
            }
        });
    }
}

fn next() -> Option<Job> {
    let job = JOBS.with_borrow_mut(VecDeque::pop_front);
    BUSY.set(job.is_some());
    job
}

async fn work(job: Job) {
    let woken = load().await;
    if let Ok(true) = woken {
        wake().await;
    }
    let done = match (woken, job) {
        (Ok(_), Job::Events(events)) => {
            for event in events.iter() {
                let event: Array = event.unchecked_into();
                let key = event.get(2).as_string();
                take_whole(&event, key).await;
            }
            Ok(())
        }
        (Ok(_), Job::Message(message, sender, resolve)) => {
            let reply = match answer(message, sender).await {
                Ok(()) => Reply::Done,
                Err(error) => Reply::Failed { reason: error.to_string() },
            };
            // Calling a promise's resolve function cannot fail.
            let _ = resolve.call1(&JsValue::UNDEFINED, &to_js(&reply).unwrap_or_default());
            Ok(())
        }
        (Ok(_), Job::Panel(port, message)) => {
            catch_up().await;
            panels::hear(port, message).await
        }
        (Ok(_), Job::Removed(tab)) => {
            with_books(|books| books.remove_tab(tab));
            Ok(())
        }
        (Err(error), _) => Err(error),
    };
    if let Err(error) = done {
        web_sys::console::error_1(&error.to_string().into());
    }
    save();
    // Only while there is something to forget, so that closing a tab wakes nobody else's background.
    ON_REMOVED.with(|listener| {
        let listener = listener.as_ref().unchecked_ref();
        if with_books(|books| books.heads().next().is_some()) {
            browser::on_removed_add(listener);
        } else {
            browser::on_removed_remove(listener);
        }
    });
}

/// What may have been missed while the background was not there.
async fn wake() {
    // Browsers remember a listener of an earlier life; removing it needs it to be there.
    ON_REMOVED.with(|listener| browser::on_removed_add(listener.as_ref().unchecked_ref()));
    if let Ok(tabs) = tabs(None).await {
        let tabs: Vec<i32> = tabs.iter().filter_map(|tab| tab.id).collect();
        with_books(|books| books.retain_tabs(&tabs));
    }
    match left_over().await {
        Ok(events) => {
            for (key, event) in events {
                take_whole(&event.unchecked_into(), Some(key)).await;
            }
        }
        Err(error) => web_sys::console::error_1(&error.to_string().into()),
    }
    catch_up().await;
    badge::refresh(with_books(|books| {
        books.heads().filter(|head| head.failures + head.warnings > 0).map(|head| head.tab).collect::<Vec<_>>()
    }));
}

/// Hands exchanges that wait for their page to the page that is there now.
async fn catch_up() {
    for tab in with_books(|books| books.tabs_awaited()) {
        if let Some(Frame { document_id: Some(document), url, .. }) = current_frame(tab).await {
            let found = with_books(|books| books.arrive(tab, &url, &document, f64::MAX));
            let tabs = arrived(&document, found).await.unwrap_or_default();
            badge::refresh(tabs);
        }
    }
}

async fn answer(message: JsValue, sender: JsValue) -> Result<(), BrowserError> {
    let sender: Sender = from_js(sender)?;
    let message: Message = from_js(message)?;
    match message {
        Message::Returned => badge::refresh(sender.tab()),
        Message::Settle if sender.is_own_page() => {
            catch_up().await;
            saved().await?;
        }
        Message::LookBack(looked) if sender.is_own_page() => {
            look_back(looked).await?;
            saved().await?;
        }
        Message::Settle | Message::LookBack(_) => {
            return Err(BrowserError::Unexpected("a message from somebody else's page".to_owned()));
        }
    }
    Ok(())
}

async fn look_back(looked: Looked) -> Result<(), BrowserError> {
    open(&looked.document).await?;
    with_books(|books| {
        if looked.resources.is_empty() && books.get(&looked.document).is_none() {
            return;
        }
        let page = books.page(&looked.document, looked.tab);
        page.look_back(looked.resources);
        page.set_url(without_fragment(&looked.url));
    });
    badge::refresh([looked.tab]);
    Ok(())
}

/// Takes one event into the books, and out of where it is in storage on its own.
async fn take_whole(event: &Array, key: Option<String>) {
    match take(event).await {
        Ok(tabs) => badge::refresh(tabs),
        // One event that cannot be read is no reason to lose the others.
        Err(error) => web_sys::console::error_1(&error.to_string().into()),
    }
    if let Some(key) = key {
        with_books(|books| books.done(key));
        save();
    }
}

/// Takes one event into the books; the tabs whose logs it changed.
async fn take(event: &Array) -> Result<Vec<i32>, BrowserError> {
    let kind = event.get(0).as_string().unwrap_or_default();
    let mut details: Details = serde_json::from_str(&event.get(1).as_string().unwrap_or_default())?;
    if kind == "shown" {
        return shown(&details).await;
    }
    if !details.is_of_interest() {
        return Ok(Vec::new());
    }
    let exchange = match kind.as_str() {
        "request" => {
            if let Some(request) = request(&event.get(3))? {
                with_books(|books| books.hold_request(Asked { id: details.request_id, request }));
                save();
            }
            return Ok(Vec::new());
        }
        "headers" => match details.answered() {
            Answer::Exchange(kept) => Some(*kept),
            Answer::Unrelated => None,
            Answer::Hop => {
                with_books(|books| books.add_hop(&details.request_id, &details.url));
                return Ok(Vec::new());
            }
        },
        _ => details.failed(),
    };
    let id = details.request_id.as_str();
    let (request, asked) = with_books(|books| (books.take_request(id), books.take_hop(id)));
    let (Some(mut kept), Some(owner)) = (exchange, details.owner()) else { return Ok(Vec::new()) };
    kept.entry.exchange.request = request;
    kept.asked = asked;
    let tab = details.tab_id;
    let page = match owner {
        Owner::Page(page) => Some(page),
        Owner::PageAround(document) => page_around(&document).await,
        Owner::NextOf(tab) => {
            let here = with_books(|books| books.hold_arriving(Arriving { tab, kept }));
            if let Some((document, arriving)) = here {
                return arrived(&document, vec![arriving]).await;
            }
            return Ok(Vec::new());
        }
        Owner::Origin(origin) => return of_origin(&origin, details.incognito, &kept).await,
        Owner::CurrentOf(_) => None,
    };
    // A frame that is gone already was most likely on the page that is there.
    let page = match page {
        None => current_frame(tab).await.and_then(|frame| frame.document_id),
        page => page,
    };
    if let Some(page) = page {
        add(&page, tab, kept).await?;
        return Ok(vec![tab]);
    }
    Ok(Vec::new())
}

/// Adds an exchange to a page's log. A failure is written at once.
async fn add(document: &str, tab: i32, kept: Kept) -> Result<(), BrowserError> {
    open(document).await?;
    let urgent = kept.entry.outcome.is_trouble();
    with_books(|books| books.page(document, tab).add(kept));
    if urgent {
        save();
    }
    Ok(())
}

/// A page is there whose own address is one of Cloudinary's.
async fn shown(details: &Details) -> Result<Vec<i32>, BrowserError> {
    // Chromium tells of its own page for an error in onErrorOccurred; Firefox tells there of the page that was left.
    let is_there =
        details.error.as_deref().is_none_or(|error| error.starts_with("net::") && error != "net::ERR_ABORTED");
    let Some(document) = details.document_id.as_deref().filter(|_| is_there && details.parent_frame_id < 0) else {
        return Ok(Vec::new());
    };
    let found = with_books(|books| books.arrive(details.tab_id, &details.url, document, details.time_stamp));
    arrived(document, found).await
}

/// Adds exchanges that waited for their page.
async fn arrived(document: &str, found: Vec<Arriving>) -> Result<Vec<i32>, BrowserError> {
    let mut tabs = Vec::new();
    for Arriving { tab, kept } in found {
        add(document, tab, kept).await?;
        tabs.push(tab);
    }
    Ok(tabs)
}

/// Adds an exchange that a service worker asked for to all pages of its origin.
async fn of_origin(origin: &str, incognito: Option<bool>, kept: &Kept) -> Result<Vec<i32>, BrowserError> {
    let mut touched = Vec::new();
    for tab in tabs(Some(origin)).await? {
        // Chromium has a background of its own for private windows, which sees no other tabs.
        let is_same = incognito.is_none_or(|incognito| incognito == tab.incognito);
        let Some(id) = tab.id.filter(|_| is_same) else { continue };
        if let Some(document) = current_frame(id).await.and_then(|frame| frame.document_id) {
            add(&document, id, kept.clone()).await?;
            touched.push(id);
        }
    }
    Ok(touched)
}

/// The page around a frame's document, at whatever depth; `None` where the frame is gone.
async fn page_around(document: &str) -> Option<String> {
    if let Some(page) = AROUND.with_borrow(|around| around.get(document).cloned()) {
        return Some(page);
    }
    let mut page = document.to_owned();
    while let Some(parent) = document_frame(&page).await?.parent_document_id {
        page = parent;
    }
    AROUND.with_borrow_mut(|around| {
        if around.len() >= MAX_AROUND {
            around.clear();
        }
        around.insert(document.to_owned(), page.clone());
    });
    Some(page)
}

/// What a request to an API host sends, as the browser tells it: `requestBody` of webRequest.
fn request(body: &JsValue) -> Result<Option<crate::exchange::Request>, BrowserError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Body {
        #[serde(default)]
        form_data: Option<HashMap<String, Vec<serde_json::Value>>>,
    }
    if body.is_null() || body.is_undefined() {
        return Ok(None);
    }
    let Body { form_data } = from_js(body.clone())?;
    if let Some(form) = form_data {
        // Firefox may give a value that is no text as bytes.
        let texts = |values: Vec<serde_json::Value>| {
            values.into_iter().map(|value| value.as_str().unwrap_or_default().to_owned()).collect()
        };
        return Ok(Some(from_form(form.into_iter().map(|(name, values)| (name, texts(values))))));
    }
    // Chromium leaves the content of files out, and the parts around them are in chunks of their own.
    let mut bytes = Vec::new();
    let mut size = 0;
    if let Ok(chunks) = Reflect::get(body, &"raw".into())?.dyn_into::<Array>() {
        for chunk in chunks.iter() {
            if let Ok(buffer) = Reflect::get(&chunk, &"bytes".into())?.dyn_into::<ArrayBuffer>() {
                let chunk = Uint8Array::new(&buffer);
                size += u64::from(chunk.length());
                let room = u32::try_from(MAX_BODY.saturating_sub(bytes.len())).unwrap_or(0);
                bytes.extend(chunk.subarray(0, room.min(chunk.length())).to_vec());
            }
        }
    }
    let whole = !bytes.starts_with(b"--");
    Ok((!bytes.is_empty()).then(|| from_raw(&bytes, whole.then_some(size))))
}
