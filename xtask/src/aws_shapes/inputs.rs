//! The inputs of the served operations, and all shapes that they are made of.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use super::{Model, Reference, Shape};

/// Look-arounds, which the regex crate does not have. Texts with such a pattern are checked where they are read: names and
/// qualifiers in `crates/aws/src/lambda/reference.rs`.
const LOOK_AROUNDS: [&str; 4] = ["(?!", "(?=", "(?<!", "(?<="];

/// The inputs themselves.
pub fn inputs(model: &Model, served: &[&str]) -> Result<String> {
    let mut text = "use super::Location::{Body, Header, Payload, Query, Uri};\nuse super::structures::*;\n\
                    use super::values::*;\nuse super::{Input, member, must};\n\n"
        .to_owned();
    for name in served {
        let operation = model.operations.get(*name).with_context(|| format!("there is no operation {name}"))?;
        let members = match &operation.input {
            Some(input) => members(model, shape(model, &input.shape)?)?,
            None => String::new(),
        };
        text.push_str(&format!("pub(crate) const {}: Input = Input(&[{members}]);\n\n", constant(name)));
    }
    Ok(text)
}

/// Structures, lists and maps that they are made of.
pub fn structures(model: &Model, served: &[&str]) -> Result<String> {
    let mut text = "use super::Location::Body;\nuse super::Shape::{self, *};\nuse super::values::*;\n\
                    use super::{member, must};\n\n"
        .to_owned();
    for name in reached(model, served)? {
        let found = shape(model, &name)?;
        let content = match found.kind.as_str() {
            "structure" => format!("Structure(&[{}])", members(model, found)?),
            "list" => format!("List(&{})", constant(&reference(found.member.as_ref())?.shape)),
            "map" => format!(
                "Map(&{}, &{})",
                constant(&reference(found.key.as_ref())?.shape),
                constant(&reference(found.value.as_ref())?.shape)
            ),
            _ => continue,
        };
        text.push_str(&format!("pub(crate) const {}: Shape = {content};\n\n", constant(&name)));
    }
    Ok(text)
}

/// Texts, numbers, booleans, bytes.
pub fn values(model: &Model, served: &[&str]) -> Result<String> {
    let mut text = "use super::Shape::{self, *};\n\n".to_owned();
    for name in reached(model, served)? {
        let found = shape(model, &name)?;
        let Shape { kind, min, max, pattern, values, .. } = found;
        let pattern = pattern.as_ref().filter(|pattern| !LOOK_AROUNDS.iter().any(|look| pattern.contains(look)));
        // The model writes some bounds of lengths as fractions.
        let (min, max) = (min.map(|min| min as i64), max.map(|max| max as i64));
        let content = match kind.as_str() {
            "string" if !values.is_empty() => format!("OneOf(&{values:?})"),
            "string" => format!("Text({min:?}, {max:?}, {})", raw(pattern)),
            "integer" | "long" => format!("Number({min:?}, {max:?})"),
            // A time is written as seconds since 1970, with a fraction.
            "double" | "float" | "timestamp" => "Fraction".to_owned(),
            "boolean" => "Switch".to_owned(),
            "blob" => "Blob".to_owned(),
            "structure" | "list" | "map" => continue,
            other => bail!("{name} is of the unknown type {other}"),
        };
        text.push_str(&format!("pub(crate) const {}: Shape = {content};\n", constant(&name)));
    }
    Ok(text)
}

fn raw(pattern: Option<&String>) -> String {
    pattern.map_or_else(|| "None".to_owned(), |pattern| format!("Some(r#\"{pattern}\"#)"))
}

fn members(model: &Model, structure: &Shape) -> Result<String> {
    let mut text = String::new();
    for (name, value) in &structure.members {
        let reference: Reference = serde_json::from_value(value.clone()).with_context(|| format!("member {name}"))?;
        shape(model, &reference.shape)?;
        let location = match reference.location.as_deref() {
            _ if structure.payload.as_ref() == Some(name) => "Payload",
            None => "Body",
            Some("uri") => "Uri",
            Some("querystring") => "Query",
            Some("header" | "headers") => "Header",
            Some(other) => bail!("{name} is in the unknown place {other}"),
        };
        let make = if structure.required.contains(name) { "must" } else { "member" };
        let wire = reference.location_name.as_deref().unwrap_or(name);
        text.push_str(&format!("    {make}({name:?}, {location}, {wire:?}, &{}),\n", constant(&reference.shape)));
    }
    Ok(if text.is_empty() { text } else { format!("\n{text}") })
}

/// The names of all shapes below the inputs, but for the inputs themselves.
fn reached(model: &Model, served: &[&str]) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for name in served {
        let input = model.operations.get(*name).and_then(|operation| operation.input.as_ref());
        if let Some(input) = input {
            descend(model, shape(model, &input.shape)?, &mut found)?;
        }
    }
    Ok(found)
}

fn descend(model: &Model, from: &Shape, found: &mut BTreeSet<String>) -> Result<()> {
    let mut below: Vec<String> =
        [&from.member, &from.key, &from.value].into_iter().flatten().map(|r| r.shape.clone()).collect();
    for value in from.members.values() {
        below.push(serde_json::from_value::<Reference>(value.clone())?.shape);
    }
    for name in below {
        if found.insert(name.clone()) {
            descend(model, shape(model, &name)?, found)?;
        }
    }
    Ok(())
}

fn shape<'a>(model: &'a Model, name: &str) -> Result<&'a Shape> {
    model.shapes.get(name).with_context(|| format!("there is no shape {name}"))
}

fn reference(found: Option<&Reference>) -> Result<&Reference> {
    found.context("a list or a map says nothing of what is in it")
}

/// `KMSKeyArn` as `KMS_KEY_ARN`.
fn constant(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let is = |offset: usize, test: fn(&char) -> bool| letters.get(offset).is_some_and(test);
        let begins = letter.is_ascii_uppercase()
            && at > 0
            && (is(at - 1, char::is_ascii_lowercase)
                || is(at - 1, char::is_ascii_digit)
                || is(at + 1, char::is_ascii_lowercase));
        if begins {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
    }
    text
}
