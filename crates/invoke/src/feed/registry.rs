//! Which runs go on, and who listens to which function.

use super::live_run::LiveRun;
use api::id::{AccountId, FunctionName, RunId};
use api::message::EnvironmentCounts;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Ended runs that a function's subscribers can still be told of. A page that falls further behind finds them in the history.
const ENDED_PER_FUNCTION_MAX: usize = 256;
/// Ended runs of a function whose events stay in memory.
const TAILS_PER_FUNCTION_MAX: usize = 4;
/// Ended runs that whoever started them finds without asking the store.
const ENDED_MAX: usize = 64;
/// Functions in memory before those without runs and subscribers are looked for.
const TOPICS_SWEPT_AT: usize = 1_024;

type TopicKey = (AccountId, FunctionName);

/// All runs that go on, and a few that have ended.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    topics: HashMap<TopicKey, Arc<Topic>>,
    runs: HashMap<RunId, Arc<LiveRun>>,
    /// Ended runs among `runs`, oldest first.
    ended: VecDeque<RunId>,
}

/// One function's runs, in the order of their beginning.
#[derive(Debug)]
pub(crate) struct Topic {
    wake: watch::Sender<u64>,
    runs: Mutex<TopicRuns>,
    environments: Mutex<EnvironmentCounts>,
}

#[derive(Debug, Default)]
struct TopicRuns {
    /// The number of the next run.
    next: u64,
    recent: VecDeque<(u64, Arc<LiveRun>)>,
}

impl Registry {
    /// A new run that subscribers of its function see from now on.
    pub(crate) fn begin(&self, id: RunId, account: AccountId, function: FunctionName) -> Arc<LiveRun> {
        let mut state = self.state();
        let topic = state.topic(&account, &function);
        let run = Arc::new(LiveRun::new(id, account, function, topic.wake.clone()));
        state.runs.insert(run.id.clone(), Arc::clone(&run));
        topic.push(Arc::clone(&run));
        run
    }

    /// The run has ended and is in the store.
    pub(crate) fn end(&self, run: &LiveRun) {
        let mut state = self.state();
        state.ended.push_back(run.id.clone());
        while state.ended.len() > ENDED_MAX {
            if let Some(oldest) = state.ended.pop_front() {
                state.runs.remove(&oldest);
            }
        }
        let key = (run.account.clone(), run.function.clone());
        if let Some(topic) = state.topics.get(&key) {
            topic.forget_tails();
            if topic.is_idle() {
                state.topics.remove(&key);
            }
        }
    }

    /// A run of this account that goes on or has just ended.
    pub(crate) fn get(&self, account: &AccountId, run: &RunId) -> Option<Arc<LiveRun>> {
        self.state().runs.get(run).filter(|run| run.account == *account).cloned()
    }

    /// Runs that go on.
    pub(crate) fn active(&self) -> Vec<Arc<LiveRun>> {
        self.state().runs.values().filter(|run| !run.has_ended()).cloned().collect()
    }

    /// The function, if a page watches it.
    pub(crate) fn watched(&self, account: &AccountId, function: &FunctionName) -> Option<Arc<Topic>> {
        let key = (account.clone(), function.clone());
        self.state().topics.get(&key).filter(|topic| topic.wake.receiver_count() > 0).cloned()
    }

    pub(super) fn topic(&self, account: &AccountId, function: &FunctionName) -> Arc<Topic> {
        self.state().topic(account, function)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn topic(&mut self, account: &AccountId, function: &FunctionName) -> Arc<Topic> {
        if self.topics.len() >= TOPICS_SWEPT_AT {
            self.topics.retain(|_, topic| !topic.is_idle());
        }
        let key = (account.clone(), function.clone());
        Arc::clone(self.topics.entry(key).or_insert_with(|| {
            Arc::new(Topic { wake: watch::Sender::new(0), runs: Mutex::default(), environments: Mutex::default() })
        }))
    }
}

impl Topic {
    pub(super) fn listen(&self) -> watch::Receiver<u64> {
        self.wake.subscribe()
    }

    /// The function has these environments now.
    pub(crate) fn set_environments(&self, counts: EnvironmentCounts) {
        let before = std::mem::replace(&mut *self.environment_counts(), counts);
        if before != counts {
            self.wake.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    pub(super) fn environments(&self) -> EnvironmentCounts {
        *self.environment_counts()
    }

    fn environment_counts(&self) -> MutexGuard<'_, EnvironmentCounts> {
        self.environments.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs that began at number `next` or later, and the number after them.
    pub(super) fn since(&self, next: u64) -> (Vec<Arc<LiveRun>>, u64) {
        let runs = self.runs();
        let newer = runs.recent.iter().filter(|(number, _)| *number >= next).map(|(_, run)| Arc::clone(run)).collect();
        (newer, runs.next)
    }

    fn push(&self, run: Arc<LiveRun>) {
        let mut runs = self.runs();
        let number = runs.next;
        runs.next += 1;
        runs.recent.push_back((number, run));
        if runs.recent.len() > ENDED_PER_FUNCTION_MAX
            && let Some(oldest) = runs.recent.iter().position(|(_, run)| run.has_ended())
        {
            runs.recent.remove(oldest);
        }
    }

    fn forget_tails(&self) {
        let runs = self.runs();
        let ended = runs.recent.iter().rev().filter(|(_, run)| run.has_ended());
        for (_, run) in ended.skip(TAILS_PER_FUNCTION_MAX) {
            run.forget();
        }
    }

    fn is_idle(&self) -> bool {
        self.wake.receiver_count() == 0 && self.runs().recent.iter().all(|(_, run)| run.has_ended())
    }

    fn runs(&self) -> MutexGuard<'_, TopicRuns> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
