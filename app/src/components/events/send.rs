//! Sending events to a function, as a program would by `Invoke` with `InvocationType=Event`.

use crate::components::playground::browser::typed_in;
use crate::components::playground::event_text;
use crate::path;
use crate::server_fns::events::{SENT_AT_ONCE_MAX, send_events};
use crate::ui::button::{Button, ButtonVariant, LinkButton};
use crate::ui::toast::Toasts;
use api::id::FunctionName;
use leptos::prelude::*;
use leptos::task::spawn_local;

const BOX: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-text";

/// The form; where there is no function, the way to one.
#[component]
pub fn SendEvents(
    /// Those that can be sent events.
    functions: Vec<FunctionName>,
) -> impl IntoView {
    let form = match functions.is_empty() {
        true => view! {
            <p class="text-muted">"There is no deployed function to send events to."</p>
            <LinkButton href=path::new_function() variant=ButtonVariant::Main>"Make a function"</LinkButton>
        }
        .into_any(),
        false => view! { <Form functions /> }.into_any(),
    };
    view! {
        <section aria-labelledby="send" class="flex flex-col gap-3 rounded-card border border-divider p-4">
            <h2 id="send" class="text-lg font-medium">"Send events"</h2>
            {form}
        </section>
    }
}

#[component]
fn Form(functions: Vec<FunctionName>) -> impl IntoView {
    let toasts = Toasts::of_page();
    let function = RwSignal::new(functions.first().map(ToString::to_string).unwrap_or_default());
    // What was typed before the page came alive stays.
    let typed = typed_in("send-payload", "events").unwrap_or_else(|| "{}".to_owned());
    let (payload, count, is_alive) = (RwSignal::new(typed), RwSignal::new("1".to_owned()), RwSignal::new(false));
    Effect::new(move |_| is_alive.set(true));
    let (refused, is_sending) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let send = Callback::new(move |()| {
        let asked = checked(&function.read_untracked(), &payload.read_untracked(), &count.read_untracked());
        let (function, payload, count) = match asked {
            Ok(asked) => asked,
            Err(reason) => return refused.set(Some(reason)),
        };
        refused.set(None);
        is_sending.set(true);
        spawn_local(async move {
            match send_events(function, payload, count).await {
                Ok(1) => toasts.info("1 event was accepted"),
                Ok(count) => toasts.info(format!("{count} events were accepted")),
                Err(error) => _ = refused.try_set(Some(error.to_string())),
            }
            let _ = is_sending.try_set(false);
        });
    });
    let options = functions.into_iter().map(|name| {
        let name = name.to_string();
        view! { <option value=name.clone()>{name.clone()}</option> }
    });
    let busy = move || match (is_alive.get(), is_sending.get()) {
        (false, _) => Some("the page is still loading".to_owned()),
        (true, true) => Some("the events are on their way".to_owned()),
        (true, false) => None,
    };
    view! {
        <div class="flex flex-wrap gap-4">
            <label class="flex flex-col gap-1 font-medium">
                "Function"
                <select class=BOX prop:value=function on:change=move |event| function.set(event_target_value(&event))>
                    {options.collect_view()}
                </select>
            </label>
            <label class="flex flex-col gap-1 font-medium">
                "How many"
                <input class=format!("{BOX} w-24") type="number" min="1" max=SENT_AT_ONCE_MAX.to_string() prop:value=count
                    on:input=move |event| count.set(event_target_value(&event)) />
            </label>
        </div>
        <label class="flex flex-col gap-1 font-medium">
            "Event JSON"
            <textarea id="send-payload" data-owner="events" class=format!("{BOX} p-2 font-mono") rows="3" spellcheck="false" autocomplete="off" prop:value=payload
                on:input=move |event| payload.set(event_target_value(&event))>
                "{}"
            </textarea>
        </label>
        <p role="alert" class="text-error">{move || refused.get()}</p>
        <div><Button variant=ButtonVariant::Main disabled_reason=Signal::derive(busy) on_press=send>"Send"</Button></div>
    }
}

fn checked(function: &str, payload: &str, count: &str) -> Result<(FunctionName, String, u32), String> {
    let function = FunctionName::parse(function).map_err(|error| error.message)?;
    event_text::check(payload).map_err(|problem| problem.message)?;
    match count.trim().parse() {
        Ok(number @ 1..=SENT_AT_ONCE_MAX) => Ok((function, payload.to_owned(), number)),
        _ => Err(format!("`{count}` events cannot be sent at once, 1 to {SENT_AT_ONCE_MAX} can")),
    }
}
