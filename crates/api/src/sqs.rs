//! Queues, as Amazon SQS has them: names, limits, and in the modules below messages, settings, refusals and the trait behind which
//! queues stand.
//!
//! Reading order: this file, [`message`], [`settings`], [`error`], `digest`, `queues`.

#[cfg(not(target_arch = "wasm32"))]
pub mod digest;
pub mod error;
pub mod message;
#[cfg(not(target_arch = "wasm32"))]
pub mod queues;
pub mod settings;

use crate::error::ApiError;
use crate::id::{AccountId, shown};
use crate::region::Region;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest name of a queue, `.fifo` included (SQS `CreateQueue`).
pub const QUEUE_NAME_LENGTH_MAX: usize = 80;
/// Largest message: body and attributes together (SQS: 1 MiB since August 2025, 256 KiB before).
pub const MESSAGE_BYTES_MAX: usize = 1_048_576;
/// Messages in one request of the SQS API.
pub const BATCH_MAX: usize = 10;
/// Attributes of one message.
pub const MESSAGE_ATTRIBUTES_MAX: usize = 10;
/// Messages of a standard queue that were received and not deleted.
pub const IN_FLIGHT_MAX: u64 = 120_000;
/// The same of a FIFO queue.
pub const IN_FLIGHT_FIFO_MAX: u64 = 120_000;
/// Longest visibility timeout, and longest time for which a message can be kept hidden after it was received: 12 hours.
pub const VISIBILITY_S_MAX: u32 = 43_200;
/// Longest delay of a message: 15 minutes.
pub const DELAY_S_MAX: u32 = 900;
/// Longest wait for a message.
pub const WAIT_S_MAX: u32 = 20;
/// For how long a deduplication id is remembered: 5 minutes.
pub const DEDUPLICATION_MS: i64 = 300_000;
/// Most messages that one [`queues::Queues::receive`] takes; the SQS API's own limit is [`BATCH_MAX`].
pub const RECEIVED_MAX: u32 = 10_000;
/// Bodies and attributes in one answer of [`queues::Queues::receive`]: when the next message would go beyond, it stays in the queue.
pub const RECEIVED_BYTES_MAX: u64 = (BATCH_MAX * MESSAGE_BYTES_MAX) as u64;
/// Queues of an account; Coldstart's own limit.
pub const QUEUES_MAX: u64 = 1_000;
/// Messages in all queues of an account; Coldstart's own limit.
pub const STORED_MESSAGES_MAX: u64 = 1_000_000;
/// Bytes of messages in all queues of an account; Coldstart's own limit.
pub const STORED_BYTES_MAX: u64 = 1_073_741_824;

/// What the names of FIFO queues end with.
const FIFO_SUFFIX: &str = ".fifo";

/// Letters, digits, `-` and `_`, at most 80 characters; that of a FIFO queue ends with `.fifo`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QueueName(String);

impl QueueName {
    /// Parses and validates.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) in SQS's words.
    pub fn parse(text: impl Into<String>) -> Result<Self, ApiError> {
        let text = text.into();
        let plain = text.strip_suffix(FIFO_SUFFIX).unwrap_or(&text);
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if !plain.is_empty() && text.len() <= QUEUE_NAME_LENGTH_MAX && plain.bytes().all(fits) {
            return Ok(Self(text));
        }
        let message = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
        let found = match text.is_empty() {
            true => "the name is empty".to_owned(),
            false => format!("`{}` has {} characters", shown(&text), text.chars().count()),
        };
        Err(ApiError::invalid("queueName", format!("{message}; {found}")))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the name of a FIFO queue.
    #[must_use]
    pub fn is_fifo(&self) -> bool {
        self.0.ends_with(FIFO_SUFFIX)
    }
}

impl TryFrom<String> for QueueName {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(text)
    }
}

impl From<QueueName> for String {
    fn from(name: QueueName) -> Self {
        name.0
    }
}

