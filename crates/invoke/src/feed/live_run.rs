//! A run that goes on, or has just ended.

use api::error::ApiError;
use api::event::{InvocationEvent, RunEvent};
use api::id::{AccountId, FunctionName, RunId};
use api::run::RunRecord;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Newest events that a run keeps in memory once they are on disk.
const TAIL_EVENTS_MAX: usize = 2_000;
/// Their bytes.
const TAIL_BYTES_MAX: usize = 1_024 * 1_024;
/// A reader that is more events than this behind a run that goes on skips log lines.
const BEHIND_EVENTS_MAX: u64 = 2_000;
/// How far before the end it goes on.
const RESUME_EVENTS_BEFORE_END: u64 = 200;
/// Events that are read at once.
pub(super) const PAGE_EVENTS_MAX: usize = 256;

/// Why a run is ended before it has ended itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A person wants it.
    Cancelled,
    /// The server stops.
    Interrupted,
}

/// Event and answer together, up to which a record stays in memory for those who wait.
const RECORD_BYTES_KEPT_MAX: usize = 64 * 1_024;

/// How the run is in the store: the whole record, or why it is not there.
pub(crate) type Finished = Arc<Result<RunRecord, ApiError>>;

/// Where the record of a run that has ended is to be found.
#[derive(Debug, Clone)]
enum Record {
    Here(Finished),
    InStore,
}

/// A run's events and the handle to end it.
#[derive(Debug)]
pub(crate) struct LiveRun {
    pub(crate) id: RunId,
    pub(crate) account: AccountId,
    pub(crate) function: FunctionName,
    log: Mutex<Log>,
    stop: watch::Sender<Option<Stop>>,
    finished: watch::Sender<Option<Record>>,
    wake: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Log {
    /// The newest events, without gaps.
    tail: VecDeque<RunEvent>,
    tail_bytes: usize,
    /// Everything but log lines: a handful, never skipped.
    milestones: Vec<RunEvent>,
    last: u64,
    stored: u64,
    has_ended: bool,
}

/// What there is to read.
#[derive(Debug)]
pub(super) enum Page {
    /// Nothing for now.
    UpToDate,
    /// Nothing any more.
    Over,
    /// The next events.
    Events(Vec<RunEvent>),
    /// Too much: what may not be skipped, and where to go on.
    Skip { milestones: Vec<RunEvent>, lines: u64, resume: u64 },
    /// The next events are in the store only.
    InStore { last: u64 },
}

impl LiveRun {
    /// A run to whose events `wake`'s receivers listen.
    pub(super) fn new(id: RunId, account: AccountId, function: FunctionName, wake: watch::Sender<u64>) -> Self {
        Self {
            id,
            account,
            function,
            log: Mutex::default(),
            stop: watch::Sender::new(None),
            finished: watch::Sender::new(None),
            wake,
        }
    }

    /// Adds the next event and wakes who listens.
    pub(crate) fn push(&self, event: RunEvent) {
        let mut log = self.log();
        log.last = event.seq;
        log.tail_bytes += bytes_of(&event);
        if !matches!(event.event, InvocationEvent::Log(_)) {
            log.milestones.push(event.clone());
        }
        log.tail.push_back(event);
        log.trim(TAIL_EVENTS_MAX, TAIL_BYTES_MAX);
        drop(log);
        self.wake();
    }

    /// Events up to `seq` are in the store.
    pub(crate) fn stored(&self, seq: u64) {
        let mut log = self.log();
        log.stored = log.stored.max(seq);
        log.trim(TAIL_EVENTS_MAX, TAIL_BYTES_MAX);
    }

    /// Nothing comes any more, and the store has what it can have.
    pub(crate) fn finish(&self, record: Finished) {
        self.log().has_ended = true;
        let bytes = record
            .as_ref()
            .as_ref()
            .map_or(0, |record| record.payload.len() + record.response.as_ref().map_or(0, String::len));
        let record = if bytes > RECORD_BYTES_KEPT_MAX { Record::InStore } else { Record::Here(record) };
        self.finished.send_replace(Some(record));
        self.wake();
    }

    /// Forgets what the store has, after the end.
    pub(super) fn forget(&self) {
        self.log().trim(0, 0);
        self.finished.send_if_modified(|record| {
            let forgets = matches!(record, Some(Record::Here(finished)) if finished.is_ok());
            if forgets {
                *record = Some(Record::InStore);
            }
            forgets
        });
    }

    pub(super) fn has_ended(&self) -> bool {
        self.log().has_ended
    }

    pub(super) fn last(&self) -> u64 {
        self.log().last
    }

    /// Ends the run. The first reason stands.
    pub(crate) fn stop(&self, why: Stop) {
        self.stop.send_if_modified(|stop| {
            let is_first = stop.is_none();
            stop.get_or_insert(why);
            is_first
        });
    }

    /// Listens for [`LiveRun::stop`].
    pub(crate) fn stopped(&self) -> watch::Receiver<Option<Stop>> {
        self.stop.subscribe()
    }

    /// Returns when the run has ended and is in the store; with the record unless only the store has it.
    pub(crate) async fn wait(&self) -> Option<Finished> {
        let mut finished = self.finished.subscribe();
        match finished.wait_for(Option::is_some).await.ok()?.clone() {
            Some(Record::Here(finished)) => Some(finished),
            Some(Record::InStore) | None => None,
        }
    }

    /// What comes after `after`.
    pub(super) fn read(&self, after: u64) -> Page {
        let log = self.log();
        let behind = log.last.saturating_sub(after);
        if behind == 0 {
            return if log.has_ended { Page::Over } else { Page::UpToDate };
        }
        if !log.has_ended && behind > BEHIND_EVENTS_MAX {
            return log.skip(after);
        }
        match log.tail.front() {
            Some(front) if front.seq <= after + 1 => {
                let skip = usize::try_from(after + 1 - front.seq).unwrap_or(usize::MAX);
                Page::Events(log.tail.iter().skip(skip).take(PAGE_EVENTS_MAX).cloned().collect())
            }
            _ => Page::InStore { last: log.last },
        }
    }

    fn wake(&self) {
        self.wake.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    /// Drops the oldest events that the store has, down to the bounds.
    fn trim(&mut self, events_max: usize, bytes_max: usize) {
        while self.tail.len() > events_max || self.tail_bytes > bytes_max {
            match self.tail.front() {
                Some(front) if front.seq <= self.stored => {
                    self.tail_bytes -= bytes_of(front);
                    self.tail.pop_front();
                }
                _ => return,
            }
        }
    }

    fn skip(&self, after: u64) -> Page {
        let resume = self.last - RESUME_EVENTS_BEFORE_END;
        let passed = |event: &&RunEvent| event.seq > after && event.seq <= resume;
        let milestones: Vec<RunEvent> = self.milestones.iter().filter(passed).cloned().collect();
        let lines = resume - after - milestones.len() as u64;
        Page::Skip { milestones, lines, resume }
    }
}

/// About how much memory an event holds.
pub(crate) fn bytes_of(event: &RunEvent) -> usize {
    const FIXED: usize = 200;
    let text = match &event.event {
        InvocationEvent::Log(line) => line.text.len(),
        InvocationEvent::Finished(outcome) => {
            let trace = outcome
                .error
                .as_ref()
                .map_or(0, |error| error.message.len() + error.trace.iter().map(String::len).sum::<usize>());
            trace + outcome.response.as_ref().map_or(0, |response| response.text.len())
        }
        _ => 0,
    };
    FIXED + text
}
