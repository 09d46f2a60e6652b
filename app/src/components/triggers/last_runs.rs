//! The runs that came of one trigger.

use super::state::Triggers;
use crate::components::output::status::{state_class, state_mark};
use crate::components::output::text::millis;
use crate::path;
use api::id::{MappingId, TriggerId};
use api::run::{RunSource, RunSummary};
use leptos::prelude::*;

/// Runs that a card shows.
const SHOWN_MAX: usize = 5;

/// What runs came of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// A function URL or a schedule.
    Trigger(TriggerId),
    /// Messages of a queue.
    Mapping(MappingId),
}

/// The last runs of a trigger, newest first.
#[component]
pub(super) fn LastRuns(
    /// The trigger.
    of: Origin,
) -> impl IntoView {
    let runs = expect_context::<Triggers>().runs;
    let own = Memo::new(move |_| {
        runs.read().iter().filter(|run| is_of(&run.source, &of)).take(SHOWN_MAX).cloned().collect::<Vec<_>>()
    });
    view! {
        <div class="text-sm">
            <h4 class="text-xs text-muted">"Last runs"</h4>
            <Show when=move || !own.read().is_empty() fallback=|| view! { <p class="text-muted">"None yet."</p> }>
                <ul aria-label="Last runs">{move || own.get().into_iter().map(row).collect_view()}</ul>
            </Show>
        </div>
    }
}

fn is_of(source: &RunSource, of: &Origin) -> bool {
    match (source, of) {
        (RunSource::FunctionUrl(id) | RunSource::Schedule(id), Origin::Trigger(trigger)) => id == trigger,
        (RunSource::Sqs(id), Origin::Mapping(mapping)) => id == mapping,
        (
            RunSource::Test
            | RunSource::PowerTuning
            | RunSource::Api
            | RunSource::ApiEvent
            | RunSource::Destination(_)
            | RunSource::FunctionUrl(_)
            | RunSource::Schedule(_)
            | RunSource::Sqs(_),
            Origin::Trigger(_) | Origin::Mapping(_),
        ) => false,
    }
}

fn row(run: RunSummary) -> impl IntoView {
    let href = path::run(&run.function, &run.id);
    let RunSummary { source, state, queued_at, metrics, .. } = run;
    view! {
        <li class="flex min-h-6 flex-wrap items-center gap-x-2">
            <a class="text-accent underline" href=href>{queued_at.time_of_day()}</a>
            <span class=state_class(state)>{state_mark(state)} " " {state.label()}</span>
            <span class="text-muted">{state.is_final().then(|| millis(metrics.duration_us))}</span>
            <span class="text-muted">{source.label()}</span>
        </li>
    }
}
