//! Which pages of a range of memory are private copies, by Linux' `PAGEMAP_SCAN` (6.7 and later).
//!
//! A page of a private mapping is the file's until it is written, and a page of anonymous memory is the kernel's page of zeros.
//! Those that are neither were written. A page that was swapped out was written too, and is asked for as well: the scan for
//! «written» pages would miss it (bytecodealliance/wasmtime#14357).

#![expect(unsafe_code, reason = "an ioctl that rustix does not have")]

use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::OnceLock;

use rustix::ioctl::{Ioctl, IoctlOutput, Opcode, ioctl, opcode};

const IS_FILE: u64 = 1 << 2;
const IS_PRESENT: u64 = 1 << 3;
const IS_SWAPPED: u64 = 1 << 4;
const IS_ZEROS: u64 = 1 << 5;
/// Ranges of one answer; more are asked for again.
const RANGES_AT_ONCE: usize = 128;

/// `struct pm_scan_arg` of `linux/fs.h`.
#[repr(C)]
struct Request {
    size: u64,
    flags: u64,
    start: u64,
    end: u64,
    walk_end: u64,
    vec: u64,
    vec_len: u64,
    max_pages: u64,
    category_inverted: u64,
    category_mask: u64,
    category_anyof_mask: u64,
    return_mask: u64,
}

/// `struct page_region` of `linux/fs.h`.
#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Region {
    start: u64,
    end: u64,
    categories: u64,
}

struct Scan<'a>(&'a mut Request);

// SAFETY: the opcode is that of `PAGEMAP_SCAN`, whose argument is a `pm_scan_arg`; the kernel writes to it and to `vec_len` regions
// at `vec`, which `scan` gives it for that.
unsafe impl Ioctl for Scan<'_> {
    type Output = usize;
    const IS_MUTATING: bool = true;

    fn opcode(&self) -> Opcode {
        opcode::read_write::<Request>(b'f', 16)
    }

    fn as_ptr(&mut self) -> *mut c_void {
        std::ptr::from_mut(self.0).cast()
    }

    unsafe fn output_from_ptr(output: IoctlOutput, _argument: *mut c_void) -> rustix::io::Result<usize> {
        Ok(usize::try_from(output).unwrap_or(0))
    }
}

/// This process's page map, if its kernel can be asked.
fn pagemap() -> Option<&'static File> {
    static PAGEMAP: OnceLock<Option<File>> = OnceLock::new();
    let open = || {
        let file = File::open("/proc/self/pagemap").ok()?;
        let probe = scan(&file, 0..0, &mut |_| {});
        match probe {
            Ok(()) => Some(file),
            Err(error) => {
                tracing::info!(%error, "this kernel cannot tell which pages were written; environments are reset by unmapping");
                None
            }
        }
    };
    PAGEMAP.get_or_init(open).as_ref()
}

/// Tells the ranges of written pages in `memory`, in order, as offsets into it. `None` when this kernel cannot tell.
pub(crate) fn written(memory: &[u8]) -> Option<Vec<Range<usize>>> {
    let file = pagemap()?;
    let base = memory.as_ptr().addr();
    let mut ranges = Vec::new();
    let scanned = scan(file, base as u64..(base + memory.len()) as u64, &mut |region| {
        let offset =
            |address: u64| usize::try_from(address).unwrap_or(usize::MAX).saturating_sub(base).min(memory.len());
        ranges.push(offset(region.start)..offset(region.end));
    });
    scanned.inspect_err(|error| tracing::error!(%error, "written pages cannot be told")).ok()?;
    Some(ranges)
}

/// How many pages these are.
pub(crate) fn count(ranges: &[Range<usize>]) -> u64 {
    let bytes: usize = ranges.iter().map(Range::len).sum();
    bytes.div_ceil(crate::mapping::HOST_PAGE_BYTES) as u64
}

fn scan(file: &File, range: Range<u64>, found: &mut impl FnMut(Region)) -> io::Result<()> {
    let mut regions = [Region::default(); RANGES_AT_ONCE];
    let mut start = range.start;
    loop {
        let mut request = Request {
            size: size_of::<Request>() as u64,
            flags: 0,
            start,
            end: range.end,
            walk_end: 0,
            vec: regions.as_mut_ptr().expose_provenance() as u64,
            vec_len: RANGES_AT_ONCE as u64,
            max_pages: 0,
            category_inverted: IS_FILE | IS_ZEROS,
            category_mask: IS_FILE | IS_ZEROS,
            category_anyof_mask: IS_PRESENT | IS_SWAPPED,
            return_mask: IS_FILE,
        };
        // SAFETY: `request` and `regions` are what `Scan` says they are, and live until the call is over.
        let count = unsafe { ioctl(file, Scan(&mut request)) }?;
        for region in regions.iter().take(count) {
            found(*region);
        }
        if request.walk_end >= range.end || request.walk_end <= start {
            return Ok(());
        }
        start = request.walk_end;
    }
}
