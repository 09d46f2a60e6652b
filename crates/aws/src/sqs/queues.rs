//! Operations on queues.

use super::attributes::{change_of, shown};
use super::error::Refusal;
use super::input::{CreateQueue, GetAttributes, GetQueueUrl, ListQueues, OfQueue, SetAttributes, Sources, Tag, Untag};
use super::messages::required;
use super::{Call, Done};
use api::sqs::error::QueueError;
use api::sqs::{QueueArn, QueueName};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Queues in one answer (SQS's limit).
const PAGE_MAX: u32 = 1_000;

pub(super) async fn create(call: Call<'_>) -> Done {
    let CreateQueue { name, attributes, tags } = call.input()?;
    let name = QueueName::parse(required("QueueName", name)?)?;
    let queue = QueueArn::new(&call.caller.account, name);
    let change = change_of(attributes.unwrap_or_default())?;
    if queue.name.is_fifo() && change.is_fifo.is_none() {
        let reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length: a FIFO queue needs the \
                      attribute FifoQueue=true";
        return Err(Refusal::parameter("QueueName", queue.name.as_str(), reason));
    }
    call.endpoint.queue_control.create(&queue, change, tags.unwrap_or_default()).await?;
    Ok(Some(json!({ "QueueUrl": call.url_of(&queue) })))
}

pub(super) async fn url(call: Call<'_>) -> Done {
    let GetQueueUrl { name, owner } = call.input()?;
    let queue = QueueArn::new(&call.caller.account, QueueName::parse(required("QueueName", name)?)?);
    if owner.is_some_and(|owner| owner != call.caller.account.as_str()) {
        return Err(QueueError::NoQueue(queue).into());
    }
    call.endpoint.queues.facts(&queue).await?;
    Ok(Some(json!({ "QueueUrl": call.url_of(&queue) })))
}

/// Where a page begins, and how long it is. Without `MaxResults` there is one page, as SQS has it.
fn page(token: Option<String>, max: Option<i64>) -> Result<(Option<QueueName>, u32, bool), Refusal> {
    let after = token.map(|token| {
        let refused = |_error| Refusal::parameter("NextToken", &token, "It is none that this operation gave out.");
        QueueName::parse(token.clone()).map_err(refused)
    });
    let Some(max) = max else { return Ok((after.transpose()?, PAGE_MAX, false)) };
    match u32::try_from(max).ok().filter(|max| (1..=PAGE_MAX).contains(max)) {
        Some(max) => Ok((after.transpose()?, max, true)),
        None => {
            let reason = format!("MaxResults must be an integer between 1 and {PAGE_MAX}.");
            Err(Refusal::parameter("MaxResults", &max.to_string(), &reason))
        }
    }
}

/// URLs, and the token of the next page if there is one.
fn listed(call: &Call<'_>, member: &str, mut names: Vec<QueueName>, max: u32, is_paged: bool) -> Value {
    let has_more = names.len() > max as usize;
    names.truncate(max as usize);
    let next = names.last().filter(|_| has_more && is_paged).map(ToString::to_string);
    let url = |name: QueueName| call.url_of(&QueueArn::new(&call.caller.account, name));
    let urls: Vec<String> = names.into_iter().map(url).collect();
    let mut answer = json!({});
    if !urls.is_empty() {
        answer[member] = urls.into();
    }
    if let Some(next) = next {
        answer["NextToken"] = next.into();
    }
    answer
}

pub(super) async fn list(call: Call<'_>) -> Done {
    let ListQueues { prefix, token, max } = call.input()?;
    let (after, max, is_paged) = page(token, max)?;
    let (account, prefix) = (&call.caller.account, prefix.unwrap_or_default());
    let names = call.endpoint.queue_control.list(account, &prefix, after.as_ref(), max + 1).await?;
    Ok(Some(listed(&call, "QueueUrls", names, max, is_paged)))
}

pub(super) async fn sources(call: Call<'_>) -> Done {
    let Sources { url, token, max } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let (after, max, is_paged) = page(token, max)?;
    let names = call.endpoint.queue_control.sources(&queue, after.as_ref(), max + 1).await?;
    let mut answer = listed(&call, "queueUrls", names, max, is_paged);
    // This list is sent when it is empty, too.
    if answer.get("queueUrls").is_none() {
        answer["queueUrls"] = json!([]);
    }
    Ok(Some(answer))
}

impl Call<'_> {
    /// The queue of an operation that is given nothing else.
    fn only_queue(&self) -> Result<QueueArn, Refusal> {
        let OfQueue { url } = self.input()?;
        self.queue(&required("QueueUrl", url)?)
    }
}

pub(super) async fn delete(call: Call<'_>) -> Done {
    call.endpoint.queue_control.delete_queue(&call.only_queue()?).await?;
    Ok(None)
}

pub(super) async fn purge(call: Call<'_>) -> Done {
    call.endpoint.queue_control.purge(&call.only_queue()?).await?;
    Ok(None)
}

pub(super) async fn attributes(call: Call<'_>) -> Done {
    let GetAttributes { url, names } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let facts = call.endpoint.queues.facts(&queue).await?;
    let attributes = shown(&facts, &names.unwrap_or_default())?;
    match attributes.is_empty() {
        true => Ok(Some(json!({}))),
        false => Ok(Some(json!({ "Attributes": attributes }))),
    }
}

pub(super) async fn set_attributes(call: Call<'_>) -> Done {
    let SetAttributes { url, attributes } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let change = change_of(required("Attributes", attributes)?)?;
    call.endpoint.queue_control.set(&queue, change).await?;
    Ok(None)
}

pub(super) async fn tags(call: Call<'_>) -> Done {
    let tags = call.endpoint.queue_control.tags(&call.only_queue()?).await?;
    match tags.is_empty() {
        true => Ok(Some(json!({}))),
        false => Ok(Some(json!({ "Tags": tags }))),
    }
}

pub(super) async fn tag(call: Call<'_>) -> Done {
    let Tag { url, tags } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    call.endpoint.queue_control.change_tags(&queue, required("Tags", tags)?, Vec::new()).await?;
    Ok(None)
}

pub(super) async fn untag(call: Call<'_>) -> Done {
    let Untag { url, keys } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    call.endpoint.queue_control.change_tags(&queue, BTreeMap::new(), required("TagKeys", keys)?).await?;
    Ok(None)
}
