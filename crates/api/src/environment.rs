//! The life of execution environments, as it is told to pages: INIT or RESTORE, busy, idle, gone.
//!
//! Wanted: a page that comes at any time sees the same lanes as one that was there from the beginning, and none of it grows without
//! end. So [`Lanes`] is both what a page is sent first and what server and page fold each [`EnvironmentEvent`] into.

use crate::id::RunId;
use crate::run::Target;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Environments of a function that have a lane, as many as guests run at once by default; further ones are only counted.
pub const LANES_MAX: usize = 64;
/// Spans that are kept of one lane; the oldest go first.
pub const SPANS_PER_LANE_MAX: usize = 48;

/// An environment: 1, 2, 3 … since the server was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EnvironmentId(pub u64);

/// Something that happened to one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentEvent {
    /// Which one.
    pub environment: EnvironmentId,
    /// When, in microseconds since the server was started. The account's clock may be skipped ahead; this one is not.
    pub at_us: u64,
    /// What.
    pub change: EnvironmentChange,
}

/// What can happen to an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EnvironmentChange {
    /// It is being made.
    Init {
        /// Which code.
        target: Target,
        /// The run that waits for it; nothing where provisioned concurrency makes it ready.
        run: Option<RunId>,
    },
    /// It is being made from the image of its version.
    Restore {
        /// Which code.
        target: Target,
        /// The run that waits for it.
        run: RunId,
    },
    /// It runs the handler.
    Busy {
        /// For this run.
        run: RunId,
    },
    /// It waits for an event.
    Idle,
    /// It is no more.
    Gone(Gone),
}

/// Why an environment is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Gone {
    /// The timeout of the function or of INIT ended it.
    TimedOut,
    /// It asked for more memory than it has.
    OutOfMemory,
    /// It left by itself, or broke a rule of WebAssembly.
    Crashed,
    /// INIT failed, or what the function does after a restore.
    InitFailed,
    /// The run was ended from outside.
    Stopped,
    /// Nothing came for it for a long time.
    Unused,
    /// The machine's room was needed for others.
    Evicted,
    /// Newer code or settings took its place.
    Replaced,
    /// It could not be brought back to what INIT left.
    NotReusable,
}

impl Gone {
    /// What the screen says after «Gone:».
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::TimedOut => "timed out",
            Self::OutOfMemory => "out of memory",
            Self::Crashed => "crashed",
            Self::InitFailed => "INIT failed",
            Self::Stopped => "run was stopped",
            Self::Unused => "unused for long",
            Self::Evicted => "made room for others",
            Self::Replaced => "replaced by newer code or settings",
            Self::NotReusable => "could not be brought back",
        }
    }
}

/// What an environment does for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// It is being made.
    Init,
    /// It is being made from an image.
    Restore,
    /// It runs a handler.
    Busy,
    /// It waits.
    Idle,
}

/// A while of one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// What it did.
    pub phase: Phase,
    /// From when, as [`EnvironmentEvent::at_us`].
    pub start_us: u64,
    /// Until when; nothing while it goes on.
    pub end_us: Option<u64>,
}

/// One environment's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// Which environment.
    pub environment: EnvironmentId,
    /// The code that it was made for.
    pub target: Target,
    /// What it did, oldest first, without gaps.
    pub spans: VecDeque<Span>,
    /// How many runs it was busy with.
    pub runs: u64,
    /// Whether provisioned concurrency keeps it ready.
    #[serde(default)]
    pub provisioned: bool,
    /// The run that it was made for or that it was busy with last.
    pub last_run: Option<RunId>,
    /// Why it is no more.
    pub gone: Option<Gone>,
}

/// The environments of a function, oldest first: all that live, as far as there is room, and some that are gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lanes {
    /// One for each environment.
    pub lanes: Vec<Lane>,
    /// Environments that live and have no lane, because there are too many.
    pub unshown: u64,
}

impl Lanes {
    /// Takes in what happened.
    pub fn fold(&mut self, event: EnvironmentEvent) {
        let EnvironmentEvent { environment, at_us, change } = event;
        let known = self.lanes.iter_mut().find(|lane| lane.environment == environment);
        match (change, known) {
            (EnvironmentChange::Init { target, run }, _) => self.begin(environment, (target, run), Phase::Init, at_us),
            (EnvironmentChange::Restore { target, run }, _) => {
                self.begin(environment, (target, Some(run)), Phase::Restore, at_us);
            }
            (EnvironmentChange::Busy { run }, Some(lane)) => {
                lane.runs += 1;
                lane.last_run = Some(run);
                lane.enter(Phase::Busy, at_us);
            }
            (EnvironmentChange::Idle, Some(lane)) => lane.enter(Phase::Idle, at_us),
            (EnvironmentChange::Gone(why), Some(lane)) => {
                lane.close(at_us);
                lane.gone = Some(why);
            }
            // Lanes that are taken away are gone already, so this one never had a lane.
            (EnvironmentChange::Gone(_), None) => self.unshown = self.unshown.saturating_sub(1),
            (EnvironmentChange::Busy { .. } | EnvironmentChange::Idle, None) => {}
        }
    }

