"""The server under test, and what real AWS clients need to talk to it: an endpoint and keys, nothing else."""

import io
import os
import re
import subprocess
import tempfile
import uuid
import zipfile
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

TARGET = Path(__file__).resolve().parent.parent / "target"
SERVER = TARGET / "release/coldstart"
# Engines are compiled once for all tests, those in Rust too.
ENGINES = TARGET / "tmp/modules"
REGION = "us-east-1"
ROLE = "arn:aws:iam::000000000000:role/service-role/lambda"

HELLO = """
exports.handler = async (event, context) => {
  console.log("hello", event.name ?? "nobody");
  return { hello: event.name ?? "nobody", version: context.functionVersion, arn: context.invokedFunctionArn };
};
"""


class Server:
    """A server of its own folder and ports, which says where it listens."""

    def __init__(self, folder):
        self.buckets = Path(folder) / "buckets"
        ENGINES.mkdir(parents=True, exist_ok=True)
        if not (Path(folder) / "cache").exists():
            (Path(folder) / "cache").symlink_to(ENGINES)
        command = [SERVER, "--addr", "127.0.0.1:0", "--aws-addr", "127.0.0.1:0", "--data", folder]
        environment = {**os.environ, "RUST_LOG": "warn"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        lines = [self.process.stdout.readline(), self.process.stdout.readline()]
        self.main, self.aws = (re.search(r"http://[^/\s]+", line)[0] for line in lines)

    def put(self, bucket, key, content, account="000000000000"):
        """Puts an object where the server looks for it: there is no S3 to upload it to."""
        file = self.buckets / account / bucket / key
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def client(self, service, key="test", secret="test", **settings):
        """A boto3 client as its documentation makes one."""
        return boto3.client(
            service,
            endpoint_url=settings.pop("endpoint_url", self.aws),
            region_name=settings.pop("region_name", REGION),
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=Config(retries={"max_attempts": 1}, parameter_validation=False, **settings.pop("config", {})),
            **settings,
        )


@pytest.fixture(scope="session")
def server():
    with tempfile.TemporaryDirectory(prefix="coldstart-clients-") as folder:
        server = Server(folder)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def aws(server):
    return server.client("lambda")


def zip_of(**files):
    """A zip of files, named with `__` for the dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return content.getvalue()


def new_name(prefix="f"):
    return f"{prefix}-{uuid.uuid4().hex[:10]}"


@pytest.fixture
def make(aws):
    """Makes functions, and deletes them after the test."""
    made = []

    def make(code=HELLO, **settings):
        name = settings.pop("FunctionName", new_name())
        wanted = {"Runtime": "nodejs24.x", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": zip_of(index__js=code)}}
        aws.create_function(FunctionName=name, **{**wanted, **settings})
        made.append(name)
        return name

    yield make
    for name in made:
        try:
            aws.delete_function(FunctionName=name)
        except aws.exceptions.ResourceNotFoundException:
            pass  # the test deleted it
