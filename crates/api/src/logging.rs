//! How a function's log is written, and how much of it (Lambda's `LoggingConfig`).

use crate::error::ApiError;
use crate::event::LogLevel;
use crate::id::shown;
use serde::{Deserialize, Serialize};
use std::fmt;

/// In Lambda's words, where a level is set without the format that has levels.
pub const LEVEL_WITH_TEXT: &str = "LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel from your request or \
     change the LogFormat to \"JSON\" and try again.";

/// How log lines are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogFormat {
    /// Lines for people; all of them are kept.
    #[default]
    Text,
    /// A JSON object a line; of each kind those of a level or above.
    Json {
        /// Of what the function writes.
        application: ApplicationLevel,
        /// Of what the platform writes.
        system: SystemLevel,
    },
}

impl LogFormat {
    /// Lambda's name for it.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Json { .. } => "JSON",
        }
    }

    /// The format of Lambda's three settings.
    ///
    /// # Errors
    /// Lambda's message for a level with text; else what is not known.
    pub fn parse(format: &str, application: Option<&str>, system: Option<&str>) -> Result<Self, ApiError> {
        match format {
            "Text" if application.or(system).is_some() => Err(ApiError::invalid("logFormat", LEVEL_WITH_TEXT)),
            "Text" => Ok(Self::Text),
            "JSON" => Ok(Self::Json {
                application: application.map_or(Ok(ApplicationLevel::default()), ApplicationLevel::parse)?,
                system: system.map_or(Ok(SystemLevel::default()), SystemLevel::parse)?,
            }),
            other => {
                let message = format!("the log format `{}` is neither `Text` nor `JSON`", shown(other));
                Err(ApiError::invalid("logFormat", message))
            }
        }
    }

    /// Whether a line of the function of this level is kept.
    #[must_use]
    pub fn keeps(self, level: ApplicationLevel) -> bool {
        match self {
            Self::Text => true,
            Self::Json { application, .. } => level >= application,
        }
    }
}

impl fmt::Display for LogFormat {
    /// `Text`, or `JSON, INFO and WARN`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("Text"),
            Self::Json { application, system } => {
                write!(f, "JSON, {} and {}", application.identifier(), system.identifier())
            }
        }
    }
}

/// Declares a level: names from the most detailed on.
macro_rules! level {
    ($(#[$doc:meta])* $name:ident, $default:ident, $member:literal, $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "UPPERCASE")]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// All of them, the most detailed first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Lambda's name for it.
            #[must_use]
            pub fn identifier(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }

            /// That of this name.
            ///
            /// # Errors
            /// Names those that there are.
            pub fn parse(identifier: &str) -> Result<Self, ApiError> {
                Self::ALL.iter().copied().find(|level| level.identifier() == identifier).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|level| level.identifier()).collect();
                    let message = format!("`{}` is none of `{}`", shown(identifier), known.join("`, `"));
                    ApiError::invalid($member, message)
                })
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::$default
            }
        }
    };
}

level!(
    /// How serious a line of a function is.
    ApplicationLevel, Info, "applicationLogLevel",
    /// The finest detail.
    Trace = "TRACE",
    /// For who looks for a fault.
    Debug = "DEBUG",
    /// The normal course.
    Info = "INFO",
    /// What may become a fault.
    Warn = "WARN",
    /// What failed.
    Error = "ERROR",
    /// What stops the function.
    Fatal = "FATAL"
);
level!(
    /// How serious a line of the platform is.
    SystemLevel, Info, "systemLogLevel",
    /// All that happens.
    Debug = "DEBUG",
    /// Starts and reports.
    Info = "INFO",
    /// What did not go well.
    Warn = "WARN"
);

impl ApplicationLevel {
    /// By the names that languages use, in any case.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        match name.to_ascii_uppercase().as_str() {
            "TRACE" => Some(Self::Trace),
            "DEBUG" => Some(Self::Debug),
            "INFO" => Some(Self::Info),
            "WARN" | "WARNING" => Some(Self::Warn),
            "ERROR" => Some(Self::Error),
            "FATAL" | "CRITICAL" => Some(Self::Fatal),
            _ => None,
        }
    }
}

impl From<ApplicationLevel> for LogLevel {
    fn from(level: ApplicationLevel) -> Self {
        match level {
            ApplicationLevel::Trace => Self::Trace,
            ApplicationLevel::Debug => Self::Debug,
            ApplicationLevel::Info => Self::Info,
            ApplicationLevel::Warn => Self::Warn,
            ApplicationLevel::Error | ApplicationLevel::Fatal => Self::Error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_belong_to_json() {
        let json = |application, system| Ok(LogFormat::Json { application, system });
        let parse = |format, application, system| LogFormat::parse(format, application, system).map_err(|e| e.message);
        assert_eq!(parse("Text", None, None), Ok(LogFormat::Text));
        assert_eq!(parse("JSON", None, None), json(ApplicationLevel::Info, SystemLevel::Info));
        assert_eq!(parse("JSON", Some("FATAL"), Some("DEBUG")), json(ApplicationLevel::Fatal, SystemLevel::Debug));
        assert_eq!(parse("Text", None, Some("INFO")), Err(LEVEL_WITH_TEXT.to_owned()));
        assert_eq!(parse("JSON", None, Some("ERROR")), Err("`ERROR` is none of `DEBUG`, `INFO`, `WARN`".to_owned()));
        assert!(parse("json", None, None).is_err());
    }

    #[test]
    fn what_is_below_the_level_is_not_kept() {
        let format = LogFormat::Json { application: ApplicationLevel::Warn, system: SystemLevel::Info };
        assert!(!format.keeps(ApplicationLevel::Info) && format.keeps(ApplicationLevel::Fatal));
        assert!(LogFormat::Text.keeps(ApplicationLevel::Trace));
        assert_eq!(ApplicationLevel::of_name("warning"), Some(ApplicationLevel::Warn));
    }
}
