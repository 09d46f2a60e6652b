//! From JSON to a pattern.

use super::text::{Wildcard, parse_cidr};
use super::{Check, Comparison, Node, Object, PatternError, Rule};
use serde_json::{Map, Value};

/// Names of rules: an object with one of them is no alternative of `$or`.
const RULES: [&str; 8] =
    ["prefix", "suffix", "anything-but", "numeric", "exists", "equals-ignore-case", "wildcard", "cidr"];

type Parsed<T> = Result<T, PatternError>;

fn refused<T>(message: impl Into<String>) -> Parsed<T> {
    Err(PatternError(message.into()))
}

pub(super) fn pattern(text: &str) -> Parsed<Object> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => object(&fields, ""),
        Ok(_) => refused("the pattern is not a JSON object"),
        Err(error) => refused(format!("the pattern is not JSON: {error}")),
    }
}

fn object(fields: &Map<String, Value>, path: &str) -> Parsed<Object> {
    if fields.is_empty() {
        return refused(format!("the object at `{path}` is empty"));
    }
    let mut parsed = Object { fields: Vec::new(), either: Vec::new() };
    for (name, value) in fields {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match (alternatives(name, value), value) {
            (Some(all), _) => {
                let all = all.into_iter().map(|one| object(one, &path));
                parsed.either.push(all.collect::<Parsed<_>>()?);
            }
            (None, Value::Object(inner)) => parsed.fields.push((name.clone(), Node::Object(object(inner, &path)?))),
            (None, Value::Array(rules)) => parsed.fields.push((name.clone(), Node::Leaf(leaf(rules, &path)?))),
            (None, _) => return refused(format!("the value at `{path}` is neither a list nor an object")),
        }
    }
    Ok(parsed)
}

/// What `$or` lists. One that lists anything else is an ordinary field.
fn alternatives<'a>(name: &str, value: &'a Value) -> Option<Vec<&'a Map<String, Value>>> {
    let items = value.as_array().filter(|items| name == "$or" && items.len() > 1)?;
    let objects: Option<Vec<_>> = items.iter().map(Value::as_object).collect();
    objects.filter(|all| !all.iter().any(|one| one.keys().any(|key| RULES.contains(&key.as_str()))))
}

fn leaf(rules: &[Value], path: &str) -> Parsed<Vec<Rule>> {
    if rules.is_empty() {
        return refused(format!("the list at `{path}` is empty"));
    }
    rules.iter().map(|one| rule(one, path)).collect()
}

fn rule(value: &Value, path: &str) -> Parsed<Rule> {
    let Value::Object(fields) = value else { return plain(value, path).map(Rule::Is) };
    let (name, value) = only(fields, path)?;
    match (name, value) {
        ("exists", Value::Bool(wanted)) => Ok(Rule::Exists(*wanted)),
        ("anything-but", value) => anything_but(value, path).map(Rule::AnythingBut),
        (name, value) => check(name, value, path).map(Rule::Is),
    }
}

fn only<'a>(fields: &'a Map<String, Value>, path: &str) -> Parsed<(&'a str, &'a Value)> {
    let mut all = fields.iter();
    match (all.next(), all.next()) {
        (Some((name, value)), None) => Ok((name, value)),
        _ => refused(format!("a rule at `{path}` has {} names, not one", fields.len())),
    }
}

/// A value that is to be the same.
fn plain(value: &Value, path: &str) -> Parsed<Check> {
    match value {
        Value::Null => Ok(Check::Null),
        Value::Bool(wanted) => Ok(Check::Bool(*wanted)),
        Value::Number(wanted) => Ok(Check::Number(wanted.clone())),
        Value::String(wanted) => Ok(Check::Text(wanted.clone())),
        Value::Array(_) | Value::Object(_) => refused(format!("a list at `{path}` holds a list or an object")),
    }
}

fn check(name: &str, value: &Value, path: &str) -> Parsed<Check> {
    let unfit = || refused(format!("`{name}` at `{path}` cannot be {value}"));
    match (name, value) {
        ("prefix", Value::String(text)) => Ok(Check::Prefix(text.clone())),
        ("suffix", Value::String(text)) => Ok(Check::Suffix(text.clone())),
        ("prefix" | "suffix", Value::Object(fields)) => match (name, only(fields, path)?) {
            ("prefix", ("equals-ignore-case", Value::String(text))) => Ok(Check::PrefixIgnoreCase(text.clone())),
            ("suffix", ("equals-ignore-case", Value::String(text))) => Ok(Check::SuffixIgnoreCase(text.clone())),
            _ => unfit(),
        },
        ("equals-ignore-case", Value::String(text)) => Ok(Check::IgnoreCase(text.clone())),
        ("wildcard", Value::String(text)) => Wildcard::parse(text).map(Check::Wildcard).map_or_else(unfit, Ok),
        ("cidr", Value::String(text)) => parse_cidr(text).map_or_else(unfit, |(block, n)| Ok(Check::Cidr(block, n))),
        ("numeric", Value::Array(parts)) => numeric(parts).map(Check::Numeric).map_or_else(unfit, Ok),
        _ if RULES.contains(&name) => unfit(),
        _ => refused(format!("there is no rule `{name}`, at `{path}`")),
    }
}

/// Texts or numbers, one or a list of one kind; or one or more texts under `prefix`, `suffix`, `equals-ignore-case`, `wildcard`.
fn anything_but(value: &Value, path: &str) -> Parsed<Vec<Check>> {
    if let Value::Object(fields) = value {
        let (name, value) = only(fields, path)?;
        if !matches!(name, "prefix" | "suffix" | "equals-ignore-case" | "wildcard") {
            return refused(format!("`anything-but` at `{path}` cannot have `{name}`"));
        }
        return listed(value, path)?.iter().map(|one| check(name, one, path)).collect();
    }
    let all = listed(value, path)?;
    let (texts, numbers) = (all.iter().filter(|one| one.is_string()), all.iter().filter(|one| one.is_number()));
    if texts.count() != all.len() && numbers.count() != all.len() {
        return refused(format!("`anything-but` at `{path}` takes texts or numbers of one kind, not {value}"));
    }
    all.iter().map(|one| plain(one, path)).collect()
}

/// One value, or those of a list that is not empty.
fn listed<'a>(value: &'a Value, path: &str) -> Parsed<&'a [Value]> {
    match value {
        Value::Array(items) if items.is_empty() => refused(format!("a list at `{path}` is empty")),
        Value::Array(items) => Ok(items),
        one => Ok(std::slice::from_ref(one)),
    }
}

/// `["=", 5]`, `["<", 10]`, `[">", 0, "<=", 5]`. Nothing for what is none.
fn numeric(parts: &[Value]) -> Option<Vec<(Comparison, f64)>> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    let bound = |pair: &[Value]| {
        let comparison = match pair.first()?.as_str()? {
            "=" => Equal,
            "<" => Less,
            "<=" => LessOrEqual,
            ">" => Greater,
            ">=" => GreaterOrEqual,
            _ => return None,
        };
        Some((comparison, pair.get(1)?.as_f64()?))
    };
    let bounds: Vec<_> = parts.chunks(2).map(bound).collect::<Option<_>>()?;
    let fits = match bounds[..] {
        [_] => true,
        [(Greater | GreaterOrEqual, least), (Less | LessOrEqual, most)] => least < most,
        _ => false,
    };
    fits.then_some(bounds)
}
