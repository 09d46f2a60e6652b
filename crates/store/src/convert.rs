//! Between rows and the types of the API.

use crate::error::StoreError;
use api::error::ApiError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A column that should hold one of ours but does not.
pub(crate) fn corrupt(what: &'static str, why: impl ToString) -> StoreError {
    StoreError::Corrupt { what, why: why.to_string() }
}

/// An id or a name that was checked before it was stored.
pub(crate) fn parsed<T>(what: &'static str, answer: Result<T, ApiError>) -> Result<T, StoreError> {
    answer.map_err(|error| corrupt(what, error))
}

pub(crate) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| corrupt(what, error))
}

pub(crate) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(what, error))
}

/// SQLite's integers are signed; what is over 2^63 is stored as that.
pub(crate) fn to_i64(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or(i64::MAX)
}

/// Numbers of ours are never negative.
pub(crate) fn to_unsigned<T: TryFrom<i64>>(what: &'static str, value: i64) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_out_of_range| corrupt(what, format!("{value} is out of range")))
}
