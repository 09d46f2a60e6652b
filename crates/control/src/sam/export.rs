//! A function as a template that deploys to real AWS.

use super::{refused, yaml};
use crate::{Control, package};
use api::alias::Aliases;
use api::bucket::PackageSource;
use api::code::{Code, FileContent, FilePath};
use api::config::{FunctionConfig, Runtime};
use api::control_plane::ControlPlane;
use api::error::ApiError;
use api::event_settings::{EventRules, EventSettings};
use api::id::{AccountId, AliasName, FunctionName};
use api::lambda::{LambdaControl, LambdaFunction, Layers, Policies, Qualifier};
use api::layer::LayerVersionArn;
use api::logging::LogFormat;
use api::mapping::MappingFilter;
use api::provisioned::ProvisionedConcurrency;
use api::trigger::{Cors, InvokeMode, Trigger, TriggerConfig, UrlSettings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Event rules of one function that are read at once; it has a few.
const RULES_MAX: u32 = 100;

/// Event source mappings of one function that are named.
const MAPPINGS_MAX: u32 = 100;

/// Everything about a function that a template can say.
struct Parts {
    function: LambdaFunction,
    tags: BTreeMap<String, String>,
    reserved: Option<u32>,
    rules: EventRules,
    triggers: Vec<Trigger>,
    /// The alias that the template publishes, with the environments that are kept ready for it.
    alias: Option<(AliasName, Option<u32>)>,
    left_out: Vec<String>,
}

pub(super) async fn export(control: &Control, account: &AccountId, name: &FunctionName) -> Result<Vec<u8>, ApiError> {
    let parts = parts(control, account, name).await?;
    let runtime = parts.function.config.runtime;
    if runtime == Runtime::Provided {
        return Err(refused(format!(
            "`{name}` is WebAssembly, which `{}` of AWS does not run: it wants a program `bootstrap`",
            runtime.identifier()
        )));
    }
    let mut files = BTreeMap::new();
    let zip = control.zip(account, name, &Qualifier::Latest).await?;
    add(&mut files, "src", control.unpacked(account, PackageSource::Zip(zip)).await?.code)?;
    let own: Vec<LayerVersionArn> =
        parts.function.config.layers.iter().filter(|arn| arn.account == *account).cloned().collect();
    for arn in &own {
        let zip = control.layer_zip(account, arn).await?;
        add(&mut files, &layer_folder(arn), control.unpacked(account, PackageSource::Zip(zip)).await?.code)?;
    }
    files.insert(FilePath::parse("template.yaml")?, FileContent::Text(template(account, &parts, &own)));
    package::packed(Code::new(files)?).await
}

fn add(files: &mut BTreeMap<FilePath, FileContent>, folder: &str, code: Code) -> Result<(), ApiError> {
    for (path, content) in code.files() {
        files.insert(FilePath::parse(format!("{folder}/{path}"))?, content.clone());
    }
    Ok(())
}

fn layer_folder(arn: &LayerVersionArn) -> String {
    format!("layers/{}", arn.layer)
}

async fn parts(control: &Control, account: &AccountId, name: &FunctionName) -> Result<Parts, ApiError> {
    let function = control.get(account, name, &Qualifier::Latest).await?;
    let (mut rules, mut left_out) = (EventRules::default(), Vec::new());
    let triggers = control.triggers(account, name).await?;
    let alias = alias_of(control, account, name, &triggers, &mut left_out).await?;
    let ruled = alias.as_ref().map_or(Qualifier::Latest, |(alias, _)| Qualifier::Alias(alias.clone()));
    for config in control.all_event_rules(account, name, "", RULES_MAX).await? {
        if config.qualifier == ruled || (config.qualifier == Qualifier::Latest && rules == EventRules::default()) {
            rules = config.rules;
        } else {
            left_out.push(format!("asynchronous settings of `{}`", config.qualifier));
        }
    }
    if control.policy(account, name, None).await?.is_some() {
        left_out.push("the resource policy: AWS::Lambda::Permission wants to know your accounts".to_owned());
    }
    let wanted = MappingFilter { function: Some(name), qualifier: None, source: None };
    let mut db = control.store.snapshot().await?;
    for mapping in store::mapping::list(&mut db, account, wanted, None, MAPPINGS_MAX).await? {
        left_out.push(format!("the event source mapping of {}", mapping.source));
    }
    drop(db);
    Ok(Parts {
        tags: control.tags(account, name).await?,
        reserved: control.reserved_concurrency(account, name).await?,
        rules,
        triggers,
        alias,
        left_out,
        function,
    })
}

/// A template publishes one alias: the one with a URL, or the first. Others are named.
async fn alias_of(
    control: &Control,
    account: &AccountId,
    name: &FunctionName,
    triggers: &[Trigger],
    left_out: &mut Vec<String>,
) -> Result<Option<(AliasName, Option<u32>)>, ApiError> {
    let with_url = triggers.iter().find_map(|trigger| match &trigger.config {
        TriggerConfig::AliasUrl { alias } => Some(alias.clone()),
        _ => None,
    });
    let aliases = control.aliases(account, name).await?;
    let Some(chosen) = with_url.or_else(|| aliases.first().map(|alias| alias.name.clone())) else { return Ok(None) };
    for alias in &aliases {
        match (alias.name == chosen, alias.split) {
            (false, _) => left_out.push(format!("the alias `{}`", alias.name)),
            (true, Some(_)) => left_out.push(format!("the weights of the alias `{}`", alias.name)),
            (true, None) => {}
        }
    }
    let mut kept = None;
    for config in control.provisioned(account, name).await? {
        match config.qualifier == Qualifier::Alias(chosen.clone()) {
            true => kept = Some(config.requested),
            false => left_out.push(format!("provisioned concurrency of `{}`", config.qualifier)),
        }
    }
    Ok(Some((chosen, kept)))
}

/// The text, with what it cannot say in comments at its top.
fn template(account: &AccountId, parts: &Parts, own: &[LayerVersionArn]) -> String {
    let mut resources = Map::new();
    for arn in own {
        let layer = json!({
            "Type": "AWS::Serverless::LayerVersion",
            "Properties": { "LayerName": arn.layer.as_str(), "ContentUri": format!("{}/", layer_folder(arn)) },
        });
        resources.insert(logical(arn.layer.as_str(), "Layer"), layer);
    }
    let function = json!({ "Type": "AWS::Serverless::Function", "Properties": properties(account, parts, own) });
    resources.insert(logical(parts.function.name.as_str(), "Function"), function);
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": format!("{}, exported from Coldstart", parts.function.name),
        "Resources": resources,
    });
    let mut text = "# Deploy it with: sam deploy --guided\n".to_owned();
    for what in &parts.left_out {
        text.push_str(&format!("# Not in this template: {}\n", what.escape_debug()));
    }
    text + &yaml::text(&template)
}

