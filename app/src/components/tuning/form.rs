//! What to compare: the event, the sizes, how often.

use super::compare::mb;
use super::plan::{COLD_RANGE, Plan, SIZES_FIRST_MIB, SIZES_MIB, WARM_RANGE};
use super::running::{Progress, Tuning};
use crate::components::playground::event_text;
use crate::ui::button::{Button, ButtonVariant};
use api::id::FunctionName;
use leptos::prelude::*;

const BOX: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-text";

/// The form, and how far the comparison has got.
#[component]
pub fn TuningForm(
    /// Whose draft runs.
    function: FunctionName,
    /// The event at first.
    event: String,
    /// The function's own size, which is compared too.
    memory_mib: u32,
    /// The comparison.
    tuning: Tuning,
) -> impl IntoView {
    let first: Vec<u32> = SIZES_FIRST_MIB.into_iter().chain([memory_mib]).collect();
    let sizes = RwSignal::new(first);
    let (cold, warm) = (RwSignal::new("2".to_owned()), RwSignal::new("5".to_owned()));
    let event = RwSignal::new(event);
    let refused = RwSignal::new(None::<String>);
    let running = move || tuning.progress.read().is_some();
    let start = move |()| {
        let text = event.get_untracked();
        let plan = Plan::parse(&sizes.read_untracked(), &cold.read_untracked(), &warm.read_untracked());
        match event_text::check(&text).map_err(|problem| problem.message).and(plan) {
            Ok(plan) => {
                refused.set(None);
                tuning.start(function.clone(), text, plan);
            }
            Err(reason) => refused.set(Some(reason)),
        }
    };
    view! {
        <div class="flex flex-col gap-4">
            <EventBox event />
            <SizeBoxes sizes memory_mib />
            <div class="flex flex-wrap gap-6">
                <Count id="cold-runs" label="Cold runs of each size" value=cold range=COLD_RANGE />
                <Count id="warm-runs" label="Warm runs of each size" value=warm range=WARM_RANGE />
            </div>
            <p role="alert" class="text-error">{move || refused.get().or_else(|| tuning.error.get())}</p>
            <div class="flex flex-wrap items-center gap-3">
                <Show
                    when=running
                    fallback={
                        let start = Callback::new(start);
                        move || view! { <Button variant=ButtonVariant::Main on_press=start>"Compare"</Button> }
                    }
                >
                    <Button on_press=Callback::new(move |()| tuning.stop())>"Stop"</Button>
                </Show>
                <ProgressLine progress=tuning.progress />
            </div>
        </div>
    }
}

#[component]
fn EventBox(event: RwSignal<String>) -> impl IntoView {
    let problem = Memo::new(move |_| event_text::check(&event.read()).err().map(|problem| problem.message));
    view! {
        <div class="flex flex-col gap-1">
            <label for="tuning-event" class="font-medium">"Event JSON"</label>
            <textarea
                id="tuning-event"
                rows="5"
                class=format!("{BOX} p-2 font-mono")
                autocomplete="off"
                spellcheck="false"
                aria-describedby="tuning-event-problem"
                aria-invalid=move || problem.read().is_some().to_string()
                prop:value=event
                on:input=move |typed| event.set(event_target_value(&typed))
            >
                {event.get_untracked()}
            </textarea>
            <p id="tuning-event-problem" class="text-error">{move || problem.get()}</p>
        </div>
    }
}

#[component]
fn SizeBoxes(sizes: RwSignal<Vec<u32>>, memory_mib: u32) -> impl IntoView {
    let mut offered: Vec<u32> = SIZES_MIB.into_iter().chain([memory_mib]).collect();
    offered.sort_unstable();
    offered.dedup();
    let size = move |mib: u32| {
        let chosen = move || sizes.read().contains(&mib);
        let change = move |event: leptos::ev::Event| {
            let is_chosen = event_target_checked(&event);
            sizes.update(|sizes| {
                sizes.retain(|size| *size != mib);
                sizes.extend(is_chosen.then_some(mib));
            });
        };
        let note = (mib == memory_mib).then_some(" (now)");
        view! {
            <label class="inline-flex min-h-8 items-center gap-2">
                <input type="checkbox" checked=chosen() prop:checked=chosen on:change=change />
                {mb(mib)}
                {note}
            </label>
        }
    };
    view! {
        <fieldset>
            <legend class="font-medium">"Memory sizes"</legend>
            <div class="flex flex-wrap gap-x-6 gap-y-1">{offered.into_iter().map(size).collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Count(id: &'static str, label: &'static str, value: RwSignal<String>, range: (u32, u32)) -> impl IntoView {
    view! {
        <div class="flex flex-col gap-1">
            <label for=id class="font-medium">{label}</label>
            <input
                id=id
                type="number"
                class=format!("{BOX} w-24 tabular-nums")
                min=range.0
                max=range.1
                prop:value=value
                value=value.get_untracked()
                on:input=move |typed| value.set(event_target_value(&typed))
            />
        </div>
    }
}

#[component]
fn ProgressLine(progress: RwSignal<Option<Progress>>) -> impl IntoView {
    let words = move || {
        progress.get().map(|Progress { done, of, step }| {
            let kind = if step.cold { "cold" } else { "warm" };
            format!("Run {} of {of}: {}, {kind}", done + 1, mb(step.memory.get()))
        })
    };
    view! {
        <Show when=move || progress.read().is_some()>
            <progress
                aria-label="Runs done"
                max=move || progress.get().map_or(1, |progress| progress.of)
                value=move || progress.get().map_or(0, |progress| progress.done)
            ></progress>
        </Show>
        <p role="status" class="text-muted tabular-nums">{words}</p>
    }
}
