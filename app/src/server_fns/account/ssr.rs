//! The server's side of the account's functions.

use crate::error::UiError;
use crate::preferences::{EDITOR_FONT_PX_RANGE, Preferences};
use crate::theme::Theme;
use api::control_plane::ControlPlane;
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use http::{HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Checks what was typed.
pub(super) fn checked(theme: Theme, editor_font_px: u32) -> Result<Preferences, UiError> {
    let (least, most) = EDITOR_FONT_PX_RANGE;
    match (least..=most).contains(&editor_font_px) {
        true => Ok(Preferences { theme, editor_font_px }),
        false => Err(ApiError::invalid(
            "editor_font_px",
            format!("the editor's letters are {editor_font_px} px, {least} to {most} px are allowed"),
        )
        .into()),
    }
}

/// Adds the cookies to the answer.
pub(super) fn set_cookies(preferences: Preferences) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    for cookie in preferences.to_cookies() {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.append_header(header::SET_COOKIE, value);
        }
    }
}

/// Milliseconds until the next event or schedule of the account is due, or a message of its queues.
pub(super) async fn until_next_due(account: &AccountId, control: &dyn ControlPlane) -> Result<u64, UiError> {
    let now = control.account(account).await?.now;
    let event = crate::context::queue()?.next_due(account).await?;
    let message = crate::context::queue_control()?.next_due(account).await.map_err(ApiError::from)?;
    let next = event.into_iter().chain(message).min().ok_or_else(|| {
        let message = "nothing waits for the clock: no event is to be tried again, no schedule is switched on, and no message is hidden";
        ApiError::new(ErrorCode::NotFound, message)
    })?;
    Ok(next.since(now))
}
