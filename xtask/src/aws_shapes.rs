//! Turns botocore's JSON model of Lambda into Rust: the table of operations, and what the input of each served operation may be.
//!
//! botocore is Apache-2.0; `scripts/aws-shapes.sh` fetches it and calls this. What comes out is checked in, so a build needs neither.

mod inputs;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// Where the tables go.
const FOLDER: &str = "crates/aws/src/lambda/model";

/// Operations whose input is checked; the others are refused by their name.
const SERVED: [&str; 59] = [
    "AddLayerVersionPermission",
    "AddPermission",
    "CreateAlias",
    "CreateEventSourceMapping",
    "CreateFunction",
    "CreateFunctionUrlConfig",
    "DeleteAlias",
    "DeleteEventSourceMapping",
    "DeleteFunction",
    "DeleteFunctionConcurrency",
    "DeleteFunctionEventInvokeConfig",
    "DeleteFunctionUrlConfig",
    "DeleteLayerVersion",
    "DeleteProvisionedConcurrencyConfig",
    "GetAlias",
    "GetEventSourceMapping",
    "GetFunction",
    "GetFunctionCodeSigningConfig",
    "GetFunctionConcurrency",
    "GetFunctionConfiguration",
    "GetFunctionEventInvokeConfig",
    "GetFunctionRecursionConfig",
    "GetFunctionUrlConfig",
    "GetLayerVersion",
    "GetLayerVersionByArn",
    "GetLayerVersionPolicy",
    "GetPolicy",
    "GetProvisionedConcurrencyConfig",
    "GetRuntimeManagementConfig",
    "Invoke",
    "InvokeAsync",
    "InvokeWithResponseStream",
    "ListAliases",
    "ListEventSourceMappings",
    "ListFunctionEventInvokeConfigs",
    "ListFunctionUrlConfigs",
    "ListFunctions",
    "ListLayerVersions",
    "ListLayers",
    "ListProvisionedConcurrencyConfigs",
    "ListTags",
    "ListVersionsByFunction",
    "PublishLayerVersion",
    "PublishVersion",
    "PutFunctionConcurrency",
    "PutFunctionEventInvokeConfig",
    "PutFunctionRecursionConfig",
    "PutProvisionedConcurrencyConfig",
    "PutRuntimeManagementConfig",
    "RemoveLayerVersionPermission",
    "RemovePermission",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateEventSourceMapping",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    "UpdateFunctionEventInvokeConfig",
    "UpdateFunctionUrlConfig",
];

/// What is read of `service-2.json`.
#[derive(Debug, Deserialize)]
struct Model {
    metadata: Metadata,
    operations: BTreeMap<String, Operation>,
    shapes: BTreeMap<String, Shape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    api_version: String,
    service_full_name: String,
}

#[derive(Debug, Deserialize)]
struct Operation {
    http: Http,
    input: Option<Reference>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Http {
    method: String,
    request_uri: String,
    response_code: u16,
}

/// A member, a list's element, a map's key or value.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    shape: String,
    location: Option<String>,
    location_name: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    members: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    required: Vec<String>,
    payload: Option<String>,
    member: Option<Reference>,
    key: Option<Reference>,
    value: Option<Reference>,
    min: Option<f64>,
    max: Option<f64>,
    pattern: Option<String>,
    #[serde(default, rename = "enum")]
    values: Vec<String>,
}

/// Writes the tables of the model in `folder`, which `version` of botocore brought.
pub fn make(folder: &Path, version: &str) -> Result<()> {
    let path = folder.join("service-2.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
    let model: Model = serde_json::from_str(&text).context("the model is not what it was")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask is not in a repository")?;
    let Metadata { api_version, service_full_name } = &model.metadata;
    let head = format!(
        "of {service_full_name}, {api_version}.\n//!\n//! Made by `scripts/aws-shapes.sh` from the model in botocore \
         {version} (Apache-2.0). Do not edit; make it again.\n\n"
    );
    let files = [
        ("operations.rs", format!("//! The operations {head}{}", operations(&model))),
        ("inputs.rs", format!("//! What the inputs may be {head}{}", inputs::inputs(&model, &SERVED)?)),
        ("structures.rs", format!("//! What the inputs are made of {head}{}", inputs::structures(&model, &SERVED)?)),
        ("values.rs", format!("//! What texts and numbers may be {head}{}", inputs::values(&model, &SERVED)?)),
    ];
    for (name, text) in files {
        let path = root.join(FOLDER).join(name);
        std::fs::write(&path, text).with_context(|| format!("failed to write {}", path.display()))?;
        let formatted = Command::new("rustfmt").args(["--edition", "2024"]).arg(&path).current_dir(root).status()?;
        ensure!(formatted.success(), "rustfmt refuses {}", path.display());
    }
    Ok(())
}

/// An enum of all operations, and how each is called.
fn operations(model: &Model) -> String {
    let variants: String = model.operations.keys().map(|name| format!("    {name},\n")).collect();
    let rows: String = model.operations.iter().map(|(name, operation)| row(name, operation)).collect();
    let count = model.operations.len();
    format!(
        "use super::{{Binding, bind}};\nuse Operation::*;\n\n/// All of them.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\n\
         pub(crate) enum Operation {{\n{variants}}}\n\n/// How each is called: method, path and query, status of success.\n\
         pub(crate) const OPERATIONS: [Binding; {count}] = [\n{rows}];\n"
    )
}

fn row(name: &str, operation: &Operation) -> String {
    let Http { method, request_uri, response_code } = &operation.http;
    format!("    bind({name}, {name:?}, {method:?}, {request_uri:?}, {response_code}),\n")
}
