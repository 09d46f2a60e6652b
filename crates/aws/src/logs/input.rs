//! An operation's input: what is read of it is taken out, and what is left is refused by name.

use crate::error::AwsError;
use serde_json::{Map, Value};

/// The members that were given and not read yet.
#[derive(Debug)]
pub(super) struct Input(Map<String, Value>);

/// In CloudWatch's name for a wrong parameter.
pub(super) fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new(400, "InvalidParameterException", message)
}

fn wrong_type(name: &str, wanted: &str) -> AwsError {
    AwsError::new(400, "SerializationException", format!("`{name}` is not {wanted}"))
}

impl Input {
    pub(super) fn read(body: &[u8]) -> Result<Self, AwsError> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self(Map::new()));
        }
        let read = serde_json::from_slice::<Map<String, Value>>(body);
        read.map(Self).map_err(|error| {
            AwsError::new(400, "SerializationException", format!("the body is not a JSON object: {error}"))
        })
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, AwsError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_type(name, "a String")),
        }
    }

    pub(super) fn number(&mut self, name: &str) -> Result<Option<i64>, AwsError> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(|| wrong_type(name, "an Integer")),
        }
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<bool, AwsError> {
        match self.take(name) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| wrong_type(name, "a Boolean")),
        }
    }

    pub(super) fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, AwsError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        serde_json::from_value(value).map(Some).map_err(|_error| wrong_type(name, "a list of Strings"))
    }

    /// `limit`, from 1 to `most`; `most` if none is given.
    pub(super) fn limit(&mut self, most: usize) -> Result<usize, AwsError> {
        let Some(limit) = self.number("limit")? else { return Ok(most) };
        let within = usize::try_from(limit).ok().filter(|limit| (1..=most).contains(limit));
        within.ok_or_else(|| {
            let bound = if limit < 1 { "greater than or equal to 1".to_owned() } else { format!("less than or equal to {most}") };
            invalid(format!(
                "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value {bound}"
            ))
        })
    }

    /// A setting that may only ask for what is so anyway.
    pub(super) fn only(&mut self, name: &str, so: &Value) -> Result<(), AwsError> {
        match self.take(name) {
            Some(value) if value != *so => Err(not_simulated(name)),
            _ => Ok(()),
        }
    }

    /// Everything was read.
    pub(super) fn nothing_else(&mut self) -> Result<(), AwsError> {
        let left = self.0.iter().find(|(_, value)| !value.is_null());
        left.map_or(Ok(()), |(name, _)| Err(not_simulated(name)))
    }
}

fn not_simulated(name: &str) -> AwsError {
    invalid(format!("`{}` is not simulated by Coldstart yet; leave it out", name.escape_debug()))
}
