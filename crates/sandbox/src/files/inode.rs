use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InodeId(pub(crate) usize);

/// A file or a folder.
#[derive(Clone)]
pub(crate) struct Inode {
    pub(crate) kind: Kind,
    /// Below `/tmp`: may be changed, and is counted.
    pub(crate) writable: bool,
    /// False once its name is gone; it stays while a descriptor is open.
    pub(crate) linked: bool,
    pub(crate) open: u32,
    pub(crate) modified_ns: u64,
    pub(crate) accessed_ns: u64,
}

#[derive(Clone)]
pub(crate) enum Kind {
    Folder {
        entries: BTreeMap<String, InodeId>,
        parent: InodeId,
    },
    Shared(Arc<[u8]>),
    /// Of `/tmp`. Shared with a kept state until it is changed.
    Owned(Arc<Vec<u8>>),
}

impl Inode {
    pub(crate) fn is_folder(&self) -> bool {
        matches!(self.kind, Kind::Folder { .. })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.kind {
            Kind::Folder { .. } => &[],
            Kind::Shared(bytes) => bytes,
            Kind::Owned(bytes) => bytes,
        }
    }

    pub(crate) fn size(&self) -> u64 {
        self.bytes().len() as u64
    }
}
