//! Versions.

use super::configuration::{Arn, Moment, configuration};
use super::functions::{page, paged, without_state};
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::alias::FunctionVersion;
use api::id::VersionNumber;
use api::lambda::{PublishRequest, Qualifier};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) async fn publish(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "CodeSha256", "Description", "RevisionId"];
    let fields = call.fields(model::PUBLISH_VERSION, &own)?;
    let name = reference::unqualified(call, &fields).await?;
    let request = PublishRequest {
        revision: fields.text("RevisionId").map(str::to_owned),
        zip_sha256: fields.text("CodeSha256").filter(|text| !text.is_empty()).map(hash_of).transpose()?,
        description: fields.text("Description").map(str::to_owned),
    };
    let account = &call.caller.account;
    let published = call.endpoint.control.publish(account, &name, request).await?;
    call.json(&configuration(account, &published, Arn::Qualified, Moment::Settled))
}

fn hash_of(text: &str) -> Result<[u8; 32], AwsError> {
    let bytes = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| AwsError::parameter("`CodeSha256` is not the base64 of a SHA-256"))
}

/// `$LATEST` first, then the versions from the oldest on.
pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_VERSIONS_BY_FUNCTION, &["FunctionName", "Marker", "MaxItems"])?;
    let name = reference::unqualified(call, &fields).await?;
    let (items, after) = page(&fields)?;
    let (account, control) = (&call.caller.account, &call.endpoint.control);
    let mut found = Vec::new();
    let after = match after {
        None => {
            found.push(control.get(account, &name, &Qualifier::Latest).await?);
            VersionNumber(0)
        }
        Some(after) => {
            let number = after.parse().map_err(|_error| AwsError::parameter("`Marker` is none that an answer gave"))?;
            VersionNumber(number)
        }
    };
    found.extend(control.versions(account, &name, after, items + 1 - found.len()).await?);
    let has_more = found.len() > items;
    found.truncate(items);
    let next = found.last().filter(|_| has_more).map(|last| match last.version {
        FunctionVersion::Number(number) => number.to_string(),
        FunctionVersion::Latest => "0".to_owned(),
    });
    let shown = found.iter().map(|function| configuration(account, function, Arn::Qualified, Moment::Settled));
    call.json(&paged("Versions", shown.map(without_state).collect(), next))
}
