//! Event source mappings: what reads a queue and invokes a function with batches of its messages.

use crate::error::{ApiError, ErrorCode};
use crate::event_pattern::EventPattern;
use crate::id::{AccountId, FunctionName, MappingId};
use crate::lambda::Qualifier;
use crate::sqs::QueueArn;
use crate::time::UnixMillis;
use async_trait::async_trait;
use std::collections::BTreeMap;

/// Messages of a batch, unless set otherwise.
pub const BATCH_SIZE_DEFAULT: u32 = 10;
/// Most messages of a batch from a FIFO queue, or without a window.
pub const BATCH_SIZE_SMALL_MAX: u32 = 10;
/// Most messages of a batch.
pub const BATCH_SIZE_MAX: u32 = 10_000;
/// Longest window, in seconds.
pub const WINDOW_S_MAX: u32 = 300;
/// Filters of a mapping (Lambda's default quota).
pub const FILTERS_MAX: usize = 5;
/// Longest filter pattern, in characters.
pub const PATTERN_LENGTH_MAX: usize = 4_096;
/// Fewest batches at once that a mapping can be limited to.
pub const CONCURRENCY_MIN: u32 = 2;
/// Most batches at once.
pub const CONCURRENCY_MAX: u32 = 1_000;

/// How a queue is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingSettings {
    /// Most messages of a batch.
    pub batch_size: u32,
    /// Seconds that a batch may wait for more messages.
    pub window_s: u32,
    /// Patterns, as they were given; a message must match one of them, if there are any. The others are deleted.
    pub filters: Vec<String>,
    /// Whether the function says which messages of a batch failed.
    pub reports_failures: bool,
    /// Most batches at once; Lambda's own limit if nothing.
    pub concurrency_max: Option<u32>,
}

impl Default for MappingSettings {
    fn default() -> Self {
        Self {
            batch_size: BATCH_SIZE_DEFAULT,
            window_s: 0,
            filters: Vec::new(),
            reports_failures: false,
            concurrency_max: None,
        }
    }
}

impl MappingSettings {
    /// Whether a queue can be read so.
    ///
    /// # Errors
    /// The first rule that is broken, in Lambda's words where it has some.
    pub fn check(&self, is_fifo: bool) -> Result<(), ApiError> {
        let Self { batch_size, window_s, filters, reports_failures: _, concurrency_max } = self;
        in_range("batchSize", *batch_size, (1, BATCH_SIZE_MAX))?;
        in_range("maximumBatchingWindowInSeconds", *window_s, (0, WINDOW_S_MAX))?;
        if let Some(most) = concurrency_max {
            in_range("scalingConfig.maximumConcurrency", *most, (CONCURRENCY_MIN, CONCURRENCY_MAX))?;
        }
        if is_fifo && *batch_size > BATCH_SIZE_SMALL_MAX {
            return Err(ApiError::invalid("batch_size", "Maximum batch size must be between 1 and 10 inclusive"));
        }
        if is_fifo && *window_s > 0 {
            return Err(ApiError::invalid("window_s", "Batching window is not supported for FIFO queues"));
        }
        if *batch_size > BATCH_SIZE_SMALL_MAX && *window_s == 0 {
            let message =
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10";
            return Err(ApiError::invalid("window_s", message));
        }
        check_filters(filters)
    }

    /// The filters, read.
    ///
    /// # Errors
    /// When one is no pattern.
    pub fn patterns(&self) -> Result<Vec<EventPattern>, ApiError> {
        let read =
            |text: &String| EventPattern::parse(text).map_err(|error| ApiError::invalid("filters", error.to_string()));
        self.filters.iter().map(read).collect()
    }
}

/// In the words of Lambda's model.
fn in_range(member: &str, value: u32, (least, most): (u32, u32)) -> Result<(), ApiError> {
    let (bound, limit) = match value {
        value if value < least => ("greater", least),
        value if value > most => ("less", most),
        _ => return Ok(()),
    };
    let message = format!(
        "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must have value \
         {bound} than or equal to {limit}"
    );
    Err(ApiError::invalid(member, message))
}

fn check_filters(filters: &[String]) -> Result<(), ApiError> {
    if filters.len() > FILTERS_MAX {
        let message = format!("`FilterCriteria` has {} filters, the limit is {FILTERS_MAX}", filters.len());
        return Err(ApiError::invalid("filters", message));
    }
    let is_good = |text: &String| text.chars().count() <= PATTERN_LENGTH_MAX && EventPattern::parse(text).is_ok();
    match filters.iter().all(is_good) {
        true => Ok(()),
        false => Err(ApiError::invalid("filters", "Invalid filter pattern definition.")),
    }
}

