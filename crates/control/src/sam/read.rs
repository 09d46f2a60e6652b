//! What a template wants: its functions and layers, checked before anything is made.

use super::properties::Properties;
use super::refused;
use super::resolve::Resolver;
use api::bucket::ObjectPlace;
use api::config::{EnvironmentVariables, FunctionConfig, Handler, MemoryMib, Runtime, TimeoutSeconds, TmpMib};
use api::error::ApiError;
use api::event_settings::EventRules;
use api::id::{AccountId, AliasName, FunctionName, LayerName};
use api::layer::{LayerFacts, LayerVersionArn};
use api::logging::LogFormat;
use api::sqs::QueueArn;
use api::trigger::{Cors, InvokeMode, UrlAuth, UrlSettings};
use billing::Architecture;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Everything that a template makes here, and what it says beside that.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) layers: Vec<LayerPlan>,
    pub(super) functions: Vec<FunctionPlan>,
    pub(super) left_out: Vec<String>,
}

/// A layer that is to be published.
pub(super) struct LayerPlan {
    pub(super) logical: String,
    pub(super) name: LayerName,
    pub(super) content: CodePlan,
    pub(super) facts: LayerFacts,
}

/// A function that is to be made.
pub(super) struct FunctionPlan {
    pub(super) name: FunctionName,
    /// Without its layers.
    pub(super) config: FunctionConfig,
    pub(super) layers: Vec<LayerPlace>,
    pub(super) description: String,
    pub(super) role: String,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) code: CodePlan,
    pub(super) reserved: Option<u32>,
    pub(super) rules: EventRules,
    pub(super) url: Option<UrlSettings>,
    /// Expressions, and whether they are on.
    pub(super) schedules: Vec<(String, bool)>,
    pub(super) alias: Option<AliasName>,
    pub(super) provisioned: Option<u32>,
}

/// Where files are.
pub(super) enum CodePlan {
    /// A folder or a zip of the archive.
    Path(String),
    /// The source of the one file.
    Inline(String),
    /// An object of a bucket.
    Object(ObjectPlace),
}

/// A layer of a function.
pub(super) enum LayerPlace {
    /// One of the template.
    Own(String),
    /// One that exists.
    Arn(LayerVersionArn),
}

/// Reads a template.
///
/// # Errors
/// Names the resource, the property and the rule.
pub(super) fn plan(account: &AccountId, template: &Value) -> Result<Plan, ApiError> {
    let Value::Object(template) = template else { return Err(refused("the template is no map")) };
    let Some(Value::Object(resources)) = template.get("Resources") else {
        return Err(refused("the template has no `Resources`"));
    };
    let mut resolver = Resolver::new(account, template);
    for (logical, resource) in resources.iter().filter(|(_, resource)| is_function(resource)) {
        resolver.know(logical, name_of(logical, resource, &resolver)?);
    }
    let globals = template.get("Globals").and_then(|globals| globals.get("Function")).and_then(Value::as_object);
    let mut plan = Plan::default();
    for (logical, resource) in resources {
        let is_sam = kind_of(resource).starts_with("AWS::Serverless::");
        let own = resource.get("Properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let own = match globals {
            Some(globals) if is_sam && is_function(resource) => merged(globals.clone(), own),
            _ => own,
        };
        let properties = Properties::new(format!("`{logical}`"), own, &resolver);
        match kind_of(resource) {
            "AWS::Serverless::Function" | "AWS::Lambda::Function" => {
                let name = name_of(logical, resource, &resolver)?;
                plan.functions.push(function(logical, name, properties, &mut plan.left_out)?);
            }
            "AWS::Serverless::LayerVersion" | "AWS::Lambda::LayerVersion" => {
                plan.layers.push(layer(logical, properties, &mut plan.left_out)?);
            }
            other => plan.left_out.push(format!("`{logical}` is of the kind `{other}`, which is not made here.")),
        }
    }
    match plan.functions.is_empty() && plan.layers.is_empty() {
        true => Err(refused("the template has no function and no layer")),
        false => Ok(plan),
    }
}

fn kind_of(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}

fn is_function(resource: &Value) -> bool {
    matches!(kind_of(resource), "AWS::Serverless::Function" | "AWS::Lambda::Function")
}

