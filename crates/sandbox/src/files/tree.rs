use std::collections::BTreeMap;
use std::sync::Arc;

use super::path::Path;
use super::{FileTree, Inode, InodeId, Kind, Name, PathError};
use crate::config::Limits;

/// Why a file operation is refused; the WASI layer turns it into an error number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileError {
    NotFound,
    Exists,
    NotFolder,
    IsFolder,
    NotEmpty,
    ReadOnly,
    NoSpace,
    NameTooLong,
    Invalid,
    Escape,
}

impl From<PathError> for FileError {
    fn from(error: PathError) -> Self {
        match error {
            PathError::TooLong => FileError::NameTooLong,
            PathError::Empty => FileError::NotFound,
            PathError::NotText => FileError::Invalid,
        }
    }
}

/// All files of one environment.
#[derive(Clone)]
pub(crate) struct Tree {
    inodes: Vec<Option<Inode>>,
    free: Vec<usize>,
    bytes: u64,
    bytes_max: u64,
    entries: u32,
    entries_max: u32,
}

/// Where a path leads: the folder, the last name, and what is there now.
pub(crate) struct Place {
    pub(crate) folder: InodeId,
    pub(crate) name: Option<String>,
    pub(crate) inode: Option<InodeId>,
    pub(crate) folder_only: bool,
}

impl Tree {
    pub(crate) const ROOT: InodeId = InodeId(0);

    pub(crate) fn new(files: &FileTree, limits: &Limits, now_ns: u64) -> Tree {
        let mut tree = Tree {
            inodes: vec![Some(folder(Tree::ROOT, false, now_ns))],
            free: Vec::new(),
            bytes: 0,
            bytes_max: limits.tmp_bytes,
            entries: 0,
            entries_max: limits.tmp_entries,
        };
        for fixed in ["/tmp", "/var/task", "/opt"] {
            tree.fixed_folder(fixed, now_ns);
        }
        for (path, content) in &files.files {
            let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
            let parent = tree.fixed_folder(parent, now_ns);
            let file = Inode { kind: Kind::Shared(Arc::clone(content)), ..folder(parent, false, now_ns) };
            let id = tree.place(file);
            tree.enter(parent, name, id);
        }
        tree
    }

