//! What a mapping's task has done beside itself: receiving, invoking, deleting, giving back. Each ends with a report.

use super::answer;
use super::machine::{BatchId, End, Key};
use super::record::{is_wanted, record};
use crate::accept::not_found;
use crate::{Inner, Invoke};
use api::alias::alias_not_found;
use api::error::ApiError;
use api::event_pattern::EventPattern;
use api::id::{AliasName, RunId};
use api::invoker::Invoker;
use api::lambda::Qualifier;
use api::mapping::Mapping;
use api::run::{RunRecord, RunRequest, RunSource, RunState, Said, Target, Variation};
use api::sqs::error::QueueError;
use api::sqs::message::ReceiptHandle;
use api::sqs::queues::{Queues, Take};
use api::time::UnixMillis;
use std::sync::Arc;
use uuid::Uuid;

/// What Lambda says of a batch whose function failed.
const CALL_FAILED: &str = "Function call failed";
/// Shortest time for which messages are hidden that are read for a function: with less they would never reach it.
const VISIBILITY_S_MIN: u32 = 1;

/// A message that was received, until it is gone.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) id: String,
    pub(super) receipt: ReceiptHandle,
    pub(super) group: Option<String>,
    /// As the function gets it.
    pub(super) record: String,
    pub(super) is_wanted: bool,
}

/// What a queue gave.
#[derive(Debug)]
pub(super) struct Got {
    pub(super) messages: Vec<Held>,
    pub(super) hidden_until: UnixMillis,
    pub(super) is_drained: bool,
    pub(super) next_visible: Option<UnixMillis>,
}

/// A batch that is to be invoked.
#[derive(Debug)]
pub(super) struct Invocation {
    pub(super) batch: BatchId,
    pub(super) keys: Vec<Key>,
    pub(super) ids: Vec<String>,
    pub(super) payload: String,
    pub(super) hidden_until: UnixMillis,
}

/// How something ended.
#[derive(Debug)]
pub(super) enum Report {
    /// What there was, or why nothing could be read.
    Received(Result<Got, String>),
    Ended {
        batch: BatchId,
        end: End,
        problem: Option<String>,
    },
    Deleted {
        batch: BatchId,
        gone: Vec<Key>,
        kept: Vec<Key>,
    },
    GivenBack,
}

/// What the work is done with.
#[derive(Clone)]
pub(super) struct Tools {
    pub(super) inner: Arc<Inner>,
    pub(super) queues: Arc<dyn Queues>,
    pub(super) mapping: Arc<Mapping>,
    pub(super) patterns: Arc<[EventPattern]>,
}

impl Tools {
    pub(super) async fn receive(self, max: usize) -> Report {
        Report::Received(self.messages(max).await)
    }

    /// Nothing is received for a function that is not there: its messages would lose their receives for nothing.
    async fn messages(&self, max: usize) -> Result<Got, String> {
        self.check_function().await.map_err(|error| error.message)?;
        let unread = |error: QueueError| error.to_string();
        let (clock, source) = (&self.inner.clock, &self.mapping.source);
        let facts = self.queues.facts(source).await.map_err(unread)?;
        let visibility_s = facts.settings.visibility_s.max(VISIBILITY_S_MIN);
        let now = clock.now_of(&self.mapping.account);
        let take = Take { max: u32::try_from(max).unwrap_or(u32::MAX), visibility_s: Some(visibility_s) };
        let received = self.queues.receive(source, take).await.map_err(unread)?;
        let next_visible = match received.len() < max {
            true => self.queues.next_visible(source).await.map_err(unread)?,
            false => None,
        };
        // A receive ends before it has all that it may, where the messages are large.
        let is_more = received.len() >= max || (!received.is_empty() && next_visible.is_some_and(|at| at <= now));
        let held = received.into_iter().map(|message| {
            let record = record(&message, &self.mapping);
            let is_wanted = is_wanted(&record, &self.patterns);
            let group = message.system.group;
            Held { id: message.id, receipt: message.receipt, group, record: record.to_string(), is_wanted }
        });
        let hidden_until = UnixMillis(now.0.saturating_add(i64::from(visibility_s) * 1_000));
        Ok(Got { messages: held.collect(), hidden_until, is_drained: !is_more, next_visible })
    }

    async fn check_function(&self) -> Result<(), ApiError> {
        let (target, _) = self.target().await?;
        let Mapping { account, function, .. } = &*self.mapping;
        let found = store::content::resolve(&mut *self.inner.store.read().await?, account, function, target).await?;
        found.map(|_| ()).ok_or_else(|| not_found(account, function, target))
    }

