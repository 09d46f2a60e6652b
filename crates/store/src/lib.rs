//! Everything that outlives the process, in one SQLite file and a key beside it; the only SQL of Coldstart.
//!
//! Wanted: what was acknowledged is on disk, even if the server is killed the moment after; readers never wait for the writer;
//! no half of a change is ever seen. So the file is in WAL mode with `synchronous=full`, one connection writes and a few read.
//!
//! One module a noun, one function a query. A function takes a connection where it may be part of a larger transaction
//! ([`Store::read`], [`Store::write`]), and a [`Store`] where it is a transaction of its own. [`run::write`] commits changes of
//! many runs at once: a busy server pays for one disk flush, not for hundreds.

pub mod access_key;
pub mod account;
pub mod alias;
pub mod code;
pub mod content;
mod convert;
mod error;
pub mod event_config;
pub mod function;
mod key;
pub mod latest;
pub mod layer;
pub mod log;
pub mod mapping;
mod open;
pub mod permission;
pub mod provisioned;
pub mod queue;
pub mod run;
pub mod session;
pub mod snapshot;
pub mod sqs;
pub mod tag;
pub mod test_event;
pub mod trigger;
pub mod version;
pub mod zip;

pub use error::{Constraint, OpenError, StoreError};
pub use key::{InstallationKey, KEY_FILE};
pub use open::{Connection, DATABASE_FILE, READ_CONNECTIONS_MAX, Store, Write};
