//! What was deployed: every version, its differences from the draft, and the way back to it.

use super::changes::{ChangeList, Sides};
use super::plain_form::Intent;
use super::state::Playground;
use super::style::{BUTTON, BUTTON_SMALL, ERROR, FORM, HELP};
use crate::server_fns::versions::{version, versions};
use crate::ui::resource;
use crate::ui::toast::Toasts;
use api::function::{Draft, VersionSummary};
use api::id::VersionNumber;
use api::snapshot::Snapshot;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The panel.
#[component]
pub fn VersionsPanel() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let newest = move || playground.deployed.with(|deployed| deployed.as_ref().map(|d| d.version.number));
    let all = resource::read(newest, move |_| versions(playground.name.get_value()));
    let compared = RwSignal::new(None::<(VersionNumber, Draft)>);
    let list = move || {
        Suspend::new(async move {
            match all.await {
                Err(error) => view! { <p class=ERROR>{error.to_string()}</p> }.into_any(),
                Ok(all) if all.is_empty() => view! {
                    <p class="text-muted">"Nothing is deployed yet. Deploy makes version 1, which triggers then run."</p>
                }
                .into_any(),
                Ok(all) => view! { <VersionList all compared /> }.into_any(),
            }
        })
    };
    view! {
        <div class="flex flex-col gap-3 p-3">
            <p class=HELP>"Each deploy makes a version, which never changes. The draft is apart from them."</p>
            <Suspense fallback=|| view! { <p class="text-muted">"Loading versions…"</p> }>{list}</Suspense>
            <Compared compared />
        </div>
    }
}

#[component]
fn VersionList(all: Vec<VersionSummary>, compared: RwSignal<Option<(VersionNumber, Draft)>>) -> impl IntoView {
    let rows = all.into_iter().map(|summary| view! { <VersionRow summary compared /> }).collect_view();
    view! { <ul aria-label="Versions" class="flex flex-col gap-2">{rows}</ul> }
}

#[component]
fn VersionRow(summary: VersionSummary, compared: RwSignal<Option<(VersionNumber, Draft)>>) -> impl IntoView {
    let playground = expect_context::<Playground>();
    let toasts = Toasts::of_page();
    let VersionSummary { number, created_at, code_sha256, description, snapshot } = summary;
    let compare = move |_| {
        spawn_local(async move {
            match version(playground.name.get_value(), number).await {
                Ok(detail) => _ = compared.try_set(Some((number, detail.content))),
                Err(error) => toasts.error(error.to_string()),
            }
        });
    };
    let restore = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.restore(number, toasts);
    };
    view! {
        <li class="rounded border border-divider p-2">
            <p class="flex items-baseline justify-between gap-2">
                <span class="font-medium">{format!("Version {number}")}</span>
                <span class="text-xs text-muted tabular-nums">{created_at.iso()}</span>
            </p>
            <p>{description}</p>
            {snapshot.map(|snapshot| view! { <SnapshotWords snapshot /> })}
            <p class="truncate text-xs text-muted" title=code_sha256.clone()>"SHA-256 " <code>{code_sha256.clone()}</code></p>
            <div class="mt-1 flex gap-2">
                <button type="button" class=BUTTON_SMALL aria-label=format!("Compare version {number} with the draft") on:click=compare>
                    "Compare"
                </button>
                <button
                    type="submit"
                    form=FORM
                    name="form[intent]"
                    value=Intent::Restore(number).value()
                    class=BUTTON
                    aria-label=format!("Restore version {number}")
                    on:click=restore
                >
                    "Restore"
                </button>
            </div>
        </li>
    }
}

/// How far the version's image is.
#[component]
fn SnapshotWords(snapshot: Snapshot) -> impl IntoView {
    match snapshot {
        Snapshot::Pending => view! { <p class="text-xs text-muted">"SnapStart: INIT runs, the image is being made"</p> }.into_any(),
        Snapshot::Ready => view! { <p class="text-xs text-cold">"SnapStart: starts from its image"</p> }.into_any(),
        Snapshot::Failed(fault) => {
            view! { <p class="text-xs text-error">{format!("SnapStart: no image, so it cannot be invoked. {}", fault.reason)}</p> }
                .into_any()
        }
    }
}

/// The draft against the chosen version.
#[component]
fn Compared(compared: RwSignal<Option<(VersionNumber, Draft)>>) -> impl IntoView {
    let playground = expect_context::<Playground>();
    move || {
        let (number, older) = compared.get()?;
        let newer = playground.draft().ok();
        let same = newer.as_ref() == Some(&older);
        let sides = Sides { older: Some(older), newer };
        Some(view! {
            <section aria-label="Comparison">
                <div class="flex items-center justify-between">
                    <h3 class="font-medium">{format!("From version {number} to the draft")}</h3>
                    <button type="button" class=BUTTON_SMALL aria-label="Close comparison" on:click=move |_| compared.set(None)>"×"</button>
                </div>
                {same.then(|| view! { <p>"The draft equals this version."</p> })}
                <ChangeList sides />
            </section>
        })
    }
}

impl Playground {
    /// Makes a version the draft. The draft before it comes back by Undo.
    fn restore(self, number: VersionNumber, toasts: Toasts) {
        let Some(function) = self.name.try_get_value() else { return };
        let before = self.draft();
        spawn_local(async move {
            match version(function, number).await {
                Ok(detail) => {
                    self.show_draft(&detail.content);
                    self.edited();
                    let text = format!("The draft is version {number} again");
                    match before {
                        Ok(before) => self.offer_back(toasts, &text, before),
                        Err(_) => toasts.info(text),
                    }
                }
                Err(error) => toasts.error(error.to_string()),
            }
        });
    }
}
