"""Amazon SQS through boto3 and both versions of the AWS CLI. boto3 compares every MD5 with its own."""

import json
import re
import threading
import time
import urllib.error
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import REGION, new_name
from test_cli import cli  # noqa: F401
from test_functions import refused

ARN = f"arn:aws:sqs:{REGION}:000000000000:"


@pytest.fixture(scope="session")
def sqs(server):
    return server.client("sqs")


@pytest.fixture
def queue(sqs):
    """Makes queues, and deletes them after the test."""
    made = []

    def make(suffix="", **attributes):
        url = sqs.create_queue(QueueName=new_name("q") + suffix, Attributes={k: str(v) for k, v in attributes.items()})["QueueUrl"]
        made.append(url)
        return url

    yield make
    for url in made:
        sqs.delete_queue(QueueUrl=url)


def attributes(sqs, url, *names):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names) or ["All"]).get("Attributes", {})


def receive(sqs, url, **settings):
    return sqs.receive_message(QueueUrl=url, **{"MaxNumberOfMessages": 10, **settings}).get("Messages", [])


def test_a_queue_is_made_found_listed_changed_and_deleted(server, sqs):
    name = new_name("orders")
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "5"}, tags={"stage": "dev"})["QueueUrl"]
    assert url == f"{server.aws}/000000000000/{name}"
    assert sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "5"})["QueueUrl"] == url
    with pytest.raises(sqs.exceptions.QueueNameExists) as exists:
        sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "6"})
    assert exists.value.response["Error"]["Code"] == "QueueAlreadyExists"
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    for n in range(3):
        sqs.create_queue(QueueName=f"{name}-{n}")
    pages = sqs.get_paginator("list_queues").paginate(QueueNamePrefix=name, PaginationConfig={"PageSize": 3})
    listed = [page["QueueUrls"] for page in pages]
    assert listed == [[url, f"{url}-0", f"{url}-1"], [f"{url}-2"]]
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix=new_name("none"))

    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "1", "MaximumMessageSize": "2048"})
    found = attributes(sqs, url)
    assert found["QueueArn"] == ARN + name
    assert (found["VisibilityTimeout"], found["DelaySeconds"], found["MaximumMessageSize"]) == ("5", "1", "2048")
    assert (found["MessageRetentionPeriod"], found["ReceiveMessageWaitTimeSeconds"]) == ("345600", "0")
    assert found["ApproximateNumberOfMessages"] == found["ApproximateNumberOfMessagesNotVisible"] == "0"
    assert abs(int(found["CreatedTimestamp"]) - time.time()) < 60
    assert attributes(sqs, url, "DelaySeconds") == {"DelaySeconds": "1"}
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"stage": "dev"}
    sqs.tag_queue(QueueUrl=url, Tags={"owner": "ada"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["stage"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"owner": "ada"}
    for url in [url, *(f"{url}-{n}" for n in range(3))]:
        sqs.delete_queue(QueueUrl=url)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as gone:
        sqs.send_message(QueueUrl=url, MessageBody="x")
    error = gone.value.response["Error"]
    assert error["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert (error["Message"], error["Type"]) == ("The specified queue does not exist.", "Sender")


def test_a_message_with_attributes_comes_back_as_it_was_sent(sqs, queue):
    url = queue()
    given = {
        "kind": {"DataType": "String", "StringValue": "büro"},
        "tries": {"DataType": "Number.int", "StringValue": "-3"},
        "icon.small": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}
    sent = sqs.send_message(QueueUrl=url, MessageBody="grüße", MessageAttributes=given, MessageSystemAttributes=trace)
    assert sent["MD5OfMessageSystemAttributes"]
    [message] = receive(
        sqs, url, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"], VisibilityTimeout=0,
    )
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], "grüße")
    assert message["MessageAttributes"] == given
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    system = message["Attributes"]
    assert (system["ApproximateReceiveCount"], system["SenderId"]) == ("1", "000000000000")
    assert system["AWSTraceHeader"] == trace["AWSTraceHeader"]["StringValue"]
    assert system["SentTimestamp"] <= system["ApproximateFirstReceiveTimestamp"]
    [message] = receive(sqs, url, MessageAttributeNames=["icon.*"], AttributeNames=["ApproximateReceiveCount"], VisibilityTimeout=0)
    assert list(message["MessageAttributes"]) == ["icon.small"]
    assert message["Attributes"] == {"ApproximateReceiveCount": "2"}
    [message] = receive(sqs, url)
    assert "MessageAttributes" not in message and "Attributes" not in message
    assert receive(sqs, url) == []
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert attributes(sqs, url, "ApproximateNumberOfMessagesNotVisible") == {"ApproximateNumberOfMessagesNotVisible": "0"}


def test_batches_answer_for_each_message(sqs, queue):
    url = queue()
    sent = sqs.send_message_batch(QueueUrl=url, Entries=[
        {"Id": "good", "MessageBody": "one"},
        {"Id": "slow", "MessageBody": "two", "DelaySeconds": 900},
        {"Id": "bad", "MessageBody": "three", "DelaySeconds": 901},
        {"Id": "worse", "MessageBody": "a\x00b"},
    ])
    assert [entry["Id"] for entry in sent["Successful"]] == ["good", "slow"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in sent["Failed"]] == [
        ("bad", "InvalidParameterValue", True), ("worse", "InvalidMessageContents", True),
    ]
    assert attributes(sqs, url, "ApproximateNumberOfMessagesDelayed") == {"ApproximateNumberOfMessagesDelayed": "1"}
    [message] = receive(sqs, url)
    shown = sqs.change_message_visibility_batch(QueueUrl=url, Entries=[
        {"Id": "a", "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0},
        {"Id": "b", "ReceiptHandle": "nonsense", "VisibilityTimeout": 0},
    ])
    assert [entry["Id"] for entry in shown["Successful"]] == ["a"]
    assert [entry["Code"] for entry in shown["Failed"]] == ["ReceiptHandleIsInvalid"]
    [message] = receive(sqs, url)
    deleted = sqs.delete_message_batch(QueueUrl=url, Entries=[{"Id": "a", "ReceiptHandle": message["ReceiptHandle"]}])
    assert [entry["Id"] for entry in deleted["Successful"]] == ["a"] and "Failed" not in deleted
    for entries, code in [
        ([], "AWS.SimpleQueueService.EmptyBatchRequest"),
        ([{"Id": str(n), "MessageBody": "x"} for n in range(11)], "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
        ([{"Id": "a", "MessageBody": "x"}] * 2, "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
        ([{"Id": "a b", "MessageBody": "x"}], "AWS.SimpleQueueService.InvalidBatchEntryId"),
        ([{"Id": str(n), "MessageBody": "x" * 600_000} for n in range(2)], "AWS.SimpleQueueService.BatchRequestTooLong"),
    ]:
        with refused(code):
            sqs.send_message_batch(QueueUrl=url, Entries=entries)


def test_who_waits_gets_a_message_as_soon_as_it_is_sent(sqs, queue, server):
    url = queue(ReceiveMessageWaitTimeSeconds=20)
    got = []
    waits = threading.Thread(target=lambda: got.append((receive(server.client("sqs"), url), time.monotonic())))
    waits.start()
    time.sleep(0.5)
    sent_at = time.monotonic()
    sqs.send_message(QueueUrl=url, MessageBody="at last")
    waits.join(timeout=25)
    [([message], received_at)] = got
    assert message["Body"] == "at last" and received_at - sent_at < 5
    begun = time.monotonic()
    assert receive(sqs, url, WaitTimeSeconds=1) == [] and time.monotonic() - begun >= 1


def test_a_message_that_is_not_deleted_comes_back_and_goes_to_the_dead_letter_queue(sqs, queue):
    dead = queue()
    dead_arn = attributes(sqs, dead, "QueueArn")["QueueArn"]
    policy = {"deadLetterTargetArn": dead_arn, "maxReceiveCount": "2"}
    url = queue(VisibilityTimeout=1, RedrivePolicy=json.dumps(policy))
    assert json.loads(attributes(sqs, url)["RedrivePolicy"]) == {**policy, "maxReceiveCount": 2}
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    for count in ["1", "2"]:
        [message] = receive(sqs, url, WaitTimeSeconds=5, AttributeNames=["All"])
        assert message["Attributes"]["ApproximateReceiveCount"] == count
    assert receive(sqs, url, WaitTimeSeconds=2) == []
    [letter] = receive(sqs, dead, AttributeNames=["All"])
    assert (letter["Body"], letter["MessageId"]) == ("poison", message["MessageId"])
    assert letter["Attributes"]["DeadLetterQueueSourceArn"] == attributes(sqs, url, "QueueArn")["QueueArn"]


def test_a_fifo_queue_keeps_groups_in_order_and_takes_a_message_once(sqs, queue):
    url = queue(".fifo", FifoQueue="true", ContentBasedDeduplication="true")
    first = sqs.send_message(QueueUrl=url, MessageBody="a1", MessageGroupId="a")
    again = sqs.send_message(QueueUrl=url, MessageBody="a1", MessageGroupId="a")
    assert (again["MessageId"], again["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    second = sqs.send_message(QueueUrl=url, MessageBody="a2", MessageGroupId="a", MessageDeduplicationId="x")
    assert len(first["SequenceNumber"]) == 20 and first["SequenceNumber"] < second["SequenceNumber"]
    [one] = receive(sqs, url, MaxNumberOfMessages=1, AttributeNames=["All"])
    assert (one["Body"], one["Attributes"]["MessageGroupId"]) == ("a1", "a")
    assert one["Attributes"]["SequenceNumber"] == first["SequenceNumber"] and one["Attributes"]["MessageDeduplicationId"]
    assert receive(sqs, url) == []
    sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
    assert [message["Body"] for message in receive(sqs, url)] == ["a2"]
    with refused("MissingParameter", "The request must contain the parameter MessageGroupId."):
        sqs.send_message(QueueUrl=url, MessageBody="x")
    with refused("InvalidParameterValue", "Can only include alphanumeric"):
        sqs.create_queue(QueueName=new_name("q") + ".fifo")
    found = attributes(sqs, url)
    assert (found["FifoQueue"], found["DeduplicationScope"], found["FifoThroughputLimit"]) == ("true", "queue", "perQueue")


def test_purging_is_once_a_minute(sqs, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="x")
    sqs.purge_queue(QueueUrl=url)
    assert receive(sqs, url) == []
    with pytest.raises(sqs.exceptions.PurgeQueueInProgress):
        sqs.purge_queue(QueueUrl=url)


@pytest.mark.parametrize("given, code, message", [
    ({"KmsMasterKeyId": "alias/aws/sqs"}, "AWS.SimpleQueueService.UnsupportedOperation", "`KmsMasterKeyId`"),
    ({"Policy": "{}"}, "AWS.SimpleQueueService.UnsupportedOperation", "`Policy`"),
    ({"Colour": "red"}, "InvalidAttributeName", "Unknown Attribute Colour."),
    ({"VisibilityTimeout": "43201"}, "InvalidAttributeValue", "VisibilityTimeout"),
    ({"VisibilityTimeout": "soon"}, "InvalidAttributeValue", "VisibilityTimeout"),
    ({"MaximumMessageSize": "1048577"}, "InvalidAttributeValue", "MaximumMessageSize"),
    ({"FifoQueue": "true"}, "InvalidAttributeValue", "FifoQueue"),
    ({"RedrivePolicy": "{"}, "InvalidParameterValue", "RedrivePolicy"),
    ({"RedrivePolicy": json.dumps({"deadLetterTargetArn": ARN + "nowhere", "maxReceiveCount": 1})}, "InvalidParameterValue", "Dead letter target does not exist."),
    ({"RedrivePolicy": json.dumps({"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:000000000000:q", "maxReceiveCount": 1})}, "InvalidParameterValue", "Dead letter target does not exist."),
])
def test_attributes_that_cannot_be_are_refused_by_name(sqs, given, code, message):
    with refused(code, re.escape(message)):
        sqs.create_queue(QueueName=new_name("q"), Attributes=given)


@pytest.mark.parametrize("operation, settings", [
    ("add_permission", {"Label": "all", "AWSAccountIds": ["1"], "Actions": ["*"]}),
    ("remove_permission", {"Label": "all"}),
])
def test_operations_that_are_not_simulated_say_so(sqs, queue, operation, settings):
    with refused("AWS.SimpleQueueService.UnsupportedOperation", "Coldstart does not simulate"):
        getattr(sqs, operation)(QueueUrl=queue(), **settings)


def test_hostile_input_is_refused_and_harms_nothing(sqs, queue):
    url = queue()
    sqs.send_message(QueueUrl=url, MessageBody="safe")
    for send in [
        {"MessageBody": ""},
        {"MessageBody": "x" * 1_048_577},
        {"MessageBody": "x", "DelaySeconds": -1},
        {"MessageBody": "x", "DelaySeconds": 2**40},
        {"MessageBody": "x", "MessageAttributes": {"a": {"DataType": "Unknown", "StringValue": "x"}}},
        {"MessageBody": "x", "MessageAttributes": {"a": {"DataType": "Number", "StringValue": "NaN"}}},
        {"MessageBody": "x", "MessageAttributes": {"a" * 257: {"DataType": "String", "StringValue": "x"}}},
        {"MessageBody": "x", "MessageAttributes": {f"a{n}": {"DataType": "String", "StringValue": "x"} for n in range(11)}},
        {"MessageBody": "x", "MessageSystemAttributes": {"Other": {"DataType": "String", "StringValue": "x"}}},
        {"MessageBody": "x", "MessageGroupId": "g"},
    ]:
        with pytest.raises(sqs.exceptions.ClientError) as error:
            sqs.send_message(QueueUrl=url, **send)
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400, send
    for settings in [
        {"MaxNumberOfMessages": 0}, {"MaxNumberOfMessages": 11}, {"WaitTimeSeconds": 21}, {"VisibilityTimeout": -1},
        {"VisibilityTimeout": 43_201}, {"AttributeNames": ["Colour"]}, {"ReceiveRequestAttemptId": "x"},
    ]:
        with pytest.raises(sqs.exceptions.ClientError):
            receive(sqs, url, **settings)
    for bad in ["", "nowhere", "http://host/", "http://host/000000000000/a/b", "http://host/111111111111/q", f"{url}'--", "x" * 10_000]:
        with pytest.raises(sqs.exceptions.ClientError):
            receive(sqs, bad)
    for receipt in ["", "AQEB", "AQEB" + "f" * 64, "ü", "x" * 100_000]:
        with pytest.raises(sqs.exceptions.ClientError):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=receipt)
    for name in ["", "a.b", "a" * 81, "../x", "ü", ".fifo"]:
        with refused("InvalidParameterValue", "Can only include alphanumeric"):
            sqs.create_queue(QueueName=name)
    assert attributes(sqs, url, "ApproximateNumberOfMessages") == {"ApproximateNumberOfMessages": "1"}


def raw(server, body, target="AmazonSQS.ListQueues", kind="application/x-amz-json-1.0"):
    """A signed request that no SDK would make."""
    headers = {"Content-Type": kind, **({"X-Amz-Target": target} if target else {})}
    request = AWSRequest("POST", f"{server.aws}/", data=body, headers=headers)
    SigV4Auth(Credentials("test", "test"), "sqs", REGION).add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(request.url, body, dict(request.headers))) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_requests_that_no_sdk_makes(server):
    assert raw(server, b"{}")[0] == 200
    status, headers, body = raw(server, b"[1")
    assert (status, headers["x-amzn-query-error"]) == (400, "MalformedInput;Sender")
    assert json.loads(body)["__type"] == "com.amazon.coral.service#SerializationException"
    assert "unknown field `Colour`" in raw(server, b'{"Colour": 1}')[2]
    assert raw(server, b'{"MaxResults": "many"}')[0] == 400
    status, _, body = raw(server, b"{}", target="AmazonSQS.Steal")
    assert status == 400 and "UnknownOperationException" in body
    status, _, body = raw(server, b"Action=ListQueues", target=None, kind="application/x-www-form-urlencoded")
    assert status == 200 and body.endswith("</ResponseMetadata></ListQueuesResponse>")
    status, _, body = raw(server, b"Action=GetQueueUrl&QueueName=%3C%26%3E", target=None, kind="application/x-www-form-urlencoded")
    assert status == 400 and "<Code>InvalidParameterValue</Code>" in body and "&lt;&amp;&gt;" in body
    for form in [b"", b"Action=", b"Action=Steal", b"Action=SendMessage&MessageAttribute.x.Name=a", b"Action=SendMessage&DelaySeconds=soon", b"&".join(b"a.%d=1" % n for n in range(3_000))]:
        assert raw(server, form, target=None, kind="application/x-www-form-urlencoded")[0] == 400


def test_a_queue_from_the_shell(cli):  # noqa: F811
    name = new_name("cli")
    url = cli("sqs", "create-queue", "--queue-name", name)["QueueUrl"]
    cli("sqs", "send-message", "--queue-url", url, "--message-body", "hello", "--message-attributes",
        '{"kind": {"DataType": "String", "StringValue": "greeting"}}')
    [message] = cli("sqs", "receive-message", "--queue-url", url, "--message-attribute-names", "All")["Messages"]
    assert (message["Body"], message["MessageAttributes"]["kind"]["StringValue"]) == ("hello", "greeting")
    cli("sqs", "change-message-visibility", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"], "--visibility-timeout", "0")
    [message] = cli("sqs", "receive-message", "--queue-url", url, "--attribute-names", "All")["Messages"]
    assert message["Attributes"]["ApproximateReceiveCount"] == "2"
    cli("sqs", "delete-message", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"])
    assert cli("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All")["Attributes"]["ApproximateNumberOfMessages"] == "0"
    cli("sqs", "delete-queue", "--queue-url", url)
    with pytest.raises(RuntimeError, match="NonExistentQueue|QueueDoesNotExist"):
        cli("sqs", "get-queue-url", "--queue-name", name)
