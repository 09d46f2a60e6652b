//! An address that leads nowhere.

use crate::path;
use leptos::prelude::*;
use leptos_meta::Title;

/// The 404 page. It stands outside the layout, since whoever mistyped an address need not have a workspace yet.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(api::error::ErrorCode::NotFound);
    view! {
        <Title text="Page not found" />
        <main class="mx-auto flex max-w-xl flex-col gap-4 px-4 py-12">
            <p class="text-xs text-muted">"404"</p>
            <h1 class="text-2xl font-semibold">"There is no page at this address"</h1>
            <p>"The function may have been renamed or deleted, or the address mistyped. Deleted functions can be brought back for 30 days."</p>
            <nav aria-label="Ways on" class="flex gap-4">
                <a class="text-accent underline" href=path::functions()>"Functions"</a>
                <a class="text-accent underline" href=path::landing()>"Front page"</a>
            </nav>
        </main>
    }
}
