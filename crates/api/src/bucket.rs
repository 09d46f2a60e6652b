//! Objects in buckets, as Lambda reads deployment packages from them.

use crate::error::ApiError;
use crate::id::AccountId;
use async_trait::async_trait;

/// The place of an object, in S3's words. Both are text of a caller, which an implementation checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectPlace {
    /// The bucket's name.
    pub bucket: String,
    /// The object's key, such as `builds/function.zip`.
    pub key: String,
}

/// Where a deployment package comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageSource {
    /// The zip that came with the request.
    Zip(Vec<u8>),
    /// An object of the account's buckets.
    Object(ObjectPlace),
}

/// The buckets of all accounts.
#[async_trait]
pub trait Buckets: std::fmt::Debug + Send + Sync {
    /// The object's bytes, or at most `bytes_max` of them.
    ///
    /// # Errors
    /// [`crate::error::ErrorCode::Invalid`] in Lambda's words when there is no such bucket of the account, or no such object in it.
    async fn object(&self, account: &AccountId, place: &ObjectPlace, bytes_max: u64) -> Result<Vec<u8>, ApiError>;
}
