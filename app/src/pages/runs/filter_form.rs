//! The form above the history: a plain form, whose answer is the address with what is wanted.

use crate::path;
use crate::ui::button::LinkButton;
use api::id::FunctionName;
use api::run_filter::{RunFilter, StartKind, StateFilter, TriggerKind, name};
use leptos::prelude::*;

const FIELD: &str = "flex min-w-0 flex-col gap-1 text-sm";
const INPUT: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-sm";

fn state_words(state: StateFilter) -> String {
    match state {
        StateFilter::Is(state) => state.label().to_owned(),
        StateFilter::AnyError => "Any error".to_owned(),
    }
}

fn start_words(start: StartKind) -> &'static str {
    match start {
        StartKind::Cold => "Cold",
        StartKind::Warm => "Warm",
        StartKind::Provisioned => "Provisioned",
    }
}

/// One choice, of which the first is all.
#[component]
fn Picker(
    /// What a person calls it.
    label: &'static str,
    /// Its name in the address.
    name: &'static str,
    /// Value and words of each.
    choices: Vec<(&'static str, String)>,
    /// What is chosen.
    chosen: Option<&'static str>,
) -> impl IntoView {
    let options = choices.into_iter().map(|(value, words)| {
        view! { <option value=value selected=chosen == Some(value)>{words}</option> }
    });
    view! {
        <label class=FIELD>
            {label}
            <select name=name class=INPUT>
                <option value="">"All"</option>
                {options.collect_view()}
            </select>
        </label>
    }
}

/// Which runs are wanted.
#[component]
pub(super) fn FilterForm(
    /// The function.
    #[prop(name = "name")]
    function: FunctionName,
    /// What is chosen.
    filter: RunFilter,
) -> impl IntoView {
    let states = StateFilter::all().into_iter().map(|state| (state.identifier(), state_words(state))).collect();
    let triggers = TriggerKind::ALL.map(|kind| (kind.identifier(), kind.label().to_owned())).to_vec();
    let starts = StartKind::ALL.map(|start| (start.identifier(), start_words(start).to_owned())).to_vec();
    let all = (filter != RunFilter::default()).then(|| path::runs(&function));
    view! {
        <form method="get" action=path::runs(&function) aria-label="Which runs" class="flex flex-wrap items-end gap-3">
            <Picker label="State" name=name::STATE choices=states chosen=filter.state.map(StateFilter::identifier) />
            <Picker label="Trigger" name=name::TRIGGER choices=triggers chosen=filter.trigger.map(TriggerKind::identifier) />
            <Picker label="Start" name=name::START choices=starts chosen=filter.start.map(StartKind::identifier) />
            <label class=FIELD>
                "Cost at least, millionths of a dollar"
                <input type="number" name=name::COST min="0" step="any" value=filter.cost_micro() class=format!("{INPUT} tabular-nums") />
            </label>
            <button type="submit" class="inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm hover:border-accent">"Show"</button>
            {all.map(|href| view! { <LinkButton href>"All runs"</LinkButton> })}
        </form>
    }
}