/// A mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Its UUID.
    pub id: MappingId,
    /// Whose it is.
    pub account: AccountId,
    /// What it reads.
    pub source: QueueArn,
    /// What it invokes; it may have been deleted since.
    pub function: FunctionName,
    /// Which state of it, as it was named.
    pub qualifier: Option<Qualifier>,
    /// How.
    pub settings: MappingSettings,
    /// Whether it does.
    pub enabled: bool,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When it was changed last.
    pub modified_at: UnixMillis,
}

impl Mapping {
    /// The ARN of what it invokes, as it was named.
    #[must_use]
    pub fn function_arn(&self) -> String {
        let plain = self.function.arn(&self.account);
        self.qualifier.as_ref().map_or_else(|| plain.clone(), |qualifier| format!("{plain}:{qualifier}"))
    }

    /// Where it stands, by what the data plane does with it.
    #[must_use]
    pub fn state(&self, polling: &Polling) -> MappingState {
        match (self.enabled, polling.is_on) {
            (true, true) => MappingState::Enabled,
            (true, false) if self.created_at == self.modified_at => MappingState::Creating,
            (true, false) => MappingState::Enabling,
            (false, true) => MappingState::Disabling,
            (false, false) => MappingState::Disabled,
        }
    }
}

/// Lambda's names for where a mapping stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MappingState {
    /// It was made and is not read yet.
    Creating,
    /// It was switched on and is not read yet.
    Enabling,
    /// The queue is read.
    Enabled,
    /// It was switched off, and what was read is still being worked off.
    Disabling,
    /// The queue is not read.
    Disabled,
    /// It was changed.
    Updating,
    /// It is on its way out.
    Deleting,
}

impl MappingState {
    /// As Lambda writes it.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Creating => "Creating",
            Self::Enabling => "Enabling",
            Self::Enabled => "Enabled",
            Self::Disabling => "Disabling",
            Self::Disabled => "Disabled",
            Self::Updating => "Updating",
            Self::Deleting => "Deleting",
        }
    }
}

/// What a new mapping starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMapping {
    /// What it reads.
    pub source: QueueArn,
    /// What it invokes.
    pub function: FunctionName,
    /// Which state of it.
    pub qualifier: Option<Qualifier>,
    /// How.
    pub settings: MappingSettings,
    /// Whether it begins at once.
    pub enabled: bool,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// What changes about a mapping; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappingChange {
    /// Another function, or another state of it.
    pub function: Option<(FunctionName, Option<Qualifier>)>,
    /// Whether it goes on.
    pub enabled: Option<bool>,
    /// See [`MappingSettings::batch_size`].
    pub batch_size: Option<u32>,
    /// See [`MappingSettings::window_s`].
    pub window_s: Option<u32>,
    /// See [`MappingSettings::filters`].
    pub filters: Option<Vec<String>>,
    /// See [`MappingSettings::reports_failures`].
    pub reports_failures: Option<bool>,
    /// See [`MappingSettings::concurrency_max`].
    pub concurrency_max: Option<Option<u32>>,
}

impl MappingChange {
    /// The settings after the change.
    #[must_use]
    pub fn applied_to(&self, settings: &MappingSettings) -> MappingSettings {
        MappingSettings {
            batch_size: self.batch_size.unwrap_or(settings.batch_size),
            window_s: self.window_s.unwrap_or(settings.window_s),
            filters: self.filters.clone().unwrap_or_else(|| settings.filters.clone()),
            reports_failures: self.reports_failures.unwrap_or(settings.reports_failures),
            concurrency_max: self.concurrency_max.unwrap_or(settings.concurrency_max),
        }
    }
}

/// Which mappings are wanted; what is nothing is all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MappingFilter<'a> {
    /// Those of this function, whatever state of it.
    pub function: Option<&'a FunctionName>,
    /// Those of this state of it only.
    pub qualifier: Option<&'a Qualifier>,
    /// Those that read this, by its ARN.
    pub source: Option<&'a str>,
}

