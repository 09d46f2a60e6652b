//! Deploy, after showing what changes.

use super::changes::{ChangeList, Sides};
use super::state::Playground;
use super::style::{BUTTON, BUTTON_MAIN, HELP, INPUT, LABEL};
use crate::ui::toast::Toasts;
use leptos::html;
use leptos::prelude::*;

/// Longest note to a version, as Lambda's.
const DESCRIPTION_LENGTH_MAX: usize = 256;

/// The dialog. It is a modal `<dialog>`, so the browser keeps the focus in it and gives it back.
#[component]
pub fn DeployDialog() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (playground.deploying.get(), dialog.open()) {
            (true, false) => _ = dialog.show_modal(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            node_ref=dialog
            aria-labelledby="deploy-title"
            class="m-auto max-h-[90dvh] w-[min(60rem,95vw)] overflow-y-auto rounded-lg border border-control bg-raised p-4 text-text"
            on:close=move |_| playground.deploying.set(false)
        >
            <h2 id="deploy-title" class="mb-3 text-lg font-semibold">{move || title(playground)}</h2>
            <Show when=move || playground.deploying.get()>
                <DialogBody />
            </Show>
        </dialog>
    }
}

fn title(playground: Playground) -> String {
    let next = playground.deployed.read().as_ref().map_or(1, |deployed| deployed.version.number.0.saturating_add(1));
    format!("Deploy {} as version {next}", playground.name.get_value())
}

#[component]
fn DialogBody() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let note = RwSignal::new(String::new());
    let older = playground.deployed.get_untracked().map(|deployed| deployed.content);
    let newer = playground.draft().ok();
    let unchanged = move || playground.deployed.read().is_some() && playground.changes.read().is_empty();
    let deploy = move |_| playground.deploy_draft(note.get_untracked(), toasts);
    let error = move || playground.refusal.get().map(|refusal| refusal.message);
    view! {
        <Show when=unchanged>
            <p class="mb-3">"Nothing differs from what is deployed. Deploying again gives the same version."</p>
        </Show>
        <ChangeList sides=Sides { older, newer } />
        <label for="deploy-note" class=LABEL>"Note (optional)"</label>
        <input
            id="deploy-note"
            type="text"
            class=INPUT
            maxlength=DESCRIPTION_LENGTH_MAX
            autocomplete="off"
            prop:value=note
            on:input=move |event| note.set(event_target_value(&event))
        />
        <p class=HELP>"Triggers run what is deployed. Run uses the draft."</p>
        <p class="text-error">{error}</p>
        <div class="mt-4 flex justify-end gap-2">
            <button type="button" class=BUTTON on:click=move |_| playground.deploying.set(false)>"Cancel"</button>
            <button type="button" class=BUTTON_MAIN on:click=deploy>"Deploy"</button>
        </div>
    }
}
