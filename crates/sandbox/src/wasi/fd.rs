//! Calls on open descriptors.

mod folder;
mod io;

use wasmtime::{Caller, Linker};

use super::MODULE;
use super::errno::{Answer, Errno, code};
use super::now_ns;
use super::table::Descriptor;
use crate::files::{Inode, InodeId};
use crate::host::{Guest, Host};

const TYPE_CHARACTER_DEVICE: u8 = 2;
const TYPE_FOLDER: u8 = 3;
const TYPE_FILE: u8 = 4;
const RIGHTS_ALL: u64 = 0x1FFF_FFFF;
const FLAG_APPEND: u16 = 1;

pub(super) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    io::add_to(linker)?;
    folder::add_to(linker)?;
    linker.func_wrap(MODULE, "fd_close", |mut caller: Caller<'_, Host>, fd: u32| code(close(caller.data_mut(), fd)))?;
    linker.func_wrap(MODULE, "fd_renumber", |mut caller: Caller<'_, Host>, from: u32, to: u32| {
        code(renumber(caller.data_mut(), from, to))
    })?;
    linker.func_wrap(MODULE, "fd_fdstat_get", |mut caller: Caller<'_, Host>, fd: u32, out: u32| {
        code(fdstat(&mut caller, fd, out))
    })?;
    linker.func_wrap(MODULE, "fd_fdstat_set_flags", |mut caller: Caller<'_, Host>, fd: u32, flags: u32| {
        code(set_flags(caller.data_mut(), fd, flags))
    })?;
    linker.func_wrap(
        MODULE,
        "fd_fdstat_set_rights",
        |caller: Caller<'_, Host>, fd: u32, _base: u64, _inherit: u64| {
            code(caller.data().wasi.table.get(fd).map(|_open| ()))
        },
    )?;
    linker.func_wrap(MODULE, "fd_filestat_get", |mut caller: Caller<'_, Host>, fd: u32, out: u32| {
        code(filestat(&mut caller, fd, out))
    })?;
    linker.func_wrap(MODULE, "fd_filestat_set_size", |mut caller: Caller<'_, Host>, fd: u32, size: u64| {
        code(set_size(caller.data_mut(), fd, size))
    })?;
    linker.func_wrap(
        MODULE,
        "fd_filestat_set_times",
        |mut caller: Caller<'_, Host>, fd: u32, accessed: u64, modified: u64, flags: u32| {
            let host = caller.data_mut();
            let inode = host.wasi.table.node(fd).map(|node| node.inode);
            code(inode.and_then(|inode| set_times(host, inode, accessed, modified, flags)))
        },
    )?;
    linker.func_wrap(MODULE, "fd_allocate", |mut caller: Caller<'_, Host>, fd: u32, offset: u64, length: u64| {
        code(allocate(caller.data_mut(), fd, offset, length))
    })?;
    for name in ["fd_sync", "fd_datasync"] {
        linker.func_wrap(MODULE, name, |caller: Caller<'_, Host>, fd: u32| {
            code(caller.data().wasi.table.get(fd).map(|_open| ()))
        })?;
    }
    linker.func_wrap(
        MODULE,
        "fd_advise",
        |caller: Caller<'_, Host>, fd: u32, _offset: u64, _length: u64, _advice: u32| {
            code(caller.data().wasi.table.get(fd).map(|_open| ()))
        },
    )?;
    Ok(())
}

fn close(host: &mut Host, fd: u32) -> Answer {
    if let Descriptor::Node(node) = host.wasi.table.close(fd)?
        && !node.preopened
    {
        host.wasi.tree.closed(node.inode);
    }
    Ok(())
}

fn renumber(host: &mut Host, from: u32, to: u32) -> Answer {
    if let Some(Descriptor::Node(node)) = host.wasi.table.renumber(from, to)?
        && !node.preopened
    {
        host.wasi.tree.closed(node.inode);
    }
    Ok(())
}