    /// How many environments live.
    #[must_use]
    pub fn living(&self) -> u64 {
        self.lanes.iter().filter(|lane| lane.gone.is_none()).count() as u64 + self.unshown
    }

    fn begin(&mut self, environment: EnvironmentId, (target, run): (Target, Option<RunId>), phase: Phase, at_us: u64) {
        if self.lanes.len() >= LANES_MAX {
            match self.lanes.iter().position(|lane| lane.gone.is_some()) {
                Some(oldest) => drop(self.lanes.remove(oldest)),
                None => {
                    self.unshown += 1;
                    return;
                }
            }
        }
        let spans = VecDeque::from([Span { phase, start_us: at_us, end_us: None }]);
        let provisioned = run.is_none();
        self.lanes.push(Lane { environment, target, spans, runs: 0, provisioned, last_run: run, gone: None });
    }
}

impl Lane {
    /// What it does now, or did last.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        self.spans.back().map(|span| span.phase)
    }

    fn enter(&mut self, phase: Phase, at_us: u64) {
        self.close(at_us);
        if self.spans.len() >= SPANS_PER_LANE_MAX {
            self.spans.pop_front();
        }
        self.spans.push_back(Span { phase, start_us: at_us, end_us: None });
    }

    fn close(&mut self, at_us: u64) {
        if let Some(last) = self.spans.back_mut() {
            last.end_us = Some(at_us);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn run() -> RunId {
        RunId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap()
    }

    fn tell(lanes: &mut Lanes, environment: u64, at_us: u64, change: EnvironmentChange) {
        lanes.fold(EnvironmentEvent { environment: EnvironmentId(environment), at_us, change });
    }

    fn init() -> EnvironmentChange {
        EnvironmentChange::Init { target: Target::Draft, run: Some(run()) }
    }

    #[test]
    fn a_life_is_a_row_of_spans_without_gaps() {
        let mut lanes = Lanes::default();
        tell(&mut lanes, 1, 10, init());
        tell(&mut lanes, 1, 30, EnvironmentChange::Busy { run: run() });
        tell(&mut lanes, 1, 70, EnvironmentChange::Idle);
        tell(&mut lanes, 1, 90, EnvironmentChange::Gone(Gone::Unused));
        let lane = &lanes.lanes[0];
        let spans: Vec<_> = lane.spans.iter().map(|span| (span.phase, span.start_us, span.end_us)).collect();
        assert_eq!(spans, [(Phase::Init, 10, Some(30)), (Phase::Busy, 30, Some(70)), (Phase::Idle, 70, Some(90))]);
        assert_eq!((lane.runs, lane.gone, lanes.living()), (1, Some(Gone::Unused), 0));
    }

    #[test]
    fn a_busy_life_keeps_its_newest_spans_and_counts_all_runs() {
        let mut lanes = Lanes::default();
        tell(&mut lanes, 1, 0, init());
        for at in 1..=1_000 {
            tell(&mut lanes, 1, 2 * at, EnvironmentChange::Busy { run: run() });
            tell(&mut lanes, 1, 2 * at + 1, EnvironmentChange::Idle);
        }
        assert_eq!((lanes.lanes[0].spans.len(), lanes.lanes[0].runs), (SPANS_PER_LANE_MAX, 1_000));
        assert_eq!(lanes.lanes[0].spans.back().unwrap().start_us, 2_001);
    }

    #[test]
    fn a_thousand_environments_have_a_bounded_picture_and_a_true_count() {
        let mut lanes = Lanes::default();
        for environment in 1..=1_000 {
            tell(&mut lanes, environment, environment, init());
        }
        assert_eq!((lanes.lanes.len(), lanes.living()), (LANES_MAX, 1_000));
        for environment in (1..=1_000).rev() {
            tell(&mut lanes, environment, 2_000, EnvironmentChange::Gone(Gone::Stopped));
        }
        assert_eq!((lanes.lanes.len(), lanes.living()), (LANES_MAX, 0));
        tell(&mut lanes, 1_001, 3_000, init());
        let environments: Vec<u64> = lanes.lanes.iter().map(|lane| lane.environment.0).collect();
        assert_eq!((environments.first(), environments.last(), lanes.living()), (Some(&2), Some(&1_001), 1));
    }
}
