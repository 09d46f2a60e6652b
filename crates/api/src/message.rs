//! What travels over the page's one WebSocket (`/ws`), each message one JSON text frame.
//! Over server-sent events (`/events`) the same [`ServerMessage`]s come down, and what the client says goes by HTTP.

use crate::environment::{EnvironmentEvent, Lanes};
use crate::error::ApiError;
use crate::event::RunEvent;
use crate::id::{FunctionName, RevisionId, RunId, shown};
use serde::{Deserialize, Serialize};

/// Changes when the messages change; a page with another number reloads itself.
pub const PROTOCOL_VERSION: u32 = 3;
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

/// The execution environments of a function, all its versions and its draft together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentCounts {
    /// Those that wait for an event.
    pub warm: u32,
    /// Those that run one.
    pub busy: u32,
}

/// What the server says.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        clippy::large_enum_variant,
        reason = "nearly every message is the large one; ids are smaller in the browser"
    )
)]
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
    /// The function has other environments than before; none on a new connection.
    Environments {
        /// The function.
        function: FunctionName,
        /// How many there are now.
        counts: EnvironmentCounts,
    },
    /// The lives of the function's environments until now. It comes first, and again when a page has fallen behind.
    EnvironmentLanes {
        /// The function.
        function: FunctionName,
        /// Now, as [`EnvironmentEvent::at_us`].
        now_us: u64,
        /// All that is known of them; it takes the place of what the page has.
        lanes: Lanes,
    },
    /// What happened to environments after [`ServerMessage::EnvironmentLanes`], in order.
    EnvironmentEvents {
        /// The function.
        function: FunctionName,
        /// At least one.
        events: Vec<EnvironmentEvent>,
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

impl RunPosition {
    /// The value of the `seen` parameter of `/events`: `RUN:SEQ` for each run, joined by commas.
    #[must_use]
    pub fn list_to_text(positions: &[Self]) -> String {
        positions.iter().map(|Self { run, seq }| format!("{run}:{seq}")).collect::<Vec<_>>().join(",")
    }

    /// Reads what [`Self::list_to_text`] writes; an empty text is an empty list.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) names the part that is no position.
    pub fn list_from_text(text: &str) -> Result<Vec<Self>, ApiError> {
        let position = |part: &str| {
            let refused = || ApiError::invalid("seen", format!("`{}` is not RUN:SEQ", shown(part)));
            let (run, seq) = part.split_once(':').ok_or_else(refused)?;
            let seq = seq.parse().map_err(|_not_a_number| refused())?;
            Ok(Self { run: RunId::parse(run)?, seq })
        };
        text.split(',').filter(|part| !part.is_empty()).map(position).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn positions_survive_an_address() {
        let position = |seq| RunPosition { run: RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap(), seq };
        for list in [vec![], vec![position(0)], vec![position(1), position(u64::MAX)]] {
            assert_eq!(RunPosition::list_from_text(&RunPosition::list_to_text(&list)), Ok(list));
        }
        for bad in ["x", "x:1", "8f1c0000-0000-4000-8000-000000000000:-1", "8f1c0000-0000-4000-8000-000000000000"] {
            assert!(RunPosition::list_from_text(bad).is_err(), "{bad}");
        }
    }
}
