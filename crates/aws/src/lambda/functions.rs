//! Functions: create, read, change, delete.

use super::configuration::{Arn, Moment, configuration};
use super::model::{self, Input};
use super::reference::{self, Reference};
use super::settings::{COMMON, architecture, change_of, config_of};
use super::{Call, Done, code};
use crate::error::AwsError;
use api::code::{CODE_BYTES_MAX, ZIP_BYTES_MAX};
use api::error::{ApiError, ErrorCode};
use api::id::{FunctionName, VersionNumber};
use api::lambda::{ACCOUNT_CONCURRENCY, CodeChange, LambdaFunction, NewFunction, Qualifier};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Functions in one answer, as on Lambda.
const PAGE_MAX: usize = 50;

/// Too much code is the account's, not the request's.
fn storage(error: ApiError) -> AwsError {
    match error.code {
        ErrorCode::TooLarge => AwsError::new(400, "CodeStorageExceededException", error.message),
        _ => error.into(),
    }
}

pub(super) async fn create(call: &Call<'_>) -> Done {
    let own = ["Code", "Publish", "Tags", "EphemeralStorage", "Architectures"];
    let fields = call.fields(model::CREATE_FUNCTION, &[&COMMON[..], &own].concat())?;
    let name = reference::unqualified(call, &fields).await?;
    let change = change_of(&fields)?;
    let new = NewFunction {
        config: config_of(&fields, &change)?,
        package: code::package_of(&fields.get::<Map<String, Value>>("Code")?.unwrap_or_default())?,
        name,
        description: change.description.unwrap_or_default(),
        role: change.role.unwrap_or_default(),
        tags: fields.get("Tags")?.unwrap_or_default(),
        publish: fields.flag("Publish"),
    };
    let made = call.endpoint.control.create(&call.caller.account, new).await.map_err(storage)?;
    call.json(&configuration(&call.caller.account, &made, Arn::Plain, Moment::Created))
}

async fn found(call: &Call<'_>, input: Input) -> Result<(Reference, LambdaFunction), AwsError> {
    let fields = call.fields(input, &["FunctionName", "Qualifier"])?;
    let wanted = reference::of(call, &fields).await?;
    let function = call.endpoint.control.get(&wanted.account, &wanted.name, &wanted.state()).await;
    let function = function.map_err(|error| match error.code {
        // A qualifier that was named is named again.
        ErrorCode::NotFound => AwsError::not_found(format!("Function not found: {}", wanted.arn())),
        _ => error.into(),
    })?;
    Ok((wanted, function))
}

fn form_of(wanted: &Reference) -> Arn {
    if wanted.qualifier.is_some() { Arn::Qualified } else { Arn::Plain }
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let (wanted, function) = found(call, model::GET_FUNCTION).await?;
    let account = &call.caller.account;
    let mut answer = json!({
        "Configuration": configuration(account, &function, form_of(&wanted), Moment::Settled),
        "Code": { "RepositoryType": "S3", "Location": code::address(call, &function.name, function.version) },
    });
    let tags = call.endpoint.control.tags(account, &function.name).await?;
    if !tags.is_empty() {
        answer["Tags"] = json!(tags);
    }
    if let Some(reserved) = call.endpoint.settings.reserved_concurrency(account, &function.name).await? {
        answer["Concurrency"] = json!({ "ReservedConcurrentExecutions": reserved });
    }
    call.json(&answer)
}

pub(super) async fn get_configuration(call: &Call<'_>) -> Done {
    let (wanted, function) = found(call, model::GET_FUNCTION_CONFIGURATION).await?;
    call.json(&configuration(&wanted.account, &function, form_of(&wanted), Moment::Settled))
}

/// How many are wanted, and after which.
pub(super) fn page(fields: &super::input::Fields) -> Result<(usize, Option<String>), AwsError> {
    let items = fields.get::<usize>("MaxItems")?.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    let Some(marker) = fields.text("Marker").filter(|marker| !marker.is_empty()) else { return Ok((items, None)) };
    let read = STANDARD.decode(marker).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match read {
        Some(after) => Ok((items, Some(after))),
        None => Err(AwsError::parameter("`Marker` is none that an answer gave")),
    }
}

/// The answer's list and, if there is more, the marker to go on from.
pub(super) fn paged(name: &str, items: Vec<Value>, more_after: Option<String>) -> Value {
    let mut answer = json!({ name: items });
    if let Some(after) = more_after {
        answer["NextMarker"] = STANDARD.encode(after).into();
    }
    answer
}

pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_FUNCTIONS, &["FunctionVersion", "Marker", "MaxItems"])?;
    let (items, after) = page(&fields)?;
    let account = &call.caller.account;
    if fields.text("FunctionVersion").is_some() {
        return list_all_versions(call, items, after).await;
    }
    let after = after.map(FunctionName::parse).transpose()?;
    let mut functions = call.endpoint.control.list(account, after.as_ref(), items + 1).await?;
    let has_more = functions.len() > items;
    functions.truncate(items);
    let next = functions.last().filter(|_| has_more).map(|last| last.name.to_string());
    let shown =
        functions.iter().map(|function| configuration(account, function, Arn::Qualified, Moment::Settled)).map(plain);
    call.json(&paged("Functions", shown.map(without_state).collect(), next))
}

