//! Why a run, or its environment, comes to an end before it would by itself.

use crate::feed::Stop;
use api::environment::Gone;
use api::run::RunState;
use sandbox::Outcome;
use tokio::sync::watch;

/// The listener for [`crate::feed::LiveRun::stop`].
pub(super) type Stopped = watch::Receiver<Option<Stop>>;

/// Returns when the run is to end.
pub(super) async fn stopped(stop: &mut Stopped) -> Stop {
    match stop.wait_for(Option::is_some).await {
        Ok(why) => why.unwrap_or(Stop::Interrupted),
        Err(_gone) => Stop::Interrupted,
    }
}

pub(super) fn why(stop: &Stopped) -> Stop {
    (*stop.borrow()).unwrap_or(Stop::Interrupted)
}

pub(super) fn state_of(stop: Stop) -> RunState {
    match stop {
        Stop::Cancelled => RunState::Cancelled,
        Stop::Interrupted => RunState::Interrupted,
    }
}

/// Why an environment is thrown away after this end; `otherwise` where the end says nothing of it.
pub(super) fn why_gone(outcome: &Outcome, otherwise: Gone) -> Gone {
    match outcome {
        Outcome::TimedOut => Gone::TimedOut,
        Outcome::OutOfMemory => Gone::OutOfMemory,
        Outcome::Exited { .. } | Outcome::Trapped { .. } => Gone::Crashed,
        Outcome::Returned(_) | Outcome::Failed(_) | Outcome::ResponseTooLarge { .. } => otherwise,
    }
}
