//! How much an account may have.

use crate::limits::{ACCOUNT_CODE_BYTES_MAX, BIN_FUNCTIONS_MAX, FUNCTIONS_MAX, LAYER_VERSIONS_MAX};
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use store::Connection;

/// Refuses more functions than [`FUNCTIONS_MAX`]; asked when the new one is there, before the commit.
pub(crate) async fn check_functions(db: &mut Connection, account: &AccountId) -> Result<(), ApiError> {
    match store::function::count(db, account).await? {
        count if count <= FUNCTIONS_MAX => Ok(()),
        count => {
            let message =
                format!("the account would have {count} functions, the limit is {FUNCTIONS_MAX}; delete one first");
            Err(ApiError::new(ErrorCode::Invalid, message))
        }
    }
}

/// Refuses more versions of layers than [`LAYER_VERSIONS_MAX`]; asked when the new one is there, before the commit.
pub(crate) async fn check_layers(db: &mut Connection, account: &AccountId) -> Result<(), ApiError> {
    match store::layer::list(db, account).await?.len() {
        count if count <= LAYER_VERSIONS_MAX => Ok(()),
        count => {
            let message = format!(
                "the account would have {count} versions of layers, the limit is {LAYER_VERSIONS_MAX}; delete one first"
            );
            Err(ApiError::new(ErrorCode::Invalid, message))
        }
    }
}

/// Refuses more code than [`ACCOUNT_CODE_BYTES_MAX`]; asked when it is there, before the commit. The bin makes room first.
pub(crate) async fn check_code(db: &mut Connection, account: &AccountId) -> Result<(), ApiError> {
    let mut bytes = store::code::bytes_of_account(db, account).await?;
    if bytes <= ACCOUNT_CODE_BYTES_MAX {
        return Ok(());
    }
    store::layer::purge_unused(db).await?;
    for deleted in store::function::bin(db, account).await? {
        store::function::purge(db, deleted).await?;
        bytes = store::code::bytes_of_account(db, account).await?;
        if bytes <= ACCOUNT_CODE_BYTES_MAX {
            return Ok(());
        }
    }
    let (mib, limit_mib) = (bytes as f64 / 1_048_576.0, ACCOUNT_CODE_BYTES_MAX / 1_048_576);
    let message = format!(
        "the account's code with all versions would be {mib:.1} MiB, the limit is {limit_mib} MiB; delete functions"
    );
    Err(ApiError::new(ErrorCode::TooLarge, message))
}

/// Keeps the bin within [`BIN_FUNCTIONS_MAX`].
pub(crate) async fn trim_bin(db: &mut Connection, account: &AccountId) -> Result<(), ApiError> {
    let bin = store::function::bin(db, account).await?;
    let over = bin.len().saturating_sub(BIN_FUNCTIONS_MAX);
    for oldest in bin.into_iter().take(over) {
        store::function::purge(db, oldest).await?;
    }
    Ok(())
}
