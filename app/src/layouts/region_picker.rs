//! Which region the dashboard shows. All of a workspace but its keys, its clock and its prices is in one region.
//!
//! A plain form: another region is another page in every part, as another workspace is. The list is a popover of the browser's own,
//! which opens and closes by keyboard, and without JavaScript too.

use super::account::AccountContext;
use crate::path;
use crate::ui::icon::{Icon, IconView};
use api::region::Region;
use leptos::prelude::*;

const LIST: &str = "regions";
/// Where tabs tell each other which region the browser shows.
#[cfg(feature = "hydrate")]
const STORAGE_KEY: &str = "coldstart.region";

/// The button with the region, and the list of all.
#[component]
pub(super) fn RegionPicker() -> impl IntoView {
    const BUTTON: &str =
        "inline-flex min-h-8 min-w-8 shrink-0 items-center justify-center gap-2 rounded-control px-2 hover:bg-raised";
    // No `display` here: it would show the list while it is closed.
    const POPOVER: &str = "inset-auto right-2 top-12 m-0 max-h-[80dvh] w-88 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-card border \
                           border-control bg-raised p-1 text-text shadow-overlay";
    let account = expect_context::<AccountContext>().account;
    let chosen = account.with_untracked(|account| account.id.region());
    follow_other_tabs(chosen);
    let rows = Region::ALL.map(|region| view! { <Row region chosen /> });
    view! {
        <button type="button" class=BUTTON popovertarget=LIST aria-label=format!("Region: {chosen}, {}", chosen.label())>
            <IconView icon=Icon::Globe />
            <span class="font-mono text-xs max-lg:hidden">{chosen.identifier()}</span>
        </button>
        <form id=LIST popover="auto" method="post" action=path::region() aria-label="Regions" class=POPOVER>
            <ul class="flex flex-col">{rows.into_iter().collect_view()}</ul>
        </form>
    }
}

#[component]
fn Row(region: Region, chosen: Region) -> impl IntoView {
    const ROW: &str = "flex min-h-8 w-full items-center gap-3 rounded-control px-2 text-left hover:bg-surface aria-[current=true]:bg-surface \
                       aria-[current=true]:font-medium";
    view! {
        <li>
            <button
                id=button_id(region)
                type="submit"
                name="to"
                value=region.identifier()
                class=ROW
                aria-current=(region == chosen).then_some("true")
            >
                <span class="grow">{region.label()}</span>
                <span class="whitespace-nowrap font-mono text-xs text-muted">{region.identifier()}</span>
            </button>
        </li>
    }
}

fn button_id(region: Region) -> String {
    format!("region-{region}")
}

/// Chooses a region from elsewhere on the page, by its button.
#[cfg(feature = "hydrate")]
pub(super) fn choose(region: Region) {
    use wasm_bindgen::JsCast;
    let button = document().get_element_by_id(&button_id(region));
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}

/// No button is pressed on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) fn choose(region: Region) {
    let _ = button_id(region);
}

/// The region is the browser's: a tab that shows another one than was chosen last would save and run there what it shows from here.
/// So it is loaded again.
#[cfg(feature = "hydrate")]
fn follow_other_tabs(shown: Region) {
    Effect::new(move |_| {
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = storage.set_item(STORAGE_KEY, shown.identifier());
        }
        let listener = window_event_listener(leptos::ev::storage, move |event| {
            let is_other = event.new_value().is_some_and(|chosen| chosen != shown.identifier());
            if event.key().as_deref() == Some(STORAGE_KEY) && is_other {
                let _ = window().location().reload();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The server has no tabs.
#[cfg(not(feature = "hydrate"))]
fn follow_other_tabs(_shown: Region) {}
