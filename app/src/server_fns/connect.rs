//! How programs reach the workspace: the endpoint and its access keys.

use crate::error::UiError;
use api::id::AccountId;
use api::time::UnixMillis;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Where the AWS API answers, as `http://localhost:3000`.
    pub endpoint: String,
    /// The region that the dashboard shows.
    pub region: String,
    /// Whose keys these are.
    pub account: AccountId,
    /// The keys, oldest first.
    pub keys: Vec<KeyRow>,
}

/// A key without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// `AKIA` and 16 letters and digits.
    pub id: String,
    /// When it was made.
    pub created_at: UnixMillis,
}

/// A new key with its secret, which is told this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewKey {
    /// The key's id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

/// Endpoint and keys of the workspace.
#[server]
pub async fn read_connection() -> Result<Connection, UiError> {
    let account = crate::context::account()?;
    let keys = crate::context::access_keys()?.keys(&account).await?;
    let keys = keys.into_iter().map(|key| KeyRow { id: key.id, created_at: key.created_at }).collect();
    let (endpoint, region) = (crate::context::origin_of_request(), account.region().to_string());
    Ok(Connection { endpoint, region, account, keys })
}

/// Makes a key.
#[server]
pub async fn create_key() -> Result<NewKey, UiError> {
    let (key, secret) = crate::context::access_keys()?.create_key(&crate::context::account()?).await?;
    Ok(NewKey { id: key.id, secret })
}

/// Takes a key away: what signs with it is refused from now on.
#[server]
pub async fn delete_key(
    /// The key.
    id: String,
) -> Result<(), UiError> {
    Ok(crate::context::access_keys()?.delete_key(&crate::context::account()?, &id).await?)
}
