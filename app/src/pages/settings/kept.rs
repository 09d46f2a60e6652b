//! What is stored about a visitor, and for how long.

use super::{CARD, HEAD};
use crate::layouts::account::AccountContext;
use api::event::{LOG_BYTES_MAX, LOG_LINES_MAX};
use api::test_event::TEST_EVENTS_MAX;
use leptos::prelude::*;

/// The list of what is kept. The limits are those that are enforced.
#[component]
pub(super) fn Kept() -> impl IntoView {
    let account = expect_context::<AccountContext>().account;
    let who = move || account.with(|account| format!("{}, since {}", account.id, account.created_at.iso()));
    view! {
        <section aria-labelledby="kept" class=CARD>
            <h2 id="kept" class=HEAD>"What is kept"</h2>
            <dl class="grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">
                <dt class="font-medium">"Workspace"</dt>
                <dd>{who} ". A cookie of this browser opens it; there is no name, no e-mail, no password."</dd>
                <dt class="font-medium">"Functions"</dt>
                <dd>"Code, settings, every deployed version, triggers. A deleted function can be brought back for 30 days."</dd>
                <dt class="font-medium">"Test events"</dt>
                <dd>{format!("Up to {TEST_EVENTS_MAX} for each function.")}</dd>
                <dt class="font-medium">"Runs"</dt>
                <dd>
                    {format!(
                        "The newest of each function, with event, answer, and up to {LOG_LINES_MAX} log lines or {} MiB of log.",
                        LOG_BYTES_MAX / 1_048_576,
                    )}
                </dd>
                <dt class="font-medium">"This browser"</dt>
                <dd>"Theme, letter size and region in cookies; drafts that are not saved yet and the sizes of panes in local storage."</dd>
                <dt class="font-medium">"Elsewhere"</dt>
                <dd>"Nothing. The dashboard asks no other server for anything."</dd>
            </dl>
        </section>
    }
}
