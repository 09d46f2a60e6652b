//! What pages ask of the server. Each one is a public endpoint: it takes the account from the session first, and only then acts.

pub mod account;
pub mod aliases;
pub mod connect;
pub mod draft;
pub mod engines;
pub mod event_settings;
pub mod events;
pub mod functions;
pub mod history;
pub mod layers;
pub mod mappings;
pub mod overview;
pub mod provisioned;
pub mod queues;
pub mod run;
pub mod test_events;
pub mod triggers;
pub mod tuning;
pub mod versions;
