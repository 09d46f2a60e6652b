//! What becomes of an event after an attempt, in Lambda's rules.

use api::queue::LOOP_TURNS_MAX;
use api::run::RunState;
use api::time::UnixMillis;
use store::event_config::EventRules;
use store::queue::EventRow;

/// Wait before the first retry (Lambda developer guide, «Asynchronous invocation»); the second waits twice as long.
const RETRY_WAIT_MS: i64 = 60_000;
/// Wait after the first throttle; doubled each time.
const THROTTLE_WAIT_MS: i64 = 1_000;
/// Longest wait after a throttle.
pub(super) const THROTTLE_WAIT_MS_MAX: i64 = 300_000;

/// Why nothing more is tried, in the words of a destination's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Success,
    RetriesExhausted,
    EventAgeExceeded,
}

impl Condition {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::RetriesExhausted => "RetriesExhausted",
            Self::EventAgeExceeded => "EventAgeExceeded",
        }
    }
}

/// What is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// It is tried again.
    Retry { due: UnixMillis },
    /// It is over.
    Over(Condition),
    /// A person ended the run: it is not tried again, and no destination hears of it.
    Ended,
    /// The server stops: the next one goes on with it.
    Left,
}

/// After an attempt that ended in `state`, the `attempts`-th.
pub(crate) fn next(state: RunState, attempts: u32, rules: &EventRules, now: UnixMillis) -> Next {
    match state {
        RunState::Succeeded => Next::Over(Condition::Success),
        RunState::Cancelled => Next::Ended,
        RunState::Interrupted | RunState::Queued | RunState::Running => Next::Left,
        RunState::Failed | RunState::TimedOut | RunState::OutOfMemory if attempts > u32::from(rules.retries) => {
            Next::Over(Condition::RetriesExhausted)
        }
        RunState::Failed | RunState::TimedOut | RunState::OutOfMemory => {
            let wait = RETRY_WAIT_MS * i64::from(attempts.max(1));
            Next::Retry { due: UnixMillis(now.0.saturating_add(wait)) }
        }
    }
}

/// Whether an event is too old to be tried.
pub(crate) fn is_expired(event: &EventRow, rules: &EventRules, now: UnixMillis) -> bool {
    now.since(event.accepted_at) > u64::from(rules.age_s) * 1_000
}

/// When an event is tried again for which there was no room, the `throttles`-th time.
pub(crate) fn after_throttle(throttles: u32, now: UnixMillis) -> UnixMillis {
    let doubled = THROTTLE_WAIT_MS.saturating_mul(1_i64 << throttles.saturating_sub(1).min(16));
    UnixMillis(now.0.saturating_add(doubled.min(THROTTLE_WAIT_MS_MAX)))
}

/// Whether an event that came this way may not go through `function` once more.
pub(crate) fn is_loop(lineage: &store::queue::Lineage, function: &api::id::FunctionName) -> bool {
    lineage.get(function).is_some_and(|turns| *turns >= LOOP_TURNS_MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn rules(retries: u8) -> EventRules {
        EventRules { retries, age_s: 60, on_success: None, on_failure: None, stops_loops: true }
    }

    #[test]
    fn a_failure_is_tried_again_after_one_minute_and_after_two() {
        let now = UnixMillis(1_000);
        let due = |attempts| next(RunState::Failed, attempts, &rules(2), now);
        assert_eq!(due(1), Next::Retry { due: UnixMillis(61_000) });
        assert_eq!(due(2), Next::Retry { due: UnixMillis(121_000) });
        assert_eq!(due(3), Next::Over(Condition::RetriesExhausted));
        assert_eq!(next(RunState::TimedOut, 1, &rules(0), now), Next::Over(Condition::RetriesExhausted));
        assert_eq!(next(RunState::Succeeded, 1, &rules(2), now), Next::Over(Condition::Success));
        assert_eq!(next(RunState::Interrupted, 1, &rules(2), now), Next::Left);
    }

    #[test]
    fn throttles_back_off_from_a_second_to_five_minutes() {
        let waits: Vec<i64> = [1, 2, 3, 9, 10, 40].map(|n| after_throttle(n, UnixMillis(0)).0 / 1_000).into();
        assert_eq!(waits, [1, 2, 4, 256, 300, 300]);
    }
}
