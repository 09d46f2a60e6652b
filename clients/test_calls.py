"""The story of `calls.py` through boto3 and both AWS CLIs."""

import re
from pathlib import Path

import pytest
from calls import STORY, Boto3, Shell, made
from test_cli import cli  # noqa: F401

# The operations whose input is checked against the model: those that there are, but for the one that has no input.
SHAPES = Path(__file__).resolve().parent.parent / "xtask/src/aws_shapes.rs"
# Told elsewhere: answers of a stream, which no CLI can read, and what the version 2 under test is too old for.
ELSEWHERE = {"InvokeWithResponseStream", "GetFunctionRecursionConfig", "PutFunctionRecursionConfig"}


def served():
    text = re.search(r"const SERVED.*?\];", SHAPES.read_text(), re.S)[0]
    return {*re.findall(r'"(\w+)"', text), "GetAccountSettings"}


def tell(client):
    for chapter in STORY:
        chapter(client)
    assert len(client.calls) >= 120, len(client.calls)
    return {operation for service, operation in client.calls if service == "lambda"}


def test_every_operation_by_boto3(server):
    client = Boto3(server)
    called = tell(client)
    name = made(client)
    stream = client.call("lambda", "InvokeWithResponseStream", FunctionName=name, Payload=b'{"name": "Ada"}')["EventStream"]
    assert any("InvokeComplete" in event for event in stream)
    assert client.call("lambda", "GetFunctionRecursionConfig", FunctionName=name)["RecursiveLoop"] == "Terminate"
    client.call("lambda", "PutFunctionRecursionConfig", FunctionName=name, RecursiveLoop="Allow")
    assert called | ELSEWHERE == served() | ELSEWHERE, "each operation is called, and no other"


def test_every_operation_by_both_clis(cli):  # noqa: F811
    client = Shell(cli.program, cli.endpoint, cli.folder, cli.environment)
    assert tell(client) | ELSEWHERE == served() | ELSEWHERE
