"""One account in several regions through boto3 and the AWS CLI: the same name is another function in each."""

import json

import pytest
from conftest import HELLO, REGION, ROLE, new_name, zip_of
from test_cli import cli  # noqa: F401
from test_functions import refused
from test_layers import layer_zip
from test_signatures import Browser
from test_urls import WHO, send

FAR = "eu-west-1"
WHERE = """
exports.handler = async (event, context) => {
  console.log("from", process.env.AWS_REGION);
  return { region: process.env.AWS_REGION, byDefault: process.env.AWS_DEFAULT_REGION, arn: context.invokedFunctionArn };
};
"""


@pytest.fixture
def both(server):
    """A client in each region, and functions that are deleted after the test."""
    clients, made = {region: server.client("lambda", region_name=region) for region in (REGION, FAR)}, []

    def make(region, name, code=WHERE, **settings):
        wanted = {"Runtime": "nodejs24.x", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": zip_of(index__js=code)}}
        answer = clients[region].create_function(FunctionName=name, **{**wanted, **settings})
        made.append((region, name))
        return answer

    yield clients, make
    for region, name in made:
        clients[region].delete_function(FunctionName=name)


def names(client):
    return [function["FunctionName"] for page in client.get_paginator("list_functions").paginate() for function in page["Functions"]]


def arn(region, name):
    return f"arn:aws:lambda:{region}:000000000000:function:{name}"


def test_the_same_name_lives_in_two_regions(both):
    clients, make = both
    name, only = new_name(), new_name()
    for region, client in clients.items():
        assert make(region, name)["FunctionArn"] == arn(region, name)
        said = json.load(client.invoke(FunctionName=name)["Payload"])
        assert said == {"region": region, "byDefault": region, "arn": arn(region, name)}
        with refused("ResourceConflictException", f"Function already exist: {name}"):
            make(region, name)
    make(FAR, only)
    assert only in names(clients[FAR]) and only not in names(clients[REGION])
    with refused("ResourceNotFoundException", f"Function not found: {arn(REGION, only)}"):
        clients[REGION].invoke(FunctionName=only)
    clients[REGION].update_function_configuration(FunctionName=name, Description="near", MemorySize=256)
    assert clients[FAR].get_function_configuration(FunctionName=name)["Description"] == ""
    before = clients[REGION].get_account_settings()["AccountUsage"]["FunctionCount"]
    make(FAR, new_name())
    assert clients[REGION].get_account_settings()["AccountUsage"]["FunctionCount"] == before


def test_an_arn_of_another_region_is_refused(both):
    clients, make = both
    name = new_name()
    make(FAR, name)
    for call in ("get_function", "invoke", "get_policy", "list_versions_by_function", "delete_function"):
        with refused("ResourceNotFoundException", rf"Functions from '{FAR}' are not reachable in this region \('{REGION}'\)"):
            getattr(clients[REGION], call)(FunctionName=arn(FAR, name))
    with refused("ResourceNotFoundException", rf"Functions from '{FAR}' are not reachable in this region \('{REGION}'\)"):
        clients[REGION].list_tags(Resource=arn(FAR, name))
    assert clients[FAR].get_function(FunctionName=arn(FAR, name))["Configuration"]["FunctionArn"] == arn(FAR, name)
    make(REGION, name)
    with refused("InvalidParameterValueException", "The destination ARN"):
        clients[REGION].put_function_event_invoke_config(
            FunctionName=name, DestinationConfig={"OnFailure": {"Destination": arn(FAR, name)}})


def test_logs_are_where_the_function_is(server, both):
    clients, make = both
    name = new_name()
    group = f"/aws/lambda/{name}"
    for region in clients:
        make(region, name)
    clients[FAR].invoke(FunctionName=name, LogType="Tail")
    logs = {region: server.client("logs", region_name=region) for region in clients}
    assert logs[REGION].describe_log_groups(logGroupNamePrefix=group)["logGroups"] == []
    [shown] = logs[FAR].describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert shown["arn"] == f"arn:aws:logs:{FAR}:000000000000:log-group:{group}:*"
    written = [event["message"] for event in logs[FAR].filter_log_events(logGroupName=group)["events"]]
    assert any(f"from\t{FAR}" in line or f"from {FAR}" in line for line in written), written
    with refused("ResourceNotFoundException", "The specified log group does not exist."):
        logs[REGION].describe_log_streams(logGroupIdentifier=shown["logGroupArn"])


def test_a_layer_serves_its_region_alone(both):
    clients, make = both
    layer, name = new_name("layer"), new_name()
    zip = layer_zip(nodejs__node_modules__greet__index_js="module.exports = () => 'hi';")
    made = clients[FAR].publish_layer_version(LayerName=layer, Content={"ZipFile": zip})
    version = made["LayerVersionArn"]
    assert version == f"arn:aws:lambda:{FAR}:000000000000:layer:{layer}:1"
    assert layer not in [one["LayerName"] for one in clients[REGION].list_layers()["Layers"]]
    message = f"Layers are not in the same region as the function. Layers are expected to be in region {REGION}."
    with refused("InvalidParameterValueException", message):
        make(REGION, name, Layers=[version])
    with refused("InvalidParameterValueException", message):
        clients[REGION].get_layer_version_by_arn(Arn=version)
    code = "exports.handler = async () => require('greet')();"
    make(FAR, name, code, Layers=[version])
    assert json.load(clients[FAR].invoke(FunctionName=name)["Payload"]) == "hi"
    assert clients[REGION].publish_layer_version(LayerName=layer, Content={"ZipFile": zip})["Version"] == 1, "numbers are each region's own"
    for client in clients.values():
        client.delete_layer_version(LayerName=layer, VersionNumber=1)


def test_concurrency_is_reserved_in_one_region(both):
    clients, make = both
    name = new_name()
    for region in clients:
        make(region, name)
    clients[FAR].put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    with refused("TooManyRequestsException", "Rate Exceeded."):
        clients[FAR].invoke(FunctionName=name)
    assert json.load(clients[REGION].invoke(FunctionName=name)["Payload"])["region"] == REGION
    free = {region: client.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"] for region, client in clients.items()}
    clients[FAR].put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=50)
    assert clients[FAR].get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"] == free[FAR] - 50
    assert clients[REGION].get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"] == free[REGION]


def test_a_url_takes_signatures_of_its_own_region(both):
    clients, make = both
    name = new_name()
    make(FAR, name, WHO)
    url = clients[FAR].create_function_url_config(FunctionName=name, AuthType="AWS_IAM")["FunctionUrl"]
    assert send(url, keys=("test", "test"))[0] == 403, "signed for the other region"
    clients[FAR].update_function_url_config(FunctionName=name, AuthType="NONE")
    assert send(url)[0] == 200, "the address is the function's wherever the caller is"


def test_one_key_opens_every_region_and_only_its_account(server, both):
    _, make = both
    name = new_name()
    make(FAR, name)
    key = Browser(server).ask("/access-keys", "POST")[1]
    assert key["region"] == REGION
    for region in (REGION, FAR, "ap-southeast-7"):
        keys = (key["accessKeyId"], key["secretAccessKey"])
        assert server.client("sts", *keys, region_name=region).get_caller_identity()["Account"] == key["account"]
        theirs = server.client("lambda", *keys, region_name=region)
        assert theirs.list_functions()["Functions"] == []
    with refused("AccessDeniedException", "not authorized to perform: lambda:InvokeFunction"):
        server.client("lambda", *keys, region_name=FAR).invoke(FunctionName=arn(FAR, name))


@pytest.mark.parametrize("region", ["mars-north-1", "us-gov-west-1", "cn-north-1", "us-east"])
def test_an_unknown_region_is_refused(server, region):
    for service, call in (("lambda", "list_functions"), ("sts", "get_caller_identity"), ("logs", "describe_log_groups")):
        with refused("InvalidSignatureException|InvalidSignature", f"Credential should be scoped to a valid region, not '{region}'."):
            getattr(server.client(service, region_name=region), call)()


def test_the_cli_makes_a_function_where_it_is_told(cli, both):
    clients, _ = both
    name = new_name("cli")
    (cli.folder / "function.zip").write_bytes(zip_of(index__js=HELLO))
    made = cli("--region", FAR, "lambda", "create-function", "--function-name", name, "--runtime", "nodejs24.x",
               "--handler", "index.handler", "--role", ROLE, "--zip-file", "fileb://function.zip")
    assert made["FunctionArn"] == arn(FAR, name)
    assert name in names(clients[FAR]) and name not in names(clients[REGION])
    with pytest.raises(RuntimeError, match="ResourceNotFoundException"):
        cli("lambda", "get-function", "--function-name", name)
    cli("--region", FAR, "lambda", "delete-function", "--function-name", name)


def test_queues_are_of_their_region(server):
    name = new_name("q")
    here, there = (server.client("sqs", region_name=region) for region in (REGION, FAR))
    url = there.create_queue(QueueName=name)["QueueUrl"]
    there.send_message(QueueUrl=url, MessageBody="far")
    assert there.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"].startswith(f"arn:aws:sqs:{FAR}:")
    assert there.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "far"
    with refused("QueueDoesNotExist|AWS.SimpleQueueService.NonExistentQueue"):
        here.get_queue_url(QueueName=name)
