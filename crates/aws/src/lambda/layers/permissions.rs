//! Resource policies of layer versions.

use super::own_version;
use crate::error::AwsError;
use crate::lambda::{Call, Done, model};
use api::error::{ApiError, ErrorCode};
use api::policy::{Condition, Principal, Statement, document};
use serde_json::json;

/// Too large a policy has a name of its own.
fn refused(error: ApiError) -> AwsError {
    match error.code {
        ErrorCode::TooLarge => AwsError::new(400, "PolicyLengthExceededException", error.message),
        _ => error.into(),
    }
}

pub(in crate::lambda) async fn add(call: &Call<'_>) -> Done {
    let own = ["LayerName", "VersionNumber", "StatementId", "Action", "Principal", "OrganizationId", "RevisionId"];
    let fields = call.fields(model::ADD_LAYER_VERSION_PERMISSION, &own)?;
    let arn = own_version(call, &fields)?;
    let invalid = "The provided principal was invalid. Please check the principal and try again.";
    let principal = Principal::parse(fields.text("Principal").unwrap_or_default());
    let organization = fields.text("OrganizationId").map(str::to_owned);
    let statement = Statement {
        sid: fields.text("StatementId").unwrap_or_default().to_owned(),
        principal: principal.ok_or_else(|| AwsError::parameter(invalid))?,
        action: fields.text("Action").unwrap_or_default().to_owned(),
        conditions: organization.map(Condition::PrincipalOrganization).into_iter().collect(),
    };
    let shown = statement.document(&arn.to_string()).to_string();
    let revision = fields.text("RevisionId").map(str::to_owned);
    let revision = call.endpoint.layers.permit_layer(&arn, statement, revision).await.map_err(refused)?;
    call.json(&json!({ "Statement": shown, "RevisionId": revision.as_str() }))
}

pub(in crate::lambda) async fn remove(call: &Call<'_>) -> Done {
    let own = ["LayerName", "VersionNumber", "StatementId", "RevisionId"];
    let fields = call.fields(model::REMOVE_LAYER_VERSION_PERMISSION, &own)?;
    let arn = own_version(call, &fields)?;
    let (sid, revision) = (fields.text("StatementId").unwrap_or_default(), fields.text("RevisionId"));
    call.endpoint.layers.revoke_layer(&arn, sid, revision.map(str::to_owned)).await?;
    call.empty()
}

pub(in crate::lambda) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_LAYER_VERSION_POLICY, &["LayerName", "VersionNumber"])?;
    let arn = own_version(call, &fields)?;
    let policy = call.endpoint.layers.layer_policy(&arn).await?;
    let document = document(&policy.statements, &arn.to_string()).to_string();
    call.json(&json!({ "Policy": document, "RevisionId": policy.revision.as_str() }))
}
