use super::errno::{Answer, Errno};
use crate::files::{InodeId, Tree};

/// One open descriptor.
#[derive(Clone, Debug)]
pub(super) enum Descriptor {
    Stdin,
    Stdout,
    Stderr,
    Node(OpenNode),
}

#[derive(Clone, Debug)]
pub(super) struct OpenNode {
    pub(super) inode: InodeId,
    pub(super) position: u64,
    pub(super) readable: bool,
    pub(super) writable: bool,
    pub(super) append: bool,
    /// The root folder, which the guest finds open.
    pub(super) preopened: bool,
}

/// Descriptor of the root folder.
pub(super) const ROOT_FD: u32 = 3;

#[derive(Clone)]
pub(super) struct Table {
    slots: Vec<Option<Descriptor>>,
    open_max: usize,
}

impl Table {
    pub(super) fn new(open_max: u32) -> Table {
        let root = OpenNode {
            inode: Tree::ROOT,
            position: 0,
            readable: true,
            writable: false,
            append: false,
            preopened: true,
        };
        let slots = [Descriptor::Stdin, Descriptor::Stdout, Descriptor::Stderr, Descriptor::Node(root)];
        Table { slots: slots.into_iter().map(Some).collect(), open_max: open_max as usize }
    }

    pub(super) fn get(&self, fd: u32) -> Answer<&Descriptor> {
        self.slots.get(fd as usize).and_then(Option::as_ref).ok_or(Errno::Badf)
    }

    pub(super) fn node(&self, fd: u32) -> Answer<&OpenNode> {
        match self.get(fd)? {
            Descriptor::Node(node) => Ok(node),
            Descriptor::Stdin | Descriptor::Stdout | Descriptor::Stderr => Err(Errno::Spipe),
        }
    }

    pub(super) fn node_mut(&mut self, fd: u32) -> Answer<&mut OpenNode> {
        match self.slots.get_mut(fd as usize).and_then(Option::as_mut) {
            Some(Descriptor::Node(node)) => Ok(node),
            Some(_) => Err(Errno::Spipe),
            None => Err(Errno::Badf),
        }
    }

    pub(super) fn room(&self) -> Answer {
        let open = self.slots.iter().filter(|slot| slot.is_some()).count();
        if open < self.open_max { Ok(()) } else { Err(Errno::Mfile) }
    }

    pub(super) fn open(&mut self, node: OpenNode) -> Answer<u32> {
        self.room()?;
        let index = self.slots.iter().position(Option::is_none).unwrap_or(self.slots.len());
        if index == self.slots.len() {
            self.slots.push(None);
        }
        self.slots[index] = Some(Descriptor::Node(node));
        u32::try_from(index).map_err(|_too_many| Errno::Mfile)
    }

    pub(super) fn close(&mut self, fd: u32) -> Answer<Descriptor> {
        self.slots.get_mut(fd as usize).and_then(Option::take).ok_or(Errno::Badf)
    }

    /// Moves a descriptor onto another; answers the one that was there.
    pub(super) fn renumber(&mut self, from: u32, to: u32) -> Answer<Option<Descriptor>> {
        self.get(from)?;
        self.get(to)?;
        if from == to {
            return Ok(None);
        }
        let moved = self.close(from)?;
        Ok(self.slots[to as usize].replace(moved))
    }
}
