//! What is in a queue, looked at without receiving it.

use super::Actions;
use crate::ui::badge::{Badge, Tone};
use crate::ui::button::{ButtonKind, IconButton};
use crate::ui::icon::Icon;
use api::sqs::QueueName;
use api::sqs::message::{AttributeData, MessageAttribute, MessageState, PeekedMessage};
use api::time::UnixMillis;
use leptos::prelude::*;

/// Characters of a body that stand in the list.
const PREVIEW_CHARS: usize = 80;

/// The first messages, in the order in which they were sent.
#[component]
pub fn Messages(
    /// The queue.
    name: QueueName,
    /// The first ones.
    messages: Vec<PeekedMessage>,
    /// Now, on the account's clock.
    now: UnixMillis,
    /// How many there are in all.
    total: u64,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let count = messages.len() as u64;
    let summary = match (count, total) {
        (0, _) => {
            "There is nothing in this queue. What is sent waits here until it is received and deleted.".to_owned()
        }
        (count, total) if count < total => format!("The first {count} of {total} messages. Looking receives none."),
        (1, _) => "1 message. Looking does not receive it.".to_owned(),
        (count, _) => format!("{count} messages. Looking receives none."),
    };
    let rows = messages.into_iter().map(|message| view! { <Message name=name.clone() message now actions /> });
    view! {
        <h3 class="font-medium">"Messages"</h3>
        <p role="status" class="text-sm text-muted">{summary}</p>
        <ul class="flex flex-col gap-2" aria-label="Messages">{rows.collect_view()}</ul>
    }
}

#[component]
fn Message(name: QueueName, message: PeekedMessage, now: UnixMillis, actions: Actions) -> impl IntoView {
    let PeekedMessage { id, body, body_bytes, attributes, system, state } = message;
    let (tone, shape, text) = stand(state, now);
    let cut = (body_bytes > body.len() as u64).then(|| format!("The first {} of {body_bytes} bytes.", body.len()));
    let known = system.named().into_iter().map(|(name, value)| pair(name.to_owned(), value));
    let given =
        attributes.iter().map(|(name, attribute)| pair(format!("{name} ({})", attribute.data_type), value(attribute)));
    let pairs: Vec<_> = known.chain(given).collect();
    view! {
        <li class="rounded-card border border-divider p-2">
            <div class="flex items-start justify-between gap-2">
                <details class="min-w-0 grow">
                    <summary class="min-h-6 cursor-pointer">
                        <Badge tone shape text />
                        " "
                        <code class="font-mono text-xs break-all">{preview(&body)}</code>
                    </summary>
                    <pre class="mt-2 max-h-64 overflow-auto rounded-card bg-surface p-2 font-mono text-xs break-all whitespace-pre-wrap" tabindex="0">
                        {body}
                    </pre>
                    {cut.map(|cut| view! { <p class="text-xs text-muted">{cut}</p> })}
                    <dl class="mt-2 grid gap-x-4 gap-y-1 text-xs sm:grid-cols-[16rem_1fr]">
                        {pair("Message id".to_owned(), id.clone())}
                        {pairs}
                    </dl>
                </details>
                <ActionForm action=actions.delete_message>
                    <input type="hidden" name="name" value=name.to_string() />
                    <input type="hidden" name="id" value=id.clone() />
                    <IconButton label=format!("Delete message {id}") icon=Icon::Bin kind=ButtonKind::Submit />
                </ActionForm>
            </div>
        </li>
    }
}

fn pair(name: String, value: String) -> impl IntoView {
    view! {
        <dt class="text-muted">{name}</dt>
        <dd class="break-all">{value}</dd>
    }
}

/// Colour, shape and words for where a message stands.
fn stand(state: MessageState, now: UnixMillis) -> (Tone, &'static str, String) {
    let seconds = |until: UnixMillis| until.since(now).div_ceil(1_000);
    match state {
        MessageState::Visible => (Tone::Good, "●", "Visible".to_owned()),
        MessageState::InFlight(until) => (Tone::Warning, "◐", format!("In flight, back in {} s", seconds(until))),
        MessageState::Delayed(until) => (Tone::Neutral, "◌", format!("Delayed for {} s", seconds(until))),
    }
}

fn preview(body: &str) -> String {
    let mut chars = body.chars();
    let begin: String = chars.by_ref().take(PREVIEW_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if chars.next().is_some() { format!("{begin}…") } else { begin }
}

fn value(attribute: &MessageAttribute) -> String {
    match &attribute.data {
        AttributeData::Text(text) => text.clone(),
        AttributeData::Binary(bytes) => format!("{} bytes", bytes.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_where_it_stands_and_how_it_begins() {
        let now = UnixMillis(1_000);
        assert_eq!(stand(MessageState::Visible, now).2, "Visible");
        assert_eq!(stand(MessageState::InFlight(UnixMillis(30_500)), now).2, "In flight, back in 30 s");
        assert_eq!(stand(MessageState::Delayed(UnixMillis(0)), now).2, "Delayed for 0 s");
        assert_eq!(preview("a\nb"), "a b");
        assert_eq!(preview(&"ü".repeat(81)).chars().count(), 81);
    }
}
