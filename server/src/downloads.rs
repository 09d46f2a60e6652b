//! A run's log and answer as files, and ending a run without a socket.

use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::error::{ApiError, ErrorCode};
use api::event::{InvocationEvent, RunEvent};
use api::id::{AccountId, RunId};
use api::invoker::{Invoker, RUN_EVENTS_PAGE_MAX};
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;

type Account = Option<Extension<AccountId>>;

/// `POST /runs/{id}/cancel`.
pub async fn cancel(
    State(parts): State<Parts>,
    account: Account,
    Path(id): Path<String>,
) -> Result<StatusCode, Refusal> {
    let run = RunId::parse(id)?;
    parts.invoke.cancel(&owner(account, &run)?, &run).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /runs/{id}/log.txt`: the log as it was written, one line a line.
pub async fn log_text(
    State(parts): State<Parts>,
    account: Account,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    log(parts, account, id, "text/plain; charset=utf-8", text_of).await
}

/// `GET /runs/{id}/log.ndjson`: one JSON object a line, with time, level and origin.
pub async fn log_ndjson(
    State(parts): State<Parts>,
    account: Account,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    log(parts, account, id, "application/x-ndjson", json_of).await
}

/// `GET /runs/{id}/response`: what the caller got, whole.
pub async fn response(
    State(parts): State<Parts>,
    account: Account,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let run = RunId::parse(id)?;
    let record = parts.invoke.run(&owner(account, &run)?, &run).await?;
    let disposition = format!("attachment; filename=\"response-{run}.json\"");
    let headers = [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, record.response.unwrap_or_default()).into_response())
}

async fn log(
    parts: Parts,
    account: Account,
    id: String,
    kind: &'static str,
    line: fn(&RunEvent) -> Option<String>,
) -> Result<Response, Refusal> {
    let run = RunId::parse(id)?;
    let owner = owner(account, &run)?;
    parts.invoke.run(&owner, &run).await?;
    // One page of events at a time: a log of 10 MB costs the memory of one page.
    let pages = stream::try_unfold(0_u64, move |after| {
        let (invoke, owner, run) = (parts.invoke.clone(), owner.clone(), run.clone());
        async move {
            let events = invoke.run_events(&owner, &run, after, RUN_EVENTS_PAGE_MAX).await?;
            let next = events.last().map(|event| event.seq);
            let text: String = events.iter().filter_map(line).collect();
            Ok::<_, ApiError>(next.map(|next| (Bytes::from(text), next)))
        }
    });
    let extension = if kind.starts_with("text") { "txt" } else { "ndjson" };
    let disposition = format!("attachment; filename=\"log.{extension}\"");
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, Body::from_stream(pages)).into_response())
}

fn text_of(event: &RunEvent) -> Option<String> {
    match &event.event {
        InvocationEvent::Log(line) => Some(format!("{}\n", line.text)),
        InvocationEvent::LogsDropped { lines, bytes } => Some(format!("[{lines} lines ({bytes} bytes) dropped]\n")),
        _ => None,
    }
}

fn json_of(event: &RunEvent) -> Option<String> {
    let object = match &event.event {
        InvocationEvent::Log(line) => serde_json::json!({
            "time": event.at.iso(), "seq": event.seq, "origin": line.origin, "level": line.level, "message": line.text,
        }),
        InvocationEvent::LogsDropped { lines, bytes } => {
            serde_json::json!({ "time": event.at.iso(), "seq": event.seq, "droppedLines": lines, "droppedBytes": bytes })
        }
        _ => return None,
    };
    Some(format!("{object}\n"))
}

/// Whoever has no workspace has no runs.
fn owner(account: Account, run: &RunId) -> Result<AccountId, ApiError> {
    account
        .map(|Extension(account)| account)
        .ok_or_else(|| ApiError::new(ErrorCode::NotFound, format!("run `{run}` does not exist")))
}
