//! Provisioned concurrency: environments that have run INIT before anyone asks, and stay ready.

use crate::config::MemoryMib;
use crate::error::ApiError;
use crate::id::{AccountId, FunctionName};
use crate::lambda::Qualifier;
use crate::time::UnixMillis;
use async_trait::async_trait;
use billing::Architecture;

/// Environments that are kept ready on one machine, of all accounts together: each holds memory whether it is used or not.
pub const PROVISIONED_MAX: u32 = 100;

/// Environments of one size that are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedSize {
    /// Memory of each.
    pub memory: MemoryMib,
    /// The price list.
    pub architecture: Architecture,
    /// How many.
    pub environments: u32,
}

/// What is wanted for a version or an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionedConfig {
    /// Which: never `$LATEST`.
    pub qualifier: Qualifier,
    /// How many environments.
    pub requested: u32,
    /// The same by size, as the versions are that it is for.
    pub sizes: Vec<WantedSize>,
    /// When it was asked for last; it is paid for from then on.
    pub modified_at: UnixMillis,
    /// For how long it has been paid for, in seconds on the account's clock.
    pub kept_s: u64,
}

/// How far keeping environments ready has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allocation {
    /// Environments that were made and live.
    pub allocated: u32,
    /// Those of them that wait for an event.
    pub available: u32,
    /// Why no more can be made, if so.
    pub failed: Option<String>,
}

/// What is wanted, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provisioned {
    /// What is wanted.
    pub config: ProvisionedConfig,
    /// What there is.
    pub allocation: Allocation,
}

/// Lambda's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvisionedStatus {
    /// More environments are being made.
    InProgress,
    /// All are there.
    Ready,
    /// Not all could be made.
    Failed,
}

impl Provisioned {
    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> ProvisionedStatus {
        match &self.allocation {
            Allocation { allocated, .. } if *allocated >= self.config.requested => ProvisionedStatus::Ready,
            Allocation { failed: Some(_), .. } => ProvisionedStatus::Failed,
            Allocation { .. } => ProvisionedStatus::InProgress,
        }
    }
}

/// What is wanted. Every operation is within one account.
#[async_trait]
pub trait ProvisionedConcurrency: Send + Sync {
    /// Wants `requested` environments for a version or an alias.
    async fn provision(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
        requested: u32,
    ) -> Result<ProvisionedConfig, ApiError>;
    /// All that is wanted for a function, in the order of the qualifiers.
    async fn provisioned(&self, account: &AccountId, name: &FunctionName) -> Result<Vec<ProvisionedConfig>, ApiError>;
    /// Wants none any more; one that nothing is wanted for stays so.
    async fn release(&self, account: &AccountId, name: &FunctionName, qualifier: &Qualifier) -> Result<(), ApiError>;
}

/// What there is of it, which the data plane knows.
#[async_trait]
pub trait Allocations: Send + Sync {
    /// The environments that are kept ready for a version or an alias.
    async fn allocation(
        &self,
        account: &AccountId,
        name: &FunctionName,
        qualifier: &Qualifier,
    ) -> Result<Allocation, ApiError>;
}
