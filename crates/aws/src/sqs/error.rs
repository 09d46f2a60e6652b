//! Refusals in SQS's names.

use super::CONTENT_TYPE;
use crate::Answer;
use crate::error::AwsError;
use api::error::{ApiError, ErrorCode};
use api::sqs::error::QueueError;
use api::sqs::settings::Setting;
use http::header::{HeaderName, HeaderValue};
use serde_json::json;

const QUERY_ERROR: HeaderName = HeaderName::from_static("x-amzn-query-error");
/// Before the names of errors that the service's own model has.
const MODEL: &str = "com.amazonaws.sqs#";
/// Before those that any service has.
const CORAL: &str = "com.amazon.coral.service#";
/// Longest value of a caller's that is repeated, in characters.
const SHOWN_CHARS_MAX: usize = 100;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    kind: Kind,
    pub(super) message: String,
}

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    NoQueue,
    Exists,
    AttributeName,
    AttributeValue,
    ParameterValue,
    MissingParameter,
    Receipt,
    NotInFlight,
    Contents,
    OverLimit,
    Throttled,
    PurgeInProgress,
    Unsupported,
    Address,
    Serialization,
    UnknownOperation,
    TooManyEntries,
    NoEntries,
    SameIds,
    EntryId,
    BatchTooLong,
    Internal,
}

impl Kind {
    /// The name in the JSON protocol with what is before it, and the name in the query protocol.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::NoQueue => (MODEL, "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"),
            Self::Exists => (MODEL, "QueueNameExists", "QueueAlreadyExists"),
            Self::AttributeName => (MODEL, "InvalidAttributeName", "InvalidAttributeName"),
            Self::AttributeValue => (MODEL, "InvalidAttributeValue", "InvalidAttributeValue"),
            Self::ParameterValue => (CORAL, "InvalidParameterValueException", "InvalidParameterValue"),
            Self::MissingParameter => (CORAL, "MissingRequiredParameterException", "MissingParameter"),
            Self::Receipt => (MODEL, "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"),
            Self::NotInFlight => (MODEL, "MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"),
            Self::Contents => (MODEL, "InvalidMessageContents", "InvalidMessageContents"),
            Self::OverLimit => (MODEL, "OverLimit", "OverLimit"),
            Self::Throttled => (MODEL, "RequestThrottled", "RequestThrottled"),
            Self::PurgeInProgress => (MODEL, "PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress"),
            Self::Unsupported => (MODEL, "UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"),
            Self::Address => (MODEL, "InvalidAddress", "InvalidAddress"),
            Self::Serialization => (CORAL, "SerializationException", "MalformedInput"),
            Self::UnknownOperation => (CORAL, "UnknownOperationException", "InvalidAction"),
            Self::TooManyEntries => {
                (MODEL, "TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest")
            }
            Self::NoEntries => (MODEL, "EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"),
            Self::SameIds => (MODEL, "BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
            Self::EntryId => (MODEL, "InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"),
            Self::BatchTooLong => (MODEL, "BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"),
            Self::Internal => (CORAL, "InternalFailure", "InternalFailure"),
        }
    }
}

impl Refusal {
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    pub(super) fn parameter(parameter: &str, value: &str, reason: &str) -> Self {
        let value = shown(value);
        Self::new(Kind::ParameterValue, format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}"))
    }

    pub(super) fn address(url: &str) -> Self {
        Self::new(Kind::Address, format!("The address {} is not valid for this endpoint.", shown(url)))
    }

    pub(super) fn unknown_attribute(name: &str) -> Self {
        Self::new(Kind::AttributeName, format!("Unknown Attribute {}.", shown(name)))
    }

    pub(super) fn serialization(error: &serde_json::Error) -> Self {
        Self::new(Kind::Serialization, format!("the body cannot be read: {error}"))
    }

    pub(super) fn not_simulated(what: &str) -> Self {
        Self::new(Kind::Unsupported, format!("Coldstart does not simulate SQS's `{}` yet", shown(what)))
    }

    pub(super) fn unknown_operation(name: &str) -> Self {
        Self::new(Kind::UnknownOperation, format!("SQS has no operation `{}`", shown(name)))
    }

    /// The name that SDKs show.
    pub(super) fn code(&self) -> &'static str {
        self.kind.names().2
    }

    pub(super) fn is_senders_fault(&self) -> bool {
        self.kind != Kind::Internal
    }

    pub(super) fn answer(&self, request_id: &str) -> Answer {
        let (place, name, query) = self.kind.names();
        let status = if self.is_senders_fault() { 400 } else { 500 };
        written((status, &format!("{place}{name}"), query), &self.message, request_id)
    }

    /// In the query protocol.
    pub(super) fn answer_xml(&self, request_id: &str) -> Answer {
        let (status, fault) = if self.is_senders_fault() { (400, "Sender") } else { (500, "Receiver") };
        let xml = super::query::refused(self.code(), &self.message, fault, request_id);
        crate::error::answer(status, "text/xml", xml.into_bytes(), request_id)
    }
}

fn written((status, name, query): (u16, &str, &str), message: &str, request_id: &str) -> Answer {
    let body = json!({ "__type": name, "message": message }).to_string();
    let fault = if status < 500 { "Sender" } else { "Receiver" };
    let mut answer = crate::error::answer(status, CONTENT_TYPE, body.into_bytes(), request_id);
    if let Ok(query) = HeaderValue::from_str(&format!("{query};{fault}")) {
        answer.headers_mut().insert(QUERY_ERROR, query);
    }
    answer
}

/// In SQS's form, one that any service has.
pub(super) fn before_operation(error: &AwsError, request_id: &str) -> Answer {
    let query = error.code.trim_end_matches("Exception");
    written((error.status, &format!("{CORAL}{}", error.code), query), &error.message, request_id)
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN_CHARS_MAX).flat_map(char::escape_debug).collect()
}

impl From<QueueError> for Refusal {
    fn from(error: QueueError) -> Self {
        let message = error.to_string();
        let kind = match error {
            QueueError::NoQueue(_) => Kind::NoQueue,
            QueueError::Exists(_) => Kind::Exists,
            QueueError::Setting { setting: Setting::Redrive | Setting::RedriveAllow, .. } => Kind::ParameterValue,
            QueueError::Setting { .. } => Kind::AttributeValue,
            QueueError::Parameter { .. }
            | QueueError::NoMessage
            | QueueError::Expired
            | QueueError::TooLarge { .. } => Kind::ParameterValue,
            QueueError::Missing(_) => Kind::MissingParameter,
            QueueError::Receipt => Kind::Receipt,
            QueueError::NotInFlight => Kind::NotInFlight,
            QueueError::Characters => Kind::Contents,
            QueueError::InFlight { .. } => Kind::OverLimit,
            QueueError::Quota(_) => Kind::Throttled,
            QueueError::Purged(_) => Kind::PurgeInProgress,
            QueueError::Other(error) => return error.into(),
        };
        Self { kind, message }
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        let ApiError { code, message, field: _ } = error;
        let kind = match code {
            ErrorCode::Unavailable | ErrorCode::Internal => Kind::Internal,
            ErrorCode::TooManyRequests | ErrorCode::FunctionThrottled => Kind::Throttled,
            _ => Kind::ParameterValue,
        };
        Self { kind, message }
    }
}
