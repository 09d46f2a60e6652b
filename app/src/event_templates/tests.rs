#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
use super::*;
use api::run::PAYLOAD_BYTES_MAX;
use api::test_event::TestEventName;
use serde_json::Value;
use std::collections::HashSet;

fn json(event: EventTemplate) -> Value {
    serde_json::from_str(event.payload()).unwrap_or_else(|error| panic!("{}: {error}", event.title()))
}

#[test]
fn every_event_is_json_with_a_name_of_its_own() {
    let mut identifiers = HashSet::new();
    for event in EventTemplate::ALL {
        assert!(json(event).is_object(), "{}", event.title());
        assert!(event.payload().len() < PAYLOAD_BYTES_MAX && identifiers.insert(event.identifier()));
        assert_eq!(EventTemplate::from_identifier(event.identifier()), Some(event));
        assert!(EventGroup::ALL.contains(&event.group()));
        TestEventName::parse(event.title()).unwrap();
    }
}

/// Each pointer into the event names a field by which AWS documents the source.
fn check(event: EventTemplate, pointer: &str, expected: &str) {
    let json = json(event);
    let found = json.pointer(pointer).unwrap_or_else(|| panic!("{} has no {pointer}", event.title()));
    let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
    assert_eq!(found, expected, "{} {pointer}", event.title());
}

#[test]
fn each_source_has_its_marks() {
    check(EventTemplate::FunctionUrl, "/routeKey", "$default");
    check(EventTemplate::FunctionUrl, "/version", "2.0");
    check(EventTemplate::ApiGatewayHttp, "/routeKey", "POST /orders");
    check(EventTemplate::ApiGatewayRest, "/requestContext/resourcePath", "/orders/{id}");
    check(EventTemplate::Alb, "/httpMethod", "GET");
    check(EventTemplate::CloudFront, "/Records/0/cf/config/eventType", "viewer-request");
    check(EventTemplate::S3Put, "/Records/0/eventName", "ObjectCreated:Put");
    check(EventTemplate::S3Put, "/Records/0/s3/object/key", "photos/red+cat.jpg");
    check(EventTemplate::S3Delete, "/Records/0/eventName", "ObjectRemoved:Delete");
    check(EventTemplate::DynamoDb, "/Records/1/eventName", "MODIFY");
    check(EventTemplate::Sqs, "/Records/0/eventSource", "aws:sqs");
    check(EventTemplate::Sns, "/Records/0/EventSource", "aws:sns");
    check(EventTemplate::Kinesis, "/Records/0/eventName", "aws:kinesis:record");
    check(EventTemplate::Firehose, "/region", "us-east-1");
    check(EventTemplate::Ses, "/Records/0/eventSource", "aws:ses");
    check(EventTemplate::EventBridgeSchedule, "/detail-type", "Scheduled Event");
    check(EventTemplate::EventBridgeSchedule, "/source", "aws.events");
    check(EventTemplate::CloudFormation, "/RequestType", "Create");
    check(EventTemplate::CodeCommit, "/Records/0/eventSource", "aws:codecommit");
    check(EventTemplate::CognitoPreSignUp, "/triggerSource", "PreSignUp_SignUp");
    check(EventTemplate::Alexa, "/request/type", "IntentRequest");
    check(EventTemplate::Lex, "/messageVersion", "2.0");
}

#[test]
fn json_within_json_is_json() {
    for (event, pointer) in [
        (EventTemplate::Config, "/invokingEvent"),
        (EventTemplate::Config, "/ruleParameters"),
        (EventTemplate::ApiGatewayHttp, "/body"),
        (EventTemplate::Sqs, "/Records/0/body"),
    ] {
        let outer = json(event);
        let inner = outer.pointer(pointer).and_then(Value::as_str).unwrap();
        serde_json::from_str::<Value>(inner).unwrap();
    }
    check(EventTemplate::Sqs, "/Records/2/body", "not JSON at all");
}
