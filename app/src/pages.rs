//! One file a route. Only pages load data.

pub mod connect;
pub mod events;
pub mod functions;
pub mod landing;
pub mod layers;
pub mod new_function;
pub mod not_found;
pub mod overview;
pub mod playground;
pub mod queues;
pub mod run;
pub mod runs;
pub mod settings;
pub mod triggers;
pub mod tune;
pub mod versions;
