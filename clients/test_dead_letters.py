"""Functions' failures in queues: dead-letter queues and destinations, through boto3."""

import json
import re
import time

import pytest
from conftest import REGION, new_name
from test_functions import refused
from test_sqs import ARN, attributes, queue, sqs  # noqa: F401

FAILS = "exports.handler = async () => { throw new Error('not today') };"


def arn_of(sqs, url):  # noqa: F811
    return attributes(sqs, url, "QueueArn")["QueueArn"]


def waited_for(sqs, url):  # noqa: F811
    """The first message, as soon as it is there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"]).get("Messages")
        if found:
            return found[0]
    raise AssertionError(f"nothing is in {url}")


def test_an_event_that_was_given_up_is_in_the_dead_letter_queue(aws, make, sqs, queue):  # noqa: F811
    url = queue()
    name = make(FAILS, DeadLetterConfig={"TargetArn": arn_of(sqs, url)})
    assert aws.get_function(FunctionName=name)["Configuration"]["DeadLetterConfig"] == {"TargetArn": arn_of(sqs, url)}
    aws.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
    sent = aws.invoke(FunctionName=name, InvocationType="Event", Payload=b'{"order": 7}')
    letter = waited_for(sqs, url)
    assert json.loads(letter["Body"]) == {"order": 7}
    assert letter["MessageAttributes"] == {
        "RequestID": {"DataType": "String", "StringValue": sent["ResponseMetadata"]["RequestId"]},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": "not today"},
    }


def test_records_of_success_and_failure_go_to_queues(aws, make, sqs, queue):  # noqa: F811
    good, bad = queue(), queue()
    for code, of, condition in [("exports.handler = async () => 'done';", good, "Success"), (FAILS, bad, "RetriesExhausted")]:
        name = make(code)
        put = aws.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0, DestinationConfig={
            "OnSuccess": {"Destination": arn_of(sqs, good)}, "OnFailure": {"Destination": arn_of(sqs, bad)},
        })
        assert put["DestinationConfig"]["OnFailure"] == {"Destination": arn_of(sqs, bad)}
        aws.invoke(FunctionName=name, InvocationType="Event", Payload=b"[1]")
        record = json.loads(waited_for(sqs, of)["Body"])
        assert (record["requestContext"]["condition"], record["requestPayload"]) == (condition, [1])


def test_a_dead_letter_queue_is_changed_kept_by_versions_and_taken_away(aws, make, sqs, queue):  # noqa: F811
    first, second = arn_of(sqs, queue()), arn_of(sqs, queue())
    name = make(FAILS)
    assert "DeadLetterConfig" not in aws.get_function_configuration(FunctionName=name)
    changed = aws.update_function_configuration(FunctionName=name, DeadLetterConfig={"TargetArn": first})
    assert changed["DeadLetterConfig"] == {"TargetArn": first}
    version = aws.publish_version(FunctionName=name)["Version"]
    aws.update_function_configuration(FunctionName=name, DeadLetterConfig={"TargetArn": second})
    aws.update_function_configuration(FunctionName=name, Timeout=9)
    assert aws.get_function_configuration(FunctionName=name)["DeadLetterConfig"] == {"TargetArn": second}
    assert aws.get_function_configuration(FunctionName=name, Qualifier=version)["DeadLetterConfig"] == {"TargetArn": first}
    taken = aws.update_function_configuration(FunctionName=name, DeadLetterConfig={"TargetArn": ""})
    assert "DeadLetterConfig" not in taken


@pytest.mark.parametrize("target, message", [
    (ARN + "nowhere", "the queue does not exist"),
    (f"arn:aws:sqs:{REGION}:111111111111:q", "the queue is of another account"),
    (ARN + "orders.fifo", "not to FIFO queues"),
    ("arn:aws:sqs:eu-west-1:000000000000:q", "the queue is of another account"),
    (f"arn:aws:sns:{REGION}:000000000000:topic", "Coldstart has no service `sns` yet"),
])
def test_what_cannot_get_dead_letters_is_refused(aws, make, target, message):
    name = make(FAILS)
    with refused("InvalidParameterValueException", re.escape(message)):
        aws.update_function_configuration(FunctionName=name, DeadLetterConfig={"TargetArn": target})
    assert "DeadLetterConfig" not in aws.get_function_configuration(FunctionName=name)


def test_a_function_whose_dead_letter_queue_is_gone_can_be_changed(aws, make, sqs):  # noqa: F811
    url = sqs.create_queue(QueueName=new_name("short"))["QueueUrl"]
    name = make(FAILS, DeadLetterConfig={"TargetArn": arn_of(sqs, url)})
    sqs.delete_queue(QueueUrl=url)
    aws.update_function_configuration(FunctionName=name, Timeout=5)
    assert aws.get_function_configuration(FunctionName=name)["DeadLetterConfig"]
