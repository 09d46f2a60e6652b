//! Filter patterns: terms, and conditions over JSON lines. Patterns over blank-separated fields and regular expressions are refused.

use super::input::invalid;
use crate::error::AwsError;
use serde_json::Value;

/// Longest pattern (CloudWatch's limit).
const PATTERN_CHARS_MAX: usize = 1_024;

/// What a line must be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Pattern {
    /// All lines.
    Everything,
    /// All of `with` and none of `without`.
    Terms { with: Vec<String>, without: Vec<String> },
    /// At least one of these.
    AnyOf(Vec<String>),
    /// A JSON line of which this holds: one of the alternatives, with all of its conditions.
    Json(Vec<Vec<Condition>>),
}

/// A condition over a field of a JSON line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    /// Names and places, from the outside in.
    path: Vec<Step>,
    test: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Name(String),
    Place(usize),
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// A text with `*` for anything.
    Is(String),
    IsNot(String),
    Compared(Order, f64),
    Exists(bool),
    Null,
    Truth(bool),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

fn broken() -> AwsError {
    invalid("Invalid filter pattern")
}

fn not_simulated(what: &str) -> AwsError {
    invalid(format!("filter patterns with {what} are not simulated by Coldstart yet"))
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Result<Self, AwsError> {
        let text = text.trim();
        if text.chars().count() > PATTERN_CHARS_MAX {
            return Err(invalid(format!("the filter pattern is longer than {PATTERN_CHARS_MAX} characters")));
        }
        match text.chars().next() {
            None => Ok(Self::Everything),
            Some('[') => Err(not_simulated("fields in brackets")),
            Some('{') => json_pattern(text),
            Some(_) => terms(text),
        }
    }

    pub(super) fn matches(&self, line: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Terms { with, without } => {
                with.iter().all(|term| line.contains(term.as_str()))
                    && !without.iter().any(|term| line.contains(term.as_str()))
            }
            Self::AnyOf(terms) => terms.iter().any(|term| line.contains(term.as_str())),
            Self::Json(alternatives) => match serde_json::from_str::<Value>(line) {
                Ok(value @ Value::Object(_)) => {
                    alternatives.iter().any(|all| all.iter().all(|condition| condition.holds(&value)))
                }
                _ => false,
            },
        }
    }
}

/// One word of a pattern of terms: its sign, and what stands for itself.
fn next_term(text: &str) -> Result<(Option<char>, String, &str), AwsError> {
    let sign = text.chars().next().filter(|sign| matches!(sign, '?' | '-'));
    let rest = if sign.is_some() { text.get(1..).unwrap_or_default() } else { text };
    if rest.starts_with('%') {
        return Err(not_simulated("regular expressions"));
    }
    if let Some(quoted) = rest.strip_prefix('"') {
        let (term, rest) = quoted_text(quoted)?;
        return Ok((sign, term, rest));
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (term, rest) = rest.split_at(end);
    let is_plain = |c: char| c.is_alphanumeric() || c == '_';
    match !term.is_empty() && term.chars().all(is_plain) {
        true => Ok((sign, term.to_owned(), rest)),
        // Anything else has to be in quotes.
        false => Err(broken()),
    }
}

/// What is between quotes, the first of which was taken, and what comes after.
fn quoted_text(text: &str) -> Result<(String, &str), AwsError> {
    let mut term = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Ok((term, text.get(at + 1..).unwrap_or_default())),
            '\\' => term.push(letters.next().ok_or_else(broken)?.1),
            letter => term.push(letter),
        }
    }
    Err(broken())
}

