//! A new schedule: the expression, and while it is typed what it means.

use super::state::Triggers;
use super::times::Times;
use crate::error::UiError;
use crate::server_fns::triggers::{CreateSchedule, preview_schedule};
use crate::ui::resource;
use api::id::FunctionName;
use api::trigger::SchedulePreview;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use std::time::Duration;

/// How long typing must rest before the server is asked.
const TYPING_RESTS: Duration = Duration::from_millis(200);
/// What the field holds at first.
const EXAMPLE: &str = "rate(5 minutes)";

const BUTTON: &str =
    "inline-flex min-h-8 items-center rounded-control border border-control bg-raised px-3 text-sm hover:border-accent";
const INPUT: &str = "min-h-8 w-full rounded-control border border-control bg-bg px-2 font-mono text-sm";

/// The form.
#[component]
pub(super) fn ScheduleForm(
    /// The function.
    function: Signal<FunctionName>,
) -> impl IntoView {
    let triggers = expect_context::<Triggers>();
    let add = ServerAction::<CreateSchedule>::new();
    let expression = RwSignal::new(EXAMPLE.to_owned());
    let preview = resource::read(move || expression.get(), preview_schedule);
    let mut asks = debounce(TYPING_RESTS, move |text: String| expression.set(text));
    Effect::new(move |_| {
        if let Some(Ok(_)) = add.value().get() {
            triggers.reload();
        }
    });
    let refused = move || add.value().get().and_then(Result::err);
    view! {
        <ActionForm action=add attr:class="flex flex-col gap-2 rounded-card border border-dashed border-control p-3">
            <input type="hidden" name="function" value=move || function.get().to_string() />
            <label for="schedule-expression" class="font-medium">"Schedule expression"</label>
            <input
                type="text"
                id="schedule-expression"
                name="expression"
                value=EXAMPLE
                class=INPUT
                autocomplete="off"
                spellcheck="false"
                aria-describedby="schedule-help schedule-preview"
                on:input=move |event| asks(event_target_value(&event))
            />
            <p id="schedule-help" class="text-xs text-muted">
                "rate(5 minutes), or cron(minutes hours day-of-month month day-of-week year) in UTC, as cron(0/15 12 * * ? *)."
            </p>
            <div>
                <button type="submit" class=BUTTON>"Add schedule"</button>
            </div>
            <div id="schedule-preview" aria-live="polite">
                {move || refused().map(|error| view! { <Problem error /> })}
                <Transition fallback=|| view! { <p class="text-sm text-muted">"…"</p> }>
                    {move || preview.get().map(|preview| match preview {
                        Ok(preview) => view! { <Preview preview /> }.into_any(),
                        Err(error) => view! { <Problem error /> }.into_any(),
                    })}
                </Transition>
            </div>
        </ActionForm>
    }
}

/// In plain words, and the next ten times.
#[component]
fn Preview(preview: SchedulePreview) -> impl IntoView {
    let SchedulePreview { description, next_times } = preview;
    view! {
        <p class="text-sm font-medium">{description}</p>
        <Times label="Next times" times=next_times />
    }
}

#[component]
fn Problem(error: UiError) -> impl IntoView {
    view! { <p class="text-sm text-error">"✗ "{error.to_string()}</p> }
}
