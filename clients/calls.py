"""One long story over every operation that there is, told through any client: `call` does one call, `fails` one that is refused.

`Boto3` and `Shell` are such clients. Both count, so that the tests can say how many calls were made and which operations were never
called.
"""

import json
import re
import subprocess

import boto3
from botocore.exceptions import ClientError
from conftest import HELLO, REGION, ROLE, new_name, zip_of

PREFIX = f"arn:aws:lambda:{REGION}:000000000000:function:"


def kebab(name):
    """`FunctionUrlConfig` as `function-url-config`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


class Client:
    """Counts the calls."""

    def __init__(self):
        self.calls = []

    def call(self, service, operation, **params):
        self.calls.append((service, operation))
        return self.do(service, operation, params)

    def until(self, has_come, service, operation, **params):
        """What comes a moment after the answer that it belongs to, as on AWS."""
        for _ in range(200):
            answer = self.do(service, operation, params)
            if has_come(answer):
                break
        self.calls.append((service, operation))
        return answer

    def fails(self, code, service, operation, **params):
        self.calls.append((service, operation))
        try:
            answer = self.do(service, operation, params)
        except Refused as refused:
            assert refused.args[0] == code, f"{operation}: {refused.args}"
            return refused.args[1]
        raise AssertionError(f"{operation} was not refused: {answer}")


class Refused(Exception):
    """Code and message of a refusal."""


class Boto3(Client):
    """Calls by boto3."""

    def __init__(self, server):
        super().__init__()
        self.clients = {service: server.client(service) for service in ("lambda", "logs", "sqs", "sts")}

    def do(self, service, operation, params):
        method = getattr(self.clients[service], kebab(operation).replace("-", "_"))
        try:
            answer = method(**params)
        except ClientError as error:
            raise Refused(error.response["Error"]["Code"], error.response["Error"]["Message"]) from error
        for name in ("Payload", "EventStream"):
            if name in answer and operation == "Invoke":
                answer[name] = answer[name].read()
        return answer


class Shell(Client):
    """Calls by an AWS CLI."""

    # What the shell takes from a file of its own: the member, the option, and how the file is named.
    FILES = {"ZipFile": ("zip-file", "fileb://"), "Payload": ("payload", "fileb://"), "InvokeArgs": ("invoke-args", "")}

    def __init__(self, program, endpoint, folder, environment):
        super().__init__()
        self.program, self.endpoint, self.folder, self.environment = program, endpoint, folder, environment

    def words(self, operation, params):
        params, words = dict(params), []
        for holder in ("Code", "Content"):
            if "ZipFile" in params.get(holder, {}):
                params["ZipFile"] = params.pop(holder)["ZipFile"]
        for name in self.FILES.keys() & params.keys():
            option, prefix = self.FILES[name]
            path = self.folder / f"{name}.bin"
            path.write_bytes(params.pop(name))
            words += [f"--{option}", f"{prefix}{path}"]
        if operation == "Invoke":
            # It has a word of its own at the end, beside which it wants options.
            options = [word for name, value in params.items() for word in (f"--{kebab(name)}", value)]
            return [*options, *words, str(self.folder / "answer.json")]
        path = self.folder / "input.json"
        path.write_text(json.dumps(params))
        return ["--cli-input-json", f"file://{path}", *words]

    def do(self, service, operation, params):
        command = [self.program, "--endpoint-url", self.endpoint, "--output", "json", "--no-paginate", service, kebab(operation)]
        command += self.words(operation, params)
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            found = re.search(r"An error occurred \((\w+)\) when calling the \w+ operation(?: \(.*?\))?: (.*)", done.stderr, re.S)
            assert found, f"{operation}: {done.stderr}"
            raise Refused(found[1], found[2].strip())
        answer = json.loads(done.stdout) if done.stdout.strip() else {}
        if operation == "Invoke":
            answer["Payload"] = (self.folder / "answer.json").read_bytes()
        return answer


def made(client, **settings):
    """A function of the story's own."""
    name = new_name("all")
    wanted = {"Runtime": "nodejs24.x", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": zip_of(index__js=HELLO)}}
    client.call("lambda", "CreateFunction", FunctionName=name, **{**wanted, **settings})
    return name


def functions(client):
    """Create, read, change, version, delete."""
    call, fails = client.call, client.fails
    name = made(client, Description="first", MemorySize=256, Timeout=5, Environment={"Variables": {"STAGE": "dev"}},
                Tags={"team": "blue"}, Architectures=["arm64"], EphemeralStorage={"Size": 1024})
    assert "already exist" in fails("ResourceConflictException", "lambda", "CreateFunction", FunctionName=name, Runtime="nodejs24.x",
                                    Handler="index.handler", Role=ROLE, Code={"ZipFile": zip_of(index__js=HELLO)})
    found = call("lambda", "GetFunction", FunctionName=name)
    assert found["Tags"] == {"team": "blue"} and found["Code"]["Location"]
    config = call("lambda", "GetFunctionConfiguration", FunctionName=PREFIX + name)
    assert (config["MemorySize"], config["EphemeralStorage"]["Size"], config["Architectures"]) == (256, 1024, ["arm64"])
    assert call("lambda", "UpdateFunctionConfiguration", FunctionName=name, Timeout=9)["Timeout"] == 9
    fails("PreconditionFailedException", "lambda", "UpdateFunctionConfiguration", FunctionName=name, Timeout=8,
          RevisionId="11111111-1111-4111-8111-111111111111")
    fails("InvalidParameterValueException", "lambda", "UpdateFunctionConfiguration", FunctionName=name,
          Environment={"Variables": {"BIG": "x" * 5_000}})
    first = call("lambda", "PublishVersion", FunctionName=name, Description="one")
    assert first["Version"] == "1"
    assert call("lambda", "PublishVersion", FunctionName=name)["Version"] == "1", "nothing has changed"
    code = zip_of(index__js=HELLO + "\n// second")
    updated = call("lambda", "UpdateFunctionCode", FunctionName=name, ZipFile=code)
    fails("InvalidParameterValueException", "lambda", "UpdateFunctionCode", FunctionName=name, ZipFile=zip_of(**{"../up__js": ""}))
    fails("PreconditionFailedException", "lambda", "PublishVersion", FunctionName=name, RevisionId="x")
    second = call("lambda", "PublishVersion", FunctionName=name, CodeSha256=updated["CodeSha256"])
    assert second["Version"] == "2"
    fails("InvalidParameterValueException", "lambda", "PublishVersion", FunctionName=name, CodeSha256="wrong")
    versions = call("lambda", "ListVersionsByFunction", FunctionName=name)["Versions"]
    assert [version["Version"] for version in versions] == ["$LATEST", "1", "2"]
    assert name in [function["FunctionName"] for function in call("lambda", "ListFunctions")["Functions"]]
    assert call("lambda", "ListFunctions", MaxItems=1)["Functions"]
    call("lambda", "DeleteFunction", FunctionName=name, Qualifier="1")
    fails("InvalidParameterValueException", "lambda", "DeleteFunction", FunctionName=name, Qualifier="$LATEST")
    fails("ResourceNotFoundException", "lambda", "GetFunction", FunctionName=name, Qualifier="1")
    call("lambda", "GetAccountSettings")
    call("lambda", "GetFunctionCodeSigningConfig", FunctionName=name)
    call("lambda", "GetRuntimeManagementConfig", FunctionName=name)
    call("lambda", "PutRuntimeManagementConfig", FunctionName=name, UpdateRuntimeOn="Auto")
    call("lambda", "DeleteFunction", FunctionName=name)
    for operation in ("GetFunction", "GetFunctionConfiguration", "DeleteFunction", "ListVersionsByFunction", "PublishVersion"):
        message = fails("ResourceNotFoundException", "lambda", operation, FunctionName=name)
        assert message == f"Function not found: {PREFIX}{name}", operation


def invocations(client):
    """Synchronous, asynchronous, dry."""
    call, fails = client.call, client.fails
    name = made(client, Publish=True)
    answered = call("lambda", "Invoke", FunctionName=name, Payload=b'{"name": "Ada"}', LogType="Tail")
    assert answered["StatusCode"] == 200 and json.loads(answered["Payload"])["hello"] == "Ada" and answered["LogResult"]
    assert answered["ExecutedVersion"] == "$LATEST"
    assert call("lambda", "Invoke", FunctionName=name, Qualifier="1", Payload=b"{}")["ExecutedVersion"] == "1"
    assert call("lambda", "Invoke", FunctionName=f"{PREFIX}{name}:1", Payload=b"{}")["StatusCode"] == 200
    assert call("lambda", "Invoke", FunctionName=name, InvocationType="Event", Payload=b"{}")["StatusCode"] == 202
    assert call("lambda", "Invoke", FunctionName=name, InvocationType="DryRun", Payload=b"{}")["StatusCode"] == 204
    assert call("lambda", "InvokeAsync", FunctionName=name, InvokeArgs=b"{}")
    fails("InvalidRequestContentException", "lambda", "Invoke", FunctionName=name, Payload=b"{not json")
    fails("ResourceNotFoundException", "lambda", "Invoke", FunctionName=name, Qualifier="9", Payload=b"{}")
    fails("ResourceNotFoundException", "lambda", "Invoke", FunctionName="nobody", Payload=b"{}")
    call("lambda", "DeleteFunction", FunctionName=name)


def aliases(client):
    """Names for versions, with URL, policy, settings."""
    call, fails = client.call, client.fails
    name = made(client, Publish=True)
    call("lambda", "UpdateFunctionConfiguration", FunctionName=name, Timeout=4)
    call("lambda", "PublishVersion", FunctionName=name)
    alias = call("lambda", "CreateAlias", FunctionName=name, Name="live", FunctionVersion="1", Description="for all")
    fails("ResourceConflictException", "lambda", "CreateAlias", FunctionName=name, Name="live", FunctionVersion="1")
    fails("ResourceNotFoundException", "lambda", "CreateAlias", FunctionName=name, Name="other", FunctionVersion="9")
    fails("InvalidParameterValueException", "lambda", "CreateAlias", FunctionName=name, Name="other", FunctionVersion="$LATEST",
          RoutingConfig={"AdditionalVersionWeights": {"1": 0.5}})
    assert call("lambda", "GetAlias", FunctionName=name, Name="live")["AliasArn"] == alias["AliasArn"]
    call("lambda", "UpdateAlias", FunctionName=name, Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 0.25}})
    fails("PreconditionFailedException", "lambda", "UpdateAlias", FunctionName=name, Name="live", RevisionId="no")
    assert [alias["Name"] for alias in call("lambda", "ListAliases", FunctionName=name)["Aliases"]] == ["live"]
    assert call("lambda", "ListAliases", FunctionName=name, FunctionVersion="1")["Aliases"]
    fails("ResourceConflictException", "lambda", "DeleteFunction", FunctionName=name, Qualifier="1")

    url = call("lambda", "CreateFunctionUrlConfig", FunctionName=name, Qualifier="live", AuthType="NONE")
    fails("ResourceConflictException", "lambda", "CreateFunctionUrlConfig", FunctionName=name, Qualifier="live", AuthType="NONE")
    assert call("lambda", "GetFunctionUrlConfig", FunctionName=name, Qualifier="live")["FunctionUrl"] == url["FunctionUrl"]
    assert call("lambda", "ListFunctionUrlConfigs", FunctionName=name)["FunctionUrlConfigs"]
    updated = call("lambda", "UpdateFunctionUrlConfig", FunctionName=name, Qualifier="live", AuthType="AWS_IAM")
    assert (updated["FunctionUrl"], updated["AuthType"]) == (url["FunctionUrl"], "AWS_IAM")
    call("lambda", "DeleteFunctionUrlConfig", FunctionName=name, Qualifier="live")
    fails("ResourceNotFoundException", "lambda", "GetFunctionUrlConfig", FunctionName=name, Qualifier="live")

    statement = {"StatementId": "s3", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}
    call("lambda", "AddPermission", FunctionName=name, Qualifier="live", **statement)
    fails("ResourceConflictException", "lambda", "AddPermission", FunctionName=name, Qualifier="live", **statement)
    policy = json.loads(call("lambda", "GetPolicy", FunctionName=name, Qualifier="live")["Policy"])
    assert policy["Statement"][0]["Sid"] == "s3"
    fails("ResourceNotFoundException", "lambda", "GetPolicy", FunctionName=name)
    call("lambda", "RemovePermission", FunctionName=name, Qualifier="live", StatementId="s3")
    fails("ResourceNotFoundException", "lambda", "RemovePermission", FunctionName=name, Qualifier="live", StatementId="s3")

    call("lambda", "UpdateAlias", FunctionName=name, Name="live", RoutingConfig={"AdditionalVersionWeights": {}})
    call("lambda", "PutProvisionedConcurrencyConfig", FunctionName=name, Qualifier="live", ProvisionedConcurrentExecutions=1)
    call("lambda", "GetProvisionedConcurrencyConfig", FunctionName=name, Qualifier="live")
    assert call("lambda", "ListProvisionedConcurrencyConfigs", FunctionName=name)["ProvisionedConcurrencyConfigs"]
    call("lambda", "DeleteProvisionedConcurrencyConfig", FunctionName=name, Qualifier="live")
    fails("ProvisionedConcurrencyConfigNotFoundException", "lambda", "GetProvisionedConcurrencyConfig", FunctionName=name, Qualifier="live")
    fails("InvalidParameterValueException", "lambda", "PutProvisionedConcurrencyConfig", FunctionName=name, Qualifier="$LATEST",
          ProvisionedConcurrentExecutions=1)
    call("lambda", "DeleteAlias", FunctionName=name, Name="live")
    fails("ResourceNotFoundException", "lambda", "GetAlias", FunctionName=name, Name="live")
    call("lambda", "DeleteFunction", FunctionName=name)


