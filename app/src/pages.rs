//! One file a route. Only pages load data.

pub mod landing;
pub mod not_found;
pub mod playground;
