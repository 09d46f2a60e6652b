//! Linear memories that begin as a copy-on-write mapping of an image. The only place where memory is mapped by hand.
//!
//! A [`MemoryImage`] is a sealed file in memory: nobody can change it any more, so its pages are shared by all mappings. A
//! [`Mapping`] reserves all that compiled code may address (wasmtime's reservation and guard, inaccessible), and puts a private
//! mapping of the image at its beginning: what a guest writes is its own copy, made page by page when it is first written. What
//! lies beyond the image is anonymous memory, zero when it is first seen. Everything goes with the mapping, so nothing of one
//! environment can be seen by another.

#![expect(unsafe_code, reason = "mapping memory is what this module is for; each block says why it is sound")]

use std::cell::RefCell;
use std::ffi::c_void;
use std::future::Future;
use std::io;
use std::ops::Range;
use std::os::fd::OwnedFd;
use std::pin::pin;
use std::ptr::{NonNull, null_mut};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::Poll;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, ftruncate, memfd_create};
use rustix::mm::{Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap, mmap_anonymous, mprotect, munmap};
use wasmtime::{LinearMemory, MemoryCreator, MemoryType};

use crate::delta::Delta;
use crate::pagemap;

/// The smallest page of any machine; where pages are larger, things are only looked at more finely than they need be.
pub(crate) const HOST_PAGE_BYTES: usize = 4_096;

/// Memories that one image keeps for the environments to come.
const LEFT_MAX: usize = 8;
/// What was written to a memory that is kept, in bytes: more is given back to the kernel.
const USED_BYTES_MAX: usize = 2 << 20;
/// Pages that nobody wrote are copied with those around them if there are so few that asking for them apart would take longer.
const HOT_GAP_BYTES: usize = 2 * HOST_PAGE_BYTES;

/// The contents of a linear memory, whole pages of it. Never changes.
#[derive(Debug)]
pub(crate) struct MemoryImage {
    file: OwnedFd,
    content: Content,
    /// What it holds of the machine's memory.
    used: usize,
    /// Memories that other environments have left, clean again; none are kept where nobody asks for it.
    left: Option<Mutex<Vec<Reserved>>>,
    /// The pages that its first environment wrote in its first call: the next ones will write about the same.
    hot: OnceLock<Vec<Range<usize>>>,
}

