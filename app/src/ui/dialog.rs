//! A window over the page: the browser's own `<dialog>`, which keeps the focus inside and gives it back.

use leptos::html;
use leptos::prelude::*;

/// A modal window. Escape, the close button and a press beside it close it.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Unique on the page.
    id: &'static str,
    /// Its title, which is also its name.
    title: &'static str,
    /// What is in it; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    const WINDOW: &str =
        "w-[min(40rem,calc(100vw-2rem))] rounded-card border border-control bg-raised text-text shadow-overlay";
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let heading = StoredValue::new(format!("{id}-title"));
    let beside = move |event: leptos::ev::MouseEvent| {
        // Only the backdrop is the dialog itself; everything in the window is one of its children.
        let is_backdrop =
            element.get_untracked().is_some_and(|dialog| event.target().as_ref() == Some(dialog.as_ref()));
        if is_backdrop {
            open.set(false);
        }
    };
    view! {
        <dialog node_ref=element id=id class=WINDOW aria-labelledby=heading.get_value() on:close=move |_| open.set(false) on:click=beside>
            <div class="flex max-h-[80vh] flex-col gap-4 overflow-y-auto p-4">
                <div class="flex items-center justify-between gap-4">
                    <h2 id=heading.get_value() class="text-lg font-medium">{title}</h2>
                    <button type="button" class="min-h-8 min-w-8 rounded-control text-muted hover:bg-surface" on:click=move |_| open.set(false)>
                        "Close"
                    </button>
                </div>
                <Show when=move || open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
