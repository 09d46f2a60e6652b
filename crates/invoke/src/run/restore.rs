//! A cold start without INIT: the environment goes on from the image of its version.

use super::stops::{Stopped, state_of, stopped, why, why_gone};
use super::{OUTPUT_LINES_MAX, Progress, Run, record_while, segment};
use crate::outcome::Verdict;
use crate::package::new_log_stream;
use crate::platform::{self, Line, Status, micros};
use crate::pool::{ContentKey, Ready, Running};
use crate::snapshots::Image;
use api::environment::Gone;
use api::event::{InvocationEvent, SegmentKind};
use api::run::RunSummary;
use api::snapshot::Snapshot;
use runtimes::{Prepared, Restoration, Started};
use sandbox::{Measured, Outcome, OutputLine};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// How long a function may take for what it does after a restore, as on Lambda.
const RESTORE_TIMEOUT: Duration = Duration::from_secs(10);
/// The error of a function whose hooks fail or take too long.
const TIMED_OUT: &str = "SnapStartTimeoutException";

impl Run {
    /// By the image of the version, if there is to be one; else by INIT.
    pub(super) async fn begin_cold(
        &mut self,
        prepared: Option<Prepared>,
        key: &ContentKey,
        running: Running,
        stop: &mut Stopped,
        progress: &mut Progress,
    ) -> Verdict {
        self.inner.bursts.spend(&self.live.account, &self.live.function, self.inner.clock.monotonic());
        let image = tokio::select! {
            biased;
            why = stopped(stop) => return Verdict::stopped(state_of(why)),
            image = self.image(key) => image,
        };
        match image {
            Some(image) => self.restored(image, (prepared, key, running), stop, progress).await,
            None => self.cold(prepared, key, running, stop, progress).await,
        }
    }

    /// The image that an environment of this run begins with; nothing where it runs INIT. Waits for one that is being made again. Another
    /// memory size than the version's is none that the image has.
    async fn image(&self, key: &ContentKey) -> Option<(Image, Vec<OutputLine>)> {
        match self.resolved.snapshot {
            Some(Snapshot::Ready) if self.variation.memory.is_none() => {
                self.inner.snapshots.get(key, self.inner.clock.monotonic()).await
            }
            Some(_) | None => None,
        }
    }

    async fn restored(
        &mut self,
        (image, said): (Image, Vec<OutputLine>),
        (prepared, key, _running): (Option<Prepared>, &ContentKey, Running),
        stop: &mut Stopped,
        progress: &mut Progress,
    ) -> Verdict {
        self.summary.cold = true;
        if prepared.is_none() {
            self.inner.pool.remember(key, image.prepared.clone(), self.inner.clock.monotonic());
        }
        let RunSummary { id, function, target, .. } = &self.summary;
        let account = &self.live.account;
        self.log_stream = new_log_stream(*target, self.inner.today(account)).into();
        let life = self.inner.lives.restore(account, function, *target, id, &self.log_stream);
        self.recorder.event(InvocationEvent::RestoreStarted).await;
        let (function, version) = (self.summary.function.to_string(), self.summary.target.to_string());
        let (runtime, region) = (self.resolved.config.runtime, self.live.account.region());
        self.recorder.platform(Line::RestoreStart { runtime, region, function: &function, version: &version }).await;
        for line in said {
            self.recorder.output(line).await;
        }
        let begun = self.since_asked();
        let Some(started) = self.restore(&image, stop).await else {
            return Verdict::stopped(state_of(why(stop)));
        };
        match started {
            Started::Ready { environment, measured } => {
                self.restore_ended(begun, &measured, Status::Success, progress).await;
                self.started(progress).await;
                self.invoke(Ready { environment, measured, life }, self.timeout(), stop, progress).await
            }
            Started::Failed { outcome, measured } => {
                life.end(why_gone(&outcome, Gone::InitFailed));
                progress.metrics.max_memory_bytes = measured.memory_bytes;
                let verdict = self.refused_in_restore(outcome);
                self.restore_ended(begun, &measured, verdict.status(), progress).await;
                self.started(progress).await;
                self.exit_line(&verdict).await;
                verdict
            }
        }
    }

    /// Recorded; nothing when the run was stopped meanwhile.
    async fn restore(&mut self, image: &Image, stop: &mut Stopped) -> Option<Started> {
        let config = &self.resolved.config;
        let (output, lines) = mpsc::channel(OUTPUT_LINES_MAX);
        let restoration = Restoration {
            memory_mib: config.memory.get(),
            tmp_mib: config.tmp.get(),
            log_stream: Arc::clone(&self.log_stream),
            timeout: RESTORE_TIMEOUT,
            output,
        };
        let runtimes = self.inner.runtimes.clone();
        let restore = runtimes.restore(&image.image, restoration);
        record_while(&mut self.recorder, restore, lines, stop).await
    }

    async fn restore_ended(&mut self, begun: u64, measured: &Measured, status: Status<'_>, progress: &mut Progress) {
        self.recorder.platform(Line::RestoreReport { duration: measured.duration, status }).await;
        progress.metrics.restore_us = Some(micros(measured.duration));
        progress.segments.push(segment(SegmentKind::Restore, begun, micros(measured.duration)));
    }

    /// The function's timeout is for its handler; what it does after a restore has Lambda's own.
    fn refused_in_restore(&self, outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::TimedOut => {
                let seconds = RESTORE_TIMEOUT.as_secs();
                let message = format!("what the function does after a restore took longer than {seconds} s");
                Verdict::failed(api::run::RunState::Failed, platform::error(TIMED_OUT, message))
            }
            outcome => Verdict::of(outcome, self.summary.request_id(), self.summary.settings.timeout_s),
        }
    }
}
