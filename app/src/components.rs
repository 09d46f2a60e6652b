//! Components: they know our types, and what pages load is given to them.

pub mod connect;
pub mod events;
pub mod import_sam;
pub mod layers;
pub mod monaco;
pub mod output;
pub mod overview;
pub mod playground;
pub mod queues;
pub mod triggers;
pub mod tuning;
pub mod versions;
