//! One run, from its acceptance to its record.
//!
//! In the order of [`InvocationEvent`]: queued, INIT where no environment is ready, the handler, the end, the charge. What the guest writes is recorded while it runs; a cancellation is heeded at every point.
//!
//! A version with SnapStart has RESTORE instead of INIT (`restore`). INIT has ten seconds. If it takes longer it is tried once more inside the invocation, under the function's timeout, as Lambda
//! does. Lambda tries an INIT that failed otherwise again too, which logs the same error twice; here one failure is enough.

mod charge;
mod recorder;
mod restore;
mod stops;

pub(crate) use recorder::Recorder;

use crate::admission::Admission;
use crate::feed::LiveRun;
use crate::lives::Life;
use crate::outcome::Verdict;
use crate::package::{invoked_arn, new_log_stream, package_of, prepare_error, settings_of};
use crate::platform::{self, Line, Report, Status, micros};
use crate::pool::{ContentKey, Ready, Running};
use crate::queue::{Ending, Trial};
use crate::{Answer, Inner, streaming};
use api::code::Code;
use api::config::Reuse;
use api::environment::Gone;
use api::event::{InvocationEvent, Segment, SegmentKind};
use api::run::{Metrics, RunRecord, RunState, RunSummary, Said, Variation};
use runtimes::{InvokeInput, Invoked, Prepared, Started, UsedEnvironment};
use sandbox::{Measured, Outcome, OutputLine};
use std::sync::Arc;
use std::time::{Duration, Instant};
use stops::{Stopped, state_of, stopped, why, why_gone};
use store::content::Resolved;
use store::run::RunWrite;
use tokio::sync::{mpsc, oneshot};

/// How long INIT may take outside the invocation.
const INIT_TIMEOUT: Duration = Duration::from_secs(10);
/// Lines between the guest and the recorder; a guest that is ahead by more waits.
const OUTPUT_LINES_MAX: usize = 256;

/// What a run is made with.
pub(crate) struct Run {
    pub(crate) inner: Arc<Inner>,
    pub(crate) live: Arc<LiveRun>,
    pub(crate) recorder: Recorder,
    pub(crate) summary: RunSummary,
    pub(crate) resolved: Resolved,
    /// The files, unless they were prepared already when it was asked for.
    pub(crate) code: Option<Arc<Code>>,
    pub(crate) payload: String,
    pub(crate) admission: Admission,
    /// When it was asked for.
    pub(crate) asked: Instant,
    /// Who waits for the answer.
    pub(crate) answer: oneshot::Sender<Answer>,
    /// Who reads an answer that comes in pieces.
    pub(crate) answers: Option<streaming::Sender>,
    /// The attempt that it is, if the invocation is asynchronous.
    pub(crate) trial: Option<Trial>,
    /// How it differs from what the function is set to.
    pub(crate) variation: Variation,
    /// What the caller said beside the event.
    pub(crate) said: Said,
    /// That of its environment, once it has one.
    pub(crate) log_stream: Arc<str>,
}

/// How far a run got.
struct Ended {
    verdict: Verdict,
    metrics: Metrics,
    segments: Vec<Segment>,
    /// The handler was called: there is an END, and a bill.
    was_started: bool,
    /// The environment, if it can be used again.
    used: Option<Used>,
}

/// An environment after a run.
struct Used {
    content: ContentKey,
    environment: UsedEnvironment,
    /// What boot and INIT used.
    measured: Measured,
    life: Life,
}

/// Everything that is measured on the way.
#[derive(Default)]
struct Progress {
    metrics: Metrics,
    segments: Vec<Segment>,
    was_started: bool,
    used: Option<(UsedEnvironment, Measured, Life)>,
}

impl Progress {
    fn ended(self, verdict: Verdict, key: Option<ContentKey>) -> Ended {
        let Self { metrics, segments, was_started, used } = self;
        let with_key = |(content, (environment, measured, life))| Used { content, environment, measured, life };
        let used = key.zip(used).map(with_key);
        Ended { verdict, metrics, segments, was_started, used }
    }
}

