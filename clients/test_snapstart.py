"""SnapStart, as boto3 sees it: versions whose environments go on from an image that was taken after INIT."""

import base64
import json
import re
import tempfile

import pytest
from conftest import ROLE, Server, new_name, zip_of
from test_functions import refused

ON = {"ApplyOn": "PublishedVersions"}
JAVASCRIPT = {
    "Runtime": "nodejs24.x", "Handler": "index.handler",
    "Code": {"ZipFile": zip_of(**{"index.js": """
const { randomUUID } = require("node:crypto");
console.log("init ran");
const made = randomUUID();
exports.handler = async (event) => {
  if (event.crash) process.exit(1);
  return { made, random: [Math.random(), randomUUID()], kind: process.env.AWS_LAMBDA_INITIALIZATION_TYPE,
           stream: process.env.AWS_LAMBDA_LOG_STREAM_NAME };
};
"""})},
}
PYTHON = {
    "Runtime": "python3.13", "Handler": "app.handler",
    "Code": {"ZipFile": zip_of(**{"app.py": """
import os, random, uuid
print("init ran")
made = str(uuid.uuid4())
def handler(event, context):
    if event.get("crash"): os._exit(1)
    return {"made": made, "random": [random.random(), str(uuid.uuid4())], "kind": os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"],
            "stream": context.log_stream_name}
"""})},
}


def make(aws, function, **settings):
    name = new_name()
    aws.create_function(FunctionName=name, Role=ROLE, **{**function, **settings})
    return name


def publish(aws, name):
    """Publishes, and waits as AWS's own waiter does, but asks sooner."""
    version = aws.publish_version(FunctionName=name)
    waiter = aws.get_waiter("published_version_active")
    waiter.config.delay = 0.2
    waiter.wait(FunctionName=name, Qualifier=version["Version"])
    return version


def invoke(aws, name, version, event=None):
    answered = aws.invoke(FunctionName=name, Qualifier=version, LogType="Tail", Payload=json.dumps(event or {}))
    return json.load(answered["Payload"]), base64.b64decode(answered["LogResult"]).decode()


@pytest.mark.parametrize("function", [JAVASCRIPT, PYTHON], ids=["javascript", "python"])
def test_a_published_version_starts_from_its_image(aws, function):
    name = make(aws, function, SnapStart=ON)
    assert aws.get_function_configuration(FunctionName=name)["SnapStart"] == {**ON, "OptimizationStatus": "Off"}
    version = publish(aws, name)
    assert (version["State"], version["StateReasonCode"]) == ("Pending", "Creating")
    assert version["SnapStart"] == {**ON, "OptimizationStatus": "Off"}
    settled = aws.get_function_configuration(FunctionName=name, Qualifier="1")
    assert (settled["State"], settled["SnapStart"]) == ("Active", {**ON, "OptimizationStatus": "On"})
    first, log = invoke(aws, name, "1")
    assert "RESTORE_START Runtime Version: " in log and "init ran" in log and "INIT_START" not in log
    report = re.search(r"Billed Duration: (\d+) ms.*Restore Duration: ([0-9.]+) ms\tBilled Restore Duration: (\d+) ms", log)
    assert report and int(report[1]) >= int(report[3]) >= float(report[2])
    assert f"RESTORE_REPORT Restore Duration: {report[2]} ms" in log and "Init Duration" not in log
    # The environment is thrown away, so that the next one is another.
    assert "FunctionError" in aws.invoke(FunctionName=name, Qualifier="1", Payload='{"crash":true}')
    second, log = invoke(aws, name, "1")
    assert "Restore Duration" in log and "init ran" not in log
    assert first["kind"] == second["kind"] == "snap-start" and first["made"] == second["made"]
    assert first["stream"] != second["stream"]
    assert not set(first["random"]) & set(second["random"])
    latest, log = invoke(aws, name, "$LATEST")
    assert latest["kind"] == "on-demand" and "Init Duration" in log and latest["made"] != first["made"]
    aws.delete_function(FunctionName=name)


