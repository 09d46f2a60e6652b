"""Provisioned concurrency and runtime management, as boto3 and the CLI see them."""

import base64
import json

import pytest
from conftest import ROLE, new_name, zip_of
from test_cli import cli  # noqa: F401
from test_functions import refused

COUNTING = """
console.log("made as", process.env.AWS_LAMBDA_INITIALIZATION_TYPE);
let runs = 0;
exports.handler = async (event) => {
  if (event.crash) process.exit(1);
  runs += 1;
  return { runs, kind: process.env.AWS_LAMBDA_INITIALIZATION_TYPE };
};
"""


@pytest.fixture
def counting(aws):
    name = new_name()
    aws.create_function(FunctionName=name, Runtime="nodejs24.x", Handler="index.handler", Role=ROLE,
                        Code={"ZipFile": zip_of(**{"index.js": COUNTING})}, Publish=True)
    aws.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    yield name
    aws.delete_function(FunctionName=name)


def ready(aws, name, qualifier):
    """Asks until it is ready: each answer comes after a look at the environments."""
    for _ in range(2_000):
        config = aws.get_provisioned_concurrency_config(FunctionName=name, Qualifier=qualifier)
        if config["Status"] != "IN_PROGRESS":
            return config
    raise AssertionError(config)


def test_environments_are_ready_before_anyone_asks(aws, counting):
    made = aws.put_provisioned_concurrency_config(FunctionName=counting, Qualifier="live", ProvisionedConcurrentExecutions=2)
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert (made["RequestedProvisionedConcurrentExecutions"], made["Status"]) == (2, "IN_PROGRESS")
    config = ready(aws, counting, "live")
    assert config["Status"] == "READY" and config["LastModified"].endswith("+0000")
    assert config["AllocatedProvisionedConcurrentExecutions"] == 2
    assert config["AvailableProvisionedConcurrentExecutions"] == 2
    answered = aws.invoke(FunctionName=f"{counting}:live", LogType="Tail")
    assert json.load(answered["Payload"]) == {"runs": 1, "kind": "provisioned-concurrency"}
    log = base64.b64decode(answered["LogResult"]).decode()
    assert "Init Duration" not in log and "made as\tprovisioned-concurrency" in log.replace(" provisioned", "\tprovisioned")
    latest = json.load(aws.invoke(FunctionName=counting)["Payload"])
    assert latest["kind"] == "on-demand"
    listed = aws.list_provisioned_concurrency_configs(FunctionName=counting)["ProvisionedConcurrencyConfigs"]
    assert [config["FunctionArn"].rsplit(":", 1)[1] for config in listed] == ["live"]
    aws.delete_provisioned_concurrency_config(FunctionName=counting, Qualifier="live")
    with refused("ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function"):
        aws.get_provisioned_concurrency_config(FunctionName=counting, Qualifier="live")


def test_a_lost_environment_is_made_anew(aws, counting):
    aws.put_provisioned_concurrency_config(FunctionName=counting, Qualifier="1", ProvisionedConcurrentExecutions=1)
    assert ready(aws, counting, "1")["Status"] == "READY"
    assert aws.invoke(FunctionName=counting, Qualifier="1", Payload='{"crash": true}')["FunctionError"] == "Unhandled"
    assert ready(aws, counting, "1")["Status"] == "READY"
    again = json.load(aws.invoke(FunctionName=counting, Qualifier="1")["Payload"])
    assert again == {"runs": 1, "kind": "provisioned-concurrency"}


def test_init_that_fails_is_said(aws):
    name = new_name()
    aws.create_function(FunctionName=name, Runtime="nodejs24.x", Handler="index.handler", Role=ROLE,
                        Code={"ZipFile": zip_of(**{"index.js": "throw new Error('no luck');"})}, Publish=True)
    aws.put_provisioned_concurrency_config(FunctionName=name, Qualifier="1", ProvisionedConcurrentExecutions=1)
    config = ready(aws, name, "1")
    assert config["Status"] == "FAILED"
    assert config["StatusReason"].startswith("FUNCTION_ERROR_INIT_FAILURE") and "no luck" in config["StatusReason"]
    aws.delete_function(FunctionName=name)


def test_what_cannot_be_kept_ready(aws, counting):
    def put(qualifier, count):
        aws.put_provisioned_concurrency_config(FunctionName=counting, Qualifier=qualifier, ProvisionedConcurrentExecutions=count)

    with refused("InvalidParameterValueException", "cannot be applied to unpublished function versions"):
        put("$LATEST", 1)
    with refused("ValidationException", "greater than or equal to 1"):
        put("1", 0)
    with refused("ResourceNotFoundException", "Function not found"):
        put("7", 1)
    with refused("InvalidParameterValueException", "below its minimum value of .100."):
        put("1", 901)
    put("live", 1)
    with refused("ResourceConflictException", "Provisioned Concurrency alias"):
        put("1", 1)
    aws.delete_provisioned_concurrency_config(FunctionName=counting, Qualifier="live")
    aws.put_function_concurrency(FunctionName=counting, ReservedConcurrentExecutions=2)
    with refused("InvalidParameterValueException", "should not be greater than the reservedConcurrentExecution for function"):
        put("1", 3)
    put("1", 2)
    with refused("ResourceConflictException", "already Provisioned version"):
        put("live", 1)
    with refused("InvalidParameterValueException", "should not be less than its Provisioned Concurrency"):
        aws.put_function_concurrency(FunctionName=counting, ReservedConcurrentExecutions=1)


def test_there_is_one_version_of_each_runtime(aws, counting):
    config = aws.get_runtime_management_config(FunctionName=counting)
    assert config["UpdateRuntimeOn"] == "Auto" and config["FunctionArn"].endswith(f"{counting}:$LATEST")
    put = aws.put_runtime_management_config(FunctionName=counting, UpdateRuntimeOn="Auto", Qualifier="1")
    assert put["FunctionArn"].endswith(":1")
    with refused("InvalidParameterValueException", "not simulated"):
        aws.put_runtime_management_config(FunctionName=counting, UpdateRuntimeOn="FunctionUpdate")


def test_provisioned_concurrency_from_the_shell(cli, aws, counting):  # noqa: F811
    cli("lambda", "put-provisioned-concurrency-config", "--function-name", counting, "--qualifier", "live",
        "--provisioned-concurrent-executions", "1")
    assert ready(aws, counting, "live")["Status"] == "READY"
    shown = cli("lambda", "get-provisioned-concurrency-config", "--function-name", counting, "--qualifier", "live")
    assert shown["AvailableProvisionedConcurrentExecutions"] == 1
    cli("lambda", "delete-provisioned-concurrency-config", "--function-name", counting, "--qualifier", "live")
