//! The stacks that guests run on. A new environment takes one that another has left, so that it maps nothing and takes no page faults for it.
//!
//! What a guest left on a stack is below the frames of the next one and was the host's and the compiler's, not the guest's own data: its
//! program has no way to read it, as with wasmtime's own pool of stacks. The lower part, where only deep recursion gets, goes back to the kernel.

#![expect(unsafe_code, reason = "stacks are mapped by hand; each block says why it is sound")]

use std::ffi::c_void;
use std::io;
use std::ops::Range;
use std::ptr::{NonNull, null_mut};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use rustix::mm::{Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap_anonymous, mprotect, munmap};
use wasmtime::{StackCreator, StackMemory};

/// Stacks that wait for the next guest.
const FREE_MAX: usize = 64;
/// What a stack that waits may keep of the machine's memory, at its top.
const KEPT_BYTES: usize = 256 << 10;

type Free = Mutex<Vec<Mapped>>;

/// Gives wasmtime its stacks.
#[derive(Default)]
pub(crate) struct Stacks {
    free: Arc<Free>,
}

// SAFETY: stacks are whole pages with an inaccessible range below, see `Mapped`, and belong to whoever got them until they are dropped. They are
// zero where `zeroed` asks for it.
unsafe impl StackCreator for Stacks {
    fn new_stack(&self, size: usize, zeroed: bool) -> wasmtime::Result<Box<dyn StackMemory>> {
        let waiting = lock(&self.free).pop();
        let mut mapped = match waiting.filter(|mapped| mapped.size == size) {
            Some(mapped) => mapped,
            None => Mapped::new(size)?,
        };
        if zeroed {
            mapped.forget(size)?;
        }
        Ok(Box::new(Stack { mapped: Some(mapped), free: Arc::downgrade(&self.free) }))
    }
}

fn lock(free: &Free) -> std::sync::MutexGuard<'_, Vec<Mapped>> {
    free.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A stack that a guest has.
struct Stack {
    /// There until it is dropped.
    mapped: Option<Mapped>,
    free: Weak<Free>,
}

impl Stack {
    fn ends(&self) -> (usize, usize, usize) {
        self.mapped.as_ref().map_or((0, 0, 0), |mapped| {
            let base = mapped.base.as_ptr().addr();
            (base, base + mapped.guard, base + mapped.guard + mapped.size)
        })
    }
}

// SAFETY: the mapping is there as long as this value, what is between guard and top can be read and written, and nobody else has it.
unsafe impl StackMemory for Stack {
    fn top(&self) -> *mut u8 {
        match &self.mapped {
            // SAFETY: the end of the mapping is one past its last byte.
            Some(mapped) => unsafe { mapped.base.as_ptr().byte_add(mapped.guard + mapped.size).cast() },
            None => null_mut(),
        }
    }

    fn range(&self) -> Range<usize> {
        let (_, bottom, top) = self.ends();
        bottom..top
    }

    fn guard_range(&self) -> Range<*mut u8> {
        match &self.mapped {
            Some(mapped) => {
                let base: *mut u8 = mapped.base.as_ptr().cast();
                // SAFETY: the guard is at the beginning of the mapping.
                base..unsafe { base.byte_add(mapped.guard) }
            }
            None => null_mut()..null_mut(),
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        let (Some(mut mapped), Some(free)) = (self.mapped.take(), self.free.upgrade()) else { return };
        if mapped.forget(mapped.size.saturating_sub(KEPT_BYTES)).is_err() {
            return;
        }
        let mut free = lock(&free);
        if free.len() < FREE_MAX {
            free.push(mapped);
        }
    }
}

/// An inaccessible page, and above it memory to be read and written.
struct Mapped {
    base: NonNull<c_void>,
    guard: usize,
    size: usize,
}

// SAFETY: the mapping belongs to this value alone and has no tie to a thread.
unsafe impl Send for Mapped {}
// SAFETY: nothing is done to the mapping by a shared reference.
unsafe impl Sync for Mapped {}

impl Mapped {
    /// `size` is whole pages.
    fn new(size: usize) -> io::Result<Mapped> {
        let guard = rustix::param::page_size();
        if size == 0 || !size.is_multiple_of(guard) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let whole = size.checked_add(guard).ok_or(io::ErrorKind::OutOfMemory)?;
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
        // SAFETY: a new mapping where the kernel finds room takes nothing from anybody.
        let base = unsafe { mmap_anonymous(null_mut(), whole, ProtFlags::empty(), flags) }?;
        let mapped = Mapped { base: NonNull::new(base).ok_or(io::ErrorKind::OutOfMemory)?, guard, size };
        // SAFETY: the range is the upper part of the mapping that was just made and nobody has seen yet.
        unsafe { mprotect(base.byte_add(guard), size, MprotectFlags::READ | MprotectFlags::WRITE) }?;
        Ok(mapped)
    }

    /// Gives the lowest `bytes` of the stack back to the kernel; they are zero when they are used again.
    fn forget(&mut self, bytes: usize) -> io::Result<()> {
        // SAFETY: the range is whole pages above the guard (sizes are), and nobody runs on the stack: it is on its way from one guest
        // to the next.
        Ok(unsafe { madvise(self.base.as_ptr().byte_add(self.guard), bytes, Advice::LinuxDontNeed) }?)
    }
}

impl Drop for Mapped {
    fn drop(&mut self) {
        // SAFETY: whoever ran on the stack has given it back, so no pointer into it is left.
        if let Err(error) = unsafe { munmap(self.base.as_ptr(), self.guard + self.size) } {
            tracing::error!(%error, "a stack could not be unmapped");
        }
    }
}
