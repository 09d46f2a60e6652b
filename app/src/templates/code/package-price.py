# Money is counted with Decimal: its digits come out of the function as they are.
from decimal import Decimal


def total(lines):
    return sum((Decimal(str(line["price"])) * line.get("count", 1) for line in lines), Decimal(0))
