//! Layers: files that several functions share, unpacked below `/opt`.

use crate::code::CODE_BYTES_MAX;
use crate::error::ApiError;
use crate::id::{AccountId, LayerName, shown};
use crate::region::Region;
use crate::time::UnixMillis;
use billing::Architecture;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Layers of a function.
pub const LAYERS_MAX: usize = 5;
/// A function's files with those of its layers: as much as a function may have alone, as on Lambda.
pub const WITH_LAYERS_BYTES_MAX: usize = CODE_BYTES_MAX;

/// Names a version of a layer: `arn:aws:lambda:REGION:ACCOUNT:layer:NAME:NUMBER`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LayerVersionArn {
    /// Whose layer it is, and where.
    pub account: AccountId,
    /// The layer.
    pub layer: LayerName,
    /// The version, from 1.
    pub number: u32,
}

impl LayerVersionArn {
    /// Reads the whole ARN.
    ///
    /// # Errors
    /// Says what the ARN is not.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let refused = || ApiError::invalid("layers", format!("`{}` is not the ARN of a layer version", shown(text)));
        let parts: Vec<&str> = text.split(':').collect();
        let ["arn", "aws", "lambda", region, account, "layer", name, number] = parts[..] else {
            return Err(refused());
        };
        let region = Region::from_identifier(region).ok_or_else(refused)?;
        let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(refused)?;
        let account = AccountId::from_digits(account)?.in_region(region);
        Ok(Self { account, layer: LayerName::parse(name)?, number })
    }

    /// Refuses a layer of another region than the one that `owner` is in.
    ///
    /// # Errors
    /// Lambda's message for another region.
    pub fn check_region(&self, owner: &AccountId) -> Result<(), ApiError> {
        let region = owner.region();
        match self.account.region() == region {
            true => Ok(()),
            false => {
                let message = format!(
                    "Layers are not in the same region as the function. Layers are expected to be in region {region}."
                );
                Err(ApiError::invalid("layers", message))
            }
        }
    }

    /// The ARN of the layer itself.
    #[must_use]
    pub fn layer_arn(&self) -> String {
        self.layer.arn(&self.account)
    }
}

impl fmt::Display for LayerVersionArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.layer_arn(), self.number)
    }
}

impl TryFrom<String> for LayerVersionArn {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(&text)
    }
}

impl From<LayerVersionArn> for String {
    fn from(arn: LayerVersionArn) -> String {
        arn.to_string()
    }
}

/// What a publisher says of a layer version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayerFacts {
    /// What it is for.
    pub description: String,
    /// The licence: an SPDX identifier, an address or its text.
    pub license: Option<String>,
    /// Runtimes that it is made for, by Lambda's identifiers; any, if nothing is said.
    pub runtimes: Option<Vec<String>>,
    /// Architectures that it is made for; any, if nothing is said.
    pub architectures: Option<Vec<Architecture>>,
}

/// A version of a layer, without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerVersion {
    /// Its name.
    pub arn: LayerVersionArn,
    /// What its publisher says.
    pub facts: LayerFacts,
    /// SHA-256 of its zip.
    pub zip_sha256: [u8; 32],
    /// Size of its zip.
    pub zip_bytes: u64,
    /// When it was published.
    pub created_at: UnixMillis,
}

/// A layer of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedLayer {
    /// Which.
    pub arn: LayerVersionArn,
    /// Size of its zip.
    pub zip_bytes: u64,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_arn_is_read_whole_or_not_at_all() {
        for text in [
            "arn:aws:lambda:us-east-1:123456789012:layer:my-layer_1:7",
            "arn:aws:lambda:eu-west-1:123456789012:layer:my-layer_1:7",
        ] {
            assert_eq!(LayerVersionArn::parse(text).unwrap().to_string(), text);
        }
        for bad in [
            "arn:aws:lambda:us-east-1:123456789012:layer:a",
            "arn:aws:lambda:us-east-1:123456789012:layer:a:0",
            "arn:aws:lambda:us-east-1:123456789012:layer:a:-1",
            "arn:aws:lambda:us-east-1:1:layer:a:1",
            "arn:aws:lambda:us-east-1:123456789012:layer:a b:1",
            "arn:aws:lambda:us-east-1:123456789012:function:a:1",
            "arn:aws:lambda:mars-1:123456789012:layer:a:1",
            "arn:aws:lambda:us-east-1:123456789012/eu-west-1:layer:a:1",
            "a:1",
        ] {
            assert!(LayerVersionArn::parse(bad).is_err(), "{bad}");
        }
        let there = LayerVersionArn::parse("arn:aws:lambda:eu-west-1:123456789012:layer:a:1").unwrap();
        let home = AccountId::from_number(1);
        assert_eq!(there.check_region(&home.in_region(Region::EuWest1)), Ok(()));
        assert_eq!(
            there.check_region(&home).unwrap_err().message,
            "Layers are not in the same region as the function. Layers are expected to be in region us-east-1."
        );
    }
}
