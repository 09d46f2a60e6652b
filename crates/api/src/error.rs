//! One error type for every question that a page or a client may ask.

use serde::{Deserialize, Serialize};

/// What kind of refusal it is. The HTTP status and the AWS error name follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorCode {
    /// The thing asked for does not exist, or belongs to someone else.
    NotFound,
    /// No policy lets the caller.
    Denied,
    /// A thing of that name exists already.
    Conflict,
    /// The thing was changed elsewhere since it was read.
    RevisionMismatch,
    /// A value breaks a rule; the message says which, with the limit and the value.
    Invalid,
    /// The request body is not what the operation takes, such as an event that is not JSON.
    InvalidRequestContent,
    /// Something is over its size limit.
    TooLarge,
    /// Too much at once; try again later.
    TooManyRequests,
    /// The function runs as often at once as was set aside for it; try again later.
    FunctionThrottled,
    /// The image of a version is being made; try again later.
    SnapStartNotReady,
    /// The image of a version could not be made.
    SnapStart,
    /// A part of the server is not able to answer now (disk full, shutting down).
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl ErrorCode {
    /// The HTTP status that carries this error.
    #[must_use]
    pub fn http_status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Denied => 403,
            Self::Conflict | Self::SnapStartNotReady => 409,
            Self::RevisionMismatch => 412,
            Self::Invalid | Self::InvalidRequestContent | Self::SnapStart => 400,
            Self::TooLarge => 413,
            Self::TooManyRequests | Self::FunctionThrottled => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

/// A refusal with a message for a person: lower case, names the thing, says the limit and the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// The kind of refusal.
    pub code: ErrorCode,
    /// What a person reads.
    pub message: String,
    /// The form field it belongs to, as `memory`, `environment.STAGE` or `file:index.mjs`.
    pub field: Option<String>,
}

impl ApiError {
    /// An error that belongs to no form field.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None }
    }

    /// A broken rule about the form field `field`.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: ErrorCode::Invalid, message: message.into(), field: Some(field.into()) }
    }

    /// The function does not exist in this account, in Lambda's words.
    #[must_use]
    pub fn function_not_found(arn: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("Function not found: {arn}"))
    }
}
