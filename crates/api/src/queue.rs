//! Asynchronous invocation: events that were accepted and wait for their turn, and what is to become of them.
//!
//! An event is accepted once and tried up to three times. Every attempt is a run; all of them share the event's id, which is the
//! request id that the function sees.

use crate::error::ApiError;
use crate::id::{AccountId, FunctionName, RunId, VersionNumber};
use crate::run::{RunRequest, RunSource, Target};
use crate::sqs::QueueArn;
use crate::time::UnixMillis;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// Largest event of an asynchronous invocation: 1 MB.
pub const EVENT_BYTES_MAX: usize = 1_048_576;
/// Retries of an event whose function failed, unless set otherwise.
pub const RETRIES_DEFAULT: u8 = 2;
/// Most retries.
pub const RETRIES_MAX: u8 = 2;
/// Seconds after which an event is given up, unless set otherwise; also the most.
pub const AGE_S_DEFAULT: u32 = 21_600;
/// Fewest seconds after which an event can be given up.
pub const AGE_S_MIN: u32 = 60;
/// Concurrency of an account that cannot be set aside for single functions.
pub const UNRESERVED_CONCURRENCY_MIN: u32 = 100;
/// How often an event may come through one function before the loop is stopped.
pub const LOOP_TURNS_MAX: u32 = 16;
/// Events in one answer of [`EventQueue::events`], of each kind.
pub const EVENTS_SHOWN_MAX: u32 = 200;
/// Dead events that are kept of an account; the oldest go first.
pub const DEAD_EVENTS_KEPT_MAX: u32 = 1_000;

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventState {
    /// Accepted, and on its way to its first attempt.
    Waiting,
    /// A run of it goes on.
    Running,
    /// The function failed; it is tried again when its time has come.
    Retrying,
    /// There was no room for it; it is tried again when its time has come, and no attempt is counted.
    Throttled,
    /// Nothing more happens by itself.
    Dead,
}

impl EventState {
    /// Every state, in the order in which an event goes through them.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Throttled, Self::Retrying, Self::Dead];

    /// What the screen says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Running => "Running",
            Self::Retrying => "Waits for its retry",
            Self::Throttled => "Throttled",
            Self::Dead => "Gave up",
        }
    }
}

/// One event, without its payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedEvent {
    /// The request id of all its attempts.
    pub id: RunId,
    /// Whom it is for.
    pub function: FunctionName,
    /// Which of its code.
    pub target: Target,
    /// Who sent it.
    pub source: RunSource,
    /// Where it stands.
    pub state: EventState,
    /// Attempts that failed.
    pub attempts: u32,
    /// When it was accepted, on the account's clock.
    pub accepted_at: UnixMillis,
    /// When it is tried, on the account's clock; of a dead event when it died.
    pub due_at: UnixMillis,
    /// Why it is not done, in words; empty before the first attempt.
    pub reason: String,
    /// The dead-letter queue that a dead event can be sent to.
    pub dead_letter: Option<QueueArn>,
}

/// All events of an account at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventsView {
    /// Now, on the account's clock.
    pub now: UnixMillis,
    /// How many there are in each state of [`EventState::ALL`].
    pub counts: [u64; 5],
    /// Events that are done since the server was started.
    pub done: u64,
    /// Of each state the first [`EVENTS_SHOWN_MAX`]: those that are tried next, and of the dead the newest.
    pub events: Vec<QueuedEvent>,
}

/// What gets a record of how an asynchronous invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A function, as an event.
    Function {
        /// Which.
        function: FunctionName,
        /// Which of its code.
        target: Target,
    },
    /// A standard queue, as a message.
    Queue(QueueArn),
}

impl Destination {
    /// Of `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with or without a qualifier, or of `arn:aws:sqs:REGION:ACCOUNT:NAME`, in
    /// this account and its region.
    ///
    /// # Errors
    /// When it names anything else.
    pub fn parse(account: &AccountId, arn: &str) -> Result<Self, ApiError> {
        if arn.starts_with("arn:aws:sqs:") {
            return Self::queue(account, arn).map(Self::Queue);
        }
        let own = format!("arn:aws:lambda:{}:{account}:function:", account.region());
        let invalid = || ApiError::invalid("destination", format!("The destination ARN {arn} is invalid."));
        let (name, qualifier) = match arn.strip_prefix(&own).ok_or_else(invalid)?.split_once(':') {
            Some((name, qualifier)) => (name, Some(qualifier)),
            None => (arn.strip_prefix(&own).ok_or_else(invalid)?, None),
        };
        let target = match qualifier {
            None | Some("$LATEST") => Target::Latest,
            Some(number) => match number.parse() {
                Ok(number) if number > 0 => Target::Version(VersionNumber(number)),
                _ => return Err(invalid()),
            },
        };
        Ok(Self::Function { function: FunctionName::parse(name)?, target })
    }

    /// A standard queue of this account.
    ///
    /// # Errors
    /// When the ARN names anything else.
    pub fn queue(account: &AccountId, arn: &str) -> Result<QueueArn, ApiError> {
        let invalid =
            |why: &str| ApiError::invalid("destination", format!("The destination ARN {arn} is invalid: {why}."));
        let queue = QueueArn::parse(arn).map_err(|error| invalid(&error.message))?;
        match (queue.account == *account, queue.name.is_fifo()) {
            (false, _) => Err(invalid("the queue is of another account")),
            (true, true) => Err(invalid("Lambda sends to standard queues only, not to FIFO queues")),
            (true, false) => Ok(queue),
        }
    }
}

/// What a person can do with one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventAction {
    /// Try it now. A dead event begins anew, with all its attempts.
    Retry,
    /// Give it up: it goes where events go that were tried in vain.
    GiveUp,
    /// Send a dead event to the dead-letter queue of its function.
    DeadLetter,
    /// Forget it.
    Drop,
}

/// Events that were accepted. Every operation is within one account.
#[async_trait]
pub trait EventQueue: Send + Sync {
    /// Accepts events, as many alike as wanted: when this returns they are on disk.
    async fn send(&self, account: &AccountId, request: RunRequest, count: u32) -> Result<(), ApiError>;
    /// What there is.
    async fn events(&self, account: &AccountId) -> Result<EventsView, ApiError>;
    /// The event itself.
    async fn event_payload(&self, account: &AccountId, event: &RunId) -> Result<String, ApiError>;
    /// Does something with one event. One that runs is left alone: end its run instead.
    async fn act(&self, account: &AccountId, event: &RunId, action: EventAction) -> Result<(), ApiError>;
    /// When the next thing that waits for the account's clock is due: an event's attempt, a schedule, or what a mapping waits for.
    async fn next_due(&self, account: &AccountId) -> Result<Option<UnixMillis>, ApiError>;
}
