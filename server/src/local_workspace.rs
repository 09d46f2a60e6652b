//! `/local-workspace`: the workspace that programs on this machine use with the key `test`, opened in the browser.
//!
//! Changing over takes a press of a button on Coldstart's own settings page, so that no link of another site can do it; the browser
//! keeps the way back to the workspace that it had.

use crate::refuse::Refusal;
use crate::session::{self, COOKIE};
use crate::wiring::Parts;
use api::error::{ApiError, ErrorCode};
use aws::Local;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The cookie with the way back.
const OWN_COOKIE: &str = "coldstart_own_session";

fn check(parts: &Parts) -> Result<(), ApiError> {
    match &parts.aws.local {
        Local::Opens(_) => Ok(()),
        Local::Refused => {
            let message = "there is no local workspace: this server can be reached from other machines";
            Err(ApiError::new(ErrorCode::NotFound, message))
        }
    }
}

/// Opens the local workspace, and keeps the way back.
pub async fn enter(State(parts): State<Parts>, headers: HeaderMap) -> Result<Response, Refusal> {
    check(&parts)?;
    let before = session::cookie(&headers, COOKIE);
    let local = parts.control.local_account().await?;
    let opened = match before {
        Some(token) => parts.control.open_session(token).await?,
        None => None,
    };
    let own = opened.filter(|session| session.account != local).and(before);
    let token = parts.control.create_local_session().await?;
    let kept = own.map(|own| session::set_cookie(OWN_COOKIE, own));
    Ok(to_start([Some(session::set_cookie(COOKIE, &token)), kept]))
}

/// Goes back to the workspace that the browser had, or to a new one.
pub async fn leave(State(parts): State<Parts>, headers: HeaderMap) -> Result<Response, Refusal> {
    check(&parts)?;
    let back = match session::cookie(&headers, OWN_COOKIE) {
        Some(own) => session::set_cookie(COOKIE, own),
        None => session::forget_cookie(COOKIE),
    };
    Ok(to_start([Some(back), Some(session::forget_cookie(OWN_COOKIE))]))
}

fn to_start(cookies: [Option<String>; 2]) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "/functions")]).into_response();
    for cookie in cookies.into_iter().flatten() {
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}
