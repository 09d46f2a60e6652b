"""Layers through boto3 and both AWS CLIs: published, used, shared, deleted."""

import base64
import hashlib
import io
import json
import os
import urllib.request
import zipfile

import pytest
from botocore.exceptions import ClientError
from conftest import new_name
from test_cli import cli  # noqa: F401
from test_functions import refused
from test_permissions import stranger  # noqa: F401

ARN = "arn:aws:lambda:us-east-1:000000000000:layer:"


def layer_zip(**files):
    """A zip of files; `__` is a slash in their names, `_js` and `_json` their endings."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_json", ".json").replace("_js", ".js"), text)
    return content.getvalue()


@pytest.fixture
def publish(aws):
    """Publishes layer versions, and deletes them after the test."""
    made = []

    def publish(name=None, zip=None, **settings):
        zip = zip or layer_zip(nodejs__node_modules__greet__index_js="module.exports = () => 'hi';")
        answer = aws.publish_layer_version(LayerName=name or new_name("layer"), Content={"ZipFile": zip}, **settings)
        made.append(answer)
        return answer

    yield publish
    for version in made:
        aws.delete_layer_version(LayerName=version["LayerArn"], VersionNumber=version["Version"])


def test_a_layer_lives_its_life(aws, publish):
    name, content = new_name("layer"), layer_zip(a_js="1")
    made = publish(name, content, Description="shared", CompatibleRuntimes=["nodejs24.x"], CompatibleArchitectures=["arm64"], LicenseInfo="MIT")
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert (made["LayerArn"], made["LayerVersionArn"], made["Version"]) == (ARN + name, f"{ARN}{name}:1", 1)
    assert made["Content"]["CodeSha256"] == base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert made["Content"]["CodeSize"] == len(content)
    assert (made["CompatibleRuntimes"], made["CompatibleArchitectures"], made["LicenseInfo"]) == (["nodejs24.x"], ["arm64"], "MIT")
    with urllib.request.urlopen(made["Content"]["Location"]) as download:
        assert download.read() == content

    second = publish(name)
    assert second["Version"] == 2 and "CompatibleRuntimes" not in second
    shown = aws.get_layer_version(LayerName=name, VersionNumber=1)
    assert (shown["Description"], shown["LayerVersionArn"]) == ("shared", f"{ARN}{name}:1")
    assert aws.get_layer_version_by_arn(Arn=f"{ARN}{name}:2")["Version"] == 2
    assert aws.get_layer_version(LayerName=ARN + name, VersionNumber=2)["Version"] == 2

    pages = aws.get_paginator("list_layer_versions").paginate(LayerName=name, PaginationConfig={"PageSize": 1})
    assert [version["Version"] for page in pages for version in page["LayerVersions"]] == [2, 1]
    of_layer = lambda **filters: [
        layer["LatestMatchingVersion"]["Version"] for page in aws.get_paginator("list_layers").paginate(**filters)
        for layer in page["Layers"] if layer["LayerName"] == name]
    assert of_layer() == [2]
    publish(name, CompatibleRuntimes=["python3.12"])
    assert of_layer(CompatibleRuntime="nodejs24.x") == [2] and of_layer(CompatibleRuntime="python3.12") == [3]

    aws.delete_layer_version(LayerName=name, VersionNumber=3)
    assert aws.delete_layer_version(LayerName=name, VersionNumber=3)["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert publish(name)["Version"] == 4, "a number is given once"


def test_a_function_finds_its_layers_and_the_last_one_wins(aws, make, publish):
    first = publish(zip=layer_zip(
        nodejs__node_modules__greet__index_js="module.exports = () => 'first';",
        nodejs__node_modules__only__index_js="module.exports = () => 'only';", data__a_json='{"from": 1}'))
    second = publish(zip=layer_zip(
        nodejs__node24__node_modules__modern__index_js="module.exports = 24;",
        nodejs__node_modules__greet__index_js="module.exports = () => 'second';"))
    code = """
    const fs = require('fs');
    exports.handler = async () => ({
      greet: require('greet')(), only: require('only')(), modern: require('modern'),
      data: JSON.parse(fs.readFileSync('/opt/data/a.json', 'utf8')).from, opt: fs.readdirSync('/opt').sort(),
    });
    """
    name = make(code, Layers=[first["LayerVersionArn"], second["LayerVersionArn"]])
    answer = json.load(aws.invoke(FunctionName=name)["Payload"])
    assert answer == {"greet": "second", "only": "only", "modern": 24, "data": 1, "opt": ["data", "nodejs"]}
    layers = aws.get_function_configuration(FunctionName=name)["Layers"]
    assert layers == [{"Arn": v["LayerVersionArn"], "CodeSize": v["Content"]["CodeSize"]} for v in (first, second)]

    version = aws.publish_version(FunctionName=name)
    changed = aws.update_function_configuration(FunctionName=name, Layers=[second["LayerVersionArn"], first["LayerVersionArn"]])
    assert [layer["Arn"] for layer in changed["Layers"]] == [second["LayerVersionArn"], first["LayerVersionArn"]]
    assert json.load(aws.invoke(FunctionName=name)["Payload"])["greet"] == "first"
    assert json.load(aws.invoke(FunctionName=name, Qualifier=version["Version"])["Payload"])["greet"] == "second"
    assert len(aws.update_function_configuration(FunctionName=name, Timeout=9)["Layers"]) == 2
    without = aws.update_function_configuration(FunctionName=name, Layers=[])
    assert "Layers" not in without
    assert json.load(aws.invoke(FunctionName=name)["Payload"])["errorType"] == "Error"


def test_a_deleted_layer_version_stays_with_its_functions(aws, make, publish):
    layer = publish()
    name = make("exports.handler = async () => require('greet')();", Layers=[layer["LayerVersionArn"]])
    aws.publish_version(FunctionName=name)
    aws.delete_layer_version(LayerName=layer["LayerArn"], VersionNumber=1)
    with refused("ResourceNotFoundException", "The resource you requested does not exist."):
        aws.get_layer_version_by_arn(Arn=layer["LayerVersionArn"])
    aws.update_function_configuration(FunctionName=name, MemorySize=256)
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == "hi"
    assert json.load(aws.invoke(FunctionName=name, Qualifier="1")["Payload"]) == "hi"
    with refused("InvalidParameterValueException", f"Layer version {layer['LayerVersionArn']} does not exist."):
        make(Layers=[layer["LayerVersionArn"]])


def test_a_layer_of_another_account_needs_its_permission(aws, publish, stranger):  # noqa: F811
    theirs, account = stranger
    layer = publish()
    arn = layer["LayerVersionArn"]
    denied = f"User: arn:aws:iam::{account}:root is not authorized to perform: lambda:GetLayerVersion on resource: {arn}"
    for act in (
        lambda: theirs.get_layer_version_by_arn(Arn=arn),
        lambda: theirs.get_layer_version(LayerName=layer["LayerArn"], VersionNumber=1),
        lambda: theirs.create_function(
            FunctionName="f", Runtime="nodejs24.x", Handler="index.handler", Role="arn:aws:iam::000000000000:role/a", Layers=[arn],
            Code={"ZipFile": layer_zip(index_js="exports.handler = async () => require('greet')();")}),
    ):
        with refused("AccessDeniedException", denied):
            act()
    with refused("AccessDeniedException"):
        theirs.get_layer_version_by_arn(Arn=ARN + "gone:1")
    for act in (theirs.delete_layer_version, theirs.get_layer_version_policy):
        with refused("AccessDeniedException"):
            act(LayerName=layer["LayerArn"], VersionNumber=1)
    assert theirs.list_layers()["Layers"] == []

    added = aws.add_layer_version_permission(
        LayerName=layer["LayerArn"], VersionNumber=1, StatementId="friend", Action="lambda:GetLayerVersion", Principal=account)
    assert json.loads(added["Statement"])["Resource"] == arn
    assert theirs.get_layer_version_by_arn(Arn=arn)["Version"] == 1
    theirs.create_function(
        FunctionName="f", Runtime="nodejs24.x", Handler="index.handler", Role="arn:aws:iam::000000000000:role/a", Layers=[arn],
        Code={"ZipFile": layer_zip(index_js="exports.handler = async () => require('greet')();")})
    assert json.load(theirs.invoke(FunctionName="f")["Payload"]) == "hi"


def test_policies_of_layers(aws, publish):
    layer = publish()
    of = {"LayerName": layer["LayerArn"], "VersionNumber": 1}
    everyone = {"Action": "lambda:GetLayerVersion", "Principal": "*"}
    with refused("ResourceNotFoundException", "No policy is associated with the given resource."):
        aws.get_layer_version_policy(**of)
    first = aws.add_layer_version_permission(**of, StatementId="s1", **everyone)
    policy = aws.get_layer_version_policy(**of)
    assert policy["RevisionId"] == first["RevisionId"]
    assert json.loads(policy["Policy"])["Statement"] == [{
        "Sid": "s1", "Effect": "Allow", "Principal": "*", "Action": "lambda:GetLayerVersion", "Resource": layer["LayerVersionArn"]}]
    with refused("ResourceConflictException", r"The statement id \(s1\) provided already exists."):
        aws.add_layer_version_permission(**of, StatementId="s1", **everyone)
    wrong = "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API"
    with refused("PreconditionFailedException", wrong):
        aws.add_layer_version_permission(**of, StatementId="s2", RevisionId="wrong", **everyone)
    with refused("PreconditionFailedException", wrong):
        aws.remove_layer_version_permission(**of, StatementId="s1", RevisionId="wrong")
    with refused("ValidationException", "at 'action' failed"):
        aws.add_layer_version_permission(**of, StatementId="s2", Action="*", Principal="*")
    with refused("ResourceNotFoundException", "Statement s9 is not found in resource policy."):
        aws.remove_layer_version_permission(**of, StatementId="s9")
    gone = {**of, "VersionNumber": 9}
    with refused("ResourceNotFoundException", f"Layer version {layer['LayerArn']}:9 does not exist."):
        aws.add_layer_version_permission(**gone, StatementId="s1", **everyone)
    aws.remove_layer_version_permission(**of, StatementId="s1", RevisionId=first["RevisionId"])
    with refused("ResourceNotFoundException", "No policy is associated"):
        aws.get_layer_version_policy(**of)


def test_what_a_layer_cannot_be_is_refused_in_lambdas_words(aws, make, publish):
    one, name = publish(), make()
    two = publish(one["LayerArn"].rsplit(":", 1)[1])
    update = lambda *arns: lambda: aws.update_function_configuration(FunctionName=name, Layers=list(arns))
    first, second = one["LayerVersionArn"], two["LayerVersionArn"]
    six = [publish()["LayerVersionArn"] for _ in range(6)]
    twins = f"Two different versions of the same layer are not allowed to be referenced in the same function. {first} and {second} are"
    for act, code, message in (
        (update(*six), "InvalidParameterValueException", "Cannot reference more than 5 layers."),
        (update(first, second), "InvalidParameterValueException", twins),
        (update(first, first), "InvalidParameterValueException", "are versions of the same layer."),
        (update(first[:-1] + "9"), "InvalidParameterValueException", f"Layer version {first[:-1]}9 does not exist."),
        (update(first.replace("us-east-1", "eu-west-1")), "InvalidParameterValueException",
         "Layers are not in the same region as the function. Layers are expected to be in region us-east-1."),
        (update(one["LayerArn"]), "ValidationException", r"Value '\[arn.*\]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: \["),
        (lambda: aws.get_layer_version(LayerName="gone", VersionNumber=1), "ResourceNotFoundException", "The resource you requested does not exist."),
        (lambda: aws.get_layer_version(LayerName="gone", VersionNumber=0), "InvalidParameterValueException", "Layer Version Cannot be less than 1"),
        (lambda: aws.get_layer_version_by_arn(Arn=one["LayerArn"]), "ValidationException", "at 'arn' failed to satisfy constraint"),
        (lambda: publish(CompatibleRuntimes=["nasm"]), "ValidationException", r"Value '\[nasm\]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set"),
        (lambda: publish(zip=b"not a zip"), "InvalidParameterValueException", "Could not unzip uploaded file."),
        (lambda: publish(zip=layer_zip(**{"..__a_js": "1"})), "InvalidParameterValueException", "must be a path below"),
    ):
        with refused(code, message):
            act()
    assert "Layers" not in aws.get_function_configuration(FunctionName=name)
    with pytest.raises(ClientError, match="`S3ObjectVersion` is not simulated"):
        aws.publish_layer_version(LayerName="a", Content={"S3Bucket": "bucket", "S3Key": "key", "S3ObjectVersion": "1"})


def test_layers_and_code_together_have_a_limit(aws, make, publish):
    # 52.4 MB in each, which a zip holds in a hundredth of it.
    text = (os.urandom(4_096).hex() + "0" * 991_808) * 52
    big = [publish(zip=layer_zip(**{f"data{number}_js": text + str(number)}))["LayerVersionArn"] for number in range(5)]
    name = make(Layers=big)
    aws.update_function_code(FunctionName=name, ZipFile=layer_zip(index_js="exports.handler = async () => 1;"))
    code = layer_zip(index_js="exports.handler = async () => 1;", data_js=text[:20_000_000])
    with refused("InvalidParameterValueException", r"exceeds the maximum allowed size of 262144000 bytes. The actual size is \d{9} bytes."):
        aws.update_function_code(FunctionName=name, ZipFile=code)
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == 1


def test_layers_from_the_shell(cli, make):  # noqa: F811
    name = new_name("layer")
    (cli.folder / "layer.zip").write_bytes(layer_zip(nodejs__node_modules__greet__index_js="module.exports = () => 'hi';"))
    made = cli("lambda", "publish-layer-version", "--layer-name", name, "--zip-file", "fileb://layer.zip", "--compatible-runtimes", "nodejs24.x")
    function = make("exports.handler = async () => require('greet')();")
    cli("lambda", "update-function-configuration", "--function-name", function, "--layers", made["LayerVersionArn"])
    cli("lambda", "invoke", "--function-name", function, "answer.json")
    assert json.loads((cli.folder / "answer.json").read_text()) == "hi"
    assert cli("lambda", "list-layer-versions", "--layer-name", name, "--query", "LayerVersions[].Version") == [1]
    cli("lambda", "delete-layer-version", "--layer-name", name, "--version-number", "1")