    /// The code that the next batch runs: of an alias with two versions one by its weight.
    async fn target(&self) -> Result<(Target, Option<AliasName>), ApiError> {
        let Mapping { account, function, qualifier, .. } = &*self.mapping;
        let alias = match qualifier {
            None | Some(Qualifier::Latest) => return Ok((Target::Latest, None)),
            Some(Qualifier::Version(number)) => return Ok((Target::Version(*number), None)),
            Some(Qualifier::Alias(alias)) => alias,
        };
        let mut db = self.inner.store.snapshot().await?;
        let row = store::function::get(&mut db, account, function).await?;
        let row = row.ok_or_else(|| not_found(account, function, Target::Latest))?;
        let found = store::alias::get(&mut db, row.key, alias).await?;
        let found = found.ok_or_else(|| alias_not_found(account, function, alias))?;
        Ok((found.choose(roll()).into(), Some(alias.clone())))
    }

    pub(super) async fn invoke(self, invocation: Invocation) -> Report {
        let Invocation { batch, keys, ids, payload, hidden_until } = invocation;
        // The semaphore is never closed.
        let _permit = self.inner.pollers.batches.acquire().await.ok();
        if hidden_until <= self.inner.clock.now_of(&self.mapping.account) {
            let problem = Some("a batch waited for its turn until its messages were visible again".to_owned());
            return Report::Ended { batch, end: End::TooLate, problem };
        }
        let run = match self.start(payload).await {
            Ok(run) => run,
            Err(error) => return Report::Ended { batch, end: End::NoRoom, problem: Some(error.message) },
        };
        // What is deleted has its run on disk: a server that is killed in between finds the messages again.
        let ended = Invoke { inner: Arc::clone(&self.inner) }.wait(&self.mapping.account, &run).await;
        let (end, problem) = match ended {
            Ok(record) => self.judge(&record, &keys, &ids),
            Err(error) => (End::Failed, Some(error.message)),
        };
        Report::Ended { batch, end, problem }
    }

    async fn start(&self, payload: String) -> Result<RunId, ApiError> {
        let (target, alias) = self.target().await?;
        let request = RunRequest {
            function: self.mapping.function.clone(),
            target,
            payload,
            source: RunSource::Sqs(self.mapping.id.clone()),
            variation: Variation::default(),
            said: Said { alias, client_context: None },
        };
        Ok(self.inner.accept(&self.mapping.account, request).await?.id.clone())
    }

    fn judge(&self, record: &RunRecord, keys: &[Key], ids: &[String]) -> (End, Option<String>) {
        if record.summary.state != RunState::Succeeded {
            return (End::Failed, Some(CALL_FAILED.to_owned()));
        }
        if !self.mapping.settings.reports_failures {
            return (End::Done { failed: Vec::new() }, None);
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        match answer::failed(record.response.as_deref(), &ids) {
            Some(places) => {
                let failed = places.into_iter().filter_map(|place| keys.get(place).copied()).collect();
                (End::Done { failed }, None)
            }
            None => {
                let problem =
                    "the function's answer names no failures as `batchItemFailures`, so that the whole batch failed";
                (End::Failed, Some(problem.to_owned()))
            }
        }
    }

    pub(super) async fn delete(self, batch: BatchId, messages: Vec<(Key, ReceiptHandle)>) -> Report {
        let (keys, receipts): (Vec<Key>, Vec<ReceiptHandle>) = messages.into_iter().unzip();
        match self.queues.delete(&self.mapping.source, &receipts).await {
            Ok(answers) => {
                let answers = keys.into_iter().zip(answers);
                let (gone, kept): (Vec<_>, Vec<_>) = answers.partition(|(_, answer)| answer.is_ok());
                let keys = |all: Vec<(Key, _)>| all.into_iter().map(|(key, _)| key).collect();
                Report::Deleted { batch, gone: keys(gone), kept: kept.into_iter().map(|(key, _)| key).collect() }
            }
            // The messages went with their queue.
            Err(QueueError::NoQueue(_)) => Report::Deleted { batch, gone: keys, kept: Vec::new() },
            Err(error) => {
                tracing::warn!(%error, mapping.id = %self.mapping.id, "messages that were done cannot be deleted yet");
                Report::Deleted { batch, gone: Vec::new(), kept: keys }
            }
        }
    }

    /// If it fails, the messages are visible again when their time has ended.
    pub(super) async fn give_back(self, receipts: Vec<ReceiptHandle>) -> Report {
        let visible: Vec<(ReceiptHandle, u32)> = receipts.into_iter().map(|receipt| (receipt, 0)).collect();
        if let Err(error) = self.queues.change_visibility(&self.mapping.source, &visible).await {
            tracing::debug!(%error, mapping.id = %self.mapping.id, "messages could not be given back to their queue");
        }
        Report::GivenBack
    }
}

/// Evenly spread over 0 to 1, 1 excluded.
fn roll() -> f64 {
    const BITS: u32 = 53;
    let (_, random) = Uuid::new_v4().as_u64_pair();
    let random = random & ((1 << BITS) - 1);
    random as f64 / (1_u64 << BITS) as f64
}
