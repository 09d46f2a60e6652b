//! The properties of one resource, taken out one by one; what is left at the end is told.

use super::refused;
use super::resolve::Resolver;
use api::error::ApiError;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a map of a template holds and nobody has taken yet.
pub(super) struct Properties<'a> {
    /// Whose they are, for messages: «`Hello`».
    owner: String,
    map: Map<String, Value>,
    resolver: &'a Resolver<'a>,
}

impl<'a> Properties<'a> {
    pub(super) fn new(owner: String, map: Map<String, Value>, resolver: &'a Resolver<'a>) -> Self {
        Self { owner, map, resolver }
    }

    /// A property as it stands, references and all.
    pub(super) fn raw(&mut self, name: &str) -> Option<Value> {
        self.map.shift_remove(name).filter(|value| !value.is_null())
    }

    fn place(&self, name: &str) -> String {
        format!("`{name}` of {}", self.owner)
    }

    /// A property without references.
    pub(super) fn value(&mut self, name: &str) -> Result<Option<Value>, ApiError> {
        let place = self.place(name);
        self.raw(name).map(|value| self.resolver.resolve(value, &place)).transpose()
    }

    /// Text; numbers are text too, as for CloudFormation.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        let place = self.place(name);
        self.value(name)?.map(|value| text_of(value, &place)).transpose()
    }

    /// A value that was taken [`raw`](Self::raw), without references.
    pub(super) fn resolved(&self, value: Value, name: &str) -> Result<Value, ApiError> {
        self.resolver.resolve(value, &self.place(name))
    }

    /// Text, or else a map, whose properties are taken in turn.
    pub(super) fn text_or_map(&mut self, name: &str) -> Result<Option<Result<String, Properties<'a>>>, ApiError> {
        match self.map.get(name) {
            Some(Value::Object(map)) if !map.keys().any(|key| key == "Ref" || key.starts_with("Fn::")) => {
                Ok(self.inner(name)?.map(Err))
            }
            _ => Ok(self.text(name)?.map(Ok)),
        }
    }

    /// A whole number; text that is one will do, as for CloudFormation.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<u32>, ApiError> {
        let place = self.place(name);
        let Some(text) = self.text(name)? else { return Ok(None) };
        let number = text.parse();
        number.map(Some).map_err(|_no_number| refused(format!("{place} is `{}`, no whole number", text.escape_debug())))
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, ApiError> {
        let place = self.place(name);
        match self.text(name)?.as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(refused(format!("{place} is `{}`, neither true nor false", other.escape_debug()))),
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, ApiError> {
        let place = self.place(name);
        match self.value(name)? {
            None => Ok(None),
            Some(Value::Array(list)) => {
                list.into_iter().map(|value| text_of(value, &place)).collect::<Result<_, _>>().map(Some)
            }
            Some(_) => Err(refused(format!("{place} is no list"))),
        }
    }

    /// Names and texts: a map, or a list of `Key` and `Value` as CloudFormation has it for tags.
    pub(super) fn pairs(&mut self, name: &str) -> Result<BTreeMap<String, String>, ApiError> {
        let place = self.place(name);
        let wrong = || refused(format!("{place} is no map of names and texts"));
        match self.value(name)? {
            None => Ok(BTreeMap::new()),
            Some(Value::Object(map)) => {
                map.into_iter().map(|(key, value)| Ok((key, text_of(value, &place)?))).collect()
            }
            Some(Value::Array(list)) => list
                .into_iter()
                .map(|entry| match entry {
                    Value::Object(mut entry) => {
                        let key = entry.remove("Key").ok_or_else(wrong)?;
                        let value = entry.remove("Value").ok_or_else(wrong)?;
                        Ok((text_of(key, &place)?, text_of(value, &place)?))
                    }
                    _ => Err(wrong()),
                })
                .collect(),
            Some(_) => Err(wrong()),
        }
    }

    /// A map within, whose properties are taken in turn.
    pub(super) fn inner(&mut self, name: &str) -> Result<Option<Properties<'a>>, ApiError> {
        let place = self.place(name);
        match self.raw(name) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Properties { owner: place, map, resolver: self.resolver })),
            Some(_) => Err(refused(format!("{place} is no map"))),
        }
    }

    /// The maps within, by their names.
    pub(super) fn each(mut self) -> Result<Vec<(String, Properties<'a>)>, ApiError> {
        let names: Vec<String> = self.map.keys().cloned().collect();
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            if let Some(inner) = self.inner(&name)? {
                all.push((name, inner));
            }
        }
        Ok(all)
    }

    /// Tells what nobody took.
    pub(super) fn tell_rest(self, left_out: &mut Vec<String>) {
        left_out.extend(self.map.keys().map(|name| format!("`{name}` of {} is not simulated.", self.owner)));
    }
}

fn text_of(value: Value, place: &str) -> Result<String, ApiError> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(yes) => Ok(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(refused(format!("{place} is no text"))),
    }
}
