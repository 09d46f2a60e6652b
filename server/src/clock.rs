//! A workspace's clock by HTTP, for tests and lessons: read, skipped ahead, stopped, stepped, set back.

use crate::live::workspace;
use crate::refuse::Refusal;
use crate::wiring::Parts;
use api::control_plane::{Account, ClockChange, ControlPlane};
use api::error::{ApiError, ErrorCode};
use api::id::AccountId;
use api::queue::EventQueue;
use api::sqs::queues::QueueControl;
use api::time::UnixMillis;
use axum::extract::State;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};

/// The clock as it stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// Milliseconds since 1970.
    now: UnixMillis,
    ahead_ms: i64,
    is_paused: bool,
    /// When the next event, schedule or message is due.
    next_due: Option<UnixMillis>,
}

/// `{"skipMs": 60000}`, `"step"`, `"pause"`, `"resume"`, `"realTime"`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// Ahead by so much.
    SkipMs(u64),
    /// To the next thing that is due.
    Step,
    /// Stand still.
    Pause,
    /// Go on.
    Resume,
    /// As the machine's.
    RealTime,
}

async fn shown(parts: &Parts, account: &AccountId, settings: Account) -> Result<Json<Shown>, Refusal> {
    let Account { now, clock_offset_ms: ahead_ms, is_clock_paused: is_paused, .. } = settings;
    let next_due = next_due(parts, account).await?;
    Ok(Json(Shown { now, ahead_ms, is_paused, next_due }))
}

/// `GET /clock`.
pub async fn read(State(parts): State<Parts>, account: Option<Extension<AccountId>>) -> Result<Json<Shown>, Refusal> {
    let account = workspace(account)?;
    let settings = parts.control.account(&account).await?;
    shown(&parts, &account, settings).await
}

/// `POST /clock`.
pub async fn change(
    State(parts): State<Parts>,
    account: Option<Extension<AccountId>>,
    body: String,
) -> Result<Json<Shown>, Refusal> {
    let account = workspace(account)?;
    let change = match read_change(&body)? {
        Change::SkipMs(ms) => ClockChange::Skip(ms),
        Change::Step => ClockChange::Skip(until_next(&parts, &account).await?),
        Change::Pause => ClockChange::Pause,
        Change::Resume => ClockChange::Resume,
        Change::RealTime => ClockChange::RealTime,
    };
    let settings = parts.control.change_clock(&account, change).await?;
    shown(&parts, &account, settings).await
}

fn read_change(body: &str) -> Result<Change, ApiError> {
    serde_json::from_str(body).map_err(|error| {
        let message = format!(
            "the body is none of {{\"skipMs\": 60000}}, \"step\", \"pause\", \"resume\", \"realTime\": {error}"
        );
        ApiError::new(ErrorCode::InvalidRequestContent, message)
    })
}

/// An event's attempt, a schedule, or a message that becomes visible.
async fn next_due(parts: &Parts, account: &AccountId) -> Result<Option<UnixMillis>, ApiError> {
    let invocation = parts.invoke.next_due(account).await?;
    let message = parts.sqs.next_due(account).await.map_err(ApiError::from)?;
    Ok(invocation.into_iter().chain(message).min())
}

async fn until_next(parts: &Parts, account: &AccountId) -> Result<u64, ApiError> {
    let due = next_due(parts, account).await?;
    let due = due.ok_or_else(|| ApiError::new(ErrorCode::NotFound, "nothing waits for this clock"))?;
    Ok(due.since(parts.clock.now_of(account)))
}
