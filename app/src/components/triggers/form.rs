//! Forms that post to a server function without JavaScript, and act without a reload with it.

use api::id::TriggerId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// A form that names one trigger.
#[component]
pub(super) fn TriggerForm(
    /// The server function's address.
    action: &'static str,
    /// The trigger.
    id: TriggerId,
    /// What is done instead of posting once the page is alive.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The button, and further fields.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form method="post" action=action on:submit=submit class="contents">
            <input type="hidden" name="id" value=id.to_string() />
            {children()}
        </form>
    }
}

/// On or off, as a switch that is also a submit button.
#[component]
pub(super) fn EnabledSwitch(
    /// Whether it is on.
    #[prop(into)]
    enabled: Signal<bool>,
) -> impl IntoView {
    const TRACK: &str = "inline-flex h-5 w-9 items-center rounded-full border px-0.5";
    const KNOB: &str = "block h-3.5 w-3.5 rounded-full";
    let track = move || {
        format!(
            "{TRACK} {}",
            if enabled.get() { "justify-end border-accent bg-accent" } else { "border-control bg-surface" }
        )
    };
    let knob = move || format!("{KNOB} {}", if enabled.get() { "bg-on-accent" } else { "bg-control" });
    view! {
        <input type="hidden" name="enabled" value=move || (!enabled.get()).to_string() />
        <button
            type="submit"
            role="switch"
            aria-label="Enabled"
            aria-checked=move || if enabled.get() { "true" } else { "false" }
            class="inline-flex min-h-8 items-center gap-2 text-sm"
        >
            <span class=track aria-hidden="true"><span class=knob></span></span>
            <span aria-hidden="true">{move || if enabled.get() { "On" } else { "Off" }}</span>
        </button>
    }
}