fn fdstat(caller: &mut Caller<'_, Host>, fd: u32, out: u32) -> Answer {
    let wasi = &caller.data().wasi;
    let (file_type, flags) = match wasi.table.get(fd)? {
        Descriptor::Stdin | Descriptor::Stdout | Descriptor::Stderr => (TYPE_CHARACTER_DEVICE, 0),
        Descriptor::Node(node) => {
            let flags = if node.append { FLAG_APPEND } else { 0 };
            (wasi.tree.get(node.inode).map_or(TYPE_FILE, file_type), flags)
        }
    };
    let mut stat = [0; 24];
    stat[0] = file_type;
    stat[2..4].copy_from_slice(&flags.to_le_bytes());
    stat[8..16].copy_from_slice(&RIGHTS_ALL.to_le_bytes());
    stat[16..24].copy_from_slice(&RIGHTS_ALL.to_le_bytes());
    Ok(Guest::of(caller)?.write(out, &stat)?)
}

pub(super) fn file_type(inode: &Inode) -> u8 {
    if inode.is_folder() { TYPE_FOLDER } else { TYPE_FILE }
}

fn set_flags(host: &mut Host, fd: u32, flags: u32) -> Answer {
    match host.wasi.table.get(fd)? {
        Descriptor::Node(_) => {
            host.wasi.table.node_mut(fd)?.append = flags & u32::from(FLAG_APPEND) != 0;
            Ok(())
        }
        // Non-blocking standard streams behave as blocking ones do here.
        Descriptor::Stdin | Descriptor::Stdout | Descriptor::Stderr => Ok(()),
    }
}

fn filestat(caller: &mut Caller<'_, Host>, fd: u32, out: u32) -> Answer {
    let wasi = &caller.data().wasi;
    let stat = match wasi.table.get(fd)? {
        Descriptor::Stdin | Descriptor::Stdout | Descriptor::Stderr => {
            let mut stat = [0; 64];
            stat[16] = TYPE_CHARACTER_DEVICE;
            stat
        }
        Descriptor::Node(node) => stat_of(node.inode, wasi.tree.get(node.inode).ok_or(Errno::Badf)?),
    };
    Ok(Guest::of(caller)?.write(out, &stat)?)
}

pub(super) fn stat_of(id: InodeId, inode: &Inode) -> [u8; 64] {
    let mut stat = [0; 64];
    stat[0..8].copy_from_slice(&1u64.to_le_bytes());
    stat[8..16].copy_from_slice(&(id.0 as u64 + 1).to_le_bytes());
    stat[16] = file_type(inode);
    stat[24..32].copy_from_slice(&u64::from(inode.linked).to_le_bytes());
    stat[32..40].copy_from_slice(&inode.size().to_le_bytes());
    stat[40..48].copy_from_slice(&inode.accessed_ns.to_le_bytes());
    stat[48..56].copy_from_slice(&inode.modified_ns.to_le_bytes());
    stat[56..64].copy_from_slice(&inode.modified_ns.to_le_bytes());
    stat
}

fn writable(host: &Host, fd: u32) -> Answer<InodeId> {
    let node = host.wasi.table.node(fd)?;
    if node.writable { Ok(node.inode) } else { Err(Errno::Badf) }
}

fn set_size(host: &mut Host, fd: u32, size: u64) -> Answer {
    let inode = writable(host, fd)?;
    Ok(host.wasi.tree.set_size(inode, size, now_ns())?)
}

fn allocate(host: &mut Host, fd: u32, offset: u64, length: u64) -> Answer {
    let inode = writable(host, fd)?;
    let end = offset.checked_add(length).ok_or(Errno::Inval)?;
    let size = host.wasi.tree.get(inode).map_or(0, Inode::size);
    if end > size {
        host.wasi.tree.set_size(inode, end, now_ns())?;
    }
    Ok(())
}

/// Flags: 1 and 4 take the given time of access and change, 2 and 8 take the present.
pub(super) fn set_times(host: &mut Host, inode: InodeId, accessed: u64, modified: u64, flags: u32) -> Answer {
    let now = now_ns();
    let inode = host.wasi.tree.get_mut(inode).ok_or(Errno::Badf)?;
    if !inode.writable {
        return Err(Errno::Rofs);
    }
    match flags & 3 {
        1 => inode.accessed_ns = accessed,
        2 => inode.accessed_ns = now,
        _ => {}
    }
    match flags & 12 {
        4 => inode.modified_ns = modified,
        8 => inode.modified_ns = now,
        _ => {}
    }
    Ok(())
}
