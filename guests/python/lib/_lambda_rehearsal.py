"""What INIT and an event do, done while the image is made, and undone.

CPython adapts its bytecode to what it meets, in place. Where that has happened before the image is taken, an environment finds the
code adapted, and does not write to it: it is faster, and has more of its memory in common with others.
"""

import json
import os
import sys

import _lambda_random
import _lambda_runtime
from _lambda_context import LambdaContext
from _lambda_marshal import answer_of, event_of

# Code that was met this often is adapted.
ROUNDS = 20
MODULE = "_lambda_rehearsed"
CONFIG = {
    "handler": f"{MODULE}.handler", "functionName": "f", "functionVersion": "1", "memoryMib": 128, "logGroup": "g", "logStream": "s",
    "env": [[f"COLDSTART_REHEARSAL_{number}", "value"] for number in range(20)],
}
CALL = {"requestId": "r", "invokedFunctionArn": "a", "clientContext": None, "identity": None, "traceId": None}


def once(standard):
    """INIT, and two events."""
    _lambda_runtime.config.update(json.loads(json.dumps(CONFIG)))
    _lambda_random.renew()
    _lambda_runtime.take_variables(_lambda_runtime.config["env"])
    _lambda_runtime.let_own_modules_win(standard)
    handler = _lambda_runtime.import_handler(CONFIG["handler"])
    for _ in range(2):
        call = json.loads(json.dumps(CALL))
        _lambda_random.renew()
        answer_of(handler(event_of(b'{"name": "world", "list": [1, 2.5, null]}'), LambdaContext(_lambda_runtime.config, call)))


def rehearse():
    """All of it, and nothing of it is left but adapted code."""
    path, variables = sys.path[:], set(os.environ)
    for _ in range(ROUNDS):
        once(path[0])
        del sys.modules[MODULE]
        for folder in set(sys.path) - set(path):
            sys.path_importer_cache.pop(folder, None)
        sys.path[:] = path
    for name in set(os.environ) - variables:
        del os.environ[name]
    _lambda_runtime.config.clear()
