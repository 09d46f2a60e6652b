//! The server's edges: configuration, wiring, router, sessions, sockets, function URLs, the AWS endpoint. What it serves is in the other crates.
//!
//! Task tree: `main` → `serve` (one task a connection) → `live` (one task a socket or event stream). The data plane has its own.

mod access_keys;
mod aws;
mod body;
mod clock;
pub mod config;
mod downloads;
mod function_url;
mod layers;
mod live;
mod local_workspace;
mod packages;
mod pages;
mod refuse;
mod region;
pub mod router;
mod sam;
mod security;
pub mod serve;
mod session;
pub mod wiring;
