//! Environments that are kept ready. The forms of the versions page post to these.

use crate::error::UiError;
use api::id::FunctionName;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How far keeping environments ready has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Readiness {
    /// More are being made.
    InProgress,
    /// All are there.
    Ready,
    /// Not all could be made, because of this.
    Failed(String),
}

/// What is kept ready for a version or an alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReady {
    /// The version or the alias.
    pub qualifier: String,
    /// Environments that are wanted.
    pub requested: u32,
    /// Those that there are.
    pub allocated: u32,
    /// Those of them that wait for an event.
    pub available: u32,
    /// Where it stands.
    pub readiness: Readiness,
    /// What keeping them has cost since they were asked for, as arithmetic: `formula`, `result`.
    pub bill: (String, String),
}

/// All that is kept ready for a function.
#[server]
pub async fn read_kept_ready(
    /// The function.
    function: FunctionName,
) -> Result<Vec<KeptReady>, UiError> {
    ssr::read(&function).await
}

/// Wants so many environments for a version or an alias.
#[server]
pub async fn keep_ready(
    /// The function.
    function: FunctionName,
    /// A version's number or an alias.
    qualifier: String,
    /// How many.
    environments: u32,
) -> Result<(), UiError> {
    ssr::keep(&function, &qualifier, environments).await?;
    crate::context::redirect_form(&crate::path::versions(&function));
    Ok(())
}

/// Wants none any more.
#[server]
pub async fn keep_no_longer(
    /// The function.
    function: FunctionName,
    /// A version's number or an alias.
    qualifier: String,
) -> Result<(), UiError> {
    ssr::release(&function, &qualifier).await?;
    crate::context::redirect_form(&crate::path::versions(&function));
    Ok(())
}

#[cfg(feature = "ssr")]
mod ssr {
    use super::*;
    use crate::context::{account, allocations, provisioned};
    use api::lambda::Qualifier;
    use api::provisioned::{Provisioned, ProvisionedConfig, ProvisionedStatus, WantedSize};
    use billing::money::Usd;
    use billing::provisioned::{Kept, KeptBill, bill_kept};
    use billing::quantity::MemoryMib;

    /// What it has cost until now, on the account's clock.
    fn bill(config: &ProvisionedConfig) -> (String, String) {
        let bill_of = |size: &WantedSize| {
            let WantedSize { memory, architecture, environments } = *size;
            let memory = MemoryMib::new(memory.get()).ok()?;
            let kept = bill_kept(&Kept { architecture, memory, environments, seconds: config.kept_s });
            Some((format!("{environments} × {} MB × {} s × {}", memory.get(), kept.billed_s, kept.price), kept))
        };
        let bills: Vec<(String, KeptBill)> = config.sizes.iter().filter_map(bill_of).collect();
        let total: Usd = bills.iter().map(|(_, bill)| bill.cost).sum();
        let formula = bills.into_iter().map(|(formula, _)| formula).collect::<Vec<_>>().join(" + ");
        (formula, total.to_string())
    }

    pub(super) async fn read(function: &FunctionName) -> Result<Vec<KeptReady>, UiError> {
        let account = account()?;
        let mut all = Vec::new();
        for config in provisioned()?.provisioned(&account, function).await? {
            let allocation = allocations()?.allocation(&account, function, &config.qualifier).await?;
            let bill = bill(&config);
            let (qualifier, requested) = (config.qualifier.to_string(), config.requested);
            let provisioned = Provisioned { config, allocation };
            let status = provisioned.status();
            let Provisioned { allocation, .. } = provisioned;
            let readiness = match status {
                ProvisionedStatus::InProgress => Readiness::InProgress,
                ProvisionedStatus::Ready => Readiness::Ready,
                ProvisionedStatus::Failed => Readiness::Failed(allocation.failed.unwrap_or_default()),
            };
            let (allocated, available) = (allocation.allocated.min(requested), allocation.available.min(requested));
            all.push(KeptReady { qualifier, requested, allocated, available, readiness, bill });
        }
        Ok(all)
    }

    pub(super) async fn keep(function: &FunctionName, qualifier: &str, environments: u32) -> Result<(), UiError> {
        let qualifier = Qualifier::parse(qualifier)?;
        provisioned()?.provision(&account()?, function, &qualifier, environments).await?;
        Ok(())
    }

    pub(super) async fn release(function: &FunctionName, qualifier: &str) -> Result<(), UiError> {
        let qualifier = Qualifier::parse(qualifier)?;
        Ok(provisioned()?.release(&account()?, function, &qualifier).await?)
    }
}
