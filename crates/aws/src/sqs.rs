//! SQS: queues and their messages, in the JSON 1.0 protocol and in the older query protocol, which is turned into the former.
//!
//! Refusals in JSON carry the name that the query protocol has (`x-amzn-query-error`), which is what SDKs show.

mod attributes;
mod batches;
mod error;
mod input;
mod messages;
mod output;
mod query;
mod queues;

use crate::Answer;
use crate::admit::{Caller, Endpoint};
use crate::error::AwsError;
use api::sqs::QueueArn;
use error::Refusal;
use http::request::Parts as Head;
use serde::de::DeserializeOwned;
use serde_json::Value;

const TARGET: &str = "AmazonSQS.";
const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// One call of an operation.
struct Call<'a> {
    endpoint: &'a Endpoint,
    caller: &'a Caller,
    body: &'a [u8],
}

/// What an operation answers; `None` where it answers nothing.
type Done = Result<Option<Value>, Refusal>;

pub(crate) async fn answer(endpoint: &Endpoint, caller: &Caller, head: &Head, body: &[u8]) -> Answer {
    let target = head.headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    let Some(target) = target else { return answer_form(endpoint, caller, head, body).await };
    let done = match target.strip_prefix(TARGET) {
        Some(operation) => carry_out(Call { endpoint, caller, body }, operation).await,
        None => Err(Refusal::unknown_operation(target)),
    };
    match done {
        Ok(answer) => {
            let body = answer.map(|answer| answer.to_string().into_bytes()).unwrap_or_default();
            crate::error::answer(200, CONTENT_TYPE, body, &caller.request_id)
        }
        Err(refusal) => refusal.answer(&caller.request_id),
    }
}

/// The same in the query protocol.
async fn answer_form(endpoint: &Endpoint, caller: &Caller, head: &Head, body: &[u8]) -> Answer {
    let form = form_urlencoded::parse(body).into_owned().chain(crate::sigv4::query(head)).collect();
    let asked = match query::read(form) {
        Ok(Some(asked)) => asked,
        Ok(None) => return Refusal::unknown_operation("").answer_xml(&caller.request_id),
        Err(refusal) => return refusal.answer_xml(&caller.request_id),
    };
    match carry_out(Call { endpoint, caller, body: &asked.input }, &asked.operation).await {
        Ok(answer) => {
            let xml = query::written(&asked.operation, answer.as_ref(), &caller.request_id);
            crate::error::answer(200, "text/xml", xml.into_bytes(), &caller.request_id)
        }
        Err(refusal) => refusal.answer_xml(&caller.request_id),
    }
}

/// A refusal that comes before any operation: of the signature or of its key.
pub(crate) fn refuse(error: &AwsError, request_id: &str) -> Answer {
    error::before_operation(error, request_id)
}

async fn carry_out(call: Call<'_>, operation: &str) -> Done {
    match operation {
        "CreateQueue" => queues::create(call).await,
        "GetQueueUrl" => queues::url(call).await,
        "ListQueues" => queues::list(call).await,
        "DeleteQueue" => queues::delete(call).await,
        "PurgeQueue" => queues::purge(call).await,
        "GetQueueAttributes" => queues::attributes(call).await,
        "SetQueueAttributes" => queues::set_attributes(call).await,
        "ListDeadLetterSourceQueues" => queues::sources(call).await,
        "ListQueueTags" => queues::tags(call).await,
        "TagQueue" => queues::tag(call).await,
        "UntagQueue" => queues::untag(call).await,
        "SendMessage" => messages::send(call).await,
        "SendMessageBatch" => batches::send(call).await,
        "ReceiveMessage" => messages::receive(call).await,
        "DeleteMessage" => messages::delete(call).await,
        "DeleteMessageBatch" => batches::delete(call).await,
        "ChangeMessageVisibility" => messages::change_visibility(call).await,
        "ChangeMessageVisibilityBatch" => batches::change_visibility(call).await,
        "AddPermission"
        | "RemovePermission"
        | "StartMessageMoveTask"
        | "CancelMessageMoveTask"
        | "ListMessageMoveTasks" => Err(Refusal::not_simulated(operation)),
        other => Err(Refusal::unknown_operation(other)),
    }
}

impl Call<'_> {
    /// The operation's input. A member that the operation does not have is refused by its name.
    fn input<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let body = if self.body.iter().all(u8::is_ascii_whitespace) { b"{}" } else { self.body };
        serde_json::from_slice(body).map_err(|error| Refusal::serialization(&error))
    }

    /// The queue of this URL: one of the caller's own.
    fn queue(&self, url: &str) -> Result<QueueArn, Refusal> {
        let queue = QueueArn::from_url(url, self.caller.account.region()).map_err(|_error| Refusal::address(url))?;
        match queue.account == self.caller.account {
            true => Ok(queue),
            false => Err(api::sqs::error::QueueError::NoQueue(queue).into()),
        }
    }

    fn url_of(&self, queue: &QueueArn) -> String {
        format!("http://{}{}", self.caller.host, queue.path())
    }

    /// Who sends, as SQS says it: the principal's id.
    fn sender(&self) -> String {
        match self.caller.credential.key.as_str() {
            crate::admit::LOCAL_KEY => self.caller.account.to_string(),
            key => key.to_owned(),
        }
    }
}
