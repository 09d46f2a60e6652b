//! Stories through the services, over a file as a server has it and a clock that the test moves.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "sqs/clock.rs"]
mod clock;
#[path = "sqs/control.rs"]
mod control;
#[path = "sqs/fifo.rs"]
mod fifo;
#[path = "sqs/kill.rs"]
mod kill;
#[path = "sqs/messages.rs"]
mod messages;
#[path = "sqs/redrive.rs"]
mod redrive;
#[path = "sqs/world.rs"]
mod world;
