//! The one line that says how a run stands or ended.

use super::bill_of::bill_of;
use super::text::millis;
use crate::live::view::RunView;
use api::run::{Metrics, RunState};
use leptos::prelude::*;
use std::sync::Arc;

/// The mark of a state: with the word it makes the colour unnecessary.
#[must_use]
pub fn state_mark(state: RunState) -> &'static str {
    match state {
        RunState::Queued => "◌",
        RunState::Running => "●",
        RunState::Succeeded => "✓",
        RunState::Failed | RunState::OutOfMemory => "✗",
        RunState::TimedOut => "◷",
        RunState::Cancelled => "■",
        RunState::Interrupted => "⚡",
    }
}

/// The colour of a state.
#[must_use]
pub fn state_class(state: RunState) -> &'static str {
    match state {
        RunState::Queued | RunState::Cancelled => "text-muted",
        RunState::Running => "text-accent",
        RunState::Succeeded => "text-ok",
        RunState::Interrupted => "text-warn",
        RunState::Failed | RunState::TimedOut | RunState::OutOfMemory => "text-error",
    }
}

/// State and time: `Succeeded in 3.01 ms`, `Timed out after 3,000.00 ms`.
#[must_use]
pub fn headline(view: &RunView) -> String {
    let label = view.state.label();
    let Some(outcome) = &view.outcome else {
        return match view.state {
            RunState::Running if view.started_at.is_none() && view.init_started_at.is_some() => {
                format!("{label}: cold start, loading the code")
            }
            RunState::Queued => format!("{label} for a free environment"),
            _ => label.to_owned(),
        };
    };
    let time = millis(outcome.metrics.duration_us);
    match view.state {
        RunState::Succeeded => format!("{label} in {time}"),
        RunState::Interrupted => label.to_owned(),
        _ => format!("{label} after {time}"),
    }
}

/// What was charged: `billed 100 ms × 128 MB = $0.0000004083 (simulated)`.
#[must_use]
pub fn charged(view: &RunView) -> Option<String> {
    let (outcome, charge) = (view.outcome.as_ref()?, view.charge.as_ref()?);
    let bill = bill_of(charge.book, &view.settings, &outcome.metrics).ok()?;
    Some(format!("billed {} × {} MB = {} (simulated)", bill.billed, view.settings.memory_mib, bill.total))
}

/// The result line: the page's one status. It keeps its place, so that nothing moves when a run begins or ends.
#[component]
pub fn ResultLine(
    /// The run on the screen.
    #[prop(into)]
    view: Signal<Option<Arc<RunView>>>,
) -> impl IntoView {
    let state = Memo::new(move |_| view.get().map(|view| view.state));
    let mark = move || {
        state.get().map(|state| view! { <span aria-hidden="true" class=state_class(state)>{state_mark(state)}</span> })
    };
    let words = Memo::new(move |_| match view.get() {
        Some(view) => headline(&view),
        None => "Not run yet".to_owned(),
    });
    let class = move || state.get().map_or("text-muted", state_class);
    let charge = Memo::new(move |_| view.get().and_then(|view| charged(&view)));
    let cold = Memo::new(move |_| view.get().and_then(|view| cold_words(&view)));
    view! {
        <div role="status" aria-label="Run result" class="flex min-h-7 flex-wrap items-center gap-x-3 px-3 py-1 text-sm">
            {mark}
            <span class=move || format!("font-medium {}", class())>{words}</span>
            {move || charge.get().map(|text| view! { <span class="text-bill">{text}</span> })}
            {move || cold.get().map(|text| view! { <span class="text-cold">{text}</span> })}
        </div>
    }
}

/// How its environment came.
pub(super) fn start_words(cold: bool, metrics: &Metrics) -> &'static str {
    match (cold, metrics.provisioned) {
        (true, _) => "❄ cold",
        (false, true) => "▲ provisioned",
        (false, false) => "▲ warm",
    }
}

fn cold_words(view: &RunView) -> Option<String> {
    let (cold, metrics) = (view.cold?, &view.outcome.as_ref()?.metrics);
    let words = start_words(cold, metrics);
    Some(match (cold, metrics.init_us, metrics.restore_us) {
        (true, Some(us), _) => format!("{words}, INIT {}", millis(us)),
        (true, None, Some(us)) => format!("{words}, RESTORE {}", millis(us)),
        _ => words.to_owned(),
    })
}
