//! Components: they know our types, and what pages load is given to them.

pub mod connect;
pub mod events;
pub mod monaco;
pub mod output;
pub mod playground;
pub mod queues;
pub mod triggers;
pub mod tuning;
pub mod versions;
