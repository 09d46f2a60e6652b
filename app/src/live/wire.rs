//! The connection itself: a WebSocket, or server-sent events where sockets do not work. Browser only.
//!
//! One [`Wire`] lives in the page's [`Live`]. Every attempt has a number, and whatever an older attempt still has to say is
//! ignored, so that a slow close can never disturb the connection that came after it.
//!
//! ```text
//! attempt ──Welcome──▶ live ──close, silence──▶ wait (backoff) ──▶ attempt …
//!    └──closed before Welcome: after two of them the next attempt is by server-sent events, and back──┘
//! ```

use super::backoff::{SOCKET_ATTEMPTS_MAX, wait_ms};
use super::receive::{have_holes, receive, turn_soon};
use super::{Connection, Live};
use api::message::{ClientMessage, PROTOCOL_VERSION, RunPosition, ServerMessage};
use leptos::leptos_dom::helpers::{IntervalHandle, TimeoutHandle, set_interval_with_handle, set_timeout_with_handle};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent, WebSocket};

/// How often a page asks whether the server is still there.
const PING_EVERY: Duration = Duration::from_secs(20);
/// Silence after which a connection counts as lost, in milliseconds; an answer to a ping is no silence.
const SILENCE_MS_MAX: f64 = 45_000.0;
/// How long an event may be missing before the page asks for it again.
const HOLE_PATIENCE: Duration = Duration::from_millis(500);
/// Where a reload because of another protocol is remembered, so that it happens once.
const RELOADED_KEY: &str = "coldstart_reloaded_for";

type Handler = Closure<dyn FnMut(MessageEvent)>;

/// What is open.
enum Link {
    Socket { socket: WebSocket, _handlers: [Handler; 2] },
    Events { source: EventSource, _handlers: [Handler; 2] },
}

/// The page's connection and what is known about it.
pub(super) struct Wire {
    link: Option<Link>,
    attempt: u32,
    /// Attempts that failed one after the other.
    failures: u32,
    /// Of these, how many by socket since server-sent events were tried last.
    socket_failures: u32,
    heard_at_ms: f64,
    hole_is_watched: bool,
    retry: Option<TimeoutHandle>,
    ping: Option<IntervalHandle>,
}

impl Drop for Link {
    fn drop(&mut self) {
        match self {
            Self::Socket { socket, .. } => {
                socket.set_onmessage(None);
                socket.set_onclose(None);
                let _ = socket.close();
            }
            Self::Events { source, .. } => {
                source.set_onmessage(None);
                source.set_onerror(None);
                source.close();
            }
        }
    }
}

/// Connects when the page is alive, again when the function changes, and lets go when the page is left.
pub(super) fn keep_connected(live: Live) {
    Effect::new(move |before: Option<()>| {
        live.function.track();
        match before {
            None => begin(live),
            Some(()) => resume(live),
        }
    });
    watch_holes(live);
    let online = window_event_listener(leptos::ev::online, move |_| try_now(live));
    on_cleanup(move || {
        online.remove();
        if let Some(Some(wire)) = live.wire.try_update_value(Option::take) {
            wire.retry.inspect(TimeoutHandle::clear);
            wire.ping.inspect(IntervalHandle::clear);
        }
    });
}

fn begin(live: Live) {
    let ping = set_interval_with_handle(move || check_silence(live), PING_EVERY).ok();
    let wire = Wire {
        link: None,
        attempt: 0,
        failures: 0,
        socket_failures: 0,
        heard_at_ms: js_sys::Date::now(),
        hole_is_watched: false,
        retry: None,
        ping,
    };
    live.wire.set_value(Some(wire));
    connect(live);
}

fn with_wire<T>(live: Live, change: impl FnOnce(&mut Wire) -> T) -> Option<T> {
    live.wire.try_update_value(|wire| wire.as_mut().map(change)).flatten()
}

fn connect(live: Live) {
    let next = with_wire(live, |wire| {
        wire.link = None;
        wire.attempt += 1;
        wire.heard_at_ms = js_sys::Date::now();
        (wire.attempt, wire.socket_failures >= SOCKET_ATTEMPTS_MAX)
    });
    let Some((attempt, by_events)) = next else { return };
    let link = if by_events { open_events(live, attempt) } else { open_socket(live, attempt) };
    match link {
        Some(link) => _ = with_wire(live, |wire| wire.link = Some(link)),
        None => lost(live, attempt),
    }
}

fn open_socket(live: Live, attempt: u32) -> Option<Link> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    let socket = WebSocket::new(&format!("{scheme}://{}/ws", location.host().ok()?)).ok()?;
    let on_message = Handler::new(move |event: MessageEvent| heard(live, attempt, &event));
    let on_close = Handler::new(move |_| lost(live, attempt));
    socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
    Some(Link::Socket { socket, _handlers: [on_message, on_close] })
}

fn open_events(live: Live, attempt: u32) -> Option<Link> {
    let seen = RunPosition::list_to_text(&live.runs.with_value(super::Runs::positions));
    let function = live.function.get_untracked();
    let source = EventSource::new(&format!("/live/runs?function={function}&seen={seen}")).ok()?;
    let on_message = Handler::new(move |event: MessageEvent| heard(live, attempt, &event));
    let on_error = Handler::new(move |_| lost(live, attempt));
    source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Some(Link::Events { source, _handlers: [on_message, on_error] })
}

