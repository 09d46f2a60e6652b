//! Functions in memory.

use super::{NOW, new_account};
use api::control_plane::{Account, ClockChange, ControlPlane};
use api::error::{ApiError, ErrorCode};
use api::event_settings::{EventInvokeConfig, EventRules, EventSettings};
use api::function::{CreateFunction, Draft, FunctionDetail, FunctionSummary, VersionDetail, VersionSummary};
use api::id::{AccountId, FunctionName, RevisionId, TriggerId, VersionNumber};
use api::lambda::Qualifier;
use api::test_event::{TestEvent, TestEventName};
use api::trigger::{SchedulePreview, Trigger, TriggerConfig, UrlSettings};
use async_trait::async_trait;
use billing::PriceBook;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

const REVISION: &str = "8f1c0000-0000-4000-8000-000000000001";

/// One function.
#[derive(Clone)]
pub struct Kept {
    pub draft: Draft,
    pub events: Vec<TestEvent>,
    pub deleted: bool,
}

/// The account and its functions.
pub struct Memory {
    pub account: Mutex<Account>,
    pub functions: Mutex<BTreeMap<FunctionName, Kept>>,
    /// What every question is answered with, to see pages fail.
    pub broken: Option<ApiError>,
}

impl Default for Memory {
    fn default() -> Self {
        Self { account: Mutex::new(new_account()), functions: Mutex::default(), broken: None }
    }
}

impl Memory {
    fn kept(&self) -> Result<MutexGuard<'_, BTreeMap<FunctionName, Kept>>, ApiError> {
        match &self.broken {
            Some(error) => Err(error.clone()),
            None => Ok(self.functions.lock().unwrap()),
        }
    }

    fn get(&self, name: &FunctionName) -> Result<Kept, ApiError> {
        let found = self.kept()?.get(name).filter(|kept| !kept.deleted).cloned();
        found.ok_or_else(|| ApiError::function_not_found(&name.arn(&super::account())))
    }

    fn mark(&self, name: &FunctionName, deleted: bool) -> Result<(), ApiError> {
        let mut functions = self.kept()?;
        functions.get_mut(name).unwrap().deleted = deleted;
        Ok(())
    }
}

fn version() -> VersionSummary {
    VersionSummary {
        number: VersionNumber(1),
        created_at: NOW,
        code_sha256: String::new(),
        description: String::new(),
        snapshot: None,
    }
}

fn unused<T>() -> Result<T, ApiError> {
    Err(ApiError::new(ErrorCode::Internal, "no story asks this"))
}

