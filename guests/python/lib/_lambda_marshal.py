"""JSON in and out, as Lambda's Python client does it: decimals keep their digits, text is not escaped, bytes are UTF-8."""

import decimal
import json
import math
import os
import re

from _lambda_faults import Fault


class Encoder(json.JSONEncoder):
    """Writes a decimal as a text that begins with a mark; the mark and the quotes are taken away at the end."""

    def __init__(self):
        super().__init__(ensure_ascii=False)
        self.mark = None

    def default(self, value):
        """What json itself does not know."""
        if isinstance(value, decimal.Decimal):
            if value.is_nan():
                return math.nan
            # No text of the answer begins so: nobody can know it before.
            self.mark = self.mark or f"decimal-{os.urandom(16).hex()}:"
            return f"{self.mark}{value}"
        if isinstance(value, bytes):
            return value.decode()
        return super().default(value)


def to_json(value):
    """JSON text as bytes."""
    encoder = Encoder()
    text = encoder.encode(value)
    if encoder.mark:
        text = re.sub(f'"{encoder.mark}([^"]*)"', r"\1", text)
    return text.encode()


def event_of(payload):
    """The event of a handler."""
    try:
        return json.loads(payload)
    except Exception as error:
        raise Fault("UnmarshalError", f"Unable to unmarshal input: {error}") from None


def answer_of(response):
    """What a handler returned, as bytes."""
    if isinstance(response, bytes):
        return response
    try:
        return to_json(response)
    except Exception as error:
        raise Fault("MarshalError", f"Unable to marshal response: {error}") from None
