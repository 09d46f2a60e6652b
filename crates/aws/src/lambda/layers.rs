//! Layers.

pub(super) mod permissions;

use super::configuration::last_modified;
use super::functions::{page, paged};
use super::input::Fields;
use super::{Call, Done, code, model};
use crate::admit::{Caller, Endpoint};
use crate::error::AwsError;
use crate::sigv4::{decode, encode};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, LayerName};
use api::layer::{LayerFacts, LayerVersion, LayerVersionArn};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use billing::Architecture;
use http::request::Parts as Head;
use serde_json::{Map, Value, json};

/// Where layers are downloaded: no address of Lambda's, and always signed.
const DOWNLOADS: &str = "/coldstart/layer/";

/// The layer that is named: by its name, or by its ARN.
fn layer_of(call: &Call<'_>, fields: &Fields) -> Result<(AccountId, LayerName), AwsError> {
    let text = fields.text("LayerName").unwrap_or_default();
    if !text.starts_with("arn:") {
        return Ok((call.caller.account.clone(), LayerName::parse(text)?));
    }
    let arn = LayerVersionArn::parse(&format!("{text}:1"))?;
    arn.check_region(&call.caller.account)?;
    Ok((arn.account, arn.layer))
}

/// The version that is named.
fn version_of(call: &Call<'_>, fields: &Fields) -> Result<LayerVersionArn, AwsError> {
    let (account, layer) = layer_of(call, fields)?;
    let number = fields.get::<i64>("VersionNumber")?.unwrap_or_default();
    match u32::try_from(number) {
        Ok(number) if number > 0 => Ok(LayerVersionArn { account, layer, number }),
        Err(_) if number > 0 => Err(AwsError::not_found("The resource you requested does not exist.")),
        _ => Err(AwsError::parameter("Layer Version Cannot be less than 1")),
    }
}

/// A version of the caller's own: nobody else changes it.
fn own_version(call: &Call<'_>, fields: &Fields) -> Result<LayerVersionArn, AwsError> {
    let arn = version_of(call, fields)?;
    let action = format!("lambda:{}", call.binding.name);
    match arn.account == call.caller.account {
        true => Ok(arn),
        false => Err(AwsError::denied(&call.caller.account, &action, &arn.to_string())),
    }
}

/// As lists show it: without its content.
fn listed(version: &LayerVersion) -> Value {
    let LayerVersion { arn, facts, created_at, zip_sha256: _, zip_bytes: _ } = version;
    let LayerFacts { description, license, runtimes, architectures } = facts;
    let mut shown = json!({
        "LayerVersionArn": arn.to_string(),
        "Version": arn.number,
        "Description": description,
        "CreatedDate": last_modified(*created_at),
    });
    if let Some(runtimes) = runtimes {
        shown["CompatibleRuntimes"] = json!(runtimes);
    }
    if let Some(architectures) = architectures {
        shown["CompatibleArchitectures"] = architectures.iter().map(|one| one.identifier()).collect();
    }
    if let Some(license) = license {
        shown["LicenseInfo"] = json!(license);
    }
    shown
}

fn shown(call: &Call<'_>, version: &LayerVersion) -> Value {
    let mut shown = listed(version);
    shown["LayerArn"] = version.arn.layer_arn().into();
    shown["Content"] = json!({
        "Location": code::signed(call, &format!("{DOWNLOADS}{}", encode(&version.arn.to_string())), &[]),
        "CodeSha256": STANDARD.encode(version.zip_sha256),
        "CodeSize": version.zip_bytes,
    });
    shown
}

fn architectures_of(fields: &Fields) -> Result<Option<Vec<Architecture>>, AwsError> {
    let Some(names) = fields.get::<Vec<String>>("CompatibleArchitectures")? else { return Ok(None) };
    let read = |name: &String| {
        let refused = || AwsError::parameter(format!("`{}` is no architecture", name.escape_debug()));
        Architecture::from_identifier(name).ok_or_else(refused)
    };
    names.iter().map(read).collect::<Result<_, _>>().map(Some)
}

/// Too much code is the account's, not the request's.
fn storage(error: ApiError) -> AwsError {
    match error.code {
        ErrorCode::TooLarge => AwsError::new(400, "CodeStorageExceededException", error.message),
        _ => error.into(),
    }
}