impl Run {
    /// Runs it, and leaves the record in the store. What `first` writes makes the run known.
    pub(crate) async fn run(mut self, first: Vec<RunWrite>, accepted: crate::writer::Reply) {
        self.recorder.queued(&self.summary, first, accepted).await;
        let ended = self.live_through().await;
        self.close(ended).await;
    }

    async fn live_through(&mut self) -> Ended {
        let mut stop = self.live.stopped();
        let mut progress = Progress::default();
        tokio::select! {
            biased;
            why = stopped(&mut stop) => return progress.ended(Verdict::stopped(state_of(why)), None),
            () = self.admission.leased() => {}
        }
        progress.metrics.queued_us = self.since_asked();
        progress.segments.push(segment(SegmentKind::Queue, 0, progress.metrics.queued_us));
        let key = ContentKey::new(&self.live.account, &self.live.function, &self.resolved, self.summary.target);
        let fresh = self.variation.fresh;
        let (prepared, ready, running) = self.inner.pool.begin(&key, fresh, self.inner.clock.monotonic()).await;
        self.inner.environments_changed(&key.account, &key.name);
        let verdict = match ready {
            Some(ready) => self.warm(ready, &mut stop, &mut progress).await,
            None => self.begin_cold(prepared, &key, running, &mut stop, &mut progress).await,
        };
        progress.ended(verdict, Some(key))
    }

    async fn warm(&mut self, mut ready: Ready, stop: &mut Stopped, progress: &mut Progress) -> Verdict {
        self.log_stream = ready.life.log_stream();
        progress.metrics.provisioned = ready.life.is_kept();
        for line in ready.life.take_said_in_init() {
            self.recorder.output(line).await;
        }
        self.started(progress).await;
        self.invoke(ready, self.timeout(), stop, progress).await
    }

    async fn cold(
        &mut self,
        prepared: Option<Prepared>,
        key: &ContentKey,
        _running: Running,
        stop: &mut Stopped,
        progress: &mut Progress,
    ) -> Verdict {
        self.summary.cold = true;
        let life = self.life();
        self.recorder.event(InvocationEvent::InitStarted).await;
        let (function, version) = (self.summary.function.to_string(), self.summary.target.to_string());
        let (runtime, region) = (self.resolved.config.runtime, self.live.account.region());
        self.recorder.platform(Line::InitStart { runtime, region, function: &function, version: &version }).await;
        let begun = self.since_asked();
        let prepared = match prepared {
            Some(prepared) => prepared,
            None => {
                let prepared = tokio::select! {
                    biased;
                    why = stopped(stop) => return Verdict::stopped(state_of(why)),
                    prepared = self.prepare(key) => prepared,
                };
                match prepared {
                    Ok(prepared) => prepared,
                    Err(verdict) => {
                        life.end(Gone::InitFailed);
                        return self.refused_in_init(begun, Duration::ZERO, verdict, progress).await;
                    }
                }
            }
        };
        let Some(started) = self.init(&prepared, INIT_TIMEOUT, stop).await else {
            return Verdict::stopped(state_of(why(stop)));
        };
        match started {
            Started::Ready { environment, measured } => {
                progress.metrics.init_us = Some(micros(measured.duration));
                progress.segments.push(segment(SegmentKind::Init, begun, micros(measured.duration)));
                self.started(progress).await;
                self.invoke(Ready { environment, measured, life }, self.timeout(), stop, progress).await
            }
            Started::Failed { outcome: Outcome::TimedOut, measured } => {
                life.end(Gone::TimedOut);
                self.recorder.platform(Line::InitReport { duration: measured.duration, status: Status::Timeout }).await;
                progress.segments.push(segment(SegmentKind::Init, begun, micros(measured.duration)));
                self.init_again(&prepared, stop, progress).await
            }
            Started::Failed { outcome, measured } => {
                life.end(why_gone(&outcome, Gone::InitFailed));
                progress.metrics.max_memory_bytes = measured.memory_bytes;
                let verdict = Verdict::of(outcome, self.summary.request_id(), self.summary.settings.timeout_s);
                self.refused_in_init(begun, measured.duration, verdict, progress).await
            }
        }
    }

