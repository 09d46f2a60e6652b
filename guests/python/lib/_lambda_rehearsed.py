# The function that is rehearsed with: it is in /var/task only while the image is made.
import json
import os

GREETING = os.environ.get("GREETING", "hello")


def handler(event, context):
    print(GREETING, event["name"], context.function_name)
    return {"statusCode": 200, "body": json.dumps({"hello": event["name"]}), "left": context.get_remaining_time_in_millis()}
