//! Destinations and dead-letter queues: what another function or a queue gets when an event is over. Messages to queues are in
//! [`letters`](super::letters).

use super::settle::{Condition, is_loop};
use crate::Inner;
use crate::queue::attempt::Ending;
use api::error::ApiError;
use api::id::RunId;
use api::queue::{Destination, EVENT_BYTES_MAX};
use api::run::{RunSource, Said};
use api::sqs::QueueArn;
use api::sqs::message::MessageAttributes;
use jiff::Timestamp;
use serde_json::json;
use store::event_config::EventRules;
use store::queue::EventRow;
use store::sqs::message::NewRow;
use uuid::Uuid;

/// What a destination gets.
#[derive(Debug, Clone)]
pub(crate) enum Delivery {
    /// An event for a function.
    Event { row: Box<EventRow>, payload: String },
    /// A message for a queue.
    Message(QueueArn, Box<NewRow>),
}

/// Why a destination gets nothing; words for a person.
pub(super) type Undelivered = String;

impl Inner {
    /// What the destination gets, if there is one.
    pub(super) async fn delivery(
        &self,
        row: &EventRow,
        rules: &EventRules,
        condition: Condition,
        ending: Option<&Ending<'_>>,
        payload: &str,
    ) -> Result<Option<Delivery>, Undelivered> {
        let arn = match condition {
            Condition::Success => &rules.on_success,
            Condition::RetriesExhausted | Condition::EventAgeExceeded => &rules.on_failure,
        };
        let Some(arn) = arn else { return Ok(None) };
        let destination = Destination::parse(&row.account, arn);
        let destination = destination.map_err(|error| format!("its destination `{arn}` cannot be one: {error}"))?;
        let record = record(row, condition, ending, payload, Timestamp::from(self.clock.now_of(&row.account)));
        match destination {
            Destination::Function { function, target } => {
                self.event_of(row, (function, target), record).await.map(Some)
            }
            Destination::Queue(queue) => {
                let what = format!("its destination, the queue `{}`,", queue.name);
                self.message_of(row, (&queue, &what), record, MessageAttributes::new()).await.map(Some)
            }
        }
    }

    /// An event for a function that is a destination.
    async fn event_of(
        &self,
        row: &EventRow,
        (function, target): (api::id::FunctionName, api::run::Target),
        payload: String,
    ) -> Result<Delivery, Undelivered> {
        let stops_loops = self.stops_loops_of(row, &function, target).await?;
        let mut lineage = row.lineage.clone();
        *lineage.entry(row.function.clone()).or_default() += 1;
        if stops_loops && is_loop(&lineage, &function) {
            let turns = lineage.get(&function).copied().unwrap_or(0);
            return Err(format!(
                "its destination `{function}` got nothing: functions that invoke each other in a loop are stopped, and it \
                 was gone through {turns} times"
            ));
        }
        let now = self.clock.now_of(&row.account);
        if payload.len() > EVENT_BYTES_MAX {
            let bytes = payload.len();
            return Err(format!(
                "its destination `{function}` got nothing: the record has {bytes} bytes, the limit is {EVENT_BYTES_MAX}"
            ));
        }
        let id = RunId::parse(Uuid::new_v4().to_string()).map_err(|error| error.message)?;
        let row = EventRow {
            id,
            account: row.account.clone(),
            function,
            target,
            source: RunSource::Destination(row.function.clone()),
            said: Said::default(),
            lineage,
            attempts: 0,
            reason: String::new(),
            accepted_at: now,
            due_at: now,
            bytes: payload.len() as u64,
        };
        Ok(Delivery::Event { row: Box::new(row), payload })
    }

    /// Whether the destination is there, and whether loops are stopped at it.
    async fn stops_loops_of(
        &self,
        row: &EventRow,
        function: &api::id::FunctionName,
        target: api::run::Target,
    ) -> Result<bool, Undelivered> {
        let unread = |error: ApiError| format!("its destination `{function}` cannot be looked up: {error}");
        let mut db = self.store.read().await.map_err(|error| unread(error.into()))?;
        let rules = store::event_config::rules(&mut db, &row.account, function, &target.to_string()).await;
        match rules.map_err(|error| unread(error.into()))? {
            Some(rules) => Ok(rules.stops_loops),
            None => Err(format!("its destination `{function}` does not exist")),
        }
    }
}

/// Lambda's invocation record (developer guide, «Capturing records of asynchronous invocations»). Event and answer are put in as
/// they are, so that no number in them is rounded.
fn record(row: &EventRow, condition: Condition, ending: Option<&Ending<'_>>, payload: &str, now: Timestamp) -> String {
    let request = json!({
        "requestId": row.id,
        "functionArn": format!("{}:{}", row.function.arn(&row.account), row.qualifier()),
        "condition": condition.as_str(),
        "approximateInvokeCount": ending.map_or(row.attempts, |ending| ending.attempts),
    });
    let begin = format!(
        "{{\"version\":\"1.0\",\"timestamp\":\"{}\",\"requestContext\":{request},\"requestPayload\":{payload}",
        now.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"),
    );
    let Some(ending) = ending else { return format!("{begin}}}") };
    let mut context = json!({ "statusCode": 200, "executedVersion": row.target.to_string() });
    if condition != Condition::Success {
        context["functionError"] = "Unhandled".into();
    }
    format!("{begin},\"responseContext\":{context},\"responsePayload\":{}}}", as_json(ending.response))
}

/// JSON as it is, anything else as a string.
fn as_json(text: Option<&str>) -> String {
    let Some(text) = text else { return "null".to_owned() };
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => text.to_owned(),
        Err(_) => json!(text).to_string(),
    }
}