fn name_of(logical: &str, resource: &Value, resolver: &Resolver<'_>) -> Result<FunctionName, ApiError> {
    let given = resource.get("Properties").and_then(|properties| properties.get("FunctionName"));
    match given {
        None => FunctionName::parse(logical),
        Some(value) => match resolver.resolve(value.clone(), &format!("`FunctionName` of `{logical}`"))? {
            Value::String(name) => FunctionName::parse(name),
            _ => Err(refused(format!("`FunctionName` of `{logical}` is no text"))),
        },
    }
}

/// SAM's rule for `Globals`: maps are joined, lists are put together, and else the function's own value stands.
fn merged(mut globals: Map<String, Value>, own: Map<String, Value>) -> Map<String, Value> {
    for (name, value) in own {
        let both = match (globals.remove(&name), value) {
            (Some(Value::Object(global)), Value::Object(own)) => merged(global, own).into(),
            (Some(Value::Array(mut global)), Value::Array(own)) => {
                global.extend(own);
                global.into()
            }
            (_, own) => own,
        };
        globals.insert(name, both);
    }
    globals
}

fn function(
    logical: &str,
    name: FunctionName,
    mut of: Properties<'_>,
    left_out: &mut Vec<String>,
) -> Result<FunctionPlan, ApiError> {
    of.raw("FunctionName");
    if let Some(kind) = of.text("PackageType")?.filter(|kind| kind != "Zip") {
        return Err(refused(format!("`{logical}` is of the package type `{kind}`; functions from zips are taken")));
    }
    let runtime = of.text("Runtime")?.ok_or_else(|| refused(format!("`{logical}` names no `Runtime`")))?;
    let runtime = Runtime::parse(&runtime).map_err(|error| refused(format!("`{logical}`: {}", error.message)))?;
    let (code, is_inline) = code_of(logical, &mut of)?;
    let config = config(runtime, is_inline, &mut of)?;
    let alias = of.text("AutoPublishAlias")?.map(AliasName::parse).transpose()?;
    let plan = FunctionPlan {
        name,
        config,
        layers: layer_places(&mut of)?,
        description: of.text("Description")?.unwrap_or_default(),
        role: role(logical, &mut of, left_out),
        tags: of.pairs("Tags")?,
        code,
        reserved: of.number("ReservedConcurrentExecutions")?,
        rules: rules(&mut of, left_out)?,
        url: url(&mut of, left_out)?,
        schedules: schedules(logical, &mut of, left_out)?,
        provisioned: provisioned(logical, &mut of, alias.as_ref())?,
        alias,
    };
    of.tell_rest(left_out);
    Ok(plan)
}

fn code_of(logical: &str, of: &mut Properties<'_>) -> Result<(CodePlan, bool), ApiError> {
    if let Some(source) = of.text("InlineCode")? {
        return Ok((CodePlan::Inline(source), true));
    }
    for name in ["CodeUri", "Code"] {
        if let Some(path) = of.text_or_map(name)? {
            return match path {
                Ok(path) => Ok((CodePlan::Path(path), false)),
                Err(mut place) => match place.text("ZipFile")? {
                    Some(source) => Ok((CodePlan::Inline(source), true)),
                    None => Ok((object(&mut place)?, false)),
                },
            };
        }
    }
    Err(refused(format!("`{logical}` has no code: neither `CodeUri` nor `InlineCode` nor `Code`")))
}

/// SAM says `Bucket` and `Key`, CloudFormation `S3Bucket` and `S3Key`.
fn object(of: &mut Properties<'_>) -> Result<CodePlan, ApiError> {
    let bucket = of.text("Bucket")?.or(of.text("S3Bucket")?).unwrap_or_default();
    let key = of.text("Key")?.or(of.text("S3Key")?).unwrap_or_default();
    Ok(CodePlan::Object(ObjectPlace { bucket, key }))
}

fn config(runtime: Runtime, is_inline: bool, of: &mut Properties<'_>) -> Result<FunctionConfig, ApiError> {
    let default = FunctionConfig::default_of(runtime);
    let inline_handler = is_inline.then(|| Handler::parse("index.handler")).transpose()?;
    let handler = of.text("Handler")?.map(Handler::parse).transpose()?.or(inline_handler);
    let tmp = match of.inner("EphemeralStorage")? {
        Some(mut storage) => storage.number("Size")?.map(TmpMib::new).transpose()?,
        None => None,
    };
    let environment = match of.inner("Environment")? {
        Some(mut environment) => EnvironmentVariables::new(environment.pairs("Variables")?.into_iter().collect())?,
        None => EnvironmentVariables::default(),
    };
    Ok(FunctionConfig {
        handler: handler.unwrap_or(default.handler.clone()),
        memory: of.number("MemorySize")?.map(MemoryMib::new).transpose()?.unwrap_or_default(),
        timeout: of.number("Timeout")?.map(TimeoutSeconds::new).transpose()?.unwrap_or_default(),
        tmp: tmp.unwrap_or_default(),
        architecture: architecture(of)?,
        environment,
        logging: logging(of)?,
        dead_letter: dead_letter(of)?,
        ..default
    })
}

