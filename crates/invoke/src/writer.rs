//! The one task that writes runs to the store, many changes a transaction.
//!
//! Properties wanted: whoever waits for the disk waits for one flush, not for hundreds; a flood of log lines costs few
//! transactions; what has not been written is bounded in number and in bytes, and a full queue slows the guest.
//!
//! Design: a change that is [`When::Now`] is written at once, with everything else that is there by then. Others wait up to
//! [`FLUSH_AFTER`] for company: short runs begin and end in one transaction then, and so do many of them. A disk that is full or locked is tried again [`ATTEMPTS_MAX`] times; then those who wait are told,
//! and log lines are lost with a line in the server's log.

use crate::feed::LiveRun;
use api::error::ApiError;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use store::run::{RunWrite, Written};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// Changes that may wait for the writer.
const JOBS_MAX: usize = 1_024;
/// Changes of one transaction.
const BATCH_JOBS_MAX: usize = 500;
/// Bytes that may wait for the writer.
const BYTES_MAX: u32 = 32 * 1_024 * 1_024;
/// How long a change that nobody waits for may wait.
const FLUSH_AFTER: Duration = Duration::from_millis(20);
/// Attempts at one transaction.
const ATTEMPTS_MAX: u32 = 3;
/// Pause between attempts, doubled each time.
const ATTEMPT_PAUSE: Duration = Duration::from_millis(100);

/// Where changes are handed in.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
    bytes: Arc<Semaphore>,
}

/// When a change is to be on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// Somebody waits for it.
    Now,
    /// Within [`FLUSH_AFTER`], or when something else is written.
    Soon,
}

/// Whoever is to know that a change is on disk gets this.
pub(crate) type Reply = oneshot::Sender<Result<Written, ApiError>>;

#[derive(Debug)]
struct Job {
    writes: Vec<RunWrite>,
    /// The run whose events these are, and the last of them.
    stored: Option<(Arc<LiveRun>, u64)>,
    reply: Option<Reply>,
    when: When,
    _bytes: Option<OwnedSemaphorePermit>,
}

impl Writer {
    /// The writer's task ends when all handles are gone and everything is written.
    pub(crate) fn new(store: Store) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (jobs, inbox) = mpsc::channel(JOBS_MAX);
        (Self { jobs, bytes: Arc::new(Semaphore::new(BYTES_MAX as usize)) }, write_all(store, inbox))
    }

    /// Hands in changes that nobody waits for. Waits while too much is under way.
    pub(crate) async fn later(&self, writes: Vec<RunWrite>, bytes: usize, stored: Option<(Arc<LiveRun>, u64)>) {
        self.hand_in(writes, bytes, stored, None, When::Soon).await;
    }

    /// Hands in changes; `reply` is answered when they are on disk.
    pub(crate) async fn told(
        &self,
        writes: Vec<RunWrite>,
        bytes: usize,
        stored: Option<(Arc<LiveRun>, u64)>,
        reply: Reply,
        when: When,
    ) {
        self.hand_in(writes, bytes, stored, Some(reply), when).await;
    }

    async fn hand_in(
        &self,
        writes: Vec<RunWrite>,
        bytes: usize,
        stored: Option<(Arc<LiveRun>, u64)>,
        reply: Option<Reply>,
        when: When,
    ) {
        let bytes = u32::try_from(bytes).unwrap_or(BYTES_MAX).min(BYTES_MAX);
        // The semaphore is never closed.
        let permit = Arc::clone(&self.bytes).acquire_many_owned(bytes).await.ok();
        // The writer outlives its handles; when the runtime itself is shut down, nobody is left to be told.
        let _ = self.jobs.send(Job { writes, stored, reply, when, _bytes: permit }).await;
    }
}

async fn write_all(store: Store, mut inbox: mpsc::Receiver<Job>) {
    while let Some(first) = inbox.recv().await {
        let batch = batch_of(first, &mut inbox).await;
        commit(&store, batch).await;
    }
}

async fn batch_of(first: Job, inbox: &mut mpsc::Receiver<Job>) -> Vec<Job> {
    let mut is_urgent = first.when == When::Now;
    let mut batch = vec![first];
    let flush = tokio::time::sleep(FLUSH_AFTER);
    tokio::pin!(flush);
    while !is_urgent && batch.len() < BATCH_JOBS_MAX {
        tokio::select! {
            () = &mut flush => break,
            job = inbox.recv() => match job {
                Some(job) => {
                    is_urgent = job.when == When::Now;
                    batch.push(job);
                }
                None => break,
            },
        }
    }
    while batch.len() < BATCH_JOBS_MAX
        && let Ok(job) = inbox.try_recv()
    {
        batch.push(job);
    }
    batch
}

async fn commit(store: &Store, mut batch: Vec<Job>) {
    let (writes, places) = joined(&mut batch);
    match attempt(store, &writes).await {
        Ok(answers) => {
            for (job, places) in batch.into_iter().zip(places) {
                let gone = answers.get(places).is_some_and(|answers| answers.contains(&Written::Gone));
                done(job, Ok(if gone { Written::Gone } else { Written::Done }));
            }
        }
        Err(error) => {
            for job in batch {
                done(job, Err(error.clone()));
            }
        }
    }
}

type Places = std::ops::Range<usize>;

/// All changes in order, events that follow each other as one change, and where each job's are.
fn joined(batch: &mut [Job]) -> (Vec<RunWrite>, Vec<Places>) {
    let mut writes: Vec<RunWrite> = Vec::with_capacity(batch.len());
    let mut places = Vec::with_capacity(batch.len());
    for job in batch {
        let begin = writes.len();
        for write in job.writes.drain(..) {
            match (writes.last_mut(), write) {
                // Nobody waits for events alone, so that they share an answer harms none.
                (Some(RunWrite::Events(before)), RunWrite::Events(events)) => before.extend(events),
                (_, write) => writes.push(write),
            }
        }
        places.push(begin..writes.len());
    }
    (writes, places)
}

async fn attempt(store: &Store, writes: &[RunWrite]) -> Result<Vec<Written>, ApiError> {
    let mut pause = ATTEMPT_PAUSE;
    for _ in 1..ATTEMPTS_MAX {
        match store::run::write(store, writes).await {
            Ok(answers) => return Ok(answers),
            Err(error) => tracing::warn!(%error, "runs cannot be written, trying again"),
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    store::run::write(store, writes).await.map_err(ApiError::from)
}

fn done(job: Job, answer: Result<Written, ApiError>) {
    if let (Some((run, seq)), Ok(_)) = (&job.stored, &answer) {
        run.stored(*seq);
    }
    match job.reply {
        // Whoever waited may have gone.
        Some(reply) => drop(reply.send(answer)),
        None => {
            if let Err(error) = answer {
                tracing::error!(%error, "events of a run are lost");
            }
        }
    }
}
