# A handler that imports its parts from a package: `shop` is a folder with an __init__.py.
from shop.price import total


def lambda_handler(event, context):
    lines = event["lines"]
    print("order of", len(lines), "lines")
    return {"lines": len(lines), "total": total(lines)}
