//! Receipt handles: which message, of which queue, by which receive.

use api::sqs::error::QueueError;
use api::sqs::message::ReceiptHandle;
use store::sqs::QueueKey;
use store::sqs::message::MessageKey;
use uuid::Uuid;

/// What SQS's own begin with.
const PREFIX: &str = "AQEB";
/// Digits of each key.
const KEY_DIGITS: usize = 16;
/// Digits of what only this receive has.
const NONCE_DIGITS: usize = 32;

/// A receipt, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Receipt {
    pub(super) queue: QueueKey,
    pub(super) message: MessageKey,
    /// 32 hexadecimal digits.
    pub(super) nonce: String,
}

impl Receipt {
    /// What only this receive has.
    pub(super) fn nonce() -> String {
        Uuid::new_v4().simple().to_string()
    }

    pub(super) fn handle(&self) -> Result<ReceiptHandle, QueueError> {
        let Self { queue, message, nonce } = self;
        ReceiptHandle::parse(format!("{PREFIX}{:016x}{:016x}{nonce}", queue.0, message.0))
    }

    /// Of a message of this queue.
    pub(super) fn read(handle: &ReceiptHandle, queue: QueueKey) -> Result<Self, QueueError> {
        let digits = handle.as_str().strip_prefix(PREFIX).ok_or(QueueError::Receipt)?;
        if digits.len() != 2 * KEY_DIGITS + NONCE_DIGITS || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(QueueError::Receipt);
        }
        let (keys, nonce) = digits.split_at(2 * KEY_DIGITS);
        let (of, message) = keys.split_at(KEY_DIGITS);
        let key = |digits| i64::from_str_radix(digits, 16).map_err(|_too_large| QueueError::Receipt);
        let receipt = Self { queue: QueueKey(key(of)?), message: MessageKey(key(message)?), nonce: nonce.to_owned() };
        match receipt.queue == queue {
            true => Ok(receipt),
            false => Err(QueueError::Receipt),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_receipt_is_for_one_queue() {
        let receipt = Receipt { queue: QueueKey(7), message: MessageKey(1 << 40), nonce: Receipt::nonce() };
        let handle = receipt.handle().unwrap();
        assert_eq!(Receipt::read(&handle, QueueKey(7)), Ok(receipt));
        assert_eq!(Receipt::read(&handle, QueueKey(8)), Err(QueueError::Receipt));
        for bad in ["x", "AQEB", "AQEBffffffffffffffff0000000000000001000000000000000000000000000000ff"] {
            assert_eq!(Receipt::read(&ReceiptHandle::parse(bad).unwrap(), QueueKey(7)), Err(QueueError::Receipt));
        }
    }
}
