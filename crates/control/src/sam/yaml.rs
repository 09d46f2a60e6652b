//! YAML as JSON values. CloudFormation's short forms become the long ones: `!Ref x` is `{"Ref": "x"}`.

use super::refused;
use api::error::ApiError;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};
use serde_json::{Map, Number, Value};
use std::borrow::Cow;
use std::fmt::Write;

/// Largest template (CloudFormation: 1 MB).
pub(super) const TEMPLATE_BYTES_MAX: usize = 1_000_000;
/// Deepest nesting of a template.
const DEPTH_MAX: usize = 64;
/// Values of a template, lists and maps included.
const VALUES_MAX: usize = 100_000;

/// Reads the first document of a text; JSON is YAML too.
///
/// # Errors
/// Says where, and what is wrong or not taken.
pub(super) fn parse(text: &str) -> Result<Value, ApiError> {
    if text.len() > TEMPLATE_BYTES_MAX {
        return Err(refused(format!("the template has {} bytes, the limit is {TEMPLATE_BYTES_MAX}", text.len())));
    }
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| unreadable(&error))?;
        match event {
            Event::DocumentEnd => break,
            event => builder.take(event, span)?,
        }
    }
    builder.root.ok_or_else(|| refused("the template is empty"))
}

fn unreadable(error: &ScanError) -> ApiError {
    let place = error.marker();
    refused(format!("the template, line {}, column {}: {}", place.line(), place.col() + 1, error.info()))
}

/// A list or a map that is not complete.
enum Open {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Map(Map<String, Value>, Option<String>),
}

#[derive(Default)]
struct Builder {
    open: Vec<(Open, Option<String>)>,
    root: Option<Value>,
    values: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), ApiError> {
        match event {
            Event::Scalar(text, style, _, tag) => {
                let value = scalar(&text, style, tag.as_ref());
                self.put(tagged(value, short_form(tag)), span)
            }
            Event::SequenceStart(_, tag) => self.begin(Open::List(Vec::new()), tag, span),
            Event::MappingStart(_, tag) => self.begin(Open::Map(Map::new(), None), tag, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            // One alias may stand for all that came before, and so may ten in it.
            Event::Alias(_) => Err(at(span, "aliases (`*name`) are not taken")),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn begin(&mut self, open: Open, tag: Option<Cow<'_, Tag>>, span: Span) -> Result<(), ApiError> {
        if self.open.len() >= DEPTH_MAX {
            return Err(at(span, &format!("it is nested more than {DEPTH_MAX} deep")));
        }
        self.open.push((open, short_form(tag)));
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), ApiError> {
        let Some((open, form)) = self.open.pop() else { return Ok(()) };
        let value = match open {
            Open::List(list) => Value::Array(list),
            Open::Map(map, _) => Value::Object(map),
        };
        self.put(tagged(value, form), span)
    }

    fn put(&mut self, value: Value, span: Span) -> Result<(), ApiError> {
        self.values += 1;
        if self.values > VALUES_MAX {
            return Err(at(span, &format!("it has more than {VALUES_MAX} values")));
        }
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some((Open::List(list), _)) => list.push(value),
            Some((Open::Map(map, key), _)) => match key.take() {
                None => *key = Some(key_of(value).ok_or_else(|| at(span, "a key is a list or a map"))?),
                Some(name) if map.contains_key(&name) => {
                    return Err(at(span, &format!("`{}` is there twice", name.escape_debug())));
                }
                Some(name) => {
                    map.insert(name, value);
                }
            },
        }
        Ok(())
    }
}

fn at(span: Span, what: &str) -> ApiError {
    refused(format!("the template, line {}: {what}", span.start.line()))
}

fn key_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null => Some("null".to_owned()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// The name behind a `!`.
fn short_form(tag: Option<Cow<'_, Tag>>) -> Option<String> {
    tag.filter(|tag| tag.handle == "!" && !tag.suffix.is_empty()).map(|tag| tag.suffix.clone())
}

fn tagged(value: Value, form: Option<String>) -> Value {
    let Some(form) = form else { return value };
    let (name, value) = match (form.as_str(), value) {
        ("Ref" | "Condition", value) => (form, value),
        ("GetAtt", Value::String(path)) => {
            let (resource, attribute) = path.split_once('.').unwrap_or((&path, ""));
            ("Fn::GetAtt".to_owned(), Value::from(vec![resource.to_owned(), attribute.to_owned()]))
        }
        (_, value) => (format!("Fn::{form}"), value),
    };
    Value::Object(Map::from_iter([(name, value)]))
}

/// A scalar by YAML's core schema. Numbers that begin with a zero are text: they are account ids more often than anything else.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Cow<'_, Tag>>) -> Value {
    if style != ScalarStyle::Plain || tag.is_some() {
        return text.into();
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        _ => number(text).map_or_else(|| text.into(), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.starts_with(|c: char| c.is_ascii_digit()) && !(digits.starts_with('0') && digits.len() > 1);
    if !is_plain && !digits.starts_with("0.") {
        return None;
    }
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_not_whole)
            if digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+')) =>
        {
            text.parse().ok().and_then(Number::from_f64)
        }
        Err(_not_whole) => None,
    }
}

/// Writes a value as YAML in block style.
#[must_use]
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    block(&mut out, value, 0);
    out
}

