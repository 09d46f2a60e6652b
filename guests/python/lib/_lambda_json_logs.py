"""Log lines as JSON, for functions whose log format is JSON."""

import json
import logging
import os
import time
import traceback

DATE = "%Y-%m-%dT%H:%M:%SZ"
# What a record has of itself; the rest is what `extra` gave it.
OWN = frozenset(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime"}
# Lambda's names of levels that Python calls otherwise.
LEVELS = {"TRACE": "DEBUG", "WARN": "WARNING", "FATAL": "CRITICAL"}


def is_wanted():
    """Whether this function's lines are JSON."""
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


def to_json(value):
    """JSON of anything; what JSON has no form for is its text."""
    return json.dumps(value, ensure_ascii=False, default=str)


class JsonFormatter(logging.Formatter):
    """A record as an object, with the fields that Lambda gives it."""

    def __init__(self):
        super().__init__(datefmt=DATE)

    def format(self, record):
        """One line."""
        line = {
            "timestamp": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            **failure_of(record),
            "requestId": getattr(record, "aws_request_id", None),
        }
        given = ((name, value) for name, value in vars(record).items() if name not in OWN and name not in line)
        line.update(given)
        return to_json({name: value for name, value in line.items() if value is not None})


def failure_of(record):
    """The exception of a record, and where it was logged."""
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, error, trace = record.exc_info
    return {
        "stackTrace": traceback.format_tb(trace),
        "errorType": kind.__name__,
        "errorMessage": str(error),
        "location": f"{record.pathname}:{record.funcName}:{record.lineno}",
    }


def set_up():
    """Makes the handlers of the root logger write JSON from the function's level on."""
    root = logging.getLogger()
    for handler in root.handlers:
        handler.setFormatter(JsonFormatter())
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
    root.setLevel(LEVELS.get(level, level))


def fault_line(report):
    """The line of an error that ends an invocation."""
    return to_json({"timestamp": time.strftime(DATE, time.gmtime()), "log_level": "ERROR", **report})
