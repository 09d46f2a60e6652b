"""Errors: what the caller gets, what the log shows, and where in the source it was."""

import json
import sys
import traceback

import _coldstart
import _lambda_json_logs

TASK = "/var/task/"
RUNTIME = "/var/runtime/"


class Fault(Exception):
    """A fault that the runtime finds itself; `name` goes behind `Runtime.`."""

    def __init__(self, name, message, trace=None, place=None):
        super().__init__(message)
        self.error_type = f"Runtime.{name}"
        self.trace = trace
        self.place = place


def frames_of(error):
    """The call stack without the runtime's own first frames."""
    frames = list(traceback.extract_tb(error.__traceback__))
    while len(frames) > 1 and frames[0].filename.startswith(RUNTIME):
        del frames[0]
    return frames


def lines_of(frames):
    """The form of Lambda's stackTrace: an entry has the place, and the line if it is known."""
    return traceback.format_list([(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames])


def place_of(error):
    """File, line and column of the innermost frame in the function's own files."""
    if isinstance(error, SyntaxError) and (error.filename or "").startswith(TASK):
        return error.filename, error.lineno or 1, error.offset or 1
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(TASK):
            return frame.filename, frame.lineno or 1, (frame.colno or 0) + 1
    return None


def text_of(error):
    """Its message; an exception whose own __str__ fails has one all the same."""
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"


def report_of(error, request_id):
    """The error object of the caller."""
    if isinstance(error, Fault):
        error_type, trace = error.error_type, error.trace or []
    else:
        error_type, trace = type(error).__name__, lines_of(frames_of(error))
    return {"errorMessage": text_of(error), "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def log(report):
    """One log event with all of it."""
    if _lambda_json_logs.is_wanted():
        return _coldstart.log(1, _lambda_json_logs.fault_line(report).encode("utf-8", "replace"))
    head = " ".join(["[ERROR]", report["errorType"]])
    if report["errorMessage"]:
        head += f": {report['errorMessage']}"
    lines = [head, "Traceback (most recent call last):"]
    for entry in report["stackTrace"]:
        lines.extend(entry.splitlines())
    _coldstart.log(1, "\n".join(lines).encode("utf-8", "replace"))


def fail(error, request_id=""):
    """Reports an error to the log and to the host."""
    report = report_of(error, request_id)
    log(report)
    place = error.place if isinstance(error, Fault) else place_of(error)
    if place:
        _coldstart.fail_at(place[0].encode("utf-8", "replace"), max(place[1], 1), max(place[2], 1))
    payload = json.dumps(report, ensure_ascii=False).encode("utf-8", "replace")
    _coldstart.fail(report["errorType"].encode("utf-8", "replace"), payload)


def leave(error):
    """The process would end here: `sys.exit`, or what is no Exception."""
    import atexit

    try:
        atexit._run_exitfuncs()
    except Exception:
        traceback.print_exc()
    if not isinstance(error, SystemExit):
        traceback.print_exception(error)
        _coldstart.exit(1)
    elif error.code is None:
        _coldstart.exit(0)
    elif isinstance(error.code, int):
        _coldstart.exit(error.code & 0xFF)
    print(error.code, file=sys.stderr)
    _coldstart.exit(1)
