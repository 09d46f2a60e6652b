//! What can be done from anywhere by keyboard: pages, functions, and the actions that the open page offers.

use leptos::prelude::*;

/// An action of the open page.
#[derive(Debug, Clone)]
pub struct Command {
    /// What it does, as `Deploy`.
    pub label: String,
    /// Its own key, as `Ctrl+Shift+U`; empty if it has none.
    pub keys: &'static str,
    /// Does it.
    pub run: Callback<()>,
}

/// The command box and the key list; every page finds them in its context.
#[derive(Debug, Clone, Copy)]
pub struct Commands {
    /// Whether the command box is open.
    pub box_open: RwSignal<bool>,
    /// Whether the key list is open.
    pub keys_open: RwSignal<bool>,
    /// Whether the rail of places is shown.
    pub rail_shown: RwSignal<bool>,
    offered: RwSignal<Vec<Command>>,
}

impl Default for Commands {
    fn default() -> Self {
        Self {
            box_open: RwSignal::new(false),
            keys_open: RwSignal::new(false),
            rail_shown: RwSignal::new(true),
            offered: RwSignal::new(Vec::new()),
        }
    }
}

impl Commands {
    /// Offers the actions of a page in the command box, as long as the page is there.
    pub fn offer(self, commands: Vec<Command>) {
        self.offered.set(commands);
        on_cleanup(move || {
            let _ = self.offered.try_update(Vec::clear);
        });
    }

    /// The actions of the open page.
    #[must_use]
    pub fn offered(self) -> Vec<Command> {
        self.offered.get()
    }
}

/// The keys that work on every page, for the key list. The others are offered by their page.
pub const KEYS: [(&str, &str); 13] = [
    ("Ctrl+K", "Search, or run a command"),
    ("?", "This list"),
    ("Ctrl+Enter", "Run with the event that is shown"),
    ("Ctrl+S", "Save the draft now"),
    ("Ctrl+Shift+U", "Deploy"),
    ("Ctrl+J", "Show or hide the right panel"),
    ("Ctrl+B", "Show or hide the places on the left"),
    ("F6, Shift+F6", "Next, previous part of the page"),
    ("Ctrl+M", "Let Tab leave the editor, or indent again"),
    ("Alt+1 … Alt+6", "Result, Logs, Timeline, Bill, History, Environments"),
    ("Arrow keys", "Move a splitter that has the focus"),
    ("/", "Filter the log"),
    ("Esc", "Close what is open"),
];

/// A key that belongs to every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GlobalKey {
    /// The command box.
    Commands,
    /// The key list.
    Keys,
    /// The rail.
    Rail,
}

/// What a key means here. `?` is a letter wherever one types.
pub(super) fn global_key(key: &str, is_control: bool, is_typing: bool) -> Option<GlobalKey> {
    match (key, is_control, is_typing) {
        ("k" | "K", true, _) => Some(GlobalKey::Commands),
        ("b" | "B", true, _) => Some(GlobalKey::Rail),
        ("?", false, false) => Some(GlobalKey::Keys),
        _ => None,
    }
}

/// Listens as long as the layout is there, once it is alive.
pub(super) fn listen(commands: Commands) {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let is_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            let Some(key) = global_key(&event.key(), is_control, is_typing(&event)) else { return };
            event.prevent_default();
            match key {
                GlobalKey::Commands => commands.box_open.set(true),
                GlobalKey::Keys => commands.keys_open.set(true),
                GlobalKey::Rail => commands.rail_shown.update(|shown| *shown = !*shown),
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Whether the key goes into a text.
#[cfg(feature = "hydrate")]
fn is_typing(event: &leptos::ev::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    target.is_some_and(|target| {
        target.is_content_editable() || ["INPUT", "TEXTAREA", "SELECT"].contains(&target.tag_name().as_str())
    })
}

/// No key is pressed on the server.
#[cfg(not(feature = "hydrate"))]
fn is_typing(_event: &leptos::ev::KeyboardEvent) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_mark_in_a_text_is_a_letter() {
        assert_eq!(global_key("?", false, false), Some(GlobalKey::Keys));
        assert_eq!(global_key("?", false, true), None);
        assert_eq!(global_key("k", true, true), Some(GlobalKey::Commands));
        assert_eq!(global_key("b", true, true), Some(GlobalKey::Rail));
        assert_eq!(global_key("b", false, false), None);
        assert_eq!(global_key("k", false, false), None);
    }
}