/// Letters and digits of a name, as logical ids have them. `kind` keeps a layer and a function of one name apart.
fn logical(name: &str, kind: &str) -> String {
    let mut id = String::new();
    for part in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut letters = part.chars();
        id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        id.push_str(letters.as_str());
    }
    format!("{id}{kind}")
}

fn properties(account: &AccountId, parts: &Parts, own: &[LayerVersionArn]) -> Value {
    let Parts { function, tags, reserved, rules, triggers, alias, left_out: _ } = parts;
    let LambdaFunction { name, config, description, .. } = function;
    let mut out = Map::new();
    out.insert("FunctionName".to_owned(), name.as_str().into());
    if !description.is_empty() {
        out.insert("Description".to_owned(), description.as_str().into());
    }
    out.insert("CodeUri".to_owned(), "src/".into());
    add_config(&mut out, config);
    let layers: Vec<Value> = config.layers.iter().map(|arn| layer_reference(arn, own)).collect();
    if !layers.is_empty() {
        out.insert("Layers".to_owned(), layers.into());
    }
    if !tags.is_empty() {
        out.insert("Tags".to_owned(), json!(tags));
    }
    if let Some(reserved) = reserved {
        out.insert("ReservedConcurrentExecutions".to_owned(), (*reserved).into());
    }
    if let Some((alias, kept)) = alias {
        out.insert("AutoPublishAlias".to_owned(), alias.as_str().into());
        if let Some(count) = kept {
            let config = json!({ "ProvisionedConcurrentExecutions": count });
            out.insert("ProvisionedConcurrencyConfig".to_owned(), config);
        }
    }
    if let Some(config) = event_invoke_config(account, rules) {
        out.insert("EventInvokeConfig".to_owned(), config);
    }
    if let Some(queue) = &config.dead_letter {
        let (kind, place) = target(account, &queue.to_string());
        out.insert("DeadLetterQueue".to_owned(), json!({ "Type": kind, "TargetArn": place }));
    }
    if let Some((settings, _)) = triggers.iter().find_map(|trigger| trigger.url.as_ref()) {
        out.insert("FunctionUrlConfig".to_owned(), url_config(settings));
    }
    let events = schedules(triggers);
    if !events.is_empty() {
        out.insert("Events".to_owned(), events.into());
    }
    out.into()
}

