//! What can be wrong with a schedule expression.

use super::EXPRESSION_CHARACTERS_MAX;
use super::field::{Field, YEAR_MAX, YEAR_MIN};
use super::rate::RATE_DAYS_MAX;
use thiserror::Error;

/// Why a schedule expression was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// More characters than EventBridge takes.
    #[error("schedule has {characters} characters, the limit is {EXPRESSION_CHARACTERS_MAX}")]
    TooLong {
        /// How many.
        characters: usize,
    },
    /// Neither a rate nor a cron expression.
    #[error("schedule is `{text}`, it takes the form `rate(5 minutes)` or `cron(0 12 * * ? *)`")]
    UnknownForm {
        /// All of it.
        text: String,
    },
    /// A rate that is not a number and a unit.
    #[error("rate is `{text}`, it takes a number and a unit, as `5 minutes`")]
    RateShape {
        /// What is between the brackets.
        text: String,
    },
    /// A number that is not positive and whole.
    #[error("rate value is `{value}`, it takes a whole number from 1 to {RATE_DAYS_MAX} days")]
    RateValue {
        /// The number.
        value: String,
    },
    /// Not a unit.
    #[error("rate unit is `{unit}`, it takes `minute`, `minutes`, `hour`, `hours`, `day` or `days`")]
    RateUnit {
        /// The unit.
        unit: String,
    },
    /// A plural with 1 or a singular with more.
    #[error("rate unit is `{unit}`, with the value {value} it is `{expected}`")]
    RatePlural {
        /// The number.
        value: u64,
        /// The unit as typed.
        unit: String,
        /// The unit as it should be.
        expected: &'static str,
    },
    /// An interval that is too long.
    #[error("rate is {value} {unit}, the limit is {RATE_DAYS_MAX} days")]
    RateTooLong {
        /// The number.
        value: u64,
        /// The unit.
        unit: String,
    },
    /// Not six fields.
    #[error(
        "cron takes 6 fields (minute, hour, day-of-month, month, day-of-week, year), the number of fields here is {fields}"
    )]
    FieldCount {
        /// How many.
        fields: usize,
    },
    /// A number outside its field's range.
    #[error("{field} is `{value}`, the range is {least}-{most}", least = field.range().0, most = field.range().1)]
    OutOfRange {
        /// The field.
        field: Field,
        /// The number.
        value: String,
    },
    /// Something that the field does not take.
    #[error("{field} is `{value}`, it takes {takes}", takes = field.takes())]
    NotUnderstood {
        /// The field.
        field: Field,
        /// The part of it.
        value: String,
    },
    /// Years from late to early; other ranges go round, as hours `22-2`.
    #[error("{field} is `{value}`, a range of years goes from early to late")]
    Backwards {
        /// The field.
        field: Field,
        /// The range.
        value: String,
    },
    /// A step that is zero or wider than the field.
    #[error("{field} has the step `{value}`, the range is 1-{most}", most = field.width())]
    Step {
        /// The field.
        field: Field,
        /// The step.
        value: String,
    },
    /// A nth weekday that no month has.
    #[error("day-of-week is `{value}`, the number after `#` is in the range 1-5")]
    Nth {
        /// The part of the field.
        value: String,
    },
    /// `L`, `W` or `#` beside other days.
    #[error("{field} is `{value}`, `L`, `W` and `#` stand alone and not in a list, range or step")]
    NotAlone {
        /// The field.
        field: Field,
        /// All of it.
        value: String,
    },
    /// Not exactly one `?`.
    #[error("day-of-month is `{day_of_month}` and day-of-week is `{day_of_week}`, exactly one of them must be `?`")]
    QuestionMark {
        /// The one field.
        day_of_month: String,
        /// The other.
        day_of_week: String,
    },
    /// A date that does not exist, as 30 February.
    #[error("cron({fields}) never fires: no date in the years {YEAR_MIN}-{YEAR_MAX} fits")]
    NeverFires {
        /// The six fields.
        fields: String,
    },
    /// The calendar did not take what was written for it, which would be an error of ours.
    #[error("cron could not be read by the calendar: {reason}")]
    Calendar {
        /// Its message.
        reason: String,
    },
}
