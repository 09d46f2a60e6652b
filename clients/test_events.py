"""Asynchronous invocation through boto3 and the AWS CLI: rules, destinations, concurrency, loops."""

import json
import re
import time

import pytest
from conftest import REGION, new_name
from test_functions import refused



def arn(name):
    return f"arn:aws:lambda:{REGION}:000000000000:function:{name}"


def test_rules_of_events_are_put_changed_listed_and_deleted(aws, make):
    name, other = make(), make()
    with refused("ResourceNotFoundException", re.escape(f"The function {arn(name)}:$LATEST doesn't have an EventInvokeConfig")):
        aws.get_function_event_invoke_config(FunctionName=name)
    put = aws.put_function_event_invoke_config(
        FunctionName=name, MaximumRetryAttempts=1, MaximumEventAgeInSeconds=60,
        DestinationConfig={"OnSuccess": {"Destination": arn(other)}},
    )
    assert put["FunctionArn"] == f"{arn(name)}:$LATEST"
    assert put["DestinationConfig"] == {"OnSuccess": {"Destination": arn(other)}, "OnFailure": {}}
    changed = aws.update_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
    assert (changed["MaximumRetryAttempts"], changed["MaximumEventAgeInSeconds"]) == (0, 60)
    assert changed["DestinationConfig"] == put["DestinationConfig"]

    aws.publish_version(FunctionName=name)
    aws.put_function_event_invoke_config(FunctionName=name, Qualifier="1", MaximumRetryAttempts=2)
    pages = aws.get_paginator("list_function_event_invoke_configs").paginate(
        FunctionName=name, PaginationConfig={"PageSize": 1}
    )
    listed = [config["FunctionArn"] for page in pages for config in page["FunctionEventInvokeConfigs"]]
    assert listed == [f"{arn(name)}:$LATEST", f"{arn(name)}:1"]
    # Putting replaces all of it.
    again = aws.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=2)
    assert "MaximumEventAgeInSeconds" not in again and again["DestinationConfig"] == {"OnSuccess": {}, "OnFailure": {}}
    assert aws.delete_function_event_invoke_config(FunctionName=name)["ResponseMetadata"]["HTTPStatusCode"] == 204
    with refused("ResourceNotFoundException", "doesn't have an EventInvokeConfig"):
        aws.update_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=1)


@pytest.mark.parametrize("settings, code, message", [
    ({}, "InvalidParameterValueException", "You must specify at least one of error handling or destination setting."),
    ({"MaximumRetryAttempts": 3}, "ValidationException", "Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2"),
    ({"MaximumEventAgeInSeconds": 59}, "ValidationException", "Member must have value greater than or equal to 60"),
    ({"DestinationConfig": {"OnFailure": {"Destination": arn("nobody")}}}, "InvalidParameterValueException", f"The destination ARN {arn('nobody')} is invalid."),
    ({"DestinationConfig": {"OnFailure": {"Destination": f"arn:aws:sns:{REGION}:000000000000:t"}}}, "InvalidParameterValueException", "Coldstart has no service `sns` yet"),
    ({"DestinationConfig": {"OnFailure": {"Destination": f"arn:aws:sqs:{REGION}:000000000000:nowhere"}}}, "InvalidParameterValueException", "the queue does not exist"),
    ({"DestinationConfig": {"OnFailure": {"Destination": f"arn:aws:sqs:{REGION}:000000000000:q.fifo"}}}, "InvalidParameterValueException", "not to FIFO queues"),
    ({"DestinationConfig": {"OnFailure": {"Destination": f"arn:aws:sqs:{REGION}:111111111111:q"}}}, "InvalidParameterValueException", "the queue is of another account"),
    ({"Qualifier": "9", "MaximumRetryAttempts": 1}, "ResourceNotFoundException", "The function doesn't exist."),
])
def test_bad_rules_are_refused(aws, make, settings, code, message):
    with refused(code, message):
        aws.put_function_event_invoke_config(FunctionName=make(), **settings)


def test_a_function_is_no_destination_of_itself(aws, make):
    name = make()
    with refused("InvalidParameterValueException", "You can't specify the function as a destination for itself."):
        aws.put_function_event_invoke_config(
            FunctionName=name, DestinationConfig={"OnSuccess": {"Destination": arn(name)}}
        )


def test_reserved_concurrency_is_the_most_a_function_has(aws, make):
    name = make()
    assert aws.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions") is None
    assert aws.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)["ReservedConcurrentExecutions"] == 0
    with pytest.raises(aws.exceptions.TooManyRequestsException) as throttled:
        aws.invoke(FunctionName=name)
    assert throttled.value.response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    assert throttled.value.response["Error"]["Message"] == "Rate Exceeded."
    before = aws.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"]
    aws.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=100)
    assert aws.get_function(FunctionName=name)["Concurrency"] == {"ReservedConcurrentExecutions": 100}
    assert aws.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"] == before - 100
    assert json.load(aws.invoke(FunctionName=name)["Payload"])["hello"] == "nobody"
    with refused("InvalidParameterValueException", re.escape("below its minimum value of [100]")):
        aws.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=901)
    assert aws.delete_function_concurrency(FunctionName=name)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert "ReservedConcurrentExecutions" not in aws.get_function_concurrency(FunctionName=name)


def test_whether_loops_are_stopped(aws, make):
    name = make()
    assert aws.get_function_recursion_config(FunctionName=name)["RecursiveLoop"] == "Terminate"
    assert aws.put_function_recursion_config(FunctionName=name, RecursiveLoop="Allow")["RecursiveLoop"] == "Allow"
    assert aws.get_function_recursion_config(FunctionName=name)["RecursiveLoop"] == "Allow"
    with refused("ResourceNotFoundException"):
        aws.get_function_recursion_config(FunctionName=new_name("gone"))


def test_a_failed_event_reaches_its_destination_and_both_logs_say_so(server, aws, make):
    failing = make("exports.handler = async () => { throw new Error('not today') };")
    sink = make("exports.handler = async (record) => { console.log(JSON.stringify(record)); };")
    aws.put_function_event_invoke_config(
        FunctionName=failing, MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": arn(sink)}}
    )
    sent = aws.invoke(FunctionName=failing, InvocationType="Event", Payload=b'{"order":7}')
    assert sent["StatusCode"] == 202
    line = logged(server.client("logs"), sink, "requestContext")
    record = json.loads(line[line.index("{"):])
    assert record["requestContext"] == {
        "requestId": sent["ResponseMetadata"]["RequestId"], "functionArn": f"{arn(failing)}:$LATEST",
        "condition": "RetriesExhausted", "approximateInvokeCount": 1,
    }
    assert (record["requestPayload"], record["responsePayload"]["errorMessage"]) == ({"order": 7}, "not today")


def logged(logs, name, term):
    """The first line of a function's log with this term, as soon as it is there."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern=term)["events"]
        if found:
            return found[0]["message"]
    raise AssertionError(f"`{term}` is not in the log of {name}")
