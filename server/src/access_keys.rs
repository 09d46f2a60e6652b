//! Access keys of the visitor's workspace, as JSON: `GET`, `POST /access-keys`, `DELETE /access-keys/{id}`. They open it in every
//! region; the one that is told is the one that the visitor looks at.

use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use api::lambda::{AccessKey, AccessKeys};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde_json::{Value, json};

type Account = Option<Extension<AccountId>>;

/// The keys without their secrets.
pub async fn list(State(parts): State<Parts>, account: Account) -> Result<Json<Value>, Refusal> {
    let account = owner(account)?;
    let keys = parts.control.keys(&account).await?;
    let keys: Vec<Value> = keys.iter().map(shown).collect();
    Ok(Json(json!({ "account": account.digits(), "region": account.region(), "keys": keys })))
}

/// A new key. Its secret is told this once.
pub async fn create(State(parts): State<Parts>, account: Account) -> Result<(StatusCode, Json<Value>), Refusal> {
    let account = owner(account)?;
    let (key, secret) = parts.control.create_key(&account).await?;
    let mut answer = shown(&key);
    answer["secretAccessKey"] = secret.into();
    answer["account"] = account.digits().into();
    answer["region"] = account.region().identifier().into();
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Takes a key away.
pub async fn delete(
    State(parts): State<Parts>,
    account: Account,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    parts.control.delete_key(&owner(account)?, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(key: &AccessKey) -> Value {
    json!({ "accessKeyId": key.id, "createdAt": key.created_at.iso() })
}

fn owner(account: Account) -> Result<AccountId, ApiError> {
    account
        .map(|Extension(account)| account)
        .ok_or_else(|| ApiError::new(ErrorCode::NotFound, "there is no workspace; open Coldstart's page first"))
}
