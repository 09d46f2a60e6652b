//! Listening, and stopping without cutting anyone off.

use crate::router::router;
use crate::wiring::Parts;
use anyhow::Result;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long open requests may take after the program was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until `stopped` returns, then finishes what is open, within [`GRACE`].
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    parts: Parts,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let invoke = parts.invoke.clone();
    let (told, mut telling) = tokio::sync::watch::channel(false);
    let stop = async move {
        stopped.await;
        let _ = told.send(true);
    };
    let service = router(parts).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop).into_future();
    let cut = async {
        let _ = telling.wait_for(|stopping| *stopping).await;
        invoke.shutdown(GRACE).await;
    };
    // The first of the two: all connections have ended, or the time is up. Sockets stay open for ever, so it is often the second.
    tokio::select! {
        served = serving => served?,
        () = cut => {}
    }
    Ok(())
}