/// SAM says `DeadLetterQueue`, CloudFormation `DeadLetterConfig`.
fn dead_letter(of: &mut Properties<'_>) -> Result<Option<QueueArn>, ApiError> {
    for name in ["DeadLetterQueue", "DeadLetterConfig"] {
        if let Some(mut config) = of.inner(name)? {
            return config.text("TargetArn")?.map(|arn| QueueArn::parse(&arn)).transpose();
        }
    }
    Ok(None)
}

fn logging(of: &mut Properties<'_>) -> Result<LogFormat, ApiError> {
    let Some(mut config) = of.inner("LoggingConfig")? else { return Ok(LogFormat::default()) };
    if let Some(group) = config.text("LogGroup")? {
        return Err(refused(format!(
            "`LogGroup` is `{}`, and log groups of one's own are not simulated",
            group.escape_debug()
        )));
    }
    let format = config.text("LogFormat")?.unwrap_or_else(|| LogFormat::default().identifier().to_owned());
    let (application, system) = (config.text("ApplicationLogLevel")?, config.text("SystemLogLevel")?);
    LogFormat::parse(&format, application.as_deref(), system.as_deref())
}

fn architecture(of: &mut Properties<'_>) -> Result<Architecture, ApiError> {
    let names = of.texts("Architectures")?.unwrap_or_default();
    match &names[..] {
        [] => Ok(Architecture::default()),
        [name] => Architecture::ALL
            .into_iter()
            .find(|one| one.identifier() == name)
            .ok_or_else(|| refused(format!("the architecture `{}` is not known", name.escape_debug()))),
        _ => Err(refused("a function has one architecture; `Architectures` names several")),
    }
}

/// Layers of the template are told by `Ref`, before their versions exist.
fn layer_places(of: &mut Properties<'_>) -> Result<Vec<LayerPlace>, ApiError> {
    let Some(Value::Array(list)) = of.raw("Layers") else { return Ok(Vec::new()) };
    list.into_iter()
        .map(|value| {
            if let Some(logical) = value.get("Ref").and_then(Value::as_str) {
                return Ok(LayerPlace::Own(logical.to_owned()));
            }
            match of.resolved(value, "Layers")? {
                Value::String(arn) => LayerVersionArn::parse(&arn).map(LayerPlace::Arn),
                _ => Err(refused("a layer is neither an ARN nor a layer of the template")),
            }
        })
        .collect()
}

/// A role of one's own is a name here; what a template makes of policies is not there.
fn role(logical: &str, of: &mut Properties<'_>, left_out: &mut Vec<String>) -> String {
    match of.raw("Role") {
        None => String::new(),
        Some(Value::String(arn)) => arn,
        Some(_) => {
            left_out.push(format!("`Role` of `{logical}` is another resource; execution roles are not simulated."));
            String::new()
        }
    }
}

fn rules(of: &mut Properties<'_>, left_out: &mut Vec<String>) -> Result<EventRules, ApiError> {
    let Some(mut config) = of.inner("EventInvokeConfig")? else { return Ok(EventRules::default()) };
    let retries = config.number("MaximumRetryAttempts")?.map(|count| u8::try_from(count).unwrap_or(u8::MAX));
    let age_s = config.number("MaximumEventAgeInSeconds")?;
    let (mut on_success, mut on_failure) = (None, None);
    if let Some(mut destinations) = config.inner("DestinationConfig")? {
        on_success = destination(&mut destinations, "OnSuccess", left_out)?;
        on_failure = destination(&mut destinations, "OnFailure", left_out)?;
        destinations.tell_rest(left_out);
    }
    config.tell_rest(left_out);
    Ok(EventRules { retries, age_s, on_success, on_failure })
}

