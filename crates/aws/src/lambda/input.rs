//! An operation's input: brought together, checked against the model, and what is not simulated refused by name.

use super::Call;
use super::model::{Input, Location, Member, Shape};
use crate::error::AwsError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Broken constraints that one answer names.
const PROBLEMS_MAX: usize = 20;
/// The longest value that a message repeats.
const SHOWN_CHARS_MAX: usize = 200;

/// The members that were given, by their names in the model.
#[derive(Debug)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// A member as it is known to be: the model was checked before.
    pub(crate) fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, AwsError> {
        let Some(value) = self.0.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
        let read = serde_json::from_value(value.clone());
        read.map(Some).map_err(|error| AwsError::parameter(format!("`{name}` cannot be read: {error}")))
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Takes out those of these that were given.
    pub(crate) fn take(&mut self, names: &[&str]) -> Map<String, Value> {
        names.iter().filter_map(|name| self.0.shift_remove_entry(*name)).collect()
    }
}

pub(crate) fn blob_of(value: Option<&Value>) -> Result<Option<Vec<u8>>, AwsError> {
    let Some(text) = value.and_then(Value::as_str) else { return Ok(None) };
    STANDARD.decode(text).map(Some).map_err(|_error| serialization("a blob is not base64"))
}

fn serialization(message: impl Into<String>) -> AwsError {
    AwsError::new(400, "SerializationException", message)
}

pub(super) fn read(call: &Call<'_>, input: Input, simulated: &[&str]) -> Result<Fields, AwsError> {
    let mut body = body_of(call, input)?;
    let mut fields = Map::new();
    for member in input.0 {
        let value = match member.location {
            Location::Uri => from_path(call, member)?,
            Location::Query => from_query(call, member)?,
            Location::Header => {
                let value = call.head.headers.get(member.wire).and_then(|value| value.to_str().ok());
                value.map(Value::from)
            }
            Location::Body => body.shift_remove(member.wire),
            Location::Payload => None,
        };
        if let Some(value) = value.filter(|value| !value.is_null()) {
            fields.insert(member.name.to_owned(), value);
        }
    }
    check_all(input.0, &fields)?;
    // What a newer client knows and this model does not is not simulated either.
    let unknown = body.into_iter().filter(|(_, value)| !value.is_null());
    let known = fields.iter().filter(|(name, value)| !simulated.contains(&name.as_str()) && !is_so_anyway(name, value));
    let refused = known.map(|(name, _)| name.clone()).chain(unknown.map(|(name, _)| name)).next();
    match refused {
        None => Ok(Fields(fields)),
        Some(name) => {
            let message = format!("`{}` is not simulated by Coldstart yet; leave it out", name.escape_debug());
            Err(AwsError::parameter(message))
        }
    }
}

fn body_of(call: &Call<'_>, input: Input) -> Result<Map<String, Value>, AwsError> {
    let has_fields = input.0.iter().any(|member| member.location == Location::Body);
    if !has_fields || call.body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(call.body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(serialization("the body is not a JSON object")),
        Err(error) => Err(serialization(format!("the body is not JSON: {error}"))),
    }
}

fn from_path(call: &Call<'_>, member: &Member) -> Result<Option<Value>, AwsError> {
    let Some((_, text)) = call.labels.iter().find(|(name, _)| *name == member.wire) else { return Ok(None) };
    match member.shape {
        Shape::Number(..) => number(member, text).map(Some),
        _ => Ok(Some(text.as_str().into())),
    }
}

fn number(member: &Member, text: &str) -> Result<Value, AwsError> {
    let number = text.parse::<i64>();
    number.map(Value::from).map_err(|_error| serialization(format!("`{}` is not a number", member.wire)))
}

fn from_query(call: &Call<'_>, member: &Member) -> Result<Option<Value>, AwsError> {
    let mut given = call.query.iter().filter(|(name, _)| name == member.wire).map(|(_, value)| value.as_str());
    match member.shape {
        Shape::List(_) => {
            let all: Vec<&str> = given.collect();
            Ok((!all.is_empty()).then(|| json!(all)))
        }
        Shape::Number(..) => given.next().map(|text| number(member, text)).transpose(),
        Shape::Switch => Ok(given.next().map(|text| (text == "true").into())),
        _ => Ok(given.next().map(Value::from)),
    }
}

