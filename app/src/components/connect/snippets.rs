//! Tabs with what to paste.

use super::texts::{Access, Tool};
use crate::components::output::copy::CopyButton;
use leptos::prelude::*;

/// The snippets, one tool at a time.
#[component]
pub fn Snippets(
    /// What stands in them.
    access: Signal<Access>,
) -> impl IntoView {
    const TOOL: &str =
        "min-h-8 rounded-control border border-control px-3 aria-pressed:border-accent aria-pressed:bg-surface";
    let chosen = RwSignal::new(Tool::Cli);
    let text = Memo::new(move |_| chosen.get().text(&access.read()));
    let buttons = Tool::ALL.map(|tool| {
        view! {
            <button type="button" class=TOOL aria-pressed=move || (chosen.get() == tool).to_string() on:click=move |_| chosen.set(tool)>
                {tool.label()}
            </button>
        }
    });
    view! {
        <section aria-labelledby="paste" class="flex flex-col gap-3 rounded-card border border-divider p-4">
            <h2 id="paste" class="text-lg font-medium">"What to paste"</h2>
            <div role="group" aria-label="Tool" class="flex flex-wrap gap-2">{buttons.into_iter().collect_view()}</div>
            <pre aria-label="Snippet" role="region" tabindex="0" class="overflow-x-auto rounded-card bg-surface p-3 font-mono text-xs">{text}</pre>
            <div><CopyButton what="snippet" text=Callback::new(move |()| text.get_untracked()) /></div>
        </section>
    }
}
