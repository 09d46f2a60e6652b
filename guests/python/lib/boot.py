"""The first Python of an interpreter: installs this library and imports what most functions use.

What is here is in the image that every environment begins with, so it may not look at anything that differs between them:
configuration, files, clock, random. `archive` comes from the host: names and sources, each as a length and that many bytes.
"""

import gc
import sys
import types

COMMON = (
    "argparse", "ast", "base64", "bisect", "calendar", "collections", "collections.abc", "contextlib", "contextvars", "copy", "csv",
    "dataclasses", "datetime", "email.message", "email.utils", "enum", "fractions", "functools", "gzip", "hashlib",
    "heapq", "hmac", "html", "importlib.metadata", "inspect", "io", "itertools", "json", "logging", "logging.config", "math",
    "mimetypes", "numbers", "operator", "os", "pathlib", "pickle", "platform", "pprint", "queue", "random", "re", "secrets",
    "shutil", "signal", "statistics", "string", "struct", "subprocess", "tempfile", "textwrap", "threading", "time", "traceback",
    "typing", "unicodedata", "urllib.error", "urllib.parse", "urllib.request", "uuid", "warnings", "weakref", "zipfile", "zlib",
    "zoneinfo", "xml.etree.ElementTree", "http.client", "socket", "select", "selectors", "concurrent.futures", "asyncio",
)


# What Lambda's own client has loaded when it imports the function.
OF_LAMBDA = ("decimal", "http.client", "importlib", "json", "logging", "math", "os", "re", "time", "traceback", "warnings")


def unpack():
    """The library's files: name and source."""
    at = 0
    while at < len(archive):
        texts = []
        for _ in range(2):
            length = int.from_bytes(archive[at : at + 4], "little")
            texts.append(archive[at + 4 : at + 4 + length].decode())
            at += 4 + length
        yield texts


def install(name, source):
    """Runs one file of the library as the module `name`."""
    module = types.ModuleType(name)
    module.__file__ = f"/var/runtime/{name}.py"
    sys.modules[name] = module
    exec(compile(source, module.__file__, "exec", dont_inherit=True), module.__dict__)


def builtins():
    """`exit`, `quit`, `copyright`, `help`: the names that `site` adds."""
    import site

    site.setquit()
    site.setcopyright()
    site.sethelper()


def boot():
    """Installs all, in the order of the archive, and puts what is loaded out of the collector's sight."""
    sources = dict(unpack())
    install("_socket", sources.pop("_socket"))
    for name in OF_LAMBDA:
        __import__(name)
    of_lambda = set(sys.modules)
    for name in COMMON:
        __import__(name)
    for name, source in sources.items():
        install(name, source)
    sys.modules["_lambda_runtime"].EXTRA = {name for name in sys.modules if "." not in name} - of_lambda
    builtins()
    sys.modules["_lambda_rehearsal"].rehearse()
    gc.collect()
    gc.freeze()


try:
    boot()
except Exception:
    import traceback

    raise RuntimeError(traceback.format_exc()[-900:]) from None
