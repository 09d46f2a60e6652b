//! What a run gave, in six panels: result, log, timeline and bill of one run, the history to choose it from, and the environments.

pub mod bars;
pub mod bill;
pub mod bill_of;
pub mod copy;
pub mod environments;
pub mod filter;
pub mod history;
pub mod lanes;
pub mod line;
pub mod log;
pub mod log_group;
pub mod panel;
pub mod result;
pub mod status;
pub mod text;
pub mod timeline;

use crate::error::UiError;
use crate::explain::Fix;
use crate::layouts::account::AccountContext;
use crate::live::Live;
use crate::live::stored::StoredRun;
use crate::live::view::RunView;
use crate::server_fns::history::read_run;
use crate::ui::loaded::loaded;
use crate::ui::resource;
use api::id::{FunctionName, RunId};
use billing::PriceBook;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use log::LogScope;
use panel::{OutputPanel as Panel, PanelTabs};
use std::sync::Arc;

/// The six panels. The run of the first paint is loaded with the page, so that they are filled without JavaScript, too.
#[component]
pub fn OutputPanel(
    /// The page's connection.
    live: Live,
    /// The run on the screen.
    #[prop(into)]
    selected: RwSignal<Option<RunId>>,
    /// The function.
    function: Signal<FunctionName>,
    /// Carries out a fix that a failure offers.
    #[prop(into)]
    on_fix: Callback<Fix>,
) -> impl IntoView {
    let first = resource::read(
        || (),
        move |()| {
            let run = selected.get_untracked();
            async move {
                match run {
                    Some(run) => Some(read_run(run).await),
                    None => None,
                }
            }
        },
    );
    let panels = move |first: Option<Result<StoredRun, UiError>>| {
        let problem = seed(live, first);
        view! { <Panels live selected function on_fix problem /> }
    };
    view! {
        <section role="region" aria-label="Output" class="flex h-full min-h-0 flex-col bg-bg">
            {loaded(async move { panels(first.await) })}
        </section>
    }
}

/// Gives the live view what was loaded; a failure is words for the screen.
fn seed(live: Live, first: Option<Result<StoredRun, UiError>>) -> Option<String> {
    match first? {
        Ok(stored) => {
            live.seed(stored);
            None
        }
        Err(error) => Some(format!("The run of this address cannot be shown: {error}")),
    }
}

#[component]
fn Panels(
    live: Live,
    selected: RwSignal<Option<RunId>>,
    function: Signal<FunctionName>,
    on_fix: Callback<Fix>,
    problem: Option<String>,
) -> impl IntoView {
    let view = live.run(selected.into());
    let current = panel::of_address();
    let lines = Memo::new(move |_| view.with(|view| view.as_ref().map_or(0, |view| view.lines.lines())));
    let line = line_of_address();
    let book = price_book();
    let content = move || match current.get() {
        Panel::Result => view! { <result::ResultPanel view on_fix /> }.into_any(),
        Panel::Logs => view! { <log::LogPanel live view scope=LogScope::RecentRuns line /> }.into_any(),
        Panel::Timeline => view! { <timeline::TimelinePanel view /> }.into_any(),
        Panel::Bill => view! { <bill::BillPanel view default_book=book /> }.into_any(),
        Panel::History => view! { <history::HistoryPanel live function selected /> }.into_any(),
        Panel::Environments => view! { <environments::EnvironmentsPanel live function selected /> }.into_any(),
    };
    view! {
        <PanelTabs current lines />
        <status::ResultLine view />
        {problem.map(|problem| view! { <p role="alert" class="px-3 py-1 text-sm text-error">{problem}</p> })}
        <div
            id=panel::PANEL_ID
            role="tabpanel"
            aria-labelledby=move || current.get().tab_id()
            tabindex="0"
            class="min-h-0 flex-1 overflow-auto"
        >
            {content}
        </div>
    }
}

/// The rule in force in the account.
fn price_book() -> Signal<PriceBook> {
    match use_context::<AccountContext>() {
        Some(context) => Signal::derive(move || context.account.read().price_book),
        None => Signal::derive(PriceBook::default),
    }
}

/// The `line` of the address.
fn line_of_address() -> Signal<Option<u64>> {
    let query = use_query_map();
    Signal::derive(move || query.read().get("line").and_then(|line| line.parse().ok()))
}

/// All panels of one run below each other, for a page of its own.
#[component]
pub fn RunPanels(
    /// The page's connection.
    live: Live,
    /// The run.
    view: Signal<Option<Arc<RunView>>>,
) -> impl IntoView {
    const CARD: &str = "rounded-card border border-divider";
    const HEAD: &str = "border-b border-divider px-3 py-2 text-lg font-medium";
    view! {
        <div class="flex flex-col gap-4">
            <status::ResultLine view />
            <section class=CARD aria-label="Result"><h2 class=HEAD>"Result"</h2><result::ResultPanel view /></section>
            <section class=CARD aria-label="Logs">
                <h2 class=HEAD>"Logs"</h2>
                <div class="h-96"><log::LogPanel live view scope=LogScope::ChosenRun line=line_of_address() /></div>
            </section>
            <section class=CARD aria-label="Timeline"><h2 class=HEAD>"Timeline"</h2><timeline::TimelinePanel view /></section>
            <section class=CARD aria-label="Bill"><h2 class=HEAD>"Bill"</h2><bill::BillPanel view default_book=price_book() /></section>
        </div>
    }
}
