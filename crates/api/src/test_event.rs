//! Events that a person keeps to run a function with.

use crate::error::ApiError;
use crate::id::shown;
use crate::time::UnixMillis;
use serde::{Deserialize, Serialize};

/// Saved events of one function.
pub const TEST_EVENTS_MAX: usize = 50;
/// Longest name of a saved event.
pub const TEST_EVENT_NAME_LENGTH_MAX: usize = 64;

/// The name of a saved event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TestEventName(String);

impl TestEventName {
    /// One to 64 characters, none of them a control character.
    ///
    /// # Errors
    /// Says the rule, the limit and the value.
    pub fn parse(text: impl Into<String>) -> Result<Self, ApiError> {
        let text = text.into().trim().to_owned();
        let length = text.chars().count();
        if length == 0 || length > TEST_EVENT_NAME_LENGTH_MAX {
            let message =
                format!("the event's name has {length} characters; 1 to {TEST_EVENT_NAME_LENGTH_MAX} are allowed");
            return Err(ApiError::invalid("event_name", message));
        }
        if text.chars().any(char::is_control) {
            return Err(ApiError::invalid(
                "event_name",
                format!("the event's name `{}` has a control character", shown(&text)),
            ));
        }
        Ok(Self(text))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TestEventName {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(text)
    }
}

impl From<TestEventName> for String {
    fn from(name: TestEventName) -> String {
        name.0
    }
}

/// A saved event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestEvent {
    /// Unique in the function.
    pub name: TestEventName,
    /// The text as it was typed; it need not be valid JSON to be kept.
    pub payload: String,
    /// When it was saved.
    pub saved_at: UnixMillis,
}
