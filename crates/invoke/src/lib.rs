//! .

pub mod schedule;
