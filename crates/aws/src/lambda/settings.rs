//! Between Lambda's settings and ours.

use super::input::Fields;
use crate::error::AwsError;
use api::config::{
    EnvironmentVariables, FunctionConfig, Handler, MemoryMib, Runtime, SnapStart, TimeoutSeconds, TmpMib,
};
use api::error::ApiError;
use api::lambda::ConfigChange;
use api::layer::LayerVersionArn;
use billing::Architecture;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Members that new functions and changed ones have in common.
pub(super) const COMMON: [&str; 10] = [
    "FunctionName",
    "Runtime",
    "Role",
    "Handler",
    "Description",
    "Timeout",
    "MemorySize",
    "Environment",
    "Layers",
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
        snap_start: fields.get::<ApplyOn>("SnapStart")?.and_then(|snap_start| snap_start.apply_on),
    })
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
