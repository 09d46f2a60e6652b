//! Typed ids: parsed once at the edge, trusted everywhere behind it.

use crate::error::ApiError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The region that everything lives in.
pub const REGION: &str = "us-east-1";
/// Longest function name on its own (Lambda `CreateFunction`).
pub const FUNCTION_NAME_LENGTH_MAX: usize = 64;
/// Longest name of an alias (Lambda `CreateAlias`).
pub const ALIAS_NAME_LENGTH_MAX: usize = 128;
/// Longest name of a layer (Lambda `PublishLayerVersion`).
pub const LAYER_NAME_LENGTH_MAX: usize = 140;

/// Declares a string id that is validated by `$check` on parsing and on deserialising.
macro_rules! string_id {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses and validates.
            ///
            /// # Errors
            /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) with the rule that was broken.
            pub fn parse(text: impl Into<String>) -> Result<Self, ApiError> {
                let text = text.into();
                let check: fn(&str) -> Result<(), ApiError> = $check;
                check(&text)?;
                Ok(Self(text))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = ApiError;
            fn try_from(text: String) -> Result<Self, ApiError> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = ApiError;
            fn from_str(text: &str) -> Result<Self, ApiError> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

string_id!(
    /// Twelve digits; a visitor's workspace is an account.
    AccountId,
    |text| match text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit()) {
        true => Ok(()),
        false => Err(ApiError::invalid("account", format!("account id `{}` is not 12 digits", shown(text)))),
    }
);

impl AccountId {
    /// The account with this number, modulo 10^12.
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        Self(format!("{:012}", number % 1_000_000_000_000))
    }
}

string_id!(
    /// `[a-zA-Z0-9-_]+`, at most 64 characters, unique in an account (Lambda `CreateFunction`).
    FunctionName,
    check_function_name
);

fn check_function_name(text: &str) -> Result<(), ApiError> {
    if text.is_empty() {
        return Err(ApiError::invalid("name", "the function needs a name"));
    }
    if text.chars().count() > FUNCTION_NAME_LENGTH_MAX {
        let message =
            format!("the name has {} characters, the limit is {FUNCTION_NAME_LENGTH_MAX}", text.chars().count());
        return Err(ApiError::invalid("name", message));
    }
    match text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
        None => Ok(()),
        Some(c) => {
            let message = format!(
                "the name `{}` has `{}`; letters, digits, `-` and `_` are allowed",
                shown(text),
                c.escape_debug()
            );
            Err(ApiError::invalid("name", message))
        }
    }
}

impl FunctionName {
    /// `arn:aws:lambda:us-east-1:ACCOUNT:function:NAME`.
    #[must_use]
    pub fn arn(&self, account: &AccountId) -> String {
        format!("arn:aws:lambda:{REGION}:{account}:function:{self}")
    }

    /// The CloudWatch log group, `/aws/lambda/NAME`.
    #[must_use]
    pub fn log_group(&self) -> String {
        format!("/aws/lambda/{self}")
    }
}

string_id!(
    /// Lambda's request id: a lower-case version 4 UUID.
    RunId,
    |text| match is_uuid(text) {
        true => Ok(()),
        false => Err(ApiError::invalid("run", format!("run id `{}` is not a UUID", shown(text)))),
    }
);

string_id!(
    /// Changes with every change of the thing that it belongs to (Lambda's `RevisionId`, a UUID).
    RevisionId,
    |text| match is_uuid(text) {
        true => Ok(()),
        false => Err(ApiError::invalid("revision", format!("revision id `{}` is not a UUID", shown(text)))),
    }
);

string_id!(
    /// An event source mapping's UUID.
    MappingId,
    |text| match is_uuid(text) {
        true => Ok(()),
        false => Err(ApiError::invalid("mapping", format!("mapping id `{}` is not a UUID", shown(text)))),
    }
);

