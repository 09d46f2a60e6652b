//! Typed ids: parsed once at the edge, trusted everywhere behind it.

use crate::error::ApiError;
use crate::region::Region;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Digits of an account.
const ACCOUNT_DIGITS: usize = 12;
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

/// An account in a region: what owns functions and all that belongs to them. A visitor's workspace is an account.
///
/// Its key ([`AccountId::as_str`]) is what is stored and sent: the twelve digits alone in the default region, `123456789012/eu-west-1`
/// in another. It is shown as the digits alone, as in ARNs. What belongs to the account whatever the region (keys, sessions, clock,
/// price book) goes by [`AccountId::home`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId {
    key: String,
    region: Region,
}

impl AccountId {
    /// The account with this number, modulo 10^12, in the default region.
    #[must_use]
    pub fn from_number(number: u64) -> Self {
        Self { key: format!("{:012}", number % 1_000_000_000_000), region: Region::DEFAULT }
    }

    /// The account that a person names by its twelve digits, in the default region.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) when it is not twelve digits.
    pub fn from_digits(text: &str) -> Result<Self, ApiError> {
        match text.len() == ACCOUNT_DIGITS && text.bytes().all(|b| b.is_ascii_digit()) {
            true => Ok(Self { key: text.to_owned(), region: Region::DEFAULT }),
            false => Err(ApiError::invalid("account", format!("account id `{}` is not 12 digits", shown(text)))),
        }
    }

    /// Reads a key. Each account has one key in each region.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) with the rule that was broken.
    pub fn parse(text: impl Into<String>) -> Result<Self, ApiError> {
        let text = text.into();
        let Some((digits, region)) = text.split_once('/') else { return Self::from_digits(&text) };
        let (account, region) = (Self::from_digits(digits)?, Region::parse(region)?);
        match region {
            Region::DEFAULT => {
                Err(ApiError::invalid("account", format!("account key `{}` names the default region", shown(&text))))
            }
            region => Ok(account.in_region(region)),
        }
    }

    /// The key: for stores and the wire, not for people.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.key
    }

    /// The twelve digits, which are the same in every region.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.key.get(..ACCOUNT_DIGITS).unwrap_or(&self.key)
    }

    /// Where.
    #[must_use]
    pub fn region(&self) -> Region {
        self.region
    }

    /// The same account in another region.
    #[must_use]
    pub fn in_region(&self, region: Region) -> Self {
        let key = match region {
            Region::DEFAULT => self.digits().to_owned(),
            region => format!("{}/{region}", self.digits()),
        };
        Self { key, region }
    }

    /// The account itself: what is its own whatever the region goes by this.
    #[must_use]
    pub fn home(&self) -> Self {
        self.in_region(Region::DEFAULT)
    }

    /// Whether both are one account, in whichever regions.
    #[must_use]
    pub fn is_account_of(&self, other: &Self) -> bool {
        self.digits() == other.digits()
    }
}

impl TryFrom<String> for AccountId {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(text)
    }
}

impl From<AccountId> for String {
    fn from(account: AccountId) -> Self {
        account.key
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AccountId").field(&self.key).finish()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits())
    }
}

string_id!(
    /// `[a-zA-Z0-9-_]+`, at most 64 characters, unique in a region of an account (Lambda `CreateFunction`).
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
    /// `arn:aws:lambda:REGION:ACCOUNT:function:NAME`.
    #[must_use]
    pub fn arn(&self, account: &AccountId) -> String {
        format!("arn:aws:lambda:{}:{account}:function:{self}", account.region())
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
    /// `arn:aws:lambda:REGION:ACCOUNT:event-source-mapping:UUID`.
    #[must_use]
    pub fn arn(&self, account: &AccountId) -> String {
        format!("arn:aws:lambda:{}:{account}:event-source-mapping:{self}", account.region())
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
    /// `arn:aws:lambda:REGION:ACCOUNT:layer:NAME`.
    #[must_use]
    pub fn arn(&self, account: &AccountId) -> String {
        format!("arn:aws:lambda:{}:{account}:layer:{self}", account.region())
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
    fn an_account_has_one_key_in_each_region_and_is_shown_as_its_digits() {
        let home = AccountId::from_number(123_456_789_012);
        for region in Region::ALL {
            let there = home.in_region(region);
            assert_eq!(AccountId::parse(there.as_str()).as_ref(), Ok(&there));
            assert_eq!(
                (there.region(), there.to_string().as_str(), there.digits()),
                (region, "123456789012", "123456789012")
            );
            assert_eq!((there.home(), there.in_region(Region::DEFAULT)), (home.clone(), home.clone()));
            assert_eq!(there == home, region == Region::DEFAULT);
            assert!(there.is_account_of(&home) && !there.is_account_of(&AccountId::from_number(1)));
        }
        assert_eq!(home.as_str(), "123456789012");
        assert_eq!(home.in_region(Region::EuWest1).as_str(), "123456789012/eu-west-1");
        assert_eq!(
            serde_json::to_string(&home.in_region(Region::EuWest1)).ok().as_deref(),
            Some("\"123456789012/eu-west-1\"")
        );
        for bad in [
            "",
            "12345678901",
            "1234567890123",
            "123456789012/",
            "123456789012/us-east-1",
            "123456789012/mars-1",
            "123456789012/eu-west-1/",
            "/eu-west-1",
        ] {
            assert!(AccountId::parse(bad).is_err(), "{bad}");
        }
        assert!(AccountId::from_digits("123456789012/eu-west-1").is_err(), "a person names an account by digits alone");
    }

    #[test]
    fn an_arn_names_the_region() {
        let there = AccountId::from_number(7).in_region(Region::EuWest1);
        let function = FunctionName::parse("hello").map(|name| name.arn(&there));
        assert_eq!(function.as_deref(), Ok("arn:aws:lambda:eu-west-1:000000000007:function:hello"));
        let layer = LayerName::parse("shared").map(|name| name.arn(&there));
        assert_eq!(layer.as_deref(), Ok("arn:aws:lambda:eu-west-1:000000000007:layer:shared"));
    }

    #[test]
    fn a_wire_id_is_validated_too() {
        assert!(serde_json::from_str::<AccountId>("\"12\"").is_err());
        assert!(serde_json::from_str::<AccountId>("\"123456789012/mars-1\"").is_err());
        assert!(serde_json::from_str::<RunId>("\"8f1c0000-0000-4000-8000-000000000000\"").is_ok());
    }
}