    /// INIT failed: the handler is not called, but the run has its START, END and REPORT.
    async fn refused_in_init(
        &mut self,
        begun: u64,
        duration: Duration,
        verdict: Verdict,
        progress: &mut Progress,
    ) -> Verdict {
        self.recorder.platform(Line::InitReport { duration, status: verdict.status() }).await;
        progress.metrics.init_us = Some(micros(duration));
        progress.segments.push(segment(SegmentKind::Init, begun, micros(duration)));
        self.started(progress).await;
        self.exit_line(&verdict).await;
        verdict
    }

    /// INIT took too long: once more, and the function's timeout is for both.
    async fn init_again(&mut self, prepared: &Prepared, stop: &mut Stopped, progress: &mut Progress) -> Verdict {
        let life = self.life();
        self.started(progress).await;
        let begun = self.since_asked();
        let Some(started) = self.init(prepared, self.timeout(), stop).await else {
            return self.stopped_while_invoked(begun, stop, progress);
        };
        match started {
            Started::Ready { environment, measured } => {
                let rest = self.timeout().saturating_sub(measured.duration);
                self.add_usage(&measured, progress);
                self.invoke(Ready { environment, measured, life }, rest, stop, progress).await
            }
            Started::Failed { outcome, measured } => {
                life.end(why_gone(&outcome, Gone::InitFailed));
                self.add_usage(&measured, progress);
                progress.segments.push(segment(SegmentKind::Invoke, begun, progress.metrics.duration_us));
                self.verdict_of(outcome, progress).await
            }
        }
    }

    async fn prepare(&mut self, key: &ContentKey) -> Result<Prepared, Verdict> {
        let failed = |error| Verdict::failed(RunState::Failed, error);
        let code = match self.code.take() {
            Some(code) => code,
            None => self
                .inner
                .code_of(self.resolved.code)
                .await
                .map_err(|error| failed(platform::error("Runtime.Unknown", error.message)))?,
        };
        let layers = self.inner.layers_of(&self.resolved.config.layers).await;
        let layers = layers.map_err(|error| failed(platform::error("Runtime.Unknown", error.message)))?;
        let package = package_of(&code, &layers, &self.resolved.config).map_err(|error| failed(*error))?;
        let prepared = self.inner.runtimes.prepare(&package).await.map_err(|error| failed(prepare_error(&error)))?;
        self.inner.pool.remember(key, prepared.clone(), self.inner.clock.monotonic());
        self.inner.environments_changed(&key.account, &key.name);
        Ok(prepared)
    }

    /// Boot and INIT, recorded; nothing when the run was stopped meanwhile.
    async fn init(&mut self, prepared: &Prepared, timeout: Duration, stop: &mut Stopped) -> Option<Started> {
        let (account, function, target) = (&self.live.account, &self.summary.function, self.summary.target);
        let settings = settings_of(account, function, target, &self.resolved.config, &self.log_stream);
        let (output, lines) = mpsc::channel(OUTPUT_LINES_MAX);
        let runtimes = self.inner.runtimes.clone();
        let start = runtimes.start(prepared, settings, timeout, output);
        record_while(&mut self.recorder, start, lines, stop).await
    }

    async fn started(&mut self, progress: &mut Progress) {
        progress.was_started = true;
        self.recorder.started(self.summary.cold, &self.log_stream).await;
        let version = self.summary.target.to_string();
        self.recorder.platform(Line::Start { run: self.summary.request_id(), version: &version }).await;
    }

