//! What invokes a function by itself.

use crate::id::{AliasName, FunctionName, TriggerId};
use crate::time::UnixMillis;
use serde::{Deserialize, Serialize};

/// How a trigger invokes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TriggerConfig {
    /// An HTTP endpoint of its own (Lambda function URL); see [`UrlSettings`].
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

/// Settings of a function URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrlSettings {
    /// Who may call it.
    pub auth: UrlAuth,
    /// How it answers.
    pub mode: InvokeMode,
    /// What browsers may do with it from pages of other origins; nothing, if `None`.
    pub cors: Option<Cors>,
}

/// Who may call a function URL.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UrlAuth {
    /// Everybody.
    #[default]
    None,
    /// Who signs the request with a key of the account, or of one that the function's policy lets.
    AwsIam,
}

impl UrlAuth {
    /// Lambda's name for it.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::AwsIam => "AWS_IAM",
        }
    }

    /// That of this name.
    #[must_use]
    pub fn parse(identifier: &str) -> Option<Self> {
        [Self::None, Self::AwsIam].into_iter().find(|auth| auth.identifier() == identifier)
    }
}

/// How a function URL answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvokeMode {
    /// When the function is done.
    #[default]
    Buffered,
    /// While the function answers in pieces.
    ResponseStream,
}

impl InvokeMode {
    /// Lambda's name for it.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Buffered => "BUFFERED",
            Self::ResponseStream => "RESPONSE_STREAM",
        }
    }

    /// That of this name.
    #[must_use]
    pub fn parse(identifier: &str) -> Option<Self> {
        [Self::Buffered, Self::ResponseStream].into_iter().find(|mode| mode.identifier() == identifier)
    }
}

/// What a function URL tells browsers of pages of other origins. In lists, `*` is all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cors {
    /// Whether cookies and keys may be sent along.
    pub allow_credentials: bool,
    /// Headers of requests.
    pub allow_headers: Vec<String>,
    /// Methods.
    pub allow_methods: Vec<String>,
    /// Origins, such as `https://shop.example`.
    pub allow_origins: Vec<String>,
    /// Headers of answers that the page may read.
    pub expose_headers: Vec<String>,
    /// How long a browser may keep the answer to its question, in seconds.
    pub max_age_s: Option<u32>,
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
    /// Of a function URL: its settings, and when they were changed last.
    pub url: Option<(UrlSettings, UnixMillis)>,
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
