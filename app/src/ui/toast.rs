//! Short notes that go away by themselves, with an action to undo what was just done.

use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long a note without an action stays.
const NOTE_STAYS: Duration = Duration::from_secs(6);
/// How long an offer to undo stays.
const UNDO_STAYS: Duration = Duration::from_secs(10);
/// Notes on the screen at once; the oldest gives way.
const TOASTS_MAX: usize = 4;

/// How urgent a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ToastTone {
    Info,
    Error,
}

/// One note on the screen.
#[derive(Debug, Clone)]
struct Toast {
    id: u64,
    tone: ToastTone,
    text: Arc<str>,
    undo: Option<Callback<()>>,
}

/// The notes of the page; every page finds it in its context.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next_id: StoredValue<u64>,
    owner: StoredValue<Option<Owner>>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next_id: StoredValue::new(0),
            owner: StoredValue::new(Owner::current()),
        }
    }
}

impl Toasts {
    /// The notes of this page. Outside a layout there is nobody to show them, which is no reason to fail.
    #[must_use]
    pub fn of_page() -> Self {
        use_context().unwrap_or_default()
    }

    /// Says that something happened.
    pub fn info(self, text: impl Into<String>) {
        self.show(ToastTone::Info, text.into(), None);
    }

    /// Says that something failed.
    pub fn error(self, text: impl Into<String>) {
        self.show(ToastTone::Error, text.into(), None);
    }

    /// Says that something happened, and offers to undo it for ten seconds, also on the page that comes next.
    pub fn with_undo(self, text: impl Into<String>, undo: impl Into<Callback<()>>) {
        // A callback lives as long as whoever is being built: here that must be the frame, which outlives the page.
        let undo = self.owner.with_value(|owner| match owner {
            Some(owner) => owner.with(|| undo.into()),
            None => undo.into(),
        });
        self.show(ToastTone::Info, text.into(), Some(undo));
    }

    fn show(self, tone: ToastTone, text: String, undo: Option<Callback<()>>) {
        let id = self.next_id.with_value(|id| id + 1);
        self.next_id.set_value(id);
        let toast = Toast { id, tone, text: text.into(), undo };
        self.shown.update(|shown| {
            shown.push(toast);
            let over = shown.len().saturating_sub(TOASTS_MAX);
            shown.drain(..over);
        });
        let stays = if undo.is_some() { UNDO_STAYS } else { NOTE_STAYS };
        set_timeout(move || self.dismiss(id), stays);
    }

    fn dismiss(self, id: u64) {
        let _ = self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Where the page's notes appear. They are announced, and never take the focus.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::of_page();
    view! {
        <div aria-live="polite" class="pointer-events-none fixed inset-x-0 bottom-8 z-40 flex flex-col items-center gap-2 px-4">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <ToastCard toasts toast />
            </For>
        </div>
    }
}

#[component]
fn ToastCard(toasts: Toasts, toast: Toast) -> impl IntoView {
    const CARD: &str = "pointer-events-auto flex max-w-xl items-center gap-3 rounded-card border border-control bg-raised px-4 py-2 shadow-overlay";
    let tone = match toast.tone {
        ToastTone::Info => "",
        ToastTone::Error => "text-error",
    };
    let role = (toast.tone == ToastTone::Error).then_some("alert");
    let id = toast.id;
    let undo = toast.undo.map(|undo| {
        let press = move |_| {
            toasts.dismiss(id);
            let _ = undo.try_run(());
        };
        view! { <button type="button" class="min-h-8 px-2 font-medium text-accent underline" on:click=press>"Undo"</button> }
    });
    view! {
        <div class=CARD>
            <p class=tone role=role>{toast.text.to_string()}</p>
            {undo}
            <button type="button" class="min-h-8 min-w-8 text-muted" aria-label="Close note" on:click=move |_| toasts.dismiss(id)>
                "×"
            </button>
        </div>
    }
}
