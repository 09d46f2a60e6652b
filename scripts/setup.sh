#!/usr/bin/env bash
# Brings a machine to where `make run` can build: compiler, WebAssembly target, cargo-leptos, Node packages, Monaco.
# Safe to run again; well under a second when nothing is to do, and then it needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

check_rust() {
    have cargo && have rustc || fail "Rust is missing" \
        "Install it by rustup (rustup.rs), then run this again: rust-toolchain.toml chooses the version."
    local found
    found=$(rustc --version 2>/dev/null | cut -d' ' -f2) || true
    [ "$found" = "$RUST_VERSION" ] || fail "rustc is ${found:-not usable}, and $RUST_VERSION is needed" \
        "With rustup: rustup toolchain install $RUST_VERSION. Without: install Rust $RUST_VERSION and put it first on PATH."
}

check_c() {
    have cc || have gcc || have clang || fail "there is no C compiler" \
        "SQLite is compiled from C. Debian, Ubuntu: apt-get install gcc libc6-dev. Fedora: dnf install gcc. macOS: xcode-select --install."
}

check_node() {
    have node && have npm || fail "Node.js or npm is missing" \
        "Install Node.js $NODE_MAJOR_MIN or newer, with npm. Only the build uses it, the server does not."
    local major
    major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
    [ "$major" -ge "$NODE_MAJOR_MIN" ] || fail "Node.js is version $major, and $NODE_MAJOR_MIN or newer is needed" \
        "Install a newer Node.js and put it first on PATH."
}

# install_crate NAME VERSION PROGRAM [OPTION...]: builds a tool into the cache, unless that version is there.
install_crate() {
    local name=$1 version=$2 program=$3
    shift 3
    [[ "$("$tools/bin/$program" --version 2>/dev/null || true)" == *" $version" ]] && return 0
    step "building $name $version into $tools (once; some minutes)"
    # Their own release profiles optimise hard, which takes a quarter of an hour and serves nobody here.
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0 RUSTFLAGS="" \
        quietly cargo install "$name" --version "$version" --root "$tools" --force "$@" ||
        fail "$name $version could not be built" "Its last words are above. It needs the crates.io registry; run this again when it can be reached."
}

check_wasm_bindgen() {
    local locked
    locked=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/^version = "\(.*\)"$/\1/p')
    [ "$locked" = "$WASM_BINDGEN_VERSION" ] || fail "Cargo.lock has wasm-bindgen $locked, scripts/versions.sh has $WASM_BINDGEN_VERSION" \
        "Make the two equal."
}

install_node_packages() {
    cmp -s package-lock.json node_modules/.coldstart-lock && return 0
    step "installing Node packages"
    # Install scripts are not needed: esbuild and Tailwind's parts come as packages for each platform.
    quietly npm ci --ignore-scripts --no-audit --no-fund || fail "npm ci failed" \
        "Its last words are above. It needs an npm registry (npm config get registry); run this again when it can be reached."
    cp package-lock.json node_modules/.coldstart-lock
}

# CRuby is too large for the repository: it is linked from npm's package.
link_ruby() {
    local made=guests/ruby/ruby.wasm.gz
    [ -f $made ] || step "linking the Ruby engine (once; a quarter of a minute)"
    quietly guests/ruby/build.sh || fail "the Ruby engine could not be linked" "Its last words are above. node_modules comes from npm ci: rm -r node_modules, and run this again."
}

bundle_monaco() {
    local inputs
    inputs=$(cat js/* package-lock.json | cksum)
    [ -f public/monaco/monaco.js ] && [ "$(cat node_modules/.coldstart-monaco 2>/dev/null)" = "$inputs" ] && return 0
    step "bundling the editor"
    quietly node js/build.mjs || fail "the editor could not be bundled" "esbuild's message is above."
    printf '%s\n' "$inputs" >node_modules/.coldstart-monaco
}

check_rust
check_c
check_node
scripts/wasm-std.sh
check_wasm_bindgen
install_crate wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen
# no_downloads: a missing tool is an error, never a download. The lock file names a newer Rust than the crate needs.
install_crate cargo-leptos "$CARGO_LEPTOS_VERSION" cargo-leptos --locked --ignore-rust-version --features no_downloads
install_node_packages
link_ruby
bundle_monaco
