//! Buckets as folders of the server: `FOLDER/ACCOUNT/BUCKET/KEY`. Whoever runs the server puts files there. Names of buckets are the
//! account's in all regions.
//!
//! Wanted: a caller reaches plain files below the own account's folder and nothing else, whatever bucket and key say and wherever
//! links lead.

use api::bucket::{Buckets, ObjectPlace};
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use async_trait::async_trait;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// Buckets below a folder, which need not exist.
#[derive(Debug, Clone)]
pub struct FolderBuckets(PathBuf);

impl FolderBuckets {
    /// The buckets below `folder`.
    #[must_use]
    pub fn below(folder: PathBuf) -> Self {
        Self(folder)
    }
}

#[async_trait]
impl Buckets for FolderBuckets {
    async fn object(&self, account: &AccountId, place: &ObjectPlace, bytes_max: u64) -> Result<Vec<u8>, ApiError> {
        let (home, place, account) = (self.0.join(account.digits()), place.clone(), account.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let file = found(&home, &place).ok_or_else(|| missing(&home, &place, &account))?;
            read(file, bytes_max).map_err(|error| unreadable(&place, &error))
        });
        reading.await.map_err(|_cut| ApiError::new(ErrorCode::Unavailable, "the server is shutting down"))?
    }
}

/// The place's file, if it is a plain one that lies, with all links followed, in the account's folder.
fn found(home: &Path, place: &ObjectPlace) -> Option<PathBuf> {
    let is_plain = |text: &str| {
        let path = Path::new(text);
        !text.contains(['\0', '\\']) && path.components().all(|part| matches!(part, Component::Normal(_)))
    };
    if !is_bucket(&place.bucket) || place.key.is_empty() || !is_plain(&place.key) {
        return None;
    }
    let home = home.canonicalize().ok()?;
    let file = home.join(&place.bucket).join(&place.key).canonicalize().ok()?;
    (file.starts_with(&home) && file.is_file()).then_some(file)
}

/// Whether it is one folder's name: what S3 allows in names of buckets is.
fn is_bucket(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(is_allowed)
}

fn read(file: PathBuf, bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(bytes_max).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// In Lambda's words, and then where the object should be.
fn missing(home: &Path, place: &ObjectPlace, account: &AccountId) -> ApiError {
    let has_bucket = is_bucket(&place.bucket) && home.join(&place.bucket).is_dir();
    let (code, message) = match has_bucket {
        true => ("NoSuchKey", "The specified key does not exist."),
        false => ("NoSuchBucket", "The specified bucket does not exist"),
    };
    ApiError::new(
        ErrorCode::Invalid,
        format!(
            "Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message} (Coldstart reads the file \
             {account}/{}/{} of its folder of buckets)",
            place.bucket.escape_debug(),
            place.key.escape_debug()
        ),
    )
}

fn unreadable(place: &ObjectPlace, error: &io::Error) -> ApiError {
    let message = format!(
        "Error occurred while GetObject. S3 Error Code: AccessDenied. S3 Error Message: {}/{} cannot be read: {error}",
        place.bucket.escape_debug(),
        place.key.escape_debug()
    );
    ApiError::new(ErrorCode::Invalid, message)
}

#[cfg(test)]
mod tests;
