//! Objects that are there, and places that must lead nowhere.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use std::fs;
use tempfile::TempDir;

struct Place {
    folder: TempDir,
    buckets: FolderBuckets,
    account: AccountId,
}

fn account(text: &str) -> AccountId {
    AccountId::parse(text).unwrap()
}

/// Two accounts; the first has `builds/a/b.zip`.
fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("111111111111/builds/a")).unwrap();
    fs::write(folder.path().join("111111111111/builds/a/b.zip"), "zipped").unwrap();
    fs::create_dir_all(folder.path().join("222222222222/others")).unwrap();
    fs::write(folder.path().join("222222222222/others/c.zip"), "secret").unwrap();
    fs::write(folder.path().join("outside.zip"), "secret").unwrap();
    let buckets = FolderBuckets::below(folder.path().to_owned());
    Place { folder, buckets, account: account("111111111111") }
}

impl Place {
    async fn get(&self, bucket: &str, key: &str) -> Result<Vec<u8>, ApiError> {
        let place = ObjectPlace { bucket: bucket.to_owned(), key: key.to_owned() };
        self.buckets.object(&self.account, &place, 100).await
    }

    async fn refused(&self, bucket: &str, key: &str) -> String {
        let error = self.get(bucket, key).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::Invalid, "{bucket} {key}");
        error.message
    }
}

#[tokio::test]
async fn an_object_is_a_file_of_the_accounts_folder() {
    let place = place();
    assert_eq!(place.get("builds", "a/b.zip").await.unwrap(), b"zipped");
    let first = ObjectPlace { bucket: "builds".to_owned(), key: "a/b.zip".to_owned() };
    assert_eq!(place.buckets.object(&place.account, &first, 3).await.unwrap(), b"zip", "no more than was asked for");
}

#[tokio::test]
async fn what_is_missing_is_said_in_lambdas_words() {
    let place = place();
    let key = place.refused("builds", "a/gone.zip").await;
    let expected =
        "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.";
    assert!(key.starts_with(expected), "{key}");
    assert!(key.contains("111111111111/builds/a/gone.zip"), "{key}");
    for bucket in ["gone", "others", "", ".", "..", "builds/a", "/", "builds\0", ".hidden", "builds\\a"] {
        let message = place.refused(bucket, "c.zip").await;
        assert!(message.contains("S3 Error Code: NoSuchBucket."), "{bucket}: {message}");
    }
}

#[tokio::test]
async fn nothing_outside_the_accounts_folder_is_read() {
    let place = place();
    let absolute = place.folder.path().join("outside.zip").display().to_string();
    let long = "x".repeat(5_000);
    for key in [
        "../../outside.zip",
        "a/../../../outside.zip",
        absolute.as_str(),
        "a",
        "a/",
        "",
        ".",
        "a/./../..",
        long.as_str(),
        "a\0b",
    ] {
        assert!(place.refused("builds", key).await.contains("NoSuchKey"), "{key}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_leads_nowhere_else() {
    let place = place();
    let builds = place.folder.path().join("111111111111/builds");
    std::os::unix::fs::symlink(place.folder.path().join("222222222222/others/c.zip"), builds.join("link.zip")).unwrap();
    std::os::unix::fs::symlink(place.folder.path().join("222222222222"), builds.join("folder")).unwrap();
    std::os::unix::fs::symlink("a/b.zip", builds.join("own.zip")).unwrap();
    assert!(place.refused("builds", "link.zip").await.contains("NoSuchKey"));
    assert!(place.refused("builds", "folder/others/c.zip").await.contains("NoSuchKey"));
    assert_eq!(
        place.get("builds", "own.zip").await.unwrap(),
        b"zipped",
        "a link within the folder is the operator's wish"
    );
}
