//! The server's edges: configuration, wiring, router, sessions, sockets, function URLs. What it serves is in the other crates.
//!
//! Task tree: `main` → `serve` (one task a connection) → `live` (one task a socket or event stream). The data plane has its own.

pub mod config;
pub mod wiring;
pub mod serve;
pub mod router;
mod downloads;
mod function_url;
mod live;
mod pages;
mod refuse;
mod security;
mod session;
