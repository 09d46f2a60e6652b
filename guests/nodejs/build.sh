#!/usr/bin/env bash
# Makes nodejs.wasm from QuickJS-NG's source, driver.c, files.h and malloc.c, the same bytes every time.
#   build.sh           builds and writes nodejs.wasm and nodejs.wasm.sha256
#   build.sh --check   builds and fails if the result differs from what is checked in
# Needs cargo (to download the source), python3 with venv (for the compiler, PyPI `ziglang`), about a minute, 400 MB.
set -euo pipefail
cd "$(dirname "$0")"

QUICKJS_CRATE=rquickjs-sys
QUICKJS_VERSION=0.14.0
QUICKJS_SHA256=cee271d0eeba64f0915b846cb7ae02e16faf3dfdffdca91731101d9d30fe3423
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

fetch_source() {
    mkdir -p "$work/fetch/src"
    printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n%s = "=%s"\n' \
        "$QUICKJS_CRATE" "$QUICKJS_VERSION" >"$work/fetch/Cargo.toml"
    : >"$work/fetch/src/lib.rs"
    (cd "$work/fetch" && cargo vendor --quiet "$work/vendor" >/dev/null)
    # cargo compares the archive with the registry's checksum; here it is compared with ours.
    got=$(sed -n 's/.*"package":"\([0-9a-f]*\)".*/\1/p' "$work/vendor/$QUICKJS_CRATE/.cargo-checksum.json")
    if [ "$got" != "$QUICKJS_SHA256" ]; then
        echo "guests/nodejs: $QUICKJS_CRATE $QUICKJS_VERSION has sha256 $got, expected $QUICKJS_SHA256" >&2
        exit 1
    fi
    cp -r "$work/vendor/$QUICKJS_CRATE/quickjs" "$work/quickjs"
    # QuickJS-NG has no stack limit under WASI, so that endless recursion would be a trap instead of a RangeError.
    patch --quiet "$work/quickjs/quickjs.c" stack-limit.patch
}

build() {
    cp driver.c files.h malloc.c "$work"
    # Relative paths only: the compiler sees the same names everywhere.
    (cd "$work" && zig cc -target wasm32-wasi -mexec-model=reactor -O2 -DNDEBUG -D_GNU_SOURCE -DQUICKJS_NG_BUILD \
        -w -Iquickjs driver.c malloc.c quickjs/quickjs.c quickjs/libregexp.c quickjs/libunicode.c quickjs/dtoa.c \
        -Wl,-z,stack-size=4194304 -s -o nodejs.wasm)
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
