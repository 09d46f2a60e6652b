//! The server's side of a function with what is around it.

use super::Overview;
use crate::error::UiError;
use api::config::Runtime;
use api::error::ApiError;
use api::id::{AccountId, FunctionName};
use api::lambda::{ConfigChange, LambdaFunction, Qualifier};
use api::layer::LayerVersionArn;
use api::mapping::MappingFilter;
use std::collections::BTreeMap;

/// Event source mappings that the picture has room for.
const MAPPINGS_SHOWN_MAX: u32 = 20;

pub(super) async fn read(function: &FunctionName) -> Result<Overview, UiError> {
    let account = crate::context::account()?;
    let found = latest(&account, function).await?;
    let LambdaFunction { config, description, .. } = &found;
    let layers: Vec<String> = config.layers.iter().map(ToString::to_string).collect();
    let mut newest: BTreeMap<String, LayerVersionArn> = BTreeMap::new();
    for version in crate::context::layers()?.layer_versions(&account).await? {
        newest.entry(version.arn.layer_arn()).or_insert(version.arn);
    }
    let other_layers = newest.into_values().map(|arn| arn.to_string()).filter(|arn| !layers.contains(arn)).collect();
    let of_it = MappingFilter { function: Some(function), qualifier: None, source: None };
    let mappings = crate::context::mappings()?.mappings(&account, of_it, None, MAPPINGS_SHOWN_MAX).await?;
    let rules = crate::context::event_settings()?.event_rules(&account, function, &Qualifier::Latest).await?;
    let rules = rules.map(|config| config.rules).unwrap_or_default();
    let destinations = [("On success", rules.on_success), ("On failure", rules.on_failure)];
    Ok(Overview {
        arn: function.arn(&account),
        description: description.clone(),
        runtime: config.runtime.label().to_owned(),
        memory_mib: config.memory.get(),
        timeout_s: config.timeout.get(),
        is_exportable: config.runtime != Runtime::Provided,
        triggers: crate::context::control()?.triggers(&account, function).await?,
        queues: mappings.into_iter().map(|mapping| (mapping.source.name.to_string(), mapping.enabled)).collect(),
        destinations: destinations.into_iter().filter_map(|(when, arn)| Some((when.to_owned(), arn?))).collect(),
        layers,
        other_layers,
        tags: crate::context::lambda()?.tags(&account, function).await?.into_iter().collect(),
    })
}

async fn latest(account: &AccountId, function: &FunctionName) -> Result<LambdaFunction, UiError> {
    Ok(crate::context::lambda()?.get(account, function, &Qualifier::Latest).await?)
}

async fn change(function: &FunctionName, change: ConfigChange) -> Result<(), UiError> {
    let account = crate::context::account()?;
    crate::context::lambda()?.update_config(&account, function, change).await?;
    crate::context::redirect_form(&crate::path::overview(function));
    Ok(())
}

pub(super) async fn describe(function: &FunctionName, description: String) -> Result<(), UiError> {
    change(function, ConfigChange { description: Some(description), ..ConfigChange::default() }).await
}

async fn retag(function: &FunctionName, set: BTreeMap<String, String>, remove: Vec<String>) -> Result<(), UiError> {
    let account = crate::context::account()?;
    crate::context::lambda()?.change_tags(&account, function, set, remove).await?;
    crate::context::redirect_form(&crate::path::overview(function));
    Ok(())
}

pub(super) async fn tag(function: &FunctionName, key: String, value: String) -> Result<(), UiError> {
    let key = key.trim().to_owned();
    if key.is_empty() {
        return Err(ApiError::invalid("key", "the tag has no name").into());
    }
    retag(function, BTreeMap::from([(key, value)]), Vec::new()).await
}

pub(super) async fn untag(function: &FunctionName, key: String) -> Result<(), UiError> {
    retag(function, BTreeMap::new(), vec![key]).await
}

pub(super) async fn add_layer(function: &FunctionName, arn: &str) -> Result<(), UiError> {
    let arn = LayerVersionArn::parse(arn.trim())?;
    let mut layers = latest(&crate::context::account()?, function).await?.config.layers;
    // Another version of the same layer takes its place.
    match layers.iter_mut().find(|other| other.layer_arn() == arn.layer_arn()) {
        Some(other) => *other = arn,
        None => layers.push(arn),
    }
    change(function, ConfigChange { layers: Some(layers), ..ConfigChange::default() }).await
}

pub(super) async fn remove_layer(function: &FunctionName, arn: &str) -> Result<(), UiError> {
    let mut layers = latest(&crate::context::account()?, function).await?.config.layers;
    layers.retain(|other| other.to_string() != arn);
    change(function, ConfigChange { layers: Some(layers), ..ConfigChange::default() }).await
}
