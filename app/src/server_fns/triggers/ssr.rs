//! The settings of a function URL from a form.

use crate::error::UiError;
use api::control_plane::ControlPlane;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName, TriggerId};
use api::trigger::{Cors, InvokeMode, UrlAuth, UrlSettings};

/// Origins of a function URL (Lambda `Cors.AllowOrigins`).
const ORIGINS_MAX: usize = 100;

/// Saves what the form says, and leaves the rest of what was set. Answers whose URL it is.
pub(super) async fn change_url(id: &TriggerId, auth: &str, mode: &str, origins: &str) -> Result<FunctionName, UiError> {
    let (account, control) = (crate::context::account()?, crate::context::control()?);
    let before = settings(&*control, &account, id).await?;
    let unknown = |what: &str, value: &str| ApiError::invalid(what, format!("`{}` is none", value.escape_debug()));
    let url = UrlSettings {
        auth: UrlAuth::parse(auth).ok_or_else(|| unknown("auth", auth))?,
        mode: InvokeMode::parse(mode).ok_or_else(|| unknown("mode", mode))?,
        cors: cors_of(origins, before.cors)?,
    };
    Ok(control.change_url(&account, id, url).await?.function)
}

async fn settings(control: &dyn ControlPlane, account: &AccountId, id: &TriggerId) -> Result<UrlSettings, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, format!("trigger `{id}` is no function URL"));
    control.trigger(account, id).await?.url.map(|(settings, _)| settings).ok_or_else(missing)
}

/// What was set by the AWS API besides stays. Without an origin nothing is shared.
fn cors_of(origins: &str, before: Option<Cors>) -> Result<Option<Cors>, ApiError> {
    let origins: Vec<String> =
        origins.split([',', ' ', '\n']).map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    if origins.is_empty() {
        return Ok(None);
    }
    if origins.len() > ORIGINS_MAX {
        let message = format!("{} origins are named, the limit is {ORIGINS_MAX}", origins.len());
        return Err(ApiError::invalid("origins", message));
    }
    if let Some(wrong) = origins.iter().find(|origin| !is_origin(origin)) {
        let message = format!(
            "`{}` is no origin; one is a scheme and a host, such as `https://shop.example` or `http://localhost:5173`, or `*`",
            wrong.escape_debug()
        );
        return Err(ApiError::invalid("origins", message));
    }
    let all = || vec!["*".to_owned()];
    let first = || Cors { allow_headers: all(), allow_methods: all(), ..Cors::default() };
    Ok(Some(Cors { allow_origins: origins, ..before.unwrap_or_else(first) }))
}

fn is_origin(text: &str) -> bool {
    let host_of = |(scheme, host): (&str, &str)| {
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '/' | '?' | '#' | '@' | '"' | '\'');
        !scheme.is_empty() && !host.is_empty() && host.chars().all(is_plain)
    };
    text == "*" || (text.len() <= 253 && text.split_once("://").is_some_and(host_of))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn origins_are_told_from_other_text() {
        for origin in ["*", "https://shop.example", "http://localhost:5173", "app://x", "https://*.shop.example"] {
            assert!(cors_of(origin, None).unwrap().is_some(), "{origin}");
        }
        for other in ["shop.example", "https://", "https://shop.example/", "https://a?b", "://x", "https://a@b", "null"]
        {
            assert!(cors_of(other, None).unwrap_err().message.contains("is no origin"), "{other}");
        }
        assert_eq!(cors_of("  ", Some(Cors::default())).unwrap(), None);
    }

    #[test]
    fn what_the_form_does_not_show_stays() {
        let before = Cors { max_age_s: Some(5), allow_methods: vec!["GET".to_owned()], ..Cors::default() };
        let after = cors_of("https://a.example, https://b.example", Some(before.clone())).unwrap().unwrap();
        assert_eq!(after.allow_origins, ["https://a.example", "https://b.example"]);
        assert_eq!((after.max_age_s, after.allow_methods), (before.max_age_s, before.allow_methods));
        assert_eq!(cors_of("*", None).unwrap().unwrap().allow_methods, ["*"], "at first, all of them");
    }
}
