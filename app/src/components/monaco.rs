//! Monaco over a text box that already works.
//!
//! Wanted: the text box is what the server sends and what a form posts; Monaco comes after the first paint and takes its
//! place, never before, and where it cannot (a narrow page, a failed download) the text box stays. The text lives in the
//! caller's signals; the editor tells each edit, and is told of every other change by `reloads`.

#[cfg(feature = "hydrate")]
mod host;
#[cfg(feature = "hydrate")]
mod js;

use leptos::html;
use leptos::prelude::*;
use serde::Serialize;

/// Whether Monaco is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum MonacoState {
    /// On its way; the text box is shown meanwhile.
    #[default]
    Loading,
    /// It has taken the text box's place.
    Ready,
    /// The page is too narrow for it.
    Narrow,
    /// It could not be loaded, and why.
    Failed(String),
}

/// A marked place in a file, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// What is said about it.
    pub message: String,
}

/// How the editor and the page are linked: what it shows and whom it tells.
#[derive(Clone, Copy)]
pub struct MonacoLink {
    /// Path and text of every text file; read when `reloads` or `open` change, not followed.
    pub files: Callback<(), Vec<(String, String)>>,
    /// The open file; nothing while it is not text.
    pub open: Signal<Option<String>>,
    /// Grows when files were changed by something else than the editor.
    pub reloads: Signal<u32>,
    /// Marks of a run, by file.
    pub marks: Signal<Vec<(String, Mark)>>,
    /// A place to show: file, line, column.
    pub reveal: Signal<Option<(String, u32, u32)>>,
    /// The event, for completion.
    pub event: Signal<String>,
    /// Whether nothing can be typed.
    pub read_only: Signal<bool>,
    /// Size of the letters, in pixels.
    pub font_size: Signal<u32>,
    /// After each edit: path and text.
    pub on_change: Callback<(String, String)>,
    /// A key that belongs to the page, by its name in `app/js/editor.js`.
    pub on_action: Callback<String>,
    /// Whether it is there.
    pub state: RwSignal<MonacoState>,
}

/// The editor's place on the page; empty until Monaco is there.
#[component]
pub fn Monaco(
    /// What it shows and whom it tells.
    props: MonacoLink,
) -> impl IntoView {
    let host = NodeRef::<html::Div>::new();
    #[cfg(feature = "hydrate")]
    host::attach(host, props);
    let hidden = move || props.state.get() != MonacoState::Ready || props.open.get().is_none();
    view! { <div node_ref=host class="absolute inset-0" class:invisible=hidden></div> }
}

/// Two texts to compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The file, which decides the language.
    pub path: String,
    /// The older text.
    pub original: String,
    /// The newer text.
    pub modified: String,
}

/// A comparison of two texts. Until Monaco is there, and where it cannot be, both texts are shown as they are.
#[component]
pub fn MonacoDiff(
    /// What to compare.
    #[prop(into)]
    comparison: Signal<Comparison>,
) -> impl IntoView {
    let host = NodeRef::<html::Div>::new();
    let state = RwSignal::new(MonacoState::Loading);
    #[cfg(feature = "hydrate")]
    host::attach_diff(host, comparison, state);
    let plain = move || state.get() != MonacoState::Ready;
    view! {
        <div class="relative h-56 overflow-hidden rounded border border-divider">
            <div node_ref=host class="absolute inset-0" class:invisible=plain></div>
            <Show when=plain>
                <div class="absolute inset-0 grid grid-cols-2 gap-2 overflow-auto font-mono">
                    <pre tabindex="0" aria-label="Old text" class="p-2">{move || comparison.get().original}</pre>
                    <pre tabindex="0" aria-label="New text" class="p-2">{move || comparison.get().modified}</pre>
                </div>
            </Show>
        </div>
    }
}
