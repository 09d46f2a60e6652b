"""Resource policies through boto3: permissions, and what they let other accounts do."""

import json

import pytest
from conftest import new_name
from test_cli import cli  # noqa: F401
from test_functions import refused
from test_signatures import Browser

ARN = "arn:aws:lambda:us-east-1:000000000000:function:"
INVOKE = {"Action": "lambda:InvokeFunction"}


@pytest.fixture
def stranger(server):
    """The client of another account, and that account."""
    status, key = Browser(server).ask("/access-keys", "POST")
    assert status == 201
    return server.client("lambda", key["accessKeyId"], key["secretAccessKey"]), key["account"]


def statements(aws, **of):
    return json.loads(aws.get_policy(**of)["Policy"])["Statement"]


def test_permissions_are_added_shown_and_removed(aws, make):
    name = make()
    with refused("ResourceNotFoundException", "The resource you requested does not exist."):
        aws.get_policy(FunctionName=name)
    added = aws.add_permission(
        FunctionName=name, StatementId="s3", Principal="s3.amazonaws.com", SourceArn="arn:aws:s3:::bucket",
        SourceAccount="111122223333", **INVOKE)
    assert added["ResponseMetadata"]["HTTPStatusCode"] == 201
    statement = {
        "Sid": "s3", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "lambda:InvokeFunction",
        "Resource": f"{ARN}{name}",
        "Condition": {"StringEquals": {"AWS:SourceAccount": "111122223333"}, "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::bucket"}},
    }
    assert json.loads(added["Statement"]) == statement
    aws.add_permission(FunctionName=name, StatementId="all", Principal="*", **INVOKE)
    policy = aws.get_policy(FunctionName=name)
    document = json.loads(policy["Policy"])
    assert (document["Version"], document["Id"]) == ("2012-10-17", "default")
    assert document["Statement"][0] == statement
    assert (document["Statement"][1]["Sid"], document["Statement"][1]["Principal"]) == ("all", "*")
    assert policy["RevisionId"] == aws.get_function_configuration(FunctionName=name)["RevisionId"]

    aws.remove_permission(FunctionName=name, StatementId="s3")
    assert [s["Sid"] for s in statements(aws, FunctionName=name)] == ["all"]
    with refused("ResourceNotFoundException", "Statement s3 is not found in resource policy."):
        aws.remove_permission(FunctionName=name, StatementId="s3")
    aws.remove_permission(FunctionName=name, StatementId="all")
    with refused("ResourceNotFoundException", "No policy is associated with the given resource."):
        aws.remove_permission(FunctionName=name, StatementId="all")


def test_each_version_and_alias_has_a_policy_of_its_own(aws, make):
    name = make()
    aws.publish_version(FunctionName=name)
    alias = aws.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    for qualifier in ("1", "live"):
        added = aws.add_permission(FunctionName=name, StatementId="a", Principal="*", Qualifier=qualifier, **INVOKE)
        assert json.loads(added["Statement"])["Resource"] == f"{ARN}{name}:{qualifier}"
    with refused("PreconditionFailedException", "Call the GetPolicy API to retrieve the latest Revision Id"):
        aws.add_permission(FunctionName=name, StatementId="b", Principal="*", Qualifier="live", RevisionId=alias["RevisionId"], **INVOKE)
    now = aws.get_alias(FunctionName=name, Name="live")["RevisionId"]
    aws.add_permission(FunctionName=name, StatementId="b", Principal="*", Qualifier="live", RevisionId=now, **INVOKE)
    assert [s["Sid"] for s in statements(aws, FunctionName=name, Qualifier="live")] == ["a", "b"]
    assert [s["Sid"] for s in statements(aws, FunctionName=f"{name}:1")] == ["a"]
    with refused("ResourceNotFoundException", "does not exist"):
        aws.get_policy(FunctionName=name)
    aws.delete_alias(FunctionName=name, Name="live")
    aws.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    with refused("ResourceNotFoundException", "does not exist"):
        aws.get_policy(FunctionName=name, Qualifier="live")


