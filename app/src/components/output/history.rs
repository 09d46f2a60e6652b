//! The History panel: earlier runs as a table whose rows are links.

use super::bill_of::bill_of;
use super::status::{start_words, state_class, state_mark};
use super::text::{grouped, millis};
use crate::error::UiError;
use crate::live::Live;
use crate::path;
use crate::server_fns::history::{HISTORY_ROWS_MAX, read_runs};
use crate::ui::loaded::loaded;
use crate::ui::resource;
use api::id::{FunctionName, RunId};
use api::run::RunSummary;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// What the server answered.
type ReadRuns = Result<Vec<RunSummary>, UiError>;

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
    let runs = resource::read(
        move || (function.get(), generation.get()),
        |(function, _)| async move { read_runs(function, None).await },
    );
    // Rows that are there stay when the list is read again.
    loaded(async move {
        let first = runs.await;
        view! { <History runs first function selected /> }
    })
}

#[component]
fn History(
    runs: resource::Read<ReadRuns>,
    first: ReadRuns,
    function: Signal<FunctionName>,
    selected: RwSignal<Option<RunId>>,
) -> impl IntoView {
    let latest = RwSignal::new(first);
    Effect::watch(
        move || runs.get(),
        move |read, _, _| {
            if let Some(read) = read.clone() {
                latest.set(read);
            }
        },
        false,
    );
    let choose = Callback::new(move |run| selected.set(Some(run)));
    let rows = Memo::new(move |_| latest.get().unwrap_or_default());
    let problem = move || latest.get().err().map(|error| format!("The history could not be read: {error}"));
    let is_empty = Memo::new(move |_| rows.read().is_empty());
    let is_full = Memo::new(move |_| rows.read().len() >= HISTORY_ROWS_MAX as usize);
    view! {
        {move || problem().map(|problem| view! { <p role="alert" class="p-3 text-error">{problem}</p> })}
        <Show
            when=move || !is_empty.get()
            fallback=|| view! {
                <p class="p-6 text-center text-muted">"No runs yet. Every run is kept here with its log, whoever asked for it: you, the function URL or a schedule."</p>
            }
        >
            <RunsTable runs=rows selected on_choose=choose />
        </Show>
        <Show when=move || is_full.get()>
            <p class="p-2 text-center"><a class="text-accent underline" href=move || path::runs(&function.get())>"All runs"</a></p>
        </Show>
    }
}

/// Runs as rows. A row's link selects the run; with JavaScript by `on_choose`, else by its address.
#[component]
pub fn RunsTable(
    /// The rows, newest first.
    #[prop(into)]
    runs: Signal<Vec<RunSummary>>,
    /// The run that is marked.
    #[prop(optional, into)]
    selected: Option<Signal<Option<RunId>>>,
    /// Called with the run whose row was chosen; without it the row leads to the run's page.
    #[prop(optional, into)]
    on_choose: Option<Callback<RunId>>,
) -> impl IntoView {
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
                <tbody>
                    <For each=move || runs.get() key=|run| (run.id.clone(), run.state, run.charge.is_some()) let:run>
                        <Row run selected on_choose />
                    </For>
                </tbody>
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
    let who = who(&run);
    let start = (run.cold || ended).then(|| start_words(run.cold, &run.metrics));
    let RunSummary { id, state, queued_at, settings, metrics, charge, .. } = run;
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
            <td class="px-2">{who}</td>
            <td class=format!("px-2 {}", state_class(state))>{state_mark(state)} " " {state.label()}</td>
            <td class="px-2 text-right">{ended.then(|| millis(metrics.duration_us))}</td>
            <td class="px-2 text-right text-bill">{billed}</td>
            <td class="px-2">{start}</td>
            <td class="px-2 text-right">{memory}</td>
            <td class="px-2">
                <a class="inline-flex min-h-6 items-center text-accent underline" href=page aria-label=format!("Page of run {id}")>"open"</a>
            </td>
        </tr>
    }
}

/// Who invoked, and which attempt it was if it was not the first.
fn who(run: &RunSummary) -> String {
    match &run.attempt {
        Some(attempt) if attempt.number > 1 => format!("{}, attempt {}", run.source.label(), attempt.number),
        _ => run.source.label().to_owned(),
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
