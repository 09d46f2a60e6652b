//! CloudWatch Logs: the logs of functions' runs, in the JSON 1.1 protocol.
//!
//! There is a log group for each function that has run, in the function's region. Only the platform writes to it, so that what makes, fills or deletes groups
//! and streams is refused by its name; deleting is what a retention is for.

mod events;
mod input;
mod pattern;

use crate::Answer;
use crate::admit::{Caller, Endpoint};
use crate::error::AwsError;
use api::id::FunctionName;
use api::logs::{LogGroup, LogStream};
use http::request::Parts as Head;
use input::Input;
use serde_json::{Value, json};

const TARGET: &str = "Logs_20140328.";
/// What the names of functions' log groups begin with.
const GROUPS: &str = "/aws/lambda/";
/// Groups and streams in one answer.
const PAGE_MAX: usize = 50;

/// One call of an operation.
struct Call<'a> {
    endpoint: &'a Endpoint,
    caller: &'a Caller,
    input: Input,
}

/// What an operation answers.
type Done = Result<Value, AwsError>;

pub(crate) async fn answer(endpoint: &Endpoint, caller: &Caller, head: &Head, body: &[u8]) -> Answer {
    let target = head.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let done = match target.strip_prefix(TARGET) {
        Some(operation) => carry_out(endpoint, caller, operation, body).await,
        None => {
            let message = format!("`X-Amz-Target` is `{}`, not `{TARGET}` and an operation", target.escape_debug());
            Err(AwsError::new(400, "UnknownOperationException", message))
        }
    };
    match done {
        Ok(body) => {
            crate::error::answer(200, "application/x-amz-json-1.1", body.to_string().into_bytes(), &caller.request_id)
        }
        Err(error) => error.json_1_1(&caller.request_id),
    }
}

async fn carry_out(endpoint: &Endpoint, caller: &Caller, operation: &str, body: &[u8]) -> Done {
    let call = Call { endpoint, caller, input: Input::read(body)? };
    match operation {
        "DescribeLogGroups" => describe_groups(call).await,
        "DescribeLogStreams" => describe_streams(call).await,
        "GetLogEvents" => events::get(call).await,
        "FilterLogEvents" => events::filter(call).await,
        "PutRetentionPolicy" => put_retention(call).await,
        "DeleteRetentionPolicy" => delete_retention(call).await,
        other => {
            let message = format!("Coldstart does not do CloudWatch Logs' `{}` yet", other.escape_debug());
            Err(AwsError::not_done(message))
        }
    }
}

fn missing() -> AwsError {
    AwsError::new(400, "ResourceNotFoundException", "The specified log group does not exist.")
}

impl Call<'_> {
    /// The function whose log group is named, by its name or its ARN.
    fn function(&mut self) -> Result<FunctionName, AwsError> {
        let (name, identifier) = (self.input.text("logGroupName")?, self.input.text("logGroupIdentifier")?);
        let named = match (name, identifier) {
            (Some(_), Some(_)) => {
                return Err(input::invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters."));
            }
            (Some(named), None) | (None, Some(named)) => named,
            (None, None) => {
                return Err(input::invalid("Either log group name or log group ARN should be included."));
            }
        };
        let own = self.groups_arn();
        let name = named.strip_prefix(&own).unwrap_or(&named).trim_end_matches(":*");
        let function = name.strip_prefix(GROUPS).and_then(|name| FunctionName::parse(name).ok());
        function.ok_or_else(missing)
    }

    /// What the ARNs of the caller's groups begin with.
    fn groups_arn(&self) -> String {
        let account = &self.caller.account;
        format!("arn:aws:logs:{}:{account}:log-group:", account.region())
    }

    fn group_arn(&self, function: &FunctionName) -> String {
        format!("{}{}", self.groups_arn(), function.log_group())
    }
}

/// A page of a list that is in the order of its names: those after the token, and the token to go on from.
fn page<T>(all: Vec<T>, name: fn(&T) -> String, token: Option<String>, limit: usize) -> (Vec<T>, Option<String>) {
    let mut left: Vec<T> = match token {
        None => all,
        Some(token) => all.into_iter().skip_while(|each| name(each) != token).skip(1).collect(),
    };
    let has_more = left.len() > limit;
    left.truncate(limit);
    let next = left.last().filter(|_| has_more).map(name);
    (left, next)
}

