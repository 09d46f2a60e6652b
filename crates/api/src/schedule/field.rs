//! One field of a cron expression: its range, its names, and the numbers that a text stands for.

use super::ScheduleError;
use std::collections::BTreeSet;
use std::fmt;

/// First year of EventBridge's calendar.
pub(super) const YEAR_MIN: u16 = 1970;
/// Last year of EventBridge's calendar.
pub(super) const YEAR_MAX: u16 = 2199;

const MONTH_NAMES: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAY_NAMES: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The six fields, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 0-59.
    Minute,
    /// 0-23.
    Hour,
    /// 1-31.
    DayOfMonth,
    /// 1-12 or JAN-DEC.
    Month,
    /// 1-7 or SUN-SAT: Sunday is 1.
    DayOfWeek,
    /// 1970-2199.
    Year,
}

impl Field {
    /// Smallest and largest number.
    #[must_use]
    pub fn range(self) -> (u16, u16) {
        match self {
            Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (1, 12),
            Self::DayOfWeek => (1, 7),
            Self::Year => (YEAR_MIN, YEAR_MAX),
        }
    }

    /// Largest step.
    pub(super) fn width(self) -> u16 {
        let (least, most) = self.range();
        (most - least).max(1)
    }

    /// What may stand in the field, for messages.
    pub(super) fn takes(self) -> &'static str {
        match self {
            Self::Minute => "0-59 and `,` `-` `*` `/`",
            Self::Hour => "0-23 and `,` `-` `*` `/`",
            Self::DayOfMonth => "1-31 and `,` `-` `*` `?` `/` `L` `W`",
            Self::Month => "1-12 or JAN-DEC and `,` `-` `*` `/`",
            Self::DayOfWeek => "1-7 or SUN-SAT and `,` `-` `*` `?` `/` `L` `#`",
            Self::Year => "1970-2199 and `,` `-` `*` `/`",
        }
    }

    /// Names that stand for numbers from the range's start on.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &MONTH_NAMES,
            Self::DayOfWeek => &WEEKDAY_NAMES,
            Self::Minute | Self::Hour | Self::DayOfMonth | Self::Year => &[],
        }
    }

    /// Every number of the field.
    pub(super) fn all(self) -> BTreeSet<u16> {
        let (least, most) = self.range();
        (least..=most).collect()
    }

    /// The numbers that a list of numbers, names, ranges and steps stands for; never empty.
    pub(super) fn parse_set(self, text: &str) -> Result<BTreeSet<u16>, ScheduleError> {
        let mut set = BTreeSet::new();
        for part in text.split(',') {
            let (range, step) = match part.split_once('/') {
                Some((range, step)) => (range, Some(self.parse_step(step)?)),
                None => (part, None),
            };
            if range.is_empty() {
                return Err(ScheduleError::NotUnderstood { field: self, value: text.to_owned() });
            }
            let (first, last) = self.parse_range(range, step.is_some())?;
            set.extend(self.walk(first, last).step_by(usize::from(step.unwrap_or(1))));
        }
        Ok(set)
    }

    /// A single number or name.
    pub(super) fn parse_number(self, text: &str) -> Result<u16, ScheduleError> {
        let (least, most) = self.range();
        let named = self.names().iter().zip(least..).find(|(name, _)| name.eq_ignore_ascii_case(text));
        if let Some((_, number)) = named {
            return Ok(number);
        }
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ScheduleError::NotUnderstood { field: self, value: text.to_owned() });
        }
        match text.parse() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(ScheduleError::OutOfRange { field: self, value: text.to_owned() }),
        }
    }

    /// First and last of `*`, `N`, `N-M`, or of `N` with a step, which runs to the end of the field.
    fn parse_range(self, range: &str, stepped: bool) -> Result<(u16, u16), ScheduleError> {
        if range == "*" {
            return Ok(self.range());
        }
        let Some((first, last)) = range.split_once('-') else {
            let number = self.parse_number(range)?;
            return Ok((number, if stepped { self.range().1 } else { number }));
        };
        if first.is_empty() || last.is_empty() {
            return Err(ScheduleError::NotUnderstood { field: self, value: range.to_owned() });
        }
        let (first, last) = (self.parse_number(first)?, self.parse_number(last)?);
        if first > last && self == Self::Year {
            return Err(ScheduleError::Backwards { field: self, value: range.to_owned() });
        }
        Ok((first, last))
    }

    /// From `first` to `last`, past the end of the field and on from its start where `last` is the smaller: EventBridge's own
    /// example has the hours `20-2`.
    fn walk(self, first: u16, last: u16) -> impl Iterator<Item = u16> {
        let (least, most) = self.range();
        let length = most - least + 1;
        let end = if first > last { last + length } else { last };
        (first..=end).map(move |number| if number > most { number - length } else { number })
    }

    fn parse_step(self, text: &str) -> Result<u16, ScheduleError> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(step) if digits && (1..=self.width()).contains(&step) => Ok(step),
            _ => Err(ScheduleError::Step { field: self, value: text.to_owned() }),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day-of-month",
            Self::Month => "month",
            Self::DayOfWeek => "day-of-week",
            Self::Year => "year",
        })
    }
}
