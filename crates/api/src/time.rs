//! Points in time on the wire: whole milliseconds since 1970, readable without a time library in the browser.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// As Lambda's log lines print it: `2026-11-23T02:00:00.000Z`.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month, day) = civil_from_days(self.0.div_euclid(86_400_000));
        let ms = self.0.rem_euclid(86_400_000);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", ms % 1_000)
    }

    /// Time of day with milliseconds, `10:43:07.120`, in UTC.
    #[must_use]
    pub fn time_of_day(self) -> String {
        let ms = self.0.rem_euclid(86_400_000);
        format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000)
    }

    /// Milliseconds from `earlier` to this, 0 if it is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl From<jiff::Timestamp> for UnixMillis {
    fn from(ts: jiff::Timestamp) -> Self {
        Self(ts.as_millisecond())
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl From<UnixMillis> for jiff::Timestamp {
    /// Times outside jiff's range (years -9999 to 9999) become its bounds.
    fn from(ms: UnixMillis) -> Self {
        Self::from_millisecond(ms.0).unwrap_or(if ms.0 < 0 { Self::MIN } else { Self::MAX })
    }
}

/// Year, month and day of a day count from 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_agrees_with_jiff_over_four_centuries() {
        for day in (-80_000..80_000).step_by(7) {
            let ms = UnixMillis(day * 86_400_000 + 43_387_120);
            let expected = jiff::Timestamp::from(ms).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
            assert_eq!(ms.iso(), expected);
        }
    }
}
