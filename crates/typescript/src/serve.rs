//! The compiler's process.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::thread;

use rlimit::Resource;

use crate::transform::transform;
use crate::wire;

/// For all that it holds, in bytes: code, stack, trees.
const ADDRESS_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// Its processor time, in seconds, should nobody be left who ends it.
const CPU_SECONDS_MAX: u64 = 20;
/// For the nesting of a source, in bytes. Only what is used is real memory.
const STACK_BYTES: usize = 512 * 1024 * 1024;

/// Compiles the files that come over standard input, a socket, and answers there. The program's only task when it is called
/// so; ends with the last answer.
///
/// # Errors
/// When the limits cannot be set, or whoever asked is gone.
pub fn serve() -> io::Result<()> {
    Resource::AS.set(ADDRESS_BYTES_MAX, ADDRESS_BYTES_MAX)?;
    Resource::CPU.set(CPU_SECONDS_MAX, CPU_SECONDS_MAX)?;
    Resource::CORE.set(0, 0)?;
    let mut socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut asked = Vec::new();
    socket.read_to_end(&mut asked)?;
    let sources = wire::read_sources(&mut asked.as_slice())?;
    let worker = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || -> io::Result<()> {
        for source in &sources {
            socket.write_all(&wire::write_compiled(&transform(source)))?;
        }
        Ok(())
    })?;
    worker.join().unwrap_or_else(|_panic| Err(io::Error::other("the compiler gave up")))
}