def settings(client):
    """Tags, concurrency, asynchronous events, loops."""
    call, fails = client.call, client.fails
    name, other = made(client), made(client)
    arn = PREFIX + name
    call("lambda", "TagResource", Resource=arn, Tags={"a": "1", "b": "2"})
    call("lambda", "UntagResource", Resource=arn, TagKeys=["a"])
    assert call("lambda", "ListTags", Resource=arn)["Tags"] == {"b": "2"}
    fails("ResourceNotFoundException", "lambda", "ListTags", Resource=PREFIX + "nobody")

    call("lambda", "PutFunctionConcurrency", FunctionName=name, ReservedConcurrentExecutions=0)
    assert call("lambda", "GetFunctionConcurrency", FunctionName=name)["ReservedConcurrentExecutions"] == 0
    fails("TooManyRequestsException", "lambda", "Invoke", FunctionName=name, Payload=b"{}")
    fails("InvalidParameterValueException", "lambda", "PutFunctionConcurrency", FunctionName=name, ReservedConcurrentExecutions=901)
    call("lambda", "DeleteFunctionConcurrency", FunctionName=name)
    assert "ReservedConcurrentExecutions" not in call("lambda", "GetFunctionConcurrency", FunctionName=name)

    fails("ResourceNotFoundException", "lambda", "GetFunctionEventInvokeConfig", FunctionName=name)
    fails("InvalidParameterValueException", "lambda", "PutFunctionEventInvokeConfig", FunctionName=name)
    call("lambda", "PutFunctionEventInvokeConfig", FunctionName=name, MaximumRetryAttempts=1, MaximumEventAgeInSeconds=300)
    destinations = {"OnFailure": {"Destination": PREFIX + other}}
    call("lambda", "UpdateFunctionEventInvokeConfig", FunctionName=name, DestinationConfig=destinations)
    found = call("lambda", "GetFunctionEventInvokeConfig", FunctionName=name)
    assert (found["MaximumRetryAttempts"], found["DestinationConfig"]["OnFailure"]) == (1, destinations["OnFailure"])
    own = {"OnSuccess": {"Destination": PREFIX + name}}
    fails("InvalidParameterValueException", "lambda", "PutFunctionEventInvokeConfig", FunctionName=name, DestinationConfig=own)
    assert call("lambda", "ListFunctionEventInvokeConfigs", FunctionName=name)["FunctionEventInvokeConfigs"]
    call("lambda", "DeleteFunctionEventInvokeConfig", FunctionName=name)
    fails("ResourceNotFoundException", "lambda", "DeleteFunctionEventInvokeConfig", FunctionName=name)
    call("lambda", "DeleteFunction", FunctionName=other)
    call("lambda", "DeleteFunction", FunctionName=name)


