//! `FunctionConfiguration`: a function as Lambda shows it.

use api::alias::FunctionVersion;
use api::id::AccountId;
use api::lambda::LambdaFunction;
use api::layer::UsedLayer;
use api::logging::LogFormat;
use api::snapshot::{Snapshot, SnapshotFault};
use api::time::UnixMillis;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// Whether an answer tells of a change that it has just made: Lambda carries changes out later and says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Settled,
    Created,
    Updated,
}

/// Whether the ARN names the state too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arn {
    Plain,
    Qualified,
}

/// `arn:aws:lambda:…:function:NAME`, with `:QUALIFIER` for versions, and for `$LATEST` where that was asked for.
pub(super) fn arn(account: &AccountId, function: &LambdaFunction, form: Arn) -> String {
    let plain = function.name.arn(account);
    match (&function.alias, function.version, form) {
        (Some(alias), ..) => format!("{plain}:{alias}"),
        (None, FunctionVersion::Latest, Arn::Plain) => plain,
        (None, version, _) => format!("{plain}:{version}"),
    }
}

pub(super) fn configuration(account: &AccountId, function: &LambdaFunction, form: Arn, moment: Moment) -> Value {
    let config = &function.config;
    let mut shown = json!({
        "FunctionName": function.name.as_str(),
        "FunctionArn": arn(account, function, form),
        "Runtime": config.runtime.identifier(),
        "Role": function.role,
        "Handler": config.handler.as_str(),
        "CodeSize": function.zip_bytes,
        "Description": function.description,
        "Timeout": config.timeout.get(),
        "MemorySize": config.memory.get(),
        "LastModified": last_modified(function.modified_at),
        "CodeSha256": STANDARD.encode(function.zip_sha256),
        "Version": function.version.to_string(),
        "TracingConfig": { "Mode": "PassThrough" },
        "RevisionId": function.revision.as_str(),
        "PackageType": "Zip",
        "Architectures": [config.architecture.to_string()],
        "EphemeralStorage": { "Size": config.tmp.get() },
        "SnapStart": {
            "ApplyOn": config.snap_start.identifier(),
            "OptimizationStatus": if function.snapshot == Some(Snapshot::Ready) { "On" } else { "Off" },
        },
        "LoggingConfig": { "LogFormat": config.logging.identifier(), "LogGroup": function.name.log_group() },
    });
    if let LogFormat::Json { application, system } = config.logging {
        shown["LoggingConfig"]["ApplicationLogLevel"] = application.identifier().into();
        shown["LoggingConfig"]["SystemLogLevel"] = system.identifier().into();
    }
    let variables = config.environment.pairs();
    if !variables.is_empty() {
        let variables: Map<String, Value> = variables.iter().map(|(n, v)| (n.clone(), v.as_str().into())).collect();
        shown["Environment"] = json!({ "Variables": variables });
    }
    if !function.layers.is_empty() {
        let layer = |layer: &UsedLayer| json!({ "Arn": layer.arn.to_string(), "CodeSize": layer.zip_bytes });
        shown["Layers"] = function.layers.iter().map(layer).collect();
    }
    if let Some(queue) = &config.dead_letter {
        shown["DeadLetterConfig"] = json!({ "TargetArn": queue.to_string() });
    }
    let states = match &function.snapshot {
        Some(snapshot) => states_of(snapshot),
        None => states(moment),
    };
    if let (Some(shown), Value::Object(states)) = (shown.as_object_mut(), states) {
        shown.extend(states);
    }
    shown
}

const CREATING: &str = "The function is being created.";

/// A version that starts from an image is there as soon as its image is.
fn states_of(snapshot: &Snapshot) -> Value {
    match snapshot {
        Snapshot::Pending => states(Moment::Created),
        Snapshot::Ready => states(Moment::Settled),
        Snapshot::Failed(SnapshotFault { code, reason }) => {
            json!({ "State": "Failed", "StateReason": reason, "StateReasonCode": code, "LastUpdateStatus": "Successful" })
        }
    }
}

fn states(moment: Moment) -> Value {
    match moment {
        Moment::Settled => json!({ "State": "Active", "LastUpdateStatus": "Successful" }),
        Moment::Created => json!({ "State": "Pending", "StateReason": CREATING, "StateReasonCode": "Creating" }),
        Moment::Updated => json!({
            "State": "Active",
            "LastUpdateStatus": "InProgress",
            "LastUpdateStatusReason": CREATING,
            "LastUpdateStatusReasonCode": "Creating",
        }),
    }
}

/// `2026-11-23T02:00:00.000+0000`.
pub(super) fn last_modified(at: UnixMillis) -> String {
    at.iso().replace('Z', "+0000")
}
