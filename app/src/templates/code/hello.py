# Press Ctrl+Enter: the log and the answer appear below.
def lambda_handler(event, context):
    print("event:", event)
    print("time left:", context.get_remaining_time_in_millis(), "ms")

    name = event.get("name", "world")
    return {"message": f"Hello, {name}!"}
