//! What a queue is set to, and how much is in it.

use super::error::QueueError;
use super::{DELAY_S_MAX, MESSAGE_BYTES_MAX, QueueArn, VISIBILITY_S_MAX, WAIT_S_MAX};
use crate::time::UnixMillis;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Most source queues that a [`RedriveAllow::ByQueue`] names.
pub const REDRIVE_SOURCES_MAX: usize = 10;

/// The settings that a person can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// For how long a received message is hidden.
    Visibility,
    /// For how long a new message is hidden.
    Delay,
    /// For how long a message is kept.
    Retention,
    /// How long a receiver waits unless it says.
    Wait,
    /// The largest message.
    MessageBytes,
    /// Where messages go that were received too often.
    Redrive,
    /// Whose messages may come here that way.
    RedriveAllow,
    /// Whether it is a FIFO queue.
    Fifo,
    /// Whether equal bodies are the same message.
    ContentDeduplication,
    /// Within what deduplication ids are unique.
    DeduplicationScope,
    /// What throughput is limited by.
    ThroughputLimit,
    /// Encryption by SQS's own keys.
    ManagedSse,
}

impl Setting {
    /// SQS's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Visibility => "VisibilityTimeout",
            Self::Delay => "DelaySeconds",
            Self::Retention => "MessageRetentionPeriod",
            Self::Wait => "ReceiveMessageWaitTimeSeconds",
            Self::MessageBytes => "MaximumMessageSize",
            Self::Redrive => "RedrivePolicy",
            Self::RedriveAllow => "RedriveAllowPolicy",
            Self::Fifo => "FifoQueue",
            Self::ContentDeduplication => "ContentBasedDeduplication",
            Self::DeduplicationScope => "DeduplicationScope",
            Self::ThroughputLimit => "FifoThroughputLimit",
            Self::ManagedSse => "SqsManagedSseEnabled",
        }
    }

    /// The numbers that it can have, of one that is a number.
    #[must_use]
    pub fn range(self) -> Option<RangeInclusive<u32>> {
        match self {
            Self::Visibility => Some(0..=VISIBILITY_S_MAX),
            Self::Delay => Some(0..=DELAY_S_MAX),
            Self::Retention => Some(60..=1_209_600),
            Self::Wait => Some(0..=WAIT_S_MAX),
            Self::MessageBytes => Some(1_024..=u32::try_from(MESSAGE_BYTES_MAX).unwrap_or(u32::MAX)),
            _ => None,
        }
    }
}

/// Where messages go that were received too often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redrive {
    /// The dead-letter queue.
    pub target: QueueArn,
    /// After so many receives: 1 to 1,000.
    pub receives_max: u32,
}

impl Redrive {
    /// How many receives there can be.
    pub const RECEIVES: RangeInclusive<u32> = 1..=1_000;
}

/// Which queues may have this one as their dead-letter queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RedriveAllow {
    /// All of the account.
    All,
    /// None.
    Deny,
    /// These, at most [`REDRIVE_SOURCES_MAX`].
    ByQueue(Vec<QueueArn>),
}

/// Within what deduplication ids are unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeduplicationScope {
    /// The queue.
    Queue,
    /// The message group.
    MessageGroup,
}

/// What the throughput of a FIFO queue is limited by. Coldstart limits neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThroughputLimit {
    /// The queue.
    PerQueue,
    /// The message group; deduplication must be of that too.
    PerMessageGroupId,
}

/// What only FIFO queues have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FifoSettings {
    /// Whether the hash of the body is the deduplication id of a message that has none.
    pub content_deduplication: bool,
    /// Within what deduplication ids are unique.
    pub scope: DeduplicationScope,
    /// What throughput is limited by.
    pub throughput: ThroughputLimit,
}

impl Default for FifoSettings {
    fn default() -> Self {
        Self { content_deduplication: false, scope: DeduplicationScope::Queue, throughput: ThroughputLimit::PerQueue }
    }
}

/// What a queue is set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSettings {
    /// Seconds for which a received message is hidden.
    pub visibility_s: u32,
    /// Seconds for which a new message is hidden.
    pub delay_s: u32,
    /// Seconds for which a message is kept.
    pub retention_s: u32,
    /// Seconds that a receiver waits unless it says.
    pub wait_s: u32,
    /// Bytes of the largest message.
    pub message_bytes_max: u32,
    /// Where messages go that were received too often.
    pub redrive: Option<Redrive>,
    /// Whose messages may come here that way; all if it was never set.
    pub redrive_allow: Option<RedriveAllow>,
    /// What only FIFO queues have.
    pub fifo: Option<FifoSettings>,
    /// What was said of encryption by SQS's own keys.
    pub managed_sse: bool,
}

