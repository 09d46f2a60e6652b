//! What becomes of asynchronous events, and how much the function may run at once: one form.

use crate::path;
use crate::server_fns::event_settings::{EventSettingsData, SaveEventSettings, read_event_settings};
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_card::ErrorCard;
use crate::ui::loaded::loaded;
use crate::ui::resource;
use crate::ui::toast::Toasts;
use api::id::FunctionName;
use api::queue::{AGE_S_DEFAULT, AGE_S_MIN, RETRIES_MAX};
use api::sqs::QueueArn;
use leptos::prelude::*;

const BOX: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-text";
const FIELD: &str = "flex flex-col gap-1 font-medium";
const HELP: &str = "text-xs font-normal text-muted";

/// The section.
#[component]
pub(super) fn Asynchronous(
    /// The function.
    function: Signal<FunctionName>,
) -> impl IntoView {
    let data = resource::read(move || function.get(), read_event_settings);
    view! {
        <section aria-labelledby="asynchronous" class="flex flex-col gap-2">
            <h2 id="asynchronous" class="text-lg font-medium">"Asynchronous events and concurrency"</h2>
            <p class="text-sm text-muted">
                "Schedules, destinations and " <code>"InvocationType=Event"</code> " send events. What waits is on the "
                <a class="text-accent underline" href=path::events()>"Events page"</a> "."
            </p>
            {loaded(async move {
                match data.await {
                    Ok(data) => view! { <Form function data /> }.into_any(),
                    Err(error) => view! { <ErrorCard title="The settings cannot be read" reason=error.to_string() /> }.into_any(),
                }
            })}
        </section>
    }
}

#[component]
fn Form(function: Signal<FunctionName>, data: EventSettingsData) -> impl IntoView {
    let (save, toasts) = (ServerAction::<SaveEventSettings>::new(), Toasts::of_page());
    Effect::watch(
        move || save.value().get(),
        move |answer, _, _| {
            if let Some(Ok(())) = answer {
                toasts.info("Saved; events that wait go by it from now on");
            }
        },
        false,
    );
    let EventSettingsData { retries, age_s, on_success, on_failure, reserved, stops_loops, others, queues } = data;
    let choices = Choices { others, queues };
    let refused = move || save.value().get().and_then(Result::err);
    let counts =
        (0..=RETRIES_MAX).map(move |n| view! { <option value=n.to_string() selected=n == retries>{n}</option> });
    view! {
        <ActionForm action=save attr:class="flex flex-col gap-3 rounded-card border border-divider p-3">
            <input type="hidden" name="function" value=move || function.get().to_string() />
            <div class="flex flex-wrap gap-4">
                <label class=FIELD>
                    "Retries"
                    <select name="retries" class=BOX>{counts.collect_view()}</select>
                    <span class=HELP>"after 1 and 2 minutes"</span>
                </label>
                <label class=FIELD>
                    "Maximum age, in seconds"
                    <input type="number" name="age_s" class=BOX min=AGE_S_MIN max=AGE_S_DEFAULT value=age_s />
                    <span class=HELP>{format!("{AGE_S_MIN} to {AGE_S_DEFAULT}")}</span>
                </label>
                <label class=FIELD>
                    "Reserved concurrency"
                    <input type="number" name="reserved" class=BOX min="0" max="900" value=reserved.map(|n| n.to_string()).unwrap_or_default() />
                    <span class=HELP>"empty: a part of what all share; 0: it may not run"</span>
                </label>
            </div>
            <div class="flex flex-wrap gap-4">
                <Destination name="on_success" label="On success, tell" chosen=on_success choices=choices.clone() />
                <Destination name="on_failure" label="On failure, tell" chosen=on_failure choices />
            </div>
            <label class="flex min-h-6 items-center gap-2">
                <input type="checkbox" name="stops_loops" value="yes" checked=stops_loops />
                "Stop functions that invoke each other in a loop after 16 turns"
            </label>
            {move || refused().map(|error| view! { <ErrorCard title="Nothing was saved" reason=error.to_string() /> })}
            <div><Button kind=ButtonKind::Submit>"Save"</Button></div>
        </ActionForm>
    }
}

/// What can be a destination.
#[derive(Debug, Clone)]
struct Choices {
    others: Vec<FunctionName>,
    queues: Vec<QueueArn>,
}

impl Choices {
    /// Value and text of each option; one that is chosen is there, also when it is none of those.
    fn options(self, chosen: Option<&String>) -> Vec<(String, String)> {
        let functions = self.others.into_iter().map(|other| (other.to_string(), other.to_string()));
        let queues = self.queues.into_iter().map(|queue| (queue.to_string(), format!("queue {}", queue.name)));
        let mut options: Vec<_> = functions.chain(queues).collect();
        if let Some(chosen) = chosen
            && !options.iter().any(|(value, _)| value == chosen)
        {
            options.push((chosen.clone(), chosen.clone()));
        }
        options
    }
}

#[component]
fn Destination(name: &'static str, label: &'static str, chosen: Option<String>, choices: Choices) -> impl IntoView {
    let options = choices.options(chosen.as_ref()).into_iter().map(|(value, text)| {
        let is_chosen = chosen.as_ref() == Some(&value);
        view! { <option value=value selected=is_chosen>{text}</option> }
    });
    view! {
        <label class=FIELD>
            {label}
            <select name=name class=BOX>
                <option value="">"nobody"</option>
                {options.collect_view()}
            </select>
        </label>
    }
}
