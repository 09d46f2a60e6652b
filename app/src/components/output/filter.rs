//! The log filter: words that must be in a line, `"several words"`, `-not`, `level:warn` (that level and worse),
//! `request:8f1c` (the beginning of a request id). All conditions must hold. Case does not matter.

use api::event::{LogLevel, LogLine};

/// Conditions that a filter may have; further ones are ignored, and the field says so.
pub const TERMS_MAX: usize = 20;

/// A parsed filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
    /// What in the text has no effect, in words.
    pub problems: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    wanted: bool,
    condition: Condition,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    /// Lower case.
    Text(String),
    LevelAtLeast(LogLevel),
    /// Lower case.
    Request(String),
}

impl Filter {
    /// Reads a filter as it was typed. Never fails: what makes no sense is listed in [`Filter::problems`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut filter = Self::default();
        for word in words(text) {
            match term_of(&word) {
                Ok(Some(term)) if filter.terms.len() < TERMS_MAX => filter.terms.push(term),
                Ok(Some(_)) => {
                    filter.problems = vec![format!("only the first {TERMS_MAX} conditions count")];
                }
                Ok(None) => {}
                Err(problem) => filter.problems.push(problem),
            }
        }
        filter
    }

    /// Whether every line passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a line of the run `request` passes.
    #[must_use]
    pub fn passes(&self, request: &str, line: &LogLine) -> bool {
        if self.terms.is_empty() {
            return true;
        }
        let text = line.text.to_lowercase();
        self.terms.iter().all(|term| term.condition.holds(request, line.level, &text) == term.wanted)
    }
}

impl Condition {
    fn holds(&self, request: &str, level: LogLevel, text: &str) -> bool {
        match self {
            Self::Text(part) => text.contains(part),
            Self::LevelAtLeast(least) => level >= *least,
            Self::Request(beginning) => request.starts_with(beginning),
        }
    }
}

/// A blank-separated part; quotes hold blanks together and make the part plain text.
struct Word {
    is_negated: bool,
    is_quoted: bool,
    text: String,
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let is_negated = rest.starts_with('-') && rest.len() > 1;
        let body = if is_negated { &rest[1..] } else { rest };
        let (text, is_quoted, after) = match body.strip_prefix('"') {
            Some(quoted) => {
                let (inside, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                (inside, true, after)
            }
            None => {
                let end = body.find(char::is_whitespace).unwrap_or(body.len());
                let (word, after) = body.split_at(end);
                (word, false, after)
            }
        };
        words.push(Word { is_negated, is_quoted, text: text.to_lowercase() });
        rest = after.trim_start();
    }
    words
}

fn term_of(word: &Word) -> Result<Option<Term>, String> {
    let term = |condition| Ok(Some(Term { wanted: !word.is_negated, condition }));
    if word.text.is_empty() {
        return Ok(None);
    }
    if word.is_quoted {
        return term(Condition::Text(word.text.clone()));
    }
    match word.text.split_once(':') {
        // Still being typed.
        Some(("level" | "request", "")) => Ok(None),
        Some(("level", name)) => match level_of(name) {
            Some(level) => term(Condition::LevelAtLeast(level)),
            None => Err(format!("there is no level `{name}`; there are trace, debug, info, warn and error")),
        },
        Some(("request", beginning)) => term(Condition::Request(beginning.to_owned())),
        _ => term(Condition::Text(word.text.clone())),
    }
}

fn level_of(name: &str) -> Option<LogLevel> {
    match name {
        "trace" | "t" => Some(LogLevel::Trace),
        "debug" | "d" => Some(LogLevel::Debug),
        "info" | "i" => Some(LogLevel::Info),
        "warn" | "warning" | "w" => Some(LogLevel::Warn),
        "error" | "e" => Some(LogLevel::Error),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::event::LogOrigin;

    const REQUEST: &str = "8f1c0000-0000-4000-8000-000000000000";

    fn check(filter: &str, passing: &[&str]) {
        let lines = [
            (LogLevel::Info, "hello Ada"),
            (LogLevel::Warn, "Slow: 3 s"),
            (LogLevel::Error, "hello error"),
            (LogLevel::Debug, "level:error"),
        ];
        let filter = Filter::parse(filter);
        let passed: Vec<_> = lines
            .into_iter()
            .filter(|(level, text)| {
                let line = LogLine { origin: LogOrigin::Function, level: *level, text: (*text).to_owned() };
                filter.passes(REQUEST, &line)
            })
            .map(|(_, text)| text)
            .collect();
        assert_eq!(passed, passing);
    }

    #[test]
    fn conditions() {
        check("", &["hello Ada", "Slow: 3 s", "hello error", "level:error"]);
        check("  HELLO ", &["hello Ada", "hello error"]);
        check("hello -ada", &["hello error"]);
        check("level:error", &["hello error"]);
        check("level:warn", &["Slow: 3 s", "hello error"]);
        check("-level:warn", &["hello Ada", "level:error"]);
        check("\"level:error\"", &["level:error"]);
        check("\"hello a\"", &["hello Ada"]);
        check("-\"hello a\" hello", &["hello error"]);
        check("\"slow: 3", &["Slow: 3 s"]);
        check("request:8F1C ada", &["hello Ada"]);
        check("request:8f1d", &[]);
        check("-request:8f1d slow", &["Slow: 3 s"]);
        check("slow:", &["Slow: 3 s"]);
        check("-", &[]);
    }

    #[test]
    fn what_has_no_effect_is_said() {
        assert_eq!(
            Filter::parse("level:fatal x").problems,
            ["there is no level `fatal`; there are trace, debug, info, warn and error"]
        );
        assert!(Filter::parse("level: request:").problems.is_empty());
        assert_eq!(Filter::parse(&"x ".repeat(21)).problems, ["only the first 20 conditions count"]);
    }
}
