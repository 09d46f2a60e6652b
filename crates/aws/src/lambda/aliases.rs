//! Aliases.

use super::functions::{page, paged};
use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::alias::{Alias, AliasChange, FunctionVersion, NewAlias, Split, Weight};
use api::id::{AliasName, FunctionName, VersionNumber};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RoutingConfig {
    additional_version_weights: Option<Map<String, Value>>,
}

fn shown(call: &Call<'_>, function: &FunctionName, alias: &Alias) -> Value {
    let Alias { name, version, split, description, revision } = alias;
    let mut answer = json!({
        "AliasArn": format!("{}:{name}", function.arn(&call.caller.account)),
        "Name": name.as_str(),
        "FunctionVersion": version.to_string(),
        "Description": description,
        "RevisionId": revision.as_str(),
    });
    if let Some(Split { version, weight }) = split {
        answer["RoutingConfig"] = json!({ "AdditionalVersionWeights": { version.to_string(): weight.get() } });
    }
    answer
}

fn name_of(fields: &Fields) -> Result<AliasName, AwsError> {
    Ok(AliasName::parse(fields.text("Name").unwrap_or_default())?)
}

fn version_of(fields: &Fields) -> Result<Option<FunctionVersion>, AwsError> {
    let Some(text) = fields.text("FunctionVersion") else { return Ok(None) };
    let version = FunctionVersion::parse(text);
    let refused = || AwsError::parameter(format!("`{}` is no version that an alias can point to", text.escape_debug()));
    version.map(Some).map_err(|_no_version| refused())
}

/// The second version and its weight; `Some(None)` for routing that names none.
fn split_of(fields: &Fields) -> Result<Option<Option<Split>>, AwsError> {
    let Some(routing) = fields.get::<RoutingConfig>("RoutingConfig")? else { return Ok(None) };
    let weights = routing.additional_version_weights.unwrap_or_default();
    if weights.len() > 1 {
        return Err(AwsError::parameter("Number of items in AdditionalVersionWeights cannot be greater than 1"));
    }
    let Some((version, share)) = weights.into_iter().next() else { return Ok(Some(None)) };
    let share = share.as_f64().unwrap_or(f64::NAN);
    let weight = Weight::new(share).map_err(|_out_of_range| {
        AwsError::validation(format!(
            "1 validation error detected: Value '{{{version}={share:?}}}' at 'routingConfig.additionalVersionWeights' failed to \
             satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, \
             Member must have value greater than or equal to 0.0, Member must not be null]"
        ))
    })?;
    let number = version.parse().map_err(|_error| AwsError::parameter(format!("`{version}` is no version")))?;
    Ok(Some(Some(Split { version: VersionNumber(number), weight })))
}

pub(super) async fn create(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Name", "FunctionVersion", "Description", "RoutingConfig"];
    let fields = call.fields(model::CREATE_ALIAS, &own)?;
    let function = reference::unqualified(call, &fields).await?;
    let new = NewAlias {
        name: name_of(&fields)?,
        version: version_of(&fields)?.unwrap_or(FunctionVersion::Latest),
        split: split_of(&fields)?.flatten(),
        description: fields.text("Description").unwrap_or_default().to_owned(),
    };
    let made = call.endpoint.aliases.create_alias(&call.caller.account, &function, new).await?;
    call.json(&shown(call, &function, &made))
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_ALIAS, &["FunctionName", "Name"])?;
    let function = reference::unqualified(call, &fields).await?;
    let alias = call.endpoint.aliases.alias(&call.caller.account, &function, &name_of(&fields)?).await?;
    call.json(&shown(call, &function, &alias))
}

pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_ALIASES, &["FunctionName", "FunctionVersion", "Marker", "MaxItems"])?;
    let function = reference::unqualified(call, &fields).await?;
    let (items, after) = page(&fields)?;
    let version = version_of(&fields)?;
    let mut aliases = call.endpoint.aliases.aliases(&call.caller.account, &function).await?;
    aliases.retain(|alias| {
        version.is_none_or(|version| alias.version == version)
            && after.as_ref().is_none_or(|after| alias.name.as_str() > after.as_str())
    });
    let has_more = aliases.len() > items;
    aliases.truncate(items);
    let next = aliases.last().filter(|_| has_more).map(|last| last.name.to_string());
    call.json(&paged("Aliases", aliases.iter().map(|alias| shown(call, &function, alias)).collect(), next))
}

pub(super) async fn update(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Name", "FunctionVersion", "Description", "RoutingConfig", "RevisionId"];
    let fields = call.fields(model::UPDATE_ALIAS, &own)?;
    let function = reference::unqualified(call, &fields).await?;
    let change = AliasChange {
        revision: fields.text("RevisionId").map(str::to_owned),
        version: version_of(&fields)?,
        split: split_of(&fields)?,
        description: fields.text("Description").map(str::to_owned),
    };
    let name = name_of(&fields)?;
    let updated = call.endpoint.aliases.update_alias(&call.caller.account, &function, &name, change).await?;
    call.json(&shown(call, &function, &updated))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_ALIAS, &["FunctionName", "Name"])?;
    let function = reference::unqualified(call, &fields).await?;
    call.endpoint.aliases.delete_alias(&call.caller.account, &function, &name_of(&fields)?).await?;
    call.empty()
}