impl QueueSettings {
    /// SQS's defaults for a standard or a FIFO queue.
    #[must_use]
    pub fn new(is_fifo: bool) -> Self {
        Self {
            visibility_s: 30,
            delay_s: 0,
            retention_s: 345_600,
            wait_s: 0,
            message_bytes_max: u32::try_from(MESSAGE_BYTES_MAX).unwrap_or(u32::MAX),
            redrive: None,
            redrive_allow: None,
            fifo: is_fifo.then(FifoSettings::default),
            managed_sse: true,
        }
    }
}

/// New settings; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsChange {
    /// See [`QueueSettings::visibility_s`].
    pub visibility_s: Option<u32>,
    /// See [`QueueSettings::delay_s`].
    pub delay_s: Option<u32>,
    /// See [`QueueSettings::retention_s`].
    pub retention_s: Option<u32>,
    /// See [`QueueSettings::wait_s`].
    pub wait_s: Option<u32>,
    /// See [`QueueSettings::message_bytes_max`].
    pub message_bytes_max: Option<u32>,
    /// Another redrive policy, or none any more.
    pub redrive: Option<Option<Redrive>>,
    /// Another one, or none any more.
    pub redrive_allow: Option<Option<RedriveAllow>>,
    /// Whether it is a FIFO queue; only a new queue can be told.
    pub is_fifo: Option<bool>,
    /// See [`FifoSettings::content_deduplication`].
    pub content_deduplication: Option<bool>,
    /// See [`FifoSettings::scope`].
    pub scope: Option<DeduplicationScope>,
    /// See [`FifoSettings::throughput`].
    pub throughput: Option<ThroughputLimit>,
    /// See [`QueueSettings::managed_sse`].
    pub managed_sse: Option<bool>,
}

impl SettingsChange {
    /// The settings after the change.
    ///
    /// # Errors
    /// [`QueueError::Setting`] names the first one that cannot be so.
    pub fn applied_to(&self, settings: &QueueSettings) -> Result<QueueSettings, QueueError> {
        let number = |setting: Setting, new: Option<u32>, old: u32| match (new, setting.range()) {
            (Some(new), Some(range)) if !range.contains(&new) => {
                let reason = format!("Must be between {} and {}, it is {new}.", range.start(), range.end());
                Err(QueueError::Setting { setting, reason })
            }
            (new, _) => Ok(new.unwrap_or(old)),
        };
        let redrive = self.redrive.clone().unwrap_or_else(|| settings.redrive.clone());
        let redrive_allow = self.redrive_allow.clone().unwrap_or_else(|| settings.redrive_allow.clone());
        check_redrive(redrive.as_ref(), settings.fifo.is_some())?;
        check_redrive_allow(redrive_allow.as_ref())?;
        Ok(QueueSettings {
            visibility_s: number(Setting::Visibility, self.visibility_s, settings.visibility_s)?,
            delay_s: number(Setting::Delay, self.delay_s, settings.delay_s)?,
            retention_s: number(Setting::Retention, self.retention_s, settings.retention_s)?,
            wait_s: number(Setting::Wait, self.wait_s, settings.wait_s)?,
            message_bytes_max: number(Setting::MessageBytes, self.message_bytes_max, settings.message_bytes_max)?,
            redrive,
            redrive_allow,
            fifo: self.fifo_applied_to(settings.fifo)?,
            managed_sse: self.managed_sse.unwrap_or(settings.managed_sse),
        })
    }

