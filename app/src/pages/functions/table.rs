//! The functions as rows.

use super::Bin;
use crate::components::output::status::state_mark;
use crate::path;
use crate::ui::badge::{Badge, Tone};
use crate::ui::button::{ButtonKind, IconButton};
use crate::ui::icon::Icon;
use api::function::FunctionSummary;
use api::id::FunctionName;
use api::run::{RunState, RunSummary};
use api::time::UnixMillis;
use leptos::prelude::*;

const CELL: &str = "px-3 py-2";
const NUMBER: &str = "px-3 py-2 text-right";

/// The table. It scrolls by itself where the screen is narrow.
#[component]
pub(super) fn FunctionTable(functions: Vec<FunctionSummary>, bin: Bin) -> impl IntoView {
    const HEADS: [(&str, &str); 8] = [
        ("Function", "text-left"),
        ("State", "text-left"),
        ("Runtime", "text-left"),
        ("Last run", "text-left"),
        ("Runs, 24 h", "text-right"),
        ("Errors, 24 h", "text-right"),
        ("Changed (UTC)", "text-left"),
        ("Delete", "text-left"),
    ];
    let heads =
        HEADS.map(|(name, side)| view! { <th scope="col" class=format!("px-3 py-2 font-normal {side}")>{name}</th> });
    let rows = functions.into_iter().map(|function| view! { <Row function bin /> }).collect_view();
    view! {
        <div class="overflow-x-auto rounded-card border border-divider" role="region" aria-label="List of functions" tabindex="0">
            <table class="w-full whitespace-nowrap" aria-label="Functions">
                <thead class="bg-surface text-xs text-muted">
                    <tr>{heads.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(function: FunctionSummary, bin: Bin) -> impl IntoView {
    let FunctionSummary {
        name,
        runtime,
        memory_mib,
        modified_at,
        deployed,
        has_undeployed_changes,
        last_run,
        runs_24h,
        errors_24h,
    } = function;
    let state = match (deployed, has_undeployed_changes) {
        (Some(version), false) => {
            view! { <Badge tone=Tone::Good shape="●" text=format!("Version {version} deployed") /> }.into_any()
        }
        (Some(version), true) => {
            view! { <Badge tone=Tone::Warning shape="◌" text=format!("Version {version}, draft differs") /> }.into_any()
        }
        (None, _) => view! { <Badge tone=Tone::Warning shape="◌" text="Not deployed" /> }.into_any(),
    };
    let errors = match errors_24h {
        0 => view! { "0" }.into_any(),
        count => view! { <Badge tone=Tone::Bad shape="✗" text=count.to_string() /> }.into_any(),
    };
    view! {
        <tr class="border-t border-divider hover:bg-surface">
            <th scope="row" class="px-3 py-2 text-left font-medium">
                <a class="inline-flex min-h-6 items-center text-accent underline" href=path::playground(&name)>{name.to_string()}</a>
            </th>
            <td class=CELL>{state}</td>
            <td class=CELL>{format!("{} · {memory_mib} MB", runtime.label())}</td>
            <td class=CELL>{last_run.map(|run| view! { <LastRun run /> })}</td>
            <td class=NUMBER>{runs_24h}</td>
            <td class=NUMBER>{errors}</td>
            <td class=CELL>{minute(modified_at)}</td>
            <td class=CELL><DeleteButton name bin /></td>
        </tr>
    }
}

#[component]
fn LastRun(run: RunSummary) -> impl IntoView {
    let tone = match run.state {
        RunState::Succeeded => Tone::Good,
        RunState::Failed | RunState::TimedOut | RunState::OutOfMemory => Tone::Bad,
        RunState::Queued | RunState::Running | RunState::Cancelled | RunState::Interrupted => Tone::Neutral,
    };
    view! {
        <a class="inline-flex min-h-6 items-center gap-2 underline" href=path::run(&run.function, &run.id)>
            <Badge tone shape=state_mark(run.state) text=run.state.label() />
            <span class="text-muted">{minute(run.queued_at)}</span>
        </a>
    }
}

/// A form of its own, so that deleting works without JavaScript.
#[component]
fn DeleteButton(name: FunctionName, bin: Bin) -> impl IntoView {
    view! {
        <ActionForm action=bin.delete>
            <input type="hidden" name="name" value=name.to_string() />
            <IconButton label=format!("Delete {name}") icon=Icon::Bin kind=ButtonKind::Submit />
        </ActionForm>
    }
}

/// Date and time to the minute.
fn minute(at: UnixMillis) -> String {
    const MINUTE_LENGTH: usize = "2026-11-23T10:43".len();
    at.iso().get(..MINUTE_LENGTH).unwrap_or_default().replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_to_the_minute() {
        assert_eq!(minute(UnixMillis(1_795_430_587_120)), "2026-11-23 10:43");
    }
}
