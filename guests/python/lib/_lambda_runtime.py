"""Lambda's runtime interface: finds the handler, gives it events, answers. Its texts are those of AWS's own client."""

import importlib
import json
import logging
import os
import sys
import time
import warnings

import _coldstart
import _lambda_json_logs
import _lambda_random
import snapshot_restore_py
from _lambda_context import LambdaContext
from _lambda_faults import Fault, fail, leave, place_of
from _lambda_marshal import answer_of, event_of

SEARCHED_FIRST = ["/var/task", "/opt/python/lib/python3.13/site-packages", "/opt/python", "/var/runtime"]
# The interpreter looks at these before any function is there.
FIXED_AT_BOOT = {
    "PYTHONHASHSEED": ("", "random"), "PYTHONOPTIMIZE": ("",), "PYTHONDEVMODE": ("",), "PYTHONTRACEMALLOC": ("", "0"),
    "PYTHONUTF8": ("", "1"), "PYTHONIOENCODING": ("", "utf-8", "utf8", "UTF-8"), "PYTHONMALLOC": ("", "default", "pymalloc"),
    "PYTHONVERBOSE": ("",), "PYTHONINSPECT": ("",), "PYTHONHOME": ("",), "PYTHONNODEBUGRANGES": ("",),
    "PYTHONPROFILEIMPORTTIME": ("",), "TZ": ("", ":UTC", "UTC", "UTC0", ":UTC0", "Etc/UTC", ":Etc/UTC", ":/etc/localtime", "GMT"),
}

config = {}
handler = None
request_id = ""


# ---- logging ----


class Sink:
    """Where log events go."""

    def log(self, msg, frame_type=None):
        """One event, with all its lines."""
        _coldstart.log(1, msg.removesuffix("\n").encode("utf-8", "replace"))


class LambdaLoggerHandler(logging.Handler):
    """The handler of the root logger."""

    def __init__(self, log_sink):
        super().__init__()
        self.log_sink = log_sink

    def emit(self, record):
        """Writes one record."""
        self.log_sink.log(self.format(record))


def with_request_id(record):
    """A filter that adds the request's id to each record."""
    record.aws_request_id = request_id
    return True


def set_up_logging():
    """What Lambda does before it loads the function."""
    logging.Formatter.converter = time.gmtime
    to_log = LambdaLoggerHandler(Sink())
    form = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
    to_log.setFormatter(logging.Formatter(form, "%Y-%m-%dT%H:%M:%S"))
    to_log.addFilter(with_request_id)
    logging.getLogger().addHandler(to_log)


# ---- INIT ----


def take_variables(variables):
    """The function's variables. One that means something to the interpreter is obeyed or refused, never ignored."""
    for name, value in variables:
        if value not in FIXED_AT_BOOT.get(name, (value,)):
            raise Fault("InvalidEnvironment", f"environment variable `{name}` cannot be `{value}` in this sandbox: it is not obeyed here")
        os.environ[name] = value
    added = [path for path in os.environ.get("PYTHONPATH", "").split(":") if path and path != "/var/runtime"]
    sys.path[:0] = [SEARCHED_FIRST[0], *added, *SEARCHED_FIRST[1:]]
    if limit := os.environ.get("PYTHONINTMAXSTRDIGITS"):
        sys.set_int_max_str_digits(int(limit))
    if filters := os.environ.get("PYTHONWARNINGS"):
        warnings._processoptions(filters.split(","))


def let_own_modules_win(standard):
    """The image has more of the standard library loaded than Lambda has; a function's module of such a name goes first."""
    for folder in sys.path[: sys.path.index(standard)]:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for stem in {name.partition(".")[0] for name in names} & EXTRA:
            for loaded in [name for name in sys.modules if name == stem or name.startswith(f"{stem}.")]:
                del sys.modules[loaded]


def import_handler(text):
    """The function that the handler names."""
    try:
        module_name, name = text.rsplit(".", 1)
    except ValueError as error:
        raise Fault("MalformedHandlerName", f"Bad handler '{text}': {error}") from None
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", f"Unable to import module '{module_name}': {error}", place=place_of(error)) from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        message = f"Syntax error in module '{module_name}': {error}"
        raise Fault("UserCodeSyntaxError", message, trace, place_of(error)) from None
    if not hasattr(module, name):
        raise Fault("HandlerNotFound", f"Handler '{name}' missing on module '{module_name}'")
    return getattr(module, name)


def start(text):
    """INIT: the configuration, then the function's own code."""
    global handler
    standard = sys.path[0]
    try:
        told = json.loads(text)
        if "restored" in told:
            return restored(told["restored"])
        config.update(told)
        _lambda_random.renew()
        take_variables(config["env"])
        let_own_modules_win(standard)
        if _lambda_json_logs.is_wanted():
            _lambda_json_logs.set_up()
        handler = import_handler(config["handler"])
        if config.get("isFrozenNext"):
            before_snapshot()
    except Exception as error:
        fail(error)
    except BaseException as error:
        leave(error)


# ---- SnapStart ----


def before_snapshot():
    """The last of INIT where an image is taken next. Says whether there is something to call after a restore."""
    for hook, args, named in reversed(snapshot_restore_py.get_before_snapshot()):
        hook(*args, **named)
    if snapshot_restore_py.get_after_restore():
        _coldstart.respond(b"restore-hooks")


def restored(told):
    """The first of an environment that was restored."""
    _lambda_random.renew()
    adopt(told["logStream"])
    for hook, args, named in snapshot_restore_py.get_after_restore():
        hook(*args, **named)


def adopt(log_stream):
    """An environment that was restored has a log stream of its own; in the image is another's."""
    if log_stream and config["logStream"] != log_stream:
        config["logStream"] = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"] = log_stream


# ---- one event ----


def invoke(payload):
    """One event."""
    global request_id
    call = json.loads(_coldstart.context())
    request_id = call["requestId"]
    _lambda_random.renew()
    adopt(call.get("logStream"))
    if call.get("traceId"):
        os.environ["_X_AMZN_TRACE_ID"] = call["traceId"]
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    try:
        _coldstart.respond(answer_of(handler(event_of(payload), LambdaContext(config, call))))
    except Exception as error:
        fail(error, request_id)
    except BaseException as error:
        leave(error)


set_up_logging()
_coldstart.hooks(start, invoke)
