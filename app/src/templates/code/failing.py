# Fails on purpose. Look at the traceback below, then mend the event or the code.
class OutOfStock(Exception):
    pass


def reserve(stock, wanted):
    if wanted > stock:
        raise OutOfStock(f"{wanted} wanted, {stock} there")
    return stock - wanted


def lambda_handler(event, context):
    print("reserving", event["wanted"])
    return {"left": reserve(3, event["wanted"])}
