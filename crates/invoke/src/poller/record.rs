//! The event that a function gets: `{"Records": […]}`, and what filters see of a message.

use api::event_pattern::EventPattern;
use api::mapping::Mapping;
use api::sqs::message::{AttributeData, Message, MessageAttribute};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// A message as the function gets it (recorded from Lambda, November 2025).
pub(super) fn record(message: &Message, mapping: &Mapping) -> Value {
    let Message { id, receipt, body, md5_of_body, attributes, md5_of_attributes, system } = message;
    let system: Map<String, Value> =
        system.named().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let attributes: Map<String, Value> =
        attributes.iter().map(|(name, attribute)| (name.clone(), shown(attribute))).collect();
    let mut record = json!({
        "messageId": id,
        "receiptHandle": receipt.as_str(),
        "body": body,
        "attributes": system,
        "messageAttributes": attributes,
    });
    // Lambda leaves it out where there are none, but says null where the mapping has a window.
    if md5_of_attributes.is_some() || mapping.settings.window_s > 0 {
        record["md5OfMessageAttributes"] = json!(md5_of_attributes);
    }
    record["md5OfBody"] = json!(md5_of_body);
    record["eventSource"] = "aws:sqs".into();
    record["eventSourceARN"] = mapping.source.to_string().into();
    record["awsRegion"] = mapping.source.account.region().to_string().into();
    record
}

fn shown(attribute: &MessageAttribute) -> Value {
    let mut shown = match &attribute.data {
        AttributeData::Text(text) => json!({ "stringValue": text }),
        AttributeData::Binary(bytes) => json!({ "binaryValue": STANDARD.encode(bytes) }),
    };
    shown["stringListValues"] = json!([]);
    shown["binaryListValues"] = json!([]);
    shown["dataType"] = attribute.data_type.as_str().into();
    shown
}

/// The event of these records.
pub(super) fn event<'a>(records: impl Iterator<Item = &'a str>) -> String {
    let records: Vec<&str> = records.collect();
    format!("{{\"Records\":[{}]}}", records.join(","))
}

/// Whether one of the filters lets a message through, or there are none. A body that is a JSON object or list is seen as that, any
/// other as a text: a pattern for the one never fits the other.
pub(super) fn is_wanted(record: &Value, patterns: &[EventPattern]) -> bool {
    if patterns.is_empty() {
        return true;
    }
    let mut seen = record.clone();
    let body = record.get("body").and_then(Value::as_str).unwrap_or_default();
    if let Ok(parsed @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(body) {
        seen["body"] = parsed;
    }
    patterns.iter().any(|pattern| pattern.matches(&seen))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use api::id::{AccountId, FunctionName, MappingId};
    use api::mapping::MappingSettings;
    use api::sqs::QueueArn;
    use api::sqs::message::{ReceiptHandle, SystemAttributes};
    use api::time::UnixMillis;

    fn mapping(window_s: u32) -> Mapping {
        Mapping {
            id: MappingId::parse("8f1c0000-0000-4000-8000-000000000000").unwrap(),
            account: AccountId::from_number(1),
            source: QueueArn::parse("arn:aws:sqs:us-east-1:000000000001:orders").unwrap(),
            function: FunctionName::parse("hello").unwrap(),
            qualifier: None,
            settings: MappingSettings { window_s, ..MappingSettings::default() },
            enabled: true,
            created_at: UnixMillis(0),
            modified_at: UnixMillis(0),
        }
    }

    fn message(body: &str) -> Message {
        Message {
            id: "id-1".to_owned(),
            receipt: ReceiptHandle::parse("receipt-1").unwrap(),
            body: body.to_owned(),
            md5_of_body: "md5".to_owned(),
            attributes: [("Author".to_owned(), MessageAttribute::string("Grisham"))].into(),
            md5_of_attributes: Some("md5-a".to_owned()),
            system: SystemAttributes {
                receive_count: 2,
                sent_at: UnixMillis(1_545_082_649_183),
                sender: "AKIA".to_owned(),
                first_received_at: Some(UnixMillis(1_545_082_649_185)),
                group: None,
                deduplication: None,
                sequence: None,
                trace_header: None,
                source: None,
            },
        }
    }

    #[test]
    fn a_message_becomes_a_record_as_lambda_makes_it() {
        let record = record(&message("{\"a\":1}"), &mapping(0));
        let expected = json!({
            "messageId": "id-1",
            "receiptHandle": "receipt-1",
            "body": "{\"a\":1}",
            "attributes": {
                "ApproximateReceiveCount": "2",
                "SentTimestamp": "1545082649183",
                "SenderId": "AKIA",
                "ApproximateFirstReceiveTimestamp": "1545082649185",
            },
            "messageAttributes": {
                "Author": { "stringValue": "Grisham", "stringListValues": [], "binaryListValues": [], "dataType": "String" },
            },
            "md5OfMessageAttributes": "md5-a",
            "md5OfBody": "md5",
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:000000000001:orders",
            "awsRegion": "us-east-1",
        });
        assert_eq!(record, expected);
        let two = event([record.to_string().as_str(), "{}"].into_iter());
        assert_eq!(serde_json::from_str::<Value>(&two).unwrap()["Records"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn the_checksum_of_no_attributes_is_null_with_a_window_only() {
        let plain = Message { attributes: Default::default(), md5_of_attributes: None, ..message("x") };
        assert_eq!(record(&plain, &mapping(0)).get("md5OfMessageAttributes"), None);
        assert_eq!(record(&plain, &mapping(1)).get("md5OfMessageAttributes"), Some(&Value::Null));
    }

    #[test]
    fn filters_see_the_body_as_what_it_is() {
        let check = |pattern: &str, body: &str, expected: bool| {
            let patterns = [EventPattern::parse(pattern).unwrap()];
            assert_eq!(is_wanted(&record(&message(body), &mapping(0)), &patterns), expected, "{body} by {pattern}");
        };
        check(r#"{"body":{"code":["BBBB"]}}"#, r#"{"code":"BBBB"}"#, true);
        check(r#"{"body":{"code":["BBBB"]}}"#, r#"{"code":"AAAA"}"#, false);
        // A text and a pattern for JSON, and the other way round: never.
        check(r#"{"body":{"code":["BBBB"]}}"#, "BBBB", false);
        check(r#"{"body":["plain"]}"#, r#"{"plain":1}"#, false);
        check(r#"{"body":["plain"]}"#, "plain", true);
        check(r#"{"body":["5"]}"#, "5", true);
        // Nothing is said of the body: only what else there is counts.
        check(r#"{"messageAttributes":{"Author":{"stringValue":["Grisham"]}}}"#, "any", true);
        check(r#"{"attributes":{"ApproximateReceiveCount":["1"]}}"#, "any", false);
        assert!(is_wanted(&record(&message("any"), &mapping(0)), &[]));
    }
}
