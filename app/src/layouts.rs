//! The frame around every page: top bar, rail, status bar, and what they share.

pub mod account;
pub(crate) mod clock_menu;
mod command_box;
pub mod commands;
mod frame;
mod key_list;
pub(crate) mod of_function;
mod region_picker;
pub mod status_bar;
mod top_bar;

use crate::error::UiError;
use crate::server_fns::account::{Session, read_session};
use crate::ui::loaded::loaded;
use crate::ui::resource;
use frame::{Frame, FrameFailed};
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Loads the session, gives pages their context, and shows the page of the address inside the frame.
///
/// The session is read once. Whoever changes it writes the signals of the context, so that the page is never rebuilt.
#[component]
pub fn Layout() -> impl IntoView {
    let session = resource::read(|| (), |()| read_session());
    loaded(async move { framed(session.await) })
}

fn framed(session: Result<Session, UiError>) -> AnyView {
    match session {
        Ok(session) => view! { <Frame session><Outlet /></Frame> }.into_any(),
        Err(error) => view! { <FrameFailed error /> }.into_any(),
    }
}
