//! Permissions: the resource policies of functions, versions and aliases.

use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::error::{ApiError, ErrorCode};
use api::policy::{Condition, Policy, Principal, Statement, document};
use serde_json::json;

fn principal_of(fields: &Fields) -> Result<Principal, AwsError> {
    let invalid = "The provided principal was invalid. Please check the principal and try again.";
    Principal::parse(fields.text("Principal").unwrap_or_default()).ok_or_else(|| AwsError::parameter(invalid))
}

fn conditions_of(fields: &Fields) -> Result<Vec<Condition>, AwsError> {
    let text = |name: &str| fields.text(name).map(str::to_owned);
    let url = [
        text("FunctionUrlAuthType").map(Condition::FunctionUrlAuthType),
        fields.get::<bool>("InvokedViaFunctionUrl")?.map(Condition::InvokedViaFunctionUrl),
    ];
    let others = [
        text("PrincipalOrgID").map(Condition::PrincipalOrganization),
        text("SourceAccount").map(Condition::SourceAccount),
        text("EventSourceToken").map(Condition::EventSourceToken),
        text("SourceArn").map(Condition::SourceArn),
    ];
    Ok(url.into_iter().chain(others).flatten().collect())
}

/// Too large a policy has a name of its own.
fn refused(error: ApiError) -> AwsError {
    match error.code {
        ErrorCode::TooLarge => AwsError::new(400, "PolicyLengthExceededException", error.message),
        _ => error.into(),
    }
}

pub(super) async fn add(call: &Call<'_>) -> Done {
    let own = [
        "FunctionName",
        "StatementId",
        "Action",
        "Principal",
        "SourceArn",
        "SourceAccount",
        "EventSourceToken",
        "FunctionUrlAuthType",
        "InvokedViaFunctionUrl",
        "PrincipalOrgID",
        "Qualifier",
        "RevisionId",
    ];
    let fields = call.fields(model::ADD_PERMISSION, &own)?;
    let wanted = reference::of(call, &fields).await?;
    let statement = Statement {
        sid: fields.text("StatementId").unwrap_or_default().to_owned(),
        principal: principal_of(&fields)?,
        action: fields.text("Action").unwrap_or_default().to_owned(),
        conditions: conditions_of(&fields)?,
    };
    if fields.text("FunctionUrlAuthType").is_some() && statement.action != "lambda:InvokeFunctionUrl" {
        let message = "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action";
        return Err(AwsError::parameter(message));
    }
    let shown = statement.document(&wanted.arn()).to_string();
    let revision = fields.text("RevisionId").map(str::to_owned);
    let permitted =
        call.endpoint.policies.permit(&wanted.account, &wanted.name, wanted.qualifier.as_ref(), statement, revision);
    permitted.await.map_err(refused)?;
    call.json(&json!({ "Statement": shown }))
}

pub(super) async fn remove(call: &Call<'_>) -> Done {
    let own = ["FunctionName", "StatementId", "Qualifier", "RevisionId"];
    let fields = call.fields(model::REMOVE_PERMISSION, &own)?;
    let wanted = reference::of(call, &fields).await?;
    let (sid, revision) = (fields.text("StatementId").unwrap_or_default(), fields.text("RevisionId"));
    let revision = revision.map(str::to_owned);
    let policies = &call.endpoint.policies;
    policies.revoke(&wanted.account, &wanted.name, wanted.qualifier.as_ref(), sid, revision).await?;
    call.empty()
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_POLICY, &["FunctionName", "Qualifier"])?;
    let wanted = reference::of(call, &fields).await?;
    let policy = call.endpoint.policies.policy(&wanted.account, &wanted.name, wanted.qualifier.as_ref()).await;
    let missing = || AwsError::not_found("The resource you requested does not exist.");
    let Policy { statements, revision } = match policy {
        Err(error) if error.code == ErrorCode::NotFound => return Err(missing()),
        policy => policy?.ok_or_else(missing)?,
    };
    let document = document(&statements, &wanted.arn()).to_string();
    call.json(&json!({ "Policy": document, "RevisionId": revision.as_str() }))
}