    async fn invoke(
        &mut self,
        ready: Ready,
        timeout: Duration,
        stop: &mut Stopped,
        progress: &mut Progress,
    ) -> Verdict {
        let begun = self.since_asked();
        progress.metrics.max_memory_bytes = progress.metrics.max_memory_bytes.max(ready.measured.memory_bytes);
        let (output, lines) = mpsc::channel(OUTPUT_LINES_MAX);
        let Ready { environment, measured: measured_in_init, mut life } = ready;
        life.busy(&self.summary.id);
        let call = environment.invoke(self.input(timeout), output);
        let Some(invoked) = record_while(&mut self.recorder, call, lines, stop).await else {
            return self.stopped_while_invoked(begun, stop, progress);
        };
        let Invoked { outcome, measured, used } = invoked;
        match used {
            Some(used) => progress.used = Some((used, measured_in_init, life)),
            None => {
                let why = why_gone(&outcome, Gone::NotReusable);
                if why == Gone::NotReusable {
                    self.inner.bursts.refund(&self.live.account, &self.live.function);
                }
                life.end(why);
            }
        }
        self.add_usage(&measured, progress);
        progress.segments.push(segment(SegmentKind::Invoke, begun, micros(measured.duration)));
        self.verdict_of(outcome, progress).await
    }

    fn input(&mut self, timeout: Duration) -> InvokeInput {
        let RunSummary { function, target, .. } = &self.summary;
        InvokeInput {
            request_id: self.summary.request_id().to_string(),
            payload: self.payload.as_bytes().to_vec(),
            timeout,
            invoked_function_arn: invoked_arn(&self.live.account, function, *target, self.said.alias.as_ref()),
            client_context: self.said.client_context.clone(),
            identity: None,
            trace_id: None,
            answers: self.answers.take(),
        }
    }

    fn add_usage(&self, measured: &Measured, progress: &mut Progress) {
        let metrics = &mut progress.metrics;
        metrics.duration_us += micros(measured.duration);
        metrics.cpu_us += micros(measured.cpu);
        metrics.throttled_us += micros(measured.throttled);
        metrics.max_memory_bytes = metrics.max_memory_bytes.max(measured.memory_bytes);
        metrics.dirty_pages = measured.dirty_pages.or(metrics.dirty_pages);
    }

    /// Its environment is gone with its measurements, all but the time.
    fn stopped_while_invoked(&self, begun: u64, stop: &Stopped, progress: &mut Progress) -> Verdict {
        let duration = self.since_asked().saturating_sub(begun);
        progress.metrics.duration_us += duration;
        progress.segments.push(segment(SegmentKind::Invoke, begun, duration));
        Verdict::stopped(state_of(why(stop)))
    }

    async fn verdict_of(&mut self, outcome: Outcome, progress: &mut Progress) -> Verdict {
        let timeout_s = self.summary.settings.timeout_s;
        let verdict = Verdict::of(outcome, self.summary.request_id(), timeout_s);
        if verdict.state == RunState::TimedOut {
            // The stop comes a tick after the deadline; the function had no more than its timeout.
            progress.metrics.duration_us = progress.metrics.duration_us.min(micros(self.timeout()));
            self.recorder.platform(Line::TimedOut { run: self.summary.request_id(), timeout_s }).await;
        }
        self.exit_line(&verdict).await;
        verdict
    }

    /// The life of a new environment.
    fn life(&mut self) -> Life {
        let RunSummary { id, function, target, .. } = &self.summary;
        let account = &self.live.account;
        self.log_stream = new_log_stream(*target, self.inner.today(account)).into();
        self.inner.lives.begin(account, function, *target, Some(id), &self.log_stream)
    }

    /// What Lambda logs when a runtime ends.
    async fn exit_line(&mut self, verdict: &Verdict) {
        if let Some(error) = &verdict.error
            && matches!(error.error_type.as_str(), "Runtime.ExitError" | "Runtime.Trap" | "Runtime.InvalidModule")
        {
            self.recorder.platform(Line::Exit(error)).await;
        }
    }

