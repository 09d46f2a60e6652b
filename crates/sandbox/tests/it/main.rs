//! What a guest can do, and what it cannot. One guest file a behaviour, in `tests/guests`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod broken;
mod files;
mod frozen;
mod guest;
mod images;
mod lies;
mod limits;
mod measured;
mod outcomes;
mod output;
mod pointers;
mod rewinds;
mod snapshots;
