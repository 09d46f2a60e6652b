//! A function's settings, with Lambda's ranges and messages (`CreateFunction`, `UpdateFunctionConfiguration`).

use crate::error::ApiError;
use crate::id::shown;
use crate::layer::LayerVersionArn;
use crate::logging::LogFormat;
use crate::sqs::QueueArn;
use billing::Architecture;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Smallest and largest memory size, in MB.
pub const MEMORY_MIB_RANGE: (u32, u32) = (128, 10_240);
/// Shortest and longest timeout, in seconds.
pub const TIMEOUT_SECONDS_RANGE: (u32, u32) = (1, 900);
/// Smallest and largest `/tmp`, in MB.
pub const TMP_MIB_RANGE: (u32, u32) = (512, 10_240);
/// All environment variables together, as JSON.
pub const ENVIRONMENT_BYTES_MAX: usize = 4_096;
/// Longest handler.
pub const HANDLER_LENGTH_MAX: usize = 128;
/// Names that Lambda sets itself and refuses in the form.
pub const RESERVED_ENVIRONMENT_NAMES: [&str; 18] = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_DEFAULT_REGION",
    "AWS_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "LAMBDA_TASK_ROOT",
    "LAMBDA_RUNTIME_DIR",
];

/// The language runtimes that functions can run on today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Runtime {
    /// JavaScript as Lambda's Node.js runtime takes it.
    #[serde(rename = "nodejs24.x")]
    NodeJs24,
    /// Python as Lambda takes it.
    #[serde(rename = "python3.13")]
    Python313,
    /// Ruby as Lambda takes it.
    #[serde(rename = "ruby4.0")]
    Ruby40,
    /// The function brings its own WebAssembly, as text or binary.
    #[serde(rename = "provided.al2023")]
    Provided,
}

impl Runtime {
    /// Every runtime, in the order of the picker.
    pub const ALL: [Self; 4] = [Self::NodeJs24, Self::Python313, Self::Ruby40, Self::Provided];

    /// Lambda's identifier.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::NodeJs24 => "nodejs24.x",
            Self::Python313 => "python3.13",
            Self::Ruby40 => "ruby4.0",
            Self::Provided => "provided.al2023",
        }
    }

    /// What the picker shows.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NodeJs24 => "Node.js 24 (JavaScript)",
            Self::Python313 => "Python 3.13",
            Self::Ruby40 => "Ruby 4.0",
            Self::Provided => "WebAssembly (provided)",
        }
    }

    /// The runtime with this identifier.
    ///
    /// # Errors
    /// Names the runtimes that exist.
    pub fn parse(identifier: &str) -> Result<Self, ApiError> {
        Self::ALL.into_iter().find(|r| r.identifier() == identifier).ok_or_else(|| {
            let known = Self::ALL.map(Self::identifier).join("`, `");
            ApiError::invalid("runtime", format!("runtime `{}` is not here; there are `{known}`", shown(identifier)))
        })
    }
}

