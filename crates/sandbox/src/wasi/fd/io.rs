//! Reading and writing.

use wasmtime::{Caller, Linker};

use crate::RESPONSE_BYTES_MAX;
use crate::files::Inode;
use crate::host::{Guest, Host, StdoutUse, Stop};
use crate::outcome::Stream;
use crate::wasi::errno::{Answer, Errno, code};
use crate::wasi::table::Descriptor;
use crate::wasi::{MODULE, now_ns};

/// Buffers of one call.
const VECTORS_MAX: u32 = 1024;
/// The most that one call moves; a guest asks again for the rest. Bounds the time without a turn for other guests.
const BYTES_AT_ONCE_MAX: usize = 8 << 20;

pub(super) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "fd_read",
        |mut caller: Caller<'_, Host>, fd: u32, vectors: u32, count: u32, out: u32| {
            code(read(&mut caller, fd, (vectors, count), None, out))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_pread",
        |mut caller: Caller<'_, Host>, fd: u32, vectors: u32, count: u32, offset: u64, out: u32| {
            code(read(&mut caller, fd, (vectors, count), Some(offset), out))
        },
    )?;
    linker.func_wrap_async(
        MODULE,
        "fd_write",
        |mut caller: Caller<'_, Host>, (fd, vectors, count, out): (u32, u32, u32, u32)| {
            Box::new(async move { write(&mut caller, fd, (vectors, count), out).await.map(code) })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_pwrite",
        |mut caller: Caller<'_, Host>, fd: u32, vectors: u32, count: u32, offset: u64, out: u32| {
            code(write_at(&mut caller, fd, (vectors, count), offset, out))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_seek",
        |mut caller: Caller<'_, Host>, fd: u32, offset: i64, whence: u32, out: u32| {
            code(seek(&mut caller, fd, offset, whence, out))
        },
    )?;
    linker.func_wrap(MODULE, "fd_tell", |mut caller: Caller<'_, Host>, fd: u32, out: u32| {
        code(seek(&mut caller, fd, 0, 1, out))
    })?;
    Ok(())
}

/// The guest's buffers, each checked.
fn vectors(guest: &mut Guest<'_, '_>, (pointer, count): (u32, u32)) -> Answer<Vec<(u32, u32)>> {
    if count > VECTORS_MAX {
        return Err(Errno::Inval);
    }
    (0..count)
        .map(|index| {
            let at = pointer.checked_add(index * 8).ok_or(Errno::Fault)?;
            let (start, length) = (guest.read_u32(at)?, guest.read_u32(at.checked_add(4).ok_or(Errno::Fault)?)?);
            guest.bytes(start, length)?;
            Ok((start, length))
        })
        .collect()
}

fn gather(guest: &mut Guest<'_, '_>, buffers: (u32, u32)) -> Answer<Vec<u8>> {
    let mut data = Vec::new();
    for (start, length) in vectors(guest, buffers)? {
        let room = BYTES_AT_ONCE_MAX - data.len();
        let length = length.min(u32::try_from(room).unwrap_or(u32::MAX));
        data.extend_from_slice(guest.bytes(start, length)?.0);
    }
    Ok(data)
}

fn read(caller: &mut Caller<'_, Host>, fd: u32, buffers: (u32, u32), offset: Option<u64>, out: u32) -> Answer {
    let mut guest = Guest::of(caller)?;
    let buffers = vectors(&mut guest, buffers)?;
    let mut total = 0;
    for (start, length) in buffers {
        let at = offset.map(|offset| offset.saturating_add(total));
        let length = length.min(u32::try_from(BYTES_AT_ONCE_MAX).unwrap_or(u32::MAX));
        let (buffer, host) = guest.bytes(start, length)?;
        let got = read_into(host, fd, buffer, at)?;
        total += got as u64;
        if got < length as usize {
            break;
        }
    }
    Ok(guest.write_u32(out, u32::try_from(total).unwrap_or(u32::MAX))?)
}

