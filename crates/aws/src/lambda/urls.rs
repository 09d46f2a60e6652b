//! Function URLs.

use super::configuration::last_modified;
use super::functions::{page, paged};
use super::input::Fields;
use super::{Call, Done, model, reference};
use crate::error::AwsError;
use api::error::ErrorCode;
use api::id::FunctionName;
use api::lambda::Qualifier;
use api::trigger::{Cors, InvokeMode, Trigger, TriggerConfig, UrlAuth, UrlSettings};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A function and perhaps the alias of it that a URL is of. A version has none.
async fn holder_of(call: &Call<'_>, fields: &Fields) -> Result<(FunctionName, TriggerConfig), AwsError> {
    let wanted = reference::of(call, fields).await?;
    match wanted.qualifier {
        None => Ok((wanted.name, TriggerConfig::FunctionUrl)),
        Some(Qualifier::Alias(alias)) => Ok((wanted.name, TriggerConfig::AliasUrl { alias })),
        Some(qualifier @ (Qualifier::Latest | Qualifier::Version(_))) => Err(AwsError::validation(format!(
            "1 validation error detected: Value '{qualifier}' at 'qualifier' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)"
        ))),
    }
}

/// As AWS shows it. The address leads to this server by its path, so that no name has to be looked up.
fn shown(call: &Call<'_>, url: &Trigger) -> Value {
    let plain = url.function.arn(&call.caller.account);
    let arn = match &url.config {
        TriggerConfig::AliasUrl { alias } => format!("{plain}:{alias}"),
        TriggerConfig::FunctionUrl | TriggerConfig::Schedule { .. } => plain,
    };
    let (settings, modified_at) = url.url.clone().unwrap_or((UrlSettings::default(), url.created_at));
    let mut shown = json!({
        "FunctionUrl": format!("http://{}/lambda-url/{}/", call.caller.host, url.id),
        "FunctionArn": arn,
        "AuthType": settings.auth.identifier(),
        "CreationTime": last_modified(url.created_at),
        "LastModifiedTime": last_modified(modified_at),
        "InvokeMode": settings.mode.identifier(),
    });
    if let Some(cors) = &settings.cors {
        shown["Cors"] = shown_cors(cors);
    }
    shown
}

/// What was set, and no more.
fn shown_cors(cors: &Cors) -> Value {
    let Cors { allow_credentials, allow_headers, allow_methods, allow_origins, expose_headers, max_age_s } = cors;
    let mut shown = Map::new();
    if *allow_credentials {
        shown.insert("AllowCredentials".to_owned(), true.into());
    }
    let lists = [
        ("AllowHeaders", allow_headers),
        ("AllowMethods", allow_methods),
        ("AllowOrigins", allow_origins),
        ("ExposeHeaders", expose_headers),
    ];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        shown.insert(name.to_owned(), json!(list));
    }
    if let Some(seconds) = max_age_s {
        shown.insert("MaxAge".to_owned(), (*seconds).into());
    }
    Value::Object(shown)
}

/// Of what may be shared with other origins, as the request says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct GivenCors {
    allow_credentials: Option<bool>,
    allow_headers: Vec<String>,
    allow_methods: Vec<String>,
    allow_origins: Vec<String>,
    expose_headers: Vec<String>,
    max_age: Option<u32>,
}

impl From<GivenCors> for Cors {
    fn from(given: GivenCors) -> Self {
        let GivenCors { allow_credentials, allow_headers, allow_methods, allow_origins, expose_headers, max_age } =
            given;
        let allow_credentials = allow_credentials.unwrap_or(false);
        Self { allow_credentials, allow_headers, allow_methods, allow_origins, expose_headers, max_age_s: max_age }
    }
}

