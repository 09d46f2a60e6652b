//! The History panel: earlier runs as a table whose rows are links.

use super::bill_of::bill_of;
use super::status::{state_class, state_mark};
use super::text::{grouped, millis};
use crate::error::UiError;
use crate::live::Live;
use crate::path;
use crate::server_fns::history::{HISTORY_ROWS_MAX, read_runs};
use api::id::{FunctionName, RunId};
use api::run::RunSummary;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Runs of the function, newest first; they stay up to date.
#[component]
pub fn HistoryPanel(
    /// The page's connection.
    live: Live,
    /// The function.
    function: Signal<FunctionName>,
    /// The run that every panel shows.
    selected: RwSignal<Option<RunId>>,
) -> impl IntoView {
    let generation = live.generation();
    let runs = Resource::new(
        move || (function.get(), generation.get()),
        |(function, _)| async move { read_runs(function, None).await },
    );
    let choose = Callback::new(move |run| selected.set(Some(run)));
    view! {
        <Transition fallback=|| view! { <p class="p-3 text-muted" aria-busy="true">"Loading the history …"</p> }>
            {move || Suspend::new(async move {
                shown(runs.await, function.get_untracked(), selected, choose)
            })}
        </Transition>
    }
}

fn shown(
    runs: Result<Vec<RunSummary>, UiError>,
    function: FunctionName,
    selected: RwSignal<Option<RunId>>,
    choose: Callback<RunId>,
) -> AnyView {
    match runs {
        Err(error) => view! { <p role="alert" class="p-3 text-error">"The history could not be read: "{error.to_string()}</p> }.into_any(),
        Ok(runs) if runs.is_empty() => view! {
            <p class="p-6 text-center text-muted">"No runs yet. Every run is kept here with its log, whoever asked for it: you, the function URL or a schedule."</p>
        }
        .into_any(),
        Ok(runs) => {
            let more = (runs.len() >= HISTORY_ROWS_MAX as usize).then(|| {
                view! { <p class="p-2 text-center"><a class="text-accent underline" href=path::runs(&function)>"All runs"</a></p> }
            });
            view! {
                <RunsTable runs selected on_choose=choose />
                {more}
            }
            .into_any()
        }
    }
}

/// Runs as rows. A row's link selects the run; with JavaScript by `on_choose`, else by its address.
#[component]
pub fn RunsTable(
    /// The rows, newest first.
    runs: Vec<RunSummary>,
    /// The run that is marked.
    #[prop(optional, into)]
    selected: Option<Signal<Option<RunId>>>,
    /// Called with the run whose row was chosen; without it the row leads to the run's page.
    #[prop(optional, into)]
    on_choose: Option<Callback<RunId>>,
) -> impl IntoView {
    let rows = runs.into_iter().map(|run| view! { <Row run selected on_choose /> }).collect_view();
    const HEADS: [(&str, &str); 8] = [
        ("Time (UTC)", "text-left"),
        ("Source", "text-left"),
        ("State", "text-left"),
        ("Duration", "text-right"),
        ("Billed", "text-right"),
        ("Start", "text-left"),
        ("Memory used", "text-right"),
        ("Page", "text-left"),
    ];
    let heads =
        HEADS.map(|(name, side)| view! { <th scope="col" class=format!("px-2 py-1 font-normal {side}")>{name}</th> });
    view! {
        <div class="overflow-x-auto">
            <table class="w-full text-sm whitespace-nowrap" aria-label="Runs" on:keydown=move_between_rows>
                <thead class="text-xs text-muted">
                    <tr>{heads.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(run: RunSummary, selected: Option<Signal<Option<RunId>>>, on_choose: Option<Callback<RunId>>) -> impl IntoView {
    let id = run.id.clone();
    let is_selected =
        Memo::new(move |_| selected.is_some_and(|selected| selected.with(|selected| selected.as_ref() == Some(&id))));
    let page = path::run(&run.function, &run.id);
    let href = if on_choose.is_some() { path::playground_run(&run.function, &run.id) } else { page.clone() };
    let id = run.id.clone();
    let choose = move |event: leptos::ev::MouseEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        if let (Some(on_choose), true) = (on_choose, is_plain) {
            event.prevent_default();
            event.stop_propagation();
            on_choose.run(id.clone());
        }
    };
    let ended = run.state.is_final();
    let RunSummary { id, source, state, queued_at, cold, settings, metrics, charge, .. } = run;
    let billed = charge.map(|charge| {
        let cost = bill_of(charge.book, &settings, &metrics).map(|bill| bill.total.to_string()).unwrap_or_default();
        format!("{} ms · {cost}", grouped(charge.billed_ms))
    });
    let memory = ended.then(|| format!("{} of {} MB", metrics.max_memory_mib(), settings.memory_mib));
    view! {
        <tr
            class=move || if is_selected.get() { "border-t border-divider bg-surface font-medium" } else { "border-t border-divider hover:bg-surface" }
            aria-current=move || is_selected.get().then_some("true")
        >
            <td class="px-2 py-1">
                <a class="inline-flex min-h-6 items-center text-accent underline" data-run-row="" href=href on:click=choose>
                    {queued_at.iso().replace('T', " ").trim_end_matches('Z').to_owned()}
                </a>
            </td>
            <td class="px-2">{source.label()}</td>
            <td class=format!("px-2 {}", state_class(state))>{state_mark(state)} " " {state.label()}</td>
            <td class="px-2 text-right">{ended.then(|| millis(metrics.duration_us))}</td>
            <td class="px-2 text-right text-bill">{billed}</td>
            <td class="px-2">{if cold { "❄ cold" } else if ended { "▲ warm" } else { "" }}</td>
            <td class="px-2 text-right">{memory}</td>
            <td class="px-2">
                <a class="inline-flex min-h-6 items-center text-accent underline" href=page aria-label=format!("Page of run {id}")>"open"</a>
            </td>
        </tr>
    }
}

/// Arrow keys go from row to row, Home and End to the first and the last; Enter follows the link.
fn move_between_rows(event: KeyboardEvent) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let Some(table) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
            return;
        };
        let Ok(links) = table.query_selector_all("[data-run-row]") else { return };
        let focused = document().active_element();
        let at = (0..links.length()).find(|i| links.item(*i).as_deref() == focused.as_ref().map(AsRef::as_ref));
        let (Some(at), Some(last)) = (at, links.length().checked_sub(1)) else { return };
        let to = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(link) = links.item(to).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = link.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}
