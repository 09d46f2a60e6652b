//! The host module `coldstart`: what a guest can ask for beyond WASI. Documented for users in `docs/provided-runtime.md`.

use std::time::{Duration, Instant};

use wasmtime::{Caller, Linker};

use super::{Guest, Host, Stop};
use crate::RESPONSE_BYTES_MAX;
use crate::outcome::{GuestError, SourceLocation, Stream};

const MODULE: &str = "coldstart";
/// The longest error type, in bytes.
const ERROR_TYPE_BYTES_MAX: u32 = 1024;
/// The longest content type, in bytes.
const CONTENT_TYPE_BYTES_MAX: u32 = 256;
/// What an answer in pieces is of, if the guest does not say.
const CONTENT_TYPE_DEFAULT: &str = "application/octet-stream";
/// The largest piece of an answer.
const STREAM_PIECE_BYTES_MAX: u32 = 64 * 1024;

pub(crate) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap_async(MODULE, "log", |caller: Caller<'_, Host>, (stream, pointer, length): (u32, u32, u32)| {
        Box::new(log(caller, stream, pointer, length))
    })?;
    linker.func_wrap_async(MODULE, "sleep_ms", |caller: Caller<'_, Host>, (milliseconds,): (u32,)| {
        Box::new(sleep(caller, milliseconds))
    })?;
    linker.func_wrap_async(MODULE, "stream_begin", |caller: Caller<'_, Host>, (pointer, length): (u32, u32)| {
        Box::new(stream_begin(caller, pointer, length))
    })?;
    linker.func_wrap_async(MODULE, "stream_write", |caller: Caller<'_, Host>, (pointer, length): (u32, u32)| {
        Box::new(stream_write(caller, pointer, length))
    })?;
    linker.func_wrap(MODULE, "respond", respond)?;
    linker.func_wrap(MODULE, "fail", fail)?;
    linker.func_wrap(MODULE, "fail_at", fail_at)?;
    linker.func_wrap(MODULE, "context", context)?;
    linker.func_wrap(MODULE, "remaining_ms", remaining_ms)?;
    linker.func_wrap(MODULE, "exit", |code: i32| -> wasmtime::Result<()> { Err(Stop::Exit(code).into()) })?;
    Ok(())
}

/// Copies a piece at a time: the text may be as large as the guest's memory.
async fn log(mut caller: Caller<'_, Host>, stream: u32, pointer: u32, length: u32) -> wasmtime::Result<()> {
    Guest::of(&mut caller)?.bytes(pointer, length)?;
    let stream = if stream == 2 { Stream::Stderr } else { Stream::Stdout };
    let mut done = 0;
    loop {
        let piece = Guest::of(&mut caller)?.log_piece(pointer + done, length - done)?;
        done += u32::try_from(piece.len())?;
        caller.data().output.send(stream, &piece).await;
        tokio::task::consume_budget().await;
        if done >= length {
            return Ok(());
        }
        if Instant::now() >= caller.data().deadline {
            return Err(Stop::Deadline.into());
        }
    }
}

/// Sleeping past the deadline ends at the deadline: the timeout is told there.
async fn sleep(caller: Caller<'_, Host>, milliseconds: u32) {
    let until = Instant::now() + Duration::from_millis(u64::from(milliseconds));
    let latest = caller.data().deadline + Duration::from_secs(1);
    tokio::time::sleep_until(until.min(latest).into()).await;
}

async fn stream_begin(mut caller: Caller<'_, Host>, pointer: u32, length: u32) -> wasmtime::Result<()> {
    let content_type = Guest::of(&mut caller)?.text(pointer, length.min(CONTENT_TYPE_BYTES_MAX))?;
    caller.data_mut().stream.begin(content_type).await;
    Ok(())
}

/// Copies a piece at a time: the whole may be as large as the guest's memory.
async fn stream_write(mut caller: Caller<'_, Host>, pointer: u32, length: u32) -> wasmtime::Result<()> {
    Guest::of(&mut caller)?.bytes(pointer, length)?;
    caller.data_mut().stream.begin(CONTENT_TYPE_DEFAULT.to_owned()).await;
    let mut done = 0;
    while done < length {
        let piece = Guest::of(&mut caller)?.read(pointer + done, (length - done).min(STREAM_PIECE_BYTES_MAX))?;
        done += u32::try_from(piece.len())?;
        caller.data_mut().stream.write(piece).await?;
        tokio::task::consume_budget().await;
        if Instant::now() >= caller.data().deadline {
            return Err(Stop::Deadline.into());
        }
    }
    Ok(())
}

fn respond(mut caller: Caller<'_, Host>, pointer: u32, length: u32) -> wasmtime::Result<()> {
    if length as usize > RESPONSE_BYTES_MAX {
        return Err(Stop::ResponseTooLarge { bytes: u64::from(length) }.into());
    }
    let mut guest = Guest::of(&mut caller)?;
    let answer = guest.read(pointer, length)?;
    guest.host().answer = Some(answer);
    Ok(())
}

fn fail(
    mut caller: Caller<'_, Host>,
    type_pointer: u32,
    type_length: u32,
    pointer: u32,
    length: u32,
) -> wasmtime::Result<()> {
    if length as usize > RESPONSE_BYTES_MAX {
        return Err(Stop::ResponseTooLarge { bytes: u64::from(length) }.into());
    }
    let mut guest = Guest::of(&mut caller)?;
    let error_type = guest.text(type_pointer, type_length.min(ERROR_TYPE_BYTES_MAX))?;
    let payload = guest.read(pointer, length)?;
    let location = guest.host().location.take();
    guest.host().failure = Some(GuestError { error_type, payload, location });
    Ok(())
}

/// Says where in the source the failure is that is reported next.
fn fail_at(mut caller: Caller<'_, Host>, pointer: u32, length: u32, line: u32, column: u32) -> wasmtime::Result<()> {
    let mut guest = Guest::of(&mut caller)?;
    let file = guest.text(pointer, length.min(4096))?;
    guest.host().location = Some(SourceLocation { file, line, column });
    Ok(())
}

/// Copies what fits of the call's context to the guest; answers its whole length.
fn context(mut caller: Caller<'_, Host>, pointer: u32, capacity: u32) -> wasmtime::Result<u32> {
    let mut guest = Guest::of(&mut caller)?;
    let (bytes, host) = guest.bytes(pointer, capacity)?;
    let length = bytes.len().min(host.context.len());
    bytes[..length].copy_from_slice(&host.context[..length]);
    Ok(u32::try_from(host.context.len())?)
}

fn remaining_ms(caller: Caller<'_, Host>) -> u32 {
    let left = caller.data().deadline.saturating_duration_since(Instant::now());
    u32::try_from(left.as_millis()).unwrap_or(u32::MAX)
}
