//! The guest's files: a tree in memory. No host file is ever behind a guest's path.
//!
//! `/tmp` can be written, within a limit of bytes and of entries; everything else is read-only and shared between
//! environments. There are no links, so a path means one thing.

mod inode;
mod path;
mod tree;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use inode::{Inode, InodeId, Kind};
pub(crate) use path::{Name, PathError};
pub(crate) use tree::{FileError, Place, Tree};

/// The read-only files an environment starts with, by absolute path.
#[derive(Clone, Debug, Default)]
pub struct FileTree {
    pub(crate) files: BTreeMap<String, Arc<[u8]>>,
}

impl FileTree {
    /// Adds a file; the folders on its way come by themselves.
    pub fn insert(&mut self, path: String, content: Arc<[u8]>) {
        self.files.insert(path, content);
    }
}
