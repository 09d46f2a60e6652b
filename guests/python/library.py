"""Packs what build.sh made: `library.py LIB_FOLDER TZDATA_FOLDER OUT.zip ENGINE.wasm ENGINE.wasm.gz`, run by the CPython
whose library it is.

The standard library becomes an archive. Each module is there twice: compiled, as it is loaded, and as source, for the lines of tracebacks. What needs sockets of the
system, processes, a screen or a compiler is left out. The package `tzdata` is in it, for time zones. The same input makes the same bytes.
"""

import gzip
import importlib.util
import marshal
import pathlib
import sys
import zipfile

HOME = "/var/lang/lib/python3.13"
LEFT_OUT = {
    "__phello__", "config-3.13", "ctypes", "curses", "ensurepip", "idlelib", "lib-dynload", "pydoc_data",
    "site-packages", "test", "tkinter", "turtle.py", "turtledemo", "venv", "antigravity.py", "this.py", "_aix_support.py",
    "_pydatetime.py", "_pydecimal.py", "_android_support.py", "_apple_support.py", "_ios_support.py", "_osx_support.py",
}
# `sysconfig` imports a file of the build by this name; the build's variables mean nothing here.
MADE = {"_sysconfigdata__wasi_wasm32-wasi.py": b"build_time_vars = {}\n"}
WHEN = (2025, 6, 11, 0, 0, 0)
UNCHECKED_HASH = (0b01).to_bytes(4, "little")


def sources(folder, time_zones):
    """Path below the library and content of every file, in order."""
    found = dict(MADE)
    for path in time_zones.rglob("*"):
        if path.is_file():
            found[f"tzdata/{path.relative_to(time_zones).as_posix()}"] = path.read_bytes()
    for path in folder.rglob("*.py"):
        relative = path.relative_to(folder)
        if relative.parts[0] not in LEFT_OUT and "tests" not in relative.parts:
            found[relative.as_posix()] = path.read_bytes()
    return sorted(found.items())


def compiled(name, source):
    """The content of a .pyc file that is used without a look at the source."""
    code = compile(source, f"{HOME}/{name}", "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source) + marshal.dumps(code)


def pack_library(folder, time_zones, out):
    """Writes the archive."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, source in sources(pathlib.Path(folder), pathlib.Path(time_zones)):
            module = [(name + "c", compiled(name, source))] if name.endswith(".py") else []
            for entry, content in [*module, (name, source)]:
                info = zipfile.ZipInfo(entry, WHEN)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, content)


def pack_engine(wasm, out):
    """Compresses the engine."""
    content = pathlib.Path(wasm).read_bytes()
    pathlib.Path(out).write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


if __name__ == "__main__":
    pack_library(*sys.argv[1:4])
    pack_engine(*sys.argv[4:6])
