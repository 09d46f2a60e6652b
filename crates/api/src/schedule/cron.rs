//! `cron(minute hour day-of-month month day-of-week year)`.
//!
//! croner searches and describes, but is never given what was typed: it reads `0/15`, a weekday `L` and lists with `L` in them
//! otherwise than EventBridge, and calls `0-30/10` «every 10 minutes». Fields are parsed to sets of numbers and written out
//! again as plain lists, as `*`, and as `*/N` only where that is the whole truth.

use super::ScheduleError;
use super::field::{Field, YEAR_MAX, YEAR_MIN};
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// A year list with more ranges than this is told by its first and last year.
const YEARS_TOLD_MAX: usize = 6;

/// A cron expression that fires at least once.
#[derive(Debug, Clone)]
pub(super) struct CronSchedule {
    cron: Cron,
    description: String,
}

/// Which days of a month.
#[derive(Debug, PartialEq, Eq)]
enum Days {
    /// By their numbers, all of them for `*`.
    OfMonth(BTreeSet<u16>),
    /// `L`.
    LastOfMonth,
    /// `LW`.
    LastWorkday,
    /// `15W`.
    NearestWorkday(u16),
    /// By their weekdays, Sunday is 1.
    OfWeek(BTreeSet<u16>),
    /// `6L`: the last Friday.
    LastWeekday(u16),
    /// `3#2`: the second Tuesday.
    NthWeekday(u16, u16),
}

impl CronSchedule {
    /// Reads what is between the brackets.
    pub(super) fn parse(text: &str) -> Result<Self, ScheduleError> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let &[minute, hour, day_of_month, month, day_of_week, year] = fields.as_slice() else {
            return Err(ScheduleError::FieldCount { fields: fields.len() });
        };
        let minutes = clock_text(Field::Minute, &Field::Minute.parse_set(minute)?);
        let hours = clock_text(Field::Hour, &Field::Hour.parse_set(hour)?);
        let days = Days::parse(day_of_month, day_of_week)?;
        let months = list_text(Field::Month, &Field::Month.parse_set(month)?);
        let years = Field::Year.parse_set(year)?;

        let (of_month, of_week) = days.text();
        let calendar = |years: &str| parse_plain(&format!("0 {minutes} {hours} {of_month} {months} {of_week} {years}"));
        // Without the year: croner would call 1970-2199 a range of years, and has no words for a long list of them.
        let description = describe(&calendar("*")?, &days, &years);
        let cron = calendar(&number_list(&years))?;
        let schedule = Self { cron, description };
        match schedule.first() {
            Some(_) => Ok(schedule),
            None => Err(ScheduleError::NeverFires { fields: fields.join(" ") }),
        }
    }

    pub(super) fn describe(&self) -> &str {
        &self.description
    }

    /// The first time later than `after`.
    pub(super) fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        // Later than the last year croner only counts empty years up to its own limit; earlier than the first the same.
        let start = date(YEAR_MIN as i16, 1, 1).to_zoned(TimeZone::UTC).ok()?.timestamp();
        let (from, inclusive) = if after < start { (start, true) } else { (after, false) };
        let found = self.cron.find_next_occurrence(&from.to_zoned(TimeZone::UTC), inclusive).ok()?;
        (found.year() <= YEAR_MAX as i16).then(|| found.timestamp())
    }

    fn first(&self) -> Option<Timestamp> {
        self.next_after(Timestamp::MIN)
    }
}

impl Days {
    fn parse(day_of_month: &str, day_of_week: &str) -> Result<Self, ScheduleError> {
        match (day_of_month, day_of_week) {
            ("?", week) if week != "?" => Self::parse_day_of_week(&week.to_ascii_uppercase()),
            (month, "?") if month != "?" => Self::parse_day_of_month(&month.to_ascii_uppercase()),
            _ => Err(ScheduleError::QuestionMark {
                day_of_month: day_of_month.to_owned(),
                day_of_week: day_of_week.to_owned(),
            }),
        }
    }

    fn parse_day_of_month(text: &str) -> Result<Self, ScheduleError> {
        let field = Field::DayOfMonth;
        match text {
            "L" => return Ok(Self::LastOfMonth),
            "LW" => return Ok(Self::LastWorkday),
            _ => check_alone(field, text, &['L', 'W'])?,
        }
        match text.strip_suffix('W') {
            Some(day) => Ok(Self::NearestWorkday(field.parse_number(day)?)),
            None => Ok(Self::OfMonth(field.parse_set(text)?)),
        }
    }

