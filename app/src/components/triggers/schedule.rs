//! One schedule: when it fires, firing it now, switching it off.

use super::form::{EnabledSwitch, TriggerForm};
use super::last_runs::{LastRuns, Origin};
use super::state::Triggers;
use super::times::Times;
use crate::components::output::text::short_id;
use crate::server_fns::triggers::{DeleteTrigger, EnableTrigger, FireTrigger, fire_trigger};
use api::id::TriggerId;
use api::trigger::{Trigger, TriggerConfig};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;

const BUTTON: &str =
    "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm hover:border-accent";

/// A schedule.
#[component]
pub(super) fn ScheduleCard(
    /// The trigger.
    trigger: Signal<Option<Trigger>>,
) -> impl IntoView {
    let triggers = expect_context::<Triggers>();
    let enabled =
        Signal::derive(move || trigger.with(|trigger| trigger.as_ref().is_some_and(|trigger| trigger.enabled)));
    let first = trigger.get_untracked();
    first.map(move |Trigger { id, config, description, .. }| {
        let expression = match config {
            TriggerConfig::Schedule { expression } => expression,
            TriggerConfig::FunctionUrl | TriggerConfig::AliasUrl { .. } => String::new(),
        };
        let (switch_id, fire_id) = (id.clone(), id.clone());
        let switch = move || triggers.switch(switch_id.clone(), !enabled.get_untracked());
        let fire = move || fire(triggers, fire_id.clone());
        let delete = move || {
            if let Some(trigger) = trigger.get_untracked() {
                triggers.delete(trigger);
            }
        };
        view! {
            <article aria-label=format!("Schedule {expression}") class="flex flex-col gap-2 rounded-card border border-divider p-3">
                <h3 class="font-medium">{description}</h3>
                <p class="font-mono text-xs text-muted">{expression.clone()}</p>
                <div class="flex flex-wrap items-center gap-3">
                    <TriggerForm action=EnableTrigger::url() id=id.clone() on_submit=switch>
                        <EnabledSwitch enabled />
                    </TriggerForm>
                    <TriggerForm action=FireTrigger::url() id=id.clone() on_submit=fire>
                        <button type="submit" class=BUTTON>"Fire now"</button>
                    </TriggerForm>
                    <TriggerForm action=DeleteTrigger::url() id=id.clone() on_submit=delete>
                        <button type="submit" class=BUTTON>"Delete schedule"</button>
                    </TriggerForm>
                </div>
                <ComingUp trigger enabled />
                <LastRuns of=Origin::Trigger(id.clone()) />
            </article>
        }
    })
}

/// The next time, and behind it the next ten.
#[component]
fn ComingUp(trigger: Signal<Option<Trigger>>, enabled: Signal<bool>) -> impl IntoView {
    let times = Memo::new(move |_| {
        trigger.with(|trigger| trigger.as_ref().map(|trigger| trigger.next_times.clone()).unwrap_or_default())
    });
    move || match (enabled.get(), times.get()) {
        (false, _) => view! { <p class="text-sm text-warn">"Off: it does not fire by itself."</p> }.into_any(),
        (true, times) => {
            let Some(next) = times.first() else {
                return view! { <p class="text-sm text-warn">"It never fires again."</p> }.into_any();
            };
            let next = format!("Next: {} UTC", next.iso().replace('T', " ").split('.').next().unwrap_or_default());
            view! {
                <details class="text-sm">
                    <summary>{next}</summary>
                    <Times label="Coming up" times />
                </details>
            }
            .into_any()
        }
    }
}

fn fire(triggers: Triggers, id: TriggerId) {
    spawn_local(async move {
        match fire_trigger(id).await {
            Ok(run) => triggers.inform(format!("Fired: run {}… is in the history", short_id(&run))),
            Err(error) => triggers.complain("the schedule was not fired", &error),
        }
        triggers.reload();
    });
}
