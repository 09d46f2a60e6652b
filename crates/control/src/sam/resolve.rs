//! Parameters and references of a template, replaced by what they mean here.

use super::refused;
use api::error::ApiError;
use api::id::{AccountId, FunctionName};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What references may lead to.
pub(super) struct Resolver<'a> {
    account: &'a AccountId,
    parameters: BTreeMap<String, Value>,
    /// The template's functions by their logical ids.
    functions: BTreeMap<String, FunctionName>,
}

impl<'a> Resolver<'a> {
    /// With the defaults of a template's parameters.
    pub(super) fn new(account: &'a AccountId, template: &Map<String, Value>) -> Self {
        let declared = template.get("Parameters").and_then(Value::as_object);
        let default = |(name, about): (&String, &Value)| Some((name.clone(), about.get("Default")?.clone()));
        let parameters = declared.into_iter().flatten().filter_map(default).collect();
        Self { account, parameters, functions: BTreeMap::new() }
    }

    /// Makes a function known, so that others may name it.
    pub(super) fn know(&mut self, logical: &str, name: FunctionName) {
        self.functions.insert(logical.to_owned(), name);
    }

    /// The value without references. `place` says where it stands.
    ///
    /// # Errors
    /// Names the reference that leads nowhere.
    pub(super) fn resolve(&self, value: Value, place: &str) -> Result<Value, ApiError> {
        match value {
            Value::Object(map) => match function_of(&map) {
                Some((name, argument)) => self.call(name, argument, place),
                None => map.into_iter().map(|(key, value)| Ok((key, self.resolve(value, place)?))).collect(),
            },
            Value::Array(list) => list.into_iter().map(|value| self.resolve(value, place)).collect(),
            other => Ok(other),
        }
    }

    fn call(&self, name: &str, argument: &Value, place: &str) -> Result<Value, ApiError> {
        let unknown = || refused(format!("{place}: `{name}` with these arguments is not taken"));
        match (name, argument) {
            ("Ref", Value::String(to)) => self.reference(to, place),
            ("Fn::GetAtt", Value::Array(path)) => match &path[..] {
                [Value::String(to), Value::String(attribute)] if attribute == "Arn" => self.arn_of(to, place),
                _ => Err(unknown()),
            },
            ("Fn::Sub", Value::String(text)) => self.substituted(text, place).map(Value::String),
            ("Fn::Join", Value::Array(parts)) => match &parts[..] {
                [Value::String(between), Value::Array(list)] => {
                    let texts: Result<Vec<String>, ApiError> =
                        list.iter().map(|part| text_of(&self.resolve(part.clone(), place)?, place)).collect();
                    Ok(texts?.join(between).into())
                }
                _ => Err(unknown()),
            },
            _ => Err(unknown()),
        }
    }

    fn reference(&self, to: &str, place: &str) -> Result<Value, ApiError> {
        let pseudo = match to {
            "AWS::Region" => Some(self.account.region().to_string()),
            "AWS::AccountId" => Some(self.account.to_string()),
            "AWS::Partition" => Some("aws".to_owned()),
            "AWS::URLSuffix" => Some("amazonaws.com".to_owned()),
            _ => self.functions.get(to).map(ToString::to_string),
        };
        match (pseudo, self.parameters.get(to)) {
            (Some(text), _) => Ok(text.into()),
            (None, Some(value)) => Ok(value.clone()),
            (None, None) => Err(nowhere(to, place)),
        }
    }

    fn arn_of(&self, to: &str, place: &str) -> Result<Value, ApiError> {
        let name = self.functions.get(to).ok_or_else(|| nowhere(to, place))?;
        Ok(name.arn(self.account).into())
    }

    /// `${Name}` and `${Name.Arn}` replaced; `${!Name}` is the text `${Name}`.
    fn substituted(&self, text: &str, place: &str) -> Result<String, ApiError> {
        let mut parts = text.split("${");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let Some((name, rest)) = part.split_once('}') else {
                return Err(refused(format!("{place}: a `${{` has no `}}`")));
            };
            match (name.strip_prefix('!'), name.split_once('.')) {
                (Some(literal), _) => out.push_str(&format!("${{{literal}}}")),
                (None, Some((to, "Arn"))) => out.push_str(&text_of(&self.arn_of(to, place)?, place)?),
                (None, _) => out.push_str(&text_of(&self.reference(name, place)?, place)?),
            }
            out.push_str(rest);
        }
        Ok(out)
    }
}

/// The intrinsic function that a map is.
fn function_of(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = map.iter().next().filter(|_| map.len() == 1)?;
    (name == "Ref" || name.starts_with("Fn::")).then_some((name, argument))
}

fn nowhere(to: &str, place: &str) -> ApiError {
    refused(format!(
        "{place} refers to `{}`, which is no parameter with a default and no function of the template",
        to.escape_debug()
    ))
}

fn text_of(value: &Value, place: &str) -> Result<String, ApiError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(yes) => Ok(yes.to_string()),
        _ => Err(refused(format!("{place}: a list, a map or nothing where text is needed"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use serde_json::json;

    #[test]
    fn references_lead_to_what_is_here() {
        let account = AccountId::parse("123456789012").unwrap();
        let template = json!({ "Parameters": { "Stage": { "Default": "dev" }, "Secret": { "Type": "String" } } });
        let mut resolver = Resolver::new(&account, template.as_object().unwrap());
        resolver.know("Worker", FunctionName::parse("worker-1").unwrap());
        let value = json!({
            "a": { "Ref": "Stage" }, "b": { "Fn::GetAtt": ["Worker", "Arn"] }, "d": { "Fn::Join": ["-", ["x", { "Ref": "Stage" }]] },
            "c": { "Fn::Sub": "${AWS::AccountId}/${Stage}/${!Literal}/${Worker}/${Worker.Arn}" },
        });
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:worker-1";
        let expected =
            json!({ "a": "dev", "b": arn, "d": "x-dev", "c": format!("123456789012/dev/${{Literal}}/worker-1/{arn}") });
        assert_eq!(resolver.resolve(value, "here").unwrap(), expected);
        let fails = |value: Value| resolver.resolve(value, "`A` of `B`").unwrap_err().message;
        let nowhere =
            "`A` of `B` refers to `Table`, which is no parameter with a default and no function of the template";
        assert_eq!(fails(json!({ "Ref": "Table" })), nowhere);
        assert_eq!(fails(json!({ "Fn::Sub": "${Table}" })), nowhere);
        assert!(fails(json!({ "Ref": "Secret" })).contains("refers to `Secret`"));
        assert_eq!(
            fails(json!({ "Fn::ImportValue": "x" })),
            "`A` of `B`: `Fn::ImportValue` with these arguments is not taken"
        );
        assert_eq!(fails(json!({ "Fn::Sub": "${Stage" })), "`A` of `B`: a `${` has no `}`");
    }
}
