"""Who is let in: keys, signatures, clocks, other services."""

import datetime
import json
import urllib.request
from http.client import HTTPConnection
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import REGION
from test_functions import refused


def http(url, data=None, headers=None, method=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers or {}, method=method)) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except HTTPError as error:
        return error.code, error.read(), dict(error.headers)


class Browser:
    """A visitor of the page, with its cookie."""

    def __init__(self, server):
        self.server = server
        _, _, headers = http(server.main + "/functions")
        self.cookie = next(v for k, v in headers.items() if k.lower() == "set-cookie").split(";")[0]

    def press(self, path):
        """Posts a form, and takes the cookies of the answer instead of following it."""
        connection = HTTPConnection(urlsplit(self.server.main).netloc)
        connection.request("POST", path, headers={"cookie": self.cookie})
        answer = connection.getresponse()
        assert answer.status == 303
        kept = dict(pair.split("=", 1) for pair in self.cookie.split("; "))
        for value in answer.headers.get_all("set-cookie"):
            name, content = value.split(";")[0].split("=", 1)
            kept[name] = content
        self.cookie = "; ".join(f"{name}={content}" for name, content in kept.items() if content)

    def ask(self, path, method="GET"):
        status, body, _ = http(self.server.main + path, None, {"cookie": self.cookie}, method)
        return status, json.loads(body) if body else None


def test_who_am_i(server):
    told = server.client("sts").get_caller_identity()
    assert (told["Account"], told["Arn"]) == ("000000000000", "arn:aws:iam::000000000000:root")


def test_keys_from_the_page_open_that_workspace_alone(server, make):
    theirs = make()
    browser = Browser(server)
    status, key = browser.ask("/access-keys", "POST")
    assert status == 201
    own = server.client("lambda", key["accessKeyId"], key["secretAccessKey"])
    assert server.client("sts", key["accessKeyId"], key["secretAccessKey"]).get_caller_identity()["Account"] == key["account"]
    assert theirs not in [function["FunctionName"] for function in own.list_functions()["Functions"]]
    with refused("ResourceNotFoundException"):
        own.invoke(FunctionName=theirs)
    with refused("InvalidSignatureException", "The request signature we calculated does not match"):
        server.client("lambda", key["accessKeyId"], "x" * 40).list_functions()

    assert "secretAccessKey" not in browser.ask("/access-keys")[1]["keys"][0]
    assert browser.ask(f"/access-keys/{key['accessKeyId']}", "DELETE")[0] == 204
    with refused("UnrecognizedClientException", "The security token included in the request is invalid."):
        own.list_functions()


def test_the_local_workspace_opens_in_a_browser_and_closes_again(server):
    browser = Browser(server)
    own = browser.ask("/access-keys")[1]["account"]
    settings = lambda: http(server.main + "/settings", None, {"cookie": browser.cookie})[1]
    assert b"Open the local workspace" in settings()
    status, _, _ = http(server.main + "/local-workspace", b"", {"cookie": browser.cookie, "origin": "https://elsewhere.example"})
    assert status == 403, "no other site opens it"
    browser.press("/local-workspace")
    assert browser.ask("/access-keys")[1]["account"] == "000000000000"
    assert b"own workspace" in settings() and b"Open the local workspace" not in settings()
    browser.press("/local-workspace/leave")
    assert browser.ask("/access-keys")[1]["account"] == own


def test_signed_requests_are_answered_on_the_main_port_too(server, make):
    name = make()
    assert server.client("lambda", endpoint_url=server.main).get_function(FunctionName=name)["Configuration"]["FunctionName"] == name


def test_what_is_not_here_is_refused_and_never_silent(server, aws):
    with refused("NotImplemented"):
        server.client("ec2").describe_instances()
    with refused("InvalidSignatureException", "Credential should be scoped to a valid region, not 'mars-north-1'"):
        server.client("lambda", region_name="mars-north-1").list_functions()
    status, body, headers = http(server.aws + "/2015-03-31/functions/")
    assert (status, json.loads(body)["message"]) == (403, "Missing Authentication Token")


CREDENTIALS = Credentials("test", "test")


def signed(server, path="/2015-03-31/functions/", method="GET", body=None):
    request = AWSRequest(method, server.aws + path, data=body)
    SigV4Auth(CREDENTIALS, "lambda", REGION).add_auth(request)
    return request


@pytest.mark.parametrize("change", [
    {"Authorization": "AWS4-HMAC-SHA256 nonsense"},
    {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00"},
    {"X-Amz-Date": "yesterday"},
    {"X-Amz-Date": "20200101T000000Z"},
    {"X-Amz-Date": ""},
])
def test_a_signature_that_is_not_right_is_refused(server, change):
    request = signed(server)
    headers = {**dict(request.headers), **change}
    status, body, answered = http(request.url, None, headers)
    assert status in (400, 403), body
    assert {k.lower(): v for k, v in answered.items()}["x-amzn-errortype"] in ("IncompleteSignatureException", "InvalidSignatureException")


def test_a_body_that_was_changed_is_refused(server, make):
    name = make()
    path = f"/2015-03-31/functions/{name}/invocations"
    request = signed(server, path, "POST", b'{"a":1}')
    assert http(request.url, b'{"a":1}', dict(request.headers), "POST")[0] == 200
    status, body, _ = http(request.url, b'{"a":2}', dict(request.headers), "POST")
    assert status == 403 and b"does not match" in body


@pytest.mark.parametrize("age_seconds, status", [(0, 200), (1_000, 403)])
def test_a_presigned_address_is_good_until_its_time(server, monkeypatch, age_seconds, status):
    then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=age_seconds)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: then)
    request = AWSRequest("GET", server.aws + "/2015-03-31/functions/")
    SigV4QueryAuth(CREDENTIALS, "lambda", REGION, expires=600).add_auth(request)
    assert http(request.prepare().url)[0] == status
