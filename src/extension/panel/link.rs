//! The panel's connection to the background.
//!
//! The browser ends an idle background whether a port is open or not, and the port with it. To connect again at once
//! would wake it for nothing, again and again; so the panel waits until there is something to hear: DevTools tell of a
//! request or a navigation, or somebody comes back to the panel.

use super::super::browser::{Port, connect, from_js, to_js};
use super::super::message::{FromPanel, PROTOCOL, ToPanel};
use js_sys::Function;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How the connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The background was asked and has not answered yet.
    Connecting,
    /// What the background sees is told.
    Connected,
    /// The background sleeps, or was ended; it is asked again when there is something to hear.
    Asleep,
    /// The extension was updated or removed: this page cannot reach it any more.
    Outdated,
}

impl Connection {
    /// It in words, for the foot of the panel.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Connecting => "connecting to the background…",
            Self::Connected => "connected",
            Self::Asleep => "the background sleeps until there is traffic",
            Self::Outdated => "xcld was updated: reopen DevTools",
        }
    }
}

/// The connection of the panel for one tab.
pub struct Link {
    tab: i32,
    state: Cell<Connection>,
    turn: Cell<u32>,
    open: RefCell<Option<Open>>,
    hear: Box<dyn Fn(Heard)>,
}

/// What the panel hears.
pub enum Heard {
    /// A message of the background.
    Message(ToPanel),
    /// The connection is another than before.
    Changed,
}

/// An open port; dropping it takes the listeners away.
struct Open {
    port: Port,
    _on_message: Closure<dyn FnMut(JsValue)>,
    _on_disconnect: Closure<dyn FnMut(JsValue)>,
}

impl Link {
    /// A connection that is still to be made, for `tab`.
    pub fn new(tab: i32, hear: impl Fn(Heard) + 'static) -> Rc<Self> {
        Rc::new(Self {
            tab,
            state: Cell::new(Connection::Connecting),
            turn: Cell::new(0),
            open: RefCell::new(None),
            hear: Box::new(hear),
        })
    }

    /// The tab that DevTools inspect.
    pub const fn tab(&self) -> i32 {
        self.tab
    }

    /// How the connection is.
    pub fn state(&self) -> Connection {
        self.state.get()
    }

    /// Asks the background for the page that the tab shows now, its log, and all that follows.
    pub fn watch(self: &Rc<Self>) {
        if self.state.get() == Connection::Outdated {
            return;
        }
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        let asked = self.port().and_then(|port| {
            let message = to_js(&FromPanel::Watch { protocol: PROTOCOL, turn }).map_err(JsValue::from)?;
            port.post_message(&message)
        });
        match asked {
            Ok(()) if self.state.get() == Connection::Connected => {}
            Ok(()) => self.become_(Connection::Connecting),
            Err(_) => self.become_(Connection::Outdated),
        }
    }

    /// Asks again if the background has gone to sleep since.
    pub fn wake(self: &Rc<Self>) {
        if self.state.get() == Connection::Asleep {
            self.watch();
        }
    }

    /// The open port; a new one where none is open.
    fn port(self: &Rc<Self>) -> Result<Port, JsValue> {
        let is_open = !matches!(self.state.get(), Connection::Asleep);
        if let Some(open) = self.open.borrow().as_ref().filter(|_| is_open) {
            return Ok(open.port.clone());
        }
        let port = connect(&format!("panel/{}", self.tab)).map_err(JsValue::from)?;
        let on_message = {
            let link = Rc::clone(self);
            Closure::new(move |message| link.hear_message(message))
        };
        let on_disconnect = {
            let link = Rc::clone(self);
            // The closure that runs must not be dropped by itself; the next port takes its place.
            Closure::new(move |_| link.become_(Connection::Asleep))
        };
        port.on_message().add(on_message.as_ref().unchecked_ref::<Function>());
        port.on_disconnect().add(on_disconnect.as_ref().unchecked_ref::<Function>());
        let open = Open { port: port.clone(), _on_message: on_message, _on_disconnect: on_disconnect };
        self.open.replace(Some(open));
        Ok(port)
    }

    fn hear_message(self: &Rc<Self>, message: JsValue) {
        match from_js(message) {
            // What this page cannot read comes from a background of another version.
            Ok(ToPanel::Outdated) | Err(_) => self.become_(Connection::Outdated),
            Ok(ToPanel::Page { turn, .. }) if turn != self.turn.get() => {}
            Ok(message) => {
                if matches!(message, ToPanel::Page { .. }) {
                    self.become_(Connection::Connected);
                }
                (self.hear)(Heard::Message(message));
            }
        }
    }

    fn become_(&self, state: Connection) {
        if self.state.replace(state) != state {
            (self.hear)(Heard::Changed);
        }
    }
}
