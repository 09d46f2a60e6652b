//! Environments that have run INIT and wait for an event.
//!
//! Properties wanted: each run is clean, so an environment is used once; the next invocation of a function that runs is warm all
//! the same; nothing is made in advance for functions that do not run; memory is bounded.
//!
//! Design: when a run has got its environment, new ones are made in the background until as many are ready as ran at once lately,
//! and one more. They belong to one content (code and settings) of one function; a content that two newer ones have followed is
//! forgotten, and so is what waits too long or is over a bound.

use crate::config::PoolConfig;
use api::id::AccountId;
use api::run::Target;
use runtimes::{LanguageEnvironment, Prepared};
use sandbox::Measured;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use store::code::CodeHash;
use store::content::Resolved;
use store::function::FunctionKey;
use tokio::sync::Semaphore;

/// Contents of one function that are known at once: the draft, what is deployed, and one on its way out.
const CONTENTS_PER_FUNCTION_MAX: usize = 3;
/// Functions whose contents are known at once.
const FUNCTIONS_MAX: usize = 256;

/// What an environment is made of. Equal ones may share environments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ContentKey {
    pub(crate) account: AccountId,
    pub(crate) function: FunctionKey,
    /// The `Version:` that the function sees.
    pub(crate) version: String,
    pub(crate) code: CodeHash,
    /// The settings as JSON.
    pub(crate) config: Arc<str>,
}

impl ContentKey {
    pub(crate) fn new(account: &AccountId, resolved: &Resolved, target: Target) -> Self {
        let Resolved { function, version: _, code, config } = resolved;
        Self {
            account: account.clone(),
            function: *function,
            version: target.to_string(),
            code: *code,
            config: serde_json::to_string(config).unwrap_or_default().into(),
        }
    }
}

/// An environment after INIT.
pub(crate) struct Ready {
    pub(crate) environment: LanguageEnvironment,
    /// What boot and INIT used.
    pub(crate) measured: Measured,
}

struct Content {
    key: ContentKey,
    prepared: Prepared,
    ready: VecDeque<(Instant, Ready)>,
    starting: usize,
    running: usize,
    /// The most that ran at once since the pool was tidied last.
    peak: usize,
    used_at: Instant,
}

#[derive(Default)]
struct State {
    functions: HashMap<(AccountId, FunctionKey), Vec<Content>>,
}

/// The environments that wait. Clones share them.
#[derive(Clone)]
pub(crate) struct Pool {
    config: PoolConfig,
    state: Arc<Mutex<State>>,
    /// Held while an environment is made in advance.
    pub(crate) prestarts: Arc<Semaphore>,
}

impl Pool {
    pub(crate) fn new(config: PoolConfig) -> Self {
        let prestarts = Arc::new(Semaphore::new(config.prestarts_at_once_max));
        Self { config, state: Arc::default(), prestarts }
    }

    /// Whether this content can be started without its files.
    pub(crate) fn knows(&self, key: &ContentKey) -> bool {
        self.state().content(key).is_some()
    }

    /// A run of this content begins: what is prepared and ready for it. Hold the guard while it runs.
    pub(crate) fn begin(&self, key: &ContentKey, now: Instant) -> (Option<Prepared>, Option<Ready>, Running) {
        let running = Running { pool: self.clone(), key: key.clone() };
        let mut state = self.state();
        let Some(content) = state.content(key) else {
            return (None, None, running);
        };
        content.used_at = now;
        content.running += 1;
        content.peak = content.peak.max(content.running);
        let ready = content.ready.pop_front().map(|(_, ready)| ready);
        (Some(content.prepared.clone()), ready, running)
    }

    /// A content that can be started; it is the newest of its function.
    pub(crate) fn remember(&self, key: &ContentKey, prepared: Prepared, now: Instant) {
        let mut state = self.state();
        if state.content(key).is_some() {
            return;
        }
        let content = Content {
            key: key.clone(),
            prepared,
            ready: VecDeque::new(),
            starting: 0,
            running: 1,
            peak: 1,
            used_at: now,
        };
        let contents = state.functions.entry((key.account.clone(), key.function)).or_default();
        contents.push(content);
        let mut dropped = Vec::new();
        if contents.len() > CONTENTS_PER_FUNCTION_MAX
            && let Some(oldest) = oldest(contents)
        {
            dropped.push(contents.swap_remove(oldest));
        }
        if state.functions.len() > FUNCTIONS_MAX {
            dropped.extend(state.drop_oldest_function());
        }
        drop(state);
        // Environments are freed here, where nobody waits for the lock.
        drop(dropped);
    }

