//! AWS's event patterns: which events a filter lets through (Lambda's event filtering, EventBridge's rules).
//!
//! A pattern is a JSON object with the shape of the events that it lets through. Its leaves are lists of what a value may be; fields
//! must all match, and `$or` lists alternatives. A value that is a list matches when one of its elements does; of lists of objects
//! one element must match as a whole.

mod parse;
#[cfg(test)]
mod tests;
mod text;

use serde_json::{Number, Value};
use std::net::IpAddr;
use text::Wildcard;

/// A pattern that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct EventPattern(Object);

/// What is wrong with a pattern, for a person; AWS itself says only that it is invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(String);

/// Fields that must all match, and alternatives of which one must.
#[derive(Debug, Clone, PartialEq)]
struct Object {
    fields: Vec<(String, Node)>,
    either: Vec<Vec<Object>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    /// One of these is so.
    Leaf(Vec<Rule>),
    Object(Object),
}

#[derive(Debug, Clone, PartialEq)]
enum Rule {
    Exists(bool),
    Is(Check),
    AnythingBut(Vec<Check>),
}

/// What one value is.
#[derive(Debug, Clone, PartialEq)]
enum Check {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    Prefix(String),
    Suffix(String),
    IgnoreCase(String),
    PrefixIgnoreCase(String),
    SuffixIgnoreCase(String),
    Wildcard(Wildcard),
    Numeric(Vec<(Comparison, f64)>),
    /// An address in the block of this length.
    Cidr(IpAddr, u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl EventPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Says what is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        parse::pattern(text).map(Self)
    }

    /// Whether it lets an event through.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        self.0.matches(Some(event))
    }
}

impl Object {
    /// A field of what is no object is not there.
    fn matches(&self, value: Option<&Value>) -> bool {
        if let Some(Value::Array(items)) = value
            && !items.is_empty()
        {
            return items.iter().any(|item| self.matches(Some(item)));
        }
        let fields = self.fields.iter().all(|(name, node)| node.matches(value.and_then(|value| value.get(name))));
        fields && self.either.iter().all(|alternatives| alternatives.iter().any(|object| object.matches(value)))
    }
}

impl Node {
    fn matches(&self, value: Option<&Value>) -> bool {
        match self {
            Self::Object(object) => object.matches(value),
            Self::Leaf(rules) => {
                let mut leaves = Vec::new();
                collect_leaves(value, &mut leaves);
                rules.iter().any(|rule| rule.matches(&leaves))
            }
        }
    }
}

/// The single values of a value: itself, or those of the list that it is. An object has none.
fn collect_leaves<'a>(value: Option<&'a Value>, leaves: &mut Vec<&'a Value>) {
    match value {
        None | Some(Value::Object(_)) => {}
        Some(Value::Array(items)) => items.iter().for_each(|item| collect_leaves(Some(item), leaves)),
        Some(leaf) => leaves.push(leaf),
    }
}

impl Rule {
    fn matches(&self, leaves: &[&Value]) -> bool {
        match self {
            Self::Exists(wanted) => leaves.is_empty() != *wanted,
            Self::Is(check) => leaves.iter().any(|leaf| check.holds(leaf)),
            Self::AnythingBut(checks) => leaves.iter().any(|leaf| !checks.iter().any(|check| check.holds(leaf))),
        }
    }
}

impl Check {
    fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(wanted), Value::Bool(is)) => wanted == is,
            (Self::Number(wanted), Value::Number(is)) => is_same(wanted, is),
            (Self::Numeric(bounds), Value::Number(is)) => {
                is.as_f64().is_some_and(|is| bounds.iter().all(|(comparison, bound)| comparison.holds(is, *bound)))
            }
            (check, Value::String(is)) => check.holds_of_text(is),
            _ => false,
        }
    }

    fn holds_of_text(&self, is: &str) -> bool {
        match self {
            Self::Text(wanted) => wanted == is,
            Self::Prefix(wanted) => is.starts_with(wanted.as_str()),
            Self::Suffix(wanted) => is.ends_with(wanted.as_str()),
            Self::IgnoreCase(wanted) => lower(is) == lower(wanted),
            Self::PrefixIgnoreCase(wanted) => lower(is).starts_with(&lower(wanted)),
            Self::SuffixIgnoreCase(wanted) => lower(is).ends_with(&lower(wanted)),
            Self::Wildcard(wildcard) => wildcard.matches(is),
            Self::Cidr(block, length) => is.parse().is_ok_and(|address| text::is_within(address, *block, *length)),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Numeric(_) => false,
        }
    }
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// 300, 300.0 and 3.0e2 are one number.
fn is_same(one: &Number, other: &Number) -> bool {
    one == other || (!(is_whole(one) && is_whole(other)) && one.as_f64() == other.as_f64())
}

fn is_whole(number: &Number) -> bool {
    number.is_i64() || number.is_u64()
}

impl Comparison {
    fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Equal => value == bound,
            Self::Less => value < bound,
            Self::LessOrEqual => value <= bound,
            Self::Greater => value > bound,
            Self::GreaterOrEqual => value >= bound,
        }
    }
}
