//! What a page knows of one run: the fold of its events.
//!
//! Wanted: events may come twice (a reconnect resumes a little too early), out of order with what was passed over, or with a
//! hole in front (a message was lost); the view must count nothing twice and lose nothing. So the view remembers the highest
//! sequence number up to which it has everything, keeps what came early until the hole is closed, and says that there is a
//! hole, so that the connection asks again.

use crate::live::lines::{LogItem, LogRow, LogWindow};
use api::event::{InvocationEvent, RunEvent, Segment};
use api::id::RunId;
use api::run::{Charge, RunOutcome, RunSettings, RunSource, RunState, Target};
use api::time::UnixMillis;
use std::collections::BTreeMap;

/// Events kept that came before one that is missing; further ones are asked for again later.
pub const EARLY_EVENTS_MAX: usize = 256;
/// Gaps remembered, in which an event that is not a log line may still come.
const SKIPPED_RANGES_MAX: usize = 64;
/// Segments kept of one run.
const SEGMENTS_MAX: usize = 1_000;

/// What the function wrote beyond what is kept of a log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Lines.
    pub lines: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// Which run it is and how it was asked for: what [`InvocationEvent::Queued`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// Who invoked.
    pub source: RunSource,
    /// Which code.
    pub target: Target,
    /// Under which limits.
    pub settings: RunSettings,
    /// When.
    pub queued_at: UnixMillis,
}

/// One run as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunView {
    /// Lambda's request id.
    pub id: RunId,
    /// Where it stands.
    pub state: RunState,
    /// Who invoked.
    pub source: RunSource,
    /// Which code.
    pub target: Target,
    /// Under which limits.
    pub settings: RunSettings,
    /// When it was asked for.
    pub queued_at: UnixMillis,
    /// Whether INIT is part of it, once that is known.
    pub cold: Option<bool>,
    /// When INIT or RESTORE began, on a cold start.
    pub init_started_at: Option<UnixMillis>,
    /// When the handler was called.
    pub started_at: Option<UnixMillis>,
    /// The newest log rows.
    pub lines: LogWindow,
    /// What the server did not keep.
    pub dropped: Dropped,
    /// Lines that this page was not sent, all together.
    pub skipped: u64,
    /// The bars of the timeline.
    pub segments: Vec<Segment>,
    /// How it ended.
    pub outcome: Option<RunOutcome>,
    /// What was charged.
    pub charge: Option<Charge>,
    /// Everything up to this sequence number has been folded in.
    pub last_seq: u64,
    early: BTreeMap<u64, RunEvent>,
    passed_over: Vec<(u64, u64)>,
}

/// What came of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// It changed the view.
    Changed,
    /// It had been seen.
    Known,
    /// An event before it is missing; it is kept until that arrives.
    Early,
}

impl RunView {
    /// A run of which nothing but its beginning is known.
    #[must_use]
    pub fn new(id: RunId, beginning: Beginning) -> Self {
        let Beginning { source, target, settings, queued_at } = beginning;
        Self {
            id,
            state: RunState::Queued,
            source,
            target,
            settings,
            queued_at,
            cold: None,
            init_started_at: None,
            started_at: None,
            lines: LogWindow::default(),
            dropped: Dropped::default(),
            skipped: 0,
            segments: Vec::new(),
            outcome: None,
            charge: None,
            last_seq: 0,
            early: BTreeMap::new(),
            passed_over: Vec::new(),
        }
    }

    /// The view that begins with this event, if it is a run's first.
    #[must_use]
    pub fn begin(event: &RunEvent) -> Option<Self> {
        let InvocationEvent::Queued { source, target, settings } = &event.event else { return None };
        let beginning = Beginning { source: source.clone(), target: *target, settings: *settings, queued_at: event.at };
        let mut view = Self::new(event.run.clone(), beginning);
        view.last_seq = event.seq;
        Some(view)
    }

    /// Takes in a stored run's first and last events; they may overlap.
    pub(crate) fn fold_parts(&mut self, head: Vec<RunEvent>, tail: Vec<RunEvent>) {
        let head_last = head.last().map_or(0, |event| event.seq);
        let tail_first = tail.first().map_or(0, |event| event.seq);
        if tail_first <= head_last + 1 {
            head.into_iter().chain(tail).for_each(|event| _ = self.fold(event));
            return;
        }
        // The lines between head and tail are fetched when they are asked for; the lines of the head are among them.
        let others: Vec<_> = head.into_iter().filter(|event| !is_line(event)).collect();
        self.lines.starts_after((tail_first - 1).saturating_sub(others.len() as u64), tail_first - 1);
        self.last_seq = tail_first - 1;
        others.into_iter().for_each(|event| self.apply(event));
        tail.into_iter().for_each(|event| _ = self.fold(event));
    }