fn read_into(host: &mut Host, fd: u32, buffer: &mut [u8], at: Option<u64>) -> Answer<usize> {
    match host.wasi.table.get(fd)? {
        Descriptor::Stdin if at.is_some() => Err(Errno::Spipe),
        Descriptor::Stdin => {
            let got = buffer.len().min(host.stdin.len());
            for (to, from) in buffer.iter_mut().zip(host.stdin.drain(..got)) {
                *to = from;
            }
            Ok(got)
        }
        Descriptor::Stdout | Descriptor::Stderr => Err(Errno::Badf),
        Descriptor::Node(node) if !node.readable => Err(Errno::Badf),
        Descriptor::Node(node) => {
            let inode = host.wasi.tree.get(node.inode).ok_or(Errno::Badf)?;
            if inode.is_folder() {
                return Err(Errno::Isdir);
            }
            let start = usize::try_from(at.unwrap_or(node.position)).unwrap_or(usize::MAX);
            let rest = inode.bytes().get(start..).unwrap_or_default();
            let got = rest.len().min(buffer.len());
            buffer[..got].copy_from_slice(&rest[..got]);
            if at.is_none() {
                host.wasi.table.node_mut(fd)?.position += got as u64;
            }
            Ok(got)
        }
    }
}

async fn write(caller: &mut Caller<'_, Host>, fd: u32, buffers: (u32, u32), out: u32) -> wasmtime::Result<Answer> {
    let data = match Guest::of(caller).map_err(Errno::from).and_then(|mut guest| gather(&mut guest, buffers)) {
        Ok(data) => data,
        Err(errno) => return Ok(Err(errno)),
    };
    let host = caller.data_mut();
    let written = match host.wasi.table.get(fd) {
        Ok(Descriptor::Stdout) if host.stdout == StdoutUse::Answer => Ok(answer(host, &data)?),
        Ok(Descriptor::Stdout) => {
            host.output.raw(Stream::Stdout, &data).await;
            Ok(data.len())
        }
        Ok(Descriptor::Stderr) => {
            host.output.raw(Stream::Stderr, &data).await;
            Ok(data.len())
        }
        Ok(Descriptor::Stdin) => Err(Errno::Badf),
        Ok(Descriptor::Node(_)) => append(host, fd, &data),
        Err(errno) => Err(errno),
    };
    Ok(written.and_then(|length| tell_length(caller, out, length)))
}

fn tell_length(caller: &mut Caller<'_, Host>, out: u32, length: usize) -> Answer {
    Ok(Guest::of(caller)?.write_u32(out, u32::try_from(length).unwrap_or(u32::MAX))?)
}

/// A command's answer is what it prints, up to the limit.
fn answer(host: &mut Host, data: &[u8]) -> Result<usize, Stop> {
    let answer = host.answer.get_or_insert_default();
    let bytes = answer.len() + data.len();
    if bytes > RESPONSE_BYTES_MAX {
        return Err(Stop::ResponseTooLarge { bytes: bytes as u64 });
    }
    answer.extend_from_slice(data);
    Ok(data.len())
}

fn append(host: &mut Host, fd: u32, data: &[u8]) -> Answer<usize> {
    let node = host.wasi.table.node(fd)?.clone();
    if !node.writable {
        return Err(Errno::Badf);
    }
    let end = host.wasi.tree.get(node.inode).map_or(0, Inode::size);
    let position = if node.append { end } else { node.position };
    let written = host.wasi.tree.write(node.inode, position, data, now_ns())?;
    host.wasi.table.node_mut(fd)?.position = position + written as u64;
    Ok(written)
}

fn write_at(caller: &mut Caller<'_, Host>, fd: u32, buffers: (u32, u32), offset: u64, out: u32) -> Answer {
    let data = gather(&mut Guest::of(caller)?, buffers)?;
    let host = caller.data_mut();
    let node = host.wasi.table.node(fd)?.clone();
    if !node.writable {
        return Err(Errno::Badf);
    }
    let written = host.wasi.tree.write(node.inode, offset, &data, now_ns())?;
    tell_length(caller, out, written)
}

fn seek(caller: &mut Caller<'_, Host>, fd: u32, offset: i64, whence: u32, out: u32) -> Answer {
    let wasi = &mut caller.data_mut().wasi;
    let node = wasi.table.node(fd)?;
    let base = match whence {
        0 => 0,
        1 => node.position,
        2 => wasi.tree.get(node.inode).map_or(0, Inode::size),
        _ => return Err(Errno::Inval),
    };
    let position = base.checked_add_signed(offset).ok_or(Errno::Inval)?;
    wasi.table.node_mut(fd)?.position = position;
    Ok(Guest::of(caller)?.write_u64(out, position)?)
}
