//! Attributes of queues: every value is text on the wire.

use super::error::{Kind, Refusal};
use api::sqs::QueueArn;
use api::sqs::settings::{
    DeduplicationScope, FifoSettings, QueueFacts, QueueSettings, Redrive, RedriveAllow, SettingsChange, ThroughputLimit,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Attributes that no queue of Coldstart's has.
const NOT_SIMULATED: [&str; 3] = ["Policy", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"];
/// What SQS has for the reuse of data keys unless told otherwise; tools say it without being asked.
const KMS_REUSE_DEFAULT: &str = "300";
/// Names that can be asked for, and that not every queue has.
const SOMETIMES: [&str; 8] = [
    "RedrivePolicy",
    "RedriveAllowPolicy",
    "FifoQueue",
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoThroughputLimit",
    "Policy",
    "KmsMasterKeyId",
];

fn invalid(name: &str, reason: &str) -> Refusal {
    Refusal::new(Kind::AttributeValue, format!("Invalid value for the parameter {name}. Reason: {reason}"))
}

/// What the given attributes change.
pub(super) fn change_of(attributes: BTreeMap<String, String>) -> Result<SettingsChange, Refusal> {
    let mut change = SettingsChange::default();
    for (name, value) in &attributes {
        set(&mut change, name, value)?;
    }
    Ok(change)
}

fn set(change: &mut SettingsChange, name: &str, value: &str) -> Result<(), Refusal> {
    match name {
        "VisibilityTimeout" => change.visibility_s = Some(number(name, value)?),
        "DelaySeconds" => change.delay_s = Some(number(name, value)?),
        "MessageRetentionPeriod" => change.retention_s = Some(number(name, value)?),
        "ReceiveMessageWaitTimeSeconds" => change.wait_s = Some(number(name, value)?),
        "MaximumMessageSize" => change.message_bytes_max = Some(number(name, value)?),
        "FifoQueue" => change.is_fifo = Some(flag(name, value)?),
        "ContentBasedDeduplication" => change.content_deduplication = Some(flag(name, value)?),
        "SqsManagedSseEnabled" => change.managed_sse = Some(flag(name, value)?),
        "DeduplicationScope" => change.scope = Some(scope(name, value)?),
        "FifoThroughputLimit" => change.throughput = Some(throughput(name, value)?),
        "RedrivePolicy" => change.redrive = Some(redrive(value)?),
        "RedriveAllowPolicy" => change.redrive_allow = Some(redrive_allow(value)?),
        name if NOT_SIMULATED.contains(&name) => {
            let says_nothing =
                value.is_empty() || (name == "KmsDataKeyReusePeriodSeconds" && value == KMS_REUSE_DEFAULT);
            if !says_nothing {
                return Err(Refusal::not_simulated(name));
            }
        }
        other => return Err(Refusal::unknown_attribute(other)),
    }
    Ok(())
}

fn number(name: &str, value: &str) -> Result<u32, Refusal> {
    value.parse().map_err(|_error| invalid(name, "It is no number that is not negative."))
}

fn flag(name: &str, value: &str) -> Result<bool, Refusal> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(invalid(name, "It is neither true nor false.")),
    }
}

fn scope(name: &str, value: &str) -> Result<DeduplicationScope, Refusal> {
    match value {
        "queue" => Ok(DeduplicationScope::Queue),
        "messageGroup" => Ok(DeduplicationScope::MessageGroup),
        _ => Err(invalid(name, "It is neither queue nor messageGroup.")),
    }
}

fn throughput(name: &str, value: &str) -> Result<ThroughputLimit, Refusal> {
    match value {
        "perQueue" => Ok(ThroughputLimit::PerQueue),
        "perMessageGroupId" => Ok(ThroughputLimit::PerMessageGroupId),
        _ => Err(invalid(name, "It is neither perQueue nor perMessageGroupId.")),
    }
}

/// `{"deadLetterTargetArn": "…", "maxReceiveCount": 3}`; nothing takes it away.
fn redrive(value: &str) -> Result<Option<Redrive>, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Policy {
        dead_letter_target_arn: String,
        max_receive_count: Value,
    }
    if value.is_empty() {
        return Ok(None);
    }
    let refused = |reason: String| Refusal::parameter("RedrivePolicy", value, &reason);
    let policy: Policy =
        serde_json::from_str(value).map_err(|error| refused(format!("It cannot be read: {error}.")))?;
    let count = policy.max_receive_count;
    let receives_max =
        count.as_u64().or_else(|| count.as_str()?.parse().ok()).and_then(|count| u32::try_from(count).ok());
    let receives_max = receives_max
        .ok_or_else(|| refused("Invalid value for maxReceiveCount, valid values are from 1 to 1000.".to_owned()))?;
    let target = QueueArn::parse(&policy.dead_letter_target_arn).map_err(|error| refused(error.message))?;
    Ok(Some(Redrive { target, receives_max }))
}

