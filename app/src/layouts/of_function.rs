//! The frame of a page about one function: its title, the ways to the function's other pages, what there is to see.

use crate::error::UiError;
use crate::path;
use api::id::FunctionName;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Label and address of another page of the function.
pub(crate) type Way = (&'static str, fn(&FunctionName) -> String);

/// The function that the address names, as `What of NAME`, over what `inside` shows of it.
#[component]
pub(crate) fn OfFunction(
    /// What is shown, for the title: `Triggers`.
    what: &'static str,
    /// The function's other pages.
    ways: &'static [Way],
    /// What is shown of a function.
    inside: fn(Signal<FunctionName>) -> AnyView,
) -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| FunctionName::parse(params.read().get("name").unwrap_or_default()));
    view! {
        <Title text=move || format!("{what} of {}", name.get().map(String::from).unwrap_or_default()) />
        {move || match name.get() {
            Ok(name) => view! { <Framed what ways name inside /> }.into_any(),
            Err(error) => view! { <NoSuchFunction error=error.into() /> }.into_any(),
        }}
    }
}

#[component]
fn Framed(
    what: &'static str,
    ways: &'static [Way],
    name: FunctionName,
    inside: fn(Signal<FunctionName>) -> AnyView,
) -> impl IntoView {
    let links =
        ways.iter().map(|(label, path)| view! { <a class="text-accent underline" href=path(&name)>{*label}</a> });
    view! {
        <div class="mx-auto flex max-w-4xl flex-col gap-2 px-4 py-6">
            <nav aria-label="Function" class="flex flex-wrap gap-4 px-3 text-sm">{links.collect_view()}</nav>
            <h1 class="px-3 text-2xl font-semibold">{format!("{what} of {name}")}</h1>
            {inside(Signal::stored(name))}
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
