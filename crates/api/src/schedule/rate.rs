//! `rate(value unit)`.

use super::ScheduleError;
use jiff::{SignedDuration, Timestamp};

/// Longest interval: a hundred years, so that an interval added to any date of ours is a date.
pub(super) const RATE_DAYS_MAX: u64 = 36_500;

/// An interval of whole minutes, hours or days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    value: u64,
    unit: Unit,
}

#[derive(Debug, Clone, Copy)]
enum Unit {
    Minute,
    Hour,
    Day,
}

impl Unit {
    const ALL: [Self; 3] = [Self::Minute, Self::Hour, Self::Day];

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Minute => ("minute", "minutes"),
            Self::Hour => ("hour", "hours"),
            Self::Day => ("day", "days"),
        }
    }

    fn name_for(self, value: u64) -> &'static str {
        let (one, many) = self.names();
        if value == 1 { one } else { many }
    }

    fn seconds(self) -> u64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }
}

impl Rate {
    /// Reads what is between the brackets.
    pub(super) fn parse(text: &str) -> Result<Self, ScheduleError> {
        let mut words = text.split_whitespace();
        let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else {
            return Err(ScheduleError::RateShape { text: text.to_owned() });
        };
        let value = parse_value(number)?;
        let known = Unit::ALL.into_iter().find(|u| unit == u.names().0 || unit == u.names().1);
        let known = known.ok_or_else(|| ScheduleError::RateUnit { unit: unit.to_owned() })?;
        let expected = known.name_for(value);
        if unit != expected {
            return Err(ScheduleError::RatePlural { value, unit: unit.to_owned(), expected });
        }
        if value > RATE_DAYS_MAX * Unit::Day.seconds() / known.seconds() {
            return Err(ScheduleError::RateTooLong { value, unit: unit.to_owned() });
        }
        Ok(Self { value, unit: known })
    }

    pub(super) fn describe(self) -> String {
        match self.value {
            1 => format!("Every {}", self.unit.name_for(1)),
            value => format!("Every {value} {}", self.unit.name_for(value)),
        }
    }

    /// The first whole number of intervals from `anchor`, one at least, that is later than `after`.
    pub(super) fn next_after(self, anchor: Timestamp, after: Timestamp) -> Option<Timestamp> {
        let interval_ns = i128::from(self.value * self.unit.seconds()) * 1_000_000_000;
        let passed_ns = after.as_nanosecond() - anchor.as_nanosecond();
        let intervals = passed_ns.div_euclid(interval_ns).max(0) + 1;
        let from_anchor = SignedDuration::try_from_nanos_i128(intervals * interval_ns)?;
        anchor.checked_add(from_anchor).ok()
    }
}

/// Digits only, so that `+5` and `5.0` are refused; so many that they fit no integer are too.
fn parse_value(number: &str) -> Result<u64, ScheduleError> {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    match number.parse() {
        Ok(value) if digits && value >= 1 => Ok(value),
        _ => Err(ScheduleError::RateValue { value: number.to_owned() }),
    }
}
