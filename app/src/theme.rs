//! Light, dark or as the system says.

use serde::{Deserialize, Serialize};

/// The cookie that keeps the choice.
pub const THEME_COOKIE: &str = "coldstart_theme";

/// How the dashboard looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on white.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the picker.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of the cookie, of the form and of `data-theme`; also the serde name.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the picker shows.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "Like the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The theme with this identifier.
    #[must_use]
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.identifier() == identifier)
    }
}
