//! The account's settings and clock, as every page finds them in its context.

use crate::server_fns::account::LocalWorkspace;
use api::control_plane::Account;
use leptos::prelude::*;

/// The visitor's workspace. Whoever changes its settings on the server writes the answer here.
#[derive(Debug, Clone, Copy)]
pub struct AccountContext {
    /// Settings and clock as they were last read.
    pub account: RwSignal<Account>,
    /// Where it stands to the local workspace.
    pub local: LocalWorkspace,
}
