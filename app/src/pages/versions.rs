//! `/f/{name}/versions`: versions, aliases, permissions.

use crate::components::versions::VersionsPanel;
use crate::error::UiError;
use crate::path;
use api::id::FunctionName;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// The page's code, which the browser loads with the first address that shows it.
pub struct VersionsRoute;

#[lazy_route]
impl LazyRoute for VersionsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <VersionsPage /> }.into_any()
    }
}

/// The page.
#[component]
fn VersionsPage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| FunctionName::parse(params.read().get("name").unwrap_or_default()));
    view! {
        <Title text=move || format!("Versions of {}", name.get().map(String::from).unwrap_or_default()) />
        {move || match name.get() {
            Ok(name) => view! { <VersionsOf name /> }.into_any(),
            Err(error) => view! { <NoSuchFunction error=error.into() /> }.into_any(),
        }}
    }
}

#[component]
fn VersionsOf(name: FunctionName) -> impl IntoView {
    let function = Signal::stored(name.clone());
    view! {
        <div class="mx-auto flex max-w-4xl flex-col gap-2 px-4 py-6">
            <nav aria-label="Function" class="flex flex-wrap gap-4 px-3 text-sm">
                <a class="text-accent underline" href=path::playground(&name)>"Code and runs"</a>
                <a class="text-accent underline" href=path::runs(&name)>"History"</a>
                <a class="text-accent underline" href=path::triggers(&name)>"Triggers"</a>
            </nav>
            <h1 class="px-3 text-2xl font-semibold">"Versions and aliases of "{name.to_string()}</h1>
            <VersionsPanel function />
        </div>
    }
}

/// An address with a name that no function can have.
#[component]
fn NoSuchFunction(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(api::error::ErrorCode::NotFound);
    view! {
        <div class="mx-auto flex max-w-3xl flex-col gap-4 px-4 py-12">
            <h1 class="text-2xl font-semibold">"There is no such function"</h1>
            <p role="alert" class="text-error">{error.to_string()}</p>
            <p><a class="text-accent underline" href=path::functions()>"All functions"</a></p>
        </div>
    }
}
