"""CloudWatch Logs through boto3 and the AWS CLI: what functions wrote, read by stream, by pattern and as it comes."""

import json
import os
import subprocess
import time

import pytest
from conftest import REGION, new_name
from test_cli import PROGRAMS, cli  # noqa: F401
from test_functions import refused

CODE = """
exports.handler = async (event, context) => {
  for (const line of event.lines ?? []) process.stdout.write(line + '\\n');
  return context.logStreamName;
};
"""


@pytest.fixture(scope="session")
def logs(server):
    return server.client("logs")


@pytest.fixture
def run(aws, make, logs):
    """Invokes a function and waits until its log is written down; says its stream."""
    name = make(CODE)

    def run(*lines, **settings):
        # Who asks for the tail of the log gets an answer when it is written.
        answered = aws.invoke(FunctionName=name, Payload=json.dumps({"lines": lines}), LogType="Tail", **settings)
        return json.load(answered["Payload"])

    run.function, run.group = name, f"/aws/lambda/{name}"
    return run


def messages(answer):
    return [event["message"] for event in answer["events"]]


def test_a_group_and_its_streams(aws, logs, run):
    assert logs.describe_log_groups(logGroupNamePrefix=run.group)["logGroups"] == []
    with refused("ResourceNotFoundException", "The specified log group does not exist."):
        logs.describe_log_streams(logGroupName="/aws/lambda/" + new_name("gone"))
    stream = run("one")
    [group] = logs.describe_log_groups(logGroupNamePrefix=run.group)["logGroups"]
    assert group["logGroupName"] == run.group and group["storedBytes"] > 0 and "retentionInDays" not in group
    assert group["arn"] == f"arn:aws:logs:us-east-1:000000000000:log-group:{run.group}:*"
    [shown] = logs.describe_log_streams(logGroupName=run.group)["logStreams"]
    assert shown["logStreamName"] == stream and shown["firstEventTimestamp"] <= shown["lastEventTimestamp"]
    assert logs.describe_log_streams(logGroupIdentifier=group["logGroupArn"])["logStreams"] == [shown]

    aws.publish_version(FunctionName=run.function)
    versioned = run("two", Qualifier="1")
    assert "/[1]" in versioned and "/[$LATEST]" in stream
    newest = logs.describe_log_streams(logGroupName=run.group, orderBy="LastEventTime", descending=True)["logStreams"]
    assert [shown["logStreamName"] for shown in newest] == [versioned, stream]
    pages = logs.get_paginator("describe_log_streams").paginate(logGroupName=run.group, PaginationConfig={"PageSize": 1})
    assert sorted(shown["logStreamName"] for page in pages for shown in page["logStreams"]) == sorted([stream, versioned])
    assert len(logs.describe_log_streams(logGroupName=run.group, logStreamNamePrefix=versioned)["logStreams"]) == 1


def test_an_environment_writes_to_one_stream(logs, run):
    assert run("first") == run("second"), "the second run is warm"
    text = "".join(messages(logs.filter_log_events(logGroupName=run.group)))
    assert text.index("first") < text.index("second")
    assert text.count("INIT_START") == 1 and text.count("REPORT RequestId") == 2


def test_a_stream_is_read_back_and_forth(logs, run):
    stream = run(*(f"line {number}" for number in range(10)))
    of = {"logGroupName": run.group, "logStreamName": stream}
    everything = logs.get_log_events(**of, startFromHead=True)
    assert messages(everything)[0].startswith("INIT_START") and messages(everything)[-1].startswith("REPORT")
    assert [text for text in messages(everything) if text.startswith("line")] == [f"line {number}\n" for number in range(10)]

    forward, token = [], None
    while True:
        page = logs.get_log_events(**of, startFromHead=True, limit=4, **({"nextToken": token} if token else {}))
        forward += messages(page)
        if page["nextForwardToken"] == token:
            break
        token = page["nextForwardToken"]
    assert forward == messages(everything)

    newest = logs.get_log_events(**of, limit=4)
    assert messages(newest) == messages(everything)[-4:]
    before = logs.get_log_events(**of, limit=4, nextToken=newest["nextBackwardToken"])
    assert messages(before) == messages(everything)[-8:-4]
    # What is written later comes after the token.
    run("later")
    later = logs.get_log_events(**of, nextToken=token)
    assert "later\n" in messages(later)
    at = later["events"][0]["timestamp"]
    assert messages(logs.get_log_events(**of, endTime=at, startFromHead=True)) == messages(everything)
    with refused("ResourceNotFoundException", "The specified log stream does not exist."):
        logs.get_log_events(logGroupName=run.group, logStreamName="gone")
    with refused("InvalidParameterException", "The specified nextToken is invalid."):
        logs.get_log_events(**of, nextToken="f/7")


