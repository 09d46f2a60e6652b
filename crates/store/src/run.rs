//! Runs: one row an invocation, its event and answer, and what happened to it.

mod event_rows;
mod insert;
mod keep;
mod read;
mod row;
mod statistics;
mod write;

pub use keep::{RUN_BYTES_KEPT_MAX, RUNS_KEPT_MAX, interrupt_unfinished, trim};
pub use read::{events, filtered, get, list};
pub use statistics::{Count, counts_of_account, newest_of_account};
pub use write::{RunWrite, Written, write};
