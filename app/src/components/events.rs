//! The queue theatre: every asynchronous event is a token that a person can watch and click.

pub mod detail;
pub mod feed;
pub mod lanes;
pub mod send;
pub mod words;
