//! The frame itself.

use super::account::AccountContext;
use crate::error::UiError;
use crate::preferences::PreferencesContext;
use crate::server_fns::account::Session;
use crate::ui::toast::{ToastRegion, Toasts};
use leptos::prelude::*;

/// The page of an address inside the frame, with everything that pages find in their context.
#[component]
pub(super) fn Frame(session: Session, children: Children) -> impl IntoView {
    let Session { account, preferences } = session;
    provide_context(AccountContext { account: RwSignal::new(account) });
    provide_context(PreferencesContext {
        theme: RwSignal::new(preferences.theme),
        editor_font_px: RwSignal::new(preferences.editor_font_px),
    });
    provide_context(Toasts::default());
    view! {
        <main id="main" tabindex="-1">{children()}</main>
        <ToastRegion />
    }
}

/// What is left when not even the session can be read.
#[component]
pub(super) fn FrameFailed(error: UiError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_page_status(error.code());
    view! {
        <main class="mx-auto flex max-w-xl flex-col gap-4 px-4 py-12">
            <h1 class="text-2xl font-semibold">"Your workspace cannot be opened"</h1>
            <p role="alert" class="text-error">{error.to_string()}</p>
        </main>
    }
}