fn add_config(out: &mut Map<String, Value>, config: &FunctionConfig) {
    out.insert("Handler".to_owned(), config.handler.as_str().into());
    out.insert("Runtime".to_owned(), config.runtime.identifier().into());
    out.insert("Architectures".to_owned(), json!([config.architecture.identifier()]));
    out.insert("MemorySize".to_owned(), config.memory.get().into());
    out.insert("Timeout".to_owned(), config.timeout.get().into());
    out.insert("EphemeralStorage".to_owned(), json!({ "Size": config.tmp.get() }));
    if let LogFormat::Json { application, system } = config.logging {
        let levels = json!({
            "LogFormat": config.logging.identifier(),
            "ApplicationLogLevel": application.identifier(),
            "SystemLogLevel": system.identifier(),
        });
        out.insert("LoggingConfig".to_owned(), levels);
    }
    let variables: Map<String, Value> =
        config.environment.pairs().iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    if !variables.is_empty() {
        out.insert("Environment".to_owned(), json!({ "Variables": variables }));
    }
}

fn layer_reference(arn: &LayerVersionArn, own: &[LayerVersionArn]) -> Value {
    match own.contains(arn) {
        true => json!({ "Ref": logical(arn.layer.as_str(), "Layer") }),
        false => arn.to_string().into(),
    }
}

fn event_invoke_config(account: &AccountId, rules: &EventRules) -> Option<Value> {
    let EventRules { retries, age_s, on_success, on_failure } = rules;
    let mut config = Map::new();
    if let Some(retries) = retries {
        config.insert("MaximumRetryAttempts".to_owned(), (*retries).into());
    }
    if let Some(age_s) = age_s {
        config.insert("MaximumEventAgeInSeconds".to_owned(), (*age_s).into());
    }
    let places = [("OnSuccess", on_success), ("OnFailure", on_failure)];
    let places =
        places.into_iter().filter_map(|(name, arn)| Some((name.to_owned(), destination(account, arn.as_ref()?))));
    let places: Map<String, Value> = places.collect();
    if !places.is_empty() {
        config.insert("DestinationConfig".to_owned(), places.into());
    }
    (!config.is_empty()).then(|| config.into())
}

/// A function or a queue of this account is one of the account that the template is deployed to.
fn target(account: &AccountId, arn: &str) -> (&'static str, Value) {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let kind = if parts.get(2) == Some(&"sqs") { "SQS" } else { "Lambda" };
    let place = match parts[..] {
        ["arn", partition, service, _region, owner, rest] if owner == account.to_string() => {
            json!({ "Fn::Sub": format!("arn:{partition}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{rest}") })
        }
        _ => arn.into(),
    };
    (kind, place)
}

fn destination(account: &AccountId, arn: &str) -> Value {
    let (kind, place) = target(account, arn);
    json!({ "Type": kind, "Destination": place })
}

fn url_config(settings: &UrlSettings) -> Value {
    let UrlSettings { auth, mode, cors } = settings;
    let mut config = Map::new();
    config.insert("AuthType".to_owned(), auth.identifier().into());
    if *mode != InvokeMode::default() {
        config.insert("InvokeMode".to_owned(), mode.identifier().into());
    }
    if let Some(cors) = cors {
        config.insert("Cors".to_owned(), cors_config(cors));
    }
    config.into()
}

fn cors_config(cors: &Cors) -> Value {
    let Cors { allow_credentials, allow_headers, allow_methods, allow_origins, expose_headers, max_age_s } = cors;
    let mut config = Map::new();
    if *allow_credentials {
        config.insert("AllowCredentials".to_owned(), true.into());
    }
    let lists = [
        ("AllowHeaders", allow_headers),
        ("AllowMethods", allow_methods),
        ("AllowOrigins", allow_origins),
        ("ExposeHeaders", expose_headers),
    ];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        config.insert(name.to_owned(), json!(list));
    }
    if let Some(seconds) = max_age_s {
        config.insert("MaxAge".to_owned(), (*seconds).into());
    }
    config.into()
}

fn schedules(triggers: &[Trigger]) -> Map<String, Value> {
    let all = triggers.iter().filter_map(|trigger| match &trigger.config {
        TriggerConfig::Schedule { expression } => Some((expression, trigger.enabled)),
        TriggerConfig::FunctionUrl | TriggerConfig::AliasUrl { .. } => None,
    });
    let event = |(at, (expression, enabled)): (usize, (&String, bool))| {
        let properties = json!({ "Schedule": expression, "Enabled": enabled });
        (format!("Schedule{}", at + 1), json!({ "Type": "Schedule", "Properties": properties }))
    };
    all.enumerate().map(event).collect()
}