/// Settings that ask for what is so without them: tools send them unasked.
fn is_so_anyway(name: &str, value: &Value) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(on) => !on,
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    let all_empty = |value: &Value| value.as_object().is_some_and(|fields| fields.values().all(is_empty));
    match name {
        "TracingConfig" => *value == json!({ "Mode": "PassThrough" }),
        "PackageType" => value == "Zip",
        "InvokeMode" => value == "BUFFERED",
        "VpcConfig" | "ImageConfig" => all_empty(value) || is_empty(value),
        "Layers" | "FileSystemConfigs" | "KMSKeyArn" | "CodeSigningConfigArn" => is_empty(value),
        _ => false,
    }
}

/// All that the model asks for, in one answer, as Lambda words it.
fn check_all(members: &[Member], fields: &Map<String, Value>) -> Result<(), AwsError> {
    let mut problems = Vec::new();
    check_members(members, fields, "", &mut problems)?;
    if problems.is_empty() {
        return Ok(());
    }
    let (count, s) = (problems.len(), if problems.len() == 1 { "" } else { "s" });
    problems.truncate(PROBLEMS_MAX);
    Err(AwsError::validation(format!("{count} validation error{s} detected: {}", problems.join("; "))))
}

fn check_members(
    members: &[Member],
    fields: &Map<String, Value>,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<(), AwsError> {
    for member in members {
        let path = format!("{path}{}", small_first(member.name));
        match fields.get(member.name).filter(|value| !value.is_null()) {
            Some(value) => check(member.shape, value, &path, problems)?,
            None if member.required && member.location != Location::Payload => {
                problems.push(format!("Value null at '{path}' failed to satisfy constraint: Member must not be null"))
            }
            None => {}
        }
    }
    Ok(())
}

fn check(shape: &Shape, value: &Value, path: &str, problems: &mut Vec<String>) -> Result<(), AwsError> {
    let broken = match (shape, value) {
        (Shape::Text(min, max, pattern), Value::String(text)) => text_problem(text, (*min, *max), *pattern),
        (Shape::OneOf(values), Value::String(text)) if !values.contains(&text.as_str()) => {
            Some(format!("Member must satisfy enum value set: [{}]", values.join(", ")))
        }
        (Shape::Number(min, max), Value::Number(number)) if number.is_i64() || number.is_u64() => {
            range_problem(number.as_i64().unwrap_or(i64::MAX), *min, *max, "value")
        }
        (Shape::OneOf(_) | Shape::Blob, Value::String(_))
        | (Shape::Switch, Value::Bool(_))
        | (Shape::Fraction, Value::Number(_)) => None,
        (Shape::Structure(members), Value::Object(fields)) => {
            return check_members(members, fields, &format!("{path}."), problems);
        }
        (Shape::List(of), Value::Array(items)) => return check_list(of, items, path, problems),
        (Shape::Map(names, values), Value::Object(fields)) => {
            return check_map((names, values), fields, path, problems);
        }
        (shape, value) => return Err(wrong_type(shape, value)),
    };
    if let Some(constraint) = broken {
        problems.push(format!("Value '{}' at '{path}' failed to satisfy constraint: {constraint}", shown(value)));
    }
    Ok(())
}

/// A list of texts is named as a whole, with all that each must be; elements that are structures are named one by one.
fn check_list(of: &Shape, items: &[Value], path: &str, problems: &mut Vec<String>) -> Result<(), AwsError> {
    let mut broken = Vec::new();
    for (at, item) in items.iter().enumerate() {
        check(of, item, &format!("{path}.{}.member", at + 1), &mut broken)?;
    }
    let constraint = match of {
        Shape::OneOf(values) => Some(format!("Member must satisfy enum value set: [{}]", values.join(", "))),
        of => constraints(of).map(|all| format!("Member must satisfy constraint: [{all}, Member must not be null]")),
    };
    match (constraint, broken.is_empty()) {
        (Some(constraint), false) => {
            let items = items.iter().map(shown).collect::<Vec<_>>().join(", ");
            let items: String = items.chars().take(SHOWN_CHARS_MAX).collect();
            problems.push(format!("Value '[{items}]' at '{path}' failed to satisfy constraint: {constraint}"));
        }
        _ => problems.append(&mut broken),
    }
    Ok(())
}

/// A map is named as a whole, with all that each key or value must be.
fn check_map(
    (names, values): (&Shape, &Shape),
    fields: &Map<String, Value>,
    path: &str,
    problems: &mut Vec<String>,
) -> Result<(), AwsError> {
    for (part, shape) in [("keys", names), ("value", values)] {
        let mut broken = Vec::new();
        for (name, value) in fields {
            let value = if part == "keys" { &Value::from(name.as_str()) } else { value };
            check(shape, value, &format!("{path}.{name}"), &mut broken)?;
        }
        match (constraints(shape), broken.is_empty()) {
            (Some(constraints), false) => {
                let fields: Vec<String> =
                    fields.iter().map(|(name, value)| format!("{name}={}", shown(value))).collect();
                let fields: String = fields.join(", ").chars().take(SHOWN_CHARS_MAX).collect();
                problems.push(format!(
                    "Value '{{{fields}}}' at '{path}' failed to satisfy constraint: Map {part} must satisfy constraint: \
                     [{constraints}]"
                ));
            }
            _ => problems.append(&mut broken),
        }
    }
    Ok(())
}

/// All that a text or a number must be, as Lambda lists it.
fn constraints(shape: &Shape) -> Option<String> {
    let all = match shape {
        Shape::Text(min, max, pattern) => [
            max.map(|max| format!("Member must have length less than or equal to {max}")),
            min.map(|min| format!("Member must have length greater than or equal to {min}")),
            pattern.map(|pattern| format!("Member must satisfy regular expression pattern: {pattern}")),
        ],
        Shape::Number(min, max) => [
            max.map(|max| format!("Member must have value less than or equal to {max}")),
            min.map(|min| format!("Member must have value greater than or equal to {min}")),
            None,
        ],
        _ => return None,
    };
    Some(all.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn text_problem(text: &str, (min, max): (Option<i64>, Option<i64>), pattern: Option<&'static str>) -> Option<String> {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let wrong_length = range_problem(length, min, max, "length");
    wrong_length.or_else(|| {
        let pattern = pattern.filter(|pattern| !matches(pattern, text))?;
        Some(format!("Member must satisfy regular expression pattern: {pattern}"))
    })
}

fn range_problem(number: i64, min: Option<i64>, max: Option<i64>, what: &str) -> Option<String> {
    match (min, max) {
        (Some(min), _) if number < min => Some(format!("Member must have {what} greater than or equal to {min}")),
        (_, Some(max)) if number > max => Some(format!("Member must have {what} less than or equal to {max}")),
        _ => None,
    }
}

/// Patterns of the model, each compiled once. There are as many as the model has.
fn matches(pattern: &'static str, text: &str) -> bool {
    static COMPILED: Mutex<Option<HashMap<&'static str, Regex>>> = Mutex::new(None);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let known = compiled.get_or_insert_default();
    if let Some(regex) = known.get(pattern) {
        return regex.is_match(text);
    }
    match Regex::new(&format!("^(?:{pattern})$")) {
        Ok(regex) => known.entry(pattern).or_insert(regex).is_match(text),
        Err(error) => {
            tracing::error!(%error, pattern, "a pattern of Lambda's model cannot be checked");
            true
        }
    }
}

fn wrong_type(shape: &Shape, value: &Value) -> AwsError {
    let wanted = match shape {
        Shape::Text(..) | Shape::OneOf(_) => "a String",
        Shape::Number(..) => "an Integer",
        Shape::Fraction => "a Double",
        Shape::Switch => "a Boolean",
        Shape::Blob => "a Blob",
        Shape::Structure(_) => "a structure",
        Shape::List(_) => "a list",
        Shape::Map(..) => "a map",
    };
    let given = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
    };
    serialization(format!("{given} can not be converted to {wanted}"))
}

/// `MemorySize` as `memorySize`, as messages name members.
fn small_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().take(SHOWN_CHARS_MAX).collect()
}
