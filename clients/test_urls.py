"""Function URLs that know their callers by signature, and what they tell browsers of other origins."""

import json
import urllib.error
import urllib.request

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import REGION
from test_functions import refused
from test_signatures import Browser

WHO = """
exports.handler = async (event) => ({
  statusCode: 200,
  headers: { "Access-Control-Allow-Origin": "https://mine.example", "X-Own": "1" },
  body: JSON.stringify({ account: event.requestContext.accountId, iam: event.requestContext.authorizer?.iam, body: event.body ?? null }),
});
"""


@pytest.fixture
def other(server):
    """A key of another account."""
    return Browser(server).ask("/access-keys", "POST")[1]


def send(url, method="GET", body=None, headers=None, keys=None, service="lambda"):
    """Status, headers and text; signed, if there are keys."""
    request = AWSRequest(method=method, url=url, data=body, headers=headers or {})
    if keys:
        SigV4Auth(Credentials(*keys), service, REGION).add_auth(request)
    prepared = request.prepare()
    plain = urllib.request.Request(url, data=prepared.body, headers=dict(prepared.headers), method=method)
    try:
        with urllib.request.urlopen(plain) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_a_url_knows_its_callers_by_their_signature(aws, make, other):
    name = make(WHO)
    made = aws.create_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    assert made["AuthType"] == "AWS_IAM" and aws.get_function_url_config(FunctionName=name)["AuthType"] == "AWS_IAM"
    url = made["FunctionUrl"]
    status, _, text = send(url + "a b?x=1&y=%20".replace(" ", "%20"), "POST", b"hello", {"content-type": "text/plain"}, keys=("test", "test"))
    assert status == 200, text
    said = json.loads(text)
    assert (said["account"], said["body"]) == ("000000000000", "hello")
    assert said["iam"] == {
        "accessKey": "test", "accountId": "000000000000", "callerId": "000000000000", "cognitoIdentity": None,
        "principalOrgId": None, "userArn": "arn:aws:iam::000000000000:root", "userId": "000000000000",
    }
    for keys, service in ((None, "lambda"), (("test", "wrong"), "lambda"), (("nobody", "test"), "lambda"), (("test", "test"), "sts")):
        assert send(url, keys=keys, service=service)[::2] == (403, '{"Message":"Forbidden"}'), (keys, service)

    aws.update_function_url_config(FunctionName=name, AuthType="NONE")
    assert json.loads(send(url)[2]) == {"account": "anonymous", "body": None}
    aws.update_function_url_config(FunctionName=name, AuthType="AWS_IAM")

    keys = (other["accessKeyId"], other["secretAccessKey"])
    assert send(url, keys=keys)[0] == 403, "another account needs a permission"
    permission = {"FunctionName": name, "StatementId": "other", "Action": "lambda:InvokeFunctionUrl", "Principal": other["account"]}
    aws.add_permission(**permission, FunctionUrlAuthType="NONE")
    assert send(url, keys=keys)[0] == 403, "which holds for URLs of another kind"
    aws.remove_permission(FunctionName=name, StatementId="other")
    aws.add_permission(**permission, FunctionUrlAuthType="AWS_IAM")
    status, _, text = send(url, keys=keys)
    assert status == 200 and json.loads(text)["account"] == other["account"]


def test_browsers_of_other_origins_are_told_what_they_may(aws, make):
    name = make(WHO)
    cors = {"AllowOrigins": ["https://shop.example"], "AllowMethods": ["GET", "PUT"], "AllowHeaders": ["x-one"],
            "ExposeHeaders": ["x-own"], "MaxAge": 60, "AllowCredentials": True}
    made = aws.create_function_url_config(FunctionName=name, AuthType="NONE", Cors=cors)
    assert made["Cors"] == cors
    url, shop = made["FunctionUrl"], {"origin": "https://shop.example"}
    asks = {"access-control-request-method": "PUT", "access-control-request-headers": "x-one"}
    status, told, text = send(url, "OPTIONS", headers={**shop, **asks})
    assert (status, text) == (200, "")
    assert {key: value for key, value in told.items() if key.startswith("access-control")} == {
        "access-control-allow-origin": "https://shop.example", "access-control-allow-credentials": "true",
        "access-control-allow-methods": "GET,PUT", "access-control-allow-headers": "x-one",
        "access-control-expose-headers": "x-own", "access-control-max-age": "60",
    }
    for headers in ({**asks, "origin": "https://other.example"}, {**shop, "access-control-request-method": "DELETE"}):
        status, told, _ = send(url, "OPTIONS", headers=headers)
        assert status == 200 and "access-control-allow-origin" not in told, "so that the browser refuses"

    _, told, _ = send(url, headers=shop)
    assert told.get_all("access-control-allow-origin") == ["https://shop.example"], "what the function says does not count"
    assert told["x-own"] == "1"
    _, told, _ = send(url, headers={"origin": "https://other.example"})
    assert "access-control-allow-origin" not in told
    assert json.loads(send(url, "OPTIONS", headers=shop)[2])["account"] == "anonymous", "without a question it is a request as any"

    changed = aws.update_function_url_config(FunctionName=name, Cors={"AllowOrigins": ["*"], "AllowMethods": ["*"]})
    assert changed["Cors"] == {"AllowOrigins": ["*"], "AllowMethods": ["*"]}
    assert send(url, headers=shop)[1]["access-control-allow-origin"] == "*"
    assert send(url, "OPTIONS", headers={**shop, **asks})[1]["access-control-allow-methods"] == "PUT"
    aws.update_function_url_config(FunctionName=name, Cors={})
    assert "Cors" not in aws.get_function_url_config(FunctionName=name)
    assert send(url, headers=shop)[1]["access-control-allow-origin"] == "https://mine.example", "the function's own word again"


def test_wrong_settings_are_refused_and_change_nothing(aws, make):
    name = make(WHO)
    with refused("ResourceNotFoundException", "The resource you requested does not exist."):
        aws.update_function_url_config(FunctionName=name, AuthType="NONE")
    aws.create_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    for settings, at in (
        ({"AuthType": "OPEN"}, "authType"), ({"InvokeMode": "FAST"}, "invokeMode"), ({"Cors": {"MaxAge": 86_401}}, "cors.maxAge"),
        ({"Cors": {"AllowMethods": ["GET", "NOT-A-METHOD"]}}, "cors.allowMethods"), ({"Cors": {"AllowOrigins": [""]}}, "cors.allowOrigins"),
    ):
        with refused("ValidationException", f"at '{at}"):
            aws.update_function_url_config(FunctionName=name, **settings)
    assert aws.get_function_url_config(FunctionName=name)["AuthType"] == "AWS_IAM"
