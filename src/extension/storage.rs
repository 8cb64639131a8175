//! The books in `storage.session`: read once when the background starts, written through one chain.
//!
//! Two writes at a time could end in either order, so that there is never more than one. What changes while it
//! runs is written by the next, in one go. Nothing is lost if the background ends before: `extension/background.js`
//! has put urgent events into storage itself, under keys of their own, and they stay there until a write has them.

use super::browser::{BrowserError, session_get, session_keys, session_remove, session_set, stored};
use super::panels;
use crate::journal::{Books, Head, Held, Writes};
use gloo_timers::future::sleep;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    /// `None` until [`load`].
    static BOOKS: RefCell<Option<Books>> = const { RefCell::new(None) };
    static WRITER: RefCell<Writer> = const { RefCell::new(Writer { busy: false, waiting: Vec::new() }) };
}

/// Changes are gathered for so long before they are written.
const GATHER: Duration = Duration::from_millis(50);

/// What the keys of urgent events begin with.
const SEEN: &str = "seen:";

/// The state of the one chain of writes.
struct Writer {
    busy: bool,
    /// Whom to call when everything that is in the books now is written.
    waiting: Vec<Function>,
}

/// Works with the books; they cannot be held over an await.
pub fn with_books<T>(work: impl FnOnce(&mut Books) -> T) -> T {
    BOOKS.with_borrow_mut(|books| work(books.get_or_insert_default()))
}

/// Reads the books from storage; `true` if that was still to be done.
pub async fn load() -> Result<bool, BrowserError> {
    if BOOKS.with_borrow(Option::is_some) {
        return Ok(false);
    }
    let [index, held] = <[_; 2]>::try_from(stored(&[Books::INDEX.to_owned(), Books::HELD.to_owned()]).await?)
        .map_err(|_| BrowserError::Unexpected("storage gave another number of texts than asked for".to_owned()))?;
    // What cannot be read was written by another version of xcld: it starts anew.
    let documents: Vec<String> = index.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let held: Option<Held> = held.and_then(|text| serde_json::from_str(&text).ok());
    let keys: Vec<String> = documents.iter().map(|document| Head::key(document)).collect();
    let heads = stored(&keys).await?.into_iter().flatten().filter_map(|text| serde_json::from_str(&text).ok());
    let books = Books::stored(heads, held);
    BOOKS.with_borrow_mut(|slot| *slot = Some(books));
    Ok(true)
}

/// Reads the entries of a document's log from storage, if there is one and they are not there yet.
pub async fn open(document: &str) -> Result<(), BrowserError> {
    let keys = with_books(|books| {
        let page = books.get(document).filter(|page| !page.is_open())?;
        Some(page.head().segment_keys().collect::<Vec<_>>())
    });
    if let Some(keys) = keys {
        let texts = stored(&keys).await?;
        with_books(|books| {
            if let Some(page) = books.get(document) {
                page.open(texts);
            }
        });
    }
    Ok(())
}

/// The urgent events that are in storage but in no log: the background was ended before it could write them.
pub async fn left_over() -> Result<Vec<(String, JsValue)>, BrowserError> {
    let keys: Array =
        session_keys().await?.iter().filter(|key| key.as_string().is_some_and(|key| key.starts_with(SEEN))).collect();
    if keys.length() == 0 {
        return Ok(Vec::new());
    }
    let items = session_get(&keys).await?;
    let texts = keys.iter().filter_map(|key| key.as_string());
    Ok(texts.filter_map(|key| Some((key.clone(), Reflect::get(&items, &key.into()).ok()?))).collect())
}

/// Writes what changed, soon.
pub fn save() {
    let is_first = WRITER.with_borrow_mut(|writer| !std::mem::replace(&mut writer.busy, true));
    if is_first {
        spawn_local(write_all());
    }
}

/// Writes what changed, and waits until it is written.
pub async fn saved() -> Result<(), JsValue> {
    let written = Promise::new(&mut |resolve, _| WRITER.with_borrow_mut(|writer| writer.waiting.push(resolve)));
    save();
    JsFuture::from(written).await?;
    Ok(())
}

/// One write after the other, until nothing is left to write.
async fn write_all() {
    loop {
        if WRITER.with_borrow(|writer| writer.waiting.is_empty()) {
            sleep(GATHER).await;
        }
        let waiting = WRITER.with_borrow_mut(|writer| std::mem::take(&mut writer.waiting));
        let writes = with_books(Books::writes);
        if let Some(writes) = &writes {
            panels::tell(writes);
        }
        if let Some(writes) = &writes
            && let Err(error) = write(writes).await
        {
            // The browser has less room than it promised.
            let has_room = with_books(|books| {
                books.unwritten(writes.clone());
                books.shrink()
            });
            if has_room {
                WRITER.with_borrow_mut(|writer| writer.waiting.extend(waiting));
                continue;
            }
            web_sys::console::error_2(&"xcld could not write to storage.session".into(), &error);
        }
        for resolve in waiting {
            // Calling a promise's resolve function cannot fail.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
        let done = WRITER.with_borrow_mut(|writer| {
            writer.busy = writes.is_some() || !writer.waiting.is_empty();
            !writer.busy
        });
        if done {
            return;
        }
    }
}

/// Removes what was dropped first, which makes room, and what is written under another key last, unless there is
/// no room for both.
async fn write(writes: &Writes) -> Result<(), JsValue> {
    remove(&writes.dropped).await?;
    if writes.set.is_empty() {
        return remove(&writes.done).await;
    }
    let items = Object::new();
    for (key, text) in &writes.set {
        Reflect::set(&items, &key.as_str().into(), &text.as_str().into())?;
    }
    let written = session_set(&items).await;
    remove(&writes.done).await?;
    match written {
        Err(_) if !writes.done.is_empty() => session_set(&items).await.map(drop),
        written => written.map(drop),
    }
}

async fn remove(keys: &[String]) -> Result<(), JsValue> {
    if !keys.is_empty() {
        let keys: Array = keys.iter().map(|key| JsValue::from_str(key)).collect();
        session_remove(&keys).await?;
    }
    Ok(())
}
