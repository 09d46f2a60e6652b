//! The event to run with: templates by source, saved events, events of earlier runs, and the text itself.

use super::browser;
use super::editor::textarea_html;
use super::event_text::{self, EventProblem};
use super::plain_form::Intent;
use super::running::EVENT_ID;
use super::settings::{MemoryField, TimeoutField};
use super::state::{Playground, SidePanel};
use super::style::{BUTTON, BUTTON_SMALL, ERROR, FORM, HELP, INPUT, LABEL, SELECT};
use crate::event_templates::{EventGroup, EventTemplate};
use crate::server_fns::run::{RecentEvent, event_of_run, recent_events};
use crate::server_fns::test_events::{delete_test_event, save_test_event};
use crate::ui::resource;
use crate::ui::toast::Toasts;
use api::id::RunId;
use api::test_event::{TestEvent, TestEventName};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The panel.
#[component]
pub fn EventPanel() -> impl IntoView {
    view! {
        <div class="flex h-full flex-col gap-3 p-3">
            <div class="grid grid-cols-2 gap-2">
                <TemplatePicker />
                <SavedPicker />
            </div>
            <EventText />
            <SaveEvent />
            <RecentEvents />
            <MostUsedSettings />
        </div>
    }
}

/// The settings that are changed between runs; the others are one press away.
#[component]
fn MostUsedSettings() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let all = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.side.set(SidePanel::Settings);
    };
    let intent = Intent::Side(SidePanel::Settings.identifier().to_owned()).value();
    view! {
        <div class="flex flex-col gap-3 border-t border-divider pt-3">
            <MemoryField />
            <TimeoutField />
            <button type="submit" form=FORM name="form[intent]" value=intent class=format!("{BUTTON_SMALL} self-start") on:click=all>
                "All settings"
            </button>
        </div>
    }
}

impl Playground {
    /// Shows another event; the one before comes back by Undo if it was changed by hand.
    fn show_event(self, text: String, what: &str, toasts: Toasts) {
        let before = self.event.get_untracked();
        if before == text {
            return;
        }
        let known = before.trim().len() <= 2
            || self.events.read_untracked().iter().any(|event| event.payload == before)
            || EventTemplate::ALL.into_iter().any(|template| template.payload() == before);
        self.event.set(text);
        if !known {
            let undo = Callback::new(move |()| self.event.set(before.clone()));
            toasts.with_undo(format!("The event is now {what}"), undo);
        }
    }
}

#[component]
fn TemplatePicker() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let chosen = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if let Some(template) = EventTemplate::from_identifier(&value) {
            playground.show_event(template.payload().to_owned(), template.title(), toasts);
        }
    };
    view! {
        <div class="min-w-0">
            <label for="event-template" class=LABEL>"Event template"</label>
            <select id="event-template" class=SELECT on:change=chosen>
                <option value="">"Choose a source…"</option>
                {EventGroup::ALL.map(template_group).collect_view()}
            </select>
        </div>
    }
}

fn template_group(group: EventGroup) -> impl IntoView {
    let options = EventTemplate::ALL
        .into_iter()
        .filter(|template| template.group() == group)
        .map(|template| view! { <option value=template.identifier()>{template.title()}</option> })
        .collect_view();
    view! { <optgroup label=group.label()>{options}</optgroup> }
}

#[component]
fn SavedPicker() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let chosen = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        let saved = playground.events.with_untracked(|all| all.iter().find(|e| e.name.as_str() == value).cloned());
        if let Some(saved) = saved {
            playground.show_event(saved.payload, &format!("`{value}`"), toasts);
        }
    };
    let name = |event: TestEvent| event.name.as_str().to_owned();
    let names = move || playground.events.get().into_iter().map(name).collect::<Vec<_>>();
    let words = move || if playground.events.read().is_empty() { "None saved yet" } else { "Choose an event…" };
    view! {
        <div class="min-w-0">
            <label for="saved-event" class=LABEL>"Saved event"</label>
            <select id="saved-event" class=SELECT on:change=chosen>
                <option value="">{words}</option>
                <For each=names key=Clone::clone let:name>
                    <option value=name.clone()>{name.clone()}</option>
                </For>
            </select>
        </div>
    }
}

/// The text, and where it is not JSON.
#[component]
fn EventText() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let event = playground.event;
    take_early_typing(playground);
    let problem = Memo::new(move |_| event_text::check(&event.read()).err());
    let wrong = move || problem.read().is_some();
    let to_place = move |_| {
        if let Some(EventProblem { at: Some((line, column)), .. }) = problem.get_untracked() {
            browser::select_in(EVENT_ID, event_text::utf16_offset(&event.read_untracked(), line, column));
        }
    };
    let owner = playground.arn.get_value();
    view! {
        <div class="flex min-h-40 grow flex-col">
            <div class="flex items-center justify-between">
                <label for=EVENT_ID class=LABEL>"Event JSON"</label>
                <button type="button" class=BUTTON_SMALL on:click=move |_| event.update(|text| *text = event_text::pretty(text))>
                    "Format"
                </button>
            </div>
            <textarea
                id=EVENT_ID
                form=FORM
                name="form[event]"
                data-owner=owner
                class="min-h-32 w-full grow resize-none rounded border border-control bg-bg p-2 font-mono text-text"
                autocomplete="off"
                spellcheck="false"
                inner_html=textarea_html(&event.get_untracked())
                prop:value=event
                aria-invalid=move || wrong().to_string()
                aria-describedby="event-problem"
                on:input=move |typed| event.set(event_target_value(&typed))
            ></textarea>
            <p id="event-problem" class=ERROR>{move || problem.get().map(|problem| problem.message)}</p>
            <Show when=move || problem.read().as_ref().is_some_and(|problem| problem.at.is_some())>
                <button type="button" class=format!("{BUTTON_SMALL} self-start") on:click=to_place>"Go to the place"</button>
            </Show>
        </div>
    }
}

