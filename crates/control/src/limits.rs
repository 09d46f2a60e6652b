//! Quotas of an account and of a function.

/// Living functions of an account.
pub const FUNCTIONS_MAX: u64 = 2_000;
/// Functions in an account's bin; over it the oldest are gone for good.
pub const BIN_FUNCTIONS_MAX: usize = 200;
/// How long a deleted function can be brought back: 30 days.
pub const BIN_AGE_MS: i64 = 30 * 86_400_000;
/// Code of an account: drafts, versions and the bin together, equal files counted once.
pub const ACCOUNT_CODE_BYTES_MAX: u64 = 512 * 1_024 * 1_024;
/// Versions of a function. Far more than a person makes; a loop that deploys ends here.
pub const VERSIONS_MAX: u32 = 10_000;
/// Longest note of a version, as Lambda's `Description`.
pub const DESCRIPTION_LENGTH_MAX: usize = 256;
/// Saved events of a function together.
pub const TEST_EVENTS_BYTES_MAX: u64 = 6 * 1_024 * 1_024;
/// Triggers of a function.
pub const TRIGGERS_MAX: u64 = 20;
/// Coming times that a schedule shows.
pub const NEXT_TIMES_SHOWN: usize = 10;
/// How far an account's clock can be ahead: ten years.
pub const CLOCK_AHEAD_DAYS_MAX: i64 = 3_650;
/// How long a session lasts after its last use, give or take half of it: a year.
pub const SESSION_MS: i64 = 365 * 86_400_000;
/// Changes that a slow receiver of [`crate::Control::changes`] may be behind.
pub const CHANGES_KEPT_MAX: usize = 1_024;
/// Access keys of an account.
pub const ACCESS_KEYS_MAX: usize = 10;
/// Aliases of a function; AWS has no limit.
pub const ALIASES_MAX: usize = 1_000;
/// Versions of all layers of an account that are not deleted.
pub const LAYER_VERSIONS_MAX: usize = 1_000;
/// Tags of a function, as on Lambda.
pub const TAGS_MAX: usize = 50;
/// Event source mappings of an account. Each that is on holds a task, and up to 6 MB of messages that wait for their batch.
pub const MAPPINGS_MAX: u64 = 100;
