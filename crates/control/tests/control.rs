//! Stories through the control plane, over a file as a server has it and a clock that the test moves.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "control/aliases.rs"]
mod aliases;
#[path = "control/app.rs"]
mod app;
#[path = "control/clocks.rs"]
mod clocks;
#[path = "control/functions.rs"]
mod functions;
#[path = "control/layers.rs"]
mod layers;
#[path = "control/limits.rs"]
mod limits;
#[path = "control/logs.rs"]
mod logs;
#[path = "control/mappings.rs"]
mod mappings;
#[path = "control/packages.rs"]
mod packages;
#[path = "control/regions.rs"]
mod regions;
#[path = "control/sam.rs"]
mod sam;
#[path = "control/sessions.rs"]
mod sessions;
#[path = "control/strangers.rs"]
mod strangers;
#[path = "control/triggers.rs"]
mod triggers;
