"""Aliases through boto3 and both AWS CLIs: names for versions, weights, URLs of their own."""

import json
import urllib.error
import urllib.request
from collections import Counter

import pytest
from conftest import new_name
from test_cli import cli  # noqa: F401
from test_functions import refused

ARN = "arn:aws:lambda:us-east-1:000000000000:function:"


@pytest.fixture
def two(aws, make):
    """A function with versions 1 and 2."""
    name = make()
    aws.publish_version(FunctionName=name)
    aws.update_function_configuration(FunctionName=name, Timeout=7)
    aws.publish_version(FunctionName=name)
    return name


def body(answer):
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def test_an_alias_lives_its_life(aws, two):
    made = aws.create_alias(FunctionName=two, Name="live", FunctionVersion="1", Description="for all")
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert body(made) == {
        "AliasArn": f"{ARN}{two}:live", "Name": "live", "FunctionVersion": "1", "Description": "for all",
        "RevisionId": made["RevisionId"],
    }
    assert body(aws.get_alias(FunctionName=two, Name="live")) == body(made)

    shown = aws.get_function(FunctionName=two, Qualifier="live")["Configuration"]
    assert (shown["FunctionArn"], shown["Version"], shown["Timeout"]) == (f"{ARN}{two}:live", "1", 3)
    assert aws.get_function_configuration(FunctionName=f"{ARN}{two}:live")["Version"] == "1"

    moved = aws.update_alias(FunctionName=two, Name="live", FunctionVersion="2", RevisionId=made["RevisionId"])
    assert (moved["FunctionVersion"], moved["Description"]) == ("2", "for all")
    assert moved["RevisionId"] != made["RevisionId"]
    with refused("PreconditionFailedException", "Call the GetFunction/GetAlias API"):
        aws.update_alias(FunctionName=two, Name="live", FunctionVersion="1", RevisionId=made["RevisionId"])
    assert aws.get_function_configuration(FunctionName=two, Qualifier="live")["Timeout"] == 7

    assert aws.delete_alias(FunctionName=two, Name="live")["ResponseMetadata"]["HTTPStatusCode"] == 204
    aws.delete_alias(FunctionName=two, Name="live")
    with refused("ResourceNotFoundException", f"Cannot find alias arn: {ARN}{two}:live"):
        aws.get_alias(FunctionName=two, Name="live")


def test_who_invokes_an_alias_runs_its_version_and_sees_its_name(aws, two):
    aws.create_alias(FunctionName=two, Name="live", FunctionVersion="1")
    for wanted in ({"FunctionName": two, "Qualifier": "live"}, {"FunctionName": f"{two}:live"}, {"FunctionName": f"{ARN}{two}:live"}):
        answered = aws.invoke(**wanted)
        assert answered["ExecutedVersion"] == "1"
        seen = json.load(answered["Payload"])
        assert (seen["version"], seen["arn"]) == ("1", f"{ARN}{two}:live")
    aws.update_alias(FunctionName=two, Name="live", FunctionVersion="$LATEST")
    answered = aws.invoke(FunctionName=two, Qualifier="live")
    assert answered["ExecutedVersion"] == "$LATEST"
    assert json.load(answered["Payload"])["arn"] == f"{ARN}{two}:live"
    assert aws.invoke(FunctionName=two, Qualifier="live", InvocationType="DryRun")["StatusCode"] == 204
    assert aws.invoke(FunctionName=two, Qualifier="live", InvocationType="Event")["StatusCode"] == 202
    with refused("ResourceNotFoundException", f"Function not found: {ARN}{two}:gone"):
        aws.invoke(FunctionName=two, Qualifier="gone")