def test_events_are_filtered(logs, run):
    stream = run("all is well", "ERROR one", "ERROR two EXITING", "a WARN", '{"level": "ERROR", "ms": 12}', '{"level": "INFO", "ms": 99}')

    def found(pattern, **settings):
        return [text.strip() for text in messages(logs.filter_log_events(logGroupName=run.group, filterPattern=pattern, **settings))]

    assert found("ERROR -EXITING") == ["ERROR one", '{"level": "ERROR", "ms": 12}']
    assert found('"all is"') == ["all is well"]
    assert found("?EXITING ?WARN") == ["ERROR two EXITING", "a WARN"]
    assert found('{ $.level = "ERROR" }') == ['{"level": "ERROR", "ms": 12}']
    assert found("{ $.ms > 50 }", logStreamNames=[stream]) == ['{"level": "INFO", "ms": 99}']
    assert found("ERROR", logStreamNames=["another"]) == []
    assert found("ERROR", logStreamNamePrefix=stream[:10]) != []
    assert found("ERROR", endTime=1) == [] and found("ERROR", startTime=int(time.time() * 1000) + 60_000) == []
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=run.group, PaginationConfig={"PageSize": 2})
    events = [event for page in pages for event in page["events"]]
    assert len({event["eventId"] for event in events}) == len(events) >= 10
    assert {event["logStreamName"] for event in events} == {stream}
    for pattern, words in (("[a, b]", "fields in brackets"), ("%x%", "regular expressions"), ("a.b", "Invalid filter pattern")):
        with refused("InvalidParameterException", words):
            found(pattern)


def test_a_retention_is_set_shown_and_taken_away(logs, run):
    run("kept")
    logs.put_retention_policy(logGroupName=run.group, retentionInDays=7)
    [group] = logs.describe_log_groups(logGroupNamePrefix=run.group)["logGroups"]
    assert group["retentionInDays"] == 7
    assert "kept\n" in messages(logs.filter_log_events(logGroupName=run.group))
    with refused("InvalidParameterException", "`retentionInDays` is 8; it is one of 1, 3, 5"):
        logs.put_retention_policy(logGroupName=run.group, retentionInDays=8)
    logs.delete_retention_policy(logGroupName=run.group)
    [group] = logs.describe_log_groups(logGroupNamePrefix=run.group)["logGroups"]
    assert "retentionInDays" not in group


def test_what_is_not_simulated_is_refused_by_name(logs, run):
    run("x")
    for operation, settings in (
        (logs.create_log_group, {"logGroupName": "a"}),
        (logs.delete_log_group, {"logGroupName": run.group}),
        (logs.put_log_events, {"logGroupName": run.group, "logStreamName": "a", "logEvents": []}),
    ):
        with refused("NotImplementedException", "Coldstart does not do CloudWatch Logs' `"):
            operation(**settings)
    with refused("InvalidParameterException", "`unmask` is not simulated"):
        logs.filter_log_events(logGroupName=run.group, unmask=True)
    with refused("InvalidParameterException", "`accountIdentifiers` is not simulated"):
        logs.describe_log_groups(accountIdentifiers=["000000000000"])


def test_another_account_sees_nothing_of_it(server, logs, run):
    from test_signatures import Browser
    stream = run("secret")
    _, key = Browser(server).ask("/access-keys", "POST")
    theirs = server.client("logs", key["accessKeyId"], key["secretAccessKey"])
    assert theirs.describe_log_groups()["logGroups"] == []
    with refused("ResourceNotFoundException"):
        theirs.get_log_events(logGroupName=run.group, logStreamName=stream)
    with refused("ResourceNotFoundException"):
        theirs.filter_log_events(logGroupName=f"arn:aws:logs:us-east-1:000000000000:log-group:{run.group}")


def test_tail_from_the_shell(server, run, tmp_path):
    run("early bird")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "", "PYTHONUNBUFFERED": "1",
    }
    command = [PROGRAMS["2"], "--endpoint-url", server.aws, "logs", "tail", run.group, "--since", "1h"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "early bird" in done.stdout and "REPORT RequestId" in done.stdout
    filtered = subprocess.run([*command, "--filter-pattern", "bird", "--format", "short"], env=environment, capture_output=True, text=True, timeout=60)
    assert len(filtered.stdout.splitlines()) == 1 and "early bird" in filtered.stdout

    following = subprocess.Popen([*command, "--follow"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in following.stdout:
            if "REPORT" in line:
                break
        run("late bird")
        assert any("late bird" in line for line in following.stdout), "it ended before the line came"
    finally:
        following.kill()
        following.wait()
