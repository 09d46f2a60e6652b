//! Environments that have run INIT and wait for an event.
//!
//! Properties wanted: each run is clean; the next invocation of a function that runs is warm all the same; memory is bounded.
//!
//! Design: as on Lambda, an environment runs one event at a time, and one more is made when none is free. After a run it is brought
//! back to what INIT left, and waits. That takes a fraction of a millisecond, for which a run that comes meanwhile waits. They
//! belong to one content (code and settings) of one function; a content that two newer ones have followed is forgotten, and so is
//! what waits too long or is over a bound.

mod kept;

pub(crate) use kept::Slot;

use crate::config::PoolConfig;
use crate::lives::Life;
use api::environment::Gone;
use api::id::{AccountId, FunctionName};
use api::message::EnvironmentCounts;
use api::run::Target;
use kept::Kept;
use runtimes::{LanguageEnvironment, Prepared};
use sandbox::Measured;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use store::code::CodeHash;
use store::content::Resolved;
use store::function::FunctionKey;
use tokio::sync::watch;

/// Contents of one function that are known at once: the draft, what is deployed, and one on its way out.
const CONTENTS_PER_FUNCTION_MAX: usize = 3;
/// Functions whose contents are known at once.
const FUNCTIONS_MAX: usize = 256;
/// Files of all functions that can be started without reading them, in bytes; what provisioned concurrency keeps comes on top.
const PACKAGE_BYTES_MAX: usize = 1_024 * 1_024 * 1_024;

/// What an environment is made of. Equal ones may share environments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ContentKey {
    pub(crate) account: AccountId,
    pub(crate) function: FunctionKey,
    pub(crate) name: FunctionName,
    /// The `Version:` that the function sees.
    pub(crate) version: String,
    pub(crate) code: CodeHash,
    /// The settings as JSON.
    pub(crate) config: Arc<str>,
}

