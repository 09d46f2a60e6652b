//! One event: where it is, why, what it carries, and what can be done with it.

use super::feed::Feed;
use super::words::{colour, mark, wait};
use crate::layouts::account::AccountContext;
use crate::path;
use crate::server_fns::events::{act_on_event, read_event_payload};
use crate::ui::button::Button;
use crate::ui::toast::Toasts;
use api::id::RunId;
use api::queue::{EventAction, EventState, QueuedEvent};
use api::sqs::QueueArn;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The event that is looked at, if it is still there.
#[component]
pub fn Detail(
    /// The events.
    feed: Feed,
    /// Which of them.
    chosen: RwSignal<Option<RunId>>,
) -> impl IntoView {
    let event = Memo::new(move |_| {
        let id = chosen.get()?;
        feed.view.read().events.iter().find(|event| event.id == id).cloned()
    });
    let shown = move || match (chosen.get(), event.get()) {
        (None, _) => view! { <p class="text-muted">"Choose an event to see where it is and why."</p> }.into_any(),
        (Some(_), None) => view! { <p class="text-muted">"The event is done, or was dropped."</p> }.into_any(),
        (Some(_), Some(event)) => view! { <Shown feed event /> }.into_any(),
    };
    view! {
        <section aria-labelledby="event" class="flex flex-col gap-3 rounded-card border border-divider p-4">
            <h2 id="event" class="text-lg font-medium">"Event"</h2>
            {shown}
        </section>
    }
}

#[component]
fn Shown(feed: Feed, event: QueuedEvent) -> impl IntoView {
    let account = expect_context::<AccountContext>().account;
    let QueuedEvent { id, function, target, source, state, attempts, accepted_at, reason, dead_letter, .. } =
        event.clone();
    let due = move || wait(&event, feed.now(account.read().is_clock_paused));
    let first = path::run(&function, &id);
    view! {
        <p class=format!("font-medium {}", colour(state))>
            <span aria-hidden="true">{mark(state)}</span>
            " "
            {state.label()}
        </p>
        <dl class="grid gap-x-4 gap-y-1 sm:grid-cols-[8rem_1fr]">
            <dt class="text-muted">"Function"</dt>
            <dd>
                <a class="text-accent underline" href=path::playground(&function)>{function.to_string()}</a>
                {format!(" {target}")}
            </dd>
            <dt class="text-muted">"Sent by"</dt>
            <dd>{source.label()}</dd>
            <dt class="text-muted">"Request id"</dt>
            <dd class="font-mono text-xs break-all">{id.to_string()}</dd>
            <dt class="text-muted">"Accepted"</dt>
            <dd>{format!("{} UTC", accepted_at.iso())}</dd>
            <dt class="text-muted">"Failed attempts"</dt>
            <dd>{attempts}</dd>
            <dt class="text-muted">{if state == EventState::Dead { "Gave up" } else { "Tried" }}</dt>
            <dd>{due}</dd>
            {(!reason.is_empty()).then(|| view! {
                <dt class="text-muted">"Why"</dt>
                <dd class="break-words">{reason}</dd>
            })}
        </dl>
        <Payload event=id.clone() />
        <Actions event=id state dead_letter />
        {(attempts > 0).then(|| view! { <p><a class="text-accent underline" href=first>"The first attempt's run and log"</a></p> })}
    }
}

/// It is asked for when a person opens it: events may be large.
#[component]
fn Payload(event: RunId) -> impl IntoView {
    let text = RwSignal::new(None::<Result<String, String>>);
    let ask = move |_| {
        let event = event.clone();
        if text.read_untracked().is_none() {
            spawn_local(async move {
                let answer = read_event_payload(event).await;
                let _ = text.try_set(Some(answer.map_err(|error| error.to_string())));
            });
        }
    };
    let shown = move || match text.get() {
        None => "…".to_owned(),
        Some(Ok(payload)) => payload,
        Some(Err(reason)) => format!("The payload cannot be read: {reason}"),
    };
    view! {
        <details on:toggle=ask>
            <summary class="min-h-6 cursor-pointer">"Payload"</summary>
            <pre class="max-h-64 overflow-auto rounded-card bg-surface p-2 font-mono text-xs break-all whitespace-pre-wrap" tabindex="0">{shown}</pre>
        </details>
    }
}

#[component]
fn Actions(event: RunId, state: EventState, dead_letter: Option<QueueArn>) -> impl IntoView {
    let toasts = Toasts::of_page();
    let act = move |action: EventAction, done: &'static str| {
        let event = event.clone();
        Callback::new(move |()| {
            let event = event.clone();
            spawn_local(async move {
                match act_on_event(event, action).await {
                    Ok(()) => toasts.info(done),
                    Err(error) => toasts.error(error.to_string()),
                }
            });
        })
    };
    let retry = act(EventAction::Retry, "The event is tried now");
    let give_up =
        act(EventAction::GiveUp, "The event was given up; a destination on failure and a dead-letter queue get it");
    let send_on = act(EventAction::DeadLetter, "The event is in the function's dead-letter queue");
    let forget = act(EventAction::Drop, "The event was dropped");
    match state {
        EventState::Running => view! { <p class="text-muted">"It runs. End its run to stop it."</p> }.into_any(),
        EventState::Dead => view! {
            <div class="flex flex-wrap gap-2">
                <Button on_press=retry>"Try it anew"</Button>
                {dead_letter.map(|queue| view! {
                    <Button on_press=send_on>"Send to "<abbr title=queue.to_string()>"DLQ"</abbr></Button>
                })}
                <Button on_press=forget>"Drop it"</Button>
            </div>
        }
        .into_any(),
        EventState::Waiting | EventState::Retrying | EventState::Throttled => view! {
            <div class="flex flex-wrap gap-2">
                <Button on_press=retry>"Try it now"</Button>
                <Button on_press=give_up>"Give it up"</Button>
                <Button on_press=forget>"Drop it"</Button>
            </div>
        }
        .into_any(),
    }
}
