"""Refusals in the words that were recorded from AWS, where no other test has them."""

import json

import pytest
from conftest import HELLO, ROLE, new_name, zip_of

ARN = "arn:aws:lambda:us-east-1:000000000000:function:"


def said(aws, operation, **params):
    """Code and message of a refusal."""
    with pytest.raises(aws.exceptions.ClientError) as refused:
        getattr(aws, operation)(**params)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_settings_that_cannot_be(aws, make):
    name = make()
    change = {"FunctionName": name}
    reserved = said(aws, "update_function_configuration", **change, Environment={"Variables": {"AWS_REGION": "x"}})
    assert reserved == ("InvalidParameterValueException", (
        "Lambda was unable to configure your environment variables because the environment variables you have provided contains "
        "reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION"))
    large = said(aws, "update_function_configuration", **change, Environment={"Variables": {"BIG": "x" * 4_100}})
    variables = json.dumps({"BIG": "x" * 4_100}, separators=(",", ":"))
    assert large == ("InvalidParameterValueException", (
        "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded "
        f"the 4KB limit. String measured: {variables}"))
    small = said(aws, "update_function_configuration", **change, MemorySize=64)
    assert small == ("ValidationException", (
        "1 validation error detected: Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater "
        "than or equal to 128"))


def test_functions_that_cannot_be_made_or_deleted(aws, make):
    name = make()
    code = {"ZipFile": zip_of(index__js=HELLO)}
    new = {"FunctionName": name, "Runtime": "nodejs24.x", "Handler": "index.handler", "Role": ROLE, "Code": code}
    assert said(aws, "create_function", **new) == ("ResourceConflictException", f"Function already exist: {name}")
    assert said(aws, "delete_function", FunctionName=name, Qualifier="$LATEST") == (
        "InvalidParameterValueException", "$LATEST version cannot be deleted without deleting the function.")
    assert said(aws, "get_function", FunctionName=f"{ARN}{name}:9") == (
        "ResourceNotFoundException", f"Function not found: {ARN}{name}:9")
    elsewhere = f"{ARN}{name}".replace("us-east-1", "eu-west-1")
    assert said(aws, "get_function", FunctionName=elsewhere) == (
        "ResourceNotFoundException", "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')")


def test_code_that_cannot_be_taken(aws, make):
    name = make()
    assert said(aws, "update_function_code", FunctionName=name, ZipFile=b"no zip") == (
        "InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again.")
    stale = said(aws, "update_function_code", FunctionName=name, ZipFile=zip_of(index__js=HELLO), RevisionId=new_name())
    assert stale == ("PreconditionFailedException", (
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest "
        "Revision Id"))
    reserved = said(aws, "put_function_concurrency", FunctionName=name, ReservedConcurrentExecutions=901)
    assert reserved == ("InvalidParameterValueException", (
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum "
        "value of [100]."))
    assert said(aws, "remove_permission", FunctionName=name, StatementId="none") == (
        "ResourceNotFoundException", "No policy is associated with the given resource.")
    assert said(aws, "put_function_event_invoke_config", FunctionName=name) == (
        "InvalidParameterValueException", "You must specify at least one of error handling or destination setting.")
    to_itself = {"OnSuccess": {"Destination": ARN + name}}
    assert said(aws, "put_function_event_invoke_config", FunctionName=name, DestinationConfig=to_itself) == (
        "InvalidParameterValueException", "You can't specify the function as a destination for itself.")
    split = {"AdditionalVersionWeights": {"1": 0.5}}
    assert said(aws, "create_alias", FunctionName=name, Name="a", FunctionVersion="$LATEST", RoutingConfig=split) == (
        "InvalidParameterValueException", "$LATEST is not supported for an alias pointing to more than 1 version")
