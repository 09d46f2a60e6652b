#!/usr/bin/env bash
# Makes ruby.wasm.gz from the engine that npm brought (`@ruby/4.0-wasm-wasi`, CRuby as its own project builds it), bridge.wat and
# abi.wat: the same module every time. It is 10 MB, so it is not in the repository: scripts/setup.sh makes it, once.
#   build.sh           links, unless ruby.wasm.gz is what these inputs make
#   build.sh --check   links, and fails if the module is not the one that SHA256SUMS names
#   build.sh --pin     links, and writes SHA256SUMS
# Needs node_modules (the engine, and wasm-merge of Binaryen), about fifteen seconds and 500 MB of memory.
set -euo pipefail
cd "$(dirname "$0")"

packages=../../node_modules
engine=$packages/@ruby/4.0-wasm-wasi/dist/ruby+stdlib.wasm
made=ruby.wasm.gz

fail() { echo "guests/ruby: $*" >&2; exit 1; }

# What ruby.wasm.gz was made of; beside it, so that a look is all that a later call takes.
inputs() { cat abi.wat bridge.wat build.sh SHA256SUMS "$packages/@ruby/4.0-wasm-wasi/package.json" | sha256sum | cut -d' ' -f1; }

case ${1:-} in
    "") [ -f $made ] && [ "$(cat $made.inputs 2>/dev/null)" = "$(inputs)" ] && exit 0 ;;
    --check | --pin) ;;
    *) fail "there is no option $1" ;;
esac

[ -f "$engine" ] || fail "node_modules has no @ruby/4.0-wasm-wasi; run scripts/setup.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The features are those that the engine was built with.
node "$packages/binaryen/bin/wasm-merge" --enable-bulk-memory --enable-bulk-memory-opt --enable-nontrapping-float-to-int \
    --enable-sign-ext --enable-mutable-globals --enable-multivalue --enable-reference-types --enable-call-indirect-overlong \
    "$engine" ruby abi.wat canonical_abi bridge.wat rb-js-abi-host -o "$work/ruby.wasm"
sums() { printf '%s  ruby+stdlib.wasm\n%s  ruby.wasm\n' "$(sha256sum <"$engine" | cut -d' ' -f1)" "$(sha256sum <"$work/ruby.wasm" | cut -d' ' -f1)"; }
if [ "${1:-}" = --pin ]; then
    sums >SHA256SUMS
elif [ "$(sums)" != "$(cat SHA256SUMS)" ]; then
    fail "the engine or the linked module is not what SHA256SUMS says; if that is meant, run guests/ruby/build.sh --pin"
fi
[ "${1:-}" != --check ] || exit 0
node -e 'const z = require("zlib"), fs = require("fs"); fs.writeFileSync(process.argv[2], z.gzipSync(fs.readFileSync(process.argv[1]), { level: 9 }))' \
    "$work/ruby.wasm" "$work/$made"
mv "$work/$made" $made
inputs >$made.inputs
