//! Access keys, and what to paste where so that a program reaches the workspace.

pub mod keys;
pub mod snippets;
pub mod texts;
