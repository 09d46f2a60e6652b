//! What travels over the page's one WebSocket (`/ws`), each message one JSON text frame.
//! Over server-sent events (`/events`) the same [`ServerMessage`]s come down, and what the client says goes by HTTP.

use crate::event::RunEvent;
use crate::id::{FunctionName, RevisionId, RunId};
use serde::{Deserialize, Serialize};

/// Changes when the messages change; a page with another number reloads itself.
pub const PROTOCOL_VERSION: u32 = 1;
/// Longest message that the server takes from a page.
pub const CLIENT_MESSAGE_BYTES_MAX: usize = 64 * 1_024;

/// What a page says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientMessage {
    /// Send what happens to this function from now on, and what this page has missed of the runs in `seen`.
    Subscribe {
        /// The function. A second `Subscribe` replaces the first.
        function: FunctionName,
        /// How far the page has got in each run it knows; unknown runs that are still active are sent from their start.
        seen: Vec<RunPosition>,
    },
    /// End this run.
    Cancel {
        /// The run.
        run: RunId,
    },
    /// Answer with [`ServerMessage::Pong`].
    Ping,
}

/// The highest sequence number that a page has seen of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPosition {
    /// The run.
    pub run: RunId,
    /// 0 when nothing was seen.
    pub seq: u64,
}

/// What the server says.
#[expect(clippy::large_enum_variant, reason = "nearly every message is the large one")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServerMessage {
    /// First message on every connection.
    Welcome {
        /// [`PROTOCOL_VERSION`] of the server.
        protocol: u32,
    },
    /// Something happened. Within a run the sequence numbers rise; a page ignores what it has seen.
    Event {
        /// The function that the run belongs to.
        function: FunctionName,
        /// What happened.
        event: RunEvent,
    },
    /// The page reads too slowly for a flood: log events up to `resume_seq` were not sent. They are stored and can be fetched.
    Skipped {
        /// The run.
        run: RunId,
        /// How many log lines.
        lines: u64,
        /// The last sequence number that was passed over.
        resume_seq: u64,
    },
    /// The draft was saved, perhaps by another tab.
    DraftSaved {
        /// The function.
        function: FunctionName,
        /// Its state now.
        revision: RevisionId,
    },
    /// The message before could not be carried out.
    Refused {
        /// Why.
        message: String,
    },
    /// The answer to [`ClientMessage::Ping`].
    Pong,
}