def test_weights_share_the_invocations(aws, two):
    aws.create_alias(
        FunctionName=two, Name="canary", FunctionVersion="1", RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
    assert aws.get_alias(FunctionName=two, Name="canary")["RoutingConfig"] == {"AdditionalVersionWeights": {"2": 0.5}}
    ran = Counter(aws.invoke(FunctionName=two, Qualifier="canary")["ExecutedVersion"] for _ in range(60))
    # Fewer than 10 of 60 at even odds happens once in 10^8 runs.
    assert set(ran) == {"1", "2"} and min(ran.values()) >= 10
    for share, version in ((1.0, "2"), (0.0, "1")):
        aws.update_alias(FunctionName=two, Name="canary", RoutingConfig={"AdditionalVersionWeights": {"2": share}})
        assert {aws.invoke(FunctionName=two, Qualifier="canary")["ExecutedVersion"] for _ in range(5)} == {version}
    shown = aws.update_alias(FunctionName=two, Name="canary", RoutingConfig={})
    assert "RoutingConfig" not in shown


def test_aliases_are_listed_page_by_page_and_by_version(aws, two):
    for name, version in (("c", "2"), ("a", "1"), ("b", "1")):
        aws.create_alias(FunctionName=two, Name=name, FunctionVersion=version)
    pages = list(aws.get_paginator("list_aliases").paginate(FunctionName=two, PaginationConfig={"PageSize": 2}))
    assert [[alias["Name"] for alias in page["Aliases"]] for page in pages] == [["a", "b"], ["c"]]
    of_one = aws.list_aliases(FunctionName=two, FunctionVersion="1")["Aliases"]
    assert [alias["Name"] for alias in of_one] == ["a", "b"]


def test_a_version_that_an_alias_names_stays(aws, two):
    aws.create_alias(FunctionName=two, Name="live", FunctionVersion="1", RoutingConfig={"AdditionalVersionWeights": {"2": 0.1}})
    for version in ("1", "2"):
        with refused("ResourceConflictException", r"Unable to delete version because the following aliases reference it: \[live\]"):
            aws.delete_function(FunctionName=two, Qualifier=version)
    with refused("InvalidParameterValueException", "Deletion of aliases is not currently supported."):
        aws.delete_function(FunctionName=two, Qualifier="live")
    aws.delete_alias(FunctionName=two, Name="live")
    aws.delete_function(FunctionName=two, Qualifier="1")
    assert aws.delete_function(FunctionName=two, Qualifier="1")["ResponseMetadata"]["HTTPStatusCode"] == 204


def test_what_an_alias_cannot_be_is_refused_in_lambdas_words(aws, two):
    def create(version="1", weights=None, name="bad", function=two):
        routing = {"RoutingConfig": {"AdditionalVersionWeights": weights}} if weights else {}
        return lambda: aws.create_alias(FunctionName=function, Name=name, FunctionVersion=version, **routing)

    constraint = r"Map keys must satisfy constraint: \[Member must have length less than or equal to 1024, Member must have length " \
                 r"greater than or equal to 1, Member must satisfy regular expression pattern: \[0-9\]\+\]"
    for act, code, message in (
        (create("9"), "ResourceNotFoundException", f"Function not found: {ARN}{two}:9"),
        (create(weights={"10": 0.5}), "ResourceNotFoundException", f"Function not found: {ARN}{two}:10"),
        (create(weights={"1": 0.5}), "InvalidParameterValueException", "Function version 1 is already included in routing configuration."),
        (create("$LATEST", {"1": 0.5}), "InvalidParameterValueException", r"\$LATEST is not supported for an alias pointing to more than 1 version"),
        (create(weights={"1": 0.5, "2": 0.5}), "InvalidParameterValueException", "Number of items in AdditionalVersionWeights cannot be greater than 1"),
        (create(weights={"2": 2.0}), "ValidationException", r"Value '\{2=2.0\}' at 'routingConfig.additionalVersionWeights' failed"),
        (create(weights={"2": -1.0}), "ValidationException", r"Value '\{2=-1.0\}' at 'routingConfig.additionalVersionWeights' failed"),
        (create(weights={"$LATEST": 0.5}), "ValidationException", constraint),
        (create(name="2024"), "ValidationException", r"Value '2024' at 'name' failed .*\(\?!\^\[0-9\]\+\$\)\(\[a-zA-Z0-9-_\]\+\)"),
        (create(function=new_name("gone")), "ResourceNotFoundException", "Function not found: "),
    ):
        with refused(code, message):
            act()
    aws.create_alias(FunctionName=two, Name="live", FunctionVersion="1")
    with refused("ResourceConflictException", f"Alias already exists: {ARN}{two}:live"):
        aws.create_alias(FunctionName=two, Name="live", FunctionVersion="2")
    with refused("ResourceNotFoundException", f"Alias not found: {ARN}{two}:gone"):
        aws.update_alias(FunctionName=two, Name="gone", FunctionVersion="2")
    aws.update_function_configuration(FunctionName=two, Role="arn:aws:iam::000000000000:role/another")
    aws.publish_version(FunctionName=two)
    with refused("InvalidParameterValueException", "different execution roles"):
        aws.update_alias(FunctionName=two, Name="live", RoutingConfig={"AdditionalVersionWeights": {"3": 0.5}})


def test_an_alias_has_a_url_of_its_own(aws, two):
    aws.create_alias(FunctionName=two, Name="live", FunctionVersion="1")
    made = aws.create_function_url_config(FunctionName=two, Qualifier="live", AuthType="NONE")
    assert made["FunctionArn"] == f"{ARN}{two}:live"
    whole = aws.create_function_url_config(FunctionName=two, AuthType="NONE")
    assert whole["FunctionUrl"] != made["FunctionUrl"]
    with urllib.request.urlopen(made["FunctionUrl"]) as answer:
        assert json.load(answer)["version"] == "1"
    with urllib.request.urlopen(whole["FunctionUrl"]) as answer:
        assert json.load(answer)["version"] == "$LATEST"
    with refused("ResourceConflictException", f"{two}:live\\]"):
        aws.create_function_url_config(FunctionName=two, Qualifier="live", AuthType="NONE")
    listed = aws.list_function_url_configs(FunctionName=two)["FunctionUrlConfigs"]
    assert {url["FunctionArn"] for url in listed} == {f"{ARN}{two}", f"{ARN}{two}:live"}
    for version in ("1", "$LATEST"):
        with refused("ValidationException", f"Value '{version.replace('$', '.')}' at 'qualifier' failed"):
            aws.create_function_url_config(FunctionName=two, Qualifier=version, AuthType="NONE")
    aws.delete_alias(FunctionName=two, Name="live")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(made["FunctionUrl"])
    with refused("ResourceNotFoundException", "The resource you requested does not exist."):
        aws.get_function_url_config(FunctionName=two, Qualifier="live")


def test_aliases_from_the_shell(cli, two):  # noqa: F811
    cli("lambda", "create-alias", "--function-name", two, "--name", "live", "--function-version", "1",
        "--routing-config", "AdditionalVersionWeights={2=1}")
    answered = cli("lambda", "invoke", "--function-name", f"{two}:live", "answer.json")
    assert answered["ExecutedVersion"] == "2"
    cli("lambda", "update-alias", "--function-name", two, "--name", "live", "--function-version", "1", "--routing-config",
        "AdditionalVersionWeights={}")
    assert cli("lambda", "list-aliases", "--function-name", two, "--query", "Aliases[].FunctionVersion") == ["1"]
    cli("lambda", "delete-alias", "--function-name", two, "--name", "live")
