//! What stands in the place of something that could not be loaded.

use leptos::prelude::*;

/// A failure: what was wanted, the reason in the words of whoever refused, and a way on.
#[component]
pub fn ErrorCard(
    /// What could not be done.
    #[prop(into)]
    title: String,
    /// Why.
    #[prop(into)]
    reason: String,
    /// Tries again, where that can help.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// A way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let retry = on_retry.map(|on_retry| {
        view! {
            <button type="button" class="min-h-8 self-start rounded-control border border-control px-3" on:click=move |_| on_retry.run(())>
                "Try again"
            </button>
        }
    });
    view! {
        <div role="alert" class="flex flex-col gap-3 rounded-card border border-error bg-surface px-4 py-3">
            <h2 class="text-lg font-medium text-error">
                <span aria-hidden="true">"✗ "</span>
                {title}
            </h2>
            <p class="break-words">{reason}</p>
            {retry}
            {children.map(|children| children())}
        </div>
    }
}
