//! The log of a function's runs, as CloudWatch Logs reads it.

use crate::error::ApiError;
use crate::id::{AccountId, FunctionName};
use crate::time::UnixMillis;
use async_trait::async_trait;
use std::fmt;

/// Events in one answer (CloudWatch Logs' limit).
pub const LOG_EVENTS_PAGE_MAX: usize = 10_000;
/// For how many days a log may be kept (CloudWatch Logs `PutRetentionPolicy`).
pub const RETENTION_DAYS: [u32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653];

/// A function's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogGroup {
    /// Whose log it is.
    pub function: FunctionName,
    /// When the first line that is kept was asked for.
    pub created_at: UnixMillis,
    /// Bytes of its runs.
    pub stored_bytes: u64,
    /// For how many days it is kept, if that was set.
    pub retention_days: Option<u32>,
}

/// What one environment wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogStream {
    /// As `2026/11/24/[$LATEST]` and 32 digits.
    pub name: String,
    /// Its first line.
    pub first_at: UnixMillis,
    /// Its last line.
    pub last_at: UnixMillis,
}

/// The place of a line in a log: by time, then by run, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogPosition {
    /// When it was written.
    pub at: UnixMillis,
    /// The run, by its order of arrival.
    pub run: i64,
    /// Its number within the run.
    pub seq: i64,
}

impl LogPosition {
    /// Reads what [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        (text.len() == 56).then_some(())?;
        Some(Self { at: UnixMillis(part(0, 20)?), run: part(20, 38)?, seq: part(38, 56)? })
    }
}

impl fmt::Display for LogPosition {
    /// 56 digits, as CloudWatch's event ids.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:020}{:018}{:018}", self.at.0, self.run, self.seq)
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// Where it is.
    pub position: LogPosition,
    /// Its stream.
    pub stream: String,
    /// As the function or the platform wrote it.
    pub text: String,
}

/// From where on, and in which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogCursor {
    /// From the oldest line on.
    FromOldest,
    /// From after this line on.
    After(LogPosition),
    /// The newest lines.
    Newest,
    /// The newest ones before this line.
    Before(LogPosition),
}

/// Which lines are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogQuery {
    /// Of this stream only.
    pub stream: Option<String>,
    /// Not before.
    pub from: UnixMillis,
    /// Before this.
    pub until: UnixMillis,
    /// Direction and start.
    pub cursor: LogCursor,
    /// At most so many.
    pub limit: usize,
}

/// Logs of an account's functions.
#[async_trait]
pub trait Logs: Send + Sync {
    /// The logs of functions that have run, by name.
    async fn log_groups(&self, account: &AccountId) -> Result<Vec<LogGroup>, ApiError>;
    /// The streams of a log, by name.
    async fn log_streams(&self, account: &AccountId, function: &FunctionName) -> Result<Vec<LogStream>, ApiError>;
    /// Lines of a log, oldest first.
    async fn log_events(
        &self,
        account: &AccountId,
        function: &FunctionName,
        query: LogQuery,
    ) -> Result<Vec<LogEvent>, ApiError>;
    /// Keeps a log for so many days, or as long as its runs. Older runs are gone with their lines at once.
    async fn set_retention(
        &self,
        account: &AccountId,
        function: &FunctionName,
        days: Option<u32>,
    ) -> Result<(), ApiError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_56_digits_in_the_order_of_the_log() {
        let position = |at, run, seq| LogPosition { at: UnixMillis(at), run, seq };
        let first = position(1_795_399_200_000, 1, 2);
        assert_eq!(LogPosition::parse(&first.to_string()), Some(first));
        assert_eq!(first.to_string().len(), 56);
        assert!(first.to_string() < position(1_795_399_200_000, 1, 10).to_string());
        assert!(position(1_795_399_200_000, 9, 9).to_string() < position(1_795_399_200_001, 1, 1).to_string());
        for bad in ["", "7", &"x".repeat(56), &"ü".repeat(28)] {
            assert_eq!(LogPosition::parse(bad), None, "{bad}");
        }
    }
}
