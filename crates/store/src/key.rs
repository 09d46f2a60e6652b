//! The installation's own key: a file beside the database that no backup of the database holds.

use crate::error::OpenError;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use uuid::Uuid;

/// Name of the file in the data folder.
pub const KEY_FILE: &str = "coldstart.key";

/// What secrets are made from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InstallationKey(pub [u8; 32]);

impl std::fmt::Debug for InstallationKey {
    /// Keeps the key out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InstallationKey")
    }
}

impl InstallationKey {
    /// 244 random bits: two version 4 UUIDs, which come from the operating system's generator.
    pub(crate) fn random() -> Self {
        let mut bytes = [0; 32];
        let (first, second) = bytes.split_at_mut(16);
        first.copy_from_slice(Uuid::new_v4().as_bytes());
        second.copy_from_slice(Uuid::new_v4().as_bytes());
        Self(bytes)
    }

    /// Reads the file, or makes it, readable by its owner only.
    pub(crate) fn of_folder(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join(KEY_FILE);
        let fault = |source| OpenError::Folder { path: folder.to_owned(), source };
        match OpenOptions::new().read(true).open(&path) {
            Ok(mut file) => {
                let mut bytes = [0; 32];
                file.read_exact(&mut bytes).map_err(fault)?;
                Ok(Self(bytes))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Self::made(folder).map_err(fault),
            Err(error) => Err(fault(error)),
        }
    }

    /// Written under another name first, so that there is never half a key.
    fn made(folder: &Path) -> std::io::Result<Self> {
        let key = Self::random();
        let draft = folder.join(format!("{KEY_FILE}.new"));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        file.write_all(&key.0)?;
        file.sync_all()?;
        std::fs::rename(draft, folder.join(KEY_FILE))?;
        Ok(key)
    }
}