impl ContentKey {
    pub(crate) fn new(account: &AccountId, name: &FunctionName, resolved: &Resolved, target: Target) -> Self {
        let Resolved { function, version: _, code, config, .. } = resolved;
        Self {
            account: account.clone(),
            function: *function,
            name: name.clone(),
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
    pub(crate) life: Life,
}

impl Ready {
    fn end(self, why: Gone) {
        self.life.end(why);
    }
}

struct Content {
    key: ContentKey,
    prepared: Prepared,
    ready: VecDeque<(Instant, Ready)>,
    running: usize,
    /// Environments that are being brought back.
    returning: usize,
    /// Told of each that is back, or is not coming.
    returned: watch::Sender<()>,
    used_at: Instant,
}

#[derive(Default)]
struct State {
    functions: HashMap<(AccountId, FunctionKey), Vec<Content>>,
    /// What provisioned concurrency keeps ready.
    kept: HashMap<ContentKey, Kept>,
}

/// The environments that wait. Clones share them.
#[derive(Clone)]
pub(crate) struct Pool {
    config: PoolConfig,
    state: Arc<Mutex<State>>,
    /// Told when an environment that was kept ready is gone.
    lost: watch::Sender<()>,
}

/// What there is for a run that begins.
enum Begin {
    Ready(Box<Ready>),
    /// An environment is on its way back: this tells when.
    Soon(watch::Receiver<()>),
    Cold(Option<Prepared>),
}

impl Pool {
    pub(crate) fn new(config: PoolConfig) -> Self {
        Self { config, state: Arc::default(), lost: watch::Sender::new(()) }
    }

    /// Whether this content can be started without its files.
    pub(crate) fn knows(&self, key: &ContentKey) -> bool {
        self.state().content(key).is_some()
    }

    /// A run of this content begins: what is prepared and, unless it is to be `fresh`, ready for it. Hold the guard while it runs.
    pub(crate) async fn begin(
        &self,
        key: &ContentKey,
        fresh: bool,
        now: Instant,
    ) -> (Option<Prepared>, Option<Ready>, Running) {
        loop {
            let begin = self.look(key, fresh, now);
            let running = Running { pool: self.clone(), key: key.clone() };
            match begin {
                Begin::Ready(ready) => return (None, Some(*ready), running),
                Begin::Cold(prepared) => return (prepared, None, running),
                Begin::Soon(mut returned) => {
                    drop(running);
                    // A content that is forgotten meanwhile is told of too.
                    let _ = returned.changed().await;
                }
            }
        }
    }

    fn look(&self, key: &ContentKey, fresh: bool, now: Instant) -> Begin {
        let mut state = self.state();
        let Some(content) = state.content(key) else { return Begin::Cold(None) };
        content.used_at = now;
        content.running += 1;
        if fresh {
            return Begin::Cold(Some(content.prepared.clone()));
        }
        match content.take_ready() {
            Some(ready) => Begin::Ready(Box::new(ready)),
            None if content.returning > 0 => Begin::Soon(content.returned.subscribe()),
            None => Begin::Cold(Some(content.prepared.clone())),
        }
    }

    /// A content that can be started; it is the newest of its function.
    pub(crate) fn remember(&self, key: &ContentKey, prepared: Prepared, now: Instant) {
        let mut locked = self.state();
        let state = &mut *locked;
        if state.content(key).is_some() {
            return;
        }
        let content = Content {
            key: key.clone(),
            prepared,
            ready: VecDeque::new(),
            running: 1,
            returning: 0,
            returned: watch::Sender::new(()),
            used_at: now,
        };
        let contents = state.functions.entry((key.account.clone(), key.function)).or_default();
        contents.push(content);
        let mut dropped = Vec::new();
        if contents.len() > CONTENTS_PER_FUNCTION_MAX
            && let Some(oldest) = oldest(contents, &state.kept)
        {
            dropped.push((contents.swap_remove(oldest), Gone::Replaced));
        }
        while state.functions.len() > FUNCTIONS_MAX || state.package_bytes() > PACKAGE_BYTES_MAX {
            let contents = state.drop_oldest_function(key);
            if contents.is_empty() {
                break;
            }
            dropped.extend(contents.into_iter().map(|content| (content, Gone::Evicted)));
        }
        drop(locked);
        // Environments are freed here, where nobody waits for the lock.
        for (content, why) in dropped {
            content.ready.into_iter().for_each(|(_, ready)| ready.end(why));
        }
    }

    /// A run's environment will be back soon.
    pub(crate) fn returning(&self, key: &ContentKey) -> Returning {
        if let Some(content) = self.state().content(key) {
            content.returning += 1;
        }
        Returning { pool: self.clone(), key: key.clone() }
    }

    /// The environments of a function.
    pub(crate) fn counts(&self, account: &AccountId, name: &FunctionName) -> EnvironmentCounts {
        let state = self.state();
        let of_function = state.all().filter(|content| content.key.account == *account && content.key.name == *name);
        of_function.fold(EnvironmentCounts::default(), |counts, content| EnvironmentCounts {
            warm: counts.warm + u32::try_from(content.ready.len() + content.returning).unwrap_or(u32::MAX),
            busy: counts.busy + u32::try_from(content.running).unwrap_or(u32::MAX),
        })
    }

    /// Drops what has waited too long, and says of which functions. Called now and then.
    pub(crate) fn tidy(&self, now: Instant) -> Vec<(AccountId, FunctionName)> {
        let mut changed = Vec::new();
        let idle_max = self.config.idle_max;
        let mut dropped = Vec::new();
        let mut state = self.state();
        for contents in state.functions.values_mut() {
            for content in contents.iter_mut() {
                let is_idle = |(since, ready): &(Instant, Ready)| {
                    !ready.life.is_kept() && now.saturating_duration_since(*since) > idle_max
                };
                while let Some(index) = content.ready.iter().position(is_idle) {
                    dropped.extend(content.ready.remove(index));
                    changed.push((content.key.account.clone(), content.key.name.clone()));
                }
            }
            let is_used = |content: &Content| {
                content.running + content.returning + content.ready.len() > 0
                    || now.saturating_duration_since(content.used_at) <= idle_max
            };
            contents.retain(is_used);
        }
        state.functions.retain(|_, contents| !contents.is_empty());
        drop(state);
        dropped.into_iter().for_each(|(_, ready)| ready.end(Gone::Unused));
        changed
    }

    fn put(&self, key: &ContentKey, mut ready: Ready, now: Instant) {
        let mut dropped = Vec::new();
        let mut state = self.state();
        let let_go = if state.has_too_many(key) { ready.life.let_go() } else { None };
        match state.content(key) {
            Some(content) => content.ready.push_back((now, ready)),
            // A newer content has taken its place meanwhile.
            None => dropped.push((ready, Gone::Replaced)),
        }
        while state.is_over(&self.config)
            && let Some(ready) = state.take_oldest()
        {
            dropped.push((ready, Gone::Evicted));
        }
        drop(state);
        drop(let_go);
        dropped.into_iter().for_each(|(ready, why)| ready.end(why));
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
        let by_chance = || self.all().flat_map(|content| &content.ready).filter(|(_, ready)| !ready.life.is_kept());
        let bytes: u64 = by_chance().map(|(_, ready)| ready.environment.held_bytes()).sum();
        by_chance().count() > config.ready_total_max || bytes > config.ready_bytes_max
    }

    /// The longest-waiting environment of the content that was not used for longest.
    fn take_oldest(&mut self) -> Option<Ready> {
        let with_ready = self.functions.values_mut().flatten().filter(|content| content.by_chance().is_some());
        let content = with_ready.min_by_key(|content| content.used_at)?;
        let index = content.by_chance()?;
        content.ready.remove(index).map(|(_, ready)| ready)
    }

    fn package_bytes(&self) -> usize {
        self.functions.values().flatten().map(|content| content.prepared.package_bytes()).sum()
    }

    /// Any but the function of `newest`.
    fn drop_oldest_function(&mut self, newest: &ContentKey) -> Vec<Content> {
        let used_at = |contents: &Vec<Content>| contents.iter().map(|content| content.used_at).max();
        let is_kept = |contents: &[Content]| contents.iter().any(|content| self.kept.contains_key(&content.key));
        let newest = (newest.account.clone(), newest.function);
        let others = self.functions.iter().filter(|(key, contents)| **key != newest && !is_kept(contents));
        let oldest = others.min_by_key(|(_, contents)| used_at(contents)).map(|(key, _)| key.clone());
        oldest.and_then(|key| self.functions.remove(&key)).unwrap_or_default()
    }
}

impl Content {
    /// One for a run: rather one that is kept ready, since that one is paid for already; of the others the last one used.
    fn take_ready(&mut self) -> Option<Ready> {
        let kept = self.ready.iter().rposition(|(_, ready)| ready.life.is_kept());
        let index = kept.or(self.ready.len().checked_sub(1))?;
        self.ready.remove(index).map(|(_, ready)| ready)
    }

    /// The first that waits and is not kept ready.
    fn by_chance(&self) -> Option<usize> {
        self.ready.iter().position(|(_, ready)| !ready.life.is_kept())
    }
}

fn oldest(contents: &[Content], kept: &HashMap<ContentKey, Kept>) -> Option<usize> {
    let others = contents.iter().enumerate().filter(|(_, content)| !kept.contains_key(&content.key));
    others.min_by_key(|(_, content)| content.used_at).map(|(index, _)| index)
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

/// An environment that is being brought back. Dropped without it, the environment is not coming.
pub(crate) struct Returning {
    pool: Pool,
    key: ContentKey,
}

impl Returning {
    /// It is back.
    pub(crate) fn put(self, ready: Ready, now: Instant) {
        self.pool.put(&self.key, ready, now);
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        if let Some(content) = self.pool.state().content(&self.key) {
            content.returning = content.returning.saturating_sub(1);
            content.returned.send_replace(());
        }
    }
}
