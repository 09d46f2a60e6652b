//! A new queue.

use super::Actions;
use crate::ui::button::{Button, ButtonKind, ButtonVariant};
use crate::ui::error_card::ErrorCard;
use crate::ui::field::{NumberField, RadioOption, TextField};
use api::sqs::VISIBILITY_S_MAX;
use api::sqs::settings::QueueFacts;
use leptos::prelude::*;

/// The form.
#[component]
pub fn NewQueue(
    /// What it does.
    actions: Actions,
    /// Those that can get its dead letters.
    queues: Vec<QueueFacts>,
) -> impl IntoView {
    let refused = move || actions.create.value().get().and_then(Result::err);
    let options = queues.into_iter().map(|facts| {
        let name = facts.arn.name.to_string();
        view! { <option value=name.clone()>{name.clone()}</option> }
    });
    view! {
        <section aria-labelledby="new-queue" class="rounded-card border border-divider p-4">
            <ActionForm action=actions.create attr:class="flex flex-col gap-3">
                <h2 id="new-queue" class="text-lg font-medium">"New queue"</h2>
                <TextField id="queue-name" name="name" label="Name" value="" help="letters, digits, - and _" />
                <fieldset class="flex flex-wrap gap-4">
                    <legend class="font-medium">"Type"</legend>
                    <RadioOption name="kind" value="standard" checked=true label="Standard" help="as fast as can be" />
                    <RadioOption name="kind" value="fifo" checked=false label="FIFO" help="groups in order, each message once" />
                </fieldset>
                <NumberField
                    id="queue-visibility"
                    name="visibility_s"
                    label="Visibility timeout, in seconds"
                    value=30
                    range=(0, VISIBILITY_S_MAX)
                />
                <div class="flex flex-wrap items-start gap-4">
                    <label class="flex flex-col gap-1 font-medium">
                        "Dead letters to"
                        <select name="redrive_to" class="min-h-8 rounded-control border border-control bg-bg px-2 text-text">
                            <option value="">"nowhere"</option>
                            {options.collect_view()}
                        </select>
                    </label>
                    <NumberField id="queue-receives" name="receives_max" label="After receives" value=3 range=(1, 1_000) />
                </div>
                {move || refused().map(|error| view! { <ErrorCard title="No queue was made" reason=error.to_string() /> })}
                <div><Button variant=ButtonVariant::Main kind=ButtonKind::Submit>"Create queue"</Button></div>
            </ActionForm>
        </section>
    }
}
