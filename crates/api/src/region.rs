//! Regions: everything of an account but its keys, its clock and its prices is in one of them.

use crate::error::ApiError;
use crate::id::shown;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares the closed list of regions with the names that AWS gives them.
macro_rules! regions {
    ($($region:ident, $identifier:literal, $label:literal;)+) => {
        /// A region of AWS's commercial partition (botocore's `partitions.json`, November 2026).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Region {
            $(#[doc = $label] $region,)+
        }

        impl Region {
            /// Every region: the default one and its neighbours first, then by identifier.
            pub const ALL: [Self; 34] = [$(Self::$region),+];

            /// As `us-east-1`: what stands in ARNs, signatures and `AWS_REGION`.
            #[must_use]
            pub const fn identifier(self) -> &'static str {
                match self {
                    $(Self::$region => $identifier,)+
                }
            }

            /// As the AWS console names it.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$region => $label,)+
                }
            }
        }
    };
}

regions! {
    UsEast1, "us-east-1", "US East (N. Virginia)";
    UsEast2, "us-east-2", "US East (Ohio)";
    UsWest1, "us-west-1", "US West (N. California)";
    UsWest2, "us-west-2", "US West (Oregon)";
    AfSouth1, "af-south-1", "Africa (Cape Town)";
    ApEast1, "ap-east-1", "Asia Pacific (Hong Kong)";
    ApEast2, "ap-east-2", "Asia Pacific (Taipei)";
    ApNortheast1, "ap-northeast-1", "Asia Pacific (Tokyo)";
    ApNortheast2, "ap-northeast-2", "Asia Pacific (Seoul)";
    ApNortheast3, "ap-northeast-3", "Asia Pacific (Osaka)";
    ApSouth1, "ap-south-1", "Asia Pacific (Mumbai)";
    ApSouth2, "ap-south-2", "Asia Pacific (Hyderabad)";
    ApSoutheast1, "ap-southeast-1", "Asia Pacific (Singapore)";
    ApSoutheast2, "ap-southeast-2", "Asia Pacific (Sydney)";
    ApSoutheast3, "ap-southeast-3", "Asia Pacific (Jakarta)";
    ApSoutheast4, "ap-southeast-4", "Asia Pacific (Melbourne)";
    ApSoutheast5, "ap-southeast-5", "Asia Pacific (Malaysia)";
    ApSoutheast6, "ap-southeast-6", "Asia Pacific (New Zealand)";
    ApSoutheast7, "ap-southeast-7", "Asia Pacific (Thailand)";
    CaCentral1, "ca-central-1", "Canada (Central)";
    CaWest1, "ca-west-1", "Canada West (Calgary)";
    EuCentral1, "eu-central-1", "Europe (Frankfurt)";
    EuCentral2, "eu-central-2", "Europe (Zurich)";
    EuNorth1, "eu-north-1", "Europe (Stockholm)";
    EuSouth1, "eu-south-1", "Europe (Milan)";
    EuSouth2, "eu-south-2", "Europe (Spain)";
    EuWest1, "eu-west-1", "Europe (Ireland)";
    EuWest2, "eu-west-2", "Europe (London)";
    EuWest3, "eu-west-3", "Europe (Paris)";
    IlCentral1, "il-central-1", "Israel (Tel Aviv)";
    MeCentral1, "me-central-1", "Middle East (UAE)";
    MeSouth1, "me-south-1", "Middle East (Bahrain)";
    MxCentral1, "mx-central-1", "Mexico (Central)";
    SaEast1, "sa-east-1", "South America (Sao Paulo)";
}

impl Region {
    /// Where everything is that names no region.
    pub const DEFAULT: Self = Self::UsEast1;

    /// The region with this identifier.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.identifier() == identifier)
    }

    /// Parses and validates.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::error::ErrorCode::Invalid) with the text that is no region.
    pub fn parse(text: &str) -> Result<Self, ApiError> {
        let refused = || ApiError::invalid("region", format!("`{}` is no region of AWS", shown(text)));
        Self::from_identifier(text).ok_or_else(refused)
    }
}

impl Default for Region {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl TryFrom<String> for Region {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(&text)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.identifier().to_owned()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.identifier())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_found_by_its_identifier_and_nothing_else_is() {
        for region in Region::ALL {
            assert_eq!(Region::from_identifier(region.identifier()), Some(region));
        }
        for bad in
            ["", "us-east", "US-EAST-1", "us-gov-west-1", "cn-north-1", "aws-global", "mars-north-1", "us-east-1 "]
        {
            assert_eq!(Region::from_identifier(bad), None, "{bad}");
        }
        let refused = Region::parse("<mars>").map_err(|error| error.message);
        assert_eq!(refused, Err("`<mars>` is no region of AWS".to_owned()));
    }

    #[test]
    fn on_the_wire_it_is_its_identifier() {
        assert_eq!(serde_json::to_string(&Region::EuWest1).ok().as_deref(), Some("\"eu-west-1\""));
        assert_eq!(serde_json::from_str::<Region>("\"eu-west-1\"").ok(), Some(Region::EuWest1));
        assert!(serde_json::from_str::<Region>("\"mars-1\"").is_err());
    }
}