/// Declares a whole number with a range, refused outside in Lambda's words.
macro_rules! ranged {
    ($(#[$doc:meta])* $name:ident, $range:expr, $member:literal, $default:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u32", into = "u32")]
        pub struct $name(u32);

        impl $name {
            /// Checks the range.
            ///
            /// # Errors
            /// Lambda's `ValidationException` message with the value and the bound.
            pub fn new(value: u32) -> Result<Self, ApiError> {
                let (least, most) = $range;
                let (bound, limit) = match value {
                    v if v < least => ("greater", least),
                    v if v > most => ("less", most),
                    v => return Ok(Self(v)),
                };
                Err(ApiError::invalid($member, format!(
                    "1 validation error detected: Value '{value}' at '{}' failed to satisfy constraint: \
                     Member must have value {bound} than or equal to {limit}", $member
                )))
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> u32 {
                self.0
            }
        }

        impl TryFrom<u32> for $name {
            type Error = ApiError;
            fn try_from(value: u32) -> Result<Self, ApiError> {
                Self::new(value)
            }
        }

        impl From<$name> for u32 {
            fn from(value: $name) -> u32 {
                value.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self($default)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

ranged!(
    /// Memory size in MB (MiB, as Lambda counts them), 128 to 10,240.
    MemoryMib, MEMORY_MIB_RANGE, "memorySize", 128
);
ranged!(
    /// Timeout in seconds, 1 to 900.
    TimeoutSeconds, TIMEOUT_SECONDS_RANGE, "timeout", 3
);
ranged!(
    /// Size of `/tmp` in MB, 512 to 10,240.
    TmpMib, TMP_MIB_RANGE, "ephemeralStorage.size", 512
);

/// `file.function`: up to 128 characters without blanks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Handler(String);

impl Handler {
    /// Checks length and blanks; whether the file and the function exist is found out by running.
    ///
    /// # Errors
    /// Says the rule, the limit and the value.
    pub fn parse(text: impl Into<String>) -> Result<Self, ApiError> {
        let text = text.into();
        if text.is_empty() {
            return Err(ApiError::invalid(
                "handler",
                "the handler is empty; it is `file.function`, as `index.handler`",
            ));
        }
        let length = text.chars().count();
        if length > HANDLER_LENGTH_MAX {
            return Err(ApiError::invalid(
                "handler",
                format!("the handler has {length} characters, the limit is {HANDLER_LENGTH_MAX}"),
            ));
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(ApiError::invalid(
                "handler",
                format!("the handler `{}` has a blank or a control character", shown(&text)),
            ));
        }
        Ok(Self(text))
    }

    /// The handler as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Handler {
    type Error = ApiError;
    fn try_from(text: String) -> Result<Self, ApiError> {
        Self::parse(text)
    }
}

impl From<Handler> for String {
    fn from(handler: Handler) -> String {
        handler.0
    }
}

/// Environment variables in the order of the form, checked as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(String, String)>", into = "Vec<(String, String)>")]
pub struct EnvironmentVariables(Vec<(String, String)>);

impl EnvironmentVariables {
    /// Checks names, reserved names, doubles and the 4 KB limit.
    ///
    /// # Errors
    /// Lambda's messages; the field is `environment.NAME` where one variable is at fault.
    pub fn new(pairs: Vec<(String, String)>) -> Result<Self, ApiError> {
        for (i, (name, value)) in pairs.iter().enumerate() {
            check_environment_name(name)?;
            if value.contains('\0') {
                return Err(ApiError::invalid(
                    format!("environment.{name}"),
                    format!("the value of `{name}` has a zero byte"),
                ));
            }
            if pairs.iter().take(i).any(|(earlier, _)| earlier == name) {
                return Err(ApiError::invalid(format!("environment.{name}"), format!("`{name}` is set twice")));
            }
        }
        let measured =
            serde_json::Value::Object(pairs.iter().map(|(n, v)| (n.clone(), v.clone().into())).collect()).to_string();
        if measured.len() > ENVIRONMENT_BYTES_MAX {
            let message = format!(
                "Lambda was unable to configure your environment variables because the environment variables you have provided \
                 exceeded the 4KB limit. String measured: {} bytes, the limit is {ENVIRONMENT_BYTES_MAX}",
                measured.len()
            );
            return Err(ApiError::invalid("environment", message));
        }
        Ok(Self(pairs))
    }

    /// Name and value, in the order of the form.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl TryFrom<Vec<(String, String)>> for EnvironmentVariables {
    type Error = ApiError;
    fn try_from(pairs: Vec<(String, String)>) -> Result<Self, ApiError> {
        Self::new(pairs)
    }
}

impl From<EnvironmentVariables> for Vec<(String, String)> {
    fn from(variables: EnvironmentVariables) -> Self {
        variables.0
    }
}

/// `[a-zA-Z]([a-zA-Z0-9_])+`, so at least two characters (Lambda `EnvironmentVariableName`).
fn check_environment_name(name: &str) -> Result<(), ApiError> {
    let field = || format!("environment.{}", shown(name));
    if RESERVED_ENVIRONMENT_NAMES.contains(&name) {
        let message = format!(
            "Lambda was unable to configure your environment variables because the environment variables you have provided \
             contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {name}"
        );
        return Err(ApiError::invalid(field(), message));
    }
    let first_is_letter = name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    let rest_fits = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match name.len() >= 2 && first_is_letter && rest_fits {
        true => Ok(()),
        false => Err(ApiError::invalid(
            field(),
            format!(
                "`{}` cannot name a variable: a letter first, then letters, digits and `_`, at least 2 characters",
                shown(name)
            ),
        )),
    }
}

/// What of an invocation is there for the next one in the same environment. Coldstart's own setting; Lambda always reuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reuse {
    /// Nothing: each run begins with what INIT left.
    #[default]
    Clean,
    /// Global variables, `/tmp` and timers, as on AWS.
    LikeAws,
}

impl Reuse {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::Clean, Self::LikeAws];

    /// As it is stored and sent.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::LikeAws => "like-aws",
        }
    }

    /// For people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Clean => "Clean each run",
            Self::LikeAws => "Like AWS: the next run finds what this one left",
        }
    }

    /// The one of this identifier.
    ///
    /// # Errors
    /// Names the two that there are.
    pub fn parse(identifier: &str) -> Result<Self, ApiError> {
        let found = Self::ALL.into_iter().find(|reuse| reuse.identifier() == identifier);
        found.ok_or_else(|| {
            ApiError::invalid("reuse", format!("`{}` is neither `clean` nor `like-aws`", shown(identifier)))
        })
    }
}

