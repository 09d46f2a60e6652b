//! What Run is doing, in words, for the time before the first log line.

use api::id::RunId;
use api::run::RunState;

/// After so many seconds a wait says its reason.
pub const REASON_AFTER_S: u32 = 2;

/// Where a press of Run has got.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is under way.
    #[default]
    Idle,
    /// The draft is being saved, the run comes after it.
    SavingFirst,
    /// The server was asked.
    Asking,
    /// The server has accepted it.
    Accepted(RunId),
}

impl Progress {
    /// Whether something is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        *self != Self::Idle
    }
}

/// The words beside the button: short at once, with the reason once it takes long.
#[must_use]
pub fn words(progress: &Progress, state: Option<RunState>, waited_s: u32) -> String {
    let long = waited_s >= REASON_AFTER_S;
    let (short, reason) = match (progress, state) {
        (Progress::Idle, _) => return String::new(),
        (Progress::SavingFirst, _) => ("Saving…", "the draft is saved before it runs"),
        (Progress::Asking, _) => ("Starting…", "waiting for the server's answer"),
        (Progress::Accepted(_), Some(RunState::Running)) => return format!("Running… {waited_s} s"),
        (Progress::Accepted(_), Some(RunState::Queued)) => ("Waiting…", "waiting for a free environment"),
        (Progress::Accepted(_), None) => ("Starting…", "waiting for news of the run; it goes on meanwhile"),
        (Progress::Accepted(_), Some(_)) => return String::new(),
    };
    if long { format!("{short} {waited_s} s: {reason}") } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_comes_after_two_seconds() {
        let check = |progress: &Progress, state, waited, expected: &str| {
            assert_eq!(words(progress, state, waited), expected);
        };
        check(&Progress::Idle, None, 9, "");
        check(&Progress::Asking, None, 0, "Starting…");
        check(&Progress::Asking, None, 2, "Starting… 2 s: waiting for the server's answer");
        let accepted = RunId::parse("8f1c0000-0000-4000-8000-000000000000").map(Progress::Accepted).unwrap_or_default();
        check(&accepted, Some(RunState::Queued), 3, "Waiting… 3 s: waiting for a free environment");
        check(&accepted, Some(RunState::Running), 1, "Running… 1 s");
        check(&accepted, Some(RunState::Succeeded), 1, "");
    }
}
