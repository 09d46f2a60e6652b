//! The error of every server function: what the back end refused, or that it could not be asked.

use api::error::{ApiError, ErrorCode};
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What every server function answers.
pub type ServerResult<T> = Result<T, UiError>;

/// Why a page did not get what it asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UiError {
    /// The back end refused, and says why.
    Refused(ApiError),
    /// The server was not reached; nothing is known about the request's fate.
    Unreachable,
}

impl UiError {
    /// What a person reads.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::Refused(error) => &error.message,
            Self::Unreachable => "the server does not answer; is it still running?",
        }
    }

    /// The kind of refusal.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(error) => error.code,
            Self::Unreachable => ErrorCode::Unavailable,
        }
    }

    /// The form field it belongs to.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Refused(error) => error.field.as_deref(),
            Self::Unreachable => None,
        }
    }

    /// The message, if it belongs to the form field `field`.
    #[must_use]
    pub fn message_at(&self, field: &str) -> Option<String> {
        (self.field() == Some(field)).then(|| self.message().to_owned())
    }
}

impl fmt::Display for UiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for UiError {}

impl From<ApiError> for UiError {
    /// On the server this also gives the answer of a called server function its HTTP status.
    fn from(error: ApiError) -> Self {
        #[cfg(feature = "ssr")]
        crate::context::set_call_status(error.code);
        Self::Refused(error)
    }
}

impl FromServerFnError for UiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match &error {
            ServerFnErrorErr::Request(_) => return Self::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => ErrorCode::InvalidRequestContent,
            _ => ErrorCode::Internal,
        };
        Self::Refused(ApiError::new(code, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_keeps_its_field_over_the_wire() {
        let error = UiError::Refused(ApiError::invalid("name", "the function needs a name"));
        let back = UiError::de(error.ser());
        assert_eq!(back, error);
        assert_eq!(back.message_at("name").as_deref(), Some("the function needs a name"));
        assert_eq!(back.message_at("handler"), None);
    }

    #[test]
    fn a_lost_connection_is_not_a_refusal() {
        let error = UiError::from_server_fn_error(ServerFnErrorErr::Request("refused".to_owned()));
        assert_eq!(error, UiError::Unreachable);
    }
}
