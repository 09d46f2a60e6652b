//! `/f/{name}/tune`: which memory size suits a function.

use crate::components::tuning::form::TuningForm;
use crate::components::tuning::results::TuningResults;
use crate::components::tuning::running::Tuning;
use crate::error::UiError;
use crate::layouts::account::AccountContext;
use crate::path;
use crate::server_fns::tuning::{TuningData, open_tuning};
use crate::ui::error_card::ErrorCard;
use crate::ui::loaded::loaded;
use crate::ui::resource;
use api::id::FunctionName;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// The page's code, which the browser loads with the first address that shows it.
pub struct TuneRoute;

#[lazy_route]
impl LazyRoute for TuneRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <TunePage /> }.into_any()
    }
}

/// The page.
#[component]
fn TunePage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.read().get("name").unwrap_or_default());
    let data = resource::read(move || name.get(), |name| async move { open_tuning(FunctionName::parse(name)?).await });
    let page = move || {
        loaded(async move {
            match data.await {
                Ok(data) => view! { <Tune data /> }.into_any(),
                Err(error) => view! { <NotOpened error /> }.into_any(),
            }
        })
    };
    view! {
        <Title text=move || format!("Memory sizes of {}", name.get()) />
        <div class="mx-auto flex max-w-4xl flex-col gap-4 p-4">{page}</div>
    }
}

#[component]
fn Tune(data: TuningData) -> impl IntoView {
    let TuningData { name, memory_mib, event } = data;
    let account = expect_context::<AccountContext>().account;
    let book = Signal::derive(move || account.read().price_book);
    let tuning = Tuning::new();
    view! {
        <nav aria-label="Function" class="flex flex-wrap gap-4 text-sm">
            <a class="text-accent underline" href=path::playground(&name)>"Code and runs"</a>
            <a class="text-accent underline" href=path::runs(&name)>"History"</a>
        </nav>
        <h1 class="text-2xl font-semibold">"Memory sizes of " {name.to_string()}</h1>
        <p class="max-w-prose text-muted">
            "More memory is more CPU: a function that computes gets faster, one that waits only gets dearer. This runs the draft with one event at each size, several times, cold and warm."
        </p>
        <noscript>"Comparing memory sizes needs JavaScript."</noscript>
        <TuningForm function=name.clone() event memory_mib tuning />
        <TuningResults function=name book tuning />
    }
}

/// Why there is no page, with the status of it.
#[component]
fn NotOpened(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! { <ErrorCard title="There is nothing to compare" reason=error.to_string() /> }
}
