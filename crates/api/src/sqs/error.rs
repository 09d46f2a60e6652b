//! Why a queue refuses.

use super::QueueArn;
use super::settings::Setting;
use crate::error::{ApiError, ErrorCode};

/// A refusal, in SQS's kinds; the AWS endpoint gives each its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// There is no such queue in the account.
    #[error("The specified queue does not exist.")]
    NoQueue(QueueArn),
    /// A queue of this name exists, and one of its settings is another.
    #[error("A queue already exists with the same name and a different value for attribute {}", .0.name())]
    Exists(Setting),
    /// A setting that cannot have this value.
    #[error("Invalid value for the parameter {}. Reason: {reason}", .setting.name())]
    Setting {
        /// Which.
        setting: Setting,
        /// Why not.
        reason: String,
    },
    /// A parameter that cannot have this value.
    #[error("Value {value} for parameter {parameter} is invalid. Reason: {reason}")]
    Parameter {
        /// Which, in SQS's name.
        parameter: &'static str,
        /// The value, shortened.
        value: String,
        /// Why not.
        reason: String,
    },
    /// A parameter that a queue of this type needs.
    #[error("The request must contain the parameter {0}.")]
    Missing(&'static str),
    /// The text is no receipt handle.
    #[error("The input receipt handle is invalid.")]
    Receipt,
    /// The message is visible again, or received by another.
    #[error("The specified message isn't in flight.")]
    NotInFlight,
    /// The message is deleted.
    #[error(
        "Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change."
    )]
    NoMessage,
    /// The message is visible again, or received by another: only of FIFO queues.
    #[error("Value for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.")]
    Expired,
    /// A character that XML cannot have.
    #[error(
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"
    )]
    Characters,
    /// A message is larger than its queue takes.
    #[error("One or more parameters are invalid. Reason: Message must be shorter than {bytes_max} bytes.")]
    TooLarge {
        /// The queue's limit.
        bytes_max: u64,
    },
    /// As many messages are in flight as may be.
    #[error("Too many messages in flight: {in_flight}, the limit is {limit}")]
    InFlight {
        /// How many there are.
        in_flight: u64,
        /// How many there may be.
        limit: u64,
    },
    /// The account has as many of something as Coldstart keeps.
    #[error("{0}")]
    Quota(String),
    /// The queue was purged less than 60 seconds ago.
    #[error("Only one PurgeQueue operation on {0} is allowed every 60 seconds.")]
    Purged(super::QueueName),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] ApiError),
}

impl From<QueueError> for ApiError {
    fn from(error: QueueError) -> Self {
        let message = error.to_string();
        match error {
            QueueError::NoQueue(arn) => Self::new(ErrorCode::NotFound, format!("queue `{}` does not exist", arn.name)),
            QueueError::Exists(_) => Self::new(ErrorCode::Conflict, message),
            QueueError::Setting { setting, .. } => Self::invalid(setting.name(), message),
            QueueError::Parameter { parameter, .. } | QueueError::Missing(parameter) => {
                Self::invalid(parameter, message)
            }
            QueueError::Receipt | QueueError::NotInFlight | QueueError::NoMessage | QueueError::Expired => {
                Self::invalid("ReceiptHandle", message)
            }
            QueueError::Characters => Self::invalid("MessageBody", message),
            QueueError::TooLarge { .. } => Self::new(ErrorCode::TooLarge, message),
            QueueError::InFlight { .. } | QueueError::Quota(_) | QueueError::Purged(_) => {
                Self::new(ErrorCode::TooManyRequests, message)
            }
            QueueError::Other(error) => error,
        }
    }
}