#[async_trait]
impl ControlPlane for Memory {
    async fn account(&self, _: &AccountId) -> Result<Account, ApiError> {
        super::think().await;
        Ok(self.account.lock().unwrap().clone())
    }
    async fn set_price_book(&self, _: &AccountId, book: PriceBook) -> Result<(), ApiError> {
        self.account.lock().unwrap().price_book = book;
        Ok(())
    }
    async fn change_clock(&self, _: &AccountId, change: ClockChange) -> Result<Account, ApiError> {
        let mut account = self.account.lock().unwrap();
        match change {
            ClockChange::Skip(by) => account.clock_offset_ms += i64::try_from(by).unwrap(),
            ClockChange::Pause => account.is_clock_paused = true,
            ClockChange::Resume => account.is_clock_paused = false,
            ClockChange::RealTime => (account.clock_offset_ms, account.is_clock_paused) = (0, false),
        }
        Ok(account.clone())
    }
    async fn functions(&self, _: &AccountId) -> Result<Vec<FunctionSummary>, ApiError> {
        super::think().await;
        let functions = self.kept()?;
        let living = functions.iter().filter(|(_, kept)| !kept.deleted);
        let summary = |(name, kept): (&FunctionName, &Kept)| FunctionSummary {
            name: name.clone(),
            runtime: kept.draft.config.runtime,
            memory_mib: kept.draft.config.memory.get(),
            modified_at: NOW,
            deployed: Some(VersionNumber(1)),
            has_undeployed_changes: false,
            last_run: Some(super::invoker::summary(name)),
            runs_24h: 7,
            errors_24h: 2,
        };
        Ok(living.map(summary).collect())
    }
    async fn create_function(&self, account: &AccountId, request: CreateFunction) -> Result<FunctionDetail, ApiError> {
        let CreateFunction { name, content } = request;
        if self.get(&name).is_ok() {
            return Err(ApiError::new(ErrorCode::Conflict, format!("Function already exist: {name}")));
        }
        self.kept()?.insert(name.clone(), Kept { draft: content, events: Vec::new(), deleted: false });
        self.function(account, &name).await
    }
    async fn function(&self, account: &AccountId, name: &FunctionName) -> Result<FunctionDetail, ApiError> {
        super::think().await;
        Ok(FunctionDetail {
            name: name.clone(),
            arn: name.arn(account),
            draft: self.get(name)?.draft,
            revision: RevisionId::parse(REVISION)?,
            modified_at: NOW,
            deployed: Some(version()),
            undeployed_changes: Vec::new(),
        })
    }
    async fn save_draft(
        &self,
        _: &AccountId,
        _: &FunctionName,
        _: Option<RevisionId>,
        _: Draft,
    ) -> Result<RevisionId, ApiError> {
        unused()
    }
    async fn deploy(&self, _: &AccountId, _: &FunctionName, _: String) -> Result<VersionSummary, ApiError> {
        unused()
    }
    async fn versions(&self, _: &AccountId, _: &FunctionName) -> Result<Vec<VersionSummary>, ApiError> {
        super::think().await;
        Ok(vec![version()])
    }
    async fn version(&self, _: &AccountId, name: &FunctionName, _: VersionNumber) -> Result<VersionDetail, ApiError> {
        Ok(VersionDetail { summary: version(), content: self.get(name)?.draft })
    }
    async fn delete_function(&self, _: &AccountId, name: &FunctionName) -> Result<(), ApiError> {
        self.get(name)?;
        self.mark(name, true)
    }
    async fn undelete_function(&self, _: &AccountId, name: &FunctionName) -> Result<(), ApiError> {
        self.mark(name, false)
    }
    async fn test_events(&self, _: &AccountId, name: &FunctionName) -> Result<Vec<TestEvent>, ApiError> {
        super::think().await;
        Ok(self.get(name)?.events)
    }
    async fn save_test_event(
        &self,
        _: &AccountId,
        name: &FunctionName,
        event: TestEventName,
        payload: String,
    ) -> Result<(), ApiError> {
        self.kept()?.get_mut(name).unwrap().events.push(TestEvent { name: event, payload, saved_at: NOW });
        Ok(())
    }
    async fn delete_test_event(&self, _: &AccountId, _: &FunctionName, _: &TestEventName) -> Result<(), ApiError> {
        unused()
    }
    async fn triggers(&self, _: &AccountId, name: &FunctionName) -> Result<Vec<Trigger>, ApiError> {
        super::think().await;
        self.get(name).map(|_| Vec::new())
    }
    async fn create_trigger(&self, _: &AccountId, _: &FunctionName, _: TriggerConfig) -> Result<Trigger, ApiError> {
        unused()
    }
    async fn enable_trigger(&self, _: &AccountId, _: &TriggerId, _: bool) -> Result<Trigger, ApiError> {
        unused()
    }
    async fn trigger(&self, _: &AccountId, _: &TriggerId) -> Result<Trigger, ApiError> {
        unused()
    }
    async fn change_url(&self, _: &AccountId, _: &TriggerId, _: UrlSettings) -> Result<Trigger, ApiError> {
        unused()
    }
    async fn delete_trigger(&self, _: &AccountId, _: &TriggerId) -> Result<(), ApiError> {
        unused()
    }
    async fn preview_schedule(&self, _: &AccountId, _: &str) -> Result<SchedulePreview, ApiError> {
        unused()
    }
}

/// No function has settings of its own for events.
#[async_trait]
impl EventSettings for Memory {
    async fn set_event_rules(
        &self,
        _: &AccountId,
        _: &FunctionName,
        qualifier: &Qualifier,
        rules: EventRules,
        _: bool,
    ) -> Result<EventInvokeConfig, ApiError> {
        Ok(EventInvokeConfig { qualifier: qualifier.clone(), rules, modified_at: NOW })
    }
    async fn event_rules(
        &self,
        _: &AccountId,
        _: &FunctionName,
        _: &Qualifier,
    ) -> Result<Option<EventInvokeConfig>, ApiError> {
        Ok(None)
    }
    async fn all_event_rules(
        &self,
        _: &AccountId,
        _: &FunctionName,
        _: &str,
        _: u32,
    ) -> Result<Vec<EventInvokeConfig>, ApiError> {
        Ok(Vec::new())
    }
    async fn delete_event_rules(&self, _: &AccountId, _: &FunctionName, _: &Qualifier) -> Result<bool, ApiError> {
        Ok(false)
    }
    async fn reserved_concurrency(&self, _: &AccountId, _: &FunctionName) -> Result<Option<u32>, ApiError> {
        Ok(Some(7))
    }
    async fn reserve_concurrency(&self, _: &AccountId, _: &FunctionName, _: Option<u32>) -> Result<(), ApiError> {
        Ok(())
    }
    async fn concurrency_set_aside(&self, _: &AccountId) -> Result<u32, ApiError> {
        Ok(7)
    }
    async fn stops_loops(&self, _: &AccountId, _: &FunctionName) -> Result<bool, ApiError> {
        Ok(true)
    }
    async fn set_stops_loops(&self, _: &AccountId, _: &FunctionName, _: bool) -> Result<(), ApiError> {
        Ok(())
    }
}