impl MappingId {
    /// `arn:aws:lambda:us-east-1:ACCOUNT:event-source-mapping:UUID`.
    #[must_use]
    pub fn arn(&self, account: &AccountId) -> String {
        format!("arn:aws:lambda:{REGION}:{account}:event-source-mapping:{self}")
    }
}

string_id!(
    /// 32 lower-case letters and digits; for a function URL it is the first label of the host name.
    TriggerId,
    |text| match text.len() == 32 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        true => Ok(()),
        false => Err(ApiError::invalid("trigger", format!("trigger id `{}` is not 32 letters and digits", shown(text)))),
    }
);

string_id!(
    /// Name of an alias: `[a-zA-Z0-9-_]+` and not only digits, at most 128 characters (Lambda `CreateAlias`).
    AliasName,
    check_alias_name
);

fn check_alias_name(text: &str) -> Result<(), ApiError> {
    let refused = |constraint: String| {
        let message = format!(
            "1 validation error detected: Value '{}' at 'name' failed to satisfy constraint: {constraint}",
            shown(text)
        );
        Err(ApiError::invalid("name", message))
    };
    if text.len() > ALIAS_NAME_LENGTH_MAX {
        return refused(format!("Member must have length less than or equal to {ALIAS_NAME_LENGTH_MAX}"));
    }
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    match !text.is_empty() && text.bytes().all(fits) && !text.bytes().all(|b| b.is_ascii_digit()) {
        true => Ok(()),
        false => refused("Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)".to_owned()),
    }
}

string_id!(
    /// Name of a layer: `[a-zA-Z0-9-_]+`, at most 140 characters (Lambda `PublishLayerVersion`).
    LayerName,
    |text| match (1..=LAYER_NAME_LENGTH_MAX).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    {
        true => Ok(()),
        false => Err(ApiError::invalid(
            "layerName",
            format!(
                "`{}` cannot name a layer: letters, digits, `-` and `_`, at most {LAYER_NAME_LENGTH_MAX} characters",
                shown(text)
            ),
        )),
    }
);

impl LayerName {
    /// `arn:aws:lambda:us-east-1:ACCOUNT:layer:NAME`.
    #[must_use]
    pub fn arn(&self, account: &AccountId) -> String {
        format!("arn:aws:lambda:{REGION}:{account}:layer:{self}")
    }
}

/// The number of a published version, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VersionNumber(pub u32);

impl fmt::Display for VersionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A hostile name, cut so that a message about it stays readable.
pub(crate) fn shown(text: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 80;
    let cut: String = text.chars().take(SHOWN_CHARS_MAX).flat_map(char::escape_debug).collect();
    if text.chars().nth(SHOWN_CHARS_MAX).is_some() { format!("{cut}…") } else { cut }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &str) {
        let answer = FunctionName::parse(name).map_or_else(|e| e.message, |n| n.to_string());
        assert_eq!(answer, expected);
    }

    #[test]
    fn function_names_follow_lambdas_rule() {
        check("hello-World_1", "hello-World_1");
        check("", "the function needs a name");
        check("a b", "the name `a b` has ` `; letters, digits, `-` and `_` are allowed");
        check("<script>", "the name `<script>` has `<`; letters, digits, `-` and `_` are allowed");
        check("\u{202e}x", "the name `\\u{202e}x` has `\\u{202e}`; letters, digits, `-` and `_` are allowed");
        check(&"x".repeat(65), "the name has 65 characters, the limit is 64");
    }

    #[test]
    fn an_alias_is_no_number() {
        for good in ["live", "v1", "1-2", "_", &"x".repeat(128)] {
            assert!(AliasName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "1", "2024", "$LATEST", "a b", "a:b", &"x".repeat(129)] {
            assert!(AliasName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_wire_id_is_validated_too() {
        assert!(serde_json::from_str::<AccountId>("\"12\"").is_err());
        assert!(serde_json::from_str::<RunId>("\"8f1c0000-0000-4000-8000-000000000000\"").is_ok());
    }
}