/// Keeps what was typed before the page came alive, or else brings back the event of the last visit.
fn take_early_typing(playground: Playground) {
    let early = browser::typed_in(EVENT_ID, &playground.arn.get_value());
    Effect::new(move |done: Option<()>| {
        if done.is_none()
            && let Some(early) = early.clone()
            && early != *playground.event.read_untracked()
        {
            playground.event.set(early);
        }
    });
}

/// Keeps the event under a name, or deletes the event of that name.
#[component]
fn SaveEvent() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let save = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        match TestEventName::parse(name.get_untracked()) {
            Ok(name) => playground.save_event(name, playground.event.get_untracked(), error, toasts),
            Err(refused) => error.set(Some(refused.message)),
        }
    };
    let saved = move || playground.events.read().iter().find(|e| e.name.as_str() == name.read().trim()).cloned();
    let delete = move |_| {
        if let Some(event) = untrack(saved) {
            playground.delete_event(event, error, toasts);
        }
    };
    view! {
        <div>
            <label for="event-name" class=LABEL>"Event name"</label>
            <div class="flex gap-2">
                <input
                    id="event-name"
                    type="text"
                    form=FORM
                    name="form[event_name]"
                    class=INPUT
                    autocomplete="off"
                    prop:value=name
                    aria-invalid=move || error.read().is_some().to_string()
                    aria-describedby="event-name-error"
                    on:input=move |typed| name.set(event_target_value(&typed))
                />
                <button type="submit" form=FORM name="form[intent]" value=Intent::SaveEvent.value() class=BUTTON on:click=save>
                    "Save event"
                </button>
                <Show when=move || saved().is_some()>
                    <button type="button" class=BUTTON on:click=delete>"Delete event"</button>
                </Show>
            </div>
            <p id="event-name-error" class=ERROR>{move || error.get()}</p>
        </div>
    }
}

impl Playground {
    fn save_event(self, name: TestEventName, payload: String, error: RwSignal<Option<String>>, toasts: Toasts) {
        let Some(function) = self.name.try_get_value() else { return };
        spawn_local(async move {
            match save_test_event(function, name.clone(), payload).await {
                Ok(events) => {
                    self.events.try_set(events);
                    error.try_set(None);
                    toasts.info(format!("The event `{}` is saved", name.as_str()));
                }
                Err(refused) => _ = error.try_set(Some(refused.to_string())),
            }
        });
    }

    fn delete_event(self, event: TestEvent, error: RwSignal<Option<String>>, toasts: Toasts) {
        let Some(function) = self.name.try_get_value() else { return };
        spawn_local(async move {
            match delete_test_event(function, event.name.clone()).await {
                Ok(events) => {
                    self.events.try_set(events);
                    error.try_set(None);
                    let text = format!("The event `{}` is deleted", event.name.as_str());
                    let undo = move |()| self.save_event(event.name.clone(), event.payload.clone(), error, toasts);
                    toasts.with_undo(text, Callback::new(undo));
                }
                Err(refused) => _ = error.try_set(Some(refused.to_string())),
            }
        });
    }
}

/// The events of the last runs. They are asked for when the list is opened.
#[component]
fn RecentEvents() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let opened = RwSignal::new(false);
    // Asked again after each run, once the list was opened.
    let wanted = move || opened.get().then(|| playground.run.get());
    let recent = resource::read(wanted, move |wanted| {
        let function = playground.name.get_value();
        async move {
            match wanted {
                Some(_) => recent_events(function).await,
                None => Ok(Vec::new()),
            }
        }
    });
    let take = move |run: RunId| {
        spawn_local(async move {
            match event_of_run(run).await {
                Ok(text) => playground.show_event(text, "that of an earlier run", toasts),
                Err(error) => toasts.error(error.to_string()),
            }
        });
    };
    let take = Callback::new(take);
    let list = move || {
        Suspend::new(async move {
            match recent.await {
                Err(error) => view! { <p class=ERROR>{error.to_string()}</p> }.into_any(),
                Ok(runs) if runs.is_empty() => view! { <p class=HELP>"No runs yet. Press Ctrl+Enter."</p> }.into_any(),
                Ok(runs) => view! { <RecentList runs take /> }.into_any(),
            }
        })
    };
    view! {
        <details on:toggle=move |_| opened.set(true)>
            <summary class="min-h-6 cursor-pointer text-muted">"Events of the last 20 runs"</summary>
            <Transition fallback=|| view! { <p class=HELP>"Loading…"</p> }>{list}</Transition>
        </details>
    }
}

#[component]
fn RecentList(runs: Vec<RecentEvent>, take: Callback<RunId>) -> impl IntoView {
    let row = move |event: RecentEvent| {
        let words = format!("{} · {} · {}", event.at.time_of_day(), event.source.label(), event.state.label());
        let run = event.run;
        view! {
            <li class="flex items-center justify-between gap-2">
                <span class="truncate tabular-nums">{words.clone()}</span>
                <button
                    type="button"
                    class=BUTTON_SMALL
                    aria-label=format!("Use the event of {words}")
                    on:click=move |_| take.run(run.clone())
                >
                    "Use"
                </button>
            </li>
        }
    };
    view! { <ul class="max-h-40 overflow-y-auto">{runs.into_iter().map(row).collect_view()}</ul> }
}