impl MemoryImage {
    /// Copies `memory`, leaving out pages that are zero. It has whole WebAssembly pages.
    pub(crate) fn of(memory: &[u8]) -> io::Result<MemoryImage> {
        let file = memfd_create("coldstart-image", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
        ftruncate(&file, memory.len() as u64)?;
        let ranges = used(memory);
        for range in &ranges {
            write_at(&file, memory.get(range.clone()).unwrap_or_default(), range.start as u64)?;
        }
        fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
        let content = Content::of(&file, memory.len())?;
        Ok(MemoryImage { file, content, used: ranges.iter().map(Range::len).sum(), left: None, hot: OnceLock::new() })
    }

    /// Keeps some memories that environments of this image leave, for those that come after: they map nothing, and take no page faults
    /// for what an earlier one has touched. Only for an image of one function, so that a memory never goes from one to another.
    pub(crate) fn keep_left(mut self) -> MemoryImage {
        self.left = Some(Mutex::default());
        self
    }

    /// Learns from what an environment wrote in its first call. Ranges with little between them become one.
    pub(crate) fn learn(&self, written: &[Range<usize>]) {
        let bytes: usize = written.iter().map(Range::len).sum();
        if bytes > USED_BYTES_MAX {
            // It is no example for the others.
            return;
        }
        self.hot.get_or_init(|| {
            let mut hot: Vec<Range<usize>> = Vec::new();
            for range in written.iter().filter(|range| range.end <= self.bytes()) {
                match hot.last_mut() {
                    Some(last) if range.start - last.end <= HOT_GAP_BYTES => last.end = range.end,
                    _ => hot.push(range.clone()),
                }
            }
            hot
        });
    }

    fn used_before(&self, capacity: usize, guard: usize) -> Option<Reserved> {
        let reserved = self.left.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        (reserved.capacity == capacity && reserved.guard == guard).then_some(reserved)
    }

    /// A memory that nobody uses any more.
    fn take_back(&self, mut reserved: Reserved) {
        let Some(left) = &self.left else { return };
        if reserved.clean(self.content()) {
            let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
            if left.len() < LEFT_MAX {
                left.push(reserved);
            }
        }
    }

    /// What an image of `memory` would hold of the machine's memory.
    pub(crate) fn bytes_used_by(memory: &[u8]) -> usize {
        used(memory).iter().map(Range::len).sum()
    }

    /// What it holds of the machine's memory.
    pub(crate) fn used_bytes(&self) -> usize {
        self.used
    }

    /// Its size.
    pub(crate) fn bytes(&self) -> usize {
        self.content.bytes
    }

    /// What is in it.
    pub(crate) fn content(&self) -> &[u8] {
        self.content.as_slice()
    }
}

/// A mapping of a sealed file to read it.
#[derive(Debug)]
struct Content {
    base: NonNull<c_void>,
    bytes: usize,
}

// SAFETY: the mapping belongs to this value alone, is never written, and has no tie to a thread.
unsafe impl Send for Content {}
// SAFETY: as above; all that a shared reference allows is reading.
unsafe impl Sync for Content {}

impl Content {
    /// `file` is sealed and has `bytes`.
    fn of(file: &OwnedFd, bytes: usize) -> io::Result<Content> {
        if bytes == 0 {
            return Ok(Content { base: NonNull::dangling(), bytes });
        }
        // SAFETY: a new mapping where the kernel finds room takes nothing from anybody. The seals keep the file from changing
        // and from shrinking, so what is read is always there and always the same.
        let base = unsafe { mmap(null_mut(), bytes, ProtFlags::READ, MapFlags::PRIVATE, file, 0) }?;
        Ok(Content { base: NonNull::new(base).ok_or(io::ErrorKind::OutOfMemory)?, bytes })
    }

    fn as_slice(&self) -> &[u8] {
        // SAFETY: `bytes` are mapped to be read as long as this value lives, and never change. Without any, the pointer is one
        // that an empty slice may have.
        unsafe { std::slice::from_raw_parts(self.base.as_ptr().cast(), self.bytes) }
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        if self.bytes == 0 {
            return;
        }
        // SAFETY: slices of it borrow this value, so none is left.
        if let Err(error) = unsafe { munmap(self.base.as_ptr(), self.bytes) } {
            tracing::error!(%error, "a memory image could not be unmapped");
        }
    }
}

/// Lets private copies of pages go: what is read next is the mapped file's, or zero in anonymous memory.
///
/// # Errors
/// When `memory` is not whole pages, or the kernel refuses; then it is unchanged or partly so.
pub(crate) fn forget(memory: &mut [u8]) -> io::Result<()> {
    let page = rustix::param::page_size();
    if !memory.as_ptr().addr().is_multiple_of(page) || !memory.len().is_multiple_of(page) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // SAFETY: the range is whole pages (checked above) that the caller has for itself alone. What is in them changes, and any bytes
    // are as good as others there.
    Ok(unsafe { madvise(memory.as_mut_ptr().cast(), memory.len(), Advice::LinuxDontNeed) }?)
}

/// The ranges of pages that are not zero.
fn used(memory: &[u8]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (index, page) in memory.chunks(HOST_PAGE_BYTES).enumerate() {
        if page.iter().all(|byte| *byte == 0) {
            continue;
        }
        let begin = index * HOST_PAGE_BYTES;
        match ranges.last_mut() {
            Some(last) if last.end == begin => last.end += page.len(),
            _ => ranges.push(begin..begin + page.len()),
        }
    }
    ranges
}

fn write_at(file: &OwnedFd, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let wrote = rustix::io::pwrite(file, bytes, offset)?;
        bytes = bytes.get(wrote..).unwrap_or_default();
        offset += wrote as u64;
    }
    Ok(())
}

