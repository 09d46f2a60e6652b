//! Messages: as they are sent, and as a receiver sees them.

use super::error::QueueError;
use super::{MESSAGE_ATTRIBUTES_MAX, QueueArn};
use crate::id::shown;
use crate::time::UnixMillis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Longest name and longest type of a message attribute.
const ATTRIBUTE_NAME_LENGTH_MAX: usize = 256;
/// Longest deduplication id and longest group id.
const FIFO_ID_LENGTH_MAX: usize = 128;
/// Longest text that a receipt handle can be.
const RECEIPT_LENGTH_MAX: usize = 1_024;

/// What a receiver deletes a message with. Every receive gives another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReceiptHandle(String);

impl ReceiptHandle {
    /// Any short text of printable ASCII; whether it is one that was given out, the queue says.
    ///
    /// # Errors
    /// [`QueueError::Receipt`] for what cannot be one.
    pub fn parse(text: impl Into<String>) -> Result<Self, QueueError> {
        let text = text.into();
        match (1..=RECEIPT_LENGTH_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
            true => Ok(Self(text)),
            false => Err(QueueError::Receipt),
        }
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ReceiptHandle {
    type Error = QueueError;
    fn try_from(text: String) -> Result<Self, QueueError> {
        Self::parse(text)
    }
}

impl From<ReceiptHandle> for String {
    fn from(handle: ReceiptHandle) -> Self {
        handle.0
    }
}

impl fmt::Display for ReceiptHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The place of a message in a FIFO queue: 20 digits that rise within a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SequenceNumber(pub u64);

impl fmt::Display for SequenceNumber {
    /// As SQS's: 20 digits, with room between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const FIRST: u128 = 18_850_000_000_000_000_000;
        write!(f, "{}", FIRST + u128::from(self.0) * 256)
    }
}

/// The value of a message attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeData {
    /// Of the types `String` and `Number`.
    Text(String),
    /// Of the type `Binary`.
    Binary(#[serde(with = "hexadecimal")] Vec<u8>),
}

/// Bytes as hexadecimal digits: a list of numbers would be twice as long.
mod hexadecimal {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::fmt::Write;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(2 * bytes.len());
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap_or_default());
        pairs.map(|pair| u8::from_str_radix(pair, 16).map_err(D::Error::custom)).collect()
    }
}

/// A message attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAttribute {
    /// `String`, `Number` or `Binary`, with a label of the sender's after a dot if wanted.
    pub data_type: String,
    /// The value.
    pub data: AttributeData,
}

impl MessageAttribute {
    /// A text.
    #[must_use]
    pub fn string(text: impl Into<String>) -> Self {
        Self { data_type: "String".to_owned(), data: AttributeData::Text(text.into()) }
    }

    /// A number.
    #[must_use]
    pub fn number(number: i64) -> Self {
        Self { data_type: "Number".to_owned(), data: AttributeData::Text(number.to_string()) }
    }

    fn bytes(&self) -> usize {
        let data = match &self.data {
            AttributeData::Text(text) => text.len(),
            AttributeData::Binary(bytes) => bytes.len(),
        };
        self.data_type.len() + data
    }
}

/// Attributes of a message by their names.
pub type MessageAttributes = BTreeMap<String, MessageAttribute>;

/// A message as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewMessage {
    /// At least one character.
    pub body: String,
    /// Attributes.
    pub attributes: MessageAttributes,
    /// Seconds for which it is hidden; the queue's own delay if nothing. A FIFO queue takes none.
    pub delay_s: Option<u32>,
    /// Its group; FIFO queues need one, others take none.
    pub group: Option<String>,
    /// Its deduplication id, of FIFO queues.
    pub deduplication: Option<String>,
    /// The trace that it belongs to.
    pub trace_header: Option<String>,
    /// Who sent it: an access key's id, or the name of a service.
    pub sender: String,
}

impl NewMessage {
    /// Bytes that count towards the limit: body and attributes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let attributes = self.attributes.iter().map(|(name, attribute)| name.len() + attribute.bytes());
        self.body.len() + attributes.sum::<usize>()
    }

    /// Whether it can be sent to any queue at all.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(&self) -> Result<(), QueueError> {
        if self.body.is_empty() {
            return Err(QueueError::Missing("MessageBody"));
        }
        check_characters(&self.body)?;
        if self.attributes.len() > MESSAGE_ATTRIBUTES_MAX {
            let reason = format!("The limit is {MESSAGE_ATTRIBUTES_MAX} message attributes.");
            return Err(parameter("MessageAttributes", &self.attributes.len().to_string(), reason));
        }
        for (name, attribute) in &self.attributes {
            check_attribute(name, attribute)?;
        }
        check_fifo_id("MessageGroupId", self.group.as_deref())?;
        check_fifo_id("MessageDeduplicationId", self.deduplication.as_deref())
    }
}

fn parameter(parameter: &'static str, value: &str, reason: String) -> QueueError {
    QueueError::Parameter { parameter, value: shown(value), reason }
}

/// What XML 1.0 can have: SQS refuses the rest.
fn check_characters(text: &str) -> Result<(), QueueError> {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    match text.chars().all(fits) {
        true => Ok(()),
        false => Err(QueueError::Characters),
    }
}

