//! EventBridge schedule expressions: `rate(5 minutes)` and six-field `cron(0/15 12 * * ? *)` in UTC.
//!
//! Wanted: what EventBridge takes is taken and means the same, what it refuses is refused with the field, the value and the
//! range, and no clock is read: every question names its point in time. So an expression is parsed here, field by field, and
//! written out again in a plain form for croner, which searches the calendar and finds the words.

mod cron;
mod error;
mod field;
mod rate;
#[cfg(test)]
mod tests;

pub use error::ScheduleError;
pub use field::Field;

use cron::CronSchedule;
use jiff::Timestamp;
use rate::Rate;
use std::fmt;

/// Longest expression, as EventBridge's `PutRule` has it.
pub const EXPRESSION_CHARACTERS_MAX: usize = 256;
/// Most times that [`Schedule::next`] gives at once.
pub const NEXT_TIMES_MAX: usize = 100;

/// A schedule expression that can fire.
#[derive(Debug, Clone)]
pub struct ScheduleExpression {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Rate(Rate),
    Cron(Box<CronSchedule>),
}

impl ScheduleExpression {
    /// Reads `rate(…)` or `cron(…)`; blanks around it are dropped.
    ///
    /// # Errors
    /// Names what is wrong with its value and what is allowed. An expression that no date from 1970 to 2199 fits is refused too.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let text = text.trim();
        let characters = text.chars().count();
        if characters > EXPRESSION_CHARACTERS_MAX {
            return Err(ScheduleError::TooLong { characters });
        }
        let inside = |name| text.strip_prefix(name).and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
        let kind = match (inside("rate"), inside("cron")) {
            (Some(rate), _) => Kind::Rate(Rate::parse(rate)?),
            (_, Some(cron)) => Kind::Cron(Box::new(CronSchedule::parse(cron)?)),
            (None, None) => return Err(ScheduleError::UnknownForm { text: text.to_owned() }),
        };
        Ok(Self { text: text.to_owned(), kind })
    }

    /// What it means in plain words, without a full stop.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.kind {
            Kind::Rate(rate) => rate.describe(),
            Kind::Cron(cron) => cron.describe().to_owned(),
        }
    }

    /// The schedule of a trigger that was made at `created_at`, from which a rate counts.
    #[must_use]
    pub fn anchored_at(self, created_at: Timestamp) -> Schedule {
        Schedule { expression: self, created_at }
    }
}

impl fmt::Display for ScheduleExpression {
    /// As it was typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// An expression with the time from which it counts.
#[derive(Debug, Clone)]
pub struct Schedule {
    expression: ScheduleExpression,
    created_at: Timestamp,
}

impl Schedule {
    /// What fires.
    #[must_use]
    pub fn expression(&self) -> &ScheduleExpression {
        &self.expression
    }

    /// The first time later than `after`; `None` once the last year, 2199 or the expression's own, is over.
    ///
    /// A rate fires first one interval after the creation. A cron expression fires whenever it fits, so whoever runs it asks
    /// from the creation on.
    #[must_use]
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        match &self.expression.kind {
            Kind::Rate(rate) => rate.next_after(self.created_at, after),
            Kind::Cron(cron) => cron.next_after(after),
        }
    }

    /// The next `n` times later than `from`, fewer if there are fewer, [`NEXT_TIMES_MAX`] at most.
    #[must_use]
    pub fn next(&self, n: usize, from: Timestamp) -> Vec<Timestamp> {
        std::iter::successors(self.next_after(from), |last| self.next_after(*last))
            .take(n.min(NEXT_TIMES_MAX))
            .collect()
    }
}
