"""Python functions through boto3: a package is uploaded, runs, logs, fails, is mended."""

import base64
import io
import json
import zipfile

import pytest
from conftest import ROLE, new_name

FILES = {
    "lambda_function.py": """
import json
import logging
from decimal import Decimal
from shop import prices

logging.getLogger().setLevel(logging.INFO)

def lambda_handler(event, context):
    print("order of", event["item"])
    logging.info("by %s", context.function_name)
    return {"price": prices.of(event["item"]), "memory": context.memory_limit_in_mb}
""",
    "shop/__init__.py": "",
    "shop/prices.py": """
import json
import pathlib
from decimal import Decimal

KNOWN = json.loads(pathlib.Path(__file__).with_name("prices.json").read_text(), parse_float=Decimal)

def of(item):
    return KNOWN[item]
""",
    "shop/prices.json": '{"lamp": 24.90}',
}


def packed(files):
    """A zip of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.fixture
def shop(aws):
    name = new_name("shop")
    made = aws.create_function(
        FunctionName=name, Runtime="python3.13", Handler="lambda_function.lambda_handler", Role=ROLE, Code={"ZipFile": packed(FILES)}, Timeout=10,
    )
    assert (made["Runtime"], made["Handler"]) == ("python3.13", "lambda_function.lambda_handler")
    aws.get_waiter("function_active_v2").wait(FunctionName=name)
    yield name
    aws.delete_function(FunctionName=name)


def test_a_package_answers_and_shows_its_log(aws, shop):
    answered = aws.invoke(FunctionName=shop, Payload=json.dumps({"item": "lamp"}), LogType="Tail")
    assert "FunctionError" not in answered, answered["Payload"].read()
    assert answered["Payload"].read() == b'{"price": 24.90, "memory": "128"}'
    log = base64.b64decode(answered["LogResult"]).decode()
    request = answered["ResponseMetadata"]["RequestId"]
    for words in ("order of lamp\n", "[INFO]\t20", f"\t{request}\tby {shop}", f"REPORT RequestId: {request}\tDuration: "):
        assert words in log


def test_an_exception_is_an_answer_and_is_mended(aws, shop):
    answered = aws.invoke(FunctionName=shop, Payload=json.dumps({"item": "moon"}), LogType="Tail")
    assert answered["FunctionError"] == "Unhandled"
    error = json.load(answered["Payload"])
    assert (error["errorType"], error["errorMessage"]) == ("KeyError", "'moon'")
    assert error["requestId"] == answered["ResponseMetadata"]["RequestId"]
    assert error["stackTrace"][-1] == '  File "/var/task/shop/prices.py", line 9, in of\n    return KNOWN[item]\n'
    log = base64.b64decode(answered["LogResult"]).decode()
    assert "[ERROR] KeyError: 'moon'\nTraceback (most recent call last):\n  File \"/var/task/lambda_function.py\", line 12" in log

    mended = FILES | {"shop/prices.py": FILES["shop/prices.py"].replace("KNOWN[item]", "KNOWN.get(item)")}
    aws.update_function_code(FunctionName=shop, ZipFile=packed(mended))
    aws.get_waiter("function_updated_v2").wait(FunctionName=shop)
    answered = aws.invoke(FunctionName=shop, Payload=json.dumps({"item": "moon"}))
    assert json.load(answered["Payload"]) == {"price": None, "memory": "128"}


def test_a_package_that_does_not_load_says_why(aws, shop):
    aws.update_function_code(FunctionName=shop, ZipFile=packed({"lambda_function.py": "import requests"}))
    aws.get_waiter("function_updated_v2").wait(FunctionName=shop)
    answered = aws.invoke(FunctionName=shop, LogType="Tail")
    error = json.load(answered["Payload"])
    assert error["errorType"] == "Runtime.ImportModuleError"
    assert error["errorMessage"] == "Unable to import module 'lambda_function': No module named 'requests'"
