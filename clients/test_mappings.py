"""Event source mappings through boto3: a queue is read for a function, and everything that can go wrong on the way."""

import json
import re
import time

import pytest
from conftest import REGION, new_name
from test_functions import refused

ACCOUNT = "000000000000"
REPORTS = """
exports.handler = async (event) => {
  const ids = event.Records.map((record) => record.body);
  console.log("bodies", JSON.stringify(ids));
  return { batchItemFailures: event.Records.filter((r) => r.body.startsWith("bad")).map((r) => ({ itemIdentifier: r.messageId })) };
};
"""
LOGS = """
exports.handler = async (event) => { for (const record of event.Records) console.log("got", JSON.stringify(record)); };
"""
FAILS = "exports.handler = async (event) => { console.log('failing', event.Records.length); throw new Error('not today'); };"


@pytest.fixture(scope="session")
def sqs(server):
    return server.client("sqs")


@pytest.fixture(scope="session")
def logs(server):
    return server.client("logs")


@pytest.fixture
def queue(sqs):
    """Makes queues, and deletes them after the test; answers URL and ARN."""
    made = []

    def make(suffix="", **attributes):
        url = sqs.create_queue(QueueName=new_name("q") + suffix, Attributes=attributes)["QueueUrl"]
        made.append(url)
        return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    yield make
    for url in made:
        try:
            sqs.delete_queue(QueueUrl=url)
        except sqs.exceptions.QueueDoesNotExist:
            pass  # the test deleted it


@pytest.fixture
def mapping(aws):
    """Makes mappings, waits until they read, and deletes them after the test."""
    made = []

    def make(function, source, **settings):
        answer = aws.create_event_source_mapping(FunctionName=function, EventSourceArn=source, **settings)
        made.append(answer["UUID"])
        if settings.get("Enabled", True):
            until(lambda: state(aws, answer["UUID"]) == "Enabled")
        return answer

    yield make
    for uuid in made:
        try:
            aws.delete_event_source_mapping(UUID=uuid)
        except aws.exceptions.ResourceNotFoundException:
            pass  # the test deleted it


def state(aws, uuid):
    return aws.get_event_source_mapping(UUID=uuid)["State"]


