#!/usr/bin/env bash
# Makes python.wasm.gz and python313.zip from CPython's source, zlib, SQLite, time zones, driver.c and library.py, the same bytes every time.
#   build.sh           builds, and writes the two files and SHA256SUMS
#   build.sh --check   builds, and fails if the result differs from what is checked in
#   build.sh --sums    only compares what is checked in with SHA256SUMS
# Needs apt-get (for the source; or COLDSTART_PYTHON_SOURCE=Python-3.13.5.tar.xz), cargo (to download the C libraries),
# python3 with venv (for the compiler and the time zones, PyPI `ziglang` and `tzdata`), cc, make, about five minutes of two processors, 600 MB.
set -euo pipefail
cd "$(dirname "$0")"

PYTHON_VERSION=3.13.5
PYTHON_SHA256=93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640
DEBIAN_SUITE=trixie
ZLIB=libz-sys
ZLIB_VERSION=1.1.23
ZLIB_SHA256=15d118bbf3771060e7311cc7bb0545b01d08a8b4a7de949198dec1fa0ca1c0f7
SQLITE=libsqlite3-sys
SQLITE_VERSION=0.37.0
SQLITE_SHA256=b1f111c8c41e7c61a49cd34e44c7619462967221a6443b0ec299e0ac30cfb9b1
ZIG_VERSION=0.17.1
TZDATA_VERSION=2025.2
TZDATA_SHA256=1a403fada01ff9221ca8044d701868fa132215d84beb92242d9acd2147f667a8
ZLIB_FILES="adler32 compress crc32 deflate infback inffast inflate inftrees trees uncompr zutil"
MADE=(python.wasm.gz python313.zip)

fail() { echo "guests/python: $*" >&2; exit 1; }
say() { echo "guests/python: $*" >&2; }

if [ "${1:-}" = --sums ]; then
    sha256sum --quiet --check SHA256SUMS || fail "a file is not what SHA256SUMS says; run guests/python/build.sh"
    exit
fi

cache=${COLDSTART_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/coldstart/tools}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
recipe=$PWD
# The date that CPython tells in sys.version; of its release.
export SOURCE_DATE_EPOCH=1749600000 LC_ALL=C PYTHONHASHSEED=0
# What is compiled depends on nothing that a former build left.
export ZIG_LOCAL_CACHE_DIR=$work/zig ZIG_GLOBAL_CACHE_DIR=${ZIG_GLOBAL_CACHE_DIR:-$cache/zig-cache}

install_zig() {
    local zig=$cache/zig-$ZIG_VERSION
    if ! "$zig/bin/python" -c 'import ziglang' 2>/dev/null; then
        say "installing zig $ZIG_VERSION"
        python3 -m venv "$zig"
        "$zig/bin/python" -m pip install --quiet "ziglang==$ZIG_VERSION"
    fi
    mkdir "$work/bin"
    printf '#!/bin/sh\nexec "%s" -m ziglang cc -target wasm32-wasi "$@" -Wno-date-time -Wno-deprecated\n' "$zig/bin/python" >"$work/bin/cc"
    for tool in ar ranlib; do
        printf '#!/bin/sh\nexec "%s" -m ziglang %s "$@"\n' "$zig/bin/python" "$tool" >"$work/bin/$tool"
    done
    chmod +x "$work/bin/"*
}

