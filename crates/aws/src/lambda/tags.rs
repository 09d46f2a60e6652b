//! Tags, of functions and of event source mappings; the resource is named by its ARN.

use super::functions::Tags;
use super::input::Fields;
use super::{Call, Done, mappings, model, reference};
use crate::error::AwsError;
use api::id::{FunctionName, MappingId};
use serde_json::json;

fn function_of(call: &Call<'_>, fields: &Fields) -> Result<FunctionName, AwsError> {
    let arn = fields.text("Resource").unwrap_or_default();
    let wanted = reference::parse(&call.caller.account, arn, None)?;
    if wanted.account != call.caller.account {
        let action = format!("lambda:{}", call.binding.name);
        return Err(AwsError::denied(&call.caller.account, &action, arn));
    }
    match wanted.qualifier {
        None => Ok(wanted.name),
        Some(_) => {
            let message = "Tags on function aliases and versions are not supported. Please specify a function ARN.";
            Err(AwsError::parameter(message))
        }
    }
}

fn mapping_of(call: &Call<'_>, fields: &Fields) -> Option<MappingId> {
    mappings::tagged(call, fields.text("Resource").unwrap_or_default())
}

pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_TAGS, &["Resource"])?;
    if let Some(mapping) = mapping_of(call, &fields) {
        return call.json(&json!({ "Tags": mappings::tags(call, &mapping).await? }));
    }
    let name = function_of(call, &fields)?;
    let tags = call.endpoint.control.tags(&call.caller.account, &name).await?;
    call.json(&json!({ "Tags": tags }))
}

pub(super) async fn add(call: &Call<'_>) -> Done {
    let fields = call.fields(model::TAG_RESOURCE, &["Resource", "Tags"])?;
    let tags: Tags = fields.get("Tags")?.unwrap_or_default();
    if let Some(mapping) = mapping_of(call, &fields) {
        mappings::retag(call, &mapping, tags, Vec::new()).await?;
        return call.empty();
    }
    let name = function_of(call, &fields)?;
    call.endpoint.control.change_tags(&call.caller.account, &name, tags, Vec::new()).await?;
    call.empty()
}

pub(super) async fn remove(call: &Call<'_>) -> Done {
    let fields = call.fields(model::UNTAG_RESOURCE, &["Resource", "TagKeys"])?;
    let keys: Vec<String> = fields.get("TagKeys")?.unwrap_or_default();
    if let Some(mapping) = mapping_of(call, &fields) {
        mappings::retag(call, &mapping, Tags::new(), keys).await?;
        return call.empty();
    }
    let name = function_of(call, &fields)?;
    call.endpoint.control.change_tags(&call.caller.account, &name, Tags::new(), keys).await?;
    call.empty()
}
