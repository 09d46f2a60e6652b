//! How a caller names a function: a name, `name:qualifier`, a part of an ARN, a whole ARN.

use super::Call;
use super::input::Fields;
use crate::error::AwsError;
use api::id::{AccountId, FUNCTION_NAME_LENGTH_MAX, FunctionName, REGION, VersionNumber};
use api::lambda::Qualifier;

/// A function and perhaps which state of it, as the caller named them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) name: FunctionName,
    pub(crate) qualifier: Option<Qualifier>,
}

impl Reference {
    /// The state that is meant: `$LATEST`, if the caller named none.
    pub(crate) fn state(&self) -> Qualifier {
        self.qualifier.unwrap_or(Qualifier::Latest)
    }
}

/// The function of the path, with the qualifier of the path or the query.
pub(crate) fn of(call: &Call<'_>, fields: &Fields) -> Result<Reference, AwsError> {
    parse(
        &call.caller.account,
        fields.text("FunctionName").unwrap_or_default(),
        fields.text("Qualifier").filter(|text| !text.is_empty()),
    )
}

/// Without a qualifier: operations that are about the function as a whole.
pub(crate) fn unqualified(call: &Call<'_>, fields: &Fields) -> Result<FunctionName, AwsError> {
    let Reference { name, qualifier } = of(call, fields)?;
    match qualifier {
        None | Some(Qualifier::Latest) => Ok(name),
        Some(version) => Err(AwsError::parameter(format!(
            "This operation is about the function as a whole: name `{name}` without the qualifier `{version}`"
        ))),
    }
}

pub(crate) fn parse(account: &AccountId, text: &str, qualifier: Option<&str>) -> Result<Reference, AwsError> {
    // The model's pattern was checked; what is left is which of the optional parts are there.
    let mut parts: Vec<&str> = text.split(':').collect();
    if parts.starts_with(&["arn"]) {
        parts.drain(..3.min(parts.len()));
    }
    let is_region = |part: &str| part.split('-').count() >= 3 && part.ends_with(|c: char| c.is_ascii_digit());
    let is_account = |part: &str| part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit());
    let mut place = (REGION, account.as_str());
    if parts.len() > 1 && parts.first().is_some_and(|part| is_region(part)) {
        place.0 = parts.remove(0);
    }
    if parts.len() > 1 && parts.first().is_some_and(|part| is_account(part)) {
        place.1 = parts.remove(0);
    }
    if parts.len() > 1 && parts.first() == Some(&"function") {
        parts.remove(0);
    }
    let (name, own) = match parts[..] {
        [name] => (name, None),
        [name, own] => (name, Some(own)),
        _ => return Err(AwsError::parameter(format!("`{}` does not name a function", text.escape_debug()))),
    };
    if place.0 != REGION {
        let message =
            format!("Functions from '{}' are not reachable in this region ('{REGION}')", place.0.escape_debug());
        return Err(AwsError::not_found(message));
    }
    if own.zip(qualifier).is_some_and(|(own, qualifier)| own != qualifier) {
        let message = "The derived qualifier from the function name does not match the specified qualifier.";
        return Err(AwsError::parameter(message));
    }
    let name = parse_name(name)?;
    let arn = format!("arn:aws:lambda:{REGION}:{}:function:{name}", place.1);
    if place.1 != account.as_str() {
        return Err(AwsError::not_found(format!("Function not found: {arn}")));
    }
    let qualifier = own.or(qualifier).map(|text| parse_qualifier(text, &arn)).transpose()?;
    Ok(Reference { name, qualifier })
}

pub(crate) fn parse_name(text: &str) -> Result<FunctionName, AwsError> {
    if text.chars().count() > FUNCTION_NAME_LENGTH_MAX {
        return Err(AwsError::validation(format!(
            "1 validation error detected: Value '{text}' at 'functionName' failed to satisfy constraint: Member must have \
             length less than or equal to {FUNCTION_NAME_LENGTH_MAX}"
        )));
    }
    Ok(FunctionName::parse(text)?)
}

/// There are no aliases yet, so every name of one is of none.
fn parse_qualifier(text: &str, arn: &str) -> Result<Qualifier, AwsError> {
    match text {
        "$LATEST" => Ok(Qualifier::Latest),
        text => {
            let missing = || AwsError::not_found(format!("Function not found: {arn}:{text}"));
            let number = text.parse().ok().filter(|number| *number > 0).ok_or_else(missing)?;
            Ok(Qualifier::Version(VersionNumber(number)))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn check(text: &str, qualifier: Option<&str>, expected: &str) {
        let account = AccountId::from_number(123_456_789_012);
        let found = parse(&account, text, qualifier);
        let shown = found.map_or_else(
            |error| format!("{} {}", error.code, error.message),
            |found| format!("{} {:?}", found.name, found.qualifier.map(|q| q.to_string())),
        );
        assert_eq!(shown, expected, "{text} {qualifier:?}");
    }

    #[test]
    fn all_forms_of_a_name_lead_to_the_function() {
        let forms = [
            "hello",
            "function:hello",
            "123456789012:function:hello",
            "us-east-1:123456789012:function:hello",
            "arn:aws:lambda:us-east-1:123456789012:function:hello",
        ];
        for form in forms {
            check(form, None, "hello None");
            check(&format!("{form}:7"), None, "hello Some(\"7\")");
            check(form, Some("$LATEST"), "hello Some(\"$LATEST\")");
            check(&format!("{form}:7"), Some("7"), "hello Some(\"7\")");
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused_as_aws_does() {
        check(
            "hello:7",
            Some("8"),
            "InvalidParameterValueException The derived qualifier from the function name does not match the specified qualifier.",
        );
        check(
            "arn:aws:lambda:eu-west-1:123456789012:function:hello",
            None,
            "ResourceNotFoundException Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
        );
        check(
            "arn:aws:lambda:us-east-1:210987654321:function:hello",
            None,
            "ResourceNotFoundException Function not found: arn:aws:lambda:us-east-1:210987654321:function:hello",
        );
        check(
            "hello",
            Some("live"),
            "ResourceNotFoundException Function not found: arn:aws:lambda:us-east-1:123456789012:function:hello:live",
        );
    }
}
