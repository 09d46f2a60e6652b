#!/usr/bin/env bash
# Everything that CI checks, phase by phase, each with its time. All phases run even if one fails; the last line sums up.
#   scripts/test.sh            all phases
#   scripts/test.sh NAME...    only these: format lint lint-wasm unit tidy types guests build clients browser
set -uo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

phase_format() { cargo fmt --all --check; }
phase_lint() { cargo clippy --release --workspace --exclude frontend --all-targets -- -D warnings; }
# In cargo-leptos' own folder and profile, so that build scripts and macros are compiled once.
phase_lint_wasm() { cargo clippy --package frontend --target wasm32-unknown-unknown --profile wasm-release --target-dir target/front -- -D warnings; }
phase_unit() { cargo test --release --workspace --exclude frontend --exclude xtask --quiet; }
phase_tidy() { cargo test --release --package xtask --quiet && cargo run --release --package xtask --quiet -- tidy; }
phase_types() { node_modules/.bin/tsc --project end2end; }
# CPython takes minutes to build, so its recipe runs only where COLDSTART_GUESTS=all asks for it.
phase_guests() {
    local how=--sums
    [ "${COLDSTART_GUESTS:-}" != all ] || how=--check
    guests/nodejs/build.sh --check && guests/python/build.sh "$how" && guests/ruby/build.sh --check
}
phase_build() { scripts/build.sh; }
phase_clients() {
    AWS_CLI_2=$(scripts/setup-tests.sh --print-aws-cli-2) target/clients/venv/bin/pytest --quiet -p no:cacheprovider clients
}
phase_browser() {
    CHROMIUM=$(scripts/setup-tests.sh --print-chromium) node_modules/.bin/playwright test --config end2end/playwright.config.ts
}

all=(format lint lint-wasm unit tidy types guests build clients browser)
[ $# -gt 0 ] || set -- "${all[@]}"
failed=()
begin=$SECONDS
for name in "$@"; do
    declare -F "phase_${name//-/_}" >/dev/null || fail "there is no phase \`$name\`" "There are: ${all[*]}."
    printf '\n▶ %s\n' "$name"
    phase_begin=$SECONDS
    if "phase_${name//-/_}" </dev/null; then
        printf '✓ %s: %d s\n' "$name" $((SECONDS - phase_begin))
    else
        printf '✗ %s: failed after %d s\n' "$name" $((SECONDS - phase_begin))
        failed+=("$name")
    fi
done

if [ ${#failed[@]} -gt 0 ]; then
    printf '\n✗ test: %d of %d phases failed in %d s: %s\n' ${#failed[@]} $# $((SECONDS - begin)) "${failed[*]}"
    exit 1
fi
printf '\n✓ test: all %d phases passed in %d s\n' $# $((SECONDS - begin))
