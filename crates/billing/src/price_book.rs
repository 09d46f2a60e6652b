//! The three rules by which Lambda has turned a measured duration into a billed one.

use crate::quantity::{BilledMillis, Micros};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A rounding rule. Prices are today's in every book, so that only the rule differs between two bills of one run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceBook {
    /// Up to the next 100 ms, 100 ms at least, INIT free: Lambda until December 2020.
    #[default]
    HundredMs,
    /// Up to the next 1 ms, INIT free: from December 2020.
    OneMs,
    /// INIT and duration together up to the next 1 ms: since August 2025.
    OneMsWithInit,
}

impl PriceBook {
    /// Every book, oldest first.
    pub const ALL: [Self; 3] = [Self::HundredMs, Self::OneMs, Self::OneMsWithInit];

    /// A stable name for tables, forms and addresses; also the serde name.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::HundredMs => "hundred-ms",
            Self::OneMs => "one-ms",
            Self::OneMsWithInit => "one-ms-with-init",
        }
    }

    /// The book with this identifier.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.identifier() == identifier)
    }

    /// Short and with its years, as the status bar shows it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::HundredMs => "100 ms (until 2020)",
            Self::OneMs => "1 ms (2020 to 2025)",
            Self::OneMsWithInit => "1 ms with INIT (since 2025)",
        }
    }

    /// The rule in a sentence.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::HundredMs => {
                "Duration is rounded up to the next 100 ms, and every run costs at least 100 ms. INIT is free."
            }
            Self::OneMs => "Duration is rounded up to the next 1 ms. INIT is free.",
            Self::OneMsWithInit => "INIT and duration are added, then rounded up to the next 1 ms.",
        }
    }

    /// The step to which durations are rounded up.
    #[must_use]
    pub fn granularity_ms(self) -> u64 {
        match self {
            Self::HundredMs => 100,
            Self::OneMs | Self::OneMsWithInit => 1,
        }
    }

    /// Whether INIT of a cold start is paid for.
    #[must_use]
    pub fn bills_init(self) -> bool {
        match self {
            Self::HundredMs | Self::OneMs => false,
            Self::OneMsWithInit => true,
        }
    }

    /// Billed Duration. `init` is given on a cold start only, `restore` where that was from an image: Lambda has had images since 2022
    /// and has always charged for restoring them, so every book does.
    #[must_use]
    pub fn billed(self, duration: Micros, init: Option<Micros>, restore: Option<Micros>) -> BilledMillis {
        let init_us = if self.bills_init() { init.map_or(0, Micros::get) } else { 0 };
        let restore_us = restore.map_or(0, Micros::get);
        BilledMillis::round_up(duration.get() + init_us + restore_us, self.granularity_ms())
    }
}

impl fmt::Display for PriceBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