    fn parse_day_of_week(text: &str) -> Result<Self, ScheduleError> {
        let field = Field::DayOfWeek;
        // The last day of the week is Saturday.
        if text == "L" {
            return Ok(Self::OfWeek(BTreeSet::from([7])));
        }
        if let Some((day, nth)) = text.split_once('#') {
            check_alone(field, text, &['#'])?;
            return match nth.parse() {
                Ok(nth @ 1..=5) => Ok(Self::NthWeekday(field.parse_number(day)?, nth)),
                _ => Err(ScheduleError::Nth { value: text.to_owned() }),
            };
        }
        check_alone(field, text, &['L'])?;
        match text.strip_suffix('L') {
            Some(day) => Ok(Self::LastWeekday(field.parse_number(day)?)),
            None => Ok(Self::OfWeek(field.parse_set(text)?)),
        }
    }

    /// The two fields for croner, whose Sunday is 0 here.
    fn text(&self) -> (String, String) {
        let any = || "*".to_owned();
        match self {
            Self::OfMonth(days) => (list_text(Field::DayOfMonth, days), any()),
            Self::LastOfMonth => ("L".to_owned(), any()),
            Self::LastWorkday => ("LW".to_owned(), any()),
            Self::NearestWorkday(day) => (format!("{day}W"), any()),
            Self::OfWeek(days) if *days == Field::DayOfWeek.all() => (any(), any()),
            Self::OfWeek(days) => (any(), number_list(&days.iter().map(|day| day - 1).collect())),
            Self::LastWeekday(day) => (any(), format!("{}L", day - 1)),
            Self::NthWeekday(day, nth) => (any(), format!("{}#{nth}", day - 1)),
        }
    }
}

/// Refuses lists, ranges and steps that have one of `marks` in them.
fn check_alone(field: Field, text: &str, marks: &[char]) -> Result<(), ScheduleError> {
    match text.contains(marks) && text.contains([',', '-', '/']) {
        true => Err(ScheduleError::NotAlone { field, value: text.to_owned() }),
        false => Ok(()),
    }
}

fn parse_plain(pattern: &str) -> Result<Cron, ScheduleError> {
    let parser = CronParser::builder().seconds(Seconds::Required).year(Year::Required).build();
    parser.parse(pattern).map_err(|error| ScheduleError::Calendar { reason: error.to_string() })
}

fn number_list(numbers: &BTreeSet<u16>) -> String {
    numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(",")
}

fn list_text(field: Field, numbers: &BTreeSet<u16>) -> String {
    if *numbers == field.all() { "*".to_owned() } else { number_list(numbers) }
}

/// Minutes or hours, as `*/N` where they are an even division of the whole hour or day: `0,20,40` but not `0,25,50`.
fn clock_text(field: Field, numbers: &BTreeSet<u16>) -> String {
    let length = field.range().1 + 1;
    let step = (2..length)
        .filter(|step| length.is_multiple_of(*step))
        .find(|step| numbers.iter().copied().eq((0..length).step_by(usize::from(*step))));
    step.map_or_else(|| list_text(field, numbers), |step| format!("*/{step}"))
}

fn describe(without_year: &Cron, days: &Days, years: &BTreeSet<u16>) -> String {
    let words = without_year.describe();
    let words = words.trim_end_matches('.');
    let words = match words.strip_prefix("At every") {
        Some(rest) => format!("Every{rest}"),
        None => words.to_owned(),
    };
    // croner has no words of its own for `LW`.
    let words = match days {
        Days::LastWorkday => words.replace("the last day of the month", "the last weekday of the month"),
        _ => words,
    };
    format!("{words}{} (UTC)", describe_years(years))
}

/// Nothing for every year, else the years by ranges, or first and last if there are too many ranges.
fn describe_years(years: &BTreeSet<u16>) -> String {
    if *years == Field::Year.all() {
        return String::new();
    }
    let ranges = ranges(years);
    match (ranges.as_slice(), years.first(), years.last()) {
        (many, Some(first), Some(last)) if many.len() > YEARS_TOLD_MAX => {
            format!(", in {} years from {first} to {last}", years.len())
        }
        (few, ..) => {
            let told = few.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") });
            format!(", in {}", told.collect::<Vec<_>>().join(", "))
        }
    }
}

fn ranges(numbers: &BTreeSet<u16>) -> Vec<(u16, u16)> {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for number in numbers.iter().copied() {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}