/// Mappings. Every operation is within one account.
#[async_trait]
pub trait Mappings: Send + Sync {
    /// Makes a mapping.
    async fn create_mapping(&self, account: &AccountId, new: NewMapping) -> Result<Mapping, ApiError>;
    /// One mapping.
    async fn mapping(&self, account: &AccountId, id: &MappingId) -> Result<Mapping, ApiError>;
    /// Mappings in the order of their ids: those after `after`, at most `limit`.
    async fn mappings(
        &self,
        account: &AccountId,
        wanted: MappingFilter<'_>,
        after: Option<&MappingId>,
        limit: u32,
    ) -> Result<Vec<Mapping>, ApiError>;
    /// Changes a mapping; from the next batch on it is as it is set.
    async fn update_mapping(
        &self,
        account: &AccountId,
        id: &MappingId,
        change: MappingChange,
    ) -> Result<Mapping, ApiError>;
    /// Deletes a mapping; answers what it was. Batches that are being worked off are worked off.
    async fn delete_mapping(&self, account: &AccountId, id: &MappingId) -> Result<Mapping, ApiError>;
    /// A mapping's tags.
    async fn mapping_tags(&self, account: &AccountId, id: &MappingId) -> Result<BTreeMap<String, String>, ApiError>;
    /// Sets some tags and takes others away.
    async fn change_mapping_tags(
        &self,
        account: &AccountId,
        id: &MappingId,
        set: BTreeMap<String, String>,
        remove: Vec<String>,
    ) -> Result<(), ApiError>;
}

/// The mapping does not exist, in Lambda's words.
#[must_use]
pub fn mapping_not_found() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "The resource you requested does not exist.")
}

/// What the data plane does with a mapping now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Polling {
    /// Whether its queue is read, or what was read is still being worked off.
    pub is_on: bool,
    /// Batches that are being worked off.
    pub in_flight: u32,
    /// Messages that wait for their batch to fill.
    pub gathered: u32,
    /// How the last batch ended, or why there is none.
    pub last: Option<LastResult>,
    /// What it waits for by the account's clock.
    pub waits: Option<Waiting>,
}

/// How a batch ended, on the account's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastResult {
    /// When.
    pub at: UnixMillis,
    /// What went wrong, if anything did.
    pub problem: Option<String>,
}

impl LastResult {
    /// In Lambda's form: `OK`, or `PROBLEM: ` and what it is.
    #[must_use]
    pub fn text(&self) -> String {
        self.problem.as_ref().map_or_else(|| "OK".to_owned(), |problem| format!("PROBLEM: {problem}"))
    }
}

/// Until when something waits, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// On the account's clock.
    pub until: UnixMillis,
    /// What for.
    pub why: WaitsFor,
}

/// What a mapping waits for by the account's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// The end of its batch's window.
    Window,
    /// The function had no room, or could not be asked: the batch is tried again.
    Room,
    /// The queue or the function is not there, or failed: it is looked at again.
    Trouble,
    /// The next message becomes visible, a new one that was delayed or one that failed.
    Visible,
}

impl WaitsFor {
    /// What the screen says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Window => "the end of its batch's window",
            Self::Room => "room for the function",
            Self::Trouble => "what is missing",
            Self::Visible => "the next message to become visible",
        }
    }
}

/// What is done with mappings, which the data plane knows.
pub trait Pollers: Send + Sync {
    /// What it does with this one.
    fn polling(&self, mapping: &MappingId) -> Polling;
    /// When the next thing that mappings of an account wait for is due, on its clock.
    fn next_polling_due(&self, account: &AccountId) -> Option<UnixMillis>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(settings: MappingSettings, is_fifo: bool, expected: &str) {
        let answer = settings.check(is_fifo).map_or_else(|error| error.message, |()| "good".to_owned());
        assert!(answer.ends_with(expected), "{answer}");
    }

    #[test]
    fn batches_and_windows_follow_lambdas_rules() {
        let of = |batch_size, window_s| MappingSettings { batch_size, window_s, ..MappingSettings::default() };
        check(of(10, 0), false, "good");
        check(of(10_000, 1), false, "good");
        check(of(11, 0), false, "must be greater than 0 if maximum batch size is greater than 10");
        check(
            of(0, 0),
            false,
            "Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
        );
        check(of(10_001, 1), false, "Member must have value less than or equal to 10000");
        check(of(10, 301), false, "Member must have value less than or equal to 300");
        check(of(10, 0), true, "good");
        check(of(11, 1), true, "Maximum batch size must be between 1 and 10 inclusive");
        check(of(10, 1), true, "Batching window is not supported for FIFO queues");
    }

    #[test]
    fn filters_are_patterns_and_concurrency_has_its_range() {
        let filtered = |filters: &[&str]| MappingSettings {
            filters: filters.iter().map(|&text| text.to_owned()).collect(),
            ..MappingSettings::default()
        };
        let good = r#"{"body":{"a":[1]}}"#;
        check(filtered(&[good; 5]), false, "good");
        check(filtered(&[good; 6]), false, "has 6 filters, the limit is 5");
        check(filtered(&[good, "null"]), false, "Invalid filter pattern definition.");
        let limited = |most| MappingSettings { concurrency_max: Some(most), ..MappingSettings::default() };
        check(limited(2), true, "good");
        check(limited(1), false, "Member must have value greater than or equal to 2");
        check(limited(1_001), false, "Member must have value less than or equal to 1000");
    }
}
