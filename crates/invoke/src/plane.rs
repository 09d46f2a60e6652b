//! What others may ask of the data plane.

use crate::feed::Stop;
use crate::{Answer, Invoke, Streaming, schedule};
use api::config::Runtime;
use api::error::{ApiError, ErrorCode};
use api::event::RunEvent;
use api::id::{AccountId, AliasName, FunctionName, RunId, TriggerId};
use api::invoker::Invoker;
use api::run::{RunRecord, RunRequest, RunSource, RunSummary, Said, Target, Variation};
use api::run_filter::RunFilter;
use api::trigger::{TriggerConfig, UrlSettings};
use async_trait::async_trait;

/// Whom a function URL invokes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionUrl {
    /// Whose function it is.
    pub account: AccountId,
    /// The function.
    pub function: FunctionName,
    /// Which alias of it; what was deployed last, if `None`.
    pub alias: Option<AliasName>,
    /// How it knows its callers, and answers.
    pub settings: UrlSettings,
}

impl Invoke {
    /// The function URL of this id, of any account; nothing when there is none or it is switched off, which callers must not tell
    /// apart.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn function_url(&self, id: &TriggerId) -> Result<Option<FunctionUrl>, ApiError> {
        let row = store::trigger::get(&mut *self.inner.store.read().await?, id).await?;
        let Some(row) = row.filter(|row| row.enabled) else { return Ok(None) };
        let alias = match row.config {
            TriggerConfig::FunctionUrl => None,
            TriggerConfig::AliasUrl { alias } => Some(alias),
            TriggerConfig::Schedule { .. } => return Ok(None),
        };
        Ok(Some(FunctionUrl { account: row.account, function: row.function, alias, settings: row.url }))
    }

    /// Invokes for a caller who waits for the answer. It comes as soon as the handler is done; the record may still be on its way
    /// to the disk. A caller who gives up ends nothing.
    ///
    /// # Errors
    /// As [`Invoker::start`].
    pub async fn respond(&self, account: &AccountId, request: RunRequest) -> Result<Answer, ApiError> {
        self.respond_with_id(account, request).await.map(|(_, answer)| answer)
    }

    /// [`Invoke::respond`] with the request id, which the function saw too.
    ///
    /// # Errors
    /// As [`Invoker::start`].
    pub async fn respond_with_id(&self, account: &AccountId, request: RunRequest) -> Result<(RunId, Answer), ApiError> {
        self.inner.respond(account, request).await
    }

    /// Invokes for a caller who reads the answer while the function gives it.
    ///
    /// # Errors
    /// As [`Invoker::start`].
    pub async fn stream(&self, account: &AccountId, request: RunRequest) -> Result<Streaming, ApiError> {
        self.inner.stream(account, request).await
    }

    /// Accepts an invocation and returns when it has ended: [`Invoker::start`] and [`Invoker::wait`] in one.
    ///
    /// # Errors
    /// As these two.
    pub async fn invoke(&self, account: &AccountId, request: RunRequest) -> Result<RunRecord, ApiError> {
        let live = self.inner.accept(account, request).await?;
        match live.wait().await {
            Some(finished) => finished.as_ref().clone(),
            None => self.run(account, &live.id).await,
        }
    }
}

#[async_trait]
impl Invoker for Invoke {
    fn awaited_runtimes(&self) -> Vec<Runtime> {
        let awaited = self.inner.runtimes.awaited();
        Runtime::ALL.into_iter().filter(|runtime| awaited.contains(&crate::package::kind_of(*runtime))).collect()
    }

    async fn start(&self, account: &AccountId, request: RunRequest) -> Result<RunId, ApiError> {
        Ok(self.inner.accept(account, request).await?.id.clone())
    }

    async fn wait(&self, account: &AccountId, run: &RunId) -> Result<RunRecord, ApiError> {
        if let Some(live) = self.inner.registry.get(account, run)
            && let Some(finished) = live.wait().await
        {
            return finished.as_ref().clone();
        }
        self.run(account, run).await
    }

    async fn cancel(&self, account: &AccountId, run: &RunId) -> Result<(), ApiError> {
        if let Some(live) = self.inner.registry.get(account, run) {
            live.stop(Stop::Cancelled);
            return Ok(());
        }
        self.run(account, run).await.map(|_ended| ())
    }

    async fn fire_trigger(&self, account: &AccountId, id: &TriggerId) -> Result<RunId, ApiError> {
        let row = store::trigger::get(&mut *self.inner.store.read().await?, id).await?;
        let row = row
            .filter(|row| row.account == *account)
            .ok_or_else(|| ApiError::new(ErrorCode::NotFound, format!("trigger `{id}` does not exist")))?;
        match row.config {
            TriggerConfig::Schedule { .. } => {}
            TriggerConfig::FunctionUrl | TriggerConfig::AliasUrl { .. } => {
                let message = "a function URL is invoked by a request to it; only schedules can be fired";
                return Err(ApiError::new(ErrorCode::Invalid, message));
            }
        }
        let payload = schedule::scheduled_event(account, id, self.inner.clock.now_of(account));
        let source = RunSource::Schedule(id.clone());
        let (target, variation) = (Target::Latest, Variation::default());
        let request = RunRequest { function: row.function, target, payload, source, variation, said: Said::default() };
        self.start(account, request).await
    }

    async fn runs(
        &self,
        account: &AccountId,
        function: Option<&FunctionName>,
        before: Option<&RunId>,
        limit: u32,
    ) -> Result<Vec<RunSummary>, ApiError> {
        Ok(store::run::list(&self.inner.store, account, function, before, limit).await?)
    }

    async fn filtered_runs(
        &self,
        account: &AccountId,
        function: &FunctionName,
        filter: &RunFilter,
        before: Option<&RunId>,
        limit: u32,
    ) -> Result<Vec<RunSummary>, ApiError> {
        Ok(store::run::filtered(&self.inner.store, account, function, filter, before, limit).await?)
    }

    async fn run(&self, account: &AccountId, run: &RunId) -> Result<RunRecord, ApiError> {
        let record = store::run::get(&self.inner.store, account, run).await?;
        record.ok_or_else(|| ApiError::new(ErrorCode::NotFound, format!("run `{run}` does not exist")))
    }

    async fn run_events(
        &self,
        account: &AccountId,
        run: &RunId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<RunEvent>, ApiError> {
        Ok(store::run::events(&self.inner.store, account, run, after, limit).await?)
    }
}