def layers(client):
    """Publish, use, share, delete."""
    call, fails = client.call, client.fails
    layer = new_name("layer")
    content = zip_of(**{"nodejs/node_modules/tool/index__js": "exports.tool = () => 42;"})
    first = call("lambda", "PublishLayerVersion", LayerName=layer, Content={"ZipFile": content}, Description="tools",
                 CompatibleRuntimes=["nodejs24.x"])
    second = call("lambda", "PublishLayerVersion", LayerName=layer, Content={"ZipFile": content})
    assert (first["Version"], second["Version"]) == (1, 2)
    assert layer in [one["LayerName"] for one in call("lambda", "ListLayers")["Layers"]]
    versions = call("lambda", "ListLayerVersions", LayerName=layer)["LayerVersions"]
    assert [version["Version"] for version in versions] == [2, 1]
    assert call("lambda", "GetLayerVersion", LayerName=layer, VersionNumber=1)["Description"] == "tools"
    arn = first["LayerVersionArn"]
    assert call("lambda", "GetLayerVersionByArn", Arn=arn)["Version"] == 1
    name = made(client, Layers=[arn], Code={"ZipFile": zip_of(index__js="exports.handler = async () => require('tool').tool();")})
    assert call("lambda", "Invoke", FunctionName=name, Payload=b"{}")["Payload"] == b"42"
    both = [arn, second["LayerVersionArn"]]
    fails("InvalidParameterValueException", "lambda", "UpdateFunctionConfiguration", FunctionName=name, Layers=both)
    fails("InvalidParameterValueException", "lambda", "UpdateFunctionConfiguration", FunctionName=name, Layers=[arn] * 6)
    call("lambda", "UpdateFunctionConfiguration", FunctionName=name, Layers=[])
    permission = {"StatementId": "all", "Action": "lambda:GetLayerVersion", "Principal": "*"}
    call("lambda", "AddLayerVersionPermission", LayerName=layer, VersionNumber=1, **permission)
    assert "all" in call("lambda", "GetLayerVersionPolicy", LayerName=layer, VersionNumber=1)["Policy"]
    call("lambda", "RemoveLayerVersionPermission", LayerName=layer, VersionNumber=1, StatementId="all")
    fails("ResourceNotFoundException", "lambda", "GetLayerVersionPolicy", LayerName=layer, VersionNumber=1)
    for version in (1, 2):
        call("lambda", "DeleteLayerVersion", LayerName=layer, VersionNumber=version)
    fails("ResourceNotFoundException", "lambda", "GetLayerVersion", LayerName=layer, VersionNumber=1)
    call("lambda", "DeleteFunction", FunctionName=name)


