"""The AWS CLI, versions 1 and 2, from a shell: with an endpoint and keys."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HELLO, REGION, ROLE, new_name, zip_of

# Version 1 is beside this Python, version 2 on the machine (`scripts/setup-tests.sh --print-aws-cli-2`).
PROGRAMS = {"1": Path(sys.executable).with_name("aws"), "2": os.environ.get("AWS_CLI_2")}


@pytest.fixture(params=PROGRAMS)
def cli(request, server, tmp_path):
    program = PROGRAMS[request.param]
    assert program and Path(program).exists(), f"version {request.param} of the AWS CLI is not installed; scripts/setup-tests.sh installs it"
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "",
    }

    def run(*words):
        command = [program, "--endpoint-url", server.aws, "--output", "json", *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return json.loads(done.stdout) if done.stdout.strip() else None

    run.folder, run.program, run.endpoint, run.environment = tmp_path, program, server.aws, environment
    assert subprocess.run([program, "--version"], capture_output=True, text=True).stdout.startswith(f"aws-cli/{request.param}.")
    return run


def test_a_function_from_the_shell(cli):
    name = new_name("cli")
    (cli.folder / "function.zip").write_bytes(zip_of(index__js=HELLO))
    made = cli("lambda", "create-function", "--function-name", name, "--runtime", "nodejs24.x", "--handler", "index.handler",
               "--role", ROLE, "--zip-file", "fileb://function.zip", "--environment", "Variables={STAGE=dev}")
    assert made["FunctionName"] == name
    cli("lambda", "wait", "function-active-v2", "--function-name", name)
    (cli.folder / "event.json").write_text('{"name": "Grace"}')
    answered = cli("lambda", "invoke", "--function-name", name, "--payload", "fileb://event.json", "--log-type", "Tail", "answer.json")
    assert answered["StatusCode"] == 200 and answered["LogResult"]
    assert json.loads((cli.folder / "answer.json").read_text())["hello"] == "Grace"

    cli("lambda", "update-function-configuration", "--function-name", name, "--timeout", "9")
    cli("lambda", "wait", "function-updated", "--function-name", name)
    assert cli("lambda", "publish-version", "--function-name", name)["Version"] == "1"
    listed = cli("lambda", "list-functions", "--query", f"Functions[?FunctionName=='{name}'].Timeout")
    assert listed == [9]
    assert cli("sts", "get-caller-identity")["Account"] == "000000000000"
    cli("lambda", "delete-function", "--function-name", name)
    with pytest.raises(RuntimeError, match="ResourceNotFoundException"):
        cli("lambda", "get-function", "--function-name", name)
