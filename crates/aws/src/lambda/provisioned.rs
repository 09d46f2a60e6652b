//! Provisioned concurrency.

use super::functions::{page, paged};
use super::input::Fields;
use super::{Call, Done, configuration, model, reference};
use crate::error::AwsError;
use api::id::FunctionName;
use api::lambda::Qualifier;
use api::provisioned::{Allocation, Provisioned, ProvisionedConfig, ProvisionedStatus};
use serde_json::{Value, json};

const NONE: &str = "No Provisioned Concurrency Config found for this function";

fn shown(provisioned: &Provisioned) -> Value {
    let Provisioned { config, allocation } = provisioned;
    let mut shown = json!({
        "RequestedProvisionedConcurrentExecutions": config.requested,
        "AvailableProvisionedConcurrentExecutions": allocation.available.min(config.requested),
        "AllocatedProvisionedConcurrentExecutions": allocation.allocated.min(config.requested),
        "Status": match provisioned.status() {
            ProvisionedStatus::InProgress => "IN_PROGRESS",
            ProvisionedStatus::Ready => "READY",
            ProvisionedStatus::Failed => "FAILED",
        },
        "LastModified": configuration::last_modified(config.modified_at),
    });
    if let (ProvisionedStatus::Failed, Some(why)) = (provisioned.status(), &allocation.failed) {
        shown["StatusReason"] = why.as_str().into();
    }
    shown
}

/// The function and the version or alias of it, which these operations must be told.
async fn named(call: &Call<'_>, fields: &Fields) -> Result<(FunctionName, Qualifier), AwsError> {
    let wanted = reference::of(call, fields).await?;
    let qualifier = wanted.state();
    Ok((wanted.name, qualifier))
}

async fn with_allocation(
    call: &Call<'_>,
    name: &FunctionName,
    config: ProvisionedConfig,
) -> Result<Provisioned, AwsError> {
    let allocations = &call.endpoint.allocations;
    let allocation = allocations.allocation(&call.caller.account, name, &config.qualifier).await?;
    Ok(Provisioned { config, allocation })
}

pub(super) async fn put(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Qualifier", "ProvisionedConcurrentExecutions"];
    let fields = call.fields(model::PUT_PROVISIONED_CONCURRENCY_CONFIG, &own)?;
    let (name, qualifier) = named(call, &fields).await?;
    let requested = fields.get("ProvisionedConcurrentExecutions")?.unwrap_or(0);
    let provisioned = &call.endpoint.provisioned;
    let config = provisioned.provision(&call.caller.account, &name, &qualifier, requested).await?;
    // Making them has only begun, whatever there is by now.
    call.json(&shown(&Provisioned { config, allocation: Allocation::default() }))
}

async fn find(call: &Call<'_>, name: &FunctionName, qualifier: &Qualifier) -> Result<ProvisionedConfig, AwsError> {
    let all = call.endpoint.provisioned.provisioned(&call.caller.account, name).await?;
    let found = all.into_iter().find(|config| config.qualifier == *qualifier);
    found.ok_or_else(|| AwsError::new(404, "ProvisionedConcurrencyConfigNotFoundException", NONE))
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_PROVISIONED_CONCURRENCY_CONFIG, &["FunctionName", "Qualifier"])?;
    let (name, qualifier) = named(call, &fields).await?;
    let config = find(call, &name, &qualifier).await?;
    call.json(&shown(&with_allocation(call, &name, config).await?))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_PROVISIONED_CONCURRENCY_CONFIG, &["FunctionName", "Qualifier"])?;
    let (name, qualifier) = named(call, &fields).await?;
    call.endpoint.provisioned.release(&call.caller.account, &name, &qualifier).await?;
    call.empty()
}

pub(super) async fn list(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Marker", "MaxItems", "List"];
    let fields = call.fields(model::LIST_PROVISIONED_CONCURRENCY_CONFIGS, &own)?;
    let name = reference::unqualified(call, &fields).await?;
    let (items, after) = page(&fields)?;
    let all = call.endpoint.provisioned.provisioned(&call.caller.account, &name).await?;
    let after = after.unwrap_or_default();
    let mut rest = all.into_iter().filter(|config| config.qualifier.to_string() > after);
    let mut found = Vec::new();
    let mut last = None;
    for config in rest.by_ref().take(items) {
        let arn = format!("{}:{}", name.arn(&call.caller.account), config.qualifier);
        last = Some(config.qualifier.to_string());
        let mut one = shown(&with_allocation(call, &name, config).await?);
        one["FunctionArn"] = arn.into();
        found.push(one);
    }
    let next = last.filter(|_| rest.next().is_some());
    call.json(&paged("ProvisionedConcurrencyConfigs", found, next))
}