def queues(client):
    """A queue, read for a function."""
    call, fails = client.call, client.fails
    name, queue = made(client), new_name("queue")
    url = call("sqs", "CreateQueue", QueueName=queue)["QueueUrl"]
    assert call("sqs", "GetQueueUrl", QueueName=queue)["QueueUrl"] == url
    source = call("sqs", "GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    wanted = {"EventSourceArn": source, "FunctionName": name}
    mapping = call("lambda", "CreateEventSourceMapping", BatchSize=5, Enabled=False, **wanted)["UUID"]
    fails("ResourceConflictException", "lambda", "CreateEventSourceMapping", **wanted)
    fails("ResourceNotFoundException", "lambda", "GetEventSourceMapping", UUID="11111111-1111-4111-8111-111111111111")
    stream = source.replace(":sqs:", ":kinesis:").replace(queue, "stream/orders")
    fails("InvalidParameterValueException", "lambda", "CreateEventSourceMapping", EventSourceArn=stream, FunctionName=name,
          StartingPosition="LATEST")
    assert call("lambda", "GetEventSourceMapping", UUID=mapping)["BatchSize"] == 5
    assert [one["UUID"] for one in call("lambda", "ListEventSourceMappings", FunctionName=name)["EventSourceMappings"]] == [mapping]
    call("sqs", "SendMessage", QueueUrl=url, MessageBody="hello")
    assert call("sqs", "ReceiveMessage", QueueUrl=url, VisibilityTimeout=0)["Messages"][0]["Body"] == "hello"
    assert call("lambda", "UpdateEventSourceMapping", UUID=mapping, Enabled=True, BatchSize=1)["BatchSize"] == 1
    client.until(lambda found: found.get("LastProcessingResult") == "OK", "lambda", "GetEventSourceMapping", UUID=mapping)
    call("lambda", "DeleteEventSourceMapping", UUID=mapping)
    call("sqs", "DeleteQueue", QueueUrl=url)
    call("lambda", "DeleteFunction", FunctionName=name)


def logs(client):
    """What functions wrote, and who asks."""
    call, fails = client.call, client.fails
    assert call("sts", "GetCallerIdentity")["Account"] == "000000000000"
    name = made(client)
    call("lambda", "Invoke", FunctionName=name, Payload=b'{"name": "Grace"}')
    group = f"/aws/lambda/{name}"
    found = client.until(lambda answer: answer["logGroups"], "logs", "DescribeLogGroups", logGroupNamePrefix=group)
    assert [one["logGroupName"] for one in found["logGroups"]] == [group]
    stream = call("logs", "DescribeLogStreams", logGroupName=group)["logStreams"][0]["logStreamName"]
    events = call("logs", "GetLogEvents", logGroupName=group, logStreamName=stream, startFromHead=True)["events"]
    assert any("Grace" in event["message"] for event in events)
    assert call("logs", "FilterLogEvents", logGroupName=group, filterPattern="Grace")["events"]
    assert not call("logs", "FilterLogEvents", logGroupName=group, filterPattern="Nobody")["events"]
    call("logs", "PutRetentionPolicy", logGroupName=group, retentionInDays=7)
    assert call("logs", "DescribeLogGroups", logGroupNamePrefix=group)["logGroups"][0]["retentionInDays"] == 7
    call("logs", "DeleteRetentionPolicy", logGroupName=group)
    fails("ResourceNotFoundException", "logs", "DescribeLogStreams", logGroupName="/aws/lambda/nobody")
    fails("InvalidParameterException", "logs", "PutRetentionPolicy", logGroupName=group, retentionInDays=8)
    call("lambda", "DeleteFunction", FunctionName=name)


STORY = [functions, invocations, aliases, settings, layers, queues, logs]
