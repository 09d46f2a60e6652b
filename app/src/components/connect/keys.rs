//! The workspace's access keys: making one, seeing its secret once, taking one away.

use crate::components::output::copy::CopyButton;
use crate::server_fns::connect::{CreateKey, KeyRow, NewKey, delete_key};
use crate::ui::button::{Button, ButtonVariant};
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The keys. `made` is the one that was made in this page.
#[component]
pub fn Keys(
    /// Those that are there.
    keys: RwSignal<Vec<KeyRow>>,
    /// The newest, with its secret.
    made: RwSignal<Option<NewKey>>,
) -> impl IntoView {
    let (create, toasts) = (ServerAction::<CreateKey>::new(), Toasts::of_page());
    Effect::watch(
        move || create.value().get(),
        move |answer, _, _| match answer {
            Some(Ok(key)) => made.set(Some(key.clone())),
            Some(Err(error)) => toasts.error(error.to_string()),
            None => {}
        },
        false,
    );
    let press = Callback::new(move |()| {
        create.dispatch(CreateKey {});
    });
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let waits = move || (!is_alive.get()).then(|| "the page is still loading".to_owned());
    view! {
        <section aria-labelledby="keys" class="flex flex-col gap-3 rounded-card border border-divider p-4">
            <h2 id="keys" class="text-lg font-medium">"Access keys"</h2>
            <p class="text-muted">"Whoever has a key can change and run every function of this workspace."</p>
            {move || made.get().map(|key| view! { <Made key /> })}
            <Show when=move || keys.read().is_empty() && made.read().is_none()>
                <p>"There is no key yet."</p>
            </Show>
            <ul aria-label="Keys" class="flex flex-col gap-1">
                <For each=move || keys.get() key=|key| key.id.clone() let:key>
                    <Row key keys />
                </For>
            </ul>
            <div><Button variant=ButtonVariant::Main disabled_reason=Signal::derive(waits) on_press=press>"Make a key"</Button></div>
        </section>
    }
}

#[component]
fn Made(key: NewKey) -> impl IntoView {
    let NewKey { id, secret } = key;
    let (copied_id, copied_secret) = (id.clone(), secret.clone());
    view! {
        <div role="status" class="flex flex-col gap-2 rounded-card border border-control p-3">
            <p class="font-medium">"A new key. Its secret is shown this once."</p>
            <p class="flex flex-wrap items-center gap-2">
                <code class="break-all">{id}</code>
                <CopyButton what="key id" text=Callback::new(move |()| copied_id.clone()) />
            </p>
            <p class="flex flex-wrap items-center gap-2">
                <code class="break-all">{secret}</code>
                <CopyButton what="secret" text=Callback::new(move |()| copied_secret.clone()) />
            </p>
        </div>
    }
}

#[component]
fn Row(key: KeyRow, keys: RwSignal<Vec<KeyRow>>) -> impl IntoView {
    let toasts = Toasts::of_page();
    let KeyRow { id, created_at } = key;
    let shown = id.clone();
    let delete = Callback::new(move |()| {
        let id = id.clone();
        spawn_local(async move {
            match delete_key(id.clone()).await {
                Ok(()) => {
                    keys.update(|keys| keys.retain(|key| key.id != id));
                    toasts.info(format!("The key {id} opens nothing any more"));
                }
                Err(error) => toasts.error(error.to_string()),
            }
        });
    });
    let label = format!("Delete {shown}");
    view! {
        <li class="flex flex-wrap items-center gap-3">
            <code>{shown}</code>
            <span class="text-muted">{format!("made {} UTC", created_at.iso())}</span>
            <Button on_press=delete>{label}</Button>
        </li>
    }
}
