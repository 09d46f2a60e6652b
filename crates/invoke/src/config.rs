//! The data plane's limits. Numbers that AWS fixes too are named where they are used.

use api::lambda::ACCOUNT_CONCURRENCY;
use std::time::Duration;

/// How much runs at once, how much waits, and what is kept ready.
#[derive(Debug, Clone)]
pub struct InvokeConfig {
    /// Runs of one account that wait or run at once (Lambda's default quota of a region).
    pub account_concurrency_max: u32,
    /// Guests that run at once on this machine; the others wait their turn.
    pub guests_max: u32,
    /// Runs that wait for their turn, of all accounts together.
    pub queue_max: u32,
    /// New environments of a function in 10 seconds (Lambda's rate of scaling).
    pub environments_burst_max: u32,
    /// Asynchronous events that are tried at once; fewer than guests, so that callers who wait for an answer find room.
    pub events_tried_max: usize,
    /// Batches of event source mappings that are worked off at once; with the events above fewer than guests, for the same reason.
    pub batches_max: usize,
    /// What is kept ready for the next invocations.
    pub pool: PoolConfig,
    /// What SnapStart keeps.
    pub snapshots: SnapshotConfig,
}

impl Default for InvokeConfig {
    fn default() -> Self {
        Self {
            account_concurrency_max: ACCOUNT_CONCURRENCY,
            guests_max: 64,
            queue_max: 10_000,
            environments_burst_max: 1_000,
            events_tried_max: 48,
            batches_max: 12,
            pool: PoolConfig::default(),
            snapshots: SnapshotConfig::default(),
        }
    }
}

/// How many started environments wait for an event.
#[derive(Debug, Clone)]
pub struct PoolConfig {
    /// Of all functions together; those that were not used for longest go first.
    pub ready_total_max: usize,
    /// What all of them together may hold of this machine's memory: linear memory, `/tmp`, kept states; in bytes.
    pub ready_bytes_max: u64,
    /// How long an environment waits for an event before it is dropped.
    pub idle_max: Duration,
}

impl Default for PoolConfig {
    fn default() -> Self {
        Self { ready_total_max: 256, ready_bytes_max: 1_024 * 1_024 * 1_024, idle_max: Duration::from_secs(5 * 60) }
    }
}

/// Images of versions.
#[derive(Debug, Clone)]
pub struct SnapshotConfig {
    /// What all of them together may hold of this machine's memory, in bytes; those that were not used for longest go first.
    pub bytes_max: u64,
    /// What one may be, in bytes.
    pub image_bytes_max: usize,
    /// INITs that run at once to make images.
    pub inits_max: usize,
}

impl Default for SnapshotConfig {
    fn default() -> Self {
        Self { bytes_max: 1_024 * 1_024 * 1_024, image_bytes_max: 512 * 1_024 * 1_024, inits_max: 4 }
    }
}
