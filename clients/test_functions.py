"""Functions through boto3: made, read, changed, published, deleted."""

import base64
import functools
import hashlib
import io
import json
import urllib.request
import zipfile

import pytest
from botocore.exceptions import ClientError
from conftest import ROLE, new_name, zip_of


def refused(code, message=None):
    """The next call is refused with exactly this."""
    return pytest.raises(ClientError, match=f"\\({code}\\)" + (f".*{message}" if message else ""))


def test_a_function_lives_its_life(aws):
    name, code = new_name(), zip_of(index__js="exports.handler = async () => 1;")
    made = aws.create_function(
        FunctionName=name, Runtime="nodejs24.x", Handler="index.handler", Role=ROLE, Code={"ZipFile": code},
        Description="counts", Timeout=7, MemorySize=256, Environment={"Variables": {"STAGE": "dev"}},
        Tags={"team": "blue"}, Architectures=["arm64"], EphemeralStorage={"Size": 1024},
    )
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert made["FunctionArn"] == f"arn:aws:lambda:us-east-1:000000000000:function:{name}"
    assert made["CodeSha256"] == base64.b64encode(hashlib.sha256(code).digest()).decode()
    assert (made["CodeSize"], made["Version"], made["State"]) == (len(code), "$LATEST", "Pending")
    aws.get_waiter("function_active_v2").wait(FunctionName=name)

    shown = aws.get_function(FunctionName=name)
    settings = shown["Configuration"]
    assert (settings["Timeout"], settings["MemorySize"], settings["Architectures"]) == (7, 256, ["arm64"])
    assert settings["Environment"]["Variables"] == {"STAGE": "dev"}
    assert settings["EphemeralStorage"] == {"Size": 1024}
    assert shown["Tags"] == {"team": "blue"}
    with urllib.request.urlopen(shown["Code"]["Location"]) as download:
        assert download.read() == code

    aws.update_function_configuration(FunctionName=name, Description="counts more", Timeout=9)
    aws.get_waiter("function_updated_v2").wait(FunctionName=name)
    settings = aws.get_function_configuration(FunctionName=name)
    assert (settings["Description"], settings["Timeout"], settings["MemorySize"]) == ("counts more", 9, 256)

    new_code = zip_of(index__js="exports.handler = async () => 2;")
    checked = aws.update_function_code(FunctionName=name, ZipFile=new_code, DryRun=True)
    assert checked["CodeSha256"] != made["CodeSha256"]
    assert aws.get_function_configuration(FunctionName=name)["CodeSha256"] == made["CodeSha256"]
    aws.update_function_code(FunctionName=name, ZipFile=new_code)
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == 2

    aws.delete_function(FunctionName=name)
    with refused("ResourceNotFoundException", f"Function not found: {made['FunctionArn']}"):
        aws.get_function(FunctionName=name)


def test_versions_are_frozen_and_numbered_once(aws, make):
    name = make("exports.handler = async (_, context) => context.functionVersion;")
    first = aws.publish_version(FunctionName=name, Description="first")
    assert (first["Version"], first["Description"]) == ("1", "first")
    assert first["FunctionArn"].endswith(f":function:{name}:1")
    assert aws.publish_version(FunctionName=name)["Version"] == "1", "nothing changed, so nothing is published"

    aws.update_function_configuration(FunctionName=name, MemorySize=512)
    assert aws.publish_version(FunctionName=name)["Version"] == "2"
    answered = aws.invoke(FunctionName=name, Qualifier="1")
    assert (json.load(answered["Payload"]), answered["ExecutedVersion"]) == ("1", "1")
    assert aws.get_function_configuration(FunctionName=f"{name}:1")["MemorySize"] == 128

    aws.delete_function(FunctionName=name, Qualifier="2")
    aws.update_function_configuration(FunctionName=name, MemorySize=1024)
    assert aws.publish_version(FunctionName=name)["Version"] == "3"
    pages = aws.get_paginator("list_versions_by_function").paginate(FunctionName=name, PaginationConfig={"PageSize": 1})
    assert [version["Version"] for page in pages for version in page["Versions"]] == ["$LATEST", "1", "3"]
    with refused("InvalidParameterValueException", "cannot be deleted without deleting the function"):
        aws.delete_function(FunctionName=name, Qualifier="$LATEST")


