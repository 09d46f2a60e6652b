//! A visitor's workspace: an account behind a cookie, made at the first page.

use crate::refuse::Refusal;
use crate::region;
use crate::wiring::Parts;
use api::error::{ApiError, ErrorCode};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use control::OpenSession;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// Name of the cookie that opens a workspace.
pub const COOKIE: &str = "coldstart_session";
/// How long a browser keeps it.
const COOKIE_AGE: Duration = Duration::from_secs(365 * 24 * 3_600);

/// Puts the visitor's [`AccountId`] in the region of the browser into the request, making a workspace where a page is asked for
/// without one.
pub async fn with_account(State(parts): State<Parts>, mut request: Request, next: Next) -> Response {
    // Nothing of the request is borrowed while the database is asked: its body cannot be shared between threads.
    let token = cookie(request.headers(), COOKIE).map(str::to_owned);
    let opens_a_workspace = opens_a_workspace(&request);
    match session_of(&parts, token.as_deref()).await {
        Ok(Some(session)) => {
            let account = session.account.in_region(region::of_browser(request.headers()));
            request.extensions_mut().insert(account);
            let response = next.run(request).await;
            match token.filter(|_| session.is_renewed) {
                Some(token) => with_cookie(response, &token),
                None => response,
            }
        }
        Ok(None) if opens_a_workspace => with_new_account(&parts, request, next).await,
        Ok(None) => next.run(request).await,
        Err(error) => Refusal(error).into_response(),
    }
}

async fn with_new_account(parts: &Parts, mut request: Request, next: Next) -> Response {
    if !parts.workspaces.take(Instant::now()) {
        let message = "too many new workspaces are being made; try again in a minute";
        return Refusal(ApiError::new(ErrorCode::TooManyRequests, message)).into_response();
    }
    let (token, account) = match parts.control.create_session().await {
        Ok(made) => made,
        Err(error) => return Refusal(error).into_response(),
    };
    let account = account.in_region(region::of_browser(request.headers()));
    request.extensions_mut().insert(account);
    with_cookie(next.run(request).await, &token)
}

fn with_cookie(mut response: Response, token: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(&set_cookie(COOKIE, token)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Pages and their forms do; sockets, downloads and files of the site do not, and answer without an account.
fn opens_a_workspace(request: &Request) -> bool {
    let path = request.uri().path();
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let is_for_programs = matches!(path, "/ws" | "/clock") || path.starts_with("/live/");
    let is_page = request.method() == Method::GET && !is_file && !is_for_programs;
    is_page || (request.method() == Method::POST && path.starts_with("/api/"))
}

async fn session_of(parts: &Parts, token: Option<&str>) -> Result<Option<OpenSession>, ApiError> {
    match token {
        Some(token) => parts.control.open_session(token).await,
        None => Ok(None),
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let pairs =
        headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Gives the browser a token to keep.
pub fn set_cookie(name: &str, token: &str) -> String {
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", COOKIE_AGE.as_secs())
}

/// Takes a token from the browser.
pub fn forget_cookie(name: &str) -> String {
    format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// How many new workspaces there may be: a bucket that fills again over a minute. It keeps a script from filling the disk.
#[derive(Debug)]
pub struct Allowance {
    per_minute: u32,
    bucket: Mutex<(f64, Option<Instant>)>,
}

impl Allowance {
    /// A full bucket.
    #[must_use]
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute, bucket: Mutex::new((f64::from(per_minute), None)) }
    }

    /// Takes one, if there is one.
    pub fn take(&self, now: Instant) -> bool {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, filled_at) = *bucket;
        let since = filled_at.map_or(Duration::ZERO, |at| now.saturating_duration_since(at));
        let full = f64::from(self.per_minute);
        let left = (left + since.as_secs_f64() / 60.0 * full).min(full);
        let taken = left >= 1.0;
        *bucket = (if taken { left - 1.0 } else { left }, Some(now));
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workspaces_are_given_out_at_the_rate_that_was_set() {
        let (allowance, start) = (Allowance::new(2), Instant::now());
        assert!(allowance.take(start) && allowance.take(start));
        assert!(!allowance.take(start));
        assert!(!allowance.take(start + Duration::from_secs(20)));
        assert!(allowance.take(start + Duration::from_secs(31)));
    }
}
