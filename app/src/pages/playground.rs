//! `/f/{name}`: write, run, read.

use crate::components::playground::page::PlaygroundView;
use crate::error::UiError;
use crate::server_fns::draft::open_playground;
use crate::ui::loaded::loaded;
use crate::ui::resource;
use api::id::FunctionName;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// The page's code, which the browser loads with the first address that shows it.
pub struct PlaygroundRoute;

#[lazy_route]
impl LazyRoute for PlaygroundRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <PlaygroundPage /> }.into_any()
    }
}

/// The page.
#[component]
fn PlaygroundPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let name = Memo::new(move |_| params.read().get("name").unwrap_or_default());
    // Not followed: another run in the address is shown without loading the function anew.
    let run = move || query.read_untracked().get("run");
    let data = resource::read(
        move || name.get(),
        move |name| {
            let run = run();
            async move { open_playground(FunctionName::parse(name)?, run).await }
        },
    );
    let page = move || {
        loaded(async move {
            match data.await {
                Ok(data) => view! { <PlaygroundView data /> }.into_any(),
                Err(error) => view! { <NotOpened error /> }.into_any(),
            }
        })
    };
    view! {
        <Title text=move || name.get() />
        {page}
    }
}

/// Why there is no page, with the status of it.
#[component]
fn NotOpened(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! {
        <div class="mx-auto flex max-w-xl flex-col gap-4 px-4 py-12">
            <h1 class="text-2xl font-semibold">"This function cannot be opened"</h1>
            <p role="alert" class="text-error">{error.to_string()}</p>
            <p>
                <a class="text-accent underline" href=crate::path::functions()>"All functions"</a>
            </p>
        </div>
    }
}
