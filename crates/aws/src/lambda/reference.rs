//! How a caller names a function: a name, `name:qualifier`, a part of an ARN, a whole ARN.

use super::Call;
use super::input::Fields;
use super::model::Operation;
use crate::error::AwsError;
use api::id::{AccountId, AliasName, FUNCTION_NAME_LENGTH_MAX, FunctionName, VersionNumber};
use api::lambda::Qualifier;

/// Operations that another account may do, if the function's policy lets it.
const ACROSS_ACCOUNTS: [Operation; 4] = [
    Operation::Invoke,
    Operation::InvokeAsync,
    Operation::InvokeWithResponseStream,
    Operation::GetFunctionConfiguration,
];

/// A function and perhaps which state of it, as the caller named them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Whose it is.
    pub(crate) account: AccountId,
    pub(crate) name: FunctionName,
    pub(crate) qualifier: Option<Qualifier>,
}

impl Reference {
    /// The state that is meant: `$LATEST`, if the caller named none.
    pub(crate) fn state(&self) -> Qualifier {
        self.qualifier.clone().unwrap_or(Qualifier::Latest)
    }

    /// As the caller named it.
    pub(crate) fn arn(&self) -> String {
        let plain = self.name.arn(&self.account);
        self.qualifier.as_ref().map_or_else(|| plain.clone(), |qualifier| format!("{plain}:{qualifier}"))
    }
}

/// The function of the path, with the qualifier of the path or the query. That of another account only where its policy lets the
/// caller.
pub(crate) async fn of(call: &Call<'_>, fields: &Fields) -> Result<Reference, AwsError> {
    let wanted = parse(
        &call.caller.account,
        fields.text("FunctionName").unwrap_or_default(),
        fields.text("Qualifier").filter(|text| !text.is_empty()),
    )?;
    if wanted.account != call.caller.account {
        check_permitted(call, &wanted).await?;
    }
    Ok(wanted)
}

/// What is not permitted is refused alike whether the function exists or not.
async fn check_permitted(call: &Call<'_>, wanted: &Reference) -> Result<(), AwsError> {
    let action = match call.binding.operation {
        Operation::Invoke | Operation::InvokeWithResponseStream => "lambda:InvokeFunction".to_owned(),
        _ => format!("lambda:{}", call.binding.name),
    };
    let Reference { account, name, qualifier } = wanted;
    let asked = (&call.caller.account, action.as_str());
    if !call.endpoint.policies.permits(account, name, qualifier.as_ref(), asked).await? {
        return Err(AwsError::denied(&call.caller.account, &action, &wanted.arn()));
    }
    match ACROSS_ACCOUNTS.contains(&call.binding.operation) {
        true => Ok(()),
        false => {
            let message =
                format!("Coldstart does not do `{}` for a function of another account yet", call.binding.name);
            Err(AwsError::not_done(message))
        }
    }
}

/// Without a qualifier: operations that are about the function as a whole.
pub(crate) async fn unqualified(call: &Call<'_>, fields: &Fields) -> Result<FunctionName, AwsError> {
    let Reference { account: _, name, qualifier } = of(call, fields).await?;
    match qualifier {
        None | Some(Qualifier::Latest) => Ok(name),
        Some(qualifier) => Err(AwsError::parameter(format!(
            "This operation is about the function as a whole: name `{name}` without the qualifier `{qualifier}`"
        ))),
    }
}

/// What `account` means by `text`, in its own region.
pub(crate) fn parse(account: &AccountId, text: &str, qualifier: Option<&str>) -> Result<Reference, AwsError> {
    // The model's pattern was checked; what is left is which of the optional parts are there.
    let mut parts: Vec<&str> = text.split(':').collect();
    if parts.starts_with(&["arn"]) {
        parts.drain(..3.min(parts.len()));
    }
    let is_region = |part: &str| part.split('-').count() >= 3 && part.ends_with(|c: char| c.is_ascii_digit());
    let is_account = |part: &str| part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit());
    let region = account.region();
    let mut place = (region.identifier(), account.digits());
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
    if place.0 != region.identifier() {
        let message =
            format!("Functions from '{}' are not reachable in this region ('{region}')", place.0.escape_debug());
        return Err(AwsError::not_found(message));
    }
    if own.zip(qualifier).is_some_and(|(own, qualifier)| own != qualifier) {
        let message = "The derived qualifier from the function name does not match the specified qualifier.";
        return Err(AwsError::parameter(message));
    }
    let name = parse_name(name)?;
    let account = AccountId::from_digits(place.1)?.in_region(region);
    let arn = name.arn(&account);
    let qualifier = own.or(qualifier).map(|text| parse_qualifier(text, &arn)).transpose()?;
    Ok(Reference { account, name, qualifier })
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

fn parse_qualifier(text: &str, arn: &str) -> Result<Qualifier, AwsError> {
    let missing = || AwsError::not_found(format!("Function not found: {arn}:{}", text.escape_debug()));
    match text {
        "$LATEST" => Ok(Qualifier::Latest),
        text if text.bytes().all(|b| b.is_ascii_digit()) => {
            let number = text.parse().ok().filter(|number| *number > 0).ok_or_else(missing)?;
            Ok(Qualifier::Version(VersionNumber(number)))
        }
        text => AliasName::parse(text).map(Qualifier::Alias).map_err(|_no_alias| missing()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::region::Region;

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
            check(&format!("{form}:live"), None, "hello Some(\"live\")");
        }
    }

    #[test]
    fn an_arn_says_whose_function_it_is() {
        let account = AccountId::from_number(123_456_789_012);
        for (text, owner) in [("hello", "123456789012"), ("210987654321:function:hello", "210987654321")] {
            assert_eq!(parse(&account, text, None).unwrap().account.as_str(), owner);
        }
    }

    #[test]
    fn a_function_is_looked_for_where_the_caller_is() {
        let account = AccountId::from_number(123_456_789_012).in_region(Region::EuWest1);
        for text in ["hello", "123456789012:function:hello", "arn:aws:lambda:eu-west-1:123456789012:function:hello"] {
            assert_eq!(parse(&account, text, None).unwrap().account, account, "{text}");
        }
        let other = parse(&account, "210987654321:function:hello", None).unwrap();
        assert_eq!(other.account.as_str(), "210987654321/eu-west-1");
        let refused = parse(&account, "arn:aws:lambda:us-east-1:123456789012:function:hello", None).unwrap_err();
        assert_eq!(refused.message, "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')");
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
        for nobody in ["0", "$OLDEST", "a.b"] {
            let missing =
                "ResourceNotFoundException Function not found: arn:aws:lambda:us-east-1:123456789012:function:hello";
            check("hello", Some(nobody), &format!("{missing}:{nobody}"));
        }
    }
}
