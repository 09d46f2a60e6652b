//! The Bill panel: what the run would cost under each of Lambda's rounding rules, with the arithmetic.

use super::bill_of::bill_of;
use super::text::grouped;
use crate::live::view::RunView;
use api::run::{Metrics, RunSettings};
use billing::many::{FreeTier, MILLION};
use billing::price::{FREE_COMPUTE_PER_MONTH, FREE_REQUESTS_PER_MONTH};
use billing::step::{Step, StepKind};
use billing::{PriceBook, RunBill};
use leptos::prelude::*;
use std::sync::Arc;

const SELECT: &str = "min-h-8 rounded-control border border-control bg-raised px-2 text-sm";

/// What a bill is made of; it changes once in a run's life.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Measured {
    settings: RunSettings,
    metrics: Metrics,
    charged_under: Option<PriceBook>,
}

fn measured(view: &RunView) -> Option<Measured> {
    let metrics = view.outcome.as_ref()?.metrics;
    Some(Measured { settings: view.settings, metrics, charged_under: view.charge.as_ref().map(|charge| charge.book) })
}

/// What a run would cost. The rule can be switched; the run stays the same.
#[component]
pub fn BillPanel(
    /// The run on the screen.
    #[prop(into)]
    view: Signal<Option<Arc<RunView>>>,
    /// The account's rule, shown until the run has been charged under one.
    #[prop(into)]
    default_book: Signal<PriceBook>,
) -> impl IntoView {
    let measured = Memo::new(move |_| view.get().as_deref().and_then(measured));
    let picked = RwSignal::new(None::<PriceBook>);
    let book = Memo::new(move |_| {
        let charged_under = measured.get().and_then(|measured| measured.charged_under);
        picked.get().or(charged_under).unwrap_or_else(|| default_book.get())
    });
    let card = move || {
        match measured.get() {
        None => view! {
            <p class="p-6 text-center text-muted">"No bill yet. It is made when a run has ended, from its measured time and its memory size."</p>
        }
        .into_any(),
        Some(measured) => match bill_of(book.get(), &measured.settings, &measured.metrics) {
            Ok(bill) => view! { <Card bill measured /> }.into_any(),
            Err(error) => view! { <p class="p-3 text-error">{error.to_string()}</p> }.into_any(),
        },
    }
    };
    view! {
        <div class="flex flex-col gap-3 p-3">
            <BookPicker book=book on_pick=move |book| picked.set(Some(book)) />
            {card}
        </div>
    }
}

#[component]
fn BookPicker(#[prop(into)] book: Signal<PriceBook>, #[prop(into)] on_pick: Callback<PriceBook>) -> impl IntoView {
    let options = PriceBook::ALL.into_iter().map(|choice| {
        view! {
            <option value=choice.identifier() selected=move || book.get() == choice>{choice.label()}</option>
        }
    });
    let change = move |event| {
        if let Some(book) = PriceBook::from_identifier(&event_target_value(&event)) {
            on_pick.run(book);
        }
    };
    view! {
        <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
            <label class="flex items-center gap-2">
                <span class="text-xs text-muted">"Price book"</span>
                <select class=SELECT on:change=change prop:value=move || book.get().identifier()>{options.collect_view()}</select>
            </label>
            <span class="rounded-full border border-bill px-2 text-xs text-bill">"simulated, nobody is charged"</span>
            <p class="w-full text-xs text-muted">{move || book.get().explanation()}</p>
        </div>
    }
}

#[component]
fn Card(bill: RunBill, measured: Measured) -> impl IntoView {
    let headline = format!("Billed {} × {} MB = {}", bill.billed, bill.usage.memory.get(), bill.total);
    view! {
        <p class="text-lg font-medium text-bill">{headline}</p>
        <Arithmetic steps=bill.steps() />
        <FreeTierNote bill />
        <AllBooks measured current=bill.book />
    }
}

#[component]
fn Arithmetic(steps: Vec<Step>) -> impl IntoView {
    let rows = steps.into_iter().map(|step| {
        let Step { kind, formula, result } = step;
        let weight = match kind {
            StepKind::Total | StepKind::Million => "font-medium",
            _ => "",
        };
        view! {
            <tr class=format!("border-t border-divider align-top {weight}")>
                <th scope="row" class="py-1 pr-4 text-left font-normal whitespace-nowrap">{kind.label()}</th>
                <td class="pr-4 font-mono text-xs leading-5">{formula}</td>
                <td class="text-right whitespace-nowrap">{result}</td>
            </tr>
        }
    });
    view! {
        <div class="overflow-x-auto" tabindex="0" role="group" aria-label="Arithmetic of the bill">
            <table class="w-full text-sm" aria-label="Arithmetic">
                <thead class="sr-only">
                    <tr>
                        <th scope="col">"Step"</th>
                        <th scope="col">"Numbers"</th>
                        <th scope="col">"Result"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What the month's free tier would make of this run.
#[component]
fn FreeTierNote(bill: RunBill) -> impl IntoView {
    let free = bill.many(MILLION, FreeTier::Whole);
    let words = if free.total.is_zero() {
        "A million of these in a month would be within the free tier."
    } else {
        "A million of these in a month would use the free tier up."
    };
    view! {
        <p class="text-sm text-muted">
            {format!("Free each month: {} requests and {FREE_COMPUTE_PER_MONTH}. ", grouped(FREE_REQUESTS_PER_MONTH))} {words}
        </p>
    }
}

/// The same run under all three rules.
#[component]
fn AllBooks(measured: Measured, current: PriceBook) -> impl IntoView {
    let rows = PriceBook::ALL.into_iter().filter_map(|book| {
        let bill = bill_of(book, &measured.settings, &measured.metrics).ok()?;
        let million = bill.many(MILLION, FreeTier::UsedUp);
        let is_current = (book == current).then_some("true");
        let weight = if book == current { "font-medium" } else { "" };
        Some(view! {
            <tr class=format!("border-t border-divider {weight}") aria-current=is_current>
                <th scope="row" class="py-1 pr-4 text-left font-normal">{book.label()}</th>
                <td class="pr-4 text-right">{bill.billed.to_string()}</td>
                <td class="pr-4 text-right">{bill.total.to_string()}</td>
                <td class="text-right">{million.total.to_string()}</td>
            </tr>
        })
    });
    view! {
        <table class="w-full text-sm" aria-label="The same run under each rule">
            <thead class="text-xs text-muted">
                <tr>
                    <th scope="col" class="text-left font-normal">"Rule"</th>
                    <th scope="col" class="pr-4 text-right font-normal">"Billed"</th>
                    <th scope="col" class="pr-4 text-right font-normal">"This run"</th>
                    <th scope="col" class="text-right font-normal">"A million of these"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
