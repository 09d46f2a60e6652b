//! Event source mappings: queues are read, and functions invoked with batches of messages.
//!
//! Properties wanted: a message is deleted when its batch was done, and not before; one that was not is there again when its
//! visibility timeout has ended; what is in memory is bounded, and may be lost at any time; a mapping that is switched off begins
//! nothing more; windows, waits and visibility are on the account's clock.
//!
//! Design: one task reconciles which mappings are on ([`run`]); each of them has a task ([`task`]) that carries out what a state
//! machine without IO decides ([`machine`]): receive, invoke, delete, give back. Nothing is remembered beyond the queue itself, so
//! that a restart is an ordinary beginning. A batch is an ordinary run of a caller who waits for the answer ([`work`]); [`record`]
//! makes the event, [`answer`] reads which messages failed.

mod answer;
mod batch;
mod machine;
mod record;
#[cfg(test)]
mod simulation;
mod task;
mod work;

use crate::{Inner, Invoke, Phase};
use api::id::{AccountId, MappingId};
use api::mapping::{Mapping, Pollers, Polling};
use api::sqs::queues::Queues;
use api::time::UnixMillis;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use task::Task;
use tokio::sync::{Semaphore, broadcast, watch};

/// How often it is looked at which mappings are on when nothing says that something has changed.
const RECONCILE_EVERY: Duration = Duration::from_secs(30);

/// The mappings that are on. Clones share them.
#[derive(Clone)]
pub(crate) struct PollerSet {
    pollers: Arc<Mutex<HashMap<MappingId, Poller>>>,
    /// How many there are, for those who wait until there is none.
    count: watch::Sender<usize>,
    /// A permit for each batch that is worked off, of all mappings.
    batches: Arc<Semaphore>,
}

/// What is known of one mapping's task.
struct Poller {
    account: AccountId,
    /// How it is to be; nothing if it is to end.
    wanted: watch::Sender<Option<Mapping>>,
    seen: Polling,
}

impl PollerSet {
    pub(crate) fn new(batches_max: usize) -> Self {
        Self { pollers: Arc::default(), count: watch::Sender::new(0), batches: Arc::new(Semaphore::new(batches_max)) }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<MappingId, Poller>> {
        self.pollers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when no task of a mapping is left.
    pub(crate) async fn all_ended(&self) {
        // The sender is here, so that it does not end before.
        let _ = self.count.subscribe().wait_for(|count| *count == 0).await;
    }

    /// When the next thing that mappings of an account wait for is due.
    pub(crate) fn next_due(&self, account: &AccountId) -> Option<UnixMillis> {
        let all = self.all();
        let own = all.values().filter(|poller| poller.account == *account);
        own.filter_map(|poller| poller.seen.waits).map(|waiting| waiting.until).min()
    }

    fn see(&self, id: &MappingId, seen: Polling) {
        if let Some(poller) = self.all().get_mut(id) {
            poller.seen = seen;
        }
    }

    /// Tells each task how its mapping is to be, and says which mappings need one.
    fn tell(&self, wanted: Vec<Mapping>) -> Vec<(Mapping, watch::Receiver<Option<Mapping>>)> {
        let mut all = self.all();
        let mut new = Vec::new();
        let ids: Vec<MappingId> = wanted.iter().map(|mapping| mapping.id.clone()).collect();
        for (_, poller) in all.iter().filter(|(id, _)| !ids.contains(id)) {
            set(&poller.wanted, None);
        }
        for mapping in wanted {
            if let Some(poller) = all.get(&mapping.id) {
                set(&poller.wanted, Some(mapping));
                continue;
            }
            let (sender, receiver) = watch::channel(Some(mapping.clone()));
            let seen = Polling { is_on: true, ..Polling::default() };
            all.insert(mapping.id.clone(), Poller { account: mapping.account.clone(), wanted: sender, seen });
            new.push((mapping, receiver));
        }
        self.count.send_replace(all.len());
        new
    }

    /// Forgets a task that wants to end, unless its mapping was switched on again meanwhile. Whether it is forgotten.
    fn end(&self, id: &MappingId, is_stopping: bool) -> bool {
        let mut all = self.all();
        let ends = is_stopping || all.get(id).is_none_or(|poller| poller.wanted.borrow().is_none());
        if ends {
            all.remove(id);
            self.count.send_replace(all.len());
        }
        ends
    }
}

/// Wakes the task only if something is to be other than it was.
fn set(sender: &watch::Sender<Option<Mapping>>, wanted: Option<Mapping>) {
    sender.send_if_modified(|before| {
        let is_another = *before != wanted;
        *before = wanted;
        is_another
    });
}

impl Invoke {
    /// Reads queues from now on. Anything that comes over `changes` makes it look again which mappings are on.
    pub fn run_mappings<C: Clone + Send + 'static>(&self, queues: Arc<dyn Queues>, changes: broadcast::Receiver<C>) {
        self.inner.tasks.spawn(run(Arc::downgrade(&self.inner), queues, changes));
    }
}

impl Pollers for Invoke {
    fn polling(&self, mapping: &MappingId) -> Polling {
        self.inner.pollers.all().get(mapping).map(|poller| poller.seen.clone()).unwrap_or_default()
    }

    fn next_polling_due(&self, account: &AccountId) -> Option<UnixMillis> {
        self.inner.pollers.next_due(account)
    }
}

async fn run<C: Clone + Send>(inner: Weak<Inner>, queues: Arc<dyn Queues>, mut changes: broadcast::Receiver<C>) {
    loop {
        let Some(strong) = inner.upgrade() else { return };
        let mut phase = strong.phase.subscribe();
        if *phase.borrow_and_update() != Phase::Open {
            return;
        }
        strong.reconcile_mappings(&queues).await;
        drop(strong);
        tokio::select! {
            changed = changes.recv() => if matches!(changed, Err(broadcast::error::RecvError::Closed)) { return },
            _ = phase.changed() => {}
            () = tokio::time::sleep(RECONCILE_EVERY) => {}
        }
    }
}

impl Inner {
    async fn reconcile_mappings(self: &Arc<Self>, queues: &Arc<dyn Queues>) {
        let enabled = match self.store.read().await {
            Ok(mut db) => store::mapping::enabled(&mut db).await,
            Err(error) => Err(error),
        };
        match enabled {
            Ok(enabled) => {
                for (mapping, wanted) in self.pollers.tell(enabled) {
                    let task = Task::new(Arc::downgrade(self), Arc::clone(queues), mapping);
                    self.tasks.spawn(task.run(wanted));
                }
            }
            Err(error) => tracing::error!(%error, "event source mappings cannot be read; trying again later"),
        }
    }
}
