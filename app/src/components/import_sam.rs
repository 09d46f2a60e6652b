//! Functions from a SAM template: a zip is chosen, and what came of it is told until the person puts it away.

use super::playground::picked::Picked;
use crate::path;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::callout::Callout;
use crate::ui::toast::Toasts;
use api::code::{ZIP_BYTES_MAX, size_text};
use api::sam::Imported;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button.
#[component]
pub fn ImportSam(
    /// Rises when there are new functions.
    made: RwSignal<u32>,
    /// What was imported last.
    told: RwSignal<Option<Imported>>,
) -> impl IntoView {
    let (busy, toasts) = (RwSignal::new(false), Toasts::of_page());
    let take = move |event: leptos::ev::Event| {
        let Some(zip) = Picked::chosen(&event).into_iter().next() else { return };
        let name = zip.name();
        if busy.get_untracked() {
            return toasts.error(format!("`{name}` is not taken: another template is on its way"));
        }
        if zip.bytes() >= ZIP_BYTES_MAX {
            let size = size_text(zip.bytes());
            return toasts.error(format!("`{name}` is {size}; a zip must be smaller than {ZIP_BYTES_MAX} bytes"));
        }
        busy.set(true);
        spawn_local(async move {
            match zip.put("/sam").await.and_then(|answer| read(&answer)) {
                Ok(imported) => {
                    let _ = told.try_set(Some(imported));
                    let _ = made.try_update(|made| *made += 1);
                }
                Err(reason) => toasts.error(format!("`{name}` is not taken: {reason}")),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <label
            class="inline-flex min-h-8 cursor-pointer items-center rounded-control border border-control bg-raised px-3 font-medium hover:border-accent focus-within:outline-2 focus-within:outline-accent"
            title="A zip with template.yaml at its top and the code below"
        >
            {move || if busy.get() { "Importing …" } else { "Import SAM" }}
            <input type="file" accept=".zip" class="sr-only" aria-label="Import a SAM template" on:change=take />
        </label>
    }
}

fn read(answer: &str) -> Result<Imported, String> {
    serde_json::from_str(answer).map_err(|error| format!("the server's answer cannot be read: {error}"))
}

/// What was made, and what was left out.
#[component]
pub fn ImportedNote(
    /// What was imported last.
    told: RwSignal<Option<Imported>>,
) -> impl IntoView {
    move || {
        told.get().map(|Imported { functions, layers, left_out }| {
            let links = functions.into_iter().map(|name| {
                view! { <li><a class="inline-flex min-h-6 items-center text-accent underline" href=path::overview(&name)>{name.to_string()}</a></li> }
            });
            let layers = layers
                .into_iter()
                .map(|arn| view! { <li>{format!("layer {}, version {}", arn.layer, arn.number)}</li> });
            let tone = if left_out.is_empty() { Tone::Good } else { Tone::Warning };
            let missing = (!left_out.is_empty()).then(|| {
                let sentences = left_out.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
                view! {
                    <p>"Not everything of the template is here:"</p>
                    <ul class="list-disc pl-6 text-sm">{sentences}</ul>
                }
            });
            view! {
                <Callout tone>
                    <div role="status" class="flex min-w-0 grow flex-col gap-1">
                        <p class="font-medium">"The template was imported"</p>
                        <ul class="list-disc pl-6">{links.collect_view()}{layers.collect_view()}</ul>
                        {missing}
                    </div>
                    <Button on_press=Callback::new(move |()| told.set(None))>"Put away"</Button>
                </Callout>
            }
        })
    }
}
