//! The events as they stand, kept up to date by the server.

use api::queue::EventsView;
use api::time::UnixMillis;
use leptos::prelude::*;
use std::time::Duration;

/// What the page knows. Copies share it.
#[derive(Debug, Clone, Copy)]
pub struct Feed {
    /// As the server told it last.
    pub view: RwSignal<EventsView>,
    /// Milliseconds since then, for what counts down.
    passed_ms: RwSignal<u64>,
    /// Whether the server tells at all.
    pub is_connected: RwSignal<bool>,
}

/// How often what counts down is shown anew.
const TICK: Duration = Duration::from_secs(1);

impl Feed {
    /// Begins with what the page was rendered with, and follows the server as long as the page is there.
    #[must_use]
    pub fn new(view: EventsView) -> Self {
        let feed = Self { view: RwSignal::new(view), passed_ms: RwSignal::new(0), is_connected: RwSignal::new(true) };
        Effect::new(move |_| {
            follow(feed);
            let tick = move || feed.passed_ms.update(|ms| *ms += 1_000);
            if let Ok(ticks) = set_interval_with_handle(tick, TICK) {
                on_cleanup(move || ticks.clear());
            }
        });
        feed
    }

    /// About now, on the account's clock. `is_paused` says that it stands still.
    #[must_use]
    pub fn now(self, is_paused: bool) -> UnixMillis {
        let UnixMillis(told) = self.view.read().now;
        let passed = if is_paused { 0 } else { self.passed_ms.get() };
        UnixMillis(told.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX)))
    }

    /// The server told something new.
    #[cfg(feature = "hydrate")]
    fn told(self, view: EventsView) {
        self.passed_ms.set(0);
        self.is_connected.set(true);
        self.view.set(view);
    }
}

/// What is open, and what listens to it.
#[cfg(feature = "hydrate")]
struct Open {
    source: web_sys::EventSource,
    _handlers: [wasm_bindgen::closure::Closure<dyn FnMut(web_sys::MessageEvent)>; 2],
}

#[cfg(feature = "hydrate")]
impl Drop for Open {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// The browser connects anew by itself when the connection is lost.
#[cfg(feature = "hydrate")]
fn follow(feed: Feed) {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{EventSource, MessageEvent};

    let Ok(source) = EventSource::new("/live/events") else { return };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(text) = event.data().as_string() else { return };
        match serde_json::from_slice(text.as_bytes()) {
            Ok(view) => feed.told(view),
            Err(error) => leptos::logging::warn!("events of the server were not understood: {error}"),
        }
    });
    let on_error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| feed.is_connected.set(false));
    source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let open = StoredValue::new_local(Some(Open { source, _handlers: [on_message, on_error] }));
    on_cleanup(move || drop(open.try_update_value(Option::take)));
}

/// The server shows the events as they are when it renders.
#[cfg(not(feature = "hydrate"))]
fn follow(_feed: Feed) {}
