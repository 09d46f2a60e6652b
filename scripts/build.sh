#!/usr/bin/env bash
# Builds the release: target/release/coldstart and target/site. Does nothing when no input is newer than the last build,
# because cargo-leptos would run wasm-bindgen and wasm-opt again even then (20 s).
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

stamp=target/.built
inputs=(Cargo.toml Cargo.lock .cargo rust-toolchain.toml app crates guests js public server style package-lock.json scripts/build.sh scripts/precompress.mjs)

up_to_date() {
    [ -x target/release/coldstart ] && [ -f target/site/pkg/coldstart.wasm ] && [ -f "$stamp" ] || return 1
    # Folders are looked at too: a removed file makes its folder newer.
    [ -z "$(find "${inputs[@]}" -newer "$stamp" -print -quit)" ]
}

up_to_date && exit 0
mkdir -p target
# Taken before the build, so that an edit made meanwhile is built next time.
touch "$stamp.new"
step "building (the first time takes about ten minutes, later ones seconds)"
# What an older build left there would be served too.
rm -rf target/site
cargo leptos build --release --split || fail "the build failed" "The compiler's message is above."
node scripts/precompress.mjs
mv "$stamp.new" "$stamp"
