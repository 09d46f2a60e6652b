//! The draft of a function as one zip: `PUT` and `GET /functions/{name}/package`.

use crate::body;
use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName, RevisionId};
use axum::extract::{Path, Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

/// Whoever asks, if they have a workspace.
pub type Account = Option<Extension<AccountId>>;

/// What the uploading page started from.
#[derive(Debug, Deserialize)]
pub struct Base {
    /// The draft's revision as the page knows it.
    base: RevisionId,
}

/// Makes the files of a zip the draft's, if nobody changed it meanwhile; answers its new revision.
pub async fn upload(
    State(parts): State<Parts>,
    account: Account,
    Path(name): Path<String>,
    Query(Base { base }): Query<Base>,
    request: Request,
) -> Result<Json<Value>, Refusal> {
    let name = FunctionName::parse(name)?;
    let owner = owner(account, &name)?;
    let received = body::zip(request).await?;
    let revision = parts.control.replace_package(&owner, &name, &base, received.bytes.to_vec()).await?;
    Ok(Json(json!({ "revision": revision })))
}

/// The draft's files, whole.
pub async fn download(
    State(parts): State<Parts>,
    account: Account,
    Path(name): Path<String>,
) -> Result<Response, Refusal> {
    let name = FunctionName::parse(name)?;
    let zip = parts.control.draft_zip(&owner(account, &name)?, &name).await?;
    Ok(attached(name.as_str(), zip))
}

/// A zip that a browser saves as `name.zip`.
pub fn attached(name: &str, zip: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}.zip\"");
    let headers = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, zip).into_response()
}

/// Whoever has no workspace has no functions.
///
/// # Errors
/// Then there is no such function.
pub fn owner(account: Account, name: &FunctionName) -> Result<AccountId, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, format!("function `{name}` does not exist"));
    account.map(|Extension(account)| account).ok_or_else(missing)
}

/// For what is made in a workspace.
///
/// # Errors
/// When whoever asks has none.
pub fn workspace(account: Account) -> Result<AccountId, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, "there is no workspace yet: open a page first");
    account.map(|Extension(account)| account).ok_or_else(missing)
}
