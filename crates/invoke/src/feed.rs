//! What pages see of runs as they happen.
//!
//! Properties wanted: a line reaches a page the moment it is recorded, not when it is on disk; nothing is lost and nothing comes
//! twice, whatever connections do; a page that reads slowly costs no memory and holds up no run.
//!
//! Design: the feed is pulled. A run keeps its newest events in a bounded tail ([`LiveRun`]); older ones are in the store. A
//! subscriber ([`Subscription`]) keeps how far it has got in each run and is merely woken. It reads from the tail, or from the
//! store where the tail has moved on; on a run that floods it skips log lines, says so, and goes on near the end.

mod live_run;
mod registry;
mod subscription;

pub(crate) use live_run::{LiveRun, Stop, bytes_of};
pub(crate) use registry::Registry;
pub(crate) use subscription::Subscription;
