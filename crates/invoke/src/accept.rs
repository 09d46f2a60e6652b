//! From a request to a run that is under way.

use crate::Inner;
use crate::admission::stopping;
use crate::feed::{LiveRun, Stop};
use crate::pool::ContentKey;
use crate::queue::Trial;
use crate::run::{Recorder, Run};
use crate::scheduler::Share;
use crate::streaming::{self, Streaming};
use crate::writer::When;
use api::code::Code;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, RunId};
use api::run::{Attempt, Metrics, PAYLOAD_BYTES_MAX, RunRequest, RunSettings, RunState, RunSummary, Target, Variation};
use api::snapshot::{Snapshot, SnapshotFault};
use serde::de::IgnoredAny;
use std::sync::Arc;
use store::content::Resolved;
use store::run::{RunWrite, Written};
use tokio::sync::oneshot::{self, error::RecvError};
use uuid::Uuid;

/// A run that is under way.
pub(crate) struct Taken {
    live: Arc<LiveRun>,
    target: Target,
    /// Its row is on disk, or will never be.
    stored: oneshot::Receiver<Result<Written, ApiError>>,
    answered: oneshot::Receiver<Answer>,
}

/// What a caller gets: known when the handler is done, before it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How it ended.
    pub state: RunState,
    /// The handler's answer or the error's JSON.
    pub response: Option<String>,
}

impl Taken {
    /// Waits for the answer, or for why there is no record of it.
    async fn answer(self) -> Result<Answer, ApiError> {
        let Self { live, target, mut stored, mut answered } = self;
        tokio::select! {
            biased;
            answer = &mut answered => return answer.map_err(|_closed| stopping()),
            written = &mut stored => if let Some(error) = refusal(&live, target, written) {
                return Err(error);
            },
        }
        answered.await.map_err(|_closed| stopping())
    }
}

impl Inner {
    /// Accepts an invocation that is found again later: when this returns, its row is on disk. A run whose row cannot be written
    /// is ended and was never there.
    pub(crate) async fn accept(
        self: &Arc<Self>,
        account: &AccountId,
        request: RunRequest,
    ) -> Result<Arc<LiveRun>, ApiError> {
        let Taken { live, target, stored, .. } = self.take(account, request, None, (When::Now, None)).await?;
        match refusal(&live, target, stored.await) {
            None => Ok(live),
            Some(error) => Err(error),
        }
    }

    /// Runs it for a caller who waits. The answer does not wait for the disk: whoever has it needs no record to find it by, and
    /// AWS promises none. A row that cannot be written ends a run that has no answer yet.
    pub(crate) async fn respond(
        self: &Arc<Self>,
        account: &AccountId,
        request: RunRequest,
    ) -> Result<(RunId, Answer), ApiError> {
        let taken = self.take(account, request, None, (When::Soon, None)).await?;
        let run = taken.live.id.clone();
        taken.answer().await.map(|answer| (run, answer))
    }

    /// [`Inner::respond`] for a caller who reads the answer while the function gives it.
    pub(crate) async fn stream(
        self: &Arc<Self>,
        account: &AccountId,
        request: RunRequest,
    ) -> Result<Streaming, ApiError> {
        let (sender, parts) = streaming::pieces();
        let taken = self.take(account, request, None, (When::Soon, Some(sender))).await?;
        Ok(Streaming::new(taken.live.id.clone(), parts, Box::pin(taken.answer())))
    }

    /// Starts the guest; its row is being written meanwhile. An asynchronous event's attempt is a `trial`. A guest that answers in
    /// pieces puts them into `answers`.
    pub(crate) async fn take(
        self: &Arc<Self>,
        account: &AccountId,
        request: RunRequest,
        trial: Option<Trial>,
        (when, answers): (When, Option<streaming::Sender>),
    ) -> Result<Taken, ApiError> {
        if self.is_stopping() {
            return Err(stopping());
        }
        let asked = self.clock.monotonic();
        let RunRequest { function, target, payload, source, variation, said } = request;
        let payload = checked(payload, PAYLOAD_BYTES_MAX)?;
        let (resolved, code) = self.resolve(account, &function, target, variation).await?;
        if let Err(spent) = self.bursts.check(account, &function, asked)
            && self.pool.counts(account, &function).warm == 0
        {
            return Err(spent);
        }
        let share = share_of(&resolved, target);
        let admission = self.admissions.submit(account, &function, share).await?;
        let id = match &trial {
            Some(trial) => trial.run.clone(),
            None => RunId::parse(Uuid::new_v4().to_string())?,
        };
        let summary = RunSummary {
            id: id.clone(),
            attempt: trial.as_ref().map(|trial| Attempt { event: trial.row.id.clone(), number: trial.number() }),
            function: function.clone(),
            target,
            source,
            state: RunState::Queued,
            queued_at: self.clock.now_of(account),
            cold: false,
            settings: settings_of(&resolved),
            metrics: Metrics::default(),
            charge: None,
        };
        let insert = RunWrite::Insert { account: account.clone(), summary: summary.clone(), payload: payload.clone() };
        // From here to `spawn` nothing waits, so that a caller who gives up leaves no run without a task.
        let live = self.registry.begin(id, account.clone(), function.clone());
        let format = resolved.config.logging;
        let recorder = Recorder::new(Arc::clone(&live), self.writer.clone(), Arc::clone(&self.clock), when, format);
        let (accepted, stored) = oneshot::channel();
        let (answer, answered) = oneshot::channel();
        let inner = Arc::clone(self);
        let (taken, log_stream) = (Arc::clone(&live), Arc::from(""));
        let run = Run {
            inner,
            live,
            recorder,
            summary,
            resolved,
            code,
            payload,
            admission,
            asked,
            answer,
            answers,
            variation,
            said,
            log_stream,
            trial,
        };
        self.tasks.spawn(run.run(vec![insert], accepted));
        Ok(Taken { live: taken, target, stored, answered })
    }

