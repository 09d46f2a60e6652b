//! From what is stored to what the runtimes take.

use crate::platform;
use api::code::{Code, FileContent};
use api::config::{FunctionConfig, Runtime};
use api::id::{AccountId, AliasName, FunctionName};
use api::logging::LogFormat;
use api::run::{FunctionError, SourcePosition, Target};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use runtimes::{EnvironmentSettings, Initialization, Package, PrepareError, RuntimeKind};
use std::sync::Arc;
use uuid::Uuid;

/// Where the function's files are inside.
const TASK_ROOT: &str = "/var/task/";

/// The files, those of the layers in order, and the handler as the runtimes take them.
///
/// # Errors
/// When an uploaded file's base64 cannot be read.
pub(crate) fn package_of(
    code: &Code,
    layers: &[Arc<Code>],
    config: &FunctionConfig,
) -> Result<Package, Box<FunctionError>> {
    let bytes_of = |content: &FileContent| match content {
        FileContent::Text(text) => Ok(Arc::from(text.as_bytes())),
        FileContent::Base64(text) => STANDARD.decode(text).map(Arc::from),
    };
    let file = |(path, content)| match bytes_of(content) {
        Ok(bytes) => Ok((String::from(Clone::clone(path)), bytes)),
        Err(error) => {
            let message = format!("file `{path}` is not base64: {error}");
            Err(Box::new(platform::error("Runtime.InvalidModule", message)))
        }
    };
    Ok(Package {
        runtime: kind_of(config.runtime),
        handler: config.handler.as_str().to_owned(),
        files: Arc::new(code.files().iter().map(file).collect::<Result<_, _>>()?),
        // Of files of one name, that of the last layer stays.
        layers: Arc::new(layers.iter().flat_map(|layer| layer.files()).map(file).collect::<Result<_, _>>()?),
    })
}

/// What runs functions of this runtime.
pub(crate) fn kind_of(runtime: Runtime) -> RuntimeKind {
    match runtime {
        Runtime::NodeJs24 => RuntimeKind::NodeJs,
        Runtime::Python313 => RuntimeKind::Python,
        Runtime::Ruby40 => RuntimeKind::Ruby,
        Runtime::Provided => RuntimeKind::Provided,
    }
}

/// A package that cannot run is a fault of the function, found before INIT.
pub(crate) fn prepare_error(error: &PrepareError) -> FunctionError {
    let error_type = match error {
        PrepareError::Engine { .. } => "Runtime.InvalidRuntime",
        _ => "Runtime.InvalidModule",
    };
    FunctionError { position: error.location().map(position), ..platform::error(error_type, error.to_string()) }
}

/// A place inside as a place in the editor.
pub(crate) fn position(location: &sandbox::SourceLocation) -> SourcePosition {
    let sandbox::SourceLocation { file, line, column } = location;
    let file = file.strip_prefix(TASK_ROOT).unwrap_or(file).to_owned();
    SourcePosition { file, line: *line, column: *column }
}

/// The name of a new environment's log stream. `date` is today on the account's clock.
pub(crate) fn new_log_stream(target: Target, date: jiff::civil::Date) -> String {
    format!("{}/[{target}]{}", date.strftime("%Y/%m/%d"), Uuid::new_v4().simple())
}

/// Memory, files, names and variables of a new environment.
pub(crate) fn settings_of(
    account: &AccountId,
    function: &FunctionName,
    target: Target,
    config: &FunctionConfig,
    log_stream: &str,
) -> EnvironmentSettings {
    let region = account.region().to_string();
    let region = [("AWS_REGION", region.as_str()), ("AWS_DEFAULT_REGION", region.as_str())];
    let format = ("AWS_LAMBDA_LOG_FORMAT", config.logging.identifier());
    let level = match config.logging {
        LogFormat::Text => None,
        LogFormat::Json { application, .. } => Some(("AWS_LAMBDA_LOG_LEVEL", application.identifier())),
    };
    let set = region.into_iter().chain([format]).chain(level);
    let set = set.map(|(name, value)| (name.to_owned(), value.to_owned()));
    EnvironmentSettings {
        memory_mib: config.memory.get(),
        tmp_mib: config.tmp.get(),
        env: set.chain(config.environment.pairs().iter().cloned()).collect(),
        function_name: function.to_string(),
        function_version: target.to_string(),
        log_group: function.log_group(),
        log_stream: log_stream.to_owned(),
        initialization: Initialization::OnDemand,
    }
}

/// The ARN as the caller named the function.
pub(crate) fn invoked_arn(
    account: &AccountId,
    function: &FunctionName,
    target: Target,
    alias: Option<&AliasName>,
) -> String {
    match (alias, target) {
        (Some(alias), _) => format!("{}:{alias}", function.arn(account)),
        (None, Target::Draft | Target::Latest) => function.arn(account),
        (None, Target::Version(number)) => format!("{}:{number}", function.arn(account)),
    }
}
