//! What happens, sent to a page as it happens: by WebSocket, or as server-sent events where sockets are blocked.
//!
//! Wanted: nothing twice, nothing lost, no memory for a page that does not read. So a subscription pulls from the data plane only
//! when its last message was taken by the network, within [`SEND_PATIENCE`]; a page that reconnects says how far it has got.

pub mod queue;
mod session;
mod stream;

use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::error::{ApiError, ErrorCode};
use api::id::{AccountId, FunctionName};
use api::message::{CLIENT_MESSAGE_BYTES_MAX, PROTOCOL_VERSION, RunPosition, ServerMessage};
use axum::Extension;
use axum::extract::{Query, State, WebSocketUpgrade};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream as streams};
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;

/// How long the network may take to accept one message before the page counts as gone.
const SEND_PATIENCE: Duration = Duration::from_secs(15);
/// How long a socket may be silent: pages ping every 20 seconds.
const SILENCE_MAX: Duration = Duration::from_secs(90);

/// `GET /ws`.
pub async fn socket(
    State(parts): State<Parts>,
    account: Option<Extension<AccountId>>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let account = workspace(account)?;
    let upgrade = upgrade.max_message_size(CLIENT_MESSAGE_BYTES_MAX).max_frame_size(CLIENT_MESSAGE_BYTES_MAX);
    Ok(upgrade.on_upgrade(move |socket| session::run(parts, account, socket)))
}

/// What a page says when it asks for server-sent events.
#[derive(Debug, Deserialize)]
pub struct EventsQuery {
    function: String,
    /// Positions as [`RunPosition::list_from_text`] reads them.
    #[serde(default)]
    seen: String,
}

/// `GET /live/runs?function=…&seen=…`.
pub async fn events(
    State(parts): State<Parts>,
    account: Option<Extension<AccountId>>,
    Query(query): Query<EventsQuery>,
) -> Result<Response, Refusal> {
    let account = workspace(account)?;
    let function = FunctionName::parse(query.function)?;
    let seen = RunPosition::list_from_text(&query.seen)?;
    let welcome = streams::iter([ServerMessage::Welcome { protocol: PROTOCOL_VERSION }]);
    let messages = welcome.chain(stream::of(&parts, account, function, seen).await?);
    let frames = messages.map(|message| Event::default().json_data(&message).or_else(|error| refused_event(&error)));
    Ok(Sse::new(frames).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response())
}

fn refused_event(error: &axum::Error) -> Result<Event, Infallible> {
    tracing::error!(%error, "a message could not be written as an event");
    Ok(Event::default().comment("a message could not be written"))
}

/// The workspace of whoever asks.
pub fn workspace(account: Option<Extension<AccountId>>) -> Result<AccountId, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, "there is no workspace yet; open a page first");
    account.map(|Extension(account)| account).ok_or_else(missing)
}
