//! Triggers, function, destinations, from left to right; on a phone from top to bottom.

use crate::path;
use crate::server_fns::overview::Overview;
use api::id::FunctionName;
use api::trigger::{Trigger, TriggerConfig};
use leptos::prelude::*;

const COLUMN: &str = "flex min-w-0 flex-1 flex-col justify-center gap-2";
const CARD: &str = "rounded-card border border-divider bg-surface p-2 text-sm break-words";

/// The picture. It is three lists, so that it reads in order without being seen.
#[component]
pub(super) fn Diagram(
    /// The function.
    function: FunctionName,
    /// What is around it.
    overview: Overview,
) -> impl IntoView {
    let Overview { runtime, memory_mib, timeout_s, layers, triggers, queues, destinations, .. } = overview;
    let facts = format!("{runtime}, {memory_mib} MB, {timeout_s} s");
    let layers = match layers.len() {
        0 => "no layers".to_owned(),
        1 => "1 layer".to_owned(),
        count => format!("{count} layers"),
    };
    let to_triggers = path::triggers(&function);
    view! {
        <section aria-label="Function overview" class="flex items-stretch gap-2 max-md:flex-col">
            <div class=COLUMN>
                <h2 class="text-sm font-medium text-muted">"Triggers"</h2>
                <ul class="flex flex-col gap-2">{trigger_cards(&triggers, queues)}</ul>
                <a class="inline-flex min-h-6 items-center text-sm text-accent underline" href=to_triggers>"Add or change triggers"</a>
            </div>
            <Arrow />
            <div class=COLUMN>
                <h2 class="text-sm font-medium text-muted">"Function"</h2>
                <div class="rounded-card border-2 border-accent bg-surface p-3">
                    <p class="break-all font-medium">{function.to_string()}</p>
                    <p class="text-sm text-muted">{facts}</p>
                    <p class="text-sm text-muted">{layers}</p>
                </div>
            </div>
            <Arrow />
            <div class=COLUMN>
                <h2 class="text-sm font-medium text-muted">"Destinations"</h2>
                <ul class="flex flex-col gap-2">{destination_cards(destinations)}</ul>
            </div>
        </section>
    }
}

#[component]
fn Arrow() -> impl IntoView {
    view! {
        <div aria-hidden="true" class="flex items-center justify-center text-xl text-muted">
            <span class="max-md:rotate-90">"→"</span>
        </div>
    }
}

fn trigger_cards(triggers: &[Trigger], queues: Vec<(String, bool)>) -> AnyView {
    if triggers.is_empty() && queues.is_empty() {
        return view! { <li class=format!("{CARD} text-muted")>"Nothing but you and the AWS API invokes it"</li> }
            .into_any();
    }
    let of_trigger = |trigger: &Trigger| {
        let (kind, what) = match &trigger.config {
            TriggerConfig::FunctionUrl => ("Function URL", String::new()),
            TriggerConfig::AliasUrl { alias } => ("Function URL", format!("of the alias {alias}")),
            TriggerConfig::Schedule { expression } => ("Schedule", expression.clone()),
        };
        card(kind, what, trigger.enabled)
    };
    let of_queue = |(name, is_on): (String, bool)| card("SQS queue", name, is_on);
    view! { {triggers.iter().map(of_trigger).collect_view()}{queues.into_iter().map(of_queue).collect_view()} }
        .into_any()
}

fn card(kind: &'static str, what: String, is_on: bool) -> impl IntoView {
    let off = (!is_on).then(|| view! { <span class="text-warn">" (off)"</span> });
    view! { <li class=CARD><span class="font-medium">{kind}</span>{off}" "<span class="text-muted">{what}</span></li> }
}

fn destination_cards(destinations: Vec<(String, String)>) -> AnyView {
    if destinations.is_empty() {
        return view! { <li class=format!("{CARD} text-muted")>"None: results of asynchronous events go nowhere"</li> }
            .into_any();
    }
    let card = |(when, arn): (String, String)| {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let (service, name) = match parts[..] {
            ["arn", _, service, _, _, name] => (service.to_owned(), name.to_owned()),
            _ => (String::new(), arn.clone()),
        };
        view! { <li class=CARD><span class="font-medium">{when}</span>" "<span class="text-muted">{service}" "{name}</span></li> }
    };
    destinations.into_iter().map(card).collect_view().into_any()
}
