//! What the screen says of an event.

use api::queue::{EventState, QueuedEvent};
use api::time::UnixMillis;

/// The mark of a state: with the word it makes the colour unnecessary.
#[must_use]
pub fn mark(state: EventState) -> &'static str {
    match state {
        EventState::Waiting => "◌",
        EventState::Running => "●",
        EventState::Throttled => "‖",
        EventState::Retrying => "↻",
        EventState::Dead => "✗",
    }
}

/// The colour of a state.
#[must_use]
pub fn colour(state: EventState) -> &'static str {
    match state {
        EventState::Waiting => "text-muted",
        EventState::Running => "text-accent",
        EventState::Throttled | EventState::Retrying => "text-warn",
        EventState::Dead => "text-error",
    }
}

/// What a state means, in one sentence.
#[must_use]
pub fn meaning(state: EventState) -> &'static str {
    match state {
        EventState::Waiting => "Accepted and on disk, not tried yet.",
        EventState::Running => "A run of it goes on.",
        EventState::Throttled => {
            "No room for it: tried again after 1 s, 2 s, 4 s … up to 5 min, without counting an attempt."
        }
        EventState::Retrying => "The function failed: tried again after 1 minute, then after 2.",
        EventState::Dead => "Retries or age used up, and no destination on failure took it.",
    }
}

/// How long it is until it is tried, `in 58 s`.
#[must_use]
pub fn wait(event: &QueuedEvent, now: UnixMillis) -> String {
    let seconds = event.due_at.since(now).div_ceil(1_000);
    match (event.state, seconds) {
        (EventState::Running, _) => "now".to_owned(),
        (EventState::Dead, _) => format!("since {} UTC", event.due_at.iso()),
        (_, 0) => "as soon as there is room".to_owned(),
        (_, seconds) if seconds >= 60 => format!("in {} min {} s", seconds / 60, seconds % 60),
        (_, seconds) => format!("in {seconds} s"),
    }
}

/// A token's name.
#[must_use]
pub fn label(event: &QueuedEvent) -> String {
    let QueuedEvent { function, state, attempts, id, .. } = event;
    let id = id.as_str().get(..8).unwrap_or_default();
    let failed = match attempts {
        0 => String::new(),
        1 => ", failed once".to_owned(),
        n => format!(", failed {n} times"),
    };
    format!("{function}, event {id}: {}{failed}", state.label())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::id::{FunctionName, RunId};
    use api::run::{RunSource, Target};

    fn event(state: EventState, attempts: u32, due: i64) -> QueuedEvent {
        QueuedEvent {
            id: RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap(),
            function: FunctionName::parse("orders").unwrap(),
            target: Target::Latest,
            source: RunSource::ApiEvent,
            state,
            attempts,
            accepted_at: UnixMillis(0),
            due_at: UnixMillis(due),
            reason: String::new(),
            dead_letter: None,
        }
    }

    #[test]
    fn tokens_say_what_they_are_and_how_long_they_wait() {
        let retry = event(EventState::Retrying, 1, 61_500);
        assert_eq!(label(&retry), "orders, event 8f1c0000: Waits for its retry, failed once");
        assert_eq!(wait(&retry, UnixMillis(1_000)), "in 1 min 1 s");
        assert_eq!(wait(&retry, UnixMillis(60_000)), "in 2 s");
        assert_eq!(wait(&event(EventState::Waiting, 0, 0), UnixMillis(5)), "as soon as there is room");
        assert_eq!(wait(&event(EventState::Dead, 3, 0), UnixMillis(5)), "since 1970-01-01T00:00:00.000Z UTC");
    }
}
