//! The Result panel: the answer, or the failure in words with a fix.

use super::copy::CopyButton;
use super::text::{counted, grouped, pretty};
use crate::explain::{Explanation, Failure, Fix, explain};
use crate::live::view::RunView;
use api::id::RunId;
use api::run::{FunctionError, ResponseText, RunState, SourcePosition};
use leptos::prelude::*;
use std::sync::Arc;

const BLOCK: &str = "max-w-full overflow-x-auto rounded-card border border-divider bg-surface p-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]";
const LINK: &str =
    "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-2 text-xs hover:border-accent";
const FIX: &str = "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm font-medium text-accent hover:border-accent";

/// What a run gave. The panel is rebuilt when the run's state changes, never because of its log lines.
#[component]
pub fn ResultPanel(
    /// The run on the screen.
    #[prop(into)]
    view: Signal<Option<Arc<RunView>>>,
    /// Carries a fix out; without it, fixes are not offered.
    #[prop(optional, into)]
    on_fix: Option<Callback<Fix>>,
) -> impl IntoView {
    let ended = Memo::new_with_compare(
        move |_: Option<&Option<Arc<RunView>>>| view.get(),
        |before, now| match (before.and_then(Option::as_ref), now.and_then(Option::as_ref)) {
            (Some(before), Some(now)) => {
                before.id != now.id || before.state != now.state || before.outcome != now.outcome
            }
            (before, now) => before.is_some() != now.is_some(),
        },
    );
    move || match ended.get() {
        None => view! { <NothingYet /> }.into_any(),
        Some(run) if run.outcome.is_none() => view! { <Underway run /> }.into_any(),
        Some(run) => view! { <Ended run on_fix /> }.into_any(),
    }
}

#[component]
fn NothingYet() -> impl IntoView {
    view! {
        <div class="p-6 text-center">
            <p class="font-medium">"No run yet"</p>
            <p class="mt-1 text-muted">
                "Press Run or Ctrl+Enter. The answer appears here, its log lines under Logs while the function runs, and what it would cost under Bill."
            </p>
        </div>
    }
}

#[component]
fn Underway(run: Arc<RunView>) -> impl IntoView {
    let words = match run.state {
        RunState::Queued => "The run waits for a free environment. It can be cancelled.",
        _ => "The function is running. Its log lines arrive under Logs; the answer appears here.",
    };
    view! { <p class="p-3 text-muted">{words}</p> }
}

#[component]
fn Ended(run: Arc<RunView>, on_fix: Option<Callback<Fix>>) -> impl IntoView {
    let outcome = run.outcome.clone();
    let explanation =
        outcome.as_ref().and_then(|outcome| Failure::of(outcome, &run.settings).map(|failure| explain(&failure)));
    let error = outcome.as_ref().and_then(|outcome| outcome.error.clone());
    let response = outcome.and_then(|outcome| outcome.response);
    let failed = explanation.is_some();
    view! {
        <div class="flex flex-col gap-3 p-3">
            {explanation.map(|explanation| {
                let position = error.as_ref().and_then(|error| error.position.clone());
                view! { <FailureCard explanation position on_fix /> }
            })}
            {error.map(|error| view! { <RawError error /> })}
            {response.map(|response| view! { <Response id=run.id.clone() response is_error=failed /> })}
        </div>
    }
}

/// What happened, where, what helps, and the rule. Announced once.
#[component]
fn FailureCard(
    explanation: Explanation,
    position: Option<SourcePosition>,
    on_fix: Option<Callback<Fix>>,
) -> impl IntoView {
    let Explanation { key: _, what, why, fixes } = explanation;
    let place = position.map(|place| {
        let words = format!("{}, line {}, column {}", place.file, place.line, place.column);
        let SourcePosition { file: path, line, column } = place;
        let open = Fix::OpenFile { path, line, column };
        match on_fix {
            Some(on_fix) => view! {
                <button type="button" class="text-muted underline" on:click=move |_| on_fix.run(open.clone())>{words}</button>
            }
            .into_any(),
            None => view! { <span class="text-muted">{words}</span> }.into_any(),
        }
    });
    // The place has its own link.
    let buttons = on_fix.map(|on_fix| {
        let offered = fixes.into_iter().filter(|fix| !matches!(fix, Fix::OpenFile { .. }));
        offered
            .map(|fix| {
                let label = fix.label();
                view! { <button type="button" class=FIX on:click=move |_| on_fix.run(fix.clone())>{label}</button> }
            })
            .collect_view()
    });
    view! {
        <div role="alert" class="flex flex-col gap-2 rounded-card border border-error bg-surface p-3">
            <p class="font-medium text-error">"✗ "{what}</p>
            {place.map(|place| view! { <p class="text-sm">{place}</p> })}
            <div class="flex flex-wrap items-start gap-2">
                {buttons}
                <details class="text-sm">
                    <summary class="inline-flex min-h-8 items-center px-2 text-accent underline">"Why?"</summary>
                    <p class="mt-1 text-muted">{why}</p>
                </details>
            </div>
        </div>
    }
}

/// The real text, always.
#[component]
fn RawError(error: FunctionError) -> impl IntoView {
    let FunctionError { error_type, message, trace, position: _, report_type } = error;
    let text = std::iter::once(format!("{error_type}: {message}")).chain(trace).collect::<Vec<_>>().join("\n");
    let copied = text.clone();
    view! {
        <section aria-label="Error text">
            <div class="mb-1 flex items-center gap-2">
                <h3 class="text-xs font-medium text-muted">"Error"</h3>
                {report_type.map(|name| view! { <span class="text-xs text-muted">"REPORT says "{name}</span> })}
                <span class="ml-auto"><CopyButton what="error" text=move |()| copied.clone() /></span>
            </div>
            <pre class=BLOCK tabindex="0">{text}</pre>
        </section>
    }
}

/// What the caller gets.
#[component]
fn Response(id: RunId, response: ResponseText, is_error: bool) -> impl IntoView {
    let note = response.is_cut().then(|| {
        format!(
            "The first {} of {} are shown; the download has all of it.",
            grouped(response.text.len() as u64),
            counted(response.bytes, "byte", "bytes")
        )
    });
    let shown = pretty(&response.text);
    let copied = response.text.clone();
    let title = if is_error { "What the caller gets" } else { "Response" };
    view! {
        <section aria-label=title>
            <div class="mb-1 flex items-center gap-2">
                <h3 class="text-xs font-medium text-muted">{title}</h3>
                <span class="text-xs text-muted">{counted(response.bytes, "byte", "bytes")}</span>
                <span class="ml-auto flex gap-2">
                    <CopyButton what="response" text=move |()| copied.clone() />
                    <a class=LINK href=format!("/runs/{id}/response") download=format!("response-{id}.json") rel="external">"Download response"</a>
                </span>
            </div>
            {note.map(|note| view! { <p class="mb-1 text-xs text-warn">{note}</p> })}
            <pre class=BLOCK tabindex="0">{shown}</pre>
        </section>
    }
}