/// What new environments of a version begin with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SnapStart {
    /// The code of the function: each runs INIT.
    #[default]
    None,
    /// An image that was taken after INIT when the version was published. `$LATEST` and the draft begin with their code.
    PublishedVersions,
}

impl SnapStart {
    /// Both, the default first.
    pub const ALL: [Self; 2] = [Self::None, Self::PublishedVersions];

    /// Lambda's `ApplyOn`.
    #[must_use]
    pub fn identifier(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::PublishedVersions => "PublishedVersions",
        }
    }

    /// For people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "Off: each cold start runs INIT",
            Self::PublishedVersions => "On: versions start from an image after INIT",
        }
    }

    /// The one of this identifier.
    ///
    /// # Errors
    /// Names the two that there are.
    pub fn parse(identifier: &str) -> Result<Self, ApiError> {
        let found = Self::ALL.into_iter().find(|one| one.identifier() == identifier);
        found.ok_or_else(|| {
            let message = format!("`{}` is neither `None` nor `PublishedVersions`", shown(identifier));
            ApiError::invalid("snapStart", message)
        })
    }

    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

/// Everything about a function but its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionConfig {
    /// The language runtime.
    pub runtime: Runtime,
    /// Where the runtime finds the function in the code.
    pub handler: Handler,
    /// Memory limit, and by it the share of a CPU.
    pub memory: MemoryMib,
    /// How long one invocation may take.
    pub timeout: TimeoutSeconds,
    /// Size of `/tmp`.
    pub tmp: TmpMib,
    /// Which price list; it has no influence on how the code runs.
    pub architecture: Architecture,
    /// What the function finds in its environment.
    pub environment: EnvironmentVariables,
    /// What the next run finds of this one.
    #[serde(default)]
    pub reuse: Reuse,
    /// How the log is written.
    #[serde(default)]
    pub logging: LogFormat,
    /// Layers below `/opt`; a later one lies over an earlier one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<LayerVersionArn>,
    /// The queue that gets asynchronous events which were given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead_letter: Option<QueueArn>,
    /// What new environments of a version begin with.
    #[serde(default, skip_serializing_if = "SnapStart::is_none")]
    pub snap_start: SnapStart,
}

impl FunctionConfig {
    /// What cannot go together with SnapStart, as on Lambda; Lambda's Node.js cannot be kept as an image, ours can.
    ///
    /// # Errors
    /// Names the setting that is in the way.
    pub fn check_snap_start(&self) -> Result<(), ApiError> {
        if self.snap_start.is_none() {
            return Ok(());
        }
        if matches!(self.runtime, Runtime::Provided | Runtime::Ruby40) {
            let message = format!("{} is not supported for SnapStart enabled functions.", self.runtime.identifier());
            return Err(ApiError::invalid("snapStart", message));
        }
        match self.tmp.get() {
            size if size > TMP_MIB_RANGE.0 => {
                let message = format!(
                    "SnapStart is not supported with ephemeral storage larger than {} MB; the function has {size} MB.",
                    TMP_MIB_RANGE.0
                );
                Err(ApiError::invalid("snapStart", message))
            }
            _ => Ok(()),
        }
    }

    /// Lambda's defaults for `runtime`.
    #[must_use]
    pub fn default_of(runtime: Runtime) -> Self {
        let handler = match runtime {
            Runtime::NodeJs24 => "index.handler",
            Runtime::Python313 | Runtime::Ruby40 => "lambda_function.lambda_handler",
            Runtime::Provided => "main.wat",
        };
        Self {
            runtime,
            handler: Handler(handler.to_owned()),
            memory: MemoryMib::default(),
            timeout: TimeoutSeconds::default(),
            tmp: TmpMib::default(),
            architecture: Architecture::default(),
            environment: EnvironmentVariables::default(),
            reuse: Reuse::default(),
            logging: LogFormat::default(),
            layers: Vec::new(),
            dead_letter: None,
            snap_start: SnapStart::default(),
        }
    }
}

#[cfg(test)]
mod tests;
