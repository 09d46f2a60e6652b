//! The line at the foot of every page: the connection, the price book in force, the region on narrow screens, the way to the keys.

use super::account::AccountContext;
use super::commands::Commands;
use crate::path;
use api::message::EnvironmentCounts;
use leptos::prelude::*;

/// What the open page tells the status bar; every page finds it in its context.
#[derive(Debug, Clone, Copy)]
pub struct StatusLine {
    connection: RwSignal<Option<String>>,
    environments: RwSignal<Option<EnvironmentCounts>>,
}

impl Default for StatusLine {
    fn default() -> Self {
        Self { connection: RwSignal::new(None), environments: RwSignal::new(None) }
    }
}

impl StatusLine {
    /// Shows the state of the page's connection as long as the page is there. The browser alone knows it, so it comes after
    /// the first render.
    pub fn follow_connection(self, words: Signal<String>) {
        Effect::new(move |_| self.connection.set(Some(words.get())));
        on_cleanup(move || {
            let _ = self.connection.try_set(None);
        });
    }

    /// Shows how many environments the page's function has, in the same way.
    pub fn follow_environments(self, counts: Signal<EnvironmentCounts>) {
        Effect::new(move |_| self.environments.set(Some(counts.get())));
        on_cleanup(move || {
            let _ = self.environments.try_set(None);
        });
    }
}

/// The line.
#[component]
pub(super) fn StatusBar() -> impl IntoView {
    const BAR: &str = "flex h-6 shrink-0 items-center gap-4 overflow-hidden border-t border-divider bg-surface px-3 text-xs text-muted";
    let line = expect_context::<StatusLine>();
    let account = expect_context::<AccountContext>().account;
    let commands = expect_context::<Commands>();
    let book_link = format!("{}#price-book", path::settings());
    view! {
        <footer class=BAR>
            <span role="status" aria-label="Connection" class="whitespace-nowrap empty:hidden">{move || line.connection.get()}</span>
            <span aria-label="Environments" role="group" class="whitespace-nowrap tabular-nums empty:hidden">
                {move || line.environments.get().map(|EnvironmentCounts { warm, busy }| format!("{warm} warm, {busy} busy"))}
            </span>
            <a href=book_link class="min-h-6 whitespace-nowrap leading-6 underline">
                "rule: "
                {move || account.read().price_book.label()}
            </a>
            // Where the picker at the top shows its picture only.
            <span class="whitespace-nowrap lg:hidden">{move || account.read().id.region().identifier()}</span>
            <span class="whitespace-nowrap max-md:hidden">{move || format!("account {}", account.read().id)}</span>
            <span class="grow"></span>
            <button type="button" class="min-h-6 whitespace-nowrap underline" on:click=move |_| commands.keys_open.set(true)>"Keys"</button>
        </footer>
    }
}
