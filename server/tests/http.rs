//! The server as a network sees it: real connections to a free port.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "http/aws.rs"]
mod aws;
#[path = "http/client.rs"]
mod client;
#[path = "http/clock.rs"]
mod clock;
#[path = "http/function_urls.rs"]
mod function_urls;
#[path = "http/hostile.rs"]
mod hostile;
#[path = "http/lab.rs"]
mod lab;
#[path = "http/live.rs"]
mod live;
#[path = "http/pages.rs"]
mod pages;
#[path = "http/regions.rs"]
mod regions;
#[path = "http/stopping.rs"]
mod stopping;
#[path = "http/versions.rs"]
mod versions;
