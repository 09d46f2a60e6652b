#!/usr/bin/env bash
# What `make test` needs beyond scripts/setup.sh: a Chromium, and Python for rebuilding the guests.
# `scripts/setup-tests.sh --print-chromium` prints the browser's path and installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

find_chromium() {
    local name
    if [ -n "${CHROMIUM:-}" ]; then
        [ -x "$CHROMIUM" ] || fail "CHROMIUM is $CHROMIUM, which is not a program" "Set it to the path of a Chromium or Chrome, or unset it."
        echo "$CHROMIUM"
        return
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" && return
    done
    return 1
}

install_chromium() {
    if [ "$(id -u)" != 0 ] || ! have apt-get || ! apt-cache show chromium >/dev/null 2>&1 && [ ! -f /etc/debian_version ]; then
        fail "the browser tests need Chromium or Chrome" "Install one (Debian: apt-get install chromium), or set CHROMIUM to its path."
    fi
    step "installing Chromium"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get -qq update || true
    quietly apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core ||
        fail "apt-get could not install chromium" "Its last words are above. Install a Chromium or Chrome, or set CHROMIUM to its path."
}

check_python() {
    have python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || fail "the check of guests/nodejs needs python3 with venv" \
        "Debian, Ubuntu: apt-get install python3-venv."
}

if [ "${1:-}" = --print-chromium ]; then
    find_chromium
    exit
fi
find_chromium >/dev/null || install_chromium
check_python
