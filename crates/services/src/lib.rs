//! The services that functions talk to and get their events from, one module each.
//!
//! Wanted: what was acknowledged is on disk, and every time is on the account's own clock. So each operation is one transaction of
//! [`store`], and nothing that a service must not lose is in memory.

pub mod sqs;