def test_a_revision_that_is_old_changes_nothing(aws, make):
    name = make()
    old = aws.get_function_configuration(FunctionName=name)["RevisionId"]
    aws.update_function_configuration(FunctionName=name, Timeout=4, RevisionId=old)
    for change in (
        lambda: aws.update_function_configuration(FunctionName=name, Timeout=5, RevisionId=old),
        lambda: aws.update_function_code(FunctionName=name, ZipFile=zip_of(a__js=""), RevisionId=old),
        lambda: aws.publish_version(FunctionName=name, RevisionId=old),
    ):
        with refused("PreconditionFailedException", "does not match the latest Revision Id"):
            change()
    assert aws.get_function_configuration(FunctionName=name)["Timeout"] == 4


def test_functions_are_listed_page_by_page(aws, make):
    names = {make(FunctionName=new_name("list")) for _ in range(5)}
    pages = list(aws.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 2}))
    listed = [function["FunctionName"] for page in pages for function in page["Functions"]]
    assert names <= set(listed) and listed == sorted(listed) and len(listed) == len(set(listed))
    aws.publish_version(FunctionName=min(names))
    for size in (1, 3, 50):
        pages = list(aws.get_paginator("list_functions").paginate(FunctionVersion="ALL", PaginationConfig={"PageSize": size}))
        assert all(len(page["Functions"]) <= size for page in pages)
        versions = [(f["FunctionName"], f["Version"]) for page in pages for f in page["Functions"]]
        assert len(versions) == len(set(versions)), "nothing comes twice"
        assert [version for name, version in versions if name == min(names)] == ["$LATEST", "1"]
        assert names <= {name for name, _ in versions}


def test_tags(aws, make):
    name = make(Tags={"a": "1"})
    arn = aws.get_function_configuration(FunctionName=name)["FunctionArn"]
    aws.tag_resource(Resource=arn, Tags={"b": "2", "a": "3"})
    assert aws.list_tags(Resource=arn)["Tags"] == {"a": "3", "b": "2"}
    aws.untag_resource(Resource=arn, TagKeys=["a"])
    assert aws.list_tags(Resource=arn)["Tags"] == {"b": "2"}
    with refused("InvalidParameterValueException", "51 tags, the limit is 50"):
        aws.tag_resource(Resource=arn, Tags={f"t{n}": "" for n in range(50)})


def test_a_function_url_answers(aws, make):
    name = make("exports.handler = async (event) => event.rawPath;")
    made = aws.create_function_url_config(FunctionName=name, AuthType="NONE")
    with urllib.request.urlopen(made["FunctionUrl"] + "a/b") as answer:
        assert answer.read() == b"/a/b"
    assert aws.get_function_url_config(FunctionName=name)["FunctionUrl"] == made["FunctionUrl"]
    assert len(aws.list_function_url_configs(FunctionName=name)["FunctionUrlConfigs"]) == 1
    with refused("ResourceConflictException"):
        aws.create_function_url_config(FunctionName=name, AuthType="NONE")
    aws.delete_function_url_config(FunctionName=name)
    with refused("ResourceNotFoundException"):
        aws.get_function_url_config(FunctionName=name)


def test_the_account_knows_what_it_has(aws, make):
    before = aws.get_account_settings()["AccountUsage"]
    make()
    after = aws.get_account_settings()
    assert after["AccountUsage"]["FunctionCount"] == before["FunctionCount"] + 1
    assert after["AccountLimit"]["ConcurrentExecutions"] == 1000


def test_what_is_wrong_is_refused_in_lambdas_words(aws, make):
    name = make()
    arn = f"arn:aws:lambda:us-east-1:000000000000:function:{name}"
    with refused("ResourceConflictException", f"Function already exist: {name}"):
        make(FunctionName=name)
    with refused("ResourceNotFoundException", f"Function not found: {arn}:9"):
        aws.invoke(FunctionName=name, Qualifier="9")
    with refused("ResourceNotFoundException", r"Functions from 'eu-west-1' are not reachable in this region \('us-east-1'\)"):
        aws.get_function(FunctionName=arn.replace("us-east-1", "eu-west-1"))
    with refused("ValidationException", "Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128"):
        aws.update_function_configuration(FunctionName=name, MemorySize=64)
    with refused("InvalidParameterValueException", "exceeded the 4KB limit. String measured: {\"AA\":\"xxx"):
        aws.update_function_configuration(FunctionName=name, Environment={"Variables": {"AA": "x" * 4100}})
    with refused("InvalidParameterValueException", "Reserved keys used in this request: AWS_REGION"):
        aws.update_function_configuration(FunctionName=name, Environment={"Variables": {"AWS_REGION": "x"}})
    with refused("InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again."):
        aws.update_function_code(FunctionName=name, ZipFile=b"not a zip")
    with refused("ResourceNotFoundException", "The resource you requested does not exist."):
        aws.get_policy(FunctionName=name)