fn check_attribute(name: &str, attribute: &MessageAttribute) -> Result<(), QueueError> {
    let refused = |reason: String| Err(parameter("MessageAttributes", name, reason));
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let lower = name.to_ascii_lowercase();
    if name.is_empty() || name.len() > ATTRIBUTE_NAME_LENGTH_MAX || !name.bytes().all(fits) {
        return refused(format!(
            "A name has 1 to {ATTRIBUTE_NAME_LENGTH_MAX} letters, digits, hyphens, underscores and dots."
        ));
    }
    if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        return refused("A name neither starts nor ends with a dot, nor has two in a row.".to_owned());
    }
    if lower.starts_with("aws.") || lower.starts_with("amazon.") {
        return refused("Names that start with AWS. or Amazon. are reserved.".to_owned());
    }
    let MessageAttribute { data_type, data } = attribute;
    if data_type.len() > ATTRIBUTE_NAME_LENGTH_MAX {
        return refused(format!("A type has at most {ATTRIBUTE_NAME_LENGTH_MAX} characters."));
    }
    match (data_type.split('.').next().unwrap_or_default(), data) {
        ("String" | "Number", AttributeData::Text(text)) if text.is_empty() => {
            refused("Its value is empty.".to_owned())
        }
        ("Number", AttributeData::Text(text)) if !is_number(text) => {
            refused(format!("Can't cast the value of message (user) attribute '{name}' to a number."))
        }
        ("String" | "Number", AttributeData::Text(text)) => check_characters(text),
        ("Binary", AttributeData::Binary(bytes)) if bytes.is_empty() => refused("Its value is empty.".to_owned()),
        ("Binary", AttributeData::Binary(_)) => Ok(()),
        _ => refused(format!(
            "Its type `{}` is none of String, Number and Binary, or its value is of another type.",
            shown(data_type)
        )),
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Group ids and deduplication ids.
fn check_fifo_id(name: &'static str, id: Option<&str>) -> Result<(), QueueError> {
    let Some(id) = id else { return Ok(()) };
    match (1..=FIFO_ID_LENGTH_MAX).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()) {
        true => Ok(()),
        false => {
            let reason = format!(
                "{name} can only include alphanumeric and punctuation characters. 1 to {FIFO_ID_LENGTH_MAX} in length."
            );
            Err(parameter(name, id, reason))
        }
    }
}

/// What a sender learns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The message's id, a UUID.
    pub id: String,
    /// MD5 of the body, as 32 hexadecimal digits.
    pub md5_of_body: String,
    /// MD5 of the attributes, if there are any.
    pub md5_of_attributes: Option<String>,
    /// MD5 of the trace header as a system attribute, if there is one.
    pub md5_of_system_attributes: Option<String>,
    /// Its place, in a FIFO queue.
    pub sequence: Option<SequenceNumber>,
}

/// A message as a receiver sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The message's id, a UUID.
    pub id: String,
    /// What this receiver deletes it with.
    pub receipt: ReceiptHandle,
    /// The body.
    pub body: String,
    /// MD5 of the body, as 32 hexadecimal digits.
    pub md5_of_body: String,
    /// All its attributes.
    pub attributes: MessageAttributes,
    /// MD5 of all its attributes, if there are any; of some of them see `digest::md5_of_attributes`.
    pub md5_of_attributes: Option<String>,
    /// What SQS knows of it.
    pub system: SystemAttributes,
}

/// What SQS knows of a message. Times are on the account's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemAttributes {
    /// How often it was received, this time included.
    pub receive_count: u32,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// Who sent it.
    pub sender: String,
    /// When it was received first; of a message that is only looked at nothing.
    pub first_received_at: Option<UnixMillis>,
    /// Its group.
    pub group: Option<String>,
    /// Its deduplication id.
    pub deduplication: Option<String>,
    /// Its place.
    pub sequence: Option<SequenceNumber>,
    /// The trace that it belongs to.
    pub trace_header: Option<String>,
    /// The queue from which it came to this dead-letter queue.
    pub source: Option<QueueArn>,
}

impl SystemAttributes {
    /// As SQS writes them, in both its answers and the events of functions.
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, String)> {
        let Self {
            receive_count,
            sent_at,
            sender,
            first_received_at,
            group,
            deduplication,
            sequence,
            trace_header,
            source,
        } = self;
        let always = [
            ("ApproximateReceiveCount", Some(receive_count.to_string())),
            ("SentTimestamp", Some(sent_at.0.to_string())),
            ("SequenceNumber", sequence.map(|sequence| sequence.to_string())),
            ("MessageGroupId", group.clone()),
            ("SenderId", Some(sender.clone())),
            ("MessageDeduplicationId", deduplication.clone()),
            ("ApproximateFirstReceiveTimestamp", first_received_at.map(|at| at.0.to_string())),
            ("AWSTraceHeader", trace_header.clone()),
            ("DeadLetterQueueSourceArn", source.as_ref().map(ToString::to_string)),
        ];
        always.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// Where a message stands that is looked at without being received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageState {
    /// It can be received.
    Visible,
    /// It was received and not deleted; it can be received again at this time.
    InFlight(UnixMillis),
    /// It can be received from this time on.
    Delayed(UnixMillis),
}

/// A message as a page sees it, which receives nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeekedMessage {
    /// The message's id, a UUID.
    pub id: String,
    /// The body, cut after [`PEEKED_BODY_BYTES_MAX`].
    pub body: String,
    /// Bytes of the whole body.
    pub body_bytes: u64,
    /// Its attributes.
    pub attributes: MessageAttributes,
    /// What SQS knows of it.
    pub system: SystemAttributes,
    /// Where it stands.
    pub state: MessageState,
}

/// What is shown of a body that is looked at.
pub const PEEKED_BODY_BYTES_MAX: usize = 65_536;
