//! What messages look like on the wire.

use super::error::Refusal;
use api::sqs::digest::md5_of_attributes;
use api::sqs::message::{AttributeData, Message, MessageAttribute, MessageAttributes, Sent};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

/// The system attributes that can be asked for.
const SYSTEM: [&str; 10] = [
    "All",
    "SenderId",
    "SentTimestamp",
    "ApproximateReceiveCount",
    "ApproximateFirstReceiveTimestamp",
    "SequenceNumber",
    "MessageDeduplicationId",
    "MessageGroupId",
    "AWSTraceHeader",
    "DeadLetterQueueSourceArn",
];

/// What a sender is told.
pub(super) fn sent(sent: Sent) -> Map<String, Value> {
    let Sent { id, md5_of_body, md5_of_attributes, md5_of_system_attributes, sequence } = sent;
    let members = [
        ("MessageId", Some(id)),
        ("MD5OfMessageBody", Some(md5_of_body)),
        ("MD5OfMessageAttributes", md5_of_attributes),
        ("MD5OfMessageSystemAttributes", md5_of_system_attributes),
        ("SequenceNumber", sequence.map(|sequence| sequence.to_string())),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect()
}

/// What a receiver wants to know beside body and receipt.
#[derive(Debug)]
pub(super) struct Wanted {
    system: Vec<String>,
    attributes: Vec<String>,
}

impl Wanted {
    /// # Errors
    /// For a system attribute that SQS does not have.
    pub(super) fn read(system: Vec<String>, attributes: Vec<String>) -> Result<Self, Refusal> {
        match system.iter().find(|name| !SYSTEM.contains(&name.as_str())) {
            Some(unknown) => Err(Refusal::unknown_attribute(unknown)),
            None => Ok(Self { system, attributes }),
        }
    }

    fn wants_system(&self, name: &str) -> bool {
        self.system.iter().any(|wanted| wanted == "All" || wanted == name)
    }

    /// By its name, by `All` or `.*`, or by the beginning of its name before `.*`.
    fn wants(&self, name: &str) -> bool {
        self.attributes.iter().any(|wanted| match wanted.strip_suffix(".*") {
            Some(prefix) => name.starts_with(prefix),
            None => wanted == "All" || wanted == name,
        })
    }

    /// A message with what is wanted of it.
    pub(super) fn shown(&self, message: Message) -> Value {
        let Message { id, receipt, body, md5_of_body, attributes, md5_of_attributes: _, system } = message;
        let mut shown =
            json!({ "MessageId": id, "ReceiptHandle": receipt.as_str(), "MD5OfBody": md5_of_body, "Body": body });
        let system: Map<String, Value> = system
            .named()
            .into_iter()
            .filter(|(name, _)| self.wants_system(name))
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        if !system.is_empty() {
            shown["Attributes"] = system.into();
        }
        let attributes: MessageAttributes = attributes.into_iter().filter(|(name, _)| self.wants(name)).collect();
        if let Some(md5) = md5_of_attributes(&attributes) {
            shown["MD5OfMessageAttributes"] = md5.into();
            shown["MessageAttributes"] =
                attributes.iter().map(|(name, value)| (name.clone(), attribute(value))).collect::<Map<_, _>>().into();
        }
        shown
    }
}

fn attribute(attribute: &MessageAttribute) -> Value {
    let MessageAttribute { data_type, data } = attribute;
    match data {
        AttributeData::Text(text) => json!({ "StringValue": text, "DataType": data_type }),
        AttributeData::Binary(bytes) => json!({ "BinaryValue": BASE64.encode(bytes), "DataType": data_type }),
    }
}
