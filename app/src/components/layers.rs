//! Layers: published from a zip, listed, deleted.

use crate::components::playground::picked::{self, Picked};
use crate::error::UiError;
use crate::server_fns::layers::{DeleteLayerVersion, LayerRow, list_layers};
use crate::ui::button::{Button, ButtonKind, ButtonVariant};
use crate::ui::empty_state::EmptyState;
use crate::ui::error_card::ErrorCard;
use crate::ui::resource;
use crate::ui::skeleton::Skeleton;
use crate::ui::toast::Toasts;
use api::code::{ZIP_BYTES_MAX, size_text};
use api::id::LayerName;
use leptos::prelude::*;
use leptos::task::spawn_local;

const INPUT: &str = "min-h-8 rounded-control border border-control bg-bg px-2 text-text";

/// All of it.
#[component]
pub fn LayersPanel() -> impl IntoView {
    let published = RwSignal::new(0_u32);
    let delete = ServerAction::<DeleteLayerVersion>::new();
    let rows = resource::read(move || (published.get(), delete.version().get()), |_| list_layers());
    let refused = move || delete.value().get().and_then(Result::err);
    view! {
        <p class="max-w-prose text-sm text-muted">
            "A layer is a zip of files that functions find below /opt: libraries, data, settings. Functions take layers on their Overview page."
        </p>
        <Publish published />
        {move || refused().map(|error| view! { <ErrorCard title="That was not done" reason=error.to_string() /> })}
        <Transition fallback=|| view! { <Skeleton label="Loading the layers" lines=3 /> }>
            {move || rows.get().map(|rows| listed(rows, delete))}
        </Transition>
    }
}

fn listed(rows: Result<Vec<LayerRow>, UiError>, delete: ServerAction<DeleteLayerVersion>) -> AnyView {
    match rows {
        Err(error) => {
            #[cfg(feature = "ssr")]
            crate::context::set_page_status(error.code());
            view! { <ErrorCard title="The layers cannot be listed" reason=error.to_string() /> }.into_any()
        }
        Ok(rows) if rows.is_empty() => view! {
            <EmptyState title="No layers yet">
                <p class="max-w-prose">"Choose a zip above. What is in its folder nodejs or python is found by require and import."</p>
            </EmptyState>
        }
        .into_any(),
        Ok(rows) => {
            let rows = rows.into_iter().map(|row| view! { <Row row delete /> }).collect_view();
            view! { <ul class="flex flex-col gap-2" aria-label="Layer versions">{rows}</ul> }.into_any()
        }
    }
}

#[component]
fn Row(row: LayerRow, delete: ServerAction<DeleteLayerVersion>) -> impl IntoView {
    let LayerRow { arn, description, zip_bytes, created_at } = row;
    let title = format!("{}, version {}", arn.layer, arn.number);
    let size = size_text(usize::try_from(zip_bytes).unwrap_or(usize::MAX));
    view! {
        <li class="flex flex-wrap items-center gap-3 rounded-card border border-divider p-3">
            <div class="min-w-0 grow">
                <p class="font-medium">{title.clone()}</p>
                <p class="text-sm text-muted">{description}</p>
                <p class="break-all font-mono text-xs text-muted">{arn.to_string()}</p>
                <p class="text-xs text-muted">{format!("{size}, {}", created_at.iso())}</p>
            </div>
            <ActionForm action=delete>
                <input type="hidden" name="arn" value=arn.to_string() />
                <Button kind=ButtonKind::Submit>
                    <span aria-hidden="true">"Delete"</span>
                    <span class="sr-only">{format!("Delete {title}")}</span>
                </Button>
            </ActionForm>
        </li>
    }
}

/// A name, what it is for, a zip.
#[component]
fn Publish(published: RwSignal<u32>) -> impl IntoView {
    let (name, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (chosen, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let (file, toasts) = (picked::slot(), Toasts::of_page());
    let choose = move |event: leptos::ev::Event| {
        let zip = Picked::chosen(&event).into_iter().next();
        chosen.set(zip.as_ref().map(Picked::name));
        file.set_value(zip);
    };
    let why_not = move || {
        let wrong_name = || LayerName::parse(name.get()).err().map(|error| error.message);
        match (busy.get(), name.read().is_empty(), chosen.read().is_none()) {
            (true, ..) => Some("It is on its way".to_owned()),
            (_, true, _) => Some("The layer needs a name".to_owned()),
            (.., true) => Some("Choose a zip first".to_owned()),
            _ => wrong_name(),
        }
    };
    let publish = move |()| {
        let Some(zip) = file.get_value() else { return };
        if zip.bytes() >= ZIP_BYTES_MAX {
            let size = size_text(zip.bytes());
            return toasts
                .error(format!("`{}` is {size}; a zip must be smaller than {ZIP_BYTES_MAX} bytes", zip.name()));
        }
        let (layer, said) = (name.get_untracked(), description.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let said: String = leptos_router::location::Url::escape(&said);
            match zip.put(&format!("/layers/{layer}/package?description={said}")).await {
                Ok(_) => {
                    toasts.info(format!("`{layer}` has a new version"));
                    let _ = published.try_update(|count| *count += 1);
                }
                Err(reason) => toasts.error(format!("`{layer}` is not published: {reason}")),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section aria-label="Publish a layer" class="flex flex-wrap items-end gap-3 rounded-card border border-divider p-3">
            <label class="flex flex-col gap-1 font-medium">
                "Name of the layer"
                <input type="text" class=INPUT maxlength="140" autocomplete="off" spellcheck="false" on:input=move |event| name.set(event_target_value(&event)) />
            </label>
            <label class="flex grow flex-col gap-1 font-medium">
                "What it is for"
                <input type="text" class=INPUT maxlength="256" autocomplete="off" on:input=move |event| description.set(event_target_value(&event)) />
            </label>
            <label class="inline-flex min-h-8 cursor-pointer items-center rounded-control border border-control bg-raised px-3 font-medium focus-within:outline-2 focus-within:outline-accent">
                {move || chosen.get().unwrap_or_else(|| "Choose a zip".to_owned())}
                <input type="file" accept=".zip" class="sr-only" aria-label="Zip of the layer" on:change=choose />
            </label>
            <Button variant=ButtonVariant::Main disabled_reason=Signal::derive(why_not) on_press=Callback::new(publish)>"Publish"</Button>
        </section>
    }
}
