//! The lives of environments, for the pages that watch a function.
//!
//! Properties wanted: no environment ends without its reason being told; a page sees the whole picture when it comes and each change
//! after that; a page that does not read costs nothing; memory is bounded.
//!
//! Design: a [`Life`] goes with its environment, and tells of the end when it is dropped. Each function has one [`LifeFeed`]: the
//! picture, and the last changes by number. Who is behind by more gets the picture again.

use crate::pool::Slot;
use api::clock::Clock;
use api::environment::{EnvironmentChange, EnvironmentEvent, EnvironmentId, Gone, Lanes};
use api::id::{AccountId, FunctionName, RunId};
use api::run::Target;
use sandbox::OutputLine;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::watch;

/// Changes that are kept for pages; who is behind by more is sent the picture.
const CHANGES_MAX: usize = 128;
/// Functions with a picture before those that nobody watches and that have no environment are forgotten.
const FUNCTIONS_SWEPT_AT: usize = 256;

/// All functions' environments.
#[derive(Debug)]
pub(crate) struct Lives {
    clock: Arc<Clock>,
    /// When [`EnvironmentEvent::at_us`] was 0.
    epoch: Instant,
    last: AtomicU64,
    feeds: Mutex<HashMap<(AccountId, FunctionName), Arc<LifeFeed>>>,
}

/// One function's environments.
#[derive(Debug)]
pub(crate) struct LifeFeed {
    clock: Arc<Clock>,
    epoch: Instant,
    state: Mutex<Told>,
    wake: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Told {
    lanes: Lanes,
    /// How many changes there were.
    count: u64,
    recent: VecDeque<EnvironmentEvent>,
}

/// What a page is to be told.
#[derive(Debug)]
pub(crate) enum News {
    Picture { now_us: u64, lanes: Lanes },
    Changes(Vec<EnvironmentEvent>),
}

impl Lives {
    pub(crate) fn new(clock: Arc<Clock>) -> Self {
        Self { epoch: clock.monotonic(), clock, last: AtomicU64::new(0), feeds: Mutex::default() }
    }

    /// The environments of a function.
    pub(crate) fn of(&self, account: &AccountId, function: &FunctionName) -> Arc<LifeFeed> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if feeds.len() >= FUNCTIONS_SWEPT_AT {
            // Each life and each page holds its feed.
            feeds.retain(|_, feed| Arc::strong_count(feed) > 1);
        }
        let feed = || LifeFeed {
            clock: Arc::clone(&self.clock),
            epoch: self.epoch,
            state: Mutex::default(),
            wake: watch::Sender::new(0),
        };
        Arc::clone(feeds.entry((account.clone(), function.clone())).or_insert_with(|| Arc::new(feed())))
    }

    /// An environment begins INIT.
    pub(crate) fn begin(
        &self,
        account: &AccountId,
        function: &FunctionName,
        target: Target,
        run: Option<&RunId>,
        log_stream: &str,
    ) -> Life {
        let change = EnvironmentChange::Init { target, run: run.cloned() };
        self.life((account, function), change, log_stream)
    }

    /// An environment begins with the image of its version.
    pub(crate) fn restore(
        &self,
        account: &AccountId,
        function: &FunctionName,
        target: Target,
        run: &RunId,
        log_stream: &str,
    ) -> Life {
        self.life((account, function), EnvironmentChange::Restore { target, run: run.clone() }, log_stream)
    }

    fn life(
        &self,
        (account, function): (&AccountId, &FunctionName),
        change: EnvironmentChange,
        log_stream: &str,
    ) -> Life {
        let environment = EnvironmentId(self.last.fetch_add(1, Ordering::Relaxed) + 1);
        let life = Life {
            feed: self.of(account, function),
            environment,
            end: Gone::Stopped,
            log_stream: log_stream.into(),
            slot: None,
            said_in_init: Vec::new(),
        };
        life.tell(change);
        life
    }
}

impl LifeFeed {
    pub(crate) fn listen(&self) -> watch::Receiver<u64> {
        self.wake.subscribe()
    }

    /// What came after `known`, which is moved on; nothing when there is nothing new. Without `known` it is the picture.
    pub(crate) fn read(&self, known: &mut Option<u64>) -> Option<News> {
        let told = self.state();
        let behind = known.replace(told.count).map(|known| told.count.saturating_sub(known));
        match behind.map(|behind| usize::try_from(behind).unwrap_or(usize::MAX)) {
            Some(0) => None,
            Some(behind) if behind <= told.recent.len() => {
                Some(News::Changes(told.recent.iter().skip(told.recent.len() - behind).cloned().collect()))
            }
            _ => Some(News::Picture { now_us: self.now_us(), lanes: told.lanes.clone() }),
        }
    }

    fn now_us(&self) -> u64 {
        crate::platform::micros(self.clock.monotonic().saturating_duration_since(self.epoch))
    }

    fn tell(&self, environment: EnvironmentId, change: EnvironmentChange) {
        let mut told = self.state();
        // The time is taken under the lock, so that times rise with the numbers.
        let event = EnvironmentEvent { environment, at_us: self.now_us(), change };
        told.lanes.fold(event.clone());
        told.count += 1;
        if told.recent.len() >= CHANGES_MAX {
            told.recent.pop_front();
        }
        told.recent.push_back(event);
        drop(told);
        self.wake.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn state(&self) -> MutexGuard<'_, Told> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One environment's life, which ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Life {
    feed: Arc<LifeFeed>,
    environment: EnvironmentId,
    /// Why it will have ended, if it ends now.
    end: Gone,
    log_stream: Arc<str>,
    /// Its place among those that provisioned concurrency keeps ready.
    slot: Option<Slot>,
    /// What it wrote in INIT when no run was there to take it down.
    said_in_init: Vec<OutputLine>,
}

impl Life {
    /// Provisioned concurrency keeps it ready from now on.
    pub(crate) fn keep(&mut self, slot: Slot, said_in_init: Vec<OutputLine>) {
        (self.slot, self.said_in_init) = (Some(slot), said_in_init);
    }

    /// Whether provisioned concurrency keeps it ready.
    pub(crate) fn is_kept(&self) -> bool {
        self.slot.is_some()
    }

    /// It is one of those that wait by chance from now on. The place must not be dropped while the pool is locked.
    pub(crate) fn let_go(&mut self) -> Option<Slot> {
        self.slot.take()
    }

    /// What it wrote in INIT, for the log of its first run.
    pub(crate) fn take_said_in_init(&mut self) -> Vec<OutputLine> {
        std::mem::take(&mut self.said_in_init)
    }

    /// It runs the handler. A run that is dropped was stopped.
    pub(crate) fn busy(&mut self, run: &RunId) {
        self.end = Gone::Stopped;
        self.tell(EnvironmentChange::Busy { run: run.clone() });
    }

    /// Where its lines go.
    pub(crate) fn log_stream(&self) -> Arc<str> {
        Arc::clone(&self.log_stream)
    }

    /// It waits for an event.
    pub(crate) fn idle(&mut self) {
        self.end = Gone::Evicted;
        self.tell(EnvironmentChange::Idle);
    }

    /// It is no more.
    pub(crate) fn end(mut self, why: Gone) {
        self.end = why;
    }

    fn tell(&self, change: EnvironmentChange) {
        self.feed.tell(self.environment, change);
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.tell(EnvironmentChange::Gone(self.end));
    }
}
