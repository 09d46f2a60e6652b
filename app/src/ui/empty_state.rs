//! What a list shows before it has anything: what will be there, and how to get it.

use leptos::prelude::*;

/// An empty list that teaches.
#[component]
pub fn EmptyState(
    /// What is missing.
    #[prop(into)]
    title: String,
    /// What will be here, and the way there.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="flex flex-col items-center gap-4 rounded-card border border-dashed border-control px-6 py-12 text-center">
            <h2 class="text-lg font-medium">{title}</h2>
            {children()}
        </div>
    }
}
