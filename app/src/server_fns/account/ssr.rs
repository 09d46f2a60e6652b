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

/// Milliseconds until the first schedule of the account comes due. The functions are asked one after the other: there are
/// at most a few hundred, and nobody waits for this but who pressed the button.
pub(super) async fn until_next_schedule(account: &AccountId, control: &dyn ControlPlane) -> Result<u64, UiError> {
    let now = control.account(account).await?.now;
    let mut next = None;
    for function in control.functions(account).await? {
        let triggers = control.triggers(account, &function.name).await?;
        let due =
            triggers.iter().filter(|trigger| trigger.enabled).filter_map(|trigger| trigger.next_times.first()).min();
        next = next.into_iter().chain(due.copied()).min();
    }
    let next = next.ok_or_else(|| {
        ApiError::new(ErrorCode::NotFound, "no schedule is switched on; add one on the Triggers tab of a function")
    })?;
    Ok(next.since(now))
}