# From Debian's source package, by apt with the mirror and the keys of this machine; the hash is ours.
fetch_python() {
    local source=${COLDSTART_PYTHON_SOURCE:-} apt=$work/apt mirror
    if [ -z "$source" ]; then
        mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/source"
        mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/$') || fail "apt knows no mirror of Debian; give COLDSTART_PYTHON_SOURCE"
        echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $DEBIAN_SUITE main" >"$apt/sources.list"
        local options=(-qq -o APT::Sandbox::User=root -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
            -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache")
        apt-get "${options[@]}" update
        (cd "$apt/source" && apt-get "${options[@]}" source --download-only --only-source "${PYTHON_PACKAGE:-python3.13}" >/dev/null)
        source=$(echo "$apt/source/"*"_$PYTHON_VERSION.orig.tar.xz")
    fi
    echo "$PYTHON_SHA256  $source" | sha256sum --quiet --check || fail "$source is not CPython $PYTHON_VERSION"
    tar -xf "$source" -C "$work"
    mv "$work/Python-$PYTHON_VERSION" "$work/cpython"
}

fetch_libraries() {
    mkdir -p "$work/fetch/src"
    printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n%s = "=%s"\n%s = "=%s"\n' \
        "$ZLIB" "$ZLIB_VERSION" "$SQLITE" "$SQLITE_VERSION" >"$work/fetch/Cargo.toml"
    : >"$work/fetch/src/lib.rs"
    (cd "$work/fetch" && cargo vendor --quiet "$work/vendor" >/dev/null)
    # cargo compares the archives with the registry's checksums; here they are compared with ours.
    local name expected got
    for name in $ZLIB=$ZLIB_SHA256 $SQLITE=$SQLITE_SHA256; do
        expected=${name#*=} name=${name%%=*}
        got=$(sed -n 's/.*"package":"\([0-9a-f]*\)".*/\1/p' "$work/vendor/$name/.cargo-checksum.json")
        [ "$got" = "$expected" ] || fail "$name has sha256 $got, expected $expected"
    done
    ln -s "vendor/$ZLIB/src/zlib" "$work/zlib"
    ln -s "vendor/$SQLITE/sqlite3" "$work/sqlite"
}

fetch_time_zones() {
    echo "tzdata==$TZDATA_VERSION --hash=sha256:$TZDATA_SHA256" >"$work/tzdata.txt"
    "$cache/zig-$ZIG_VERSION/bin/python" -m pip download --quiet --no-deps --require-hashes -d "$work/wheels" -r "$work/tzdata.txt"
    "$cache/zig-$ZIG_VERSION/bin/python" -m zipfile -e "$work/wheels/"tzdata-*.whl "$work/wheel"
}

# CPython for this machine: it compiles the standard library, and packs. With zlib of our own, so that the bytes are the same.
build_native() {
    mkdir "$work/native" "$work/native-zlib"
    cd "$work/native"
    for name in $ZLIB_FILES; do cc -O2 -w -DHAVE_UNISTD_H -c "$work/zlib/$name.c" -o "$work/native-zlib/$name.o"; done
    ar rcs "$work/native-zlib/libz.a" "$work/native-zlib/"*.o
    CFLAGS="-O0 -g0" ../cpython/configure -q --disable-test-modules --without-doc-strings --with-ensurepip=no >configure.log 2>&1
    printf '*static*\nzlib zlibmodule.c -I../zlib ../native-zlib/libz.a\n_struct _struct.c\nbinascii binascii.c\nmath mathmodule.c\n' >Modules/Setup.local
    make -j"$(nproc)" python >make.log 2>&1 || { tail -20 make.log >&2; fail "the native interpreter does not build"; }
}

WASI="-D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_GETPID -D_WASI_EMULATED_PROCESS_CLOCKS -fno-sanitize=undefined"
WASI_LIBRARIES="-lwasi-emulated-signal -lwasi-emulated-getpid -lwasi-emulated-process-clocks"

build_libraries() {
    mkdir "$work/lib" "$work/objects"
    cd "$work"
    for name in $ZLIB_FILES; do bin/cc -O2 -DNDEBUG -w $WASI -DHAVE_UNISTD_H -c "zlib/$name.c" -o "objects/$name.o"; done
    (cd objects && ../bin/ar rcs ../lib/libz.a *.o)
    # One program, one thread: files below /tmp need no locks.
    bin/cc -O2 -DNDEBUG -w $WASI -D_WASI_EMULATED_MMAN -DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_WAL -DSQLITE_TEMP_STORE=2 \
        -DSQLITE_DEFAULT_UNIX_VFS='"unix-none"' -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_FTS5 -DLONGDOUBLE_TYPE=double \
        -c sqlite/sqlite3.c -o objects/sqlite3.o
    (cd objects && ../bin/ar rcs ../lib/libsqlite3.a sqlite3.o)
}

# configure finds these although they are not there, or are of no use.
ABSENT="ac_cv_func_setgroups ac_cv_func_timerfd_create ac_cv_header_sys_timerfd_h ac_cv_func_epoll_create ac_cv_func_epoll_create1
    ac_cv_header_sys_epoll_h ac_cv_header_sys_eventfd_h ac_cv_header_libintl_h ac_cv_lib_intl_textdomain ac_cv_func_socket ac_cv_func_memfd_create"

build_wasm() {
    mkdir "$work/wasi"
    cd "$work/wasi"
    local name modules
    for name in $ABSENT; do export "$name=no"; done
    CC="$work/bin/cc" CPP="$work/bin/cc -E" AR="$work/bin/ar" RANLIB="$work/bin/ranlib" PKG_CONFIG=/bin/false \
        CONFIG_SITE=../cpython/Tools/wasm/config.site-wasm32-wasi py_cv_module__socket=n/a \
        OPT="-DNDEBUG -O2 -fwrapv -w" CFLAGS="$WASI -ffile-prefix-map=$work=." LIBS="$WASI_LIBRARIES" \
        ZLIB_CFLAGS="-I$work/zlib" ZLIB_LIBS="-L$work/lib -lz" \
        LIBSQLITE3_CFLAGS="-I$work/sqlite" LIBSQLITE3_LIBS="-L$work/lib -lsqlite3 -lwasi-emulated-mman" \
        ../cpython/configure -q --host=wasm32-wasip1 --build="$(../cpython/config.guess)" --with-build-python="$work/native/python" \
        --disable-test-modules --without-doc-strings --with-ensurepip=no --prefix=/var/lang >configure.log 2>&1 ||
        { tail -20 configure.log >&2; fail "configure fails"; }
    modules="Modules/_decimal/libmpdec/libmpdec.a Modules/_hacl/libHacl_Hash_SHA2.a Modules/expat/libexpat.a"
    make -j"$(nproc)" libpython3.13.a $modules >make.log 2>&1 || { tail -20 make.log >&2; fail "the interpreter does not build"; }
    cp "$recipe/driver.c" .
    ../bin/cc -mexec-model=reactor -O2 -w $WASI -I../cpython/Include -I. driver.c libpython3.13.a $modules ../lib/libz.a ../lib/libsqlite3.a \
        $WASI_LIBRARIES -lwasi-emulated-mman -Wl,-z,stack-size=8388608 -s -o "$work/python.wasm"
}

pack() {
    cd "$work"
    native/python -S "$recipe/library.py" cpython/Lib wheel/tzdata python313.zip python.wasm python.wasm.gz
    sha256sum "${MADE[@]}" >SHA256SUMS
}

install_zig
fetch_python
fetch_libraries
fetch_time_zones
say "building a native CPython $PYTHON_VERSION"
build_native
say "building zlib, SQLite and CPython for the sandbox"
build_libraries
build_wasm
pack
cd "$recipe"
if [ "${1:-}" = --check ]; then
    diff "$work/SHA256SUMS" SHA256SUMS || fail "the checked-in files are not what the sources and the recipe make; run guests/python/build.sh"
    sha256sum --quiet --check SHA256SUMS
    say "${MADE[*]} are what the recipe makes"
else
    cp "${MADE[@]/#/$work/}" "$work/SHA256SUMS" .
    for name in "${MADE[@]}"; do say "$name: $(stat -c %s "$name") bytes"; done
fi
