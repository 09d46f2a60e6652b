//! What a memory has that its image has not, and the way back to that.
//!
//! Only pages that were written are looked at where the kernel can tell them: the work of going back is that of the pages which
//! the last run wrote, or an earlier one. They are written again rather than given back to the kernel, since the next run would
//! mostly take the same ones, each by a fault that all processors hear of.

use std::ops::Range;

use crate::mapping::{HOST_PAGE_BYTES, forget};
use crate::pagemap;

/// Of a range this long the pages are given back: a function that once needed much memory should not keep it.
const GIVEN_BACK_BYTES: usize = 4 << 20;

/// Pages that differ from an image, or from zero beyond it.
#[derive(Debug)]
pub(crate) struct Delta {
    /// By offset, ascending; each whole pages.
    pages: Vec<(usize, Box<[u8]>)>,
}

impl Delta {
    /// Of a memory that is all in its image.
    pub(crate) fn none() -> Delta {
        Delta { pages: Vec::new() }
    }

    /// Between `memory` and the `image` that it began with.
    pub(crate) fn of(memory: &[u8], image: &[u8]) -> Delta {
        let written = pagemap::written(memory).unwrap_or_else(|| std::iter::once(0..memory.len()).collect());
        let differs = |range: &Range<usize>| {
            let page = memory.get(range.clone())?;
            let same = match image.get(range.clone()) {
                Some(before) => page == before,
                None => page.iter().all(|byte| *byte == 0),
            };
            (!same).then(|| (range.start, page.into()))
        };
        let pages = written.into_iter().flat_map(pages).filter_map(|range| differs(&range)).collect();
        Delta { pages }
    }

    /// Brings `memory`, which was captured by [`Delta::of`] with this `image`, back to what it was then. `written` is what
    /// [`pagemap::written`] said when the memory was last changed; `None` if nobody knows.
    pub(crate) fn put_back(&self, memory: &mut [u8], image: &[u8], written: Option<Vec<Range<usize>>>) {
        match written {
            Some(written) => {
                for range in written {
                    self.put_back_range(memory, image, range);
                }
            }
            None => self.put_back_unseen(memory, image),
        }
    }

    /// The same where nobody knows what was written.
    fn put_back_unseen(&self, memory: &mut [u8], image: &[u8]) {
        if forget(memory).is_ok() {
            self.write(memory);
        } else {
            self.put_back_pages(memory, image, 0..memory.len());
        }
    }

    fn put_back_range(&self, memory: &mut [u8], image: &[u8], range: Range<usize>) {
        let is_long = range.len() >= GIVEN_BACK_BYTES;
        if is_long && memory.get_mut(range.clone()).is_some_and(|long| forget(long).is_ok()) {
            self.write_range(memory, range);
        } else {
            self.put_back_pages(memory, image, range);
        }
    }

    fn put_back_pages(&self, memory: &mut [u8], image: &[u8], range: Range<usize>) {
        let mut kept = self.from(range.start).peekable();
        for range in pages(range) {
            let Some(page) = memory.get_mut(range.clone()) else { return };
            let source = match kept.next_if(|(offset, _)| *offset == range.start) {
                Some((_, bytes)) => Some(bytes.as_ref()),
                None => image.get(range),
            };
            match source {
                Some(bytes) => page.copy_from_slice(bytes),
                None => page.fill(0),
            }
        }
    }

    /// Puts the pages into a `memory` that begins as the image.
    pub(crate) fn write(&self, memory: &mut [u8]) {
        self.write_range(memory, 0..memory.len());
    }

    fn write_range(&self, memory: &mut [u8], range: Range<usize>) {
        for (offset, bytes) in self.from(range.start).take_while(|(offset, _)| *offset < range.end) {
            if let Some(page) = memory.get_mut(*offset..*offset + bytes.len()) {
                page.copy_from_slice(bytes);
            }
        }
    }

    /// What it holds.
    pub(crate) fn bytes(&self) -> usize {
        self.pages.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    fn from(&self, offset: usize) -> std::slice::Iter<'_, (usize, Box<[u8]>)> {
        let first = self.pages.partition_point(|(page, _)| *page < offset);
        self.pages.get(first..).unwrap_or_default().iter()
    }
}

fn pages(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    range.clone().step_by(HOST_PAGE_BYTES).map(move |start| start..(start + HOST_PAGE_BYTES).min(range.end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "tests")]
    use super::*;
    use crate::mapping::{Mapping, MemoryImage};
    use std::sync::Arc;

    const PAGE: usize = HOST_PAGE_BYTES;

    /// The image, then zeros.
    fn memory(image: &Arc<MemoryImage>, pages: usize) -> Mapping {
        Mapping::new(Some(Arc::clone(image)), pages * PAGE, pages * PAGE, PAGE).unwrap()
    }

    fn image() -> Arc<MemoryImage> {
        let bytes: Vec<u8> = (0..16 * PAGE).map(|at| if at < 8 * PAGE { (at / PAGE) as u8 + 1 } else { 0 }).collect();
        Arc::new(MemoryImage::of(&bytes).unwrap())
    }

    #[test]
    fn everything_that_was_written_since_goes_back() {
        let image = image();
        let mut memory = memory(&image, 64);
        let memory = memory.as_mut_slice();
        for (at, value) in [(5, 0xA0), (3 * PAGE, 0xA1), (9 * PAGE + 7, 0xA2), (40 * PAGE, 0xA3)] {
            memory[at] = value;
        }
        let before = memory.to_vec();
        let delta = Delta::of(memory, image.content());
        assert_eq!(delta.pages.len(), 4);
        let seen = |delta: &Delta, memory: &mut [u8], image: &[u8]| {
            let written = pagemap::written(memory);
            delta.put_back(memory, image, written);
        };
        for way in [seen, Delta::put_back_unseen] {
            for at in (0..64 * PAGE).step_by(PAGE / 2) {
                memory[at] = 0xEE;
            }
            way(&delta, memory, image.content());
            assert!(*memory == before[..]);
            way(&delta, memory, image.content());
            assert!(*memory == before[..], "and again");
        }
    }

    #[test]
    fn a_page_that_was_only_read_is_not_looked_at() {
        let image = image();
        let mut memory = memory(&image, 64);
        let memory = memory.as_mut_slice();
        assert_eq!(memory.iter().filter(|byte| **byte == 1).count(), PAGE);
        memory[2 * PAGE] = 9;
        if let Some(written) = pagemap::written(memory) {
            assert_eq!(format!("{:?}", written), format!("[{}..{}]", 2 * PAGE, 3 * PAGE));
        }
    }

    #[test]
    fn long_ranges_are_given_back_to_the_kernel() {
        let image = image();
        let pages = 4 * GIVEN_BACK_BYTES / PAGE;
        let mut memory = memory(&image, pages);
        let memory = memory.as_mut_slice();
        memory[20 * PAGE] = 7;
        let before = memory.to_vec();
        let delta = Delta::of(memory, image.content());
        memory.fill(0xEE);
        let written = pagemap::written(memory);
        delta.put_back(memory, image.content(), written);
        assert!(*memory == before[..]);
        if let Some(written) = pagemap::written(memory) {
            let bytes: usize = written.iter().map(Range::len).sum();
            assert!(bytes < GIVEN_BACK_BYTES, "{bytes} bytes are still private");
        }
    }
}