fn terms(text: &str) -> Result<Pattern, AwsError> {
    let (mut with, mut without, mut any) = (Vec::new(), Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.trim_start().is_empty() {
        let (sign, term, after) = next_term(rest.trim_start())?;
        match sign {
            Some('?') => any.push(term),
            Some(_) => without.push(term),
            None => with.push(term),
        }
        rest = after;
    }
    match (any.is_empty(), with.is_empty() && without.is_empty()) {
        (true, _) => Ok(Pattern::Terms { with, without }),
        (false, true) => Ok(Pattern::AnyOf(any)),
        (false, false) => Err(not_simulated("`?` beside other terms")),
    }
}

/// `{ $.a = "b" && $.c > 3 || … }`.
fn json_pattern(text: &str) -> Result<Pattern, AwsError> {
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).ok_or_else(broken)?;
    let mut alternatives = vec![Vec::new()];
    let mut rest = inside.trim();
    loop {
        if rest.starts_with('(') {
            return Err(not_simulated("parentheses"));
        }
        let (condition, after) = condition(rest)?;
        if let Some(last) = alternatives.last_mut() {
            last.push(condition);
        }
        rest = after.trim_start();
        if rest.is_empty() {
            return Ok(Pattern::Json(alternatives));
        }
        rest = match (rest.strip_prefix("&&"), rest.strip_prefix("||")) {
            (Some(after), _) => after.trim_start(),
            (_, Some(after)) => {
                alternatives.push(Vec::new());
                after.trim_start()
            }
            _ => return Err(broken()),
        };
    }
}

fn condition(text: &str) -> Result<(Condition, &str), AwsError> {
    let (path, rest) = selector(text)?;
    let rest = rest.trim_start();
    for (words, test) in [
        ("IS NULL", Test::Null),
        ("IS TRUE", Test::Truth(true)),
        ("IS FALSE", Test::Truth(false)),
        ("NOT EXISTS", Test::Exists(false)),
        ("EXISTS", Test::Exists(true)),
    ] {
        if let Some(rest) = rest.strip_prefix(words) {
            return Ok((Condition { path, test }, rest));
        }
    }
    let operators = [
        ("!=", Order::NotEqual),
        ("<=", Order::LessOrEqual),
        (">=", Order::GreaterOrEqual),
        ("=", Order::Equal),
        ("<", Order::Less),
        (">", Order::Greater),
    ];
    let found = operators.into_iter().find_map(|(sign, order)| Some((order, rest.strip_prefix(sign)?)));
    let (order, rest) = found.ok_or_else(broken)?;
    let (test, rest) = compared(order, rest.trim_start())?;
    Ok((Condition { path, test }, rest))
}

/// `$.name[0].other`.
fn selector(text: &str) -> Result<(Vec<Step>, &str), AwsError> {
    let mut rest = text.strip_prefix('$').ok_or_else(broken)?;
    let mut path = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            if name.is_empty() {
                return Err(broken());
            }
            path.push(Step::Name(name.to_owned()));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('[') {
            let (place, after) = after.split_once(']').ok_or_else(broken)?;
            path.push(Step::Place(
                place.trim().parse().map_err(|_error| not_simulated("`[*]` and names in brackets"))?,
            ));
            rest = after;
        } else {
            return if path.is_empty() { Err(broken()) } else { Ok((path, rest)) };
        }
    }
}

/// A text in quotes, a number, or a plain word; what comes after.
fn compared(order: Order, text: &str) -> Result<(Test, &str), AwsError> {
    let as_text = |value: String| match order {
        Order::Equal => Ok(Test::Is(value)),
        Order::NotEqual => Ok(Test::IsNot(value)),
        _ => Err(broken()),
    };
    if text.starts_with('%') {
        return Err(not_simulated("regular expressions"));
    }
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, rest) = quoted_text(quoted)?;
        return Ok((as_text(value)?, rest));
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '&' | '|')).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if let Some(number) = word.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return Ok((Test::Compared(order, number), rest));
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '*' | ':' | '/');
    match !word.is_empty() && word.chars().all(is_word) {
        true => Ok((as_text(word.to_owned())?, rest)),
        false => Err(broken()),
    }
}

impl Condition {
    fn holds(&self, line: &Value) -> bool {
        let found = self.path.iter().try_fold(line, |value, step| match step {
            Step::Name(name) => value.get(name),
            Step::Place(place) => value.get(place),
        });
        match (&self.test, found) {
            (Test::Exists(wanted), found) => found.is_some() == *wanted,
            (_, None) => false,
            (Test::Null, Some(value)) => value.is_null(),
            (Test::Truth(wanted), Some(value)) => value.as_bool() == Some(*wanted),
            (Test::Is(text), Some(value)) => text_of(value).is_some_and(|value| fits(text, &value)),
            (Test::IsNot(text), Some(value)) => text_of(value).is_some_and(|value| !fits(text, &value)),
            (Test::Compared(order, number), Some(value)) => {
                value.as_f64().is_some_and(|value| order.holds(value, *number))
            }
        }
    }
}

