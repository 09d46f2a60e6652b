//! The part of a log that a page keeps: a window of the newest rows in chunks that clones share, so that a copy for the
//! screen, made once a frame, costs one small chunk and not the whole log.

use api::event::LogLine;
use api::time::UnixMillis;
use std::collections::VecDeque;
use std::sync::Arc;

/// Rows that a page keeps of one run; older ones are fetched when they are asked for.
pub const LOG_ROWS_MAX: usize = 2_000;
/// Rows of one chunk, which the screen lays out as one block.
pub const CHUNK_ROWS_MAX: usize = 100;

/// A row of the log panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// The sequence number of its event; of a gap, the last one passed over.
    pub seq: u64,
    /// When, on the account's clock.
    pub at: UnixMillis,
    /// What the row says.
    pub item: LogItem,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogItem {
    /// A line.
    Line(LogLine),
    /// Lines that were not sent to this page; they are stored.
    Skipped {
        /// How many.
        lines: u64,
        /// The sequence number after which they begin.
        after: u64,
    },
}

/// Neighbouring rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogChunk {
    /// Counts up, never used twice in a run: the key of the block on the screen.
    pub number: u64,
    /// At most [`CHUNK_ROWS_MAX`].
    pub rows: Vec<LogRow>,
}

/// The newest rows of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogWindow {
    chunks: VecDeque<Arc<LogChunk>>,
    rows: usize,
    lines: u64,
    next_number: u64,
    trimmed: u64,
    trimmed_until_seq: u64,
}

impl LogWindow {
    /// Appends a row; the oldest chunk goes when the window is full.
    pub fn push(&mut self, row: LogRow) {
        self.lines += row.lines();
        match self.chunks.back_mut() {
            Some(last) if last.rows.len() < CHUNK_ROWS_MAX => Arc::make_mut(last).rows.push(row),
            _ => {
                let chunk = LogChunk { number: self.next_number, rows: vec![row] };
                self.next_number += 1;
                self.chunks.push_back(Arc::new(chunk));
            }
        }
        self.rows += 1;
        self.trim();
    }

    fn trim(&mut self) {
        while self.rows > LOG_ROWS_MAX {
            let Some(oldest) = self.chunks.pop_front() else { return };
            self.rows -= oldest.rows.len();
            self.trimmed += oldest.rows.iter().map(LogRow::lines).sum::<u64>();
            self.trimmed_until_seq = oldest.rows.last().map_or(self.trimmed_until_seq, |row| row.seq);
        }
    }

    /// The chunk with this number, while it is in the window. Numbers rise by one.
    #[must_use]
    pub fn chunk(&self, number: u64) -> Option<Arc<LogChunk>> {
        let first = self.chunks.front()?.number;
        let at = usize::try_from(number.checked_sub(first)?).ok()?;
        self.chunks.get(at).cloned()
    }

    /// The number of the first chunk in the window, and the one after the last.
    #[must_use]
    pub fn numbers(&self) -> (u64, u64) {
        (self.chunks.front().map_or(self.next_number, |chunk| chunk.number), self.next_number)
    }

    /// The rows, oldest first.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &LogRow> {
        self.chunks.iter().flat_map(|chunk| chunk.rows.iter())
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Lines so far, those outside the window included.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Lines before the window, which this page has let go.
    #[must_use]
    pub fn trimmed(&self) -> u64 {
        self.trimmed
    }

    /// The last sequence number before the window.
    #[must_use]
    pub fn trimmed_until_seq(&self) -> u64 {
        self.trimmed_until_seq
    }

    /// Says that `lines` lines up to `until_seq` exist before the first row.
    pub(crate) fn starts_after(&mut self, lines: u64, until_seq: u64) {
        self.lines += lines;
        self.trimmed = lines;
        self.trimmed_until_seq = until_seq;
    }
}

impl LogRow {
    /// How many log lines the row stands for.
    #[must_use]
    pub fn lines(&self) -> u64 {
        match self.item {
            LogItem::Line(_) => 1,
            LogItem::Skipped { lines, .. } => lines,
        }
    }
}
