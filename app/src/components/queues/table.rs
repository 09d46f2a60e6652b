//! The queues as rows, with how many messages are where.

use crate::path;
use api::sqs::QueueName;
use api::sqs::settings::{QueueFacts, QueueSettings, Redrive};
use leptos::prelude::*;

const CELL: &str = "px-3 py-2";
const NUMBER: &str = "px-3 py-2 text-right";

/// The table. It scrolls by itself where the screen is narrow.
#[component]
pub fn QueueTable(
    /// The queues.
    queues: Vec<QueueFacts>,
    /// The one that is open.
    opened: Option<QueueName>,
) -> impl IntoView {
    const HEADS: [(&str, &str); 7] = [
        ("Queue", "text-left"),
        ("Type", "text-left"),
        ("Visible", "text-right"),
        ("In flight", "text-right"),
        ("Delayed", "text-right"),
        ("Hidden for", "text-right"),
        ("Dead letters to", "text-left"),
    ];
    let heads =
        HEADS.map(|(name, side)| view! { <th scope="col" class=format!("px-3 py-2 font-normal {side}")>{name}</th> });
    let rows = queues.into_iter().map(|facts| {
        let is_open = opened.as_ref() == Some(&facts.arn.name);
        view! { <Row facts is_open /> }
    });
    view! {
        <div class="overflow-x-auto rounded-card border border-divider" role="region" aria-label="List of queues" tabindex="0">
            <table class="w-full whitespace-nowrap" aria-label="Queues">
                <thead class="bg-surface text-xs text-muted">
                    <tr>{heads.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(facts: QueueFacts, is_open: bool) -> impl IntoView {
    let QueueFacts { arn, settings, visible, in_flight, delayed, created_at: _, modified_at: _ } = facts;
    let QueueSettings { visibility_s, redrive, .. } = settings;
    let kind = if arn.name.is_fifo() { "FIFO" } else { "Standard" };
    let class = if is_open { "border-t border-divider bg-raised" } else { "border-t border-divider hover:bg-surface" };
    let letters = redrive.map(|Redrive { target, receives_max }| {
        let href = path::queue(&target.name);
        let times =
            if receives_max == 1 { " after 1 receive".to_owned() } else { format!(" after {receives_max} receives") };
        view! {
            <a class="inline-flex min-h-6 items-center text-accent underline" href=href>{target.name.to_string()}</a>
            <span class="text-muted">{times}</span>
        }
    });
    view! {
        <tr class=class>
            <th scope="row" class="px-3 py-2 text-left font-medium">
                <a
                    class="inline-flex min-h-6 items-center text-accent underline"
                    href=path::queue(&arn.name)
                    aria-current=is_open.then_some("true")
                >
                    {arn.name.to_string()}
                </a>
            </th>
            <td class=CELL>{kind}</td>
            <td class=NUMBER>{visible}</td>
            <td class=NUMBER>{in_flight}</td>
            <td class=NUMBER>{delayed}</td>
            <td class=NUMBER>{format!("{visibility_s} s")}</td>
            <td class=CELL>{letters}</td>
        </tr>
    }
}
