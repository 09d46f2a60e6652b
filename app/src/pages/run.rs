//! `/f/{name}/runs/{id}`: one run with everything that is known of it.

use crate::components::output::RunPanels;
use crate::error::UiError;
use crate::live::Live;
use crate::live::stored::StoredRun;
use crate::path;
use crate::server_fns::history::read_run;
use crate::ui::error_card::ErrorCard;
use crate::ui::loaded::loaded;
use crate::ui::resource;
use api::error::{ApiError, ErrorCode};
use api::id::{FunctionName, RunId};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// What the address asks for.
type Asked = Result<(FunctionName, RunId), ApiError>;

/// The page's code, which the browser loads with the first address that shows it.
pub struct RunRoute;

#[lazy_route]
impl LazyRoute for RunRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <RunPage /> }.into_any()
    }
}

/// The run.
#[component]
fn RunPage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| -> Asked {
        let params = params.read();
        let name = FunctionName::parse(params.get("name").unwrap_or_default())?;
        Ok((name, RunId::parse(params.get("id").unwrap_or_default())?))
    });
    let run = resource::read(move || asked.get(), load);
    view! {
        <Title text="Run" />
        <div class="mx-auto flex max-w-5xl flex-col gap-4 p-4">
            {move || loaded(async move { shown(run.await) })}
        </div>
    }
}

/// A run of another function is not found at this address.
async fn load(asked: Asked) -> Result<StoredRun, UiError> {
    let (name, id) = asked.map_err(UiError::Refused)?;
    let run = read_run(id.clone()).await?;
    match run.summary.function == name {
        true => Ok(run),
        false => Err(UiError::Refused(ApiError::new(ErrorCode::NotFound, format!("`{name}` has no run `{id}`")))),
    }
}

fn shown(run: Result<StoredRun, UiError>) -> AnyView {
    match run {
        Ok(run) => view! { <OneRun run /> }.into_any(),
        Err(error) => {
            #[cfg(feature = "ssr")]
            crate::context::set_page_status(error.code());
            view! {
                <h1 class="text-2xl font-semibold">"Run"</h1>
                <ErrorCard title="This run cannot be shown" reason=error.to_string() />
            }
            .into_any()
        }
    }
}

/// A run that has not ended goes on before the reader's eyes.
#[component]
fn OneRun(run: StoredRun) -> impl IntoView {
    let (name, id) = (run.summary.function.clone(), run.summary.id.clone());
    let live = Live::provide(Signal::stored(name.clone()));
    live.seed(run);
    let view = live.run(Signal::stored(Some(id.clone())));
    view! {
        <nav aria-label="Function" class="flex flex-wrap gap-4">
            <a class="inline-flex min-h-6 items-center text-accent underline" href=path::playground_run(&name, &id)>"Open in the playground"</a>
            <a class="inline-flex min-h-6 items-center text-accent underline" href=path::runs(&name)>{format!("All runs of {name}")}</a>
        </nav>
        <h1 class="text-2xl font-semibold">{format!("Run of {name}")}</h1>
        <p class="font-mono text-xs break-all text-muted">{id.to_string()}</p>
        <RunPanels live view />
    }
}
