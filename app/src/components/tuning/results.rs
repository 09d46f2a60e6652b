//! What came out: the recommendation, the drawing, the numbers.

use super::chart::TuningChart;
use super::compare::{Figures, Recommendation, Row, mb, recommend, rows};
use super::running::Tuning;
use crate::components::output::text::millis;
use crate::path;
use crate::server_fns::tuning::set_memory_size;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::callout::Callout;
use crate::ui::toast::Toasts;
use api::config::MemoryMib;
use api::id::FunctionName;
use billing::PriceBook;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Everything that has been measured so far.
#[component]
pub fn TuningResults(
    /// Whose.
    function: FunctionName,
    /// The rule by which costs are shown.
    #[prop(into)]
    book: Signal<PriceBook>,
    /// The comparison.
    tuning: Tuning,
) -> impl IntoView {
    let rows = Memo::new(move |_| rows(&tuning.runs.read(), book.get()));
    // A recommendation that changes while one reads it is none.
    let recommended = Memo::new(move |_| if tuning.progress.read().is_some() { None } else { recommend(&rows.read()) });
    view! {
        <Show when=move || !rows.read().is_empty()>
            <section aria-labelledby="tuning-results" class="flex flex-col gap-4">
                <h2 id="tuning-results" class="text-lg font-semibold">"Results"</h2>
                {
                    let function = function.clone();
                    move || {
                        let function = function.clone();
                        recommended.get().map(|found| view! { <Recommended function found /> })
                    }
                }
                {move || view! { <TuningChart rows=rows.get() /> }}
                {move || view! { <ResultTable rows=rows.get() book=book.get() /> }}
            </section>
        </Show>
    }
}

#[component]
fn Recommended(function: FunctionName, found: Recommendation) -> impl IntoView {
    let Recommendation { balanced_mib, fastest_mib, cheapest_mib, reason } = found;
    let toasts = Toasts::of_page();
    let playground = path::playground(&function);
    let take = move |()| {
        let (function, memory) = (function.clone(), MemoryMib::new(balanced_mib));
        spawn_local(async move {
            let Ok(memory) = memory else { return };
            match set_memory_size(function, memory).await {
                Ok(()) => toasts.info(format!("The draft has {} now; deploy it when it is right", mb(balanced_mib))),
                Err(error) => toasts.error(error.to_string()),
            }
        });
    };
    view! {
        <Callout tone=Tone::Good>
            <div class="flex grow flex-col gap-1">
                <p class="font-medium">"Take " {mb(balanced_mib)}</p>
                <p>{reason}</p>
                <p class="text-muted">"Fastest: " {mb(fastest_mib)} ". Cheapest: " {mb(cheapest_mib)} "."</p>
            </div>
            <Button on_press=Callback::new(take)>{format!("Set the draft to {}", mb(balanced_mib))}</Button>
            <a class="text-accent underline" href=playground>"Open the function"</a>
        </Callout>
    }
}

#[component]
fn ResultTable(rows: Vec<Row>, book: PriceBook) -> impl IntoView {
    const NUMBER: &str = "py-1 pr-4 text-right tabular-nums";
    let time = |figures: Option<Figures>| figures.map_or_else(|| "—".to_owned(), |figures| millis(figures.time_us));
    let cost = |figures: Option<Figures>| figures.map_or_else(|| "—".to_owned(), |figures| figures.million.to_string());
    let count = |figures: Option<Figures>| figures.map_or(0, |figures| figures.runs);
    let row = move |row: Row| {
        let state = row.failed.map(|state| view! { <span class="text-error">"✗ " {state.label()}</span> });
        view! {
            <tr class="border-t border-divider">
                <th scope="row" class="py-1 pr-4 text-left font-medium">{mb(row.memory_mib)}</th>
                <td class=NUMBER>{time(row.warm)}</td>
                <td class=NUMBER>{cost(row.warm)}</td>
                <td class=NUMBER>{time(row.cold)}</td>
                <td class=NUMBER>{cost(row.cold)}</td>
                <td class=NUMBER>{format!("{} warm, {} cold", count(row.warm), count(row.cold))}</td>
                <td class="py-1">{state}</td>
            </tr>
        }
    };
    let head = |text: &'static str| view! { <th scope="col" class="pr-4 text-right font-normal">{text}</th> };
    view! {
        <div class="overflow-x-auto" role="region" aria-label="Numbers of the comparison" tabindex="0">
            <table class="text-sm whitespace-nowrap" aria-label="Time and cost by memory size">
                <thead class="text-xs text-muted">
                    <tr>
                        <th scope="col" class="text-left font-normal">"Memory"</th>
                        {head("Warm, median")}
                        {head("A million warm")}
                        {head("Cold, median")}
                        {head("A million cold")}
                        {head("Runs")}
                        <th scope="col" class="text-left font-normal">"Failed"</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <p class="text-xs text-muted">
            "Costs by the rule in force (" {book.label()} "), requests included, without free tier; simulated. A cold time is INIT and handler."
        </p>
    }
}
