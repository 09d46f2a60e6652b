//! One page's way through the runs of one function.

use super::live_run::{LiveRun, PAGE_EVENTS_MAX, Page};
use super::registry::{Registry, Topic};
use crate::lives::{LifeFeed, News};
use api::event::RunEvent;
use api::id::{AccountId, FunctionName, RunId};
use api::message::{EnvironmentCounts, RunPosition, ServerMessage};
use std::collections::VecDeque;
use std::sync::Arc;
use store::Store;
use tokio::sync::watch;

/// Runs that a page may ask to go on with.
const SEEN_RUNS_MAX: usize = 100;

/// How far a page has got in each run, and what it gets next.
#[derive(Debug)]
pub(crate) struct Subscription {
    store: Store,
    account: AccountId,
    function: FunctionName,
    topic: Arc<Topic>,
    wake: watch::Receiver<u64>,
    /// The number of the first run that was not looked at.
    next: u64,
    cursors: VecDeque<Cursor>,
    /// Environments as the page knows them.
    environments: EnvironmentCounts,
    lives: Lives,
    ready: VecDeque<ServerMessage>,
}

/// The environments' lives, as far as the page knows them.
#[derive(Debug)]
struct Lives {
    feed: Arc<LifeFeed>,
    wake: watch::Receiver<u64>,
    known: Option<u64>,
    /// The last message was about them, so others are next.
    had_turn: bool,
}

#[derive(Debug)]
struct Cursor {
    run: RunId,
    after: u64,
    source: Source,
}

#[derive(Debug)]
enum Source {
    /// A run that goes on or has just ended.
    Live(Arc<LiveRun>),
    /// A run that ended before; all of it is in the store.
    Store,
}

/// What reading a cursor came to.
enum Progress {
    Read,
    UpToDate,
    Over,
}

impl Subscription {
    /// Follows `function` from now on, and goes on where the page was in the runs of `seen`.
    pub(crate) fn new(
        registry: &Registry,
        lives: Arc<LifeFeed>,
        store: Store,
        account: AccountId,
        function: FunctionName,
        mut seen: Vec<RunPosition>,
    ) -> Self {
        seen.truncate(SEEN_RUNS_MAX);
        let topic = registry.topic(&account, &function);
        let wake = topic.listen();
        let (recent, next) = topic.since(0);
        let mut cursors = VecDeque::new();
        for run in recent {
            let position = seen.iter().position(|position| position.run == run.id).map(|index| seen.remove(index));
            if position.is_some() || !run.has_ended() {
                let after = position.map_or(0, |position| position.seq).min(run.last());
                cursors.push_back(Cursor { run: run.id.clone(), after, source: Source::Live(run) });
            }
        }
        let stored = |RunPosition { run, seq }| Cursor { run, after: seq, source: Source::Store };
        cursors.extend(seen.into_iter().map(stored));
        let environments = EnvironmentCounts::default();
        let lives = Lives { wake: lives.listen(), feed: lives, known: None, had_turn: false };
        Self { store, account, function, topic, wake, next, cursors, environments, lives, ready: VecDeque::new() }
    }

    /// The next message; waits until there is one. Read it to its end: a dropped future may take a run's cursor with it.
    pub(crate) async fn next(&mut self) -> ServerMessage {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return message;
            }
            self.wake.mark_unchanged();
            self.lives.wake.mark_unchanged();
            self.find_new_runs();
            if let Some(counts) = self.new_environments() {
                return ServerMessage::Environments { function: self.function.clone(), counts };
            }
            if !self.lives.had_turn
                && let Some(message) = self.news_of_lives()
            {
                self.lives.had_turn = true;
                return message;
            }
            let had_turn = std::mem::take(&mut self.lives.had_turn);
            if self.read_something().await || had_turn {
                continue;
            }
            // The senders are held here, so neither can fail; going on is right all the same.
            tokio::select! {
                _ = self.wake.changed() => {}
                _ = self.lives.wake.changed() => {}
            }
        }
    }

    fn news_of_lives(&mut self) -> Option<ServerMessage> {
        let function = self.function.clone();
        let news = self.lives.feed.read(&mut self.lives.known)?;
        Some(match news {
            News::Picture { now_us, lanes } => ServerMessage::EnvironmentLanes { function, now_us, lanes },
            News::Changes(events) => ServerMessage::EnvironmentEvents { function, events },
        })
    }

    fn new_environments(&mut self) -> Option<EnvironmentCounts> {
        let counts = self.topic.environments();
        let before = std::mem::replace(&mut self.environments, counts);
        (before != counts).then_some(counts)
    }

    fn find_new_runs(&mut self) {
        let (newer, next) = self.topic.since(self.next);
        self.next = next;
        let cursor = |run: Arc<LiveRun>| Cursor { run: run.id.clone(), after: 0, source: Source::Live(run) };
        self.cursors.extend(newer.into_iter().map(cursor));
    }

    /// Reads one page of one run; the runs take turns.
    async fn read_something(&mut self) -> bool {
        for _ in 0..self.cursors.len() {
            let Some(mut cursor) = self.cursors.pop_front() else {
                return false;
            };
            match self.read(&mut cursor).await {
                Progress::Read => {
                    self.cursors.push_back(cursor);
                    return true;
                }
                Progress::UpToDate => self.cursors.push_back(cursor),
                Progress::Over => {}
            }
        }
        false
    }

    async fn read(&mut self, cursor: &mut Cursor) -> Progress {
        let page = match &cursor.source {
            Source::Live(run) => run.read(cursor.after),
            Source::Store => Page::InStore { last: u64::MAX },
        };
        match page {
            Page::UpToDate => Progress::UpToDate,
            Page::Over => Progress::Over,
            Page::Events(events) => self.give(cursor, events),
            Page::Skip { milestones, lines, resume } => {
                self.give(cursor, milestones);
                self.ready.push_back(ServerMessage::Skipped { run: cursor.run.clone(), lines, resume_seq: resume });
                cursor.after = resume;
                Progress::Read
            }
            Page::InStore { last } => self.read_stored(cursor, last).await,
        }
    }

    async fn read_stored(&mut self, cursor: &mut Cursor, last: u64) -> Progress {
        let limit = u32::try_from(PAGE_EVENTS_MAX).unwrap_or(u32::MAX);
        let events = store::run::events(&self.store, &self.account, &cursor.run, cursor.after, limit).await;
        match events {
            Ok(events) if !events.is_empty() => self.give(cursor, events),
            // The run is over, or was deleted with its function.
            Ok(_) => {
                cursor.after = last;
                Progress::Over
            }
            Err(error) => {
                let error = api::error::ApiError::from(error);
                self.ready.push_back(ServerMessage::Refused { message: error.message });
                Progress::Over
            }
        }
    }

    fn give(&mut self, cursor: &mut Cursor, events: Vec<RunEvent>) -> Progress {
        for event in events {
            cursor.after = event.seq;
            self.ready.push_back(ServerMessage::Event { function: self.function.clone(), event });
        }
        Progress::Read
    }
}