impl fmt::Display for QueueName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A queue of an account: `arn:aws:sqs:REGION:ACCOUNT:NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QueueArn {
    /// Whose it is.
    pub account: AccountId,
    /// Its name.
    pub name: QueueName,
}

impl QueueArn {
    /// The queue of this name in this account.
    #[must_use]
    pub fn new(account: &AccountId, name: QueueName) -> Self {
        Self { account: account.clone(), name }
    }

    /// Reads what [`Display`](fmt::Display) writes.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) says what of it is wrong: the service, the region, the account or
    /// the name.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let invalid =
            |why: String| ApiError::invalid("queueArn", format!("`{}` is no ARN of a queue: {why}", shown(text)));
        let rest =
            text.strip_prefix("arn:aws:").ok_or_else(|| invalid("it does not begin with `arn:aws:`".to_owned()))?;
        let rest = rest.strip_prefix("sqs:").ok_or_else(|| invalid("its service is not `sqs`".to_owned()))?;
        let (region, rest) = rest.split_once(':').ok_or_else(|| invalid("it has no account".to_owned()))?;
        let region = Region::parse(region).map_err(|error| invalid(error.message))?;
        let (account, name) = rest.split_once(':').ok_or_else(|| invalid("it has no name".to_owned()))?;
        let account = AccountId::from_digits(account).map_err(|error| invalid(error.message))?;
        let name = QueueName::parse(name).map_err(|error| invalid(error.message))?;
        Ok(Self { account: account.in_region(region), name })
    }

    /// The path of the queue's URL: `/ACCOUNT/NAME`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/{}/{}", self.account, self.name)
    }

    /// Of a queue's URL, whatever its host, in the region of who names it.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) when its path is not `/ACCOUNT/NAME`.
    pub fn from_url(url: &str, region: Region) -> Result<Self, ApiError> {
        let invalid = || {
            ApiError::invalid("queueUrl", format!("`{}` is no URL of a queue: its path is /ACCOUNT/NAME", shown(url)))
        };
        let after_scheme = url.split_once("://").map_or(url, |(_scheme, rest)| rest);
        let (_host, path) = after_scheme.split_once('/').ok_or_else(invalid)?;
        let (account, name) = path.split_once('/').ok_or_else(invalid)?;
        let account = AccountId::from_digits(account).map_err(|_error| invalid())?;
        let name = QueueName::parse(name).map_err(|_error| invalid())?;
        Ok(Self { account: account.in_region(region), name })
    }
}

impl TryFrom<String> for QueueArn {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(&text)
    }
}

impl From<QueueArn> for String {
    fn from(arn: QueueArn) -> Self {
        arn.to_string()
    }
}

impl fmt::Display for QueueArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:aws:sqs:{}:{}:{}", self.account.region(), self.account, self.name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn names_are_as_sqs_has_them() {
        let longest = "a".repeat(QUEUE_NAME_LENGTH_MAX);
        for good in ["orders", "Orders_2-x", "orders.fifo", longest.as_str()] {
            assert_eq!(QueueName::parse(good).map(String::from), Ok(good.to_owned()));
        }
        let too_long = "a".repeat(QUEUE_NAME_LENGTH_MAX + 1);
        for bad in ["", ".fifo", "a.b", "a.fifo.fifo", "ü", "a b", "a\0", "../x", too_long.as_str()] {
            assert!(QueueName::parse(bad).is_err(), "{bad}");
        }
        assert!(QueueName::parse("orders.fifo").unwrap().is_fifo());
    }

    #[test]
    fn an_arn_names_a_queue_of_its_region() {
        for arn in ["arn:aws:sqs:us-east-1:123456789012:orders.fifo", "arn:aws:sqs:eu-west-1:123456789012:orders"] {
            assert_eq!(QueueArn::parse(arn).unwrap().to_string(), arn);
        }
        let why = |text: &str| QueueArn::parse(text).unwrap_err().message;
        assert!(why("arn:aws:sqs:mars-1:123456789012:orders").contains("`mars-1`"));
        assert!(why("arn:aws:sqs:us-east-1:123456789012/eu-west-1:orders").contains("is no ARN of a queue"));
        for bad in ["", "orders", "arn:aws:sns:us-east-1:123456789012:orders", "arn:aws:sqs:us-east-1:123456789012"] {
            assert!(why(bad).contains("is no ARN of a queue"), "{bad}");
        }
        assert!(QueueArn::parse("arn:aws:sqs:us-east-1:12:orders").is_err());
    }

    #[test]
    fn a_url_names_a_queue_by_its_path() {
        let arn = QueueArn::parse("arn:aws:sqs:us-east-1:123456789012:orders").unwrap();
        for url in
            ["http://127.0.0.1:4566/123456789012/orders", "https://sqs.us-east-1.amazonaws.com/123456789012/orders"]
        {
            assert_eq!(QueueArn::from_url(url, Region::DEFAULT), Ok(arn.clone()));
        }
        for bad in [
            "",
            "orders",
            "http://host",
            "http://host/123456789012",
            "http://host/1/orders",
            "http://host/123456789012/a/b",
        ] {
            assert!(QueueArn::from_url(bad, Region::DEFAULT).is_err(), "{bad}");
        }
    }
}
