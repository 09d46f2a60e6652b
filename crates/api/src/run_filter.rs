//! Which runs of a history are wanted. It stands in the page's address, so that a view can be kept and sent.

use crate::error::ApiError;
use crate::run::{RunSource, RunState};
use serde::{Deserialize, Serialize};

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StateFilter {
    /// In this state.
    Is(RunState),
    /// Failed, timed out or out of memory.
    AnyError,
}

impl StateFilter {
    /// All of them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        RunState::ALL.into_iter().map(Self::Is).chain([Self::AnyError]).collect()
    }

    /// Its name in addresses.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Is(state) => state.identifier(),
            Self::AnyError => "any-error",
        }
    }

    /// The states that it lets through.
    #[must_use]
    pub fn states(self) -> Vec<RunState> {
        match self {
            Self::Is(state) => vec![state],
            Self::AnyError => vec![RunState::Failed, RunState::TimedOut, RunState::OutOfMemory],
        }
    }
}

/// What invoked, without saying which one of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TriggerKind {
    /// [`RunSource::Test`]
    Test,
    /// [`RunSource::FunctionUrl`]
    FunctionUrl,
    /// [`RunSource::Schedule`]
    Schedule,
    /// [`RunSource::PowerTuning`]
    PowerTuning,
    /// [`RunSource::Api`]
    Api,
    /// [`RunSource::ApiEvent`]
    ApiEvent,
    /// [`RunSource::Destination`]
    Destination,
    /// [`RunSource::Sqs`]
    Sqs,
}

impl TriggerKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Test,
        Self::FunctionUrl,
        Self::Schedule,
        Self::PowerTuning,
        Self::Api,
        Self::ApiEvent,
        Self::Destination,
        Self::Sqs,
    ];

    /// That of a run.
    #[must_use]
    pub fn of(source: &RunSource) -> Self {
        match source {
            RunSource::Test => Self::Test,
            RunSource::FunctionUrl(_) => Self::FunctionUrl,
            RunSource::Schedule(_) => Self::Schedule,
            RunSource::PowerTuning => Self::PowerTuning,
            RunSource::Api => Self::Api,
            RunSource::ApiEvent => Self::ApiEvent,
            RunSource::Destination(_) => Self::Destination,
            RunSource::Sqs(_) => Self::Sqs,
        }
    }

    /// Its name as it is serialized, alone or before what it names.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Test => "Test",
            Self::FunctionUrl => "FunctionUrl",
            Self::Schedule => "Schedule",
            Self::PowerTuning => "PowerTuning",
            Self::Api => "Api",
            Self::ApiEvent => "ApiEvent",
            Self::Destination => "Destination",
            Self::Sqs => "Sqs",
        }
    }

    /// What the screen says, as [`RunSource::label`].
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Test => "Test",
            Self::FunctionUrl => "Function URL",
            Self::Schedule => "Schedule",
            Self::PowerTuning => "Power tuning",
            Self::Api => "AWS API",
            Self::ApiEvent => "AWS API, event",
            Self::Destination => "Destination",
            Self::Sqs => "SQS",
        }
    }
}

/// What kind of environment it ran in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StartKind {
    /// One that was made for it.
    Cold,
    /// One that was there.
    Warm,
    /// One that provisioned concurrency kept ready.
    Provisioned,
}

impl StartKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cold, Self::Warm, Self::Provisioned];

    /// Its name in addresses.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
            Self::Provisioned => "provisioned",
        }
    }
}

/// Which runs are wanted; what is `None` is all the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFilter {
    /// How they stand.
    pub state: Option<StateFilter>,
    /// What invoked them.
    pub trigger: Option<TriggerKind>,
    /// How their environment came.
    pub start: Option<StartKind>,
    /// What they cost at least, in billionths of a dollar.
    pub cost_min_nanousd: Option<u64>,
}

/// Names of the parts in an address.
pub mod name {
    /// [`RunFilter::state`](super::RunFilter::state)
    pub const STATE: &str = "state";
    /// [`RunFilter::trigger`](super::RunFilter::trigger)
    pub const TRIGGER: &str = "trigger";
    /// [`RunFilter::start`](super::RunFilter::start)
    pub const START: &str = "start";
    /// [`RunFilter::cost_min_nanousd`](super::RunFilter::cost_min_nanousd), in millionths of a dollar.
    pub const COST: &str = "cost";
}