    /// Takes an event in.
    pub fn fold(&mut self, event: RunEvent) -> Folded {
        if event.seq <= self.last_seq {
            return self.fold_late(event);
        }
        if event.seq > self.last_seq + 1 {
            if self.early.len() < EARLY_EVENTS_MAX {
                self.early.insert(event.seq, event);
            }
            return Folded::Early;
        }
        self.last_seq = event.seq;
        self.apply(event);
        self.drain_early();
        Folded::Changed
    }

    /// An event that is not a log line is never passed over, so it may come after the gap it lies in was announced.
    fn fold_late(&mut self, event: RunEvent) -> Folded {
        let in_gap = self.passed_over.iter().any(|(from, to)| (*from..=*to).contains(&event.seq));
        if !in_gap || is_line(&event) || !self.is_news(&event.event) {
            return Folded::Known;
        }
        self.apply(event);
        Folded::Changed
    }

    fn is_news(&self, event: &InvocationEvent) -> bool {
        match event {
            InvocationEvent::Queued { .. } => false,
            InvocationEvent::InitStarted | InvocationEvent::RestoreStarted => self.init_started_at.is_none(),
            InvocationEvent::Started { .. } => self.started_at.is_none(),
            InvocationEvent::Log(_) | InvocationEvent::LogsDropped { .. } => true,
            InvocationEvent::SegmentClosed(segment) => !self.segments.contains(segment),
            InvocationEvent::Finished(_) => self.outcome.is_none(),
            InvocationEvent::Charged(_) => self.charge.is_none(),
        }
    }

    /// Passes over log lines up to `resume_seq` that were not sent.
    pub fn skip(&mut self, lines: u64, resume_seq: u64) -> Folded {
        if resume_seq <= self.last_seq {
            return Folded::Known;
        }
        let after = self.last_seq;
        let at = self.lines.rows().next_back().map_or(self.queued_at, |row| row.at);
        self.lines.push(LogRow { seq: resume_seq, at, item: LogItem::Skipped { lines, after } });
        self.skipped += lines;
        if self.passed_over.len() < SKIPPED_RANGES_MAX {
            self.passed_over.push((after + 1, resume_seq));
        }
        self.last_seq = resume_seq;
        let behind: Vec<_> = self.early.range(..=resume_seq).map(|(seq, _)| *seq).collect();
        for seq in behind {
            if let Some(event) = self.early.remove(&seq) {
                self.fold_late(event);
            }
        }
        self.drain_early();
        Folded::Changed
    }

    /// Whether an event is missing before one that has come.
    #[must_use]
    pub fn has_hole(&self) -> bool {
        !self.early.is_empty()
    }

    /// Whether nothing more will come.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.state.is_final() && self.charge.is_some() && !self.has_hole()
    }

    fn drain_early(&mut self) {
        while let Some(event) = self.early.remove(&(self.last_seq + 1)) {
            self.last_seq = event.seq;
            self.apply(event);
        }
        // Whatever was folded meanwhile is no longer early.
        self.early = self.early.split_off(&(self.last_seq + 1));
    }

    fn apply(&mut self, event: RunEvent) {
        let RunEvent { run: _, seq, at, event } = event;
        match event {
            InvocationEvent::Queued { source, target, settings } => {
                (self.source, self.target, self.settings, self.queued_at) = (source, target, settings, at);
            }
            InvocationEvent::InitStarted | InvocationEvent::RestoreStarted => {
                self.init_started_at = Some(at);
                self.cold = Some(true);
                self.becomes(RunState::Running);
            }
            InvocationEvent::Started { cold } => {
                self.started_at = Some(at);
                self.cold = Some(cold);
                self.becomes(RunState::Running);
            }
            InvocationEvent::Log(line) => self.lines.push(LogRow { seq, at, item: LogItem::Line(line) }),
            InvocationEvent::LogsDropped { lines, bytes } => {
                let Dropped { lines: before, bytes: bytes_before } = self.dropped;
                self.dropped = Dropped { lines: lines.max(before), bytes: bytes.max(bytes_before) };
            }
            InvocationEvent::SegmentClosed(segment) if self.segments.len() < SEGMENTS_MAX => {
                self.segments.push(segment);
            }
            InvocationEvent::SegmentClosed(_) => {}
            InvocationEvent::Finished(outcome) => {
                self.state = outcome.state;
                self.outcome = Some(outcome);
            }
            InvocationEvent::Charged(charge) => self.charge = Some(charge),
        }
    }

    /// A state that was final stays.
    fn becomes(&mut self, state: RunState) {
        if !self.state.is_final() {
            self.state = state;
        }
    }
}

fn is_line(event: &RunEvent) -> bool {
    matches!(event.event, InvocationEvent::Log(_))
}
