//! What is measured and paid for, each in its own type and checked when it is made.
//!
//! The bounds are what makes the arithmetic safe. The largest run has 2 × 24 h (INIT and duration) at 10,240 MB, that is
//! 1.8 × 10^12 MB-ms; 2^32 of them have 7.6 × 10^21; at the highest price that is 1.3 × 10^34 units of [`crate::money::Usd`],
//! and a `u128` holds 3.4 × 10^38.

use crate::format::{decimal, grouped};
use std::fmt;
use thiserror::Error;

/// Smallest and largest memory size, in MB.
pub const MEMORY_MIB_RANGE: (u32, u32) = (128, 10_240);
/// Smallest and largest `/tmp`, in MB. The smallest is free.
pub const TMP_MIB_RANGE: (u32, u32) = (512, 10_240);
/// Longest duration that is priced: a day, far above Lambda's 900 s, so that a run that overshot its timeout has a bill too.
pub const DURATION_US_MAX: u64 = 24 * 60 * 60 * 1_000_000;
/// MB-ms in a GB-s: 1,024 MB × 1,000 ms.
pub const MIB_MILLIS_PER_GB_SECOND: u128 = 1_024_000;
/// Decimals that hold every number of GB-s exactly, because 1 / 1,024,000 = 9,765,625 / 10^13.
pub(crate) const GB_SECOND_DECIMALS: u32 = 13;

/// A quantity outside what can be priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UsageError {
    /// Memory size outside its range.
    #[error("memory size is {0} MB, the range is {least}-{most} MB", least = MEMORY_MIB_RANGE.0, most = MEMORY_MIB_RANGE.1)]
    Memory(u32),
    /// Size of `/tmp` outside its range.
    #[error("`/tmp` is {0} MB, the range is {least}-{most} MB", least = TMP_MIB_RANGE.0, most = TMP_MIB_RANGE.1)]
    Tmp(u32),
    /// A duration of more than a day.
    #[error("duration is {0} us, the limit is {DURATION_US_MAX} us (24 h)")]
    Duration(u64),
}

/// Memory size in MB (MiB, as Lambda counts them), 128 to 10,240.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemoryMib(u32);

impl MemoryMib {
    /// Checks the range.
    ///
    /// # Errors
    /// Names value and range.
    pub fn new(mib: u32) -> Result<Self, UsageError> {
        let (least, most) = MEMORY_MIB_RANGE;
        if (least..=most).contains(&mib) { Ok(Self(mib)) } else { Err(UsageError::Memory(mib)) }
    }

    /// The number of MB.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

/// Size of `/tmp` in MB, 512 to 10,240.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TmpMib(u32);

impl TmpMib {
    /// Checks the range.
    ///
    /// # Errors
    /// Names value and range.
    pub fn new(mib: u32) -> Result<Self, UsageError> {
        let (least, most) = TMP_MIB_RANGE;
        if (least..=most).contains(&mib) { Ok(Self(mib)) } else { Err(UsageError::Tmp(mib)) }
    }

    /// The number of MB.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    /// What is above the free 512 MB.
    #[must_use]
    pub fn charged_mib(self) -> u32 {
        self.0 - TMP_MIB_RANGE.0
    }
}

impl Default for TmpMib {
    fn default() -> Self {
        Self(TMP_MIB_RANGE.0)
    }
}

/// A measured time in whole microseconds, at most [`DURATION_US_MAX`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micros(u64);

impl Micros {
    /// Checks the limit.
    ///
    /// # Errors
    /// Names value and limit.
    pub fn new(us: u64) -> Result<Self, UsageError> {
        if us <= DURATION_US_MAX { Ok(Self(us)) } else { Err(UsageError::Duration(us)) }
    }

    /// The number of microseconds.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Micros {
    /// Milliseconds with two decimals as in REPORT, three where the third says something: `3,000.00 ms`, `100.001 ms`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", decimal(u128::from(self.0), 3, 2))
    }
}

/// Billed Duration in whole milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BilledMillis(u64);

impl BilledMillis {
    /// Rounds up to a multiple of `granularity_ms`, and to one multiple at least: a measured 0 us is a run of less than 1 us,
    /// because the clock's reading is cut to whole microseconds, and that rounds up like any other.
    pub(crate) fn round_up(us: u64, granularity_ms: u64) -> Self {
        Self(us.div_ceil(granularity_ms * 1_000).max(1) * granularity_ms)
    }

    /// A price list's time, which nothing was measured for.
    pub(crate) const fn whole(ms: u64) -> Self {
        Self(ms)
    }

    /// The number of milliseconds.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    /// What this has more than `other`, 0 if nothing.
    pub(crate) fn beyond(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for BilledMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ms", grouped(u128::from(self.0)))
    }
}

/// Memory multiplied by time, in MB-ms, so that every number of GB-s (1,024,000 of them) is exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GbSeconds(u128);

impl GbSeconds {
    /// None.
    pub const ZERO: Self = Self(0);

    /// Whole GB-s.
    #[must_use]
    pub const fn whole(gb_seconds: u64) -> Self {
        Self(gb_seconds as u128 * MIB_MILLIS_PER_GB_SECOND)
    }

    /// `mib` MB over `time`.
    pub(crate) fn of(mib: u32, time: BilledMillis) -> Self {
        Self(u128::from(mib) * u128::from(time.0))
    }

    /// The number of MB-ms.
    #[must_use]
    pub fn mib_millis(self) -> u128 {
        self.0
    }

    pub(crate) fn times(self, count: u32) -> Self {
        Self(self.0 * u128::from(count))
    }

    /// What is left after `other`, nothing if that is more.
    #[must_use]
    pub fn beyond(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for GbSeconds {
    /// All digits: `0.375 GB-s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_u128.pow(GB_SECOND_DECIMALS) / MIB_MILLIS_PER_GB_SECOND;
        write!(f, "{} GB-s", decimal(self.0 * scale, GB_SECOND_DECIMALS, 0))
    }
}
