//! The one binary: reads the configuration, wires the parts together, listens, shuts down.

use anyhow::{Context, Result};
use clap::Parser;
use server::config::{AwsAddress, Config, is_typescript_compiler};
use server::serve::Listeners;
use std::io::Write;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> Result<()> {
    if is_typescript_compiler() {
        return typescript::serve().context("the TypeScript compiler ended");
    }
    start_logging();
    run(Config::parse())
}

#[tokio::main]
async fn run(config: Config) -> Result<()> {
    let parts = server::wiring::Parts::start(&config).await?;
    let listener = TcpListener::bind(config.addr)
        .await
        .with_context(|| format!("cannot listen on {} (COLDSTART_ADDR); is another program there?", config.addr))?;
    let address = listener.local_addr()?;
    let (aws, aws_words) = aws_listener(config.aws_addr, address).await?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "Coldstart is ready: http://{address}/\n{aws_words}").and_then(|()| stdout.flush())?;
    server::serve::serve(Listeners { main: listener, aws }, parts, stopped()).await;
    Ok(())
}

/// The AWS endpoint's own port, if it is to be had, and what to say about it.
async fn aws_listener(wanted: AwsAddress, main: SocketAddr) -> Result<(Option<TcpListener>, String)> {
    let AwsAddress::At(wanted) = wanted else {
        return Ok((None, format!("The AWS CLI and SDKs: --endpoint-url http://{main}")));
    };
    match TcpListener::bind(wanted).await {
        Ok(listener) => {
            let address = listener.local_addr()?;
            Ok((Some(listener), format!("The AWS CLI and SDKs: --endpoint-url http://{address}")))
        }
        Err(error) => {
            let words = format!(
                "The AWS CLI and SDKs: --endpoint-url http://{main} ({wanted}, COLDSTART_AWS_ADDR, cannot be had: {error})"
            );
            Ok((None, words))
        }
    }
}

fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Returns on Ctrl+C or SIGTERM.
async fn stopped() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(error) => {
                tracing::warn!(%error, "SIGTERM will end the program at once");
                std::future::pending().await
            }
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
    tracing::info!("stopping");
}
