//! Asynchronous events as they stand, sent to a page whenever something happens to one of them.

use super::{refused_event, workspace};
use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::clock::Hand;
use api::id::AccountId;
use api::queue::{EventQueue, EventsView};
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use std::time::Duration;
use tokio::sync::watch;

/// Shortest time between two messages: a page shows no more, and a flood of events costs the server no more.
const PAUSE: Duration = Duration::from_millis(250);

/// What one page was told last.
struct Watch {
    parts: Parts,
    account: AccountId,
    events: watch::Receiver<u64>,
    clocks: watch::Receiver<u64>,
    told: Option<(EventsView, Hand)>,
}

impl Watch {
    /// The next state that differs from the last one.
    async fn next(&mut self) -> EventsView {
        loop {
            self.events.mark_unchanged();
            self.clocks.mark_unchanged();
            match self.parts.invoke.events(&self.account).await {
                Ok(view) if self.is_news(&view) => {
                    self.told = Some((view.clone(), self.hand()));
                    return view;
                }
                Ok(_same) => {}
                Err(error) => tracing::error!(%error, "events cannot be read for a page"),
            }
            // Neither sender goes before the server does.
            tokio::select! {
                _ = self.events.changed() => {}
                _ = self.clocks.changed() => {}
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// That time goes by is no news, that the clock was moved is.
    fn is_news(&self, view: &EventsView) -> bool {
        let Some((told, hand)) = &self.told else { return true };
        *hand != self.hand() || EventsView { now: told.now, ..view.clone() } != *told
    }

    fn hand(&self) -> Hand {
        self.parts.clock.hand(&self.account)
    }
}

/// `GET /live/events`.
pub async fn events(State(parts): State<Parts>, account: Option<Extension<AccountId>>) -> Result<Response, Refusal> {
    let account = workspace(account)?;
    let (events, clocks) = (parts.invoke.events_changed(), parts.clock.subscribe());
    let watch = Watch { parts, account, events, clocks, told: None };
    let frames = stream::unfold(watch, |mut watch| async move {
        let view = watch.next().await;
        let frame = Event::default().json_data(&view).or_else(|error| refused_event(&error));
        Some((frame, watch))
    });
    Ok(Sse::new(frames).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response())
}
