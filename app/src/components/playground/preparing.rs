//! Says that the engine of the function's language is still being made, as on a machine that starts for the first time.

use super::state::Playground;
use crate::server_fns::engines::awaited_runtimes;
use leptos::prelude::*;
use std::time::Duration;

const ASK_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// The notice, as long as a run would wait.
#[component]
pub fn Preparing() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let asked = RwSignal::new(0_u32);
    let answer = LocalResource::new(move || {
        asked.track();
        awaited_runtimes()
    });
    let awaited = Memo::new(move |_| answer.get().and_then(Result::ok).unwrap_or_default());
    Effect::new(move |_| {
        if answer.get().is_some_and(|answer| answer.is_ok_and(|awaited| !awaited.is_empty())) {
            set_timeout(move || _ = asked.try_update(|times| *times += 1), ASK_AGAIN_AFTER);
        }
    });
    let label = move || playground.runtime().label();
    view! {
        <Show when=move || awaited.read().contains(&playground.runtime())>
            <p role="status" class="border-b border-warn bg-surface px-3 py-1">
                <span aria-hidden="true">"◌ "</span>
                {label}
                " is being prepared on this machine, once; that takes up to some minutes. Runs wait for it, and waiting is not billed."
            </p>
        </Show>
    }
}
