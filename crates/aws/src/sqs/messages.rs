//! Operations on single messages.

use super::error::{Kind, Refusal};
use super::input::{Attribute, Change, Delete, Receive, Send};
use super::output::{Wanted, sent};
use super::{Call, Done};
use api::sqs::BATCH_MAX;
use api::sqs::error::QueueError;
use api::sqs::message::{AttributeData, MessageAttribute, MessageAttributes, NewMessage, ReceiptHandle};
use api::sqs::queues::Take;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The one system attribute that a sender can set.
const TRACE_HEADER: &str = "AWSTraceHeader";

pub(super) fn required<T>(name: &'static str, value: Option<T>) -> Result<T, Refusal> {
    value.ok_or_else(|| QueueError::Missing(name).into())
}

/// A member that only the other form of an operation has.
pub(super) fn absent(name: &str, value: Option<&str>) -> Result<(), Refusal> {
    match value {
        None => Ok(()),
        Some(_) => Err(Refusal::new(Kind::Serialization, format!("the operation has no parameter {name} here"))),
    }
}

/// A number that is not negative; its upper bound is the queue's to say.
pub(super) fn unsigned(name: &str, value: Option<i64>) -> Result<Option<u32>, Refusal> {
    let Some(value) = value else { return Ok(None) };
    let refused = |_error| Refusal::parameter(name, &value.to_string(), "Must be a number that is not negative.");
    u32::try_from(value).map(Some).map_err(refused)
}

impl Call<'_> {
    /// The message that is to be sent.
    pub(super) fn message(&self, input: Send) -> Result<NewMessage, Refusal> {
        let Send { url: _, id: _, body, delay, attributes, system, deduplication, group } = input;
        let message = NewMessage {
            body: required("MessageBody", body)?,
            attributes: attributes_of(attributes.unwrap_or_default())?,
            delay_s: unsigned("DelaySeconds", delay)?,
            group,
            deduplication,
            trace_header: trace_header(system.unwrap_or_default())?,
            sender: self.sender(),
        };
        message.check()?;
        Ok(message)
    }
}

fn attributes_of(given: BTreeMap<String, Attribute>) -> Result<MessageAttributes, Refusal> {
    given.into_iter().map(|(name, attribute)| Ok((name.clone(), attribute_of(&name, attribute)?))).collect()
}

fn attribute_of(name: &str, given: Attribute) -> Result<MessageAttribute, Refusal> {
    let refused = |reason: &str| Err(Refusal::parameter("MessageAttributes", name, reason));
    let Attribute { data_type, text, binary, texts, binaries } = given;
    let Some(data_type) = data_type else {
        return refused("The message attribute must contain a non-empty message attribute type.");
    };
    let is_empty = |list: Option<Vec<String>>| list.is_none_or(|list| list.is_empty());
    if !(is_empty(texts) && is_empty(binaries)) {
        return refused("Message attribute list values in SendMessage operation are not supported.");
    }
    let data = match (text, binary) {
        (Some(text), None) => AttributeData::Text(text),
        (None, Some(binary)) => match BASE64.decode(binary) {
            Ok(bytes) => AttributeData::Binary(bytes),
            Err(_error) => return refused("Its BinaryValue is not base64."),
        },
        (None, None) => return refused("The message attribute must contain a non-empty message attribute value."),
        (Some(_), Some(_)) => return refused("It has both a StringValue and a BinaryValue."),
    };
    Ok(MessageAttribute { data_type, data })
}

fn trace_header(given: BTreeMap<String, Attribute>) -> Result<Option<String>, Refusal> {
    let mut header = None;
    for (name, attribute) in given {
        let MessageAttribute { data_type, data } = attribute_of(&name, attribute)?;
        match data {
            AttributeData::Text(text) if name == TRACE_HEADER && data_type == "String" && !text.is_empty() => {
                header = Some(text);
            }
            _ => {
                let reason = "The only message system attribute is AWSTraceHeader, of the type String.";
                return Err(Refusal::parameter("MessageSystemAttributes", &name, reason));
            }
        }
    }
    Ok(header)
}

pub(super) async fn send(call: Call<'_>) -> Done {
    let input: Send = call.input()?;
    absent("Id", input.id.as_deref())?;
    let queue = call.queue(required("QueueUrl", input.url.as_ref())?)?;
    let message = call.message(input)?;
    let answer = call.endpoint.queues.send(&queue, vec![message]).await?.pop();
    Ok(Some(sent(the_one(answer)??).into()))
}

/// Each message has an answer.
fn the_one<T>(answer: Option<T>) -> Result<T, Refusal> {
    answer.ok_or_else(|| Refusal::new(Kind::Internal, "the queue gave no answer"))
}

pub(super) async fn receive(call: Call<'_>) -> Done {
    let Receive { url, names, system, attributes, max, visibility, wait, attempt } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    if attempt.is_some() {
        return Err(Refusal::not_simulated("ReceiveRequestAttemptId"));
    }
    let all = names.into_iter().chain(system).flatten().collect();
    let wanted = Wanted::read(all, attributes.unwrap_or_default())?;
    let max = max.unwrap_or(1);
    let in_range = u32::try_from(max).ok().filter(|max| (1..=BATCH_MAX as u32).contains(max));
    let max = in_range.ok_or_else(|| {
        let reason = format!("Must be between 1 and {BATCH_MAX}, if provided.");
        Refusal::parameter("MaxNumberOfMessages", &max.to_string(), &reason)
    })?;
    let take = Take { max, visibility_s: unsigned("VisibilityTimeout", visibility)? };
    let wait_s = unsigned("WaitTimeSeconds", wait)?;
    let received = call.endpoint.queues.receive_waiting(&queue, take, wait_s).await?;
    if received.is_empty() {
        return Ok(Some(json!({})));
    }
    let messages: Vec<Value> = received.into_iter().map(|message| wanted.shown(message)).collect();
    Ok(Some(json!({ "Messages": messages })))
}

pub(super) async fn delete(call: Call<'_>) -> Done {
    let Delete { url, id, receipt } = call.input()?;
    absent("Id", id.as_deref())?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let receipt = ReceiptHandle::parse(required("ReceiptHandle", receipt)?)?;
    the_one(call.endpoint.queues.delete(&queue, &[receipt]).await?.pop())??;
    Ok(None)
}

pub(super) async fn change_visibility(call: Call<'_>) -> Done {
    let Change { url, id, receipt, visibility } = call.input()?;
    absent("Id", id.as_deref())?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let receipt = ReceiptHandle::parse(required("ReceiptHandle", receipt)?)?;
    let seconds = required("VisibilityTimeout", unsigned("VisibilityTimeout", visibility)?)?;
    the_one(call.endpoint.queues.change_visibility(&queue, &[(receipt, seconds)]).await?.pop())??;
    Ok(None)
}
