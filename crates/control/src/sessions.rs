//! Sessions: a visitor gets a workspace and a token that opens it.

use crate::Control;
use crate::limits::SESSION_MS;
use api::error::ApiError;
use api::id::AccountId;
use api::time::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use store::session::TokenHash;
use store::{Constraint, Store, StoreError};
use uuid::Uuid;

/// Characters of a token: 32 bytes in base64url.
const TOKEN_LENGTH: usize = 43;
/// Account ids tried before giving up; with a million accounts one try in a million meets a taken one.
const ACCOUNT_ID_TRIES_MAX: u32 = 5;
/// Account ids have twelve digits, the first not zero.
const ACCOUNT_NUMBER_MIN: u64 = 100_000_000_000;
const ACCOUNT_NUMBERS: u64 = 900_000_000_000;

/// What a token opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The workspace.
    pub account: AccountId,
    /// It starts anew with this use, and so must the browser's cookie.
    pub is_renewed: bool,
}

impl Control {
    /// Makes a workspace, and the token that opens it. Only the token's hash is kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_session(&self) -> Result<(String, AccountId), ApiError> {
        let now = self.clock.now();
        let token = new_token();
        let mut transaction = self.store.write().await?;
        let mut tries = 0;
        let account = loop {
            let id = new_account_id();
            tries += 1;
            match store::account::insert(&mut transaction, &id, now).await {
                Ok(()) => break id,
                Err(StoreError::Conflict(Constraint::AccountId)) if tries < ACCOUNT_ID_TRIES_MAX => {}
                Err(error) => return Err(error.into()),
            }
        };
        store::session::insert(&mut transaction, &hash_of(&token), &account, now, expiry(now)).await?;
        Store::commit(transaction).await?;
        Ok((token, account))
    }

    /// A token that opens the local workspace.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_local_session(&self) -> Result<String, ApiError> {
        let account = self.local_account().await?;
        let (now, token) = (self.clock.now(), new_token());
        let mut transaction = self.store.write().await?;
        store::session::insert(&mut transaction, &hash_of(&token), &account, now, expiry(now)).await?;
        Store::commit(transaction).await?;
        Ok(token)
    }

    /// The workspace that `token` opens. A session in its second half starts anew, so who comes once a year stays.
    ///
    /// # Errors
    /// When the database fails: the visitor may well have a workspace, so do not make another one.
    pub async fn open_session(&self, token: &str) -> Result<Option<OpenSession>, ApiError> {
        if token.len() != TOKEN_LENGTH {
            return Ok(None);
        }
        let (now, hash) = (self.clock.now(), hash_of(token));
        let session = store::session::get(&mut *self.store.read().await?, &hash, now).await?;
        let Some(session) = session else {
            return Ok(None);
        };
        let is_renewed = session.expires_at.0.saturating_sub(now.0) < SESSION_MS / 2;
        if is_renewed {
            let mut transaction = self.store.write().await?;
            store::session::extend(&mut transaction, &hash, expiry(now)).await?;
            Store::commit(transaction).await?;
        }
        Ok(Some(OpenSession { account: session.account, is_renewed }))
    }
}

fn expiry(now: UnixMillis) -> UnixMillis {
    UnixMillis(now.0.saturating_add(SESSION_MS))
}

/// 244 random bits: two version 4 UUIDs, which come from the operating system's generator.
fn new_token() -> String {
    let mut bytes = [0; 32];
    let (first, second) = bytes.split_at_mut(16);
    first.copy_from_slice(Uuid::new_v4().as_bytes());
    second.copy_from_slice(Uuid::new_v4().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hash_of(token: &str) -> TokenHash {
    Sha256::digest(token).into()
}

fn new_account_id() -> AccountId {
    let (random, _) = Uuid::new_v4().as_u64_pair();
    AccountId::from_number(ACCOUNT_NUMBER_MIN + random % ACCOUNT_NUMBERS)
}
