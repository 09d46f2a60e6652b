"""Code and layers from buckets: taken as they are, refused in Lambda's words, and never another account's."""

import base64
import hashlib
import json
import os
import urllib.request

import pytest
from conftest import ROLE, new_name, zip_of
from test_functions import refused

MISSING = "Error occurred while GetObject. S3 Error Code: "


def test_a_function_and_its_layer_come_from_a_bucket(aws, server, make):
    code = zip_of(index__js="exports.handler = async () => require('/opt/greet.js')('bucket');")
    server.put("builds", "2026/function.zip", code)
    server.put("builds", "layer.zip", zip_of(greet__js="module.exports = (name) => 'hello ' + name;"))
    layer = aws.publish_layer_version(LayerName=new_name("layer"), Content={"S3Bucket": "builds", "S3Key": "layer.zip"})
    name = make(Code={"S3Bucket": "builds", "S3Key": "2026/function.zip"}, Layers=[layer["LayerVersionArn"]])
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == "hello bucket"
    shown = aws.get_function(FunctionName=name)
    assert shown["Configuration"]["CodeSha256"] == base64.b64encode(hashlib.sha256(code).digest()).decode()
    with urllib.request.urlopen(shown["Code"]["Location"]) as download:
        assert download.read() == code

    server.put("builds", "2026/function.zip", zip_of(index__js="exports.handler = async () => 'new';"))
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == "hello bucket", "the object was copied, as on Lambda"
    aws.update_function_code(FunctionName=name, S3Bucket="builds", S3Key="2026/function.zip")
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == "new"


def create(aws, **code):
    aws.create_function(FunctionName=new_name(), Runtime="nodejs24.x", Handler="index.handler", Role=ROLE, Code=code)


def test_what_is_not_there_is_named_in_lambdas_words(aws, server, make):
    server.put("builds", "text.zip", b"not a zip")
    server.put("theirs", "code.zip", zip_of(index__js=""), account="111111111111")
    name = make()
    for code, message in (
        ({"S3Bucket": "no-such-bucket", "S3Key": "a.zip"}, MISSING + "NoSuchBucket. S3 Error Message: The specified bucket does not exist"),
        ({"S3Bucket": "builds", "S3Key": "a.zip"}, MISSING + "NoSuchKey. S3 Error Message: The specified key does not exist."),
        ({"S3Bucket": "builds", "S3Key": "../../111111111111/theirs/code.zip"}, MISSING + "NoSuchKey"),
        ({"S3Bucket": "theirs", "S3Key": "code.zip"}, MISSING + "NoSuchBucket"),
        ({"S3Bucket": "builds", "S3Key": "text.zip"}, "Could not unzip uploaded file. Please check your file, then try to upload again."),
        ({"S3Bucket": "builds"}, "S3Bucket and S3Key are both needed"),
        ({"S3Bucket": "builds", "S3Key": "a.zip", "S3ObjectVersion": "3"}, "`S3ObjectVersion` is not simulated"),
        ({"S3Bucket": "builds", "S3Key": "a.zip", "ZipFile": zip_of(index__js="")}, "Please do not provide other FunctionCode parameters when providing a ZipFile."),
        ({}, "Please provide a source for your function code."),
    ):
        with refused("InvalidParameterValueException", message):
            create(aws, **code)
        with refused("InvalidParameterValueException", message):
            aws.update_function_code(FunctionName=name, **code)
    assert json.load(aws.invoke(FunctionName=name)["Payload"])["hello"] == "nobody", "nothing of it changed the function"


def test_a_zip_from_a_bucket_may_be_larger_than_one_that_is_uploaded(aws, server, make):
    code = {"index__js": "exports.handler = async () => require('fs').statSync('model.bin').size;"}
    server.put("builds", "large.zip", zip_of(**code, model__bin=os.urandom(60_000_000)))
    name = make(Code={"S3Bucket": "builds", "S3Key": "large.zip"}, MemorySize=512)
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == 60_000_000
    sparse = server.buckets / "000000000000/builds/huge.zip"
    with open(sparse, "wb") as file:
        file.truncate(3_000_000_000)
    with refused("InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes"):
        create(aws, S3Bucket="builds", S3Key="huge.zip")
    sparse.unlink()


@pytest.mark.parametrize("key", ["", "/etc/passwd", "a\\b", "x" * 1025])
def test_keys_that_no_object_has(aws, key):
    with pytest.raises(aws.exceptions.ClientError) as error:
        create(aws, S3Bucket="builds", S3Key=key)
    assert error.value.response["Error"]["Code"] in ("InvalidParameterValueException", "ValidationException")
