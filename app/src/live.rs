//! What happens on the server, as it happens: one connection a page, and the runs it brings.
//!
//! Wanted: a line is on the screen a frame after it was written; nothing is lost when the connection is, and nothing is shown
//! twice; a network without sockets is no reason to see nothing. So the events are folded into [`view::RunView`]s the moment
//! they arrive, which is cheap, and shown once a frame; a connection that comes back says how far this page has got
//! ([`runs::Runs::positions`]); and where sockets fail, server-sent events bring the same messages ([`wire`]).
//!
//! On the server there is no connection: a [`Live`] holds what was loaded for the first paint.

pub mod backoff;
pub mod environments;
pub mod lines;
#[cfg(feature = "hydrate")]
mod receive;
pub mod runs;
pub mod stored;
pub mod view;
#[cfg(feature = "hydrate")]
mod wire;

#[cfg(test)]
mod tests;

use crate::error::UiError;
use crate::layouts::status_bar::StatusLine;
use crate::server_fns::history::{cancel_run, read_run};
use api::id::{FunctionName, RevisionId, RunId};
use api::message::EnvironmentCounts;
use environments::Environments;
use leptos::prelude::*;
use leptos::task::spawn_local;
use runs::Runs;
use std::collections::HashSet;
use std::sync::Arc;
use stored::StoredRun;
use view::RunView;

/// How news reach this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// Not yet: the first attempt is under way.
    Connecting,
    /// By a WebSocket.
    Sockets,
    /// By server-sent events, because sockets did not work.
    ServerSentEvents,
    /// Not now.
    Offline {
        /// Until the next attempt.
        retry_in_s: u32,
    },
}

impl Connection {
    /// What the status bar says.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Connecting => "connecting …".to_owned(),
            Self::Sockets => "live".to_owned(),
            Self::ServerSentEvents => "live by server-sent events".to_owned(),
            Self::Offline { retry_in_s } => format!("no connection, next attempt in {retry_in_s} s"),
        }
    }

    /// Whether news arrive.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Sockets | Self::ServerSentEvents)
    }
}

/// The page's view of what happens to one function.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    #[cfg(feature = "hydrate")]
    function: Signal<FunctionName>,
    connection: RwSignal<Connection>,
    runs: StoredValue<Runs>,
    /// Rises when `runs` changed, at most once a frame in the browser.
    frame: RwSignal<u64>,
    /// Rises when a run began or ended.
    generation: RwSignal<u64>,
    newest: RwSignal<Option<RunId>>,
    draft_saved: RwSignal<Option<RevisionId>>,
    environments: RwSignal<EnvironmentCounts>,
    lives: StoredValue<Environments>,
    in_use: StoredValue<Option<RunId>>,
    loading: StoredValue<HashSet<RunId>>,
    #[cfg(feature = "hydrate")]
    pace: StoredValue<receive::Pace>,
    #[cfg(feature = "hydrate")]
    wire: StoredValue<Option<wire::Wire>, LocalStorage>,
}

impl Live {
    /// Connects this page to what happens to `function`; in the browser, until the page is left.
    #[must_use]
    pub fn provide(function: Signal<FunctionName>) -> Self {
        // The server renders one moment, whatever the function.
        #[cfg(not(feature = "hydrate"))]
        let _ = function;
        let live = Self {
            #[cfg(feature = "hydrate")]
            function,
            connection: RwSignal::new(Connection::Connecting),
            runs: StoredValue::new(Runs::default()),
            frame: RwSignal::new(0),
            generation: RwSignal::new(0),
            newest: RwSignal::new(None),
            draft_saved: RwSignal::new(None),
            environments: RwSignal::new(EnvironmentCounts::default()),
            lives: StoredValue::new(Environments::default()),
            in_use: StoredValue::new(None),
            loading: StoredValue::new(HashSet::new()),
            #[cfg(feature = "hydrate")]
            pace: StoredValue::new(receive::Pace::default()),
            #[cfg(feature = "hydrate")]
            wire: StoredValue::new_local(None),
        };
        #[cfg(feature = "hydrate")]
        wire::keep_connected(live);
        if let Some(status) = use_context::<StatusLine>() {
            status.follow_connection(Signal::derive(move || live.connection.get().label()));
            status.follow_environments(live.environments.into());
        }
        provide_context(live);
        live
    }

    /// How news reach this page.
    #[must_use]
    pub fn connection(self) -> Signal<Connection> {
        self.connection.into()
    }

