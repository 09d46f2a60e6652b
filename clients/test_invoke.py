"""Invoking through boto3: answers, logs, errors, events."""

import base64
import json

import pytest
from conftest import new_name
from test_functions import refused


def test_an_invocation_answers_and_shows_its_log(aws, make):
    name = make()
    answered = aws.invoke(FunctionName=name, Payload=json.dumps({"name": "Ada"}), LogType="Tail")
    assert json.load(answered["Payload"]) == {
        "hello": "Ada", "version": "$LATEST", "arn": f"arn:aws:lambda:us-east-1:000000000000:function:{name}",
    }
    assert (answered["StatusCode"], answered["ExecutedVersion"]) == (200, "$LATEST")
    assert "FunctionError" not in answered
    log = base64.b64decode(answered["LogResult"]).decode()
    request = answered["ResponseMetadata"]["RequestId"]
    for words in (f"START RequestId: {request} Version: $LATEST", "\tINFO\thello Ada", f"END RequestId: {request}", f"REPORT RequestId: {request}\tDuration: "):
        assert words in log


def test_dry_run_and_event(aws, make):
    name = make()
    assert aws.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"] == 204
    assert aws.invoke(FunctionName=name, InvocationType="Event", Payload=b"{}")["StatusCode"] == 202
    with refused("ResourceNotFoundException"):
        aws.invoke(FunctionName=new_name("gone"), InvocationType="DryRun")


@pytest.mark.parametrize("code, kind, message", [
    ("exports.handler = async () => { throw new TypeError('no') };", "TypeError", "no"),
    ("exports.handler = async () => process.exit(3);", "Runtime.ExitError", "Runtime exited with error: exit status 3"),
    ("exports.other = 1;", "Runtime.HandlerNotFound", "index.handler is undefined or not exported"),
    ("exports.handler = (", "Runtime.UserCodeSyntaxError", "SyntaxError"),
    ("exports.handler = async () => { for (;;); };", "Sandbox.Timedout", "Task timed out after 1.00 seconds"),
])
def test_a_functions_fault_is_an_answer(aws, make, code, kind, message):
    answered = aws.invoke(FunctionName=make(code, Timeout=1))
    assert (answered["StatusCode"], answered["FunctionError"]) == (200, "Unhandled")
    error = json.load(answered["Payload"])
    assert error["errorType"] == kind
    assert message in error["errorMessage"]


def test_a_payload_that_is_no_json_or_too_large(aws, make):
    name = make("exports.handler = async (event) => event.length;")
    with refused("InvalidRequestContentException", "Could not parse request body into json"):
        aws.invoke(FunctionName=name, Payload=b"{")
    text = json.dumps("x" * 6_000_000).encode()
    assert json.load(aws.invoke(FunctionName=name, Payload=text)["Payload"]) == 6_000_000
    with refused("RequestTooLargeException"):
        aws.invoke(FunctionName=name, Payload=json.dumps("x" * 7_000_000))
    with refused("RequestTooLargeException"):
        aws.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps("x" * 1_100_000))
    deep = b"[" * 100 + b"]" * 100
    assert json.load(aws.invoke(FunctionName=name, Payload=deep)["Payload"]) == 1


def test_an_answer_that_is_too_large(aws, make):
    answered = aws.invoke(FunctionName=make("exports.handler = async () => 'x'.repeat(7e6);"))
    assert answered["FunctionError"] == "Unhandled"
    assert json.load(answered["Payload"])["errorType"] == "Function.ResponseSizeTooLarge"


def test_the_function_sees_the_client_context(aws, make):
    def encoded(text):
        return base64.b64encode(text.encode()).decode()

    name = make("exports.handler = async (event, context) => context.clientContext ?? null;")
    said = {"custom": {"a": "1"}, "client": {"app_title": "an app"}, "env": {"locale": "en"}}
    assert json.load(aws.invoke(FunctionName=name, ClientContext=encoded(json.dumps(said)))["Payload"]) == said
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) is None
    longest = {"custom": {"a": "x" * 2_660}}
    assert len(encoded(json.dumps(longest))) <= 3_583
    assert json.load(aws.invoke(FunctionName=name, ClientContext=encoded(json.dumps(longest)))["Payload"]) == longest
    for bad in ("not base64!", encoded("not json"), encoded("[1]")):
        with refused("InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object."):
            aws.invoke(FunctionName=name, ClientContext=bad)
    with refused("InvalidRequestContentException", "Client context has 4012 bytes, the limit is 3583"):
        aws.invoke(FunctionName=name, ClientContext=encoded(json.dumps({"a": "x" * 3_000})))


def test_an_answer_comes_as_a_stream(aws, make):
    def events(**settings):
        answered = aws.invoke_with_response_stream(**settings)
        return answered, list(answered["EventStream"])

    name = make()
    answered, seen = events(FunctionName=name, Payload=b'{"name": "Ada"}', LogType="Tail")
    assert (answered["StatusCode"], answered["ExecutedVersion"]) == (200, "$LATEST")
    assert answered["ResponseStreamContentType"] == "application/vnd.amazon.eventstream"
    assert json.loads(b"".join(event["PayloadChunk"]["Payload"] for event in seen[:-1]))["hello"] == "Ada"
    complete = seen[-1]["InvokeComplete"]
    assert "ErrorCode" not in complete and "hello Ada" in base64.b64decode(complete["LogResult"]).decode()

    large = make("exports.handler = async () => 'x'.repeat(1e6);")
    _, seen = events(FunctionName=large)
    chunks = [event["PayloadChunk"]["Payload"] for event in seen[:-1]]
    assert len(chunks) == 16 and json.loads(b"".join(chunks)) == "x" * 1_000_000

    _, [failed] = events(FunctionName=make("exports.handler = async () => { throw new TypeError('no') };"))
    assert failed["InvokeComplete"]["ErrorCode"] == "Unhandled"
    assert json.loads(failed["InvokeComplete"]["ErrorDetails"])["errorType"] == "TypeError"
    with refused("ResourceNotFoundException"):
        aws.invoke_with_response_stream(FunctionName=new_name("gone"))
