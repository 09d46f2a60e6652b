//! Functions from source to answer, through the facade that the data plane uses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod console;
mod corpus;
mod errors;
mod function;
mod handlers;
mod library;
mod limits;
mod modules;
mod provided;
mod python;
mod restores;
mod rewinds;
mod ruby;
mod streaming;
mod typescript;