def test_a_policy_is_what_lets_another_account_in(aws, make, stranger):
    theirs, account = stranger
    name = make()
    aws.publish_version(FunctionName=name)
    aws.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    denied = (f"User: arn:aws:iam::{account}:root is not authorized to perform: lambda:InvokeFunction on resource: "
              f"{ARN}{name} because no resource-based policy allows the lambda:InvokeFunction action")
    with refused("AccessDeniedException", denied):
        theirs.invoke(FunctionName=ARN + name)
    with refused("AccessDeniedException", "no resource-based policy allows"):
        theirs.invoke(FunctionName=ARN + new_name("gone"))

    aws.add_permission(FunctionName=name, StatementId="friend", Principal=account, Qualifier="live", **INVOKE)
    answered = theirs.invoke(FunctionName=f"{ARN}{name}:live", Payload=b'{"name": "friend"}')
    assert json.load(answered["Payload"])["hello"] == "friend"
    assert theirs.invoke(FunctionName=f"{ARN}{name}:live", InvocationType="Event")["StatusCode"] == 202
    assert theirs.invoke(FunctionName=f"{ARN}{name}:live", InvocationType="DryRun")["StatusCode"] == 204
    # The alias is let out, the function and its versions are not; invoking is not reading.
    for closed in (f"{ARN}{name}", f"{ARN}{name}:1", f"{ARN}{name}:$LATEST"):
        with refused("AccessDeniedException"):
            theirs.invoke(FunctionName=closed)
    with refused("AccessDeniedException", "lambda:GetFunctionConfiguration"):
        theirs.get_function_configuration(FunctionName=f"{ARN}{name}:live")
    aws.add_permission(FunctionName=name, StatementId="read", Principal=f"arn:aws:iam::{account}:root", Qualifier="live",
                       Action="lambda:GetFunctionConfiguration")
    assert theirs.get_function_configuration(FunctionName=f"{ARN}{name}:live")["Version"] == "1"

    aws.remove_permission(FunctionName=name, StatementId="friend", Qualifier="live")
    with refused("AccessDeniedException"):
        theirs.invoke(FunctionName=f"{ARN}{name}:live")


def test_a_condition_that_a_caller_does_not_meet_lets_nobody_in(aws, make, stranger):
    theirs, account = stranger
    name = make()
    for sid, condition in enumerate((
        {"SourceArn": "arn:aws:s3:::*"}, {"SourceAccount": account}, {"PrincipalOrgID": "o-0123456789"},
        {"Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"}, {"InvokedViaFunctionUrl": True},
    )):
        aws.add_permission(**{"FunctionName": name, "StatementId": f"s{sid}", "Principal": "*", **INVOKE, **condition})
    with refused("AccessDeniedException"):
        theirs.invoke(FunctionName=ARN + name)
    for operation in (theirs.delete_function, theirs.get_function, theirs.publish_version, theirs.list_aliases, theirs.get_policy):
        with refused("AccessDeniedException"):
            operation(FunctionName=ARN + name)
    aws.add_permission(FunctionName=name, StatementId="reader", Principal=account, Action="lambda:*")
    with refused("NotImplementedException", "`DeleteFunction` for a function of another account"):
        theirs.delete_function(FunctionName=ARN + name)
    assert json.load(theirs.invoke(FunctionName=ARN + name)["Payload"])["hello"] == "nobody"


def test_what_a_permission_cannot_be_is_refused_in_lambdas_words(aws, make):
    name = make()

    def add(**settings):
        return lambda: aws.add_permission(**{"FunctionName": name, "StatementId": "a", "Principal": "*", **INVOKE, **settings})

    for act, code, message in (
        (add(StatementId="example.com"), "ValidationException", "Value 'example.com' at 'statementId' failed"),
        (add(Principal="invalid.nonaws.com"), "InvalidParameterValueException", "The provided principal was invalid. Please check"),
        (add(Action="lambda:Get*"), "ValidationException", "at 'action' failed"),
        (add(Qualifier="$LATEST"), "InvalidParameterValueException", "We currently do not support adding policies for .LATEST."),
        (add(Qualifier="gone"), "ResourceNotFoundException", f"Cannot find alias arn: {ARN}{name}:gone"),
        (add(Qualifier="42"), "ResourceNotFoundException", f"Function not found: {ARN}{name}:42"),
        (add(FunctionName=name + "-gone"), "ResourceNotFoundException", f"Function not found: {ARN}{name}-gone"),
        (add(FunctionUrlAuthType="NONE"), "InvalidParameterValueException", "only supported for lambda:InvokeFunctionUrl action"),
    ):
        with refused(code, message):
            act()
    add()()
    with refused("ResourceConflictException", r"The statement id \(a\) provided already exists. Please provide a new statement id"):
        add()()
    with refused("ResourceNotFoundException", f"No policy found for: {ARN}{name}-gone"):
        aws.remove_permission(FunctionName=name + "-gone", StatementId="a")
    with refused("PolicyLengthExceededException", r"The final policy size \(\d+\) is bigger than the limit \(20480\)."):
        for number in range(100):
            aws.add_permission(FunctionName=name, StatementId=f"{number}-" + "x" * 90, Principal="s3.amazonaws.com", SourceArn="arn:aws:s3:::" + "b" * 60, **INVOKE)
    assert len(statements(aws, FunctionName=name)) < 100


def test_permissions_from_the_shell(cli, make):  # noqa: F811
    name = make()
    cli("lambda", "add-permission", "--function-name", name, "--statement-id", "url", "--action", "lambda:InvokeFunctionUrl",
        "--principal", "*", "--function-url-auth-type", "NONE")
    policy = json.loads(cli("lambda", "get-policy", "--function-name", name)["Policy"])
    assert policy["Statement"][0]["Condition"] == {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
    cli("lambda", "remove-permission", "--function-name", name, "--statement-id", "url")
