//! The server's side of a function's settings for events.

use super::EventSettingsData;
use crate::error::UiError;
use api::error::ApiError;
use api::event_settings::EventRules;
use api::id::{AccountId, FunctionName};
use api::lambda::Qualifier;
use api::queue::{AGE_S_DEFAULT, Destination, RETRIES_DEFAULT};
use api::sqs::QueueArn;

/// What the form sends.
pub(super) struct Wanted {
    pub(super) retries: u8,
    pub(super) age_s: u32,
    pub(super) on_success: String,
    pub(super) on_failure: String,
    pub(super) reserved: String,
    pub(super) stops_loops: bool,
}

pub(super) async fn read(function: &FunctionName) -> Result<EventSettingsData, UiError> {
    let (account, settings) = (crate::context::account()?, crate::context::event_settings()?);
    let rules = settings.event_rules(&account, function, &Qualifier::Latest).await?;
    let rules = rules.map(|config| config.rules).unwrap_or_default();
    let named = |arn: Option<String>| {
        let arn = arn?;
        match Destination::parse(&account, &arn) {
            Ok(Destination::Function { function, .. }) => Some(function.to_string()),
            Ok(Destination::Queue(_)) | Err(_) => Some(arn),
        }
    };
    let functions = crate::context::control()?.functions(&account).await?;
    let deployed = functions.into_iter().filter(|other| other.deployed.is_some() && other.name != *function);
    let mut others: Vec<FunctionName> = deployed.map(|other| other.name).collect();
    others.sort();
    Ok(EventSettingsData {
        retries: rules.retries.unwrap_or(RETRIES_DEFAULT),
        age_s: rules.age_s.unwrap_or(AGE_S_DEFAULT),
        on_success: named(rules.on_success),
        on_failure: named(rules.on_failure),
        reserved: settings.reserved_concurrency(&account, function).await?,
        stops_loops: settings.stops_loops(&account, function).await?,
        others,
        queues: standard_queues(&account).await?,
    })
}

/// Queues in the list of destinations.
const QUEUES_MAX: u32 = 200;

/// Those that Lambda sends to.
async fn standard_queues(account: &AccountId) -> Result<Vec<QueueArn>, UiError> {
    let names = crate::context::queue_control()?.list(account, "", None, QUEUES_MAX).await.map_err(ApiError::from)?;
    Ok(names.into_iter().filter(|name| !name.is_fifo()).map(|name| QueueArn::new(account, name)).collect())
}

pub(super) async fn save(function: &FunctionName, wanted: Wanted) -> Result<(), UiError> {
    let (account, settings) = (crate::context::account()?, crate::context::event_settings()?);
    let reserved = reserved_of(wanted.reserved.trim())?;
    let rules = EventRules {
        retries: Some(wanted.retries),
        age_s: Some(wanted.age_s),
        on_success: arn_of(&account, &wanted.on_success)?,
        on_failure: arn_of(&account, &wanted.on_failure)?,
    };
    settings.set_event_rules(&account, function, &Qualifier::Latest, rules, false).await?;
    settings.reserve_concurrency(&account, function, reserved).await?;
    settings.set_stops_loops(&account, function, wanted.stops_loops).await?;
    Ok(())
}

fn reserved_of(text: &str) -> Result<Option<u32>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().map_err(|_error| {
        ApiError::invalid("reserved", format!("`{text}` is no number of runs; leave it empty to share what all have"))
    })?;
    Ok(Some(number))
}

fn arn_of(account: &AccountId, name: &str) -> Result<Option<String>, ApiError> {
    match name.trim() {
        "" => Ok(None),
        arn if arn.starts_with("arn:") => Ok(Some(arn.to_owned())),
        name => Ok(Some(FunctionName::parse(name)?.arn(account))),
    }
}
