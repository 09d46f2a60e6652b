//! What pages may ask of the control plane.

use crate::error::ApiError;
use crate::function::{CreateFunction, Draft, FunctionDetail, FunctionSummary, VersionDetail, VersionSummary};
use crate::id::{AccountId, FunctionName, RevisionId, TriggerId, VersionNumber};
use crate::test_event::{TestEvent, TestEventName};
use crate::time::UnixMillis;
use crate::trigger::{SchedulePreview, Trigger, TriggerConfig, UrlSettings};
use async_trait::async_trait;
use billing::PriceBook;
use serde::{Deserialize, Serialize};

/// An account's settings and the state of its clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Which, and in which region it is looked at.
    pub id: AccountId,
    /// When the workspace was made.
    pub created_at: UnixMillis,
    /// The price book in force.
    pub price_book: PriceBook,
    /// Now, on the account's clock.
    pub now: UnixMillis,
    /// How far the account's clock is ahead of the machine's; behind, if negative.
    pub clock_offset_ms: i64,
    /// Whether it stands still.
    pub is_clock_paused: bool,
}

/// What an account can do with its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockChange {
    /// Skip this many milliseconds ahead.
    Skip(u64),
    /// Let it stand still.
    Pause,
    /// Let it go on from where it stands.
    Resume,
    /// Back to the machine's time.
    RealTime,
}

/// Functions, versions, test events, triggers and the settings of an account. Every operation is within one region of one
/// account, what belongs to another does not exist; settings and clock are the account's in all regions.
#[async_trait]
pub trait ControlPlane: Send + Sync {
    /// The account's settings.
    async fn account(&self, account: &AccountId) -> Result<Account, ApiError>;
    /// Chooses the price book for runs from now on.
    async fn set_price_book(&self, account: &AccountId, book: PriceBook) -> Result<(), ApiError>;
    /// Moves, stops or starts the account's clock.
    async fn change_clock(&self, account: &AccountId, change: ClockChange) -> Result<Account, ApiError>;

    /// All functions, newest change first.
    async fn functions(&self, account: &AccountId) -> Result<Vec<FunctionSummary>, ApiError>;
    /// Makes a function and deploys it as version 1.
    async fn create_function(&self, account: &AccountId, request: CreateFunction) -> Result<FunctionDetail, ApiError>;
    /// One function.
    async fn function(&self, account: &AccountId, name: &FunctionName) -> Result<FunctionDetail, ApiError>;
    /// Saves the draft if nobody else did since `base`; `None` overwrites.
    async fn save_draft(
        &self,
        account: &AccountId,
        name: &FunctionName,
        base: Option<RevisionId>,
        draft: Draft,
    ) -> Result<RevisionId, ApiError>;
    /// Deploys the draft as a new version. A draft that equals the newest version gives that version, as Lambda does.
    async fn deploy(
        &self,
        account: &AccountId,
        name: &FunctionName,
        description: String,
    ) -> Result<VersionSummary, ApiError>;
    /// Versions, newest first.
    async fn versions(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<VersionSummary>, ApiError>;
    /// One version with its content.
    async fn version(
        &self,
        account: &AccountId,
        name: &FunctionName,
        number: VersionNumber,
    ) -> Result<VersionDetail, ApiError>;
    /// Puts the function into the bin: it is gone for everyone, and can be brought back for 30 days.
    async fn delete_function(&self, account: &AccountId, name: &FunctionName) -> Result<(), ApiError>;
    /// Brings back what was deleted last under this name.
    async fn undelete_function(&self, account: &AccountId, name: &FunctionName) -> Result<(), ApiError>;

    /// Saved test events, by name.
    async fn test_events(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<TestEvent>, ApiError>;
    /// Saves a test event, over an older one of that name.
    async fn save_test_event(
        &self,
        account: &AccountId,
        name: &FunctionName,
        event: TestEventName,
        payload: String,
    ) -> Result<(), ApiError>;
    /// Deletes a test event.
    async fn delete_test_event(
        &self,
        account: &AccountId,
        name: &FunctionName,
        event: &TestEventName,
    ) -> Result<(), ApiError>;

    /// Triggers of a function, oldest first.
    async fn triggers(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<Trigger>, ApiError>;
    /// Adds a trigger. A function has at most one URL.
    async fn create_trigger(
        &self,
        account: &AccountId,
        name: &FunctionName,
        config: TriggerConfig,
    ) -> Result<Trigger, ApiError>;
    /// Switches a trigger on or off.
    async fn enable_trigger(&self, account: &AccountId, id: &TriggerId, enabled: bool) -> Result<Trigger, ApiError>;
    /// One trigger.
    async fn trigger(&self, account: &AccountId, id: &TriggerId) -> Result<Trigger, ApiError>;
    /// Changes the settings of a function URL.
    async fn change_url(&self, account: &AccountId, id: &TriggerId, settings: UrlSettings)
    -> Result<Trigger, ApiError>;
    /// Deletes a trigger.
    async fn delete_trigger(&self, account: &AccountId, id: &TriggerId) -> Result<(), ApiError>;
    /// What a schedule expression means.
    async fn preview_schedule(&self, account: &AccountId, expression: &str) -> Result<SchedulePreview, ApiError>;
}
