//! Stories of the data plane, with the real sandbox and a real database.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "story/answers.rs"]
mod answers;
#[path = "story/app.rs"]
mod app;
#[path = "story/events.rs"]
mod events;
#[path = "story/feed.rs"]
mod feed;
#[path = "story/kill.rs"]
mod kill;
#[path = "story/letters.rs"]
mod letters;
#[path = "story/limits.rs"]
mod limits;
#[path = "story/lines.rs"]
mod lines;
#[path = "story/lives.rs"]
mod lives;
#[path = "story/outcomes.rs"]
mod outcomes;
#[path = "story/python.rs"]
mod python;
#[path = "story/queues.rs"]
mod queues;
#[path = "story/regions.rs"]
mod regions;
#[path = "story/restart.rs"]
mod restart;
#[path = "story/ruby.rs"]
mod ruby;
#[path = "story/schedules.rs"]
mod schedules;
#[path = "story/snapshots.rs"]
mod snapshots;
#[path = "story/typescript.rs"]
mod typescript;
