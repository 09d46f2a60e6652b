//! The bar over the editor: what the function is, where the draft stands, Deploy and Run.

use super::plain_form::Intent;
use super::progress::{self, Progress};
use super::saving::Phase;
use super::state::Playground;
use super::style::{BUTTON, BUTTON_MAIN, BUTTON_SMALL, FORM};
use crate::ui::toast::Toasts;
use api::run::RunState;
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use std::time::Duration;

/// The toolbar.
#[component]
pub fn Toolbar() -> impl IntoView {
    let playground = expect_context::<Playground>();
    view! {
        <div
            role="toolbar"
            aria-label="Function"
            data-region="toolbar"
            class="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-divider bg-surface px-3 py-1"
        >
            <h1 class="max-w-64 truncate font-semibold">{playground.name.get_value().to_string()}</h1>
            <SettingsLine />
            <DraftState />
            <span class="grow"></span>
            <RunProgress />
            <Buttons />
        </div>
    }
}

/// Runtime, memory and timeout, as they are typed.
#[component]
fn SettingsLine() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let settings = playground.settings;
    let line = move || {
        let runtime = playground.runtime().label();
        format!("{runtime} · {} MB · {} s", settings.memory.read(), settings.timeout.read())
    };
    view! { <span class="hidden text-muted tabular-nums lg:inline">{line}</span> }
}

/// Where the draft stands: a shape and words.
#[component]
fn DraftState() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let phase = move || playground.saving.with(|saving| saving.phase().clone());
    let words = move || state_words(&phase(), &playground.saved_at.read(), &deployed_words(playground));
    let shape = move || match phase() {
        Phase::Clean if playground.changes.read().is_empty() => "●",
        Phase::Clean | Phase::Dirty | Phase::Sending { .. } => "◌",
        Phase::Conflict | Phase::Offline | Phase::Refused(_) => "▲",
    };
    let wrong = move || matches!(phase(), Phase::Conflict | Phase::Offline | Phase::Refused(_));
    view! {
        <p role="status" aria-label="Draft" class="flex min-w-0 items-center gap-1 text-muted" class:text-warn=wrong>
            <span aria-hidden="true">{shape}</span>
            <span class="truncate">{words}</span>
        </p>
    }
}

fn deployed_words(playground: Playground) -> String {
    match &*playground.deployed.read() {
        Some(deployed) if playground.changes.read().is_empty() => {
            format!("deployed as version {}", deployed.version.number)
        }
        _ => "not deployed".to_owned(),
    }
}

/// The state in words. «Draft saved» is said only while the server has everything.
fn state_words(phase: &Phase, saved_at: &str, deployed: &str) -> String {
    match phase {
        Phase::Clean if saved_at.is_empty() => format!("Draft saved, {deployed}"),
        Phase::Clean => format!("Draft saved {saved_at}, {deployed}"),
        Phase::Dirty => "Unsaved changes".to_owned(),
        Phase::Sending { .. } => "Saving…".to_owned(),
        Phase::Conflict => "Not saved: choose whose draft to keep".to_owned(),
        Phase::Offline => "Server not reached: kept in this browser, trying again".to_owned(),
        Phase::Refused(message) => format!("Not saved: {message}"),
    }
}

/// What Run is doing, and the way to end it.
#[component]
fn RunProgress() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let waited_s = seconds_while(Signal::derive(move || playground.progress.read().is_busy()));
    let state = move || playground.shown.with(|run| run.as_ref().map(|run| run.state));
    let words = move || {
        progress::words(&playground.progress.read(), current(&playground.progress.read(), state()), waited_s.get())
    };
    let accepted = move || matches!(*playground.progress.read(), Progress::Accepted(_));
    view! {
        <span class="text-muted tabular-nums" aria-live="off">{words}</span>
        <Show when=accepted>
            <button type="button" class=BUTTON on:click=move |_| playground.cancel()>
                <span aria-hidden="true">"■"</span>
                "Cancel run"
            </button>
        </Show>
    }
}

/// The shown run's state belongs to this press of Run only once it was accepted.
fn current(progress: &Progress, state: Option<RunState>) -> Option<RunState> {
    match progress {
        Progress::Accepted(_) => state,
        Progress::Idle | Progress::SavingFirst | Progress::Asking => None,
    }
}