pub(super) async fn publish(call: &Call<'_>) -> Done {
    let own = ["LayerName", "Description", "Content", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo"];
    let fields = call.fields(model::PUBLISH_LAYER_VERSION, &own)?;
    let (account, name) = layer_of(call, &fields)?;
    if account != call.caller.account {
        return Err(AwsError::denied(&call.caller.account, "lambda:PublishLayerVersion", &name.arn(&account)));
    }
    let facts = LayerFacts {
        description: fields.text("Description").unwrap_or_default().to_owned(),
        license: fields.text("LicenseInfo").map(str::to_owned),
        runtimes: fields.get("CompatibleRuntimes")?,
        architectures: architectures_of(&fields)?,
    };
    let package = code::package_of(&fields.get::<Map<String, Value>>("Content")?.unwrap_or_default())?;
    let made = call.endpoint.layers.publish_layer(&account, &name, package, facts).await.map_err(storage)?;
    call.json(&shown(call, &made))
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_LAYER_VERSION, &["LayerName", "VersionNumber"])?;
    let arn = version_of(call, &fields)?;
    let version = call.endpoint.layers.layer_version(&call.caller.account, &arn).await?;
    call.json(&shown(call, &version))
}

pub(super) async fn get_by_arn(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_LAYER_VERSION_BY_ARN, &["Arn"])?;
    let arn = LayerVersionArn::parse(fields.text("Arn").unwrap_or_default())?;
    let version = call.endpoint.layers.layer_version(&call.caller.account, &arn).await?;
    call.json(&shown(call, &version))
}

/// Versions that are made for what the caller asks for; one that says nothing is made for all.
async fn matching(call: &Call<'_>, fields: &Fields) -> Result<Vec<LayerVersion>, AwsError> {
    let mut versions = call.endpoint.layers.layer_versions(&call.caller.account).await?;
    if let Some(runtime) = fields.text("CompatibleRuntime") {
        let fits = |all: &Vec<String>| all.iter().any(|one| one == runtime);
        versions.retain(|version| version.facts.runtimes.as_ref().is_none_or(fits));
    }
    if let Some(architecture) = fields.text("CompatibleArchitecture") {
        let fits = |all: &Vec<Architecture>| all.iter().any(|one| one.identifier() == architecture);
        versions.retain(|version| version.facts.architectures.as_ref().is_none_or(fits));
    }
    Ok(versions)
}

/// Each layer with its newest version that matches, by name.
pub(super) async fn list(call: &Call<'_>) -> Done {
    let own = ["CompatibleRuntime", "CompatibleArchitecture", "Marker", "MaxItems"];
    let fields = call.fields(model::LIST_LAYERS, &own)?;
    let (items, after) = page(&fields)?;
    let mut versions = matching(call, &fields).await?;
    versions.dedup_by(|older, newer| older.arn.layer == newer.arn.layer);
    versions.retain(|version| after.as_ref().is_none_or(|after| version.arn.layer.as_str() > after.as_str()));
    let has_more = versions.len() > items;
    versions.truncate(items);
    let next = versions.last().filter(|_| has_more).map(|last| last.arn.layer.to_string());
    let layer = |version: &LayerVersion| {
        json!({
            "LayerName": version.arn.layer.as_str(),
            "LayerArn": version.arn.layer_arn(),
            "LatestMatchingVersion": listed(version),
        })
    };
    call.json(&paged("Layers", versions.iter().map(layer).collect(), next))
}

/// Newest first.
pub(super) async fn list_versions(call: &Call<'_>) -> Done {
    let own = ["LayerName", "CompatibleRuntime", "CompatibleArchitecture", "Marker", "MaxItems"];
    let fields = call.fields(model::LIST_LAYER_VERSIONS, &own)?;
    let (account, name) = layer_of(call, &fields)?;
    if account != call.caller.account {
        return Err(AwsError::denied(&call.caller.account, "lambda:ListLayerVersions", &name.arn(&account)));
    }
    let (items, after) = page(&fields)?;
    let after = after.map(|after| after.parse::<u32>()).transpose();
    let after = after.map_err(|_error| AwsError::parameter("`Marker` is none that an answer gave"))?;
    let mut versions = matching(call, &fields).await?;
    versions.retain(|version| version.arn.layer == name && after.is_none_or(|after| version.arn.number < after));
    let has_more = versions.len() > items;
    versions.truncate(items);
    let next = versions.last().filter(|_| has_more).map(|last| last.arn.number.to_string());
    call.json(&paged("LayerVersions", versions.iter().map(listed).collect(), next))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_LAYER_VERSION, &["LayerName", "VersionNumber"])?;
    let arn = own_version(call, &fields)?;
    call.endpoint.layers.delete_layer_version(&arn).await?;
    call.empty()
}

/// The layer version that is downloaded, if this is a download.
pub(super) fn downloaded(head: &Head) -> Option<String> {
    head.uri.path().strip_prefix(DOWNLOADS).filter(|_| head.method == http::Method::GET).map(decode)
}

pub(super) async fn download(endpoint: &Endpoint, caller: &Caller, wanted: &str) -> Done {
    let arn = LayerVersionArn::parse(wanted)?;
    let zip = endpoint.layers.layer_zip(&caller.account, &arn).await?;
    Ok(code::zip_answer(zip, &format!("{}-{}", arn.layer, arn.number), &caller.request_id))
}
