//! One WebSocket: one task that reads, answers and sends, and ends with the connection.

use super::{SEND_PATIENCE, SILENCE_MAX, stream};
use crate::wiring::Parts;
use api::error::ApiError;
use api::id::AccountId;
use api::invoker::Invoker;
use api::message::{ClientMessage, PROTOCOL_VERSION, ServerMessage};
use axum::extract::ws::{Message, WebSocket};
use futures::stream::{BoxStream, StreamExt, pending};
use std::ops::ControlFlow;

/// What can happen to a socket.
#[expect(clippy::large_enum_variant, reason = "nearly every event is the large one, and it lives on the stack")]
enum Event {
    Said(Option<Result<Message, axum::Error>>),
    Silent,
    News(Option<ServerMessage>),
}

/// Serves the socket until the page goes away, is silent too long, or does not take what it is sent.
pub(super) async fn run(parts: Parts, account: AccountId, mut socket: WebSocket) {
    let mut news: BoxStream<'static, ServerMessage> = pending().boxed();
    if send(&mut socket, &ServerMessage::Welcome { protocol: PROTOCOL_VERSION }).await.is_break() {
        return;
    }
    let mut heard = now(&parts);
    loop {
        let event = tokio::select! {
            said = socket.recv() => Event::Said(said),
            message = news.next() => Event::News(message),
            () = tokio::time::sleep_until(heard + SILENCE_MAX) => Event::Silent,
        };
        let next = match event {
            Event::Said(Some(Ok(message))) => {
                heard = now(&parts);
                answer(&parts, &account, &mut socket, &mut news, message).await
            }
            Event::Said(Some(Err(_)) | None) | Event::Silent | Event::News(None) => ControlFlow::Break(()),
            Event::News(Some(message)) => send(&mut socket, &message).await,
        };
        if next.is_break() {
            return;
        }
    }
}

/// For the socket's own patience.
fn now(parts: &Parts) -> tokio::time::Instant {
    parts.clock.monotonic().into()
}

async fn answer(
    parts: &Parts,
    account: &AccountId,
    socket: &mut WebSocket,
    news: &mut BoxStream<'static, ServerMessage>,
    message: Message,
) -> ControlFlow<()> {
    let text = match message {
        Message::Text(text) => text,
        Message::Close(_) => return ControlFlow::Break(()),
        Message::Ping(_) | Message::Pong(_) => return ControlFlow::Continue(()),
        Message::Binary(_) => return refuse(socket, "this socket takes text messages only").await,
    };
    let said = match serde_json::from_str::<ClientMessage>(&text) {
        Ok(said) => said,
        Err(error) => return refuse(socket, &format!("this is no message that the server knows: {error}")).await,
    };
    match carry_out(parts, account, news, said).await {
        Ok(Some(answer)) => send(socket, &answer).await,
        Ok(None) => ControlFlow::Continue(()),
        Err(error) => refuse(socket, &error.message).await,
    }
}

async fn carry_out(
    parts: &Parts,
    account: &AccountId,
    news: &mut BoxStream<'static, ServerMessage>,
    said: ClientMessage,
) -> Result<Option<ServerMessage>, ApiError> {
    match said {
        ClientMessage::Ping => Ok(Some(ServerMessage::Pong)),
        ClientMessage::Cancel { run } => parts.invoke.cancel(account, &run).await.map(|()| None),
        ClientMessage::Subscribe { function, seen } => {
            *news = stream::of(parts, account.clone(), function, seen).await?;
            Ok(None)
        }
    }
}

async fn refuse(socket: &mut WebSocket, message: &str) -> ControlFlow<()> {
    send(socket, &ServerMessage::Refused { message: message.to_owned() }).await
}

async fn send(socket: &mut WebSocket, message: &ServerMessage) -> ControlFlow<()> {
    let text = match serde_json::to_string(message) {
        Ok(text) => text,
        Err(error) => {
            tracing::error!(%error, "a message could not be written");
            return ControlFlow::Break(());
        }
    };
    match tokio::time::timeout(SEND_PATIENCE, socket.send(Message::Text(text.into()))).await {
        Ok(Ok(())) => ControlFlow::Continue(()),
        Ok(Err(_)) | Err(_) => ControlFlow::Break(()),
    }
}
