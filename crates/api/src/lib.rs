//! What the parts of Coldstart say to each other: typed ids, wire types, errors, and the traits behind which the back end stands.
//!
//! Reading order: [`id`] and [`config`] (what a function is), [`alias`] (names for versions), [`run`] and [`event`] (what happens when it runs),
//! [`environment`] (where it runs), [`snapshot`] (what it may begin with),
//! [`queue`] (events that wait), [`sqs`] (queues of messages), [`message`] (what travels over the socket), [`control_plane`] and [`invoker`] (what the pages may ask for), `lambda` (what the AWS endpoint may ask for).
//! Everything here compiles for the browser too, but for `bucket`, [`clock`], `event_pattern`, `event_settings`, `lambda`, `mapping` and [`schedule`].

pub mod alias;
#[cfg(not(target_arch = "wasm32"))]
pub mod bucket;
#[cfg(not(target_arch = "wasm32"))]
pub mod clock;
pub mod code;
pub mod config;
pub mod control_plane;
pub mod environment;
pub mod error;
pub mod event;
#[cfg(not(target_arch = "wasm32"))]
pub mod event_pattern;
#[cfg(not(target_arch = "wasm32"))]
pub mod event_settings;
pub mod function;
pub mod id;
pub mod invoker;
#[cfg(not(target_arch = "wasm32"))]
pub mod lambda;
pub mod layer;
pub mod logging;
#[cfg(not(target_arch = "wasm32"))]
pub mod logs;
#[cfg(not(target_arch = "wasm32"))]
pub mod mapping;
pub mod message;
pub mod policy;
#[cfg(not(target_arch = "wasm32"))]
pub mod provisioned;
pub mod queue;
pub mod region;
pub mod run;
pub mod run_filter;
pub mod sam;
#[cfg(not(target_arch = "wasm32"))]
pub mod schedule;
pub mod snapshot;
pub mod sqs;
pub mod test_event;
pub mod time;
pub mod trigger;