/// `FunctionVersion=ALL`: each function's `$LATEST`, then its versions. A page reads no more functions than it has room for.
async fn list_all_versions(call: &Call<'_>, items: usize, after: Option<String>) -> Done {
    let (account, control) = (&call.caller.account, &call.endpoint.control);
    let mut found = Vec::new();
    let after = match after.map(|after| reference::parse(account, &after, None)).transpose()? {
        None => None,
        Some(Reference { account: _, name, qualifier }) => {
            let number = match qualifier {
                Some(Qualifier::Version(number)) => number,
                Some(Qualifier::Latest | Qualifier::Alias(_)) | None => VersionNumber(0),
            };
            // The function may have been deleted between two pages.
            match control.versions(account, &name, number, items + 1).await {
                Err(error) if error.code == ErrorCode::NotFound => {}
                versions => found = versions?,
            }
            Some(name)
        }
    };
    for latest in control.list(account, after.as_ref(), items + 1).await? {
        if found.len() > items {
            break;
        }
        let versions = control.versions(account, &latest.name, VersionNumber(0), items + 1 - found.len()).await?;
        found.extend(std::iter::once(latest).chain(versions));
    }
    let has_more = found.len() > items;
    found.truncate(items);
    let next = found.last().filter(|_| has_more).map(|last| format!("{}:{}", last.name, last.version));
    let shown = found.iter().map(|function| configuration(account, function, Arn::Qualified, Moment::Settled));
    call.json(&paged("Functions", shown.map(without_state).collect(), next))
}

/// Lists name functions without their `$LATEST`.
fn plain(mut shown: Value) -> Value {
    if let Some(arn) = shown.get("FunctionArn").and_then(Value::as_str).and_then(|arn| arn.strip_suffix(":$LATEST")) {
        shown["FunctionArn"] = arn.into();
    }
    shown
}

/// Lists say nothing of states.
pub(super) fn without_state(mut shown: Value) -> Value {
    if let Some(fields) = shown.as_object_mut() {
        for name in ["State", "StateReason", "StateReasonCode", "LastUpdateStatus"] {
            fields.shift_remove(name);
        }
    }
    shown
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_FUNCTION, &["FunctionName", "Qualifier"])?;
    let Reference { account: _, name, qualifier } = reference::of(call, &fields).await?;
    let account = &call.caller.account;
    match qualifier {
        None => call.endpoint.pages.delete_function(account, &name).await?,
        Some(Qualifier::Version(number)) => call.endpoint.control.delete_version(account, &name, number).await?,
        Some(Qualifier::Latest) => {
            let message = "$LATEST version cannot be deleted without deleting the function.";
            return Err(AwsError::parameter(message));
        }
        Some(Qualifier::Alias(_)) => {
            let message = "Deletion of aliases is not currently supported.";
            return Err(AwsError::parameter(message));
        }
    }
    // The newest model says 200; 204 is what it was for ten years, and what every client takes for an empty body.
    Ok(crate::error::answer(204, "application/json", Vec::new(), &call.caller.request_id))
}

pub(super) async fn update_code(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "Architectures", "Publish", "DryRun", "RevisionId"];
    let mut fields = call.fields(model::UPDATE_FUNCTION_CODE, &[&code::SOURCES[..], &own].concat())?;
    let name = reference::unqualified(call, &fields).await?;
    let change = CodeChange {
        revision: fields.text("RevisionId").map(str::to_owned),
        package: code::package_of(&fields.take(&code::SOURCES))?,
        architecture: architecture(&fields)?,
        publish: fields.flag("Publish"),
        dry_run: fields.flag("DryRun"),
    };
    let account = &call.caller.account;
    let updated = call.endpoint.control.update_code(account, &name, change).await.map_err(storage)?;
    call.json(&configuration(account, &updated, Arn::Plain, Moment::Updated))
}

pub(super) async fn update_configuration(call: &Call<'_>) -> Done {
    let own = ["EphemeralStorage", "RevisionId"];
    let fields = call.fields(model::UPDATE_FUNCTION_CONFIGURATION, &[&COMMON[..], &own].concat())?;
    let name = reference::unqualified(call, &fields).await?;
    let account = &call.caller.account;
    let updated = call.endpoint.control.update_config(account, &name, change_of(&fields)?).await?;
    call.json(&configuration(account, &updated, Arn::Plain, Moment::Updated))
}

pub(super) async fn account_settings(call: &Call<'_>) -> Done {
    let usage = call.endpoint.control.usage(&call.caller.account).await?;
    let set_aside = call.endpoint.settings.concurrency_set_aside(&call.caller.account).await?;
    call.json(&json!({
        "AccountLimit": {
            "TotalCodeSize": usage.code_bytes_max,
            "CodeSizeUnzipped": CODE_BYTES_MAX,
            "CodeSizeZipped": ZIP_BYTES_MAX,
            "ConcurrentExecutions": ACCOUNT_CONCURRENCY,
            "UnreservedConcurrentExecutions": ACCOUNT_CONCURRENCY.saturating_sub(set_aside),
        },
        "AccountUsage": { "TotalCodeSize": usage.code_bytes, "FunctionCount": usage.functions },
    }))
}

/// The function must exist; then there is none of what is asked for.
async fn exists(call: &Call<'_>, input: Input) -> Result<LambdaFunction, AwsError> {
    found(call, input).await.map(|(_, function)| function)
}

pub(super) async fn no_code_signing(call: &Call<'_>) -> Done {
    let function = exists(call, model::GET_FUNCTION_CODE_SIGNING_CONFIG).await?;
    call.json(&json!({ "CodeSigningConfigArn": "", "FunctionName": function.name.as_str() }))
}

/// Tags as a request brings them.
pub(super) type Tags = BTreeMap<String, String>;
