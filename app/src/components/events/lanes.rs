//! One lane a state, with a token for each event.

use super::feed::Feed;
use super::words::{colour, label, mark, meaning};
use api::id::RunId;
use api::queue::{EventState, EventsView, QueuedEvent};
use leptos::prelude::*;

/// All lanes, and how many events are done.
#[component]
pub fn Lanes(
    /// The events.
    feed: Feed,
    /// The event that is looked at.
    chosen: RwSignal<Option<RunId>>,
) -> impl IntoView {
    let lanes = EventState::ALL.map(|state| view! { <Lane feed state chosen /> });
    let done = move || feed.view.read().done;
    view! {
        <div class="grid gap-3 md:grid-cols-2 xl:grid-cols-5" data-region="lanes">{lanes.into_iter().collect_view()}</div>
        <p role="status" class="text-muted">
            <span aria-hidden="true" class="text-ok">"✓ "</span>
            {move || match done() {
                1 => "1 event is done since the server was started".to_owned(),
                n => format!("{n} events are done since the server was started"),
            }}
        </p>
    }
}

fn count_of(view: &EventsView, state: EventState) -> u64 {
    let place = EventState::ALL.iter().position(|other| *other == state);
    place.and_then(|place| view.counts.get(place)).copied().unwrap_or(0)
}

fn events_of(view: &EventsView, state: EventState) -> Vec<QueuedEvent> {
    view.events.iter().filter(|event| event.state == state).cloned().collect()
}

#[component]
fn Lane(feed: Feed, state: EventState, chosen: RwSignal<Option<RunId>>) -> impl IntoView {
    let count = Memo::new(move |_| count_of(&feed.view.read(), state));
    let events = Memo::new(move |_| events_of(&feed.view.read(), state));
    let more = move || {
        let hidden = count.get().saturating_sub(events.read().len() as u64);
        (hidden > 0).then(|| view! { <p class="text-xs text-muted">{format!("and {hidden} more")}</p> })
    };
    let head = format!("lane-{state:?}").to_lowercase();
    let named_by = head.clone();
    view! {
        <section aria-labelledby=named_by class="flex min-h-32 flex-col gap-2 rounded-card border border-divider p-3">
            <h2 id=head class="flex items-baseline gap-2 font-medium">
                <span aria-hidden="true" class=colour(state)>{mark(state)}</span>
                {state.label()}
                <span class="ml-auto text-lg" data-count=move || count.get().to_string()>{count}</span>
            </h2>
            <p class="text-xs text-muted">{meaning(state)}</p>
            <ul class="flex flex-wrap gap-1">
                <For each=move || events.get() key=|event| (event.id.clone(), event.attempts) let:event>
                    <Token event chosen />
                </For>
            </ul>
            {more}
        </section>
    }
}

#[component]
fn Token(event: QueuedEvent, chosen: RwSignal<Option<RunId>>) -> impl IntoView {
    const TOKEN: &str = "inline-flex h-6 w-6 items-center justify-center rounded-control border border-control \
                         aria-pressed:border-accent aria-pressed:bg-surface hover:border-accent";
    let (id, name) = (event.id.clone(), label(&event));
    let is_chosen = {
        let id = id.clone();
        move || (chosen.read().as_ref() == Some(&id)).to_string()
    };
    view! {
        <li>
            <button
                type="button"
                class=format!("{TOKEN} {}", colour(event.state))
                aria-pressed=is_chosen
                aria-label=name.clone()
                title=name
                on:click=move |_| chosen.set(Some(id.clone()))
            >
                {match event.attempts {
                    0 => mark(event.state).to_owned(),
                    n => n.to_string(),
                }}
            </button>
        </li>
    }
}