fn destination(of: &mut Properties<'_>, name: &str, left_out: &mut Vec<String>) -> Result<Option<String>, ApiError> {
    let Some(mut place) = of.inner(name)? else { return Ok(None) };
    place.raw("Type");
    let arn = place.text("Destination")?;
    place.tell_rest(left_out);
    Ok(arn)
}

fn url(of: &mut Properties<'_>, left_out: &mut Vec<String>) -> Result<Option<UrlSettings>, ApiError> {
    let Some(mut config) = of.inner("FunctionUrlConfig")? else { return Ok(None) };
    let auth = config.text("AuthType")?.unwrap_or_default();
    let auth = UrlAuth::parse(&auth)
        .ok_or_else(|| refused(format!("`AuthType` is `{}`, neither NONE nor AWS_IAM", auth.escape_debug())))?;
    let mode = match config.text("InvokeMode")? {
        None => InvokeMode::default(),
        Some(mode) => InvokeMode::parse(&mode).ok_or_else(|| {
            refused(format!("`InvokeMode` is `{}`, neither BUFFERED nor RESPONSE_STREAM", mode.escape_debug()))
        })?,
    };
    let cors = match config.inner("Cors")? {
        None => None,
        Some(mut cors) => {
            let shown = Cors {
                allow_credentials: cors.flag("AllowCredentials")?.unwrap_or_default(),
                allow_headers: cors.texts("AllowHeaders")?.unwrap_or_default(),
                allow_methods: cors.texts("AllowMethods")?.unwrap_or_default(),
                allow_origins: cors.texts("AllowOrigins")?.unwrap_or_default(),
                expose_headers: cors.texts("ExposeHeaders")?.unwrap_or_default(),
                max_age_s: cors.number("MaxAge")?,
            };
            cors.tell_rest(left_out);
            Some(shown)
        }
    };
    config.tell_rest(left_out);
    Ok(Some(UrlSettings { auth, mode, cors }))
}

fn schedules(
    logical: &str,
    of: &mut Properties<'_>,
    left_out: &mut Vec<String>,
) -> Result<Vec<(String, bool)>, ApiError> {
    let Some(events) = of.inner("Events")? else { return Ok(Vec::new()) };
    let mut schedules = Vec::new();
    for (name, mut event) in events.each()? {
        let kind = event.text("Type")?.unwrap_or_default();
        let expression = match kind.as_str() {
            "Schedule" => "Schedule",
            "ScheduleV2" => "ScheduleExpression",
            _ => {
                left_out
                    .push(format!("`{name}` of `{logical}` is an event of the type `{kind}`, which is not made here."));
                continue;
            }
        };
        let Some(mut about) = event.inner("Properties")? else { continue };
        let expression = about.text(expression)?;
        let is_on = about.flag("Enabled")?.unwrap_or(true) && about.text("State")?.as_deref() != Some("DISABLED");
        about.tell_rest(left_out);
        schedules.extend(expression.map(|expression| (expression, is_on)));
    }
    Ok(schedules)
}

fn provisioned(logical: &str, of: &mut Properties<'_>, alias: Option<&AliasName>) -> Result<Option<u32>, ApiError> {
    let Some(mut config) = of.inner("ProvisionedConcurrencyConfig")? else { return Ok(None) };
    match alias {
        Some(_) => config.number("ProvisionedConcurrentExecutions"),
        None => Err(refused(format!("`ProvisionedConcurrencyConfig` of `{logical}` needs an `AutoPublishAlias`"))),
    }
}

fn layer(logical: &str, mut of: Properties<'_>, left_out: &mut Vec<String>) -> Result<LayerPlan, ApiError> {
    let name = of.text("LayerName")?.unwrap_or_else(|| logical.to_owned());
    let content = match of.text_or_map("ContentUri")?.or(of.text_or_map("Content")?) {
        Some(Ok(path)) => CodePlan::Path(path),
        Some(Err(mut place)) => object(&mut place)?,
        None => return Err(refused(format!("`{logical}` has no `ContentUri`"))),
    };
    let facts = LayerFacts {
        description: of.text("Description")?.unwrap_or_default(),
        license: of.text("LicenseInfo")?,
        runtimes: of.texts("CompatibleRuntimes")?,
        architectures: None,
    };
    of.tell_rest(left_out);
    Ok(LayerPlan { logical: logical.to_owned(), name: LayerName::parse(name)?, content, facts })
}
