//! Failures in words: one sentence that says what happened, a fix that can be applied, and the rule of AWS behind it.
//!
//! The raw error always stays on the screen below. Which sentence belongs to which failure is a table ([`table`]); the first
//! row whose conditions hold wins, and the last row holds for everything that threw.

mod steps;
pub mod table;

use api::run::{FunctionError, Metrics, RunOutcome, RunSettings, RunState};
use table::{Cure, Row};

/// Longest part of an error message that is repeated in a sentence, in characters.
const NAME_CHARS_MAX: usize = 80;

/// A change that makes the failure go away, or leads to its place. The playground carries it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Sets the timeout, in seconds.
    SetTimeout(u32),
    /// Sets the memory size, in MB.
    SetMemory(u32),
    /// Opens a file at a place.
    OpenFile {
        /// Path below the function's folder.
        path: String,
        /// From 1.
        line: u32,
        /// From 1.
        column: u32,
    },
    /// Sets the handler.
    SetHandler(String),
    /// Adds a file.
    AddFile {
        /// Path below the function's folder.
        path: String,
        /// What is in it.
        text: String,
    },
    /// Runs the same event again.
    RunAgain,
}

impl Fix {
    /// What the button says.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::SetTimeout(seconds) => format!("Set timeout to {seconds} s"),
            Self::SetMemory(mib) => format!("Set memory to {mib} MB"),
            Self::OpenFile { path, line, .. } => format!("Go to {path}, line {line}"),
            Self::SetHandler(handler) => format!("Set handler to {handler}"),
            Self::AddFile { path, .. } => format!("Add {path}"),
            Self::RunAgain => "Run again".to_owned(),
        }
    }
}

/// A failure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Names the row of the table.
    pub key: &'static str,
    /// What happened, in one sentence or two.
    pub what: String,
    /// The rule behind it, with its limit and its name in AWS.
    pub why: String,
    /// At most two changes.
    pub fixes: Vec<Fix>,
}

/// A run that did not succeed.
#[derive(Debug, Clone, Copy)]
pub struct Failure<'a> {
    /// How it ended.
    pub state: RunState,
    /// The function's error.
    pub error: Option<&'a FunctionError>,
    /// What was measured.
    pub metrics: &'a Metrics,
    /// What it ran under.
    pub settings: &'a RunSettings,
}

impl<'a> Failure<'a> {
    /// The failure of a run that ended so, if it is one.
    #[must_use]
    pub fn of(outcome: &'a RunOutcome, settings: &'a RunSettings) -> Option<Self> {
        let RunOutcome { state, response: _, error, metrics } = outcome;
        (state.is_final() && *state != RunState::Succeeded).then_some(Self {
            state: *state,
            error: error.as_ref(),
            metrics,
            settings,
        })
    }

    fn error_type(&self) -> &str {
        self.error.map_or("", |error| &error.error_type)
    }

    fn message(&self) -> &str {
        self.error.map_or("", |error| &error.message)
    }

    /// Whether Python did not find the very module that it was told to import.
    fn names_one_module(&self) -> bool {
        named_in(self.message()) == last_named_in(self.message())
    }

    /// Whether most of the time went into waiting for the share of a CPU.
    fn is_starved(&self) -> bool {
        self.metrics.throttled_us > self.metrics.duration_us / 2
    }
}

/// Says in words what happened.
#[must_use]
pub fn explain(failure: &Failure<'_>) -> Explanation {
    let row = table::all().find(|row| row.holds(failure)).unwrap_or(&table::LAST);
    let name = named_in(failure.message());
    let last = last_named_in(failure.message());
    let filled = |text: &str| fill(text, failure, &name).replace("{last}", last);
    let mut fixes: Vec<Fix> = row.cures.iter().filter_map(|cure| fix_of(*cure, failure, &name)).collect();
    fixes.truncate(2);
    Explanation { key: row.key, what: filled(row.what), why: filled(row.why), fixes }
}

impl Row {
    fn holds(&self, failure: &Failure<'_>) -> bool {
        let message = failure.message().to_lowercase();
        let contains = |part: &&str| message.contains(&part.to_lowercase());
        (self.states.is_empty() || self.states.contains(&failure.state))
            && (self.types.is_empty() || self.types.contains(&failure.error_type()))
            && (self.messages.is_empty() || self.messages.iter().any(contains))
            && self.only_if.is_none_or(|condition| condition(failure))
    }
}

fn fill(text: &str, failure: &Failure<'_>, name: &str) -> String {
    let RunSettings { memory_mib, tmp_mib, timeout_s, architecture: _ } = *failure.settings;
    text.replace("{memory}", &memory_mib.to_string())
        .replace("{tmp}", &tmp_mib.to_string())
        .replace("{timeout}", &timeout_s.to_string())
        .replace("{vcpu}", &steps::vcpu_percent(memory_mib))
        .replace("{type}", failure.error_type())
        .replace("{name}", name)
}

fn fix_of(cure: Cure, failure: &Failure<'_>, name: &str) -> Option<Fix> {
    match cure {
        Cure::OpenPlace => {
            let place = failure.error?.position.clone()?;
            Some(Fix::OpenFile { path: place.file, line: place.line, column: place.column })
        }
        Cure::LongerTimeout => steps::longer_timeout(failure.settings.timeout_s).map(Fix::SetTimeout),
        Cure::MoreMemory => steps::more_memory(failure.settings.memory_mib).map(Fix::SetMemory),
        Cure::WholeCpu => steps::whole_cpu(failure.settings.memory_mib).map(Fix::SetMemory),
        Cure::DefaultHandler => (name != "index.handler").then(|| Fix::SetHandler("index.handler".to_owned())),
        Cure::DefaultLambdaHandler => Some(Fix::SetHandler("lambda_function.lambda_handler".to_owned())),
        Cure::AddMissingModule => {
            let (path, text) = steps::missing_module(last_named_in(failure.message()))?;
            Some(Fix::AddFile { path, text })
        }
        Cure::AddMissingFile => steps::missing_file(name).map(|(path, text)| Fix::AddFile { path, text }),
        Cure::RunAgain => Some(Fix::RunAgain),
    }
}

/// What a message is about: what stands between its first quotes, or its first word.
fn named_in(message: &str) -> String {
    let quoted = ['\'', '`', '"'].into_iter().filter_map(|quote| {
        let (before, rest) = message.split_once(quote)?;
        let (inside, _) = rest.split_once(quote)?;
        Some((before.len(), inside))
    });
    let name = quoted.min_by_key(|(at, _)| *at).map(|(_, inside)| inside);
    let name = name.or_else(|| message.split_whitespace().next()).unwrap_or_default();
    name.chars().take(NAME_CHARS_MAX).collect()
}

/// What stands between its last single quotes; a longer text is no name.
fn last_named_in(message: &str) -> &str {
    let between = message.rsplit_once('\'').and_then(|(before, _)| before.rsplit_once('\''));
    between.map(|(_, inside)| inside).filter(|inside| inside.len() <= NAME_CHARS_MAX).unwrap_or_default()
}

#[cfg(test)]
mod tests;
