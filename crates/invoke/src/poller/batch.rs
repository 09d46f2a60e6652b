//! A batch, to the machine.

use super::machine::{Arrival, Key};
use api::mapping::{Waiting, WaitsFor};
use api::time::UnixMillis;

/// Messages that stay together until they are gone.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) messages: Vec<Arrival>,
    /// Whether the function gets it; otherwise no filter let its messages through.
    pub(super) is_invocation: bool,
    pub(super) stage: Stage,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Ready,
    /// The function had no room for it.
    NoRoom {
        tries: u32,
        due: UnixMillis,
    },
    /// The function has it.
    Running {
        tries: u32,
    },
    /// The function is done with it, or was never to get it.
    ToDelete {
        tries: u32,
        due: UnixMillis,
    },
    Deleting {
        tries: u32,
    },
}

impl Batch {
    pub(super) fn ready(messages: Vec<Arrival>) -> Self {
        Self { messages, is_invocation: true, stage: Stage::Ready }
    }

    pub(super) fn filtered_out(messages: Vec<Arrival>, now: UnixMillis) -> Self {
        Self { messages, is_invocation: false, stage: Stage::ToDelete { tries: 0, due: now } }
    }

    pub(super) fn keys(&self) -> Vec<Key> {
        self.messages.iter().map(|message| message.key).collect()
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().filter_map(|message| message.group.as_deref())
    }

    /// Tries that were in vain.
    pub(super) fn tries(&self) -> u32 {
        match self.stage {
            Stage::Ready => 0,
            Stage::NoRoom { tries, .. }
            | Stage::Running { tries }
            | Stage::ToDelete { tries, .. }
            | Stage::Deleting { tries } => tries,
        }
    }

    /// Whether it is one of those of which there may be so many at once.
    pub(super) fn is_worked_off(&self) -> bool {
        self.is_invocation && !matches!(self.stage, Stage::Ready | Stage::NoRoom { .. })
    }

    /// Whether messages of it that are visible again are let go: they are not begun, nor begun once more.
    pub(super) fn can_be_late(&self) -> bool {
        match self.stage {
            Stage::Ready | Stage::NoRoom { .. } => true,
            Stage::ToDelete { tries, .. } => tries > 0,
            Stage::Running { .. } | Stage::Deleting { .. } => false,
        }
    }

    /// What it waits for by the clock; `may_begin` says whether one more batch may be worked off.
    pub(super) fn waits(&self, may_begin: bool) -> Option<Waiting> {
        match self.stage {
            Stage::NoRoom { due, .. } => {
                let visible = self.messages.iter().map(|message| message.hidden_until).min()?;
                let until = if may_begin { due.min(visible) } else { visible };
                Some(Waiting { until, why: WaitsFor::Room })
            }
            Stage::ToDelete { due, .. } => Some(Waiting { until: due, why: WaitsFor::Trouble }),
            Stage::Ready | Stage::Running { .. } | Stage::Deleting { .. } => None,
        }
    }
}
