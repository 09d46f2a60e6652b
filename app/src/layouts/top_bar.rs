//! The bar at the head of every page, and the rail beside it.

use super::clock_menu::ClockMenu;
use super::commands::Commands;
use super::region_picker::RegionPicker;
use crate::path;
use crate::ui::icon::{Icon, IconView};
use leptos::prelude::*;
use leptos_router::components::A;

/// Name, places, command box, region, clock, help. On phones the places are pictures, and keys are reached from the settings.
#[component]
pub(super) fn TopBar() -> impl IntoView {
    const BAR: &str = "flex h-11 shrink-0 items-center gap-3 max-sm:gap-1 border-b border-divider bg-surface px-3";
    const SEARCH: &str = "flex min-h-8 min-w-9 grow items-center gap-2 rounded-control border border-control bg-bg px-2 text-muted sm:max-w-md";
    let commands = expect_context::<Commands>();
    view! {
        <header class=BAR data-region="top">
            <a href=path::landing() class="inline-flex min-h-8 items-center font-semibold">"Coldstart"</a>
            <nav aria-label="Places" class="flex gap-1 md:hidden">
                <Place href=path::functions() icon=Icon::Function label="Functions" />
                <Place href=path::events() icon=Icon::Clock label="Events" />
                <Place href=path::settings() icon=Icon::Sliders label="Settings" />
            </nav>
            <span class="grow max-sm:hidden"></span>
            <button type="button" class=SEARCH aria-keyshortcuts="Control+K" on:click=move |_| commands.box_open.set(true)>
                <IconView icon=Icon::Search />
                <span class="truncate">"Search or run a command"</span>
                <kbd class="ml-auto font-mono text-xs max-sm:hidden">"Ctrl K"</kbd>
            </button>
            <span class="grow max-sm:hidden"></span>
            <RegionPicker />
            <ClockMenu />
            <button
                type="button"
                aria-label="Help: all keys"
                class="inline-flex min-h-8 min-w-8 items-center justify-center rounded-control text-muted hover:bg-raised max-sm:hidden"
                on:click=move |_| commands.keys_open.set(true)
            >
                <IconView icon=Icon::Question />
            </button>
        </header>
    }
}

/// The places, with words under the pictures.
#[component]
pub(super) fn Rail() -> impl IntoView {
    const RAIL: &str = "flex w-16 shrink-0 flex-col gap-1 border-r border-divider bg-surface p-1 max-md:hidden";
    let commands = expect_context::<Commands>();
    view! {
        <nav aria-label="Main" class=RAIL class:hidden=move || !commands.rail_shown.get() data-region="rail">
            <Place href=path::functions() icon=Icon::Function label="Functions" />
            <Place href=path::new_function() icon=Icon::Plus label="New" />
            <Place href=path::events() icon=Icon::Clock label="Events" />
            <Place href=path::queues() icon=Icon::Queue label="Queues" />
            <Place href=path::connect() icon=Icon::Plug label="Connect" />
            <Place href=path::settings() icon=Icon::Sliders label="Settings" />
        </nav>
    }
}

/// One place. The router marks the open one with `aria-current`.
#[component]
fn Place(href: String, icon: Icon, label: &'static str) -> impl IntoView {
    const PLACE: &str = "relative flex min-h-8 min-w-8 flex-col items-center justify-center gap-0.5 rounded-control px-1 py-1 text-xs text-muted \
                         hover:bg-raised hover:text-text aria-[current=page]:bg-raised aria-[current=page]:text-text";
    view! {
        <A href=href exact=true attr:class=PLACE>
            <IconView icon />
            <span class="max-sm:sr-only">{label}</span>
        </A>
    }
}
