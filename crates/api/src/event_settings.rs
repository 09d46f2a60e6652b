//! What functions do with asynchronous events, and how much they may run at once.

use crate::error::ApiError;
use crate::id::{AccountId, FunctionName};
use crate::lambda::Qualifier;
use crate::time::UnixMillis;
use async_trait::async_trait;

/// What becomes of asynchronous events to one state of a function. What is nothing is as by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventRules {
    /// Retries after a failure: 0 to [`RETRIES_MAX`](crate::queue::RETRIES_MAX).
    pub retries: Option<u8>,
    /// Seconds after which an event is given up: [`AGE_S_MIN`](crate::queue::AGE_S_MIN) to [`AGE_S_DEFAULT`](crate::queue::AGE_S_DEFAULT).
    pub age_s: Option<u32>,
    /// ARN of the function that gets a record of each success.
    pub on_success: Option<String>,
    /// ARN of the function that gets a record of each event that was given up.
    pub on_failure: Option<String>,
}

/// Rules as they are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventInvokeConfig {
    /// For which state of the function.
    pub qualifier: Qualifier,
    /// The rules.
    pub rules: EventRules,
    /// When they were changed last.
    pub modified_at: UnixMillis,
}

/// What a function does with asynchronous events, and how much it may run at once. Every operation is within one account.
#[async_trait]
pub trait EventSettings: Send + Sync {
    /// Sets rules; with `keeps`, what they leave out stays as it is, and there must be some.
    async fn set_event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
        rules: EventRules,
        keeps: bool,
    ) -> Result<EventInvokeConfig, ApiError>;
    /// The rules of one state of a function, if any are set.
    async fn event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<Option<EventInvokeConfig>, ApiError>;
    /// All rules of a function, in the order of their qualifiers, from the one after `after` on, at most `limit`.
    async fn all_event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        after: &str,
        limit: u32,
    ) -> Result<Vec<EventInvokeConfig>, ApiError>;
    /// Goes back to the default; false if nothing was set.
    async fn delete_event_rules(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<bool, ApiError>;
    /// How many runs at once are set aside for a function, which is also the most that it may have.
    async fn reserved_concurrency(&self, account: &AccountId, name: &FunctionName) -> Result<Option<u32>, ApiError>;
    /// Sets runs aside for a function, or takes it back into what all share.
    async fn reserve_concurrency(
        &self,
        account: &AccountId,
        name: &FunctionName,
        reserved: Option<u32>,
    ) -> Result<(), ApiError>;
    /// How many are set aside in the account.
    async fn concurrency_set_aside(&self, account: &AccountId) -> Result<u32, ApiError>;
    /// Whether loops of functions that invoke each other are stopped at a function.
    async fn stops_loops(&self, account: &AccountId, name: &FunctionName) -> Result<bool, ApiError>;
    /// Chooses that.
    async fn set_stops_loops(&self, account: &AccountId, name: &FunctionName, stops: bool) -> Result<(), ApiError>;
}
