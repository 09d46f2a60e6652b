//! The control plane: accounts, functions, versions, test events and triggers, with Lambda's rules and messages.
//!
//! Wanted: every operation is whole or did not happen; what belongs to another account does not exist; two tabs that edit one
//! function never overwrite each other unasked. So each operation is one transaction of [`store`], asks for everything by account,
//! and compares revisions inside the transaction.

mod access_keys;
mod accounts;
mod aliases;
mod buckets;
mod dice;
mod event_settings;
mod functions;
pub mod lambda;
mod layers;
pub mod limits;
mod logs;
mod mappings;
pub mod package;
mod plane;
mod policies;
mod provisioned;
mod quota;
mod sam;
mod sessions;
mod test_events;
mod triggers;
mod versions;

pub use buckets::FolderBuckets;
pub use mappings::SourceMappings;
pub use sessions::OpenSession;

use api::bucket::Buckets;
use api::clock::Clock;
use api::error::ApiError;
use api::id::{AccountId, FunctionName, RevisionId};
use dice::Dice;
use std::sync::Arc;
use store::Store;
use tokio::sync::{Mutex, broadcast};

/// Something changed that others may want to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ControlChange {
    /// A draft was saved.
    DraftSaved {
        /// Whose.
        account: AccountId,
        /// The function.
        function: FunctionName,
        /// Its state now.
        revision: RevisionId,
    },
    /// The event source mappings are others than before: read them again.
    MappingsChanged {
        /// Whose.
        account: AccountId,
    },
    /// What is kept ready may be another than before: read it again.
    ProvisionedChanged {
        /// Whose.
        account: AccountId,
    },
    /// A version was published of which an image is to be made.
    SnapshotWanted {
        /// Whose.
        account: AccountId,
    },
    /// The triggers that can fire are others than before: read them again.
    TriggersChanged {
        /// Whose.
        account: AccountId,
    },
}

/// The control plane. Clones share it.
#[derive(Debug, Clone)]
pub struct Control {
    store: Store,
    clock: Arc<Clock>,
    changes: broadcast::Sender<ControlChange>,
    /// Held while a clock is moved, so that two moves reach database and clock in the same order.
    clock_move: Arc<Mutex<()>>,
    /// What aliases choose between two versions with.
    dice: Arc<Dice>,
    /// Where deployment packages may come from.
    buckets: Arc<dyn Buckets>,
}

impl Control {
    /// Sets the accounts' clocks as they were, and forgets what has been in the bin for its time and sessions that have ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start(store: Store, clock: Arc<Clock>, buckets: Arc<dyn Buckets>) -> Result<Self, ApiError> {
        Self::over(store, clock, buckets, Dice::random()).await
    }

    /// [`Control::start`] with aliases that choose as this seed says.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seeded(
        store: Store,
        clock: Arc<Clock>,
        buckets: Arc<dyn Buckets>,
        seed: u64,
    ) -> Result<Self, ApiError> {
        Self::over(store, clock, buckets, Dice::seeded(seed)).await
    }

    async fn over(store: Store, clock: Arc<Clock>, buckets: Arc<dyn Buckets>, dice: Dice) -> Result<Self, ApiError> {
        let changes = broadcast::Sender::new(limits::CHANGES_KEPT_MAX);
        let control = Self { store, clock, changes, clock_move: Arc::default(), dice: Arc::new(dice), buckets };
        control.restore_clocks().await?;
        control.tidy().await?;
        Ok(control)
    }

    /// Changes from now on. A receiver that is more than [`limits::CHANGES_KEPT_MAX`] behind is told so (`Lagged`) and should read
    /// anew what it follows.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<ControlChange> {
        self.changes.subscribe()
    }

    /// Nobody listening is no error.
    fn announce(&self, change: ControlChange) {
        let _ = self.changes.send(change);
    }

    async fn tidy(&self) -> Result<(), ApiError> {
        let now = self.clock.now();
        let mut transaction = self.store.write().await?;
        store::session::delete_expired(&mut transaction, now).await?;
        for key in store::function::bin_older_than(&mut transaction, now, limits::BIN_AGE_MS).await? {
            store::function::purge(&mut transaction, key).await?;
        }
        store::layer::purge_unused(&mut transaction).await?;
        store::log::expire(&mut transaction, now).await?;
        Ok(Store::commit(transaction).await?)
    }
}
