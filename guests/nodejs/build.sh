#!/usr/bin/env bash
# Makes nodejs.wasm from QuickJS-NG, zlib, the compiler's own cryptography and the sources here, the same bytes every time.
#   build.sh           builds and writes nodejs.wasm and nodejs.wasm.sha256
#   build.sh --check   builds and fails if the result differs from what is checked in
# Needs cargo (to download the source), python3 with venv (for the compiler, PyPI `ziglang`), about a minute, 400 MB.
set -euo pipefail
cd "$(dirname "$0")"

QUICKJS_CRATE=rquickjs-sys
QUICKJS_VERSION=0.14.0
QUICKJS_SHA256=cee271d0eeba64f0915b846cb7ae02e16faf3dfdffdca91731101d9d30fe3423
ZLIB_CRATE=libz-sys
ZLIB_VERSION=1.1.31
ZLIB_SHA256=ff20308ecabd635a2dc1dd5834a86c462cca20efba1d5d3ddab1f8aea3455cb2
ZIG_VERSION=0.17.1
cache=${COLDSTART_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/coldstart/tools}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

zig() {
    if ! "$cache/zig-$ZIG_VERSION/bin/python" -c 'import ziglang' 2>/dev/null; then
        echo "guests/nodejs: installing zig $ZIG_VERSION" >&2
        python3 -m venv "$cache/zig-$ZIG_VERSION"
        "$cache/zig-$ZIG_VERSION/bin/pip" install --quiet "ziglang==$ZIG_VERSION"
    fi
    "$cache/zig-$ZIG_VERSION/bin/python" -m ziglang "$@"
}

# checked CRATE SHA256: cargo compares the archive with the registry's checksum; here it is compared with ours.
checked() {
    got=$(sed -n 's/.*"package":"\([0-9a-f]*\)".*/\1/p' "$work/vendor/$1/.cargo-checksum.json")
    if [ "$got" != "$2" ]; then
        echo "guests/nodejs: $1 has sha256 $got, expected $2" >&2
        exit 1
    fi
}

fetch_source() {
    mkdir -p "$work/fetch/src"
    printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n%s = "=%s"\n%s = "=%s"\n' \
        "$QUICKJS_CRATE" "$QUICKJS_VERSION" "$ZLIB_CRATE" "$ZLIB_VERSION" >"$work/fetch/Cargo.toml"
    : >"$work/fetch/src/lib.rs"
    (cd "$work/fetch" && cargo vendor --quiet "$work/vendor" >/dev/null)
    checked "$QUICKJS_CRATE" "$QUICKJS_SHA256"
    checked "$ZLIB_CRATE" "$ZLIB_SHA256"
    cp -r "$work/vendor/$QUICKJS_CRATE/quickjs" "$work/quickjs"
    cp -r "$work/vendor/$ZLIB_CRATE/src/zlib" "$work/zlib"
    # QuickJS-NG has no stack limit under WASI, so that endless recursion would be a trap instead of a RangeError.
    patch --quiet "$work/quickjs/quickjs.c" stack-limit.patch
    # Its promise hook does not see an await, so that no AsyncLocalStorage can be made of it.
    patch --quiet --directory "$work/quickjs" <async-context.patch
}

build() {
    cp driver.c answers.h files.h crypto.h compress.h malloc.c crypto.zig "$work"
    # Relative paths only: the compiler sees the same names everywhere.
    (cd "$work" && zig build-obj crypto.zig -target wasm32-wasi -O ReleaseFast -fstrip -lc &&
        zig cc -target wasm32-wasi -mexec-model=reactor -O2 -DNDEBUG -D_GNU_SOURCE -DQUICKJS_NG_BUILD \
            -w -Iquickjs driver.c malloc.c quickjs/quickjs.c quickjs/libregexp.c quickjs/libunicode.c quickjs/dtoa.c \
            zlib/adler32.c zlib/crc32.c zlib/deflate.c zlib/inflate.c zlib/inffast.c zlib/inftrees.c zlib/trees.c zlib/zutil.c \
            crypto.o -Wl,-z,stack-size=4194304 -s -o nodejs.wasm)
}

fetch_source
build
if [ "${1:-}" = --check ]; then
    if ! cmp "$work/nodejs.wasm" nodejs.wasm || ! sha256sum --quiet --check nodejs.wasm.sha256; then
        echo "guests/nodejs: nodejs.wasm is not what the sources and the recipe make; run guests/nodejs/build.sh" >&2
        exit 1
    fi
    echo "guests/nodejs: nodejs.wasm is what the recipe makes"
else
    cp "$work/nodejs.wasm" nodejs.wasm
    sha256sum nodejs.wasm >nodejs.wasm.sha256
    echo "guests/nodejs: $(stat -c %s nodejs.wasm) bytes, sha256 $(cut -c1-64 nodejs.wasm.sha256)"
fi