/// `{"redrivePermission": "byQueue", "sourceQueueArns": […]}`; nothing takes it away.
fn redrive_allow(value: &str) -> Result<Option<RedriveAllow>, Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Policy {
        redrive_permission: String,
        #[serde(default)]
        source_queue_arns: Vec<String>,
    }
    if value.is_empty() {
        return Ok(None);
    }
    let refused = |reason: String| Refusal::parameter("RedriveAllowPolicy", value, &reason);
    let policy: Policy =
        serde_json::from_str(value).map_err(|error| refused(format!("It cannot be read: {error}.")))?;
    let sources = policy.source_queue_arns;
    match (policy.redrive_permission.as_str(), sources.is_empty()) {
        ("allowAll", true) => Ok(Some(RedriveAllow::All)),
        ("denyAll", true) => Ok(Some(RedriveAllow::Deny)),
        ("byQueue", _) => {
            let sources = sources.iter().map(|arn| QueueArn::parse(arn).map_err(|error| refused(error.message)));
            Ok(Some(RedriveAllow::ByQueue(sources.collect::<Result<_, _>>()?)))
        }
        ("allowAll" | "denyAll", false) => Err(refused("sourceQueueArns goes with byQueue only.".to_owned())),
        _ => Err(refused("redrivePermission is none of allowAll, denyAll and byQueue.".to_owned())),
    }
}

/// The attributes that are asked for.
pub(super) fn shown(facts: &QueueFacts, names: &[String]) -> Result<BTreeMap<&'static str, String>, Refusal> {
    let all = all(facts);
    let is_known = |name: &str| {
        name == "All"
            || SOMETIMES.contains(&name)
            || NOT_SIMULATED.contains(&name)
            || all.iter().any(|(known, _)| *known == name)
    };
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        return Err(Refusal::unknown_attribute(unknown));
    }
    let is_wanted = |name: &str| names.iter().any(|wanted| wanted == "All" || wanted == name);
    Ok(all.into_iter().filter(|(name, _)| is_wanted(name)).collect())
}

fn all(facts: &QueueFacts) -> Vec<(&'static str, String)> {
    let QueueFacts { arn, settings, visible, in_flight, delayed, created_at, modified_at } = facts;
    let QueueSettings {
        visibility_s,
        delay_s,
        retention_s,
        wait_s,
        message_bytes_max,
        redrive,
        redrive_allow,
        fifo,
        managed_sse,
    } = settings;
    let mut all = vec![
        ("QueueArn", arn.to_string()),
        ("ApproximateNumberOfMessages", visible.to_string()),
        ("ApproximateNumberOfMessagesNotVisible", in_flight.to_string()),
        ("ApproximateNumberOfMessagesDelayed", delayed.to_string()),
        ("CreatedTimestamp", (created_at.0 / 1_000).to_string()),
        ("LastModifiedTimestamp", (modified_at.0 / 1_000).to_string()),
        ("VisibilityTimeout", visibility_s.to_string()),
        ("MaximumMessageSize", message_bytes_max.to_string()),
        ("MessageRetentionPeriod", retention_s.to_string()),
        ("DelaySeconds", delay_s.to_string()),
        ("ReceiveMessageWaitTimeSeconds", wait_s.to_string()),
        ("SqsManagedSseEnabled", managed_sse.to_string()),
    ];
    if let Some(Redrive { target, receives_max }) = redrive {
        let policy = json!({ "deadLetterTargetArn": target.to_string(), "maxReceiveCount": receives_max });
        all.push(("RedrivePolicy", policy.to_string()));
    }
    if let Some(allow) = redrive_allow {
        all.push(("RedriveAllowPolicy", redrive_allow_shown(allow).to_string()));
    }
    if let Some(FifoSettings { content_deduplication, scope, throughput }) = fifo {
        let scope = match scope {
            DeduplicationScope::Queue => "queue",
            DeduplicationScope::MessageGroup => "messageGroup",
        };
        let throughput = match throughput {
            ThroughputLimit::PerQueue => "perQueue",
            ThroughputLimit::PerMessageGroupId => "perMessageGroupId",
        };
        all.extend([
            ("FifoQueue", "true".to_owned()),
            ("ContentBasedDeduplication", content_deduplication.to_string()),
            ("DeduplicationScope", scope.to_owned()),
            ("FifoThroughputLimit", throughput.to_owned()),
        ]);
    }
    all
}

fn redrive_allow_shown(allow: &RedriveAllow) -> Value {
    match allow {
        RedriveAllow::All => json!({ "redrivePermission": "allowAll" }),
        RedriveAllow::Deny => json!({ "redrivePermission": "denyAll" }),
        RedriveAllow::ByQueue(sources) => {
            let sources: Vec<String> = sources.iter().map(ToString::to_string).collect();
            json!({ "redrivePermission": "byQueue", "sourceQueueArns": sources })
        }
    }
}
