//! Aliases: names that point to a version, or to two of them by weight.

use crate::error::{ApiError, ErrorCode};
use crate::id::{AccountId, AliasName, FunctionName, RevisionId, VersionNumber};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::fmt;

/// `$LATEST` or a published version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FunctionVersion {
    /// What was deployed last.
    Latest,
    /// A published version.
    Number(VersionNumber),
}

impl FunctionVersion {
    /// `$LATEST` or a number from 1.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        if text == "$LATEST" {
            return Ok(Self::Latest);
        }
        let number = text.parse().ok().filter(|number| *number > 0);
        let refused = || ApiError::invalid("version", format!("`{}` is no version", crate::id::shown(text)));
        number.map(|number| Self::Number(VersionNumber(number))).ok_or_else(refused)
    }
}

impl fmt::Display for FunctionVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("$LATEST"),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// A share of invocations, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Weight(f64);

impl Weight {
    /// Checks the range.
    ///
    /// # Errors
    /// When it is not within 0 and 1.
    pub fn new(share: f64) -> Result<Self, ApiError> {
        match (0.0..=1.0).contains(&share) {
            true => Ok(Self(share)),
            false => Err(ApiError::invalid("weight", format!("a weight is within 0 and 1, not {share}"))),
        }
    }

    /// The share.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// In percent, rounded half up.
    #[must_use]
    pub fn percent(self) -> f64 {
        (self.0 * 1_000.0).round() / 10.0
    }
}

impl TryFrom<f64> for Weight {
    type Error = ApiError;
    fn try_from(share: f64) -> Result<Self, ApiError> {
        Self::new(share)
    }
}

impl From<Weight> for f64 {
    fn from(weight: Weight) -> f64 {
        weight.0
    }
}

/// The second version of an alias, and how much of the invocations it gets.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// The second version.
    pub version: VersionNumber,
    /// Its share; the rest goes to the first version.
    pub weight: Weight,
}

/// A name for a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    /// Unique within the function.
    pub name: AliasName,
    /// The version it points to.
    pub version: FunctionVersion,
    /// A second version that gets some of the invocations.
    pub split: Option<Split>,
    /// What it is for.
    pub description: String,
    /// Changes with every change.
    pub revision: RevisionId,
}

impl Alias {
    /// The version that an invocation runs; `roll` is evenly spread over 0 to 1, 1 excluded.
    #[must_use]
    pub fn choose(&self, roll: f64) -> FunctionVersion {
        match self.split {
            Some(split) if roll < split.weight.get() => FunctionVersion::Number(split.version),
            _ => self.version,
        }
    }
}

/// What a new alias starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewAlias {
    /// Unique within the function.
    pub name: AliasName,
    /// The version it points to.
    pub version: FunctionVersion,
    /// A second version.
    pub split: Option<Split>,
    /// What it is for.
    pub description: String,
}

/// What changes about an alias; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AliasChange {
    /// The revision that is to be changed; any, if `None`.
    pub revision: Option<String>,
    /// The version it points to.
    pub version: Option<FunctionVersion>,
    /// A second version, or none.
    pub split: Option<Option<Split>>,
    /// What it is for.
    pub description: Option<String>,
}

/// Aliases of functions. Every operation is within one account.
#[async_trait]
pub trait Aliases: Send + Sync {
    /// Makes an alias.
    async fn create_alias(
        &self,
        account: &AccountId,
        function: &FunctionName,
        new: NewAlias,
    ) -> Result<Alias, ApiError>;
    /// One alias.
    async fn alias(&self, account: &AccountId, function: &FunctionName, name: &AliasName) -> Result<Alias, ApiError>;
    /// All aliases of a function, by name.
    async fn aliases(&self, account: &AccountId, function: &FunctionName) -> Result<Vec<Alias>, ApiError>;
    /// Changes an alias.
    async fn update_alias(
        &self,
        account: &AccountId,
        function: &FunctionName,
        name: &AliasName,
        change: AliasChange,
    ) -> Result<Alias, ApiError>;
    /// Deletes an alias with its function URL and its permissions; one that is not there is gone already.
    async fn delete_alias(
        &self,
        account: &AccountId,
        function: &FunctionName,
        name: &AliasName,
    ) -> Result<(), ApiError>;
    /// Which version the next invocation of an alias runs: by weight, where it points to two.
    async fn choose_version(
        &self,
        account: &AccountId,
        function: &FunctionName,
        name: &AliasName,
    ) -> Result<FunctionVersion, ApiError>;
}

/// The alias does not exist, in Lambda's words.
#[must_use]
pub fn alias_not_found(account: &AccountId, function: &FunctionName, alias: &AliasName) -> ApiError {
    ApiError::new(ErrorCode::NotFound, format!("Cannot find alias arn: {}:{alias}", function.arn(account)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn alias(split: Option<(u32, f64)>) -> Alias {
        Alias {
            name: AliasName::parse("live").unwrap(),
            version: FunctionVersion::Number(VersionNumber(1)),
            split: split
                .map(|(number, share)| Split { version: VersionNumber(number), weight: Weight::new(share).unwrap() }),
            description: String::new(),
            revision: RevisionId::parse("00000001-0000-4000-8000-000000000000").unwrap(),
        }
    }

    #[test]
    fn the_second_version_gets_exactly_its_share() {
        let check = |alias: Alias, roll: f64, expected: &str| assert_eq!(alias.choose(roll).to_string(), expected);
        check(alias(None), 0.0, "1");
        check(alias(Some((2, 0.25))), 0.0, "2");
        check(alias(Some((2, 0.25))), 0.249_999, "2");
        check(alias(Some((2, 0.25))), 0.25, "1");
        check(alias(Some((2, 0.0))), 0.0, "1");
        check(alias(Some((2, 1.0))), 0.999_999, "2");
    }

    #[test]
    fn a_weight_is_a_share() {
        assert!([0.0, 0.5, 1.0].into_iter().all(|share| Weight::new(share).is_ok()));
        assert!([-0.1, 1.1, f64::NAN, f64::INFINITY].into_iter().all(|share| Weight::new(share).is_err()));
    }
}
