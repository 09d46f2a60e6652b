//! Form fields: a label, a control, what it means, and what is wrong with it, tied together for screen readers.

use leptos::prelude::*;

const CONTROL: &str = "min-h-8 w-full rounded-control border bg-bg px-2 text-text";

/// The ids by which the parts of a field name each other.
fn ids(id: &str) -> (String, String) {
    (format!("{id}-help"), format!("{id}-error"))
}

/// A text box of one line.
#[component]
pub fn TextField(
    /// Unique on the page.
    id: &'static str,
    /// What the form calls it.
    name: &'static str,
    /// What a person calls it.
    label: &'static str,
    /// What it holds at first; afterwards it is the visitor's.
    #[prop(into)]
    value: String,
    /// What it means.
    #[prop(optional)]
    help: &'static str,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Called with each change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let (help_id, error_id) = ids(id);
    let described = format!("{help_id} {error_id}");
    let class = move || format!("{CONTROL} {}", if error.get().is_some() { "border-error" } else { "border-control" });
    let input = move |event| {
        if let Some(on_input) = on_input {
            on_input.run(event_target_value(&event));
        }
    };
    view! {
        <div class="flex flex-col gap-1">
            <label for=id class="font-medium">{label}</label>
            <input
                type="text"
                id=id
                name=name
                value=value
                class=class
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || error.get().map(|_| "true")
                on:input=input
            />
            <p id=help_id class="text-xs text-muted">{help}</p>
            <p id=error_id class="text-error" role="alert">{move || error.get()}</p>
        </div>
    }
}

/// A whole number with a range.
#[component]
pub fn NumberField(
    /// Unique on the page.
    id: &'static str,
    /// What the form calls it.
    name: &'static str,
    /// What a person calls it.
    label: &'static str,
    /// What it holds at first; afterwards it is the visitor's.
    value: u32,
    /// Smallest and largest.
    range: (u32, u32),
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let (help_id, error_id) = ids(id);
    let described = format!("{help_id} {error_id}");
    let class =
        move || format!("{CONTROL} w-24! {}", if error.get().is_some() { "border-error" } else { "border-control" });
    view! {
        <div class="flex flex-col gap-1">
            <label for=id class="font-medium">{label}</label>
            <input
                type="number"
                id=id
                name=name
                value=value
                min=range.0
                max=range.1
                class=class
                aria-describedby=described
                aria-invalid=move || error.get().map(|_| "true")
            />
            <p id=help_id class="text-xs text-muted">{format!("{} to {}", range.0, range.1)}</p>
            <p id=error_id class="text-error" role="alert">{move || error.get()}</p>
        </div>
    }
}

/// One choice of several, as a row of a radio group.
#[component]
pub fn RadioOption(
    /// What the form calls the group.
    name: &'static str,
    /// The value of this choice.
    value: &'static str,
    /// Whether it is chosen at first.
    checked: bool,
    /// What it is.
    label: &'static str,
    /// What it means.
    #[prop(optional)]
    help: &'static str,
    /// Called when it is chosen.
    #[prop(optional, into)]
    on_choose: Option<Callback<()>>,
) -> impl IntoView {
    let choose = move |_| {
        if let Some(on_choose) = on_choose {
            on_choose.run(());
        }
    };
    view! {
        <label class="flex min-h-8 cursor-pointer items-start gap-2 rounded-control p-1 hover:bg-surface">
            <input type="radio" name=name value=value checked=checked class="mt-1" on:change=choose />
            <span class="flex flex-col">
                <span>{label}</span>
                <span class="text-xs text-muted">{help}</span>
            </span>
        </label>
    }
}