@pytest.mark.parametrize("setting", [
    {"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}},
    {"FileSystemConfigs": [{"Arn": "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0", "LocalMountPath": "/mnt/a"}]},
    {"KMSKeyArn": "arn:aws:kms:us-east-1:000000000000:key/a"},
])
def test_a_setting_that_is_not_simulated_is_refused_by_name(aws, make, setting):
    name = make()
    with refused("InvalidParameterValueException", f"`{next(iter(setting))}` is not simulated"):
        aws.update_function_configuration(FunctionName=name, **setting)


@functools.cache
def hostile_zips():
    def entry(name, content=b"x", **attributes):
        info = zipfile.ZipInfo(name)
        for attribute, value in attributes.items():
            setattr(info, attribute, value)
        return info, content

    def made(*entries, compression=zipfile.ZIP_STORED):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", compression) as archive:
            for info, data in entries:
                archive.writestr(info, data, compression)
        return content.getvalue()

    good = made(entry("index.js"))
    # The first of the flags, in the file's own header and in the directory, says that it is encrypted.
    local, central = good.index(b"PK\3\4") + 6, good.index(b"PK\1\2") + 8
    encrypted = bytearray(good)
    encrypted[local] |= 1
    encrypted[central] |= 1
    return {
        "traversal": made(entry("../index.js")),
        "absolute": made(entry("/etc/passwd")),
        "link": made(entry("link", b"/etc/passwd", external_attr=0o120777 << 16)),
        "bomb": made(entry("index.js", b"\0" * 60_000_000), compression=zipfile.ZIP_DEFLATED),
        "encrypted": bytes(encrypted),
        "cut": good[:-10],
        "broken directory": good[:-20] + b"\xff" * 20,
        "empty": made(),
        "many": made(*(entry(f"{n}.js", b"") for n in range(24_001))),
        "65,536": made(*(entry(f"{n}", b"") for n in range(65_536))),
        "twice": made(entry("a.js", b"1"), entry("b.js", b"2")).replace(b"b.js", b"a.js"),
    }


@pytest.mark.parametrize("kind", hostile_zips().keys())
def test_a_hostile_zip_leaves_nothing(aws, make, kind):
    name = make()
    before = aws.get_function_configuration(FunctionName=name)
    with refused("InvalidParameterValueException"):
        aws.update_function_code(FunctionName=name, ZipFile=hostile_zips()[kind])
    after = aws.get_function_configuration(FunctionName=name)
    assert after["RevisionId"] == before["RevisionId"]


def test_logs_are_json_from_the_level_that_is_set(aws, make):
    code = "exports.handler = async () => { console.info('hidden'); console.warn('seen', { a: 1 }); };"
    levels = {"LogFormat": "JSON", "ApplicationLogLevel": "WARN", "SystemLogLevel": "INFO"}
    name = make(code, LoggingConfig=levels)
    shown = aws.get_function_configuration(FunctionName=name)["LoggingConfig"]
    assert shown == {**levels, "LogGroup": f"/aws/lambda/{name}"}
    tail = base64.b64decode(aws.invoke(FunctionName=name, LogType="Tail")["LogResult"]).decode()
    lines = [json.loads(line) for line in tail.splitlines()]
    assert [line["type"] for line in lines if "type" in line] == ["platform.initStart", "platform.start", "platform.report"]
    assert [(line["level"], line["message"]) for line in lines if "level" in line] == [("WARN", "seen { a: 1 }")]
    with refused("InvalidParameterValueException", "LogLevel is not supported when LogFormat is set to \"Text\""):
        aws.update_function_configuration(FunctionName=name, LoggingConfig={"LogFormat": "Text", "SystemLogLevel": "WARN"})
    with refused("InvalidParameterValueException", "`LogGroup` of `LoggingConfig` is not simulated"):
        aws.update_function_configuration(FunctionName=name, LoggingConfig={"LogGroup": "/mine"})
    aws.update_function_configuration(FunctionName=name, LoggingConfig={"LogFormat": "Text"})
    assert aws.get_function_configuration(FunctionName=name)["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"}
