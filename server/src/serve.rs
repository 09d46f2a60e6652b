//! Listening, and stopping without cutting anyone off.
//!
//! Properties wanted: who sends half a request or opens thousands of connections keeps nobody else out; a stop takes no new
//! connection, and every answer that is under way is delivered.

use crate::router::{aws_router, router};
use crate::wiring::Parts;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Connections at once; others wait to be accepted. Below the 1,024 descriptors that a process commonly has.
const CONNECTIONS_MAX: usize = 900;
/// How long a caller may take for a request's head, or be silent between two requests.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);
/// Longest head of a request.
const HEAD_BYTES_MAX: usize = 64 * 1_024;
/// How long runs may take after the program was told to stop.
const GRACE: Duration = Duration::from_secs(5);
/// How long answers may take after that.
const DELIVERY_GRACE: Duration = Duration::from_secs(5);
/// Pause after a connection could not be accepted, as when there are no descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The ports.
#[derive(Debug)]
pub struct Listeners {
    /// Pages, function URLs, signed requests.
    pub main: TcpListener,
    /// The AWS endpoint's own.
    pub aws: Option<TcpListener>,
}

/// Serves until `stopped` returns, then finishes what is open, within [`GRACE`] and [`DELIVERY_GRACE`].
pub async fn serve(listeners: Listeners, parts: Parts, stopped: impl Future<Output = ()> + Send) {
    let invoke = parts.invoke.clone();
    let (router, aws_router) = (router(parts.clone()), aws_router(parts));
    let (told, stopping) = watch::channel(false);
    let mut connections = JoinSet::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut stopped = pin!(stopped);
    loop {
        let (accepted, router) = tokio::select! {
            () = &mut stopped => break,
            accepted = accept(Some(&listeners.main), &places) => (accepted, &router),
            accepted = accept(listeners.aws.as_ref(), &places) => (accepted, &aws_router),
        };
        while connections.try_join_next().is_some() {}
        if let Some((stream, peer, place)) = accepted {
            connections.spawn(converse(stream, peer, router.clone(), stopping.clone(), place));
        }
    }
    drop(listeners);
    told.send_replace(true);
    let delivered =
        tokio::time::timeout(GRACE + DELIVERY_GRACE, async { while connections.join_next().await.is_some() {} });
    let ((), delivered) = tokio::join!(invoke.shutdown(GRACE), delivered);
    if delivered.is_err() {
        tracing::warn!("some answers were not taken in time");
    }
}

/// The next connection, once there is a place for it. A port that is not there brings none.
async fn accept(
    listener: Option<&TcpListener>,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let Some(listener) = listener else { return std::future::pending().await };
    // The semaphore is never closed.
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are small and written whole; a socket that does not take the option works without.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}

/// Serves one connection to its end; when the server stops, to the end of the answer that is under way.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    tokio::select! {
        // What a caller does to its own connection is no news.
        _ended = connection.as_mut() => return,
        _told = stopping.wait_for(|stopping| *stopping) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
