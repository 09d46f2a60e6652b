//! Access keys: what programs sign their requests to the AWS endpoint with.
//!
//! A signature can only be checked by who knows the secret, so a hash would not do. No secret is kept all the same: it is
//! HMAC-SHA256 of key id and account under the installation's own key, which is in a file beside the database.

use crate::Control;
use crate::limits::ACCESS_KEYS_MAX;
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use api::lambda::{AccessKey, AccessKeys, SigningKey};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use store::Store;
use uuid::Uuid;

/// The workspace of programs on this machine that bring no key of their own.
const LOCAL_ACCOUNT_NUMBER: u64 = 0;
/// Characters of a secret, as on AWS.
const SECRET_LENGTH: usize = 40;

/// `AKIA` and 16 letters and digits: 80 random bits.
fn new_id() -> String {
    const ALPHABET: [char; 32] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
        'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
    ];
    // Of each UUID the low 40 bits, which are all random.
    let five_bits = |number: u128| (0..8).map(move |at| ((number >> (5 * at)) & 31) as usize);
    let (first, second) = (Uuid::new_v4().as_u128(), Uuid::new_v4().as_u128());
    let digits = five_bits(first).chain(five_bits(second)).filter_map(|digit| ALPHABET.get(digit));
    "AKIA".chars().chain(digits.copied()).collect()
}

impl Control {
    fn secret_of(&self, id: &str, account: &AccountId) -> Result<String, ApiError> {
        let key = self.store.installation_key();
        let mac = Hmac::<Sha256>::new_from_slice(&key.0);
        let mac = mac.map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))?;
        let hash = mac.chain_update("access key ").chain_update(id).chain_update(" of ").chain_update(account.digits());
        let text = STANDARD_NO_PAD.encode(hash.finalize().into_bytes());
        Ok(text.chars().cycle().take(SECRET_LENGTH).collect())
    }

    /// The workspace that `test` and `test` open on a server that only this machine can reach. Made at its first use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn local_account(&self) -> Result<AccountId, ApiError> {
        let account = AccountId::from_number(LOCAL_ACCOUNT_NUMBER);
        if store::account::get(&mut *self.store.read().await?, &account).await?.is_none() {
            let mut transaction = self.store.write().await?;
            // Another caller may have been faster; from here on nobody is.
            if store::account::get(&mut transaction, &account).await?.is_none() {
                store::account::insert(&mut transaction, &account, self.clock.now()).await?;
                Store::commit(transaction).await?;
            }
        }
        Ok(account)
    }
}

#[async_trait]
impl AccessKeys for Control {
    async fn create_key(&self, account: &AccountId) -> Result<(AccessKey, String), ApiError> {
        self.account_of(account).await?;
        let (id, now) = (new_id(), self.clock.now());
        let secret = self.secret_of(&id, account)?;
        let mut transaction = self.store.write().await?;
        store::access_key::insert(&mut transaction, &id, account, now).await?;
        let count = store::access_key::list(&mut transaction, account).await?.len();
        if count > ACCESS_KEYS_MAX {
            let message = format!("the account would have {count} access keys, the limit is {ACCESS_KEYS_MAX}");
            return Err(ApiError::new(ErrorCode::Invalid, message));
        }
        Store::commit(transaction).await?;
        Ok((AccessKey { id, created_at: now }, secret))
    }

    async fn keys(&self, account: &AccountId) -> Result<Vec<AccessKey>, ApiError> {
        let rows = store::access_key::list(&mut *self.store.read().await?, account).await?;
        Ok(rows.into_iter().map(|(id, created_at)| AccessKey { id, created_at }).collect())
    }

    async fn delete_key(&self, account: &AccountId, id: &str) -> Result<(), ApiError> {
        let mut transaction = self.store.write().await?;
        if !store::access_key::delete(&mut transaction, account, id).await? {
            let message = format!("access key `{}` does not exist", id.escape_debug());
            return Err(ApiError::new(ErrorCode::NotFound, message));
        }
        Ok(Store::commit(transaction).await?)
    }

    async fn signing_key(&self, id: &str) -> Result<Option<SigningKey>, ApiError> {
        let owner = store::access_key::owner(&mut *self.store.read().await?, id).await?;
        owner.map(|account| Ok(SigningKey { secret: self.secret_of(id, &account)?, account })).transpose()
    }
}
