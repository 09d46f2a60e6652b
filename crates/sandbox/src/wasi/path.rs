//! Calls on paths. They start at an open folder and can never leave the tree: the root is its own parent.

use wasmtime::{Caller, Linker};

use super::errno::{Answer, Errno, code};
use super::fd::{set_times, stat_of};
use super::table::OpenNode;
use super::{MODULE, now_ns};
use crate::files::{Inode, Place};
use crate::host::{Guest, Host};

const OPEN_CREATE: u32 = 1;
const OPEN_FOLDER: u32 = 2;
const OPEN_NEW: u32 = 4;
const OPEN_TRUNCATE: u32 = 8;
const RIGHT_READ: u64 = 1 << 1;
const RIGHT_WRITE: u64 = 1 << 6;
const FLAG_APPEND: u32 = 1;
/// Longer than any path may be; the tree refuses those.
const PATH_BYTES_READ_MAX: u32 = 8192;

pub(super) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    add_open(linker)?;
    add_stat(linker)?;
    add_change(linker)?;
    linker.func_wrap(MODULE, "path_link", |_: u32, _: u32, _: u32, _: u32, _: u32, _: u32, _: u32| {
        code(Err(Errno::Notsup))
    })?;
    linker.func_wrap(MODULE, "path_symlink", |_: u32, _: u32, _: u32, _: u32, _: u32| code(Err(Errno::Notsup)))?;
    linker.func_wrap(
        MODULE,
        "path_readlink",
        |mut caller: Caller<'_, Host>, fd: u32, path: u32, length: u32, _: u32, _: u32, _: u32| {
            // There are no links, so a name is absent or not a link.
            code(existing(&mut caller, fd, path, length).and(Err(Errno::Inval)))
        },
    )?;
    Ok(())
}

fn add_open(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "path_open",
        |mut caller: Caller<'_, Host>,
         fd: u32,
         _follow: u32,
         path: u32,
         length: u32,
         how: u32,
         rights: u64,
         _inherit: u64,
         flags: u32,
         out: u32| code(open(&mut caller, fd, (path, length), OpenHow { how, rights, flags }, out)),
    )?;
    Ok(())
}

fn add_stat(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "path_filestat_get",
        |mut caller: Caller<'_, Host>, fd: u32, _follow: u32, path: u32, length: u32, out: u32| {
            code(stat(&mut caller, fd, (path, length), out))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_filestat_set_times",
        |mut caller: Caller<'_, Host>,
         fd: u32,
         _follow: u32,
         path: u32,
         length: u32,
         accessed: u64,
         modified: u64,
         flags: u32| {
            let inode = existing(&mut caller, fd, path, length);
            code(inode.and_then(|inode| set_times(caller.data_mut(), inode, accessed, modified, flags)))
        },
    )?;
    Ok(())
}

fn add_change(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "path_create_directory",
        |mut caller: Caller<'_, Host>, fd: u32, path: u32, length: u32| {
            let place = place(&mut caller, fd, path, length);
            code(place.and_then(|place| {
                caller.data_mut().wasi.tree.create_folder(&place, now_ns())?;
                Ok(())
            }))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "path_remove_directory",
        |mut caller: Caller<'_, Host>, fd: u32, path: u32, length: u32| {
            let place = place(&mut caller, fd, path, length);
            code(place.and_then(|place| Ok(caller.data_mut().wasi.tree.remove_folder(&place, now_ns())?)))
        },
    )?;
    linker.func_wrap(MODULE, "path_unlink_file", |mut caller: Caller<'_, Host>, fd: u32, path: u32, length: u32| {
        let place = place(&mut caller, fd, path, length);
        code(place.and_then(|place| Ok(caller.data_mut().wasi.tree.remove_file(&place, now_ns())?)))
    })?;
    linker.func_wrap(
        MODULE,
        "path_rename",
        |mut caller: Caller<'_, Host>, fd: u32, path: u32, length: u32, to_fd: u32, to_path: u32, to_length: u32| {
            let from = place(&mut caller, fd, path, length);
            let to = place(&mut caller, to_fd, to_path, to_length);
            code(from.and_then(|from| Ok(caller.data_mut().wasi.tree.rename(&from, &to?, now_ns())?)))
        },
    )?;
    Ok(())
}

fn place(caller: &mut Caller<'_, Host>, fd: u32, path: u32, length: u32) -> Answer<Place> {
    let mut guest = Guest::of(caller)?;
    if length > PATH_BYTES_READ_MAX {
        return Err(Errno::Nametoolong);
    }
    let path = guest.read(path, length)?;
    let wasi = &guest.host().wasi;
    let base = wasi.table.node(fd).map_err(|_not_a_folder| Errno::Badf)?.inode;
    Ok(wasi.tree.find(base, &path)?)
}

fn existing(caller: &mut Caller<'_, Host>, fd: u32, path: u32, length: u32) -> Answer<crate::files::InodeId> {
    place(caller, fd, path, length)?.inode.ok_or(Errno::Noent)
}

fn stat(caller: &mut Caller<'_, Host>, fd: u32, (path, length): (u32, u32), out: u32) -> Answer {
    let id = existing(caller, fd, path, length)?;
    let stat = stat_of(id, caller.data().wasi.tree.get(id).ok_or(Errno::Noent)?);
    Ok(Guest::of(caller)?.write(out, &stat)?)
}

struct OpenHow {
    how: u32,
    rights: u64,
    flags: u32,
}

fn open(caller: &mut Caller<'_, Host>, fd: u32, (path, length): (u32, u32), how: OpenHow, out: u32) -> Answer {
    let place = place(caller, fd, path, length)?;
    let wasi = &mut caller.data_mut().wasi;
    wasi.table.room()?;
    let writes = how.rights & RIGHT_WRITE != 0;
    let inode = match place.inode {
        Some(_) if how.how & OPEN_CREATE != 0 && how.how & OPEN_NEW != 0 => return Err(Errno::Exist),
        Some(id) => {
            check_open(wasi.tree.get(id).ok_or(Errno::Noent)?, &how, writes)?;
            id
        }
        None if how.how & OPEN_CREATE != 0 => wasi.tree.create_file(&place, now_ns())?,
        None => return Err(Errno::Noent),
    };
    if how.how & OPEN_TRUNCATE != 0 {
        wasi.tree.set_size(inode, 0, now_ns())?;
    }
    let node = OpenNode {
        inode,
        position: 0,
        readable: how.rights & RIGHT_READ != 0,
        writable: writes && wasi.tree.get(inode).is_some_and(|inode| inode.writable && !inode.is_folder()),
        append: how.flags & FLAG_APPEND != 0,
        preopened: false,
    };
    let fd = wasi.table.open(node)?;
    wasi.tree.opened(inode);
    Ok(Guest::of(caller)?.write_u32(out, fd)?)
}

/// Libraries ask for the right to write to folders that they only list, so that alone is no fault.
fn check_open(inode: &Inode, how: &OpenHow, writes: bool) -> Answer {
    let folder = inode.is_folder();
    if how.how & OPEN_FOLDER != 0 && !folder {
        return Err(Errno::Notdir);
    }
    if folder && how.how & (OPEN_TRUNCATE | OPEN_CREATE) != 0 {
        return Err(Errno::Isdir);
    }
    if !folder && !inode.writable && (writes || how.how & OPEN_TRUNCATE != 0) {
        return Err(Errno::Rofs);
    }
    Ok(())
}
