//! The page, put together.

use super::address;
use super::autosave::{guard_leaving, keep_event_after_typing};
use super::browser;
use super::deploy_dialog::DeployDialog;
use super::editor::Editor;
use super::file_tabs::FileTabs;
use super::parts::{Part, PartButtons};
use super::plain_form::Intent;
use super::preparing::Preparing;
use super::shortcuts;
use super::side_panel::SidePanel;
use super::splitter::{Bar, PaneBar, PaneSize};
use super::state::{Playground, SidePanel as Panel};
use super::style::FORM;
use super::toolbar::{Notices, Toolbar};
use crate::components::output::OutputPanel;
use crate::explain::Fix;
use crate::layouts::status_bar::StatusLine;
use crate::live::Live;
use crate::server_fns::draft::{PlaygroundData, SubmitPlayground};
use crate::ui::toast::Toasts;
use api::code::{FileContent, FilePath};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The output's height and the right panel's width, in pixels: at first, and their ranges.
const OUTPUT_PX: (u32, (u32, u32)) = (220, (96, 900));
const SIDE_PX: (u32, (u32, u32)) = (420, (280, 900));

/// The playground of a function that was loaded.
#[component]
pub fn PlaygroundView(
    /// What the server sent.
    data: PlaygroundData,
) -> impl IntoView {
    let name = data.detail.name.clone();
    let live = Live::provide(Signal::stored(name));
    let address = address::read();
    let event_is_given = address.event.is_some() || data.run_event.is_some();
    let playground = Playground::new(data, address, live);
    provide_context(playground);
    come_alive(playground, event_is_given);
    view! {
        <PlainForm />
        <div class="flex min-h-0 flex-col max-md:pb-16 md:h-full">
            <Toolbar />
            <Notices />
            <Preparing />
            <PartButtons />
            <Panes />
        </div>
        <DeployDialog />
    }
}

/// What happens only in a browser.
fn come_alive(playground: Playground, event_is_given: bool) {
    let toasts = Toasts::of_page();
    shortcuts::listen_in_browser(playground);
    shortcuts::offer_commands(playground);
    if let Some(line) = use_context::<StatusLine>() {
        let connection = playground.live.connection();
        line.follow_connection(Signal::derive(move || connection.get().label()));
    }
    playground.follow_run();
    playground.follow_deploy(toasts);
    address::follow(playground);
    keep_event_after_typing(playground);
    Effect::new(move |done: Option<()>| {
        if done.is_some() {
            return;
        }
        guard_leaving(playground);
        if browser::has_drawer() {
            playground.side_shown.set(false);
        }
        playground.restore_backup();
        if let Some(event) = playground.kept_event().filter(|_| !event_is_given) {
            playground.event.set(event);
        }
    });
    // Another tab, or a tool, saved the draft.
    let saved = live_saves(playground);
    Effect::watch(
        move || saved.get(),
        move |revision, _, _| {
            if let Some(revision) = revision.clone() {
                playground.happened(super::saving::Happened::SavedSomewhere(revision));
            }
        },
        false,
    );
}

fn live_saves(playground: Playground) -> Signal<Option<api::id::RevisionId>> {
    playground.live.draft_saved()
}

/// The form that every control belongs to. It stands alone, since panels inside the page have forms of their own; its first
/// button is what Enter in a text box presses.
#[component]
fn PlainForm() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let action = ServerAction::<SubmitPlayground>::new();
    let error = move || action.value().get().and_then(Result::err).map(|error| error.to_string());
    let base = move || playground.saving.with(|saving| saving.base().to_string());
    let save = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        playground.save_now();
    };
    view! {
        <form id=FORM method="post" action=SubmitPlayground::url() class="hidden" on:submit=move |event| event.prevent_default()>
            <input type="hidden" name="form[function]" value=playground.name.get_value().to_string() />
            <input type="hidden" name="form[base]" value=base />
            <button type="submit" name="form[intent]" value=Intent::Save.value() on:click=save>"Save"</button>
        </form>
        {move || error().map(|error| view! { <p role="alert" class="border-b border-error px-3 py-1 text-error">{error}</p> })}
    }
}

#[component]
fn Panes() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let output = PaneSize::kept("coldstart.pane.output", OUTPUT_PX.0, OUTPUT_PX.1);
    let side = PaneSize::kept("coldstart.pane.side", SIDE_PX.0, SIDE_PX.1);
    view! {
        <div class="relative flex min-h-0 grow max-md:flex-col">
            <div class="flex min-h-0 min-w-0 grow flex-col">
                <div
                    class="flex min-h-0 grow flex-col"
                    class=("max-md:hidden", move || playground.hides(Part::Code))
                >
                    <FileTabs />
                    <Editor />
                </div>
                <PaneBar label="Height of the output" bar=Bar::Horizontal size=output />
                <div
                    data-region="output"
                    class="min-h-0 shrink-0 overflow-hidden max-md:h-auto! max-md:min-h-60"
                    class=("max-md:hidden", move || playground.hides(Part::Result))
                    style:height=move || format!("{}px", output.px())
                >
                    <Output />
                </div>
            </div>
            <Show when=move || playground.side_shown.get()>
                <PaneBar label="Width of the right panel" bar=Bar::Vertical size=side />
            </Show>
            <SidePanel width=side />
        </div>
    }
}

#[component]
fn Output() -> impl IntoView {
    let playground = expect_context::<Playground>();
    let function = Signal::derive(move || playground.name.get_value());
    let on_fix = Callback::new(move |fix: Fix| playground.mend(fix));
    view! { <OutputPanel live=playground.live selected=playground.run function on_fix /> }
}

impl Playground {
    /// Applies what an explained error offers.
    pub fn mend(self, fix: Fix) {
        let set = |field: RwSignal<String>, value: String| {
            field.set(value);
            self.side.set(Panel::Settings);
            self.show_side();
            self.edited();
        };
        match fix {
            Fix::SetTimeout(seconds) => set(self.settings.timeout, seconds.to_string()),
            Fix::SetMemory(mib) => set(self.settings.memory, mib.to_string()),
            Fix::SetHandler(handler) => set(self.settings.handler, handler),
            Fix::OpenFile { path, line, column } => self.go_to(&path, line, column),
            Fix::AddFile { path, text } => match FilePath::parse(path) {
                Ok(path) => self.put_file(&path, FileContent::Text(text)),
                Err(error) => self.refuse(error.message),
            },
            Fix::RunAgain => self.run_draft(),
        }
    }
}