/// Whole seconds since `busy` became true.
fn seconds_while(busy: Signal<bool>) -> RwSignal<u32> {
    let seconds = RwSignal::new(0);
    Effect::new(move |_| {
        if !busy.get() {
            return;
        }
        seconds.set(0);
        let tick = move || _ = seconds.try_update(|n| *n += 1);
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    });
    seconds
}

#[component]
fn Buttons() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toggle = move |_| playground.side_shown.update(|shown| *shown = !*shown);
    let save = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.save_now();
    };
    let deploy = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.open_deploy();
    };
    view! {
        <button
            type="button"
            class=format!("{BUTTON_SMALL} max-md:hidden")
            aria-pressed=move || playground.side_shown.get().to_string()
            title="Show or hide the panel on the right (Ctrl+J)"
            on:click=toggle
        >
            "Panel"
        </button>
        <button type="submit" form=FORM name="form[intent]" value=Intent::Save.value() class=BUTTON title="Save the draft (Ctrl+S)" on:click=save>
            "Save"
        </button>
        <button type="submit" form=FORM name="form[intent]" value=Intent::Deploy.value() class=BUTTON title="Deploy the draft (Ctrl+Shift+U)" on:click=deploy>
            "Deploy"
        </button>
        <RunButton />
    }
}

#[component]
fn RunButton() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let asking = move || matches!(*playground.progress.read(), Progress::Asking | Progress::SavingFirst);
    let run = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.run_draft();
    };
    view! {
        <div class="max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-10 max-md:flex max-md:bg-surface max-md:p-1">
            <button
                type="submit"
                form=FORM
                name="form[intent]"
                value=Intent::Run.value()
                class=format!("{BUTTON_MAIN} max-md:h-12 max-md:w-full max-md:justify-center")
                aria-busy=move || asking().to_string()
                title="Run the draft with the shown event (Ctrl+Enter)"
                on:click=run
            >
                <span aria-hidden="true">{move || if asking() { "…" } else { "▶" }}</span>
                "Run"
                <kbd aria-hidden="true" class="text-xs opacity-90">"Ctrl ↵"</kbd>
            </button>
        </div>
    }
}

/// What was refused, and the question after a change in another tab.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <RefusalNotice />
        <ConflictNotice />
    }
}

#[component]
fn RefusalNotice() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let message = move || playground.refusal.get().map(|refusal| refusal.message);
    view! {
        <Show when=move || playground.refusal.read().is_some()>
            <div role="alert" class="flex items-center gap-3 border-b border-error bg-surface px-3 py-1 text-error">
                <span aria-hidden="true">"✗"</span>
                <p class="grow">{message}</p>
                <button type="button" class=BUTTON_SMALL aria-label="Close message" on:click=move |_| playground.refusal.set(None)>
                    "×"
                </button>
            </div>
        </Show>
    }
}

#[component]
fn ConflictNotice() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    view! {
        <Show when=move || playground.in_conflict()>
            <div role="alert" class="flex flex-wrap items-center gap-3 border-b border-warn bg-surface px-3 py-1">
                <span aria-hidden="true" class="text-warn">"▲"</span>
                <p class="grow">"Changed in another tab. What you have here is kept until you choose."</p>
                <button type="button" class=BUTTON on:click=move |_| playground.load_theirs(toasts)>"Load theirs"</button>
                <button type="button" class=BUTTON on:click=move |_| playground.keep_mine()>"Keep mine"</button>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draft_saved_is_said_only_when_it_is() {
        let check = |phase: &Phase, expected: &str| assert_eq!(state_words(phase, "10:42", "not deployed"), expected);
        check(&Phase::Clean, "Draft saved 10:42, not deployed");
        check(&Phase::Dirty, "Unsaved changes");
        check(&Phase::Refused("too large".to_owned()), "Not saved: too large");
        assert_eq!(state_words(&Phase::Clean, "", "deployed as version 3"), "Draft saved, deployed as version 3");
        for phase in
            [Phase::Dirty, Phase::Conflict, Phase::Offline, Phase::Sending { edited: true, overwriting: false }]
        {
            assert!(!state_words(&phase, "10:42", "x").contains("Draft saved"));
        }
    }
}
