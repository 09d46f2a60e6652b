//! What invokes a function by itself: its URL and its schedules, each with the runs that came of it.
//!
//! Everything is a plain form first, so that it works before the page is alive; then the same forms act without a reload.

mod answer;
mod asynchronous;
mod form;
mod function_url;
mod last_runs;
mod queues;
mod schedule;
mod schedule_form;
mod state;
mod times;
pub mod try_it;
pub mod url;
mod url_settings;

use crate::error::UiError;
use crate::layouts::account::AccountContext;
use crate::live::Live;
use crate::server_fns::history::read_runs;
use crate::server_fns::triggers::{TriggerList, read_triggers};
use crate::ui::loaded::loaded;
use crate::ui::resource;
use api::id::{FunctionName, TriggerId};
use api::region::Region;
use api::trigger::{Trigger, TriggerConfig};
use asynchronous::Asynchronous;
use function_url::{AddFunctionUrl, FunctionUrlCard};
use leptos::prelude::*;
use queues::Queues;
use schedule::ScheduleCard;
use schedule_form::ScheduleForm;
use state::Triggers;

/// The triggers of a function: on their own page and in a tab of the playground.
#[component]
pub fn TriggersPanel(
    /// The function.
    function: Signal<FunctionName>,
) -> impl IntoView {
    let changed = RwSignal::new(0_u64);
    let generation = generation();
    let clock = clock();
    let list = resource::read(
        move || (function.get(), changed.get(), generation.get(), clock.get()),
        |(function, ..)| read_triggers(function),
    );
    let runs = resource::read(
        move || (function.get(), generation.get()),
        |(function, _)| async move { read_runs(function, None).await.unwrap_or_default() },
    );
    view! {
        <div class="flex flex-col gap-4 p-3">
            <p class="text-sm text-muted">
                "A trigger invokes the deployed code, not the draft in the editor. Its runs are in the history with their source."
            </p>
            {loaded(async move {
                let (first, first_runs) = (list.await, runs.await);
                let (list, runs) = (latest(list, first), latest(runs, first_runs));
                provide_context(Triggers::new(changed, runs));
                view! { <Cards function list /> <Queues function clock /> }
            })}
            <Asynchronous function />
        </div>
    }
}

/// What a resource gave last: `first`, and then whatever it gives when it is read again. Unlike a `Transition` this leaves
/// what is on the screen alone meanwhile. Effects run in the browser only.
fn latest<T: Clone + Send + Sync + 'static>(read: resource::Read<T>, first: T) -> Signal<T> {
    let shown = RwSignal::new(first);
    Effect::watch(
        move || read.get(),
        move |now, _, _| {
            if let Some(now) = now.clone() {
                shown.set(now);
            }
        },
        false,
    );
    shown.into()
}

/// Rises when a run began or ended, where the page is connected.
fn generation() -> Signal<u64> {
    match use_context::<Live>() {
        Some(live) => live.generation(),
        None => Signal::derive(|| 0),
    }
}

/// Changes when the account's clock is moved: the next times of the schedules are then others.
fn clock() -> Signal<i64> {
    match use_context::<AccountContext>() {
        Some(context) => Signal::derive(move || context.account.read().clock_offset_ms),
        None => Signal::derive(|| 0),
    }
}

/// Where the function is.
fn region() -> Region {
    use_context::<AccountContext>()
        .map_or(Region::DEFAULT, |context| context.account.with_untracked(|account| account.id.region()))
}

/// Cards keep their place and what was typed into them when the list is read again.
#[component]
fn Cards(function: Signal<FunctionName>, list: Signal<Result<TriggerList, UiError>>) -> impl IntoView {
    let triggers = Memo::new(move |_| list.get().map(|list| list.triggers).unwrap_or_default());
    let origin = Memo::new(move |_| list.get().map(|list| list.origin).unwrap_or_default());
    let problem = move || list.get().err().map(|error| view! { <Problem error /> });
    let urls = shown(triggers, |config| matches!(config, TriggerConfig::FunctionUrl | TriggerConfig::AliasUrl { .. }));
    let schedules = shown(triggers, |config| matches!(config, TriggerConfig::Schedule { .. }));
    let whole = shown(triggers, |config| matches!(config, TriggerConfig::FunctionUrl));
    view! {
        {problem}
        <section aria-label="Function URL" class="flex flex-col gap-2">
            <h2 class="text-lg font-medium">"Function URL"</h2>
            <Show when=move || whole.read().is_empty()>
                <AddFunctionUrl function />
            </Show>
            <For each=move || urls.get() key=Clone::clone let:id>
                <FunctionUrlCard trigger=one(triggers, id) origin />
            </For>
        </section>
        <section aria-label="Schedules" class="flex flex-col gap-2">
            <h2 class="text-lg font-medium">"Schedules"</h2>
            <For each=move || schedules.get() key=Clone::clone let:id>
                <ScheduleCard trigger=one(triggers, id) />
            </For>
            <ScheduleForm function />
        </section>
    }
}

/// The ids of the triggers of one kind, without those that were just deleted.
fn shown(triggers: Memo<Vec<Trigger>>, wanted: fn(&TriggerConfig) -> bool) -> Memo<Vec<TriggerId>> {
    let hidden = expect_context::<Triggers>().hidden;
    Memo::new(move |_| {
        let hidden = hidden.read();
        let fits = |trigger: &&Trigger| wanted(&trigger.config) && !hidden.contains(&trigger.id);
        triggers.read().iter().filter(fits).map(|trigger| trigger.id.clone()).collect()
    })
}

/// The list could not be read; of a page that is nothing else, this is the page's status.
#[component]
fn Problem(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! { <p role="alert" class="text-error">"The triggers could not be read: "{error.to_string()}</p> }
}

/// One of the triggers, as it changes. After it is gone it stays what it was, until its card is gone, too.
fn one(triggers: Memo<Vec<Trigger>>, id: TriggerId) -> Signal<Option<Trigger>> {
    Memo::new(move |before: Option<&Option<Trigger>>| {
        let found = triggers.read().iter().find(|trigger| trigger.id == id).cloned();
        found.or_else(|| before.cloned().flatten())
    })
    .into()
}