    /// A place to make one more environment of this content in advance, if more are wanted.
    pub(crate) fn place(&self, key: &ContentKey) -> Option<(Place, Prepared)> {
        let mut state = self.state();
        let content = state.content(key)?;
        let wanted = (content.peak + 1).min(self.config.ready_per_content_max);
        if content.ready.len() + content.starting >= wanted {
            return None;
        }
        content.starting += 1;
        Some((Place { pool: self.clone(), key: key.clone() }, content.prepared.clone()))
    }

    /// Drops what has waited too long. Called now and then.
    pub(crate) fn tidy(&self, now: Instant) {
        let idle_max = self.config.idle_max;
        let mut dropped = Vec::new();
        let mut state = self.state();
        for contents in state.functions.values_mut() {
            for content in contents.iter_mut() {
                content.peak = content.running;
                let is_idle = |(since, _): &(Instant, Ready)| now.saturating_duration_since(*since) > idle_max;
                while content.ready.front().is_some_and(is_idle) {
                    dropped.extend(content.ready.pop_front());
                }
            }
            let is_used = |content: &Content| {
                content.running + content.starting + content.ready.len() > 0
                    || now.saturating_duration_since(content.used_at) <= idle_max
            };
            contents.retain(is_used);
        }
        state.functions.retain(|_, contents| !contents.is_empty());
        drop(state);
        drop(dropped);
    }

    fn put(&self, key: &ContentKey, ready: Ready, now: Instant) {
        let mut dropped = Vec::new();
        let mut state = self.state();
        match state.content(key) {
            Some(content) => content.ready.push_back((now, ready)),
            // A newer content has taken its place meanwhile.
            None => dropped.push(ready),
        }
        while state.is_over(&self.config)
            && let Some(ready) = state.take_oldest()
        {
            dropped.push(ready);
        }
        drop(state);
        drop(dropped);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn content(&mut self, key: &ContentKey) -> Option<&mut Content> {
        let contents = self.functions.get_mut(&(key.account.clone(), key.function))?;
        contents.iter_mut().find(|content| content.key == *key)
    }

    fn all(&self) -> impl Iterator<Item = &Content> {
        self.functions.values().flatten()
    }

    fn is_over(&self, config: &PoolConfig) -> bool {
        let ready: usize = self.all().map(|content| content.ready.len()).sum();
        let bytes: u64 =
            self.all().flat_map(|content| &content.ready).map(|(_, ready)| ready.measured.memory_bytes).sum();
        ready > config.ready_total_max || bytes > config.ready_bytes_max
    }

    /// The longest-waiting environment of the content that was not used for longest.
    fn take_oldest(&mut self) -> Option<Ready> {
        let with_ready = self.functions.values_mut().flatten().filter(|content| !content.ready.is_empty());
        let content = with_ready.min_by_key(|content| content.used_at)?;
        content.ready.pop_front().map(|(_, ready)| ready)
    }

    fn drop_oldest_function(&mut self) -> Vec<Content> {
        let used_at = |contents: &Vec<Content>| contents.iter().map(|content| content.used_at).max();
        let oldest = self.functions.iter().min_by_key(|(_, contents)| used_at(contents)).map(|(key, _)| key.clone());
        oldest.and_then(|key| self.functions.remove(&key)).unwrap_or_default()
    }
}

fn oldest(contents: &[Content]) -> Option<usize> {
    contents.iter().enumerate().min_by_key(|(_, content)| content.used_at).map(|(index, _)| index)
}

/// A run of a content.
pub(crate) struct Running {
    pool: Pool,
    key: ContentKey,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(content) = self.pool.state().content(&self.key) {
            content.running = content.running.saturating_sub(1);
        }
    }
}

/// An environment that is being made in advance.
pub(crate) struct Place {
    pool: Pool,
    key: ContentKey,
}

impl Place {
    /// It is ready.
    pub(crate) fn fill(self, ready: Ready, now: Instant) {
        self.pool.put(&self.key, ready, now);
    }

    /// Whether the content is still the one to make environments of.
    pub(crate) fn is_wanted(&self) -> bool {
        self.pool.state().content(&self.key).is_some()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(content) = self.pool.state().content(&self.key) {
            content.starting = content.starting.saturating_sub(1);
        }
    }
}