fn heard(live: Live, attempt: u32, event: &MessageEvent) {
    let is_current = with_wire(live, |wire| {
        wire.heard_at_ms = js_sys::Date::now();
        wire.attempt == attempt
    });
    let (Some(true), Some(text)) = (is_current, event.data().as_string()) else { return };
    match serde_json::from_slice(text.as_bytes()) {
        Ok(ServerMessage::Welcome { protocol }) if protocol != PROTOCOL_VERSION => reload_once(protocol),
        Ok(ServerMessage::Welcome { .. }) => welcomed(live),
        Ok(message) => receive(live, message),
        Err(error) => leptos::logging::warn!("a message of the server was not understood: {error}"),
    }
}

fn welcomed(live: Live) {
    let by_events = with_wire(live, |wire| {
        wire.failures = 0;
        if matches!(wire.link, Some(Link::Socket { .. })) {
            wire.socket_failures = 0;
        }
        matches!(wire.link, Some(Link::Events { .. }))
    });
    live.connection.set(if by_events == Some(true) { Connection::ServerSentEvents } else { Connection::Sockets });
    // The server begins with none.
    live.environments.set(api::message::EnvironmentCounts::default());
    live.lives.set_value(super::environments::Environments::default());
    subscribe(live);
    // Runs that began and ended meanwhile are in the lists only.
    turn_soon(live);
    if let Some(run) = live.in_use.get_value().filter(|run| !live.knows(run)) {
        live.load(run);
    }
}

/// Over server-sent events the address has said it.
fn subscribe(live: Live) {
    let seen = live.runs.with_value(super::Runs::positions);
    send(live, &ClientMessage::Subscribe { function: live.function.get_untracked(), seen });
}

/// Says something to the server; `false` where no socket is open.
pub(super) fn send(live: Live, message: &ClientMessage) -> bool {
    let Ok(text) = serde_json::to_string(message) else { return false };
    let sent = with_wire(live, |wire| match &wire.link {
        Some(Link::Socket { socket, .. }) if socket.ready_state() == WebSocket::OPEN => {
            socket.send_with_str(&text).is_ok()
        }
        _ => false,
    });
    sent == Some(true)
}

fn lost(live: Live, attempt: u32) {
    let wait = with_wire(live, |wire| {
        if wire.attempt != attempt {
            return None;
        }
        wire.failures += 1;
        match wire.link {
            Some(Link::Events { .. }) => wire.socket_failures = 0,
            Some(Link::Socket { .. }) | None => wire.socket_failures += 1,
        }
        // Dropping a link inside its own handler would free the closure that runs.
        wire.attempt += 1;
        Some(wait_ms(wire.failures, js_sys::Math::random()))
    });
    let Some(Some(wait_ms)) = wait else { return };
    live.connection.set(Connection::Offline { retry_in_s: wait_ms.div_ceil(1_000) });
    let retry = set_timeout_with_handle(move || connect(live), Duration::from_millis(wait_ms.into())).ok();
    with_wire(live, |wire| wire.retry = retry);
    poll_run_in_use(live);
}

/// Without a connection, the run on the screen is looked at with every attempt.
fn poll_run_in_use(live: Live) {
    if let Some(run) = live.in_use.get_value() {
        live.load(run);
    }
}

fn try_now(live: Live) {
    if live.connection.get_untracked().is_live() {
        return;
    }
    let retry = with_wire(live, |wire| wire.retry.take()).flatten();
    if let Some(retry) = retry {
        retry.clear();
        connect(live);
    }
}

fn check_silence(live: Live) {
    let silent = with_wire(live, |wire| {
        let is_silent = js_sys::Date::now() - wire.heard_at_ms > SILENCE_MS_MAX;
        // The browser says itself when server-sent events end.
        (is_silent && matches!(wire.link, Some(Link::Socket { .. }))).then_some(wire.attempt)
    });
    match silent.flatten() {
        Some(attempt) if live.connection.get_untracked().is_live() => lost(live, attempt),
        _ => _ = send(live, &ClientMessage::Ping),
    }
}

/// Asks again for what is missing, if it does not come by itself.
fn watch_holes(live: Live) {
    Effect::new(move |_| {
        live.frame.track();
        let starts = have_holes(live)
            && with_wire(live, |wire| !std::mem::replace(&mut wire.hole_is_watched, true)) == Some(true);
        if starts {
            set_timeout(
                move || {
                    with_wire(live, |wire| wire.hole_is_watched = false);
                    if have_holes(live) {
                        resume(live);
                    }
                },
                HOLE_PATIENCE,
            );
        }
    });
}

/// Subscribes anew from where this page is.
fn resume(live: Live) {
    match live.connection.get_untracked() {
        Connection::Sockets => subscribe(live),
        Connection::ServerSentEvents => connect(live),
        // The next connection subscribes.
        Connection::Connecting | Connection::Offline { .. } => {}
    }
}

/// The server was updated: the page is, too. Drafts are saved as they are typed.
fn reload_once(protocol: u32) {
    let Ok(Some(storage)) = window().session_storage() else { return };
    let wanted = protocol.to_string();
    if storage.get_item(RELOADED_KEY).ok().flatten().as_ref() != Some(&wanted) {
        let _ = storage.set_item(RELOADED_KEY, &wanted);
        let _ = window().location().reload();
    }
}
