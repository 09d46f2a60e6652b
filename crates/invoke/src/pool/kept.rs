//! What provisioned concurrency keeps ready: how many environments of which content there are to be, and how many there are.

use super::{ContentKey, Pool, Ready, State};
use api::id::{AccountId, FunctionName};
use api::provisioned::Allocation;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How long nothing is tried again after an environment could not be made.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(60);

/// What is kept of one content.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// How many there are to be.
    wanted: u32,
    /// How many there are, with those that are being made.
    live: u32,
    /// How many of them have run INIT.
    made: u32,
    /// Why the last one could not be made, and when that was.
    failed: Option<(Instant, String)>,
}

/// The place of one environment that is kept ready, given back when it is dropped. The pool has the environment, so this does not
/// have the pool.
#[derive(Debug)]
pub(crate) struct Slot {
    state: Weak<Mutex<State>>,
    lost: watch::Sender<()>,
    key: ContentKey,
    is_made: bool,
}

impl Slot {
    /// Its environment has run INIT.
    pub(crate) fn made(&mut self) {
        let Some(state) = self.state.upgrade() else { return };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = state.kept.get_mut(&self.key)
            && !self.is_made
        {
            self.is_made = true;
            kept.made += 1;
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let Some(state) = self.state.upgrade() else { return };
        if let Some(kept) = state.lock().unwrap_or_else(PoisonError::into_inner).kept.get_mut(&self.key) {
            kept.live = kept.live.saturating_sub(1);
            kept.made = kept.made.saturating_sub(u32::from(self.is_made));
        }
        self.lost.send_replace(());
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl State {
    pub(super) fn has_too_many(&self, key: &ContentKey) -> bool {
        self.kept.get(key).is_none_or(|kept| kept.live > kept.wanted)
    }
}

impl Pool {
    /// Tells when an environment that was kept ready is gone.
    pub(crate) fn lost(&self) -> watch::Receiver<()> {
        self.lost.subscribe()
    }

    /// Keeps this many of each ready from now on, and nothing of any other content. Those that are too many stay as those that
    /// wait by chance. Says of which contents some are missing.
    pub(crate) fn keep(&self, wanted: &HashMap<ContentKey, u32>) {
        let mut let_go = Vec::new();
        let mut state = self.state();
        let State { functions, kept } = &mut *state;
        for (key, count) in wanted {
            kept.entry(key.clone()).or_default().wanted = *count;
        }
        for content in functions.values_mut().flatten() {
            let wanted = wanted.get(&content.key).copied().unwrap_or(0);
            let live = kept.get(&content.key).map_or(0, |kept| kept.live);
            let ready = content.ready.iter_mut().filter(|(_, ready)| ready.life.is_kept());
            let too_many = live.saturating_sub(wanted) as usize;
            let_go.extend(ready.take(too_many).filter_map(|(_, ready): &mut (Instant, Ready)| ready.life.let_go()));
        }
        kept.retain(|key, kept| {
            if !wanted.contains_key(key) {
                kept.wanted = 0;
            }
            kept.wanted > 0 || kept.live > 0
        });
        drop(state);
        // Places are given back where nobody waits for the lock.
        drop(let_go);
    }

    /// A place for one more environment of this content, if one is missing, there is room for it, and none has failed just now.
    pub(crate) fn slot(&self, key: &ContentKey, total_max: u32, now: Instant) -> Option<Slot> {
        let mut state = self.state();
        let total: u32 = state.kept.values().map(|kept| kept.live).sum();
        let kept = state.kept.get_mut(key)?;
        if kept.failed.as_ref().is_some_and(|(at, _)| now.saturating_duration_since(*at) < TRY_AGAIN_AFTER) {
            return None;
        }
        if kept.live >= kept.wanted {
            kept.failed = None;
            return None;
        }
        if total >= total_max {
            let message = format!("this machine keeps {total_max} environments ready, and they are in use");
            kept.failed = Some((now, message));
            return None;
        }
        kept.live += 1;
        Some(Slot { state: Arc::downgrade(&self.state), lost: self.lost.clone(), key: key.clone(), is_made: false })
    }

    /// An environment could not be made ready.
    pub(crate) fn slot_failed(&self, key: &ContentKey, why: String, now: Instant) {
        if let Some(kept) = self.state().kept.get_mut(key) {
            kept.failed = Some((now, why));
        }
    }

    /// A new environment waits for its first event.
    pub(crate) fn add(&self, key: &ContentKey, ready: Ready, now: Instant) {
        self.put(key, ready, now);
    }

    /// What is kept ready for these versions of a function together.
    pub(crate) fn allocation(&self, account: &AccountId, name: &FunctionName, versions: &[String]) -> Allocation {
        let state = self.state();
        let is_meant =
            |key: &ContentKey| key.account == *account && key.name == *name && versions.contains(&key.version);
        let mut allocation = Allocation::default();
        for (_, kept) in state.kept.iter().filter(|(key, _)| is_meant(key)) {
            allocation.allocated += kept.made;
            allocation.failed = allocation.failed.or(kept.failed.as_ref().map(|(_, why)| why.clone()));
        }
        let ready = state.all().filter(|content| is_meant(&content.key)).flat_map(|content| &content.ready);
        let available = ready.filter(|(_, ready)| ready.life.is_kept()).count();
        allocation.available = u32::try_from(available).unwrap_or(u32::MAX);
        allocation
    }
}