def test_a_version_whose_init_fails_says_so(aws):
    broken = {**PYTHON, "Code": {"ZipFile": zip_of(**{"app.py": "raise RuntimeError('no database')"})}}
    name = make(aws, broken, SnapStart=ON)
    aws.publish_version(FunctionName=name)
    for _ in range(2_000):
        config = aws.get_function_configuration(FunctionName=name, Qualifier="1")
        if config["State"] != "Pending":
            break
    assert (config["State"], config["StateReasonCode"]) == ("Failed", "FunctionError")
    assert "RuntimeError" in config["StateReason"] and "no database" in config["StateReason"]
    assert config["SnapStart"]["OptimizationStatus"] == "Off"
    with refused("SnapStartException", "no database"):
        aws.invoke(FunctionName=name, Qualifier="1")
    aws.delete_function(FunctionName=name)


def test_snap_start_can_be_switched_on_and_off(aws):
    name = make(aws, JAVASCRIPT)
    assert aws.get_function_configuration(FunctionName=name)["SnapStart"] == {"ApplyOn": "None", "OptimizationStatus": "Off"}
    changed = aws.update_function_configuration(FunctionName=name, SnapStart=ON)
    assert changed["SnapStart"]["ApplyOn"] == "PublishedVersions"
    publish(aws, name)
    aws.update_function_configuration(FunctionName=name, SnapStart={"ApplyOn": "None"})
    assert publish(aws, name)["Version"] == "2"
    assert "Restore Duration" in invoke(aws, name, "1")[1]
    assert "Init Duration" in invoke(aws, name, "2")[1]
    aws.delete_function(FunctionName=name)


def test_what_cannot_go_with_snap_start_is_refused(aws):
    wat = {"Runtime": "provided.al2023", "Handler": "main", "Code": {"ZipFile": zip_of(**{"main.wat": "(module)"})}}
    with refused("InvalidParameterValueException", "provided.al2023 is not supported for SnapStart enabled functions."):
        make(aws, wat, SnapStart=ON)
    with refused("InvalidParameterValueException", "the function has 1024 MB"):
        make(aws, JAVASCRIPT, SnapStart=ON, EphemeralStorage={"Size": 1024})
    name = make(aws, JAVASCRIPT, SnapStart=ON)
    with refused("InvalidParameterValueException", "the function has 600 MB"):
        aws.update_function_configuration(FunctionName=name, EphemeralStorage={"Size": 600})
    publish(aws, name)
    with refused("InvalidParameterValueException", "Provisioned Concurrency is not supported for SnapStart enabled functions"):
        aws.put_provisioned_concurrency_config(FunctionName=name, Qualifier="1", ProvisionedConcurrentExecutions=1)
    aws.delete_function(FunctionName=name)


def test_images_are_made_again_after_a_kill():
    with tempfile.TemporaryDirectory(prefix="coldstart-snapstart-") as folder:
        server = Server(folder)
        aws = server.client("lambda")
        slow = {**PYTHON, "Code": {"ZipFile": zip_of(**{"app.py": "import time\ntime.sleep(1.5)\ndef handler(event, context): return 1"})}}
        made, name = make(aws, JAVASCRIPT, SnapStart=ON), make(aws, slow, SnapStart=ON)
        publish(aws, made)
        before = invoke(aws, made, "1")[0]["made"]
        assert aws.publish_version(FunctionName=name)["State"] == "Pending"
        with refused("SnapStartNotReadyException", ""):
            aws.invoke(FunctionName=name, Qualifier="1")
        server.process.kill()
        server.process.wait()
        server = Server(folder)
        aws = server.client("lambda")
        assert aws.get_function_configuration(FunctionName=name, Qualifier="1")["State"] == "Pending"
        after, log = invoke(aws, made, "1")
        assert "Restore Duration" in log and after["made"] != before, "no image outlives the server"
        waiter = aws.get_waiter("published_version_active")
        waiter.config.delay = 0.2
        waiter.wait(FunctionName=name, Qualifier="1")
        assert "Restore Duration" in invoke(aws, name, "1")[1]
        server.stop()