def until(wanted, seconds=30):
    """Returns what `wanted` gives as soon as that is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := wanted():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come about")


def count(sqs, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
    return sum(int(n) for n in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values())


def lines(logs, name, term):
    try:
        return [e["message"] for e in logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern=term)["events"]]
    except logs.exceptions.ResourceNotFoundException:
        return []


def records(logs, name):
    return [json.loads(line[line.index("{"):]) for line in lines(logs, name, "got")]


def test_a_mapping_lives_its_life(aws, sqs, make, queue, mapping):
    name, (url, arn) = make(LOGS), queue()
    made = mapping(name, arn)
    uuid = made["UUID"]
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    modified = made.pop("LastModified")
    assert modified.year >= 2026
    made.pop("ResponseMetadata")
    assert made == {
        "UUID": uuid, "BatchSize": 10, "MaximumBatchingWindowInSeconds": 0, "EventSourceArn": arn,
        "EventSourceMappingArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:{uuid}",
        "FunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}", "State": "Creating",
        "StateTransitionReason": "USER_INITIATED", "FunctionResponseTypes": [],
    }
    shown = aws.get_event_source_mapping(UUID=uuid)
    assert shown["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert (shown["State"], shown["UUID"], "LastProcessingResult" in shown) == ("Enabled", uuid, False)

    twice = re.escape(f'An event source mapping with SQS arn (" {arn} ") and function (" {name} ") already exists. '
                      f"Please update or delete the existing mapping with UUID {uuid}")
    with refused("ResourceConflictException", twice):
        aws.create_event_source_mapping(FunctionName=name, EventSourceArn=arn)

    filters = {"Filters": [{"Pattern": json.dumps({"body": {"kind": ["order"]}})}]}
    changed = aws.update_event_source_mapping(
        UUID=uuid, BatchSize=100, MaximumBatchingWindowInSeconds=5, FilterCriteria=filters,
        FunctionResponseTypes=["ReportBatchItemFailures"], ScalingConfig={"MaximumConcurrency": 2},
    )
    assert (changed["ResponseMetadata"]["HTTPStatusCode"], changed["State"]) == (202, "Updating")
    assert (changed["BatchSize"], changed["MaximumBatchingWindowInSeconds"]) == (100, 5)
    assert json.loads(changed["FilterCriteria"]["Filters"][0]["Pattern"]) == {"body": {"kind": ["order"]}}
    assert changed["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert changed["ScalingConfig"] == {"MaximumConcurrency": 2}
    # What is not named stays; what is empty goes.
    less = aws.update_event_source_mapping(UUID=uuid, FilterCriteria={}, ScalingConfig={}, FunctionResponseTypes=[])
    assert less["BatchSize"] == 100 and "FilterCriteria" not in less and "ScalingConfig" not in less
    assert less["FunctionResponseTypes"] == []

    assert aws.update_event_source_mapping(UUID=uuid, Enabled=False)["State"] == "Disabling"
    until(lambda: state(aws, uuid) == "Disabled")
    assert aws.update_event_source_mapping(UUID=uuid, Enabled=True)["State"] == "Enabling"
    until(lambda: state(aws, uuid) == "Enabled")

    gone = aws.delete_event_source_mapping(UUID=uuid)
    assert (gone["ResponseMetadata"]["HTTPStatusCode"], gone["State"]) == (202, "Deleting")
    with refused("ResourceNotFoundException", "The resource you requested does not exist."):
        aws.get_event_source_mapping(UUID=uuid)


def test_mappings_are_listed_by_function_and_by_queue_in_pages(aws, make, queue, mapping):
    one, other, (_, first), (_, second) = make(LOGS), make(LOGS), queue(), queue()
    ids = {key: mapping(*key, Enabled=False)["UUID"] for key in [(one, first), (one, second), (other, first)]}

    def listed(**wanted):
        pages = aws.get_paginator("list_event_source_mappings").paginate(**wanted, PaginationConfig={"PageSize": 1})
        return [m["UUID"] for page in pages for m in page["EventSourceMappings"]]

    assert listed(FunctionName=one) == sorted([ids[one, first], ids[one, second]])
    assert listed(EventSourceArn=first) == sorted([ids[one, first], ids[other, first]])
    assert listed(FunctionName=other, EventSourceArn=second) == []
    assert set(ids.values()) <= set(listed())
    with refused("ResourceNotFoundException", "Function not found"):
        aws.list_event_source_mappings(FunctionName=new_name("gone"))


def test_a_function_is_named_by_version_alias_and_arn(aws, make, queue, mapping):
    name, (_, arn) = make(LOGS), queue()
    aws.publish_version(FunctionName=name)
    aws.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    plain = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
    for named, shown in ((f"{name}:1", f"{plain}:1"), (f"{plain}:live", f"{plain}:live"), (plain, plain)):
        assert mapping(named, arn, Enabled=False)["FunctionArn"] == shown
    # `$LATEST` is what no qualifier is.
    with refused("ResourceConflictException", "already exists"):
        aws.create_event_source_mapping(FunctionName=f"{name}:$LATEST", EventSourceArn=arn)
    uuid = aws.list_event_source_mappings(FunctionName=f"{name}:1")["EventSourceMappings"][0]["UUID"]
    with refused("ResourceConflictException", "already exists"):
        aws.update_event_source_mapping(UUID=uuid, FunctionName=f"{name}:live")


@pytest.mark.parametrize("fifo, settings, code, message", [
    (False, {"BatchSize": 11}, "InvalidParameterValueException", "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"),
    (False, {"BatchSize": 10_001}, "ValidationException", "Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000"),
    (False, {"MaximumBatchingWindowInSeconds": 301}, "ValidationException", "Member must have value less than or equal to 300"),
    (True, {"BatchSize": 11, "MaximumBatchingWindowInSeconds": 1}, "InvalidParameterValueException", "Maximum batch size must be between 1 and 10 inclusive"),
    (True, {"MaximumBatchingWindowInSeconds": 1}, "InvalidParameterValueException", "Batching window is not supported for FIFO queues"),
    (False, {"ScalingConfig": {"MaximumConcurrency": 1}}, "ValidationException", "at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must have value greater than or equal to 2"),
    (False, {"StartingPosition": "LATEST"}, "InvalidParameterValueException", "StartingPosition is not valid for SQS event sources."),
    (False, {"BisectBatchOnFunctionError": True}, "InvalidParameterValueException", "Unsupported BisectBatchOnFunctionError parameter for given event source mapping type."),
    (False, {"DestinationConfig": {"OnFailure": {"Destination": f"arn:aws:sqs:{REGION}:{ACCOUNT}:x"}}}, "InvalidParameterValueException", "Unsupported DestinationConfig parameter"),
    (False, {"FunctionResponseTypes": ["Other"]}, "ValidationException", "ReportBatchItemFailures"),
    (False, {"KMSKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/x"}, "InvalidParameterValueException", "`KMSKeyArn` is not simulated by Coldstart yet"),
    (False, {"ProvisionedPollerConfig": {"MinimumPollers": 2}}, "InvalidParameterValueException", "`ProvisionedPollerConfig` is not simulated"),
])
def test_bad_settings_are_refused(aws, make, queue, fifo, settings, code, message):
    _, arn = queue(".fifo", FifoQueue="true") if fifo else queue()
    with refused(code, re.escape(message)):
        aws.create_event_source_mapping(FunctionName=make(LOGS), EventSourceArn=arn, **settings)


@pytest.mark.parametrize("pattern", ["null", '"simple string"', "simple string", '{"eventSource":"aws:sqs"}', '{"eventSource":[]}', ""])
def test_bad_filters_are_refused(aws, make, queue, pattern):
    with refused("InvalidParameterValueException", re.escape("Invalid filter pattern definition.")):
        aws.create_event_source_mapping(
            FunctionName=make(LOGS), EventSourceArn=queue()[1], FilterCriteria={"Filters": [{"Pattern": pattern}]}
        )


def test_what_is_missing_is_refused_by_name(aws, make, queue):
    name, (_, arn) = make(LOGS, Timeout=31), queue()
    with refused("InvalidParameterValueException", "Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds"):
        aws.create_event_source_mapping(FunctionName=name, EventSourceArn=arn)
    with refused("InvalidParameterValueException", "Function does not exist"):
        aws.create_event_source_mapping(FunctionName=new_name("gone"), EventSourceArn=arn)
    with refused("InvalidParameterValueException", "Unrecognized event source."):
        aws.create_event_source_mapping(FunctionName=name)
    missing = "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist."
    with refused("InvalidParameterValueException", re.escape(missing)):
        aws.create_event_source_mapping(FunctionName=name, EventSourceArn=arn + "x")
    stream = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/orders"
    with refused("InvalidParameterValueException", "Value null at 'startingPosition'"):
        aws.create_event_source_mapping(FunctionName=name, EventSourceArn=stream)
    with refused("InvalidParameterValueException", "does not simulate the service `kinesis` yet"):
        aws.create_event_source_mapping(FunctionName=name, EventSourceArn=stream, StartingPosition="LATEST")
    uuid = "11111111-2222-4333-8444-555555555555"
    for act in (aws.get_event_source_mapping, aws.update_event_source_mapping, aws.delete_event_source_mapping):
        with refused("ResourceNotFoundException", "The resource you requested does not exist."):
            act(UUID=uuid)


def test_messages_reach_the_function_as_lambda_hands_them_over(sqs, logs, make, queue, mapping):
    name, (url, arn) = make(LOGS), queue()
    mapping(name, arn)
    sent = sqs.send_message(
        QueueUrl=url, MessageBody='{"order": 7}',
        MessageAttributes={"Author": {"DataType": "String", "StringValue": "Grisham"}, "Raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}},
    )
    got = until(lambda: records(logs, name))[0]
    until(lambda: count(sqs, url) == 0)
    assert got["messageId"] == sent["MessageId"] and got["body"] == '{"order": 7}'
    assert (got["md5OfBody"], got["md5OfMessageAttributes"]) == (sent["MD5OfMessageBody"], sent["MD5OfMessageAttributes"])
    assert got["messageAttributes"] == {
        "Author": {"stringValue": "Grisham", "stringListValues": [], "binaryListValues": [], "dataType": "String"},
        "Raw": {"binaryValue": "AP8=", "stringListValues": [], "binaryListValues": [], "dataType": "Binary"},
    }
    assert set(got["attributes"]) == {"ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"}
    assert (got["eventSource"], got["eventSourceARN"], got["awsRegion"]) == ("aws:sqs", arn, REGION)


def test_only_what_is_reported_comes_again(sqs, logs, make, queue, mapping):
    name, (url, arn) = make(REPORTS, Timeout=1), queue(VisibilityTimeout="2")
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": b, "MessageBody": b} for b in ("good", "bad", "fine")])
    mapping(name, arn, FunctionResponseTypes=["ReportBatchItemFailures"])
    until(lambda: sum('"bad"' in line for line in lines(logs, name, "bodies")) >= 3)
    seen = " ".join(lines(logs, name, "bodies"))
    assert (seen.count('"good"'), seen.count('"fine"')) == (1, 1)
    assert count(sqs, url) == 1


def test_a_poison_message_is_in_the_dead_letter_queue_after_exactly_its_receives(aws, sqs, logs, make, queue, mapping):
    name, (dead_url, dead_arn) = make(FAILS, Timeout=1), queue()
    url, arn = queue(
        VisibilityTimeout="1", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 3})
    )
    uuid = mapping(name, arn)["UUID"]
    sent = sqs.send_message(QueueUrl=url, MessageBody="poison")
    until(lambda: count(sqs, dead_url) == 1)
    assert len(until(lambda: (found := lines(logs, name, "failing"))[2:] and found)) == 3
    taken = sqs.receive_message(QueueUrl=dead_url)["Messages"][0]
    assert (taken["MessageId"], taken["Body"]) == (sent["MessageId"], "poison")
    assert aws.get_event_source_mapping(UUID=uuid)["LastProcessingResult"] == "PROBLEM: Function call failed"
    assert count(sqs, url) == 0


def test_what_no_filter_lets_through_is_gone(sqs, logs, make, queue, mapping):
    name, (url, arn) = make(LOGS), queue()
    pattern = {"body": {"kind": ["order"], "n": [{"numeric": [">", 1]}]}}
    mapping(name, arn, FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    bodies = ['{"kind":"order","n":1}', '{"kind":"order","n":2}', "kind", '{"kind":"other","n":2}']
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": b} for i, b in enumerate(bodies)])
    until(lambda: count(sqs, url) == 0)
    until(lambda: records(logs, name))
    assert [record["body"] for record in records(logs, name)] == [bodies[1]]


def test_a_mapping_that_is_off_leaves_messages_alone(aws, sqs, logs, make, queue, mapping):
    name, (url, arn) = make(LOGS), queue()
    made = mapping(name, arn, Enabled=False)
    assert made["State"] == "Disabled"
    sqs.send_message(QueueUrl=url, MessageBody="later")
    assert count(sqs, url) == 1 and state(aws, made["UUID"]) == "Disabled"
    aws.update_event_source_mapping(UUID=made["UUID"], Enabled=True)
    until(lambda: count(sqs, url) == 0)
    # Messages are gone when the function has answered; its log is written a moment later.
    assert [record["body"] for record in until(lambda: records(logs, name))] == ["later"]


def test_groups_keep_their_order(sqs, logs, make, queue, mapping):
    name, (url, arn) = make(LOGS), queue(".fifo", FifoQueue="true", ContentBasedDeduplication="true")
    for i in range(24):
        sqs.send_message(QueueUrl=url, MessageBody=f"{i % 3}-{i:02}", MessageGroupId=f"g{i % 3}")
    mapping(name, arn, BatchSize=3)
    until(lambda: len(records(logs, name)) == 24)
    bodies = [record["body"] for record in records(logs, name)]
    for group in "012":
        own = [body for body in bodies if body.startswith(group)]
        assert own == sorted(own)


def test_a_mapping_outlives_its_function_and_its_queue(aws, sqs, make, queue, mapping):
    name, (url, arn) = make(LOGS), queue()
    uuid = mapping(name, arn)["UUID"]
    aws.delete_function(FunctionName=name)
    assert aws.get_event_source_mapping(UUID=uuid)["State"] == "Enabled"
    sqs.send_message(QueueUrl=url, MessageBody="waits")
    problem = lambda: aws.get_event_source_mapping(UUID=uuid).get("LastProcessingResult", "")
    until(lambda: problem().startswith("PROBLEM: Function not found"))
    assert count(sqs, url) == 1
    assert [m["UUID"] for m in aws.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]] == [uuid]
    make(LOGS, FunctionName=name)
    until(lambda: count(sqs, url) == 0, seconds=90)
    sqs.delete_queue(QueueUrl=url)
    aws.update_event_source_mapping(UUID=uuid, Enabled=False)
    until(lambda: state(aws, uuid) == "Disabled")
    with refused("InvalidParameterValueException", "NonExistentQueue"):
        aws.update_event_source_mapping(UUID=uuid, Enabled=True)


def test_a_queue_that_is_gone_is_told(aws, sqs, make, queue, mapping):
    name, (url, arn) = make(LOGS), queue()
    uuid = mapping(name, arn)["UUID"]
    sqs.delete_queue(QueueUrl=url)
    gone = lambda: aws.get_event_source_mapping(UUID=uuid).get("LastProcessingResult", "")
    until(lambda: gone() == "PROBLEM: The specified queue does not exist.", seconds=60)


def test_tags_of_mappings(aws, make, queue, mapping):
    arn = mapping(make(LOGS), queue()[1], Tags={"team": "blue"}, Enabled=False)["EventSourceMappingArn"]
    assert aws.list_tags(Resource=arn)["Tags"] == {"team": "blue"}
    aws.tag_resource(Resource=arn, Tags={"stage": "dev"})
    aws.untag_resource(Resource=arn, TagKeys=["team"])
    assert aws.list_tags(Resource=arn)["Tags"] == {"stage": "dev"}
    missing = arn[:-12] + "555555555555"
    with refused("ResourceNotFoundException", f"Event source mapping not found: {missing}"):
        aws.list_tags(Resource=missing)


def test_poison_among_a_thousand_messages_is_dead_and_all_others_are_done(sqs, logs, make, queue, mapping):
    name, (dead_url, dead_arn) = make(REPORTS, Timeout=2), queue()
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
    url, arn = queue(VisibilityTimeout="2", RedrivePolicy=redrive)
    bodies = [f"bad-{i}" if i % 100 == 7 else f"good-{i}" for i in range(1_000)]
    for at in range(0, len(bodies), 10):
        sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": b, "MessageBody": b} for b in bodies[at:at + 10]])
    mapping(name, arn, FunctionResponseTypes=["ReportBatchItemFailures"])
    until(lambda: count(sqs, url) == 0, seconds=60)
    dead = set()
    while taken := sqs.receive_message(QueueUrl=dead_url, MaxNumberOfMessages=10).get("Messages"):
        dead |= {message["Body"] for message in taken}
    assert dead == {body for body in bodies if body.startswith("bad")}
    seen = until(lambda: (found := handed(logs, name))[1_009:] and found)
    # Of the good ones each once, of the bad ones each as often as it could be received.
    assert {body: seen.count(body) for body in set(seen)} == {b: 2 if b.startswith("bad") else 1 for b in bodies}


def handed(logs, name):
    """All bodies that a function which writes them down got, of all its batches."""
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name}", filterPattern="bodies")
    written = [event["message"] for page in pages for event in page["events"]]
    return [body for line in written for body in json.loads(line[line.index("["):line.rindex("]") + 1])]