/// `before` with what the request sets.
fn settings_of(fields: &Fields, before: UrlSettings) -> Result<UrlSettings, AwsError> {
    let cors = fields.get::<GivenCors>("Cors")?.map(Cors::from);
    Ok(UrlSettings {
        auth: fields.text("AuthType").and_then(UrlAuth::parse).unwrap_or(before.auth),
        mode: fields.text("InvokeMode").and_then(InvokeMode::parse).unwrap_or(before.mode),
        // One that says nothing takes away what was there.
        cors: cors.or(before.cors).filter(|cors| *cors != Cors::default()),
    })
}

async fn needed(call: &Call<'_>, (name, config): (FunctionName, TriggerConfig)) -> Result<Trigger, AwsError> {
    let triggers = call.endpoint.pages.triggers(&call.caller.account, &name).await;
    let found = triggers.map(|triggers| triggers.into_iter().find(|trigger| trigger.config == config));
    let missing = || AwsError::not_found("The resource you requested does not exist.");
    match found {
        Err(error) if error.code == ErrorCode::NotFound => Err(missing()),
        found => found?.ok_or_else(missing),
    }
}

const SETTINGS: [&str; 3] = ["AuthType", "Cors", "InvokeMode"];
const HOLDER: [&str; 2] = ["FunctionName", "Qualifier"];

pub(super) async fn create(call: &Call<'_>) -> Done {
    let fields = call.fields(model::CREATE_FUNCTION_URL_CONFIG, &[&HOLDER[..], &SETTINGS].concat())?;
    let settings = settings_of(&fields, UrlSettings::default())?;
    let (name, config) = holder_of(call, &fields).await?;
    let url = call.endpoint.urls.create_url(&call.caller.account, &name, config, settings).await?;
    let mut answer = shown(call, &url);
    if let Some(fields) = answer.as_object_mut() {
        fields.shift_remove("LastModifiedTime");
    }
    call.json(&answer)
}

pub(super) async fn update(call: &Call<'_>) -> Done {
    let fields = call.fields(model::UPDATE_FUNCTION_URL_CONFIG, &[&HOLDER[..], &SETTINGS].concat())?;
    let url = needed(call, holder_of(call, &fields).await?).await?;
    let before = url.url.map(|(settings, _)| settings).unwrap_or_default();
    let settings = settings_of(&fields, before)?;
    let changed = call.endpoint.pages.change_url(&call.caller.account, &url.id, settings).await?;
    call.json(&shown(call, &changed))
}

pub(super) async fn get(call: &Call<'_>) -> Done {
    let fields = call.fields(model::GET_FUNCTION_URL_CONFIG, &HOLDER)?;
    let url = needed(call, holder_of(call, &fields).await?).await?;
    call.json(&shown(call, &url))
}

pub(super) async fn delete(call: &Call<'_>) -> Done {
    let fields = call.fields(model::DELETE_FUNCTION_URL_CONFIG, &HOLDER)?;
    let url = needed(call, holder_of(call, &fields).await?).await?;
    call.endpoint.pages.delete_trigger(&call.caller.account, &url.id).await?;
    call.empty()
}

/// That of the function and those of its aliases, by their ids.
pub(super) async fn list(call: &Call<'_>) -> Done {
    let fields = call.fields(model::LIST_FUNCTION_URL_CONFIGS, &["FunctionName", "Marker", "MaxItems"])?;
    let (items, after) = page(&fields)?;
    let name = reference::unqualified(call, &fields).await?;
    let mut urls = call.endpoint.pages.triggers(&call.caller.account, &name).await?;
    urls.retain(|url| !matches!(url.config, TriggerConfig::Schedule { .. }));
    urls.sort_by_key(|url| url.id.to_string());
    urls.retain(|url| after.as_ref().is_none_or(|after| url.id.as_str() > after.as_str()));
    let has_more = urls.len() > items;
    urls.truncate(items);
    let next = urls.last().filter(|_| has_more).map(|last| last.id.to_string());
    call.json(&paged("FunctionUrlConfigs", urls.iter().map(|url| shown(call, url)).collect(), next))
}
