//! Queues: the list, a form for a new one, and what is in one.

pub mod content;
pub mod create;
pub mod messages;
pub mod table;

use crate::server_fns::queues::{CreateQueue, DeleteMessage, DeleteQueue, PurgeQueue, SendMessage};
use leptos::prelude::*;

/// What a person can do, shared by the parts of the page, and what they have typed: it stays when the queues are read anew.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Makes a queue.
    pub create: ServerAction<CreateQueue>,
    /// Deletes one.
    pub delete: ServerAction<DeleteQueue>,
    /// Deletes its messages.
    pub purge: ServerAction<PurgeQueue>,
    /// Sends a message.
    pub send: ServerAction<SendMessage>,
    /// Deletes a message.
    pub delete_message: ServerAction<DeleteMessage>,
    /// The message that is being written.
    pub body: RwSignal<String>,
    /// Queues that were made: each time the form begins anew.
    pub made: RwSignal<u32>,
    /// Rises when the queues are to be read anew.
    pub looked: RwSignal<u32>,
}

impl Actions {
    /// None done yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            create: ServerAction::new(),
            delete: ServerAction::new(),
            purge: ServerAction::new(),
            send: ServerAction::new(),
            delete_message: ServerAction::new(),
            body: RwSignal::new(String::new()),
            made: RwSignal::new(0),
            looked: RwSignal::new(0),
        }
    }

    /// Has the queues read anew.
    pub fn look(self) {
        self.looked.update(|looked| *looked = looked.wrapping_add(1));
    }
}

impl Default for Actions {
    fn default() -> Self {
        Self::new()
    }
}
