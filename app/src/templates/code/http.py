# An HTTP API. Add a function URL on the Triggers tab, deploy, and open it in the browser.
import json


def answer(status, body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def lambda_handler(event, context):
    request = event["requestContext"]["http"]
    query = event.get("queryStringParameters") or {}
    print(request["method"], request["path"], query)

    if request["method"] == "GET":
        return answer(200, {"hello": query.get("name", "world")})
    if request["method"] == "POST":
        return answer(201, {"received": json.loads(event.get("body") or "{}")})
    return answer(405, {"message": f"{request['method']} is not allowed here"})
