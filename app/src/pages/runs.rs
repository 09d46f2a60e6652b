//! `/f/{name}/runs`: the history of one function, a page at a time, or those of its runs that are wanted.

mod filter_form;

use crate::components::output::history::RunsTable;
use crate::error::UiError;
use crate::path;
use crate::server_fns::history::{HISTORY_ROWS_MAX, read_filtered_runs};
use crate::ui::button::{ButtonVariant, LinkButton};
use crate::ui::empty_state::EmptyState;
use crate::ui::error_card::ErrorCard;
use crate::ui::resource;
use crate::ui::skeleton::Skeleton;
use api::error::ApiError;
use api::id::{FunctionName, RunId};
use api::run::RunSummary;
use api::run_filter::RunFilter;
use filter_form::FilterForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

/// What the address asks for; a name or a run that cannot exist is not found.
type Asked = Result<(FunctionName, RunFilter, Option<RunId>), ApiError>;

/// The page's code, which the browser loads with the first address that shows it.
pub struct RunsRoute;

#[lazy_route]
impl LazyRoute for RunsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_route: Self) -> AnyView {
        view! { <RunsPage /> }.into_any()
    }
}

/// The history.
#[component]
fn RunsPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| -> Asked {
        let name = FunctionName::parse(params.read().get("name").unwrap_or_default())?;
        let query = query.read();
        let filter = RunFilter::of_query(|part| query.get(part))?;
        Ok((name, filter, query.get("before").map(RunId::parse).transpose()?))
    });
    let page = resource::read(move || asked.get(), load);
    let title = move || asked.get().map(|(name, ..)| format!("Runs of {name}")).unwrap_or_else(|_| "Runs".to_owned());
    view! {
        <Title text=title />
        <div class="mx-auto flex max-w-6xl flex-col gap-4 p-4">
            <h1 class="text-2xl font-semibold">{title}</h1>
            <Transition fallback=|| view! { <Skeleton label="Loading the history" lines=8 /> }>
                {move || Suspend::new(async move { shown(page.await) })}
            </Transition>
        </div>
    }
}

/// One page of the history.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Page {
    name: FunctionName,
    filter: RunFilter,
    runs: Vec<RunSummary>,
    is_first: bool,
}

async fn load(asked: Asked) -> Result<Page, UiError> {
    let (name, filter, before) = asked.map_err(UiError::Refused)?;
    let is_first = before.is_none();
    let runs = read_filtered_runs(name.clone(), filter, before).await?;
    Ok(Page { name, filter, runs, is_first })
}

fn shown(page: Result<Page, UiError>) -> AnyView {
    match page {
        Err(error) => {
            #[cfg(feature = "ssr")]
            crate::context::set_page_status(error.code());
            view! { <ErrorCard title="There is no history to show" reason=error.to_string() /> }.into_any()
        }
        Ok(Page { name, filter, runs, .. }) if runs.is_empty() && filter == RunFilter::default() => view! {
            <EmptyState title="No runs here">
                <p class="max-w-prose">"Each run is kept with its log, its answer and its bill, whether you pressed Run, a request came in, or the clock struck."</p>
                <LinkButton href=path::playground(&name) variant=ButtonVariant::Main>"Open the function and run it"</LinkButton>
            </EmptyState>
        }
        .into_any(),
        Ok(page) => view! { <Runs page /> }.into_any(),
    }
}

#[component]
fn Runs(page: Page) -> impl IntoView {
    let Page { name, filter, runs, is_first } = page;
    let newer =
        (!is_first).then(|| view! { <LinkButton href=path::runs_filtered(&name, &filter)>"Newest runs"</LinkButton> });
    let older = runs
        .last()
        .filter(|_| runs.len() >= HISTORY_ROWS_MAX as usize)
        .map(|last| path::runs_before(&name, &filter, &last.id));
    let list = match runs.is_empty() {
        true => view! { <p role="status" class="text-muted">"No run is like that."</p> }.into_any(),
        false => view! { <div class="rounded-card border border-divider"><RunsTable runs /></div> }.into_any(),
    };
    view! {
        <nav aria-label="Function" class="flex flex-wrap gap-4">
            <a class="inline-flex min-h-6 items-center text-accent underline" href=path::playground(&name)>"Code and event"</a>
            <a class="inline-flex min-h-6 items-center text-accent underline" href=path::triggers(&name)>"Triggers"</a>
            <a class="inline-flex min-h-6 items-center text-accent underline" href=path::versions(&name)>"Versions and aliases"</a>
            <a class="inline-flex min-h-6 items-center text-accent underline" href=path::overview(&name)>"Overview"</a>
        </nav>
        <FilterForm name=name.clone() filter />
        {list}
        <nav aria-label="Pages of the history" class="flex gap-2">
            {newer}
            {older.map(|href| view! { <LinkButton href>"Older runs"</LinkButton> })}
        </nav>
    }
}
