//! The store through its own API, over files as a server has them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "store/code.rs"]
mod code;
#[path = "store/faults.rs"]
mod faults;
#[path = "store/kill.rs"]
mod kill;
#[path = "store/migrations.rs"]
mod migrations;
#[path = "store/runs.rs"]
mod runs;
#[path = "store/world.rs"]
mod world;
