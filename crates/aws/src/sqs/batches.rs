//! Operations on up to ten messages. What is wrong with one of them is in its own answer.

use super::error::{Kind, Refusal};
use super::input::{Change, ChangeBatch, Delete, DeleteBatch, Send, SendBatch};
use super::messages::{absent, required, unsigned};
use super::output::sent;
use super::{Call, Done};
use api::sqs::message::ReceiptHandle;
use api::sqs::{BATCH_MAX, MESSAGE_BYTES_MAX, error::QueueError};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Longest id of an entry.
const ENTRY_ID_LENGTH_MAX: usize = 80;

/// An entry by its id: read, or refused already.
type Entry<T> = (String, Result<T, Refusal>);

/// The entries of a batch, which have different ids.
fn entries<I, T>(
    given: Option<Vec<I>>,
    id_and_url: impl Fn(&I) -> (Option<String>, Option<String>),
    read: impl Fn(I) -> Result<T, Refusal>,
) -> Result<Vec<Entry<T>>, Refusal> {
    let given = given.unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::new(Kind::NoEntries, "There should be at least one entry in the request."));
    }
    if given.len() > BATCH_MAX {
        let message = format!("Maximum number of entries per request are {BATCH_MAX}. You have sent {}.", given.len());
        return Err(Refusal::new(Kind::TooManyEntries, message));
    }
    let mut ids = BTreeSet::new();
    let mut all = Vec::with_capacity(given.len());
    for entry in given {
        let (id, url) = id_and_url(&entry);
        absent("QueueUrl", url.as_deref())?;
        let id = required("Id", id)?;
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if !(1..=ENTRY_ID_LENGTH_MAX).contains(&id.len()) || !id.bytes().all(fits) {
            let message = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most \
                           80 letters long.";
            return Err(Refusal::new(Kind::EntryId, message));
        }
        if !ids.insert(id.clone()) {
            return Err(Refusal::new(Kind::SameIds, format!("Id {id} repeated.")));
        }
        all.push((id, read(entry)));
    }
    Ok(all)
}

/// Puts the queue's answers, which are those of the entries that were not refused before, to the entries.
fn answered<T, A>(
    entries: Vec<Entry<T>>,
    answers: Vec<Result<A, QueueError>>,
    shown: impl Fn(A) -> Map<String, Value>,
) -> Value {
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    let mut answers = answers.into_iter();
    for (id, entry) in entries {
        let answer = entry.and_then(|_asked| {
            let answer = answers.next().ok_or_else(|| Refusal::new(Kind::Internal, "the queue gave no answer"))?;
            Ok(answer?)
        });
        match answer {
            Ok(answer) => {
                let mut entry = Map::from_iter([("Id".to_owned(), Value::from(id))]);
                entry.extend(shown(answer));
                successful.push(Value::from(entry));
            }
            Err(refusal) => failed.push(json!({
                "Id": id,
                "SenderFault": refusal.is_senders_fault(),
                "Code": refusal.code(),
                "Message": refusal.message,
            })),
        }
    }
    // A list without entries is not sent.
    let lists = [("Successful", successful), ("Failed", failed)];
    lists
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| (name.to_owned(), list.into()))
        .collect::<Map<_, _>>()
        .into()
}

fn asked<T: Clone>(entries: &[Entry<T>]) -> Vec<T> {
    entries.iter().filter_map(|(_, entry)| entry.as_ref().ok().cloned()).collect()
}

pub(super) async fn send(call: Call<'_>) -> Done {
    let SendBatch { url, entries: given } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let entries = entries(given, |entry: &Send| (entry.id.clone(), entry.url.clone()), |entry| call.message(entry))?;
    let messages = asked(&entries);
    let bytes: usize = messages.iter().map(api::sqs::message::NewMessage::bytes).sum();
    if bytes > MESSAGE_BYTES_MAX {
        let message =
            format!("Batch requests cannot be longer than {MESSAGE_BYTES_MAX} bytes. You have sent {bytes} bytes.");
        return Err(Refusal::new(Kind::BatchTooLong, message));
    }
    let answers = call.endpoint.queues.send(&queue, messages).await?;
    Ok(Some(answered(entries, answers, sent)))
}

pub(super) async fn delete(call: Call<'_>) -> Done {
    let DeleteBatch { url, entries: given } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let read = |entry: Delete| Ok(ReceiptHandle::parse(required("ReceiptHandle", entry.receipt)?)?);
    let entries = entries(given, |entry| (entry.id.clone(), entry.url.clone()), read)?;
    let answers = call.endpoint.queues.delete(&queue, &asked(&entries)).await?;
    Ok(Some(answered(entries, answers, |()| Map::new())))
}

pub(super) async fn change_visibility(call: Call<'_>) -> Done {
    let ChangeBatch { url, entries: given } = call.input()?;
    let queue = call.queue(&required("QueueUrl", url)?)?;
    let read = |entry: Change| {
        let receipt = ReceiptHandle::parse(required("ReceiptHandle", entry.receipt)?)?;
        let seconds = required("VisibilityTimeout", unsigned("VisibilityTimeout", entry.visibility)?)?;
        Ok((receipt, seconds))
    };
    let entries = entries(given, |entry| (entry.id.clone(), entry.url.clone()), read)?;
    let answers = call.endpoint.queues.change_visibility(&queue, &asked(&entries)).await?;
    Ok(Some(answered(entries, answers, |()| Map::new())))
}
