//! The runs that a page follows, by id, bounded.

use crate::live::view::{Folded, RunView};
use api::event::RunEvent;
use api::id::RunId;
use api::message::RunPosition;
use std::collections::HashMap;
use std::sync::Arc;

/// Runs that a page keeps; the one not looked at for longest goes first, those that still run last.
pub const RUNS_KEPT_MAX: usize = 24;
/// Positions that a page reports when it subscribes.
pub const POSITIONS_MAX: usize = 64;

/// Runs by id. Clones of a view are for the screen and share its chunks.
#[derive(Debug, Default)]
pub struct Runs {
    runs: HashMap<RunId, Arc<RunView>>,
    /// Oldest first.
    order: Vec<RunId>,
}

impl Runs {
    /// The run, if it is known.
    #[must_use]
    pub fn get(&self, id: &RunId) -> Option<Arc<RunView>> {
        self.runs.get(id).cloned()
    }

    /// Whether the run is known.
    #[must_use]
    pub fn contains(&self, id: &RunId) -> bool {
        self.runs.contains_key(id)
    }

    /// The newest runs, oldest of them first.
    #[must_use]
    pub fn recent(&self, count: usize) -> Vec<RunId> {
        let mut views: Vec<_> = self.runs.values().collect();
        views.sort_by(|a, b| (a.queued_at, a.id.as_str()).cmp(&(b.queued_at, b.id.as_str())));
        views.iter().skip(views.len().saturating_sub(count)).map(|view| view.id.clone()).collect()
    }

    /// Takes an event in. Events of a run whose beginning this page has not seen are early: the run has to be loaded.
    pub fn fold(&mut self, event: RunEvent, in_use: Option<&RunId>) -> Folded {
        if let Some(view) = self.runs.get_mut(&event.run) {
            return Arc::make_mut(view).fold(event);
        }
        match RunView::begin(&event) {
            Some(view) if event.seq == 1 => {
                self.insert(view, in_use);
                Folded::Changed
            }
            _ => Folded::Early,
        }
    }

    /// Passes over lines that were not sent.
    pub fn skip(&mut self, run: &RunId, lines: u64, resume_seq: u64) -> Folded {
        self.runs.get_mut(run).map_or(Folded::Early, |view| Arc::make_mut(view).skip(lines, resume_seq))
    }

    /// Puts a run in that was loaded, unless this page knows more of it already.
    pub fn seed(&mut self, view: RunView, in_use: Option<&RunId>) {
        let knows_more = self
            .runs
            .get(&view.id)
            .is_some_and(|known| known.last_seq >= view.last_seq && (known.state.is_final() || !view.state.is_final()));
        if !knows_more {
            self.insert(view, in_use);
        }
    }

    fn insert(&mut self, view: RunView, in_use: Option<&RunId>) {
        self.order.retain(|id| *id != view.id);
        self.order.push(view.id.clone());
        self.runs.insert(view.id.clone(), Arc::new(view));
        while self.runs.len() > RUNS_KEPT_MAX {
            let done = |id: &RunId| self.runs.get(id).is_none_or(|view| view.state.is_final());
            let Some(at) = self.order.iter().position(|id| Some(id) != in_use && done(id)) else { return };
            let id = self.order.remove(at);
            self.runs.remove(&id);
        }
    }

    /// How far this page has got in each run of which more may come.
    #[must_use]
    pub fn positions(&self) -> Vec<RunPosition> {
        let position = |view: &Arc<RunView>| RunPosition { run: view.id.clone(), seq: view.last_seq };
        let unfinished = self.order.iter().rev().filter_map(|id| self.runs.get(id)).filter(|view| !view.is_complete());
        unfinished.take(POSITIONS_MAX).map(position).collect()
    }

    /// Whether some run waits for an event that was not delivered.
    #[must_use]
    pub fn have_holes(&self) -> bool {
        self.runs.values().any(|view| view.has_hole())
    }
}
