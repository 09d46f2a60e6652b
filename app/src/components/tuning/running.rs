//! A comparison under way: one run after the other, until the plan is done, a person stops it, or the page is gone.

use super::plan::{Plan, Step};
use crate::error::UiError;
use crate::server_fns::history::cancel_run;
use crate::server_fns::tuning::{end_of_run, start_tuning_run};
use api::id::{FunctionName, RunId};
use api::run::{RunState, RunSummary};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How far it has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Runs that have ended or are left out.
    pub done: usize,
    /// All of them.
    pub of: usize,
    /// The one that goes on.
    pub step: Step,
}

/// The comparison of a page.
#[derive(Debug, Clone, Copy)]
pub struct Tuning {
    /// What has been measured.
    pub runs: RwSignal<Vec<RunSummary>>,
    /// Where it stands; nothing while none goes on.
    pub progress: RwSignal<Option<Progress>>,
    /// Why it ended early.
    pub error: RwSignal<Option<String>>,
    current: StoredValue<Option<RunId>>,
    is_stopped: StoredValue<bool>,
}

impl Tuning {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            runs: RwSignal::new(Vec::new()),
            progress: RwSignal::new(None),
            error: RwSignal::new(None),
            current: StoredValue::new(None),
            is_stopped: StoredValue::new(false),
        }
    }

    /// Begins a new comparison, unless one goes on.
    pub fn start(self, function: FunctionName, payload: String, plan: Plan) {
        if self.progress.read_untracked().is_some() {
            return;
        }
        self.runs.set(Vec::new());
        self.error.set(None);
        self.is_stopped.set_value(false);
        spawn_local(async move {
            if let Err(error) = self.follow(&function, &payload, &plan).await {
                self.error.try_set(Some(error.to_string()));
            }
            self.progress.try_set(None);
        });
    }

    /// Asks for no further run and ends the one that goes on. What was measured stays.
    pub fn stop(self) {
        self.is_stopped.set_value(true);
        if let Some(run) = self.current.get_value() {
            spawn_local(async move {
                if let Err(error) = cancel_run(run).await {
                    self.error.try_set(Some(error.to_string()));
                }
            });
        }
    }

    async fn follow(self, function: &FunctionName, payload: &str, plan: &Plan) -> Result<(), UiError> {
        let mut failed = None;
        for (done, step) in plan.steps.iter().copied().enumerate() {
            // A page that is gone has no values any more.
            if self.is_stopped.try_get_value() != Some(false) {
                return Ok(());
            }
            if failed == Some(step.memory) {
                continue;
            }
            self.progress.try_set(Some(Progress { done, of: plan.steps.len(), step }));
            let summary = self.one(function.clone(), payload.to_owned(), step).await?;
            match summary.state {
                RunState::Succeeded => {}
                // Of a stop by hand nothing is to be learnt about the size.
                RunState::Cancelled | RunState::Interrupted => return Ok(()),
                _ => failed = Some(step.memory),
            }
            self.runs.try_update(|runs| runs.push(summary));
        }
        Ok(())
    }

    async fn one(self, function: FunctionName, payload: String, step: Step) -> Result<RunSummary, UiError> {
        let run = start_tuning_run(function, payload, step.memory, step.cold).await?;
        self.current.try_set_value(Some(run.clone()));
        let ended = end_of_run(run).await;
        self.current.try_set_value(None);
        ended
    }
}

impl Default for Tuning {
    fn default() -> Self {
        Self::new()
    }
}