    fn fifo_applied_to(&self, fifo: Option<FifoSettings>) -> Result<Option<FifoSettings>, QueueError> {
        let refused = |setting, reason: &str| Err(QueueError::Setting { setting, reason: reason.to_owned() });
        match (self.is_fifo, fifo) {
            (Some(true), None) => {
                return refused(
                    Setting::Fifo,
                    "The queue is a standard queue; the name of a FIFO queue ends with .fifo.",
                );
            }
            (Some(false), Some(_)) => {
                return refused(Setting::Fifo, "The name of the queue ends with .fifo, so it is a FIFO queue.");
            }
            _ => {}
        }
        let Some(fifo) = fifo else {
            let only_fifo = [
                (Setting::ContentDeduplication, self.content_deduplication.is_some()),
                (Setting::DeduplicationScope, self.scope.is_some()),
                (Setting::ThroughputLimit, self.throughput.is_some()),
            ];
            let given = only_fifo.into_iter().find(|(_, is_given)| *is_given);
            return given.map_or(Ok(None), |(setting, _)| {
                refused(setting, "You can specify it only when FifoQueue is set to true.")
            });
        };
        let fifo = FifoSettings {
            content_deduplication: self.content_deduplication.unwrap_or(fifo.content_deduplication),
            scope: self.scope.unwrap_or(fifo.scope),
            throughput: self.throughput.unwrap_or(fifo.throughput),
        };
        if fifo.throughput == ThroughputLimit::PerMessageGroupId && fifo.scope == DeduplicationScope::Queue {
            return refused(Setting::ThroughputLimit, "perMessageGroupId needs the DeduplicationScope messageGroup.");
        }
        Ok(Some(fifo))
    }

    /// The first setting that is asked for here and is another there.
    #[must_use]
    pub fn differs_from(&self, settings: &QueueSettings) -> Option<Setting> {
        fn other<T: PartialEq>(asked: Option<&T>, is: &T) -> bool {
            asked.is_some_and(|asked| asked != is)
        }
        let fifo = settings.fifo.unwrap_or_default();
        let all = [
            (Setting::Visibility, other(self.visibility_s.as_ref(), &settings.visibility_s)),
            (Setting::Delay, other(self.delay_s.as_ref(), &settings.delay_s)),
            (Setting::Retention, other(self.retention_s.as_ref(), &settings.retention_s)),
            (Setting::Wait, other(self.wait_s.as_ref(), &settings.wait_s)),
            (Setting::MessageBytes, other(self.message_bytes_max.as_ref(), &settings.message_bytes_max)),
            (Setting::Redrive, other(self.redrive.as_ref(), &settings.redrive)),
            (Setting::RedriveAllow, other(self.redrive_allow.as_ref(), &settings.redrive_allow)),
            (Setting::Fifo, other(self.is_fifo.as_ref(), &settings.fifo.is_some())),
            (Setting::ContentDeduplication, other(self.content_deduplication.as_ref(), &fifo.content_deduplication)),
            (Setting::DeduplicationScope, other(self.scope.as_ref(), &fifo.scope)),
            (Setting::ThroughputLimit, other(self.throughput.as_ref(), &fifo.throughput)),
            (Setting::ManagedSse, other(self.managed_sse.as_ref(), &settings.managed_sse)),
        ];
        all.into_iter().find(|(_, is_other)| *is_other).map(|(setting, _)| setting)
    }
}

fn check_redrive(redrive: Option<&Redrive>, is_fifo: bool) -> Result<(), QueueError> {
    let Some(Redrive { target, receives_max }) = redrive else { return Ok(()) };
    let refused = |reason: String| Err(QueueError::Setting { setting: Setting::Redrive, reason });
    if !Redrive::RECEIVES.contains(receives_max) {
        return refused(format!("maxReceiveCount must be between 1 and 1000, it is {receives_max}."));
    }
    match (is_fifo, target.name.is_fifo()) {
        (true, false) => refused("Dead-letter queue of a FIFO queue must also be a FIFO queue.".to_owned()),
        (false, true) => refused("Dead-letter queue of a standard queue must also be a standard queue.".to_owned()),
        _ => Ok(()),
    }
}

fn check_redrive_allow(allow: Option<&RedriveAllow>) -> Result<(), QueueError> {
    let refused = |reason: String| Err(QueueError::Setting { setting: Setting::RedriveAllow, reason });
    match allow {
        Some(RedriveAllow::ByQueue(sources)) if sources.is_empty() => refused("sourceQueueArns is empty.".to_owned()),
        Some(RedriveAllow::ByQueue(sources)) if sources.len() > REDRIVE_SOURCES_MAX => {
            refused(format!("sourceQueueArns has {} queues, the limit is {REDRIVE_SOURCES_MAX}.", sources.len()))
        }
        _ => Ok(()),
    }
}

/// A queue as it stands now, on its account's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueFacts {
    /// Which.
    pub arn: QueueArn,
    /// What it is set to.
    pub settings: QueueSettings,
    /// Messages that can be received.
    pub visible: u64,
    /// Messages that were received and not deleted, and are hidden.
    pub in_flight: u64,
    /// Messages that cannot be received yet.
    pub delayed: u64,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When its settings were changed last.
    pub modified_at: UnixMillis,
}