    /// What the target names now; with the files unless they are prepared.
    async fn resolve(
        &self,
        account: &AccountId,
        function: &api::id::FunctionName,
        target: Target,
        variation: Variation,
    ) -> Result<(Resolved, Option<Arc<Code>>), ApiError> {
        let missing = || not_found(account, function, target);
        let resolved = store::content::resolve(&mut *self.store.read().await?, account, function, target).await?;
        let varied = |mut resolved: Resolved| {
            if let Some(memory) = variation.memory {
                resolved.config.memory = memory;
            }
            resolved
        };
        let resolved = varied(resolved.ok_or_else(missing)?);
        check_image(&resolved)?;
        let key = ContentKey::new(account, function, &resolved, target);
        if self.pool.knows(&key) || self.snapshots.knows(&key) {
            return Ok((resolved, None));
        }
        let mut db = self.store.snapshot().await?;
        let (resolved, code) = store::content::load(&mut db, account, function, target).await?.ok_or_else(missing)?;
        let code = self.shared(resolved.code, code);
        Ok((varied(resolved), Some(code)))
    }
}

/// A version that starts from an image cannot be invoked before there is one, as on Lambda.
fn check_image(resolved: &Resolved) -> Result<(), ApiError> {
    match &resolved.snapshot {
        None | Some(Snapshot::Ready) => Ok(()),
        Some(Snapshot::Pending) => {
            let message = "Lambda is initializing your function. It will be ready to invoke once your function state becomes ACTIVE.";
            Err(ApiError::new(ErrorCode::SnapStartNotReady, message))
        }
        Some(Snapshot::Failed(SnapshotFault { code: _, reason })) => Err(ApiError::new(
            ErrorCode::SnapStart,
            format!("The version has no image to start from, because its INIT failed when it was published. {reason}"),
        )),
    }
}

/// Why the row is not on disk. Such a run is ended.
fn refusal(live: &LiveRun, target: Target, stored: Result<Result<Written, ApiError>, RecvError>) -> Option<ApiError> {
    let error = match stored {
        Ok(Ok(Written::Done)) => return None,
        Ok(Ok(Written::Gone)) => not_found(&live.account, &live.function, target),
        Ok(Err(error)) => error,
        Err(_closed) => stopping(),
    };
    live.stop(Stop::Interrupted);
    Some(error)
}

/// Lambda's checks of an event. An empty one is `{}`, as Lambda takes it.
pub(crate) fn checked(payload: String, bytes_max: usize) -> Result<String, ApiError> {
    if payload.len() > bytes_max {
        let message = format!(
            "Request must be smaller than {bytes_max} bytes for the InvokeFunction operation; it has {} bytes",
            payload.len()
        );
        return Err(ApiError::new(ErrorCode::TooLarge, message));
    }
    if payload.trim().is_empty() {
        return Ok("{}".to_owned());
    }
    match serde_json::from_str::<IgnoredAny>(&payload) {
        Ok(IgnoredAny) => Ok(payload),
        Err(error) => {
            let message = format!("Could not parse request body into json: Could not parse payload into json: {error}");
            Err(ApiError {
                field: Some("payload".to_owned()),
                ..ApiError::new(ErrorCode::InvalidRequestContent, message)
            })
        }
    }
}

pub(crate) fn not_found(account: &AccountId, function: &api::id::FunctionName, target: Target) -> ApiError {
    ApiError::function_not_found(&crate::package::invoked_arn(account, function, target, None))
}

fn share_of(resolved: &Resolved, target: Target) -> Share {
    let Resolved { provisioned, reserved, set_aside, .. } = resolved;
    let kept = provisioned.iter().find(|wanted| target == Target::Version(wanted.version));
    Share {
        provisioned: kept.map(|wanted| (wanted.version, wanted.environments)),
        provisioned_total: provisioned.iter().map(|wanted| wanted.environments).sum(),
        reserved: *reserved,
        set_aside: *set_aside,
    }
}

fn settings_of(resolved: &Resolved) -> RunSettings {
    let config = &resolved.config;
    RunSettings {
        memory_mib: config.memory.get(),
        tmp_mib: config.tmp.get(),
        timeout_s: config.timeout.get(),
        architecture: config.architecture,
    }
}