    /// A run as it is now, and from then on whenever it changes. It is loaded if this page does not know it.
    #[must_use]
    pub fn run(self, id: Signal<Option<RunId>>) -> Signal<Option<Arc<RunView>>> {
        self.load_when_chosen(id);
        let current = move |_: Option<&Option<Arc<RunView>>>| {
            self.frame.track();
            let id = id.get()?;
            self.runs.with_value(|runs| runs.get(&id))
        };
        Memo::new_with_compare(current, is_another).into()
    }

    /// A run that this page knows already, as it changes.
    #[must_use]
    pub fn run_by_id(self, id: RunId) -> Signal<Option<Arc<RunView>>> {
        Memo::new_with_compare(
            move |_| {
                self.frame.track();
                self.runs.with_value(|runs| runs.get(&id))
            },
            is_another,
        )
        .into()
    }

    /// The newest runs that this page knows, oldest of them first.
    #[must_use]
    pub fn recent_runs(self, count: usize) -> Vec<RunId> {
        self.frame.track();
        self.runs.with_value(|runs| runs.recent(count))
    }

    /// The function's environments, as they change.
    #[must_use]
    pub fn environments_shown(self) -> Signal<Environments> {
        Memo::new(move |_| {
            self.frame.track();
            self.lives.get_value()
        })
        .into()
    }

    /// Rises with every change that is shown.
    #[must_use]
    pub fn frame_shown(self) -> Signal<u64> {
        self.frame.into()
    }

    /// Effects run in the browser only: on the server a run is there because it was loaded before the page was rendered.
    fn load_when_chosen(self, id: Signal<Option<RunId>>) {
        Effect::new(move |_| {
            let chosen = id.get();
            self.in_use.set_value(chosen.clone());
            let Some(run) = chosen.filter(|run| !self.knows(run)) else { return };
            // A run that was just started arrives by the connection, usually before this.
            let wait =
                std::time::Duration::from_millis(if self.connection.get_untracked().is_live() { 300 } else { 0 });
            set_timeout(move || self.load(run), wait);
        });
    }

    /// The revision of the draft that was saved last, by this tab or another one.
    #[must_use]
    pub fn draft_saved(self) -> Signal<Option<RevisionId>> {
        self.draft_saved.into()
    }

    /// The run that began last.
    #[must_use]
    pub fn newest_run(self) -> Signal<Option<RunId>> {
        self.newest.into()
    }

    /// Rises when a run began or ended: lists of runs are then out of date.
    #[must_use]
    pub fn generation(self) -> Signal<u64> {
        self.generation.into()
    }

    /// Whether this page knows the run.
    #[must_use]
    pub fn knows(self, run: &RunId) -> bool {
        self.runs.with_value(|runs| runs.contains(run))
    }

    /// Takes in a run that was loaded.
    pub fn seed(self, stored: StoredRun) {
        let view = stored.into_view();
        let in_use = self.in_use.get_value();
        self.runs.update_value(|runs| runs.seed(view, in_use.as_ref()));
        self.frame.update(|frame| *frame += 1);
    }

    /// Ends a run.
    pub fn cancel(self, run: &RunId) {
        #[cfg(feature = "hydrate")]
        if wire::send(self, &api::message::ClientMessage::Cancel { run: run.clone() }) {
            return;
        }
        let run = run.clone();
        spawn_local(async move {
            if let Err(error) = cancel_run(run.clone()).await {
                crate::ui::toast::Toasts::of_page().error(format!("the run was not cancelled: {error}"));
            }
            self.load(run);
        });
    }

    /// Loads a run, unless it has come meanwhile or is being loaded.
    fn load(self, run: RunId) {
        let is_complete = self.runs.try_with_value(|runs| runs.get(&run).is_some_and(|view| view.is_complete()));
        let is_first = self.loading.try_update_value(|loading| loading.insert(run.clone()));
        if is_complete != Some(false) || is_first != Some(true) {
            return;
        }
        spawn_local(async move {
            let loaded: Result<StoredRun, UiError> = read_run(run.clone()).await;
            let _ = self.loading.try_update_value(|loading| loading.remove(&run));
            if let (Ok(stored), false) = (loaded, self.frame.is_disposed()) {
                self.seed(stored);
            }
        });
    }
}

/// Comparing two views would compare thousands of lines; a view that changed is another allocation.
fn is_another(before: Option<&Option<Arc<RunView>>>, now: Option<&Option<Arc<RunView>>>) -> bool {
    match (before.and_then(Option::as_ref), now.and_then(Option::as_ref)) {
        (Some(before), Some(now)) => !Arc::ptr_eq(before, now),
        (before, now) => before.is_some() != now.is_some(),
    }
}
