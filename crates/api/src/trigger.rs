//! What invokes a function by itself.

use crate::id::{AliasName, FunctionName, TriggerId};
use crate::time::UnixMillis;
use serde::{Deserialize, Serialize};

/// How a trigger invokes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TriggerConfig {
    /// An HTTP endpoint of its own (Lambda function URL, auth type NONE, invoke mode BUFFERED).
    FunctionUrl,
    /// The same for one alias of the function.
    AliasUrl {
        /// What is invoked: the alias, which must exist.
        alias: AliasName,
    },
    /// An EventBridge schedule: `rate(5 minutes)` or a six-field `cron(…)` in UTC.
    Schedule {
        /// The expression as it was typed.
        expression: String,
    },
}

/// A trigger as pages see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its id.
    pub id: TriggerId,
    /// What it invokes; always the deployed code, unless the URL is of an alias.
    pub function: FunctionName,
    /// Whether it does.
    pub enabled: bool,
    /// How.
    pub config: TriggerConfig,
    /// When it was made.
    pub created_at: UnixMillis,
    /// In plain words, as «At 12:15, on Monday».
    pub description: String,
    /// Of a schedule: the next ten times on the account's clock.
    pub next_times: Vec<UnixMillis>,
}

/// What a schedule expression means, before it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchedulePreview {
    /// In plain words.
    pub description: String,
    /// The next ten times on the account's clock.
    pub next_times: Vec<UnixMillis>,
}