    /// The last events, the row, and word to those who wait.
    async fn close(mut self, ended: Ended) {
        let Ended { verdict, metrics, segments, was_started, used } = ended;
        // The guest is gone: others may run, and the caller may go on, while this is written down.
        drop(self.admission);
        if let Some(used) = used {
            self.inner.give_back(used, self.resolved.config.reuse);
        }
        self.inner.environments_changed(&self.live.account, &self.live.function);
        if !self.answer.is_closed() {
            // Who gives up meanwhile misses it.
            let _ = self.answer.send(Answer { state: verdict.state, response: verdict.response.clone() });
        }
        if was_started {
            let (run, duration_us) = (self.summary.request_id(), metrics.duration_us);
            self.recorder.platform(Line::End { run, status: verdict.status(), duration_us }).await;
        }
        for segment in segments {
            self.recorder.event(InvocationEvent::SegmentClosed(segment)).await;
        }
        (self.summary.state, self.summary.metrics) = (verdict.state, metrics);
        self.recorder.finished(&verdict, metrics).await;
        if was_started && verdict.state != RunState::Interrupted {
            let charge = charge::charge(&self.inner, &self.live.account, &self.summary, self.payload.len()).await;
            let (billed_ms, memory_mib) = (charge.billed_ms, self.summary.settings.memory_mib);
            let status = verdict.status();
            let report = Report { run: self.summary.request_id(), metrics: &metrics, billed_ms, memory_mib, status };
            self.recorder.charged(&report, charge.clone());
            self.summary.charge = Some(charge);
        }
        let Verdict { state, response, error } = verdict;
        let settlement = match &self.trial {
            Some(trial) => {
                let (response, error) = (response.as_deref(), error.as_ref());
                let ending = Ending { state, response, error, attempts: trial.number() };
                Some(self.inner.settlement(trial, &ending, &self.payload).await)
            }
            None => None,
        };
        let with = self.trial.iter().zip(&settlement).flat_map(|(trial, next)| next.writes(&trial.row.id)).collect();
        let written = self.recorder.close(self.summary.clone(), response.clone(), error.clone(), with).await;
        if let Some((trial, settlement)) = self.trial.take().zip(settlement) {
            self.inner.settled(&trial, settlement, written.is_ok());
        }
        let event_count = self.recorder.count();
        let record =
            written.map(|_| RunRecord { summary: self.summary, payload: self.payload, response, error, event_count });
        self.live.finish(Arc::new(record));
        self.inner.ended(&self.live);
    }

    fn timeout(&self) -> Duration {
        Duration::from_secs(self.summary.settings.timeout_s.into())
    }

    fn since_asked(&self) -> u64 {
        micros(self.inner.clock.monotonic().saturating_duration_since(self.asked))
    }
}

impl Inner {
    /// Brings a run's environment back, beside everything else; whoever wants one of this content meanwhile waits for it.
    fn give_back(self: &Arc<Self>, used: Used, reuse: Reuse) {
        let Used { content, environment, measured, mut life } = used;
        life.idle();
        let returning = self.pool.returning(&content);
        let inner = Arc::clone(self);
        self.tasks.spawn(async move {
            let environment = match reuse {
                Reuse::Clean => environment.rewind().await,
                Reuse::LikeAws => environment.reuse().await,
            };
            match environment {
                Some(environment) => returning.put(Ready { environment, measured, life }, inner.clock.monotonic()),
                None => {
                    inner.bursts.refund(&content.account, &content.name);
                    life.end(Gone::NotReusable);
                    drop(returning);
                }
            }
            inner.environments_changed(&content.account, &content.name);
        });
    }
}

/// Records what the guest writes until `guest` is over and everything is recorded; nothing when the run is stopped first, which
/// ends the guest.
async fn record_while<T>(
    recorder: &mut Recorder,
    guest: impl Future<Output = T>,
    mut lines: mpsc::Receiver<OutputLine>,
    stop: &mut Stopped,
) -> Option<T> {
    enum Event<T> {
        Stopped,
        Line(OutputLine),
        Over(T),
    }
    tokio::pin!(guest);
    let answer = loop {
        let event = tokio::select! {
            biased;
            _ = stopped(stop) => Event::Stopped,
            Some(line) = lines.recv() => Event::Line(line),
            answer = &mut guest => Event::Over(answer),
        };
        match event {
            Event::Stopped => return None,
            Event::Line(line) => recorder.output(line).await,
            Event::Over(answer) => break answer,
        }
    };
    while let Ok(line) = lines.try_recv() {
        recorder.output(line).await;
    }
    Some(answer)
}

fn segment(kind: SegmentKind, start_us: u64, duration_us: u64) -> Segment {
    Segment { kind, start_us, duration_us }
}