fn choice<T: Copy>(
    field: &str,
    given: Option<String>,
    all: &[T],
    identifier: fn(T) -> &'static str,
) -> Result<Option<T>, ApiError> {
    let Some(given) = given.filter(|given| !given.is_empty()) else { return Ok(None) };
    let found = all.iter().copied().find(|choice| identifier(*choice) == given);
    let names = || all.iter().map(|choice| identifier(*choice)).collect::<Vec<_>>().join(", ");
    let refused = || ApiError::invalid(field, format!("`{}` is none of {}", crate::id::shown(&given), names()));
    found.map(Some).ok_or_else(refused)
}

impl RunFilter {
    /// Reads it from the parts of an address; empty ones say nothing.
    ///
    /// # Errors
    /// Names the part, and what it can be.
    pub fn of_query(get: impl Fn(&str) -> Option<String>) -> Result<Self, ApiError> {
        let cost = get(name::COST).filter(|given| !given.trim().is_empty());
        let micro = cost.map(|given| {
            let micro = given.trim().parse::<f64>().ok().filter(|micro| (0.0..=1e9).contains(micro));
            micro.ok_or_else(|| {
                let given = crate::id::shown(&given);
                ApiError::invalid(
                    name::COST,
                    format!("`{given}` is no amount of millionths of a dollar from 0 to 1,000,000,000"),
                )
            })
        });
        Ok(Self {
            state: choice(name::STATE, get(name::STATE), &StateFilter::all(), StateFilter::identifier)?,
            trigger: choice(name::TRIGGER, get(name::TRIGGER), &TriggerKind::ALL, TriggerKind::identifier)?,
            start: choice(name::START, get(name::START), &StartKind::ALL, StartKind::identifier)?,
            cost_min_nanousd: micro.transpose()?.map(|micro| (micro * 1_000.0).round() as u64),
        })
    }

    /// As parts of an address: `state=failed&start=cold`; empty if all are wanted.
    #[must_use]
    pub fn to_query(&self) -> String {
        let Self { state, trigger, start, cost_min_nanousd } = self;
        let part = |name: &str, value: Option<&str>| value.map(|value| format!("{name}={value}"));
        let cost = self.cost_micro();
        let parts = [
            part(name::STATE, state.map(StateFilter::identifier)),
            part(name::TRIGGER, trigger.map(TriggerKind::identifier)),
            part(name::START, start.map(StartKind::identifier)),
            part(name::COST, cost_min_nanousd.map(|_| cost.as_str())),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    /// The least cost in millionths of a dollar, as a person writes it.
    #[must_use]
    pub fn cost_micro(&self) -> String {
        self.cost_min_nanousd.map(|nano| (nano as f64 / 1_000.0).to_string()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(query: &str) -> Result<RunFilter, ApiError> {
        let parts: Vec<(&str, &str)> = query.split('&').filter_map(|part| part.split_once('=')).collect();
        RunFilter::of_query(|name| parts.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn an_address_says_what_is_wanted_and_reads_back() {
        let filter = read("state=any-error&trigger=FunctionUrl&start=cold&cost=2.5").unwrap();
        assert_eq!(filter.cost_min_nanousd, Some(2_500));
        assert_eq!(filter.to_query(), "state=any-error&trigger=FunctionUrl&start=cold&cost=2.5");
        assert_eq!(read("state=&trigger=&start=&cost=").unwrap(), RunFilter::default());
        assert_eq!(RunFilter::default().to_query(), "");
    }

    #[test]
    fn what_is_no_choice_is_named_with_the_choices() {
        assert!(read("start=tepid").unwrap_err().message.contains("`tepid` is none of cold, warm, provisioned"));
        for cost in ["-1", "much", "NaN", "1e300"] {
            assert!(read(&format!("cost={cost}")).unwrap_err().message.contains("millionths"), "{cost}");
        }
    }

    #[test]
    fn each_source_has_its_kind_under_the_name_that_it_is_stored_under() {
        for source in [RunSource::Test, RunSource::PowerTuning, RunSource::Api, RunSource::ApiEvent] {
            let kind = TriggerKind::of(&source);
            assert_eq!(serde_json::to_string(&source).unwrap(), format!("\"{}\"", kind.identifier()));
            assert_eq!(kind.label(), source.label());
        }
        let source = RunSource::Destination(crate::id::FunctionName::parse("next").unwrap());
        assert!(serde_json::to_string(&source).unwrap().starts_with("{\"Destination\":"));
        assert_eq!(TriggerKind::of(&source).label(), source.label());
        let mapping = crate::id::MappingId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap();
        let source = RunSource::Sqs(mapping);
        assert!(serde_json::to_string(&source).unwrap().starts_with("{\"Sqs\":"));
        assert_eq!(TriggerKind::of(&source).label(), source.label());
    }
}
