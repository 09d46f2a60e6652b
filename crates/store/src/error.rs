//! What can go wrong with the database, without a word of SQL in what a person reads.

use api::error::{ApiError, ErrorCode};
use api::sqs::error::QueueError;
use std::path::PathBuf;

/// A query that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full, the file is locked or cannot be read: it may work later.
    #[error("{0}; nothing was saved")]
    Unavailable(&'static str, #[source] sqlx::Error),
    /// A row would break a named constraint.
    #[error("{0} exists already")]
    Conflict(Constraint),
    /// A row holds what no version of Coldstart writes.
    #[error("stored {what} cannot be read: {why}")]
    Corrupt {
        /// Table and column.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Anything else that the database answers: a fault of ours.
    #[error("database failed")]
    Database(#[source] sqlx::Error),
}

/// Constraints that a person can run into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// An account has one living function of a name.
    FunctionName,
    /// A function has one URL, and so has each of its aliases.
    FunctionUrl,
    /// An account id is given once.
    AccountId,
    /// A run id is given once.
    RunId,
    /// The row that it belongs to is gone.
    Parent,
}

impl std::fmt::Display for Constraint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::FunctionName => "a function of this name",
            Self::FunctionUrl => "a URL of this function",
            Self::AccountId => "an account of this id",
            Self::RunId => "a run of this id",
            Self::Parent => "something of this name that was deleted meanwhile",
        })
    }
}

/// The data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made or written.
    #[error("data folder `{}` cannot be used", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Another server has it.
    #[error("data folder `{}` is in use by another Coldstart; stop it or choose another folder", .path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The file is there but is no database of ours.
    #[error("database in `{}` cannot be opened", .path.display())]
    Database {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: sqlx::Error,
    },
    /// The database was written by a newer program.
    #[error("database in `{}` was written by a newer Coldstart (migration {migration}); update this one", .path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// The migration that this program does not know.
        migration: i64,
    },
    /// A migration failed; the database is as it was.
    #[error("database in `{}` could not be brought up to date", .path.display())]
    Migration {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: sqlx::migrate::MigrateError,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(answer) => {
                let code = answer.code().and_then(|c| c.parse::<i32>().ok()).unwrap_or(0);
                let constraint = violated(code, answer.message());
                match (constraint, unavailable(code)) {
                    (Some(constraint), _) => Self::Conflict(constraint),
                    (None, Some(reason)) => Self::Unavailable(reason, error),
                    (None, None) => Self::Database(error),
                }
            }
            sqlx::Error::PoolTimedOut => Self::Unavailable("the database is busy", error),
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable("the database is shutting down", error)
            }
            sqlx::Error::Io(_) => Self::Unavailable("the disk cannot be read or written", error),
            _ => Self::Database(error),
        }
    }
}

/// SQLite's primary result codes (`sqlite3.h`) that pass, or that an operator can mend.
fn unavailable(code: i32) -> Option<&'static str> {
    match code & 0xff {
        5 | 6 => Some("the database is locked by another program"),
        7 => Some("the server is out of memory"),
        8 => Some("the data folder cannot be written"),
        10 => Some("the disk cannot be read or written"),
        13 => Some("the disk is full"),
        14 => Some("the database file cannot be opened"),
        _ => None,
    }
}

/// SQLite names the columns of a unique constraint rather than its name.
fn violated(code: i32, message: &str) -> Option<Constraint> {
    const CONSTRAINT: i32 = 19;
    if code & 0xff != CONSTRAINT {
        return None;
    }
    let (_, columns) = message.split_once("constraint failed")?;
    match columns.trim_start_matches(": ") {
        "function.account_id, function.name" => Some(Constraint::FunctionName),
        "index 'trigger_one_url'" => Some(Constraint::FunctionUrl),
        "account.id" => Some(Constraint::AccountId),
        "run.id" => Some(Constraint::RunId),
        "" => Some(Constraint::Parent),
        _ => None,
    }
}

impl From<StoreError> for QueueError {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

impl From<StoreError> for ApiError {
    /// The edge of the store: what a person must not read is logged here and left behind.
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Conflict(_) => Self::new(ErrorCode::Conflict, error.to_string()),
            StoreError::Unavailable(_, source) => {
                tracing::error!(error.reason = %source, "{error}");
                Self::new(ErrorCode::Unavailable, error.to_string())
            }
            StoreError::Corrupt { .. } => {
                tracing::error!("{error}");
                Self::new(ErrorCode::Internal, error.to_string())
            }
            StoreError::Database(source) => {
                tracing::error!(error.reason = %source, "{error}");
                Self::new(ErrorCode::Internal, "the database refused the operation; the server's log says why")
            }
        }
    }
}
