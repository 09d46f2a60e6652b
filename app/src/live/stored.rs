//! A run as it is loaded from the server: for the first paint, for the history, and where no connection stays open.

use crate::live::view::{Beginning, RunView};
use api::event::RunEvent;
use api::run::{FunctionError, ResponseText, RunOutcome, RunRecord, RunSummary};
use serde::{Deserialize, Serialize};

/// First events that are loaded; INIT and the first lines are among them.
pub const HEAD_EVENTS_MAX: u32 = 50;
/// Last events that are loaded; earlier lines are fetched when they are asked for.
pub const TAIL_EVENTS_MAX: u32 = 500;
/// Bytes of an answer that the screen shows; the whole answer has its own address.
pub const RESPONSE_SHOWN_BYTES_MAX: usize = 256 * 1_024;

/// What the page needs of a stored run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRun {
    /// The row of the history.
    pub summary: RunSummary,
    /// The answer or its beginning.
    pub response: Option<ResponseText>,
    /// The error, if it failed.
    pub error: Option<FunctionError>,
    /// The first events.
    pub head: Vec<RunEvent>,
    /// The last events; they may overlap with the first.
    pub tail: Vec<RunEvent>,
}

impl StoredRun {
    /// Of a record and the events that were read with it.
    #[must_use]
    pub fn new(record: RunRecord, head: Vec<RunEvent>, tail: Vec<RunEvent>) -> Self {
        let RunRecord { summary, payload: _, response, error, event_count: _ } = record;
        Self { summary, response: response.map(cut), error, head, tail }
    }

    /// The view that following the run would have given, with the middle of a long log left out.
    #[must_use]
    pub fn into_view(self) -> RunView {
        let Self { summary, response, error, head, tail } = self;
        let RunSummary { id, function: _, target, source, state, queued_at, cold, settings, metrics, charge, .. } =
            summary;
        let mut view = RunView::new(id, Beginning { source, target, settings, queued_at });
        view.fold_parts(head, tail);
        if state.is_final() {
            let shown = view.outcome.take().and_then(|outcome| outcome.response);
            view.outcome = Some(RunOutcome { state, response: response.or(shown), error, metrics });
            view.state = state;
            view.cold = Some(cold);
            view.charge = charge.or(view.charge);
        }
        view
    }
}

fn cut(text: String) -> ResponseText {
    let bytes = text.len() as u64;
    let shown = text.get(..text.floor_char_boundary(RESPONSE_SHOWN_BYTES_MAX)).unwrap_or_default();
    ResponseText { text: shown.to_owned(), bytes }
}
