//! Functions as Lambda's API has them: `$LATEST`, versions, zips, tags.
//!
//! `$LATEST` is what was deployed last. A page deploys by publishing the draft, so there the newest version is `$LATEST`; the API
//! can change `$LATEST` without publishing, and then [`store::latest`] holds it. The draft follows a change through the API unless
//! a person has changed it since: their work is never overwritten.

mod carry_out;
mod change;
mod state;

pub(crate) use state::{latest_of, version_of};

use crate::Control;
use crate::limits::{ACCOUNT_CODE_BYTES_MAX, TAGS_MAX};
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use api::lambda::AccountUsage;
use std::collections::BTreeMap;
use store::Store;

impl Control {
    async fn usage_of(&self, account: &AccountId) -> Result<AccountUsage, ApiError> {
        let mut db = self.store.snapshot().await?;
        let functions = store::function::count(&mut db, account).await?;
        let code_bytes = store::code::bytes_of_account(&mut db, account).await?;
        Ok(AccountUsage { functions, code_bytes, code_bytes_max: ACCOUNT_CODE_BYTES_MAX })
    }

    async fn tags_of(&self, account: &AccountId, name: &FunctionName) -> Result<BTreeMap<String, String>, ApiError> {
        let mut db = self.store.snapshot().await?;
        let row = crate::functions::find(&mut db, account, name).await?;
        Ok(store::tag::list(&mut db, row.key).await?)
    }

    async fn retag(
        &self,
        account: &AccountId,
        name: &FunctionName,
        set: BTreeMap<String, String>,
        remove: Vec<String>,
    ) -> Result<(), ApiError> {
        let now = self.clock.now_of(account);
        let mut transaction = self.store.write().await?;
        let row = crate::functions::find(&mut transaction, account, name).await?;
        for (key, value) in &set {
            store::tag::set(&mut transaction, row.key, key, value, now).await?;
        }
        for key in &remove {
            store::tag::delete(&mut transaction, row.key, key).await?;
        }
        check_tags(store::tag::list(&mut transaction, row.key).await?.len())?;
        Ok(Store::commit(transaction).await?)
    }
}

/// Refuses more tags than a function or a mapping may have.
pub(crate) fn check_tags(count: usize) -> Result<(), ApiError> {
    match count {
        count if count <= TAGS_MAX => Ok(()),
        count => {
            let message = format!("it would have {count} tags, the limit is {TAGS_MAX}");
            Err(ApiError::new(ErrorCode::Invalid, message))
        }
    }
}
