//! What invokes by the clock: EventBridge schedules.
//!
//! Properties wanted: each due time fires once, on its account's clock, also when that is skipped ahead; a restart repeats nothing.
//!
//! Design: one task reconciles. It reads which schedules are on, fires what is due, sleeps until the next due time, and looks again
//! whenever triggers or clocks change, and every [`RECONCILE_EVERY`] in any case. That a time has fired is committed together with
//! the event that it made, which is then tried as any other. After a skip every time on the way fires, up to [`FIRES_AT_ONCE_MAX`], the newest. After a stop of the
//! server only the newest missed time fires: EventBridge itself would not make up for it, but a person who starts the program once
//! a day wants to see the daily run.

use crate::{Inner, Invoke};
use api::error::ApiError;
use api::id::{AccountId, TriggerId};
use api::run::{RunRequest, RunSource, Said, Target, Variation};
use api::schedule::{Schedule, ScheduleExpression};
use api::time::UnixMillis;
use api::trigger::TriggerConfig;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, Weak};
use std::time::Duration;
use store::run::RunWrite;
use store::trigger::TriggerRow;
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

/// How often schedules are read again when nothing says that they have changed.
const RECONCILE_EVERY: Duration = Duration::from_secs(60);
/// Due times of one schedule that fire one after the other when its clock was skipped ahead.
const FIRES_AT_ONCE_MAX: usize = 60;
/// Due times that are looked through for the newest; a schedule with more is looked at from this many minutes ago, since none comes
/// more often than once a minute.
const DUE_TIMES_MAX: u16 = 10_000;

/// A schedule and the time for which it fires: kept with the event that it makes, so that it fires once.
pub(crate) struct Fired {
    pub(crate) trigger: TriggerId,
    pub(crate) due: UnixMillis,
}

impl Invoke {
    /// Fires schedules from now on. Anything that comes over `changes` makes it read them again.
    pub fn run_schedules<C: Clone + Send + 'static>(&self, changes: broadcast::Receiver<C>) {
        let inner = Arc::downgrade(&self.inner);
        let clocks = self.inner.clock.subscribe();
        self.inner.tasks.spawn(run(inner, changes, clocks));
    }
}

/// How many missed times fire.
#[derive(Debug, Clone, Copy)]
enum CatchUp {
    /// The newest: the server was stopped meanwhile.
    Newest,
    /// All, up to [`FIRES_AT_ONCE_MAX`].
    All,
}

async fn run<C: Clone + Send>(
    inner: Weak<Inner>,
    mut changes: broadcast::Receiver<C>,
    mut clocks: watch::Receiver<u64>,
) {
    let mut catch_up = CatchUp::Newest;
    loop {
        clocks.mark_unchanged();
        let Some(strong) = inner.upgrade() else { return };
        let next = strong.fire_due(catch_up).await;
        catch_up = CatchUp::All;
        let clock = Arc::clone(&strong.clock);
        drop(strong);
        let due = async {
            match next {
                Some((account, due)) => clock.sleep_until(&account, due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            () = changed(&mut changes) => {}
            _ = clocks.changed() => {}
            () = tokio::time::sleep(RECONCILE_EVERY) => {}
        }
    }
}

/// Returns when something changed; never when nobody is left to say so.
async fn changed<C: Clone>(changes: &mut broadcast::Receiver<C>) {
    if let Err(broadcast::error::RecvError::Closed) = changes.recv().await {
        std::future::pending::<()>().await;
    }
}

impl Inner {
    /// Fires what is due, and says when the next is and on whose clock.
    async fn fire_due(self: &Arc<Self>, catch_up: CatchUp) -> Option<(AccountId, UnixMillis)> {
        let rows = match self.enabled_schedules().await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(%error, "schedules cannot be read; trying again later");
                return None;
            }
        };
        let mut next: Option<(Duration, AccountId, UnixMillis)> = None;
        for row in rows {
            let Some(schedule) = schedule_of(&row) else { continue };
            let now = self.clock.now_of(&row.account);
            for due in due_times(&schedule, last_of(&row), now, catch_up) {
                self.fire(&row, due).await;
            }
            let Some(due) = schedule.next_after(now.into()).map(UnixMillis::from) else { continue };
            // Clocks differ between accounts; how long it takes does not. One that stands still tells when it is moved.
            let Some(wait) = self.clock.until(&row.account, due) else { continue };
            if next.as_ref().is_none_or(|(soonest, ..)| wait < *soonest) {
                next = Some((wait, row.account, due));
            }
        }
        next.map(|(_, account, due)| (account, due))
    }

    /// When the next schedule of an account is due.
    pub(crate) async fn next_schedule_due(&self, account: &AccountId) -> Result<Option<UnixMillis>, ApiError> {
        let now = self.clock.now_of(account);
        let rows = self.enabled_schedules().await?;
        let own = rows.iter().filter(|row| row.account == *account).filter_map(schedule_of);
        Ok(own.filter_map(|schedule| schedule.next_after(now.into())).map(UnixMillis::from).min())
    }

    async fn enabled_schedules(&self) -> Result<Vec<TriggerRow>, store::StoreError> {
        store::trigger::schedules_enabled(&mut *self.store.read().await?).await
    }

    async fn fire(self: &Arc<Self>, row: &TriggerRow, due: UnixMillis) {
        let request = RunRequest {
            function: row.function.clone(),
            target: Target::Latest,
            payload: scheduled_event(&row.account, &row.id, due),
            source: RunSource::Schedule(row.id.clone()),
            variation: Variation::default(),
            said: Said::default(),
        };
        let fired = Fired { trigger: row.id.clone(), due };
        if let Err(error) = self.enqueue(&row.account, request, Some(fired)).await {
            tracing::warn!(%error, trigger.id = %row.id, "a schedule came due and its function could not be invoked");
            // This time is over all the same, or the next reading would fire it without end.
            let passed = RunWrite::ScheduleFired { trigger: row.id.clone(), due };
            self.writer.later(vec![passed], 0, None).await;
        }
    }
}

