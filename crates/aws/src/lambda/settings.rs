//! Between Lambda's settings and ours.

use super::input::Fields;
use crate::error::AwsError;
use api::config::{
    EnvironmentVariables, FunctionConfig, Handler, MemoryMib, Runtime, SnapStart, TimeoutSeconds, TmpMib,
};
use api::error::ApiError;
use api::lambda::ConfigChange;
use api::layer::LayerVersionArn;
use api::logging::LogFormat;
use api::sqs::QueueArn;
use billing::Architecture;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Members that new functions and changed ones have in common.
pub(super) const COMMON: [&str; 12] = [
    "FunctionName",
    "Runtime",
    "Role",
    "Handler",
    "Description",
    "Timeout",
    "MemorySize",
    "Environment",
    "Layers",
    "LoggingConfig",
    "DeadLetterConfig",
    "SnapStart",
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Environment {
    variables: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ApplyOn {
    apply_on: Option<SnapStart>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct EphemeralStorage {
    size: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct LoggingConfig {
    log_format: Option<String>,
    application_log_level: Option<String>,
    system_log_level: Option<String>,
    log_group: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeadLetterConfig {
    target_arn: Option<String>,
}

/// The settings that are given.
pub(super) fn change_of(fields: &Fields) -> Result<ConfigChange, AwsError> {
    let number = |name: &str| fields.get::<u32>(name);
    let handler = fields.text("Handler").filter(|text| !text.is_empty());
    Ok(ConfigChange {
        revision: fields.text("RevisionId").map(str::to_owned),
        runtime: fields.text("Runtime").map(Runtime::parse).transpose()?,
        handler: handler.map(Handler::parse).transpose()?,
        memory: number("MemorySize")?.map(MemoryMib::new).transpose()?,
        timeout: number("Timeout")?.map(TimeoutSeconds::new).transpose()?,
        tmp: fields.get::<EphemeralStorage>("EphemeralStorage")?.map(|tmp| TmpMib::new(tmp.size)).transpose()?,
        environment: fields.get::<Environment>("Environment")?.map(variables).transpose()?,
        description: fields.text("Description").map(str::to_owned),
        role: fields.text("Role").map(str::to_owned),
        layers: fields.get::<Vec<String>>("Layers")?.map(layers).transpose()?,
        logging: fields.get::<LoggingConfig>("LoggingConfig")?.map(|config| logging(fields, config)).transpose()?,
        dead_letter: fields.get::<DeadLetterConfig>("DeadLetterConfig")?.map(dead_letter).transpose()?,
        snap_start: fields.get::<ApplyOn>("SnapStart")?.and_then(|snap_start| snap_start.apply_on),
    })
}

fn logging(fields: &Fields, config: LoggingConfig) -> Result<LogFormat, AwsError> {
    let LoggingConfig { log_format, application_log_level, system_log_level, log_group } = config;
    // Tools send back what they were shown.
    let own = fields.text("FunctionName").map(|name| format!("/aws/lambda/{name}"));
    if log_group.is_some_and(|group| Some(group) != own) {
        let message = "`LogGroup` of `LoggingConfig` is not simulated by Coldstart yet; leave it out";
        return Err(AwsError::parameter(message));
    }
    let format = log_format.as_deref().unwrap_or("Text");
    Ok(LogFormat::parse(format, application_log_level.as_deref(), system_log_level.as_deref())?)
}

/// A queue, or nothing to take it away.
fn dead_letter(config: DeadLetterConfig) -> Result<Option<QueueArn>, AwsError> {
    let Some(arn) = config.target_arn.filter(|arn| !arn.is_empty()) else { return Ok(None) };
    match arn.split(':').nth(2) {
        Some("sqs") => {
            let refused =
                |error: ApiError| AwsError::parameter(format!("Invalid dead letter queue ARN: {}.", error.message));
            QueueArn::parse(&arn).map(Some).map_err(refused)
        }
        Some("sns") => Err(AwsError::parameter(
            "Coldstart has no service `sns` yet; a queue can be the target of a DeadLetterConfig",
        )),
        _ => Err(AwsError::parameter(format!("`{}` is the ARN of no queue", arn.escape_debug()))),
    }
}

fn layers(arns: Vec<String>) -> Result<Vec<LayerVersionArn>, AwsError> {
    Ok(arns.iter().map(|arn| LayerVersionArn::parse(arn)).collect::<Result<_, _>>()?)
}

fn variables(environment: Environment) -> Result<EnvironmentVariables, AwsError> {
    let pairs = environment.variables.unwrap_or_default().into_iter();
    let pairs: Vec<(String, String)> =
        pairs.filter_map(|(name, value)| value.as_str().map(|value| (name, value.to_owned()))).collect();
    let measured = Value::Object(pairs.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect());
    EnvironmentVariables::new(pairs).map_err(|error| measured_error(error, &measured))
}

/// Lambda repeats the variables themselves where they are too many.
fn measured_error(error: ApiError, measured: &Value) -> AwsError {
    match error.message.split_once("String measured: ") {
        Some((before, _)) => AwsError::parameter(format!("{before}String measured: {measured}")),
        None => error.into(),
    }
}

/// The settings of a new function.
pub(super) fn config_of(fields: &Fields, change: &ConfigChange) -> Result<FunctionConfig, AwsError> {
    let (Some(runtime), Some(handler)) = (change.runtime, change.handler.clone()) else {
        let message = "Runtime and Handler are mandatory parameters for functions created with deployment packages.";
        return Err(AwsError::parameter(message));
    };
    let defaults = FunctionConfig::default_of(runtime);
    Ok(FunctionConfig {
        handler,
        memory: change.memory.unwrap_or(defaults.memory),
        timeout: change.timeout.unwrap_or(defaults.timeout),
        tmp: change.tmp.unwrap_or(defaults.tmp),
        architecture: architecture(fields)?.unwrap_or(defaults.architecture),
        environment: change.environment.clone().unwrap_or_default(),
        layers: change.layers.clone().unwrap_or_default(),
        logging: change.logging.unwrap_or_default(),
        dead_letter: change.dead_letter.clone().flatten(),
        snap_start: change.snap_start.unwrap_or_default(),
        ..defaults
    })
}

/// The one architecture of the list.
pub(super) fn architecture(fields: &Fields) -> Result<Option<Architecture>, AwsError> {
    let Some(names) = fields.get::<Vec<String>>("Architectures")? else { return Ok(None) };
    match names.as_slice() {
        [] => Ok(None),
        [name] => Architecture::from_identifier(name)
            .map(Some)
            .ok_or_else(|| AwsError::parameter(format!("`{}` is no architecture", name.escape_debug()))),
        _ => Err(AwsError::parameter("A function has one architecture; `Architectures` names several")),
    }
}