impl Order {
    fn holds(self, value: f64, number: f64) -> bool {
        match self {
            Self::Equal => value == number,
            Self::NotEqual => value != number,
            Self::Less => value < number,
            Self::LessOrEqual => value <= number,
            Self::Greater => value > number,
            Self::GreaterOrEqual => value >= number,
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether a text fits one in which `*` stands for anything. Takes the first place for each part, which is enough.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    fn check(pattern: &str, line: &str, expected: bool) {
        let parsed = Pattern::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {}", error.message));
        assert_eq!(parsed.matches(line), expected, "{pattern} on {line}");
    }

    #[test]
    fn terms() {
        check("", "anything", true);
        check("ERROR", "[ERROR] 404", true);
        check("error", "[ERROR] 404", false);
        check("ERROR ARGUMENTS", "[ERROR] 419 MISSING ARGUMENTS", true);
        check("ERROR ARGUMENTS", "[ERROR] 419", false);
        check("\"INTERNAL SERVER ERROR\"", "500 INTERNAL SERVER ERROR", true);
        check("\"INTERNAL SERVER ERROR\"", "INTERNAL ERROR SERVER", false);
        check("?ERROR ?WARN", "a WARN", true);
        check("?ERROR ?WARN", "an INFO", false);
        check("ERROR -EXITING", "ERROR", true);
        check("ERROR -EXITING", "ERROR EXITING", false);
        check("-\"two words\"", "two words", false);
        check("\"a \\\"quoted\\\" word\"", "a \"quoted\" word", true);
    }

    #[test]
    fn conditions_over_json() {
        let line = r#"{"level":"ERROR","ms":12.5,"user":{"id":7,"tags":["a","b"]},"ok":true,"none":null}"#;
        check(r#"{ $.level = "ERROR" }"#, line, true);
        check(r#"{$.level="WARN"}"#, line, false);
        check(r#"{ $.level = ERR* }"#, line, true);
        check(r#"{ $.level = "*RO*" }"#, line, true);
        check(r#"{ $.level != "WARN" }"#, line, true);
        check(r#"{ $.missing != "WARN" }"#, line, false);
        check("{ $.ms > 12 }", line, true);
        check("{ $.ms <= 12 }", line, false);
        check("{ $.user.id = 7 && $.user.tags[1] = \"b\" }", line, true);
        check("{ $.user.id = 8 || $.ms >= 12.5 }", line, true);
        check("{ $.user.id = 8 && $.ms > 1 }", line, false);
        check("{ $.ok IS TRUE }", line, true);
        check("{ $.none IS NULL }", line, true);
        check("{ $.missing NOT EXISTS }", line, true);
        check("{ $.user EXISTS }", line, true);
        check(r#"{ $.level = "ERROR" }"#, "level ERROR", false);
    }

    #[test]
    fn what_is_not_simulated_is_refused_by_name_and_what_is_no_pattern_too() {
        for (pattern, words) in [
            ("[ip, user, status = 404]", "fields in brackets"),
            ("%ERR.*%", "regular expressions"),
            ("{ $.a = %x% }", "regular expressions"),
            ("{ ($.a = 1) && $.b = 2 }", "parentheses"),
            ("{ $.a[*] = 1 }", "`[*]`"),
            ("ERROR ?WARN", "`?` beside other terms"),
            ("a.b", "Invalid filter pattern"),
            ("\"open", "Invalid filter pattern"),
            ("{ $.a = \"b\"", "Invalid filter pattern"),
            ("{ }", "Invalid filter pattern"),
            ("{ $.a < \"b\" }", "Invalid filter pattern"),
            ("{ $.a = 1 $.b = 2 }", "Invalid filter pattern"),
            ("{ $ = 1 }", "Invalid filter pattern"),
            ("-", "Invalid filter pattern"),
        ] {
            let error = Pattern::parse(pattern).unwrap_err();
            assert!(error.message.contains(words), "{pattern}: {}", error.message);
        }
        assert!(Pattern::parse(&"x".repeat(1_025)).is_err());
    }

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "abc", true),
            ("a*b*c", "axbxbxc", true),
            ("a*a", "a", false),
            ("*b*", "acd", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
