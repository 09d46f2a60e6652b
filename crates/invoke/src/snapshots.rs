//! Images of versions, which SnapStart starts from.
//!
//! Properties wanted: INIT of a version with SnapStart runs when it is published, not when it is invoked; no image ever leaves this process,
//! since it has all that the function has (its variables, and what it made of them); the memory for images is bounded.
//!
//! Design: one task reconciles what the store wants ([`store::snapshot`]) with the images there are, whenever a version is published,
//! a run wants an image, and every [`RECONCILE_EVERY`]. INIT runs beside the invocations, some at once, each in a task of its own. Images are
//! in memory only. A server that starts makes those of its versions again, the newest first as far as there is room; a run whose version has
//! none waits for it. So a server that is killed while an image is made finds the version as it was, and begins again.

mod make;

use crate::config::SnapshotConfig;
use crate::pool::ContentKey;
use runtimes::{FunctionImage, Prepared};
use sandbox::OutputLine;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};

/// How often it is looked at when nothing says that something has changed.
const RECONCILE_EVERY: Duration = Duration::from_secs(60);

/// What new environments of a version begin with.
#[derive(Clone)]
pub(crate) struct Image {
    pub(crate) image: FunctionImage,
    pub(crate) prepared: Prepared,
}

struct Kept {
    image: Image,
    /// What INIT wrote, for the log of the first run.
    said: Vec<OutputLine>,
    used_at: Instant,
}

#[derive(Default)]
struct State {
    images: HashMap<ContentKey, Kept>,
    /// Those that runs wait for.
    asked: HashSet<ContentKey>,
    making: HashSet<ContentKey>,
}

/// The images there are. Clones share them.
#[derive(Clone)]
pub(crate) struct Snapshots {
    config: SnapshotConfig,
    state: Arc<Mutex<State>>,
    /// INITs that may run at once.
    permits: Arc<Semaphore>,
    /// Told when a run wants an image.
    wanted: watch::Sender<()>,
    /// Told when one was made, or could not be.
    made: watch::Sender<()>,
}

/// A content whose image is being made, until this is dropped.
struct Making {
    snapshots: Snapshots,
    key: ContentKey,
}

impl Snapshots {
    pub(crate) fn new(config: SnapshotConfig) -> Self {
        let permits = Arc::new(Semaphore::new(config.inits_max));
        Self { config, state: Arc::default(), permits, wanted: watch::Sender::new(()), made: watch::Sender::new(()) }
    }

    /// Whether environments of this content can be made without its files.
    pub(crate) fn knows(&self, key: &ContentKey) -> bool {
        self.state().images.contains_key(key)
    }

    /// The image of this content, with what INIT wrote if nobody has had that yet. Waits while it is being made; nothing if it cannot be.
    pub(crate) async fn get(&self, key: &ContentKey, now: Instant) -> Option<(Image, Vec<OutputLine>)> {
        let mut made = self.made.subscribe();
        if let Some(found) = self.take(key, now) {
            return Some(found);
        }
        self.state().asked.insert(key.clone());
        self.wanted.send_replace(());
        loop {
            // The sender is in `self`.
            let _ = made.changed().await;
            let found = self.take(key, now);
            // Whoever asks is answered by an image, or by no longer being among those who ask.
            if found.is_some() || !self.is_asked(key) {
                return found;
            }
        }
    }

    fn take(&self, key: &ContentKey, now: Instant) -> Option<(Image, Vec<OutputLine>)> {
        let mut state = self.state();
        let kept = state.images.get_mut(key)?;
        kept.used_at = now;
        Some((kept.image.clone(), std::mem::take(&mut kept.said)))
    }

    /// Whether there is room for an image that nobody waits for.
    fn has_room(&self) -> bool {
        self.state().bytes() < self.config.bytes_max
    }

    /// Whether runs wait for this image.
    fn is_asked(&self, key: &ContentKey) -> bool {
        self.state().asked.contains(key)
    }

    /// The right to make this image, unless it is there or is being made.
    fn begin(&self, key: &ContentKey) -> Option<Making> {
        let mut state = self.state();
        let is_new = !state.images.contains_key(key) && state.making.insert(key.clone());
        is_new.then(|| Making { snapshots: self.clone(), key: key.clone() })
    }

    /// Those that were not used for longest make room for it.
    fn put(&self, key: &ContentKey, image: Image, said: Vec<OutputLine>, now: Instant) {
        let mut state = self.state();
        state.images.insert(key.clone(), Kept { image, said, used_at: now });
        let mut dropped = Vec::new();
        while state.bytes() > self.config.bytes_max {
            let others = state.images.iter().filter(|(other, _)| *other != key);
            let Some(oldest) = others.min_by_key(|(_, kept)| kept.used_at).map(|(key, _)| key.clone()) else { break };
            dropped.extend(state.images.remove(&oldest));
        }
        drop(state);
        // Images are freed here, where nobody waits for the lock.
        drop(dropped);
    }

    /// Forgets what belongs to contents that nobody wants any more.
    fn retain(&self, wanted: &HashSet<ContentKey>) {
        let mut state = self.state();
        state.asked.retain(|key| wanted.contains(key));
        let gone: Vec<ContentKey> = state.images.keys().filter(|key| !wanted.contains(*key)).cloned().collect();
        let dropped: Vec<_> = gone.iter().filter_map(|key| state.images.remove(key)).collect();
        drop(state);
        drop(dropped);
        self.made.send_replace(());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn bytes(&self) -> u64 {
        self.images.values().map(|kept| kept.image.image.held_bytes()).sum()
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let mut state = self.snapshots.state();
        state.making.remove(&self.key);
        state.asked.remove(&self.key);
        drop(state);
        self.snapshots.made.send_replace(());
    }
}