    /// Of all files that can be written.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Makes a folder of the read-only part, or finds it. A file in the way is replaced: the package's folder wins.
    fn fixed_folder(&mut self, path: &str, now_ns: u64) -> InodeId {
        let mut at = Tree::ROOT;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            at = match self.child(at, name) {
                Some(id) if self.get(id).is_some_and(Inode::is_folder) => id,
                _ => {
                    let id = self.place(folder(at, path == "/tmp", now_ns));
                    self.enter(at, name, id);
                    id
                }
            };
        }
        at
    }

    pub(crate) fn get(&self, id: InodeId) -> Option<&Inode> {
        self.inodes.get(id.0).and_then(Option::as_ref)
    }

    pub(crate) fn get_mut(&mut self, id: InodeId) -> Option<&mut Inode> {
        self.inodes.get_mut(id.0).and_then(Option::as_mut)
    }

    fn enter(&mut self, folder: InodeId, name: &str, id: InodeId) {
        if let Some(Inode { kind: Kind::Folder { entries, .. }, .. }) = self.get_mut(folder) {
            entries.insert(name.to_owned(), id);
        }
    }

    fn leave(&mut self, folder: InodeId, name: &str) {
        if let Some(Inode { kind: Kind::Folder { entries, .. }, .. }) = self.get_mut(folder) {
            entries.remove(name);
        }
    }

    fn child(&self, folder: InodeId, name: &str) -> Option<InodeId> {
        match &self.get(folder)?.kind {
            Kind::Folder { entries, .. } => entries.get(name).copied(),
            Kind::Shared(_) | Kind::Owned(_) => None,
        }
    }

    /// Follows `path` from `base`. Every step but the last must be a folder.
    pub(crate) fn find(&self, base: InodeId, path: &[u8]) -> Result<Place, FileError> {
        let path = Path::parse(path)?;
        if path.absolute {
            return Err(FileError::Escape);
        }
        let Some((last, before)) = path.names.split_last() else {
            return Ok(Place { folder: base, name: None, inode: Some(base), folder_only: true });
        };
        let mut folder = base;
        for name in before {
            folder = self.step(folder, name)?.ok_or(FileError::NotFound)?;
        }
        let inode = self.step(folder, last)?;
        let name = match last {
            Name::Child(name) => Some((*name).to_owned()),
            Name::Parent => None,
        };
        if path.folder_only && inode.and_then(|id| self.get(id)).is_some_and(|inode| !inode.is_folder()) {
            return Err(FileError::NotFolder);
        }
        Ok(Place { folder, name, inode, folder_only: path.folder_only })
    }

    fn step(&self, at: InodeId, name: &Name<'_>) -> Result<Option<InodeId>, FileError> {
        match self.get(at).map(|inode| &inode.kind) {
            Some(Kind::Folder { entries, parent }) => Ok(match name {
                Name::Parent => Some(*parent),
                Name::Child(name) => entries.get(*name).copied(),
            }),
            Some(_) => Err(FileError::NotFolder),
            None => Err(FileError::NotFound),
        }
    }

    fn place(&mut self, inode: Inode) -> InodeId {
        if let Some(index) = self.free.pop() {
            self.inodes[index] = Some(inode);
            return InodeId(index);
        }
        self.inodes.push(Some(inode));
        InodeId(self.inodes.len() - 1)
    }

    /// The folder that a new name may be put into.
    fn writable_folder(&self, folder: InodeId) -> Result<(), FileError> {
        let inode = self.get(folder).ok_or(FileError::NotFound)?;
        match (inode.writable, inode.linked) {
            (false, _) => Err(FileError::ReadOnly),
            (true, false) => Err(FileError::NotFound),
            (true, true) => Ok(()),
        }
    }

    fn create(&mut self, place: &Place, kind: Kind, now_ns: u64) -> Result<InodeId, FileError> {
        let name = place.name.as_ref().ok_or(FileError::Exists)?;
        if place.inode.is_some() {
            return Err(FileError::Exists);
        }
        self.writable_folder(place.folder)?;
        if self.entries >= self.entries_max {
            return Err(FileError::NoSpace);
        }
        self.entries += 1;
        let id = self.place(Inode { kind, ..folder(place.folder, true, now_ns) });
        self.enter(place.folder, name, id);
        self.touch(place.folder, now_ns);
        Ok(id)
    }

    pub(crate) fn create_file(&mut self, place: &Place, now_ns: u64) -> Result<InodeId, FileError> {
        if place.folder_only {
            return Err(FileError::IsFolder);
        }
        self.create(place, Kind::Owned(Arc::default()), now_ns)
    }

    pub(crate) fn create_folder(&mut self, place: &Place, now_ns: u64) -> Result<InodeId, FileError> {
        self.create(place, Kind::Folder { entries: BTreeMap::new(), parent: place.folder }, now_ns)
    }

    fn touch(&mut self, id: InodeId, now_ns: u64) {
        if let Some(inode) = self.get_mut(id) {
            inode.modified_ns = now_ns;
        }
    }

    pub(crate) fn set_size(&mut self, id: InodeId, size: u64, now_ns: u64) -> Result<(), FileError> {
        let (bytes, bytes_max) = (self.bytes, self.bytes_max);
        let inode = self.get_mut(id).ok_or(FileError::NotFound)?;
        if !inode.writable {
            return Err(FileError::ReadOnly);
        }
        let Kind::Owned(content) = &mut inode.kind else { return Err(FileError::IsFolder) };
        let others = bytes - content.len() as u64;
        if size > bytes_max.saturating_sub(others) {
            return Err(FileError::NoSpace);
        }
        let length = usize::try_from(size).map_err(|_too_large| FileError::NoSpace)?;
        if length == 0 {
            *content = Arc::default();
        } else {
            let content = Arc::make_mut(content);
            content.resize(length, 0);
            if length < content.capacity() / 4 {
                content.shrink_to_fit();
            }
        }
        inode.modified_ns = now_ns;
        self.bytes = others + size;
        Ok(())
    }

    /// Writes as much as there is room for; answers how much that was.
    pub(crate) fn write(&mut self, id: InodeId, offset: u64, data: &[u8], now_ns: u64) -> Result<usize, FileError> {
        if data.is_empty() {
            return Ok(0);
        }
        let size = self.get(id).ok_or(FileError::NotFound)?.size();
        let room = self.bytes_max - (self.bytes - size).min(self.bytes_max);
        let end = offset.saturating_add(data.len() as u64).min(room);
        if end <= offset {
            return Err(FileError::NoSpace);
        }
        if end > size {
            self.set_size(id, end, now_ns)?;
        }
        let inode = self.get_mut(id).ok_or(FileError::NotFound)?;
        let Kind::Owned(content) = &mut inode.kind else { return Err(FileError::ReadOnly) };
        let start = usize::try_from(offset).map_err(|_too_large| FileError::NoSpace)?;
        let length = usize::try_from(end - offset).map_err(|_too_large| FileError::NoSpace)?;
        Arc::make_mut(content)[start..start + length].copy_from_slice(&data[..length]);
        inode.modified_ns = now_ns;
        Ok(length)
    }

    pub(crate) fn remove_file(&mut self, place: &Place, now_ns: u64) -> Result<(), FileError> {
        let id = place.inode.ok_or(FileError::NotFound)?;
        if self.get(id).is_some_and(Inode::is_folder) {
            return Err(FileError::IsFolder);
        }
        self.unlink(place, id, now_ns)
    }

    pub(crate) fn remove_folder(&mut self, place: &Place, now_ns: u64) -> Result<(), FileError> {
        let id = place.inode.ok_or(FileError::NotFound)?;
        match self.get(id).map(|inode| &inode.kind) {
            Some(Kind::Folder { entries, .. }) if entries.is_empty() => self.unlink(place, id, now_ns),
            Some(Kind::Folder { .. }) => Err(FileError::NotEmpty),
            _ => Err(FileError::NotFolder),
        }
    }

    fn unlink(&mut self, place: &Place, id: InodeId, now_ns: u64) -> Result<(), FileError> {
        let name = place.name.as_ref().ok_or(FileError::Invalid)?;
        self.writable_folder(place.folder)?;
        self.leave(place.folder, name);
        self.touch(place.folder, now_ns);
        self.entries -= 1;
        if let Some(inode) = self.get_mut(id) {
            inode.linked = false;
        }
        self.drop_if_unused(id);
        Ok(())
    }

    pub(crate) fn rename(&mut self, from: &Place, to: &Place, now_ns: u64) -> Result<(), FileError> {
        let id = from.inode.ok_or(FileError::NotFound)?;
        let (Some(old), Some(new)) = (from.name.clone(), to.name.clone()) else { return Err(FileError::Invalid) };
        self.writable_folder(from.folder)?;
        self.writable_folder(to.folder)?;
        let is_folder = self.get(id).is_some_and(Inode::is_folder);
        if is_folder && self.is_inside(to.folder, id) {
            return Err(FileError::Invalid);
        }
        match to.inode {
            Some(there) if there == id => return Ok(()),
            Some(there) => match (is_folder, self.get(there).is_some_and(Inode::is_folder)) {
                (true, true) => self.remove_folder(to, now_ns)?,
                (true, false) => return Err(FileError::NotFolder),
                (false, true) => return Err(FileError::IsFolder),
                (false, false) => self.remove_file(to, now_ns)?,
            },
            None if to.folder_only && !is_folder => return Err(FileError::NotFolder),
            None => {}
        }
        self.leave(from.folder, &old);
        self.enter(to.folder, &new, id);
        if let Some(Inode { kind: Kind::Folder { parent, .. }, .. }) = self.get_mut(id) {
            *parent = to.folder;
        }
        self.touch(from.folder, now_ns);
        self.touch(to.folder, now_ns);
        Ok(())
    }

    fn is_inside(&self, mut at: InodeId, ancestor: InodeId) -> bool {
        loop {
            if at == ancestor {
                return true;
            }
            match self.get(at).map(|inode| &inode.kind) {
                Some(Kind::Folder { parent, .. }) if *parent != at => at = *parent,
                _ => return false,
            }
        }
    }

    pub(crate) fn opened(&mut self, id: InodeId) {
        if let Some(inode) = self.get_mut(id) {
            inode.open += 1;
        }
    }

    pub(crate) fn closed(&mut self, id: InodeId) {
        if let Some(inode) = self.get_mut(id) {
            inode.open = inode.open.saturating_sub(1);
        }
        self.drop_if_unused(id);
    }

    fn drop_if_unused(&mut self, id: InodeId) {
        if self.get(id).is_some_and(|inode| !inode.linked && inode.open == 0) {
            self.bytes -= self.get(id).map_or(0, Inode::size);
            self.inodes[id.0] = None;
            self.free.push(id.0);
        }
    }
}

fn folder(parent: InodeId, writable: bool, now_ns: u64) -> Inode {
    Inode {
        kind: Kind::Folder { entries: BTreeMap::new(), parent },
        writable,
        linked: true,
        open: 0,
        modified_ns: now_ns,
        accessed_ns: now_ns,
    }
}
