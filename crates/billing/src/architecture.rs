//! The processor that a function is priced for.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Which price list a function is on. It has no influence on how the code runs: WebAssembly has its own instruction set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Architecture {
    /// Intel and AMD, Lambda's default.
    #[default]
    #[serde(rename = "x86_64")]
    X86_64,
    /// Graviton, a fifth cheaper.
    #[serde(rename = "arm64")]
    Arm64,
}

impl Architecture {
    /// Both, in the order of the picker.
    pub const ALL: [Self; 2] = [Self::X86_64, Self::Arm64];

    /// Lambda's identifier, also the serde name.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }

    /// The architecture with this identifier.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.identifier() == identifier)
    }
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.identifier())
    }
}
