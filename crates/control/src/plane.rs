//! [`ControlPlane`] as [`Control`] carries it out; each operation is told in the module of its noun.

use crate::Control;
use api::control_plane::{Account, ClockChange, ControlPlane};
use api::error::ApiError;
use api::function::{CreateFunction, Draft, FunctionDetail, FunctionSummary, VersionDetail, VersionSummary};
use api::id::{AccountId, FunctionName, RevisionId, TriggerId, VersionNumber};
use api::test_event::{TestEvent, TestEventName};
use api::trigger::{SchedulePreview, Trigger, TriggerConfig, UrlSettings};
use async_trait::async_trait;
use billing::PriceBook;

#[async_trait]
impl ControlPlane for Control {
    async fn account(&self, account: &AccountId) -> Result<Account, ApiError> {
        self.account_of(account).await
    }

    async fn set_price_book(&self, account: &AccountId, book: PriceBook) -> Result<(), ApiError> {
        self.choose_price_book(account, book).await
    }

    async fn change_clock(&self, account: &AccountId, change: ClockChange) -> Result<Account, ApiError> {
        self.change_clock_of(account, change).await
    }

    async fn functions(&self, account: &AccountId) -> Result<Vec<FunctionSummary>, ApiError> {
        self.list_functions(account).await
    }

    async fn create_function(&self, account: &AccountId, request: CreateFunction) -> Result<FunctionDetail, ApiError> {
        self.make_function(account, request).await
    }

    async fn function(&self, account: &AccountId, name: &FunctionName) -> Result<FunctionDetail, ApiError> {
        self.function_of(account, name).await
    }

    async fn save_draft(
        &self,
        account: &AccountId,
        name: &FunctionName,
        base: Option<RevisionId>,
        draft: Draft,
    ) -> Result<RevisionId, ApiError> {
        self.keep_draft(account, name, base, draft).await
    }

    async fn deploy(
        &self,
        account: &AccountId,
        name: &FunctionName,
        description: String,
    ) -> Result<VersionSummary, ApiError> {
        self.publish(account, name, description).await
    }

    async fn versions(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<VersionSummary>, ApiError> {
        self.list_versions(account, name).await
    }

    async fn version(
        &self,
        account: &AccountId,
        name: &FunctionName,
        number: VersionNumber,
    ) -> Result<VersionDetail, ApiError> {
        self.version_of(account, name, number).await
    }

    async fn delete_function(&self, account: &AccountId, name: &FunctionName) -> Result<(), ApiError> {
        self.bin_function(account, name).await
    }

    async fn undelete_function(&self, account: &AccountId, name: &FunctionName) -> Result<(), ApiError> {
        self.unbin_function(account, name).await
    }

    async fn test_events(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<TestEvent>, ApiError> {
        self.list_test_events(account, name).await
    }

    async fn save_test_event(
        &self,
        account: &AccountId,
        name: &FunctionName,
        event: TestEventName,
        payload: String,
    ) -> Result<(), ApiError> {
        self.keep_test_event(account, name, event, payload).await
    }

    async fn delete_test_event(
        &self,
        account: &AccountId,
        name: &FunctionName,
        event: &TestEventName,
    ) -> Result<(), ApiError> {
        self.drop_test_event(account, name, event).await
    }

    async fn triggers(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<Trigger>, ApiError> {
        self.list_triggers(account, name).await
    }

    async fn create_trigger(
        &self,
        account: &AccountId,
        name: &FunctionName,
        config: TriggerConfig,
    ) -> Result<Trigger, ApiError> {
        self.add_trigger(account, name, (config, UrlSettings::default())).await
    }

    async fn enable_trigger(&self, account: &AccountId, id: &TriggerId, enabled: bool) -> Result<Trigger, ApiError> {
        self.switch_trigger(account, id, enabled).await
    }

    async fn trigger(&self, account: &AccountId, id: &TriggerId) -> Result<Trigger, ApiError> {
        self.one_trigger(account, id).await
    }

    async fn change_url(
        &self,
        account: &AccountId,
        id: &TriggerId,
        settings: UrlSettings,
    ) -> Result<Trigger, ApiError> {
        self.set_url(account, id, settings).await
    }

    async fn delete_trigger(&self, account: &AccountId, id: &TriggerId) -> Result<(), ApiError> {
        self.drop_trigger(account, id).await
    }

    async fn preview_schedule(&self, account: &AccountId, expression: &str) -> Result<SchedulePreview, ApiError> {
        self.preview(account, expression)
    }
}
