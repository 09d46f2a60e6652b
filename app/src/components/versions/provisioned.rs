//! Environments that are kept ready for a version or an alias.

use super::{BUTTON, CELL, Changed, INPUT, Refused};
use crate::server_fns::provisioned::{KeepNoLonger, KeepReady, KeptReady, Readiness, read_kept_ready};
use crate::ui::resource;
use api::id::FunctionName;
use leptos::prelude::*;
use std::time::Duration;

/// How often the list is read again while environments are being made.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// What is kept ready, and the form that asks for more.
#[component]
pub(super) fn ProvisionedSection(
    /// The function.
    function: FunctionName,
    /// Aliases and versions that it can be for.
    choices: Vec<String>,
) -> impl IntoView {
    let changed = expect_context::<Changed>();
    let again = RwSignal::new(0_u64);
    let name = Signal::stored(function.clone());
    let read =
        resource::read(move || (name.get(), changed.count(), again.get()), |(function, ..)| read_kept_ready(function));
    Effect::new(move |_| {
        let is_moving = |kept: &KeptReady| kept.readiness == Readiness::InProgress;
        if matches!(read.get(), Some(Ok(all)) if all.iter().any(is_moving)) {
            let look = move || {
                let _ = again.try_update(|count| *count += 1);
            };
            set_timeout(look, LOOK_AGAIN);
        }
    });
    let list = move || {
        let function = name.get();
        read.get().map(move |read| match read {
            Ok(all) => view! { <Table function all /> }.into_any(),
            Err(error) => view! { <Refused error=Some(error) /> }.into_any(),
        })
    };
    view! {
        <section aria-labelledby="provisioned-title" class="flex flex-col gap-2">
            <h2 id="provisioned-title" class="text-lg font-medium">"Provisioned concurrency"</h2>
            <p class="text-sm text-muted">
                "Environments that have run INIT before anyone asks, and stay ready: no cold start. They are paid for as long as they are kept, used or not; runs in them cost less."
            </p>
            <Transition fallback=|| view! { <p class="text-sm text-muted">"…"</p> }>{list}</Transition>
            <KeepForm function choices />
        </section>
    }
}

fn state(readiness: &Readiness) -> String {
    match readiness {
        Readiness::InProgress => "being made".to_owned(),
        Readiness::Ready => "✓ ready".to_owned(),
        Readiness::Failed(why) => format!("✗ {why}"),
    }
}

#[component]
fn Table(function: FunctionName, all: Vec<KeptReady>) -> impl IntoView {
    let release = ServerAction::<KeepNoLonger>::new();
    expect_context::<Changed>().after(release);
    let function = function.to_string();
    let row = |kept: KeptReady| {
        let function = function.clone();
        let KeptReady { qualifier, requested, allocated, available, readiness, bill: (formula, cost) } = kept;
        let label = format!("Keep none for {qualifier}");
        view! {
            <tr class="border-t border-divider">
                <th scope="row" class=format!("{CELL} font-mono font-medium")>{qualifier.clone()}</th>
                <td class=format!("{CELL} tabular-nums")>{format!("{allocated} of {requested}")}</td>
                <td class=format!("{CELL} tabular-nums")>{available}</td>
                <td class=CELL>{state(&readiness)}</td>
                <td class=format!("{CELL} tabular-nums")>{cost} <span class="block text-xs text-muted">{formula}</span></td>
                <td class=CELL>
                    <ActionForm action=release attr:aria-label=label>
                        <input type="hidden" name="function" value=function />
                        <input type="hidden" name="qualifier" value=qualifier />
                        <button type="submit" class=BUTTON>"Keep none"</button>
                    </ActionForm>
                </td>
            </tr>
        }
    };
    const HEADS: [&str; 6] = ["For", "Made", "Waiting", "State", "Cost since asked for", "Change"];
    let rows = all.into_iter().map(row).collect_view();
    let refused = move || view! { <Refused error=release.value().get().and_then(Result::err) /> };
    match rows.is_empty() {
        true => view! { <p class="text-sm text-muted">"Nothing is kept ready."</p> }.into_any(),
        false => view! {
            <div class="overflow-x-auto" tabindex="0" role="region" aria-labelledby="provisioned-title">
                <table class="w-full text-sm">
                    <thead class="text-muted">
                        <tr>{HEADS.map(|head| view! { <th scope="col" class=CELL>{head}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {refused}
            </div>
        }
        .into_any(),
    }
}

#[component]
fn KeepForm(function: FunctionName, choices: Vec<String>) -> impl IntoView {
    let keep = ServerAction::<KeepReady>::new();
    expect_context::<Changed>().after(keep);
    let refused = move || view! { <Refused error=keep.value().get().and_then(Result::err) /> };
    let options = choices.into_iter().map(|choice| {
        let words = match choice.parse::<u32>() {
            Ok(_number) => format!("Version {choice}"),
            Err(_alias) => choice.clone(),
        };
        view! { <option value=choice>{words}</option> }
    });
    view! {
        <ActionForm
            action=keep
            attr:class="flex flex-wrap items-end gap-2 rounded-card border border-dashed border-control p-3"
            attr:aria-label="Keep ready"
        >
            <input type="hidden" name="function" value=function.to_string() />
            <label class="flex min-w-0 flex-col gap-1 text-sm">
                "Alias or version"
                <select name="qualifier" class=INPUT>{options.collect_view()}</select>
            </label>
            <label class="flex min-w-0 flex-col gap-1 text-sm">
                "Environments"
                <input type="number" name="environments" min="1" max="900" value="1" required class=format!("{INPUT} tabular-nums") />
            </label>
            <button type="submit" class=BUTTON>"Keep ready"</button>
            {refused}
        </ActionForm>
    }
}