fn block(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                let _ = write!(out, "{:indent$}{}:", "", quoted(key));
                nested(out, value, indent + 2);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for value in list {
                let _ = write!(out, "{:indent$}-", "");
                nested(out, value, indent + 2);
            }
        }
        other => {
            let _ = writeln!(out, "{:indent$}{}", "", leaf(other));
        }
    }
}

/// What follows a key or a dash: on the same line, or below.
fn nested(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(map) if let Some((form, value)) = short(map) => {
            let _ = writeln!(out, " !{form} {}", quoted(value));
        }
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            block(out, value, indent);
        }
        Value::Array(list) if !list.is_empty() => {
            out.push('\n');
            block(out, value, indent);
        }
        other => {
            let _ = writeln!(out, " {}", leaf(other));
        }
    }
}

/// A reference that is written in its short form.
fn short(map: &Map<String, Value>) -> Option<(&'static str, &str)> {
    let (name, value) = map.iter().next().filter(|_| map.len() == 1)?;
    let form = match name.as_str() {
        "Ref" => "Ref",
        "Fn::Sub" => "Sub",
        _ => return None,
    };
    Some((form, value.as_str()?))
}

fn leaf(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text).into_owned(),
        // Empty ones; JSON's scalars are YAML's.
        other => other.to_string(),
    }
}

/// Plain where nobody can take it for anything else, else as JSON writes it, which YAML reads.
fn quoted(text: &str) -> Cow<'_, str> {
    const WORDS: [&str; 10] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"];
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/'))
        || text.contains("::") && text.split("::").all(|part| part.bytes().all(|b| b.is_ascii_alphanumeric()));
    let is_word = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    match starts_well && is_plain && !is_word {
        true => Cow::Borrowed(text),
        false => Cow::Owned(Value::from(text).to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use serde_json::json;

    fn fails(text: &str) -> String {
        parse(text).unwrap_err().message
    }

    #[test]
    fn short_forms_are_long_ones() {
        let text = "a: !Ref Table\nb: !GetAtt Other.Arn\nc: !Sub '${AWS::Region}-x'\nd: !Join [',', [a, b]]\n";
        let expected = json!({
            "a": { "Ref": "Table" }, "b": { "Fn::GetAtt": ["Other", "Arn"] }, "c": { "Fn::Sub": "${AWS::Region}-x" },
            "d": { "Fn::Join": [",", ["a", "b"]] },
        });
        assert_eq!(parse(text).unwrap(), expected);
    }

    #[test]
    fn scalars_are_what_people_mean() {
        let text = "[1, -2, 0.5, 012345678901, 1e3, 1.2.3, true, 'true', ~, 2010-09-09, yes, \"7\"]";
        let expected =
            json!([1, -2, 0.5, "012345678901", 1000.0, "1.2.3", true, "true", null, "2010-09-09", "yes", "7"]);
        assert_eq!(parse(text).unwrap(), expected);
        assert_eq!(parse(r#"{"a": [1, {"b": "c"}]}"#).unwrap(), json!({ "a": [1, { "b": "c" }] }));
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let value = json!({
            "AWS::Type": "AWS::Serverless-2016-10-31", "plain": "src/a.b", "empty": {}, "none": [], "word": "No",
            "odd": "a: b # c\n\"quoted\" é \u{1F980}", "number": "12", "list": [1, "x y", { "k": [true, null] }],
            "ref": { "Ref": "Layer" }, "sub": { "Fn::Sub": "arn:aws:${AWS::Region}" }, "": " ", "- x": "!Ref y", "nested": [[1], []],
        });
        assert_eq!(parse(&text(&value)).unwrap(), value);
    }

    #[test]
    fn hostile_text_is_refused_with_its_place() {
        assert_eq!(fails(""), "the template is empty");
        assert!(fails("a: [1, 2\nb: }").starts_with("the template, line "));
        assert_eq!(fails("a: &x 1\nb: *x\n"), "the template, line 2: aliases (`*name`) are not taken");
        assert_eq!(fails("a: 1\na: 2\n"), "the template, line 2: `a` is there twice");
        assert_eq!(fails(&"[".repeat(100)), "the template, line 1: it is nested more than 64 deep");
        assert_eq!(
            fails(&format!("[{}]", "1,".repeat(100_001))),
            "the template, line 1: it has more than 100000 values"
        );
        assert_eq!(fails(&" ".repeat(1_000_001)), "the template has 1000001 bytes, the limit is 1000000");
        assert_eq!(fails("? [a]\n: b\n"), "the template, line 1: a key is a list or a map");
    }
}
