//! What holds the place of something that is on its way.

use leptos::prelude::*;

/// Grey lines of the height that the content will have, so that nothing moves when it comes.
#[component]
pub fn Skeleton(
    /// What is on its way.
    #[prop(into)]
    label: String,
    /// How many lines.
    lines: usize,
) -> impl IntoView {
    let lines = (0..lines).map(|_| view! { <div class="h-8 rounded-control bg-surface"></div> }).collect_view();
    view! {
        <div role="status" aria-busy="true" class="flex flex-col gap-2 p-4">
            <span class="sr-only">{label}</span>
            {lines}
        </div>
    }
}
