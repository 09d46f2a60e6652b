//! One queue: what can be done with it, and what is in it.

use super::Actions;
use super::messages::Messages;
use crate::server_fns::queues::{Opened, QueueContent};
use crate::ui::button::{Button, ButtonKind, ButtonVariant};
use crate::ui::error_card::ErrorCard;
use api::sqs::QueueName;
use leptos::prelude::*;

const BOX: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-text";

/// The section of the queue that is open.
#[component]
pub fn Content(
    /// The queue.
    opened: Opened,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let Opened { name, content } = opened;
    let title = name.to_string();
    let shown = match content {
        Err(error) => view! { <ErrorCard title="The queue cannot be shown" reason=error.to_string() /> }.into_any(),
        Ok(content) => view! { <Whole name content actions /> }.into_any(),
    };
    view! {
        <section aria-labelledby="queue" class="flex min-w-0 flex-col gap-3 rounded-card border border-divider p-4">
            <h2 id="queue" class="text-lg font-medium break-all">{title}</h2>
            {shown}
        </section>
    }
}

#[component]
fn Whole(name: QueueName, content: QueueContent, actions: Actions) -> impl IntoView {
    let QueueContent { facts, messages, now } = content;
    let total = facts.visible + facts.in_flight + facts.delayed;
    let purge_refused = move || actions.purge.value().get().and_then(Result::err);
    let look = Callback::new(move |()| actions.look());
    let (purged, deleted) = (name.to_string(), name.to_string());
    view! {
        <p class="font-mono text-xs break-all text-muted">{facts.arn.to_string()}</p>
        <Send name=name.clone() actions />
        <div class="flex flex-wrap gap-2">
            <Button on_press=look>"Look again"</Button>
            <ActionForm action=actions.purge>
                <input type="hidden" name="name" value=purged />
                <Button kind=ButtonKind::Submit>"Purge all messages"</Button>
            </ActionForm>
            <ActionForm action=actions.delete>
                <input type="hidden" name="name" value=deleted />
                <Button kind=ButtonKind::Submit>"Delete queue"</Button>
            </ActionForm>
        </div>
        {move || purge_refused().map(|error| view! { <ErrorCard title="The queue was not purged" reason=error.to_string() /> })}
        <Messages name messages now total actions />
    }
}

#[component]
fn Send(name: QueueName, actions: Actions) -> impl IntoView {
    let refused = move || actions.send.value().get().and_then(Result::err);
    let group = name.is_fifo().then(|| {
        view! {
            <label class="flex flex-col gap-1 font-medium">
                "Group"
                <input type="text" name="group" class=BOX value="default" autocomplete="off" />
            </label>
            <label class="flex flex-col gap-1 font-medium">
                "Deduplication id"
                <input type="text" name="deduplication" class=BOX autocomplete="off" placeholder="a new one" />
            </label>
        }
    });
    view! {
        <ActionForm action=actions.send attr:class="flex flex-col gap-2">
            <input type="hidden" name="name" value=name.to_string() />
            <label class="flex flex-col gap-1 font-medium">
                "Message"
                <textarea name="body" class=format!("{BOX} p-2 font-mono") rows="3" spellcheck="false" autocomplete="off" required
                    prop:value=actions.body on:input=move |event| actions.body.set(event_target_value(&event))></textarea>
            </label>
            <div class="flex flex-wrap items-end gap-2">
                {group}
                <Button variant=ButtonVariant::Main kind=ButtonKind::Submit>"Send message"</Button>
            </div>
            {move || refused().map(|error| view! { <ErrorCard title="The message was not sent" reason=error.to_string() /> })}
        </ActionForm>
    }
}
