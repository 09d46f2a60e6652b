"""Deployment packages as large as Lambda takes them: uploaded, run, downloaded; too large ones in Lambda's words."""

import io
import json
import os
import urllib.request
import zipfile

from conftest import ROLE, new_name
from test_functions import refused

HANDLER = """
const fs = require("fs");
const parts = require("parts");
exports.handler = async () => ({
  sum: parts.sum(),
  model: fs.statSync("/var/task/model.bin").size,
  last: fs.readFileSync("/var/task/model.bin").at(-1),
});
"""
MODULES = 2_500
MODEL = os.urandom(12_000_000) + b"\x2a"


def package(handler=HANDLER):
    """2,500 modules of a dependency and a binary file of 12 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("index.js", handler)
        for n in range(MODULES):
            archive.writestr(f"node_modules/parts/lib/part{n}.js", f"module.exports = {n};")
        sums = "exports.sum = () => [0, 1249, 2499].map((n) => require('./lib/part' + n)).reduce((a, b) => a + b);"
        archive.writestr("node_modules/parts/index.js", sums)
        archive.writestr("model.bin", MODEL)
    return content.getvalue()


def test_a_package_with_dependencies_and_a_large_file_runs(aws, make):
    zip = package()
    name = make(Code={"ZipFile": zip}, MemorySize=512, Timeout=60)
    expected = {"sum": 3_748, "model": 12_000_001, "last": 42}
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == expected
    shown = aws.get_function(FunctionName=name)
    assert shown["Configuration"]["CodeSize"] == len(zip)
    with urllib.request.urlopen(shown["Code"]["Location"]) as download:
        assert download.read() == zip

    aws.update_function_configuration(FunctionName=name, Environment={"Variables": {"STAGE": "test"}})
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == expected
    assert aws.publish_version(FunctionName=name)["CodeSha256"] == shown["Configuration"]["CodeSha256"]
    aws.update_function_code(FunctionName=name, ZipFile=package("exports.handler = async () => 'new';"))
    assert json.load(aws.invoke(FunctionName=name)["Payload"]) == "new"
    assert json.load(aws.invoke(FunctionName=name, Qualifier="1")["Payload"]) == expected


def create(aws, zip):
    aws.create_function(FunctionName=new_name(), Runtime="nodejs24.x", Handler="index.handler", Role=ROLE, Code={"ZipFile": zip})


def test_too_large_packages_are_refused_in_lambdas_words(aws):
    with refused("InvalidParameterValueException", "Zipped size must be smaller than 52428800 bytes"):
        create(aws, bytes(52_428_800))
    content, block = io.BytesIO(), os.urandom(8_192) + bytes(992_000)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("index.js", HANDLER)
        for n in range(263):
            archive.writestr(f"data/{n}.bin", block)
    with refused("InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes"):
        create(aws, content.getvalue())
    with refused("RequestTooLargeException", "Request must be smaller than 70167211 bytes for the CreateFunction operation"):
        create(aws, bytes(54_000_000))