async fn describe_groups(mut call: Call<'_>) -> Done {
    let (prefix, pattern) = (call.input.text("logGroupNamePrefix")?, call.input.text("logGroupNamePattern")?);
    let limit = call.input.limit(PAGE_MAX)?;
    let token = call.input.text("nextToken")?;
    // What is in force without them.
    call.input.only("includeLinkedAccounts", &json!(false))?;
    call.input.only("logGroupClass", &json!("STANDARD"))?;
    call.input.nothing_else()?;
    if prefix.is_some() && pattern.is_some() {
        return Err(input::invalid(
            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        ));
    }
    let mut groups = call.endpoint.logs.log_groups(&call.caller.account).await?;
    let fits = |name: &str| {
        prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()))
            && pattern.as_ref().is_none_or(|pattern| name.contains(pattern.as_str()))
    };
    groups.retain(|group| fits(&group.function.log_group()));
    let (groups, next) = page(groups, |group| group.function.to_string(), token, limit);
    let shown = |group: &LogGroup| {
        let arn = call.group_arn(&group.function);
        let mut shown = json!({
            "logGroupName": group.function.log_group(),
            "creationTime": group.created_at.0,
            "metricFilterCount": 0,
            "arn": format!("{arn}:*"),
            "storedBytes": group.stored_bytes,
            "logGroupClass": "STANDARD",
            "logGroupArn": arn,
        });
        if let Some(days) = group.retention_days {
            shown["retentionInDays"] = days.into();
        }
        shown
    };
    Ok(with_token(json!({ "logGroups": groups.iter().map(shown).collect::<Vec<_>>() }), next))
}

fn with_token(mut answer: Value, next: Option<String>) -> Value {
    if let Some(next) = next {
        answer["nextToken"] = next.into();
    }
    answer
}

async fn describe_streams(mut call: Call<'_>) -> Done {
    let function = call.function()?;
    let prefix = call.input.text("logStreamNamePrefix")?;
    let by_time = match call.input.text("orderBy")?.as_deref() {
        None | Some("LogStreamName") => false,
        Some("LastEventTime") => true,
        Some(other) => return Err(input::invalid(format!("`orderBy` cannot be `{}`", other.escape_debug()))),
    };
    let descending = call.input.flag("descending")?;
    let limit = call.input.limit(PAGE_MAX)?;
    let token = call.input.text("nextToken")?;
    call.input.nothing_else()?;
    if by_time && prefix.is_some() {
        return Err(input::invalid("Cannot order by LastEventTime with a logStreamNamePrefix."));
    }
    let mut streams = call.endpoint.logs.log_streams(&call.caller.account, &function).await?;
    streams.retain(|stream| prefix.as_ref().is_none_or(|prefix| stream.name.starts_with(prefix.as_str())));
    if by_time {
        streams.sort_by_key(|stream| stream.last_at);
    }
    if descending {
        streams.reverse();
    }
    let (streams, next) = page(streams, |stream| stream.name.clone(), token, limit);
    let arn = call.group_arn(&function);
    let shown = |stream: &LogStream| {
        json!({
            "logStreamName": stream.name,
            "creationTime": stream.first_at.0,
            "firstEventTimestamp": stream.first_at.0,
            "lastEventTimestamp": stream.last_at.0,
            "lastIngestionTime": stream.last_at.0,
            "arn": format!("{arn}:log-stream:{}", stream.name),
            "storedBytes": 0,
        })
    };
    Ok(with_token(json!({ "logStreams": streams.iter().map(shown).collect::<Vec<_>>() }), next))
}

async fn put_retention(mut call: Call<'_>) -> Done {
    let function = call.function()?;
    let days = call.input.number("retentionInDays")?;
    call.input.nothing_else()?;
    let days = days.and_then(|days| u32::try_from(days).ok());
    let days = days.ok_or_else(|| input::invalid("`retentionInDays` is missing"))?;
    let logs = &call.endpoint.logs;
    logs.set_retention(&call.caller.account, &function, Some(days)).await.map_err(refused)?;
    Ok(json!({}))
}

async fn delete_retention(mut call: Call<'_>) -> Done {
    let function = call.function()?;
    call.input.nothing_else()?;
    call.endpoint.logs.set_retention(&call.caller.account, &function, None).await.map_err(refused)?;
    Ok(json!({}))
}

/// In CloudWatch's names.
fn refused(error: api::error::ApiError) -> AwsError {
    use api::error::ErrorCode;
    match error.code {
        ErrorCode::NotFound => missing(),
        ErrorCode::Invalid => input::invalid(error.message),
        _ => error.into(),
    }
}
