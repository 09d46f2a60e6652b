//! Arguments, environment, random bytes, leaving.

use wasmtime::{Caller, Linker};

use super::MODULE;
use super::errno::{Answer, code};
use crate::host::{Guest, Host, Stop};

/// Random bytes that are made before other guests get a turn.
const RANDOM_BYTES_AT_ONCE: u32 = 64 * 1024;

pub(super) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(MODULE, "args_sizes_get", |mut caller: Caller<'_, Host>, count: u32, size: u32| {
        let args = args(caller.data());
        code(sizes(&mut caller, &args, count, size))
    })?;
    linker.func_wrap(MODULE, "args_get", |mut caller: Caller<'_, Host>, pointers: u32, buffer: u32| {
        let args = args(caller.data());
        code(strings(&mut caller, &args, pointers, buffer))
    })?;
    linker.func_wrap(MODULE, "environ_sizes_get", |mut caller: Caller<'_, Host>, count: u32, size: u32| {
        let env = environ(caller.data());
        code(sizes(&mut caller, &env, count, size))
    })?;
    linker.func_wrap(MODULE, "environ_get", |mut caller: Caller<'_, Host>, pointers: u32, buffer: u32| {
        let env = environ(caller.data());
        code(strings(&mut caller, &env, pointers, buffer))
    })?;
    linker.func_wrap_async(MODULE, "random_get", |mut caller: Caller<'_, Host>, (buffer, length): (u32, u32)| {
        Box::new(async move { code(random(&mut caller, buffer, length).await) })
    })?;
    linker.func_wrap_async(MODULE, "sched_yield", |_caller: Caller<'_, Host>, (): ()| {
        Box::new(async move {
            tokio::task::yield_now().await;
            0u32
        })
    })?;
    linker.func_wrap(MODULE, "proc_exit", |code: i32| -> wasmtime::Result<()> { Err(Stop::Exit(code).into()) })?;
    linker.func_wrap(MODULE, "proc_raise", |signal: u32| -> wasmtime::Result<u32> {
        Err(Stop::Exit(128 + i32::from(u8::try_from(signal).unwrap_or(0))).into())
    })?;
    Ok(())
}

fn args(host: &Host) -> Vec<Vec<u8>> {
    host.wasi.args.iter().map(|arg| c_string(arg)).collect()
}

fn environ(host: &Host) -> Vec<Vec<u8>> {
    host.wasi.env.iter().map(|(name, value)| c_string(&format!("{name}={value}"))).collect()
}

fn c_string(text: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = text.bytes().filter(|byte| *byte != 0).collect();
    bytes.push(0);
    bytes
}

fn sizes(caller: &mut Caller<'_, Host>, strings: &[Vec<u8>], count: u32, size: u32) -> Answer {
    let bytes: usize = strings.iter().map(Vec::len).sum();
    let mut guest = Guest::of(caller)?;
    guest.write_u32(count, u32::try_from(strings.len()).unwrap_or(u32::MAX))?;
    guest.write_u32(size, u32::try_from(bytes).unwrap_or(u32::MAX))?;
    Ok(())
}

fn strings(caller: &mut Caller<'_, Host>, strings: &[Vec<u8>], mut pointers: u32, mut buffer: u32) -> Answer {
    let mut guest = Guest::of(caller)?;
    for string in strings {
        guest.write_u32(pointers, buffer)?;
        guest.write(buffer, string)?;
        pointers = pointers.saturating_add(4);
        buffer = buffer.saturating_add(u32::try_from(string.len()).unwrap_or(u32::MAX));
    }
    Ok(())
}

async fn random(caller: &mut Caller<'_, Host>, buffer: u32, length: u32) -> Answer {
    // All of it is checked first, so that nothing is written when the end is outside.
    Guest::of(caller)?.bytes(buffer, length)?;
    let mut done = 0;
    while done < length {
        let piece = (length - done).min(RANDOM_BYTES_AT_ONCE);
        fill(Guest::of(caller)?.bytes(buffer + done, piece)?.0);
        done += piece;
        tokio::task::consume_budget().await;
    }
    Ok(())
}

fn fill(mut bytes: &mut [u8]) {
    while !bytes.is_empty() {
        // The kernel's generator only fails by a signal before anything was copied; then it is asked again.
        let got = rustix::rand::getrandom(&mut *bytes, rustix::rand::GetRandomFlags::empty()).unwrap_or(0);
        bytes = &mut bytes[got..];
    }
}