thread_local! {
    /// The image of the memory that is created next on this thread.
    static NEXT: RefCell<Option<Arc<MemoryImage>>> = const { RefCell::new(None) };
}

/// Runs `instantiation`, whose memory begins as `image`. wasmtime creates memories while a future of it is polled, and says to
/// the creator nothing of what for; so the image is where the creator looks during each poll, and nowhere at other times.
pub(crate) async fn with_image<T>(image: Arc<MemoryImage>, instantiation: impl Future<Output = T>) -> T {
    let mut instantiation = pin!(instantiation);
    let mut image = Some(image);
    std::future::poll_fn(move |context| {
        NEXT.set(image.take());
        let polled = instantiation.as_mut().poll(context);
        image = NEXT.take();
        match polled {
            Poll::Ready(value) => Poll::Ready(value),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Gives wasmtime its memories.
pub(crate) struct Memories;

// SAFETY: the memories are reserved, guarded and sized as the trait asks, see `Mapping`. Those with an image are not filled with
// zeros, but wasmtime itself only ever assumes that of memories whose data segments it elides, and those modules have none.
unsafe impl MemoryCreator for Memories {
    fn new_memory(
        &self,
        _type: MemoryType,
        minimum: usize,
        _maximum: Option<usize>,
        reserved: Option<usize>,
        guard: usize,
    ) -> Result<Box<dyn LinearMemory>, String> {
        let reserved = reserved.ok_or("a memory without a reservation is not supported")?;
        let image = NEXT.take();
        let mapping = Mapping::new(image, minimum, reserved, guard).map_err(|error| format!("no memory: {error}"))?;
        Ok(Box::new(mapping))
    }
}

/// One linear memory.
pub(crate) struct Mapping {
    /// There until it is dropped.
    reserved: Option<Reserved>,
    /// Held as long as its pages are mapped.
    image: Option<Arc<MemoryImage>>,
}

impl Mapping {
    pub(crate) fn new(
        image: Option<Arc<MemoryImage>>,
        minimum: usize,
        capacity: usize,
        guard: usize,
    ) -> io::Result<Mapping> {
        let used = image.as_ref().and_then(|image| image.used_before(capacity, guard));
        let mut reserved = match (used, &image) {
            (Some(reserved), _) => reserved,
            (None, None) => Reserved::new(capacity, guard)?,
            (None, Some(image)) => {
                let mut reserved = Reserved::new(capacity, guard)?;
                reserved.map(image)?;
                reserved.prefault(image.hot.get().map_or(&[], Vec::as_slice));
                reserved
            }
        };
        reserved.resize(minimum)?;
        Ok(Mapping { reserved: Some(reserved), image })
    }

    /// What the guest may use.
    #[cfg(test)]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        let size = self.byte_size();
        // SAFETY: `size` bytes are open from the beginning, and whoever has `self` for itself has them too.
        unsafe { std::slice::from_raw_parts_mut(self.as_ptr(), size) }
    }
}

// SAFETY: base and capacity never change; what is beyond `open` is inaccessible up to the end of the guard; and growing opens
// exactly the new range before the size says so. All of that is `Reserved`'s, which is there as long as this value.
unsafe impl LinearMemory for Mapping {
    fn byte_size(&self) -> usize {
        self.reserved.as_ref().map_or(0, |reserved| reserved.size)
    }

    fn byte_capacity(&self) -> usize {
        self.reserved.as_ref().map_or(0, |reserved| reserved.capacity)
    }

    fn grow_to(&mut self, new_size: usize) -> wasmtime::Result<()> {
        let reserved = self.reserved.as_mut().ok_or_else(|| io::Error::from(io::ErrorKind::OutOfMemory))?;
        Ok(reserved.resize(new_size)?)
    }

    fn as_ptr(&self) -> *mut u8 {
        self.reserved.as_ref().map_or(NonNull::dangling().as_ptr(), |reserved| reserved.base.as_ptr().cast())
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // wasmtime drops a memory after the instance that used it, so no pointer into it is left.
        if let (Some(reserved), Some(image)) = (self.reserved.take(), &self.image) {
            image.take_back(reserved);
        }
    }
}

/// Address space for one linear memory, with what is mapped at its beginning.
#[derive(Debug)]
pub(crate) struct Reserved {
    base: NonNull<c_void>,
    capacity: usize,
    guard: usize,
    /// What the guest may use.
    size: usize,
    /// What can be read and written: the image may go beyond the size until the memory is grown to it.
    open: usize,
}

// SAFETY: the mapping belongs to this value alone and has no tie to a thread.
unsafe impl Send for Reserved {}
// SAFETY: nothing is done to the mapping by a shared reference.
unsafe impl Sync for Reserved {}

impl Reserved {
    fn new(capacity: usize, guard: usize) -> io::Result<Reserved> {
        let whole = capacity.checked_add(guard).ok_or(io::ErrorKind::OutOfMemory)?;
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
        // SAFETY: a new mapping where the kernel finds room takes nothing from anybody.
        let base = unsafe { mmap_anonymous(null_mut(), whole, ProtFlags::empty(), flags) }?;
        let base = NonNull::new(base).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Reserved { base, capacity, guard, size: 0, open: 0 })
    }

    fn map(&mut self, image: &MemoryImage) -> io::Result<()> {
        let bytes = image.bytes();
        if bytes > self.capacity {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        let flags = MapFlags::PRIVATE | MapFlags::FIXED | MapFlags::NORESERVE;
        // SAFETY: the range is inside the reservation that `self` has just made and nobody has seen yet (checked above), so what
        // `FIXED` replaces is inaccessible memory of our own. The file is sealed: its pages cannot change or vanish under the
        // mapping, and writes go to private copies.
        unsafe { mmap(self.base.as_ptr(), bytes, protection, flags, &image.file, 0) }?;
        self.open = bytes;
        Ok(())
    }

    /// Makes private copies of these pages of the image at once, as writing to each would one fault after the other. Where the kernel
    /// does not (before Linux 5.14) they are made when they are written.
    fn prefault(&mut self, ranges: &[Range<usize>]) {
        for range in ranges.iter().filter(|range| range.end <= self.open) {
            // SAFETY: the range is open (checked above), nobody else has seen it yet, and what is in it stays the same.
            let at = unsafe { self.base.as_ptr().byte_add(range.start) };
            // SAFETY: as above; it may only fail, which is no harm.
            if unsafe { madvise(at, range.len(), Advice::LinuxPopulateWrite) }.is_err() {
                return;
            }
        }
    }

    fn resize(&mut self, size: usize) -> io::Result<()> {
        if size > self.capacity {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        if size > self.open {
            let protection = MprotectFlags::READ | MprotectFlags::WRITE;
            // SAFETY: `open..size` is inside the reservation (checked above), belongs to this value and is anonymous memory that
            // nobody could reach until now; both ends are multiples of a page.
            unsafe { mprotect(self.base.as_ptr().byte_add(self.open), size - self.open, protection) }?;
            self.open = size;
        }
        self.size = size;
        Ok(())
    }

    /// Makes what a guest left into the `image` again, as it was mapped. False where that cannot be done, or is too much.
    fn clean(&mut self, image: &[u8]) -> bool {
        if self.open != image.len() {
            return false;
        }
        // SAFETY: `open` bytes from the beginning can be read and written, and whoever has `self` for itself has them too.
        let memory = unsafe { std::slice::from_raw_parts_mut(self.base.as_ptr().cast::<u8>(), self.open) };
        let Some(written) = pagemap::written(memory) else { return false };
        if written.iter().map(Range::len).sum::<usize>() > USED_BYTES_MAX {
            return false;
        }
        Delta::none().put_back(memory, image, Some(written));
        self.size = 0;
        true
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        // SAFETY: whoever has a pointer into the mapping has this value as well.
        let unmapped = unsafe { munmap(self.base.as_ptr(), self.capacity + self.guard) };
        if let Err(error) = unmapped {
            tracing::error!(%error, "a memory could not be unmapped");
        }
    }
}
