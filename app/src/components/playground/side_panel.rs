//! The panel on the right: event, settings, triggers, versions.

use super::browser;
use super::event_panel::EventPanel;
use super::parts::Part;
use super::plain_form::Intent;
use super::settings::SettingsPanel;
use super::splitter::PaneSize;
use super::state::{Playground, SidePanel as Panel};
use super::style::FORM;
use super::versions_panel::VersionsPanel;
use crate::components::triggers::TriggersPanel;
use leptos::prelude::*;

/// The panel with its tabs. Only the panel that is shown is on the page.
#[component]
pub fn SidePanel(
    /// Its width.
    width: PaneSize,
) -> impl IntoView {
    const SIDE: &str = "flex min-h-0 shrink-0 flex-col border-divider bg-bg max-md:w-full! max-lg:max-w-full max-lg:border-l \
                        max-lg:shadow-overlay md:max-lg:absolute md:max-lg:inset-y-0 md:max-lg:right-0 md:max-lg:z-20";
    let playground = expect_context::<Playground>();
    view! {
        <aside
            aria-label="Event and settings"
            data-region="side"
            class=SIDE
            class:hidden=move || !playground.side_shown.get()
            class=("max-md:hidden", move || playground.hides(Part::Event))
            style:width=move || format!("{}px", width.px())
        >
            <div
                role="tablist"
                aria-label="Event and settings"
                class="flex min-h-8 items-stretch border-b border-divider bg-surface"
                on:keydown=move |event| arrow(playground, &event)
            >
                {Panel::ALL.map(|panel| view! { <SideTab panel /> }).collect_view()}
            </div>
            <div
                role="tabpanel"
                id="side-panel"
                aria-labelledby=move || tab_id(playground.side.get())
                tabindex="0"
                class="min-h-0 grow overflow-y-auto"
            >
                {move || panel(playground.side.get())}
            </div>
            <HiddenEvent />
        </aside>
    }
}

fn panel(panel: Panel) -> AnyView {
    match panel {
        Panel::Event => view! { <EventPanel /> }.into_any(),
        Panel::Settings => view! { <SettingsPanel /> }.into_any(),
        Panel::Triggers => {
            let name = expect_context::<Playground>().name;
            view! { <TriggersPanel function=Signal::derive(move || name.get_value()) /> }.into_any()
        }
        Panel::Versions => view! { <VersionsPanel /> }.into_any(),
    }
}

/// The event belongs to the form also while another panel is shown.
#[component]
fn HiddenEvent() -> impl IntoView {
    let playground = expect_context::<Playground>();
    view! {
        <Show when=move || playground.side.get() != Panel::Event>
            <input type="hidden" form=FORM name="form[event]" prop:value=playground.event value=playground.event.get_untracked() />
        </Show>
    }
}

fn tab_id(panel: Panel) -> String {
    format!("side-tab-{}", panel.identifier())
}

#[component]
fn SideTab(panel: Panel) -> impl IntoView {
    const TAB: &str = "border-b-2 border-transparent px-3 text-muted hover:text-text aria-selected:border-accent \
                       aria-selected:text-text";
    let playground = expect_context::<Playground>();
    let selected = move || playground.side.get() == panel;
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.side.set(panel);
    };
    view! {
        <button
            type="submit"
            form=FORM
            name="form[intent]"
            value=Intent::Side(panel.identifier().to_owned()).value()
            role="tab"
            id=tab_id(panel)
            aria-selected=move || selected().to_string()
            aria-controls="side-panel"
            tabindex=move || if selected() { "0" } else { "-1" }
            class=TAB
            on:click=press
        >
            {panel.label()}
        </button>
    }
}

fn arrow(playground: Playground, event: &leptos::ev::KeyboardEvent) {
    let all = Panel::ALL;
    let open = playground.side.get_untracked();
    let here = all.iter().position(|panel| *panel == open).unwrap_or(0);
    let to = match event.key().as_str() {
        "ArrowRight" => (here + 1) % all.len(),
        "ArrowLeft" => (here + all.len() - 1) % all.len(),
        "Home" => 0,
        "End" => all.len() - 1,
        _ => return,
    };
    event.prevent_default();
    if let Some(panel) = all.get(to) {
        playground.side.set(*panel);
        browser::focus(&tab_id(*panel));
    }
}