/// From when on the schedule has not fired.
fn last_of(row: &TriggerRow) -> UnixMillis {
    row.last_fired_at.map_or(row.anchor_at, |fired| fired.max(row.anchor_at))
}

fn schedule_of(row: &TriggerRow) -> Option<Schedule> {
    let TriggerConfig::Schedule { expression } = &row.config else { return None };
    match ScheduleExpression::parse(expression) {
        Ok(parsed) => Some(parsed.anchored_at(row.anchor_at.into())),
        Err(error) => {
            tracing::error!(%error, trigger.id = %row.id, "a stored schedule cannot be read");
            None
        }
    }
}

/// The times later than `last` and not later than `now` that fire, oldest first.
fn due_times(schedule: &Schedule, last: UnixMillis, now: UnixMillis, catch_up: CatchUp) -> Vec<UnixMillis> {
    let most = match catch_up {
        CatchUp::Newest => 1,
        CatchUp::All => FIRES_AT_ONCE_MAX,
    };
    let due_after = |last: UnixMillis| {
        let times = std::iter::successors(schedule.next_after(last.into()), |time| schedule.next_after(*time));
        times.map(UnixMillis::from).take_while(|time| *time <= now)
    };
    let recently = UnixMillis(now.0 - i64::from(DUE_TIMES_MAX) * 60_000);
    let is_long_ago = last < recently && due_after(last).nth(DUE_TIMES_MAX.into()).is_some();
    let mut newest = VecDeque::new();
    for time in due_after(if is_long_ago { recently } else { last }) {
        if newest.len() == most {
            newest.pop_front();
        }
        newest.push_back(time);
    }
    newest.into()
}

/// What EventBridge sends for a schedule.
pub(crate) fn scheduled_event(account: &AccountId, trigger: &TriggerId, due: UnixMillis) -> String {
    let time = Timestamp::from(due).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let region = account.region();
    serde_json::json!({
        "version": "0",
        "id": Uuid::new_v4().to_string(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account.digits(),
        "time": time,
        "region": region,
        "resources": [format!("arn:aws:events:{region}:{account}:rule/{trigger}")],
        "detail": {},
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn minutes(due: &[UnixMillis]) -> Vec<i64> {
        due.iter().map(|time| time.0 / 60_000).collect()
    }

    fn every_minute() -> Schedule {
        ScheduleExpression::parse("rate(1 minute)").unwrap().anchored_at(UnixMillis(0).into())
    }

    #[test]
    fn every_time_on_the_way_fires_once_and_a_stop_is_made_up_for_by_one() {
        let at = |minute: i64| UnixMillis(minute * 60_000);
        let schedule = every_minute();
        assert_eq!(minutes(&due_times(&schedule, at(0), at(3), CatchUp::All)), [1, 2, 3]);
        assert_eq!(minutes(&due_times(&schedule, at(3), at(3), CatchUp::All)), [0; 0]);
        assert_eq!(minutes(&due_times(&schedule, at(0), at(3), CatchUp::Newest)), [3]);
        let day = due_times(&schedule, at(0), at(1_440), CatchUp::All);
        assert_eq!((day.len(), day[0], day[59]), (FIRES_AT_ONCE_MAX, at(1_381), at(1_440)));
        let year = 525_600;
        assert_eq!(due_times(&schedule, at(0), at(year), CatchUp::Newest), [at(year)]);
    }
}
