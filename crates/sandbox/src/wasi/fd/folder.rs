//! Folders that are found open, and listing folders.

use wasmtime::{Caller, Linker};

use super::file_type;
use crate::files::{InodeId, Kind};
use crate::host::{Guest, Host};
use crate::wasi::MODULE;
use crate::wasi::errno::{Answer, Errno, code};
use crate::wasi::table::ROOT_FD;

const ENTRY_HEAD_BYTES: usize = 24;
/// The most that one call lists; the guest asks again for more.
const LIST_BYTES_MAX: u32 = 1 << 20;

pub(super) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(MODULE, "fd_prestat_get", |mut caller: Caller<'_, Host>, fd: u32, out: u32| {
        code(prestat(&mut caller, fd, out))
    })?;
    linker.func_wrap(
        MODULE,
        "fd_prestat_dir_name",
        |mut caller: Caller<'_, Host>, fd: u32, out: u32, length: u32| code(prestat_name(&mut caller, fd, out, length)),
    )?;
    linker.func_wrap(
        MODULE,
        "fd_readdir",
        |mut caller: Caller<'_, Host>, fd: u32, buffer: u32, length: u32, cookie: u64, out: u32| {
            code(list(&mut caller, fd, (buffer, length), cookie, out))
        },
    )?;
    Ok(())
}

fn prestat(caller: &mut Caller<'_, Host>, fd: u32, out: u32) -> Answer {
    preopened(caller.data(), fd)?;
    // Tag 0 is a folder; its name `/` has one byte.
    Ok(Guest::of(caller)?.write_u64(out, 1 << 32)?)
}

fn prestat_name(caller: &mut Caller<'_, Host>, fd: u32, out: u32, length: u32) -> Answer {
    preopened(caller.data(), fd)?;
    if length < 1 {
        return Err(Errno::Nametoolong);
    }
    Ok(Guest::of(caller)?.write(out, b"/")?)
}

fn preopened(host: &Host, fd: u32) -> Answer {
    let is_root = fd == ROOT_FD && host.wasi.table.node(fd).is_ok_and(|node| node.preopened);
    if is_root { Ok(()) } else { Err(Errno::Badf) }
}

/// Fills the buffer with entries from `cookie` on; the last may be cut, which tells the guest that there is more.
fn list(caller: &mut Caller<'_, Host>, fd: u32, (buffer, length): (u32, u32), cookie: u64, out: u32) -> Answer {
    let wasi = &caller.data().wasi;
    let folder = wasi.table.node(fd)?.inode;
    let inode = wasi.tree.get(folder).ok_or(Errno::Badf)?;
    let Kind::Folder { entries, parent } = &inode.kind else { return Err(Errno::Notdir) };
    let fixed = [(".", folder), ("..", *parent)];
    let all = fixed.into_iter().chain(entries.iter().map(|(name, id)| (name.as_str(), *id)));
    let room = length.min(LIST_BYTES_MAX) as usize;
    let mut listed = Vec::new();
    for (index, (name, id)) in all.enumerate().skip(usize::try_from(cookie).unwrap_or(usize::MAX)) {
        if listed.len() >= room {
            break;
        }
        let kind = wasi.tree.get(id).map_or(0, file_type);
        listed.extend_from_slice(&entry_head(index as u64 + 1, id, name.len(), kind));
        listed.extend_from_slice(name.as_bytes());
    }
    listed.truncate(room);
    let mut guest = Guest::of(caller)?;
    guest.write(buffer, &listed)?;
    Ok(guest.write_u32(out, u32::try_from(listed.len()).unwrap_or(0))?)
}

fn entry_head(next: u64, id: InodeId, name_length: usize, kind: u8) -> [u8; ENTRY_HEAD_BYTES] {
    let mut head = [0; ENTRY_HEAD_BYTES];
    head[0..8].copy_from_slice(&next.to_le_bytes());
    head[8..16].copy_from_slice(&(id.0 as u64 + 1).to_le_bytes());
    head[16..20].copy_from_slice(&u32::try_from(name_length).unwrap_or(0).to_le_bytes());
    head[20] = kind;
    head
}
