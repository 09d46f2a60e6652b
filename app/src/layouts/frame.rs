//! The frame itself.

use super::account::AccountContext;
use super::command_box::CommandBox;
use super::commands::{self, Commands};
use super::key_list::KeyList;
use super::status_bar::{StatusBar, StatusLine};
use super::top_bar::{Rail, TopBar};
use crate::error::UiError;
use crate::preferences::PreferencesContext;
use crate::server_fns::account::Session;
use crate::ui::error_card::ErrorCard;
use crate::ui::toast::{ToastRegion, Toasts};
use leptos::prelude::*;

/// The page of an address inside the frame, with everything that pages find in their context.
#[component]
pub(super) fn Frame(session: Session, children: Children) -> impl IntoView {
    const SKIP: &str = "sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-40 focus:rounded-control \
                        focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent";
    provide_contexts(session);
    view! {
        <a href="#main" class=SKIP>"Skip to the content"</a>
        <div class="flex h-dvh flex-col">
            <TopBar />
            <div class="flex min-h-0 grow">
                <Rail />
                <main id="main" tabindex="-1" class="min-w-0 grow overflow-auto outline-none">{children()}</main>
            </div>
            <StatusBar />
        </div>
        <ToastRegion />
        <CommandBox />
        <KeyList />
    }
}

fn provide_contexts(session: Session) {
    let Session { account, local, preferences } = session;
    let preferences = PreferencesContext {
        theme: RwSignal::new(preferences.theme),
        editor_font_px: RwSignal::new(preferences.editor_font_px),
    };
    let commands = Commands::default();
    provide_context(AccountContext { account: RwSignal::new(account), local });
    provide_context(preferences);
    provide_context(commands);
    provide_context(StatusLine::default());
    provide_context(Toasts::default());
    commands::listen(commands);
    // The server has written the theme of the first paint; this follows later choices.
    Effect::watch(
        move || preferences.theme.get(),
        |theme, _, _| {
            if let Some(html) = document().document_element() {
                let _ = html.set_attribute("data-theme", theme.identifier());
            }
        },
        false,
    );
}

/// What is left when not even the session can be read.
#[component]
pub(super) fn FrameFailed(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! {
        <main class="mx-auto flex max-w-xl flex-col gap-4 px-4 py-12">
            <h1 class="text-2xl font-semibold">"Coldstart"</h1>
            <ErrorCard title="Your workspace cannot be opened" reason=error.to_string() />
        </main>
    }
}
